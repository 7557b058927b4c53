"""What lies next to a point: distances from it to the gazetteer's places, by their kind."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from geopy.point import Point

from kit._gazetteer import Files, Place
from kit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_EARTH_KM = 6371.0088  # mean radius of WGS 84 (IUGG)
_TOWNS = 2_000  # of how many towns the countries and units are looked at
_LANDS = 6  # how many countries are asked whether a point is theirs

#: Kinds that have no nearness by their point: what the towns next to a point lie in.
AREAS = ("country", "admin1")


class _Ground(NamedTuple):
    """Places of a kind: their rows, and where they are, in radians."""

    rows: "NDArray[np.intp]"
    lats: "NDArray[np.float64]"
    lons: "NDArray[np.float64]"
    cosines: "NDArray[np.float64]"


def haversine_km(
    lat: float, lon: float, lats: "ArrayLike", lons: "ArrayLike"
) -> "NDArray[np.float64]":
    """Great-circle distances (km) from one point to many, all in degrees."""
    one, two, many, others = map(np.radians, (lat, lon, lats, lons))
    return _arcs_km(float(one), float(two), many, others, np.cos(many))


def _arcs_km(
    lat: float,
    lon: float,
    lats: "NDArray[np.float64]",
    lons: "NDArray[np.float64]",
    cosines: "NDArray[np.float64]",
) -> "NDArray[np.float64]":
    half = np.sin((lats - lat) / 2) ** 2 + np.cos(lat) * cosines * np.sin((lons - lon) / 2) ** 2
    distances: NDArray[np.float64] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return distances


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
    lats = np.radians(files.lats[rows].astype(float))
    return _Ground(rows, lats, np.radians(files.lons[rows].astype(float)), np.cos(lats))


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
    lat, lon = np.radians(point.latitude), np.radians(point.longitude)
    km = _arcs_km(lat, lon, ground.lats, ground.lons, ground.cosines)
    few = np.argpartition(km, limit)[:limit] if limit < len(km) else np.arange(len(km))
    order = few[np.argsort(km[few], kind="stable")]
    return [(float(km[i]), int(ground.rows[i])) for i in order]


def _areas(files: Files, point: Point, kind: str, limit: int) -> list[tuple[float, Place]]:
    """Countries or first-level units of the towns next to a point."""
    by_code = _by_code(files, kind)
    found: dict[tuple[str, str], float] = {}
    for km, row in _rows(files, point, "city", _TOWNS):
        country, unit = (names[codes[row]] for codes, names in (files.countries, files.admin1s))
        found.setdefault((country, unit if kind == "admin1" else ""), km)
    if kind == "country":
        ours = next((code for code in list(found)[:_LANDS] if _holds(code[0], point)), None)
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


def _holds(country: str, point: Point) -> bool:
    """Whether a point lies on a country's land."""
    from kit import measure

    try:
        return measure.is_in_territory(point.latitude, point.longitude, country)
    except InputError:  # a country too small for the shipped map
        return False
