"""The network of the world's railways, read once: trunk lines, and what was mended by hand."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kit import measure
from kit._landnet import Landnet, course, landnet, open_part
from kit.settings import data_rows

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_TRUNK = 0.9  # a train keeps to a trunk line, unless another is a tenth shorter


def railways(avoid: Iterable[str] = ()) -> Landnet:
    """
    Give the network without some countries.

    Parameters
    ----------
    avoid : iterable of str
        As for `kit._landnet.open_part`.

    Returns
    -------
    Landnet
        Shared: do not change it.

    Raises
    ------
    kit.errors.DataError
        If a shipped file is missing or damaged.
    """
    return open_part(_whole, avoid)


@cache
def _whole() -> Landnet:
    """Read the files."""
    bare = landnet("rail")
    return replace(bare, pull=_with_trunks(bare))


def _with_trunks(network: Landnet) -> "csr_array":
    """Make trunk lines shorter, so that ways keep to them."""
    import numpy as np

    graph = network.graph  # which pieces there are, both share
    pull = type(graph)((graph.data.copy(), graph.indices, graph.indptr), shape=graph.shape)
    for stations in _trunks():
        stops = [int(network.near(lat, lon, 0.0)[0]) for lat, lon in stations]
        for leg in pairwise(stops):
            nodes = np.array(_along(network, *leg))
            for ends in ((nodes[:-1], nodes[1:]), (nodes[1:], nodes[:-1])):
                pull[ends] = network.graph[ends] * _TRUNK
    return pull


def _along(network: Landnet, first: int, last: int) -> list[int]:
    """Nodes of the shortest way between two stations of a line."""
    from scipy.sparse.csgraph import dijkstra

    ends = network.lat[[first, last]], network.lon[[first, last]]
    straight_km = float(measure.distance_km(ends[0][0], ends[1][0], ends[0][1], ends[1][1]))
    _, before = dijkstra(
        network.graph, indices=first, limit=2 * straight_km + 50, return_predecessors=True
    )
    return course(before, first, last)


def _trunks() -> list[list[tuple[float, float]]]:
    """Stations of each trunk line, in degrees."""
    return data_rows("rail_trunks.csv", _stations)


def _stations(row: dict[str, str]) -> list[tuple[float, float]]:
    places = (station.split() for station in row["stations"].split(";"))
    return [(float(lat), float(lon)) for lat, lon in places]
