"""The shortest way by sea between two moorings: near ones past all nodes, far ones over hubs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from kit._moorings import Mooring, seen_from
from kit._seaaccess import Access, reach
from kit._sealanes import Sealanes, Waterway
from kit._sphere import apart_km, arc_km, chord, dot, ragged, unit

if TYPE_CHECKING:
    from kit._sphere import Floats, Ints

_NO_WAY = 65535
_SHORT_KM = 800.0  # below, a way that passes no hub is looked for, too
_NEAR_KM = 250.0  # below, it goes round their middle
_PIECE_KM, _BEYOND_KM = 40.0, 60.0  # a way that turns back between such pieces is looked at again
_AS_SHORT = 0.001  # ways that differ by less are as short
_BETWEEN = 60  # how many nodes between the ends of a short way each end looks out for
_AROUND_KM = 400.0  # how far from the ends a short way goes at most
_LOCAL_KM = 250.0  # how far from an end its hubs are looked for, first
_KEPT = 2000  # how many ends are remembered with what is next to them


type Ends = tuple[Mooring, Mooring]


class _Graph(Protocol):
    """What is read of scipy's rows of edges, which have no types."""

    indptr: "Ints"
    indices: "Ints"
    data: "Floats"


class Course(NamedTuple):
    """Points on a sphere from one mooring to another, the nodes among them, and the length."""

    at: "Floats"
    nodes: "Ints"
    km: float


class Beside(NamedTuple):
    """Nodes that a mooring sees, how far they are, and the hubs that it reaches over them."""

    nodes: "Ints"
    km: "Floats"
    access: Access


@dataclass(frozen=True)
class Search:
    """
    Searches on the sea without some passages; what an end has next to it is looked up once.

    Attributes
    ----------
    on : Waterway
    """

    on: Waterway
    _known: dict[tuple[int, bytes], Beside] = field(default_factory=dict)

    def legs(self, pairs: Sequence[Ends]) -> list[Course | None]:
        """Find the shortest way between the moorings of each pair, None where there is none."""
        found = _straight(self.on, pairs)
        rest = [number for number, course in enumerate(found) if course is None]
        beside = self._beside([mooring for number in rest for mooring in pairs[number]])
        for number, *near in zip(rest, beside[::2], beside[1::2], strict=True):
            found[number] = self._leg(pairs[number], near)
        return found

    def _leg(self, ends: Ends, beside: Sequence[Beside]) -> Course | None:
        """Find a way past hubs, and between near moorings one along the shore."""
        straight_km = apart_km(ends[0].at, ends[1].at)
        found = self._long(ends, beside)
        if found is not None:
            found = _tightened(self.on, found, beside)
        if straight_km >= _SHORT_KM or (found and found.km <= straight_km * (1 + _AS_SHORT)):
            return found
        return _short(self.on, ends, beside, found.km if found else np.inf) or found

    def _long(self, ends: Ends, beside: Sequence[Beside]) -> Course | None:
        """Find a way from hub to hub."""
        start, end = (near.access for near in beside)
        if not len(start.hubs) or not len(end.hubs):
            return None
        search = _by_table if self.on.is_usual else _by_graph
        found = search(self.on, start, end)
        if found is None:
            return None
        hubs, km = found
        first, last = (
            access.between(access.hubs.tolist().index(hub))
            for access, hub in ((start, hubs[0]), (end, hubs[-1]))
        )
        nodes = np.array([*first, *hubs, *last[::-1]], dtype=np.intp)
        return Course(np.vstack([ends[0].at, self.on.lanes.at[nodes], ends[1].at]), nodes, km)

    def _beside(self, moorings: Sequence[Mooring]) -> list[Beside]:
        """Give what each mooring has next to it, those that are new at one look."""
        keys = [(mooring.water, mooring.at.tobytes()) for mooring in moorings]
        if len(self._known) + len(keys) > _KEPT:
            self._known.clear()
        by_key = dict(zip(keys, moorings, strict=True))
        new = [key for key in by_key if key not in self._known]
        seen = seen_from(self.on, [by_key[key] for key in new]) if new else []
        for key, (nodes, km) in zip(new, seen, strict=True):
            access = _access(self.on, by_key[key], nodes, km)
            self._known[key] = Beside(nodes, km, access)
        return [self._known[key] for key in keys]


def _straight(on: Waterway, pairs: Sequence[Ends]) -> list[Course | None]:
    """Great circles between near moorings, where they are clear."""
    found: list[Course | None] = [None] * len(pairs)
    kms = [apart_km(one.at, two.at) for one, two in pairs]
    near = [
        number
        for number, (one, two) in enumerate(pairs)
        if kms[number] < _SHORT_KM and one.node < 0 and two.node < 0
    ]
    if near:
        at = np.array([[mooring.at for mooring in pairs[number]] for number in near])
        clear = on.clear(at[:, 0], at[:, 1])
        for number, points, is_clear in zip(near, at, clear.tolist(), strict=True):
            if is_clear:
                found[number] = Course(points, np.zeros(0, dtype=np.intp), kms[number])
    return found


def _short(on: Waterway, ends: Ends, beside: Sequence[Beside], most_km: float) -> Course | None:
    """A way along the shore that is shorter than so much, past any nodes near the ends."""
    lanes, (one, two) = on.lanes, ends
    straight_km = apart_km(one.at, two.at)
    middle = unit(one.at + two.at)
    reach_km = min(0.9 * straight_km + 30, _AROUND_KM)
    centres = [middle] if straight_km < _NEAR_KM else [one.at, two.at]
    found = [_around(on, centre, reach_km) for centre in centres]
    around = found[0] if len(found) == 1 else np.union1d(*found)
    detour = arc_km(one.at, lanes.at[around]) + arc_km(two.at, lanes.at[around])
    around, detour = around[detour < most_km], detour[detour < most_km]
    between = around[np.argsort(detour)[:_BETWEEN]]
    (from_nodes, from_km), (to_nodes, to_km) = _also_seen(on, ends, beside, between)
    if not len(from_nodes) or not len(to_nodes):
        return None
    own = np.unique(np.concatenate([around, from_nodes, to_nodes]))
    km, before = _searched(on.near, own, from_nodes, from_km, most_km)
    over = km[np.searchsorted(own, to_nodes)] + to_km
    best = int(over.argmin())
    if not over[best] < most_km:
        return None
    nodes = own[_back(before, int(np.searchsorted(own, to_nodes[best])))]
    nodes = np.append(nodes, to_nodes[best])
    return Course(np.vstack([one.at, lanes.at[nodes], two.at]), nodes, float(over[best]))


def _tightened(on: Waterway, course: Course, beside: Sequence[Beside]) -> Course:
    """Go along the shore where a way turns back: no hub may lie where it would have turned."""
    lanes = on.lanes
    for bend in _bends(course.at):
        pieces_km = arc_km(course.at[bend - 1 : bend + 1], course.at[bend : bend + 2])
        # Nodes that the way may leave its line at before the bend, and come back to it behind.
        leaving, coming = (
            (near.nodes, near.km)
            if other in (0, len(course.at) - 1)
            else (course.nodes[other - 1 : other], np.zeros(1))
            for other, near in ((bend - 1, beside[0]), (bend + 1, beside[1]))
        )
        around = _around(on, course.at[bend], float(pieces_km.max()) + _BEYOND_KM)
        own = np.unique(np.concatenate([around, leaving[0], coming[0]]))
        km, before = _searched(on.near, own, *leaving, float(pieces_km.sum()))
        over = km[np.searchsorted(own, coming[0])] + coming[1]
        best = int(over.argmin())
        if over[best] < pieces_km.sum() * (1 - _AS_SHORT):
            last = int(np.searchsorted(own, coming[0][best]))
            inner = own[[*_back(before, last), last]]
            nodes = np.concatenate([course.nodes[: bend - 1], inner, course.nodes[bend:]])
            nodes = nodes[np.append(True, np.diff(nodes) != 0)]  # both ends may be in twice
            at = np.vstack([course.at[:1], lanes.at[nodes], course.at[-1:]])
            return Course(at, nodes, float(arc_km(at[:-1], at[1:]).sum()))
    return course


def _bends(at: "Floats") -> list[int]:
    """Numbers of the points at which a way turns back between long pieces."""
    there = at[1:-1] - at[:-2]
    on = at[2:] - at[1:-1]
    back = np.flatnonzero(dot(there, on) < 0)
    shorter = np.minimum(dot(there[back], there[back]), dot(on[back], on[back]))
    return [number + 1 for number in back[shorter > chord(_PIECE_KM) ** 2].tolist()]


def _also_seen(
    on: Waterway, ends: Ends, beside: Sequence[Beside], others: "Ints"
) -> "list[tuple[Ints, Floats]]":
    """Nodes that each end sees, of some others too."""
    lanes = on.lanes
    new = [
        others[(lanes.water[others] == end.water) & (end.node < 0) & ~np.isin(others, near.nodes)]
        for end, near in zip(ends, beside, strict=True)
    ]
    nodes, own = np.concatenate(new), np.repeat([0, 1], list(map(len, new)))
    at = np.stack([end.at for end in ends])[own]
    clear = on.clear(at, lanes.at[nodes])
    nodes, own, km = nodes[clear], own[clear], arc_km(at[clear], lanes.at[nodes[clear]])
    return [
        (np.append(near.nodes, nodes[own == number]), np.append(near.km, km[own == number]))
        for number, near in enumerate(beside)
    ]


def _around(on: Waterway, at: "Floats", km: float) -> "Ints":
    """Nodes so near a point, in order."""
    return np.array(on.lanes.tree.query_ball_point(at, chord(km), return_sorted=True), np.intp)


def _by_table(on: Waterway, start: Access, end: Access) -> tuple[list[int], float] | None:
    """Hubs of the best way by the table, and the length with both accesses."""
    lanes = on.lanes
    one, two = np.repeat(start.hubs, len(end.hubs)), np.tile(end.hubs, len(start.hubs))
    joined = lanes.next[two, one] != _NO_WAY
    if not joined.any():
        return None
    here, there = one[joined], two[joined]
    passed = [here]
    while (passed[-1] != there).any():
        passed.append(lanes.next[there, passed[-1]])
    at = lanes.at[np.stack(passed)]
    km = np.add.outer(start.km, end.km).ravel()[joined] + arc_km(at[:-1], at[1:]).sum(axis=0)
    best = int(km.argmin())
    hubs = [int(hub[best]) for hub in passed]
    return hubs[: hubs.index(int(there[best])) + 1], float(km[best])


def _by_graph(on: Waterway, start: Access, end: Access) -> tuple[list[int], float] | None:
    """The same where other passages are closed than the table knows of."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    far, first = on.far, on.lanes.hubs  # the start is one node more
    rows = np.append(far.indptr, far.indptr[-1] + len(start.hubs))
    columns = np.concatenate([far.indices, start.hubs.astype(far.indices.dtype)])
    lengths = np.concatenate([far.data, np.maximum(start.km, 1e-9)])
    graph = csr_array((lengths, columns, rows), shape=(first + 1, first + 1))
    km, before = dijkstra(graph, indices=first, return_predecessors=True)
    over = km[end.hubs] + end.km
    best = int(over.argmin())
    if not np.isfinite(over[best]):
        return None
    last = int(end.hubs[best])
    return [*_back(before, last), last], float(over[best])


def _access(on: Waterway, mooring: Mooring, seen: "Ints", seen_km: "Floats") -> Access:
    """Hubs next to a mooring: by the table, or where other passages are closed by a search."""
    if not len(seen):
        return Access(np.zeros(0, dtype=np.intp), np.zeros(0), lambda _: [])
    if on.is_usual and len((found := reach().from_nodes(seen, seen_km)).hubs):
        kept = _not_behind(on.lanes, found.hubs, found.km)
        way = found.between
        return Access(found.hubs[kept], found.km[kept], lambda number: way(int(kept[number])))
    lanes = on.lanes
    for reach_km in (_LOCAL_KM, 4 * _LOCAL_KM, 16 * _LOCAL_KM):
        near = np.union1d(_around(on, mooring.at, reach_km), seen)
        beyond = np.unique(_edges(on.to_hubs, near)[1])
        own = np.union1d(near, beyond[beyond < lanes.hubs])
        km, before = _searched(on.to_hubs, own, seen, seen_km)
        hubs = np.flatnonzero((own < lanes.hubs) & np.isfinite(km[:-1]))
        hubs = hubs[_not_behind(lanes, own[hubs], km[hubs])]
        if len(hubs):
            break
    return Access(
        own[hubs], km[hubs], lambda number: own[_back(before, int(hubs[number]))].tolist()
    )


def _not_behind(lanes: Sealanes, hubs: "Ints", km: "Floats") -> "Ints":
    """Numbers of the hubs to which no way as short leads past another of them that sees it."""
    at = lanes.at[hubs]
    sees = lanes.next[hubs, hubs[:, None]] == hubs
    over = km[:, None] + arc_km(at[:, None], at)
    behind = sees & (over <= km * (1 + _AS_SHORT)) & (km[:, None] < km)
    return np.flatnonzero(~behind.any(axis=0))


def _edges(graph: _Graph, own: "Ints") -> "tuple[Ints, Ints, Floats]":
    """Edges of some nodes, from which by its number among these, to which, and their lengths."""
    first = graph.indptr[own]
    inside, which = ragged(graph.indptr[own + 1] - first)
    at = first[which] + inside
    return which, graph.indices[at], graph.data[at]


def _searched(
    graph: _Graph,
    own: "Ints",
    seen: "Ints",
    seen_km: "Floats",
    most_km: float = np.inf,
) -> "tuple[Floats, Ints]":
    """Lengths past some nodes in order from one more that sees some of them; the nodes before."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    which, to, km = _edges(graph, own)
    column = np.searchsorted(own, to).clip(0, len(own) - 1)
    inside = own[column] == to
    # The start is the last node; an edge without length would be none.
    columns = np.append(column[inside], np.searchsorted(own, seen))
    lengths = np.append(km[inside], np.maximum(seen_km, 1e-9))
    sizes = np.append(np.bincount(which[inside], minlength=len(own)), len(seen))
    part = csr_array(
        (lengths, columns, np.append(0, np.cumsum(sizes))), shape=(len(sizes), len(sizes))
    )
    found, before = dijkstra(part, indices=len(own), return_predecessors=True, limit=float(most_km))
    return found, before


def _back(before: "Ints", last: int) -> list[int]:
    """Nodes between the start and a node, in order."""
    nodes = []
    node = int(before[last])
    while before[node] >= 0:
        nodes.append(node)
        node = int(before[node])
    return nodes[::-1]
