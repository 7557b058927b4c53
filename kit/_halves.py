"""Two halves of one journey: a departure that is told here, an arrival that is told there."""

from typing import TYPE_CHECKING

from kit._events import WHEN, is_return, motion_of
from kit._legs import Leg, is_same, join_via, same_place
from kit._motion import BOARDING, MOTIONS, NOUNS, PUT_ON
from kit._places import GENERIC
from kit._subjects import subject_of
from kit._threads import stands_for
from kit._tree import SUBJECTS, child, has_role, has_word, verb_above, with_role

if TYPE_CHECKING:
    from spacy.tokens import Token

#: What ends with the journey after it: "cut short his stay and flew home".
ENDING = frozenset("cut end finish conclude interrupt curtail abandon complete wrap".split())
_NEAR, _STORY = 30, 200  # words between the sentences of two halves, and of what had been before
#: What travellers do between two legs.
RESTING = frozenset("sleep overnight stay rest spend camp lodge pause winter shelter".split())
_BRINGING = frozenset("carry bring transport take".split())
_SEEING = frozenset("see spot sight film photograph track detect observe route".split())
_THEN = ("reported", "planned")
_WHO = frozenset({"who", "which", "that"})


def join_departures(legs: list[Leg]) -> list[Leg]:
    """Join "left Oslo on Monday" and "arrived in Bergen on Tuesday" to one leg."""
    joined: list[Leg] = []
    for leg in _without_asides(legs):
        recent = joined[:-9:-1]
        last = next((other for other in recent if _is_one(other, leg)), None)
        if last is None:
            joined.append(leg)
            continue
        far = _STORY if _is_flashback(leg, last) else _NEAR
        near = leg.trigger.sent.start - last.trigger.sent.end <= far
        if _is_told_within(leg, last):
            leg.status = last.status  # "is due in Rome on Friday, flying in from Oslo"
        again = _is_again(leg, last) or _is_dated_ahead(leg, last)
        if again and (last.status, leg.status) == _THEN:
            last.put_ahead()  # "is sailing to Rome, and will dock there on Friday"
        # "had flown in from Oslo and went back on Friday"
        way_back = is_return(leg.trigger) and last.destination is None
        bare = is_bare(leg) and not way_back and not _sets_out(leg, last)
        if not near:
            joined.append(leg)
        elif _is_entered(last, leg):
            last.destination, last.destination_basis = leg.destination, leg.destination_basis
            _add_to(last, leg)  # "entered Syria and unloaded in Baniyas"
        elif last.status == leg.status and (bare or again):
            _add_to(last, leg)  # "… and arrived on Wednesday", "and got there on Wednesday"
        elif last.status == leg.status and is_bare(last):
            _take_over(leg, last)
            joined[joined.index(last)] = leg
        elif _completes(last, leg):
            _make_whole(last, leg)
        else:
            joined.append(leg)
    return joined


def _is_told_within(leg: Leg, last: Leg) -> bool:
    """Tell a participle that hangs on a leg that is planned."""
    hangs = leg.trigger.tag_ == "VBG" and leg.trigger.dep_ == "advcl"
    verb = last.trigger.head if last.trigger.pos_ == "ADJ" else last.trigger
    return hangs and leg.trigger.head == verb and (last.status, leg.status) == _THEN[::-1]


def _is_dated_ahead(leg: Leg, last: Leg) -> bool:
    """Tell "is making for Aden. It should arrive on Friday"."""
    comes = leg.event.motion.end == "arrival" and bool(leg.dates) and last.destination is not None
    apart = leg.trigger.sent != last.trigger.sent
    return comes and apart and is_bare(leg) and (last.status, leg.status) == _THEN


def _is_entered(last: Leg, leg: Leg) -> bool:
    """Tell "left Baghdad, entered Syria and unloaded in Baniyas": to a town of the country."""
    between = {w.lemma_ for w in last.trigger.doc[last.trigger.i : leg.trigger.i]}
    after = leg.trigger.doc[leg.trigger.i : leg.trigger.i + 4].text
    arrives = leg.event.motion.end == "arrival" or after.endswith((" to a halt", " to a stop"))
    entered = "enter" in between or ("cross" in between and arrives)
    if not entered or leg.origin or last.status != leg.status:
        return False
    return last.trigger.sent == leg.trigger.sent and is_entry(last, leg)


def is_entry(last: Leg, leg: Leg) -> bool:
    """Say whether the country that was entered just before is the one of the aim."""
    country, aim = (end.place if end else None for end in (last.destination, leg.destination))
    if country is None or aim is None or country.kind != "country" or aim.kind == "country":
        return False
    return country.country == aim.country


def _take_over(leg: Leg, last: Leg) -> None:
    """Let "sailed on Monday and reached Oslo" be one leg, of which the first word tells no end."""
    aside = last.trigger.dep_ == "relcl" and last.event.motion.end != "departure"
    aside = aside or (last.event.crosses and bool(leg.dates))  # the day of a passage
    leg.dates = leg.dates if aside else last.dates + leg.dates
    if leg.trigger.dep_ == "conj" and leg.trigger.head == last.trigger:
        leg.mode = leg.mode or last.mode
    ahead, leg.via = leg.via, []
    join_via(leg, last.via + ahead)
    boarded = last.trigger.lemma_ in BOARDING and last.trigger in leg.trigger.ancestors
    if (leg.trigger.dep_ == "relcl" or leg.trigger.lower_ == "bound") and boarded:
        # "put the guns on a coaster that docked in Aden"
        leg.who, leg.mode = last.who, leg.mode or last.mode


def _make_whole(last: Leg, leg: Leg) -> None:
    """Make one leg of "left Oslo on Monday" and "arrived in Bergen on Tuesday"."""
    if last.status != leg.status:
        last.put_ahead("planned" if leg.status == "possible" else leg.status)
    if last.trigger.dep_ in ("acl", "relcl") and last.trigger.sent == leg.trigger.sent:
        last.who = leg.who
    given, other = (last, leg) if _is_open(last) else (leg, last)
    given.dates = [(date, half_of(which, "departure")) for date, which in given.dates]
    other.dates = [(date, half_of(which, "arrival")) for date, which in other.dates]
    last.origin, last.origin_basis = given.origin, given.origin_basis
    last.destination, last.destination_basis = other.destination, other.destination_basis
    last.dates += leg.dates
    last.mode = last.mode or leg.mode
    join_via(last, leg.via)
    if last.trigger.sent == leg.trigger.sent:
        last.span = min(last.span[0], leg.span[0]), max(last.span[1], leg.span[1])


def _without_asides(legs: list[Leg]) -> list[Leg]:
    """Read "brought them from Oslo, which she left on Monday" as one departure, with its day."""
    kept = []
    for leg in legs:
        start = leg.origin if leg.destination is None else None
        near = (one for one in legs if one is not leg and one.trigger.sent == leg.trigger.sent)
        told = (one for one in near if one.origin and start and same_place(one.origin, start))
        whole = next(told, None) if start and start.token.lower_ == "which" else None
        if whole is None:
            kept.append(leg)
        else:
            whole.dates += [(date, "departure") for date, _ in leg.dates]
    return kept


def _sets_out(leg: Leg, last: Leg) -> bool:
    """Tell "got to Oslo. She took a ship": another leg, to where is not told yet."""
    apart = leg.trigger.sent != last.trigger.sent or leg.trigger.dep_ == "conj"
    onward = leg.event.motion.end == "departure" and apart
    if last.destination is None or not leg.event.crosses or leg.trigger.dep_ != "conj":
        return onward and last.destination is not None
    # "stopped in Oslo and entered the Kattegat"
    verb = verb_above(last.destination.token, full=True) or last.trigger
    motion = MOTIONS.get(verb.lemma_)
    arrived = motion is not None and motion.end == "arrival"
    return onward or (arrived and verb.sent == leg.trigger.sent and verb.i < leg.trigger.i)


def _add_to(last: Leg, leg: Leg) -> None:
    """Add what is told of a leg once more: "toured Oslo, having travelled there from Rome"."""
    if last.origin is None:
        last.origin, last.origin_basis = leg.origin, leg.origin_basis
    last.dates += [] if leg.event.crosses else leg.dates
    join_via(last, leg.via)
    last.mode = last.mode or leg.mode


def is_onward(verb: "Token") -> bool:
    """
    Tell "flew on to Rome" from "flew on Friday".

    Parameters
    ----------
    verb : spacy.tokens.Token

    Returns
    -------
    bool
    """
    return any(c.lower_ == "on" and (c.dep_ == "prt" or _leads(c)) for c in verb.children)


def _leads(word: "Token") -> bool:
    return word.i + 1 < len(word.doc) and word.nbor().lower_ in ("to", "into")


def half_of(which: str, own: str) -> str:
    """
    Say which end of a whole journey a date is of that stands beside one half.

    Parameters
    ----------
    which : str
        Of what it is said to be: ``whole``, ``departure`` or ``arrival``.
    own : str
        The half.

    Returns
    -------
    str
    """
    return own if which == "whole" else which


def _is_flashback(leg: Leg, last: Leg) -> bool:
    """Tell "The tanks came to Kaunas by rail. … The tanks had left Augustdorf on Monday"."""
    had = has_word(leg.trigger, "had")
    came = last.destination is not None and leg.origin is not None
    return had and came and last.origin is None and leg.destination is None


def _is_again(leg: Leg, last: Leg) -> bool:
    """Tell "left Oslo for Rome and got there on Friday", "to Rome, where the ship docked"."""
    aim, before = leg.destination, last.destination
    if aim is None or before is None or not same_place(aim, before):
        return False
    if is_return(leg.trigger) and leg.trigger.sent != last.trigger.sent:
        return False  # "was driven to Oslo. … He returned to the capital the same evening"
    # "there", and "made for Oslo, which it reached on Friday"
    vague = (
        aim.token.lower_ in ("there", "which") or aim.token.lower_ in GENERIC
    )  # "is due in the Dutch port"
    return vague or (aim.token == before.token and leg.origin is None)


def _is_one(last: Leg, leg: Leg) -> bool:
    """Say whether two halves may be of one journey: the same who, or a ship and what it carries."""
    if is_same(last.who, leg.who):
        return True
    if last.who is None or leg.who is None:
        return False
    if _had_come(leg) and last.who.kind == "vehicle" and leg.trigger.dep_ == "ccomp":
        return True  # "A boat drifted ashore near Vardo; those on it said they had put out from"
    between = last.trigger.doc[last.trigger.i : leg.trigger.i]
    if last.trigger.sent != leg.trigger.sent or any(word.text == ";" for word in between):
        follows = last.trigger.sent.end == leg.trigger.sent.start
        far = _STORY if _is_flashback(leg, last) else _NEAR
        near = leg.trigger.sent.start - last.trigger.sent.end <= far
        rode = follows and leg.who.kind == "vehicle" and leg.who.token in last.trigger.subtree
        # "She left Oslo on an aid ship. It docked in Bergen on Friday"
        came = rode or (follows and _had_come(leg))
        return came or (near and stands_for(leg.who, last.who, last.mode))
    ashore = leg.who.kind == "vehicle" or leg.trigger.lemma_ in ("get", "disembark", "alight")
    where = leg.trigger.dep_ == "relcl" and ashore and _is_again(leg, last)
    crammed = leg.who.kind == "vehicle" and last.who.token in leg.who.token.subtree
    carried = last.trigger.dep_ == "acl" and last.trigger.head == leg.who.token
    had = last.trigger.dep_ == "relcl" and has_word(last.trigger, "had")
    crammed = crammed or (had and leg.who.kind == "vehicle" and leg.event.motion.end == "arrival")
    carried = carried or crammed
    aboard = last.trigger in leg.who.token.ancestors and leg.who.kind != "person"
    bound = leg.trigger.lower_ == "bound" and (last.who.kind == "vehicle" or aboard)
    brings = leg.trigger.dep_ == "advcl" and leg.trigger.head == last.trigger
    ship = subject_of(last.trigger) if last.trigger.pos_ == "VERB" else None
    landed = brings and leg.who.kind == "vehicle" and leg.who.token == ship
    objects = [*with_role(leg.trigger, "dobj")]
    puts = any(c == leg.who.token or c.pos_ == "PRON" for c in objects)  # "and landed it in Oslo"
    puts = puts and leg.trigger.dep_ == "conj" and "vehicle" in (last.who.kind, leg.who.kind)
    landed = landed or (puts and subject_of(leg.trigger) == last.who.token)
    # "left Oslo and put the men ashore in Bergen"
    ride = leg.trigger.dep_ in ("relcl", "acl") and leg.who.token == leg.trigger.head
    ride = ride and leg.who.kind == "vehicle" and last.trigger in leg.who.token.ancestors
    # "docked with a cargo that it had brought from Oslo"
    hers = subject_of(leg.trigger) if leg.trigger.dep_ == "relcl" else None
    along = leg.who.token.head.lower_ == "with" and leg.who.token.head.head == last.trigger
    ride = ride or (along and hers is not None and hers.pos_ == "PRON" and hers.lower_ not in _WHO)
    # "Brandt boarded a ferry, which brought him to Oslo"
    taken = leg.trigger.dep_ == "relcl" and leg.who.token.pos_ == "PRON"
    taken = taken and last.trigger.lemma_ in BOARDING and last.trigger in leg.trigger.ancestors
    bound = bound or ride or taken or (brings and leg.trigger.lemma_ in _BRINGING)
    # "A jet carrying aid from Oslo landed", "sailed with rice bound for"
    loaded = leg.trigger.lemma_ in PUT_ON and leg.trigger.dep_ == "acl" and aboard
    # "brought them from Minsk, landing in Erbil", "docked with rice loaded in Aden"
    return carried or bound or where or landed or loaded


def _had_come(leg: Leg) -> bool:
    """Tell "Survivors said they had set off from Sfax", of who was named in the sentence before."""
    had = has_word(leg.trigger, "had")
    subjects = with_role(leg.trigger, SUBJECTS)
    they = any(c.pos_ == "PRON" and c.lower_ not in _WHO for c in subjects)
    return had and leg.destination is None and they  # not "Marchers who had set off from Sfax"


def is_bare(leg: Leg) -> bool:
    """
    Tell a leg of which neither end is told.

    Parameters
    ----------
    leg : Leg

    Returns
    -------
    bool
    """
    return leg.origin is None and leg.destination is None


def _completes(last: Leg, leg: Leg) -> bool:
    """Say whether two halves make one leg: an origin alone, then a destination alone."""
    clause = clause_before(last.trigger)
    if clause is not None and leg.trigger in clause.subtree:  # "drove up from Oslo after landing"
        return False
    goes_on = last.status in (leg.status, "reported")  # "left Oslo and is expected in Rome"
    goes_on = goes_on or (last.status, leg.status) == ("alleged", "reported")
    having = has_word(last.trigger, "having")
    if having and last.trigger.sent != leg.trigger.sent:
        return False  # "It was in Oslo, having come from Bergen. Then it moved to"
    # "left Oslo by train. On Friday he flew on to Rome"
    changed = {last.mode, leg.mode} - {None} > {last.mode} and is_onward(leg.trigger)
    came = last.event.motion.end == "arrival" or is_return(last.trigger)
    came = came and (last.status, leg.status) == _THEN  # "came from Doha and will go on to"
    if not goes_on or last.event is leg.event or changed or came or _had_been(leg, last):
        return False
    if last.origin and _is_open(last) and leg.destination and not leg.origin:
        back = same_place(last.origin, leg.destination)
        # "came from Doha and left for Ankara", "arrived from Doha. She sailed for Aden"
        came = _came_in(last)
        left = came and (leg.event.motion.end == "departure" or _is_for(leg))
        # "had come from Doha the day before. … On Friday she flew to Aden"
        left = left or (came and leg.event.motion.end == "whole" and bool(last.dates and leg.dates))
        two = None not in (last.mode, leg.mode) and last.mode != leg.mode
        left = left or (came and two)  # "flew in from Doha. She drove to Aden"
        # "had come from Doha and was bound for Aden"
        left = left and not (has_word(last.trigger, "had") and leg.trigger.lower_ == "bound")
        return not (back or left or _stayed_between(last, leg))
    bound = last.trigger.lower_ in ("bound", "route", "way")
    helped = has_role(leg.trigger, "auxpass")  # "was ordered out of Oslo"
    participle = (
        bound
        or leg.trigger.pos_ == "NOUN"  # "docked in Aden on a voyage from Odesa"
        or (leg.trigger.tag_ in ("VBG", "VBN") and not helped)
        or leg.trigger.dep_ in ("advcl", "relcl", "pcomp")
    )
    if last.destination and not last.origin and leg.origin and not leg.destination:
        here = participle and last.trigger.sent == leg.trigger.sent
        here = here or last.trigger.lemma_ in ("transit", "cross", "pass")
        does = leg.trigger.head if leg.trigger.dep_ in ("dobj", "nsubj") else leg.trigger
        earlier = has_word(does, "had")  # "They had left Oslo"
        # "will visit Oslo; he will arrive from Rome"
        arrives = leg.trigger.lemma_ == "arrive" and last.trigger.sent == leg.trigger.sent
        told = here or earlier or arrives or _came(leg, last)
        # "The tanker anchored off Oslo. Its captain had flown in from Rome"
        one = None in (last.mode, leg.mode) or last.mode == leg.mode
        return told and one and not same_place(last.destination, leg.origin)
    return False


def _is_open(leg: Leg) -> bool:
    """Tell "left Oslo" and "left Oslo with flour for the southern towns", which no map has."""
    return leg.destination is None or leg.destination.place is None


def _came_in(leg: Leg) -> bool:
    """Tell "arrived from Doha" and "flew in from Doha", which ends where the story is set."""
    arrived = leg.event.motion.end == "arrival" or leg.trigger.lemma_ == "come"
    return arrived or any(c.lower_ == "in" and not [*c.children] for c in leg.trigger.children)


def _is_for(leg: Leg) -> bool:
    """Tell "sailed for Aden", which begins where somebody was."""
    return leg.destination is not None and leg.destination.token.head.lower_ == "for"


def _stayed_between(last: Leg, leg: Leg) -> bool:
    """Tell "left Oslo by bus, slept in Hamar and flew to Bergen": the bus went to Hamar."""
    between = (w for w in last.trigger.conjuncts if last.trigger.i < w.i < leg.trigger.i)
    resting = [verb for verb in between if verb.lemma_ in RESTING or _was_treated(verb)]
    before = leg.trigger.head  # "left Oslo. They were held in Hamar and flown on to Bergen"
    if leg.trigger.dep_ == "conj" and before.sent != last.trigger.sent and before.pos_ == "VERB":
        resting += [before] if motion_of(before) is None else []
    named = (w for verb in resting for w in verb.subtree if w.i < leg.trigger.i)
    named = (w for w in named if w.dep_ == "pobj" and w.head.lower_ in ("in", "at", "near", "on"))
    return any(w.pos_ == "PROPN" and w.ent_type_ not in WHEN for w in named)


def _was_treated(verb: "Token") -> bool:
    """Tell "left Rubaya and was bagged in Goma"."""
    passive = has_role(verb, "auxpass") and verb.lemma_ not in _SEEING
    return passive and motion_of(verb) is None


def _is_said(noun: "Token") -> bool:
    """Tell "the convoy" from one that is new: "the container ship Malaika"."""
    return noun.pos_ == "NOUN" and [c.lower_ for c in noun.children] == ["the"]


def _had_been(leg: Leg, last: Leg) -> bool:
    """Tell "sailed from Oslo. The army had brought them to Norway", which was before."""
    had, before = ([c.lower_ for c in one.trigger.children] for one in (leg, last))
    if any(c.lower_ == "by" and _is_timed(c) for c in leg.trigger.children):
        return False  # "By Wednesday they had trudged as far as Oslo"
    moved = leg.event.motion.end != "arrival" and leg.destination is not None
    return moved and "had" in had and "had" not in before


def _is_timed(prep: "Token") -> bool:
    return any(word.ent_type_ in WHEN for word in prep.children)


def _came(leg: Leg, last: Leg) -> bool:
    """Tell "arrived in Rome on Friday. They flew from Oslo by way of Paris": one journey."""
    subjects = with_role(leg.trigger, SUBJECTS)
    they = any(_is_said(c) or (c.pos_ == "PRON" and c.lower_ not in _WHO) for c in subjects)
    they = they and leg.trigger.tag_ == "VBD"
    later = leg.trigger.sent.start >= last.trigger.sent.end
    conj = (MOTIONS.get(c.lemma_) for c in leg.trigger.children if c.dep_ == "conj")
    reached = any(motion is not None and motion.end == "arrival" for motion in conj)
    return they and later and leg.event.motion.end != "arrival" and not reached


def clause_before(trigger: "Token") -> "Token | None":
    """
    Give the clause that tells what came just before: "after …", "following …".

    Parameters
    ----------
    trigger : spacy.tokens.Token
        A word of motion.

    Returns
    -------
    spacy.tokens.Token or None
    """
    under = trigger.dep_ == "conj" or (trigger.dep_ == "advcl" and trigger.tag_ == "VBG")
    if under and trigger.head.lemma_ in ENDING:  # "cut short his stay and flew", "…, boarding"
        return child(trigger.head, ("dobj", "ccomp"))
    cut = (c for c in trigger.children if c.dep_ == "advcl" and c.lemma_ in ENDING)
    short = (w for c in cut for w in c.children if w.dep_ == "dobj" and c.tag_ == "VBG")
    if (stay := next(short, None)) is not None:
        return stay  # "flew home, cutting short a visit to Oslo"
    # "came, nineteen months after leaving Oslo"
    timed = (w for c in trigger.children if c.ent_type_ in WHEN for w in c.children)
    told = (c for c in (*trigger.children, *timed) if _is_before_it(c))
    return next(told, None)


def _is_before_it(child: "Token") -> bool:
    """Tell "after …", "from a trip to Oslo" and "having …" from what else hangs on a verb."""
    if child.lower_ in ("after", "following") and child.dep_ in ("prep", "advcl", "mark"):
        return True
    trips = (w for w in child.children if w.pos_ == "NOUN" and w.lemma_ in NOUNS)
    if child.lower_ == "from" and any(trips):
        return True  # "returned from a trip to Oslo"
    having = has_word(child, "having")
    return child.dep_ == "advcl" and (having or any(map(_is_after, child.children)))


def _is_after(word: "Token") -> bool:
    """Tell "after he landed in Oslo" from "and, after a stop in Rome, landed in Oslo"."""
    prepositional = has_role(word, "pobj")
    return word.lower_ in ("after", "following") and not prepositional
