"""What journeys leave unsaid: by what, when, past what, told by other words of the text."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kit import measure
from kit._joining import is_ashore, is_too_far
from kit._legs import Leg
from kit._nearby import leg_facts
from kit._omitted import Answer, Omissions, Question, questions_of
from kit._ways import Place, ways_between
from kit._weighing import chances, fitted
from kit.errors import NoWayError

if TYPE_CHECKING:
    import datetime as dt

    from spacy.tokens import Doc

    from kit._places import End, Places

# A way that is so much longer past a place, or by land so much and some km, is another's. Round the
# Cape of Good Hope from Rotterdam to Singapore it is 1.42 times as far as by Suez.
_DETOUR, _ASIDE_KM = 1.5, 200.0
# Below, nothing is said: found best on the sentences learned from, each weighed without itself.
_LIKELY: dict[Question, float] = {"mode": 0.6, "day": 0.7, "other day": 0.5, "via": 0.5}


def fill_omissions(doc: "Doc", places: "Places", legs: list[Leg], today: "dt.date | None") -> None:
    """
    Fill in what no word of a journey tells, where the text is likely enough to tell it elsewhere.

    "Seven coaches pulled out of Khartoum on Sunday. The students reached Port Sudan on Monday"
    tells by what they came, and when they left. What speaks for each vehicle, date and place near
    by is weighed as `data/build/fit_omissions.py` fitted it on labelled sentences.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The text, with syntax.
    places : Places
        Its mentions.
    legs : list of Leg
        All of a text, in its order; changed in place, with what was taken for granted.
    today : datetime.date or None
        Day of the article.
    """
    around = Omissions(doc, places, legs, today)
    found = [
        (leg, question, list(_likely(around, question, number)))
        for number, leg in enumerate(legs)
        for question in questions_of(leg)
    ]
    for leg, question, answers in found:
        _FILL[question](leg, answers)


def _likely(around: Omissions, question: Question, number: int) -> Iterator[Answer[Any]]:
    """Give the answers that are likely enough, the likeliest first."""
    leg = around.legs[number]
    answers = around.answers(question, number)
    told = chances(
        fitted("omissions.json")[question], leg_facts(leg), (one.facts for one in answers)
    )
    ranked = sorted(zip(told, answers, strict=True), key=lambda one: -one[0])
    yield from (answer for share, answer in ranked if share >= _LIKELY[question])


def _fill_mode(leg: Leg, answers: list[Answer[str]]) -> None:
    ends = [end.place for end in (leg.origin, leg.destination) if end]
    for mode, words, _ in answers[:1]:
        told = replace(leg, mode=mode)
        far = is_too_far(told, *ends) or is_ashore(told, *ends)
        border = mode == "air" and leg.trigger.lemma_ == "cross"  # "crossed from Sudan into Chad"
        if not (far or border):
            leg.mode = mode
            _assume(leg, f"By what is not told: “{words}” near by makes {mode} the likeliest.")


def _fill_days(leg: Leg, answers: "list[Answer[tuple[dt.date, dt.date]]]") -> None:
    which = "day" if leg.first is None and leg.last is None else "other day"
    for (leg.first, leg.last), words, _ in answers[:1]:
        _assume(leg, f"Its {which} is not told: “{words}” near by gives the likeliest.")


def _fill_via(leg: Leg, answers: "list[Answer[Any]]") -> None:
    for end, words, _ in answers:
        if all(words != passed.words for passed in leg.via) and not _is_detour(leg, end):
            leg.via = sorted([*leg.via, end], key=lambda passed: passed.token.i)
            _assume(leg, f"That it passed {words}, named near by, is not told, only likely.")


def _is_detour(leg: Leg, passed: "End") -> bool:
    """Say whether a way past a place is so much longer that the text would say why."""
    told = [end.place for end in (leg.origin, passed, leg.destination) if end and end.place]
    if len(told) < 3 or any(math.isnan(place.lat) for place in told):
        return False
    start, middle, end = (Place(p.name, p.kind, p.country, p.lat, p.lon) for p in told)
    trips = [(start, end), (start, middle, end)]
    if leg.mode == "sea":
        straight, round_ = ways_between("sea", trips)
        if isinstance(straight, NoWayError) or isinstance(round_, NoWayError):
            return False
        return round_.length_km > _DETOUR * straight.length_km
    straight_km, round_km = (
        sum(measure.distance_km(a.lat, a.lon, b.lat, b.lon) for a, b in pairwise(trip))
        for trip in trips
    )
    return bool(round_km > _DETOUR * straight_km + _ASIDE_KM)


def _assume(leg: Leg, said: str) -> None:
    leg.assumed = (*leg.assumed, said)


_FILL: "dict[Question, Callable[[Leg, list[Answer[Any]]], None]]" = {
    "mode": _fill_mode,
    "day": _fill_days,
    "other day": _fill_days,
    "via": _fill_via,
}
