"""What words near a journey say of it, and journeys of one another: clues that are weighed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kit._events import bounds_of, motion_of
from kit._kinds import is_people
from kit._legs import ONWARD, Leg, is_same, same_place
from kit._located import LOCATIVE, SPEAKING, happened
from kit._pairtext import key_of
from kit._places import Place, Places
from kit._subjects import is_passive, subject_of
from kit._threads import stands_for
from kit._travellers import Traveller, traveller
from kit._tree import SUBJECTS, child, has_word, verb_above
from kit._truth import status_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Of those that hang on a verb of motion.
PREPOSITIONS = LOCATIVE | frozenset(
    "from to into for of through via by over across towards toward with aboard".split()
)
#: So many legs before and behind one are looked at for what they say of it.
LEGS = 12
_PARTICLES = frozenset("in up over back home on off out down".split())
_OWN = frozenset("his her their its".split())
_SAID = frozenset("the these those both".split())
_NEW = frozenset("a an another some".split())
_HELPING = frozenset({"had", "having", "since", "after"})


class Role(NamedTuple):
    """A leg that a place is an end of: which of all, and as what."""

    number: int
    name: str


@dataclass(frozen=True)
class Setting:
    """
    A text, its places, and its journeys.

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
    def sentence(self) -> list[int]:
        """Which sentence each token stands in."""
        return [number for number, sent in enumerate(self.doc.sents) for _ in sent]

    @cached_property
    def paragraph(self) -> list[int]:
        """Which paragraph each token stands in."""
        found, number = [], 0
        for token in self.doc:
            found.append(number)
            number += "\n" in token.text_with_ws
        return found

    @cached_property
    def numbers(self) -> dict[int, int]:
        """Which of all legs each is, by its id."""
        return {id(leg): number for number, leg in enumerate(self.legs)}

    @cached_property
    def named(self) -> "list[tuple[Place, Token]]":
        """Places that are named, and the heads of their names."""
        spans = (
            (place, self.doc.char_span(place.start, place.end, alignment_mode="expand"))
            for place in self.places.all
            if not place.demonym
        )
        return [(place, span.root) for place, span in spans if span]

    @cached_property
    def roles(self) -> dict[str, list[Role]]:
        """Legs that each place is an end of."""
        found: dict[str, list[Role]] = {}
        for number, leg in enumerate(self.legs):
            ends = [("origin", leg.origin), ("destination", leg.destination)]
            for name, end in [*ends, *(("via", end) for end in leg.via)]:
                if end is not None and end.place is not None:
                    found.setdefault(key_of(end.place), []).append(Role(number, name))
        return found

    def roles_near(self, place: Place, number: int) -> list[Role]:
        """Legs told shortly before or after one that a place is an end of."""
        roles = self.roles.get(key_of(place), [])
        first = bisect_left(roles, number - LEGS, key=lambda role: role.number)
        last = bisect_right(roles, number + LEGS, key=lambda role: role.number)
        return [role for role in roles[first:last] if role.number != number]


# ---- how a leg is told ---------------------------------------------------------------------------


def telling_facts(leg: Leg) -> Iterator[str]:
    """What a leg says of how it is told."""
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


# ---- what a word says ----------------------------------------------------------------------------


def clause_facts(token: "Token") -> Iterator[str]:
    """What a place hangs on: a preposition, and whose that is."""
    prep = token.head.lower_ if token.dep_ == "pobj" else token.dep_
    yield f"prep {prep}" if prep in PREPOSITIONS or token.dep_ != "pobj" else "prep"
    host = token.head.head if token.dep_ == "pobj" else token.head
    yield f"hangs on {host.pos_}"
    if host.pos_ not in ("NOUN", "PROPN"):
        return
    if host.dep_ in SUBJECTS:
        yield "hangs on a subject"
    if host.head.lemma_ in SPEAKING:
        yield "hangs on a speaker"
    if is_people(host):
        yield "hangs on people"


def verb_facts(leg: Leg, token: "Token") -> Iterator[str]:
    """What the verb of a place says: of whom, and whether it happened."""
    verb = verb_above(token)
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
    if has_word(verb, "had"):
        yield "verb had"
    if verb.tag_ in ("VBZ", "VBP", "VB"):
        yield "verb present"
    if happened(verb):
        yield "verb happened"
    about = (subject_of(verb), child(verb, "dobj"))
    told = [_is_about(leg, traveller(word)) for word in about]
    yield f"verb of the traveller {told[0]} {told[1]}"
    near = token.dep_ == "pobj" and token.head.lower_ in LOCATIVE
    yield f"place of the traveller {near} {any(told)} {moves}"


# ---- two legs ------------------------------------------------------------------------------------


def are_same(leg: Leg, other: Leg) -> bool:
    return _is_about(leg, other.who) or stands_for(other.who, leg.who, leg.mode)


def _is_about(leg: Leg, who: Traveller | None) -> bool:
    return is_same(leg.who, who) or stands_for(leg.who, who, leg.mode)


def order_of(one: Leg, two: Leg) -> str:
    """Say whether a leg was earlier than another, by their days."""
    (first, last), (begin, end) = one.days, two.days
    if first is None or last is None or begin is None or end is None:
        return "undated"
    return "earlier" if last < begin else "later" if first > end else "at once"


def sort_of(who: Traveller | None) -> str:
    """Tell one person, several, a vehicle and goods."""
    if who is None:
        return "nobody"
    if who.kind == "person" or is_people(who.token):
        return "people" if who.token.tag_ in ("NNS", "NNPS") else "one person"
    return who.kind


def shared_ends(leg: Leg, other: Leg) -> str:
    """Name the ends of a leg that another one has, as " start" or " aim as start"."""
    return "".join(
        f" {name}"
        for name, one, two in (
            ("start", leg.origin, other.origin),
            ("aim", leg.destination, other.destination),
            ("start as aim", leg.origin, other.destination),
            ("aim as start", leg.destination, other.origin),
        )
        if one and two and same_place(one, two)
    )
