"""What words and legs near a leg say of it: which of them may tell what it leaves open."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kit._clues import (
    PREPOSITIONS,
    Setting,
    are_same,
    clause_facts,
    order_of,
    shared_ends,
    sort_of,
    telling_facts,
    verb_facts,
)
from kit._events import WHEN, bounds_of
from kit._legs import Leg
from kit.measure import distance_km

if TYPE_CHECKING:
    from spacy.tokens import Token

_SENTENCES = 3  # so many before and behind a leg are read
_NEAREST = 16  # words that may answer a question
_OTHERS = 4  # legs before and behind that may
_WORDS = (2, 4, 7, 12, 20)
_BEFORE = 6  # words in which a denial is looked for
_KM = (30.0, 100.0, 300.0, 800.0, 2500.0)
_BY = PREPOSITIONS | frozenset("onto past along around round under between up down".split())
_NOT = frozenset(
    "instead rather not without avoid skip skipped than no never beyond unlike past short "
    "bypassed".split()
)
_NEXT = frozenset("then later after before next same still finally now".split())
_BARRIERS = frozenset(
    "crossing post checkpoint border gate pass bridge tunnel canal strait route corridor "
    "frontier".split()
)


def leg_facts(leg: Leg) -> Iterator[str]:
    """What a leg says of how it is told, and of what it leaves open."""
    yield ""
    yield from telling_facts(leg)
    first, last = leg.days
    yield f"leg has days {first is not None} {first != last}"
    yield f"traveller {sort_of(leg.who)}"
    yield f"basis {leg.origin_basis} {leg.destination_basis}"
    yield f"km {class_of(leg_km(leg), _KM)}"
    yield f"leg past {bool(leg.via)}"
    trigger = leg.trigger
    start, stop = bounds_of(trigger)
    sentence = trigger.doc[start:stop]
    yield f"sentence timed {any(word.ent_type_ in WHEN for word in sentence)}"
    if any(word.ent_type_ == "TIME" and trigger in word.ancestors for word in sentence):
        yield "leg at an hour"
    before = {word.lower_ for word in trigger.doc[max(start, trigger.i - 3) : trigger.i]}
    yield from (f"leg near {word}" for word in sorted(before & _NEXT))


def leg_km(leg: Leg) -> float | None:
    """Distance between the ends of a leg, None where one has no position."""
    ends = [end.place for end in (leg.origin, leg.destination) if end and end.place]
    if len(ends) < 2 or any(math.isnan(end.lat) for end in ends):
        return None
    one, two = ends
    return distance_km(one.lat, one.lon, two.lat, two.lon)


def class_of(number: float | None, bounds: tuple[float, ...]) -> str:
    """Name the smallest bound that a number keeps within."""
    return str(number and next((bound for bound in bounds if number <= bound), "more"))


@dataclass(frozen=True)
class Nearby(Setting):
    """A text, its places and its journeys, and what they say of one another."""

    @cached_property
    def _starts(self) -> list[int]:
        """Where each sentence begins, and where the last one ends."""
        return [*(sent.start for sent in self.doc.sents), len(self.doc)]

    def nearest[Said](
        self, leg: Leg, words: "list[tuple[Token, Said]]"
    ) -> "list[tuple[Token, Said]]":
        """Give the words, of a list in their order, that are nearest within a few sentences."""
        at = leg.trigger.i
        here = self.sentence[at]
        start = self._starts[max(here - _SENTENCES, 0)]
        stop = self._starts[min(here + _SENTENCES + 1, len(self._starts) - 1)]
        first, last = (bisect_left(words, i, key=lambda one: one[0].i) for i in (start, stop))
        return sorted(words[first:last], key=lambda one: abs(one[0].i - at))[:_NEAREST]

    def others(self, number: int) -> Iterator[tuple[int, Leg]]:
        """Give the legs told just before and behind one."""
        first = max(number - _OTHERS, 0)
        for other, leg in enumerate(self.legs[first : number + _OTHERS + 1], first):
            if other != number:
                yield other, leg

    def word_facts(self, number: int, word: "Token") -> Iterator[str]:
        """What a word says of a leg by where it stands."""
        leg = self.legs[number]
        trigger = leg.trigger
        apart = self.sentence[word.i] - self.sentence[trigger.i]
        where = "before" if apart < 0 else "behind" if apart > 0 else "beside"
        yield f"sentence {apart}"
        if self.paragraph[word.i] != self.paragraph[trigger.i]:
            yield "other paragraph"
        if apart == 0:
            yield from _side_facts(leg, word)
        yield from _tree_facts(leg, word)
        prep = word.head.lower_ if word.dep_ == "pobj" else word.dep_
        by = prep if word.dep_ != "pobj" or prep in _BY else "prep"
        for fact in (f"by {by}", *clause_facts(word), *verb_facts(leg, word)):
            yield fact
            yield f"{where}: {fact}"
        yield from _denial_facts(word)
        above = next((w for w in (word, *word.ancestors) if w.i in self._triggers), None)
        if above is None:
            yield "of no leg"
        elif above != trigger:
            other = self._triggers[above.i]
            who = "own" if are_same(leg, self.legs[other]) else "other's"
            yield "of another leg"
            yield f"of {who} leg {'before' if other < number else 'behind'}"
        first, last = sorted((word.i, trigger.i))
        between = bisect_left(self._told_at, last) - bisect_right(self._told_at, first)
        yield f"{where} legs between {max(0, min(between, 2))}"
        verbs = sum(w.pos_ == "VERB" for w in self.doc[first + 1 : last])
        yield f"{where} verbs between {min(verbs, 3)}"

    @cached_property
    def _triggers(self) -> dict[int, int]:
        """The first leg that each word of motion tells."""
        return {leg.trigger.i: n for n, leg in reversed(list(enumerate(self.legs)))}

    @cached_property
    def _told_at(self) -> list[int]:
        """Words of motion that tell legs, in their order."""
        return sorted(self._triggers)

    def other_facts(self, number: int, other_number: int) -> Iterator[str]:
        """What another leg near one says of it."""
        leg, other = self.legs[number], self.legs[other_number]
        who = "own" if are_same(leg, other) else "other's"
        gap = min(abs(self.sentence[other.trigger.i] - self.sentence[leg.trigger.i]), 3)
        where = "before" if other_number < number else "behind"
        apart = abs(other_number - number)
        yield "is a leg"
        yield f"leg {where}"
        yield f"leg {who} {where}"
        yield f"leg {who} {where} {apart == 1}"
        yield f"leg {who} {where} {apart == 1} {gap}"
        yield f"leg gap {gap}"
        yield f"legs apart {min(apart, 3)}"
        if other.event is leg.event:
            yield "leg of its word"
        shared = shared_ends(leg, other)
        yield f"leg shares{shared}"
        yield f"leg {who} shares{shared}"
        yield f"leg {who} {where} shares{shared}"
        if leg.origin is not None and leg.origin is other.destination:
            yield "leg goes on"
        yield f"leg {sort_of(other.who)} then {sort_of(leg.who)}"
        yield f"leg {other.mode} {leg.mode}"
        yield f"leg told {other.origin_basis} {other.destination_basis}"
        if other.status != leg.status:
            yield "leg other status"
        yield f"leg when {order_of(other, leg)}"
        yield f"leg km {class_of(leg_km(other), _KM)}"


def _side_facts(leg: Leg, word: "Token") -> Iterator[str]:
    """On which side a word stands of what tells a leg, in the same sentence."""
    trigger = leg.trigger
    side = "left" if word.i < trigger.i else "right"
    yield f"{side} of it"
    yield f"{side} {class_of(abs(word.i - trigger.i), _WORDS)}"
    for role, end in (("origin", leg.origin), ("destination", leg.destination)):
        if end is not None and bounds_of(end.token) == bounds_of(trigger):
            yield f"{'left' if word.i < end.token.i else 'right'} of the {role}"


def _tree_facts(leg: Leg, word: "Token") -> Iterator[str]:
    """Which words of a leg a word hangs on, or they on it."""
    if word == leg.trigger or leg.trigger in word.ancestors:
        yield "under the leg"
    elif word in leg.trigger.ancestors:
        yield "above the leg"
    named = [("who", leg.who.token)] if leg.who is not None else []
    named += [("origin", leg.origin.token)] if leg.origin else []
    named += [("destination", leg.destination.token)] if leg.destination else []
    named += [("via", end.token) for end in leg.via]
    for name, token in named:
        if token == word:
            yield f"is the {name}"
        elif token in word.ancestors:
            yield f"under the {name}"
        elif word in token.ancestors:
            yield f"above the {name}"
    if word.dep_ == "compound":
        yield f"beside {'a barrier' if word.head.lemma_ in _BARRIERS else word.head.pos_}"
        if word.head.dep_ == "pobj":
            prep = word.head.head.lower_
            yield f"beside, by {prep if prep in _BY else 'prep'}"


def _denial_facts(word: "Token") -> Iterator[str]:
    """Tell "instead of Rome", "rather than risk the Red Sea"."""
    start = max(bounds_of(word)[0], word.i - _BEFORE)
    before = {w.lower_ for w in word.doc[start : word.i]} & _NOT
    yield from (f"after {w}" for w in sorted(before))
    if before:
        yield "after a no"
    verbs = (w for w in (word, *word.ancestors) if w.pos_ in ("VERB", "AUX"))
    if any(child.dep_ == "neg" for verb in verbs for child in verb.children):
        yield "denied"
