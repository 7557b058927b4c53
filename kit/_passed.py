"""What a journey passes, read behind its word of motion in the order of the words."""

from itertools import chain, pairwise, takewhile
from typing import TYPE_CHECKING

from kit._events import Event, bounds_of, motion_of
from kit._inorder import last_of
from kit._joining import STOPS
from kit._kinds import is_people
from kit._legs import is_same
from kit._located import located
from kit._movers import MODES
from kit._moves import is_moved
from kit._places import End, Places
from kit._pronouns import NAMED
from kit._reached import griefs
from kit._tree import has_word
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

_FAR = 5  # words from "through" to the name
_BEHIND = 40  # words from the word of motion to what is passed
_BY = frozenset({"via", "through"})
_ROUND = frozenset("round around past across along up down".split())
_NATURAL = frozenset({"water", "mountain", "island"})
_CROSSING = frozenset("cross enter slip sneak".split())
_ENTERING = frozenset({"enter", "cross"})
_WIDE = frozenset({"country", "admin1", "region"})
_GATES = frozenset("crossing checkpoint post pass bridge corridor tunnel gate".split())
_PASSING = frozenset("pass cross change round transit skirt refuel traverse thread".split())
_TURNING = frozenset("divert redirect reroute".split())
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_ONWARD = frozenset({"then", "thence", "before", "after"})


def add_passed(events: list[Event], places: Places) -> None:
    """
    Add to events what their sentences name as lying on the way, where the parser lost it.

    Parameters
    ----------
    events : list of Event
        In the order of the text; their `via` is changed.
    places : Places
        The mentions.
    """
    triggers = {event.trigger.i for event in events}
    for event in events:
        _add(event, map(places.end, _passed(event, triggers, places)))
        _add(event, map(places.end, _halts(event.trigger, places)))
        if event.origins and event.destinations:  # "overturned near Voss"
            within = (located(v, places, event.trigger) for v in griefs(event.trigger))
            _add(event, map(places.end, chain.from_iterable(within)))
    for event, later in pairwise(events):
        if later.destinations:  # "came to Oslo and went on by way of Rome to Bari"
            own = [end for end in event.via if _is_behind(end.token, later, event)]
            event.via = [end for end in event.via if end not in own]
            _add(later, own)


def _is_behind(name: "Token", later: Event, event: Event) -> bool:
    """Tell what is passed after a second word of motion: "and on through Rome to Bari"."""
    verb = later.trigger
    onward = verb.head if verb.dep_ == "prep" and verb.head.lower_ == "on" else verb
    return event.trigger.i < onward.i < name.i and onward in name.ancestors


def join_passed(events: list[Event]) -> list[Event]:
    """
    Give "transited the Suez Canal" to the journey that is told with it: a place by the way.

    Parameters
    ----------
    events : list of Event
        In the order of the text.

    Returns
    -------
    list of Event
        What tells of nothing but a passage is one of them only if somebody made it.
    """
    kept: list[Event] = []
    ahead: Event | None = None  # a passage that is told before the journey that it is of
    for number, event in enumerate(events):
        if event.status == "possible" and _only_passes(event):
            continue  # "demanding papers that would let them cross Mexico"
        if ahead is not None and _is_with(ahead, event):
            _put_first(event, ahead.via)
        last, ahead = _last_of_same(event, kept), None
        whole = next((one for one in kept if _enters(event, one)), None)
        if whole is not None:
            _add(whole, event.via)
        elif _only_passes(event) and last is not None and _may_be_of(event, last):
            _add(last, event.via)
            last.mode = last.mode or event.mode
        elif _only_passes(event) and any(_is_on_way_to(event, one) for one in events[number + 1 :]):
            ahead = event
        elif last is not None and _is_told_twice(event, last):
            last.dates += event.dates
            _add(last, event.via)
        else:
            _keep(event, last, kept)
    return kept


def _enters(event: Event, last: Event) -> bool:
    """Tell "sent steel to Lyon, entering France at Modane" and "with trucks that had entered"."""
    lands = [end.place is not None and end.place.kind == "country" for end in event.destinations]
    entry = event.trigger.lemma_ in _ENTERING and bool(event.via) and bool(lands) and all(lands)
    within = event.trigger.dep_ in ("advcl", "relcl", "acl") and not event.origins
    aim = last.destinations[-1].place if last.destinations else None
    inside = aim is not None and any(
        end.place is not None and end.place.country == aim.country for end in event.destinations
    )
    return entry and within and inside and last.trigger in event.trigger.ancestors


def _keep(event: Event, last: Event | None, kept: list[Event]) -> None:
    """Add a journey to those that are kept, in the place of a passage that is part of it."""
    if last is not None and _is_on(event, last):  # "entered the Atlantic on a voyage from"
        kept.remove(last)
        _add(event, [*last.via, *last.destinations])
    elif last is not None and _only_passes(last):  # "has rounded the Cape and is due in Oslo"
        kept.remove(last)
        _put_first(event, last.via)
    # not of "called at Oslo before it crossed the North Sea", to where is not told
    still_to_come = last is not None and has_word(event.trigger, "before")
    if not _only_passes(event) or (_is_passage(event) and not still_to_come):
        kept.append(event)


def _put_first(event: Event, passed: list[End]) -> None:
    """Set what is passed before all else that is."""
    own, event.via = event.via, list(passed)
    _add(event, own)


def _is_with(event: Event, other: Event) -> bool:
    """Say whether one sentence tells both of the same traveller."""
    return bounds_of(event.trigger) == bounds_of(other.trigger) and is_same(event.who, other.who)


def _may_be_of(event: Event, last: Event) -> bool:
    """Tell who "flew to Oslo, crossing the sea" from who "flew to Oslo and went on by car"."""
    other = event.mode is not None and last.mode is not None and event.mode != last.mode
    return not other and not _comes_after(event, last)


def _comes_after(event: Event, last: Event) -> bool:
    """Tell "stopped in Oslo and entered the Kattegat" from "sailed to Oslo, rounding Skagen"."""
    if not last.destinations or event.trigger.i < last.destinations[-1].token.i:
        return False
    before = has_word(event.trigger, "before")
    halted = last.motion.end == "arrival" and event.trigger.dep_ == "conj"
    crossed = event.trigger.lemma_ == "cross" and event.trigger.dep_ == "conj"
    return before or halted or crossed


def _is_on_way_to(event: Event, other: Event) -> bool:
    """Say whether a passage is told before the rest of a journey, by the same sentence."""
    return (bool(other.destinations) or not _is_passage(event)) and _is_with(event, other)


def _last_of_same(event: Event, kept: list[Event]) -> Event | None:
    """Give what the sentence told last of the same traveller."""
    own = bounds_of(event.trigger)
    near = takewhile(lambda before: bounds_of(before.trigger) == own, reversed(kept))
    return next((before for before in near if is_same(before.who, event.who)), None)


def _is_told_twice(event: Event, last: Event) -> bool:
    """Tell "rounded the cape on its way from Oslo to Rome": two words of motion, one journey."""
    ends = [(*one.origins, *one.destinations) for one in (event, last)]
    placed, before = ([end.token.i for end in some] for some in ends)
    turned = last.trigger.lemma_ in _TURNING  # "rerouted on its way from Oslo to Rome"
    return bool(event.origins and event.destinations) and placed == before and not turned


def _is_on(trip: Event, event: Event) -> bool:
    """Say whether a sea is entered on a voyage that the sentence tells whole."""
    told = trip.trigger.pos_ == "NOUN" and bool(trip.origins and trip.destinations)
    under = trip.trigger.head.lower_ == "on" and trip.trigger.head.head == event.trigger
    seas = [end.place is not None and end.place.kind == "water" for end in event.destinations]
    return told and under and bool(seas) and all(seas) and not event.origins


def _only_passes(event: Event) -> bool:
    return bool(event.via) and not event.origins and not event.destinations


def _is_passage(event: Event) -> bool:
    """Tell "The frigate transited the Bosphorus", of which no end is told."""
    who = event.who
    if who is None or not event.crosses or not is_moved(event, who):
        return False
    if has_word(event.trigger, "having"):
        return False
    if who.token.i in who.token.doc.user_data[NAMED]:
        return False  # a place, which the parser takes for who goes
    return who.kind in ("person", "vehicle") or is_people(who.token)


def _add(event: Event, ends: "Iterable[End]") -> None:
    """Add what is passed, unless it is known as the same place."""
    told = (*event.origins, *event.destinations, *event.via)
    known = {other.place.start for other in told if other.place}
    for end in ends:
        if end.place and end.place.start not in known:
            event.via.append(end)
            known.add(end.place.start)


def _passed(event: Event, triggers: set[int], places: Places) -> "Iterator[Token]":
    """Yield the names of what is passed."""
    trigger = event.trigger
    wide = {end.place.kind for end in event.destinations if end.place} <= _WIDE
    for word in _clause(trigger, triggers):
        lower, at = word.lower_, _name_behind(word, places)
        if at is None:
            continue
        around = (*at.doc[word.i : at.i], *at.doc[at.i + 1 : at.i + 3])
        gate = any(w.lower_ in _GATES for w in around)
        place = places.named(at)
        natural = place is not None and place.kind in _NATURAL
        cape = place is not None and place.name.startswith("Cape ")
        by = lower in _BY or (lower in _ROUND and (natural or gate or cape))
        by = by or (word.tag_ == "VBG" and word.lemma_ in _PASSING)
        if lower == "at":
            by = gate or (trigger.lemma_ in _CROSSING and wide)
        if word.lemma_ == "change":  # "changing planes in Rome", "and changed flights in Rome"
            taken = [vehicle_mode(w) or MODES.get(w.lemma_) for w in at.doc[word.i : at.i]]
            by = by or any(taken)
            event.mode = event.mode or next(filter(None, taken), None)
        if by:
            yield at
            yield from _listed(at, places)


def _halts(trigger: "Token", places: Places) -> "Iterator[Token]":
    """Yield Luxor of "A jet flying from Bonn to Mombasa made a stop in Luxor"."""
    of_subject = trigger.dep_ in ("acl", "relcl") and trigger.head.dep_ == "nsubj"
    beside = (*trigger.conjuncts, *(c for c in trigger.children if c.tag_ == "VBG"))
    for verb in (trigger.head.head,) if of_subject else beside:
        halts = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_ in STOPS]
        if verb.lemma_ != "make" or not halts:
            continue
        within = (c for word in (verb, *halts) for c in word.children if c.lower_ in ("in", "at"))
        yield from (word for prep in within for word in prep.children if places.named(word))


def _clause(trigger: "Token", triggers: set[int]) -> "Iterator[Token]":
    """Yield the words behind a word of motion up to another clause or journey."""
    for word in trigger.doc[trigger.i + 1 : min(trigger.i + _BEHIND, trigger.sent.end)]:
        if word.i in triggers or word.text in (";", ":") or word.lower_ in _ONWARD:
            return
        goes = word.pos_ == "VERB" and motion_of(word) is not None
        also = word.lemma_ == "change" and word.head == trigger  # "and changed flights in Rome"
        if (word.tag_ in _FINITE and not also) or (goes and word.lemma_ not in _PASSING):
            return
        yield word


def _name_behind(word: "Token", places: Places) -> "Token | None":
    """Give the last word of the name that stands right behind a word, before the next comma."""
    for near in word.doc[word.i + 1 : min(word.i + 1 + _FAR, word.sent.end)]:
        if near.text == "," or near.tag_ in _FINITE:
            return None
        if places.named(near) is not None:
            return last_of(near, places, word.sent.end)
    return None


def _listed(name: "Token", places: Places) -> "Iterator[Token]":
    """Yield Madrid of "via Dubai and Madrid"."""
    stop = name.sent.end  # each look at a sentence takes as long as it has words
    while name.i + 2 < stop and name.nbor().lower_ in (",", "and"):
        ahead = name.nbor(2)
        if ahead.lower_ == "and" and ahead.i + 1 < stop:
            ahead = ahead.nbor()
        if places.named(ahead) is None:
            return
        name = last_of(ahead, places, stop)
        yield name
