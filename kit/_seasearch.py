"""The shortest way by sea between two moorings: near ones past all nodes, far ones over hubs."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kit._moorings import Mooring, seen_from
from kit._sealanes import Sealanes, Waterway
from kit._sphere import arc_km, chord

if TYPE_CHECKING:
    from kit._sealanes import Ints
    from kit._sphere import Floats

_NO_WAY = 65535
_SHORT_KM = 800.0  # below, a way that passes no hub is looked for, too
_NEAR_KM = 250.0  # below, only that
_AS_SHORT = 0.001  # ways that differ by less are as short
_BETWEEN = 60  # how many nodes between the ends of a short way each end looks out for
_AROUND_KM = 400.0  # how far from the ends a short way goes at most
_LOCAL_KM = 250.0  # how far from an end its hubs are looked for, first
_KEPT = 2000  # how many ends are remembered with what is next to them
_ROUND = 1.35  # a short way that is so much longer than straight may be shorter over the hubs


class Course(NamedTuple):
    """Points on a sphere from one mooring to another, the nodes among them, and the length."""

    at: "Floats"
    nodes: "Ints"
    km: float


class Access(NamedTuple):
    """Hubs that a mooring has a way to past no other hub, how far, and the nodes between."""

    hubs: "Ints"
    km: "Floats"
    inner: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Search:
    """
    Searches on the sea without some passages; what an end has next to it is looked up once.

    Attributes
    ----------
    on : Waterway
    """

    on: Waterway
    _accesses: dict[tuple[int, bytes], Access] = field(default_factory=dict)

    def leg(self, one: Mooring, two: Mooring) -> Course | None:
        """Find the shortest way between two moorings."""
        straight_km = float(arc_km(one.at, two.at))
        found = None
        if straight_km < _SHORT_KM:
            found = _straight(self.on, one, two, straight_km) or _short(
                self.on, one, two, straight_km
            )
        if found is None or found.km > straight_km * _ROUND or straight_km > _NEAR_KM:
            courses = [course for course in (found, self._long(one, two)) if course is not None]
            found = min(courses, key=lambda course: course.km, default=None)
        return found

    def _long(self, one: Mooring, two: Mooring) -> Course | None:
        """Find a way from hub to hub."""
        start, end = self._access(one), self._access(two)
        if not len(start.hubs) or not len(end.hubs):
            return None
        search = _by_table if self.on.is_usual else _by_graph
        found = search(self.on, start, end)
        if found is None:
            return None
        hubs, km = found
        i, j = list(start.hubs).index(hubs[0]), list(end.hubs).index(hubs[-1])
        nodes = np.array([*start.inner[i], *hubs, *end.inner[j][::-1]], dtype=np.intp)
        return Course(np.vstack([one.at, self.on.lanes.at[nodes], two.at]), nodes, km)

    def _access(self, mooring: Mooring) -> Access:
        key = (mooring.water, mooring.at.tobytes())
        if key not in self._accesses:
            if len(self._accesses) >= _KEPT:
                self._accesses.clear()
            self._accesses[key] = _access(self.on, mooring)
        return self._accesses[key]


def _straight(on: Waterway, one: Mooring, two: Mooring, km: float) -> Course | None:
    """The great circle, if it is clear."""
    if one.node >= 0 or two.node >= 0 or not on.clear(one.at, two.at[None])[0]:
        return None
    return Course(np.stack([one.at, two.at]), np.zeros(0, dtype=np.intp), km)


def _short(on: Waterway, one: Mooring, two: Mooring, straight_km: float) -> Course | None:
    """A way past no hub, or past those next to an end."""
    lanes = on.lanes
    middle = one.at + two.at
    middle = middle / np.sqrt((middle**2).sum())
    reach_km = min(0.9 * straight_km + 30, _AROUND_KM)
    centres = [middle] if straight_km < _NEAR_KM else [one.at, two.at]
    around = np.unique(np.concatenate([_around(on, centre, reach_km) for centre in centres]))
    detour = arc_km(one.at, lanes.at[around]) + arc_km(two.at, lanes.at[around])
    between = around[np.argsort(detour)[:_BETWEEN]]
    (from_nodes, from_km), (to_nodes, to_km) = (seen_from(on, end, between) for end in (one, two))
    own = np.unique(np.concatenate([around, from_nodes, to_nodes]))
    first, last = len(own), len(own) + 1
    part = on.near[own][:, own].tocoo()
    km, before = _searched(
        (*part.coords, part.data),
        (np.full(len(from_nodes), first), np.searchsorted(own, from_nodes), from_km),
        (np.searchsorted(own, to_nodes), np.full(len(to_nodes), last), to_km),
        start=first,
    )
    if not np.isfinite(km[last]):
        return None
    nodes = own[_back(before, last)]
    return Course(np.vstack([one.at, lanes.at[nodes], two.at]), nodes, float(km[last]))


def _around(on: Waterway, at: "Floats", km: float) -> "Ints":
    """Nodes so near a point, in order."""
    return np.array(on.lanes.tree.query_ball_point(at, chord(km), return_sorted=True), np.intp)


def _by_table(on: Waterway, start: Access, end: Access) -> tuple[list[int], float] | None:
    """Hubs of the best way by the table, and the length with both accesses."""
    lanes = on.lanes
    here = np.repeat(start.hubs, len(end.hubs))
    there = np.tile(end.hubs, len(start.hubs))
    km = np.add.outer(start.km, end.km).ravel()
    hops = []
    going, at = np.arange(len(here)), here
    while len(going):
        apart = at != there[going]
        going, at = going[apart], at[apart]
        following = lanes.next[there[going], at].astype(np.intp)
        lost = following == _NO_WAY
        if lost.any():
            km[going[lost]] = np.inf
            going, at, following = going[~lost], at[~lost], following[~lost]
        hops.append((going, at, following))
        at = following
    which, one, two = map(np.concatenate, zip(*hops, strict=True))
    km += np.bincount(which, arc_km(lanes.at[one], lanes.at[two]), len(km))
    best = int(km.argmin())
    if not np.isfinite(km[best]):
        return None
    hubs, goal = [int(here[best])], int(there[best])
    while hubs[-1] != goal:
        hubs.append(int(lanes.next[goal, hubs[-1]]))
    return hubs, float(km[best])


def _by_graph(on: Waterway, start: Access, end: Access) -> tuple[list[int], float] | None:
    """The same where other passages are closed than the table knows of."""
    first, last = on.lanes.hubs, on.lanes.hubs + 1
    far = on.far.tocoo()
    km, before = _searched(
        (*far.coords, far.data),
        (np.full(len(start.hubs), first), start.hubs, start.km),
        (end.hubs, np.full(len(end.hubs), last), end.km),
        start=first,
    )
    return (_back(before, last), float(km[last])) if np.isfinite(km[last]) else None


def _access(on: Waterway, mooring: Mooring) -> Access:
    """Hubs next to a mooring."""
    seen, seen_km = seen_from(on, mooring)
    if not len(seen):
        return Access(np.zeros(0, dtype=np.intp), np.zeros(0), ())
    lanes = on.lanes
    for reach_km in (_LOCAL_KM, 4 * _LOCAL_KM, 16 * _LOCAL_KM):
        near = np.union1d(_around(on, mooring.at, reach_km), seen)
        part = on.to_hubs[near].tocoo()
        beyond = np.unique(part.coords[1])
        own = np.union1d(near, beyond[beyond < lanes.hubs])
        inside = np.isin(part.coords[1], own)
        ends = near[part.coords[0][inside]], part.coords[1][inside]
        first = len(own)
        km, before = _searched(
            (*(np.searchsorted(own, end) for end in ends), part.data[inside]),
            (np.full(len(seen), first), np.searchsorted(own, seen), seen_km),
            start=first,
        )
        hubs = np.flatnonzero((own < lanes.hubs) & np.isfinite(km[:first]))
        hubs = hubs[_not_behind(lanes, own[hubs], km[hubs])]
        if len(hubs):
            break
    inner = tuple(tuple(own[_back(before, int(hub))].tolist()) for hub in hubs)
    return Access(own[hubs], km[hubs], inner)


def _not_behind(lanes: Sealanes, hubs: "Ints", km: "Floats") -> "Ints":
    """Numbers of the hubs to which no way as short leads past another of them that sees it."""
    from_, to = np.meshgrid(hubs, hubs, indexing="ij")
    sees = lanes.next[to, from_] == to
    over = km[:, None] + arc_km(lanes.at[hubs][:, None], lanes.at[hubs][None])
    behind = sees & (over <= km * (1 + _AS_SHORT)) & (km[:, None] < km)
    return np.flatnonzero(~behind.any(axis=0))


def _searched(*edges: "tuple[Ints, Ints, Floats]", start: int) -> "tuple[Floats, Ints]":
    """Lengths from a node and the nodes before, in the graph of some edges: from, to, km."""
    from scipy.sparse import coo_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import dijkstra  # type: ignore[import-untyped]

    rows, columns, km = map(np.concatenate, zip(*edges, strict=True))
    # The start is the last node but for an end; an edge without length would be none.
    shape = (start + 2, start + 2)
    graph = coo_array((np.maximum(km, 1e-9), (rows, columns)), shape=shape).tocsr()
    found, before = dijkstra(graph, indices=start, return_predecessors=True)
    return found, before


def _back(before: "Ints", last: int) -> list[int]:
    """Nodes between the start and a node, in order."""
    nodes = []
    node = int(before[last])
    while before[node] >= 0:
        nodes.append(node)
        node = int(before[node])
    return nodes[::-1]
