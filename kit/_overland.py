"""Ways over railways and roads: from which node, along which line, through which countries."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kit import _countries, measure
from kit._globe import unbroken
from kit._landnet import Landnet, course
from kit._spot import Spot, in_words
from kit._way import Stop
from kit.errors import CutOffError, NoWayError

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray

_TOUCH_KM = 2.0  # borders are right to a kilometre: a line so short beyond one may be on this side
_SAY_KM = 5.0  # an end that lies so far from the network is spoken of


class Ground(NamedTuple):
    """
    What ways go on.

    Attributes
    ----------
    network : callable
        Gives the network without some countries.
    near_km : float
        Farther from it a town is not on it.
    beyond_km : float
        A place may be joined to it so much farther away than where it is nearest.
    line, stop : str
        What it is made of, and where one gets on, in a word or two.
    at_stop, at_change : str
        What to do where a place is far from it, and where two places lie on two parts of it.
    """

    network: Callable[[Sequence[str]], Landnet]
    near_km: float
    beyond_km: float
    line: str
    stop: str
    at_stop: str
    at_change: str


@dataclass(frozen=True)
class Course:
    """Nodes from one stop to another, and the length along them."""

    nodes: "NDArray[np.intp]"
    km: float

    def turned(self) -> "Course":
        """Give the same course the other way."""
        return replace(self, nodes=self.nodes[::-1])


class Trip(NamedTuple):
    """Places in their order, where each of them is joined to the network, and what lies between."""

    network: Landnet
    spots: tuple[Spot, ...]
    stops: tuple[Stop, ...]
    courses: tuple[Course, ...]

    @property
    def nodes(self) -> "NDArray[np.intp]":
        """All nodes from the first to the last."""
        import numpy as np

        first, *rest = (course.nodes for course in self.courses)
        return np.concatenate([first, *(nodes[1:] for nodes in rest)])


def trips(
    ground: Ground, asked: Sequence[Sequence[Spot]], avoid: Sequence[str]
) -> "list[Trip | NoWayError]":
    """
    Find ways through places in their order.

    Parameters
    ----------
    ground : Ground
    asked : sequence of sequences of Spot
        Two places or more each.
    avoid : sequence of str
        Countries that no way may enter, as `kit._countries.code_of` gives them.

    Returns
    -------
    list of Trip or NoWayError
        In the order of those that were asked for.
    """
    closed = tuple(avoid)
    network = ground.network(closed)
    found: list[list[int] | NoWayError] = []
    for spots in asked:
        try:
            found.append(_nodes(ground, network, spots, closed))
        except NoWayError as error:
            found.append(error)
    joined = [nodes for nodes in found if isinstance(nodes, list)]
    courses = _courses(network, [leg for nodes in joined for leg in pairwise(nodes)])
    return [
        Trip(
            network,
            tuple(spots),
            _stops(network, spots, nodes),
            tuple(courses[leg] for leg in pairwise(nodes)),
        )
        if isinstance(nodes, list)
        else nodes
        for spots, nodes in zip(asked, found, strict=True)
    ]


# ---- stops --------------------------------------------------------------------------------------


def _nodes(
    ground: Ground, network: Landnet, spots: Sequence[Spot], closed: tuple[str, ...]
) -> list[int]:
    """Choose a node for each place, all of them on one part of the network."""
    for one, two in pairwise(spots):
        if (one.lat, one.lon) == (two.lat, two.lon):
            raise NoWayError(f"{one.name} is both ends of a leg", "Give two different places")
    nearest = [_nearest(ground, network, spot, closed) for spot in spots]
    shared = set.intersection(*(set(parts) for parts in nearest))
    if not shared:
        raise _apart(ground, spots, nearest, closed)
    best = min(shared, key=lambda part: sum(parts[part][1] for parts in nearest))
    nodes = [parts[best][0] for parts in nearest]
    for (one, two), (a, b) in zip(pairwise(spots), pairwise(nodes), strict=True):
        if a == b:
            raise NoWayError(f"{one.name} and {two.name} have the same {ground.stop} on this map")
    return nodes


def _nearest(
    ground: Ground, network: Landnet, spot: Spot, closed: tuple[str, ...]
) -> dict[int, tuple[int, float]]:
    """Nearest node of each part of the network that a place may be joined to, and its km."""
    import numpy as np

    reach = max(ground.near_km, spot.radius_km)
    beyond = max(ground.beyond_km, min(spot.radius_km, ground.near_km))
    nodes = network.near(spot.lat, spot.lon, beyond)
    if not len(nodes):
        raise NoWayError(f"No {ground.line} is left outside {_listed(closed)}", "Avoid less")
    _, first = np.unique(network.part[nodes], return_index=True)
    nodes = nodes[np.sort(first)]
    km = measure.distance_km(spot.lat, spot.lon, network.lat[nodes], network.lon[nodes])
    if closed and km[0] > ground.beyond_km:
        _check_open(ground, spot, closed)
    if km[0] > reach:
        without = f" outside {_listed(closed)}" if closed else ""
        raise NoWayError(
            f"No {ground.line} is near {spot.name}: the nearest{without} is {km[0]:,.0f} km away",
            ground.at_stop,
        )
    return {
        int(part): (int(node), float(away))
        for part, node, away in zip(network.part[nodes], nodes, km, strict=True)
    }


def _check_open(ground: Ground, spot: Spot, closed: tuple[str, ...]) -> None:
    """Say so where the line that a place lies on is in a country to avoid, and the place too."""
    whole = ground.network(())
    node = whole.near(spot.lat, spot.lon, 0.0)[:1]
    (country,) = whole.countries(node)
    if country in closed and measure.is_in_territory(spot.lat, spot.lon, country):
        raise NoWayError(
            f"{spot.name} lies in {_countries.names()[country]}, which is to be avoided",
            f"Leave {country} out of `avoid`",
        )


def _apart(
    ground: Ground,
    spots: Sequence[Spot],
    nearest: list[dict[int, tuple[int, float]]],
    closed: tuple[str, ...],
) -> NoWayError:
    """Say which two places no line connects."""
    pairs = zip(pairwise(spots), pairwise(nearest), strict=True)
    cut = [pair for pair, (a, b) in pairs if not set(a) & set(b)]
    one, two = cut[0] if cut else (spots[0], spots[-1])
    if closed:
        return CutOffError(
            f"No {ground.line} connects {one.name} and {two.name} without {_listed(closed)}",
            "Avoid less, or take another mode",
        )
    return CutOffError(
        f"No {ground.line} connects {one.name} and {two.name}: their lines are apart on this map",
        ground.at_change,
    )


def _listed(codes: Sequence[str]) -> str:
    """Names of some countries for a message."""
    words = [_countries.names()[code] for code in codes]
    if len(words) > 5:
        return f"the {len(words)} countries to avoid"
    return in_words(words)


def _stops(network: Landnet, spots: Sequence[Spot], nodes: Sequence[int]) -> tuple[Stop, ...]:
    return tuple(
        Stop(
            spot.name,
            lat := float(network.lat[node]),
            lon := float(network.lon[node]),
            measure.distance_km(spot.lat, spot.lon, lat, lon),
        )
        for spot, node in zip(spots, nodes, strict=True)
    )


# ---- the shortest way ---------------------------------------------------------------------------


def _courses(network: Landnet, legs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Course]:
    """Shortest ways of all legs: one search from each node that many of them share."""
    wanted = {(min(leg), max(leg)) for leg in legs}
    often = Counter(node for leg in wanted for node in leg)
    by_root: dict[int, list[int]] = {}
    for a, b in sorted(wanted):
        root, other = (a, b) if often[a] >= often[b] else (b, a)
        by_root.setdefault(root, []).append(other)
    found: dict[tuple[int, int], Course] = {}
    for root, others in by_root.items():
        for other, way in zip(others, _search(network, root, others), strict=True):
            found[root, other] = way
            found[other, root] = way.turned()
    return found


def _search(network: Landnet, root: int, others: list[int]) -> list[Course]:
    """Shortest ways from a node to others of its part."""
    import numpy as np
    from scipy.sparse.csgraph import dijkstra

    straight = measure.distance_km(
        network.lat[root], network.lon[root], network.lat[others], network.lon[others]
    )
    # Nearly all ways are shorter than this; what is not is searched for without a limit.
    limit = float(np.max(straight)) * 2 + 200
    for within in (limit, np.inf):
        km, before = dijkstra(network.pull, indices=root, limit=within, return_predecessors=True)
        if np.isfinite(km[others]).all():
            break
    ways = [np.array(course(before, root, other), dtype=np.intp) for other in others]
    return [Course(nodes, network.km(nodes)) for nodes in ways]


# ---- what is told -------------------------------------------------------------------------------


def said_of(trip: Trip, ground: Ground) -> list[str]:
    """
    Say what was taken for granted of the places.

    Parameters
    ----------
    trip : Trip
    ground : Ground

    Returns
    -------
    list of str
        A sentence each.
    """
    said = []
    for spot, stop in zip(trip.spots, trip.stops, strict=True):
        if spot.said:
            said.append(spot.said)
        if spot.is_wide:
            said.append(
                f"{spot.name} was taken at its middle, about {spot.radius_km:,.0f} km around."
            )
        if stop.away_km > _SAY_KM:
            said.append(f"The nearest {ground.line} is {stop.away_km:.0f} km from {spot.name}.")
    return said


def gaps_of(trip: Trip) -> dict[str, float]:
    """
    Measure what the map leaves out of a trip.

    Parameters
    ----------
    trip : Trip

    Returns
    -------
    dict of str to float
        Kilometres of each line whose length is not known, by its name.
    """
    network = trip.network
    gaps: dict[str, float] = {}
    for one, two in pairwise(trip.nodes.tolist()):
        pair = min(one, two), max(one, two)
        if pair in network.joined and not network.joined[pair].known:
            why = network.joined[pair].why
            gaps[why] = gaps.get(why, 0.0) + float(network.graph[pair])
    return gaps


def said_of_gaps(trip: Trip, what: str) -> list[str]:
    """
    Say what the map leaves out of a trip.

    Parameters
    ----------
    trip : Trip
    what : str
        It lacks kilometres of that: "line".

    Returns
    -------
    list of str
        A sentence each.
    """
    return [
        f"The map lacks {km:.0f} km of {what}, here about a tenth longer than straight: {why}."
        for why, km in gaps_of(trip).items()
    ]


def countries_of(network: Landnet, nodes: "NDArray[np.intp]") -> tuple[str, ...]:
    """
    Name the countries passed, in order; not those that a line barely touches.

    Parameters
    ----------
    network : Landnet
    nodes : array of int

    Returns
    -------
    tuple of str
        ISO 3166-1 alpha-2.
    """
    import numpy as np

    lat, lon = network.lat[nodes], network.lon[nodes]
    km = measure.distance_km(lat[:-1], lon[:-1], lat[1:], lon[1:])
    each = np.append(km, 0.0) / 2 + np.insert(km, 0, 0.0) / 2
    units, which = np.unique(network.unit[nodes], return_inverse=True)
    long = np.bincount(which, weights=each, minlength=len(units)) > _TOUCH_KM
    kept = long[which]
    kept[[0, -1]] = True
    return network.countries(nodes[kept])


def line(
    network: Landnet, nodes: "NDArray[np.intp]"
) -> "shapely.LineString | shapely.MultiLineString":
    """
    Draw a way, cut at the antimeridian.

    Parameters
    ----------
    network : Landnet
    nodes : array of int

    Returns
    -------
    shapely LineString or MultiLineString
        In longitude and latitude.
    """
    import numpy as np

    return unbroken(np.column_stack([network.lon[nodes], network.lat[nodes]]))
