"""The map under the data: land, borders and names, cut to the view and packed into text."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from kit import _disputes
from kit.settings import reading

if TYPE_CHECKING:
    import pandas as pd
    import shapely
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

STEPS_PER_DEG = 400  # as data/build/basemap.py rounds
_THIN_STEPS_PER_DEG = 200  # what is thin and light is rounded to
_CELL_DEG = 4
_OVERLAP_DEG = 0.1  # cells reach this far into each other, so that no seam shows
_EMPTY_DEG = 8.0  # what is narrower is no gap: lines have points at such distances
_NEAR_DEG = 4.0  # detail reaches this far round a place
_DETAIL_BYTES = 150_000  # what one map spends on detail,
_THIN_BYTES = 20_000  # and on what is thin and light,
_COARSE_DEG = 0.08  # which is no finer than this far from what matters, if all is too much
_WIDEST_VIEW_DEG = 60  # narrower views get detail all over,
_LONG_SIDE = 1.75  # on screens that are so much longer than the data is
_METROPOLIS = 1_000_000  # inhabitants of the cities that are named wherever they are,
_TOWN = 100_000  # and of those that are named where there is detail; of smaller ones,
_TOWN_CELLS = 16  # only those near what matters most,
_TOWNS_A_CELL = 18  # and not all
_LETTER_OF = {"country": "n", "division": "d", "capital": "c", "city": "t", "water": "w"}
#: Layers of the basemap.
AREAS = ("land", "lake")
THIN = ("river", "division")
_BORDERS = ("border", "disputed")
LINES = (*THIN, *_BORDERS)

_LETTERS = np.frombuffer(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", dtype=np.uint8
)


def sources() -> str:
    """Say what the basemap is drawn from, for the line at the foot of a map."""
    view = _disputes.in_words(_disputes.point_of_view())
    land = f"Land and borders ({view}; disputed ones dashed): Natural Earth, OpenStreetMap"
    return f"{land}. Place names: GeoNames, CC BY 4.0"


def world_start_deg(lons: Iterable[float], lines: Iterable[Sequence[float]] = ()) -> float:
    """
    Longitude at which to cut the world so that the data hangs together.

    Parameters
    ----------
    lons : iterable of float
        Longitudes of the data, degrees.
    lines : iterable of sequences of float
        Longitudes of the lines among it, each piece from one 180° to the other.

    Returns
    -------
    float
        -180 where the data does not lie across 180°, else the middle of the widest empty gap: the
        map then runs from there eastwards over 360 degrees. Where lines go all the way round, the
        middle of where the fewest are cut.
    """
    known = np.unique(np.asarray(list(lons), dtype=float))
    known = known[np.isfinite(known)]
    if len(known) < 2:
        return -180.0
    gaps = np.diff(np.append(known, known[0] + 360))
    widest = int(np.argmax(gaps))
    if gaps[widest] < _EMPTY_DEG:
        return _least_cut_deg(lines)
    if widest == len(known) - 1 or gaps[widest] <= gaps[-1] + 1 or known[-1] - known[0] < 180:
        return -180.0
    return float(known[widest] + gaps[widest] / 2)


def _least_cut_deg(lines: Iterable[Sequence[float]]) -> float:
    """Longitude at which the fewest lines are cut, -180 if it is one of these."""
    cut = np.zeros(360, dtype=int)
    for lon in lines:
        west, east = np.clip(np.floor([np.min(lon), np.max(lon)]), -180, 179).astype(int) + 180
        cut[west : east + 1] += 1
    least = cut == cut.min()
    if least[0] and least[359]:
        return -180.0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], least, [False]]).astype(int)))
    starts, ends = edges[::2], edges[1::2]
    longest = int(np.argmax(ends - starts))
    return float(starts[longest] + ends[longest]) / 2 - 180


def shifted(lons: "Floats", start_deg: float) -> "Floats":
    """
    Bring longitudes into the 360 degrees that begin at ``start_deg``.

    Parameters
    ----------
    lons : numpy.ndarray, shape (n,)
        Longitudes in degrees.
    start_deg : float
        From :func:`world_start_deg`.

    Returns
    -------
    numpy.ndarray, shape (n,)
        The longitudes; 180 stays 180 in a world that begins at -180.
    """
    if start_deg == -180.0:
        return lons
    return (lons - start_deg) % 360 + start_deg


def basemap(points: "Floats", weights: "Floats") -> dict[str, Any]:
    """
    Pack the basemap for one map.

    Parameters
    ----------
    points : numpy.ndarray, shape (n, 2)
        lat, lon of what the map shows, degrees: detail is kept near these, in so far as it fits.
    weights : numpy.ndarray, shape (n,)
        How much each point matters when not all of them get detail.

    Returns
    -------
    dict
        ``steps`` in a degree, and ``thinSteps`` of what is in :data:`THIN`; width of a ``cell`` in
        degrees; ``cells``, which hold a text for each of :data:`AREAS` and :data:`LINES` (see
        :func:`packed`); ``names``: name, kind, lat, lon, and width in degrees or inhabitants.
    """
    corners, spent = [], 0
    view = _disputes.point_of_view()
    for corner in _cells_near(points, weights):
        spent += sum(len(text) for text in _texts(*corner, view).values())
        if spent > _DETAIL_BYTES:
            break
        corners.append(corner)
    cells = [
        {
            "west": west,
            "south": south,
            "plain": _is_plain(west, south, view),
            **_texts(west, south, view),
            **thin,
        }
        for (west, south), thin in zip(corners, _thin_texts(corners, view), strict=True)
    ]
    return {
        "steps": STEPS_PER_DEG,
        "thinSteps": _THIN_STEPS_PER_DEG,
        "cell": _CELL_DEG,
        "cells": cells,
        "names": _names(corners),
    }


def _cells_near(points: "Floats", weights: "Floats") -> list[tuple[int, int]]:
    """South-west corners of cells, first those round what matters most, then the view's."""
    if not len(points):
        return []
    scores: dict[tuple[int, int], float] = {}
    for (lat, lon), weight in zip(points, weights, strict=True):
        for cell in _cells_in(lat - _NEAR_DEG, lat + _NEAR_DEG, *_sides(lat, lon)):
            scores[cell] = scores.get(cell, 0.0) + float(weight)
    (south, west), (north, east) = points.min(axis=0), points.max(axis=0)
    if east - west < _WIDEST_VIEW_DEG and len(points) < 1_000:
        for cell in _cells_in(*_seen_round(south, north, west, east)):
            away = np.abs(points - [cell[1] + _CELL_DEG / 2, cell[0] + _CELL_DEG / 2]) % 360
            away[:, 1] = np.minimum(away[:, 1], 360 - away[:, 1])
            scores.setdefault(cell, -float(away.max(axis=1).min()))
    return sorted(scores, key=lambda cell: (-scores[cell], cell))


def _seen_round(south: float, north: float, west: float, east: float) -> tuple[float, ...]:
    """Bounds of what a wide or a high screen shows where it opens on these."""
    level = float(np.cos(np.radians((south + north) / 2)))
    high, wide = north - south, (east - west) * level
    up = max(_LONG_SIDE * wide - high, 0) / 2 + _CELL_DEG
    aside = max(_LONG_SIDE * high - wide, 0) / 2 / level + _CELL_DEG
    return south - up, north + up, west - aside, east + aside


def _sides(lat: float, lon: float) -> tuple[float, float]:
    reach = min(_NEAR_DEG / max(np.cos(np.radians(lat)), 0.25), 8.0)
    return lon - reach, lon + reach


def _cells_in(south: float, north: float, west: float, east: float) -> list[tuple[int, int]]:
    rows = range(int(max(south, -88) // _CELL_DEG), int(min(north, 87) // _CELL_DEG) + 1)
    columns = range(int(west // _CELL_DEG), int(east // _CELL_DEG) + 1)
    return [
        ((column * _CELL_DEG + 180) % 360 - 180, row * _CELL_DEG)
        for column in columns
        for row in rows
    ]


@cache
def _rows(detail: str) -> "pd.DataFrame":
    """Rows of one detail with their line in degrees, shape (n, 2)."""
    import pandas as pd
    import pyarrow.parquet as pq

    with reading("basemap.parquet") as path:
        table = pq.read_table(path, filters=[("detail", "=", detail)]).to_pandas()
    lines = [
        np.column_stack([np.cumsum(x), np.cumsum(y)]) / STEPS_PER_DEG
        for x, y in zip(table["x"], table["y"], strict=True)
    ]
    columns = {name: table[name] for name in ("layer", "part", "unit", "other")}
    return pd.DataFrame({**columns, "line": pd.Series(lines, dtype=object)})


@cache
def shapes(detail: str, view: str) -> dict[str, "NDArray[Any]"]:
    """Areas and lines of one detail, as arrays of shapely geometries by what they are."""
    import shapely

    rows = _rows(detail)
    found: dict[str, NDArray[Any]] = {}
    for layer in AREAS:
        rings = rows[rows["layer"] == layer].groupby("part", sort=False)["line"].agg(list)
        found[layer] = np.array([shapely.Polygon(own[0], own[1:]) for own in rings])
    lines = rows[~rows["layer"].isin(AREAS)]
    drawn = np.array(
        [
            _drawn_as(*row, view)
            for row in zip(lines["layer"], lines["unit"], lines["other"], strict=True)
        ]
    )
    for layer in LINES:
        found[layer] = np.array(
            [shapely.LineString(line) for line in lines["line"][drawn == layer]], dtype=object
        )
    return found


def _drawn_as(layer: str, unit: str, other: str, view: str) -> str:
    """Layer that a line is in from a point of view: what parts no countries may part divisions."""
    if not unit:
        return layer
    parts = _disputes.line_between(unit, other, view)
    return parts if layer == "border" else "" if parts else layer


def _thin_texts(corners: list[tuple[int, int]], view: str) -> list[dict[str, str]]:
    """What is thin in cells, the first ones as fine as can be paid for, the last ones without."""
    none = dict.fromkeys(THIN, "")
    fine, coarse = (
        [_texts(*corner, view, layers=THIN, step_deg=step) for corner in corners]
        for step in (0.0, _COARSE_DEG)
    )
    texts, left, rest = [], float(_THIN_BYTES), sum(map(_length, coarse))
    for best, least in zip(fine, coarse, strict=True):
        rest -= _length(least)
        kept_back = min(rest, _THIN_BYTES / 2)
        one = (
            best if _length(best) <= left - kept_back else least if _length(least) <= left else none
        )
        left -= _length(one)
        texts.append(one)
    return texts


def _length(texts: dict[str, str]) -> int:
    return sum(map(len, texts.values()))


@cache
def _texts(
    west: int,
    south: int,
    view: str,
    *,
    layers: tuple[str, ...] = (*AREAS, *_BORDERS),
    step_deg: float = 0.0,
) -> dict[str, str]:
    """Layers of a cell as text, with no detail that is smaller than ``step_deg``."""
    steps = {layer: _THIN_STEPS_PER_DEG if layer in THIN else STEPS_PER_DEG for layer in layers}
    return {
        layer: packed(_lines(_cut(layer, west, south, view, step_deg)), steps[layer])
        for layer in layers
    }


def _is_plain(west: int, south: int, view: str) -> bool:
    """Whether a cell is all land or all sea, with nothing on it."""
    import shapely

    if any(len(_cut(layer, west, south, view)) for layer in ("lake", *LINES)):
        return False
    share = shapely.area(_cut("land", west, south, view)).sum() / shapely.area(_box(west, south))
    return bool(share == 0 or share > 1 - 1e-9)


def _cut(
    layer: str, west: int, south: int, view: str, step_deg: float = 0.0
) -> "NDArray[np.object_]":
    """Parts of a layer's geometries in a cell."""
    import shapely

    box = _box(west, south)
    near = shapes("10m", view)[layer][_index(layer, view).query(box)]
    parts = shapely.get_parts(shapely.clip_by_rect(near, *box.bounds))
    return np.asarray(shapely.simplify(parts, step_deg) if step_deg else parts)


def _box(west: int, south: int) -> "shapely.Polygon":
    """Give the outline of a cell, which reaches into its neighbours."""
    import shapely

    east, north = west + _CELL_DEG + _OVERLAP_DEG, south + _CELL_DEG + _OVERLAP_DEG
    return shapely.box(west - _OVERLAP_DEG, south - _OVERLAP_DEG, east, north)


@cache
def _index(layer: str, view: str) -> "shapely.STRtree":
    import shapely

    return shapely.STRtree(shapes("10m", view)[layer])


def _lines(geometries: "NDArray[Any]") -> "list[Floats]":
    """Coordinates of rings and lines."""
    import shapely

    kinds = shapely.get_type_id(geometries)
    polygons, lines = shapely.GeometryType.POLYGON, shapely.GeometryType.LINESTRING
    rings = shapely.get_rings(geometries[kinds == polygons])
    return [shapely.get_coordinates(line) for line in (*rings, *geometries[kinds == lines])]


def packed(lines: "Iterable[Sequence[Sequence[float]] | Floats]", steps_per_deg: int) -> str:
    """
    Write lines as text.

    Parameters
    ----------
    lines : iterable of sequences of pairs
        Coordinates in degrees.
    steps_per_deg : int
        To what they are rounded.

    Returns
    -------
    str
        Each number as the difference from the one before it, as in source maps (base 64, variable
        length), and a full stop after each line.
    """
    steps = (np.round(np.asarray(line) * steps_per_deg).astype(np.int64) for line in lines)
    return "".join(encoded(np.diff(line, axis=0, prepend=[[0, 0]])) + "." for line in steps)


def encoded(deltas: "Integers") -> str:
    """Write whole numbers in base 64 with a variable length, low five bits first."""
    numbers = deltas.ravel()
    numbers = np.where(numbers < 0, (-numbers << 1) | 1, numbers << 1)
    groups = numbers[:, None] >> np.arange(0, 30, 5)
    used = (groups > 0) | (np.arange(6) == 0)
    more = (groups >> 5) > 0
    return str(_LETTERS[((groups & 31) | (more << 5))[used]].tobytes(), "ascii")


@cache
def all_names() -> "pd.DataFrame":
    """Names of countries, divisions, towns and waters, the largest first."""
    import pandas as pd

    with reading("basemap-labels.parquet") as path:
        return pd.read_parquet(path)


def _names(cells: list[tuple[int, int]]) -> list[list[Any]]:
    """Names to write on the map: [name, kind, lat, lon, width in degrees or inhabitants]."""
    table = all_names()
    corners = list(
        zip(
            (table["lon"] // _CELL_DEG * _CELL_DEG).astype(int),
            (table["lat"] // _CELL_DEG * _CELL_DEG).astype(int),
            strict=True,
        )
    )
    small = (table["kind"] == "city") & (table["population"] < _TOWN)
    rank = small.groupby([corners, small]).cumcount()  # the largest come first
    near, close = (
        np.array([corner in wanted for corner in corners])
        for wanted in (set(cells), set(cells[:_TOWN_CELLS]))
    )
    everywhere = ~table["kind"].isin(["city", "division"]) | (table["population"] >= _METROPOLIS)
    kept = table[everywhere | (near & ~small) | (close & small & (rank < _TOWNS_A_CELL))]
    size = kept["width_deg"].where(kept["width_deg"] > 0, kept["population"])
    columns = (kept["name"], kept["kind"].map(_LETTER_OF), kept["lat"], kept["lon"], size.round(2))
    return [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]
