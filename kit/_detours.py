"""Halts by the way, and journeys that ended elsewhere than they were bound."""

from typing import TYPE_CHECKING

from kit._arguments import sources_of
from kit._joining import STOPS, take_origin
from kit._legs import Leg, is_same, same_place
from kit._places import End, Places
from kit._threads import stands_for
from kit._travellers import Traveller
from kit._tree import has_word
from kit.measure import distance_km

if TYPE_CHECKING:
    from spacy.tokens import Token

_TOUCHING = frozenset("put touch land dock berth anchor".split())
_DIVERTING = frozenset("divert redirect reroute".split())
_HALTING = frozenset("anchor stand stop halt pause wait".split())
_AT_END, _OFF = 0.05, 1.3  # shares of the straight line
_BACKWARDS = frozenset("round around back away aside".split())


def turn_off(legs: list[Leg], places: Places) -> list[Leg]:
    """Leave out where somebody was bound who then went elsewhere: "diverted to", "ended up in"."""
    gone: set[int] = set()
    for number, leg in enumerate(legs):
        verb = leg.trigger
        own = [o for o in legs if o is not leg and _is_of_ride(o, _head(leg.who))]
        sent = bool(own) and verb.lemma_ == "send"  # "A flight from Oslo to Rome was sent to Bari"
        if leg.destination is None or not (sent or _is_turned(verb)):
            continue
        if verb.lemma_ in _DIVERTING:  # "diverted from Oslo", which it was bound for
            sources = sources_of(leg.who.token, places) if leg.who else []
            leg.origin = sources[0] if sources else None
            leg.origin_basis = "stated" if sources else None
        near = [o for o in legs[:number] if verb.i - o.trigger.i < 40 and is_same(o.who, leg.who)]
        near += own
        for other in [o for o in near if o.origin][-1:]:  # "took off from Oslo bound for Rome but"
            if id(other) not in gone:
                take_origin(leg, other.origin, "stated")
                leg.mode = leg.mode or other.mode
                leg.dates = other.dates + leg.dates
                gone |= {id(o) for o in near if o.destination is not other.origin}
    return [leg for leg in legs if id(leg) not in gone]


def call_by(legs: list[Leg]) -> list[Leg]:
    """Let "left Oslo for Rome and called at Lisbon" be one journey by way of there."""
    gone: set[int] = set()
    for number, leg in enumerate(legs):
        verb, stop = leg.trigger, leg.destination
        halts = verb.lemma_ == "call" or verb.lemma_ in _HALTING
        if not halts or stop is None or leg.origin or leg.status == "planned":
            continue
        bound = [o for o in legs[:number] if is_same(o.who, leg.who) and _is_bound(o, leg)]
        for whole in bound[-1:]:
            if verb.lemma_ in _HALTING and not _lies_between(stop, whole):
                continue  # "left Oslo for Rome and anchored off Ostia"
            if not any(same_place(end, stop) for end in whole.via):
                whole.via.append(stop)
            gone.add(id(leg))
    return [leg for leg in legs if id(leg) not in gone]


def _lies_between(stop: End, whole: Leg) -> bool:
    """Say whether a stop is hardly off the line between the ends of a journey, and neither."""
    ends = [end.place for end in (whole.origin, stop, whole.destination) if end and end.place]
    if len(ends) < 3 or any(place.id is None for place in ends):
        return False
    one, halt, other = ((place.lat, place.lon) for place in ends)
    there_km, on_km = distance_km(*one, *halt), distance_km(*halt, *other)
    straight_km = distance_km(*one, *other)
    return min(there_km, on_km) > _AT_END * straight_km and there_km + on_km < _OFF * straight_km


def _is_bound(leg: Leg, then: Leg) -> bool:
    """Say whether a leg told just before is of who left for a place."""
    near = then.trigger.sent.start in (leg.trigger.sent.start, leg.trigger.sent.end)
    aim = leg.destination
    return near and aim is not None and aim.token.head.lower_ == "for"


def stop_over(legs: list[Leg]) -> list[Leg]:
    """Let "calling at Dakar" stand for a place by the way, of the journey that it was told with."""
    gone: set[int] = set()
    for number, leg in enumerate(legs):
        verb = leg.trigger
        helping = {c.lower_ for c in verb.children if c.dep_ == "aux"}  # "She will call at Dakar"
        will = "will" in helping or ("to" in helping and leg.status == "planned")
        calls = verb.lemma_ in ("call", "stop", "halt")
        if not ((calls and (will or _is_by_the_way(verb))) or _touches(verb)):
            continue
        for last in (o for o in reversed(legs[:number]) if id(o) not in gone):
            one = stands_for(leg.who, last.who, last.mode) or verb.head == last.trigger
            one = one or (leg.who is not None and last.trigger in leg.who.token.ancestors)
            here = last.trigger.sent == verb.sent and _is_by_the_way(verb)
            called = verb.lemma_ == "call" and not (_is_en_route(verb) and "had" in helping)
            also = _is_by_the_way(verb) and not called  # "had called at Dakar on the way"
            near = last.trigger.sent.end == verb.sent.start or (will and _is_bound(last, leg))
            here = one and (here or ((will or also) and near))
            sent = last.origin or last.event.sender or _is_bound(last, leg) or _is_en_route(verb)
            if here and sent and last.destination and leg.destination:
                if all(leg.destination.token != end.token for end in last.via):
                    last.via.append(leg.destination)
                gone.add(id(leg))
                break
    return [leg for leg in legs if id(leg) not in gone]


def _is_by_the_way(verb: "Token") -> bool:
    """Tell "calling at Dakar", "a plane that stopped there to refuel", "will call on the way"."""
    if verb.tag_ == "VBG" and verb.dep_ == "advcl":
        return True
    aim = any(c.dep_ in ("xcomp", "advcl") and c.lemma_ in STOPS for c in verb.children)
    also = has_word(verb, "also") and verb.lemma_ in ("stop", "halt")
    return (aim and verb.dep_ == "relcl") or also or _is_en_route(verb)


def _touches(verb: "Token") -> bool:
    """Tell "put in at Oslo to refuel" and "touched down in Oslo on the way"."""
    refuels = verb.dep_ == "relcl" and any(c.lemma_ in STOPS for c in verb.children)
    return verb.lemma_ in _TOUCHING and (refuels or _is_en_route(verb))


def _is_en_route(verb: "Token") -> bool:
    """Tell "touched down in Oslo on the way"."""
    after = verb.doc[verb.i : verb.sent.end].text
    return "on the way" in after or "en route" in after


def _is_turned(verb: "Token") -> bool:
    """Tell "was diverted to Oslo", "but ended up in Oslo" and "turned round and landed in Oslo"."""
    ended = verb.lemma_ in ("end", "wind") and has_word(verb, "up")
    but = verb.dep_ == "conj" and has_word(verb.head, "but")
    before = verb.head if verb.dep_ == "conj" else verb
    turned = before.lemma_ == "turn" and has_word(before, _BACKWARDS)
    return verb.lemma_ in _DIVERTING or (ended and but) or turned


def _is_of_ride(leg: Leg, ride: "Token | None") -> bool:
    """Tell "The flight from Oslo" and "The plane carrying them from Oslo" of what was diverted."""
    verb = leg.trigger
    return verb == ride or (ride is not None and verb.dep_ == "acl" and verb.head == ride)


def _head(who: Traveller | None) -> "Token | None":
    return who.token if who is not None else None
