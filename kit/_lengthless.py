"""Claims without a length: times of travel and "halfway", judged by what they can be true of."""

import re
from typing import TYPE_CHECKING, NamedTuple

from kit import measure
from kit._quantities import to_number
from kit._verdicts import CONSISTENT, INCONSISTENT, UNCHECKABLE, Judgement, in_words, objection

if TYPE_CHECKING:
    from kit._end import End
    from kit._straight import Straight

_TIME = re.compile(
    r"(?P<first>[\w ½¼¾.,-]+?)(?:[ -](?:to|or)[ -](?P<second>[\w-]+?))?[ -]?"
    r"(?P<unit>hour|hr|minute|min)s?\b(?P<half> and a half)?",
    re.IGNORECASE,
)
_HOURS = {"hour": 1.0, "hr": 1.0, "minute": 1 / 60, "min": 1 / 60}
_TOLD = 0.25  # share by which times in news are rounded


class Pace(NamedTuple):
    """How fast one gets on along a straight line, km/h: as slow or fast as usual, and at all."""

    slow: float
    fast: float
    most: float


# Rules of thumb: roads are 1.2 to 1.4 times as long as the line, trains and aircraft wait. The
# last of each is beyond what any vehicle in service does on the whole of a way.
_PACES = {
    "foot": Pace(1.5, 6.0, 12.0),
    "road": Pace(15.0, 110.0, 160.0),
    "rail": Pace(15.0, 280.0, 450.0),
    "sea": Pace(5.0, 70.0, 110.0),
    "air": Pace(100.0, 950.0, 1300.0),
}
_ON_FOOT = re.compile(r"\b(?:walk|hike|trek|march|foot|stroll)", re.IGNORECASE)
# Of the way from one end: what is halfway, and what surely is not.
_HALF, _SURELY = (0.35, 0.65), (0.2, 0.8)
_DETOUR = 1.6  # beside the straight line between the ends it is not between them


def of_time(
    words: str, mode: str | None, ends: tuple["End", "End"], found: "Straight"
) -> Judgement:
    """
    Judge a time of travel: whether the mode told gets so far in it.

    Parameters
    ----------
    words : str
        The words of the time and the trip: "two-hour drive".
    mode : str or None
        The mode told.
    ends : (End, End)
    found : Straight
        What was measured between them.

    Returns
    -------
    Judgement
        Inconsistent only where no vehicle of that mode is so fast, in a straight line.
    """
    line = f"the straight line is {in_words(found.km)}"
    pace = _PACES.get("foot" if _ON_FOOT.search(words) else mode or "")
    hours = _hours_in(words)
    if pace is None or hours is None:
        return Judgement(UNCHECKABLE, f"The text gives no length here; {line}.")
    low, high = hours
    least, usual, most = (km / h for km, h in ((found.low_km, high), (found.km, (low + high) / 2),
                                               (found.high_km, low)))  # fmt: skip
    told = f"{line}, so {usual:,.0f} km/h for {words.strip()}"
    if least > pace.most:
        fault = f"{told}: no such trip is so fast"
        doubt = objection(*ends)
        return Judgement(*((UNCHECKABLE, f"{fault}; but {doubt}.") if doubt
                           else (INCONSISTENT, f"{fault}.")))  # fmt: skip
    if least <= pace.fast and most >= pace.slow:
        return Judgement(CONSISTENT, f"{told}: as such trips are.")
    return Judgement(UNCHECKABLE, f"{told}: such trips seldom are so.")


def _hours_in(words: str) -> tuple[float, float] | None:
    """Least and most hours that words admit: "two to three hours", "a 90-minute drive"."""
    found = _TIME.search(words)
    if found is None:
        return None
    hour = _HOURS[found["unit"].lower()]
    values = [_number(told) for told in (found["first"], found["second"]) if told]
    half = 0.5 if found["half"] else 0.0
    if not all(values):
        return None
    low, high = min(values) + half, max(values) + half
    return low * hour * (1 - _TOLD), high * hour * (1 + _TOLD)


def _number(words: str) -> float:
    """Read a number; an article is one, nothing is none."""
    last = words.strip(" -").lower()
    return 1.0 if last in {"a", "an", "the"} else to_number(last)


def halfway(subject: "End", ends: tuple["End", "End"]) -> Judgement:
    """
    Judge "halfway between A and B" by the distances to both.

    Parameters
    ----------
    subject : End
    ends : (End, End)
        The two that it is said to be between.

    Returns
    -------
    Judgement
        Consistent from 35 to 65 hundredths of the way, inconsistent below 20 and above 80.
    """
    one, two = ends
    (km, reach), (other_km, other_reach), (whole_km, _) = (
        _apart(*pair) for pair in ((subject, one), (subject, two), (one, two))
    )
    share = km / max(km + other_km, 1e-9)
    off = (reach + other_reach) / max(km + other_km, 1e-9) / 2
    told = (
        f"{in_words(km)} from {one.words} and {in_words(other_km)} from {two.words}: "
        f"{100 * share:.0f} % of the way"
    )
    beside = km + other_km > _DETOUR * whole_km + reach + other_reach
    if _HALF[0] - off <= share <= _HALF[1] + off and not beside:
        return Judgement(CONSISTENT, f"{told}.")
    if beside or _SURELY[0] - off <= share <= _SURELY[1] + off:
        doubt = "but far beside the line between them" if beside else "by road it may be half"
        return Judgement(UNCHECKABLE, f"{told}, {doubt}.")
    if why := objection(subject, one) or objection(subject, two):
        return Judgement(UNCHECKABLE, f"{told}; but {why}.")
    return Judgement(INCONSISTENT, f"{told}.")


def _apart(one: "End", two: "End") -> tuple[float, float]:
    """Distance of two places, and how far both reach."""
    km = measure.distance_km(one.lat, one.lon, two.lat, two.lon)
    return float(km), one.radius_km + two.radius_km
