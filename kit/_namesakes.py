"""Which of the places of a name a trip goes to: large ones, and such as lie near its other ends."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kit._sphere import arc_km, xyz
from kit.errors import InputError

if TYPE_CHECKING:
    from geopy.location import Location

    from kit.gazetteer import Gazetteer


class Rarity(NamedTuple):
    """
    How much less likely a trip is the longer it is. Set by hand, to fit what names are used for.

    Attributes
    ----------
    steep : float
        The power of the distance that it goes down by.
    nearest_km : float
        Below, it is no likelier.
    farthest_km : float
        Beyond, it goes down by more: no land leads over an ocean.
    abroad : float
        How many times less likely it is to lead to another country.
    """

    steep: float
    nearest_km: float
    farthest_km: float = np.inf
    abroad: float = 1.0


#: From Toronto a train goes to London in Ontario, and a flight to the one in England; from Beirut
#: a ship goes to Tripoli in Lebanon, and a flight to the one in Libya.
OVERLAND = Rarity(1.3, 20.0, 4_000.0, 3.0)
BY_SEA, BY_AIR = Rarity(0.8, 20.0), Rarity(0.6, 250.0)
_FAME = 1.25  # by which power of its people a place is meant more often
_AS_WELL_KNOWN = 0.1  # so much of the people of a place, and its namesake is named, too
_MOST = 24  # bearers of a name that are weighed
_FAINTEST = 0.0005  # share of the weight of the likeliest that a bearer has at least
_UNCOUNTED, _SELDOM, _WIDE = 1_000, 0.02, 0.02  # people; weights of what is seldom meant
_KINDS = frozenset({"city", "admin1", "admin2", "district", "island"})
_SAME_KM = 60.0  # a town and its district, or its airport


class Bearer(NamedTuple):
    """
    A place of a name.

    Attributes
    ----------
    lat, lon : float
        Degrees.
    weight : float
        How likely it is meant, by its people; 1 where there is nothing to choose.
    found : geopy.Location or None
        What the gazetteer has of it; None of a position.
    """

    lat: float
    lon: float
    weight: float = 1.0
    found: "Location | None" = None

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2; nothing where it is not known."""
        return str(self.found.raw["country"] or "") if self.found else ""


@lru_cache(maxsize=4096)  # checks, tables and maps of an article ask for the same
def bearers(name: str, gazetteer: "Gazetteer", _view: str) -> tuple[Bearer, ...]:
    """
    Find the places of a name.

    Parameters
    ----------
    name : str
    gazetteer : Gazetteer

    Returns
    -------
    tuple of Bearer
        The one that is meant by the name alone comes first.

    Raises
    ------
    kit.errors.InputError
        If there is none.
    """
    known: list[Any] = (gazetteer.geocode(name, exactly_one=False) or []) if name.strip() else []
    if not known:
        raise InputError(
            f"No place is called {name[:60]!r}: look for it with kit.Gazetteer().search, or give "
            "its latitude and longitude in degrees, such as (51.75, 128.07)."
        )
    first = known[0]
    if first.raw["kind"] == "country":  # the town of its name, which alone has a station
        here = (one for one in known if one.raw["country"] == first.raw["country"])
        towns = (one for one in here if one.raw["kind"] == "city" and one.raw["match"] == "exact")
        first = next(towns, first)
        return (_bearer(first),)
    if first.raw["kind"] not in _KINDS or first.raw["match"] == "fuzzy":
        return (_bearer(first),)
    alike = [one for one in known if one.raw["kind"] in _KINDS and one.raw["match"] != "fuzzy"]
    weighed = [_bearer(one, _weight(one.raw)) for one in [first, *alike[1:]]]
    most = max(one.weight for one in weighed)
    own = [one for one in weighed[1:] if one.weight >= _FAINTEST * most]
    own = sorted(own, key=lambda one: -one.weight)[:_MOST]
    return (weighed[0], *own)


def _bearer(found: "Location", weight: float = 1.0) -> Bearer:
    return Bearer(found.latitude, found.longitude, weight, found)


def _weight(raw: dict[str, Any]) -> float:
    people = raw["population"] or _UNCOUNTED
    seldom = _SELDOM if raw["name_type"] == "alternate" else 1.0
    return float(people**_FAME * seldom * (1.0 if raw["kind"] == "city" else _WIDE))


def by_code(name: str, gazetteer: "Gazetteer") -> "Location | None":
    """
    Find an airport by its code; a country's code is the country's.

    Parameters
    ----------
    name : str
        Such as ``"DEL"``.
    gazetteer : Gazetteer

    Returns
    -------
    geopy.Location or None
    """
    if not (len(name) == 3 and name.isascii() and name.isalpha() and name.isupper()):
        return None
    known: list[Any] = gazetteer.geocode(name, exactly_one=False) or []
    if known and known[0].raw["kind"] == "country":
        return None
    return next((one for one in known if one.raw["match"] == "code"), None)


def chosen(stops: Sequence[Sequence[Bearer]], rarity: Rarity) -> list[int]:
    """
    Choose one bearer of each name of a trip: the likeliest places for it to go by.

    A trip between two places is the likelier the larger and the nearer they are, as in gravity
    models of traffic.

    Parameters
    ----------
    stops : sequence of sequences of Bearer
        In the order of the trip.
    rarity : Rarity
        `OVERLAND`, `BY_SEA` or `BY_AIR`.

    Returns
    -------
    list of int
        A number for each stop.
    """
    at = [xyz([one.lat for one in own], [one.lon for one in own]) for own in stops]
    weights = [np.log([one.weight for one in own]) for own in stops]
    worth, before = weights[0], []
    lands = [np.array([one.country for one in own]) for own in stops]
    for (here, there), (own, other), more in zip(
        pairwise(at), pairwise(lands), weights[1:], strict=True
    ):
        abroad = (own[:, None] != other) & (own[:, None] != "") & (other != "")
        km = arc_km(here[:, None], there)
        rare = rarity.steep * np.log(np.maximum(km, rarity.nearest_km)) + km / rarity.farthest_km
        ways = worth[:, None] - rare - np.log(rarity.abroad) * abroad
        before.append(ways.argmax(axis=0))
        worth = ways.max(axis=0) + more
    best = [int(worth.argmax())]
    for last in reversed(before):
        best.append(int(last[best[-1]]))
    return best[::-1]


def another(name: Sequence[Bearer], number: int) -> "Location | None":
    """
    Find a place that the name may mean as well.

    Parameters
    ----------
    name : sequence of Bearer
    number : int
        Which of them was taken.

    Returns
    -------
    geopy.Location or None
        The likeliest by itself of the other towns, if it is not much smaller.
    """
    taken = name[number]
    here, people = xyz(taken.lat, taken.lon), _people(taken)
    others = [
        one
        for one in name
        if one.found is not None
        and one.found.raw["kind"] == "city"
        and one.found.raw["name_type"] != "alternate"  # not Mashhad, once an Alexandria
        and _people(one) >= _AS_WELL_KNOWN * people
        and arc_km(xyz(one.lat, one.lon), here) > _SAME_KM
    ]
    return max(others, key=_people).found if others else None


def _people(one: Bearer) -> float:
    return float(one.found.raw["population"] or _UNCOUNTED) if one.found else 0.0
