"""Points and arcs on a sphere of radius 1, for searches that ask for millions of them."""

import math
from typing import TYPE_CHECKING, Any, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.signedinteger[Any]]
    Flags = NDArray[np.bool_]

EARTH_KM = 6371.0
_YZX, _ZXY = [1, 2, 0], [2, 0, 1]


def xyz(lat: "ArrayLike", lon: "ArrayLike") -> "Floats":
    """Points on a sphere of radius 1, shape (n, 3)."""
    phi, theta = np.radians(np.asarray(lat, float)), np.radians(np.asarray(lon, float))
    flat = np.cos(phi)
    return np.stack([flat * np.cos(theta), flat * np.sin(theta), np.sin(phi)], axis=-1)


def point(lat: float, lon: float) -> "Floats":
    """One point on a sphere, shape (3,), sooner than `xyz` gives it."""
    phi, theta = math.radians(lat), math.radians(lon)
    flat = math.cos(phi)
    return np.array([flat * math.cos(theta), flat * math.sin(theta), math.sin(phi)])


def position(at: "Floats") -> tuple[float, float]:
    """Latitude and longitude of one point, sooner than `degrees` gives them."""
    x, y, z = at.tolist()
    return math.degrees(math.asin(min(max(z, -1.0), 1.0))), math.degrees(math.atan2(y, x))


def arc_km(a: "Floats", b: "Floats") -> "Floats":
    """Great-circle distances between points on a sphere."""
    apart = a - b
    return 2 * EARTH_KM * np.arcsin(np.minimum(np.sqrt(dot(apart, apart)) / 2, 1.0))


def apart_km(a: "Floats", b: "Floats") -> float:
    """Great-circle distance between two points on a sphere, sooner than `arc_km` gives it."""
    return 2 * EARTH_KM * math.asin(min(math.dist(a, b) / 2, 1.0))


def dot(a: "Floats", b: "Floats") -> "Floats":
    """Scalar products along the last axis."""
    return cast("Floats", np.vecdot(a, b))


def unit(at: "Floats") -> "Floats":
    """Points on the sphere in the direction of others."""
    return at / np.sqrt(dot(at, at))[..., None]


def chord(km: float) -> float:
    """Straight distance through a sphere of radius 1."""
    return 2 * math.sin(min(km / EARTH_KM, math.pi) / 2)


def cross(a: "Floats", b: "Floats") -> "Floats":
    """Cross products along the last axis, without numpy's tens of microseconds for each call."""
    return a[..., _YZX] * b[..., _ZXY] - a[..., _ZXY] * b[..., _YZX]


def crosses(a: "Floats", b: "Floats", gates: "Floats") -> "Flags":
    """
    Which arcs cross which gates.

    Parameters
    ----------
    a, b : array of shape (n, 3), or (3,) for one of them
        Ends of arcs, each below 180°.
    gates : array of shape (m, 2, 3)
        Ends of other arcs.

    Returns
    -------
    array of bool, shape (n, m)
    """
    c, d = gates[:, 0], gates[:, 1]
    two = cross(c, d)
    parted = (a @ two.T) * (b @ two.T) < 0
    row, gate = np.nonzero(parted)
    if not len(row):
        return parted
    a, b = (np.broadcast_to(end, (len(parted), 3))[row] for end in (a, b))
    c, d, one = c[gate], d[gate], cross(a, b)
    # The planes meet on both sides of the globe: the arcs must be on the same.
    meeting = cross(one, two[gate])
    same = (dot(meeting, a + b) > 0) == (dot(meeting, c + d) > 0)
    parted[row, gate] = same & (dot(one, c) * dot(one, d) < 0)
    return parted


def degrees(at: "Floats") -> "tuple[Floats, Floats]":
    """Latitudes and longitudes of points on a sphere."""
    lon = np.degrees(np.arctan2(at[..., 1], at[..., 0]))
    return np.degrees(np.arcsin(at[..., 2].clip(-1, 1))), lon


def ragged(counts: "Ints") -> "tuple[Ints, Ints]":
    """Count up from 0 for each of some numbers, one after the other, and tell which it is for."""
    which = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    starts = np.cumsum(counts, dtype=np.int32) - counts
    return np.arange(len(which), dtype=np.int32) - starts[which], which


def along(points: "Floats", step_km: float) -> "Floats":
    """
    Points along the arcs from each of some points to the next.

    Parameters
    ----------
    points : array of shape (n, 3)
    step_km : float
        The longest way from one to the next; each arc is cut into equal parts.

    Returns
    -------
    array of shape (m, 3)
        The points themselves among them.
    """
    angles = arc_km(points[:-1], points[1:]) / EARTH_KM
    counts = np.ceil(angles * EARTH_KM / step_km).astype(int).clip(1)
    step, which = ragged(counts)
    share = step / counts[which]
    angle = np.maximum(angles[which], 1e-12)
    near, far = np.sin((1 - share) * angle), np.sin(share * angle)
    between = (near[:, None] * points[which] + far[:, None] * points[which + 1]) / np.sin(angle)[
        :, None
    ]
    return np.vstack([between, points[-1:]])
