"""Legs that are told after the one that they led to: "He had left Dakar on Sunday for Paris"."""

from typing import TYPE_CHECKING

from kit._days import days_of
from kit._joining import take_origin
from kit._legs import Leg, is_same
from kit._threads import are_he_and_she, stands_for
from kit._tree import has_word

if TYPE_CHECKING:
    import datetime as dt

    from kit._calendar import Span

_STORY = 600  # words in which a story tells what had been before


def is_followed(leg: Leg, legs: list[Leg]) -> bool:
    """
    Say whether another leg is known to start where one ended.

    Parameters
    ----------
    leg : Leg
    legs : list of Leg

    Returns
    -------
    bool
    """
    end = leg.destination
    return any(o.origin_basis == "leg before" and o.origin is end for o in legs if o is not leg)


def is_overtaken(
    last: Leg,
    day: "Span | None",
    told: list[Leg],
    days: "list[Span | None]",
    own: "Span | None",
) -> bool:
    """
    Tell Rome of "flew in on Friday. She had gone to Rome on Monday, and will go on to Bonn".

    Parameters
    ----------
    last : Leg
        The one that another may start from, told before it.
    day : tuple of two datetime.date, or None
        Its days.
    told : list of Leg
        All that are told before.
    days : list of tuple or None
        Their days.
    own : tuple of two datetime.date, or None
        Days of the leg that goes on.

    Returns
    -------
    bool
    """
    if day is None:
        return False
    others = [(o, when) for o, when in zip(told, days, strict=False) if when is not None]
    later = (o for o, when in others if when[0] > day[1] and not (own and own[1] < when[0]))
    later = (o for o in later if o.status == last.status)
    later = (o for o in later if not are_he_and_she(o.trigger, last.trigger))
    return any(is_same(o.who, last.who) or stands_for(last.who, o.who, o.mode) for o in later)


def look_back(legs: list[Leg], today: "dt.date | None") -> None:
    """
    Let "landed in Accra on Wednesday. … He had left Dakar for Paris on Sunday" start in Paris.

    Parameters
    ----------
    legs : list of Leg
        Changed in place; ends that are told stay.
    today : datetime.date or None
        Day of the article.
    """
    days = days_of(legs, today)
    for number, leg in enumerate(legs):
        own = days[number]
        if leg.origin is not None or leg.destination is None or own is None:
            continue
        told = [(o, day) for o, day in zip(legs, days, strict=True) if _is_told_of(o, leg)]
        before = [o for o, day in told if day is not None and day[1] < own[0] and o.destination]
        if any(has_word(o.trigger, "had") for o in before) and not is_followed(before[-1], legs):
            take_origin(leg, before[-1].destination, "leg before")


def _is_told_of(later: Leg, leg: Leg) -> bool:
    """Say whether a leg that is told later is of the same traveller."""
    near = 0 < later.trigger.i - leg.trigger.i < _STORY
    behind = near and later.status == leg.status == "reported"
    return behind and (is_same(later.who, leg.who) or stands_for(later.who, leg.who, leg.mode))
