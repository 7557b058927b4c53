"""Land that more than one country claims, cut out of the countries that hold or claim it."""

import csv
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq
import shapely

TABLE = Path(__file__).resolve().parents[1] / "disputed.csv"
LEAST_DEG2 = 0.004  # about 40 km²: overlaps below it are two drawings of one border
SOURCES_APART_DEG = 0.08  # how far the coasts of the two sources may lie from each other
OTHER_SOURCE_DEG = 0.2  # how much farther apart the two sources draw the berm of Western Sahara
MADE_FROM_OVERLAPS = {"EH"}  # what Natural Earth calls so is the eastern part of it
TOO_SMALL_TO_DRAW = {"east-jerusalem"}
CRUMBS_DEG = 0.05  # how near small pieces of a holder's are to an area that they are part of
BESIDE_DEG = 0.01  # how far apart two units of one source may be drawn
REACH_DEG = 0.15  # by how much a line of claim is drawn out, to meet the border


def read_table():
    """Rows of disputed.csv."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cut_out(land, world_map):
    """
    Take each disputed area out of the land of the countries that it is drawn in.

    Parameters
    ----------
    land : dict of str to shapely geometry
        Land by ISO 3166-1 alpha-2; changed in place: areas are added under their own names.
    world_map : path
        ``world_map.gpkg`` of Debian's qgis-common: Natural Earth's units and lines of claim.
    """
    units = gpd.read_file(world_map, layer="states_provinces")
    claims = gpd.read_file(world_map, layer="disputed_borders").geometry
    for row in read_table():
        how, _, what = row["part"].partition(" ")
        if how == "country":
            continue
        holders = row["of"].split()
        if how == "overlap":
            shape = large(shapely.intersection(*(land[code] for code in holders)))
            shape = shapely.union_all([shape, *crumbs(land, holders, shape)])
        else:
            own, rest = FROM_NATURAL_EARTH[how](units, claims, holders[0], what)
            grown = shapely.difference(shapely.buffer(own, SOURCES_APART_DEG), rest)
            drawn = polygons(shapely.intersection(land[holders[0]], grown))
            parts = shapely.get_parts(drawn)
            shape = shapely.multipolygons(list(parts[shapely.intersects(parts, own)]))
        if shape.is_empty:
            raise SystemExit(f"disputed.csv: {row['unit']} is empty")
        for code in holders:
            land[code] = polygons(shapely.difference(land[code], shape))
        land[row["unit"]] = shape


def polygons(geometry):
    """The polygons of a geometry as one MultiPolygon."""
    parts = [q for p in shapely.get_parts(geometry) for q in shapely.get_parts(p)]
    return shapely.multipolygons([p for p in parts if p.geom_type == "Polygon"])


def large(geometry):
    """The polygons of a geometry that are no slivers."""
    parts = shapely.get_parts(polygons(geometry))
    return shapely.multipolygons([p for p in parts if p.area > LEAST_DEG2])


def crumbs(land, holders, shape):
    """Small pieces beside an area that one of its holders alone is given: they are part of it."""
    for code in holders:
        for part in shapely.get_parts(shapely.difference(land[code], shape)):
            if part.area < LEAST_DEG2 and part.distance(shape) < CRUMBS_DEG:
                yield part


def country(units, code):
    """Natural Earth's polygon of a country, from its units."""
    return shapely.union_all(shapely.make_valid(units.geometry[units["iso_a2"] == code].array))


def by_units(units, _claims, code, names):
    """Units of Natural Earth by name, and the country without them."""
    chosen = units["name"].isin(names.split("|")) & units["iso_a2"].isin([code, "-1"])
    own = shapely.union_all(shapely.make_valid(units.geometry[chosen].array))
    return own, shapely.difference(country(units, code), own)


def by_face(units, claims, code, point):
    """The part of a country around a point that lines of claim cut off, and the rest of it."""
    lat, lon = map(float, point.split())
    whole = country(units, code)
    lines = [part for line in claims for part in shapely.get_parts(shapely.line_merge(line))]
    near = [drawn_out(line) for line in lines if line.distance(whole) < REACH_DEG]
    network = shapely.union_all([shapely.boundary(whole), *near])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(network)))
    own = shapely.union_all(faces[shapely.contains_xy(faces, lon, lat)])
    return own, shapely.difference(whole, own)


def drawn_out(line):
    """A line with both ends drawn out."""
    coords = shapely.get_coordinates(line)
    ends = []
    for tip, back in ((coords[0], coords[1]), (coords[-1], coords[-2])):
        along = tip - back
        ends.append(tip + along / np.hypot(*along) * REACH_DEG)
    return shapely.LineString([ends[0], *coords, ends[1]])


def by_islands(units, _claims, code, points):
    """The islands of a country at some points, and the rest of it."""
    whole = shapely.get_parts(country(units, code))
    at = [shapely.Point(*map(float, reversed(point.split()))) for point in points.split("|")]
    chosen = np.array([any(part.distance(point) < 0.1 for point in at) for part in whole])
    return shapely.union_all(whole[chosen]), shapely.union_all(whole[~chosen])


FROM_NATURAL_EARTH = {
    "units": by_units,
    "face": by_face,
    "islands": by_islands,
}


def lines_to_draw(world_map, border_lines):
    """
    Yield the lines between disputed areas and what lies beside them, to draw and not to measure.

    Parameters
    ----------
    world_map : path
        As for `cut_out`.
    border_lines : path
        ``border_lines.parquet``, for the areas that Natural Earth does not know.

    Yields
    ------
    unit, other : str
        The area, and the country or area beside it.
    line : shapely geometry
    apart_deg : float
        How far from it Natural Earth may draw the same line.
    """
    shapes, around, elsewhere = drawn_by_natural_earth(world_map)
    for unit, shape in shapes.items():
        for other, land in (around | shapes).items():
            if other == unit or (other in shapes and other < unit) or land.distance(shape) > 0.1:
                continue
            line = shapely.intersection(shapely.boundary(shape), land.buffer(BESIDE_DEG))
            if line.length > 4 * BESIDE_DEG:
                yield unit, other, line, 0.0
    table = pq.read_table(border_lines)
    columns = (table[name].to_pylist() for name in ("unit", "other", "geometry"))
    for unit, other, line in zip(*columns, strict=True):
        if unit in elsewhere and other and not (other in elsewhere and other < unit):
            yield unit, other, shapely.from_wkb(line), OTHER_SOURCE_DEG


def drawn_by_natural_earth(world_map):
    """Areas and the countries around them as Natural Earth has them, and areas it has not."""
    units = gpd.read_file(world_map, layer="states_provinces")
    claims = gpd.read_file(world_map, layer="disputed_borders").geometry
    around = {code: country(units, code) for code in sorted(set(units["iso_a2"]) - {"-1"})}
    shapes, elsewhere = {}, []
    for row in read_table():
        how, _, what = row["part"].partition(" ")
        code = row["of"].split()[0]
        if how in FROM_NATURAL_EARTH:
            shapes[row["unit"]], rest = FROM_NATURAL_EARTH[how](units, claims, code, what)
            around[code] = shapely.intersection(around[code], rest)
        elif how == "country" and code not in MADE_FROM_OVERLAPS:
            shapes[row["unit"]] = around.pop(code)
        elif row["unit"] not in TOO_SMALL_TO_DRAW:
            elsewhere.append(row["unit"])
    return shapes, around, elsewhere
