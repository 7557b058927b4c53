"""Legs that go on: what starts where the same traveller's leg before ended, and ways back."""

import re
from typing import TYPE_CHECKING

from kit._days import days_of
from kit._ellipses import is_in_gap
from kit._events import WHEN, bounds_of, is_return
from kit._flashbacks import is_followed, is_overtaken
from kit._generality import is_first_to
from kit._halves import ENDING, clause_before, is_bare, is_onward
from kit._joining import take_origin
from kit._kinds import is_people
from kit._legs import ONWARD, Leg, is_same, same_place
from kit._places import GENERIC, End, Places
from kit._reached import is_missed, is_reached, is_under_way
from kit._subjects import subject_of
from kit._threads import are_he_and_she, holds_another, is_another, is_resumed, stands_for
from kit._travellers import Traveller, traveller, whole_of
from kit._tree import SUBJECTS, has_role, has_word, under, verb_above, with_role
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    import datetime as dt

    from spacy.tokens import Token

    from kit._calendar import Span

_THEIRS = frozenset("their its them".split())
_LATER = ("later", "next day", "following day")
_CONTINUING = frozenset("continue proceed return leave depart".split())
_SAID_BEFORE = frozenset("the these those both them".split())
_SHORTLY = 40  # words
_REST = frozenset("other rest remainder".split())  # who did not make the leg before
_BODIES = frozenset("body remains coffin".split())
_PART_OF = frozenset({"one", "first"})
_TEAMS = frozenset("team delegation mission group panel commission party squad unit".split())
_PARTY = frozenset("party delegation team entourage group crew staff retinue".split())
_SHARES = frozenset("half part group batch convoy contingent lot".split())
_STORY = 90  # words between a leg and the one that the story goes on with
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_ONE_DAY = re.compile(r"day\b|night\b|morrow\b")


def turn_back(legs: list[Leg]) -> None:
    """Let somebody who "flew back" go where the leg before began."""
    for number, leg in enumerate(legs):
        _look_home(leg, legs[:number])
        sure = leg.status != "planned" or bool(leg.dates)  # not "is ready to go home"
        sure = sure or leg.trigger.pos_ == "NOUN"
        begun = leg.origin_basis == "leg before" and leg.destination is None  # how far was known
        # or "The return voyage from Oslo", of which the end is known
        begun = begun or (leg.trigger.pos_ == "NOUN" and leg.destination is None)
        if not (is_bare(leg) or begun) or not is_return(leg.trigger) or not sure:
            continue
        if is_first_to(leg.trigger) or _is_to_the_same(leg.trigger):
            continue
        for last in reversed(legs[:number]):
            near = leg.trigger.i - last.trigger.i < 60
            if leg.origin and not (last.destination and same_place(leg.origin, last.destination)):
                continue
            leg.who = leg.who or (last.who if near and last.destination else None)
            if near and last.destination and _is_aboard(leg.who, last):
                leg.origin, leg.origin_basis = last.destination, "leg before"
                if last.origin is not None:
                    leg.destination, leg.destination_basis = last.origin, "leg before"
                break


def _look_home(leg: Leg, before: list[Leg]) -> None:
    """Take "the capital" that somebody in Oslo "returned to" for another one than Oslo."""
    aim = leg.destination
    if aim is None or leg.origin or aim.token.lower_ not in GENERIC or not is_return(leg.trigger):
        return
    last = next((one for one in reversed(before) if is_same(one.who, leg.who)), None)
    if last is not None and last.destination is not None and same_place(aim, last.destination):
        leg.destination = None


def _is_to_the_same(trigger: "Token") -> bool:
    """Tell "went back to the same field", which is where the leg before ended."""
    near = (word for c in trigger.children for word in (c, *c.children))  # "to" hangs on "back"
    return any(w.lower_ == "same" for to in near if to.dep_ == "prep" for w in to.subtree)


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


def go_on(legs: list[Leg], places: Places, today: "dt.date | None") -> None:
    """Let a leg that goes on start where the leg before it ended."""
    days = days_of(legs, today)
    for number, leg in enumerate(legs):
        if leg.origin is None and leg.destination is not None and (place := _where(leg, places)):
            take_origin(leg, place, "leg before")
        if leg.origin is not None or leg.destination is None:
            continue
        for last, day in zip(legs[:number][::-1], days[:number][::-1], strict=True):
            if (
                leg.trigger.i - last.trigger.i < _STORY
                and not _is_before(days[number], day)
                and not is_followed(last, legs)
                and not _is_within(leg, clause_before(last.trigger))
                and (
                    leg.follows(last)  # "had flown to Oslo on 2 July and gone on to Rome"
                    or not is_overtaken(last, day, legs[:number], days, days[number])
                )
                and is_reached(last)
                and not is_under_way(last)
                and not is_missed(leg, last)
                and not are_he_and_she(leg.trigger, last.trigger)
                and not _is_shared(leg, last)
                and not _are_two_parts(leg.who, last.who)
                and not _is_of_others(leg, last, legs[:number])
                and (_goes_on(leg) or _is_next(leg, last) or _is_later(leg, last))
                and (last.status in (leg.status, "reported", "alleged") or _is_told_ahead(leg))
                and _is_aboard(leg.who, last)
            ):
                take_origin(leg, last.destination, "leg before")
                leg.status = last.status if _is_told_ahead(leg) else leg.status
                break


def _is_before(own: "Span | None", day: "Span | None") -> bool:
    """Tell "arrived in Oslo on Thursday … flew to Rome on Tuesday"."""
    return own is not None and day is not None and own[1] < day[0]


def _is_within(leg: Leg, clause: "Token | None") -> bool:
    """Tell the visit of "flew home, cutting short a visit to Oslo", which was before."""
    return clause is not None and leg.trigger in clause.subtree


def _is_told_ahead(leg: Leg) -> bool:
    """Tell "The pope will go to Juba on Friday. He returns to Rome two days later"."""
    return leg.status == "reported" and leg.trigger.tag_ == "VBZ" and bool(leg.dates)


def part_ways(legs: list[Leg]) -> None:
    """
    Let "the others" of "Half were bused to Oslo, the others to Rome" start where half did.

    Parameters
    ----------
    legs : list of Leg
        Changed in place; ends that are told stay.
    """
    for number, leg in enumerate(legs[1:], 1):
        last = legs[number - 1]
        near = bounds_of(leg.trigger)[0] in bounds_of(last.trigger)
        open_ = leg.origin is None and leg.destination is not None and last.origin is not None
        done = last.status in (leg.status, "reported")  # "half were, and the others are to be"
        if near and open_ and done and _is_other_part(leg, last):
            # "and the rest went on to"
            onward = is_onward(leg.trigger) and last.destination is not None
            start = last.destination if onward else last.origin
            take_origin(leg, start, last.origin_basis or "leg before")
        elif _is_rest(leg, last):
            take_origin(leg, last.destination, "leg before")


def _is_rest(leg: Leg, last: Leg) -> bool:
    """Tell "Two men were taken to Oslo. One was discharged; the other was flown home to Rome"."""
    whole = last.who is not None and last.who.token.lemma_ != "half" and not _is_part(last.who)
    near = leg.trigger.i - last.trigger.i < _SHORTLY and leg.status == last.status
    if leg.who is None or not (whole and near) or leg.origin or last.destination is None:
        return False
    rest = leg.who.token.lemma_ in _REST and any(c.lower_ == "the" for c in leg.who.token.lefts)
    onward = is_onward(leg.trigger) or has_word(leg.trigger, "home")
    return rest and leg.destination is not None and onward


def _is_other_part(leg: Leg, last: Leg) -> bool:
    """Tell "eleven" and "the rest" from those of which the leg before tells."""
    if leg.who is None or last.who is None:
        return False
    if leg.who.token.lower_ == "another" and leg.who.kind == "thing":
        return True  # "One lorry left Oslo for Rome, and another went to Bari"
    if leg.event is last.event:
        return leg.event.motion.mover != "subject"  # "half were bused to Oslo, the rest to Rome"
    before = traveller(subject_of(leg.trigger.head)) if leg.trigger.dep_ == "conj" else None
    if leg.who.token.pos_ == "NUM" and is_another(leg.who, last.who):
        return leg.who.kind in ("unknown", last.who.kind)  # "Another 90 crossed"
    parts = (who for who in (last.who, before) if who is not None and who.token != leg.who.token)
    return _is_part(leg.who) and any(map(_is_part, parts))


def _are_two_parts(who: Traveller | None, before: Traveller | None) -> bool:
    """Tell "the others" from the half that went on without them, and "and Ben to Cairo"."""
    if who is None or before is None:
        return False
    return is_in_gap(who.token) or (who.token.lemma_ in _REST and _is_part(before))


def _is_part(who: Traveller) -> bool:
    token = who.token
    if token.lemma_ == "half":  # "half of the men"
        return True
    another = any(c.lower_ in ("another", "other") for c in token.lefts)
    return whole_of(token) is not None or token.lemma_ in _REST or another


def carry_on(legs: list[Leg], today: "dt.date | None") -> None:
    """
    Let "the passengers" or "half of the cargo" start where the story's leg before ended.

    Parameters
    ----------
    legs : list of Leg
        Changed in place; ends that are told stay.
    today : datetime.date or None
        Day of the article.
    """
    days = days_of(legs, today)
    for number, leg in enumerate(legs):
        if leg.origin is not None or leg.destination is None or not _is_of_story(leg):
            continue
        for last, day in zip(legs[:number][::-1], days[:number][::-1], strict=True):
            apart = leg.trigger.sent.start - last.trigger.sent.end
            if last.destination is None or apart < 0 or _is_earlier(last):
                continue
            if _is_before(days[number], day):  # "had gone by lorry in September"
                continue
            told = last.status in (leg.status, "reported") and last.destination.place is not None
            told = told and is_reached(last)
            if told and apart < _STORY and _may_be_aboard(leg.who, last):
                take_origin(leg, last.destination, "leg before")
            break


def _is_earlier(leg: Leg) -> bool:
    """Tell what had been before, unless its arrival is told in another sentence."""
    had = has_word(leg.trigger, "had")
    aim = leg.destination
    return had and aim is not None and aim.token.sent == leg.trigger.sent


def _is_of_story(leg: Leg) -> bool:
    """Tell "the horses", "half of it" and "20 of them" from who was not told of before."""
    who, verb = leg.who, leg.trigger
    if who is None or verb.pos_ != "VERB" or verb.dep_ == "relcl":
        return False
    if any(w.lemma_ in _REST for w in (who.token, *who.token.lefts)):
        return False
    if has_word(verb, "had"):
        return False
    of = (w for c in who.token.children if c.lower_ == "of" for w in c.subtree)
    part = any(word.lower_ in _SAID_BEFORE for word in of) and not _is_new_body(who)
    goods = who.kind == "thing" and not is_people(who.token)  # "one coffin", "a first 6,000 tonnes"
    said = _SAID_BEFORE | (_PART_OF if goods else frozenset())
    known = any(word.lower_ in said for word in (who.token, *who.token.lefts))
    known = known and not any(c.pos_ in ("ADJ", "PROPN") for c in who.token.lefts if not goods)
    first = any(c.lower_ == "first" for c in who.token.lefts)
    share = who.token.lemma_ == "half" or (who.token.lemma_ in _SHARES and first)
    return part or _is_party(who) or share or (known and who.kind in ("person", "thing"))


def _is_new_body(who: Traveller) -> bool:
    """Tell "a team of the commission", which comes from it and not from who was told of."""
    of = [*under(who.token, "of")]
    new = has_word(who.token, ("a", "an")) and who.token.lemma_ in _TEAMS
    return new and all(word.tag_ in ("NN", "NNP") for word in of)


def _is_party(who: Traveller) -> bool:
    """Tell "her party of eleven", who are with her."""
    return who.token.lemma_ in _PARTY and any(c.tag_ == "PRP$" for c in who.token.lefts)


def _may_be_aboard(who: Traveller | None, last: Leg) -> bool:
    """Say whether people, or goods, may be those that the leg before moved, or its vehicle."""
    if who is None or last.who is None:
        return False
    if _is_party(who) and last.who.kind == "person":
        return True
    people = is_people(who.token) or who.kind == "person"
    bodies = last.who.token.lemma_ in _BODIES
    theirs = (is_people(last.who.token) and not bodies) or last.who.kind == "person"
    if holds_another(last.who, who.token) or (who.token.tag_ == "NNS" and _is_one(last.who)):
        return False  # "Ana Costa travelled to Lima. The guests arrived in Suva"
    return last.who.kind == "vehicle" or people == theirs


def _is_one(who: Traveller) -> bool:
    """Tell "Ana Costa" and "she" from several who travelled."""
    named = who.token.tag_ == "NNP" or who.token.lower_ in ("he", "she")
    return who.kind == "person" and named and not has_role(who.token, "conj")


def _is_later(leg: Leg, last: Leg) -> bool:
    """Tell who was last somewhere: "set out for Oslo. … On Friday Mr Feehily flew home to Cork"."""
    if _is_way_back(leg, last):
        return True
    if leg.who is None or last.who is None:
        return False
    theirs = is_people(last.who.token) or last.who.kind == "person"  # "The official sailed back"
    if leg.who.kind not in ("person", "vehicle") and not theirs:
        return False
    after = leg.trigger.sent.start >= last.trigger.sent.end
    aside = leg.trigger.dep_ == "relcl" or has_word(leg.trigger, "had")
    on_a_day = any(_ONE_DAY.search(date.text.lower()) for date, _ in leg.dates)
    one_tale = leg.status == last.status or is_return(leg.trigger)  # not "is to visit Rome in May"
    one_tale = one_tale or (on_a_day and (last.status, leg.status) == ("reported", "planned"))
    mine, yours = (set(_YEAR.findall(one.trigger.sent.text)) for one in (leg, last))
    apart = bool(mine and yours) and not mine & yours  # "In 1947 she sailed for Adelaide"
    same = leg.who.is_same(last.who) or stands_for(leg.who, last.who, last.mode)
    return after and one_tale and not (aside or apart) and same


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


def _is_of_others(leg: Leg, last: Leg, before: list[Leg]) -> bool:
    """Tell the ferry, which the story followed, from who has gone by what is not told since."""
    theirs = last.who is not None and last.who.kind == "person" and last.mode is None
    return (
        theirs
        and leg.who is not None
        and leg.who.kind == "vehicle"
        and any(is_same(leg.who, one.who) for one in before)
    )


def _is_next(leg: Leg, last: Leg) -> bool:
    """Tell "flew to Doha; he travels to Rome on Friday", "its crew are to fly to Rome"."""
    trigger, before = leg.trigger, last.trigger
    if leg.who is not None and before.head == leg.who.token and before.i < trigger.i:
        goods = leg.who.kind in ("thing", "vehicle") and not is_people(before.head)
        if before.dep_ == "acl" or (before.dep_ == "relcl" and goods):
            return True  # "The crates, which reached Oslo on Monday, were flown to Rome"
    goods = leg.who is not None and leg.who.kind != "person"  # a minister may go home first
    heads = (trigger, trigger.head) if trigger.dep_ == "xcomp" and goods else (trigger,)
    subjects = [c for verb in heads for c in verb.children if c.dep_ in SUBJECTS]
    if before.dep_ == "relcl" and has_word(before, "had"):
        return before.head.head == trigger  # "Quispe, who had gone to Cusco, hurried back to"
    objects = with_role(trigger, "dobj")
    pronoun = any(c.pos_ == "PRON" for c in (*subjects, *objects))  # "a bus took them to Rome"
    later = trigger.sent == before.sent and before.i < trigger.i and leg.status == last.status
    if pronoun and later:  # "flew to Doha; on Monday they reached Rome"
        return trigger.dep_ in ("parataxis", "ROOT", "conj", "ccomp")
    follows = pronoun and trigger.sent.start == before.sent.end
    listed = before.dep_ == "ccomp" and before.head == trigger and before.i < trigger.i
    first = before.head if before.dep_ == "conj" else before
    # "Picked up in Kiel and bused to Oslo, the men were flown to Rome"
    listed = listed or (first.tag_ == "VBN" and (first.dep_, first.head) == ("advcl", trigger))
    if is_resumed(leg, last) or (listed and (not subjects or before.dep_ == "conj")):
        # "The family crossed to Chios. They took the ferry to Piraeus", "were bused to Oslo, were
        # flown to Rome and left", read as told by the next
        return True
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
    some = who.token.pos_ == "NUM" and not is_another(who, last.who)  # "Five will be flown on"
    if some or any(word.lower_ in _THEIRS for word in who.token.subtree):  # "their trucks"
        return last.who.kind != "person"
    whole = [who.token, *under(who.token, "of")]
    parts = (w for w in whole if has_word(w, ("the", "those")))
    said = {token.lemma_ for token in last.trigger.sent}
    return who.kind in ("thing", "vehicle", "unknown") and any(w.lemma_ in said for w in parts)


def _goes_on(leg: Leg) -> bool:
    """Say whether words tell that a leg follows another: "and then", "two days later"."""
    token = leg.trigger
    if token.lemma_ == "be" or token.pos_ == "ADP":  # "was back in Oslo", "and on to Oslo"
        return True
    if token.lemma_.lower() in _CONTINUING and leg.destination is not None:
        return True
    had_to = token.dep_ == "xcomp" and token.head.lemma_ == "have"
    be = token.head.lemma_ == "be" or had_to  # "and then had to walk to"
    near = [*token.children, *(token.head.children if be else ())]
    onward = any(c.lower_ in ONWARD for c in near) or is_onward(token)
    onward = onward or (be and is_onward(token.head))
    since = any(c.lower_ == "since" and c.dep_ == "advmod" for c in near)  # "has since been"
    later = (date.text.lower().endswith(_LATER) for date, _ in leg.dates)
    return onward or any(later) or since or _is_joined(token)


def _is_joined(token: "Token") -> bool:
    """Say whether it hangs on what was told before: "and flew to", "before flying to"."""
    if token.lower_ == "bound" and token.dep_ == "acl":  # "and put on a jet bound for Rome"
        return (verb_above(token, full=True) or token).dep_ == "conj"
    if token.pos_ in ("NOUN", "ADJ"):  # "and was put aboard a flight to Rome", "and is due in"
        on = token.dep_ == "pobj" and token.head.lower_ in ("on", "aboard", "onto")
        verb = token.head.head if on else token.head
        told = token.dep_ in ("dobj", "acomp") or on
        return told and (verb.dep_ == "conj" or verb.lemma_ in ENDING)
    if token.dep_ == "relcl":  # "then boarded a bus that took them to Rome"
        return vehicle_mode(token.head) is not None
    if token.pos_ == "VERB" and (token.dep_ in ("conj", "dep") or _is_half(token)):
        return True
    return token.dep_ in ("pcomp", "advcl") and any(
        word.lower_ == "before" for word in (token.head, *token.children)
    )


def _is_half(verb: "Token") -> bool:
    """Tell "flew to Oslo and, on Monday, crossed to Rome", which may be taken for a clause."""
    head, last = verb.head, verb.nbor(-1) if verb.i else verb
    while last.i > head.i and (last.ent_type_ in WHEN or last.lower_ == "on"):
        last = last.nbor(-1)
    if last.lower_ == "and" and verb.dep_ == "advcl" and verb.tag_ == "VBN":
        return True  # "were driven to Oslo and on Saturday flown to Rome"
    ands = [c for c in head.children if c.dep_ == "cc" and head.i < c.i < verb.i]
    before = verb.doc[max(verb.i - 1, 0)].text
    listed = before == "," and has_role(verb, "cc")
    both = any(c.dep_ == "conj" and c.i > ands[-1].i for c in head.children) if ands else not listed
    return verb.dep_ == "advcl" and verb.tag_ in ("VBN", "VBD") and not both
