"""What speaks for a place being the end of a journey that its own words leave open."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from kit._clues import (
    LEGS,
    PREPOSITIONS,
    Role,
    Setting,
    are_same,
    clause_facts,
    order_of,
    sort_of,
    telling_facts,
    verb_facts,
)
from kit._ellipses import is_in_gap
from kit._events import is_return
from kit._joining import is_part, is_too_far
from kit._legs import Leg
from kit._pairtext import key_of
from kit._places import End, Place
from kit._reached import is_missed, is_reached
from kit._threads import holds_another, is_another
from kit._travellers import Traveller
from kit._tree import has_role, has_word, verb_above

if TYPE_CHECKING:
    from spacy.tokens import Token

Side = Literal["origin", "destination"]

_THEN = ("reported", "planned")
_FAR = 600  # words from a leg to a place that may be its end
_NEAREST = 24  # of more places, so many are looked at


class OpenEnd(NamedTuple):
    """A leg of which one end is told, and the side that is not."""

    leg: Leg
    side: Side

    @property
    def known(self) -> End | None:
        """The end that is told."""
        return self.leg.destination if self.side == "origin" else self.leg.origin


@dataclass(frozen=True)
class Surroundings(Setting):
    """What stands around a journey whose end is open."""

    @cached_property
    def _counts(self) -> dict[str, int]:
        """How often each place is named."""
        return Counter(key_of(place) for place, _ in self.named)

    def _candidates(self, open_end: OpenEnd) -> "list[tuple[Place, Token]]":
        """Give the places that are near a leg and no end of it, the nearest first."""
        leg, known = open_end.leg, open_end.known
        told = [end.place for end in (known, *leg.via) if end is not None and end.place]
        told += filter(None, map(self.places.around, told))  # "from the prison in Oslo"
        taken = set(map(key_of, told))
        near = [
            (place, token)
            for place, token in self.named
            if key_of(place) not in taken and abs(token.i - leg.trigger.i) < _FAR
        ]
        near.sort(key=lambda one: abs(one[1].i - leg.trigger.i))
        open_ = (one for one in near if not (_is_denied(one[1]) or is_in_gap(one[1])))
        return list(islice((one for one in open_ if self._may_be(open_end, one[0])), _NEAREST))

    def facts(self, open_end: OpenEnd) -> "Iterator[tuple[Place, Token, set[str]]]":
        """Yield each place that may be an open end, the head of its name, and its facts."""
        others = self._candidates(open_end)
        keys = list(dict.fromkeys(key_of(place) for place, _ in others))
        for place, token in others:
            found = set(self._place_facts(open_end, place, token))
            found.add(f"rank {min(keys.index(key_of(place)), 3)} of {min(len(keys), 4)}")
            yield place, token, found

    def _may_be(self, open_end: OpenEnd, place: Place) -> bool:
        """Rule out what was not reached, is too far, or is an end of who is said to be another."""
        leg, known = open_end.leg, open_end.known
        ends = place, known.place if known is not None else None
        if is_too_far(leg, *ends) or is_part(*ends) or self.places.is_measured_to(place):
            return False
        roles = self.roles_near(place, self.numbers[id(leg)])
        return not any(_is_no_end(leg, self.legs[role.number], role) for role in roles)

    def _place_facts(self, open_end: OpenEnd, place: Place, token: "Token") -> Iterator[str]:
        leg, known = open_end.leg, open_end.known
        trigger = leg.trigger
        apart = self.sentence[token.i] - self.sentence[trigger.i]
        where = "before" if apart < 0 else "behind" if apart > 0 else "beside"
        yield f"sentence {max(-4, min(apart, 3))}"
        if apart == 0:
            yield "left of it" if token.i < trigger.i else "right of it"
        if self.paragraph[token.i] != self.paragraph[trigger.i]:
            yield "other paragraph"
        if self.sentence[token.i] == 0:
            yield "first sentence"
        yield f"named {min(self._counts[key_of(place)], 3)} times"
        yield f"kind {place.kind}"
        if known is not None and known.place is not None:
            same = known.place.country == place.country
            countries = (known.place.kind == "country") != (place.kind == "country")
            yield f"same country {same}"
            if same and countries:
                yield "one lies in the other"
        if leg.who is not None and leg.who.token in (token, *token.ancestors):
            yield "in the traveller's words"
        for fact in (*clause_facts(token), *verb_facts(leg, token)):
            yield fact
            yield f"{where}: {fact}"
        number = self.numbers[id(leg)]
        roles = self.roles_near(place, number)
        if not roles:
            yield "end of no leg"
        for role in roles:
            yield from self._role_facts(number, role)

    def _role_facts(self, number: int, role: Role) -> Iterator[str]:
        """What it says that a place is an end of another leg."""
        leg, other = self.legs[number], self.legs[role.number]
        theirs = are_same(leg, other)
        who = "own" if theirs else "other's"
        name = f"{role.name} {'before' if role.number < number else 'after'}"
        gap = abs(self.sentence[other.trigger.i] - self.sentence[leg.trigger.i])
        next_to = "next" if abs(role.number - number) == 1 else "far"
        when = order_of(other, leg)
        yield name
        yield f"{who} {name}"
        yield f"{who} {name}, {next_to}"
        yield f"{who} {name}, {next_to}, sentences {min(gap, 3)}"
        yield f"{who} {name}, {when}"
        yield f"{name}, {other.mode} then {leg.mode}"
        yield f"{who} {name}, {sort_of(other.who)} then {sort_of(leg.who)}"
        if when == "earlier" and (days := _days_between(other, leg)) is not None:
            ago = "days" if days < 4 else "a week" if days < 11 else "long"
            yield f"{who} {name}, {ago} before"
        yield f"{name}, {_reached(other, role)}"
        if other.status != leg.status:
            yield f"{name}, other status"
        if has_word(other.trigger, "had"):
            yield f"{name}, had"
        if has_word(leg.trigger, "had"):
            yield f"{who} {name}, had then, sentences {min(gap, 3)}"
        if role.name == "destination" and role.number < number:
            since = self.legs[role.number + 1 : number]
            yield f"{who} last destination {not any(o.destination for o in since)}"
            if theirs and when == "earlier":
                yield f"last by date {not self._is_left_by_then(leg, other)}"

    def _is_left_by_then(self, leg: Leg, other: Leg) -> bool:
        """Say whether the same traveller went elsewhere between two legs, by their days."""
        number = self.numbers[id(leg)]
        near = self.legs[max(number - LEGS, 0) : number + LEGS]
        between = (o for o in near if order_of(other, o) == "earlier" == order_of(o, leg))
        return any(one.destination is not None and are_same(leg, one) for one in between)


def leg_facts(open_end: OpenEnd) -> Iterator[str]:
    """
    What a leg says of how it is told.

    Parameters
    ----------
    open_end : OpenEnd

    Yields
    ------
    str
    """
    yield from telling_facts(open_end.leg)
    known = open_end.known
    if known is not None and known.place is not None:
        yield f"known end {known.place.kind}"


def _is_denied(token: "Token") -> bool:
    """Tell the place of "was not in Oslo by then"."""
    verb = verb_above(token)
    return verb is not None and has_role(verb, "neg")


def _is_no_end(leg: Leg, other: Leg, role: Role) -> bool:
    """Tell "a second ship" from the first, and "towards Oslo", where nobody need have come."""
    if other.event is leg.event:
        return True  # "visited Oslo and Rome", whichever was the first
    if leg.trigger in other.trigger.conjuncts and "come" in (
        leg.trigger.lemma_,
        other.trigger.lemma_,
    ):
        came = other.trigger.lemma_ == "come"  # "came up from Oslo and left for Rome"
        return role.name == ("origin" if came else "destination")
    if leg.who is not None and other.who is not None and _are_two(leg.who, other.who):
        return True
    if role.name == "origin":
        return is_return(other.trigger) and (other.status, leg.status) == _THEN
    if is_return(leg.trigger) and (leg.status, other.status) == _THEN:
        return True  # "who returned from Oslo on Monday, will fly to Rome"
    return _is_before(leg, other) or not is_reached(other) or is_missed(leg, other)


def _is_before(leg: Leg, other: Leg) -> bool:
    """Tell "will call at Oslo after visiting Rome"."""
    after = leg.trigger.head
    return after.lower_ == "after" and after.head == other.trigger


def _are_two(who: Traveller, before: Traveller) -> bool:
    """Tell "a second ship", and "the President" from Minister Phiri."""
    return is_another(who, before) or holds_another(before, who.token)


def _reached(leg: Leg, role: Role) -> str:
    """Tell "reached Oslo" and "drove to Oslo" from "set out for Oslo" and "towards Oslo"."""
    end = leg.destination if role.name == "destination" else leg.origin
    prep = end.token.head.lower_ if end is not None and end.token.dep_ == "pobj" else "bare"
    return prep if prep in PREPOSITIONS else "else"


def _days_between(one: Leg, two: Leg) -> int | None:
    end, begin = one.days[1], two.days[0]
    return None if end is None or begin is None else (begin - end).days
