"""Where a place lies on the water: the point of the shore, canal or river that is its port."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kit._sealanes import Sealanes, Waterway, sealanes
from kit._sphere import EARTH_KM, apart_km, arc_km, chord, unit, xyz
from kit._spot import NoWayError, Spot

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kit._sphere import Flags, Floats, Ints

#: A place may lie so far from the water, or as far as it reaches.
INLAND_KM = 30.0
_FAR_KM = 5000.0  # the sea is nearer to each place; beyond, a plane about a place is no map
_APART_KM = 10.0  # points of a shore are nearer to each other
_NODES, _OFF = 12, 12  # of how many it is asked whether a mooring sees them
_BERTH_KM = 0.05  # a ship lies so far from the land
_QUAY_KM = 1.0  # a canal or river is a town's port even if the open shore is so much nearer
_TIED = 1e-6 / EARTH_KM  # pieces of a shore that differ by less are as near
_KEPT = 4096  # how many places are remembered with their moorings
_known: "dict[tuple[float, float, float], tuple[Mooring, ...]]" = {}


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


def ends_of(spots: "Sequence[Spot]") -> list[End | NoWayError]:
    """
    Find where places lie on the water, those that are new together: each look has its cost.

    Parameters
    ----------
    spots : sequence of Spot

    Returns
    -------
    list of End or NoWayError
        The error where no water is within a place's radius or 30 km; it says how far the sea is.
    """
    keys = [(spot.lat, spot.lon, max(INLAND_KM, spot.radius_km)) for spot in spots]
    if len(_known) + len(keys) > _KEPT:
        _known.clear()
    new = [key for key in dict.fromkeys(keys) if key not in _known]
    if new:
        lat, lon, limits_km = zip(*new, strict=True)
        _known.update(zip(new, _nearest(xyz(lat, lon), limits_km), strict=True))
    return [_end(spot, _known[key], key[2]) for spot, key in zip(spots, keys, strict=True)]


def _end(spot: Spot, found: tuple[Mooring, ...], limit_km: float) -> End | NoWayError:
    """Choose the moorings that are near enough, or say how far the water is."""
    near = tuple(mooring for mooring in found if mooring.away_km <= limit_km)
    if near:
        return End(spot, near)
    lake = [m for m in found if m.water and m.away_km < found[0].away_km / 2]
    closed = "".join(
        f", and {m.away_km:,.0f} km from {sealanes().waters[m.water - 1]}" for m in lake
    )
    return NoWayError(
        f"{spot.name} is {found[0].away_km:,.0f} km from the sea{closed}: no ship starts or "
        "ends there. Give the port that was used."
    )


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
        f"that lies on {_waters(two)}, and canals and rivers between the two are not on this map. "
        "Give the ports where goods change ship, a leg each."
    )


def _waters(end: End) -> str:
    """Names of the waters in reach, nearest first."""
    names = sealanes().waters
    ordered = sorted(end.moorings, key=lambda mooring: mooring.away_km)
    return " and ".join(names[m.water - 1] if m.water else "the open sea" for m in ordered)


def _nearest(at: "Floats", limits_km: "Sequence[float]") -> list[tuple[Mooring, ...]]:
    """Nearest mooring of each place on the sea, and on a closed water if one may count."""
    lanes = sealanes()
    found: list[tuple[Mooring, ...]] = [()] * len(at)
    within_km = [_FAR_KM] * len(at)
    for tree, points in (lanes.sea_shore, lanes.closed_shore):
        away, near = tree.query(at, k=4, distance_upper_bound=chord(_FAR_KM))
        looked = [
            number
            for number, (first, *_, last) in enumerate(away.tolist())
            if last < math.inf and first <= chord(within_km[number] + _APART_KM)
        ]
        if not looked:
            continue
        here = at[looked]
        moorings = _in_channels(lanes, here, _on_shore(lanes, here, points[near[looked]]))
        for number, mooring in zip(looked, moorings, strict=True):
            afloat = mooring.away_km == 0  # on this water, so on no other
            found[number] = (mooring,) if afloat else (*found[number], mooring)
            if mooring.away_km <= limits_km[number]:
                within_km[number] = limits_km[number] if not afloat else -_FAR_KM
    return found


def _on_shore(lanes: Sealanes, here: "Floats", near: "Ints") -> list[Mooring]:
    """Places themselves that are on the water, for others the nearest of the line off the shore."""
    line = lanes.shore
    starts = np.hstack([near - 1, near])
    is_piece = line.goes_on[starts] & (starts >= 0)
    ends = line.at.take(starts + 1, axis=0, mode="wrap")
    # A place has few pieces next to it: one by one is sooner than as arrays of all.
    each = [rows.tolist() for rows in (here, starts, is_piece, line.at[starts], ends)]
    feet = [_foot(place, zip(*pieces, strict=True)) for place, *pieces in zip(*each, strict=True)]
    waters = lanes.shore_water[[start for start, _ in feet]].tolist()
    moorings = [
        Mooring(place, place, 0.0, water, -1) for place, water in zip(here, waters, strict=True)
    ]
    ashore = [number for number, (_, foot) in enumerate(feet) if foot]
    if ashore:
        off = unit(np.array([feet[number][1] for number in ashore]))
        berths = _berths(lanes, off, here[ashore])
        for number, at, berth in zip(ashore, off, berths, strict=True):
            km = apart_km(here[number], berth)
            moorings[number] = Mooring(at, berth, km, waters[number], -1)
    return moorings


def _foot(
    place: list[float], pieces: "Iterable[tuple[int, bool, list[float], list[float]]]"
) -> tuple[int, list[float] | None]:
    """Tell the piece of the shore next to a place, and its nearest point unless that is afloat."""
    east, north = _axes(*place)
    found = {}
    for start, is_piece, one, two in pieces:
        if is_piece:
            x, y = math.sumprod(one, east), math.sumprod(one, north)
            along = math.sumprod(two, east) - x, math.sumprod(two, north) - y
            length = max(math.hypot(*along), 1e-12)
            on_x, on_y = along[0] / length, along[1] / length
            share = min(max(-(x * on_x + y * on_y) / length, 0.0), 1.0)
            x, y = x + share * along[0], y + share * along[1]
            found[start] = math.hypot(x, y), start, (x, y), (on_x, on_y), (share, one, two)
    away, start, (x, y), _, (share, one, two) = min(found.values())
    # At a corner two pieces are as near: land is where both together have their left side.
    tied = [on for near, _, _, on, _ in found.values() if near < away + _TIED]
    if sum(on_y for _, on_y in tied) * x < sum(on_x for on_x, _ in tied) * y:
        return start, None
    return start, [a + share * (b - a) for a, b in zip(one, two, strict=True)]


def _berths(lanes: Sealanes, at: "Floats", here: "Floats") -> "Floats":
    """Where ways from points off the coast to places first meet land."""
    met = lanes.coast.first_met(at, here)
    km = arc_km(at, met)
    share = (km - _BERTH_KM).clip(0.0) / km.clip(1e-9)
    return np.where(np.isnan(met), here, unit(at + (met - at) * share[:, None]))


def _in_channels(lanes: Sealanes, here: "Floats", shores: list[Mooring]) -> list[Mooring]:
    """The nearest points of a canal or river that are about as near as the shore, on its water."""
    tree, nodes = lanes.channel_tree
    away, which = tree.query(here)
    found = shores[:]
    for number, (shore, chord_, node) in enumerate(
        zip(shores, away.tolist(), nodes[which].tolist(), strict=True)
    ):
        km = 2 * EARTH_KM * math.asin(chord_ / 2)
        if 0 < shore.away_km > km - _QUAY_KM and lanes.water[node] == shore.water:
            at = lanes.at[node]
            found[number] = Mooring(at, at, km, shore.water, node)
    return found


def _axes(x: float, y: float, z: float) -> tuple[list[float], list[float]]:
    """East and north at a point of the sphere."""
    flat = max(math.hypot(x, y), 1e-9)
    east_x, east_y = -y / flat, x / flat
    return [east_x, east_y, 0.0], [-z * east_y, z * east_x, flat]


def _first_of_each(rows: "Ints") -> "Flags":
    """Mark in rows in order what has not come before, sooner than `np.diff` would."""
    first = np.ones(rows.shape, dtype=bool)
    np.not_equal(rows[:, 1:], rows[:, :-1], out=first[:, 1:])
    return first


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
    at = np.stack([mooring.at for mooring in moorings])
    trees = (lanes.tree, _NODES), (lanes.off_tree, _OFF)
    beside = np.sort(np.hstack([tree.query(at, k=k * more)[1] for tree, k in trees]), axis=1)
    water = np.array([-1 if mooring.node >= 0 else mooring.water for mooring in moorings])
    which, column = np.nonzero(_first_of_each(beside) & (lanes.water[beside] == water[:, None]))
    nodes = beside[which, column]
    clear = way.clear(at[which], lanes.at[nodes])
    which, nodes = which[clear], nodes[clear]
    km = arc_km(at[which], lanes.at[nodes])
    seen = [(nodes[own], km[own]) for own in (which == n for n in range(len(moorings)))]
    for number, mooring in enumerate(moorings):
        if mooring.node >= 0:
            seen[number] = np.array([mooring.node]), np.zeros(1)
    return seen
