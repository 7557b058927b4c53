"""Ways that a stated length may be the length of, where it is longer than the straight line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kit import _countries, _disputes
from kit._end import COMPACT, End
from kit._spot import Spot, in_words
from kit.errors import NoWayError
from kit.measure import distance_km

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from kit._way import Way

#: Modes in the order in which they are tried where the text is silent.
SILENT = ("rail", "sea", "road")
#: Modes whose ways have lines of their own, by road where main roads lead.
TRACKED = ("rail", "sea", "road")
_FEW = 3  # countries that are named
_SAME_KM = 0.1

type Around = tuple[float, float, float]  # lat, lon, radius_km


@dataclass(frozen=True)
class Byway:
    """
    A way between the ends of a claim: its length and band, and its name in words.

    `is_mapped` tells one that a map has from an estimate, `goes_abroad` one through a country of
    neither end, whose border may be closed.
    """

    mode: str
    km: float
    low_km: float
    high_km: float
    words: str
    is_mapped: bool
    goes_abroad: bool


def byways(subject: End, reference: End, mode: str | None) -> Iterator[Byway]:
    """
    Find the ways between two places by the told mode, or by rail, sea and road in this order.

    A train is first taken to stay in the countries of its ends: Moscow to Vladivostok goes through
    Russia, though China is shorter. Then comes the shortest way, if that is another.

    Parameters
    ----------
    subject, reference : End
        A place without a station or port of its own, such as a region, has no way.
    mode : str or None
        ``"rail"``, ``"sea"``, ``"road"`` or ``"air"``.

    Yields
    ------
    Byway
    """
    if any(not end.is_point or end.kind not in COMPACT for end in (subject, reference)):
        return
    first, last = ((end.lat, end.lon, end.radius_km) for end in (reference, subject))
    own = _own(reference.country, subject.country)
    reach_km = subject.radius_km + reference.radius_km
    straight_km = distance_km(first[0], first[1], last[0], last[1]) - reach_km
    view = _disputes.point_of_view()
    told = mode in {*SILENT, "air"}
    for each in (mode,) if told and mode else SILENT:
        for way in _found(each, first, last, own, view):
            if way.length_km < straight_km:  # between stations that lie elsewhere
                continue
            if each == "sea" and not told and _is_roundabout(way, first, last, own, view):
                continue
            abroad = not set(own) >= set(way.countries)
            lengths = way.length_km, way.low_km, way.high_km
            yield Byway(each, *lengths, _words(way, own), way.basis == "mapped", abroad)


def line_of(
    mode: str, reference: Around, subject: Around, countries: Iterable[str | None], km: float
) -> "BaseGeometry | None":
    """
    Find the line of a way that a verdict speaks of again, by its length.

    Parameters
    ----------
    mode : str
        One of :data:`TRACKED`.
    reference, subject : (lat, lon, radius_km)
        The ends of the claim.
    countries : iterable of str or None
        Those of the ends.
    km : float
        How long the way was found to be.

    Returns
    -------
    shapely geometry or None
        In longitude and latitude; None where no way is that long, as where the table was made with
        other data, or from another point of view.
    """
    ways = _found(mode, reference, subject, _own(*countries), _disputes.point_of_view())
    same = (way for way in ways if abs(way.length_km - km) < _SAME_KM and way.basis == "mapped")
    return next((way.geometry for way in same), None)


def _own(*countries: str | None) -> tuple[str, ...]:
    return tuple(sorted({country for country in countries if country}))


@lru_cache(maxsize=256)
def _found(
    mode: str, first: Around, last: Around, own: tuple[str, ...], _view: str
) -> "tuple[Way, ...]":
    """Ways of one mode, none where there are none; whose land is whose goes by the view."""
    one, two = (Spot("an end", lat, lon, radius_km, "") for lat, lon, radius_km in (first, last))
    if mode == "rail":
        return tuple(_by_rail(one, two, own))
    return tuple(way for way in [_way(mode, one, two)] if way is not None)


def _way(mode: str, first: Spot, last: Spot) -> "Way | None":
    from kit import _road, network

    try:
        match mode:
            case "sea":
                return network.sea(first, last)
            case "air":
                return network.air(first, last)
            case _:
                return _road.way(first, last)
    except NoWayError:
        return None


def _by_rail(first: Spot, last: Spot, own: tuple[str, ...]) -> "list[Way]":
    """Way within the countries of the ends, and the shortest one."""
    from kit import _rail

    others = tuple(sorted(set(_countries.names()) - set(own)))
    found: list[Way] = []
    for avoid in (others, ()) if own else ((),):
        (way,) = _rail.ways([[first, last]], avoid)
        if not isinstance(way, NoWayError) and all(
            way.length_km != known.length_km for known in found
        ):
            found.append(way)
    return found


def _is_roundabout(
    way: "Way", first: Around, last: Around, own: tuple[str, ...], view: str
) -> bool:
    """Tell a way by sea that is longer than any road: who means it says so."""
    return any(way.length_km > road.high_km for road in _found("road", first, last, own, view))


def _words(way: "Way", own: tuple[str, ...]) -> str:
    """Name a way: "by rail through Russia"."""
    if way.mode != "rail":
        return f"by {way.mode}"
    if len(way.countries) > _FEW:
        return f"by rail through {len(way.countries)} countries"
    names = [_countries.names().get(code, code) for code in way.countries]
    if not names or (len(names) == 1 and own == way.countries and way.length_km < 1000):
        return "by rail"
    return f"by rail through {in_words(names)}"
