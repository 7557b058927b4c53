"""Where somebody was just before a journey, or was found after it, as the same sentence tells."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kit._events import WHEN, motion_of
from kit._legs import Leg
from kit._motion import ALLEGING, NEGATING
from kit._places import SITES, End, Places
from kit._subjects import subject_of
from kit._threads import stands_for
from kit._travellers import traveller
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

BASIS = "whereabouts"
_LOCATIVE = frozenset("in at on near outside off".split())
# What tells where somebody is as a rule, or was long ago.
_STANDING = frozenset(
    "live reside dwell work study bear base grow teach train play educate marry raise found "
    "register headquarter own run lead rule know call name build make invest win lose serve "
    "convict elect".split()
)
# Of these, what is done on a day: "played in Rome on Monday and flew to Oslo".
_STAGED = frozenset("play win lose train serve".split())
# Who speaks somewhere need not be there.
_SPEAKING = ALLEGING | frozenset(
    "say tell add report announce confirm state warn argue write note explain".split()
)
_RECEIVING = frozenset("receive welcome".split())
_SEIZING = frozenset("board seize intercept stop detain capture hijack arrest rescue".split())
_HELD = frozenset("exile custody detention prison jail hospital hiding".split())
_CLAUSES = frozenset("relcl ccomp conj advcl".split())
_ENDS = frozenset("end close conclusion finish".split())
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
    for leg in legs:
        if leg.status == "planned" and leg.trigger.pos_ == "NOUN":
            continue
        if leg.destination is None and leg.origin is not None and leg.origin.place:
            _end_where_they_are(leg, places)
            if leg.destination is None:
                _end_where_they_are_needed(leg, places)
            if leg.destination is None:
                _end_where_they_are_received(leg, places)
            if leg.destination is None:
                _end_where_they_came_in(leg, places)
            if leg.destination is None:
                _end_where_they_had_been_found(leg, places)


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

    return [leg for leg in legs if leg.trigger.lemma_ != "pick" or not is_told(leg)]


def _start_where_they_were(leg: Leg, places: Places) -> None:
    """Read "handed over in Madrid and flown to Miami" and "a whale stranded at Deal was taken"."""
    for word in _now_at(leg, places):
        end = places.end(word)
        if end.place and not leg.ends_at(end.place):
            leg.origin, leg.origin_basis = end, BASIS
            return
    for verb in _clauses_before(leg):
        for word in _located(verb, places, leg.trigger):
            end = places.end(word)
            if word.i < leg.trigger.i and end.place and not leg.ends_at(end.place):
                leg.origin, leg.origin_basis = end, BASIS
                return


def add_next_arrivals(legs: list[Leg], places: Places) -> None:
    """
    Fill in where the next sentence says that they were then: "They were in Rafah by noon".

    Parameters
    ----------
    legs : list of Leg
        Changed in place; ends that are told stay.
    places : Places
        Mentions of the text.
    """
    for leg in legs:
        if leg.destination is None and leg.origin is not None and leg.origin.place:
            _end_where_they_are_next(leg, places)


def _start_where_they_were_left(leg: Leg, places: Places) -> None:
    """Read "The men had been stuck in Van. A lorry took them to Izmir"."""
    trigger, who = leg.trigger, leg.who
    had = any(c.lower_ == "had" for c in trigger.children)
    told = leg.status == "reported" and trigger.pos_ == "VERB" and trigger.dep_ != "pcomp"
    if who is None or had or not told or trigger.sent.start == 0:
        return
    before = trigger.doc[trigger.sent.start - 1].sent
    for verb in reversed([w for w in before if w.pos_ in ("VERB", "AUX")]):
        if motion_of(verb) is not None or not _stayed(verb):
            continue
        about = (subject_of(verb), *(c for c in verb.children if c.dep_ == "dobj"))
        if not any(stands_for(who, traveller(word), leg.mode) for word in about):
            continue
        for end in map(places.end, _located(verb, places, trigger)):
            if end.place and not leg.ends_at(end.place) and not _is_inside(end, leg.destination):
                leg.origin, leg.origin_basis = end, BASIS
                return


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
    described = any(c.dep_ in ("attr", "acomp", "neg") for c in verb.children)
    was = verb.lemma_ == "be" and verb.tag_ == "VBD" and not described
    return was or until or _happened(verb)


def _end_where_they_are_next(leg: Leg, places: Places) -> None:
    """Read "The lorries left Arish at dawn. They were in Rafah by noon"."""
    sentence = leg.trigger.sent
    behind = list(sentence.doc[leg.trigger.i + 1 : sentence.end])
    aims = (_named_aim(word, places) for word in behind if word.lemma_ == "be")
    if (
        aim := next(filter(None, aims), None)
    ) is not None:  # "left Oslo; its destination is Bergen"
        leg.destination, leg.destination_basis = aim, BASIS
    if leg.destination is not None or sentence.end == len(sentence.doc):
        return
    for verb in sentence.doc[sentence.end].sent:
        if verb.lemma_ == "be" and (aim := _named_aim(verb, places)) is not None:
            leg.destination, leg.destination_basis = aim, BASIS
            return
        if verb.lemma_ != "be" or verb.tag_ != "VBD" or not _is_dated(verb):
            continue
        if any(c.dep_ in ("attr", "acomp", "neg") for c in verb.children):
            continue
        if not stands_for(traveller(subject_of(verb)), leg.who, leg.mode):
            continue
        for end in map(places.end, _located(verb, places, leg.trigger)):
            if end.place and not leg.starts_at(end.place):
                leg.destination, leg.destination_basis = end, BASIS
                return


def _named_aim(verb: "Token", places: Places) -> End | None:
    """Read "Its destination is Oslo" and "The ship's first port of call will be Oslo"."""
    aims = (c for c in verb.children if c.dep_ == "nsubj" and c.lemma_ in ("destination", "port"))
    if not any(c.dep_ == "poss" for aim in aims for c in aim.children):
        return None
    named = (c for c in verb.children if c.dep_ == "attr" and places.named(c))
    return next(map(places.end, named), None)


def _is_dated(verb: "Token") -> bool:
    """Say whether a clause tells when: "by noon", "within an hour", "two days later"."""
    by = any(c.lower_ in ("by", "within") for c in verb.children)
    return by or any(word.ent_type_ in WHEN for word in verb.subtree)


def _now_at(leg: Leg, places: Places) -> Iterator["Token"]:
    """Yield Freetown of "a battalion now in Freetown is to be flown to Monrovia"."""
    who = leg.who.token if leg.who is not None else leg.trigger
    if any(c.lower_ in ("now", "currently") for c in who.children):
        within = (c for c in who.children if c.lower_ in _LOCATIVE)
        yield from (word for prep in within for word in prep.children if places.named(word))
    held = (w for c in who.children if c.lower_ == "in" for w in c.subtree if w.dep_ == "pobj")
    before = leg.trigger.doc[leg.trigger.sent.start : leg.trigger.i]
    for fresh in (w for w in before if w.lower_ == "fresh"):  # "Fresh from a win in Oslo, he flew"
        yield from (w for w in fresh.subtree if w.dep_ == "pobj" and places.named(w))
    if next((w.lemma_ in _HELD for w in held), False):  # "Rao, in exile in Oslo since May"
        yield from (w for w in who.subtree if w.dep_ == "pobj" and places.named(w))


def _clauses_before(leg: Leg) -> Iterator["Token"]:
    """Yield verbs of the same traveller that come before in the sentence, nearest first."""
    trigger, who = leg.trigger, leg.who
    if trigger.pos_ not in ("VERB", "AUX", "NOUN"):
        return
    found: list[Token] = []
    own = next((c for c in trigger.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    does = trigger.head if trigger.dep_ == "dobj" else trigger
    if trigger.dep_ == "pobj" and trigger.head.lower_ in ("on", "aboard"):
        does = trigger.head.head  # "was handed over in Oslo and put on a flight to Rome"
    if does.dep_ in ("conj", "dep") and (own is None or own.pos_ == "PRON"):
        found += [does.head, *does.head.conjuncts]
    passive = any(c.dep_ == "auxpass" for c in trigger.children)
    listed = trigger.i > 0 and trigger.nbor(-1).text == "," and trigger.tag_ in ("VBN", "VBD")
    hidden = trigger.dep_ == "ccomp" or (trigger.dep_ == "advcl" and (passive or listed))
    if hidden and own is None and trigger.head.tag_ in ("VBD", "VBN"):
        found.append(trigger.head)  # "A bear found in Brasov was taken to", taken for "found that"
    found += [c for c in trigger.children if c.dep_ in ("advcl", "csubjpass")]
    found += _fronted(leg)
    found += [v for c in trigger.children if c.lower_ == "after" for v in c.children]
    if trigger.dep_ == "relcl" and vehicle_mode(trigger.head):  # "put on a lorry there, which"
        found += [word for word in trigger.head.ancestors if word.pos_ == "VERB"][:1]
    if who is not None and who.token.dep_ == "dobj" and who.token.head.lemma_ in _SEIZING:
        found.append(who.token.head)  # "Pirates who seized a ship off Aden took it to"
    if who is not None and who.token.sent == trigger.sent:
        of = (word for c in who.token.children if c.lower_ == "of" for word in c.children)
        named = (c for c in who.token.children if c.dep_ == "appos")  # "a tree, a fir felled in Ål"
        described = (c for w in (who.token, *who.token.conjuncts, *of, *named) for c in w.children)
        found += [c for c in described if c.dep_ in ("acl", "relcl") and _is_theirs(c)]
    verbs = {verb for verb in found if verb.i < trigger.i and _happened(verb)}
    yield from sorted(verbs, key=lambda verb: -verb.i)


def _fronted(leg: Leg) -> "list[Token]":
    """Give "held" of "Held at Oslo by fog, the players flew on", wherever the parser hangs it."""
    first, who = leg.trigger.sent[0], leg.who.token if leg.who is not None else None
    if first.tag_ not in ("VBN", "VBD") or who is None or who.sent != first.sent:
        return []
    beside = who.doc[max(first.i, who.i - _TITLED) : who.i]
    return [first] if any(word.text == "," for word in beside) else []


def _is_theirs(clause: "Token") -> bool:
    """Tell "the band, which played in Rome" from "the band, whose album was made in Rome"."""
    subjects = (c for c in clause.children if c.dep_ in ("nsubj", "nsubjpass"))
    return all(word.lower_ in ("who", "which", "that") for word in subjects)


def _happened(verb: "Token") -> bool:
    """Tell what befell somebody from what is so as a rule."""
    lemma = verb.lemma_.lower()
    had = verb.tag_ == "VBN" and any(c.lower_ == "had" for c in verb.children)
    if lemma == "be" and (verb.tag_ == "VBD" or had) and verb.dep_ == "relcl":
        # "who was in Oslo for talks", "who had been in Oslo"
        return not any(c.dep_ in ("attr", "acomp", "neg") for c in verb.children)
    staged = lemma in _STAGED and any(word.ent_type_ in WHEN for word in verb.subtree)
    was = lemma == "base" and any(c.lower_ == "had" for c in verb.children)  # "had been based in"
    never = lemma in _SPEAKING or (lemma in _STANDING and not (staged or was))
    # "Refused a berth at Oslo, the ship sailed on to"
    never = never or (lemma in NEGATING and not (verb.is_sent_start and verb.tag_ != "VBG"))
    if verb.pos_ != "VERB" or never or verb.tag_ in ("VBZ", "VBP", "VB"):
        return False
    return not any(child.dep_ == "neg" for child in verb.children)


def _end_where_they_are(leg: Leg, places: Places) -> None:
    """Read "police at Belém boarded a jet that had come from" and "at the end of its flight"."""
    trigger = leg.trigger
    clauses = [*_clauses_after(leg), *_clauses_behind(trigger)]
    for verb in clauses:
        for word in _located(verb, places, trigger):
            end = places.end(word)
            if end.place and not leg.starts_at(end.place):
                leg.destination, leg.destination_basis = end, BASIS
                return


def _end_where_they_are_needed(leg: Leg, places: Places) -> None:
    """Read "sailed from Plymouth to join a task group in the Baltic Sea"."""
    for verb in leg.trigger.children:
        aim = verb.dep_ in ("advcl", "xcomp") and verb.tag_ == "VB" and verb.i > leg.trigger.i
        if not aim or not any(c.lower_ == "to" for c in verb.children):
            continue
        for word in _located(verb, places, leg.trigger):
            end = places.end(word)
            if end.place and not leg.starts_at(end.place):
                leg.destination, leg.destination_basis = end, BASIS
                return


def _end_where_they_are_received(leg: Leg, places: Places) -> None:
    """Read "Bordeaux received 40 children, shipped out of Bilbao"."""
    goods = leg.who.token if leg.who is not None else leg.trigger
    verb = next((word for word in goods.ancestors if word.pos_ == "VERB"), goods)
    delivery = any(c.dep_ == "dobj" and c.lemma_ == "delivery" for c in verb.children)
    if verb.lemma_ not in _RECEIVING and not delivery:
        return
    for word in (c for c in verb.children if c.dep_ == "nsubj" and places.named(c)):
        leg.destination, leg.destination_basis = places.end(word), BASIS


def _end_where_they_came_in(leg: Leg, places: Places) -> None:
    """Read "The jet whose wreck lies at Bissau had flown in from Caracas"."""
    trigger = leg.trigger
    before = trigger.doc[trigger.sent.start : trigger.i]
    ins = (c for c in trigger.children if c.lower_ == "in")
    if trigger.pos_ != "VERB" or all(any(w.dep_ == "pobj" for w in c.children) for c in ins):
        return
    for word in (w for w in before if w.dep_ == "pobj" and w.head.lower_ in ("at", "in", "near")):
        told = any(node.lemma_ in _SPEAKING for node in word.head.ancestors if node.i > word.i)
        place = places.named(word)
        if place is not None and not told and not leg.starts_at(place):
            leg.destination, leg.destination_basis = places.end(word), BASIS


def _end_where_they_had_been_found(leg: Leg, places: Places) -> None:
    """Read "Hatcher gave himself up in Detroit. He had driven over from Windsor"."""
    trigger, who = leg.trigger, leg.who
    had = any(c.lower_ == "had" for c in trigger.children)
    if who is None or not had or trigger.sent.start == 0:
        return
    for verb in trigger.doc[trigger.sent.start - 1].sent:
        if verb.pos_ != "VERB" or motion_of(verb) is not None or not _happened(verb):
            continue
        about = (subject_of(verb), *(c for c in verb.children if c.dep_ == "dobj"))
        if not any(stands_for(who, traveller(word), leg.mode) for word in about):
            continue
        for end in map(places.end, _located(verb, places, trigger)):
            if end.place and not leg.starts_at(end.place):
                leg.destination, leg.destination_basis = end, BASIS
                return


def _clauses_after(leg: Leg) -> Iterator["Token"]:
    """Yield verbs that tell what became of somebody who had come from a place."""
    trigger, who = leg.trigger, leg.who
    if trigger.pos_ == "NOUN":
        ended = trigger.head.lower_ == "of" and trigger.head.head.lower_ in _ENDS
        verbs = [word for word in trigger.ancestors if word.pos_ == "VERB"]
        # "held at Lima after stepping off a flight from", "as he stepped off"
        if verbs and (_is_after(verbs[0]) or _is_as(verbs[0])):
            ended, verbs = True, verbs[1:]
        yield from (verb for verb in verbs[:1] if ended and _happened(verb))
        return
    came = {c.lower_ for c in trigger.children}
    if not (came & {"had", "having"} or _is_after(trigger)):
        return
    if who is not None and who.token.sent == trigger.sent:
        clauses = (c for c in who.token.children if c.dep_ in ("acl", "relcl") and c != trigger)
        yield from (clause for clause in clauses if _happened(clause) and _is_theirs(clause))
    above = next((word for word in trigger.ancestors if word.pos_ in ("VERB", "AUX")), None)
    hangs = trigger.dep_ in ("relcl", "advcl", "pcomp")
    spoke = above is not None and "in" in came and above.lemma_ in _SPEAKING  # "had flown in from"
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
        own = not hidden and any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
        is_there = verb.lemma_ == "be" and verb.tag_ == "VBD"  # "and were in Oslo by Monday"
        happened = _happened(verb) or (is_there and not any(c.dep_ == "neg" for c in verb.children))
        if verb.i > trigger.i and not own and happened and motion_of(verb) is None:
            yield verb


def _is_after(verb: "Token") -> bool:
    return verb.dep_ == "pcomp" and verb.head.lower_ == "after"


def _is_as(verb: "Token") -> bool:
    return verb.dep_ == "advcl" and any(c.lower_ in ("as", "when") for c in verb.children)


def _acts(verb: "Token") -> bool:
    """Tell "was found" and "is in Rotterdam" from "says"."""
    return verb.lemma_ == "be" or _happened(verb)


def _located(verb: "Token", places: Places, apart: "Token") -> Iterator["Token"]:
    """Yield places that something happens at: "on the floor of the terminal in Dover"."""
    out = set(apart.subtree) - (set(verb.subtree) if verb in apart.subtree else set())
    for word in verb.subtree:
        here = word.lower_ == "there" and word.dep_ == "advmod" and word not in out
        if here and not _is_told_by_another(word, verb):
            yield word
        away = word.head.lower_ == "from" and _is_away(word.head.head)
        if word in out or word.dep_ != "pobj" or not (away or word.head.lower_ in _LOCATIVE):
            continue
        inner = (c for c in word.children if c.dep_ == "compound")  # "in a Bangkok prison"
        place = next(filter(places.named, (word, *inner)), None)
        place = place or (word if word.lemma_ in SITES and places.end(word).place else None)
        if place is not None and not _is_told_by_another(word, verb):
            yield place


def _is_away(word: "Token") -> bool:
    """Tell "ordered away from Oslo" and "Extradited from Oslo, he landed in"."""
    fronted = word.is_sent_start and word.tag_ == "VBN" and motion_of(word) is not None
    return word.lower_ == "away" or bool(fronted)


def _is_told_by_another(word: "Token", verb: "Token") -> bool:
    """Say whether another clause than the verb's own has the place."""
    for node in word.ancestors:
        if node == verb:
            return False
        while_ = any(c.lower_ == "while" for c in node.children)  # "hurt while at work in Oslo"
        if node.pos_ in ("VERB", "AUX") and node.dep_ in _CLAUSES and not while_:
            return True
    return True
