"""Legs told without a verb of their own: "to Naples, and then by road to Rome"."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kit import _movers as movers
from kit._arguments import ends_of
from kit._ellipses import ellipses, gaps
from kit._events import WHEN, Event
from kit._inorder import pairs_behind
from kit._modes import carried_by, joint_behind, means_behind
from kit._places import End, Places
from kit._travellers import phrase, traveller
from kit._tree import has_word
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

_FAR = 8  # words from "from there" to "to"


def elliptic(event: Event, places: Places) -> Iterator[Event]:
    """
    Yield the legs told without a verb: "by sea to Naples, and then by road to Rome".

    Parameters
    ----------
    event : Event
        What the verb tells.
    places : Places
        The mentions.

    Yields
    ------
    Event
    """
    for part in ellipses(event.trigger):
        leg = Event(part, replace(event.motion, mode=None), event.who, status=event.status)
        for role, end in ends_of(event.trigger, leg.motion, places, None, part):
            leg.ends[role].append(end)
        last = max(
            [event.trigger.i, *(e.token.i for e in event.destinations if e.token.i < part.i)]
        )
        # "then by military aircraft to Jeddah", not "to Jeddah by sea and on by coach"
        since = part.doc[joint_behind(part.doc[last], part.i) : part.i]
        words_ = (*since, *part.subtree)
        told = (m for w in words_ if (m := movers.MODES.get(w.lower_) or carried_by(w)))
        ride = next(filter(None, map(vehicle_mode, part.ancestors)), None)
        onward = {part.head.lower_, part.nbor(-1).lower_} & {"on", "back"}
        leg.mode = next(told, ride or (event.mode if onward else event.motion.mode))
        if leg.origins and not leg.destinations:  # "and from there by lorry to Rome"
            leg.destinations += _aim_behind(leg.origins[-1].token, places)
        if leg.destinations:
            leg.mode = next(iter(means_behind(leg.destinations[0].token)), leg.mode)
            yield leg


def _aim_behind(source: "Token", places: Places) -> list[End]:
    """Find where "to" leads within the next words, whatever the parser hangs it on."""
    for word in source.doc[source.i + 1 : min(source.i + _FAR, source.sent.end - 1)]:
        if word.pos_ in ("VERB", "AUX") and word.tag_ != "VBP":
            return []
        if word.lower_ in ("to", "into"):
            aim = next((w for w in word.children if places.named(w)), None)
            return [] if aim is None else [places.end(aim)]
    return []


def way_back(event: Event) -> Iterator[Event]:
    """
    Yield the second half of "from Turin to Nice on Monday and back on Friday".

    Parameters
    ----------
    event : Event
        What the verb tells.

    Yields
    ------
    Event
    """
    backs = (w for w in event.trigger.subtree if w.lower_ == "back" and w.i > event.trigger.i + 1)
    ends = (end.token for end in event.destinations[-1:])
    after = (w.nbor(2) for w in ends if w.i + 2 < len(w.doc) and w.nbor(2).lower_ == "back")
    backs = (w for w in (*backs, *after) if _is_joined_on(w))
    back = next(backs, None)
    if back is None or not event.origins or has_word(back, "to"):
        return
    for end in event.destinations[-1:]:
        if end.token.i < back.i:
            half = replace(event, trigger=back, origins=[end], destinations=event.origins)
            half.via, half.dates = event.via[::-1], []
            yield half


def _is_joined_on(back: "Token") -> bool:
    """Tell "and back" and "and on Tuesday, when it rained, back again"."""
    before = back.nbor(-1)
    if before.text == ",":
        ands = [w for w in back.doc[back.sent.start : before.i] if w.lower_ == "and"]
        return bool(ands) and back.doc[ands[-1].i + 2].ent_type_ in WHEN
    while before.i and (before.ent_type_ in WHEN or before.lower_ == "on"):
        before = before.nbor(-1)
    return before.lower_ == "and"


def gapped(parts: list[Event], places: Places) -> Iterator[Event]:
    """
    Yield the legs of "took arms from Oslo to Riga, a second ship from there to Gdansk".

    Parameters
    ----------
    parts : list of Event
        What the verb tells, and what follows it without one.
    places : Places
        The mentions.

    Yields
    ------
    Event
    """
    event = parts[0]
    told = [end.token for part in parts for end in (*part.origins, *part.destinations)]
    if event.origins and event.destinations and event.trigger.pos_ == "VERB":
        last = max(told, key=lambda token: token.i)
        for start, aim in pairs_behind(last, places):
            leg = replace(event, trigger=start.token, origins=[start], destinations=[aim])
            leg.via, leg.dates = [], []
            between = last.doc[last.i : aim.token.i]  # "and by ship from there to Oslo"
            leg.mode = next(filter(None, map(vehicle_mode, between)), event.mode)
            load = next((w for w in between if w.dep_ == "conj" and w.head == event.trigger), None)
            if load is not None and load.pos_ == "NOUN" and event.motion.mover == "object":
                leg.who = traveller(load)  # "and on Monday 1,400 tents by lorry from"
            last = aim.token
            yield leg


def of_others(event: Event, places: Places) -> Iterator[Event]:
    """
    Yield the leg of Burns: "Blinken flew to Riyadh and Burns to Cairo".

    Parameters
    ----------
    event : Event
        What the verb tells.
    places : Places
        The mentions.

    Yields
    ------
    Event
    """
    ride = event.who is not None and event.who.kind == "vehicle"
    for other, to in gaps(event.trigger):
        who = traveller(other)
        aims = [places.end(word) for word in to.children if places.named(word)]
        if who is None and event.who is not None:  # "and another to Cairo"
            who = replace(event.who, words=phrase(other), token=other)
        goes = who is not None and who.kind not in ("abstract", "" if ride else "vehicle")
        if goes and aims:
            leg = replace(event, trigger=to, who=who, destinations=aims)
            leg.via, leg.dates = [], []
            yield leg
