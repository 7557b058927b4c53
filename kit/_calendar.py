"""Days and spans of days: months, weeks, weekends, and what a date's words are read against."""

import calendar
import datetime as dt
import re
from typing import NamedTuple

from kit._quantities import to_number

#: First and last day.
Span = tuple[dt.date, dt.date]

#: Monday to Sunday, in small letters.
WEEKDAYS = tuple(name.lower() for name in calendar.day_name)
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|a dozen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
#: A number of days in a text, in figures or words.
COUNT = rf"(?<![\w-])(?:\d{{1,3}}|(?i:(?:{_TENS})(?:[- ](?:{_ONES}))?|{_TEENS}|{_ONES}|an?))"
#: Month and day.
FEASTS = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
}


_MONTHS = tuple(calendar.month_name)
_WITH_YEAR = re.compile(
    rf"\b(?:\d{{1,2}} )?(?P<month>{'|'.join(_MONTHS[1:])})(?: \d{{1,2}},?)? "
    r"(?P<year>1\d\d\d|20\d\d)\b"
)
_YEAR = re.compile(
    r"\b(?:in|of|since|from|until|till|by|during|after|before|"
    rf"{'|'.join(_MONTHS[1:])}|\d,) (?P<year>1\d\d\d|20\d\d)\b(?!['’-]|,\d)"
)
_PARAGRAPH = re.compile(r"\n\s*\n")
_GOES_ON = re.compile(
    r"(?:(?:On|In) [\w ]{3,20},? |[\w ]{3,20} (?:later|after)\w*,? |Then )?"
    r"(?:he|she|they|it|his|her|their)\b",
    re.IGNORECASE,
)
_STORY = 700  # letters before a sentence from which a story's year is taken


class Context(NamedTuple):
    """What a date's words are read against."""

    today: dt.date | None  #: day of the article
    future: bool = False  #: read "on Sunday" as the coming one
    anchor: dt.date | None = None  #: day that "two days later" counts from
    end: dt.date | None = None  #: day of the arrival, from which "two days after leaving" goes back


def month_before(text: str, end: int) -> dt.date | None:
    """Give the month that was last told with its year before an offset: "On 3 January 1938"."""
    told = list(_WITH_YEAR.finditer(text, max(end - _STORY, 0), end))
    if not told or is_new_story(text, told[-1].end(), end):
        return None
    return dt.date(int(told[-1]["year"]), _MONTHS.index(told[-1]["month"]), 1)


def year_before(text: str, end: int) -> dt.date | None:
    """Give the year that was last told before an offset, for "in August of that year"."""
    told = [*_YEAR.finditer(text, max(end - _STORY, 0), end)]
    return dt.date(int(told[-1]["year"]), 1, 1) if told else None


def is_new_story(text: str, start: int, end: int) -> bool:
    """Say whether a paragraph begins between two offsets, and not with "Two days later they"."""
    breaks = _PARAGRAPH.finditer(text, start, end)
    return any(not _GOES_ON.match(text, new.end()) for new in breaks)


def month_span(year: int, month: int) -> Span:
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, 1), dt.date(year, month, last)


def shift_month(day: dt.date, months: int) -> Span:
    index = day.year * 12 + day.month - 1 + months
    return month_span(index // 12, index % 12 + 1)


def week(day: dt.date, weeks: int) -> Span:
    monday = day - dt.timedelta(days=day.weekday() - 7 * weeks)
    return monday, monday + dt.timedelta(days=6)


def date_of(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:  # 31 April, or 29 February of a common year
        return None


def weekend(today: dt.date, step: int, *, future: bool) -> Span:
    """Read "last weekend" on a Friday as the one just past, on a Saturday as the one before."""
    saturday = today - dt.timedelta(days=(today.weekday() - 5) % 7)
    within = today.weekday() >= 5
    if step == -1 and within:
        saturday -= dt.timedelta(days=7)
    elif step == 1 or (future and not within):
        saturday += dt.timedelta(days=7)
    return saturday, saturday + dt.timedelta(days=1)


def day_from(start: dt.date, days: int) -> Span:
    day = start + dt.timedelta(days=days)
    return day, day


def weekday_date(name: str, context: Context, how: str = "") -> dt.date | None:
    if context.today is None:
        return None
    back = (context.today.weekday() - WEEKDAYS.index(name.lower())) % 7
    how = "next" if "coming" in how else how
    if how == "next" or (context.future and how != "last"):
        ahead = (7 - back) % 7
        return context.today + dt.timedelta(days=ahead or (7 if how == "next" else 0))
    return context.today - dt.timedelta(days=back or (7 if how == "last" else 0))


def counted(count: str, unit: str, start: dt.date | None, sign: int) -> Span | None:
    """Count days, weeks and so on, in words or figures, on or back from a day."""
    if start is None:
        return None
    many = sign * (1 if count.lower() in ("a", "an") else round(to_number(count)))
    unit = unit.lower()
    if unit in ("day", "night"):
        return day_from(start, many)
    if unit in ("week", "fortnight"):
        return day_from(start, (7 if unit == "week" else 14) * many)
    if unit == "month":
        return shift_month(start, many)
    return dt.date(start.year + many, 1, 1), dt.date(start.year + many, 12, 31)
