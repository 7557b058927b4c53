"""What a mooring has next to it: hubs that it reaches past no other, found by a table."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kit._sealanes import sealanes
from kit._sphere import ragged
from kit.settings import read_arrays, reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kit._sphere import Floats, Ints

_FILE = "sea_access.npz"
_STEPS_A_KM = 40


class Access(NamedTuple):
    """
    Hubs that a mooring has a way to past no other hub.

    Attributes
    ----------
    hubs : array of int
    km : array
        How far each is.
    between : callable
        Gives the nodes on the way to one of them by its number in `hubs`.
    """

    hubs: "Ints"
    km: "Floats"
    between: Callable[[int], list[int]]


class Reach(NamedTuple):
    """
    Hubs that each node reaches past no other; a hub reaches itself.

    Attributes
    ----------
    first : array of shape (n + 1,)
        Where the rows of a node begin in the others, ordered by hub.
    hub, steps : array
        The hubs, and how far they are in fortieths of a km.
    after : array
        The node that comes next on the way.
    """

    first: "Ints"
    hub: "NDArray[np.uint16]"
    steps: "NDArray[np.uint16]"
    after: "Ints"

    def from_nodes(self, nodes: "Ints", away_km: "Floats") -> Access:
        """
        Join what some nodes reach.

        Parameters
        ----------
        nodes : array of int
            Those that a mooring sees.
        away_km : array
            How far it is from them.

        Returns
        -------
        Access
            Without hubs if they reach none.
        """
        first = self.first[nodes]
        row, which = ragged(self.first[nodes + 1] - first)
        row += first[which]
        hub = self.hub[row]
        km = away_km[which] + self.steps[row] / _STEPS_A_KM
        order = np.lexsort((km, hub))
        ordered = hub[order]
        nearest = order[np.append(True, ordered[1:] != ordered[:-1])[: len(order)]]
        hubs, starts = hub[nearest].astype(np.intp), nodes[which[nearest]]
        return Access(hubs, km[nearest], lambda number: self._way(starts[number], hubs[number]))

    def _way(self, node: "np.intp", hub: "np.intp") -> list[int]:
        """Nodes from one on to a hub, itself left out."""
        nodes = []
        while node != hub:
            nodes.append(int(node))
            first, end = self.first[node], self.first[node + 1]
            node = self.after[first + self.hub[first:end].searchsorted(hub)]
        return nodes


@cache
def reach() -> Reach:
    """
    Read the table.

    Returns
    -------
    Reach
        Shared: do not change it.

    Raises
    ------
    kit.errors.DataError
        If the shipped file is missing or damaged.
    """
    lanes = sealanes()
    with reading(_FILE) as path:
        kept = read_arrays(path)
        hubs = np.arange(lanes.hubs)
        sizes = np.concatenate([np.ones_like(hubs), kept["size"]])
        node = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        return Reach(
            first=np.concatenate([[0], np.cumsum(sizes, dtype=np.int32)]),
            hub=np.concatenate([hubs.astype(np.uint16), kept["hub"]]),
            steps=np.concatenate([np.zeros(len(hubs), np.uint16), kept["km"]]),
            after=node + np.concatenate([np.zeros(len(hubs), np.int32), kept["after"]]),
        )
