"""Land as sea.py needs it: Natural Earth's with its lakes opened, widened, and thinned."""

import json
from pathlib import Path

import numpy as np
import shapely
from shapely.affinity import translate
from topology import Topology

KM_A_DEGREE = 111.2
ICE_NORTH = 82.5  # degrees
_SMALL_ISLAND_KM2 = 0.3  # under it no part of a way over land is as long as 1 km
_MOUTH_DEG = 0.01  # rivers narrower than twice this are no part of a lake


def read_land(path: Path) -> np.ndarray:
    """Polygons of the land at 1:10m, cut at the antimeridian."""
    topology = Topology(path, 0)
    (group,) = topology.objects.values()
    shapes = [topology.polygons(geometry) for geometry in group["geometries"]]
    parts = shapely.get_parts(shapely.get_parts(shapely.union_all(shapes)))
    return parts[shapely.get_type_id(parts) == 3]


def open_lakes(
    land: np.ndarray, countries: Path, points: list[tuple[float, float]]
) -> tuple[np.ndarray, list[shapely.Polygon]]:
    """
    Cut lakes out of the land, which has none; give it, and the closed waters themselves.

    COUNTRIES is OpenStreetMap's land, in which big lakes are no land. A point is latitude and
    longitude in a lake, or in a sea that land goes round (the Caspian), which is there already.
    """
    raw = json.loads(countries.read_text())
    shapes = [
        shapely.geometry.shape(row.get("geometry", row))
        for row in raw.get("features", raw.get("geometries"))
    ]
    shapes = shapely.get_parts(np.array(shapes, dtype=object))
    land = list(land)
    tree = shapely.STRtree(land)
    waters = []
    for lat, lon in points:
        point = shapely.Point(lon, lat)
        whole = next(
            k for k in tree.query(point) if shapely.Polygon(land[k].exterior).contains(point)
        )
        holes = [shapely.Polygon(ring) for ring in land[whole].interiors]
        known = [hole for hole in holes if hole.contains(point)]
        if not known:
            box = lon - 9, lat - 6, lon + 9, lat + 6
            dry = shapely.union_all(shapely.make_valid(shapely.clip_by_rect(shapes, *box)))
            wet = shapely.difference(shapely.box(*box), dry).buffer(-_MOUTH_DEG)
            lake = next(p for p in shapely.get_parts(wet) if p.contains(point))
            known = [shapely.simplify(lake.buffer(_MOUTH_DEG), 0.002)]
            outlines = [*land[whole].interiors, known[0].exterior]
            land[whole] = shapely.Polygon(land[whole].exterior, outlines)
            land += [shapely.Polygon(island) for island in known[0].interiors]
        waters.append(known[0])
    return np.array(land, dtype=object), waters


def without_islets(land: np.ndarray) -> np.ndarray:
    """Land without islands that a way may cross."""
    middle = shapely.get_y(shapely.centroid(land))
    km2 = shapely.area(land) * KM_A_DEGREE**2 * np.cos(np.radians(middle))
    return land[km2 >= _SMALL_ISLAND_KM2]


def polar_ice() -> shapely.Polygon:
    """
    Outline what no ship crosses round the North Pole, with corners near enough for great circles.

    The passages go no farther north than 81.4° (Cape Arktichesky); beyond is ice all year.
    """
    return shapely.segmentize(shapely.box(-180, ICE_NORTH, 180, ICE_NORTH + 2.5), 2.0)


def widened(land: np.ndarray, by_km: float, tolerance_km: float) -> np.ndarray:
    """
    Land with a strip of water about it, its outline simplified within that strip.

    By bands of latitude in Mercator's projection, where a kilometre is the same in all directions.
    """
    east = [translate(part, 360) for part in land if part.bounds[0] < -177]
    west = [translate(part, -360) for part in land if part.bounds[2] > 177]
    tree = shapely.STRtree([*land, *east, *west])
    bands = []
    for south in range(-80, 85, 5):
        box = shapely.box(-182, south - 1, 182, south + 6)
        near = shapely.intersection(tree.geometries[tree.query(box)], box)
        unit = 1 / np.cos(np.radians(south + 2.5)) / KM_A_DEGREE
        wide = shapely.union_all(
            shapely.buffer(
                shapely.transform(near, mercator), by_km * unit, join_style="mitre", mitre_limit=1.4
            )
        )
        if tolerance_km:
            wide = shapely.simplify(wide, tolerance_km * unit)
        band = shapely.make_valid(shapely.transform(wide, _from_mercator))
        bands.append(shapely.intersection(band, shapely.box(-180, south, 180, south + 5)))
    parts = shapely.get_parts(shapely.get_parts(shapely.union_all(bands, grid_size=1e-6)))
    return parts[shapely.get_type_id(parts) == 3]


def thinned(land: np.ndarray, tolerance_km: float) -> np.ndarray:
    """Outlines with fewer corners, none farther than this from where it was."""
    rows = []
    for part in land:
        unit = 1 / np.cos(np.radians(np.clip(part.centroid.y, -84, 84))) / KM_A_DEGREE
        plane = shapely.simplify(shapely.transform(part, mercator), tolerance_km * unit)
        rows.append(shapely.transform(plane, _from_mercator))
    return np.array(rows, dtype=object)


def mercator(lonlat: np.ndarray) -> np.ndarray:
    """Longitude as it is, and latitude stretched so that shapes stay, both in degrees."""
    lat = np.radians(np.clip(lonlat[:, 1], -85.5, 85.5))
    return np.column_stack([lonlat[:, 0], np.degrees(np.arctanh(np.sin(lat)))])


def _from_mercator(xy: np.ndarray) -> np.ndarray:
    return np.column_stack([xy[:, 0], np.degrees(np.arcsin(np.tanh(np.radians(xy[:, 1]))))])


def rings_of(parts: np.ndarray) -> list[np.ndarray]:
    """Closed rings of polygons, land to the left of each."""
    oriented = shapely.orient_polygons(parts)
    return [shapely.get_coordinates(ring) for ring in shapely.get_rings(oriented)]
