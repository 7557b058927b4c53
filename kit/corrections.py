"""What an analyst knows better of a place: the same table of mentions, with it put right."""

import re
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from kit import measure
from kit._cells import labels_of
from kit._spot import PlaceLike, spot_of
from kit.article import as_article
from kit.errors import InputError
from kit.gazetteer import Place, default
from kit.mentions import COLUMNS, points_of, sentence_around

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from kit.article import Article

__all__ = ["correct"]

_REACH_KM = 1.0  # of a position that is given without its extent
_NEAR = 3  # spellings that are offered where none fits


def correct(
    mentions: "gpd.GeoDataFrame",
    words: "str | Hashable | Sequence[Hashable] | pd.Series[bool]",
    place: PlaceLike | None,
    *,
    source: str,
    article: "Article | str | None" = None,
) -> "gpd.GeoDataFrame":
    """
    Say which place some words mean, or that they mean none, in a new table.

    Claims, loci and journeys that are read with the new table go by it.

    Parameters
    ----------
    mentions : geopandas.GeoDataFrame
        As `geoparse` returns it. It is not changed.
    words : str, label, sequence of labels, or mask
        A name as the text has it, for all its mentions; or rows, as ``mentions.loc`` takes them.
    place : place or None
        What they mean, as `kit.network` takes places: a name, a gazetteer's `place_id`, latitude
        and longitude in degrees, geopy's Location or Point, or a row or dict with `name`, `lat`
        and `lon`, and if you know them `kind`, `country` and `radius_km`. None if it is no place:
        its rows are left out.
    source : str
        Who says so, or that it is your own knowledge.
    article : Article or str, optional
        The text, for a name that `geoparse` did not find, or not everywhere: each of its
        occurrences gets a row.

    Returns
    -------
    geopandas.GeoDataFrame
        The table with those rows changed, added or left out; `confidence` is 1, `candidates` 1,
        `evidence` and `source` are yours. A position without a kind is a ``site`` of 1 km.

    Raises
    ------
    kit.errors.InputError
        If there is no such mention or place, or no source.

    Examples
    --------
    >>> import kit
    >>> mentions = kit.geoparse("Two trucks left Agadez for Dirkou.")
    >>> own = kit.correct(mentions, "Agadez", (16.97, 7.99), source="our map")
    >>> own.loc[own.text == "Agadez", ["lat", "evidence"]].values.tolist()
    [[16.97, 'corrected: our map']]
    """
    if not isinstance(source, str) or not source.strip():
        raise InputError("Say who says so: source='reported by …', or source='our own map'.")
    table = mentions.copy()
    rivals = dict(mentions.attrs.get("rivals", {}))
    labels = _labels(table, words, article)
    if place is None:
        return table.drop(index=labels)
    known = _columns(place, words if isinstance(words, str) else str(table.loc[labels[0], "text"]))
    known |= {"confidence": 1.0, "candidates": 1, "source": source.strip()}
    known["evidence"] = f"corrected: {source.strip()}"
    for label in labels:
        for name, value in known.items():
            table.loc[label, name] = value
        row = table.loc[label]
        rivals[f"{row['start']}:{row['end']}"] = [(known["place_id"], 1.0)]
    table = table.sort_values("start", kind="stable")
    table = table.astype(mentions.dtypes.drop("geometry").to_dict())
    table = table.set_geometry(points_of(table))
    table.attrs = mentions.attrs | {"rivals": rivals}
    return table


def _labels(
    table: "gpd.GeoDataFrame",
    words: "str | Hashable | Sequence[Hashable] | pd.Series[bool]",
    article: "Article | str | None",
) -> list[Hashable]:
    """Find the rows that are meant; words that have none get them."""
    if isinstance(words, str):
        found = list(table.index[table["text"] == words])
        if found and article is None:
            return found
        labels = found + _added(table, words, article)
        if not labels:
            raise InputError(f"The text does not have {words[:60]!r} as a name of its own.")
        return labels
    return labels_of(table, words, "mention")


def _added(
    table: "gpd.GeoDataFrame", words: str, article: "Article | str | None"
) -> list[Hashable]:
    """Add a row for each occurrence of some words in the text that is in none."""
    import difflib

    if article is None:
        near = difflib.get_close_matches(words, list(table["text"].unique()), n=_NEAR)
        there = f" The table has {', '.join(map(repr, near))}." if near else ""
        raise InputError(
            f"No mention reads {words[:60]!r}.{there} To add one, give the text: article=article."
        )
    text = as_article(article).text
    taken = list(zip(table["start"], table["end"], strict=True))
    first = 0 if table.empty else int(max(table.index)) + 1
    labels: list[Hashable] = []
    for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
        if any(start < found.end() and found.start() < end for start, end in taken):
            continue
        row = dict.fromkeys(COLUMNS) | {
            "start": found.start(),
            "end": found.end(),
            "text": words,
            "sentence": sentence_around(text, *found.span()),
        }
        label = first + len(labels)
        for name, value in row.items():
            table.loc[label, name] = value
        labels.append(label)
    return labels


def _columns(place: PlaceLike, words: str) -> dict[str, Any]:
    """What the table says of a place."""
    known = _known(place) if isinstance(place, str) else None
    if known is not None:
        names = ("place_id", "name", "kind", "country", "lat", "lon", "radius_km")
        return {name: getattr(known, name) for name in names} | {"country": known.country or None}
    spot = spot_of(place)
    facts: Any = place if hasattr(place, "keys") else {}
    return {
        "place_id": facts.get("place_id") or f"own:{spot.lat:.4f},{spot.lon:.4f}",
        "name": facts.get("name") or words,
        "kind": facts.get("kind") or "site",
        "country": facts.get("country") or _country_at(spot.lat, spot.lon),
        "lat": round(spot.lat, 6),
        "lon": round(spot.lon, 6),
        "radius_km": spot.radius_km or _REACH_KM,
    }


def _known(name: str) -> Place | None:
    """Find a place of the gazetteer by its id or its name, not by one that is spelled nearly so."""
    gazetteer = default()
    if (known := gazetteer.place(name)) is not None:
        return known
    found = gazetteer.geocode(name)
    if found is None or isinstance(found, list) or found.raw["match"] == "fuzzy":
        return None
    return gazetteer.place(found.raw["place_id"])


def _country_at(lat: float, lon: float) -> str | None:
    """Country of a position, by the towns about it and its land."""
    towns = default().reverse((lat, lon), exactly_one=False, limit=20)
    near = [default().place(town.raw["place_id"]) for town in towns or ()]
    codes = dict.fromkeys(place.country for place in near if place is not None)
    return next((code for code in codes if measure.is_in_territory(lat, lon, code)), None)
