"""Whether one point of the sea sees another, for millions of pairs of points on a sphere."""

from dataclasses import dataclass

import numpy as np
import shapely
from scipy import ndimage
from scipy.spatial import cKDTree
from sea_land import KM_A_DEGREE, rings_of

from kit import _sphere
from kit._sphere import EARTH_KM

CELLS_A_DEGREE = 60
ROOMS_A_DEGREE = 5
FREE, NEAR, INLAND = 0, 1, 2  # what a cell of the raster is
_STEP_KM = 1.5  # between samples of a line of sight near land: less than a cell
_PIECE_KM = 50.0  # over which a great circle is nearly straight in longitude and latitude
_FIRST_LOOK = [(np.arange(n) + 0.5) / n for n in (3, 4, 8, 16, 32)]


def xyz(lonlat: np.ndarray) -> np.ndarray:
    """Points on a sphere of radius 1."""
    return _sphere.xyz(lonlat[:, 1], lonlat[:, 0])


def lonlat(points: np.ndarray) -> np.ndarray:
    """Longitude and latitude in degrees of points on a sphere."""
    lat, lon = _sphere.degrees(points)
    return np.stack([lon, lat], axis=-1)


@dataclass
class Sight:
    """
    Whether one point sees another over water: the great circle between them touches no land.

    Attributes
    ----------
    raster : array of uint8
        By cells of 1/60°, from 90° S and 180° W on.
    room_km : array of float32
        How far land is from any point of a cell of 1/5°, at least.
    edges : shapely.STRtree
        Short pieces of coast.
    """

    raster: np.ndarray
    room_km: np.ndarray
    edges: shapely.STRtree

    @classmethod
    def over(cls, land: np.ndarray) -> "Sight":
        """Prepare the land."""
        rings = rings_of(land)
        pieces = []
        for ring in rings:
            at_cut = np.abs(ring[:, 0]) > 179.9999
            for start in range(0, len(ring) - 1, 12):
                piece, cut = ring[start : start + 13], at_cut[start : start + 13]
                if not cut.all():
                    pieces.append(shapely.LineString(piece))
        raster = _raster(rings)
        return cls(raster, _rooms(rings), shapely.STRtree(pieces))

    def clear(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Tell of pairs of points on a sphere, shape (n, 3) each, which see each other."""
        arc = np.arccos((a * b).sum(axis=1).clip(-1, 1))
        seen = arc < np.radians(178)
        for share in _FIRST_LOOK:  # most pairs have a continent between them
            rows = np.flatnonzero(seen)
            points = _between(a[rows], b[rows], arc[rows], share)
            seen[rows] = ~(self._cell(points) == INLAND).any(axis=1)
        near = np.zeros(len(a), dtype=bool)
        rows, at = np.flatnonzero(seen), np.zeros(int(seen.sum()))
        while len(rows):
            point = _between(a[rows], b[rows], arc[rows], (at / arc[rows].clip(1e-12))[:, None])
            cell = self._cell(point)[:, 0]
            seen[rows[cell == INLAND]] = False
            near[rows[cell == NEAR]] = True
            at += np.maximum(self.room_km_at(point)[:, 0], _STEP_KM) / EARTH_KM
            going = (cell != INLAND) & (at < arc[rows])
            rows, at = rows[going], at[going]
        unsure = np.flatnonzero(seen & near)
        for rows in np.array_split(unsure, 1 + len(unsure) // 20_000):
            seen[rows] = ~self._crosses(a[rows], b[rows], arc[rows])
        return seen

    def _cell(self, points):
        """What the raster holds at points on a sphere."""
        return self.raster[_row_and_column(points, CELLS_A_DEGREE)]

    def room_km_at(self, points: np.ndarray) -> np.ndarray:
        """How far the nearest land is at least."""
        return self.room_km[_row_and_column(points, ROOMS_A_DEGREE)]

    def _crosses(self, a, b, arc):
        """Whether arcs cross a coast; only their pieces near land are asked for."""
        counts = np.ceil(arc * EARTH_KM / _PIECE_KM).astype(int).clip(1)
        which = np.repeat(np.arange(len(a)), counts)
        step = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        ends = [
            _between(a[which], b[which], arc[which], ((step + more) / counts[which])[:, None])
            for more in (0, 1)
        ]
        first, last = (lonlat(end.reshape(-1, 3)) for end in ends)
        middle = _between(a[which], b[which], arc[which], ((step + 0.5) / counts[which])[:, None])
        ask = self.room_km_at(middle)[:, 0] < _PIECE_KM / 2 + 5
        turn = np.round((last[:, 0] - first[:, 0]) / 360) * 360
        last = last - np.column_stack([turn, np.zeros(len(turn))])
        lines, of = [], []
        for shift in (0, 360, -360):
            low = np.minimum(first[:, 0], last[:, 0]) + shift
            high = np.maximum(first[:, 0], last[:, 0]) + shift
            here = np.flatnonzero(ask & (low < 180) & (high > -180))
            pair = np.stack([first[here], last[here]], axis=1) + np.array([shift, 0.0])
            lines.append(shapely.linestrings(pair))
            of.append(which[here])
        hit, _ = self.edges.query(np.concatenate(lines), predicate="intersects")
        blocked = np.zeros(len(a), dtype=bool)
        blocked[np.concatenate(of)[hit]] = True
        return blocked


def _between(a, b, arc, share):
    """Points at shares of the way along arcs, shape (n, shares, 3)."""
    share = np.broadcast_to(share, (len(a), np.shape(share)[-1]))
    sine = np.sin(arc)[:, None].clip(1e-12)
    one = np.sin((1 - share) * arc[:, None]) / sine
    two = np.sin(share * arc[:, None]) / sine
    return one[..., None] * a[:, None, :] + two[..., None] * b[:, None, :]


def _row_and_column(points, cells_a_degree):
    """Place of points on a sphere in a raster."""
    degrees = lonlat(points)
    column = ((degrees[..., 0] + 180) * cells_a_degree).astype(int) % (360 * cells_a_degree)
    row = ((degrees[..., 1] + 90) * cells_a_degree).astype(int)
    return row.clip(0, 180 * cells_a_degree - 1), column


def _rooms(rings: list[np.ndarray]) -> np.ndarray:
    """Distance to the nearest coast of cells of 1/5°, less what a cell's corner may be nearer."""
    coast = [
        shapely.get_coordinates(shapely.segmentize(shapely.LineString(r), 0.05)) for r in rings
    ]
    tree = cKDTree(xyz(np.concatenate(coast)))
    half = 0.5 / ROOMS_A_DEGREE
    lon, lat = (np.arange(-d, d, 2 * half) + half for d in (180, 90))
    grid = np.stack(np.meshgrid(lon, lat), axis=-1).reshape(-1, 2)
    chord, _ = tree.query(xyz(grid), distance_upper_bound=1.5)
    km = 2 * EARTH_KM * np.arcsin(chord.clip(0, 1.5) / 2) - half * 2**0.5 * KM_A_DEGREE - 5
    return km.clip(0).astype(np.float32).reshape(len(lat), len(lon))


def _raster(rings: list[np.ndarray]) -> np.ndarray:
    """Cells far from land, near its edge, and inland."""
    rows, columns = 180 * CELLS_A_DEGREE, 360 * CELLS_A_DEGREE
    ups = np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
    x1, y1, x2, y2 = ((ups + np.tile([180, 90], 2)) * CELLS_A_DEGREE).T
    low, high = np.minimum(y1, y2), np.maximum(y1, y2)
    first, last = np.ceil(low - 0.5).astype(int), np.ceil(high - 0.5).astype(int)
    counts = (last - first).clip(0)
    which = np.repeat(np.arange(len(ups)), counts)
    row = first[which] + np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    x = x1[which] + (row + 0.5 - y1[which]) / (y2 - y1)[which] * (x2 - x1)[which]
    column = np.ceil(x - 0.5).astype(int).clip(0, columns)
    flips = np.zeros((rows, columns + 1), dtype=np.uint8)
    np.bitwise_xor.at(flips, (row.clip(0, rows - 1), column), 1)
    inside = np.bitwise_xor.accumulate(flips, axis=1)[:, :columns].astype(bool)
    lines = shapely.segmentize(shapely.linestrings(ups.reshape(-1, 2, 2)), 0.004)
    dots = ((shapely.get_coordinates(lines) + np.array([180, 90])) * CELLS_A_DEGREE).astype(int)
    edge = np.zeros_like(inside)
    edge[dots[:, 1].clip(0, rows - 1), dots[:, 0] % columns] = True
    edge = ndimage.binary_dilation(edge, np.ones((5, 5)))
    raster = np.where(inside, np.uint8(INLAND), np.uint8(FREE))
    raster[edge] = NEAR
    return raster
