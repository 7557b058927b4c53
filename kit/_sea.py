"""Ways by sea: the shortest round the capes and through the straits that are open."""

from collections.abc import Sequence
from functools import cache, lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from kit._globe import geod, wrap
from kit._moorings import Mooring, common_water, end_of
from kit._passages import Passage, named, passages
from kit._sealanes import Waterway, sealanes, waterway
from kit._seasearch import Course, Search
from kit._sphere import along, apart_km, arc_km, crosses, degrees, xyz
from kit._spot import NoWayError, PlaceLike, Spot, spot_of, spots_of
from kit._way import SeaWay, Stop, Way
from kit.errors import InputError

if TYPE_CHECKING:
    import shapely

    from kit._sphere import Floats

# Published over measured, from 2.5 to 97.5 in a hundred of tests/published_sea.csv. Ships keep off
# shoals and in traffic lanes. Printed by `python tests/benchmarks/network.py`.
_BAND = 0.991, 1.079

# What no ship takes unless it has business there: between which latitudes and longitudes, and what
# it saves at most: the way round the Peloponnese, 648 km, or half the world.
_BYWAYS = {
    "Corinth Canal": (37.8, 38.1, 22.8, 23.1, 700.0),
    "Northeast Passage": (67.0, 90.0, 60.0, 190.0, np.inf),
    "Northwest Passage": (67.0, 90.0, 219.0, 300.0, np.inf),
}
_TWICE = 2.0  # a byway is taken where all else is so many times as long
_STEP_KM = 50.0  # between vertices of a line that is drawn
_BERTH_KM = 0.05  # what is nearer is one berth
_SAY_KM = 5.0  # an end that lies so far from the water is spoken of
# So many points at each end of a way are looked at again: may the line go straight from one to
# another, past fewer than so many? Far points are corners of the coast, and a look takes long: it
# is taken where such a share of the way could be saved.
_WINDOW, _PULLED, _PULL_KM, _SAVED = 8, 4, 2000.0, 0.0005


def stop_of(place: PlaceLike) -> Spot | Passage:
    """Find a passage by its name, or any place."""
    found = named(place)
    return found[0] if found else spot_of(place)


def stops_of(places: Any) -> list[Spot | Passage]:  # noqa: ANN401 - what is no place is told
    """
    Find the places and passages by way of which to go.

    Parameters
    ----------
    places : place, name of a passage, or iterable of them

    Returns
    -------
    list of Spot or Passage

    Raises
    ------
    kit.errors.InputError
        If one is not known.
    """
    if named(places):
        return [stop_of(places)]
    if isinstance(places, list | tuple) and any(named(place) for place in places):
        return [stop_of(place) for place in places]
    return list(spots_of(places))


def way(stops: Sequence[Spot | Passage], avoid: frozenset[str]) -> Way:
    """
    Find the way by sea past some places in their order.

    Parameters
    ----------
    stops : sequence of Spot or Passage
        Two or more.
    avoid : frozenset of str
        Names of passages.

    Returns
    -------
    Way

    Raises
    ------
    NoWayError
        If there is none.
    kit.errors.InputError
        If a passage is to be passed and to be avoided.
    """
    if both := sorted(avoid & {stop.name for stop in stops if isinstance(stop, Passage)}):
        raise InputError(f"{both[0]} is in via and in avoid: leave it out of one of them.")
    return _usual(tuple(stops), avoid)


@lru_cache(maxsize=1000)  # some kB each; checks, tables and maps of an article ask for the same
def _usual(stops: tuple[Spot | Passage, ...], avoid: frozenset[str]) -> Way:
    """Find the way that ships take: not by a byway, unless they would go more than twice as far."""
    byways = _byways(stops)
    found = _way(_search(avoid | {one.name for one in byways}), stops, avoid)
    if _may_halve(found.length_km, stops, byways):
        other = _way(_search(avoid), stops, avoid)
        if _TWICE * other.length_km < found.length_km:
            return other
    return found


def _may_halve(km: float, stops: Sequence[Spot | Passage], byways: Sequence[Passage]) -> bool:
    """Say whether a way could be so much shorter by a byway, as far as that is seen at once."""
    at = xyz([stop.lat for stop in stops], [stop.lon for stop in stops])
    if km <= _TWICE * arc_km(at[:-1], at[1:]).sum():
        return False
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


def _byways(stops: Sequence[Spot | Passage]) -> tuple[Passage, ...]:
    """Passages that no ship takes from here to there."""
    asked = {stop.name for stop in stops if isinstance(stop, Passage)}
    return tuple(
        one
        for one in passages()
        if one.name in _BYWAYS
        and one.name not in asked
        and not _within(stops, *_BYWAYS[one.name][:4])
    )


def _within(
    stops: Sequence[Spot | Passage], south: float, north: float, west: float, east: float
) -> bool:
    return any(south < at.lat < north and west <= at.lon % 360 <= east for at in stops)


def _way(search: Search, stops: Sequence[Spot | Passage], avoid: frozenset[str]) -> Way:
    """Find moorings and the legs between them."""
    spots = [
        Spot(stop.name, stop.lat, stop.lon, 0.0, "") if isinstance(stop, Passage) else stop
        for stop in stops
    ]
    for one, two in pairwise(spots):
        if (one.lat, one.lon) == (two.lat, two.lon):
            raise NoWayError(f"{one.name} is both ends of a leg: give two different places.")
    moorings = common_water([end_of(spot) for spot in spots])
    legs = []
    for (one, a), (two, b) in pairwise(zip(spots, moorings, strict=True)):
        if apart_km(a.berth, b.berth) < _BERTH_KM:
            raise NoWayError(f"{one.name} and {two.name} have the same berth on this map.")
        course = search.leg(a, b)
        if course is None:
            raise _cut_off(one, two, avoid)
        legs.append(_line_of(search.on, a, b, course))
    points = legs[0]
    for stop, leg in zip(stops[1:], legs[1:], strict=False):
        if isinstance(stop, Passage):
            points = _through(search.on, points, leg, stop)
        else:
            points = np.vstack([points, leg[1:]])
    return _told(spots, moorings, points)


def _cut_off(one: Spot, two: Spot, avoid: frozenset[str]) -> NoWayError:
    """Say why no way leads from one place to another."""
    why = " on this map: none is known along coasts south of 67° S and north of 82° N"
    if avoid:
        why = f" without the {' and the '.join(sorted(avoid))}: avoid less"
    elif max(abs(one.lat), abs(two.lat)) < 67:
        why = ": it is enclosed by land on this map. Give a port on the open sea"
    return NoWayError(f"No way by sea leads from {one.name} to {two.name}{why}.")


# ---- the line -----------------------------------------------------------------------------------


def _line_of(on: Waterway, one: Mooring, two: Mooring, course: Course) -> "Floats":
    """Points of a leg from berth to berth, none of them needless."""
    in_channel = (on.lanes.channel[course.nodes] >= 0).tolist()
    points, fixed = course.at, [one.node >= 0, *in_channel, two.node >= 0]
    if one.node < 0:
        points, fixed = np.vstack([one.berth, points]), [False, *fixed]
    if two.node < 0:
        points, fixed = np.vstack([points, two.berth]), [*fixed, False]
    return _pulled(on, points, fixed)


def _pulled(on: Waterway, points: "Floats", fixed: list[bool]) -> "Floats":
    """Leave out points near the ends of a line that it need not turn at, but none in a channel."""
    last = len(points) - 1
    pairs = [
        (start, end)
        for start in range(last - 1)
        if start < _WINDOW or start >= last - _WINDOW
        for end in range(start + 2, min(start + _PULLED, last) + 1)
        if (end <= _WINDOW or start >= last - _WINDOW) and not any(fixed[start + 1 : end])
    ]
    if not pairs:
        return points
    starts, ends = np.array(pairs).T
    so_far_km = np.append(0.0, np.cumsum(arc_km(points[:-1], points[1:])))
    straight_km = arc_km(points[starts], points[ends])
    saved_km = so_far_km[ends] - so_far_km[starts] - straight_km
    looked = (straight_km <= _PULL_KM) & (saved_km > _SAVED * so_far_km[-1])
    if not looked.any():
        return points
    starts, ends = starts[looked], ends[looked]
    clear = on.clear(points[starts], points[ends])
    ahead: dict[int, int] = {}
    behind: dict[int, int] = {}
    for start, end in zip(starts[clear].tolist(), ends[clear].tolist(), strict=True):
        ahead[start] = end  # the farthest comes last
        behind.setdefault(end, start)
    first, rest = [0], [last]
    while first[-1] < last // 2:
        first.append(ahead.get(first[-1], first[-1] + 1))
    while rest[-1] > first[-1]:
        to = behind.get(rest[-1], rest[-1] - 1)
        rest.append(to if to >= first[-1] else rest[-1] - 1)
    return points[first + rest[-2::-1]]


def _through(on: Waterway, before: "Floats", after: "Floats", passage: Passage) -> "Floats":
    """Join two legs that meet in a passage by the shortest line through it that is clear."""
    best, saved_km = np.vstack([before, after[1:]]), 0.0
    ahead = after[1 : 1 + _PULLED]
    beyond_km = np.cumsum(arc_km(after[: len(ahead)], ahead))
    for first in range(max(0, len(before) - 1 - _PULLED), len(before) - 1):
        one = before[first]
        shorter = on.clear(one, ahead) & crosses(one, ahead, passage.gate[None])[:, 0]
        if not shorter.any():
            continue
        so_far_km = arc_km(before[first:-1], before[first + 1 :]).sum()
        gain_km = np.where(shorter, so_far_km + beyond_km - arc_km(one, ahead), 0.0)
        if gain_km.max() > saved_km:
            saved_km, last = gain_km.max(), int(gain_km.argmax())
            best = np.vstack([before[: first + 1], after[1 + last :]])
    return best


# ---- what is told -------------------------------------------------------------------------------


def _told(spots: list[Spot], moorings: list[Mooring], points: "Floats") -> Way:
    """Say how long the way is, how sure that is, and later what it passes."""
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
        method="shortest way by sea round the coasts of Natural Earth 1:10m",
        stops=stops,
    )


def _passed_by(spots: list[Spot], moorings: list[Mooring], points: "Floats") -> dict[str, Any]:
    """Tell what the way passes, what was taken for granted, and draw it."""
    gone, fairways = sorted(_passed(points)), sorted(_fairways(points))
    countries = [code for _, _, codes in sorted([*gone, *fairways]) for code in codes]
    through, along_it = ([name for _, name, _ in some] for some in (gone, fairways))
    return {
        "countries": tuple(dict.fromkeys(countries)),
        "assumed": _assumed(through, along_it, spots, moorings),
        "geometry": _line(points),
    }


def _stop(spot: Spot, mooring: Mooring) -> Stop:
    lat, lon = degrees(mooring.berth)
    return Stop(spot.name, float(lat), float(lon), mooring.away_km)


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
    tree, nodes = lanes.channel_tree
    away, which = tree.query(points, distance_upper_bound=1e-9)
    if not np.isfinite(away).any():
        return []
    row = np.where(np.isfinite(away), lanes.channel[nodes[np.minimum(which, len(nodes) - 1)]], -1)
    along_it = np.flatnonzero((row[1:] == row[:-1]) & (row[1:] >= 0))
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
        f"{how} {_listed([f'the {name}' for name in names])}."
        for how, names in (("Through", straits), ("Round", capes))
        if names
    ]
    if fairways:
        said.append(f"By the fairway: {_listed(fairways)}.")
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


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _line(points: "Floats") -> "shapely.LineString | shapely.MultiLineString":
    """Draw great circles from point to point, cut at the antimeridian."""
    import shapely

    lat, lon = degrees(along(points, _STEP_KM))
    if (np.abs(np.diff(lon)) > 180).any():
        lon = np.unwrap(lon, period=360)
        line = wrap(shapely.LineString(np.column_stack([lon, lat])))
        return cast("shapely.LineString | shapely.MultiLineString", line)
    return shapely.LineString(np.column_stack([lon, lat]))
