"""The days of legs: what words such as "on Tuesday" mean, each leg's told from the one before."""

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kit._calendar import Context, Span, is_new_story, month_before, year_before
from kit._dates import DateWords
from kit._events import bounds_of, text_of
from kit._legs import Leg, is_same
from kit._tree import has_word

if TYPE_CHECKING:
    from spacy.tokens import Token

_WEEK = dt.timedelta(days=7)
_STORY = dt.timedelta(days=60)
_MONTH = 31  # days, of a date that a later one may count from
_BESIDE = 20  # letters before "September 16th" in which its weekday stands
_PRESENT = ("VBZ", "VBP", "VB")
_BACK = 4  # legs before, of which one tells the day that a weekday counts on from
_WEEKDAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening|night))?$"
)


def resolve_dates(legs: list[Leg], today: dt.date | None) -> None:
    """Turn the words of dates into days, each leg's told from the one before."""
    dated: dict[int, dt.date] = {}  # by where sentences begin that tell another year
    counted: list[Leg] = []  # from which weekdays count on
    known: dict[int, Span | None] = {}  # by where the words of dates begin
    for number, leg in enumerate(legs):
        anchor = _anchor(leg, legs[:number], today)
        for words, which in sorted(leg.dates, key=lambda date: date[0].is_hour):
            if words.is_before_clause or (words.is_hour and (leg.first or leg.last)):
                continue
            future = leg.status == "planned" and words.start not in leg.past
            future = future and not (words.may_last and leg.origin is not None and _is_whole(leg))
            context = Context(today, future, leg.first or anchor, leg.last or leg.first)
            if not future:
                context = _in_story(leg, words, context, dated.get(leg.trigger.sent.start))
            span = known.get(words.start) or words.resolve(context)
            known[words.start] = span
            if span and words.tells_year and today and span[0].year != today.year:
                dated[leg.trigger.sent.start] = span[0]
            _set_dates(leg, span, which)
        _set_apart(leg, today)
        _put_ahead(leg, anchor)
        if _count_on(leg, counted, today):
            counted.append(leg)
        if leg.first and leg.last and leg.first > leg.last:
            if all(map(_is_weekday, leg.dates)):
                leg.first -= _WEEK  # "left on Monday, came on Friday", told on a Wednesday
            else:
                leg.first, leg.last = leg.last, leg.first
        _plan_on(leg, legs[number - 1] if number else None)
        last = legs[number - 1] if number and leg.origin is not None else None
        again = last is not None and leg.origin is last.origin  # "A second group followed"
        if last is not None and (again or leg.origin is last.destination):
            _before_it(last, leg)


def _is_whole(leg: Leg) -> bool:
    return leg.event.motion.end == "whole"


def _set_apart(leg: Leg, today: dt.date | None) -> None:
    """Read "three days after leaving Oslo": back from the arrival, or on from the departure."""
    for words, _ in leg.dates:
        if words.is_length and leg.mode != "air" and leg.first == leg.last:
            leg.first = None  # the day told is that of the arrival
        if words.is_before_clause:
            span = words.resolve(Context(today, anchor=leg.first, end=leg.last))
            _set_dates(leg, span, "departure" if leg.last else "arrival")


def _year_of(leg: Leg, anchor: dt.date | None, today: dt.date | None) -> dt.date | None:
    """Give a day of the year, long ago, that a story is set in."""
    text, begin = text_of(leg.trigger.doc), leg.trigger.sent.start_char
    told = month_before(text, begin)
    if not is_new_story(text, max(begin - 2, 0), begin):  # no paragraph begins there
        return _long_ago(anchor, today) or _long_ago(told, today)
    return _long_ago(told, today)


def _in_story(leg: Leg, words: DateWords, context: Context, told: dt.date | None) -> Context:
    """Read dates without a year by the year that the story is set in, told before."""
    anchor, today = context.anchor, context.today
    if words.of_year and anchor is None:
        return context._replace(anchor=year_before(text_of(leg.trigger.doc), words.start))
    if not words.lacks_year:
        return context
    told = told or _year_of(leg, anchor, today) or _shortly_before(words, anchor, today)
    return Context(told.replace(day=1), future=True) if told else context


def _shortly_before(
    words: DateWords, anchor: dt.date | None, today: dt.date | None
) -> dt.date | None:
    """Give 14 February 2021, in a text of 2022, for "24 February" that is told right after it."""
    if anchor is None or today is None or anchor.year >= today.year:
        return None
    span = words.resolve(Context(anchor, future=True))
    return anchor if span and span[0] - anchor <= _STORY else None


def _put_ahead(leg: Leg, anchor: dt.date | None) -> None:
    """Set Friday of "landed on Thursday before flying on to Rome on Friday" behind Thursday."""
    after = leg.trigger.dep_ == "pcomp" and leg.trigger.head.lower_ == "before"
    told = after and bool(leg.dates) and all(map(_is_weekday, leg.dates))
    if told and anchor and leg.first and leg.first < anchor:
        leg.first += _WEEK
        leg.last = leg.last and leg.last + _WEEK


def _plan_on(leg: Leg, last: Leg | None) -> None:
    """Set Friday of "goes to Rome on Wednesday and returns on Friday" behind that Wednesday."""
    if last is None or not (leg.status == last.status == "planned" and is_same(last.who, leg.who)):
        return
    told = bool(leg.dates) and all(map(_is_weekday, leg.dates))
    if told and last.first and leg.first and leg.first < last.first <= leg.first + _WEEK:
        leg.first += _WEEK
        leg.last = leg.last and leg.last + _WEEK


def _count_on(leg: Leg, before: list[Leg], today: dt.date | None) -> bool:
    """
    Count weekdays from the leg before, if that is told by its weekday and date and is past.

    "Left Oslo on Monday, September 16th. On Friday he went on to Rome", told on the 27th: on the
    20th. But "left Oslo on 16 September and came to Rome on Friday" is of the 27th.

    Parameters
    ----------
    leg : Leg
        With its days, which are changed in place.
    before : list of Leg
        Legs before that count on, or tell their weekday.
    today : datetime.date or None

    Returns
    -------
    bool
        Whether later legs count on from this one.
    """
    day = next(filter(None, (_day_of(last, leg) for last in before[: -_BACK - 1 : -1])), None)
    late = leg.dates
    if begins := _is_told_in_full(leg):
        day, late = leg.first, [date for date in leg.dates if date[1] == "arrival"]
    told = leg.last or leg.first
    if today is None or day is None or told is None or not _WEEK <= today - day < 3 * _WEEK:
        return False
    if late and all(map(_is_weekday, late)) and told - day >= _WEEK:
        back = (told - day) // _WEEK * _WEEK
        leg.last = leg.last and leg.last - back
        leg.first = leg.first - back if leg.first and leg.first != day else leg.first
        told -= back
    return begins or dt.timedelta() <= told - day < _WEEK


def _is_told_in_full(leg: Leg) -> bool:
    """Tell "on Monday evening, September 16th" from "on September 16th"."""
    text = text_of(leg.trigger.doc)
    days = (date.start for date, _ in leg.dates if date.names_day)
    before = (text[max(start - _BESIDE, 0) : start].lower() for start in days)
    return any(_WEEKDAY.search(words.rstrip(" ,")) for words in before)


def _day_of(last: Leg, leg: Leg) -> dt.date | None:
    """Give the day of a leg that another one goes on from."""
    if not leg.status == last.status == "reported":
        return None
    goes_on = leg.origin is not None and last.destination is leg.origin
    goes_on = goes_on or is_same(last.who, leg.who)
    return (last.last or last.first) if goes_on else None


def _is_weekday(date: tuple[DateWords, str]) -> bool:
    return _WEEKDAY.search(date[0].text.lower()) is not None


def _before_it(last: Leg, leg: Leg) -> None:
    """Set "on Monday" a week back where the leg after it, "on Friday", was before that Monday."""
    same = last.status == leg.status == "reported" and last.first and leg.first
    if same and last.first and leg.first and last.first > leg.first:
        dates = [*last.dates, *leg.dates]
        if all(map(_is_weekday, dates)):
            last.first -= _WEEK
            last.last = last.last and last.last - _WEEK


def days_of(legs: list[Leg], today: dt.date | None) -> list[Span | None]:
    """Tell the days of legs before all is known of them: first and last, None where undated."""
    drafts = [replace(leg) for leg in legs]
    resolve_dates(drafts, today)
    spans = (leg.days for leg in drafts)
    return [(first, last) if first and last else None for first, last in spans]


def _anchor(leg: Leg, before: list[Leg], today: dt.date | None) -> dt.date | None:
    """
    Day that "two days later" counts from.

    The same traveller's, or a leg's told just before, or else of what was told in between: "was
    arrested on Friday and flown to Oslo the next day".
    """
    since, start = None, -1
    for words, number in leg.event.elsewhen:
        ahead = leg.status == "planned" and number >= 0 and leg.trigger.doc[number].tag_ in _PRESENT
        future = ahead and leg.trigger.doc[number].lemma_ != "be"  # "begins her tour on Thursday"
        past = words.start < leg.trigger.idx
        span = words.resolve(Context(today, future=future)) if past else None
        if span and (span[1] - span[0]).days <= _MONTH:  # "founded in 1962. In March"
            since, start = span[1], words.start
    done = [o for o in before if o.destination is not None or not _is_earlier(o.trigger)]
    if (
        leg.trigger.tag_ == "VBD" and leg.status != "planned"
    ):  # "will leave tomorrow. The boat left at dawn"
        done = [o for o in done if o.status != "planned"]
    for last in reversed(done):
        day = last.last or last.first
        told = last.trigger if last.destination is None else last.destination.token
        near = max(bounds_of(last.trigger)[1], bounds_of(told)[1]) >= bounds_of(leg.trigger)[0]
        near = near or (last.destination is not None and last.destination is leg.origin)
        if day and (near or last.who is None or leg.who is None or last.who.is_same(leg.who)):
            return day if last.trigger.idx > start else since
    return since


def _long_ago(anchor: dt.date | None, today: dt.date | None) -> dt.date | None:
    """Tell "In May 1911 they went to Oslo. On 3 June they sailed": of the same year."""
    return anchor if anchor and today and anchor.year < today.year - 1 else None


def _is_earlier(verb: "Token") -> bool:
    """Tell an aside on what was before: "docked with men who had left Tunis on 2 May"."""
    return verb.dep_ == "relcl" and has_word(verb, "had")


def _set_dates(leg: Leg, span: Span | None, which: str) -> None:
    if span is None:
        return
    first, last = span
    one_day = first == last
    if not (one_day and which == "arrival"):
        leg.first = leg.first or first
    if not (one_day and which == "departure"):
        leg.last = max(leg.last, last) if leg.last and which == "arrival" else leg.last or last
