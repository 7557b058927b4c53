"""Where somebody was just before a journey, as the text tells."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from kit._events import motion_of
from kit._joining import LANDING
from kit._legs import Leg, is_same
from kit._located import BASIS, LOCATIVE, happened, is_theirs, located, stays
from kit._places import End, Places
from kit._subjects import subject_of
from kit._threads import stands_for
from kit._travellers import traveller
from kit._tree import SUBJECTS, child, has_role, has_word, under, with_role, with_word
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

_SEIZING = frozenset("board seize intercept stop detain capture hijack arrest rescue".split())
_FORCING = frozenset("force drive compel prompt make cause send".split())
_FLEEING = frozenset("flee leave escape evacuate move run relocate".split())
_HELD = frozenset("exile custody detention prison jail hospital hiding".split())
_IS_TO = ("xcomp", "be")
_NEAR = 40  # words from a departure to the leg after the next stay
_TITLED = 6  # words of a title and a name, at most


def add_whereabouts(legs: list[Leg], places: Places) -> None:
    """
    Fill in an end that the sentence tells by where the traveller was: "held in Rome, then flown".

    Parameters
    ----------
    legs : list of Leg
        Changed in place; ends that are told stay.
    places : Places
        Mentions of the text.
    """
    for leg in legs:
        if leg.status == "planned" and leg.trigger.pos_ == "NOUN":
            continue
        if leg.origin is None and leg.destination is not None and leg.destination.place:
            _start_where_they_were(leg, places)
            if leg.origin is None:
                _start_where_they_were_left(leg, places)
    for last, leg in pairwise(legs):
        _end_where_the_next_starts(last, leg)


def leave_again(legs: list[Leg]) -> None:
    """
    Let "docked in Oslo on Monday. It left again on Friday" start in Oslo.

    Parameters
    ----------
    legs : list of Leg
        Changed in place.
    """
    for number, leg in enumerate(legs):
        if leg.origin or leg.destination or leg.event.motion.end != "departure":
            continue
        last = next((o for o in reversed(legs[:number]) if _is_one_of(leg, o)), None)
        told = leg.trigger.pos_ == "VERB" and has_word(leg.trigger, "again")
        if last is None or not told or leg.trigger.i - last.trigger.i > _NEAR:
            continue
        place = last.destination.place if last.destination else None
        rest = (o for o in legs if o is not leg and _is_one_of(leg, o))
        if place and not any(o.starts_at(place) for o in rest):
            leg.origin, leg.origin_basis = last.destination, "leg before"


def _is_one_of(leg: Leg, last: Leg) -> bool:
    return stands_for(leg.who, last.who, last.mode) or is_same(leg.who, last.who)


def _end_where_the_next_starts(last: Leg, leg: Leg) -> None:
    """Let "left Kabul. They were held in Doha and flown on to Madrid" be two legs."""
    half = last.destination is None and last.origin is not None and leg.origin is not None
    near = leg.trigger.i - last.trigger.i < _NEAR and leg.status == last.status
    if not (half and near and leg.origin_basis == BASIS and leg.origin and leg.origin.place):
        return
    if _is_one_of(leg, last) and not last.starts_at(leg.origin.place):
        last.destination, last.destination_basis = leg.origin, BASIS


def leave_out_pickups(legs: list[Leg]) -> list[Leg]:
    """
    Leave out where a ride picked somebody up, if their own leg starts there.

    Parameters
    ----------
    legs : list of Leg

    Returns
    -------
    list of Leg
    """

    def is_told(leg: Leg) -> bool:
        end, sentence = leg.origin, leg.trigger.sent
        starts = (o for o in legs if o is not leg and o.trigger.sent == sentence and o.destination)
        return end is not None and any(end.place and o.starts_at(end.place) for o in starts)

    def is_unloaded(leg: Leg) -> bool:  # "Containers unloaded at Koper are moved by rail to"
        lands = leg.trigger.lemma_ in LANDING and leg.trigger.dep_ == "acl" and not leg.dates
        aim = leg.destination.place if leg.destination else None
        rest = (o for o in legs if o is not leg and o.trigger.sent == leg.trigger.sent)
        return lands and aim is not None and any(o.starts_at(aim) for o in rest)

    picked = [leg for leg in legs if leg.trigger.lemma_ == "pick" and is_told(leg)]
    return [leg for leg in legs if leg not in picked and not is_unloaded(leg)]


def _start_where_they_were(leg: Leg, places: Places) -> None:
    """Read "handed over in Madrid and flown to Miami" and "a whale stranded at Deal was taken"."""
    for word in _now_at(leg, places):
        end = places.end(word)
        if end.place and not leg.ends_at(end.place):
            leg.origin, leg.origin_basis = end, BASIS
            return
    for verb in _clauses_before(leg):
        for word in located(verb, places, leg.trigger):
            end = places.end(word)
            if word.i < leg.trigger.i and end.place and not leg.ends_at(end.place):
                leg.origin, leg.origin_basis = end, BASIS
                return


def _start_where_they_were_left(leg: Leg, places: Places) -> None:
    """Read "The men had been stuck in Van. A lorry took them to Izmir"."""
    trigger, who = leg.trigger, leg.who
    had = has_word(trigger, "had")
    told = trigger.pos_ in ("VERB", "AUX") and trigger.dep_ != "pcomp"
    if who is None or had or not told or trigger.sent.start == 0:
        return
    before = trigger.doc[trigger.sent.start - 1].sent
    for verb in reversed([w for w in before if w.pos_ in ("VERB", "AUX")]):
        if motion_of(verb) is not None or not _was_there(verb, leg):
            continue
        about = (subject_of(verb), *with_role(verb, "dobj"))
        if not any(stands_for(who, traveller(word), leg.mode) for word in about):
            continue
        for end in map(places.end, located(verb, places, trigger)):
            if end.place and not leg.ends_at(end.place) and not _is_inside(end, leg.destination):
                leg.origin, leg.origin_basis = end, BASIS
                return


def _was_there(verb: "Token", leg: Leg) -> bool:
    """Say whether somebody was somewhere for a while, or is there before a leg to come."""
    made = leg.status == "reported" or leg.trigger.dep_ == "xcomp"  # "It is to be moved to Oslo"
    return (made and _stayed(verb)) or (leg.status == "planned" and stays(verb))


def _is_inside(end: End, aim: End | None) -> bool:
    """Tell "spoke in Moscow" of who is visiting Russia."""
    if aim is None or aim.place is None or end.place is None:
        return False
    return aim.place.kind == "country" and aim.place.country == end.place.country


def _stayed(verb: "Token") -> bool:
    """Say whether somebody was somewhere for a while: "waited", "was in Rome", "lived … until"."""
    if any(word.lower_ == "nowhere" for word in verb.subtree):
        return False
    until = verb.tag_ == "VBD" and any(word.lower_ == "until" for word in verb.subtree)
    described = has_role(verb, ("attr", "acomp", "neg"))
    was = verb.lemma_ == "be" and verb.tag_ == "VBD" and not described
    return was or until or happened(verb)


def _now_at(leg: Leg, places: Places) -> Iterator["Token"]:
    """Yield Freetown of "a battalion now in Freetown is to be flown to Monrovia"."""
    who = leg.who.token if leg.who is not None else leg.trigger
    at_present = any(word.lower_ == "present" for word in under(who, "at"))
    if at_present or has_word(who, ("now", "currently")):
        within = with_word(who, LOCATIVE)
        yield from (word for prep in within for word in prep.children if places.named(word))
    yield from _scene_of(leg.trigger, places)
    held = (w for c in who.children if c.lower_ == "in" for w in c.subtree if w.dep_ == "pobj")
    before = leg.trigger.doc[leg.trigger.sent.start : leg.trigger.i]
    for fresh in (w for w in before if w.lower_ == "fresh"):  # "Fresh from a win in Oslo, he flew"
        yield from (w for w in fresh.subtree if w.dep_ == "pobj" and places.named(w))
    if next((w.lemma_ in _HELD for w in held), False):  # "Rao, in exile in Oslo since May"
        yield from (w for w in who.subtree if w.dep_ == "pobj" and places.named(w))


def _scene_of(verb: "Token", places: Places) -> Iterator["Token"]:
    """Yield Orenburg of "Floods in Orenburg forced 5,000 people to flee to Samara"."""
    cause = subject_of(verb.head) if verb.dep_ in ("xcomp", "ccomp") else None
    if cause is None or verb.head.lemma_ not in _FORCING or verb.lemma_ not in _FLEEING:
        return
    within = with_word(cause, LOCATIVE)
    yield from (word for prep in within for word in prep.children if places.named(word))


def _clauses_before(leg: Leg) -> Iterator["Token"]:
    """Yield verbs of the same traveller that come before in the sentence, nearest first."""
    trigger, who = leg.trigger, leg.who
    if trigger.pos_ not in ("VERB", "AUX", "NOUN"):
        return
    found: list[Token] = []
    own = child(trigger, SUBJECTS)
    does = _doing(trigger)
    if does.dep_ in ("conj", "dep") and (own is None or own.pos_ == "PRON"):
        found += [does.head, *does.head.conjuncts]
    passive = has_role(trigger, "auxpass")
    listed = trigger.i > 0 and trigger.nbor(-1).text == "," and trigger.tag_ in ("VBN", "VBD")
    hidden = trigger.dep_ == "ccomp" or (trigger.dep_ == "advcl" and (passive or listed))
    if hidden and own is None and trigger.head.tag_ in ("VBD", "VBN"):
        found.append(trigger.head)  # "A bear found in Brasov was taken to", taken for "found that"
    if trigger.dep_ == "pcomp" and trigger.head.lower_ == "before":
        found.append(trigger.head.head)  # "held talks in Oslo before travelling to Rome"
    found += [*with_role(trigger, ("advcl", "csubjpass"))]
    found += _fronted(leg)
    found += [*under(trigger, "after")]
    if has_word(does, "when"):  # "was held in Oslo until May, when he"
        found += [word for word in does.ancestors if word.pos_ in ("VERB", "AUX")][:1]
    if trigger.dep_ == "relcl" and vehicle_mode(trigger.head):  # "put on a lorry there, which"
        found += [word for word in trigger.head.ancestors if word.pos_ == "VERB"][:1]
    if who is not None and who.token.dep_ == "dobj" and who.token.head.lemma_ in _SEIZING:
        found.append(who.token.head)  # "Pirates who seized a ship off Aden took it to"
    if who is not None and who.token.sent == trigger.sent:
        of = under(who.token, "of")
        named = with_role(who.token, "appos")  # "a tree, a fir felled in Ål"
        described = (c for w in (who.token, *who.token.conjuncts, *of, *named) for c in w.children)
        found += [c for c in described if c.dep_ in ("acl", "relcl") and is_theirs(c)]
    verbs = {verb for verb in found if verb.i < trigger.i and (happened(verb) or stays(verb))}
    yield from sorted(verbs, key=lambda verb: -verb.i)


def _doing(trigger: "Token") -> "Token":
    """Give the verb that a word of motion hangs on: "are to be flown", "put on a flight"."""
    verb = trigger.head
    if trigger.dep_ == "pobj" and verb.lower_ in ("on", "aboard"):
        return verb.head
    return verb if trigger.dep_ == "dobj" or (trigger.dep_, verb.lemma_) == _IS_TO else trigger


def _fronted(leg: Leg) -> "list[Token]":
    """Give "held" of "Held at Oslo by fog, the players flew on", wherever the parser hangs it."""
    first, who = leg.trigger.sent[0], leg.who.token if leg.who is not None else None
    if first.tag_ not in ("VBN", "VBD") or who is None or who.sent != first.sent:
        return []
    beside = who.doc[max(first.i, who.i - _TITLED) : who.i]
    return [first] if any(word.text == "," for word in beside) else []
