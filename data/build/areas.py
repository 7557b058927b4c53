"""
Make data/areas.parquet: outlines of first-level divisions and of the regions of data/regions.csv.

    python data/build/areas.py WORLD_MAP [OUT]

WORLD_MAP is ``usr/share/qgis/resources/data/world_map.gpkg`` of Debian's qgis-common 3.40.6
(Natural Earth 4.1, public domain). It needs the kit's environment and half a minute, and prints
which divisions got no outline and why.
"""

import csv
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

DATA = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(DATA.parent))

from kit._names import fold

ROWS_A_GROUP = 8  # a group a row would make a footer of a megabyte
STEP_DEG = 0.001  # about 100 m: coordinates are rounded to it
CELL_DEG = 0.1  # towns of one cell count once, so that a city's quarters outvote no county
WRONG_SHARE = 0.1  # of a division's cells that may lie elsewhere: the towns' codes err too
WRONG_KM = 5.0  # and what counts as elsewhere: outlines and towns are no better
WRONG_WIDTH = 0.15  # but no more than this share of a division's width
REGION_SHARE = 0.003  # of its width by which a region is simplified,
REGION_STEP_DEG = 0.02  # but by no more than 2 km
LEAST_DEG2 = 1e-4  # islands and gaps of regions below 1 km² are left out
SOURCE = "Natural Earth 4.1 (public domain) by Debian's qgis-common 3.40.6"

# Natural Earth gives these the land of divisions that were split off and lie at their edge.
SPLIT = {"IN.12": "Ladakh", "IQ.05": "Halabja"}
# Looked at by hand: the outlines are right, thirty towns of Hebei bear the code of Henan.
SOUND = {"CN.09", "CN.10"}


def main(world_map, out="data"):
    """Read, name, dissolve, compose, write."""
    made = Path(out) / "gazetteer.parquet"
    gazetteer = pd.read_parquet(made if made.is_file() else DATA / made.name)
    units, towns = read_units(gazetteer), read_towns(gazetteer)
    pieces = gpd.read_file(world_map, layer="states_provinces")
    pieces["unit"] = units_of(pieces, units, towns)
    pieces["country"] = pieces["unit"].str.partition(".")[0].fillna(pieces["iso_a2"])
    whole = dissolve(pieces[pieces["unit"].notna()], "unit")
    faults = faults_of(whole, towns)
    for unit in units.index.difference(whole.index):
        faults[unit] = "no outline in Natural Earth"
    for unit, fault in sorted(faults.items()):
        print(unit, units["name"][unit], fault, sep="\t")
    sound = whole[~whole.index.isin(faults)]
    rows = [(units["place_id"][unit], shape, None) for unit, shape in sound.items()]
    print(len(rows), "of", len(units), "divisions have an outline")
    rows += regions(pieces, whole)
    names = gazetteer.set_index("place_id")["name"]
    write(Path(out) / "areas.parquet", sorted(rows, key=lambda row: row[0]), names)


def read_units(gazetteer):
    """Place and name of each first-level division, by country and GeoNames' code."""
    rows = gazetteer[gazetteer["kind"] == "admin1"]
    return rows.set_index(rows["country"].astype(str) + "." + rows["admin1"].astype(str))


def read_towns(gazetteer):
    """GeoNames' towns with the code of their division, one a division and cell."""
    is_town = (gazetteer["kind"] == "city") & (gazetteer["admin1"] != "")
    rows = gazetteer[is_town & gazetteer["source"].str.fullmatch(r"GeoNames \d+")]
    unit = rows["country"].astype(str) + "." + rows["admin1"].astype(str)
    towns = pd.DataFrame({"unit": unit, "lat": rows["lat"], "lon": rows["lon"]})
    cell = (towns[["lat", "lon"]] / CELL_DEG).round()
    return towns[~cell.assign(unit=unit).duplicated()].reset_index(drop=True)


def units_of(pieces, units, towns):
    """Code of each piece: that of most of its own country's towns in it, or of its name."""
    votes = [Counter() for _ in range(len(pieces))]
    tree = shapely.STRtree(pieces.geometry.values)
    found = tree.query(shapely.points(towns["lon"], towns["lat"]), predicate="intersects")
    for town, piece in found.T:
        if (unit := towns["unit"].iloc[town]) in units.index:
            votes[piece][unit] += 1
    named = {(unit[:2], fold(name)): unit for unit, name in units["name"].items()}
    answer = []
    for vote, (_, piece) in zip(votes, pieces.iterrows(), strict=True):
        own = Counter({unit: n for unit, n in vote.items() if unit[:2] == piece["iso_a2"]})
        names = (piece[column] for column in ("name", "woe_name", "gn_name"))
        by_name = (named.get((piece["iso_a2"], fold(name))) for name in names if pd.notna(name))
        # French Guiana is a part of France here and a country of its own in GeoNames.
        elected = (most(own), next(filter(None, by_name), None), most(vote))
        answer.append(next(filter(None, elected), None))
    return with_neighbours(pieces, units, answer)


def with_neighbours(pieces, units, answer):
    """Give pieces without towns the division beside them where pieces are parts of divisions."""
    divisions = Counter(unit[:2] for unit in units.index)
    finer = Counter(pieces["iso_a2"])
    shapes = pieces.geometry.values
    tree = shapely.STRtree(shapes)
    whole = list(answer)
    for i, (unit, iso2) in enumerate(zip(answer, pieces["iso_a2"], strict=True)):
        if unit or finer[iso2] < 2 * divisions[iso2]:
            continue
        shared = Counter()
        for j in tree.query(shapes[i], predicate="intersects"):
            if (answer[j] or "")[:2] == iso2:
                shared[answer[j]] += shapely.length(shapely.intersection(shapes[i], shapes[j]))
        whole[i] = most(shared)
    return whole


def most(votes):
    """Return what got most votes, the first by alphabet of equals; None if there are none."""
    return min(votes, key=lambda unit: (-votes[unit], unit), default=None)


def dissolve(pieces, column):
    """One geometry a value of a column, in a series."""
    groups = pieces.groupby(column).indices
    shapes = pieces.geometry.values
    return gpd.GeoSeries(
        {value: shapely.union_all(shapes[found]) for value, found in sorted(groups.items())},
        crs="EPSG:4326",
    )


def faults_of(shapes, towns):
    """Why a division's outline can't be trusted, for those of which it can't."""
    order = {unit: i for i, unit in enumerate(shapes.index)}
    geometries = shapes.values
    width_km = np.sqrt([area_km2(shape) for shape in geometries])
    limit_km = np.minimum(WRONG_KM, WRONG_WIDTH * width_km)
    points = shapely.points(towns["lon"], towns["lat"])
    own = np.array([order.get(unit, -1) for unit in towns["unit"]])
    inside = np.full(len(towns), -1)
    found = shapely.STRtree(geometries).query(points, predicate="intersects")
    inside[found[0]] = found[1]
    strange = own != inside
    out = strange & (own >= 0)
    out[out] = gap_km(points[out], geometries[own[out]]) > limit_km[own[out]]
    alien = strange & (inside >= 0)
    edges = shapely.boundary(geometries)
    alien[alien] = gap_km(points[alien], edges[inside[alien]]) > limit_km[inside[alien]]
    faults = {unit: f"holds {lost}'s land" for unit, lost in SPLIT.items()}
    for unit, i in order.items():
        for wrong, all_of, words in (
            (out, own == i, "of its own towns' cells lie outside"),
            (alien, inside == i, "of the towns' cells inside are others'"),
        ):
            n, total = int((wrong & all_of).sum()), int(all_of.sum())
            if n > max(WRONG_SHARE * total, min(1, total // 4)):
                faults.setdefault(unit, f"{n} of {total} {words}")
    return {unit: fault for unit, fault in faults.items() if unit not in SOUND}


def gap_km(points, shapes):
    """Kilometres from points to the nearest points of geometries."""
    ends = shapely.get_coordinates(shapely.shortest_line(points, shapes)).reshape(-1, 4)
    return pyproj.Geod(ellps="WGS84").inv(*ends.T)[2] / 1000


def area_km2(shape):
    """Area on the ellipsoid."""
    oriented = shapely.orient_polygons(shape)
    return abs(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(oriented)[0]) / 1e6


def regions(pieces, whole):
    """Place, all that may belong, and what surely does where that is less, of each region."""
    countries = dissolve(pieces, "country")
    named = dissolve(pieces.assign(key=pieces["country"] + ":" + pieces["name"]), "key")
    shapes = {**countries, **whole, **named}
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as lines:
        known = {row["place_id"] for row in csv.DictReader(lines) if row["kind"] == "region"}
    rows = []
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["place_id"] not in known:
                raise ValueError(
                    f"regions.csv has {row['place_id']}, places.csv has no such region"
                )
            core = composed(row["low"].split("|"), shapes)
            more = [member for member in row["high"].split("|") if member]
            outline = shapely.union(core, composed(more, shapes)) if more else core
            rows.append((row["place_id"], simpler(outline), simpler(core) if more else None))
    return rows


def composed(members, shapes):
    """Union of the members without those that have a minus before them."""
    if unknown := [member for member in members if member.removeprefix("-") not in shapes]:
        raise ValueError(f"Natural Earth has no piece for {', '.join(unknown)}")
    kept = [shapes[member] for member in members if not member.startswith("-")]
    left_out = [shapes[member[1:]] for member in members if member.startswith("-")]
    return shapely.difference(shapely.union_all(kept), shapely.union_all(left_out))


def simpler(shape):
    """Simplify a region, the more the wider it is."""
    step = min(REGION_STEP_DEG, REGION_SHARE * shapely.area(shape) ** 0.5)
    return polygons(shapely.simplify(shape, step), LEAST_DEG2)


def polygons(shape, least_deg2=0.0):
    """Polygons of a geometry from a least area on, as one MultiPolygon."""
    parts = [q for p in shapely.get_parts(shape) for q in shapely.get_parts(p)]
    whole = [part for part in parts if part.geom_type == "Polygon" and part.area > least_deg2]
    holes = [
        [ring for ring in part.interiors if shapely.Polygon(ring).area > least_deg2]
        for part in whole
    ]
    kept = [shapely.Polygon(p.exterior, rings) for p, rings in zip(whole, holes, strict=True)]
    return shapely.multipolygons(kept)


def wkb(shapes):
    """Rounded shapes as WKB."""
    rounded = shapely.set_precision(np.array(shapes, dtype=object), STEP_DEG)
    return [None if shape is None else shapely.to_wkb(polygons(shape)) for shape in rounded]


def write(path, rows, names):
    """Write GeoParquet with few rows a row group, so that one is read without the rest."""
    place_ids, outlines, cores = zip(*rows, strict=True)
    encoding = {"encoding": "WKB", "geometry_types": ["MultiPolygon"]}
    geo = {
        "version": "1.0.0",
        "primary_column": "geometry",
        "columns": {"geometry": encoding, "core": encoding},
    }
    columns = {"place_id": place_ids, "name": [names[place_id] for place_id in place_ids]}
    table = pa.table({**columns, "geometry": wkb(outlines), "core": wkb(cores)})
    table = table.replace_schema_metadata({"geo": json.dumps(geo), "source": SOURCE})
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        # Statistics of a WKB column would repeat every geometry twice in the file's footer.
        pq.write_table(
            table,
            part,
            compression="zstd",
            compression_level=19,
            row_group_size=ROWS_A_GROUP,
            use_dictionary=False,
            write_statistics=False,
        )
    Path(part.name).chmod(0o644)
    Path(part.name).replace(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
