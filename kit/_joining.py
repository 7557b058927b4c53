"""Legs that follow on what the text tells before them: a visit, a stop, another leg."""

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from kit._described import LIES_IN, is_island_country
from kit._events import bounds_of
from kit._halves import RESTING, clause_before, half_of, is_bare, is_entry
from kit._legs import Leg, is_same, join_via, same_place
from kit._moorings import end_of
from kit._motion import ABOARD, BOARDING, NEGATING
from kit._places import End, Place, Places
from kit._spot import Spot
from kit._threads import stands_for
from kit.errors import NoWayError
from kit.gazetteer import default
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
_WIDE = frozenset({"country", "admin1", "region", "continent"})
_TO_AND_FROM = frozenset({"from", "to", "into"})  # no place lies so
_AREAS = frozenset({"country", "admin1"})
_MOSTLY = 0.7  # of the reach of an area is within it, whatever its shape
# "After 23 days at sea from Aden".
UNDER_WAY = frozenset(
    "sea way route passage bound road flight sailing crossing ride drive walk day hour".split()
)
LANDING = frozenset("discharge unload offload".split())
_REFUELLING = frozenset("refuel refuelling refueling".split())
STOPS = frozenset("stop stopover layover refuel bunker halt pause break".split())


_REACH_KM = {"foot": 300.0, "road": 2000.0}


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
    aim = leg.destination.place if leg.destination is not None else None
    return is_too_far(leg, start.place, aim)


def is_too_far(leg: Leg, *ends: Place | None) -> bool:
    """
    Say whether nobody drives or walks from one place to another at one go.

    Parameters
    ----------
    leg : Leg
        For who goes, and by what.
    *ends : Place or None
        Both ends.

    Returns
    -------
    bool
        False where it is not known by what, or where.
    """
    most_km = _REACH_KM.get(str(leg.mode))
    goods = leg.who is None or leg.who.kind != "person"
    known = len(ends) == 2 and all(place is not None and place.id is not None for place in ends)
    if most_km is None or goods or not known:
        return False
    one, two = (place for place in ends if place is not None)
    return distance_km(one.lat, one.lon, two.lat, two.lon) > most_km + one.radius_km + two.radius_km


def is_part(*ends: Place | None) -> bool:
    """
    Tell Colorado and Denver: nobody is said to go from a state to the town in it.

    Parameters
    ----------
    *ends : Place or None
        Both ends.

    Returns
    -------
    bool
        False where it is not known where they are.
    """
    known = [(end, row) for end in ends if end and end.id and (row := default().place(end.id))]
    known.sort(key=lambda pair: pair[1].kind not in _AREAS)
    if len(known) < 2 or known[0][1].country != known[1][1].country:
        return False
    (mention, area), (_, inner) = known
    if area.kind not in _AREAS or inner.kind in _AREAS:
        return False
    if area.kind == "country":
        return inner.kind == "city" or not is_island_country(mention)  # "from Barbuda to Antigua"
    if inner.admin1:
        return area.admin1 == inner.admin1
    km = distance_km(area.lat, area.lon, inner.lat, inner.lon)
    return km < _MOSTLY * area.radius_km  # of an airport the state is not known


def is_around(wide: End, end: End) -> bool:
    """
    Tell where a place lies, right behind it, from another one: "at Bireuen, in Aceh".

    Parameters
    ----------
    wide, end : End

    Returns
    -------
    bool
    """
    if wide.place is None or end.place is None or not 0 < wide.token.i - end.token.i < 6:
        return False
    if wide.place.kind != "country" and wide.token.head.lower_ in _TO_AND_FROM:
        return False  # "moved to Chicago from Kansas"
    wider = wide.place.kind in _WIDE and end.place.kind not in _WIDE
    if wide.place.kind == "water" != end.place.kind:  # "Kaub on the Rhine", not "Kaub, on the"
        between = wide.token.doc.text[end.place.end : wide.place.start]
        closed = between[:1] != "," or wide.token.doc.text[wide.place.end :][:1] in (",", ".", "")
        return closed and LIES_IN.fullmatch(between) is not None
    apart = any(
        word.lower_ in ("and", "or", "then")
        for word in end.token.doc[end.token.i + 1 : wide.token.i]
    )
    return wider and not apart and wide.place.country == end.place.country


def is_ashore(leg: Leg, *ends: Place | None) -> bool:
    """
    Say whether a ship would start or end inland.

    Parameters
    ----------
    leg : Leg
        For by what it goes.
    *ends : Place or None
        Where it may start or end.

    Returns
    -------
    bool
        False where it is not known where they are.
    """
    return leg.mode == "sea" and any(map(_is_inland, ends))


def _is_inland(place: Place | None) -> bool:
    """Say whether no ship that the kit knows a way for starts or ends at a place."""
    if place is None or math.isnan(place.lat):
        return False
    try:
        end_of(Spot(place.name, place.lat, place.lon, place.radius_km, ""))
    except NoWayError:
        return True
    return False


def chain(legs: list[Leg], places: Places) -> list[Leg]:
    """Let a leg start where the trip before it ended: "arrived in … after a trip to …"."""
    gone: set[int] = set()
    for leg in legs:
        before = clause_before(leg.trigger)
        if leg.destination is None or before is None:
            continue
        if leg.origin is not None:  # "sailed from Oslo to Rome after a stop in Lisbon"
            _came_there(leg, before, legs)
            join_via(leg, [stop for stop in _met_in(before, places) if _is_stop(stop)])
            continue
        inside = {token.i for token in before.subtree}
        earlier = [o for o in legs if o.trigger.i in inside and o is not leg and not is_bare(o)]
        if earlier:
            gone |= _go_on_from(leg, earlier, legs)
        else:
            met = _met_in(before, places)
            if met and _is_on_the_way(leg, before, met, legs):
                leg.via += met
            else:
                take_origin(leg, met[-1] if met else None, "leg before")
                _end_there(leg, legs)
    legs = [leg for leg in legs if id(leg) not in gone]
    for last, leg in pairwise(legs):
        _end_where_boarded(last, leg)
    return legs


def _is_on_the_way(leg: Leg, before: "Token", met: list[End], legs: list[Leg]) -> bool:
    """Tell "left Oslo … came to Rome after nights in Bern", "the jet having refuelled at Doha"."""
    halves = (o for o in legs if o is not leg and o.origin and not o.destination)
    half = any(stands_for(leg.who, o.who, o.mode) for o in halves)
    if half and leg.event.motion.end == "arrival":
        return True
    refuelled = any(word.lemma_ in _REFUELLING for word in before.subtree)
    return (half or refuelled) and all(map(_is_stop, met))


def _go_on_from(leg: Leg, earlier: list[Leg], legs: list[Leg]) -> set[int]:
    """Let a leg start where those told as before it ended; give those that are part of it."""
    if _stayed_on_the_way(leg, earlier, legs):
        join_via(leg, [stay.destination for stay in earlier if stay.destination])
        return set(map(id, earlier))
    last = earlier[-1]
    entered = is_entry(last, leg)  # "arrived in Oslo, having entered Norway from Kiruna"
    before_it = last.origin if entered else last.destination or last.origin
    half = last.destination is None or entered
    take_origin(leg, before_it, "stated" if half else "leg before")
    if half:
        leg.origin_basis = "stated" if leg.origin else None
        leg.mode = leg.mode or last.mode
        join_via(leg, last.via)
        if last.status == "reported":  # "Having left Oslo on Monday, she is expected in Rome"
            leg.past |= {date.start for date, _ in last.dates}
        leg.dates = _begun(leg.dates, last.dates)
    landed = last.destination is None or entered or last.trigger.lemma_ in LANDING
    return {id(last)} if landed else set()


def _stayed_on_the_way(leg: Leg, stays: list[Leg], legs: list[Leg]) -> bool:
    """Tell "set out from Oslo and came into Bergen on Friday, having slept in Voss"."""
    resting = all(stay.trigger.lemma_ in RESTING for stay in stays)
    before = (o for o in legs if o.origin and not o.destination and o.trigger.i < leg.trigger.i)
    return resting and any(is_same(o.who, leg.who) for o in before)


def _end_where_boarded(last: Leg, leg: Leg) -> None:
    """Let "left Oslo by train and went aboard a ship in Bergen" end the first in Bergen."""
    boards = leg.event.motion in ABOARD or leg.trigger.lemma_ in BOARDING
    half = last.destination is None and leg.destination is None and boards
    if not (half and last.origin and leg.origin and is_same(last.who, leg.who)):
        return
    near = last.trigger.sent == leg.trigger.sent and last.mode not in (None, leg.mode)
    if near and last.status == leg.status and not same_place(last.origin, leg.origin):
        last.destination, last.destination_basis = leg.origin, "whereabouts"


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
    ended = [(date, half_of(which, "arrival")) for date, which in dates] if begun else dates
    return ended + [(date, "departure") for date, _ in begun]


def _is_stop(end: End) -> bool:
    """Say whether a place is one of a halt by the way: "after a stop in Omsk"."""
    above = [word.lemma_ for word in end.token.ancestors][:3]
    return any(lemma in STOPS for lemma in above)


def _met_in(clause: "Token", places: Places) -> list[End]:
    """Places of the talks, the summit, the stay or the stops in a clause, the last one last."""
    if clause.lemma_ in NEGATING:
        return []  # "having scrapped a stop in Rome"
    for token in clause.subtree:
        lemma = token.lemma_.lower()
        stayed = ("in", "at") if lemma in MEETINGS | _STAYS else ()
        stayed = (*stayed, "off") if lemma in _STAYS else stayed  # "three days idling off Oslo"
        came = ("from",) if lemma in UNDER_WAY else ()
        for prep in token.subtree if stayed or came else ():
            if prep.dep_ == "prep" and prep.lower_ in (*stayed, *came):
                ends = (places.end(w) for word in prep.children for w in (word, *word.conjuncts))
                if found := [end for end in ends if end.place]:
                    return found  # "after stops in Nairobi and Kampala"
    return []
