"""Corners of the coast at which a taut way may turn, and which of them see each other."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sea_land
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree
from sea_sight import Sight, lonlat, xyz

from kit._sphere import arc_km, chord

DATA = Path(__file__).resolve().parents[1]

OFFING_KM = 15.0, 12.0  # how far off the coast far ways turn, and how exactly they follow it
LOCAL_KM = 160.0  # longest edge along the shore
BRIDGE_KM = 250.0  # between parts of one water
ACCESS_KM = 120.0  # from the shore to the offing
SOUTH, NORTH = -67.0, 82.0
SHORE, OFFING, CHANNEL, OPEN = range(4)  # kinds of nodes


@dataclass
class Corners:
    """Corners of outlines at which a way may turn, on a sphere, and the corners beside each."""

    at: np.ndarray
    before: np.ndarray
    after: np.ndarray

    @classmethod
    def of(cls, parts: np.ndarray) -> "Corners":
        """Corners of polygons that have the land inside the angle."""
        found = []
        for ring in sea_land.rings_of(parts):
            here = ring[:-1]
            three = np.stack([np.roll(here, 1, axis=0), here, np.roll(here, -1, axis=0)])
            one, mid, two = (sea_land.mercator(points) for points in three)
            (ax, ay), (bx, by) = (mid - one).T, (two - mid).T
            keep = (ax * by > ay * bx) & (np.abs(here[:, 0]) < 179.99)
            keep &= (here[:, 1] > SOUTH) & (here[:, 1] < NORTH)
            found.append(three[:, keep])
        before, at, after = np.concatenate(found, axis=1)
        return cls(xyz(at), xyz(before), xyz(after))

    def grazed(self, i: np.ndarray, points: np.ndarray) -> np.ndarray:
        """Whether lines from points to corners leave the land of each on one side."""
        normal = np.cross(points, self.at[i])
        sides = [(normal * beside[i]).sum(axis=1) for beside in (self.before, self.after)]
        return sides[0] * sides[1] >= 0


def nearest(points: np.ndarray, to: np.ndarray, most: int, within_km: float) -> np.ndarray:
    """Pairs of points and of what is nearest to them, by number."""
    away, j = cKDTree(to).query(points, k=most, distance_upper_bound=chord(within_km))
    i = np.repeat(np.arange(len(points)), most).reshape(j.shape)
    return np.column_stack([i[np.isfinite(away)], j[np.isfinite(away)]])


def seen(pairs: np.ndarray, a: np.ndarray, b: np.ndarray, sight: Sight) -> np.ndarray:
    """Those pairs of a point of each array that see each other."""
    parts = np.array_split(pairs, 1 + len(pairs) // 500_000)
    kept = [part[sight.clear(a[part[:, 0]], b[part[:, 1]])] for part in parts]
    return np.concatenate(kept)


def both_grazed(corners: Corners, sight: Sight, within_km: float | None) -> np.ndarray:
    """Pairs of corners that a taut way may join."""
    if within_km is None:
        rows = (
            np.column_stack([np.full(n, k), np.arange(k + 1, k + 1 + n)])
            for k, n in enumerate(range(len(corners.at) - 1, -1, -1))
        )
    else:
        near = cKDTree(corners.at).query_pairs(chord(within_km), output_type="ndarray")
        rows = iter(np.array_split(near, 1 + len(near) // 1_000_000))
    kept = []
    for some in rows:
        pairs = some[corners.grazed(some[:, 1], corners.at[some[:, 0]])]
        kept.append(pairs[corners.grazed(pairs[:, 0], corners.at[pairs[:, 1]])])
    return seen(np.concatenate(kept), corners.at, corners.at, sight)


def read_lines(name: str, column: str) -> list[tuple[dict[str, str], np.ndarray]]:
    """Rows of a table of ours, and the points of each, as longitude and latitude."""
    with (DATA / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        (row, np.array([p.split() for p in row[column].split(";")], dtype=float)[:, ::-1])
        for row in rows
    ]


@dataclass
class Network:
    """
    All nodes and edges.

    Attributes
    ----------
    at : array of shape (n, 3)
        Corners near the shore, corners off it, then points of channels.
    kind : array of uint8
        0 near the shore, 1 off it, 2 of a channel.
    pairs : array of shape (m, 2)
    channel : array
        For each node the row of channels.csv, -1 where it is of none.
    water : array
        For each node 0 for the sea, the row of waters.csv and one more, or -1.
    """

    at: np.ndarray
    kind: np.ndarray
    pairs: np.ndarray
    channel: np.ndarray
    water: np.ndarray
    corners: Corners

    def km(self, pairs: np.ndarray) -> np.ndarray:
        """Lengths of edges."""
        return arc_km(self.at[pairs[:, 0]], self.at[pairs[:, 1]])

    def matrix(self, among: np.ndarray | None = None, costs: float = 1.0) -> csr_array:
        """Lengths of edges in km; those along the shore may cost more."""
        pairs = self.pairs if among is None else among
        dear = np.where((self.kind[pairs] == OFFING).all(axis=1), 1.0, costs)
        return symmetric(pairs, self.km(pairs) * dear, len(self.at))


def symmetric(pairs: np.ndarray, km: np.ndarray, size: int) -> csr_array:
    """Graph that goes both ways."""
    i, j = np.concatenate([pairs, pairs[:, ::-1]]).T
    return csr_array((np.concatenate([km, km]), (i, j)), shape=(size, size))


def network(land: np.ndarray, shore: np.ndarray, waters: list, sight: Sight) -> Network:
    """Find nodes and edges."""
    near, off = Corners.of(shore), Corners.of(sea_land.widened(land, *OFFING_KM))
    say(f"{len(near.at)} corners near the shore, {len(off.at)} off it")
    local = np.sort(both_grazed(near, sight, LOCAL_KM), axis=1)
    say(f"{len(local)} edges along the shore")
    far = both_grazed(off, sight, None)
    say(f"{len(far)} edges off the shore")
    # Where a way begins or ends at a corner, or leaves the shore for the offing, it need not graze.
    beside = nearest(near.at, near.at, 7, 50.0)
    beside = beside[beside[:, 0] < beside[:, 1]]
    local = np.concatenate([local, seen(beside, near.at, near.at, sight)])
    local = np.unique(local, axis=0)
    access = nearest(near.at, off.at, 16, ACCESS_KM)
    taut = near.grazed(access[:, 0], off.at[access[:, 1]])
    access = seen(access[taut | (np.arange(len(access)) % 16 < 8)], near.at, off.at, sight)
    shift, at = len(near.at), [near.at, off.at]
    pairs, channel = (
        [local, far + shift, access + np.array([0, shift])],
        [-1] * (shift + len(off.at)),
    )
    for row, (_, points) in enumerate(read_lines("channels.csv", "line")):
        line = xyz(shapely.get_coordinates(shapely.segmentize(shapely.LineString(points), 0.05)))
        first = len(channel)
        own = np.arange(first, first + len(line))
        pairs.append(np.column_stack([own[:-1], own[1:]]))
        mouth = seen(nearest(line, near.at, 24, 40.0), line, near.at, sight)
        outer = seen(nearest(line, off.at, 8, ACCESS_KM), line, off.at, sight)
        pairs += [mouth + np.array([first, 0]), outer + np.array([first, shift])]
        if row and len(at[-1]) and (beside := nearest(line, np.concatenate(at[2:]), 1, 1.0)).size:
            pairs.append(beside + np.array([first, shift + len(off.at)]))
        at.append(line)
        channel += [row] * len(line)
    both = [np.concatenate([getattr(c, name) for c in (near, off)]) for name in ("before", "after")]
    at, channel = np.concatenate(at), np.array(channel)
    rest = np.full((len(at) - len(both[0]), 3), np.nan)
    corners = Corners(at, *(np.concatenate([side, rest]) for side in both))
    kind = np.where(channel >= 0, 2, np.arange(len(at)) >= shift).astype(np.uint8)
    found = Network(at, kind, np.concatenate(pairs), channel, np.zeros(len(at), int), corners)
    for _ in range(2):
        more = np.concatenate([found.pairs, bridges(found, sight)])
        found.pairs = np.unique(np.sort(more, axis=1), axis=0)
    found.water = waters_of(found, waters)
    return found


def bridges(graph: Network, sight: Sight) -> np.ndarray:
    """The shortest edges between parts that no taut edge joins, though they see each other."""
    _, part = connected_components(graph.matrix(), directed=False)
    small = np.flatnonzero(part != np.bincount(part).argmax())
    pairs = nearest(graph.at[small], graph.at, 200, BRIDGE_KM)
    pairs[:, 0] = small[pairs[:, 0]]
    pairs = pairs[part[pairs[:, 0]] != part[pairs[:, 1]]]
    pairs = seen(pairs, graph.at, graph.at, sight)
    pairs = pairs[np.argsort(arc_km(graph.at[pairs[:, 0]], graph.at[pairs[:, 1]]), kind="stable")]
    order = np.argsort(part[pairs[:, 0]], kind="stable")
    starts = np.unique(part[pairs[order, 0]], return_index=True)[1]
    rank = np.arange(len(order)) - np.repeat(starts, np.diff([*starts, len(order)]))
    return pairs[order[rank < 6]]


def waters_of(graph: Network, waters: list) -> np.ndarray:
    """Which water each node is on: what hangs together is one."""
    _, part = connected_components(graph.matrix(), directed=False)
    sizes = np.bincount(part)
    water = np.where(part == sizes.argmax(), 0, -1)
    degrees = lonlat(graph.at)
    for number, shape in enumerate(waters, 1):
        inside = shapely.contains_xy(shape, degrees[:, 0], degrees[:, 1]) & (water < 0)
        if inside.any():
            water[part == np.bincount(part[inside]).argmax()] = number
    return water


def with_points(graph: Network, points: np.ndarray, water: np.ndarray) -> Network:
    """Add nodes that no way turns at."""
    n = len(points)
    blank = np.full((n, 3), np.nan)
    c = graph.corners
    at = np.concatenate([graph.at, points])
    sides = [np.concatenate([side, blank]) for side in (c.before, c.after)]
    return Network(
        at,
        np.concatenate([graph.kind, np.full(n, OPEN, dtype=np.uint8)]),
        graph.pairs,
        np.concatenate([graph.channel, np.full(n, -1)]),
        np.concatenate([graph.water, water]),
        Corners(at, *sides),
    )


def say(words: str) -> None:
    """Print what was found."""
    print(f"  {words}", flush=True)
