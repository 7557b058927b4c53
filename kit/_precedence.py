"""Which of the places of a name goes before a likelier one: what news means by it as a rule."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kit._candidates import is_great_island
from kit._grouping import DIVISIONS, Name
from kit._sphere import arc_km, xyz
from kit.gazetteer import Place

#: Facts of each rival that this asks for.
PRECEDING = ("city_1m", "country_named", "admin1_named", "near")
type Facts = Mapping[str, NDArray[np.float64]]

#: Places of one name that are nearer to each other are as good as the same.
SAME_KM = 161.0
_CHIEF = 0.2  # share of a division's people that makes a town the one of its name
_AS_LIKELY = 2  # how much likelier a division may be than a city elsewhere of its name
_HAMLET = 25_000
_GREAT, _LIKELIER = 20, 10  # how much larger a city is, and how much likelier a namesake at most
_SEVERAL = 3  # countries: a text that names so many is told to the world
_MILLIONS = 2_000_000
_WORLD, _LEAST = 1000, 0.3  # of a city whose country is not named, and the chance of its places
_BESIDE = 0.2  # of what lies near a hamlet: a place that is half sure within some 80 km
_REGION_KM, _GREAT_REGION_KM = 30.0, 100.0  # from the middle of Somerset; of Siberia


def preceding(
    name: Name,
    facts: Facts,
    chances: NDArray[np.float64],
    order: NDArray[np.intp],
    countries: int,
) -> int | None:
    """
    Find what is meant before the likeliest place of a name.

    Parameters
    ----------
    name : Name
        With its rivals.
    facts : dict of str to ndarray
        The facts of `PRECEDING`, a value for each rival.
    chances : ndarray
        How likely each rival is.
    order : ndarray of int
        The rivals' rows, the likeliest first.
    countries : int
        How many the text names.

    Returns
    -------
    int or None
        A row; None where the likeliest is meant.
    """
    usual = _country_of_namesake(name, order)
    if usual is None:
        usual = _town_of_division(name, chances, order)
    if usual is None:
        usual = _great_city(name, facts, chances, order, countries)
    if usual is None:
        usual = _great_division(name, chances, order)
    if usual is None:
        usual = _region(name, facts, order)
    return usual


def apart_km(rows: Sequence[Place], columns: Sequence[Place]) -> NDArray[np.float64]:
    """Distances on a sphere, a row a place, a column an anchor: near enough to rank."""
    one, two = (xyz([p.lat for p in some], [p.lon for p in some]) for some in (rows, columns))
    return arc_km(one[:, None], two)


def _country_of_namesake(name: Name, order: NDArray[np.intp]) -> int | None:
    """Row of the country that a chosen place inside it shares its name with: Mozambique, Panama."""
    chosen = name.places[order[0]]
    if chosen.kind == "country" or name.asked in {"city", *DIVISIONS}:
        return None
    for row in order[1:]:
        place = name.places[row]
        if place.kind == "country" and place.country == chosen.country:
            return int(row) if place.name_type in {"name", "alias"} else None
    return None


def _town_of_division(
    name: Name, chances: NDArray[np.float64], order: NDArray[np.intp]
) -> int | None:
    """
    Row of the town that a chosen division bears the name of.

    Words that do not say "province" or "county" mean the town, and a distance is measured from it;
    but Santarém in Brazil goes before a small town whose district alone is as likely.
    """
    chosen = name.places[order[0]]
    if chosen.kind not in DIVISIONS or name.asked in DIVISIONS:
        return None
    apart = apart_km(name.places, [chosen])[:, 0]
    isle = any(is_great_island(p) and p.country == chosen.country for p in name.places)  # Bali
    for row in order[1:]:
        place = name.places[row]
        if place.kind != "city":
            continue
        if place.country != chosen.country:
            likely = chances[row] * _AS_LIKELY > chances[order[0]]
            if likely and not (name.qualifiers or isle):
                return int(row)
            continue
        inner = chosen.kind == "admin1" and place.admin1 == chosen.admin1 and not name.parts
        chief = inner and place.population > _CHIEF * chosen.population  # New York
        if place.capital or chief or apart[row] <= SAME_KM:
            usual = place.name_type != "alternate" or chosen.name_type == "alternate"
            return int(row) if usual else None
    return None


def _great_city(
    name: Name,
    facts: Facts,
    chances: NDArray[np.float64],
    order: NDArray[np.intp],
    countries: int,
) -> int | None:
    """
    Row of a city of a million whose country the text names, before a small namesake.

    News tells of Alexandria in Egypt, though more of its places may lie about that in Romania, and
    of São Paulo in Brazil, though a parish of Lisbon, from where one flies there, bears its name.
    Where a text names several countries, the capitals Madrid and Buenos Aires are in Spain and
    Argentina, and not in the one that most of it is about. No document of the corpora has such a
    case, so the weights know nothing of it.
    """
    chosen = name.places[order[0]]
    if chosen.kind not in {"city", "admin2"} or name.qualifiers:
        return None
    beside = facts["admin1_named"][order[0]]
    for row in order[1:]:
        place = name.places[row]
        own = sum(chances[n] for n, p in enumerate(name.places) if p.country == place.country)
        likely = place.population >= _WORLD * chosen.population and own >= _LEAST
        told = facts["country_named"][row] or (place.capital and countries >= _SEVERAL)
        known = facts["city_1m"][row] and ((told and not beside) or likely)
        if known and place.name_type in {"name", "alias"}:
            larger = place.population >= _GREAT * chosen.population
            of_world = place.capital and countries >= _SEVERAL and not beside
            likely = of_world or chances[row] * _LIKELIER >= chances[order[0]]
            return int(row) if larger and likely else None
    return None


def _great_division(
    name: Name, chances: NDArray[np.float64], order: NDArray[np.intp]
) -> int | None:
    """Row of a division of millions before a hamlet of its name: Ontario, of which Ohio has one."""
    if not is_hamlet(name.places[order[0]]) or name.qualifiers or name.asked == "city":
        return None
    for row in order[1:]:
        place = name.places[row]
        if place.kind == "admin1" and place.name_type == "name" and place.population >= _MILLIONS:
            return int(row) if chances[row] * _LIKELIER >= chances[order[0]] else None
    return None


def _region(name: Name, facts: Facts, order: NDArray[np.intp]) -> int | None:
    """
    Row of a region before a hamlet of its name: Siberia, Korea, New England.

    Regions have no people to be ranked by. A text that names the division of the hamlet or a place
    beside it means the hamlet; so does one that names its country, where the region lies elsewhere
    and is no great one.
    """
    chosen = order[0]
    place = name.places[chosen]
    small = place.kind in {"city", *DIVISIONS} and not place.capital
    small &= place.population < _HAMLET or place.name_type == "alternate"
    told = facts["admin1_named"][chosen] or facts["near"][chosen] > _BESIDE
    if not small or name.qualifiers or name.asked or told:
        return None
    for row in order[1:]:
        region = name.places[row]
        if region.kind != "region" or region.name_type not in {"name", "alias"}:
            continue
        elsewhere = facts["country_named"][chosen] and not facts["country_named"][row]
        if region.radius_km >= (_GREAT_REGION_KM if elsewhere else _REGION_KM):
            return int(row)
    return None


def is_hamlet(place: Place) -> bool:
    return place.kind == "city" and place.population < _HAMLET and not place.capital
