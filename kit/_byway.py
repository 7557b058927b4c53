"""Ways that a stated length may be the length of, where it is longer than the straight line."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kit import _countries, _disputes
from kit._spot import NoWayError, Spot
from kit._straight import COMPACT, End

if TYPE_CHECKING:
    from kit._way import Way

#: Modes in the order in which they are tried where the text is silent.
SILENT = ("rail", "sea", "road")
_FEW = 3  # countries that are named


@dataclass(frozen=True)
class Byway:
    """A way between the ends of a claim: its length with the band, and its name in words."""

    mode: str
    km: float
    low_km: float
    high_km: float
    words: str


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
    ends = tuple(
        Spot(end.words, end.lat, end.lon, end.radius_km, "") for end in (reference, subject)
    )
    own = tuple(sorted({end.country for end in (reference, subject) if end.country}))
    for each in (mode,) if mode in {*SILENT, "air"} else SILENT:
        yield from _found(each, *ends, own, _disputes.point_of_view())


@lru_cache(maxsize=256)
def _found(
    mode: str, first: Spot, last: Spot, own: tuple[str, ...], _view: str
) -> tuple[Byway, ...]:
    """Ways of one mode, none where there are none; whose land is whose goes by the view."""
    if mode == "rail":
        ways = _by_rail(first, last, own)
    else:
        ways = [way for way in [_way(mode, first, last)] if way is not None]
    return tuple(
        Byway(mode, way.length_km, way.low_km, way.high_km, _words(way, own)) for way in ways
    )


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
        (way,) = _rail.ways([[first, last]], avoid, keep_errors=True)
        if not isinstance(way, NoWayError) and all(
            way.length_km != known.length_km for known in found
        ):
            found.append(way)
    return found


def _words(way: "Way", own: tuple[str, ...]) -> str:
    """Name a way: "by rail through Russia"."""
    if way.mode != "rail":
        return f"by {way.mode}"
    if len(way.countries) > _FEW:
        return f"by rail through {len(way.countries)} countries"
    names = [_countries.names().get(code, code) for code in way.countries]
    if not names or (len(names) == 1 and own == way.countries and way.length_km < 1000):
        return "by rail"
    *most, last = names
    return f"by rail through {', '.join(most) + ' and ' if most else ''}{last}"
