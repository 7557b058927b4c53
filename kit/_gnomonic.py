"""Lines on six gnomonic maps, where great circles are straight: which arcs meet them, and where."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from kit._sphere import dot, ragged, unit

if TYPE_CHECKING:
    import shapely
    from numpy.typing import NDArray

    from kit._sphere import Flags, Floats, Ints

_HALF = math.radians(6.0)  # an arc on one map reaches no farther from its middle
_HALF_SLOPE = math.tan(_HALF)
_EDGE = 1.35  # maps are the sides of a cube, from -1 to 1, and go on: such an arc reaches 1.2952
_CHUNK = 64  # points of a line that are looked at together
_FLAT = slice(1, 3), slice(2, None, -2), slice(0, 2)  # axes of a map, by the one that stands on it
_SIDES = range(6)  # of the cube: twice the number of the axis, and one more on its far end


class Rays(NamedTuple):
    """
    Arcs of great circles on maps.

    Attributes
    ----------
    size : int
        How many arcs.
    drawn : list of (side, arcs, lines)
        Of each map that some are on: its number, the numbers of those arcs, and their lines.
    """

    size: int
    drawn: "list[tuple[int, Ints, NDArray[np.object_]]]"


def rays(a: "Floats", b: "Floats") -> Rays:
    """
    Draw arcs on maps.

    Parameters
    ----------
    a, b : array of shape (n, 3), or (3,) for one of them
        Their ends, less than 180° apart.

    Returns
    -------
    Rays
        An arc that is too long for one map is drawn in parts.
    """
    # How long these are is of no matter: who looks along them from the middle sees the same.
    middle, arm = a + b, b - a
    count, arc = len(middle), np.arange(len(middle))
    ends = np.empty((count, 2, 3))
    ends[:, 0], ends[:, 1] = middle - arm, middle + arm
    if (dot(arm, arm) > _HALF_SLOPE**2 * dot(middle, middle)).any():
        arc, ends = _parts(middle, arm)
        middle = ends.sum(axis=1)
    axis = np.abs(middle).argmax(axis=1)
    side = 2 * axis + (middle[np.arange(len(axis)), axis] < 0)
    sides = set(side.tolist())
    if len(sides) == 1:
        (one,) = sides
        return Rays(count, [(one, arc, _lines(_flat(ends, one)))])
    drawn = []
    for one in sides:
        own = np.flatnonzero(side == one)
        drawn.append((one, arc[own], _lines(_flat(ends[own], one))))
    return Rays(count, drawn)


def _lines(flat: "Floats", which: "Ints | None" = None) -> "NDArray[np.object_]":
    """Draw lines past points of a map, of which each has some or its share by their numbers."""
    import shapely

    return cast("NDArray[np.object_]", shapely.linestrings(flat, indices=which))


def _parts(middle: "Floats", arm: "Floats") -> "tuple[Ints, Floats]":
    """Cut arcs, given by their middles and from there to their ends, into parts that fit a map."""
    slope = np.sqrt(dot(arm, arm) / dot(middle, middle)).clip(1e-12)
    counts = np.ceil(np.arctan(slope) / _HALF).astype(int).clip(1)
    part, arc = ragged(counts)
    slope, counts = slope[arc], counts[arc]
    half = np.arctan(slope)
    cuts = np.stack([part, part + 1], axis=1)
    share = np.tan(half[:, None] * (2 * cuts / counts[:, None] - 1)) / slope[:, None]
    return arc, unit(middle[arc][:, None] + share[..., None] * arm[arc][:, None])


def _flat(at: "Floats", side: int) -> "Floats":
    """Project points of a side's half of the globe on its map."""
    axis, is_far = divmod(side, 2)
    height = at[..., axis, None]
    flat: Floats = at[..., _FLAT[axis]] / (-height if is_far else height)
    return flat


def _on_globe(flat: list[float], side: int) -> "Floats":
    """Where on the globe a point of a map is."""
    axis, is_far = divmod(side, 2)
    at = np.empty(3)
    at[axis] = -1.0 if is_far else 1.0
    at[_FLAT[axis]] = flat
    return at / math.hypot(1.0, *flat)


def _maps_of(at: "Floats", to: "Floats") -> "list[tuple[int, NDArray[np.object_]]]":
    """On which maps one arc is drawn, and its lines there: a short one without detours."""
    if math.dist(at, to) > _HALF:
        return [(side, lines) for side, _, lines in rays(at, to[None]).drawn]
    middle = (at + to).tolist()
    axis = max(range(3), key=lambda number: abs(middle[number]))
    side = 2 * axis + (middle[axis] < 0)
    return [(side, _lines(_flat(np.array([[at, to]]), side)))]


@dataclass(frozen=True, eq=False)
class Barrier:
    """
    Lines that arcs are held against.

    Attributes
    ----------
    maps : tuple of MultiLineString
        The lines in chunks on each of the maps, prepared.
    """

    maps: "tuple[shapely.MultiLineString, ...]"

    def met_by(self, arcs: Rays) -> "Flags":
        """Which arcs meet a line."""
        import shapely

        met = np.zeros(arcs.size, dtype=bool)
        for side, numbers, lines in arcs.drawn:
            if not self.maps[side].is_empty:
                met[numbers[shapely.intersects(self.maps[side], lines)]] = True
        return met

    def first_met(self, at: "Floats", to: "Floats") -> "Floats | None":
        """Where the arc from one point to another, shape (3,), first meets a line, if it does."""
        import shapely

        found = []
        for side, lines in _maps_of(at, to):
            tree, chunks = self._chunks[side]
            for line in lines:
                if len(beside := tree.query(line)):
                    met = shapely.get_coordinates(shapely.intersection(chunks[beside], line))
                    found += [_on_globe(flat, side) for flat in met.tolist()]
        return max(found, key=at.dot, default=None)

    @cached_property
    def _chunks(self) -> "list[tuple[shapely.STRtree, NDArray[np.object_]]]":
        """The lines of each map, to be found by place."""
        import shapely

        parts = [shapely.get_parts(lines) for lines in self.maps]
        return [(shapely.STRtree(chunks), chunks) for chunks in parts]


def barrier(at: "Floats", goes_on: "Flags") -> Barrier:
    """
    Draw lines on maps.

    Parameters
    ----------
    at : array of shape (n, 3)
        Their points, less than 150 km from one to the next.
    goes_on : array of bool, shape (n,)
        From which of them a line goes on to the next.

    Returns
    -------
    Barrier
    """
    return Barrier(tuple(_drawn(at, goes_on, side) for side in _SIDES))


def _drawn(at: "Floats", goes_on: "Flags", side: int) -> "shapely.MultiLineString":
    """Draw what of some lines is on a map."""
    import shapely

    axis, is_far = divmod(side, 2)
    reach = _EDGE * (-at[:, axis] if is_far else at[:, axis])
    inside = (np.abs(at[:, _FLAT[axis]]) < reach[:, None]).all(axis=1)
    piece = np.flatnonzero(goes_on[:-1] & (inside[:-1] | inside[1:]))
    begins = np.diff(piece, prepend=-2) != 1
    run_start = np.flatnonzero(begins)[np.cumsum(begins) - 1] if len(piece) else piece
    begins |= (np.arange(len(piece)) - run_start) % _CHUNK == 0
    ends = np.append(begins[1:], True)[: len(piece)]
    # Each piece gives its first point, the last of a chunk both.
    points = np.repeat(piece, 1 + ends)
    chunk = np.repeat(np.cumsum(begins) - 1, 1 + ends)
    points[np.cumsum(1 + ends)[ends] - 1] += 1
    drawn = shapely.multilinestrings(_lines(_flat(at[points], side), chunk))
    shapely.prepare(drawn)
    return cast("shapely.MultiLineString", drawn)
