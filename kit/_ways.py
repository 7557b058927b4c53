"""Which way a journey or a stated length goes: by the network of its mode, between its own ends."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kit import _countries
from kit._passages import named
from kit._spot import Spot, spot_of
from kit.errors import NoWayError

if TYPE_CHECKING:
    from kit._way import Way

#: Kinds of places that have no station or port of their own: a country is left from somewhere.
_WIDE = frozenset({"country", "continent", "region", "border", "admin1", "water", "mountain"})
# Countries no wider than a large town, all of one piece or near it.
_ISLE_KM = 60.0  # Jamaica's reach: on a shore so near its middle a ship may be drawn
_SEA = re.compile(r"\b(?:Sea|Ocean|Gulf|Bay|Bight|Channel|Sound|Strait)s?\b|^Cape ")
_SMALL = frozenset("AD AW BB BH BM GI HK LI LU MC MO MT NR SG SM VA".split())


@dataclass(frozen=True)
class Place:
    """An end of a way: what the tables of mentions say of it."""

    name: str
    kind: str
    country: str | None
    lat: float
    lon: float
    radius_km: float = 0.0

    @property
    def is_wide(self) -> bool:
        """Whether it has no one station, port or airport."""
        return is_wide(self.kind, self.country)


def is_wide(kind: str, country: str | None) -> bool:
    """
    Tell places that have no one station, port or airport from others.

    Parameters
    ----------
    kind : str
        As in the table of mentions.
    country : str or None
        ISO 3166-1 alpha-2.

    Returns
    -------
    bool
        True for a country, a region and the like, but for countries as small as a town.
    """
    return kind in _WIDE and not (kind == "country" and country in _SMALL)


def is_isle(place: Place) -> bool:
    """
    Tell a country of one small island or a few: a ship for it calls at the shore of that.

    Parameters
    ----------
    place : Place

    Returns
    -------
    bool
    """
    country = place.country if place.kind == "country" else None
    return 0 < place.radius_km <= _ISLE_KM and bool(country and _countries.is_island(country))


def is_sea(place: Place) -> bool:
    """
    Tell a sea, a gulf or a cape, where a ship may be, from rivers and regions of the land.

    Parameters
    ----------
    place : Place

    Returns
    -------
    bool
    """
    return place.kind in {"water", "region"} and _SEA.search(place.name) is not None


type Trip = tuple[Place, ...]
type Found = Way | NoWayError


def ways_between(mode: str, trips: Iterable[Sequence[Place]]) -> list[Found]:
    """
    Find many ways by rail or sea at once: trips that share a station or port share its search.

    A train is taken to stay in the countries of its ends and of what lies between, where the rails
    let it: Moscow to Vladivostok goes through Russia, though China is shorter.

    Parameters
    ----------
    mode : str
        ``"rail"`` or ``"sea"``.
    trips : iterable of sequences of Place
        Two or more each, in order.

    Returns
    -------
    list of Way or NoWayError
        In the order of the trips.
    """
    asked = [tuple(trip) for trip in trips]
    found: dict[Trip, Found] = {}
    for trip in asked:
        if refusal := _refusal(mode, trip):
            found[trip] = NoWayError(refusal)
    open_ = [trip for trip in dict.fromkeys(asked) if trip not in found]
    for own, group in _by_countries(open_).items() if mode == "rail" else ():
        inside = _searched(mode, group, avoid=sorted(set(_countries.names()) - set(own)))
        through = " and ".join(_countries.names().get(code, code) for code in own)
        said = f"Taken to stay within {through}."
        found |= {
            trip: replace(way, assumed=(*way.assumed, said))
            for trip, way in inside.items()
            if not isinstance(way, NoWayError)
        }
    found |= _searched(mode, [trip for trip in open_ if trip not in found])
    return [_about_isles(found[trip], trip) for trip in asked]


def _about_isles(way: Found, trip: Trip) -> Found:
    """Widen a band by the isles that a ship leaves or makes for: where on them is not told."""
    isles = [place for place in (trip[0], trip[-1]) if is_isle(place) or is_sea(place)]
    isles = [isle for isle in isles if not spot_of(isle).is_wide]  # that is in the band already
    if isinstance(way, NoWayError) or not isles:
        return way
    return widened(way, isles)


def widened(way: "Way", ends: Sequence[Place | Spot]) -> "Way":
    """Widen a band by the extents of its ends, if there are any: where in them is not told."""
    reach_km = sum(end.radius_km for end in ends)
    where = " and ".join(end.name for end in ends)
    said = f"Where in {where} it begins or ends is not told: up to {reach_km:.0f} km in all."
    return replace(
        way,
        low_km=max(0.0, way.low_km - reach_km),
        high_km=way.high_km + reach_km,
        assumed=(*way.assumed, said) if ends else way.assumed,
    )


def _refusal(mode: str, trip: Trip) -> str:
    """Say why no network need be asked; empty where one can be."""
    if mode not in {"rail", "sea"}:
        return f"no ways by {mode} are known here"
    wide = [place.name for place in trip if place.is_wide]
    if mode == "sea":  # where a strait or a cape is passed is known
        passed = {place.name for place in trip[1:-1] if is_passed(place.name)}
        isles = {place.name for place in (trip[0], trip[-1]) if is_isle(place) or is_sea(place)}
        wide = [name for name in wide if name not in passed | isles]
    return f"where in {wide[0]} is not told" if wide else ""


def is_passed(name: str) -> bool:
    """
    Tell a strait, canal or cape that ships pass.

    Parameters
    ----------
    name : str

    Returns
    -------
    bool
    """
    return bool(named(name))


def _by_countries(trips: list[Trip]) -> dict[tuple[str, ...], list[Trip]]:
    """Gather trips by the countries of their places; those without one need no gathering."""
    groups: dict[tuple[str, ...], list[Trip]] = {}
    for trip in trips:
        own = tuple(sorted({place.country for place in trip if place.country}))
        if own:
            groups.setdefault(own, []).append(trip)
    return groups


def _searched(mode: str, trips: list[Trip], avoid: Sequence[str] = ()) -> dict[Trip, Found]:
    """Ask the network; what it refuses is the reason."""
    if not trips:
        return {}
    from kit import network

    search: Any = network.rails if mode == "rail" else network.seas
    asked = trips if mode == "rail" else [_by_passages(trip) for trip in trips]
    ways = search(asked, avoid=avoid, errors="return")
    return dict(zip(trips, ways, strict=True))


def _by_passages(trip: Trip) -> tuple[Place | str, ...]:
    """Call straits and capes on the way by their names, by which the network knows them."""
    inner = (place.name if is_passed(place.name) else place for place in trip[1:-1])
    return trip[0], *inner, trip[-1]
