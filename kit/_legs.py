"""Legs from what the single words of motion tell: one for each place, dated, told once."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kit._calendar import Context
from kit._dates import DateWords
from kit._events import Event, bounds_of, is_return
from kit._generality import is_present
from kit._places import End, Place
from kit._travellers import Traveller, entity_of
from kit._truth import status_of

if TYPE_CHECKING:
    from spacy.tokens import Token

ONWARD = frozenset(
    "then later subsequently onward onwards next afterwards afterward thence thereafter "
    "finally eventually there".split()
)
_THENCE = frozenset("then thence thereafter onward onwards there".split())
_VISITS = frozenset("visit stop".split())
_NEXT_DAY = frozenset({"next day", "next morning", "next night", "next evening"})  # after that
_HOLDING = frozenset(  # what is said of a trip that tells when it is
    "begin start open embark launch kick pay make undertake resume continue end conclude finish "
    "wrap close set leave depart go head".split()
)
_DAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day$")


@dataclass
class Leg:
    """One leg while it is put together from the events that tell it."""

    event: Event
    who: Traveller | None
    origin: End | None
    destination: End | None
    via: list[End]
    mode: str | None
    status: str
    origin_basis: str | None = None
    destination_basis: str | None = None
    dates: list[tuple[DateWords, str]] = field(default_factory=list)
    past: set[int] = field(default_factory=set)  # where dates begin of what has happened
    first: dt.date | None = None
    last: dt.date | None = None
    span: tuple[int, int] = (0, 0)
    assumed: tuple[str, ...] = ()

    @property
    def trigger(self) -> "Token":
        return self.event.trigger

    @property
    def days(self) -> "tuple[dt.date | None, dt.date | None]":
        """First and last day, the same if only one is told."""
        return self.first or self.last, self.last or self.first

    def put_ahead(self, status: str = "planned") -> None:
        """Let it be to come, but for what was told of it: it has begun, and is not over."""
        if self.status == "reported":
            self.past |= {date.start for date, _ in self.dates}
            self.status = status

    def follows(self, other: "Leg") -> bool:
        """Tell "flew home from Bangui" behind "visited a camp in Bria and", told in one breath."""
        return self.trigger.dep_ == "conj" and self.trigger.head == other.trigger

    def starts_at(self, place: Place) -> bool:
        """Say whether a place is where it starts."""
        return bool(self.origin and self.origin.place and _is_same_place(self.origin.place, place))

    def ends_at(self, place: Place) -> bool:
        """Say whether a place is where it ends."""
        aim = self.destination
        return bool(aim and aim.place and _is_same_place(aim.place, place))


def legs_of(event: Event) -> Iterator[Leg]:
    """Give a leg for each place that somebody went to or came from."""
    if event.origins and (pairs := _in_turn(event)):
        for start, aim, own in pairs:
            yield _leg(event, start, aim, own)
        return
    origins: list[End | None] = list(event.origins) or [None]
    destinations: list[End | None] = list(event.destinations) or [None]
    dates = [(date, event.motion.end) for date in event.dates]
    dates += [(date, "arrival") for date in event.arrivals]
    if _are_stops(event):  # one after the other, with what dates stand between
        yield from _stops(event, origins[0])
        return
    for number, destination in enumerate(destinations):
        for origin in origins if number == 0 or event.motion.mover == "object" else [None]:
            yield _leg(event, origin, destination, list(dates))


def _are_stops(event: Event) -> bool:
    """Tell "to Oslo and then to Bergen" and "called at both" from "to Oslo and Bergen"."""
    shared = event.motion.mover == "object" and (event.who is None or event.who.kind == "thing")
    if len(event.destinations) < 2:
        return False
    one, two = event.destinations[0].token.i, event.destinations[-1].token.i
    between = event.trigger.doc[one:two]
    if shared:  # "sent aid to Oslo and Riga"
        return any(word.lower_ in _THENCE for word in between)
    start, stop = between.start_char, between.end_char
    onward = any(word.lower_ in ONWARD | {"back"} for word in between)
    onward = onward or any(start < date.start < stop for date in event.dates)
    onward = onward or (event.trigger.tag_ == "NNS" and event.trigger.lemma_ in _VISITS)
    ordered = "in that order" in event.trigger.sent.text
    return onward or ordered or event.trigger.lemma_ == "call"


def _stops(event: Event, origin: End | None) -> Iterator[Leg]:
    """Give a leg from each stop to the next, with the dates that stand behind it."""
    starts = [end.token.idx for end in event.destinations[1:]]
    spans = zip([0, *starts], [*starts, event.trigger.sent.end_char], strict=True)
    last = _shared([date for date in event.dates if date.start >= starts[-1]])
    for destination, (start, stop) in zip(event.destinations, spans, strict=True):
        dates = [date for date in event.dates if start <= date.start < stop] or last
        leg = _leg(event, origin, destination, [(date, event.motion.end) for date in dates])
        if starts and start:
            leg.origin_basis = "leg before"
        yield leg
        origin = destination


def _leg(
    event: Event, origin: End | None, destination: End | None, dates: list[tuple[DateWords, str]]
) -> Leg:
    return Leg(
        event,
        event.who,
        origin,
        destination,
        list(event.via),
        event.by_stop.get(destination.token.i, event.mode) if destination else event.mode,
        event.status,
        "stated" if origin else None,
        "stated" if destination else None,
        dates,
        span=_clause(event, origin, destination),
    )


def _in_turn(event: Event) -> list[tuple[End | None, End, list[tuple[DateWords, str]]]]:
    """Pair "from A to B on Monday, from B to C on Tuesday"; empty if ends do not alternate."""
    both = [(end.token.i, end, 0) for end in event.origins]
    both += [(end.token.i, end, 1) for end in event.destinations]
    both.sort(key=lambda one: one[0])
    ends: list[End | None] = [end for _, end, _ in both]
    roles = [role for _, _, role in both]
    if roles[:1] == [1]:  # "to B on Monday and from there to C"
        ends, roles = [None, *ends], [0, *roles]
    if roles != [0, 1] * (len(roles) // 2) or len(roles) < 4:
        return []
    pairs = []
    starts = [end.token.idx for end in ends[1::2] if end is not None]
    stops = [*starts[1:], event.trigger.sent.end_char]
    for start, aim, first, stop in zip(ends[::2], ends[1::2], [0, *starts[1:]], stops, strict=True):
        own: list[tuple[DateWords, str]] = [
            (date, event.motion.end) for date in event.dates if first <= date.start < stop
        ]
        if aim is not None:
            pairs.append((start, aim, own))
    if all(not own for _, _, own in pairs[:-1]):
        last = _shared([date for date, _ in pairs[-1][2]])
        own = [(date, event.motion.end) for date in last]
        pairs = [(start, aim, list(own)) for start, aim, _ in pairs[:-1]] + pairs[-1:]
    return pairs


def _shared(dates: list[DateWords]) -> list[DateWords]:
    """Give dates behind several legs that may be of all: "and back to Oslo last week"."""
    return dates if all(date.may_be_of_all for date in dates) else []


def _clause(event: Event, *ends: End | None) -> tuple[int, int]:
    """Offsets from the first to the last word that tells the leg, within its sentence."""
    sentence = event.trigger.sent
    tokens = [event.trigger, *(end.token for end in ends if end)]
    if event.who and event.who.token.sent == sentence:
        tokens.append(event.who.token)
    names = [name for token in tokens if (name := entity_of(token)) is not None]
    titles = [
        c for token in tokens for c in token.lefts if c.dep_ == "compound" and c.pos_ == "PROPN"
    ]
    starts = [word.idx for word in (*tokens, *titles)] + [name.start_char for name in names]
    places = [end.place for end in ends if end and end.place and end.token.sent == sentence]
    named = [p for p in places if sentence.start_char <= p.start <= p.end <= sentence.end_char]
    starts += [date.start for date in event.dates] + [place.start for place in named]
    stops = [token.idx + len(token) for token in tokens] + [name.end_char for name in names]
    stops += [date.end for date in event.dates] + [place.end for place in named]
    return max(min(starts), sentence.start_char), min(max(stops), sentence.end_char)


def mark_future(legs: list[Leg], today: dt.date | None) -> None:
    """Mark what is dated in the future ("flies to Oslo on Friday", "next week") as planned."""
    for leg in legs:
        for date, _ in leg.dates:
            words = date.text.lower()
            coming = words.startswith(("next ", "tomorrow", "later this"))
            coming = coming and words not in _NEXT_DAY
            soon = _DAY.search(words) is not None or _is_soon(date, today)
            telling = _telling(leg.trigger)
            coming = coming or (soon and (is_present(telling) or _is_going(telling)))
            if coming and leg.status in ("reported", "alleged"):
                leg.status = "planned"
    ahead = {leg.trigger for leg in legs if leg.status == "planned"}
    for leg in legs:  # "flies to Oslo on Friday before going on to Bergen"
        verb = _telling(leg.trigger)
        above = set(leg.trigger.ancestors)
        above |= {c for word in above for c in word.children if c.dep_ == "xcomp"}  # "is to fly"
        bare = leg.trigger.tag_ == "VB"  # "go to Oslo on Friday and fly on to Rome"
        follows = verb.dep_ == "conj" and (bare or is_present(verb))
        follows = follows or leg.trigger.pos_ == "ADP"  # "and from there to Rome"
        follows = follows or leg.trigger.dep_ == "pcomp"
        follows = follows or (leg.trigger.dep_ == "advcl" and leg.trigger.tag_ == "VBG")
        if leg.status == "reported" and ((follows and ahead & above) or _is_before_it(leg.trigger)):
            leg.status = "planned"


def _is_going(verb: "Token") -> bool:
    """Tell "is flying to Oslo on Friday", "are being moved to Rome next week"."""
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    going = verb.tag_ == "VBG" or "being" in helpers
    return going and not helpers.isdisjoint({"is", "are", "'s", "'re", "’s", "’re"})


def _telling(trigger: "Token") -> "Token":
    """Give the verb of "begins a visit to Oslo" and "her visit starts", which tells when."""
    verb = trigger.head.head if trigger.dep_ == "pobj" else trigger.head
    of_noun = trigger.pos_ == "NOUN" and trigger.dep_ in ("dobj", "nsubj", "pobj")
    return verb if of_noun and verb.lemma_ in _HOLDING else trigger


def _is_soon(date: DateWords, today: dt.date | None) -> bool:
    """Tell "leaves Oslo on 2 June", told in May, from what is told of in the present tense."""
    if today is None or not date.lacks_year:
        return False
    ahead, past = (date.resolve(Context(today, future)) for future in (True, False))
    return ahead is not None and past is not None and ahead[0] - today < today - past[1]


def _is_before_it(verb: "Token") -> bool:
    """Tell "where he is to open a park before returning to Oslo"."""
    before = verb.dep_ == "pcomp" and verb.head.lower_ == "before"
    return before and status_of(verb.head.head) == "planned"


def is_same(a: Traveller | None, b: Traveller | None) -> bool:
    return a is not None and b is not None and a.is_same(b)


def same_place(a: End, b: End) -> bool:
    return a.place is not None and b.place is not None and _is_same_place(a.place, b.place)


def passed(leg: Leg) -> list[End]:
    """What a leg passes, but not where it begins and ends: "crossed at Luau and drove on"."""
    ends = [end for end in (leg.origin, leg.destination) if end]
    return [stop for stop in leg.via if not any(same_place(stop, end) for end in ends)]


def join_via(leg: Leg, others: list[End]) -> None:
    """Add what is passed, each place once."""
    known = {end.place.start for end in leg.via if end.place}
    leg.via += [end for end in others if end.place and end.place.start not in known]


def _is_same_place(a: Place, b: Place) -> bool:
    return a.name == b.name if a.id is None else a.id == b.id


def is_told(leg: Leg) -> bool:
    """Keep what has at least one end on the map, and a traveller or both ends."""
    ends = (leg.origin, leg.destination)
    placed = [end for end in ends if end and end.place and not end.place.is_unknown]
    if not placed and (leg.event.crosses or all(end and end.place for end in ends)):
        return True  # "transited the Bosphorus", and from one to another that no gazetteer has
    if not placed or (leg.origin and leg.destination and same_place(leg.origin, leg.destination)):
        return False
    aimless = not (leg.destination and leg.destination.place)
    # "and came back on Monday", "left again on Monday"
    back = is_return(leg.trigger) or leg.event.motion.end == "departure"
    back = back and leg.days != (None, None)
    if leg.origin_basis == "leg before" and aimless and leg.mode is None and not back:
        return False  # "flew to Oslo and went to a clinic"
    loaded = leg.origin_basis == "sender" or leg.trigger.lemma_ == "load"
    return not loaded or leg.destination is not None


def merge(legs: list[Leg]) -> list[Leg]:
    """Tell each journey once: the fullest telling, filled up from the others."""
    merged: list[Leg] = []
    for leg in legs:
        twins = (n for n, other in enumerate(merged) if _is_retold(other, leg))
        twin = next((merged[n] for n in twins if not _is_back(leg, merged[n:])), None)
        if twin is None:
            merged.append(leg)
            continue
        full, other = (leg, twin) if _fullness(leg) > _fullness(twin) else (twin, leg)
        _fill(full, other)
        merged[merged.index(twin)] = full
    return sorted(merged, key=lambda leg: leg.span)


def _is_back(leg: Leg, since: list[Leg]) -> bool:
    """Tell "was driven to Oslo. A helicopter took them from there to Moss. He returned to Oslo"."""
    aim = since[0].destination
    left = (other.origin for other in since[1:] if other.origin)
    return bool(aim) and is_return(leg.trigger) and any(aim and same_place(o, aim) for o in left)


def _is_retold(a: Leg, b: Leg) -> bool:
    """Say whether two legs are one journey: same who, and nothing that differs."""
    shared = (a.destination and b.destination) or (a.origin and b.origin)
    if b.origin is not None and b.origin is a.destination:
        return False  # "crossed into Latvia and took a bus to Riga"
    if not shared or a.status != b.status or (a.mode and b.mode and a.mode != b.mode):
        return False
    if not _compatible(a.origin, b.origin) or not _compatible(a.destination, b.destination):
        return False
    return (_may_be_once(a, b) or _is_seen_there(a, b)) and is_same(a.who, b.who)


def _is_seen_there(a: Leg, b: Leg) -> bool:
    """Tell "left Minsk on Monday and was in Riga on Tuesday", which two words of motion tell."""
    seen = "whereabouts" in (a.destination_basis, b.destination_basis)
    whole = all(end is not None for end in (a.origin, b.origin, a.destination, b.destination))
    near = bounds_of(b.trigger)[0] <= bounds_of(a.trigger)[1]
    begun, day = a.first or a.last, b.last or b.first  # "which had left Sfax on Saturday, came on"
    half = a.destination is None and bool(a.origin and b.origin and begun and day and begun <= day)
    return near and ((seen and whole) or half)


def _may_be_once(a: Leg, b: Leg) -> bool:
    """Say whether the dates of two tellings agree, as far as there are any."""
    if a.first and a.last and b.first and b.last:
        return a.first <= b.last and b.first <= a.last
    a_day, b_day = a.last or a.first, b.last or b.first
    halves = a.first is None or b.first is None
    return not (halves and a_day and b_day and a_day != b_day)


def _compatible(a: End | None, b: End | None) -> bool:
    if a is None or b is None:
        return True
    if a.place is None or b.place is None:
        return a.words == b.words
    if same_place(a, b):
        return True
    wide = "country" in (a.place.kind, b.place.kind) and a.place.kind != b.place.kind
    return wide and a.place.country == b.place.country and a.place.country is not None


def _fullness(leg: Leg) -> int:
    ends = sum(end is not None and end.place is not None for end in (leg.origin, leg.destination))
    stated = (leg.origin_basis == "stated") + (leg.destination_basis == "stated")
    return 2 * ends + stated + bool(leg.mode) + bool(leg.first) + bool(leg.last)


def _fill(full: Leg, other: Leg) -> None:
    for name in ("origin", "destination"):
        mine, yours = getattr(full, name), getattr(other, name)
        narrower = (
            mine
            and yours
            and mine.place
            and yours.place
            and mine.place.kind == "country" != yours.place.kind
        )
        if yours is not None and (mine is None or narrower):
            setattr(full, name, yours)
            setattr(full, f"{name}_basis", getattr(other, f"{name}_basis"))
    full.mode = full.mode or other.mode
    full.via = full.via or other.via
    if not _may_be_once(full, other):  # from the day of the departure to that of the arrival
        days = [day for leg in (full, other) for day in (leg.first, leg.last) if day]
        full.first, full.last = min(days), max(days)
    if full.first is None and full.last is None:
        full.first, full.last = other.first, other.last
        full.dates = full.dates or other.dates
