"""The rules of a verdict, each with its reason in words; docs/checks.md tells why they are so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from kit import _disputes, measure
from kit._areas import ERROR_KM, area
from kit._byway import Byway, byways
from kit._end import COMPACT, End
from kit._straight import LINE_ERROR_KM, Straight, holds, straight
from kit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

CONSISTENT = "consistent"
BY_WAY = "consistent with a route"
INCONSISTENT = "inconsistent"
UNCHECKABLE = "not checkable"

MIN_CONFIDENCE = 0.6  # below, no verdict but that a figure fits
MIN_FITTING = 0.25  # below, not even that
SURE = 0.8  # below, no accusation: of the place, or of any place of its name
CERTAIN = 0.9  # below, none either where the rivals of a name are not known
_POSITION_ERROR = 0.02  # share of a distance by which positions of gazetteers may be off
_SECTOR_DEG = {1: 45.0, 2: 45.0, 3: 33.75}  # by letters of the compass point: what agrees
_CONTRARY_DEG = 67.5  # beyond, the direction is another one
_FAR_KM = 1000.0  # from here on a bearing depends on the kind of line
# No way is taken to be so many times as long as the longest of those known, within one country,
# and between two, whose border may be closed where the shortest way crosses it.
_LONGEST, _LONGEST_ABROAD = 1.5, 3.0
_OTHER = 5.0  # who writes a figure so many times too short, of a far place, means another one
_SHORT = 0.9  # a way that is so much longer than what is stated of it is another one
_WORDS = {"N": "north", "E": "east", "S": "south", "W": "west"}


@dataclass(frozen=True)
class Stated:
    """
    What a claim states: kilometres, what its wording admits, direction and mode.

    `is_site` tells that the words set a place at a distance, and tell of no journey that may have
    gone a long way round.
    """

    km: float
    low_km: float
    high_km: float
    bound: str
    direction: str | None
    mode: str | None
    is_site: bool = False


@dataclass(frozen=True)
class Case:
    """A claim, its ends, and what was measured between them."""

    stated: Stated
    subject: End
    reference: End
    found: Straight

    def ways(self) -> Iterator[Byway]:
        """Ways by the told mode, or by any; each is searched for when it is asked for."""
        return byways(self.subject, self.reference, self.stated.mode)


class Judgement(NamedTuple):
    """A verdict, its reason in a sentence, and the way that it speaks of."""

    verdict: str
    reason: str
    way: Byway | None = None


def in_words(km: float) -> str:
    """Kilometres as a reader wants them: 5,551, 105 or 7.4."""
    return f"{km:,.0f} km" if km >= 10 else f"{km:.1f}".removesuffix(".0") + " km"


def point_in_words(point: str) -> str:
    """Name a compass point in full: "SSE" is "south-southeast"."""
    pair = "".join(_WORDS[letter] for letter in point[-2:])
    return pair if len(point) < 3 else f"{_WORDS[point[0]]}-{pair}"


def judge(case: Case, rival: Callable[[], str | None]) -> Judgement:
    """
    Judge a claim whose straight line is measured.

    Parameters
    ----------
    case : Case
    rival : callable
        Called before an accusation: words for another reading of a name that would hold, or None.

    Returns
    -------
    Judgement
    """
    if doubt := _too_wide(case):
        return Judgement(UNCHECKABLE, doubt)
    found = _compare(case, rival)
    least = min((case.subject, case.reference), key=lambda end: end.confidence)
    if least.confidence >= MIN_CONFIDENCE:
        return found
    told = case.stated.mode in {"rail", "sea"}  # a way that was not told fits more easily
    fits = found.verdict == CONSISTENT or (found.verdict == BY_WAY and told)
    if fits and least.confidence >= MIN_FITTING:
        # That the figure fits speaks for the place that was chosen.
        reason = f"{found.reason[:-1]}; that it fits speaks for this {least.words}."
        return found._replace(reason=reason)
    return Judgement(UNCHECKABLE, f"{_unsure(least)}.")


def _compare(case: Case, rival: Callable[[], str | None]) -> Judgement:
    """Judge a claim by its figures alone."""
    stated, found = case.stated, case.found
    turn = _turn(case)
    told = _direction(case, turn)
    hedge = "" if stated.bound == "exact" else f"{stated.bound} "
    said = f"stated {hedge}{in_words(stated.km)}{'; ' + told if told else ''}"
    figures = f"{_measured(case)}; {said}"
    if turn is not None and turn > _CONTRARY_DEG:
        return Judgement(*_accuse(case, figures, rival))
    if stated.low_km <= found.high_km and stated.high_km >= found.low_km:
        return _as_straight(case, figures)
    if stated.low_km > found.high_km:
        return _too_long(case, said, rival)
    return Judgement(*_too_short(case, figures, rival))


def _as_straight(case: Case, figures: str) -> Judgement:
    """Judge a figure that fits the straight line: a way that it tells of must not be longer."""
    stated = case.stated
    way = next(case.ways(), None) if stated.mode in {"rail", "sea"} else None
    if way is None:
        return Judgement(CONSISTENT, f"{figures}.")
    if way.low_km * _SHORT > stated.high_km:
        reason = f"{figures}: that is the straight line, and {_way_in_words(way)}."
        return Judgement(UNCHECKABLE, reason, way)
    return Judgement(CONSISTENT, f"{figures}; {_way_in_words(way)}.", way)


def _too_long(case: Case, said: str, rival: Callable[[], str | None]) -> Judgement:
    """Judge a figure above the straight line: a way may be as long."""
    stated = case.stated
    if stated.mode == "straight":
        return Judgement(*_longer_than_straight(case, f"{_measured(case)}; {said}", rival))
    straight_line = f"the straight line is {_spanned(case.found)}"
    ways = []
    for way in case.ways():
        if _fits(case, way):
            reason = f"{straight_line}; {_way_in_words(way)}, and that fits: {said}."
            return Judgement(BY_WAY, reason, way)
        ways.append(way)
    if not ways:
        mode = stated.mode if stated.mode in {"road", "rail", "sea", "air"} else "road, rail or sea"
        return Judgement(UNCHECKABLE, f"A way by {mode} may be that long; {straight_line}; {said}.")
    longest = max(ways, key=lambda way: way.high_km)
    known = f"{straight_line}; {'; '.join(_way_in_words(way) for way in ways)}; {said}"
    if stated.is_site and stated.low_km > _limit_km(case):
        fault = f"{known}: longer than any way between them can be"
        return Judgement(*_accuse(case, fault, rival), longest)
    other = "A longer" if stated.low_km > longest.high_km else "Another"
    return Judgement(UNCHECKABLE, f"{other} way may be meant: {known}.", longest)


def _limit_km(case: Case) -> float:
    """Give a length that no way between the ends has; infinite unless rails and roads join them."""
    ways = list(replace(case, stated=replace(case.stated, mode=None)).ways())
    if not {"rail", "road"} <= {way.mode for way in ways}:
        return float("inf")
    is_abroad = case.subject.country != case.reference.country
    factor = _LONGEST_ABROAD if is_abroad else _LONGEST
    return factor * max(way.high_km for way in ways)


def _longer_than_straight(
    case: Case, figures: str, rival: Callable[[], str | None]
) -> tuple[str, str]:
    """Judge a figure above the straight line that is said to be it."""
    if case.stated.low_km <= case.found.high_km + _margin_km(case):
        return CONSISTENT, f"{figures}, within what positions on maps are good for."
    for end in (case.subject, case.reference):
        if end.shape == "area":
            doubt = f"from where in {end.words} it is measured is not said"
            return UNCHECKABLE, f"{figures}; but {doubt}."
    return _accuse(case, f"{figures}: longer than the straight line can be", rival)


def _fits(case: Case, way: Byway) -> bool:
    """Tell whether a figure is the length of a way, between any parts of its ends."""
    stated, found = case.stated, case.found
    low_km = way.low_km - (found.km - found.low_km)
    return stated.high_km >= low_km and stated.low_km <= way.high_km + (found.high_km - found.km)


def _way_in_words(way: Byway) -> str:
    """Tell the length of a way with its band."""
    low = in_words(way.low_km).removesuffix(" km")
    return f"{way.words} it is about {in_words(way.km)} ({low} to {in_words(way.high_km)})"


def _too_short(case: Case, figures: str, rival: Callable[[], str | None]) -> tuple[str, str]:
    """Judge a figure below the straight line: no way is shorter, but an extent may be."""
    reach = case.stated.high_km + _margin_km(case)
    if reach >= case.found.low_km:
        return CONSISTENT, f"{figures}, within what positions on maps are good for."
    if reach >= case.found.possible_km:
        return (
            UNCHECKABLE,
            f"{figures}; but {case.found.doubt}.",
        )
    found = _accuse(case, f"{figures}: shorter than any way between them can be", rival)
    points = case.subject.is_point and case.reference.is_point
    far = case.found.low_km > max(_OTHER * case.stated.high_km, _FAR_KM)
    if found[0] == INCONSISTENT and points and far:
        return UNCHECKABLE, f"{figures}: so far off that another place must be meant."
    return found


def _margin_km(case: Case) -> float:
    """How far positions of gazetteers and maps may be off."""
    return _POSITION_ERROR * case.found.km + 1


def _accuse(case: Case, fault: str, rival: Callable[[], str | None]) -> tuple[str, str]:
    """Say that a claim does not hold, unless there is any doubt of what is meant."""
    if doubt := objection(case.subject, case.reference):
        return UNCHECKABLE, f"{fault}; but {doubt}."
    if other := rival():
        return UNCHECKABLE, f"{fault}; but it may hold of {other}."
    return INCONSISTENT, f"{fault}."


def objection(subject: End, reference: End) -> str | None:
    """
    Say why a writer can't be accused by what was measured between two ends.

    Parameters
    ----------
    subject, reference : End

    Returns
    -------
    str or None
        None where both are surely what is meant.
    """
    for end in (subject, reference):
        if end.is_point and end.kind not in COMPACT:
            return f"the outline of {end.words} is not known"
        among = end.of_name if end.confidence >= MIN_CONFIDENCE else 0.0  # all of them are tried
        if max(end.confidence, among) < SURE:
            return _unsure(end)
        if end.stands_in:
            return f'which place is meant by "{end.words}" is not said'
    return None


def _too_wide(case: Case) -> str | None:
    """Say that an end is too wide for a verdict, if so."""
    for end in (case.subject, case.reference):
        if end.is_point and end.kind not in COMPACT and end.radius_km > case.stated.high_km:
            return (
                f"{end.words} reaches about {in_words(end.radius_km)} around its middle: "
                f"too large for a distance of {in_words(case.stated.km)} to be checked."
            )
        if end.shape == "area" and case.found.vague_km > case.stated.high_km:
            vague = in_words(case.found.vague_km)
            return (
                f"where {end.words} ends is not agreed on to within {vague}: "
                f"too vague for a distance of {in_words(case.stated.km)} to be checked."
            )
    return None


def _unsure(end: End) -> str:
    """Tell that a name is not certain to mean its place."""
    return f'what "{end.words}" means is not certain (confidence {end.confidence:.2f})'


def _measured(case: Case) -> str:
    """Tell what was measured, from where and over which extents."""
    if case.reference.is_point and case.subject.is_point:
        place = f"the middle of {case.reference.words}"
    else:
        outline = case.reference if case.subject.is_point else case.subject
        part = "outline" if outline.shape == "area" else "nearest point"
        place = f"the {part} of {outline.words}"
        place += _point_of_view(case, outline)
    return _spanned(case.found, f" measured from {place}")


def _point_of_view(case: Case, outline: End) -> str:
    """Say who was asked where a border is disputed, and what others would have it."""
    views = _disputes.views_on(outline.country, outline.other) if outline.shape != "area" else ()
    if not views:
        return ""
    own = _disputes.point_of_view()
    told = [_disputes.in_words(own)]
    for view in views:
        with _disputes.seen_from(view):
            try:
                other = straight(case.subject, case.reference)
            except InputError:  # from there, there is no such border
                continue
        if other and abs(other.km - case.found.km) > _margin_km(case) + LINE_ERROR_KM:
            told.append(f"{in_words(other.km)} {_disputes.in_words(view)}")
    return f" ({'; '.join(told)})"


def _spanned(found: Straight, what: str = "") -> str:
    """Give a measure with its range over the extents, the unit of which is written once."""
    low = in_words(found.low_km).removesuffix(" km")
    return f"{in_words(found.km)}{what} ({low} to {in_words(found.high_km)} over the extents)"


def _turn(case: Case) -> float | None:
    """Degrees between the stated and the measured direction that no extent explains."""
    stated, found = case.stated, case.found
    if stated.direction is None:
        return None
    if case.reference.shape == "parallel":
        on_it = case.subject.radius_km >= found.km
        return 0.0 if on_it else _least_turn([found.bearing], stated.direction)
    if not (case.subject.is_point and case.reference.is_point):
        return _turn_from_area(case, stated.direction)
    reach = case.subject.radius_km + case.reference.radius_km
    if reach >= found.km:
        return 0.0
    import numpy as np

    turn = _least_turn(_bearings(found), stated.direction)
    return max(0.0, turn - float(np.degrees(np.arcsin(reach / found.km))))


def _turn_from_area(case: Case, direction: str) -> float | None:
    """Degrees by which no part of a division or region lies in the stated direction."""
    import numpy as np
    import shapely

    area_is_subject = case.subject.shape == "area"
    point, outline = case.subject, case.reference
    if area_is_subject:
        point, outline = outline, point
    if outline.shape != "area" or case.found.km >= _FAR_KM or holds(point, outline):
        return None
    if case.found.km <= point.radius_km + ERROR_KM:
        return 0.0
    lons, lats = shapely.get_coordinates(area(outline.place_id)).T
    ends = ((point.lat, point.lon), (lats, lons))
    bearings = measure.bearing_deg(
        *(x for end in (ends if area_is_subject else ends[::-1]) for x in end)
    )
    reach = (point.radius_km + ERROR_KM) / case.found.km
    return max(0.0, _least_turn(bearings, direction) - float(np.degrees(np.arcsin(reach))))


def is_turned(direction: str | None, area_: End, other: End, subject: End) -> bool:
    """
    Tell a direction that no part of an area, taken for its reach, is seen in.

    Parameters
    ----------
    direction : str or None
        Of the subject, seen from the reference.
    area_, other : End
        The area, and the other end.
    subject : End
        Which of the two is the subject.

    Returns
    -------
    bool
    """
    import numpy as np

    reference = other if subject is area_ else area_
    km = measure.distance_km(reference.lat, reference.lon, subject.lat, subject.lon)
    reach_km = area_.radius_km + other.radius_km
    if direction is None or reach_km >= km:
        return False
    bearing = measure.bearing_deg(reference.lat, reference.lon, subject.lat, subject.lon)
    slack = float(np.degrees(np.arcsin(reach_km / km)))
    return _least_turn([bearing], direction) - slack > _CONTRARY_DEG


def _least_turn(bearings: "ArrayLike", direction: str) -> float:
    """Degrees between a direction and the nearest of some bearings."""
    import numpy as np

    turns = (np.asarray(bearings) - measure.compass_deg(direction) + 180) % 360 - 180
    return float(np.abs(turns).min())


def _bearings(found: Straight) -> list[float]:
    """Directions that a reader of a globe or of a map may see between two points."""
    if found.km < _FAR_KM:
        return [found.bearing]
    import numpy as np

    back = measure.bearing_deg(*found.subject, *found.reference) + 180
    # On Mercator's map the line of constant bearing is straight.
    up = np.diff(np.arctanh(np.sin(np.radians([found.reference[0], found.subject[0]]))))[0]
    east = (found.subject[1] - found.reference[1] + 180) % 360 - 180
    return [found.bearing, back, float(np.degrees(np.arctan2(np.radians(east), up)))]


def _direction(case: Case, turn: float | None) -> str | None:
    """Tell how the measured bearing fits the stated direction."""
    direction, bearing = case.stated.direction, case.found.bearing
    if turn is None or direction is None:
        return None
    measured = f"bearing {bearing:.0f}° ({measure.compass_point(bearing)})"
    if turn > _CONTRARY_DEG:
        return f"the direction does not fit: {measured}, not {point_in_words(direction)}"
    if turn > _SECTOR_DEG[len(direction)]:
        return f"{measured} is only roughly {point_in_words(direction)}"
    of_area = not (case.subject.is_point and case.reference.is_point)
    if of_area and _least_turn([bearing], direction) > _SECTOR_DEG[len(direction)]:
        return f"{measured} from the outline, {point_in_words(direction)} of other parts of it"
    near = case.subject.radius_km + case.reference.radius_km >= case.found.km
    if near and _least_turn([bearing], direction) > _CONTRARY_DEG:
        return (
            f"{measured} between the middles; {point_in_words(direction)} of parts of them at most"
        )
    return f"{measured} agrees with {point_in_words(direction)}"
