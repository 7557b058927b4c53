"""What lies next to a point: distances from it to the gazetteer's places, by their kind."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from geopy.point import Point

from kit._gazetteer import Files, Place
from kit._sphere import arc_km, xyz
from kit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_TOWNS = 2_000  # of how many towns the countries and units are looked at
_LANDS = 6  # how many countries are asked whether a point is theirs

#: Kinds that have no nearness by their point: what the towns next to a point lie in.
AREAS = ("country", "admin1")


class _Ground(NamedTuple):
    """Places of a kind: their rows, and where they are on a sphere of radius 1."""

    rows: "NDArray[np.intp]"
    at: "NDArray[np.float64]"


def great_circle_km(
    lat: float, lon: float, lats: "ArrayLike", lons: "ArrayLike"
) -> "NDArray[np.float64]":
    """Great-circle distances (km) from one point to many, all in degrees."""
    return arc_km(xyz(lats, lons), xyz(lat, lon))


def as_point(query: object) -> Point:
    """
    Read a position as geopy does.

    Parameters
    ----------
    query : geopy.Point, str or sequence of float
        Latitude and longitude, degrees.

    Returns
    -------
    geopy.Point

    Raises
    ------
    kit.errors.InputError
        If it is no position; the message says what is one.
    """
    try:
        if isinstance(query, str | Point):
            return Point(query)
        if isinstance(query, bytes) or not isinstance(query, Iterable):
            raise TypeError  # noqa: TRY301 (one message for all that is no position)
        lat, lon = (float(value) for value in list(query)[:2])
        if not -90 <= lat <= 90:
            raise ValueError(lat)  # noqa: TRY301
        return Point(lat, lon)
    except (TypeError, ValueError, OverflowError):
        raise InputError(
            f"{_short(query)} is no position. Give latitude and longitude in degrees: a pair "
            'such as (51.88, 128.33), a string such as "51.88, 128.33", or a geopy Point.'
        ) from None


def _short(query: object) -> str:
    """Write what was given so that it fits a message."""
    words = repr(query)
    return words if len(words) <= 60 else words[:59] + "…"


@lru_cache(maxsize=16)
def _ground(files: Files, kind: str) -> _Ground:
    rows = np.array(files.rows_of_kind(kind), dtype=np.intp)
    return _Ground(rows, xyz(files.lats[rows], files.lons[rows]))


def nearest(files: Files, point: Point, kind: str, limit: int) -> list[tuple[float, Place]]:
    """
    Places of a kind next to a point, nearest first.

    Parameters
    ----------
    files : Files
    point : geopy.Point
    kind : str
        For one of `AREAS`, those that the towns next to the point lie in are given, as far off as
        their nearest town; a country on whose land the point lies comes first, 0 km away.
    limit : int
        At most so many.

    Returns
    -------
    list of tuple of float and Place
        Kilometres by great circle, and the place.
    """
    if kind in AREAS:
        return _areas(files, point, kind, limit)
    return [(km, files.place(row)) for km, row in _rows(files, point, kind, limit)]


def _rows(files: Files, point: Point, kind: str, limit: int) -> list[tuple[float, int]]:
    """Distances and row numbers, nearest first."""
    ground = _ground(files, kind)
    here = xyz(point.latitude, point.longitude)
    away = -(ground.at @ here)
    few = np.argpartition(away, limit)[:limit] if limit < len(away) else np.arange(len(away))
    km = arc_km(ground.at[few], here)
    order = np.argsort(km, kind="stable")
    return list(zip(km[order].tolist(), ground.rows[few[order]].tolist(), strict=True))


def _areas(files: Files, point: Point, kind: str, limit: int) -> list[tuple[float, Place]]:
    """Countries or first-level units of the towns next to a point."""
    by_code = _by_code(files, kind)
    found: dict[tuple[str, str], float] = {}
    for km, row in _rows(files, point, "city", _TOWNS):
        country, unit = (names[codes[row]] for codes, names in (files.countries, files.admin1s))
        found.setdefault((country, unit if kind == "admin1" else ""), km)
    if kind == "country":
        likely = [*list(found)[:_LANDS], *_without_towns(files)]
        ours = next((c for c in likely if _holds(c[0], point, unknown=c == likely[0])), None)
        found = ({ours: 0.0} if ours else {}) | {c: km for c, km in found.items() if c != ours}
    known = [(km, by_code[code]) for code, km in found.items() if code in by_code]
    return [(km, files.place(row)) for km, row in known[:limit]]


@lru_cache(maxsize=4)
def _by_code(files: Files, kind: str) -> dict[tuple[str, str], int]:
    """Rows of countries or first-level units, by their codes."""
    rows = files.rows_of_kind(kind)
    (countries, iso), (units, codes) = files.countries, files.admin1s
    return {
        (iso[countries[row]], codes[units[row]] if kind == "admin1" else ""): row for row in rows
    }


@lru_cache(maxsize=4)
def _without_towns(files: Files) -> tuple[tuple[str, str], ...]:
    """Countries that no town speaks for, as Antarctica."""
    codes, iso = files.countries
    with_towns = {iso[code] for code in np.unique(codes[_ground(files, "city").rows])}
    return tuple(code for code in _by_code(files, "country") if code[0] not in with_towns)


def _holds(country: str, point: Point, *, unknown: bool) -> bool:
    """Whether a point lies on a country's land; `unknown` if the map has none of it."""
    from kit import measure

    try:
        return measure.is_in_territory(point.latitude, point.longitude, country)
    except InputError:  # the country is too small for the map: its town speaks for it
        return unknown
