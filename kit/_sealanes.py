"""The network of ways by sea, read once: corners of the coast, hubs, channels, and the coast."""

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from kit._gnomonic import Barrier, barrier, rays
from kit._passages import passages
from kit._sphere import along, arc_km, chord, crosses, xyz
from kit.settings import data_rows, read_arrays, reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kit._sphere import Flags, Floats, Ints


_FILE = "sea.npz"
_STEPS_A_DEGREE = 10_000
_GATE_KM = 50.0  # between points of the line that closes a passage
_SHARES = 16  # what is computed for all of a coast or graph goes in so many parts, to save memory
_NEAR_KM = 45.0  # what is asked for beside a place is hardly ever farther
_AXES = 1, 1 << 10, 1 << 20  # by which a cube of space is numbered
_SEAM = 179.9999  # outlines are cut at the antimeridian, which is no coast


class Channel(NamedTuple):
    """A canal, strait or river, as a row of ``data/channels.csv``."""

    name: str
    kind: str
    countries: tuple[str, ...]


class Outline(NamedTuple):
    """Points of closed lines one after the other, and which go on to the next point."""

    at: "Floats"
    goes_on: "Flags"


class Tree(Protocol):
    """What is asked of scipy's trees of points, which have no types."""

    def query(
        self,
        x: "Floats",
        k: int | list[int] = ...,
        *,
        distance_upper_bound: float = ...,
    ) -> "tuple[Floats, Ints]":
        """Give how far the next points are, and their numbers."""

    def query_ball_point(self, x: "Floats", r: float, *, return_sorted: bool) -> list[int]:
        """Give the numbers of the points so near."""


@dataclass(frozen=True)
class Beacons:
    """
    Some points by place.

    Attributes
    ----------
    at : array of shape (n, 3)
    numbers : array of int
        Which of them.
    """

    at: "Floats"
    numbers: "Ints"

    @cached_property
    def tree(self) -> "Tree":
        """The points by place."""
        return _tree(self.at[self.numbers])

    @cached_property
    def _cubes(self) -> frozenset[int]:
        """Cubes of space that hold a point or touch one that does."""
        own = np.unique(np.floor(self.at[self.numbers] / chord(_NEAR_KM)).astype(int), axis=0)
        around = np.stack(np.meshgrid(*[[-1, 0, 1]] * 3), axis=-1).reshape(-1, 3)
        return frozenset(((own[:, None] + around) @ np.array(_AXES)).ravel().tolist())

    def next_to(self, here: "Floats", km: float, count: int) -> list[int] | None:
        """
        Find the points next to one.

        Parameters
        ----------
        here : array of shape (3,)
        km : float
            How far the next one may be.
        count : int
            How many.

        Returns
        -------
        list of int or None
            Their numbers; None if none is in reach.
        """
        if km < _NEAR_KM:  # what most are asked: a look in a set is a tenth of one in a tree
            wide = chord(_NEAR_KM)
            cube = sum(x // wide * step for x, step in zip(here.tolist(), _AXES, strict=True))
            if cube not in self._cubes:
                return None
        away, which = self.tree.query(here, k=[*range(1, count + 1)])
        return self.numbers[which].tolist() if away[0] <= chord(km) else None


@dataclass(frozen=True)
class Sealanes:
    """
    All that is known of ways by sea.

    Attributes
    ----------
    at : array of shape (n, 3)
        Nodes on a sphere: hubs, corners off the shore, then corners near it and channels.
    off : int
        How many of them are hubs or off the shore.
    water : array
        Of each node: 0 the sea, else one more than the row of `waters`.
    channel : array
        Of each node the row of `channels`, -1 where it is in none.
    near, far : array of shape (m, 2)
        Edges between nodes along the shore, and between hubs.
    next : array of shape (hubs, hubs)
        The hub that comes next on the way to the first one from the second; its own is itself.
    closed : frozenset of str
        Names of the passages that `next` leaves out.
    shore : Outline
        A line some hundred metres off the coast, land to its left: ends are put on it.
    shore_water : array
        Of each of its points, as `water`.
    coast : Barrier
    waters : tuple of str
        Closed waters.
    channels : tuple of Channel
    """

    at: "Floats"
    off: int
    water: "NDArray[np.uint8]"
    channel: "NDArray[np.int8]"
    near: "Ints"
    far: "Ints"
    next: "NDArray[np.uint16]"
    closed: frozenset[str]
    shore: Outline
    shore_water: "NDArray[np.uint8]"
    coast: Barrier
    waters: tuple[str, ...]
    channels: tuple[Channel, ...]

    @property
    def hubs(self) -> int:
        """How many of the nodes are hubs."""
        return len(self.next)

    @cached_property
    def tree(self) -> "Tree":
        """Nodes by place."""
        return _tree(self.at)

    @cached_property
    def off_tree(self) -> "Tree":
        """Hubs and corners off the shore by place."""
        return _tree(self.at[: self.off])

    @cached_property
    def sea_shore(self) -> "Beacons":
        """Points of the shore of the sea."""
        return Beacons(self.shore.at, np.flatnonzero(self._on_line & (self.shore_water == 0)))

    @cached_property
    def closed_shore(self) -> "Beacons":
        """Points of the shores of closed waters."""
        return Beacons(self.shore.at, np.flatnonzero(self._on_line & (self.shore_water > 0)))

    @cached_property
    def in_channels(self) -> "Beacons":
        """Nodes in canals, narrow straits and rivers."""
        return Beacons(self.at, np.flatnonzero(self.channel >= 0))

    @property
    def _on_line(self) -> "Flags":
        """Which points of the shore a line goes on from, or comes to: not those on the seam."""
        on: Flags = self.shore.goes_on | np.append(False, self.shore.goes_on[:-1])
        return on

    def sees(self, a: "Floats", b: "Floats") -> "Flags":
        """Whether great circles, from one point to some or from each to its own, touch no land."""
        return ~self.coast.met_by(rays(a, b))


def _tree(points: "Floats") -> "Tree":
    from scipy.spatial import cKDTree

    tree: Tree = cKDTree(points, balanced_tree=False, compact_nodes=False)
    return tree


@cache
def sealanes() -> Sealanes:
    """
    Read the network.

    Returns
    -------
    Sealanes
        Shared: do not change it.

    Raises
    ------
    kit.errors.DataError
        If a shipped file is missing or damaged.
    """
    waters = tuple(data_rows("waters.csv", lambda row: row["name"]))
    channels = tuple(data_rows("channels.csv", _channel))
    with reading(_FILE) as path:
        kept = read_arrays(path)
        lat, lon = _degrees(kept, "")
        near_a, far_a = (np.cumsum(kept[name], dtype=np.int32) for name in ("near_a", "far_a"))
        shore, shore_rings = _outline(kept, "shore_")
        following = kept["next"]
        np.fill_diagonal(following, np.arange(len(following)))
        return Sealanes(
            at=xyz(lat, lon),
            off=int(kept["off"]),
            water=kept["water"],
            channel=kept["channel"],
            near=np.column_stack([near_a, near_a + kept["near_b"]]),
            far=np.column_stack([far_a, kept["far_b"].astype(np.int32)]),
            next=following,
            closed=frozenset(kept["closed"].tolist()),
            shore=shore,
            shore_water=kept["shore_water"][shore_rings],
            coast=barrier(*_outline(kept, "coast_")[0]),
            waters=waters,
            channels=channels,
        )


def _channel(row: dict[str, str]) -> Channel:
    return Channel(row["name"], row["kind"], tuple(row["countries"].split()))


def _degrees(kept: "dict[str, NDArray[Any]]", name: str) -> "tuple[Floats, Floats]":
    lat, lon = (
        np.cumsum(kept[name + axis], dtype=np.int32) / _STEPS_A_DEGREE for axis in ("lat", "lon")
    )
    return lat, lon


def _outline(kept: "dict[str, NDArray[Any]]", name: str) -> "tuple[Outline, Ints]":
    """Closed lines, and the number of the line of each point."""
    lat, lon = _degrees(kept, name)
    sizes = kept[name + "size"]
    ring = np.repeat(np.arange(len(sizes)), sizes)
    goes_on = np.append(ring[1:] == ring[:-1], False)
    goes_on[:-1] &= ~((np.abs(lon[1:]) > _SEAM) & (np.abs(lon[:-1]) > _SEAM))
    return Outline(xyz(lat, lon), goes_on), ring


@dataclass(frozen=True)
class Waterway:
    """
    The network without some passages, as graphs of lengths in km.

    Attributes
    ----------
    lanes : Sealanes
    closed : frozenset of str
        Names of passages.
    """

    lanes: Sealanes
    closed: frozenset[str]

    @cached_property
    def _gates(self) -> "Floats":
        """Arcs that no way may cross, by their ends."""
        gates = [one.gate for one in passages() if one.name in self.closed]
        return np.reshape(gates, (-1, 2, 3))

    @cached_property
    def _barred(self) -> Barrier:
        """The same on maps."""
        gates = [along(gate, _GATE_KM) for gate in self._gates]
        goes_on = [np.arange(len(gate)) < len(gate) - 1 for gate in gates]
        return barrier(np.reshape([*chain(*gates)], (-1, 3)), np.array([*chain(*goes_on)], bool))

    @property
    def is_usual(self) -> bool:
        """Whether no other passages are closed than the table of ways knows of."""
        return self.closed == self.lanes.closed

    def clear(self, a: "Floats", b: "Floats") -> "Flags":
        """Which great circles, as for `Sealanes.sees`, touch no land and no closed passage."""
        arcs = rays(a, b)
        return ~(self.lanes.coast.met_by(arcs) | self._barred.met_by(arcs))

    @cached_property
    def far(self) -> Any:  # noqa: ANN401
        """Graph of the hubs."""
        return self._graph(self.lanes.far, self.lanes.hubs)

    @cached_property
    def near(self) -> Any:  # noqa: ANN401
        """Graph along the shore."""
        return self._graph(self.lanes.near, len(self.lanes.at))

    @cached_property
    def to_hubs(self) -> Any:  # noqa: ANN401
        """The same, but no edge leads on from a hub."""
        from scipy.sparse import csr_array

        near = self.near  # hubs are its first rows
        first = near.indptr[self.lanes.hubs]
        rest = near.data[first:], near.indices[first:], (near.indptr - first).clip(0)
        return csr_array(rest, shape=near.shape)

    def _graph(self, edges: "Ints", size: int) -> Any:  # noqa: ANN401
        from scipy.sparse import coo_array

        at, rows, lengths = self.lanes.at, [], []
        for some in np.array_split(edges, _SHARES):
            a, b = at[some[:, 0]], at[some[:, 1]]
            open_ = ~crosses(a, b, self._gates).any(axis=1)
            rows.append(some[open_])
            lengths.append(arc_km(a, b)[open_].astype(np.float32))
        i, j = np.concatenate([*rows, *(some[:, ::-1] for some in rows)]).T
        km = np.tile(np.concatenate(lengths), 2)
        return coo_array((km, (i, j)), shape=(size, size)).tocsr()


@lru_cache(maxsize=3)  # some 20 MB each
def waterway(closed: frozenset[str]) -> Waterway:
    """
    Give the network without some passages.

    Parameters
    ----------
    closed : frozenset of str
        Names of passages.

    Returns
    -------
    Waterway
        Shared: do not change it.
    """
    return Waterway(sealanes(), closed)
