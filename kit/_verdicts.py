"""The rules of a verdict, each with its reason in words; docs/checks.md tells why they are so."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from kit import _disputes
from kit._byway import Byway, byways
from kit._directions import CONTRARY_DEG, FAR_KM, is_opposite, told_direction, turn_deg
from kit._end import COMPACT, End
from kit._shores import is_from_shore
from kit._straight import LINE_ERROR_KM, Straight, is_speck, straight
from kit.errors import InputError

CONSISTENT = "consistent"
BY_WAY = "consistent with a route"
INCONSISTENT = "inconsistent"
UNCHECKABLE = "not checkable"

MIN_CONFIDENCE = 0.6  # below, no verdict but that a figure fits
MIN_BY_WAY = 0.5  # below, not that it fits a way of which nothing is said
MIN_FITTING = 0.05  # below, not even that
SURE = 0.8  # below, no accusation by a place that is not the only one of its name
CERTAIN = 0.9  # below, none either where the rivals of a name are not known
POSITION_ERROR = 0.02  # share of a distance by which positions of gazetteers may be off
_ROUGH, _ROUGH_KM = frozenset({"island", "mountain", "country"}), 30.0  # without outlines
# No way is taken to be so many times as long as the longest of those known: within one country,
# where main roads lead, and between two, whose border may be closed where the shortest way is.
_LONGEST, _LONGEST_MAPPED, _LONGEST_ABROAD = 1.5, 1.35, 3.0
#: Where a railway is at most so many times as long as the straight line, no mountain or water makes
# a road go farther round than roads do elsewhere.
EVEN, _LONGEST_EVEN = 1.4, 1.15
_VAGUE = 0.5  # of its length
# Who says on which side a place lies means the line, or the road that all take.
_LONGEST_TOLD, _LONGEST_TOLD_ABROAD = 1.25, 1.5
# To the crossing of a border it may be farther than to its nearest point, but not so many times.
_RIM = {"border": (1.7, 15.0), "land": (1.7, 15.0), "coast": (1.4, 10.0), "parallel": (1.4, 10.0)}
_ROUNDABOUT = 2.0  # a railway so many times as long as the road is not what a writer means
# Who writes a figure so many times too short, of a far place, means another one; or the latter, if
# the direction does not fit either.
_OTHER, _TWICE = 5.0, 2.0
_GROSSLY, _GROSSLY_KM = 20.0, 100.0  # nobody's slip, at any distance from here on
#: Stands in the reason of such a verdict: no line is drawn to that place.
ANOTHER = "so far off that another place must be meant"
_WORDS = frozenset("a an here her his its that the their there this whose".split())  # no names
_SHORT = 0.9  # a way that is so much longer than what is stated of it is another one


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
    if least.confidence >= MIN_CONFIDENCE or ANOTHER in found.reason:
        return found
    told = case.stated.mode in {"rail", "sea"}  # a way that was not told fits more easily
    by_way = found.verdict == BY_WAY and (told or least.confidence >= MIN_BY_WAY)
    if (found.verdict == CONSISTENT or by_way) and least.confidence >= MIN_FITTING:
        # That the figure fits speaks for the place that was chosen.
        meant = f"this {least.words}"
        if least.words.split(" ")[0].lower() in _WORDS:  # "the capital"
            meant = f'this reading of "{least.words}"'
        reason = f"{found.reason[:-1]}; that it fits speaks for {meant}."
        return found._replace(reason=reason)
    return Judgement(UNCHECKABLE, f"{_unsure(least)}.")


def _compare(case: Case, rival: Callable[[], str | None]) -> Judgement:
    """Judge a claim by its figures alone."""
    stated, found = case.stated, case.found
    turn = turn_deg(case)
    told = told_direction(case, turn)
    hedge = "" if stated.bound == "exact" else f"{stated.bound} "
    said = f"stated {hedge}{in_words(stated.km)}{'; ' + told if told else ''}"
    figures = f"{_measured(case)}; {said}"
    fits = stated.low_km <= found.high_km and stated.high_km >= found.low_km
    if turn is not None and turn > CONTRARY_DEG:
        if not fits and _is_another(case, _TWICE):
            return Judgement(UNCHECKABLE, f"{figures}: {ANOTHER}.")
        return Judgement(*_accuse(case, figures, rival, MIN_CONFIDENCE if fits else SURE))
    if fits and is_opposite(case):
        return Judgement(UNCHECKABLE, f"{figures}. The figure fits, and the direction hardly does.")
    if fits:
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
        if _fits(case, way) and not (_is_vague(way) or _is_roundabout(case, way)):
            words = f"{_way_in_words(way)}{_over_extents(case, way)}"
            reason = f"{straight_line}; {words}, and that fits{_leeway(case, way)}: {said}."
            return Judgement(BY_WAY, reason, way)
        ways.append(way)
    if stated.is_site and stated.low_km > _rim_limit_km(case):
        fault = f"{straight_line}; {said}: far longer than to the nearest point of it"
        return Judgement(*_accuse(case, fault, rival))
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


def _is_vague(way: Byway) -> bool:
    """Tell a railway whose stations are so far from the ends that its length holds for little."""
    return way.mode == "rail" and way.low_km < _VAGUE * way.km


def _is_roundabout(case: Case, way: Byway) -> bool:
    """Tell a railway so much longer than any road that who names no train does not mean it."""
    if case.stated.mode is not None or way.mode != "rail" or way.low_km <= 2 * case.found.high_km:
        return False
    roads = (other for other in case.ways() if other.mode == "road")
    return way.low_km > _roundabout_km(next(roads, None))


def _roundabout_km(road: Byway | None) -> float:
    """How long another way is at least that nobody means who names none, beside a road."""
    if road is None:
        return float("inf")
    return _ROUNDABOUT * (road.km if road.is_mapped else road.high_km)


def _rim_limit_km(case: Case) -> float:
    """Give a length that nothing has from a place to a border or coast; infinite between towns."""
    rims = [_RIM[end.shape] for end in (case.subject, case.reference) if end.shape in _RIM]
    if len(rims) != 1 or case.stated.mode is not None:
        return float("inf")
    times, more_km = rims[0]
    return times * case.found.high_km + more_km


def _limit_km(case: Case) -> float:
    """Give a length that no way between the ends has; infinite where no road surely joins them."""
    by_air = case.stated.mode == "air"
    ways = list(replace(case, stated=replace(case.stated, mode="air" if by_air else None)).ways())
    roads = [way for way in ways if way.mode == "road"]
    ways = [way for way in ways if way.low_km <= _roundabout_km(next(iter(roads), None))]
    modes = {way.mode for way in ways}
    told = case.stated.is_site and case.stated.direction is not None
    mapped = any(road.is_mapped for road in roads)
    by_road = bool(roads) and (told or mapped or "rail" in modes)
    if not ways or not (by_air or by_road or modes == {"sea"}):
        return float("inf")
    even = any(way.mode == "rail" and way.km <= EVEN * case.found.km for way in ways)
    is_abroad = case.subject.country != case.reference.country and modes != {"sea"}
    is_abroad |= mapped and roads[0].goes_abroad
    longest_km, extents_km = max(way.high_km for way in ways), case.found.high_km - case.found.km
    if even and roads and (told or (mapped and not is_abroad)):
        return (_LONGEST_EVEN if mapped else 1.0) * longest_km + extents_km
    times = _LONGEST_ABROAD if is_abroad else _LONGEST_MAPPED if mapped else _LONGEST
    with_side = _LONGEST_TOLD_ABROAD if is_abroad else _LONGEST_TOLD
    limits = [times * longest_km, *([with_side * longest_km + extents_km] if told else [])]
    return min(limits)


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
    high_km = way.high_km + (found.high_km - found.km)
    if stated.bound in ("exact", "about"):  # rounding widens no band that is wide already
        return low_km <= stated.km <= high_km
    return stated.high_km >= low_km and stated.low_km <= high_km


def _over_extents(case: Case, way: Byway) -> str:
    """Say how long a way is between the far parts of its ends, where the figure needs these."""
    high_km = way.high_km + case.found.high_km - case.found.km
    used = case.stated.low_km > way.high_km
    return f", over the extents up to {in_words(high_km)}" if used else ""


def _leeway(case: Case, way: Byway) -> str:
    """Say what a rounded figure is taken for, where it would not fit as it stands."""
    low_km, high_km = case.stated.low_km, case.stated.high_km
    if way.low_km <= case.stated.km <= way.high_km or not low_km < high_km < float("inf"):
        return ""
    return f" {in_words(low_km).removesuffix(' km')} to {in_words(high_km)}"


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
    if found[0] == INCONSISTENT and _is_another(case, _OTHER):
        return UNCHECKABLE, f"{figures}: {ANOTHER}."
    return found


def _is_another(case: Case, times: float) -> bool:
    """Tell a figure so many times too short, of far places, that another one is meant."""
    km, stated_km = case.found.low_km, case.stated.high_km
    are_small = all(end.is_point or is_speck(end) for end in (case.subject, case.reference))
    far = are_small and km > max(times * stated_km, FAR_KM)
    return far or km > max(_GROSSLY * stated_km, _GROSSLY_KM)


def _margin_km(case: Case) -> float:
    """How far positions of gazetteers and maps may be off."""
    return POSITION_ERROR * case.found.km + 1


def _accuse(
    case: Case, fault: str, rival: Callable[[], str | None], least: float = SURE
) -> tuple[str, str]:
    """Say that a claim does not hold, unless there is any doubt of what is meant."""
    wide = _widened(case)
    if doubt := objection(wide.subject, wide.reference, least):
        return UNCHECKABLE, f"{fault}; but {doubt}."
    if wide is not case and _compare(wide, lambda: None).verdict != INCONSISTENT:
        return UNCHECKABLE, f"{fault}; but how far an end reaches is not known well enough."
    if other := rival():
        return UNCHECKABLE, f"{fault}; but it may hold of {other}."
    return INCONSISTENT, f"{fault}."


def _widened(case: Case) -> Case:
    """Let islands and mountains reach so far that no part of them lies beyond; else the case."""
    pairs = (case.subject, case.reference), (case.reference, case.subject)
    ends = [
        replace(end, kind="site", radius_km=2 * end.radius_km + _ROUGH_KM)
        if end.is_point and end.kind in _ROUGH and not is_from_shore(end, other)
        else end
        for end, other in pairs
    ]
    found = None if ends == [case.subject, case.reference] else straight(*ends)
    return replace(case, subject=ends[0], reference=ends[1], found=found) if found else case


def objection(subject: End, reference: End, least: float = SURE) -> str | None:
    """
    Say why a writer can't be accused by what was measured between two ends.

    Parameters
    ----------
    subject, reference : End
    least : float
        How sure it must be of an end that is not the only one of its name.

    Returns
    -------
    str or None
        None where both are surely what is meant.
    """
    for end, other in ((subject, reference), (reference, subject)):
        if end.is_point and end.kind not in COMPACT and not is_from_shore(end, other):
            return f"the outline of {end.words} is not known"
        if end.confidence < (MIN_CONFIDENCE if end.is_sole else least):
            return _unsure(end)
        if end.stands_in:
            return f'which place is meant by "{end.words}" is not said'
    return None


def _too_wide(case: Case) -> str | None:
    """Say that an end is too wide for a verdict, if so."""
    most_km = case.stated.high_km if math.isfinite(case.stated.high_km) else case.stated.km
    for end in (case.subject, case.reference):
        wide = end.is_point and end.kind not in COMPACT and end.radius_km > most_km
        other = case.reference if end is case.subject else case.subject
        if wide and not is_from_shore(end, other):
            return (
                f"{end.words} reaches about {in_words(end.radius_km)} around its middle: "
                f"too large for a distance of {in_words(case.stated.km)} to be checked."
            )
        if end.shape == "area" and case.found.vague_km > most_km:
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
        is_middle = case.found.reference == (case.reference.lat, case.reference.lon)
        part = "middle" if is_middle else "nearest shore"
        place = f"the {part} of {case.reference.words}"
    else:
        outline = case.reference if case.subject.is_point else case.subject
        part = "outline" if outline.shape == "area" else "nearest point"
        is_said = outline.words.lower().startswith("the nearest point")
        place = outline.words if is_said else f"the {part} of {outline.words}"
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
