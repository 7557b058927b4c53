"""
Forms of dates in news, each with what resolves it against the day of an article: a span of days.

A news article counts back from its own day ("on Wednesday", "last month", "in September"), and
many of its dates are spans. dateparser (1.5), strict and turned to the past, gives one day and no
span: of 44 such phrases it left 12 unread and gave one day inside the span that was meant for 14
others, which is why the few forms that news uses are a table of patterns here.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from kit._calendar import (
    COUNT,
    FEASTS,
    Context,
    Span,
    counted,
    date_of,
    day_from,
    shift_month,
    week,
    weekday_date,
    weekend,
)

_MONTHS = tuple(calendar.month_abbr[i].lower() for i in range(1, 13))

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:1[6-9]|20)\d\d\b"
OLD_YEAR = r"(?:1\d|20)\d\d\b"  # beside a day and a month no other number is meant
_NUMBER_OF_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b(?!,\d{3}\b|\.\d)"
_DAY = (
    rf"(?:(?<![Ii]n ){_MONTH} {_NUMBER_OF_DAY}(?:,? {OLD_YEAR})?|"  # not "in May 20 men"
    rf"{_NUMBER_OF_DAY} (?:of )?{_MONTH}(?:,? {OLD_YEAR})?|{_YEAR}-\d\d-\d\d)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_PART = r"(?:morning|afternoon|evening|night)"
_TO = r" ?(?:-|–|—|\b(?:to|until|till|through)\b) ?"


def _near(month: int, day: int, context: Context) -> dt.date | None:
    """Give a day without its year the latest year that is not to come, or the next one that is."""
    if context.today is None:
        return None
    years = (0, 1, 2, 3, 4) if context.future else (0, -1, -2, -3, -4)  # 29 February
    for step in years:
        found = date_of(context.today.year + step, month, day)
        if found and (found >= context.today if context.future else found <= context.today):
            return found
    return None


def _date(year: int | None, month: int, day: int, context: Context) -> dt.date | None:
    return date_of(year, month, day) if year else _near(month, day, context)


def _parts(words: str) -> tuple[int | None, int | None, int | None]:
    """Year, month and day that the words of one day name."""
    if iso := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", words):
        return int(iso[1]), int(iso[2]), int(iso[3])
    year = re.search(OLD_YEAR, words)
    month = re.search(r"[A-Z][a-z]{2}", words)
    day = re.search(r"\d{1,2}", words[: year.start()] if year else words)
    return (
        int(year[0]) if year else None,
        _MONTHS.index(month[0].lower()) + 1 if month else None,
        int(day[0]) if day else None,
    )


def _one_day(words: str, context: Context) -> dt.date | None:
    year, month, day = _parts(words)
    if month is None or day is None:
        return None
    return _date(year, month, day, context)


def _day(match: re.Match[str], context: Context) -> Span | None:
    if match["which"] and context.today:  # "on March 1 last year"
        first = date_of(context.today.year + (1 if match["which"] == "next" else -1), 1, 1)
        context = Context(first, future=True)
    day = _one_day(match["day"], context)
    return (day, day) if day else None


def _days(match: re.Match[str], context: Context) -> Span | None:
    """Read a range, in which each end lends the other the year and month that it lacks."""
    (y1, m1, d1), (y2, m2, d2) = _parts(match["a"]), _parts(match["b"])
    month = m2 or m1
    if month is None or d1 is None or d2 is None:
        return None
    last = _date(y2, month, d2, context)
    if y1 and not y2:  # the year stands at the first end alone
        last = date_of(y1, month, d2)
    if last is None:
        return None
    first = _date(y1, m1 or month, d1, Context(last))
    return (first, last) if first and first <= last else None


def _months(match: re.Match[str], context: Context) -> Span | None:
    (y1, m1, _), (_, m2, _) = _parts(match["a"]), _parts(match["b"])
    if m1 is None or m2 is None:
        return None
    year = int(match["year"]) if match["year"] else None
    last = _date(year, m2, 1, context)
    first = _date(y1, m1, 1, Context(last))
    return (first, shift_month(last, 0)[1]) if first and last else None


def _month(match: re.Match[str], context: Context) -> Span | None:
    month = _parts(match["month"])[1] or 1
    words = match["how"].lower().split() if match["how"] else []
    if "last" in words and context.today:  # "last May", said in May, is a year ago
        context = Context(context.today.replace(day=1) - dt.timedelta(days=1))
    if "that" in words and context.anchor:  # "was held in June 2019 and freed that August"
        context = Context(context.anchor.replace(day=1), future=True)
    context = context._replace(future=context.future or "next" in words)
    year = int(match["year"]) if match["year"] else None
    if match["same"] and context.anchor:  # "in February 2021 … in March that year"
        year = context.anchor.year
    if context.future and context.today:  # "in July", said on the 8th, is this one
        context = context._replace(today=context.today.replace(day=1))
    first = _date(year, month, 1, context)
    if first is None:
        return None
    return _third(shift_month(first, 0), words)


def _third(month: Span, words: list[str]) -> Span:
    """Read "early", "middle", "late" and "second half" of a month."""
    parts = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
    parts |= {"first": (1, 15), "second": (16, 31)}
    alike = {"beginning": "early", "start": "early", "end": "late", "middle": "mid", "mid-": "mid"}
    begin, end = next((parts[w] for w in (alike.get(w, w) for w in words) if w in parts), (1, 31))
    return month[0].replace(day=begin), min(month[1], month[0] + dt.timedelta(days=end - 1))


def _weekday(match: re.Match[str], context: Context) -> Span | None:
    day = weekday_date(match["day"], context, (match["how"] or "").lower())
    if day and context.today and match["week"]:
        step = {"last": -1, "this": 0, "next": 1}[match["week"].lower()]
        day = week(context.today, step)[0] + dt.timedelta(days=day.weekday())
    return (day, day) if day else None


def _weekdays(match: re.Match[str], context: Context) -> Span | None:
    last = weekday_date(match["b"], context)
    first = weekday_date(match["a"], Context(last)) if last else None
    return (first, last) if first and last else None


def _year(match: re.Match[str], _context: Context) -> Span:
    year = int(match["year"])
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _just_past(_match: re.Match[str], context: Context) -> Span | None:
    return weekend(context.today, 0, future=context.future) if context.today else None


def _feast(match: re.Match[str], context: Context) -> Span | None:
    month, number = FEASTS[match["feast"].lower().replace("’", "'")]
    year = int(match["year"]) if match["year"] else None
    day = _date(year, month, number, context)
    return (day, day) if day else None


def _unit(match: re.Match[str], context: Context) -> Span | None:
    today = context.today
    if today is None:
        return None
    which, unit = match["which"].lower().split()[-1], match["unit"].lower()
    step = {"last": -1, "previous": -1, "this": 0, "the": 0, "next": 1}[which]
    if unit == "week":
        span = week(today, step)
    elif unit == "weekend":
        span = weekend(today, step, future=context.future)
    elif unit == "month":
        span = _third(shift_month(today, step), match["which"].lower().split())
    else:
        span = dt.date(today.year + step, 1, 1), dt.date(today.year + step, 12, 31)
    if step == 0 and not context.future:  # what happened this month happened by today
        span = span[0], min(span[1], today)
    return span if span[0] <= span[1] else None


def _apart(match: re.Match[str], context: Context) -> Span | None:
    """Read "two days later", from the event told before, and "two days after leaving Oslo"."""
    if match["told"]:  # "ten months after leaving" tells no day
        far = match["unit"] in ("month", "year")
        start, sign = (context.end, -1) if context.end else (context.anchor, 1)
        return None if far else counted(match["count"], match["unit"], start, sign)
    if match["way"].lower() in ("earlier", "before"):
        return counted(match["count"], match["unit"], context.end or context.anchor, -1)
    return counted(match["count"], match["unit"], context.anchor, 1)


def _lasting(match: re.Match[str], context: Context) -> Span | None:
    """Read "after nine days at sea": back from the arrival."""
    return counted(match["count"], match["unit"], context.end, -1)


def _ahead(match: re.Match[str], context: Context) -> Span | None:
    """Read "in six days" of what is to come; else it tells how long it took."""
    return counted(match["count"], match["unit"], context.today if context.future else None, 1)


def _following(match: re.Match[str], context: Context) -> Span | None:
    """Read "the next day", "the same day", "the evening before", "the following week"."""
    way = (match["way"] or match["that"] or match["bare"] or match["after"]).lower()
    anchor = context.anchor or (context.end if way in ("before", "previous") else None)
    if anchor is None:
        return None
    step = {"next": 1, "following": 1, "after": 1, "same": 0, "that": 0}.get(way, -1)
    unit = (match["unit"] or match["when"] or "day").lower()
    if unit == "year":
        return dt.date(anchor.year + step, 1, 1), dt.date(anchor.year + step, 12, 31)
    if unit == "week":
        return week(anchor, step)
    return shift_month(anchor, step) if unit == "month" else day_from(anchor, step)


def _ordinal(match: re.Match[str], context: Context) -> Span | None:
    """Read "on the 19th": the next one after what was told before, else the last one."""
    start, step = context.anchor or context.today, 1 if context.anchor or context.future else -1
    if start is None:
        return None
    for months in (0, step, 2 * step):  # 31st
        first, _ = shift_month(start, months)
        day = date_of(first.year, first.month, int(match["day"]))
        if day and (day >= start if step > 0 else day <= start):
            until = date_of(day.year, day.month, int(match["until"] or match["day"]))
            return day, max(day, until or day)
    return None


def _hour(_match: re.Match[str], context: Context) -> Span | None:
    """Read "at noon" and "an hour later" as the day of what was told before."""
    return (context.anchor, context.anchor) if context.anchor else None


def _ago(match: re.Match[str], context: Context) -> Span | None:
    return counted(match["count"], match["unit"], context.today, -1)


def _deictic(match: re.Match[str], context: Context) -> Span | None:
    if context.today is None:
        return None
    words = match[0].lower().replace("-", "")
    if words == "overnight":
        return day_from(context.today, -1)[0], context.today
    if "before yesterday" in words:
        return day_from(context.today, -2)
    step = -1 if words in ("yesterday", "last night") else 1 if words == "tomorrow" else 0
    return day_from(context.today, step)


def _vague(_match: re.Match[str], _context: Context) -> None:
    """Keep the words of a time that names no day."""


class Form(NamedTuple):
    """
    A form of a date.

    Attributes
    ----------
    sort : str
        What it tells: facts on legs and their weights go by it.
    words : re.Pattern
    resolve : callable
        Gives the days that a match means in a context, None where they are not known.
    """

    sort: str
    words: re.Pattern[str]
    resolve: Callable[[re.Match[str], Context], Span | None]


#: Forms of a date, the longer before those that they contain.
FORMS = (
    Form(
        "days",
        re.compile(rf"\b(?i:between) (?P<a>{_DAY}|{_NUMBER_OF_DAY}) and (?P<b>{_DAY})"),
        _days,
    ),
    Form("days", re.compile(rf"\b(?i:between) (?P<a>{_DAY}) and (?P<b>{_NUMBER_OF_DAY})"), _days),
    Form(
        "days",
        re.compile(rf"\b(?:(?i:from) )?(?P<a>{_DAY}){_TO}(?P<b>{_DAY}|{_NUMBER_OF_DAY})"),
        _days,
    ),
    Form("days", re.compile(rf"\b(?:(?i:from) )?(?P<a>{_NUMBER_OF_DAY}){_TO}(?P<b>{_DAY})"), _days),
    Form(
        "days",
        re.compile(rf"\b(?P<a>{_NUMBER_OF_DAY}) and (?P<b>{_NUMBER_OF_DAY} (?:of )?{_MONTH})"),
        _days,
    ),
    Form(
        "days",
        re.compile(rf"\b(?P<a>{_MONTH} {_NUMBER_OF_DAY}) and (?P<b>{_NUMBER_OF_DAY})(?! \w+s\b)"),
        _days,
    ),
    Form(
        "day",
        re.compile(rf"\b(?:{_WEEKDAY},? )?(?P<day>{_DAY})(?: (?P<which>last|next) year\b)?"),
        _day,
    ),
    Form(
        "months",
        re.compile(
            rf"\b(?i:between|from) (?P<a>{_MONTH}(?: {_YEAR})?) (?:and|to|until|through) "
            rf"(?P<b>{_MONTH})(?: (?P<year>{_YEAR}))?"
        ),
        _months,
    ),
    Form(
        "month",
        re.compile(
            r"\b(?:(?P<how>(?i:in|since|during|early in|late in|early|late|mid|middle of|last|this|"
            r"next|that|"
            r"(?:in )?(?:the )?(?:end|beginning|start|middle|(?:first|second) half) of))[ -])"
            rf"(?P<month>{_MONTH})(?!\w| ?\d{{1,2}}\b(?!,\d{{3}}|\.\d| [a-z]))"
            rf"(?:,? (?:of )?(?P<year>{_YEAR})|(?P<same> (?:of )?(?i:that|the same) year))?"
        ),
        _month,
    ),
    Form(
        "month",
        re.compile(rf"\b(?P<how>)(?P<same>)(?P<month>{_MONTH}),? (?P<year>{_YEAR})"),
        _month,
    ),
    Form(
        "weekdays",
        re.compile(
            rf"\b(?:(?i:between|from) (?:\w+ (?:on )?)?)?(?P<a>{_WEEKDAY})(?: {_PART})? "
            rf"(?:and|to|until|till) (?:(?:late |early )?(?:on )?)(?P<b>{_WEEKDAY})"
        ),
        _weekdays,
    ),
    Form(
        "weekday",
        re.compile(
            rf"\b(?:(?P<how>(?i:last|next|this|(?:this )?coming)) )?(?P<day>{_WEEKDAY})\b"
            rf"(?: {_PART})?(?:(?: of)? (?P<week>last|this|next) week)?"
        ),
        _weekday,
    ),
    Form("year", re.compile(rf"\b(?i:in|during|of|early|late) (?P<year>{_YEAR})"), _year),
    Form(
        "unit",
        re.compile(
            r"\b(?P<which>(?i:(?:earlier|later) this|(?:late|early) (?:last|this|next)|"
            r"(?:by|at|in|towards?|around) (?:the )?(?:start|beginning|middle|end) of "
            r"(?:the|this|last|next)|last|this|next|previous)) "
            r"(?P<unit>(?i:week|weekend|month|year))\b(?!['’]|-old| \w+ of)"
        ),
        _unit,
    ),
    Form("just_past", re.compile(r"\b(?i:(?:at|over|during) the weekend)\b(?! of)"), _just_past),
    Form(
        "feast",
        re.compile(
            r"\b(?P<feast>Christmas (?:Eve|Day)|Boxing Day|New Year['’]s (?:Eve|Day))\b"
            rf"(?:,? (?:of )?(?P<year>{_YEAR}))?"
        ),
        _feast,
    ),
    Form(
        "ago",
        re.compile(rf"\b(?P<count>{COUNT}) (?P<unit>day|week|month|year)s? ago\b"),
        _ago,
    ),
    Form(
        "apart",
        re.compile(
            rf"\b(?P<count>{COUNT}) (?P<unit>day|night|week|month|year)s? "
            r"(?P<way>later|earlier|before(?=[.,;]| and)|after th(?:at|is)(?=[.,;]| (?:he|she|they|"
            r"it|the|a)\b)|(?P<told>after(?= \w))|after(?:wards?)?)\b"
        ),
        _apart,
    ),
    Form(
        "lasting",
        re.compile(
            rf"\bafter (?:about |some |almost |nearly )?(?P<count>{COUNT}) "
            r"(?P<unit>day|night|week)s?['’]? "
            r"(?P<told>at sea|on the (?:road|rails?|water|march)|afloat|adrift|on foot|under way|"
            r"of (?:walking|marching|sailing|driving|rowing|cycling|riding)|in the saddle)\b"
        ),
        _lasting,
    ),
    Form(
        "ahead",
        re.compile(
            rf"\b[Ii]n (?:about |around |some )?(?P<count>{COUNT}) (?P<unit>day|week|month|year)s?"
            r"\b(?:['’]? time)?(?! (?:of|or|a|per)\b)"
        ),
        _ahead,
    ),
    Form(
        "deictic",
        re.compile(
            r"\b(?i:the day before yesterday|yesterday|to-?day|to-?night|to-?morrow|last night)\b"
        ),
        _deictic,
    ),
    Form("deictic", re.compile(r"\b(?i:this (?:morning|afternoon|evening)|overnight)\b"), _deictic),
    Form(
        "following",
        re.compile(
            r"\b(?i:(?:(?:the|that) (?P<way>next|following|previous|same)|(?P<that>that)) "
            r"(?P<unit>day|morning|afternoon|night|evening|week|month|year)|"
            r"(?P<bare>next) (?:day|morning|night|evening)|"
            rf"the (?P<when>day|week|month|{_PART}) (?P<after>after|before)"
            r"(?:(?<=day after)|(?<=day before)|(?=[.,;:)]|$| and\b)))\b"
        ),
        _following,
    ),
    Form(
        "ordinal",
        re.compile(
            r"\bon the (?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)"
            r"(?: and (?:the )?(?P<until>3[01]|[12]\d|[1-9])(?:st|nd|rd|th))?\b"
            r"(?=[,.;:)]|$| (?:and|but|with|to|from|by|for|in|at|when|after|before|inst|he|she|it|"
            r"they|the|a|an|his|her|their)\b)"
        ),
        _ordinal,
    ),
    Form(
        "hour",
        re.compile(
            r"\b(?i:(?:at|by|before|after) (?:noon|midday|midnight|dusk|dawn|daybreak|nightfall)|"
            rf"in the {_PART}|(?:(?:{COUNT}|a few|some|several) )?(?:hours?|minutes?) later|"
            r"at once|immediately|straightaway|straight(?= (?:on |back |home )?(?:to|into)\b)|"
            r"within (?:the hour|hours|minutes)|after (?:breakfast|lunch|dinner|tea))\b"
            r"(?! (?:on|of|the|last|next|yesterday|today|tomorrow)\b)"
        ),
        _hour,
    ),
    Form("vague", re.compile(r"\b(?i:in recent (?:days|weeks|months|years)|recently)\b"), _vague),
)
