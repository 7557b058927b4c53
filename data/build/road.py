"""
Make the network of the world's main roads from OpenStreetMap's, as scgraph-data packs it.

    python data/build/road.py WORLD_HIGHWAYS.PY SHADEDRELIEF.JPG OUT

OUT holds `road_joins.csv` and `borders.parquet`, and gets `road.npz`. The source has each lane of a
motorway and each ramp: nodes beside one another become one, stubs are left out, and so are points
on straight stretches. Gaps are closed where a road ends within 5 km of another that cars could
reach only by a long way round; wider ones where `road_joins.csv` names the road. Long pieces get
points in between, so that a place beside one finds it. Bends that the source leaves out in
mountains are put back in the lengths (`relief.py`). Prints what was closed and left.
"""

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import DisjointSet
from scipy.spatial import cKDTree

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import lines as ground
from lines import Lines
from relief import Relief, bends

from kit import settings

JOINS = "road_joins.csv"
_BESIDE_KM, _PIECE_KM = 0.25, 0.5  # nodes so near, or joined by so short a piece, are one
_WIDE_KM = 1.0  # but no junction is wider
_GAP_KM = 5.0
_STUB_KM = 3.0  # shorter dead ends are left out
_OFF_KM = 0.5  # a point so near the line between its neighbours is none
_LONGER = 1.1  # than straight is a stretch that the source lacks, as in `rail.py`
_LONG_KM = 20.0  # pieces that are longer are split

type Neighbours = list[dict[int, float]]


def joined(lines: Lines) -> Lines:
    """Make one node of those that lie beside one another, the nearest first."""
    at = lines.xyz()
    pairs = cKDTree(at).query_pairs(_BESIDE_KM, output_type="ndarray")
    short = np.column_stack([lines.a, lines.b])[lines.km < _PIECE_KM]
    km = np.linalg.norm(at[pairs[:, 0]] - at[pairs[:, 1]], axis=1)
    order = np.argsort(np.append(km, lines.km[lines.km < _PIECE_KM]), kind="stable")
    junctions = DisjointSet(range(len(at)))
    box = [(tuple(here), tuple(here)) for here in at.tolist()]
    for a, b in np.vstack([pairs, short])[order].tolist():
        one, two = junctions[a], junctions[b]
        least, most = (
            tuple(map(limit, one_side, two_side))
            for limit, one_side, two_side in zip((min, max), box[one], box[two], strict=True)
        )
        if one != two and max(y - x for x, y in zip(least, most, strict=True)) < _WIDE_KM:
            junctions.merge(a, b)
            box[junctions[a]] = least, most
    roots = np.array([junctions[node] for node in range(len(at))])
    return merged(lines, np.unique(roots, return_inverse=True)[1])


def merged(lines: Lines, number: NDArray[np.int64]) -> Lines:
    """Give nodes their new numbers: they lie in the middle, and pieces between two are one."""
    size = np.bincount(number)
    lat, lon = (np.bincount(number, degrees) / size for degrees in (lines.lat, lines.lon))
    a, b = np.sort([number[lines.a], number[lines.b]], axis=0)
    order = np.lexsort((lines.km, b, a))
    order = order[a[order] != b[order]]
    a, b, km = a[order], b[order], lines.km[order]
    first = (np.diff(a, prepend=-1) != 0) | (np.diff(b, prepend=-1) != 0)
    return Lines(lat, lon, a[first], b[first], km[first], np.full(first.sum(), -1))


def without_stubs(beside: Neighbours) -> None:
    """Leave out short dead ends, from the end to the junction."""
    for end in range(len(beside)):
        branch, km = [end], 0.0
        while len(beside[branch[-1]]) == (1 if branch[-1] == end else 2) and km < _STUB_KM:
            (ahead,) = beside[branch[-1]].keys() - branch[-2:-1]
            km += beside[branch[-1]][ahead]
            branch.append(ahead)
        if len(branch) > 1 and km < _STUB_KM:
            for node, ahead in pairwise(branch):
                beside[node].clear()
                del beside[ahead][node]


def straightened(beside: Neighbours, at: NDArray[np.float64]) -> None:
    """Leave out points that lie nearly on the line between the one before and the next."""
    for node, near in enumerate(beside):
        if len(near) != 2:
            continue
        (one, one_km), (two, two_km) = near.items()
        if two in beside[one] or one_km + two_km > _LONG_KM:
            continue
        across = np.linalg.norm(np.cross(at[one] - at[node], at[two] - at[node]))
        if across <= _OFF_KM * np.linalg.norm(at[two] - at[one]):
            del beside[one][node], beside[two][node]
            near.clear()
            beside[one][two] = beside[two][one] = one_km + two_km


def simplified(lines: Lines) -> Lines:
    """Leave out what ways do not need."""
    beside: Neighbours = [{} for _ in lines.lat]
    for a, b, km in zip(lines.a.tolist(), lines.b.tolist(), lines.km.tolist(), strict=True):
        beside[a][b] = beside[b][a] = km
    without_stubs(beside)
    straightened(beside, lines.xyz())
    pieces = np.array(
        [(a, b, km) for a, near in enumerate(beside) for b, km in near.items() if a < b]
    )
    ends = pieces[:, :2].astype(int)
    kept, ends = np.unique(ends, return_inverse=True)
    a, b = ends.reshape(-1, 2).T
    return Lines(lines.lat[kept], lines.lon[kept], a, b, pieces[:, 2], np.full(len(a), -1))


def main(source: str, relief: str, out: str) -> None:
    """Read, merge, mend, simplify, bend, place, write."""
    settings.DATA_DIR = Path(out)  # for the borders
    lines = joined(ground.read(Path(source)))
    lines = simplified(ground.close_small_gaps(lines, _GAP_KM))
    lines = ground.join(lines, Path(out, JOINS), _LONGER)
    lines, on = ground.split(lines, _LONG_KM)
    bent = np.where(lines.join < 0, bends(Relief(Path(relief)).along(lines)), 1.0)
    lines = lines._replace(km=lines.km * bent)
    ground.finish(lines, on, Path(out, "road.npz"))


if __name__ == "__main__":
    main(*sys.argv[1:])
