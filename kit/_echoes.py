"""Legs that repeat the one before: "A second group followed on Monday", "made the same journey"."""

from typing import TYPE_CHECKING

from kit._events import bounds_of
from kit._halves import is_bare
from kit._legs import Leg
from kit._subjects import is_passive, subject_of
from kit._tree import has_role

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEXT = frozenset(
    "second third fourth fifth sixth another other others more further next last final smaller "
    "larger similar twin remaining rest remainder half".split()
)
# What follows and goes nowhere.
_EVENTS = frozenset(
    "stage phase leg round part step attack blast explosion quake wave strike raid talk meeting "
    "trial game match concert episode".split()
)
_FAR = 2  # sentences from a leg to what repeats it


def is_echo(trigger: "Token") -> bool:
    """
    Tell "A second group followed" and "made the same journey" from what stands by itself.

    Parameters
    ----------
    trigger : spacy.tokens.Token
        A word of motion.

    Returns
    -------
    bool
    """
    if trigger.pos_ == "NOUN":
        return any(c.lower_ == "same" for c in trigger.lefts)
    if trigger.lemma_ != "follow" or trigger.pos_ != "VERB" or is_passive(trigger):
        return False
    objects = has_role(trigger, "dobj")
    return not objects and _is_another(subject_of(trigger))


def _is_another(noun: "Token | None") -> bool:
    """Tell "a second group", "twelve more" and "the rest" from "the war"."""
    if noun is None:
        return False
    beside = [*noun.lefts, *(c for word in noun.lefts for c in word.children)]
    if noun.lemma_.lower() in _EVENTS:
        return False
    theirs = any(c.dep_ == "poss" and c.pos_ == "PRON" for c in noun.lefts)  # "Their families"
    named = {noun.lemma_.lower(), *(c.lower_ for c in beside)}
    return theirs or not named.isdisjoint(_NEXT)


def echo(legs: list[Leg]) -> None:
    """
    Let who "followed" go from where to where the leg before went, unless another end is told.

    Parameters
    ----------
    legs : list of Leg
        Changed in place.
    """
    for number, leg in enumerate(legs):
        if (leg.origin and leg.destination) or not is_echo(leg.trigger):
            continue
        last = next((one for one in reversed(legs[:number]) if _is_heard(one, leg)), None)
        if last is None:
            continue
        if leg.origin is None:
            leg.origin = last.origin
            leg.origin_basis = "leg before" if last.origin else None
        if leg.destination is None:
            leg.destination, leg.destination_basis = last.destination, "leg before"
        leg.mode = leg.mode or last.mode


def _is_heard(last: Leg, leg: Leg) -> bool:
    """Say whether a leg is near enough to be meant, and goes somewhere."""
    start, doc = bounds_of(leg.trigger)[0], leg.trigger.doc
    for _ in range(_FAR):
        start = bounds_of(doc[start - 1])[0] if start else 0
    near = start <= last.trigger.i < leg.trigger.i
    return near and not is_bare(last) and last.destination is not None
