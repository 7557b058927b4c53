"""Legs put together from what the single words of motion tell: chained, joined, dated, merged."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kit._dates import Context, DateWords, Span
from kit._events import Event
from kit._places import End, Places
from kit._travellers import Traveller

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
_ONWARD = frozenset(
    "then later subsequently onward onwards next afterwards afterward thence thereafter "
    "finally eventually".split()
)
_ENDING = frozenset("cut end finish conclude interrupt curtail abandon complete wrap".split())
# "After 23 days at sea from Aden".
_UNDER_WAY = frozenset("sea way road flight sailing crossing ride drive walk day hour".split())
_CONTINUING = frozenset("continue proceed return leave depart".split())


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

    @property
    def trigger(self) -> "Token":
        return self.event.trigger


def legs_of(event: Event) -> Iterator[Leg]:
    """Give a leg for each place that somebody went to or came from."""
    if len(event.origins) > 1 and (pairs := _in_turn(event)):
        for start, aim, own in pairs:
            yield _leg(event, start, aim, own)
        return
    origins: list[End | None] = list(event.origins) or [None]
    destinations: list[End | None] = list(event.destinations) or [None]
    dates: list[tuple[DateWords, str]] = [(date, event.motion.end) for date in event.dates]
    if _are_stops(event):
        yield from _stops(event, origins[0])
        return
    for number, destination in enumerate(destinations):
        for origin in origins if number == 0 or event.motion.mover == "object" else [None]:
            yield _leg(event, origin, destination, list(dates))


def _are_stops(event: Event) -> bool:
    """Tell "to Oslo and then to Bergen" and "called at both" from "to Oslo and Bergen"."""
    if len(event.destinations) < 2 or event.motion.mover == "object":
        return False
    one, two = (end.token.i for end in event.destinations[:2])
    onward = any(word.lower_ in _ONWARD for word in event.trigger.doc[one:two])
    return onward or event.trigger.lemma_ == "call"


def _stops(event: Event, origin: End | None) -> Iterator[Leg]:
    """Give a leg from each stop to the next, with the dates that stand behind it."""
    starts = [end.token.idx for end in event.destinations[1:]]
    spans = zip([0, *starts], [*starts, event.trigger.sent.end_char], strict=True)
    for destination, (start, stop) in zip(event.destinations, spans, strict=True):
        dates = [date for date in event.dates if start <= date.start < stop]
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
        event.mode,
        event.status,
        "stated" if origin else None,
        "stated" if destination else None,
        dates,
        span=_clause(event, origin, destination),
    )


def _in_turn(event: Event) -> list[tuple[End, End, list[tuple[DateWords, str]]]]:
    """Pair "from A to B on Monday, from B to C on Tuesday"; empty if ends do not alternate."""
    both = [(end.token.i, end, 0) for end in event.origins]
    both += [(end.token.i, end, 1) for end in event.destinations]
    both.sort(key=lambda one: one[0])
    if [role for _, _, role in both] != [0, 1] * len(event.origins):
        return []
    pairs = []
    for at in range(0, len(both), 2):
        start = both[at][1].token.idx
        stop = both[at + 2][1].token.idx if at + 2 < len(both) else event.trigger.sent.end_char
        own: list[tuple[DateWords, str]] = [
            (date, event.motion.end) for date in event.dates if start <= date.start < stop
        ]
        pairs.append((both[at][1], both[at + 1][1], own))
    return pairs


def _clause(event: Event, *ends: End | None) -> tuple[int, int]:
    """Offsets from the first to the last word that tells the leg, within its sentence."""
    sentence = event.trigger.sent
    tokens = [event.trigger, *(end.token for end in ends if end)]
    if event.who and event.who.token.sent == sentence:
        tokens.append(event.who.token)
    starts = [token.idx for token in tokens] + [date.start for date in event.dates]
    stops = [token.idx + len(token) for token in tokens] + [date.end for date in event.dates]
    return max(min(starts), sentence.start_char), min(max(stops), sentence.end_char)


def mark_future(legs: list[Leg]) -> None:
    """Mark what is dated in the future ("is visiting Oslo next week") as planned."""
    for leg in legs:
        for date, _ in leg.dates:
            words = date.text.lower()
            coming = words.startswith(("next ", "tomorrow", "later this"))
            if coming and leg.status in ("reported", "alleged"):
                leg.status = "planned"


def is_same(a: Traveller | None, b: Traveller | None) -> bool:
    return a is not None and b is not None and a.is_same(b)


def chain(legs: list[Leg], places: Places) -> list[Leg]:
    """Let a leg start where the trip before it ended: "arrived in … after a trip to …"."""
    gone: set[int] = set()
    for leg in legs:
        before = _before(leg.trigger)
        if leg.origin is not None or leg.destination is None or before is None:
            continue
        inside = {token.i for token in before.subtree}
        earlier = [o for o in legs if o.trigger.i in inside and o is not leg and not _is_bare(o)]
        if earlier:
            last = earlier[-1]
            _take_origin(leg, last.destination or last.origin, "leg before")
            if last.destination is None:
                leg.origin_basis = "stated"
                leg.mode = leg.mode or last.mode
                leg.dates += [(date, "departure") for date, _ in last.dates]
            if last.destination is None:
                gone.add(id(last))
        else:
            _take_origin(leg, _met_in(before, places), "leg before")
    return [leg for leg in legs if id(leg) not in gone]


def _take_origin(leg: Leg, end: End | None, basis: str) -> None:
    """Set where a leg starts, unless it would then go nowhere."""
    if end is None or (end.place and leg.destination and _same_place(end, leg.destination)):
        return
    leg.origin, leg.origin_basis = end, basis


def _same_place(a: End, b: End) -> bool:
    if a.place is None or b.place is None:
        return False
    return a.place.name == b.place.name if a.place.id is None else a.place.id == b.place.id


def _before(trigger: "Token") -> "Token | None":
    """Give the clause that tells what came just before: "after …", "following …"."""
    if trigger.dep_ == "conj" and trigger.head.lemma_ in _ENDING:  # "cut short his stay and flew"
        return next((c for c in trigger.head.children if c.dep_ in ("dobj", "ccomp")), None)
    for child in trigger.children:
        if child.lower_ in ("after", "following") and child.dep_ in ("prep", "advcl", "mark"):
            return child
        if child.dep_ == "advcl" and any(
            w.lower_ in ("after", "following") for w in child.children
        ):
            return child
        if child.dep_ == "advcl" and any(w.lower_ == "having" for w in child.children):
            return child
    return None


def _met_in(clause: "Token", places: Places) -> End | None:
    """Place of the talks, the summit or the stay in a clause."""
    for token in clause.subtree:
        lemma = token.lemma_.lower()
        stayed = ("in", "at") if lemma in MEETINGS | _STAYS else ()
        came = ("from",) if lemma in _UNDER_WAY else ()
        for prep in token.subtree if stayed or came else ():
            if prep.dep_ == "prep" and prep.lower_ in (*stayed, *came):
                ends = (places.end(word) for word in prep.children)
                if found := next((end for end in ends if end.place), None):
                    return found
    return None


def join_departures(legs: list[Leg]) -> list[Leg]:
    """Join "left Oslo on Monday" and "arrived in Bergen on Tuesday" to one leg."""
    joined: list[Leg] = []
    for leg in legs:
        recent = joined[:-9:-1]
        last = next((other for other in recent if _is_one(other, leg)), None)
        near = last is not None and leg.trigger.sent.start - last.trigger.sent.end <= 30
        if last is not None and near and last.status == leg.status and _is_bare(leg):
            last.dates += leg.dates  # "… and arrived on Wednesday"
        elif last is not None and near and last.status == leg.status and _is_bare(last):
            leg.dates = last.dates + leg.dates
            joined[joined.index(last)] = leg
        elif last is not None and near and _completes(last, leg):
            if last.status != leg.status:
                last.past = {date.start for date, _ in last.dates}
                last.status = leg.status  # of both the less sure
            if last.trigger.dep_ == "acl":
                last.who = leg.who
            given, other = (last, leg) if last.destination is None else (leg, last)
            last.origin, last.origin_basis = given.origin, given.origin_basis
            last.destination, last.destination_basis = other.destination, other.destination_basis
            last.dates += leg.dates
            last.mode = last.mode or leg.mode
            last.via += leg.via
            if last.trigger.sent == leg.trigger.sent:
                last.span = min(last.span[0], leg.span[0]), max(last.span[1], leg.span[1])
        else:
            joined.append(leg)
    return joined


def _is_one(last: Leg, leg: Leg) -> bool:
    """Say whether two halves may be of one journey: the same who, or a ship and what it carries."""
    if is_same(last.who, leg.who):
        return True
    if last.who is None or leg.who is None or last.trigger.sent != leg.trigger.sent:
        return False
    carried = last.trigger.dep_ == "acl" and last.trigger.head == leg.who.token
    bound = leg.trigger.lower_ == "bound" and last.who.kind == "vehicle"
    brings = leg.trigger.dep_ == "advcl" and leg.trigger.head == last.trigger
    bound = bound or (brings and leg.trigger.lemma_ in ("carry", "bring", "transport"))
    return carried or bound  # "A jet carrying aid from Oslo landed", "sailed with rice bound for"


def _is_bare(leg: Leg) -> bool:
    return leg.origin is None and leg.destination is None


def _completes(last: Leg, leg: Leg) -> bool:
    """Say whether two halves make one leg: an origin alone, then a destination alone."""
    goes_on = last.status in (leg.status, "reported")  # "left Oslo and is expected in Rome"
    if not goes_on or last.event is leg.event:
        return False
    if last.origin and not last.destination and leg.destination and not leg.origin:
        return not _same_place(last.origin, leg.destination)
    bound = last.trigger.lower_ in ("bound", "route", "way")
    participle = (
        bound
        or leg.trigger.pos_ == "NOUN"  # "docked in Aden on a voyage from Odesa"
        or leg.trigger.tag_ in ("VBG", "VBN")
        or leg.trigger.dep_ in ("advcl", "relcl", "pcomp")
    )
    if last.destination and not last.origin and leg.origin and not leg.destination:
        here = participle and last.trigger.sent == leg.trigger.sent
        earlier = any(c.lower_ == "had" for c in leg.trigger.children)  # "They had left Oslo"
        return (here or earlier) and not _same_place(last.destination, leg.origin)
    return False


def go_on(legs: list[Leg]) -> None:
    """Let a leg that goes on start where the leg before it ended."""
    for number, leg in enumerate(legs):
        if leg.origin is not None or not _goes_on(leg):
            continue
        for last in reversed(legs[:number]):
            near = leg.trigger.i - last.trigger.i < 90
            if (
                near
                and last.destination
                and last.status in (leg.status, "reported")
                and _is_aboard(leg.who, last)
            ):
                _take_origin(leg, last.destination, "leg before")
                break


def _is_aboard(who: Traveller | None, last: Leg) -> bool:
    """Say whether a traveller made the leg before, or is a cargo that was told with it."""
    if is_same(who, last.who):
        return True
    if (
        who is None
        or who.kind != "thing"
        or not any(c.lower_ in ("the", "those") for c in who.token.children)
    ):
        return False
    return any(token.lemma_ == who.token.lemma_ for token in last.trigger.sent)


def _goes_on(leg: Leg) -> bool:
    token = leg.trigger
    if token.pos_ == "ADP":  # a part without a verb: "and on to Oslo"
        return True
    if token.lemma_.lower() in _CONTINUING and leg.destination is not None:
        return True
    if any(
        child.lower_ in _ONWARD or (child.lower_ == "on" and child.dep_ == "prt")
        for child in token.children
    ):
        return True
    if any(
        date.text.lower().endswith(("later", "next day", "following day")) for date, _ in leg.dates
    ):
        return True
    if token.dep_ in ("conj", "dep") and token.pos_ == "VERB":
        return True
    return token.dep_ in ("pcomp", "advcl") and any(
        word.lower_ == "before" for word in (token.head, *token.children)
    )


def is_told(leg: Leg) -> bool:
    """Keep what has at least one end on the map, and a traveller or both ends."""
    placed = [end for end in (leg.origin, leg.destination) if end and end.place]
    if not placed or (leg.origin and leg.destination and _same_place(leg.origin, leg.destination)):
        return False
    loaded = leg.origin_basis == "sender" or leg.trigger.lemma_ == "load"
    return not loaded or leg.destination is not None


def resolve_dates(legs: list[Leg], today: dt.date | None) -> None:
    """Turn the words of dates into days, each leg's told from the one before."""
    anchor: dt.date | None = None
    for leg in legs:
        for words, which in leg.dates:
            future = leg.status == "planned" and words.start not in leg.past
            span = words.resolve(Context(today, future, leg.first or anchor))
            _set_dates(leg, span, which)
        anchor = leg.last or leg.first or anchor


def _set_dates(leg: Leg, span: Span | None, which: str) -> None:
    if span is None:
        return
    first, last = span
    one_day = first == last
    if not (one_day and which == "arrival"):
        leg.first = leg.first or first
    if not (one_day and which == "departure"):
        leg.last = max(leg.last, last) if leg.last and which == "arrival" else leg.last or last


def merge(legs: list[Leg]) -> list[Leg]:
    """Tell each journey once: the fullest telling, filled up from the others."""
    merged: list[Leg] = []
    for leg in legs:
        twin = next((other for other in merged if _is_retold(other, leg)), None)
        if twin is None:
            merged.append(leg)
            continue
        full, other = (leg, twin) if _fullness(leg) > _fullness(twin) else (twin, leg)
        _fill(full, other)
        merged[merged.index(twin)] = full
    return sorted(merged, key=lambda leg: leg.span)


def _is_retold(a: Leg, b: Leg) -> bool:
    """Say whether two legs are one journey: same who, and nothing that differs."""
    shared = (a.destination and b.destination) or (a.origin and b.origin)
    if not shared or a.status != b.status or (a.mode and b.mode and a.mode != b.mode):
        return False
    if not _compatible(a.origin, b.origin) or not _compatible(a.destination, b.destination):
        return False
    return _may_be_once(a, b) and is_same(a.who, b.who)


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
    if _same_place(a, b):
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
    if full.first is None and full.last is None:
        full.first, full.last = other.first, other.last
        full.dates = full.dates or other.dates
