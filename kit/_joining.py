"""Legs that hang together: those after a visit, and halves of one journey."""

from typing import TYPE_CHECKING

from kit._events import WHEN, bounds_of, is_return
from kit._legs import Leg, is_same, join_via, same_place
from kit._motion import BOARDING, MOTIONS, NOUNS, PUT_ON
from kit._places import GENERIC, End, Places
from kit._subjects import subject_of
from kit._threads import stands_for
from kit.measure import distance_km

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kit._dates import DateWords

type _Dates = list[tuple["DateWords", str]]

# Where people who travelled to a country are then said to be.
MEETINGS = frozenset(
    "meet meeting sit talk summit hold stay confer conference gather dine dinner greet "
    "receive welcome ceremony session inspect tour negotiation visit sign speak address "
    "attend rally stopover stop negotiate".split()
)
_STAYS = frozenset(
    "year month week day night evening weekend afternoon fortnight decade exile spell "
    "internment imprisonment layover call unload load discharge refuel bunker repair wait "
    "defeat win victory draw match game race concert show performance sleep camp rest halt "
    "pause break holiday honeymoon training treatment surgery operation captivity".split()
)
ENDING = frozenset("cut end finish conclude interrupt curtail abandon complete wrap".split())
# "After 23 days at sea from Aden".
UNDER_WAY = frozenset(
    "sea way route passage bound road flight sailing crossing ride drive walk day hour".split()
)
LANDING = frozenset("discharge unload offload".split())
STOPS = frozenset("stop stopover layover refuel bunker halt pause break".split())


_NEAR = 30  # words between the sentences of two halves
_REACH_KM = {"foot": 300.0, "road": 2000.0}
_WHO = frozenset({"who", "which", "that"})


def take_origin(leg: Leg, end: End | None, basis: str) -> None:
    """Set where a leg starts, unless it would then go nowhere."""
    if end is None or (end.place and leg.destination and same_place(end, leg.destination)):
        return
    if basis == "leg before" and _is_out_of_reach(leg, end) and not _came_far(leg):
        return  # "cut short a visit to Addis Ababa … and then drove to Chikwawa"
    leg.origin, leg.origin_basis = end, basis


def _came_far(leg: Leg) -> bool:
    """Tell "walked into Oslo, having come the whole way from Rome", which is told."""
    return any(c.lower_ == "having" for w in leg.trigger.children for c in w.children)


def _is_out_of_reach(leg: Leg, start: End) -> bool:
    """Say whether nobody drives or walks so far at one go, and the text does not say so."""
    aim, most_km = leg.destination, _REACH_KM.get(str(leg.mode))
    ends = (start.place, aim.place if aim is not None else None)
    goods = leg.who is None or leg.who.kind != "person"
    if most_km is None or goods or any(place is None or place.id is None for place in ends):
        return False
    one, two = (place for place in ends if place is not None)
    return distance_km(one.lat, one.lon, two.lat, two.lon) > most_km + one.radius_km + two.radius_km


def chain(legs: list[Leg], places: Places) -> list[Leg]:
    """Let a leg start where the trip before it ended: "arrived in … after a trip to …"."""
    gone: set[int] = set()
    for leg in legs:
        before = _before(leg.trigger)
        if leg.destination is None or before is None:
            continue
        if leg.origin is not None:  # "sailed from Oslo to Rome after a stop in Lisbon"
            _came_there(leg, before, legs)
            stop = _met_in(before, places)
            if stop is not None and _is_stop(stop):
                join_via(leg, [stop])
            continue
        inside = {token.i for token in before.subtree}
        earlier = [o for o in legs if o.trigger.i in inside and o is not leg and not is_bare(o)]
        if earlier:
            last = earlier[-1]
            entered = _is_entry(last, leg)  # "arrived in Oslo, having entered Norway from Kiruna"
            before_it = last.origin if entered else last.destination or last.origin
            half = last.destination is None or entered
            take_origin(leg, before_it, "stated" if half else "leg before")
            if half:
                leg.origin_basis = "stated" if leg.origin else None
                leg.mode = leg.mode or last.mode
                join_via(leg, last.via)
                leg.dates = _begun(leg.dates, last.dates)
            if last.destination is None or entered or last.trigger.lemma_ in LANDING:
                gone.add(id(last))
        else:
            end = _met_in(before, places)
            halves = (o for o in legs if o is not leg and o.origin and not o.destination)
            on_the_way = any(word.lemma_ == "refuel" for word in before.subtree)
            on_the_way = on_the_way or any(is_same(o.who, leg.who) for o in halves)
            if end is not None and _is_stop(end) and on_the_way:
                leg.via.append(end)  # "flown from Oslo, the jet having refuelled at Doha"
            else:
                take_origin(leg, end, "leg before")
                _end_there(leg, legs)
    return [leg for leg in legs if id(leg) not in gone]


def _end_there(leg: Leg, legs: list[Leg]) -> None:
    """Let "fled Sumy. After a night in Poltava they took a train to Lviv" tell of two legs."""
    begin = bounds_of(leg.trigger)[0]
    for last in legs:
        follows = bounds_of(last.trigger)[1] == begin
        open_ = last.destination is None and last.origin is not None and leg.origin is not None
        if follows and open_ and stands_for(leg.who, last.who, last.mode):
            last.destination, last.destination_basis = leg.origin, "whereabouts"


def _came_there(leg: Leg, before: "Token", legs: list[Leg]) -> None:
    """Let "went on from Baku, after it had crossed the sea from Aktau" end the first in Baku."""
    inside = {token.i for token in before.subtree}
    for first in (o for o in legs if o.trigger.i in inside and o is not leg):
        half = first.origin is not None and first.destination is None and leg.origin is not None
        if half and leg.origin and first.origin and not same_place(first.origin, leg.origin):
            first.destination, first.destination_basis = leg.origin, "whereabouts"


def _begun(dates: _Dates, begun: _Dates) -> _Dates:
    """Date an arrival and the departure before it, if both are dated: each is of its own end."""
    ended = [(date, _half(which, "arrival")) for date, which in dates] if begun else dates
    return ended + [(date, "departure") for date, _ in begun]


def _is_entry(last: Leg, leg: Leg) -> bool:
    """Say whether the country that was entered just before is the one of the aim."""
    country, aim = (end.place if end else None for end in (last.destination, leg.destination))
    if country is None or aim is None or country.kind != "country" or aim.kind == "country":
        return False
    return country.country == aim.country


def _before(trigger: "Token") -> "Token | None":
    """Give the clause that tells what came just before: "after …", "following …"."""
    under = trigger.dep_ == "conj" or (trigger.dep_ == "advcl" and trigger.tag_ == "VBG")
    if under and trigger.head.lemma_ in ENDING:  # "cut short his stay and flew", "…, boarding"
        return next((c for c in trigger.head.children if c.dep_ in ("dobj", "ccomp")), None)
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
    having = any(w.lower_ == "having" for w in child.children)
    return child.dep_ == "advcl" and (having or any(map(_is_after, child.children)))


def _is_after(word: "Token") -> bool:
    """Tell "after he landed in Oslo" from "and, after a stop in Rome, landed in Oslo"."""
    prepositional = any(c.dep_ == "pobj" for c in word.children)
    return word.lower_ in ("after", "following") and not prepositional


def _is_stop(end: End) -> bool:
    """Say whether a place is one of a halt by the way: "after a stop in Omsk"."""
    above = [word.lemma_ for word in end.token.ancestors][:3]
    return any(lemma in STOPS for lemma in above)


def _met_in(clause: "Token", places: Places) -> End | None:
    """Place of the talks, the summit or the stay in a clause."""
    for token in clause.subtree:
        lemma = token.lemma_.lower()
        stayed = ("in", "at") if lemma in MEETINGS | _STAYS else ()
        stayed = (*stayed, "off") if lemma in _STAYS else stayed  # "three days idling off Oslo"
        came = ("from",) if lemma in UNDER_WAY else ()
        for prep in token.subtree if stayed or came else ():
            if prep.dep_ == "prep" and prep.lower_ in (*stayed, *came):
                ends = (places.end(w) for word in prep.children for w in (word, *word.conjuncts))
                if found := [end for end in ends if end.place]:
                    return found[-1]  # "after stops in Nairobi and Kampala"
    return None


def join_departures(legs: list[Leg]) -> list[Leg]:
    """Join "left Oslo on Monday" and "arrived in Bergen on Tuesday" to one leg."""
    joined: list[Leg] = []
    for leg in _without_asides(legs):
        recent = joined[:-9:-1]
        last = next((other for other in recent if _is_one(other, leg)), None)
        near = last is not None and leg.trigger.sent.start - last.trigger.sent.end <= _NEAR
        again = last is not None and _is_again(leg, last)
        if again and last is not None and (last.status, leg.status) == ("reported", "planned"):
            last.status = "planned"  # "is sailing to Rome, and will dock there on Friday"
        way_back = is_return(leg.trigger) and last is not None and last.destination is None
        bare = is_bare(leg) and not way_back  # "had flown in from Oslo and went back on Friday"
        bare = bare and not (last is not None and _sets_out(leg, last))
        if last is not None and near and last.status == leg.status and (bare or again):
            _add_to(last, leg)  # "… and arrived on Wednesday", "and got there on Wednesday"
        elif last is not None and near and last.status == leg.status and is_bare(last):
            aside = last.trigger.dep_ == "relcl" and last.event.motion.end != "departure"
            aside = aside or (last.event.crosses and bool(leg.dates))  # the day of a passage
            leg.dates = leg.dates if aside else last.dates + leg.dates
            ahead, leg.via = leg.via, []
            join_via(leg, last.via + ahead)
            joined[joined.index(last)] = leg
            boarded = last.trigger.lemma_ in BOARDING and last.trigger in leg.trigger.ancestors
            if (leg.trigger.dep_ == "relcl" or leg.trigger.lower_ == "bound") and boarded:
                # "put the guns on a coaster that docked in Aden"
                leg.who, leg.mode = last.who, leg.mode or last.mode
        elif last is not None and near and _completes(last, leg):
            if last.status != leg.status and last.status == "reported":
                last.past = {date.start for date, _ in last.dates}
                last.status = leg.status  # of both the less sure
            if last.trigger.dep_ in ("acl", "relcl"):
                last.who = leg.who
            given, other = (last, leg) if last.destination is None else (leg, last)
            given.dates = [(date, _half(which, "departure")) for date, which in given.dates]
            other.dates = [(date, _half(which, "arrival")) for date, which in other.dates]
            last.origin, last.origin_basis = given.origin, given.origin_basis
            last.destination, last.destination_basis = other.destination, other.destination_basis
            last.dates += leg.dates
            last.mode = last.mode or leg.mode
            join_via(last, leg.via)
            if last.trigger.sent == leg.trigger.sent:
                last.span = min(last.span[0], leg.span[0]), max(last.span[1], leg.span[1])
        else:
            joined.append(leg)
    return joined


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
    verb = next((w for w in last.destination.token.ancestors if w.pos_ == "VERB"), last.trigger)
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


def _half(which: str, half: str) -> str:
    """Say which end of a whole journey a date is of that stands beside one half."""
    return half if which == "whole" else which


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
        near = leg.trigger.sent.start - last.trigger.sent.end <= _NEAR
        rode = follows and leg.who.kind == "vehicle" and leg.who.token in last.trigger.subtree
        # "She left Oslo on an aid ship. It docked in Bergen on Friday"
        came = rode or (follows and _had_come(leg))
        return came or (near and stands_for(leg.who, last.who, last.mode))
    ashore = leg.who.kind == "vehicle" or leg.trigger.lemma_ in ("get", "disembark", "alight")
    where = leg.trigger.dep_ == "relcl" and ashore and _is_again(leg, last)
    crammed = leg.who.kind == "vehicle" and last.who.token in leg.who.token.subtree
    carried = last.trigger.dep_ == "acl" and last.trigger.head == leg.who.token
    had = last.trigger.dep_ == "relcl" and any(c.lower_ == "had" for c in last.trigger.children)
    crammed = crammed or (had and leg.who.kind == "vehicle" and leg.event.motion.end == "arrival")
    carried = carried or crammed
    aboard = last.trigger in leg.who.token.ancestors and leg.who.kind != "person"
    bound = leg.trigger.lower_ == "bound" and (last.who.kind == "vehicle" or aboard)
    brings = leg.trigger.dep_ == "advcl" and leg.trigger.head == last.trigger
    ship = subject_of(last.trigger) if last.trigger.pos_ == "VERB" else None
    landed = brings and leg.who.kind == "vehicle" and leg.who.token == ship
    objects = [c for c in leg.trigger.children if c.dep_ == "dobj"]
    puts = any(c == leg.who.token or c.pos_ == "PRON" for c in objects)  # "and landed it in Oslo"
    puts = puts and leg.trigger.dep_ == "conj" and "vehicle" in (last.who.kind, leg.who.kind)
    landed = landed or (puts and subject_of(leg.trigger) == last.who.token)
    # "left Oslo and put the men ashore in Bergen"
    ride = leg.trigger.dep_ in ("relcl", "acl") and leg.who.token == leg.trigger.head
    ride = ride and leg.who.kind == "vehicle" and last.trigger in leg.who.token.ancestors
    bound = bound or ride or (brings and leg.trigger.lemma_ in ("carry", "bring", "transport"))
    # "A jet carrying aid from Oslo landed", "sailed with rice bound for"
    loaded = leg.trigger.lemma_ in PUT_ON and leg.trigger.dep_ == "acl" and aboard
    # "brought them from Minsk, landing in Erbil", "docked with rice loaded in Aden"
    return carried or bound or where or landed or loaded


def _had_come(leg: Leg) -> bool:
    """Tell "Survivors said they had set off from Sfax", of who was named in the sentence before."""
    had = any(child.lower_ == "had" for child in leg.trigger.children)
    subjects = (c for c in leg.trigger.children if c.dep_ in ("nsubj", "nsubjpass"))
    they = any(c.pos_ == "PRON" and c.lower_ not in _WHO for c in subjects)
    return had and leg.destination is None and they  # not "Marchers who had set off from Sfax"


def is_bare(leg: Leg) -> bool:
    return leg.origin is None and leg.destination is None


def _completes(last: Leg, leg: Leg) -> bool:
    """Say whether two halves make one leg: an origin alone, then a destination alone."""
    clause = _before(last.trigger)
    if clause is not None and leg.trigger in clause.subtree:
        return False  # "drove up from Oslo after landing in Rome"
    goes_on = last.status in (leg.status, "reported")  # "left Oslo and is expected in Rome"
    goes_on = goes_on or (last.status, leg.status) == ("alleged", "reported")
    having = any(c.lower_ == "having" for c in last.trigger.children)
    if having and last.trigger.sent != leg.trigger.sent:
        return False  # "It was in Oslo, having come from Bergen. Then it moved to"
    # "left Oslo by train. On Friday he flew on to Rome"
    changed = {last.mode, leg.mode} - {None} > {last.mode} and is_onward(leg.trigger)
    if not goes_on or last.event is leg.event or changed or _had_been(leg, last):
        return False
    if last.origin and not last.destination and leg.destination and not leg.origin:
        return not same_place(last.origin, leg.destination)
    bound = last.trigger.lower_ in ("bound", "route", "way")
    helped = any(c.dep_ == "auxpass" for c in leg.trigger.children)  # "was ordered out of Oslo"
    participle = (
        bound
        or leg.trigger.pos_ == "NOUN"  # "docked in Aden on a voyage from Odesa"
        or (leg.trigger.tag_ in ("VBG", "VBN") and not helped)
        or leg.trigger.dep_ in ("advcl", "relcl", "pcomp")
    )
    if last.destination and not last.origin and leg.origin and not leg.destination:
        here = participle and last.trigger.sent == leg.trigger.sent
        here = here or last.trigger.lemma_ in ("transit", "cross", "pass")
        does = leg.trigger.head if leg.trigger.dep_ == "dobj" else leg.trigger
        earlier = any(c.lower_ == "had" for c in does.children)  # "They had left Oslo"
        # "will visit Oslo; he will arrive from Rome"
        arrives = leg.trigger.lemma_ == "arrive" and last.trigger.sent == leg.trigger.sent
        told = here or earlier or arrives or _came(leg, last)
        return told and not same_place(last.destination, leg.origin)
    return False


def _is_said(noun: "Token") -> bool:
    """Tell "the convoy" from one that is new: "the container ship Malaika"."""
    return noun.pos_ == "NOUN" and [c.lower_ for c in noun.children] == ["the"]


def _had_been(leg: Leg, last: Leg) -> bool:
    """Tell "sailed from Oslo. The army had brought them to Norway", which was before."""
    had, before = ([c.lower_ for c in one.trigger.children] for one in (leg, last))
    moved = leg.event.motion.end != "arrival" and leg.destination is not None
    return moved and "had" in had and "had" not in before


def _came(leg: Leg, last: Leg) -> bool:
    """Tell "arrived in Rome on Friday. They flew from Oslo by way of Paris": one journey."""
    subjects = (c for c in leg.trigger.children if c.dep_ in ("nsubj", "nsubjpass"))
    they = any(_is_said(c) or (c.pos_ == "PRON" and c.lower_ not in _WHO) for c in subjects)
    they = they and leg.trigger.tag_ == "VBD"
    later = leg.trigger.sent.start >= last.trigger.sent.end
    conj = (MOTIONS.get(c.lemma_) for c in leg.trigger.children if c.dep_ == "conj")
    reached = any(motion is not None and motion.end == "arrival" for motion in conj)
    return they and later and leg.event.motion.end != "arrival" and not reached
