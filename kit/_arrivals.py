"""Where somebody who left a place is said to be then: the ends that no word of motion tells."""

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from kit._events import WHEN, bounds_of, motion_of
from kit._joining import is_ashore
from kit._legs import Leg
from kit._located import BASIS, SPEAKING, happened, is_held, is_theirs, located
from kit._places import End, Places
from kit._subjects import subject_of
from kit._threads import stands_for
from kit._travellers import traveller
from kit._tree import SUBJECTS, has_role, has_word, under, verb_above, with_role, with_word

if TYPE_CHECKING:
    from spacy.tokens import Token

# Who sank off Malta did not arrive there.
_SINKING = frozenset("sink capsize founder vanish disappear overturn".split())
_RECEIVING = frozenset("receive welcome".split())
_NAMING = frozenset("be give declare list name".split())
_AIMS = frozenset("destination port stop".split())
_WHO = frozenset({"who", "which", "that"})
_HELPING = frozenset({"aux", "auxpass"})
_ENDS = frozenset("end close conclusion finish".split())


def add_arrivals(legs: list[Leg], places: Places) -> None:
    """
    Fill in where a traveller who left is said to be then: "and were met in Rome by Friday".

    Parameters
    ----------
    legs : list of Leg
        Changed in place; ends that are told stay.
    places : Places
        Mentions of the text.
    """
    for last, leg in pairwise([None, *legs]):
        if leg is None or (leg.status == "planned" and leg.trigger.pos_ == "NOUN"):
            continue
        if leg.destination is None and leg.origin is not None and leg.origin.place:
            told = chain.from_iterable(find(leg, places, last) for find in _FINDERS)
            ends = (end for end in told if end.place and not leg.starts_at(end.place))
            ends = (end for end in ends if not is_ashore(leg, end.place))
            if (end := next(ends, None)) is not None:
                leg.destination, leg.destination_basis = end, BASIS


def add_named_aims(legs: list[Leg], places: Places) -> None:
    """
    Fill in where they are said to go: "left Oslo; its destination is Bergen".

    Parameters
    ----------
    legs : list of Leg
        Changed in place; ends that are told stay.
    places : Places
        Mentions of the text.
    """
    for leg in legs:
        if leg.destination is None and leg.origin is not None and leg.origin.place:
            here = leg.trigger.sent
            behind = leg.trigger.doc[leg.trigger.i + 1 : here.end]
            after = leg.trigger.doc[here.end].sent if here.end < len(here.doc) else ()
            naming = (word for word in (*behind, *after) if word.lemma_ in _NAMING)
            aim = next(filter(None, (_named_aim(word, places) for word in naming)), None)
            if aim is not None:
                leg.destination, leg.destination_basis = aim, BASIS


def _where_they_are(leg: Leg, places: Places, _: Leg | None) -> Iterator[End]:
    """Read "police at Belém boarded a jet that had come from" and "at the end of its flight"."""
    clauses = [*_clauses_after(leg), *_clauses_behind(leg.trigger)]
    for verb in (verb for verb in clauses if verb.lemma_ not in _SINKING):
        yield from map(places.end, located(verb, places, leg.trigger))


def _where_they_are_needed(leg: Leg, places: Places, _: Leg | None) -> Iterator[End]:
    """Read "sailed from Plymouth to join a task group in the Baltic Sea"."""
    for verb in leg.trigger.children:
        aim = verb.dep_ in ("advcl", "xcomp") and verb.tag_ == "VB" and verb.i > leg.trigger.i
        if aim and has_word(verb, "to"):
            yield from map(places.end, located(verb, places, leg.trigger))


def _where_they_are_received(leg: Leg, places: Places, _: Leg | None) -> Iterator[End]:
    """Read "Bordeaux received 40 children, shipped out of Bilbao"."""
    goods = leg.who.token if leg.who is not None else leg.trigger
    verb = verb_above(goods, full=True) or goods
    delivery = any(c.dep_ == "dobj" and c.lemma_ == "delivery" for c in verb.children)
    if verb.lemma_ in _RECEIVING or delivery:
        yield from map(places.end, filter(places.named, with_role(verb, "nsubj")))


def _where_they_stand(leg: Leg, places: Places, _: Leg | None) -> Iterator[End]:
    """Read "The minister is in Muscat for talks. He arrived from Doha on Tuesday"."""
    trigger = leg.trigger
    told = trigger.pos_ == "VERB" and leg.status == "reported"
    if not told or trigger.sent.start == 0:
        return
    for verb in trigger.doc[trigger.sent.start - 1].sent:
        now = verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP") and verb.dep_ not in _HELPING
        if not now or has_role(verb, ("attr", "neg")):
            continue
        if stands_for(leg.who, traveller(subject_of(verb)), leg.mode):
            yield from map(places.end, located(verb, places, trigger))


def _where_they_came_in(leg: Leg, places: Places, last: Leg | None) -> Iterator[End]:
    """Read "The jet whose wreck lies at Bissau had flown in from Caracas", "had come from"."""
    trigger = leg.trigger
    before = trigger.doc[trigger.sent.start : trigger.i]
    came = trigger.lemma_ == "come" and has_word(trigger, "had")
    ins = with_word(trigger, "in")
    came = came or not all(has_role(c, "pobj") for c in ins)
    if trigger.pos_ != "VERB" or not came:
        return
    if last is not None and last.destination is not None and leg.status == last.status:
        follows = bounds_of(last.trigger)[1] == bounds_of(trigger)[0]
        # "Lorries wait at Nsanje. The tents on them had come by sea from"
        follows = follows and (leg.mode != "sea" or last.mode in ("sea", None))
        place = last.destination.place  # "Troops moved to Mayfield. Food was trucked in from"
        if follows and place is not None:
            yield last.destination
    near = ("at", "in", "near")
    for word in (w for w in reversed(before) if w.dep_ == "pobj" and w.head.lower_ in near):
        told = any(node.lemma_ in SPEAKING for node in word.head.ancestors if node.i > word.i)
        if places.named(word) and not told:
            yield places.end(word)
    if not any(map(places.named, before)) and (filed := places.filed_at(trigger)) is not None:
        name = trigger.doc.char_span(filed.start, filed.end, alignment_mode="expand")
        if name is not None:
            yield places.end(name.root)


def _where_they_had_been_found(leg: Leg, places: Places, _: Leg | None) -> Iterator[End]:
    """Read "Hatcher gave himself up in Detroit. He had driven over from Windsor"."""
    trigger, who = leg.trigger, leg.who
    had = has_word(trigger, "had")
    if who is None or not had:
        return
    own = trigger.doc[trigger.sent.start : trigger.i]
    halves = any(word.text in (";", ":") for word in own)  # "was stopped in Oslo; he had come"
    if trigger.sent.start == 0 and not halves:
        return
    for verb in own if halves else trigger.doc[trigger.sent.start - 1].sent:
        moves = motion_of(verb) is not None and not is_held(verb)
        if verb.pos_ != "VERB" or moves or not happened(verb):
            continue
        about = (subject_of(verb), *with_role(verb, "dobj"))
        if any(stands_for(who, traveller(word), leg.mode) for word in about):
            yield from map(places.end, located(verb, places, trigger))


def _where_they_had_been_brought(leg: Leg, places: Places, _: Leg | None) -> Iterator[End]:
    """Read "were handed to nuns in Gulu, a lorry having brought them from Kitgum"."""
    trigger = leg.trigger
    own = has_role(trigger, "nsubj")
    if not own or all(c.lower_ != "having" for c in trigger.children):
        return
    around = (verb for verb in (trigger.head, *trigger.children) if verb.i < trigger.i)
    for verb in filter(happened, around):
        yield from map(places.end, located(verb, places, trigger))


_FINDERS = (
    _where_they_are,
    _where_they_are_needed,
    _where_they_are_received,
    _where_they_stand,
    _where_they_came_in,
    _where_they_had_been_found,
    _where_they_had_been_brought,
)


def _named_aim(verb: "Token", places: Places) -> End | None:
    """Read "Its destination is Oslo" and "The ship's first port of call will be Oslo"."""
    given = [c for c in verb.children if c.dep_ == "dobj" and places.named(c)]
    if given and any(word.lower_ == "destination" for word in verb.subtree):
        return places.end(given[0])  # "It gave Oslo as its destination"
    aims = (c for c in verb.children if c.dep_ in SUBJECTS and c.lemma_ in _AIMS)
    if not any(c.dep_ == "poss" for aim in aims for c in aim.children):
        return None
    called = (w for w in under(verb, "as") if places.named(w))
    if (aim := next(called, None)) is not None:
        return places.end(aim)  # "and its destination is given as Oslo"
    named = (c for c in verb.children if c.dep_ == "attr" and places.named(c))
    return next(map(places.end, named), None)


def _is_dated(verb: "Token") -> bool:
    """Say whether a clause tells when: "by noon", "within an hour", "two days later"."""
    by = has_word(verb, ("by", "within"))
    return by or any(word.ent_type_ in WHEN for word in verb.subtree)


def _clauses_after(leg: Leg) -> Iterator["Token"]:
    """Yield verbs that tell what became of somebody who had come from a place."""
    trigger, who = leg.trigger, leg.who
    if trigger.pos_ == "NOUN":
        ended = trigger.head.lower_ == "of" and trigger.head.head.lower_ in _ENDS
        verbs = [word for word in trigger.ancestors if word.pos_ == "VERB"]
        # "held at Lima after stepping off a flight from", "as he stepped off"
        if verbs and (_is_after(verbs[0]) or _is_as(verbs[0])):
            ended, verbs = True, verbs[1:]
        yield from (verb for verb in verbs[:1] if ended and happened(verb))
        return
    came = {c.lower_ for c in trigger.children}
    if not (came & {"had", "having"} or _is_after(trigger)):
        return
    if who is not None and who.token.sent == trigger.sent:
        clauses = (c for c in who.token.children if c.dep_ in ("acl", "relcl") and c != trigger)
        yield from (clause for clause in clauses if happened(clause) and is_theirs(clause))
    above = verb_above(trigger)
    hangs = trigger.dep_ in ("relcl", "advcl", "pcomp")
    spoke = above is not None and "in" in came and above.lemma_ in SPEAKING  # "had flown in from"
    if above is not None and hangs and (spoke or _acts(above)):
        yield above


def _clauses_behind(trigger: "Token") -> Iterator["Token"]:
    """Yield "were met" in "left Bagram on Monday and were met in Tbilisi"."""
    if trigger.pos_ != "VERB":
        return
    # "Coaches full of girls left Oslo and were in Rome by noon", where "left" is read as of girls
    hidden = trigger.dep_ == "acl" and trigger.tag_ == "VBD"
    above = (
        [word for word in trigger.ancestors if word.pos_ in ("VERB", "AUX")][:1] if hidden else []
    )
    for verb in (*trigger.conjuncts, *above):
        now = has_word(verb, "now")  # "left Oslo and are now in Rome"
        is_there = verb.lemma_ == "be" and (verb.tag_ == "VBD" or now)  # "were in Oslo by Monday"
        subjects = [c for c in verb.children if c.dep_ in SUBJECTS and not hidden]
        same = is_there and all(c.pos_ == "PRON" and c.lower_ not in _WHO for c in subjects)
        own = bool(subjects) and not (same and _is_dated(verb))  # "and by Monday he was in Oslo"
        was = is_there and not has_role(verb, "neg")
        told = (was or happened(verb)) and motion_of(verb) is None
        if verb.i > trigger.i and not own and told:
            yield verb


def _is_after(verb: "Token") -> bool:
    return verb.dep_ == "pcomp" and verb.head.lower_ == "after"


def _is_as(verb: "Token") -> bool:
    return verb.dep_ == "advcl" and has_word(verb, ("as", "when"))


def _acts(verb: "Token") -> bool:
    """Tell "was found" and "is in Rotterdam" from "says"."""
    return verb.lemma_ == "be" or happened(verb)
