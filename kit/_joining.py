"""Legs that hang together: what starts where the one before ended, and halves of one journey."""

import re
from typing import TYPE_CHECKING

from kit._events import is_return
from kit._kinds import is_people
from kit._legs import ONWARD, Leg, is_same, same_place
from kit._motion import BOARDING, NOUNS, PUT_ON
from kit._places import GENERIC, End, Places
from kit._subjects import subject_of
from kit._threads import is_resumed, stands_for
from kit._travellers import Traveller
from kit._truth import is_first_to
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

# Where people who travelled to a country are then said to be.
MEETINGS = frozenset(
    "meet meeting sit talk summit hold stay confer conference gather dine dinner greet "
    "receive welcome ceremony session inspect tour negotiation visit sign speak address "
    "attend rally stopover stop negotiate".split()
)
_STAYS = frozenset(
    "year month week day night decade exile spell internment imprisonment layover call unload load "
    "discharge refuel bunker repair".split()
)
_ENDING = frozenset("cut end finish conclude interrupt curtail abandon complete wrap".split())
# "After 23 days at sea from Aden".
_UNDER_WAY = frozenset(
    "sea way route passage bound road flight sailing crossing ride drive walk day hour".split()
)
_LANDING = frozenset("discharge unload offload".split())
_THEIRS = frozenset("their its them".split())
STOPS = frozenset("stop stopover layover refuel bunker".split())
_LATER = ("later", "next day", "following day")
_CONTINUING = frozenset("continue proceed return leave depart".split())


_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_NEAR = 30  # words between the sentences of two halves
_ONE_DAY = re.compile(r"day$|night$|morrow$")
_WHO = frozenset({"who", "which", "that"})


def take_origin(leg: Leg, end: End | None, basis: str) -> None:
    """Set where a leg starts, unless it would then go nowhere."""
    if end is None or (end.place and leg.destination and same_place(end, leg.destination)):
        return
    leg.origin, leg.origin_basis = end, basis


def chain(legs: list[Leg], places: Places) -> list[Leg]:
    """Let a leg start where the trip before it ended: "arrived in … after a trip to …"."""
    gone: set[int] = set()
    for leg in legs:
        before = _before(leg.trigger)
        if leg.destination is None or before is None:
            continue
        if leg.origin is not None:  # "sailed from Oslo to Rome after a stop in Lisbon"
            stop = _met_in(before, places)
            if stop is not None and _is_stop(stop) and stop not in leg.via:
                leg.via.append(stop)
            continue
        inside = {token.i for token in before.subtree}
        earlier = [o for o in legs if o.trigger.i in inside and o is not leg and not _is_bare(o)]
        if earlier:
            last = earlier[-1]
            take_origin(leg, last.destination or last.origin, "leg before")
            if last.destination is None:
                leg.origin_basis = "stated"
                leg.mode = leg.mode or last.mode
                leg.dates += [(date, "departure") for date, _ in last.dates]
            if last.destination is None or last.trigger.lemma_ in _LANDING:
                gone.add(id(last))
        else:
            end = _met_in(before, places)
            halves = (o for o in legs if o is not leg and o.origin and not o.destination)
            if end is not None and _is_stop(end) and any(is_same(o.who, leg.who) for o in halves):
                leg.via.append(end)  # "flown from Oslo, the jet having refuelled at Doha"
            else:
                take_origin(leg, end, "leg before")
    return [leg for leg in legs if id(leg) not in gone]


def _before(trigger: "Token") -> "Token | None":
    """Give the clause that tells what came just before: "after …", "following …"."""
    if trigger.dep_ == "conj" and trigger.head.lemma_ in _ENDING:  # "cut short his stay and flew"
        return next((c for c in trigger.head.children if c.dep_ in ("dobj", "ccomp")), None)
    for child in trigger.children:
        if child.lower_ in ("after", "following") and child.dep_ in ("prep", "advcl", "mark"):
            return child
        trips = (w for w in child.children if w.pos_ == "NOUN" and w.lemma_ in NOUNS)
        if child.lower_ == "from" and any(trips):
            return child  # "returned from a trip to Oslo"
        if child.dep_ == "advcl" and any(map(_is_after, child.children)):
            return child
        if child.dep_ == "advcl" and any(w.lower_ == "having" for w in child.children):
            return child
    return None


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
        came = ("from",) if lemma in _UNDER_WAY else ()
        for prep in token.subtree if stayed or came else ():
            if prep.dep_ == "prep" and prep.lower_ in (*stayed, *came):
                ends = (places.end(w) for word in prep.children for w in (word, *word.conjuncts))
                if found := [end for end in ends if end.place]:
                    return found[-1]  # "after stops in Nairobi and Kampala"
    return None


def turn_back(legs: list[Leg]) -> None:
    """Let somebody who "flew back" go where the leg before began."""
    for number, leg in enumerate(legs):
        sure = leg.status != "planned" or leg.dates  # "is ready to go home"
        if not _is_bare(leg) or not is_return(leg.trigger) or not sure or is_first_to(leg.trigger):
            continue
        for last in reversed(legs[:number]):
            near = leg.trigger.i - last.trigger.i < 60
            if near and last.destination and _is_aboard(leg.who, last):
                leg.origin, leg.origin_basis = last.destination, "leg before"
                if last.origin is not None:
                    leg.destination, leg.destination_basis = last.origin, "leg before"
                break


def join_departures(legs: list[Leg]) -> list[Leg]:
    """Join "left Oslo on Monday" and "arrived in Bergen on Tuesday" to one leg."""
    joined: list[Leg] = []
    for leg in legs:
        recent = joined[:-9:-1]
        last = next((other for other in recent if _is_one(other, leg)), None)
        near = last is not None and leg.trigger.sent.start - last.trigger.sent.end <= _NEAR
        again = last is not None and _is_again(leg, last)
        if again and last is not None and (last.status, leg.status) == ("reported", "planned"):
            last.status = "planned"  # "is sailing to Rome, and will dock there on Friday"
        if last is not None and near and last.status == leg.status and (_is_bare(leg) or again):
            last.dates += leg.dates  # "… and arrived on Wednesday", "and got there on Wednesday"
            last.mode = last.mode or leg.mode
        elif last is not None and near and last.status == leg.status and _is_bare(last):
            aside = last.trigger.dep_ == "relcl" and last.event.motion.end != "departure"
            leg.dates = leg.dates if aside else last.dates + leg.dates
            joined[joined.index(last)] = leg
            boarded = last.trigger.lemma_ in BOARDING and last.trigger in leg.trigger.ancestors
            if (leg.trigger.dep_ == "relcl" or leg.trigger.lower_ == "bound") and boarded:
                leg.who = last.who  # "put the guns on a coaster that docked in Aden"
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
            last.via += [end for end in leg.via if end not in last.via]
            if last.trigger.sent == leg.trigger.sent:
                last.span = min(last.span[0], leg.span[0]), max(last.span[1], leg.span[1])
        else:
            joined.append(leg)
    return joined


def _half(which: str, half: str) -> str:
    """Say which end of a whole journey a date is of that stands beside one half."""
    return half if which == "whole" else which


def _is_again(leg: Leg, last: Leg) -> bool:
    """Tell "left Oslo for Rome and got there on Friday", "to Rome, where the ship docked"."""
    aim, before = leg.destination, last.destination
    if aim is None or before is None or not same_place(aim, before):
        return False
    vague = aim.token.lower_ == "there" or aim.token.lower_ in GENERIC  # "is due in the Dutch port"
    return vague or (aim.token == before.token and leg.origin is None)


def _is_one(last: Leg, leg: Leg) -> bool:
    """Say whether two halves may be of one journey: the same who, or a ship and what it carries."""
    if is_same(last.who, leg.who):
        return True
    if last.who is None or leg.who is None:
        return False
    if last.trigger.sent != leg.trigger.sent:
        follows = last.trigger.sent.end == leg.trigger.sent.start
        near = leg.trigger.sent.start - last.trigger.sent.end <= _NEAR
        return (follows and _had_come(leg)) or (near and stands_for(leg.who, last.who, last.mode))
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
    puts = leg.who.token.dep_ == "dobj" and leg.who.token.head == leg.trigger
    puts = puts and leg.trigger.dep_ == "conj" and last.who.kind == "vehicle"
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


def _is_bare(leg: Leg) -> bool:
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
    if not goes_on or last.event is leg.event:
        return False
    if last.origin and not last.destination and leg.destination and not leg.origin:
        return not same_place(last.origin, leg.destination)
    bound = last.trigger.lower_ in ("bound", "route", "way")
    participle = (
        bound
        or leg.trigger.pos_ == "NOUN"  # "docked in Aden on a voyage from Odesa"
        or leg.trigger.tag_ in ("VBG", "VBN")
        or leg.trigger.dep_ in ("advcl", "relcl", "pcomp")
    )
    if last.destination and not last.origin and leg.origin and not leg.destination:
        here = participle and last.trigger.sent == leg.trigger.sent
        here = here or last.trigger.lemma_ in ("transit", "cross", "pass")
        earlier = any(c.lower_ == "had" for c in leg.trigger.children)  # "They had left Oslo"
        told = here or earlier or _came(leg, last)
        return told and not same_place(last.destination, leg.origin)
    return False


def _came(leg: Leg, last: Leg) -> bool:
    """Tell "arrived in Rome on Friday. They flew from Oslo by way of Paris": one journey."""
    subjects = (c for c in leg.trigger.children if c.dep_ in ("nsubj", "nsubjpass"))
    they = any(c.pos_ == "PRON" for c in subjects) and leg.trigger.tag_ == "VBD"
    follows = last.trigger.sent.end == leg.trigger.sent.start
    return they and follows and leg.event.motion.end == "whole" and not leg.dates


def _where(leg: Leg, places: Places) -> End | None:
    """Place before "where": "sailed for Rotterdam, where it will be put on a ship to Hull"."""
    begin = leg.trigger.doc[leg.trigger.sent.start : leg.trigger.i]
    for word in begin:  # "walked to Oslo, from where she took the train to"
        whence = word.lower_ == "where" and word.i > 2 and word.nbor(-1).lower_ == "from"
        if whence and leg.trigger in (word.head, *word.head.subtree):
            place = word.nbor(-3) if word.nbor(-2).text == "," else word.nbor(-2)
            return places.end(place) if places.named(place) else None
    for clause in (leg.trigger, *leg.trigger.ancestors):
        if clause.dep_ == "conj" and clause.left_edge.i > 1:
            before = clause.doc[clause.left_edge.i - 2 : clause.left_edge.i].text
            if before == ", and":
                return None  # "came from Rome, where he had met her, and is due in Oslo"
        near = [w for c in clause.children for w in (c, *c.children)]
        if clause.dep_ == "relcl" and any(w.lower_ in ("where", "whence") for w in near):
            return places.end(clause.head) if places.named(clause.head) else None
    return None


def go_on(legs: list[Leg], places: Places) -> None:
    """Let a leg that goes on start where the leg before it ended."""
    for number, leg in enumerate(legs):
        if leg.origin is None and leg.destination is not None and (place := _where(leg, places)):
            take_origin(leg, place, "leg before")
        if leg.origin is not None or leg.destination is None:
            continue
        for last in reversed(legs[:number]):
            near = leg.trigger.i - last.trigger.i < 90
            if (
                near
                and not _is_followed(last, legs)
                and last.trigger.lower_ not in _UNDER_WAY  # "on its way to Oslo was towed to Rome"
                and last.destination
                and not _is_shared(leg, last)
                and (_goes_on(leg) or _is_next(leg, last) or _is_later(leg, last))
                and last.status in (leg.status, "reported", "alleged")
                and _is_aboard(leg.who, last)
            ):
                take_origin(leg, last.destination, "leg before")
                break


def _is_followed(leg: Leg, legs: list[Leg]) -> bool:
    """Say whether another leg is known to start where one ended."""
    end = leg.destination
    return any(o.origin_basis == "leg before" and o.origin is end for o in legs if o is not leg)


def _is_later(leg: Leg, last: Leg) -> bool:
    """Tell who was last somewhere: "set out for Oslo. … On Friday Mr Feehily flew home to Cork"."""
    if _is_way_back(leg, last):
        return True
    if leg.who is None or last.who is None or leg.who.kind not in ("person", "vehicle"):
        return False
    after = leg.trigger.sent.start >= last.trigger.sent.end
    aside = leg.trigger.dep_ == "relcl" or any(c.lower_ == "had" for c in leg.trigger.children)
    on_a_day = any(_ONE_DAY.search(date.text.lower()) for date, _ in leg.dates)
    one_tale = leg.status == last.status or is_return(leg.trigger)  # not "is to visit Rome in May"
    one_tale = one_tale or (on_a_day and (last.status, leg.status) == ("reported", "planned"))
    mine, yours = (set(_YEAR.findall(one.trigger.sent.text)) for one in (leg, last))
    apart = bool(mine and yours) and not mine & yours  # "In 1947 she sailed for Adelaide"
    return after and one_tale and not (aside or apart) and leg.who.is_same(last.who)


def _is_way_back(leg: Leg, last: Leg) -> bool:
    """Tell "has been driven back to Oslo", where the leg before began."""
    return bool(
        is_return(leg.trigger)
        and last.origin
        and leg.destination
        and same_place(last.origin, leg.destination)
    )


def _is_shared(leg: Leg, last: Leg) -> bool:
    """Tell "sent aid to Aleppo and more to Adana": one sending, to two places."""
    return last.event is leg.event and leg.who is not None and leg.who.kind == "thing"


def _is_next(leg: Leg, last: Leg) -> bool:
    """Tell "flew to Doha; he travels to Rome on Friday", "its crew are to fly to Rome"."""
    trigger, before = leg.trigger, last.trigger
    if leg.who is not None and before.head == leg.who.token and before.i < trigger.i:
        goods = leg.who.kind in ("thing", "vehicle") and not is_people(before.head)
        if before.dep_ == "acl" or (before.dep_ == "relcl" and goods):
            return True  # "The crates, which reached Oslo on Monday, were flown to Rome"
    if before.dep_ == "relcl" and any(c.lower_ == "had" for c in before.children):
        return before.head.head == trigger  # "Quispe, who had gone to Cusco, hurried back to"
    pronoun = any(c.dep_ in ("nsubj", "nsubjpass") and c.pos_ == "PRON" for c in trigger.children)
    later = trigger.sent == before.sent and before.i < trigger.i and leg.status == last.status
    if pronoun and later:  # "flew to Doha; on Monday they reached Rome"
        return trigger.dep_ in ("parataxis", "ROOT", "conj", "ccomp")
    follows = pronoun and trigger.sent.start == before.sent.end
    if is_resumed(leg, last):
        return True  # "The family crossed to Chios. They took the ferry to Piraeus"
    if leg.status != "planned" or last.status != "reported" or last.trigger.tag_[:2] != "VB":
        return False
    # "They were flown to Kyiv. On Friday they are due to go to Lviv"
    return follows or trigger.sent == before.sent or not is_same(leg.who, last.who)


def _is_aboard(who: Traveller | None, last: Leg) -> bool:
    """Say whether a traveller made the leg before, or is a cargo that was told with it."""
    if stands_for(who, last.who, last.mode):
        return True
    if who is None or last.who is None:
        return False
    drove = last.trigger.pos_ == "VERB" and subject_of(last.trigger) == who.token
    family = who.token.lemma_ == "family" and last.who.kind == "person"
    inside = who.token in last.trigger.subtree and is_people(who.token)
    if drove or family or (inside and last.who.kind == "vehicle"):
        return True  # "drove hay to Thurso and was back in", "landed with 40 people; they were"
    some = who.token.pos_ == "NUM"  # "Five will be flown on"
    if some or any(word.lower_ in _THEIRS for word in who.token.subtree):  # "their trucks"
        return last.who.kind != "person"
    whole = [who.token, *(w for c in who.token.children if c.lower_ == "of" for w in c.children)]
    parts = (w for w in whole if any(c.lower_ in ("the", "those") for c in w.children))
    said = {token.lemma_ for token in last.trigger.sent}
    return who.kind in ("thing", "vehicle", "unknown") and any(w.lemma_ in said for w in parts)


def _goes_on(leg: Leg) -> bool:
    """Say whether words tell that a leg follows another: "and then", "two days later"."""
    token = leg.trigger
    if token.lemma_ == "be" or token.pos_ == "ADP":  # "was back in Oslo", "and on to Oslo"
        return True
    if token.lemma_.lower() in _CONTINUING and leg.destination is not None:
        return True
    near = [*token.children, *(token.head.children if token.head.lemma_ == "be" else ())]
    onward = (c.lower_ in ONWARD or (c.lower_ == "on" and _is_on(c)) for c in near)
    since = any(c.lower_ == "since" and c.dep_ == "advmod" for c in near)  # "has since been"
    later = (date.text.lower().endswith(_LATER) for date, _ in leg.dates)
    return any(onward) or any(later) or since or _is_joined(token)


def _is_on(word: "Token") -> bool:
    """Tell "flew on to Rome" from "flew on Friday"."""
    after = word.nbor().lower_ if word.i + 1 < len(word.doc) else ""
    return word.dep_ == "prt" or after in ("to", "into")


def _is_joined(token: "Token") -> bool:
    """Say whether it hangs on what was told before: "and flew to", "before flying to"."""
    if token.pos_ in ("NOUN", "ADJ"):  # "and was put aboard a flight to Rome", "and is due in"
        on = token.dep_ == "pobj" and token.head.lower_ in ("on", "aboard", "onto")
        verb = token.head.head if on else token.head
        told = token.dep_ in ("dobj", "acomp") or on
        return told and (verb.dep_ == "conj" or verb.lemma_ in _ENDING)
    if token.dep_ == "relcl":  # "then boarded a bus that took them to Rome"
        return vehicle_mode(token.head) is not None
    if token.pos_ == "VERB" and (token.dep_ in ("conj", "dep") or _is_half(token)):
        return True
    return token.dep_ in ("pcomp", "advcl") and any(
        word.lower_ == "before" for word in (token.head, *token.children)
    )


def _is_half(verb: "Token") -> bool:
    """Tell "flew to Oslo and, on Monday, crossed to Rome", which may be taken for a clause."""
    head = verb.head
    ands = [c for c in head.children if c.dep_ == "cc" and head.i < c.i < verb.i]
    before = verb.doc[max(verb.i - 1, 0)].text
    listed = before == "," and any(c.dep_ == "cc" for c in verb.children)
    both = any(c.dep_ == "conj" and c.i > ands[-1].i for c in head.children) if ands else not listed
    return verb.dep_ == "advcl" and verb.tag_ in ("VBN", "VBD") and not both
