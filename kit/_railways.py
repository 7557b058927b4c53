"""The network of the world's railways, read once: nodes, pieces of line, what was mended."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from kit import _disputes, measure
from kit._disputes import owner_of
from kit.settings import read_arrays, reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

_FILE, _JOINS, _TRUNKS = "rail.npz", "rail_joins.csv", "rail_trunks.csv"
_TRUNK = 0.9  # a train keeps to a trunk line, unless another is a tenth shorter
_STEP_DEG = 1000
_EARTH_KM = 6371.0
_ROUNDING_KM = 1e-6


class Join(NamedTuple):
    """A stretch that the source leaves out, as a row of ``data/rail_joins.csv``."""

    why: str
    known: bool  # whether its length is published; else it is straight and a tenth longer


@dataclass(frozen=True)
class Railways:
    """
    The network, or what is left of it without some countries.

    Attributes
    ----------
    lat, lon : array
        Of each node, degrees.
    graph : scipy.sparse.csr_array
        Lengths in km, both ways.
    pull : scipy.sparse.csr_array
        What ways are searched by: the same, but trunk lines a tenth shorter.
    unit : array of int
        Of each node, its place in `units`.
    units : tuple of str
        Rows of ``borders.parquet``: countries and disputed areas.
    joined : dict of (int, int) to Join
        Pieces, the lower node first, that are in no map.
    """

    lat: "NDArray[np.float64]"
    lon: "NDArray[np.float64]"
    graph: Any  # scipy has no types
    pull: Any
    unit: "NDArray[np.int16]"
    units: tuple[str, ...]
    joined: dict[tuple[int, int], Join]

    @cached_property
    def part(self) -> "NDArray[np.int32]":
        """Of each node, which part of the network it is in: no line leads out of a part."""
        from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

        part: NDArray[np.int32] = connected_components(self.graph, directed=False)[1]
        return part

    @cached_property
    def _tree(self) -> Any:  # noqa: ANN401 - scipy has no types
        from scipy.spatial import cKDTree  # type: ignore[import-untyped]

        return cKDTree(_on_sphere(self.lat, self.lon))

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


def _on_sphere(lat: "ArrayLike", lon: "ArrayLike") -> "NDArray[np.float64]":
    import numpy as np

    phi = np.radians(np.atleast_1d(np.asarray(lat, dtype=float)))
    theta = np.radians(np.atleast_1d(np.asarray(lon, dtype=float)))
    axes = [np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)]
    return np.column_stack(axes) * _EARTH_KM


def railways(avoid: Iterable[str] = ()) -> Railways:
    """
    Give the network without some countries.

    Parameters
    ----------
    avoid : iterable of str
        ISO 3166-1 alpha-2, as `kit._countries.code_of` gives them.

    Returns
    -------
    Railways
        Shared: do not change it.

    Raises
    ------
    kit.errors.DataError
        If a shipped file is missing or damaged.
    """
    view = _disputes.point_of_view()
    whole = _whole()
    closed = frozenset(
        number for number, unit in enumerate(whole.units) if {unit, owner_of(unit, view)} & {*avoid}
    )
    return _without(closed) if closed else whole


@cache
def _whole() -> Railways:
    """Read the files."""
    import numpy as np
    from scipy.sparse import coo_array  # type: ignore[import-untyped]

    with reading(_JOINS) as path, path.open(encoding="utf-8", newline="") as file:
        joins = [Join(row["why"], bool(row["km"])) for row in csv.DictReader(file)]
    with reading(_FILE) as path:
        kept = read_arrays(path)
        lat, lon, a = (np.cumsum(kept[name], dtype=np.int32) for name in ("lat", "lon", "a"))
        b = a + kept["b"]
        size = len(lat)
        ends = np.concatenate([a, b]), np.concatenate([b, a])
        km = np.tile(kept["metres"] / 1000, 2)
        joined = {
            (int(a[row]), int(b[row])): joins[join]
            for row, join in zip(kept["joined"], kept["join"], strict=True)
        }
        graph = coo_array((km, ends), shape=(size, size)).tocsr()
        bare = Railways(
            lat / _STEP_DEG,
            lon / _STEP_DEG,
            graph,
            graph,
            kept["unit"],
            tuple(kept["units"].tolist()),
            joined,
        )
    return replace(bare, pull=_with_trunks(bare))


def _with_trunks(network: Railways) -> Any:  # noqa: ANN401 - scipy has no types
    """Make trunk lines shorter, so that ways keep to them."""
    import numpy as np

    pull = network.graph.copy()
    for stations in _trunks():
        nodes = [int(network.near(lat, lon, 0.0)[0]) for lat, lon in stations]
        for leg in pairwise(nodes):
            course = np.array(_along(network, *leg))
            for ends in ((course[:-1], course[1:]), (course[1:], course[:-1])):
                pull[ends] = network.graph[ends] * _TRUNK
    return pull


def _along(network: Railways, first: int, last: int) -> list[int]:
    """Nodes of the shortest way between two stations of a line."""
    from scipy.sparse.csgraph import dijkstra

    ends = network.lat[[first, last]], network.lon[[first, last]]
    straight_km = float(measure.distance_km(ends[0][0], ends[1][0], ends[0][1], ends[1][1]))
    _, before = dijkstra(
        network.graph, indices=first, limit=2 * straight_km + 50, return_predecessors=True
    )
    nodes = [last]
    while nodes[-1] != first:
        nodes.append(int(before[nodes[-1]]))
    return nodes


def _trunks() -> "Iterator[list[tuple[float, float]]]":
    """Stations of each trunk line, in degrees."""
    with reading(_TRUNKS) as path, path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            places = (station.split() for station in row["stations"].split(";"))
            yield [(float(lat), float(lon)) for lat, lon in places]


@lru_cache(maxsize=4)
def _without(closed: frozenset[int]) -> Railways:
    """Take the nodes of some units out; what is left keeps nothing of them but its numbers."""
    import numpy as np

    whole = _whole()
    open_ = ~np.isin(whole.unit, list(closed))
    number = np.full(len(open_), -1)
    number[open_] = np.arange(open_.sum())
    kept = {pair: join for pair, join in whole.joined.items() if open_[list(pair)].all()}
    return Railways(
        whole.lat[open_],
        whole.lon[open_],
        whole.graph[open_][:, open_],
        whole.pull[open_][:, open_],
        whole.unit[open_],
        whole.units,
        {(int(number[a]), int(number[b])): join for (a, b), join in kept.items()},
    )
