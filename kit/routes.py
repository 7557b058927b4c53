"""
Journeys that a text tells: who or what went from where to where, by what, and when.

The words of motion are tables, ``kit.routes.MOTIONS`` and ``NOUNS``; an entry teaches another::

    from kit.routes import MOTIONS, Motion
    MOTIONS["paddle"] = Motion(mode="sea")
"""

import math
import re
from typing import TYPE_CHECKING, Any

from kit import _places as mentioned
from kit._arrivals import add_arrivals, add_named_aims
from kit._awaited import date_awaited
from kit._background import (
    add_own_country,
    add_sender,
    arrive_here,
    look_abroad,
    name_capitals,
    narrow_to_meeting,
)
from kit._crossings import cross_borders, narrowed
from kit._dates import find_dates
from kit._days import resolve_dates
from kit._detours import call_by, stop_over, turn_off
from kit._echoes import echo
from kit._flashbacks import look_back
from kit._halves import join_departures
from kit._joining import chain
from kit._journeys import find_events
from kit._legs import Leg, is_told, legs_of, mark_future, merge, passed
from kit._modes import is_by_canal, is_shipped_abroad
from kit._motion import MOTIONS, NOUNS, Motion
from kit._omissions import fill_omissions
from kit._onward import carry_on, go_on, part_ways, turn_back
from kit._openends import fill_open_ends
from kit._places import End, Places
from kit._presences import PRESENCE
from kit._secondread import read_again
from kit._tables import require
from kit._timing import date_arrivals
from kit._tracks import tracks
from kit._ways import Place
from kit._whereabouts import add_whereabouts, leave_again, leave_out_pickups
from kit.article import Article, as_article

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
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
    "way_basis",
    "assumed",
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
    "origin_kind",
    "origin_country",
    "origin_radius_km",
    "destination_words",
    "destination_basis",
    "destination_id",
    "destination_start",
    "destination_lat",
    "destination_lon",
    "destination_kind",
    "destination_country",
    "destination_radius_km",
)

_READ = ("start", "end", "place_id", "name", "kind", "country", "lat", "lon", "radius_km")

#: What the columns of an end say of its place.
FACTS = ("id", "lat", "lon", "kind", "country", "radius_km")

_MASSIF_KM = 100.0  # mountains that reach further are crossed anywhere
# Behind a month in full: of the sentence, not of "Nov.".
_FULL_STOP = re.compile(r"(?<=[a-z]{4})\.$")

_TYPES: dict[str, Any] = {
    **dict.fromkeys(("start", "end"), int),
    **dict.fromkeys(("origin_start", "destination_start"), "Int64"),
    **dict.fromkeys((name for name in COLUMNS if name.endswith(("_km", "_lat", "_lon"))), float),
    "stated": bool,
}


def find_routes(
    article: Article | str, mentions: "gpd.GeoDataFrame | None" = None, *, planned: bool = True
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
        Whether to keep the journeys that are expected (``status`` says so). What is only wished,
        possible or conditional is never kept.

    Returns
    -------
    geopandas.GeoDataFrame
        EPSG:4326, one row a leg, in the order of the text:

        - ``who`` (words of the traveller or cargo), ``origin`` and ``destination`` (names of
          places, None where unsaid), ``via`` (tuple of names), ``mode`` (road, rail, sea, air,
          foot; None where the text is silent);
        - ``start_date`` and ``end_date`` (first and last day that the text gives: both the same
          where it gives the day of the departure or of the arrival alone), ``date_text`` (words);
        - ``length_km`` of the line in the geometry, by way of ``via``; ``low_km`` and ``high_km``,
          what the way may be; ``method``, how the line was found, ``way_basis``, what it is
          ("mapped", "estimated" where no main road leads, "straight" where no way is known or by
          what is not told, "none" where none may be drawn), and ``assumed``, a tuple of sentences
          on what was taken for granted;
        - ``stated`` (True: the text tells the leg), ``status`` (reported, alleged, planned),
          ``source`` (offsets of the clause, also in ``start`` and ``end``), ``sentence``;
        - for both ends ``…_words`` (all there is of an end without a name), ``…_id``,
          ``…_start``, ``…_lat``, ``…_lon`` (degrees), ``…_kind``, ``…_country``,
          ``…_radius_km`` and ``…_basis``: how it is known, "stated", "leg before", "whereabouts",
          "traveller's country", "sender", "meeting place", "dateline" or "likely";
        - geometry: the way, cut at the antimeridian; None where an end is missing.

    Raises
    ------
    kit.errors.InputError
        If the article is no text, or a table is not what `kit.geoparse` returns.
    kit.errors.DataError
        If a shipped file is missing or damaged.

    Notes
    -----
    Trains go by `kit.network.rail`, within the countries of their ends where they can, ships by
    `kit.network.sea`, planes by `kit.network.air`, and who goes by road or on foot by
    `kit.network.road`. A leg by what is not told, and one whose way is not found (``method`` says
    why), is a great circle: ``low_km`` is then less by the extents of both ends, ``high_km`` by so
    much more, times what ``assumed`` tells. `kit.assume` fills in what lacks.
    """
    from kit._bylines import part_datelines
    from kit._language import parse

    article = as_article(article)
    if mentions is None:
        from kit.mentions import geoparse

        mentions = geoparse(article)
    require(mentions, _READ, "mentions", "geoparse")
    doc = parse(part_datelines(article.text))
    places = Places(doc, mentions)
    legs = legs_of_text(doc, places, article, planned=planned)
    fill_omissions(doc, places, legs, article.date)
    return _table(legs)


def legs_of_text(doc: "Doc", places: Places, article: Article, *, planned: bool) -> list[Leg]:
    """
    Find the legs of a text: what its words tell, and what a second reading makes of them.

    Parameters
    ----------
    doc, places, article, planned
        As for `told_legs`.

    Returns
    -------
    list of Leg
    """
    legs = legs_by_rules(doc, places, article, planned=planned)
    legs = read_again(doc, places, legs, find_dates(article.text), article.date)
    return [leg for leg in legs if planned or leg.status != "planned"]


def legs_by_rules(doc: "Doc", places: Places, article: Article, *, planned: bool) -> list[Leg]:
    """
    Find the legs of a text at first reading, doubtful ones too, with ends that are only likely.

    Parameters
    ----------
    doc, places, article, planned
        As for `told_legs`.

    Returns
    -------
    list of Leg
    """
    legs = told_legs(doc, places, article, planned=planned)
    fill_open_ends(doc, places, legs)
    return merge(legs)


def told_legs(doc: "Doc", places: Places, article: Article, *, planned: bool = True) -> list[Leg]:
    """
    Put together what the words of a text tell of journeys.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The text, with syntax.
    places : Places
        Its mentions.
    article : Article
        For its text and its date.
    planned : bool
        Whether to keep the journeys that are expected.

    Returns
    -------
    list of Leg
        One a leg, in the order of the text, with their days.
    """
    dates = find_dates(article.text)
    events = find_events(doc, places, dates)
    legs = [leg for event in events for leg in legs_of(event)]
    for leg in legs:
        arrive_here(leg, places)
    mark_future(legs, article.date)
    turn_back(legs)
    legs = turn_off(chain(legs, places), places)
    add_named_aims(legs, places)
    legs = stop_over(join_departures(call_by(legs)))
    add_arrivals(legs, places)
    turn_back(legs)  # again: from where somebody is now known to have come
    part_ways(legs)
    go_on(legs, places, article.date)
    turn_back(legs)  # and from where somebody had gone on to
    look_back(legs, article.date)
    add_whereabouts(legs, places)
    carry_on(legs, article.date)
    leave_again(legs)
    echo(legs)
    part_ways(legs)
    date_arrivals(legs)
    legs = leave_out_pickups(legs)
    for leg in legs:
        add_own_country(leg, doc, places)
        add_sender(leg)
        look_abroad(leg, doc, places)
        narrow_to_meeting(leg, doc, places)
    date_awaited(doc, places, legs, dates)
    resolve_dates(legs, article.date)
    for leg in filter(is_shipped_abroad, legs):
        leg.mode, leg.assumed = "sea", ("Shipped, so by sea: the text does not say how.",)
    for leg in filter(is_by_canal, legs):
        leg.mode, leg.assumed = "sea", ("Through a canal, so by sea: the text does not say how.",)
    name_capitals(legs)
    left_out = {"possible"} if planned else {"possible", "planned"}
    legs = [leg for leg in legs if leg.event.motion is not PRESENCE or leg.origin is not None]
    return merge([leg for leg in legs if is_told(leg) and leg.status not in left_out])


def _table(legs: list[Leg]) -> "gpd.GeoDataFrame":
    at_points = [narrowed(leg, _places(leg)) for leg in legs]
    trips = cross_borders(legs, [places for places, _ in at_points])
    lines = tracks((leg.mode, places) for leg, (places, _) in zip(legs, trips, strict=True))
    rows = [row_of(leg) | line for leg, line in zip(legs, lines, strict=True)]
    for leg, row, (places, at), (_, across) in zip(legs, rows, at_points, trips, strict=True):
        row["assumed"] = (*leg.assumed, *at, *filter(None, [across]), *row["assumed"])
        if at and places:
            row.update(_position("origin", places[0]) | _position("destination", places[-1]))
    return table_of(rows)


def _position(name: str, place: Place) -> dict[str, Any]:
    """Columns of an end that was taken elsewhere than where its mention has it."""
    known = ("lat", "lon", "radius_km", *(["kind"] if place.kind == "city" else []))
    return {f"{name}_{fact}": getattr(place, fact) for fact in known}


def table_of(
    rows: list[dict[str, Any]], labels: "Sequence[Any] | None" = None
) -> "gpd.GeoDataFrame":
    """Make the table of legs from its rows, which may have columns of an analyst's besides."""
    import geopandas as gpd
    import pandas as pd

    more = dict.fromkeys(name for row in rows for name in row if name != "geometry")
    columns = list(dict.fromkeys([*COLUMNS, *more]))
    index = None if labels is None else pd.Index(labels)
    table = pd.DataFrame(rows, columns=columns, index=index, dtype=object).astype(_TYPES)
    lines = gpd.GeoSeries([row["geometry"] for row in rows], index=table.index, crs="EPSG:4326")
    return gpd.GeoDataFrame(table, geometry=lines, crs="EPSG:4326")


def row_of(leg: Leg) -> dict[str, Any]:
    """
    Give a leg as a row of the table, but for its line.

    Parameters
    ----------
    leg : Leg

    Returns
    -------
    dict
        By column.
    """
    dates = dict.fromkeys(_FULL_STOP.sub("", words.text) for words, _ in leg.dates)
    row: dict[str, Any] = {
        "who": leg.who.words if leg.who else None,
        "via": tuple(end.place.name for end in passed(leg) if end.place),
        "mode": leg.mode,
        "start_date": leg.days[0],
        "end_date": leg.days[1],
        "date_text": ", ".join(dates) or None,
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
        f"{name}_start": place.start if place else None,
        **{f"{name}_{fact}": getattr(place, fact, None) for fact in FACTS},
    }


def _places(leg: Leg) -> list[Place] | None:
    """Places of the way as far as it is told; None where an end is missing."""
    stops = [end for end in passed(leg) if end.place and _is_spot(end.place)]
    told = [end.place for end in (leg.origin, *stops, leg.destination) if end and end.place]
    if not (leg.origin and leg.origin.place and leg.destination and leg.destination.place):
        return None
    places = [Place(p.name, p.kind, p.country, p.lat, p.lon, p.radius_km) for p in told]
    return None if any(math.isnan(p.lat) or math.isnan(p.lon) for p in places) else places


def _is_spot(place: mentioned.Place) -> bool:
    """Tell what a way can be led through from what is unknown, and from the middle of the Andes."""
    ranges = place.kind == "mountain" and place.radius_km > _MASSIF_KM
    return not (ranges or math.isnan(place.lat))
