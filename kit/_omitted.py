"""What a journey's own words leave out, and what speaks for each answer that the text has."""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kit import _movers as movers
from kit._calendar import Context, Span
from kit._clues import are_same
from kit._dates import DateWords, find_dates
from kit._events import motion_of
from kit._legs import Leg
from kit._motion import EXPECTING
from kit._nearby import Nearby, class_of, leg_km
from kit._pairtext import key_of
from kit._places import End, Place
from kit._tree import verb_above
from kit._truth import status_of
from kit._vehicles import vehicle_mode
from kit.measure import distance_km

if TYPE_CHECKING:
    from spacy.tokens import Token

Question = Literal["mode", "day", "other day", "via"]

_APART = dt.timedelta(days=60)  # at most, from a departure to its arrival
_DETOURS = (1.02, 1.1, 1.3, 1.7, 2.5, 5.0)
# Words that tell a way of travel only behind these: "came by water".
_ELEMENTS, _BY = frozenset({"water", "air", "foot"}), frozenset({"by", "on", "through", "over"})
_EVENTS = frozenset("festival race museum show maker factory industry company park".split())
_GAPS = (1, 2, 7)  # days
_DAYS = (-8, -1, 0, 1, 7, 31, 366)


class Answer[Value](NamedTuple):
    """
    What may answer a question that a leg leaves open.

    Attributes
    ----------
    value
        A mode, days, or a place that is passed.
    words : str
        That it rests on.
    facts : set of str
    """

    value: Value
    words: str
    facts: set[str]


def questions_of(leg: Leg) -> Iterator[Question]:
    """Ask what a leg leaves open."""
    if leg.mode is None:
        yield "mode"
    first, last = leg.days
    if first is None:
        yield "day"
    elif first == last:
        yield "other day"
    yield "via"


@dataclass(frozen=True)
class Omissions(Nearby):
    """
    What legs leave open, and what the text around them may answer.

    Attributes
    ----------
    today : datetime.date or None
        Day of the article.
    """

    today: dt.date | None

    def answers(self, question: Question, number: int) -> "Sequence[Answer[Any]]":
        """
        Give what may answer a question of a leg.

        Parameters
        ----------
        question : str
        number : int
            Which of all legs.

        Returns
        -------
        sequence of Answer
        """
        if question == "mode":
            return [*self._vehicles_near(number), *self._modes_of_others(number)]
        if question == "via":
            return list(self._passed_near(number))
        days = [*self._dates_near(number), *self._days_of_others(number)]
        days = [answer for answer in days if self._may_be(number, answer.value)]
        own, _ = self.legs[number].days
        return days if own is None else list(_with_own(own, days))

    def _may_be(self, number: int, days: Span) -> bool:
        """Say whether a journey may have been on some days: one that is reported not tomorrow."""
        planned = self.legs[number].status == "planned"
        return planned or self.today is None or days[1] <= self.today

    # ---- by what ----

    @cached_property
    def _vehicles(self) -> "list[tuple[Token, tuple[str, str]]]":
        """Words that tell a mode, the mode, and what sort of words they are."""
        return [(word, told) for word in self.doc if (told := _told_mode(word))]

    def _vehicles_near(self, number: int) -> Iterator[Answer[str]]:
        near = self.nearest(self.legs[number], self._vehicles)
        modes = [mode for _, (mode, _) in near]
        for rank, (word, (mode, sort)) in enumerate(near):
            facts = {
                *self.word_facts(number, word),
                f"rank {min(rank, 3)} of {min(len(near), 4)}",
                f"sort {sort}",
                f"is {mode}",
                f"is {mode} {sort}",
                f"tag {word.tag_}",
                f"modes {len(set(modes))}",
                f"agree {round(4 * modes.count(mode) / len(modes))}",
            }
            if len(set(modes[:2])) == 1:
                facts.add("two nearest agree")
            yield Answer(mode, word.text, facts)

    def _modes_of_others(self, number: int) -> Iterator[Answer[str]]:
        for other, leg in self.others(number):
            if leg.mode:
                facts = {*self.other_facts(number, other), f"is {leg.mode}"}
                yield Answer(leg.mode, leg.trigger.text, facts)

    # ---- when ----

    @cached_property
    def _dates(self) -> "list[tuple[Token, DateWords]]":
        """Dates, and the heads of their words."""
        dates = (date for date in find_dates(self.doc.text) if not date.is_hour)
        spans = ((self.doc.char_span(d.start, d.end, alignment_mode="expand"), d) for d in dates)
        found = [(span.root, date) for span, date in spans if span]
        return sorted(found, key=lambda one: one[0].i)

    @cached_property
    def _dated(self) -> dict[int, list[int]]:
        """Legs that have each date, by where its words begin."""
        found: dict[int, list[int]] = {}
        for number, leg in enumerate(self.legs):
            for date, _ in leg.dates:
                found.setdefault(date.start, []).append(number)
        return found

    def _dates_near(self, number: int) -> Iterator[Answer[Span]]:
        near = self.nearest(self.legs[number], self._dates)
        for rank, (word, date) in enumerate(near):
            owners = self._dated.get(date.start, [])
            own = number in owners and self.legs[number].first is not None
            days = None if own else self._days(number, word, date, owners)
            if days is None:
                continue
            facts = {
                *self.word_facts(number, word),
                *self._day_facts(number, days),
                "is a date",
                f"rank {min(rank, 3)} of {min(len(near), 4)}",
                f"sort {date.sort}",
                f"has a leg {bool(owners)}",
            }
            if self.today:
                facts.add(f"ago {class_of((self.today - days[1]).days, _DAYS)}")
            for owner in owners[:2]:
                if owner != number:
                    facts |= {f"its {fact}" for fact in self.other_facts(number, owner)}
            yield Answer(days, date.text, facts)

    def _days(self, number: int, word: "Token", date: DateWords, owners: list[int]) -> Span | None:
        """Tell which days the words of a date mean: what they mean for the leg that has them."""
        if owners:
            owner = self.legs[owners[0]]
            if len(owner.dates) == 1 and owner.first and owner.last:
                return owner.first, owner.last
        before = (leg.days[1] for leg in reversed(self.legs[:number]))
        anchor = next(filter(None, before), None)
        future = self.legs[number].status == "planned" or _is_ahead(word)
        return date.resolve(Context(self.today, future, anchor, anchor))

    def _days_of_others(self, number: int) -> Iterator[Answer[Span]]:
        for other, leg in self.others(number):
            first, last = leg.days
            if first is None or last is None:
                continue
            facts = set(self.other_facts(number, other))
            told = {"whole": (first, last), "first": (first, first), "last": (last, last)}
            for half, days in told.items():
                if half == "whole" or first != last:
                    own = {*self._day_facts(number, days), f"half {half}"}
                    yield Answer(days, leg.trigger.text, facts | own)

    def _day_facts(self, number: int, days: Span) -> Iterator[str]:
        """How days go with those of other legs of the same traveller."""
        leg = self.legs[number]
        yield f"span {days[0] != days[1]}"
        for other, one in self.others(number):
            first, last = one.days
            if first is None or last is None or not are_same(leg, one):
                continue
            when = "earlier" if last < days[0] else "later" if first > days[1] else "at once"
            yield f"own leg {'before' if other < number else 'behind'} {when}"
            if leg.origin is not None and leg.origin is one.destination:
                yield f"went on, that {when}"
            if one.origin is not None and one.origin is leg.destination:
                yield f"to go on, that {when}"

    # ---- past what ----

    @cached_property
    def _names(self) -> "list[tuple[Token, Place]]":
        """Names of places, of those too that no gazetteer has."""
        known = [(word, place) for place, word in self.named]
        proper = (word for word in self.doc if word.pos_ == "PROPN")
        unknown = (word for word in proper if self.places.at(word) is None)
        read = ((word, self.places.end(word).place) for word in unknown)
        known += [(word, place) for word, place in read if place and place.is_unknown]
        return sorted(known, key=lambda one: one[0].i)

    def _passed_near(self, number: int) -> Iterator[Answer[End]]:
        leg = self.legs[number]
        ends = [end.place for end in (leg.origin, leg.destination, *leg.via) if end and end.place]
        taken = {key_of(place) for place in ends}
        near = [
            (word, place)
            for word, place in self.nearest(leg, self._names)
            if key_of(place) not in taken and not self._is_on_shore(word, place)
        ]
        for rank, (word, place) in enumerate(near):
            facts = {
                *self.word_facts(number, word),
                *_way_facts(leg, place),
                *self._role_facts(number, place),
                f"rank {min(rank, 3)} of {min(len(near), 4)}",
                f"kind {place.kind}",
            }
            yield Answer(End(place, place.name, word), place.name, facts)

    def _is_on_shore(self, word: "Token", water: Place) -> bool:
        """Tell the Rhine of "Kaub on the Rhine", which tells where Kaub is."""
        on = word.head if word.dep_ == "pobj" and word.head.lower_ == "on" else None
        town = on is not None and on.i > 0 and self.places.named(on.nbor(-1)) is not None
        return town and water.kind == "water"

    def _role_facts(self, number: int, place: Place) -> Iterator[str]:
        """What it says that a place is an end of other legs."""
        leg = self.legs[number]
        roles = self.roles_near(place, number)
        if not roles:
            yield "end of no leg"
        for role in roles:
            other = self.legs[role.number]
            who = "own" if are_same(leg, other) else "other's"
            where = "before" if role.number < number else "behind"
            yield f"role {role.name}"
            yield f"role {who} {role.name} {where}"
            yield f"role {who} {role.name} {abs(role.number - number) == 1}"
            if other.event is leg.event:
                yield "role of its word"


def _told_mode(word: "Token") -> tuple[str, str] | None:
    """Give the mode that a word tells, and what sort of word it is."""
    lemma = word.lemma_.lower()
    if word.ent_type_ == "PERSON" or (word.pos_ == "PROPN" and lemma == "van"):
        return None  # "Tran Van Duc"
    if word.dep_ == "compound" and word.head.lemma_ in _EVENTS:
        return None  # "opened a canoe festival"
    if lemma in _ELEMENTS and word.head.lower_ not in _BY:
        return None  # "The dam releases water", "an air force"
    if word.pos_ in ("NOUN", "PROPN", "NUM", "X", "ADJ"):
        tables = (("means", movers.MODES), ("carrier", movers.CARRIERS), ("trade", movers.TRADES))
        told = [("vehicle", vehicle_mode(word)), *((name, of.get(lemma)) for name, of in tables)]
        for sort, mode in told:
            if mode:
                return mode, sort
    motion = motion_of(word) if word.pos_ in ("VERB", "NOUN", "AUX") else None
    return (motion.mode, "verb") if motion is not None and motion.mode else None


def _is_ahead(date: "Token") -> bool:
    """Tell "is expected on Saturday" from "came on Saturday"."""
    verb = verb_above(date, full=True)
    if verb is None:
        return False
    expected = verb.lemma_ in EXPECTING and verb.tag_ == "VBN"
    return expected or status_of(verb) == "planned"


def _with_own(own: dt.date, answers: list[Answer[Span]]) -> Iterator[Answer[Span]]:
    """Make spans from the day of a leg to others, or from them to it."""
    for (day, last), words, facts in answers:
        if day == last and day != own and abs(day - own) <= _APART:
            after = "after" if day > own else "before"
            apart = f"{after} {class_of(abs(day - own).days, _GAPS)}"
            yield Answer((min(day, own), max(day, own)), words, facts | {apart})


def _way_facts(leg: Leg, place: Place) -> Iterator[str]:
    """How a place lies to the way between the ends of a leg."""
    straight_km = leg_km(leg)
    ends = [end.place for end in (leg.origin, leg.destination) if end and end.place]
    if straight_km and not math.isnan(place.lat):
        one, two = (distance_km(end.lat, end.lon, place.lat, place.lon) for end in ends)
        yield f"detour {class_of((one + two) / max(straight_km, 1.0), _DETOURS)}"
        yield f"near an end {min(one, two) < 0.05 * straight_km}"
    for end in ends:
        if end.country and place.country:
            yield f"same country {end.country == place.country} {place.kind == 'country'}"
