"""A network of lines on the ground, railways or roads: its nodes, its pieces, and what is near."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kit import _disputes
from kit._disputes import owner_of
from kit.settings import data_rows, read_arrays, reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array
    from scipy.spatial import cKDTree

_STEP_DEG = 1000
_EARTH_KM = 6371.0
_ROUNDING_KM = 1e-6
_LEAF = 64  # nodes: larger leaves save memory and hardly cost time


class Join(NamedTuple):
    """A stretch that the source leaves out, as a row of a table of joins."""

    why: str
    known: bool  # whether its length is published; else it is straight and a tenth longer
    ends: tuple[tuple[float, float], tuple[float, float]]  # lat, lon


@dataclass(frozen=True)
class Landnet:
    """
    Railways or roads, or what is left of them without some countries.

    Attributes
    ----------
    lat, lon : array
        Of each node, degrees.
    graph : scipy.sparse.csr_array
        Lengths in km, both ways.
    pull : scipy.sparse.csr_array
        What ways are searched by: the same, or some lines shorter, so that ways keep to them.
    unit : array of int
        Of each node, its place in `units`.
    units : tuple of str
        Rows of ``borders.parquet``: countries and disputed areas.
    joined : dict of (int, int) to Join
        Pieces, the lower node first, that are in no map.
    """

    lat: "NDArray[np.float64]"
    lon: "NDArray[np.float64]"
    graph: "csr_array"
    pull: "csr_array"
    unit: "NDArray[np.int16]"
    units: tuple[str, ...]
    joined: dict[tuple[int, int], Join]

    @cached_property
    def part(self) -> "NDArray[np.int32]":
        """Of each node, which part of the network it is in: no line leads out of a part."""
        from scipy.sparse.csgraph import connected_components

        part: NDArray[np.int32] = connected_components(self.graph, directed=False)[1]
        return part

    @cached_property
    def _tree(self) -> "cKDTree":
        from scipy.spatial import cKDTree

        return cKDTree(_on_sphere(self.lat, self.lon), leafsize=_LEAF)

    def near(self, lat: float, lon: float, beyond_km: float) -> "NDArray[np.intp]":
        """
        Nodes next to a point: those up to so much farther away than the nearest.

        Parameters
        ----------
        lat, lon : float
            Degrees.
        beyond_km : float

        Returns
        -------
        array of int
            Nearest first.
        """
        import numpy as np

        here = _on_sphere(lat, lon)[0]
        nearest = float(self._tree.query(here)[0])
        nodes = np.array(
            self._tree.query_ball_point(here, nearest + beyond_km + _ROUNDING_KM), dtype=np.intp
        )
        away = ((_on_sphere(self.lat[nodes], self.lon[nodes]) - here) ** 2).sum(axis=1)
        return nodes[np.argsort(away, kind="stable")]

    def km(self, nodes: "NDArray[np.intp]") -> float:
        """Length along some nodes, each next to the one before."""
        return float(self.graph[nodes[:-1], nodes[1:]].sum())

    def countries(self, nodes: "NDArray[np.intp]") -> tuple[str, ...]:
        """
        Countries of some nodes by the point of view in force, each once, in their order.

        Parameters
        ----------
        nodes : array of int

        Returns
        -------
        tuple of str
            ISO 3166-1 alpha-2.
        """
        view = _disputes.point_of_view()
        units = dict.fromkeys(self.unit[nodes].tolist())
        return tuple(dict.fromkeys(owner_of(self.units[unit], view) for unit in units))

    def units_of(self, countries: Iterable[str]) -> frozenset[int]:
        """
        Units that are some countries' by the point of view in force.

        Parameters
        ----------
        countries : iterable of str
            ISO 3166-1 alpha-2, as `kit._countries.code_of` gives them.

        Returns
        -------
        frozenset of int
            Places in `units`.
        """
        view, wanted = _disputes.point_of_view(), {*countries}
        return frozenset(
            number
            for number, unit in enumerate(self.units)
            if {unit, owner_of(unit, view)} & wanted
        )

    def without(self, closed: frozenset[int]) -> "Landnet":
        """
        Take the nodes of some units out; what is left keeps nothing of them but its numbers.

        Parameters
        ----------
        closed : frozenset of int
            Places in `units`.

        Returns
        -------
        Landnet
        """
        import numpy as np

        if not closed:
            return self
        open_ = ~np.isin(self.unit, list(closed))
        number = np.full(len(open_), -1)
        number[open_] = np.arange(open_.sum())
        kept = {pair: join for pair, join in self.joined.items() if open_[list(pair)].all()}
        graph = self.graph[open_][:, open_]
        return Landnet(
            self.lat[open_],
            self.lon[open_],
            graph,
            graph if self.pull is self.graph else self.pull[open_][:, open_],
            self.unit[open_],
            self.units,
            {(int(number[a]), int(number[b])): join for (a, b), join in kept.items()},
        )


def open_part(whole: Callable[[], Landnet], avoid: Iterable[str]) -> Landnet:
    """
    Give a network without some countries; the last ones that were asked for are kept.

    Parameters
    ----------
    whole : callable
        Gives all of it.
    avoid : iterable of str
        ISO 3166-1 alpha-2, as `kit._countries.code_of` gives them.

    Returns
    -------
    Landnet
        Shared: do not change it.
    """
    return _without(whole, whole().units_of(avoid))


@lru_cache(maxsize=8)
def _without(whole: Callable[[], Landnet], closed: frozenset[int]) -> Landnet:
    return whole().without(closed)


def course(before: "NDArray[np.int32]", first: int, last: int) -> list[int]:
    """Nodes from one to another, by the node before each, as scipy gives them."""
    nodes = [last]
    while nodes[-1] != first:
        nodes.append(int(before[nodes[-1]]))
    return nodes[::-1]


def landnet(name: str) -> Landnet:
    """
    Read a shipped network, and the table of what was joined by hand.

    Parameters
    ----------
    name : str
        ``"rail"`` or ``"road"``.

    Returns
    -------
    Landnet

    Raises
    ------
    kit.errors.DataError
        If a file is missing or damaged.
    """
    import numpy as np
    from scipy.sparse import coo_array

    joins = read_joins(name)
    with reading(f"{name}.npz") as path:
        kept = read_arrays(path)
    lat, lon, a = (np.cumsum(kept[part], dtype=np.int32) for part in ("lat", "lon", "a"))
    b = a + kept["b"]
    ends = np.concatenate([a, b]), np.concatenate([b, a])  # both ways at once: a sum takes more
    both = coo_array((np.tile(kept["metres"] / 1000, 2), ends), shape=(len(lat), len(lat)))
    graph = both.tocsr()
    del both, ends
    units = tuple(kept["units"].tolist())
    joined = {
        (int(a[piece]), int(b[piece])): joins[join]
        for piece, join in zip(kept["joined"], kept["join"], strict=True)
    }
    return Landnet(lat / _STEP_DEG, lon / _STEP_DEG, graph, graph, kept["unit"], units, joined)


def read_joins(name: str) -> list[Join]:
    """
    Read the stretches that a network's source leaves out.

    Parameters
    ----------
    name : {"rail", "road"}

    Returns
    -------
    list of Join

    Raises
    ------
    kit.errors.DataError
        If the shipped file is missing or damaged.
    """
    return data_rows(f"{name}_joins.csv", _join)


def _join(row: dict[str, str]) -> Join:
    one, two = ((float(row[f"lat{end}"]), float(row[f"lon{end}"])) for end in (1, 2))
    return Join(row["why"], bool(row["km"]), (one, two))


def _on_sphere(lat: "ArrayLike", lon: "ArrayLike") -> "NDArray[np.float64]":
    import numpy as np

    phi = np.radians(np.atleast_1d(np.asarray(lat, dtype=float)))
    theta = np.radians(np.atleast_1d(np.asarray(lon, dtype=float)))
    at = np.empty((len(phi), 3))
    np.cos(phi, out=at[:, 0])
    np.multiply(at[:, 0], np.sin(theta), out=at[:, 1])
    at[:, 0] *= np.cos(theta)
    np.sin(phi, out=at[:, 2])
    at *= _EARTH_KM
    return at
