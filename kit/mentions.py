"""Mentions: the places that an article names, found in its text and put on the globe."""

import operator
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from kit import _disputes
from kit._borders import mark_borders
from kit._candidates import Candidate, candidate_at
from kit._senses import Sense, resolve
from kit._spans import find_spans
from kit._tables import require
from kit.article import Article, as_article
from kit.errors import InputError
from kit.gazetteer import Gazetteer, default

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from geopandas.array import GeometryArray

COLUMNS = (
    "start", "end", "text", "place_id", "name", "kind", "country", "lat", "lon", "radius_km",
    "confidence", "evidence", "candidates", "source", "sentence",
)  # fmt: skip
# Words stay objects, so that what is not there is None and not a number.
_TYPES = (
    dict.fromkeys(COLUMNS, object)
    | dict.fromkeys(("start", "end", "candidates"), int)
    | dict.fromkeys(("lat", "lon", "radius_km", "confidence"), float)
)
_SENTENCE = 1500  # letters that a sentence reaches at most before and behind a name
# Where a sentence ends: a stop, perhaps in quotes, before a capital; or a line's end.
_STOPS = re.compile(r"(?<=[.!?][\"”’'])\s+(?=[A-Z“\"])|(?<=[a-z0-9)][.!?])\s+(?=[A-Z“\"‘])|\n+")


def geoparse(
    article: Article | str,
    *,
    spans: Sequence[tuple[int, int]] | None = None,
    demonyms: bool = True,
) -> "gpd.GeoDataFrame":
    """
    Find the places that a text names.

    Parameters
    ----------
    article : Article or str
        A string is taken to the letter: offsets point into it.
    spans : sequence of (start, end), optional
        Half-open offsets. If given, recognition is skipped and exactly these are resolved, in
        this order.
    demonyms : bool
        Whether peoples and their adjectives ("Syrians", "Russian") mark their country.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a mention, EPSG:4326, by `start`: `start`, `end`, `text`, `place_id`, `name`,
        `kind`, `country`, `lat`, `lon` (degrees), `radius_km`, `confidence` (0 to 1), `evidence`,
        `candidates`, `source` and `sentence`. A name that the gazetteer lacks keeps its row, with
        no place. Where countries dispute the land, `country` goes by `kit.settings.point_of_view`,
        which ``attrs["point_of_view"]`` and the place's `evidence` name.

    Raises
    ------
    kit.errors.InputError
        If `spans` are not pairs of whole numbers. A span outside the text keeps its row, with no
        place.
    """
    text = as_article(article).text
    gazetteer = default()
    if spans is None:
        from kit._bylines import part_datelines
        from kit._language import parse

        doc = parse(part_datelines(text), syntax=False)
        found = find_spans(text, doc, gazetteer, demonyms=demonyms)
    else:
        found = list(_given(text, spans, gazetteer))
    senses = resolve(text, found, gazetteer)
    view = _disputes.point_of_view()
    rows = [
        _row(text, span, sense, view, given=spans is not None)
        for span, sense in zip(found, senses, strict=True)
    ]
    if spans is None:
        mark_borders(text, rows, gazetteer)
    table = _table(rows, found, senses)
    table.attrs["point_of_view"] = view
    return table


def _given(
    text: str, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer
) -> Iterator[Candidate]:
    """Take given spans as they are; one that lies outside the text is a name without words."""
    for start, end in _pairs(spans):
        if 0 <= start < end <= len(text):
            yield candidate_at(text, start, end, gazetteer)
        else:
            yield Candidate(start, end, "", ())


def _pairs(spans: Iterable[Any]) -> Iterator[tuple[int, int]]:
    """Check that spans are pairs of whole numbers, and such as a table can hold."""
    one: Any = spans
    try:
        for one in spans:
            start, end = array("q", map(operator.index, one))  # as wide as the table's columns
            yield start, end
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(
            f"{one!r} is not a span: give pairs of whole numbers (start, end), half-open."
        ) from error


def _row(text: str, span: Candidate, sense: Sense, view: str, *, given: bool) -> dict[str, Any]:
    """One mention as a row, its country as a point of view has it."""
    place = sense.place
    row: dict[str, Any] = {
        "start": span.start,
        "end": span.end,
        "text": span.text,
        "evidence": sense.evidence,
        "candidates": len(span.places),
        "sentence": sentence_around(text, span.start, span.end),
        "place_id": None,
        "name": None,
        "kind": None,
        "country": None,
        "lat": float("nan"),
        "lon": float("nan"),
        "radius_km": float("nan"),
        "confidence": 0.0,
        "source": None,
    }
    if place:
        country, note = _disputes.country_of(place, view)
        row |= {
            "evidence": "; ".join(filter(None, (sense.evidence, note))),
            "place_id": place.place_id,
            "name": place.name,
            "kind": place.kind,
            "country": country or None,
            "lat": place.lat,
            "lon": place.lon,
            "radius_km": place.radius_km,
            "confidence": round(sense.confidence * (1.0 if given else span.score), 3),
            "source": place.source,
        }
    return row


def sentence_around(text: str, start: int, end: int) -> str:
    """
    The sentence that holds these offsets, by its punctuation.

    Parameters
    ----------
    text : str
    start, end : int

    Returns
    -------
    str
        From after the last sentence end before `start` to the first at or after `end`, and no
        farther than 1,500 letters to either side.
    """
    starts, ends = _stops(text)
    before, behind = bisect_right(ends, start) - 1, bisect_left(starts, end)
    left, right = max(0, start - _SENTENCE), min(len(text), end + _SENTENCE)
    if before >= 0:
        left = max(left, ends[before])
    if behind < len(starts):
        right = min(right, starts[behind])
    return text[left:right].strip()


@lru_cache(maxsize=8)
def _stops(text: str) -> tuple[list[int], list[int]]:
    """Where the gaps between sentences start and end."""
    spans = [stop.span() for stop in _STOPS.finditer(text)]
    return [start for start, _ in spans], [end for _, end in spans]


def _table(
    rows: list[dict[str, Any]], found: Sequence[Candidate], senses: Sequence[Sense]
) -> "gpd.GeoDataFrame":
    """Make the table, the rivals of each mention beside it in `attrs`."""
    import geopandas as gpd
    import pandas as pd

    frame = pd.DataFrame(
        {name: pd.Series([row[name] for row in rows], dtype=_TYPES[name]) for name in COLUMNS}
    )
    table = gpd.GeoDataFrame(frame, geometry=points_of(frame))
    table.attrs["rivals"] = {
        f"{row['start']}:{row['end']}": _rivals(span, sense)
        for row, span, sense in zip(rows, found, senses, strict=True)
    }
    return table


def points_of(table: "pd.DataFrame") -> "GeometryArray":
    """
    Make the points of mentions.

    Parameters
    ----------
    table : DataFrame
        With `lat` and `lon`.

    Returns
    -------
    geopandas.array.GeometryArray
        In EPSG:4326; None for a name without a place, rather than an empty point at no place.
    """
    import geopandas as gpd

    points = gpd.points_from_xy(table["lon"], table["lat"], crs="EPSG:4326")
    points[table["lat"].isna().to_numpy()] = None
    return points


def _rivals(span: Candidate, sense: Sense) -> list[tuple[str, float]]:
    """Every place of the name with its chance, the likelier first."""
    weighed = {place.place_id: round(chance, 4) for place, chance in sense.rivals}
    return list((weighed | {p.place_id: weighed.get(p.place_id, 0.0) for p in span.places}).items())


def places(mentions: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """
    Gather the mentions of each place.

    Parameters
    ----------
    mentions : geopandas.GeoDataFrame
        As `geoparse` returns it. Mentions without a place are left out.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a place, by first mention: the columns of a place, the highest `confidence`,
        `mentions` (count), `first` (offset), and `sentence`, `text` and `evidence` of the first.
    """
    import geopandas as gpd

    require(mentions, COLUMNS, "mentions", "geoparse")
    placed = mentions[mentions["place_id"].notna()]
    best = placed.groupby("place_id", sort=False)["confidence"].max()
    table = placed.drop_duplicates("place_id").drop(columns=["start", "end"])
    table = table.assign(
        confidence=table["place_id"].map(best),
        mentions=table["place_id"].map(placed["place_id"].value_counts()),
        first=table["place_id"].map(placed.groupby("place_id")["start"].min()),
    )
    table.attrs = {}
    return gpd.GeoDataFrame(table.reset_index(drop=True), crs="EPSG:4326")


def alternatives(mentions: "gpd.GeoDataFrame", i: "int | str | pd.Series[Any]") -> "pd.DataFrame":
    """
    List the places that a mention may mean instead.

    Parameters
    ----------
    mentions : geopandas.GeoDataFrame
        As `geoparse` returns it, or rows of it.
    i : int, str or pandas.Series
        Label of the row, a name as the text has it (its first mention), or the row itself.

    Returns
    -------
    pandas.DataFrame
        Best first, the chosen one on top: the columns of `kit.Gazetteer.search`, and `chance`
        (0 to 1, of those listed) as the document tells it.

    Raises
    ------
    kit.errors.InputError
        If the table has no such row, or is not as `geoparse` returned it.
    """
    import pandas as pd

    require(mentions, ("start", "end", "text"), "mentions", "geoparse")
    if isinstance(i, pd.Series):
        i = cast("int", i.name)
    if isinstance(i, str):
        named = mentions.index[mentions["text"] == i]
        i = named[0] if len(named) else i
    if i not in mentions.index:
        raise InputError(f"There is no mention {i}: the rows are {list(mentions.index)[:10]}…")
    row = mentions.loc[i]
    rivals = mentions.attrs.get("rivals", {}).get(f"{row['start']}:{row['end']}")
    if rivals is None:
        raise InputError(
            "This table lost what geoparse noted beside it (`attrs`): pass the table that geoparse "
            "returned, or rows of it."
        )
    gazetteer, view = default(), _disputes.point_of_view()
    found = [(gazetteer.place(place_id), chance) for place_id, chance in rivals]
    rows = [
        place._asdict()
        | {
            "country": _disputes.country_of(place, view)[0],
            "admin1": gazetteer.admin1_name(place.country, place.admin1) or "",
            "chance": chance,
        }
        for place, chance in found
        if place
    ]
    columns = [c for c in gazetteer.search("").columns if c not in {"match", "score"}]
    return pd.DataFrame(rows, columns=pd.Index([*columns, "chance"]))
