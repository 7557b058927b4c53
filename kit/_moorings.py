"""Where a place lies on the water: the point of the shore, canal or river that is its port."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kit._sealanes import Sealanes, Waterway, sealanes
from kit._sphere import EARTH_KM, apart_km, arc_km, point, unit
from kit._spot import Spot
from kit.errors import NoWayError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kit._sphere import Floats, Ints

#: A place may lie so far from the water, or as far as it reaches.
INLAND_KM = 30.0
_FAR_KM = 5000.0  # the sea is nearer to each place; beyond, a plane about a place is no map
_APART_KM = 10.0  # points of a shore are nearer to each other
_NODES, _OFF = 12, 12  # of how many it is asked whether a mooring sees them
_BERTH_KM = 0.05  # a ship lies so far from the land
_QUAY_KM = 1.0  # a canal or river is a town's port even if the open shore is so much nearer


class Mooring(NamedTuple):
    """
    A point on the water.

    Attributes
    ----------
    at : array of shape (3,)
        On a sphere, some hundred metres off the coast.
    berth : array of shape (3,)
        Where a line from there to the place meets the coast; the place itself if it is afloat.
    away_km : float
        From the place to the berth.
    water : int
        0 the sea, else one more than the row of `Sealanes.waters`.
    node : int
        The node of a canal or river that it is, or -1.
    """

    at: "Floats"
    berth: "Floats"
    away_km: float
    water: int
    node: int


@dataclass(frozen=True)
class End:
    """A place, and where it may lie on the water: one mooring for each water in reach."""

    spot: Spot
    moorings: tuple[Mooring, ...]


def end_of(spot: Spot) -> End:
    """
    Find where a place lies on the water.

    Parameters
    ----------
    spot : Spot

    Returns
    -------
    End

    Raises
    ------
    NoWayError
        If no water is within its radius or 30 km; the message says how far the sea is.
    """
    limit_km = max(INLAND_KM, spot.radius_km)
    found = _nearest(spot.lat, spot.lon, limit_km)
    near = tuple(mooring for mooring in found if mooring.away_km <= limit_km)
    if not near:
        lake = [m for m in found if m.water and m.away_km < found[0].away_km / 2]
        closed = "".join(
            f", and {m.away_km:,.0f} km from {sealanes().waters[m.water - 1]}" for m in lake
        )
        raise NoWayError(
            f"{spot.name} is {found[0].away_km:,.0f} km from the sea{closed}: no ship starts or "
            "ends there",
            "Give the port that was used",
        )
    return End(spot, near)


def common_water(ends: "Sequence[End]") -> list[Mooring]:
    """
    Choose a mooring for each end so that all are on one water.

    Parameters
    ----------
    ends : sequence of End

    Returns
    -------
    list of Mooring
        On the water that is nearest to all ends together.

    Raises
    ------
    NoWayError
        If there is no such water; the message names the waters.
    """
    by_water = [{mooring.water: mooring for mooring in end.moorings} for end in ends]
    shared = set.intersection(*(set(waters) for waters in by_water))
    if not shared:
        raise _apart(
            *next(
                (one, two)
                for one, waters in zip(ends, by_water, strict=True)
                for two, others in zip(ends, by_water, strict=True)
                if not set(waters) & set(others)
            )
        )
    best = min(shared, key=lambda water: (sum(w[water].away_km for w in by_water), water))
    return [waters[best] for waters in by_water]


def _apart(one: End, two: End) -> NoWayError:
    """Say that no ship gets from one water to the other."""
    if not any(mooring.water for mooring in one.moorings):
        one, two = two, one
    return NoWayError(
        f"{one.spot.name} lies on {_waters(one)}, which no ship leaves for {two.spot.name} here: "
        f"that lies on {_waters(two)}, and canals and rivers between the two are not on this map",
        "Give the ports where goods change ship, a leg each",
    )


def _waters(end: End) -> str:
    """Names of the waters in reach, nearest first."""
    names = sealanes().waters
    ordered = sorted(end.moorings, key=lambda mooring: mooring.away_km)
    return " and ".join(names[m.water - 1] if m.water else "the open sea" for m in ordered)


@lru_cache(maxsize=4096)
def _nearest(lat: float, lon: float, limit_km: float) -> tuple[Mooring, ...]:
    """Nearest mooring on the sea, and on a closed water, if there is one that may count."""
    lanes = sealanes()
    here = point(lat, lon)
    found: list[Mooring] = []
    for waters in (lanes.sea_shore, lanes.closed_shore):
        near_km = limit_km if found and found[0].away_km <= limit_km else _FAR_KM
        near = waters.next_to(here, near_km + _APART_KM, 4)
        if near is None:
            continue
        mooring = _on_shore(lanes, here, near)
        if mooring.away_km > 0:
            mooring = _in_channel(lanes, here, mooring)
        found.append(mooring)
        if mooring.away_km == 0:  # on the water: it is this one
            return (mooring,)
    return tuple(found)


def _on_shore(lanes: Sealanes, here: "Floats", near: list[int]) -> Mooring:
    """The point itself if it is on the water, else the nearest of the line off the shore."""
    line = lanes.shore
    starts = np.array(sorted({*near, *(number - 1 for number in near)}))
    starts = starts[(starts >= 0) & line.goes_on[starts]]
    plane = _axes(here) * EARTH_KM
    flat = ((line.at[some] @ plane).tolist() for some in (starts, starts + 1))
    feet = [_foot(*a, *b) for a, b in zip(*flat, strict=True)]
    best = min(range(len(feet)), key=lambda number: feet[number].away_km)
    # At a corner two pieces are as near: land is where both together have their left side.
    tied = [foot for foot in feet if foot.away_km < feet[best].away_km + 1e-6]
    x, y = sum(foot.x for foot in tied), sum(foot.y for foot in tied)
    start, foot = int(starts[best]), feet[best]
    water = int(lanes.shore_water[start])
    if y * foot.east_km - x * foot.north_km < 0:
        return Mooring(here, here, 0.0, water, -1)
    one, two = line.at[start], line.at[start + 1]
    at = unit(one + foot.share * (two - one))
    berth = _berth(lanes, at, here)
    return Mooring(at, berth, apart_km(here, berth), water, -1)


class _Foot(NamedTuple):
    """The point of a piece of line next to the middle of a plane, and which way the piece goes."""

    away_km: float
    east_km: float
    north_km: float
    share: float
    x: float
    y: float


def _foot(a_east: float, a_north: float, b_east: float, b_north: float) -> _Foot:
    # A few pieces: numpy would take longer for each of its calls than this for all of them.
    x, y = b_east - a_east, b_north - a_north
    km = max(math.hypot(x, y), 1e-9)
    share = min(max(-(a_east * x + a_north * y) / km**2, 0.0), 1.0)
    east, north = a_east + share * x, a_north + share * y
    return _Foot(math.hypot(east, north), east, north, share, x / km, y / km)


def _berth(lanes: Sealanes, at: "Floats", here: "Floats") -> "Floats":
    """Where the way from a point off the coast to a place first meets land."""
    met = lanes.coast.first_met(at, here)
    if met is None:
        return here
    km = apart_km(at, met)
    return unit(at + (met - at) * max(km - _BERTH_KM, 0.0) / max(km, 1e-9))


def _in_channel(lanes: Sealanes, here: "Floats", shore: Mooring) -> Mooring:
    """The nearest point of a canal or river, if it is about as near as the shore, on its water."""
    near = lanes.in_channels.next_to(here, shore.away_km + _QUAY_KM, 1)
    if near is None:
        return shore
    (node,) = near
    km = apart_km(here, lanes.at[node])
    if km >= shore.away_km + _QUAY_KM or lanes.water[node] != shore.water:
        return shore
    return Mooring(lanes.at[node], lanes.at[node], km, shore.water, node)


def _axes(here: "Floats") -> "Floats":
    """East and north at a point of the sphere, as columns."""
    x, y, z = here.tolist()
    flat = max(math.hypot(x, y), 1e-9)
    east_x, east_y = -y / flat, x / flat
    return np.array([[east_x, -z * east_y], [east_y, z * east_x], [0.0, flat]])


def seen_from(way: Waterway, moorings: "Sequence[Mooring]") -> "list[tuple[Ints, Floats]]":
    """
    Nodes that each mooring sees of those next to it, and how far they are in km.

    Parameters
    ----------
    way : Waterway
    moorings : sequence of Mooring

    Returns
    -------
    list of (nodes, km)
        Empty where none is in sight.
    """
    found = _in_sight(way, moorings, 1)
    for number, (nodes, _) in enumerate(found):
        if not len(nodes):
            found[number] = _in_sight(way, [moorings[number]], 8)[0]
    return found


def _in_sight(
    way: Waterway, moorings: "Sequence[Mooring]", more: int
) -> "list[tuple[Ints, Floats]]":
    """Look from all of some moorings at once: each look has a cost of its own."""
    lanes = way.lanes
    at = np.array([mooring.at for mooring in moorings])
    trees = (lanes.tree, _NODES), (lanes.off_tree, _OFF)
    beside = np.concatenate([tree.query(at, k=k * more)[1] for tree, k in trees], axis=1)
    beside.sort(axis=1)
    new = np.ones(beside.shape, dtype=bool)
    np.not_equal(beside[:, 1:], beside[:, :-1], out=new[:, 1:])
    water = np.array([-1 if mooring.node >= 0 else mooring.water for mooring in moorings])
    which, column = np.nonzero(new & (lanes.water[beside] == water[:, None]))
    nodes = beside[which, column]
    clear = way.clear(at[which], lanes.at[nodes])
    which, nodes = which[clear], nodes[clear]
    km = arc_km(at[which], lanes.at[nodes])
    seen = [(nodes[own], km[own]) for own in (which == n for n in range(len(moorings)))]
    for number, mooring in enumerate(moorings):
        if mooring.node >= 0:
            seen[number] = np.array([mooring.node]), np.zeros(1)
    return seen
