"""Whether travellers came to where a journey was to end."""

from typing import TYPE_CHECKING

from kit._joining import UNDER_WAY
from kit._legs import Leg
from kit._tree import SUBJECTS, has_word

if TYPE_CHECKING:
    from spacy.tokens import Token

# What ends a journey before its end.
_GRIEF = frozenset(
    "crash plunge overturn derail collide capsize sink burn explode skid veer ditch vanish "
    "disappear hijack ambush attack intercept stop halt seize hit strike catch arrest detain "
    "shoot kill die collapse ram torpedo impound lose".split()
)
_LOST = frozenset("crash capsize sink burn explode ditch vanish disappear".split())


def is_reached(leg: Leg) -> bool:
    """
    Tell "drove to Oslo" from "drove on towards Oslo", where they need not have come.

    Parameters
    ----------
    leg : Leg

    Returns
    -------
    bool
    """
    aim = leg.destination
    if aim is None or griefs(leg.trigger):
        return False
    heading = leg.trigger.lemma_ == "head" and has_word(leg.trigger, "had")
    return not heading and aim.token.head.lower_ not in ("toward", "towards")


def is_missed(leg: Leg, last: Leg) -> bool:
    """
    Tell "sailed for Durban but was towed to Mombasa".

    Parameters
    ----------
    leg, last : Leg
        The second told before the first.

    Returns
    -------
    bool
        Whether nobody came where the second was meant to end.
    """
    aim, verb = last.destination, leg.trigger
    meant = aim is not None and aim.token.head.lower_ == "for"
    halves = verb.doc[last.trigger.i : verb.i] if verb.head == last.trigger else ()
    return meant and any(word.lower_ == "but" for word in halves)


def is_under_way(leg: Leg) -> bool:
    """
    Tell "on its way to Oslo was towed to Rome" from "boarded a flight to Oslo".

    Parameters
    ----------
    leg : Leg

    Returns
    -------
    bool
    """
    noun = leg.trigger.pos_ != "VERB"  # not "will ride to Oslo"
    return noun and leg.trigger.lower_ in UNDER_WAY and leg.trigger.dep_ != "dobj"


def griefs(trigger: "Token") -> "list[Token]":
    """
    Give what ended a journey: "A coach on its way from Oslo to Bergen overturned near Voss".

    Parameters
    ----------
    trigger : spacy.tokens.Token
        The word of motion.

    Returns
    -------
    list of spacy.tokens.Token
        Verbs.
    """
    return [verb for verb in _verbs_of(trigger) if verb.lemma_ in _GRIEF]


def _verbs_of(trigger: "Token") -> "list[Token]":
    """Give the verbs that tell how a journey went on."""
    if trigger.pos_ == "VERB" and trigger.dep_ not in ("acl", "relcl", "advcl"):
        # "left for Bergen and sank", but "flew to Oslo and was arrested" there
        bound = has_word(trigger, "for")
        after = (verb for verb in trigger.conjuncts if verb.i > trigger.i)
        return [verb for verb in after if bound and verb.lemma_ in _LOST]
    on = trigger.head
    if trigger.dep_ == "pobj" and trigger.lower_ in UNDER_WAY and on.head.pos_ == "VERB":
        return [on.head]  # "crashed on its way to Oslo"
    above = (trigger, *trigger.ancestors)
    subject = next((word for word in above if word.dep_ in SUBJECTS), None)
    while_going = trigger.dep_ == "advcl" and trigger.tag_ == "VBG"
    verb = subject.head if subject is not None else trigger.head if while_going else None
    return [verb] if verb is not None and verb.pos_ == "VERB" else []
