"""
Journeys that a text tells: who or what went from where to where, by what, and when.

The words of motion are a table, ``kit.routes.MOTIONS`` (and ``NOUNS``); add an entry to teach another one::

    from kit.routes import MOTIONS, Motion
    MOTIONS["paddle"] = Motion(mode="sea")
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kit._dates import Context, DateWords, Span, find_dates
from kit._journeys import Event, find_events
from kit._motion import MOTIONS, NOUNS, Motion
from kit._places import End, Place, Places
from kit._travellers import Traveller, names_of_person, traveller
from kit.article import Article, as_article

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry
    from spacy.tokens import Doc, Token

__all__ = ["MOTIONS", "NOUNS", "Motion", "find_routes"]

COLUMNS = (
    "who",
    "origin",
    "destination",
    "via",
    "mode",
    "start_date",
    "end_date",
    "date_text",
    "length_km",
    "low_km",
    "high_km",
    "method",
    "stated",
    "status",
    "source",
    "sentence",
    "start",
    "end",
    "origin_words",
    "origin_basis",
    "origin_id",
    "origin_start",
    "origin_lat",
    "origin_lon",
    "destination_words",
    "destination_basis",
    "destination_id",
    "destination_start",
    "destination_lat",
    "destination_lon",
)

_TYPES: dict[str, Any] = {
    **dict.fromkeys(("start", "end"), int),
    **dict.fromkeys(("origin_start", "destination_start"), "Int64"),
    **dict.fromkeys((name for name in COLUMNS if name.endswith(("_km", "_lat", "_lon"))), float),
    "stated": bool,
}

# Where people who travelled to a country are then said to be.
_MEETINGS = frozenset(
    "meet meeting sit talk summit hold stay confer conference gather dine dinner greet receive welcome ceremony session inspect tour "
    "negotiation visit sign speak address attend rally stopover stop negotiate".split()
)
_TOGETHER = frozenset("they both pair two leader president minister men women side".split())
_ONWARD = frozenset(
    "then later subsequently onward onwards next afterwards afterward thence thereafter finally eventually".split()
)
_CONTINUING = frozenset("continue proceed return leave depart".split())
# Who holds an office of a country is taken to live there; a Kenyan runner may live anywhere.
_OFFICES = frozenset(
    "leader president premier minister chancellor king queen emperor sultan emir prince princess monarch ruler "
    "dictator head secretary governor ambassador envoy diplomat general admiral chief senator lawmaker "
    "vice-president delegation official negotiator".split()
)
# Travel that starts where the traveller lives, unless the text says otherwise.
_SETTING_OUT = frozenset("set leave depart embark travel go fly sail journey drive head ride voyage jet trek".split())


@dataclass
class _Leg:
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
    first: dt.date | None = None
    last: dt.date | None = None
    span: tuple[int, int] = (0, 0)

    @property
    def trigger(self) -> "Token":
        return self.event.trigger


def find_routes(
    article: Article | str, mentions: "gpd.GeoDataFrame | None" = None, *, planned: bool = False
) -> "gpd.GeoDataFrame":
    """
    Find the journeys that a text tells, one row a leg.

    Parameters
    ----------
    article : Article or str
        The text. Without a date, "on Wednesday" and "last month" stay unresolved.
    mentions : geopandas.GeoDataFrame, optional
        Table of ``kit.geoparse(article)``; made here if not given.
    planned : bool
        True keeps the journeys that are only expected, wished or conditional, with status "planned".

    Returns
    -------
    geopandas.GeoDataFrame
        EPSG:4326, one row a leg, in the order of the text. ``who``, ``origin``, ``destination`` (names of places,
        None where unsaid), ``via`` (tuple of names), ``mode`` (road, rail, sea, air, foot, or None where the text is
        silent), ``start_date`` and ``end_date`` (first and last day; one alone for a departure or an arrival),
        ``date_text``, ``length_km`` (geodesic between the points, by way of ``via``), ``low_km`` (less both extents),
        ``high_km`` (NaN: a way may be longer), ``method``, ``stated`` (True: the text tells it), ``status``
        (reported, alleged, planned), ``source`` (offsets of the clause, also in ``start`` and ``end``), ``sentence``.
        ``origin_basis`` and ``destination_basis`` say how an end is known: "stated", "leg before", "traveller's
        country", "sender", "meeting place". ``destination_words`` keeps the words of an end that has no name.
        The geometry is the great circle, cut at the antimeridian; None where an end is missing.
    """
    from kit._language import parse

    article = as_article(article)
    if mentions is None:
        from kit.mentions import geoparse

        mentions = geoparse(article)
    doc = parse(article.text)
    places = Places(doc, mentions)
    events = find_events(doc, places, find_dates(article.text))
    legs = [leg for event in events for leg in _legs(event)]
    _mark_future(legs)
    legs = _join_departures(_chain(legs, places))
    _continue(legs)
    for leg in legs:
        _own_country(leg, doc, places)
        _sent(leg)
        _meeting_place(leg, doc, places)
    _resolve_dates(legs, article.date)
    legs = _merge([leg for leg in legs if _is_told(leg) and (planned or leg.status != "planned")])
    return _table(legs, doc)


def _legs(event: Event) -> Iterator[_Leg]:
    """Give a leg for each place that somebody went to or came from."""
    origins: list[End | None] = list(event.origins) or [None]
    destinations: list[End | None] = list(event.destinations) or [None]
    dates = [(date, event.motion.end) for date in event.dates]
    for number, destination in enumerate(destinations):
        for origin in origins if number == 0 or event.motion.mover == "object" else [None]:
            yield _Leg(
                event,
                event.who,
                origin,
                destination,
                list(event.via),
                event.mode,
                event.status,
                "stated" if origin else None,
                "stated" if destination else None,
                list(dates),
                span=_clause(event, origin, destination),
            )


def _clause(event: Event, *ends: End | None) -> tuple[int, int]:
    """Offsets from the first to the last word that tells the leg, within its sentence."""
    sentence = event.trigger.sent
    tokens = [event.trigger, *(end.token for end in ends if end)]
    if event.who and event.who.token.sent == sentence:
        tokens.append(event.who.token)
    starts = [token.idx for token in tokens] + [date.start for date in event.dates]
    stops = [token.idx + len(token) for token in tokens] + [date.end for date in event.dates]
    return max(min(starts), sentence.start_char), min(max(stops), sentence.end_char)


def _mark_future(legs: list[_Leg]) -> None:
    """Mark what is dated in the future ("is visiting Oslo next week") as planned."""
    for leg in legs:
        for date, _ in leg.dates:
            words = date.text.lower()
            if words.startswith(("next ", "tomorrow", "later this")) and leg.status != "negated":
                leg.status = "planned"


def _is_same(a: Traveller | None, b: Traveller | None) -> bool:
    return a is not None and b is not None and a.is_same(b)


def _chain(legs: list[_Leg], places: Places) -> list[_Leg]:
    """Take the trip that came just before ("arrived in … after a trip to …") as where a leg starts."""
    gone: set[int] = set()
    for leg in legs:
        before = _before(leg.trigger)
        if leg.origin is not None or leg.destination is None or before is None:
            continue
        inside = {token.i for token in before.subtree}
        earlier = [other for other in legs if other.trigger.i in inside and other is not leg]
        if earlier:
            last = earlier[-1]
            _take_origin(leg, last.destination or last.origin, "leg before")
            if last.destination is None:
                leg.origin_basis = "stated"
                leg.mode = leg.mode or last.mode
                leg.dates += [(date, "departure") for date, _ in last.dates]
            if last.origin is None or last.destination is None:
                gone.add(id(last))
        else:
            _take_origin(leg, _met_in(before, places), "leg before")
    return [leg for leg in legs if id(leg) not in gone]


def _take_origin(leg: _Leg, end: End | None, basis: str) -> None:
    """Set where a leg starts, unless it would then go nowhere."""
    if end is None or (end.place and leg.destination and _same_place(end, leg.destination)):
        return
    leg.origin, leg.origin_basis = end, basis


def _same_place(a: End, b: End) -> bool:
    if a.place is None or b.place is None:
        return False
    return a.place.name == b.place.name if a.place.id is None else a.place.id == b.place.id


def _before(trigger: "Token") -> "Token | None":
    """Give the clause that tells what came just before: "after …", "following …", "fresh from …"."""
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
        if token.lemma_.lower() in _MEETINGS:
            for prep in token.subtree:
                if prep.dep_ == "prep" and prep.lower_ in ("in", "at"):
                    for word in prep.children:
                        end = places.end(word)
                        if end.place:
                            return end
    return None


def _join_departures(legs: list[_Leg]) -> list[_Leg]:
    """Join "left Oslo on Monday" and "arrived in Bergen on Tuesday" to one leg."""
    joined: list[_Leg] = []
    for leg in legs:
        last = next((other for other in reversed(joined) if _is_same(other.who, leg.who)), None)
        if last is not None and _completes(last, leg):
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


def _completes(last: _Leg, leg: _Leg) -> bool:
    """Say whether two halves make one leg: an origin alone, then a destination alone."""
    if last.status != leg.status or last.event is leg.event:
        return False
    apart = leg.trigger.sent.start - last.trigger.sent.end
    if last.origin and not last.destination and leg.destination and not leg.origin:
        return apart <= 30 and not _same_place(last.origin, leg.destination)
    bound = last.trigger.lower_ in ("bound", "route", "way")
    participle = (
        bound
        or leg.trigger.tag_ in ("VBG", "VBN")
        or leg.trigger.dep_ in ("advcl", "relcl", "pcomp")
    )
    if last.destination and not last.origin and leg.origin and not leg.destination and participle:
        return last.trigger.sent == leg.trigger.sent and not _same_place(
            last.destination, leg.origin
        )
    return False


def _continue(legs: list[_Leg]) -> None:
    """Let a leg that goes on start where the leg before it ended."""
    for number, leg in enumerate(legs):
        if leg.origin is not None or not _goes_on(leg):
            continue
        for last in reversed(legs[:number]):
            near = leg.trigger.i - last.trigger.i < 90
            if (
                near
                and last.destination
                and last.status == leg.status
                and _is_aboard(leg.who, last)
            ):
                _take_origin(leg, last.destination, "leg before")
                break


def _is_aboard(who: Traveller | None, last: _Leg) -> bool:
    """Say whether a traveller made the leg before, or is cargo that was told with it ("with 900 crates")."""
    if _is_same(who, last.who):
        return True
    if (
        who is None
        or who.kind != "thing"
        or not any(c.lower_ in ("the", "those") for c in who.token.children)
    ):
        return False
    return any(token.lemma_ == who.token.lemma_ for token in last.trigger.sent)


def _goes_on(leg: _Leg) -> bool:
    token = leg.trigger
    if token.lemma_.lower() in _CONTINUING and leg.destination is not None:
        return True
    if any(
        child.lower_ in _ONWARD or child.lower_ == "on" and child.dep_ == "prt"
        for child in token.children
    ):
        return True
    if any(
        date.text.lower().endswith(("later", "next day", "following day")) for date, _ in leg.dates
    ):
        return True
    if token.dep_ == "conj" and token.pos_ == "VERB":
        return True
    return token.dep_ in ("pcomp", "advcl") and any(
        word.lower_ == "before" for word in (token.head, *token.children)
    )


def _own_country(leg: _Leg, doc: "Doc", places: Places) -> None:
    """Let a person who set out abroad start in the country that the text gives them by title."""
    who = leg.who
    if leg.origin or who is None or leg.destination is None or leg.destination.place is None:
        return
    if leg.trigger.lemma_.lower() not in _SETTING_OUT or leg.trigger.pos_ != "VERB":
        return
    home = country_of(who, doc, places)
    if home and home.country != leg.destination.place.country:
        leg.origin = End(home, home.name, who.token)
        leg.origin_basis = "traveller's country"


def country_of(who: Traveller, doc: "Doc", places: Places) -> Place | None:
    """
    Country that the text attaches to a traveller.

    Parameters
    ----------
    who : Traveller
        A person by name, or by office ("the French president").
    doc : spacy.tokens.Doc
        The text.
    places : Places
        Its mentions, demonyms among them.

    Returns
    -------
    Place or None
        From "North Korean leader Kim", "Iceland's Kim", "Kim, the leader of North Korea"; the nearest title
        before, else the first after.
    """
    if who.kind != "person":
        heads = [(who.token, who.token)]
    else:
        spans = list(names_of_person(doc, who.words))
        heads = [(span[0], span.root) for span in reversed(spans) if span.start <= who.token.i]
        heads += [(span[0], span.root) for span in spans if span.start > who.token.i]
    for first, root in heads:
        found = _title_before(first, places) or _title_after(root, places)
        if found is None and root.dep_ == "appos" and root.head.lemma_.lower() in _OFFICES:
            found = _title_before(root.head, places)
        if found is not None:
            return found
    return None


def _title_before(first: "Token", places: Places) -> Place | None:
    """Walk left through "North Korean leader" to the country's name."""
    office = first.lemma_.lower() in _OFFICES
    for step in range(1, 9):
        if first.i - step < first.sent.start:
            return None
        token = first.doc[first.i - step]
        office = office or token.lemma_.lower() in _OFFICES
        place = places.at(token)
        if place and place.kind == "country":
            return place if office or token.doc[token.i + 1].lower_ in ("'s", "’s") else None
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "PART") and token.text not in ("-",):
            return None
    return None


def _title_after(root: "Token", places: Places) -> Place | None:
    """Read ", the leader of North Korea," and "President Kim of North Korea"."""
    for child in root.children:
        if child.dep_ == "appos" or (child.dep_ == "prep" and child.lower_ == "of"):
            office = child.lower_ == "of" or child.lemma_.lower() in _OFFICES
            for token in child.subtree:
                place = places.at(token)
                if place and place.kind == "country":
                    return place if office else None
    return None


def _sent(leg: _Leg) -> None:
    """Let a cargo start in the country that sends it."""
    sender = leg.event.sender
    if leg.origin is None and sender and leg.destination and leg.destination.place:
        if sender.kind == "country" and sender.id != leg.destination.place.id:
            leg.origin = End(sender, sender.name, leg.trigger)
            leg.origin_basis = "sender"


def _meeting_place(leg: _Leg, doc: "Doc", places: Places) -> None:
    """Narrow a country to the place in it where the traveller is then said to have met or stayed."""
    end = leg.destination
    if end is None or end.place is None or end.place.kind != "country" or leg.who is None:
        return
    if leg.who.kind not in ("person", "thing"):
        return
    sentence = leg.trigger.sent
    for step in range(3):
        for token in sentence:
            if token.lemma_.lower() not in _MEETINGS or token.i <= leg.trigger.i:
                continue
            if step and not _takes_part(token, leg.who):
                continue
            place = _where(token, end.place, places)
            if place is not None:
                leg.destination = End(place[0], place[1], place[2])
                leg.destination_basis = "meeting place"
                return
        if sentence.end >= len(doc):
            return
        sentence = doc[sentence.end].sent


def _takes_part(token: "Token", who: Traveller) -> bool:
    """Say whether a meeting is the traveller's: by name, or by "they" and "the two leaders"."""
    verb = (
        token
        if token.pos_ in ("VERB", "AUX")
        else next((a for a in token.ancestors if a.pos_ == "VERB"), token)
    )
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            if child.lemma_.lower() in _TOGETHER or any(
                w.lower_ in ("two", "both") for w in child.children
            ):
                return True
            other = traveller(child)
            if other is not None and other.is_same(who):
                return True
            return any(_is_same(traveller(w), who) for w in child.conjuncts)
    return False


def _where(token: "Token", country: Place, places: Places) -> tuple[Place, str, "Token"] | None:
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("in", "at", "on"):
            for word in child.children:
                place = places.named(word)
                if (
                    place
                    and place.kind not in ("country", "border")
                    and place.country == country.country
                ):
                    return place, places.end(word).words, word
        if child.dep_ == "prep" and child.lower_ == "with":
            for word in child.children:
                found = _where(word, country, places)
                if found:
                    return found
    return None


def _is_told(leg: _Leg) -> bool:
    """Keep what has at least one end on the map, and a traveller or both ends."""
    placed = [end for end in (leg.origin, leg.destination) if end and end.place]
    if not placed or (leg.origin and leg.destination and _same_place(leg.origin, leg.destination)):
        return False
    return leg.origin_basis != "sender" or leg.destination is not None


def _resolve_dates(legs: list[_Leg], today: dt.date | None) -> None:
    """Turn the words of dates into days, each leg's told from the one before."""
    anchor: dt.date | None = None
    for leg in legs:
        for words, which in leg.dates:
            span = words.resolve(Context(today, leg.status == "planned", leg.first or anchor))
            _set_dates(leg, span, which)
        anchor = leg.last or leg.first or anchor


def _set_dates(leg: _Leg, span: Span | None, which: str) -> None:
    if span is None:
        return
    first, last = span
    one_day = first == last
    if not (one_day and which == "arrival"):
        leg.first = leg.first or first
    if not (one_day and which == "departure"):
        leg.last = max(leg.last, last) if leg.last and which == "arrival" else leg.last or last


def _merge(legs: list[_Leg]) -> list[_Leg]:
    """Tell each journey once: the fullest telling, filled up from the others."""
    merged: list[_Leg] = []
    for leg in legs:
        twin = next((other for other in merged if _is_retold(other, leg)), None)
        if twin is None:
            merged.append(leg)
            continue
        full, other = (leg, twin) if _fullness(leg) > _fullness(twin) else (twin, leg)
        _fill(full, other)
        merged[merged.index(twin)] = full
    return sorted(merged, key=lambda leg: leg.span)


def _is_retold(a: _Leg, b: _Leg) -> bool:
    """Say whether two legs are one journey: same who, and nothing that differs."""
    if (
        not _is_same(a.who, b.who)
        or a.status != b.status
        or (a.mode and b.mode and a.mode != b.mode)
    ):
        return False
    if not _compatible(a.origin, b.origin) or not _compatible(a.destination, b.destination):
        return False
    if not (a.destination and b.destination) and not (a.origin and b.origin):
        return False
    if a.first and a.last and b.first and b.last and (a.first > b.last or b.first > a.last):
        return False
    a_day, b_day = a.last or a.first, b.last or b.first
    return not ((a.first is None or b.first is None) and a_day and b_day and a_day != b_day)


def _compatible(a: End | None, b: End | None) -> bool:
    if a is None or b is None:
        return True
    if a.place is None or b.place is None:
        return a.words == b.words
    if _same_place(a, b):
        return True
    wide = "country" in (a.place.kind, b.place.kind) and a.place.kind != b.place.kind
    return wide and a.place.country == b.place.country and a.place.country is not None


def _fullness(leg: _Leg) -> int:
    ends = sum(end is not None and end.place is not None for end in (leg.origin, leg.destination))
    stated = (leg.origin_basis == "stated") + (leg.destination_basis == "stated")
    return 2 * ends + stated + bool(leg.mode) + bool(leg.first) + bool(leg.last)


def _fill(full: _Leg, other: _Leg) -> None:
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


def _table(legs: list[_Leg], doc: "Doc") -> "gpd.GeoDataFrame":
    import geopandas as gpd
    import pandas as pd

    rows = [_row(leg) for leg in legs]
    lines = [_line(leg) for leg in legs]
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object).astype(_TYPES)
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(lines, crs="EPSG:4326"), crs="EPSG:4326")


def _row(leg: _Leg) -> dict[str, Any]:
    length = _length_km(leg)
    extents = sum(end.place.radius_km for end in (leg.origin, leg.destination) if end and end.place)
    dates = [words.text for words, _ in leg.dates]
    row: dict[str, Any] = {
        "who": leg.who.words if leg.who else None,
        "via": tuple(end.place.name for end in leg.via if end.place),
        "mode": leg.mode,
        "start_date": leg.first,
        "end_date": leg.last,
        "date_text": ", ".join(dates) or None,
        "length_km": length,
        "low_km": None if length is None else max(0.0, length - extents),
        "high_km": None,
        "method": None if length is None else "great circle",
        "stated": True,
        "status": leg.status,
        "source": f"text {leg.span[0]}–{leg.span[1]}",
        "sentence": _sentence(leg.trigger),
        "start": leg.span[0],
        "end": leg.span[1],
        "origin_basis": leg.origin_basis,
        "destination_basis": leg.destination_basis,
    }
    for name, end in (("origin", leg.origin), ("destination", leg.destination)):
        row |= _end_columns(name, end)
    return row


def _sentence(trigger: "Token") -> str:
    """Sentence of a leg; a title without a full stop runs into the next one and is cut off."""
    sentence = trigger.sent
    offset = trigger.idx - sentence.start_char
    start = sentence.text.rfind("\n\n", 0, offset)
    stop = sentence.text.find("\n\n", offset)
    words = sentence.text[max(start, 0) : stop if stop >= 0 else None]
    return " ".join(words.split())


def _end_columns(name: str, end: End | None) -> dict[str, Any]:
    place = end.place if end else None
    return {
        name: place.name if place else None,
        f"{name}_words": end.words if end else None,
        f"{name}_id": place.id if place else None,
        f"{name}_start": place.start if place else None,
        f"{name}_lat": place.lat if place else None,
        f"{name}_lon": place.lon if place else None,
    }


def _points(leg: _Leg) -> list[tuple[float, float]] | None:
    """Points (lat, lon) of the way as far as it is told; None where an end is missing."""
    ends = [leg.origin, *leg.via, leg.destination]
    if leg.origin is None or leg.destination is None:
        return None
    points = [(end.place.lat, end.place.lon) for end in ends if end and end.place]
    if leg.origin.place is None or leg.destination.place is None:
        return None
    known = all(lat == lat and lon == lon for lat, lon in points)
    return points if known else None


def _length_km(leg: _Leg) -> float | None:
    from kit.measure import distance_km

    points = _points(leg)
    if points is None:
        return None
    return float(sum(distance_km(*a, *b) for a, b in zip(points, points[1:], strict=False)))


def _line(leg: _Leg) -> "BaseGeometry | None":
    from shapely import MultiLineString

    from kit.measure import great_circle

    points = _points(leg)
    if points is None:
        return None
    lines = [great_circle(*a, *b) for a, b in zip(points, points[1:], strict=False)]
    if len(lines) == 1:
        return lines[0]
    return MultiLineString([part for line in lines for part in getattr(line, "geoms", [line])])
