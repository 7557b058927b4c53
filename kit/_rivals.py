"""Rivals: other places of the names in a claim, of which it would hold."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

from kit import _verdicts as rules
from kit import measure
from kit._areas import ERROR_KM
from kit._directions import is_turned
from kit._end import COMPACT, End, moved
from kit._endpoints import COUNTY_KM, namesakes, others
from kit._straight import AREA_DOUBT_KM, edges_apart_km, holds, measurable, straight

if TYPE_CHECKING:
    import pandas as pd

_DIVISIONS = {"admin1": "the state or province", "admin2": "the county or district"}
HOLDS = frozenset({rules.CONSISTENT, rules.BY_WAY})


def rival(
    is_wrong: Callable[[End, End], bool],
    ends: tuple[End, End],
    mentions: "pd.DataFrame",
    labels: tuple[Any, Any],
    *,
    is_short: bool,
) -> str | None:
    """
    Find another reading of the names of which a claim would hold.

    Parameters
    ----------
    is_wrong : callable
        Tells whether the claim fails between two ends.
    ends : (End, End)
        Subject and reference, as they were read.
    mentions : DataFrame
    labels : tuple
        The rows of both in `mentions`, None for a line that is none.
    is_short : bool
        Whether the figure is too short: then the edge of a division around a town may be meant.

    Returns
    -------
    str or None
        The reading in words. Both names are read anew together where one of them is unsure.
    """
    (one, two), new = ends, list[list[End]]()
    for end, label, other in zip(ends, labels, ends[::-1], strict=True):
        is_one_of_many = end.candidates > 1 and end.kind != "border"
        found = namesakes(mentions, label) if is_one_of_many else None
        if is_one_of_many and found is None and end.confidence < rules.CERTAIN:
            return f"another {end.words}"
        rows = [] if found is None else [row for _, row in others(end, found).iterrows()]
        read = (moved(end, row) for row in rows)
        new.append([again for again in read if not _is_its_seat(end, again, other, is_short)])
    readings = [(end, two) for end in new[0]] + [(one, end) for end in new[1]]
    if min(one.confidence, two.confidence) < rules.SURE:
        readings += product(new[0], new[1])
    for reading in readings:
        if not is_within(*reading) and not is_wrong(*reading):
            return " and ".join(_in_words(end) for end in reading if end not in ends)
    return None


def readings(
    ends: tuple[End, End], mentions: "pd.DataFrame", labels: tuple[Any, Any]
) -> Iterator[tuple[End, End]]:
    """
    Give other likely readings of the names in a claim: the likeliest first.

    Parameters
    ----------
    ends : (End, End)
        Subject and reference, as they were read.
    mentions : DataFrame
    labels : tuple
        The rows of both in `mentions`, None for a line that is none.

    Yields
    ------
    (End, End)
        With the confidence of these readings.
    """
    subjects, references = (
        [end, *_likely(end, namesakes(mentions, label))]
        for end, label in zip(ends, labels, strict=True)
    )
    pairs = [pair for pair in product(subjects, references) if pair != ends]
    yield from sorted(pairs, key=lambda pair: -pair[0].confidence * pair[1].confidence)


def _likely(end: End, found: "pd.DataFrame | None") -> Iterator[End]:
    """Give other places of a name that a figure which fits them may speak for."""
    if found is None or end.candidates <= 1 or end.kind == "border":
        return
    own = found.loc[found["place_id"] == end.place_id, "chance"].sum()
    for _, row in found[found["place_id"] != end.place_id].iterrows():
        confidence = end.confidence * float(row["chance"]) / own if own else 0.0
        if confidence >= rules.MIN_FITTING and row["kind"] in COMPACT:
            yield replace(moved(end, row), confidence=confidence)


def _in_words(end: End) -> str:
    """Name another reading: the province is no other town."""
    what = _DIVISIONS.get(end.kind, "another")
    return f"{what} {end.words} ({end.lat:.2f}, {end.lon:.2f})"


def _is_its_seat(end: End, new: End, other: End, is_short: bool) -> bool:
    """Tell the county around a town of its name: who measures from a town means that town."""
    if not new.kind.startswith("admin") or other.shape != "point" or not is_within(end, new):
        return False
    return new.radius_km <= COUNTY_KM or not is_short


def is_within(one: End, two: End) -> bool:
    """
    Tell a place and the division around it: neither is said to lie some way from the other.

    Parameters
    ----------
    one, two : End

    Returns
    -------
    bool
    """
    km = measure.distance_km(one.lat, one.lon, two.lat, two.lon)
    around = [pair for pair in ((one, two), (two, one)) if pair[1].kind.startswith("admin")]
    return any(
        holds(inner, outer) if outer.shape == "area" else km + inner.radius_km <= outer.radius_km
        for inner, outer in around
    )


def fails(stated: rules.Stated, subject: End, reference: End) -> bool:
    """
    Tell whether a claim would be wrong between two ends, or could not be of them.

    Parameters
    ----------
    stated : Stated
    subject, reference : End

    Returns
    -------
    bool
    """
    sure = (replace(end, confidence=1.0, candidates=1) for end in (subject, reference))
    known = tuple(sure)
    one, two = measurable(*known)
    found = straight(one, two)
    if found is None:
        return True
    for end, outline in (known, known[::-1]):
        if end.shape == "area" and not outline.is_point:
            nearest_km = edges_apart_km(end, outline)  # "the 65 km that part Kaliningrad from"
            spared_km = ERROR_KM + AREA_DOUBT_KM
            if stated.low_km - spared_km <= nearest_km <= stated.high_km + spared_km:
                return False
    judged = rules.judge(rules.Case(stated, one, two, found), lambda: None)
    for end, other in ((one, two), (two, one)):
        if end.shape == "area":  # it may be measured from its edge, its middle or anything in it
            middle_km = measure.distance_km(end.lat, end.lon, other.lat, other.lon)
            farthest_km = middle_km + end.radius_km + other.radius_km
            is_between = stated.low_km <= farthest_km and stated.high_km >= found.possible_km
            is_between = is_between and not is_turned(stated.direction, end, other, one)
            return judged.verdict == rules.INCONSISTENT or not is_between
    return judged.verdict not in HOLDS
