"""Islands and mainlands: which land of a country is which, and how far shores are apart."""

import math
import re
from typing import TYPE_CHECKING

from kit import measure
from kit._areas import area
from kit._end import End, has_land

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray

    from kit._sphere import Flags

_MAIN_SHARE = 0.1  # of a country's largest part: what is smaller is an island of it
_MAINLAND = re.compile(r"\bmainland\b", re.IGNORECASE)
# One of them is not all: "the Kerkennah islands", "the Azores".
_GROUP = re.compile(r"(?i:\b(?:islands|isles|islets|atolls|archipelago)\b)|^[Tt]he [A-Z][\w’'-]*s$")
_DEGREE_KM = 111.2
_AS_WIDE = 2.0  # times the radius of an island, that of the land it lies on

type Points = tuple[float, tuple[float, float], tuple[float, float]]


def island_of(end: End) -> "shapely.Geometry | None":
    """
    Outline of an island, where the borders have it as a part of its country.

    Parameters
    ----------
    end : End

    Returns
    -------
    shapely geometry or None
        None for what is no island, or of which the kit has no outline.
    """
    import shapely

    kinds = {"island", "admin1", "country"}  # Kos, Sicily, Cyprus
    if end.kind not in kinds or not end.is_point or not has_land(end.country):
        return None
    parts = shapely.get_parts(measure.territory(end.country or ""))
    held = shapely.intersects_xy(parts, (end.lon + 180) % 360 - 180, end.lat)
    own = parts[held]
    if end.kind != "admin1" and _GROUP.search(end.words):
        return measure.territory(end.country or "") if end.kind == "country" else None
    if end.kind == "admin1":  # of Sicily, not of Texas
        on_main = held[shapely.area(parts).argmax()]
        return None if on_main else area(end.place_id)
    # A point of the gazetteer may miss a small island and lie on the land behind it.
    narrow = math.cos(math.radians(end.lat))
    wide_km = [math.sqrt(size * narrow / math.pi) * _DEGREE_KM for size in shapely.area(own)]
    return own[0] if len(own) and wide_km[0] < _AS_WIDE * max(end.radius_km, 1.0) else None


def is_mainland(outline: End) -> bool:
    return outline.shape == "land" and _MAINLAND.search(outline.words) is not None


def mainland(country: str) -> "shapely.Geometry":
    """Land of a country without its islands."""
    return larger_parts(measure.territory(country))


def larger_parts(shape: "shapely.Geometry") -> "shapely.Geometry":
    """Give the parts of a shape that are no mere islands of it."""
    import shapely

    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[are_main(parts)])


def are_main(parts: "NDArray[np.object_]") -> "Flags":
    """Tell which parts of a shape are no mere islands of it."""
    import shapely

    sizes = shapely.area(parts)
    large: Flags = sizes >= _MAIN_SHARE * sizes.max()
    return large


def nearest(
    one: "shapely.Geometry | None", two: "shapely.Geometry | None", lat: float
) -> Points | None:
    """Distance between the nearest points of two shapes, the first at a latitude, and these."""
    import shapely
    from shapely import affinity

    if one is None or two is None or shapely.is_empty(two):
        return None
    # in degrees of the same length both ways, at the middle of the area
    narrow = math.cos(math.radians(lat))
    flat = affinity.scale(one, xfact=narrow, origin=(0, 0))
    others = [affinity.translate(two, xoff=turn) for turn in (-360, 0, 360)]
    others = [affinity.scale(other, xfact=narrow, origin=(0, 0)) for other in others]
    closest = min(others, key=lambda other: float(shapely.distance(flat, other)))
    between = shapely.shortest_line(flat, closest)
    (x1, lat1), (x2, lat2) = shapely.get_coordinates(between).tolist()
    here, there = (lat1, x1 / narrow), (lat2, (x2 / narrow + 180) % 360 - 180)
    return float(measure.distance_km(*here, *there)), here, there


def away_km(point: End, shape: "shapely.Geometry") -> float:
    """
    Distance from a place to an outline.

    Parameters
    ----------
    point : End
    shape : shapely geometry

    Returns
    -------
    float
        0 in it.
    """
    import shapely

    if shapely.intersects_xy(shape, (point.lon + 180) % 360 - 180, point.lat):
        return 0.0
    return measure.distance_to_line_km(point.lat, point.lon, shape)[0]


def off_shore_km(island: End, other: End) -> float | None:
    """
    Distance from the shore of an island to a place that is not on it.

    Parameters
    ----------
    island, other : End

    Returns
    -------
    float or None
        None where the first is no island, or one without an outline, or the second lies on it.
    """
    shape = island_of(island) if island.kind == "island" and other.is_point else None
    from_km = 0.0 if shape is None else away_km(other, shape)
    return from_km or None


def is_from_shore(island: End, other: End) -> bool:
    """
    Tell an island of known outline that is measured from its shore to a place, coast or country.

    Parameters
    ----------
    island, other : End

    Returns
    -------
    bool
    """
    to_coast = other.shape in {"coast", "land"} and island_of(island) is not None
    return to_coast or off_shore_km(island, other) is not None


def between_islands(one: End, two: End) -> Points | None:
    """
    Give the nearest points of two islands of known outlines: Java and Sumatra.

    Parameters
    ----------
    one, two : End

    Returns
    -------
    tuple or None
        As `nearest`; None where a shape is not known, or they meet.
    """
    shapes = [island_of(end) if end.kind == "island" else None for end in (one, two)]
    shores = nearest(shapes[0], shapes[1], one.lat)
    return shores if shores is not None and shores[0] > 0 else None
