"""Lines between first-level divisions of one country, and where their names stand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import shapely
from areas import read_towns, read_units, units_of
from shapely.geometry.base import BaseGeometry

LEAST_KM2 = 1_500  # countries with divisions smaller than this on average have no lines: a web
KM_IN_DEG = 111.2
TOLERANCE_DEG = 0.015  # these lines are thin and light
SHORTEST_DEG = 0.03


def inner_lines(world_map: Path, gazetteer: Path) -> list[BaseGeometry]:
    """
    Lines that part divisions of one country, each once.

    Parameters
    ----------
    world_map : pathlib.Path
        ``world_map.gpkg`` of Debian's qgis-common.
    gazetteer : pathlib.Path
        ``gazetteer.parquet``, for what counts as one division.
    """
    table = pd.read_parquet(gazetteer)
    pieces = gpd.read_file(world_map, layer="states_provinces")
    unit = pd.Series(units_of(pieces, read_units(table), read_towns(table)), dtype=object)
    country = unit.str.partition(".")[0].fillna(pieces["iso_a2"])
    shapes, drawn = pieces.geometry.array, _is_drawn(pieces, unit, country)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    code, whose = unit.fillna("").to_numpy(), country.to_numpy()
    beside = (one < other) & (code[one] != code[other]) & (whose[one] == whose[other])
    one, other = (side[beside & drawn[one]] for side in (one, other))
    edges = shapely.boundary(shapes)
    parts = shapely.get_parts(shapely.intersection(edges[one], edges[other]))
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    return list(shapely.get_parts(shapely.line_merge(shapely.union_all(parts))))


def _is_drawn(pieces: gpd.GeoDataFrame, unit: pd.Series, country: pd.Series) -> np.ndarray:
    """Whether the divisions of a piece's country are large enough to be told apart on a map."""
    squeezed = np.cos(np.radians(shapely.get_y(shapely.centroid(pieces.geometry.array))))
    km2 = pd.Series(shapely.area(pieces.geometry.array) * squeezed * KM_IN_DEG**2)
    average = km2.groupby(country).sum() / unit.groupby(country).nunique()
    return (country.map(average).fillna(0) >= LEAST_KM2).to_numpy()


def parted(
    lines: list[BaseGeometry],
    borders: list[BaseGeometry],
    disputed: list[tuple[str, str, BaseGeometry, float]],
    near_deg: float,
) -> Iterator[tuple[BaseGeometry, str, str]]:
    """
    Part lines into those that are always drawn and those that are borders from some point of view.

    Parameters
    ----------
    lines : list of shapely geometry
        From `inner_lines`.
    borders : list of shapely geometry
        Lines along which none is drawn.
    disputed : list of (unit, other, shapely geometry, float)
        Lines of disputed areas with the units beside them, and how much farther apart than others
        the two drawings of each can be.
    near_deg : float
        How far apart two drawings of one line can be.

    Yields
    ------
    line : shapely geometry
    unit, other : str
        The units beside it where it runs along the line of a disputed area; else empty.
    """
    left = shapely.difference(lines, shapely.union_all(shapely.buffer(borders, near_deg)))
    for unit, other, line, apart_deg in disputed:
        near = line.buffer(near_deg + apart_deg)
        for part in _merged(shapely.intersection(left, near)):
            yield part, unit, other
        left = shapely.difference(left, near)
    for part in _merged(left):
        yield part, "", ""


def _merged(lines: Any) -> list[BaseGeometry]:
    parts = shapely.get_parts(shapely.union_all(lines))
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(list(parts))))
    return [line.simplify(TOLERANCE_DEG) for line in joined if line.length > SHORTEST_DEG]


def named(areas: Path) -> Iterator[tuple[str, tuple[float, float], float]]:
    """
    Names of divisions that have an outline.

    Parameters
    ----------
    areas : pathlib.Path
        ``areas.parquet``.

    Yields
    ------
    name : str
    at : tuple of float
        lat, lon of the middle of the widest place in it.
    width_deg : float
        How wide it is there.
    """
    table = pq.read_table(areas, columns=["place_id", "name", "geometry"])
    for place, name, shape in zip(*(column.to_pylist() for column in table.columns), strict=True):
        if place.startswith("admin1:"):
            largest = max(shapely.get_parts(shapely.from_wkb(shape)), key=shapely.area)
            circle = shapely.maximum_inscribed_circle(largest, tolerance=0.02)
            lon, lat = circle.coords[0]
            yield name, (lat, lon), 2 * circle.length
