"""What speaks for a place being the end of a journey that its own words leave open."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from kit._events import bounds_of, motion_of
from kit._joining import is_too_far
from kit._kinds import is_people
from kit._legs import ONWARD, Leg, is_same
from kit._located import LOCATIVE, SPEAKING, happened
from kit._onward import is_missed, is_reached
from kit._places import End, Place, Places
from kit._subjects import is_passive, subject_of
from kit._threads import holds_another, is_another, stands_for
from kit._travellers import Traveller, traveller
from kit._truth import status_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Side = Literal["origin", "destination"]

_FAR = 600  # words from a leg to a place that may be its end
_NEAREST = 24  # of more places, so many are looked at
_LEGS = 12  # so many legs before and behind are looked at for what they say of a place
_PREPOSITIONS = LOCATIVE | frozenset(
    "from to into for of through via by over across towards toward with aboard".split()
)
_PARTICLES = frozenset("in up over back home on off out down".split())
_OWN = frozenset("his her their its".split())
_SAID = frozenset("the these those both".split())
_NEW = frozenset("a an another some".split())
_HELPING = frozenset({"had", "having", "since", "after"})


class OpenEnd(NamedTuple):
    """A leg of which one end is told, and the side that is not."""

    leg: Leg
    side: Side

    @property
    def known(self) -> End | None:
        """The end that is told."""
        return self.leg.destination if self.side == "origin" else self.leg.origin


class _Role(NamedTuple):
    """A leg that a place is an end of: which of all, and as what."""

    number: int
    name: str


@dataclass(frozen=True)
class Surroundings:
    """
    What stands around a journey: the text, its places, and its other journeys.

    Attributes
    ----------
    doc : spacy.tokens.Doc
    places : Places
    legs : list of Leg
        With their days.
    """

    doc: "Doc"
    places: Places
    legs: list[Leg]

    @cached_property
    def _tokens(self) -> "list[tuple[Place, Token]]":
        """Places that are named, and the heads of their names."""
        spans = (
            (place, self.doc.char_span(place.start, place.end, alignment_mode="expand"))
            for place in self.places.all
            if not place.demonym
        )
        return [(place, span.root) for place, span in spans if span]

    @cached_property
    def _sentence(self) -> list[int]:
        """Which sentence each token stands in."""
        return [number for number, sent in enumerate(self.doc.sents) for _ in sent]

    @cached_property
    def _paragraph(self) -> list[int]:
        """Which paragraph each token stands in."""
        found, number = [], 0
        for token in self.doc:
            found.append(number)
            number += "\n" in token.text_with_ws
        return found

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """Which of all legs each is."""
        return {id(leg): number for number, leg in enumerate(self.legs)}

    @cached_property
    def _roles(self) -> dict[str, list[_Role]]:
        """Legs that each place is an end of."""
        found: dict[str, list[_Role]] = {}
        for number, leg in enumerate(self.legs):
            ends = [("origin", leg.origin), ("destination", leg.destination)]
            for name, end in [*ends, *(("via", end) for end in leg.via)]:
                if end is not None and end.place is not None:
                    found.setdefault(_key(end.place), []).append(_Role(number, name))
        return found

    @cached_property
    def _counts(self) -> dict[str, int]:
        """How often each place is named."""
        found: dict[str, int] = {}
        for place, _ in self._tokens:
            found[_key(place)] = found.get(_key(place), 0) + 1
        return found

    def _candidates(self, open_end: OpenEnd) -> "list[tuple[Place, Token]]":
        """Give the places that are near a leg and no end of it, the nearest first."""
        leg, known = open_end.leg, open_end.known
        taken = {_key(end.place) for end in (known, *leg.via) if end is not None and end.place}
        near = [
            (place, token)
            for place, token in self._tokens
            if _key(place) not in taken and abs(token.i - leg.trigger.i) < _FAR
        ]
        near.sort(key=lambda one: abs(one[1].i - leg.trigger.i))
        return list(islice((one for one in near if self._may_be(open_end, one[0])), _NEAREST))

    def facts(self, open_end: OpenEnd) -> "Iterator[tuple[Place, Token, set[str]]]":
        """Yield each place that may be an open end, the head of its name, and its facts."""
        others = self._candidates(open_end)
        keys = list(dict.fromkeys(_key(place) for place, _ in others))
        for place, token in others:
            found = set(self._place_facts(open_end, place, token))
            found.add(f"rank {min(keys.index(_key(place)), 3)} of {min(len(keys), 4)}")
            yield place, token, found

    def _may_be(self, open_end: OpenEnd, place: Place) -> bool:
        """Rule out what was not reached, is too far, or is an end of who is said to be another."""
        leg, known = open_end.leg, open_end.known
        far = is_too_far(leg, place, known.place if known is not None else None)
        if far or self.places.is_measured_to(place):
            return False
        roles = self._roles_near(place, self._numbers[id(leg)])
        return not any(_is_no_end(leg, self.legs[role.number], role) for role in roles)

    def _roles_near(self, place: Place, number: int) -> list[_Role]:
        """Legs told shortly before or after one that a place is an end of."""
        roles = self._roles.get(_key(place), [])
        first = bisect_left(roles, number - _LEGS, key=lambda role: role.number)
        last = bisect_right(roles, number + _LEGS, key=lambda role: role.number)
        return [role for role in roles[first:last] if role.number != number]

    def _place_facts(self, open_end: OpenEnd, place: Place, token: "Token") -> Iterator[str]:
        leg, known = open_end.leg, open_end.known
        trigger = leg.trigger
        apart = self._sentence[token.i] - self._sentence[trigger.i]
        where = "before" if apart < 0 else "behind" if apart > 0 else "beside"
        yield f"sentence {max(-4, min(apart, 3))}"
        if apart == 0:
            yield "left of it" if token.i < trigger.i else "right of it"
        if self._paragraph[token.i] != self._paragraph[trigger.i]:
            yield "other paragraph"
        if self._sentence[token.i] == 0:
            yield "first sentence"
        yield f"named {min(self._counts[_key(place)], 3)} times"
        yield f"kind {place.kind}"
        if known is not None and known.place is not None:
            same = known.place.country == place.country
            countries = (known.place.kind == "country") != (place.kind == "country")
            yield f"same country {same}"
            if same and countries:
                yield "one lies in the other"
        if leg.who is not None and leg.who.token in (token, *token.ancestors):
            yield "in the traveller's words"
        for fact in (*_clause_facts(token), *_verb_facts(leg, token)):
            yield fact
            yield f"{where}: {fact}"
        number = self._numbers[id(leg)]
        roles = self._roles_near(place, number)
        if not roles:
            yield "end of no leg"
        for role in roles:
            yield from self._role_facts(number, role)

    def _role_facts(self, number: int, role: _Role) -> Iterator[str]:
        """What it says that a place is an end of another leg."""
        leg, other = self.legs[number], self.legs[role.number]
        theirs = _are_same(leg, other)
        who = "own" if theirs else "other's"
        name = f"{role.name} {'before' if role.number < number else 'after'}"
        gap = abs(self._sentence[other.trigger.i] - self._sentence[leg.trigger.i])
        next_to = "next" if abs(role.number - number) == 1 else "far"
        when = _order(other, leg)
        yield name
        yield f"{who} {name}"
        yield f"{who} {name}, {next_to}"
        yield f"{who} {name}, {next_to}, sentences {min(gap, 3)}"
        yield f"{who} {name}, {when}"
        yield f"{name}, {other.mode} then {leg.mode}"
        yield f"{who} {name}, {_sort(other.who)} then {_sort(leg.who)}"
        if when == "earlier" and (days := _days_between(other, leg)) is not None:
            ago = "days" if days < 4 else "a week" if days < 11 else "long"
            yield f"{who} {name}, {ago} before"
        yield f"{name}, {_reached(other, role)}"
        if other.status != leg.status:
            yield f"{name}, other status"
        if _has(other.trigger, "had"):
            yield f"{name}, had"
        if _has(leg.trigger, "had"):
            yield f"{who} {name}, had then, sentences {min(gap, 3)}"
        if role.name == "destination" and role.number < number:
            since = self.legs[role.number + 1 : number]
            yield f"{who} last destination {not any(o.destination for o in since)}"
            if theirs and when == "earlier":
                yield f"last by date {not self._is_left_by_then(leg, other)}"

    def _is_left_by_then(self, leg: Leg, other: Leg) -> bool:
        """Say whether the same traveller went elsewhere between two legs, by their days."""
        number = self._numbers[id(leg)]
        near = self.legs[max(number - _LEGS, 0) : number + _LEGS]
        between = (o for o in near if _order(other, o) == "earlier" == _order(o, leg))
        return any(one.destination is not None and _are_same(leg, one) for one in between)


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
    leg, known = open_end.leg, open_end.known
    trigger, words = leg.trigger, {c.lower_ for c in leg.trigger.children}
    yield f"leg tells {leg.event.motion.end}"
    yield f"leg is {trigger.pos_} {trigger.dep_}"
    yield f"leg {leg.status}"
    yield f"leg by {leg.mode}"
    yield f"traveller {leg.who.kind if leg.who else None}"
    if leg.who is not None:
        yield f"traveller {_how_named(leg.who, trigger)}"
    yield from (f"leg with {word}" for word in sorted(words & (_PARTICLES | _HELPING)))
    if words & ONWARD:
        yield "leg onward"
    if leg.dates:
        yield "leg dated"
    if is_passive(trigger):
        yield "leg passive"
    if known is not None and known.place is not None:
        yield f"known end {known.place.kind}"


def _how_named(who: Traveller, trigger: "Token") -> str:
    """Tell a pronoun, "the men", "his men", "a ship" and a name."""
    lefts = {c.lower_ for c in who.token.lefts}
    if who.token.pos_ == "PRON" or bounds_of(who.token) != bounds_of(trigger):
        return "a pronoun"
    if lefts & _SAID:
        return "said"
    if lefts & _OWN:
        return "somebody's"
    if lefts & _NEW or any(c.pos_ == "NUM" for c in who.token.lefts):
        return "new"
    return "a name" if who.token.pos_ == "PROPN" else "bare"


def _clause_facts(token: "Token") -> Iterator[str]:
    """What a place hangs on: a preposition, and whose that is."""
    prep = token.head.lower_ if token.dep_ == "pobj" else token.dep_
    yield f"prep {prep}" if prep in _PREPOSITIONS or token.dep_ != "pobj" else "prep"
    host = token.head.head if token.dep_ == "pobj" else token.head
    yield f"hangs on {host.pos_}"
    if host.pos_ not in ("NOUN", "PROPN"):
        return
    if host.dep_ in ("nsubj", "nsubjpass"):
        yield "hangs on a subject"
    if host.head.lemma_ in SPEAKING:
        yield "hangs on a speaker"
    if is_people(host):
        yield "hangs on people"


def _verb_facts(leg: Leg, token: "Token") -> Iterator[str]:
    """What the verb of a place says: of whom, and whether it happened."""
    verb = next((word for word in token.ancestors if word.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return
    moves = motion_of(verb) is not None
    yield f"verb moves {moves}"
    yield "verb be" if verb.lemma_ == "be" else f"verb speaks {verb.lemma_ in SPEAKING}"
    yield f"verb {verb.dep_}"
    if verb == leg.trigger:
        yield "verb of the leg"
    elif verb in leg.trigger.ancestors:
        yield "verb above the leg"
    elif leg.trigger in verb.ancestors:
        yield "verb below the leg"
    if (status := status_of(verb)) != "reported":
        yield f"verb {status}"
    if _has(verb, "had"):
        yield "verb had"
    if verb.tag_ in ("VBZ", "VBP", "VB"):
        yield "verb present"
    if happened(verb):
        yield "verb happened"
    about = (subject_of(verb), next((c for c in verb.children if c.dep_ == "dobj"), None))
    told = [_is_about(leg, traveller(word)) for word in about]
    yield f"verb of the traveller {told[0]} {told[1]}"
    near = token.dep_ == "pobj" and token.head.lower_ in LOCATIVE
    yield f"place of the traveller {near} {any(told)} {moves}"


def _is_no_end(leg: Leg, other: Leg, role: _Role) -> bool:
    """Tell "a second ship" from the first, and "towards Oslo", where nobody need have come."""
    if other.event is leg.event:
        return True  # "visited Oslo and Rome", whichever was the first
    if leg.who is not None and other.who is not None and _are_two(leg.who, other.who):
        return True
    return role.name == "destination" and (not is_reached(other) or is_missed(leg, other))


def _are_two(who: Traveller, before: Traveller) -> bool:
    """Tell "a second ship", and "the President" from Minister Phiri."""
    return is_another(who, before) or holds_another(before, who.token)


def _reached(leg: Leg, role: _Role) -> str:
    """Tell "reached Oslo" and "drove to Oslo" from "set out for Oslo" and "towards Oslo"."""
    end = leg.destination if role.name == "destination" else leg.origin
    prep = end.token.head.lower_ if end is not None and end.token.dep_ == "pobj" else "bare"
    return prep if prep in _PREPOSITIONS else "else"


def _is_about(leg: Leg, who: Traveller | None) -> bool:
    return is_same(leg.who, who) or stands_for(leg.who, who, leg.mode)


def _are_same(leg: Leg, other: Leg) -> bool:
    return _is_about(leg, other.who) or stands_for(other.who, leg.who, leg.mode)


def _order(one: Leg, two: Leg) -> str:
    """Say whether a leg was earlier than another, by their days."""
    first, last = one.first or one.last, one.last or one.first
    begin, end = two.first or two.last, two.last or two.first
    if first is None or last is None or begin is None or end is None:
        return "undated"
    return "earlier" if last < begin else "later" if first > end else "at once"


def _days_between(one: Leg, two: Leg) -> int | None:
    end, begin = one.last or one.first, two.first or two.last
    return None if end is None or begin is None else (begin - end).days


def _sort(who: Traveller | None) -> str:
    """Tell one person, several, a vehicle and goods."""
    if who is None:
        return "nobody"
    if who.kind == "person" or is_people(who.token):
        return "people" if who.token.tag_ in ("NNS", "NNPS") else "one person"
    return who.kind


def _has(verb: "Token", word: str) -> bool:
    return any(child.lower_ == word for child in verb.children)


def _key(place: Place) -> str:
    return place.id or place.name
