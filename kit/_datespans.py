"""Days that the words of a date name, against the day of the article, a span for each form."""

import calendar
import datetime as dt
import re

from kit._calendar import (
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
from kit._quantities import to_number

_MONTHS = tuple(calendar.month_abbr[i].lower() for i in range(1, 13))
_NTH = "first", "second", "third", "fourth"
_YET_TO_COME = "later this", "by the end"
_FULL_YEAR = re.compile(r"(?:1\d|20)\d\d\b")


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
    year = _FULL_YEAR.search(words)
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


def day(match: re.Match[str], context: Context) -> Span | None:
    if match["which"] and context.today:  # "on March 1 last year"
        first = date_of(context.today.year + (1 if match["which"] == "next" else -1), 1, 1)
        context = Context(first, future=True)
    day = _one_day(match["day"], context)
    return (day, day) if day else None


def days(match: re.Match[str], context: Context) -> Span | None:
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


def months(match: re.Match[str], context: Context) -> Span | None:
    (y1, m1, _), (_, m2, _) = _parts(match["a"]), _parts(match["b"])
    if m1 is None or m2 is None:
        return None
    year = int(match["year"]) if match["year"] else None
    last = _date(year, m2, 1, context)
    first = _date(y1, m1, 1, Context(last))
    return (first, shift_month(last, 0)[1]) if first and last else None


def month(match: re.Match[str], context: Context) -> Span | None:
    words = match["how"].lower().split() if match["how"] else []
    whole = _whole_month(match, context, words)
    if whole and "earlier" in words and context.today and whole[0] <= context.today < whole[1]:
        whole = whole[0], context.today
    return _third(whole, words) if whole else None


def weeks_of_month(match: re.Match[str], context: Context) -> Span | None:
    """Read "the first two weeks of May"."""
    whole = _whole_month(match, context, [])
    if whole is None:
        return None
    first, last = whole
    days = 7 * round(to_number(match["count"] or "one"))
    if match["nth"].lower() in ("last", "final"):
        return last - dt.timedelta(days=days - 1), last
    begin = first + dt.timedelta(days=7 * _NTH.index(match["nth"].lower()))
    return begin, min(begin + dt.timedelta(days=days - 1), last)


def _whole_month(match: re.Match[str], context: Context, words: list[str]) -> Span | None:
    number = _parts(match["month"])[1] or 1
    if "last" in words and context.today:  # "last May", said in May, is a year ago
        context = Context(context.today.replace(day=1) - dt.timedelta(days=1))
    if "that" in words and context.anchor:  # "was held in June 2019 and freed that August"
        context = Context(context.anchor.replace(day=1), future=True)
    context = context._replace(future=context.future or "next" in words)
    year = int(match["year"]) if match["year"] else None
    if match["same"] and not year:  # "in February 2021 … in March that year", "in March last year"
        year = _year_by_name(match["same"].lower().split()[-2], context)
    if context.future and context.today:  # "in July", said on the 8th, is this one
        context = context._replace(today=context.today.replace(day=1))
    first = _date(year, number, 1, context)
    return shift_month(first, 0) if first else None


def part_of_year(match: re.Match[str], context: Context) -> Span | None:
    """Read "the first quarter of 2023" and "the second half of last year"."""
    year = int(match["year"]) if match["year"] else _year_by_name(match["which"].lower(), context)
    if year is None:
        return None
    parts = 4 if match["part"].lower() == "quarter" else 2
    nth = match["nth"].lower()
    number = parts - 1 if nth in ("last", "final") else _NTH.index(nth)
    if number >= parts:
        return None
    begin = dt.date(year, 1 + 12 // parts * number, 1)
    return begin, shift_month(begin, 12 // parts - 1)[1]


def _year_by_name(which: str, context: Context) -> int | None:
    step = {"last": -1, "this": 0, "the": 0, "next": 1}.get(which)
    day = context.anchor if step is None else context.today
    return day.year + (step or 0) if day else None


def _third(month: Span, words: list[str]) -> Span:
    """Read "early", "middle", "late" and "second half" of a month."""
    parts = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
    parts |= {"first": (1, 15), "second": (16, 31)}
    alike = {"beginning": "early", "start": "early", "end": "late", "middle": "mid", "mid-": "mid"}
    begin, end = next((parts[w] for w in (alike.get(w, w) for w in words) if w in parts), (1, 31))
    return month[0].replace(day=begin), min(month[1], month[0] + dt.timedelta(days=end - 1))


def weekday(match: re.Match[str], context: Context) -> Span | None:
    how = (match["how"] or "").lower().split()
    told = context.anchor or (context.end if "previous" in how else None)
    if told and {"the", "that"} & {*how}:  # "the following Monday": of what was told before
        step = -1 if "previous" in how else 0 if {"that", "same"} & {*how} else 1
        from_ = Context(told + dt.timedelta(days=step), future=step >= 0)
        day = weekday_date(match["day"], from_)
        return (day, day) if day else None
    day = weekday_date(match["day"], context, how[-1] if how else "")
    if day and context.today and match["week"]:
        step = {"last": -1, "this": 0, "next": 1}[match["week"].lower()]
        day = week(context.today, step)[0] + dt.timedelta(days=day.weekday())
    return (day, day) if day else None


def weekdays(match: re.Match[str], context: Context) -> Span | None:
    last = weekday_date(match["b"], context)
    first = weekday_date(match["a"], Context(last)) if last else None
    return (first, last) if first and last else None


def nights(match: re.Match[str], context: Context) -> Span | None:
    """Read "overnight into Tuesday"."""
    last = weekday_date(match["day"], context)
    return (last - dt.timedelta(days=1), last) if last else None


def year(match: re.Match[str], _context: Context) -> Span:
    year = int(match["year"])
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def just_past(_match: re.Match[str], context: Context) -> Span | None:
    return weekend(context.today, 0, future=context.future) if context.today else None


def until_weekend(_match: re.Match[str], context: Context) -> Span | None:
    """Read "by the weekend": a day from today to its end."""
    if context.today is None or not context.future:
        return None
    return context.today, weekend(context.today, 0, future=True)[1]


def feast(match: re.Match[str], context: Context) -> Span | None:
    month, number = FEASTS[match["feast"].lower().replace("’", "'")]
    year = int(match["year"]) if match["year"] else None
    day = _date(year, month, number, context)
    return (day, day) if day else None


def unit(match: re.Match[str], context: Context) -> Span | None:
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
    elif step == 0 and match["which"].lower().startswith(_YET_TO_COME):
        span = max(span[0], today), span[1]
    return span if span[0] <= span[1] else None


def lately(match: re.Match[str], context: Context) -> Span | None:
    """Read "over the past two weeks" and "in the coming month": up to the day, or from it."""
    today, sign = context.today, 1 if match["which"].lower() in ("next", "coming") else -1
    unit = match["unit"].lower()
    months = {"month": 1, "year": 12}.get(unit)
    far = counted(match["count"] or "a", "month" if months else unit, today, sign * (months or 1))
    if today is None or far is None:
        return None
    day = far[0].replace(day=min(today.day, far[1].day)) if months else far[0]
    return min(day, today), max(day, today)


def week_of(match: re.Match[str], context: Context) -> Span | None:
    """Read "the week of May 6", "the weekend of May 4"."""
    day = _one_day(match["day"], context)
    if day is None:
        return None
    if match["unit"].lower() == "weekend":
        return weekend(day, 0, future=True)
    if match["side"].lower().startswith("end"):
        return day - dt.timedelta(days=6), day
    if match["side"].lower() == "of":
        return week(day, 0)
    return day, day + dt.timedelta(days=6)


def apart(match: re.Match[str], context: Context) -> Span | None:
    """Read "two days later", from the event told before, and "two days after leaving Oslo"."""
    if match["told"]:  # "ten months after leaving" tells no day
        far = match["unit"] in ("month", "year")
        start, sign = (context.end, -1) if context.end else (context.anchor, 1)
        return None if far else counted(match["count"], match["unit"], start, sign)
    if match["way"].lower() in ("earlier", "before"):
        return counted(match["count"], match["unit"], context.end or context.anchor, -1)
    return counted(match["count"], match["unit"], context.anchor, 1)


def lasting(match: re.Match[str], context: Context) -> Span | None:
    """Read "after nine days at sea": back from the arrival."""
    return counted(match["count"], match["unit"], context.end, -1)


def ahead(match: re.Match[str], context: Context) -> Span | None:
    """Read "in six days" of what is to come; else it tells how long it took."""
    return counted(match["count"], match["unit"], context.today if context.future else None, 1)


def following(match: re.Match[str], context: Context) -> Span | None:
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


def ordinal(match: re.Match[str], context: Context) -> Span | None:
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


def hour(_match: re.Match[str], context: Context) -> Span | None:
    """Read "at noon" and "an hour later" as the day of what was told before."""
    return (context.anchor, context.anchor) if context.anchor else None


def ago(match: re.Match[str], context: Context) -> Span | None:
    return counted(match["count"], match["unit"], context.today, -1)


def deictic(match: re.Match[str], context: Context) -> Span | None:
    if context.today is None:
        return None
    words = match[0].lower().replace("-", "")
    if words == "overnight" and context.anchor and context.anchor < context.today:
        return context.anchor, day_from(context.anchor, 1)[0]  # "left on Monday, flew on overnight"
    if words == "overnight":
        return day_from(context.today, -1)[0], context.today
    if "before yesterday" in words:
        return day_from(context.today, -2)
    step = -1 if words in ("yesterday", "last night") else 1 if words == "tomorrow" else 0
    return day_from(context.today, step)


def vague(_match: re.Match[str], _context: Context) -> None:
    """Keep the words of a time that names no day."""
