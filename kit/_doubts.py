"""Journeys in doubt: words of motion that the rules refuse, and legs that may not be: weighed."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from kit._clues import LEGS, shared_ends
from kit._events import WHEN, Event, bounds_of, motion_of
from kit._kinds import is_people
from kit._legs import Leg, is_same
from kit._movers import IMMOVABLE, PROJECTILES
from kit._places import End
from kit._refusals import draws_closer
from kit._subjects import is_passive
from kit._weighing import chance, fitted

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Question = Literal["word", "leg"]

_TOLD = 0.5  # of a word that the rules refuse: below, it tells no journey
_STEP, _STEPS = 3, 4  # words in a step from a word of motion to its place, and the most steps
_HELPING = frozenset(
    "had having has have been is are was were be will would could can may might should did not "
    "never no also up out off back home on over down in away then when if as who which that".split()
)


def is_likely(event: Event) -> bool:
    """
    Say whether a word of motion tells a journey that the rules refuse.

    A sentence that the parser gets wrong may leave no traveller to see, as "dismissed miners
    marched from Potosi to Oruro" does, or one of no known kind.

    Parameters
    ----------
    event : Event

    Returns
    -------
    bool
        What speaks for it and against it is weighed as `data/build/fit_doubts.py` fitted it on
        labelled sentences. False where no place is told.
    """
    placed = any(end.place for end in (*event.origins, *event.destinations))
    if not placed or _is_immovable(event) or draws_closer(event.trigger):
        return False
    return _chance("word", word_facts(event)) >= _TOLD


def _is_immovable(event: Event) -> bool:
    """Tell what makes no journey, however it is told: a missile, a price."""
    lemma = event.who.token.lemma_.lower() if event.who is not None else ""
    return lemma in PROJECTILES | IMMOVABLE


def leg_chances(doc: "Doc", legs: list[Leg]) -> list[float]:
    """
    Say how likely each leg is told at all, and not told before.

    Parameters
    ----------
    doc : spacy.tokens.Doc
    legs : list of Leg
        All of a text, in its order, with their ends, their days and on what these rest.

    Returns
    -------
    list of float
        By what `data/build/fit_doubts.py` fitted on labelled texts.
    """
    return [_chance("leg", facts) for facts in all_leg_facts(doc, legs)]


def _chance(question: Question, facts: Iterable[str]) -> float:
    """Sum the weights of pairs of facts; "" beside one stands for any."""
    of = fitted("doubts.json")[question]
    told = {"", *facts}
    return chance(of[one][two] for one in of.keys() & told for two in of[one].keys() & told)


# ---- words of motion -----------------------------------------------------------------------------


def word_facts(event: Event) -> Iterator[str]:
    """
    What speaks for a word of motion to tell a journey, or against it.

    Parameters
    ----------
    event : Event

    Yields
    ------
    str
        Never the word itself, or another: what holds for rare ones, too.
    """
    trigger, motion = event.trigger, event.motion
    yield f"{trigger.pos_} {trigger.dep_}"
    yield f"{trigger.tag_} {trigger.dep_}"
    yield f"tag {trigger.tag_}"
    for name in ("mover", "bare", "end", "mode", "weak", "vehicle", "sends"):
        yield f"{name} {getattr(motion, name)}"
    yield f"by {event.mode}"
    yield f"mode is told {event.mode is not None and motion.mode is None}"
    yield f"is {event.status}"
    yield from _traveller_facts(event)
    yield from _clause_facts(trigger)
    placed = {role: [end for end in some if end.place] for role, some in event.ends.items()}
    yield "ends " + " ".join(str(min(len(some), 2)) for some in placed.values())
    for role, some in placed.items():
        for end in some[:1]:
            yield from (f"{role} {fact}" for fact in _distance_facts(trigger, end))


def _traveller_facts(event: Event) -> Iterator[str]:
    who, trigger = event.who, event.trigger
    yield f"who {who.kind if who else None}"
    if who is None:
        return
    token = who.token
    yield f"who tag {token.tag_}"
    yield f"who dep {token.dep_}"
    yield f"who ent {token.ent_type_}"
    yield f"who people {is_people(token)}"
    yield f"who before {token.i < trigger.i}"
    yield f"who beside {bounds_of(token) == bounds_of(trigger)}"
    yield from (f"who {c.lower_}" for c in token.lefts if c.pos_ in ("DET", "PRON"))
    if any(c.dep_ == "nummod" for c in token.lefts):
        yield "who counted"
    if token.head == trigger:
        yield "who hangs on it"
    if trigger.head == token:
        yield "it hangs on who"


def _clause_facts(trigger: "Token") -> Iterator[str]:
    """What stands around a word of motion."""
    for child in trigger.children:
        if child.dep_ != "punct":
            yield f"has {child.dep_}"
        if child.lower_ in _HELPING:
            yield f"with {child.lower_}"
        if child.dep_ == "dobj":
            yield f"object ent {child.ent_type_}"
            yield f"object tag {child.tag_}"
            yield f"object people {is_people(child)}"
    if is_passive(trigger):
        yield "passive"
    if any(word.ent_type_ in WHEN for child in trigger.children for word in child.subtree):
        yield "dated"
    start, stop = bounds_of(trigger)
    sentence = trigger.doc[start:stop]
    if any(word.ent_type_ in WHEN for word in sentence):
        yield "sentence dated"
    if any(word.text in '"“”' for word in sentence):
        yield "quoted"
    head = trigger.head
    yield f"head {head.pos_}"
    if head != trigger and head.pos_ == "VERB":
        yield f"head moves {motion_of(head) is not None}"


def _distance_facts(trigger: "Token", end: End) -> Iterator[str]:
    """How a place hangs on a word of motion."""
    yield from _end_facts(trigger, end)
    host = end.token.head.head if end.token.dep_ == "pobj" else end.token.head
    yield f"hangs on it {host == trigger}"
    yield f"steps {min(abs(end.token.i - trigger.i) // _STEP, _STEPS)}"


def _end_facts(trigger: "Token", end: End) -> Iterator[str]:
    yield f"prep {end.token.head.lower_ if end.token.dep_ == 'pobj' else end.token.dep_}"
    yield f"kind {end.place.kind if end.place else None}"
    yield f"behind {end.token.i > trigger.i}"


# ---- legs ----------------------------------------------------------------------------------------


def all_leg_facts(doc: "Doc", legs: list[Leg]) -> list[list[str]]:
    """
    What speaks for each leg of a text to be one, or against it.

    Parameters
    ----------
    doc : spacy.tokens.Doc
    legs : list of Leg

    Returns
    -------
    list of list of str
        One a leg: how it is told, and what others near it say of its ends.
    """
    sentence = [number for number, sent in enumerate(doc.sents) for _ in sent]
    found = []
    for number, leg in enumerate(legs):
        facts = list(_own_facts(leg, sentence))
        facts.append(f"number {min(number, 3)} of {min(len(legs), 4)}")
        facts.append(f"sentence {min(sentence[leg.trigger.i], 3)}")
        first = max(number - LEGS, 0)
        near = [(n, other) for n, other in enumerate(legs[first : number + LEGS + 1], first)]
        alike = sum(other.event is leg.event for _, other in near) - 1
        facts.append(f"others of its word {min(alike, 2)}")
        for n, other in near:
            if n != number:
                gap = min(abs(sentence[other.trigger.i] - sentence[leg.trigger.i]), 2)
                facts += _shared_facts(leg, other, n - number, gap)
        found.append(facts)
    return found


def _own_facts(leg: Leg, sentence: list[int]) -> Iterator[str]:
    yield f"basis {leg.origin_basis}, {leg.destination_basis}"
    yield f"ends {_told(leg)}"
    yield f"via {bool(leg.via)}"
    yield f"by {leg.mode}"
    yield f"is {leg.status}"
    yield f"who {leg.who.kind if leg.who else None}"
    yield f"dated {bool(leg.dates)} {leg.first is not None}"
    for role, end in (("origin", leg.origin), ("destination", leg.destination)):
        if end is None:
            continue
        beside = sentence[end.token.i] == sentence[leg.trigger.i]
        yield f"{role} beside {beside}"
        yield f"{role} {getattr(leg, f'{role}_basis')}"
        yield f"{role} unknown {end.place is not None and end.place.is_unknown}"
        yield from (f"{role} {fact}" for fact in _end_facts(leg.trigger, end))


def _shared_facts(leg: Leg, other: Leg, apart: int, gap: int) -> Iterator[str]:
    """What another leg, so many legs behind and sentences away, says of the ends of one."""
    where = "before" if apart < 0 else "behind"
    who = "own" if is_same(leg.who, other.who) else "other's"
    shared = shared_ends(leg, other)
    if shared:
        days = (leg.first, leg.last) == (other.first, other.last)
        yield f"shares{shared} {where}"
        yield f"shares{shared} {where}, {who}"
        yield f"shares{shared} {where}, {gap}"
        yield f"shares{shared} {where}, {who}, {gap}, same days {days}"
        yield f"shares{shared}, {_told(leg)} and {_told(other)}"
        yield f"shares{shared}, {who}, {_told(leg)} and {_told(other)}"
    elif abs(apart) == 1:
        yield f"shares nothing {where}, {who}, {gap}"


def _told(leg: Leg) -> str:
    """Which ends of a leg are places."""
    ends = (("origin", leg.origin), ("destination", leg.destination))
    return " ".join(name for name, end in ends if end and end.place) or "none"
