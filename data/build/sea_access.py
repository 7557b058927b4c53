"""
Make data/sea_access.npz: for each corner of the coast the hubs that it leads to past no other.

    python data/build/sea_access.py OUT

OUT holds `sea.npz` and the tables of passages, channels and waters, and gets `sea_access.npz`. A
hub is left out where the way to it is as short past another one. So a way by sea is found without
a search: from what a port sees, over the tables of hubs, to what the other port sees.
"""

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kit import settings
from kit._sealanes import Sealanes, Waterway, sealanes, waterway
from kit._sphere import arc_km

REACH_KM = 1500.0  # how far from a corner its hubs are at most
AS_SHORT, AS_SHORT_KM = 1.001, 0.02  # ways that differ by less are as short
STEPS_A_KM = 40  # as kit/_seaaccess.py reads them
_AT_ONCE = 64  # hubs, to save memory


def hub_distances(way: Waterway) -> np.ndarray:
    """Lengths between hubs in km, those that see each other straight."""
    lanes, size = way.lanes, way.lanes.hubs
    km = np.empty((size, size), dtype=np.float32)
    for some in np.array_split(np.arange(size), 1 + size // _AT_ONCE):
        km[some] = dijkstra(way.far, indices=some)
        rows, seen = np.nonzero(lanes.next[some] == some[:, None])
        straight = arc_km(lanes.at[some[rows]], lanes.at[seen])
        km[some[rows], seen] = np.minimum(km[some[rows], seen], straight)
    return km


def reached(way: Waterway) -> tuple[np.ndarray, ...]:
    """Corners, hubs that they reach past no other, how far in km, and the next corner there."""
    backwards = csr_array(way.to_hubs.T)
    found = []
    for some in np.array_split(np.arange(way.lanes.hubs), 1 + way.lanes.hubs // _AT_ONCE):
        km, before = dijkstra(backwards, indices=some, return_predecessors=True, limit=REACH_KM)
        row, node = np.nonzero(np.isfinite(km[:, way.lanes.hubs :]))
        node += way.lanes.hubs
        found.append((node, some[row], km[row, node], before[row, node]))
    return tuple(map(np.concatenate, zip(*found, strict=True)))


def not_behind(node: np.ndarray, hub: np.ndarray, km: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Which hubs of a corner no way as short leads to past a nearer one; by corner, then by km."""
    keep = np.ones(len(node), dtype=bool)
    bounds = np.flatnonzero(np.diff(node, prepend=-1, append=-1))
    for first, last in pairwise(bounds):
        own, own_km = hub[first:last], km[first:last]
        over = own_km[:, None] + apart[own[:, None], own]
        behind = (over <= own_km * AS_SHORT + AS_SHORT_KM) & (own_km[:, None] < own_km)
        keep[first:last] = ~behind.any(axis=0)
    return keep


def packed(lanes: Sealanes, node: np.ndarray, hub: np.ndarray, km: np.ndarray, after: np.ndarray):
    """Arrays to keep, by corner, then by hub."""
    order = np.lexsort((hub, node))
    size = np.bincount(node, minlength=len(lanes.at))[lanes.hubs :]
    return {
        "size": size.astype(np.uint16),
        "hub": hub[order].astype(np.uint16),
        "km": np.round(km[order] * STEPS_A_KM).astype(np.uint16),
        "after": (after[order] - node[order]).astype(np.int32),
    }


def main(out: str) -> None:
    """Search from each hub, leave out what is behind another, write."""
    settings.DATA_DIR = Path(out)
    lanes = sealanes()
    way = waterway(lanes.closed)
    node, hub, km, after = reached(way)
    order = np.lexsort((km, node))
    node, hub, km, after = (array[order] for array in (node, hub, km, after))
    keep = not_behind(node, hub, km, hub_distances(way))
    kept = packed(lanes, *(array[keep] for array in (node, hub, km, after)))
    np.savez_compressed(Path(out) / "sea_access.npz", **kept)
    sys.stdout.write(f"{len(kept['hub'])} hubs in reach of {len(kept['size'])} corners\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
