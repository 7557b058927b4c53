"""The line of a way by sea: its points from berth to berth, none of them needless."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from kit._globe import unbroken
from kit._moorings import Mooring
from kit._passages import Passage
from kit._sealanes import Waterway
from kit._seasearch import Course, Ends
from kit._sphere import along, arc_km, crosses, degrees
from kit._spot import Spot

if TYPE_CHECKING:
    import shapely

    from kit._sphere import Floats, Ints

# So many points at each end of a way are looked at again: may the line go straight from one to
# another, past fewer than so many? Far points are corners of the coast, and a look takes long: it
# is taken where such a share of the way could be saved.
_WINDOW, _PULLED, _PULL_KM, _SAVED = 8, 4, 2000.0, 0.0005
_STEP_KM = 50.0  # between vertices of a line that is drawn


def lines_of(
    on: Waterway, pairs: Sequence[Ends], courses: Sequence[Course | None]
) -> "list[Floats | None]":
    """
    Draw legs from berth to berth, with no point that they need not turn at.

    Parameters
    ----------
    on : Waterway
    pairs : sequence of (Mooring, Mooring)
    courses : sequence of Course or None

    Returns
    -------
    list of array of shape (n, 3) or None
        Their points; None where there is no course.
    """
    drafts = [
        course and _draft(on, *ends, course) for ends, course in zip(pairs, courses, strict=True)
    ]
    looked = [(points[a], points[b]) for points, a, b in filter(None, drafts) if len(a)]
    clear = iter(on.clear(*map(np.concatenate, zip(*looked, strict=True))) if looked else ())
    return [
        draft and _pulled(draft[0], draft[1], draft[2], list(islice(clear, len(draft[1]))))
        for draft in drafts
    ]


def _draft(on: Waterway, one: Mooring, two: Mooring, course: Course) -> "tuple[Floats, Ints, Ints]":
    """Points of a leg, and between which of them a straight line would be shorter."""
    in_channel = (on.lanes.channel[course.nodes] >= 0).tolist()
    points, fixed = course.at, [one.node >= 0, *in_channel, two.node >= 0]
    if one.node < 0:
        points, fixed = np.vstack([one.berth, points]), [False, *fixed]
    if two.node < 0:
        points, fixed = np.vstack([points, two.berth]), [*fixed, False]
    return points, *_shortcuts(points, fixed)


def _shortcuts(points: "Floats", fixed: list[bool]) -> "tuple[Ints, Ints]":
    """From which points near the ends of a line to which to look, but past none in a channel."""
    starts, ends = _looked_at(tuple(fixed))
    so_far_km = np.append(0.0, np.cumsum(arc_km(points[:-1], points[1:])))
    straight_km = arc_km(points[starts], points[ends])
    saved_km = so_far_km[ends] - so_far_km[starts] - straight_km
    looked = (straight_km <= _PULL_KM) & (saved_km > _SAVED * so_far_km[-1])
    return starts[looked], ends[looked]


@lru_cache(maxsize=1000)  # most lines have few points, and none of them in a channel
def _looked_at(fixed: tuple[bool, ...]) -> "Ints":
    """The same pairs, as two rows, whatever the length of the way."""
    last = len(fixed) - 1
    pairs = [
        (start, end)
        for start in range(last - 1)
        if start < _WINDOW or start >= last - _WINDOW
        for end in range(start + 2, min(start + _PULLED, last) + 1)
        if (end <= _WINDOW or start >= last - _WINDOW) and not any(fixed[start + 1 : end])
    ]
    return np.reshape(np.array(pairs, dtype=np.intp), (-1, 2)).T


def _pulled(points: "Floats", starts: "Ints", ends: "Ints", clear: list[bool]) -> "Floats":
    """Leave out points of a line that it need not turn at: between clear ones it goes straight."""
    if not any(clear):
        return points
    last = len(points) - 1
    ahead: dict[int, int] = {}
    behind: dict[int, int] = {}
    for start, end in zip(starts[clear].tolist(), ends[clear].tolist(), strict=True):
        ahead[start] = end  # the farthest comes last
        behind.setdefault(end, start)
    first, rest = [0], [last]
    while first[-1] < last // 2:
        first.append(ahead.get(first[-1], first[-1] + 1))
    while rest[-1] > first[-1]:
        to = behind.get(rest[-1], rest[-1] - 1)
        rest.append(to if to >= first[-1] else rest[-1] - 1)
    return points[first + rest[-2::-1]]


def joined(on: Waterway, stops: Sequence[Spot | Passage], legs: "list[Floats]") -> "Floats":
    """
    Put the legs of a trip behind each other.

    Parameters
    ----------
    on : Waterway
    stops : sequence of Spot or Passage
    legs : list of array of shape (n, 3)
        One less than stops.

    Returns
    -------
    array of shape (n, 3)
    """
    points = legs[0]
    for stop, leg in zip(stops[1:], legs[1:], strict=False):
        if isinstance(stop, Passage):
            points = _through(on, points, leg, stop)
        else:
            points = np.vstack([points, leg[1:]])
    return points


def _through(on: Waterway, before: "Floats", after: "Floats", passage: Passage) -> "Floats":
    """Join two legs that meet in a passage by the shortest line through it that is clear."""
    best, saved_km = np.vstack([before, after[1:]]), 0.0
    ahead = after[1 : 1 + _PULLED]
    beyond_km = np.cumsum(arc_km(after[: len(ahead)], ahead))
    for first in range(max(0, len(before) - 1 - _PULLED), len(before) - 1):
        one = before[first]
        shorter = on.clear(one, ahead) & crosses(one, ahead, passage.gate[None])[:, 0]
        if not shorter.any():
            continue
        so_far_km = arc_km(before[first:-1], before[first + 1 :]).sum()
        gain_km = np.where(shorter, so_far_km + beyond_km - arc_km(one, ahead), 0.0)
        if gain_km.max() > saved_km:
            saved_km, last = gain_km.max(), int(gain_km.argmax())
            best = np.vstack([before[: first + 1], after[1 + last :]])
    return best


def drawn(points: "Floats") -> "shapely.LineString | shapely.MultiLineString":
    """
    Draw great circles from point to point.

    Parameters
    ----------
    points : array of shape (n, 3)

    Returns
    -------
    LineString or MultiLineString
        In longitude and latitude, cut at the antimeridian.
    """
    lat, lon = degrees(along(points, _STEP_KM))
    return unbroken(np.column_stack([lon, lat]))
