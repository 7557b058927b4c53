"""Ways by sea: the shortest round the capes and through the straits that are open."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache, partial
from itertools import batched, chain, islice, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from kit._globe import geod
from kit._moorings import Mooring, common_water, end_of
from kit._namesakes import BY_SEA
from kit._passages import Passage, named, passages
from kit._sealanes import sealanes, waterway
from kit._sealine import drawn, joined, lines_of
from kit._seasearch import Search
from kit._sphere import along, apart_km, arc_km, crosses, degrees, point, position
from kit._spot import PlaceLike, Spot, in_words, listed, spots_together
from kit._way import SeaWay, Stop, Way
from kit.errors import InputError, NoWayError

if TYPE_CHECKING:
    from kit._sphere import Floats

type Stops = tuple[Spot | Passage, ...]
type Found = Way | NoWayError

# Published over measured, from 2.5 to 97.5 in a hundred of tests/published_sea.csv. Ships keep off
# shoals and in traffic lanes. Printed by `python tests/benchmarks/network.py`.
_BAND = 0.994, 1.085

# What no ship takes unless it has business there: between which latitudes and longitudes, and what
# it saves at most: the way round the Peloponnese, 648 km, or half the world.
_BYWAYS = {
    "Corinth Canal": (37.8, 38.1, 22.8, 23.1, 700.0),
    "Northeast Passage": (67.0, 90.0, 60.0, 190.0, np.inf),
    "Northwest Passage": (67.0, 90.0, 219.0, 300.0, np.inf),
}
# Who goes round a cape saves the canal that cuts it off, unless that is asked for, too.
_ROUND = {
    "Cape of Good Hope": "Suez Canal",
    "Strait of Magellan": "Panama Canal",
    "Drake Passage": "Panama Canal",
}
_TWICE = 2.0  # a byway is taken where all else is so many times as long
_STEP_KM = 50.0  # between points of a byway to which it is measured
_BERTH_KM = 0.05  # what is nearer is one berth
_FAIRWAY_KM = 3.0  # a way that goes less far along a river does not go up it
_SAY_KM = 5.0  # an end that lies so far from the water is spoken of

# Whole ways are kept, some kB each: checks, tables and maps of an article ask for the same.
_KEPT, _AT_ONCE = 1000, 250
_known: dict[tuple[Stops, frozenset[str]], Way] = {}


def asked_for(places: "PlaceLike | Iterable[PlaceLike]") -> "list[PlaceLike | Passage]":
    """
    List what to go by way of: passages for their names, and all else as it is.

    Parameters
    ----------
    places : place, name of a passage, or iterable of them

    Returns
    -------
    list of Passage or place
    """
    return [found[0] if (found := named(place)) else place for place in listed(places)]


def together(places: Sequence[Any]) -> list[Spot | Passage]:
    """
    Find the places of one trip.

    Parameters
    ----------
    places : sequence of Passage or place

    Returns
    -------
    list of Spot or Passage

    Raises
    ------
    kit.errors.InputError
        If one is not known.
    """
    inner = [_spot(place) if isinstance(place, Passage) else place for place in places]
    spots = spots_together(inner, BY_SEA, fits=_is_by_water)
    return [
        place if isinstance(place, Passage) else spot
        for place, spot in zip(places, spots, strict=True)
    ]


@lru_cache(maxsize=4096)  # of the names of many trips
def _is_by_water(spot: Spot) -> bool:
    try:
        end_of(spot)
    except NoWayError:
        return False
    return True


def ways(trips: Iterable[Sequence[Spot | Passage]], avoid: frozenset[str]) -> list[Found]:
    """
    Find ways by sea, each past some places in their order.

    Parameters
    ----------
    trips : iterable of sequences of Spot or Passage
        Two or more each.
    avoid : frozenset of str
        Names of passages.

    Returns
    -------
    list of Way or NoWayError

    Raises
    ------
    kit.errors.InputError
        If a passage is to be passed and to be avoided.
    """
    asked = [tuple(stops) for stops in trips]
    for stop in chain(*asked):
        if isinstance(stop, Passage) and stop.name in avoid:
            raise InputError(f"{stop.name} is in via and in avoid: leave it out of one of them.")
    found: dict[Stops, Found] = {
        stops: _known[stops, avoid] for stops in asked if (stops, avoid) in _known
    }
    new = [stops for stops in dict.fromkeys(asked) if stops not in found]
    groups: dict[frozenset[str], list[Stops]] = {}
    for stops in new:
        groups.setdefault(avoid | _saved(stops), []).append(stops)
    for closed, group in groups.items():
        for some in batched(group, _AT_ONCE):
            found |= zip(some, _usual(some, closed), strict=True)
    if len(_known) + len(new) > _KEPT:
        _known.clear()
    _known.update(((stops, avoid), way) for stops in new if isinstance(way := found[stops], Way))
    return [found[stops] for stops in asked]


def _saved(stops: Stops) -> frozenset[str]:
    """Canals that nobody takes who goes round the cape."""
    asked = {stop.name for stop in stops if isinstance(stop, Passage)}
    return frozenset(_ROUND[name] for name in asked & _ROUND.keys()) - asked


def _usual(trips: Sequence[Stops], avoid: frozenset[str]) -> list[Found]:
    """Find ways that ships take: not by a byway, unless they would go more than twice as far."""
    byways = {stops: _byways(stops) for stops in trips}
    groups: dict[frozenset[str], list[Stops]] = {}
    for stops in trips:
        groups.setdefault(avoid | {one.name for one in byways[stops]}, []).append(stops)
    found: dict[Stops, Found] = {}
    for closed, some in groups.items():
        found |= zip(some, _ways(_search(closed), some, avoid), strict=True)
    again = [stops for stops, way in found.items() if _may_halve(way, stops, byways[stops])]
    others = _ways(_search(avoid), again, avoid) if again else []
    for stops, other in zip(again, others, strict=True):
        if _TWICE * _length_km(other) < _length_km(found[stops]):
            found[stops] = other
    return [found[stops] for stops in trips]


def _length_km(way: Found) -> float:
    return np.inf if isinstance(way, NoWayError) else way.length_km


def _may_halve(way: Found, stops: Stops, byways: Sequence[Passage]) -> bool:
    """Say whether a way could be so much shorter by a byway, as far as that is seen at once."""
    if isinstance(way, NoWayError):
        return False
    km, points = way.length_km, [point(stop.lat, stop.lon) for stop in stops]
    if km <= _TWICE * sum(apart_km(one, two) for one, two in pairwise(points)):
        return False
    at = np.array(points)
    return any(
        km <= _TWICE * _BYWAYS[byway.name][4] and km > _TWICE * _least_km(at, byway)
        for byway in byways
    )


def _least_km(at: "Floats", byway: Passage) -> float:
    """How long a way past some points is at least if it takes a byway: straight there and on."""
    there_km = arc_km(at[:, None], along(byway.gate, _STEP_KM))
    more_km = (there_km[:-1] + there_km[1:]).min(axis=1) - arc_km(at[:-1], at[1:])
    return float(arc_km(at[:-1], at[1:]).sum() + more_km.min()) - _STEP_KM


@lru_cache(maxsize=4)
def _search(closed: frozenset[str]) -> Search:
    """Keep what ports have next to them: who asks for one asks again."""
    return Search(waterway(closed))


def _byways(stops: Stops) -> tuple[Passage, ...]:
    """Passages that no ship takes from here to there."""
    asked = {stop.name for stop in stops if isinstance(stop, Passage)}
    return tuple(
        one
        for one in passages()
        if one.name in _BYWAYS
        and one.name not in asked
        and not _within(stops, *_BYWAYS[one.name][:4])
    )


def _within(stops: Stops, south: float, north: float, west: float, east: float) -> bool:
    return any(south < at.lat < north and west <= at.lon % 360 <= east for at in stops)


def _ways(search: Search, trips: list[Stops], avoid: frozenset[str]) -> list[Found]:
    """Find moorings and the legs between them, those of all trips together."""
    moored: dict[Stops, list[Mooring]] = {}
    found: dict[Stops, Found] = {}
    for stops in trips:
        try:
            moored[stops] = _moored(stops)
        except NoWayError as error:
            found[stops] = error
    pairs = [pair for moorings in moored.values() for pair in pairwise(moorings)]
    legs = iter(lines_of(search.on, pairs, search.legs(pairs)))
    for stops, moorings in moored.items():
        own = list(islice(legs, len(stops) - 1))
        cut = [ends for ends, leg in zip(pairwise(stops), own, strict=True) if leg is None]
        lines = [leg for leg in own if leg is not None]
        found[stops] = (
            _cut_off(*cut[0], avoid)
            if cut
            else _told(stops, moorings, joined(search.on, stops, lines))
        )
    return [found[stops] for stops in trips]


def _moored(stops: Stops) -> list[Mooring]:
    """Find where a trip meets the water."""
    for one, two in pairwise(stops):
        if (one.lat, one.lon) == (two.lat, two.lon):
            raise NoWayError(f"{one.name} is both ends of a leg", "Give two different places")
    moorings = common_water([end_of(_spot(stop)) for stop in stops])
    for (one, a), (two, b) in pairwise(zip(stops, moorings, strict=True)):
        if apart_km(a.berth, b.berth) < _BERTH_KM:
            raise NoWayError(f"{one.name} and {two.name} have the same berth on this map")
    return moorings


def _spot(stop: Spot | Passage) -> Spot:
    return Spot(stop.name, stop.lat, stop.lon, 0.0, "") if isinstance(stop, Passage) else stop


def _cut_off(one: Spot | Passage, two: Spot | Passage, avoid: frozenset[str]) -> NoWayError:
    """Say why no way leads from one place to another."""
    why, advice = " on this map: none is known along coasts south of 67° S and north of 82° N", ""
    if avoid:
        why, advice = f" without the {' and the '.join(sorted(avoid))}", "Avoid less"
    elif max(abs(one.lat), abs(two.lat)) < 67:
        why, advice = ": it is enclosed by land on this map", "Give a port on the open sea"
    return NoWayError(f"No way by sea leads from {one.name} to {two.name}{why}", advice)


# ---- what is told -------------------------------------------------------------------------------


def _told(places: Stops, moorings: list[Mooring], points: "Floats") -> Way:
    """Say how long the way is, how sure that is, and later what it passes."""
    spots = [_spot(place) for place in places]
    lat, lon = degrees(points)
    km = float(geod().line_length(lon, lat)) / 1000
    stops = tuple(_stop(spot, at) for spot, at in zip(spots, moorings, strict=True))
    loose_km = sum(
        end.away_km + (spot.radius_km if spot.is_wide else 0.0)
        for end, spot in ((stops[0], spots[0]), (stops[-1], spots[-1]))
    )
    ends = [stop.lon for stop in stops], [stop.lat for stop in stops]
    straight_km = float(geod().line_length(*ends)) / 1000
    low_km = max(km * _BAND[0], min(straight_km, km))
    return SeaWay.told_later(
        partial(_passed_by, spots, moorings, points),
        mode="sea",
        length_km=km,
        low_km=max(low_km - loose_km, 0.0),
        high_km=km * _BAND[1] + loose_km,
        basis="mapped",
        method="shortest way by sea round the coasts of Natural Earth 1:10m",
        stops=stops,
    )


def _passed_by(spots: list[Spot], moorings: list[Mooring], points: "Floats") -> dict[str, object]:
    """Tell what the way passes, what was taken for granted, and draw it."""
    gone, fairways = sorted(_passed(points)), sorted(_fairways(points))
    countries = [code for _, _, codes in sorted([*gone, *fairways]) for code in codes]
    through, along_it = ([name for _, name, _ in some] for some in (gone, fairways))
    return {
        "countries": tuple(dict.fromkeys(countries)),
        "assumed": _assumed(through, along_it, spots, moorings),
        "geometry": drawn(points),
    }


def _stop(spot: Spot, mooring: Mooring) -> Stop:
    return Stop(spot.name, *position(mooring.berth), mooring.away_km)


def _passed(points: "Floats") -> list[tuple[int, str, tuple[str, ...]]]:
    """Passages that a line goes through: at which of its pieces, their names and countries."""
    pieces, numbers = np.nonzero(crosses(points[:-1], points[1:], _gates()))
    first = dict(zip(numbers[::-1].tolist(), pieces[::-1].tolist(), strict=True))
    known = passages()
    return [(at, known[number].name, known[number].countries) for number, at in first.items()]


@cache
def _gates() -> "Floats":
    return np.stack([passage.gate for passage in passages()])


def _fairways(points: "Floats") -> list[tuple[int, str, tuple[str, ...]]]:
    """Rivers and narrows that are no passage and that a line goes along, in the same way."""
    lanes = sealanes()
    nodes = lanes.in_channels.numbers
    away, which = lanes.in_channels.tree.query(points, distance_upper_bound=1e-9)
    if not np.isfinite(away).any():
        return []
    row = np.where(np.isfinite(away), lanes.channel[nodes[np.minimum(which, len(nodes) - 1)]], -1)
    along_it = np.flatnonzero((row[1:] == row[:-1]) & (row[1:] >= 0))
    km = np.bincount(row[along_it], weights=arc_km(points[along_it], points[along_it + 1]))
    along_it = along_it[km[row[along_it]] > _FAIRWAY_KM]
    known = {passage.name for passage in passages()}
    first = {int(row[at]): int(at) for at in along_it[::-1]}
    channels = [(at, lanes.channels[number]) for number, at in first.items()]
    return [(at, one.name, one.countries) for at, one in channels if one.name not in known]


def _assumed(
    passed: list[str], fairways: list[str], spots: list[Spot], moorings: list[Mooring]
) -> tuple[str, ...]:
    """Say what was taken for granted."""
    between = "" if len(spots) == 2 else " between the places named"
    said = [f"By the shortest way{between}; a ship may go another."]
    capes = [name for name in passed if name.startswith("Cape ")]
    straits = [name for name in passed if name not in capes]
    if moorings[0].water:
        said.append(f"Within {sealanes().waters[moorings[0].water - 1]}.")
    said += [
        f"{how} {in_words([f'the {name}' for name in names])}."
        for how, names in (("Through", straits), ("Round", capes))
        if names
    ]
    if fairways:
        said.append(f"By the fairway: {in_words(fairways)}.")
    for spot, mooring in zip(spots, moorings, strict=True):
        if spot.said:
            said.append(spot.said)
        if spot.is_wide:
            said.append(
                f"{spot.name} was taken at the water next to its middle, about "
                f"{spot.radius_km:,.0f} km around."
            )
        if mooring.away_km > _SAY_KM:
            said.append(f"The water is {mooring.away_km:.0f} km from {spot.name}.")
    return tuple(said)
