"""Ways by rail: which stations, which line, how long, and how sure that is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from kit import _countries, measure
from kit._railways import Railways, railways
from kit._spot import CutOffError, NoWayError, Spot
from kit._way import Stop, Way

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray

# Distances along the map are this much shorter than published ones: the median over the lines of
# tests/published_rail.csv on their own course. This and the next two are printed by
# `python tests/benchmarks/network.py`.
_SCALE = 1.007
# Published over measured, from 2.5 to 97.5 in a hundred: of lines whose course is known ...
_ON_COURSE = 0.967, 1.031
# ... and of those for which the shortest way was taken, which the train need not take.
_SHORTEST = 0.967, 1.123
# A stretch that the map lacks is taken for a tenth longer than straight. It may be straight; nine
# stretches of 20 to 40 km in ten are not this much longer (data/build/rail.py prints how much).
_JOIN = 1 / 1.1, 1.35

_NEAR_KM = 30.0  # farther from a railway a town has no station
_STATION_KM = 5.0  # a station may be so much farther away than the line nearest to the point
_SAY_KM = 5.0  # an end that lies so far from its station is spoken of
_TOUCH_KM = 2.0  # borders are right to a kilometre: a line so short beyond one may be on this side


@dataclass(frozen=True)
class _Trip:
    """Places in their order, and the node that each of them has for a station."""

    spots: tuple[Spot, ...]
    nodes: tuple[int, ...]

    @property
    def legs(self) -> list[tuple[int, int]]:
        """Pairs of stations to travel between."""
        return list(pairwise(self.nodes))


@dataclass(frozen=True)
class _Course:
    """Nodes from one station to another, and the length along them."""

    nodes: "NDArray[np.intp]"
    km: float

    def turned(self) -> "_Course":
        """Give the same course the other way."""
        return replace(self, nodes=self.nodes[::-1])


def ways(
    trips: Sequence[Sequence[Spot]], avoid: Sequence[str], *, keep_errors: bool
) -> "list[Way | NoWayError]":
    """
    Ways by rail through places in their order.

    Parameters
    ----------
    trips : sequence of sequences of Spot
        Two places or more each.
    avoid : sequence of str
        Countries that no way may enter, as `kit._countries.code_of` gives them.
    keep_errors : bool
        Whether to give the error of a trip that has no way in its place instead of raising it.

    Returns
    -------
    list of Way or NoWayError
        In the order of the trips.

    Raises
    ------
    kit._spot.NoWayError
        If a trip has no way.
    """
    closed = tuple(avoid)
    network = railways(closed)
    found: list[_Trip | NoWayError] = []
    for spots in trips:
        try:
            found.append(_stations(network, tuple(spots), closed))
        except NoWayError as error:
            if not keep_errors:
                raise
            found.append(error)
    courses = _courses(
        network, [leg for trip in found if isinstance(trip, _Trip) for leg in trip.legs]
    )
    return [
        _way(network, trip, [courses[leg] for leg in trip.legs])
        if isinstance(trip, _Trip)
        else trip
        for trip in found
    ]


# ---- stations -----------------------------------------------------------------------------------


def _stations(network: Railways, spots: tuple[Spot, ...], closed: tuple[str, ...]) -> _Trip:
    """Choose a station for each place, all of them on one part of the network."""
    for one, two in pairwise(spots):
        if (one.lat, one.lon) == (two.lat, two.lon):
            raise NoWayError(f"{one.name} is both ends of a leg", "Give two different places")
    nearest = [_nearest(network, spot, closed) for spot in spots]
    shared = set.intersection(*(set(parts) for parts in nearest))
    if not shared:
        raise _apart(spots, nearest, closed)
    best = min(shared, key=lambda part: sum(parts[part][1] for parts in nearest))
    nodes = tuple(parts[best][0] for parts in nearest)
    for (one, two), (a, b) in zip(pairwise(spots), pairwise(nodes), strict=True):
        if a == b:
            raise NoWayError(f"{one.name} and {two.name} have the same station on this map")
    return _Trip(spots, nodes)


def _nearest(
    network: Railways, spot: Spot, closed: tuple[str, ...]
) -> dict[int, tuple[int, float]]:
    """Nearest node of each part of the network that a place may have its station on, and its km."""
    import numpy as np

    reach = max(_NEAR_KM, spot.radius_km)
    beyond = max(_STATION_KM, min(spot.radius_km, _NEAR_KM))
    nodes = network.near(spot.lat, spot.lon, beyond)
    if not len(nodes):
        raise NoWayError(f"No railway is left outside {_listed(closed)}", "Avoid less")
    _, first = np.unique(network.part[nodes], return_index=True)
    nodes = nodes[np.sort(first)]
    km = measure.distance_km(spot.lat, spot.lon, network.lat[nodes], network.lon[nodes])
    if closed and km[0] > _STATION_KM:
        _check_open(spot, closed)
    if km[0] > reach:
        without = f" outside {_listed(closed)}" if closed else ""
        raise NoWayError(
            f"No railway is near {spot.name}: the nearest{without} is {km[0]:,.0f} km away",
            "Give a place with a station",
        )
    return {
        int(part): (int(node), float(away))
        for part, node, away in zip(network.part[nodes], nodes, km, strict=True)
    }


def _check_open(spot: Spot, closed: tuple[str, ...]) -> None:
    """Say so where the line that a place lies on is in a country to avoid, and the place too."""
    whole = railways()
    node = whole.near(spot.lat, spot.lon, 0.0)[:1]
    (country,) = whole.countries(node)
    if country in closed and measure.is_in_territory(spot.lat, spot.lon, country):
        raise NoWayError(
            f"{spot.name} lies in {_countries.names()[country]}, which is to be avoided",
            f"Leave {country} out of `avoid`",
        )


def _apart(
    spots: tuple[Spot, ...], nearest: list[dict[int, tuple[int, float]]], closed: tuple[str, ...]
) -> NoWayError:
    """Say which two places no line connects."""
    pairs = zip(pairwise(spots), pairwise(nearest), strict=True)
    cut = [pair for pair, (a, b) in pairs if not set(a) & set(b)]
    one, two = cut[0] if cut else (spots[0], spots[-1])
    if closed:
        return CutOffError(
            f"No railway connects {one.name} and {two.name} without {_listed(closed)}",
            "Avoid less, or take another mode",
        )
    return CutOffError(
        f"No railway connects {one.name} and {two.name}: their lines are apart on this map",
        "Give the legs up to where people or goods change to a ship, plane or road",
    )


def _listed(codes: Sequence[str]) -> str:
    """Names of some countries for a message."""
    words = [_countries.names()[code] for code in codes]
    if len(words) > 5:
        return f"the {len(words)} countries to avoid"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


# ---- the shortest way ---------------------------------------------------------------------------


def _courses(network: Railways, legs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], _Course]:
    """Shortest ways of all legs: one search from each station that many of them share."""
    wanted = {(min(leg), max(leg)) for leg in legs}
    often = Counter(node for leg in wanted for node in leg)
    by_root: dict[int, list[int]] = {}
    for a, b in sorted(wanted):
        root, other = (a, b) if often[a] >= often[b] else (b, a)
        by_root.setdefault(root, []).append(other)
    found: dict[tuple[int, int], _Course] = {}
    for root, others in by_root.items():
        for other, course in zip(others, _search(network, root, others), strict=True):
            found[root, other] = course
            found[other, root] = course.turned()
    return found


def _search(network: Railways, root: int, others: list[int]) -> list[_Course]:
    """Shortest ways from a node to others of its part."""
    import numpy as np
    from scipy.sparse.csgraph import dijkstra  # type: ignore[import-untyped]

    straight = measure.distance_km(
        network.lat[root], network.lon[root], network.lat[others], network.lon[others]
    )
    # Nearly all ways are shorter than this; what is not is searched for without a limit.
    limit = float(np.max(straight)) * 2 + 200
    for within in (limit, np.inf):
        km, before = dijkstra(network.pull, indices=root, limit=within, return_predecessors=True)
        if np.isfinite(km[others]).all():
            break
    courses = []
    for other in others:
        nodes = [other]
        while nodes[-1] != root:
            nodes.append(int(before[nodes[-1]]))
        course = np.array(nodes[::-1], dtype=np.intp)
        courses.append(_Course(course, network.km(course)))
    return courses


# ---- what is told -------------------------------------------------------------------------------


def _way(network: Railways, trip: _Trip, courses: list[_Course]) -> Way:
    """Put the legs together and say how long the way is and how sure that is."""
    import numpy as np

    nodes = np.concatenate([courses[0].nodes, *(course.nodes[1:] for course in courses[1:])])
    stops = _stops(network, trip)
    pieces = zip(nodes[:-1].tolist(), nodes[1:].tolist(), strict=True)
    joined = [pair for pair in ((min(p), max(p)) for p in pieces) if pair in network.joined]
    gaps: dict[str, float] = {}  # km of each line that the map leaves out
    for pair in joined:
        if not network.joined[pair].known:
            why = network.joined[pair].why
            gaps[why] = gaps.get(why, 0.0) + float(network.graph[pair])
    km = sum(course.km for course in courses) * _SCALE
    on_map_km = km - sum(gaps.values()) * _SCALE
    low, high = _ON_COURSE if len(trip.nodes) > 2 else _SHORTEST
    low_km = on_map_km * low + sum(gaps.values()) * _JOIN[0]
    high_km = on_map_km * high + sum(gaps.values()) * _JOIN[1]
    loose_km = sum(
        end.away_km + (spot.radius_km if spot.is_wide else 0.0)
        for end, spot in ((stops[0], trip.spots[0]), (stops[-1], trip.spots[-1]))
    )
    straight_km = sum(measure.distance_km(a.lat, a.lon, b.lat, b.lon) for a, b in pairwise(stops))
    return Way(
        mode="rail",
        length_km=km,
        low_km=max(low_km, min(straight_km, km)) - min(loose_km, low_km),
        high_km=high_km + loose_km,
        method=f"shortest way over OpenStreetMap's railways, times {_SCALE}",
        stops=stops,
        countries=_countries_of(network, nodes),
        assumed=_assumed(trip, stops, gaps),
        geometry=_line(network, nodes),
    )


def _stops(network: Railways, trip: _Trip) -> tuple[Stop, ...]:
    return tuple(
        Stop(
            spot.name,
            lat := float(network.lat[node]),
            lon := float(network.lon[node]),
            measure.distance_km(spot.lat, spot.lon, lat, lon),
        )
        for spot, node in zip(trip.spots, trip.nodes, strict=True)
    )


def _countries_of(network: Railways, nodes: "NDArray[np.intp]") -> tuple[str, ...]:
    """Countries passed, in order; not those that a line barely touches."""
    import numpy as np

    lat, lon = network.lat[nodes], network.lon[nodes]
    km = measure.distance_km(lat[:-1], lon[:-1], lat[1:], lon[1:])
    each = np.append(km, 0.0) / 2 + np.insert(km, 0, 0.0) / 2
    units, which = np.unique(network.unit[nodes], return_inverse=True)
    long = np.bincount(which, weights=each, minlength=len(units)) > _TOUCH_KM
    kept = long[which]
    kept[[0, -1]] = True
    return network.countries(nodes[kept])


def _assumed(trip: _Trip, stops: tuple[Stop, ...], gaps: dict[str, float]) -> tuple[str, ...]:
    """Say what was taken for granted."""
    between = "" if len(stops) == 2 else " between the places named"
    said = [f"By the shortest way{between}, on whatever gauge; a train may go another."]
    for spot, stop in zip(trip.spots, stops, strict=True):
        if spot.said:
            said.append(spot.said)
        if spot.is_wide:
            said.append(
                f"{spot.name} was taken at its middle, about {spot.radius_km:,.0f} km around."
            )
        if stop.away_km > _SAY_KM:
            said.append(f"The nearest line is {stop.away_km:.0f} km from {spot.name}.")
    said += [
        f"The map lacks {km:.0f} km of line, here about a tenth longer than straight: {why}."
        for why, km in gaps.items()
    ]
    return tuple(said)


def _line(
    network: Railways, nodes: "NDArray[np.intp]"
) -> "shapely.LineString | shapely.MultiLineString":
    """Draw the way, cut at the antimeridian."""
    import numpy as np
    import shapely

    from kit._globe import wrap

    lon = np.unwrap(network.lon[nodes], period=360)
    line = shapely.LineString(np.column_stack([lon, network.lat[nodes]]))
    return cast("shapely.LineString | shapely.MultiLineString", wrap(line))
