"""Borders named in a text: "the Ukrainian border", "the border with Poland"."""

import re
from typing import Any

from kit.gazetteer import Gazetteer

# A country's name or adjective, then perhaps one adjective, then the word.
_AFTER = re.compile(
    r"(?:['’]s?)?[ -](?:(?!and\b|the\b)[a-z]+(?:-[a-z]+)?[ -])?(?:border|frontier)\b"
)
_BEFORE = re.compile(r"\b(?:border|frontier)s? (?:it shares )?(?:with|of) (?:the )?$")
# The country on the other side: "Russia's border with X", "between Y and X", "the Y-X border".
_OTHER = re.compile(
    r"^(?:['’]s?)? (?:[a-z]+ )?(?:border|frontier)s? with (?:the )?$|^ and (?:the )?$|^[-–/]$"
)
_BETWEEN = re.compile(r"\b(?:border|frontier) between (?:the )?$")


def mark_borders(text: str, rows: list[dict[str, Any]], gazetteer: Gazetteer) -> None:
    """
    Turn countries that stand for their border into borders.

    Parameters
    ----------
    text : str
    rows : list of dict
        Mentions in order of `start`; changed in place. A border keeps its country's point; its
        id is ``border:UA``, or ``border:RU-KP`` where the text names both sides.
    gazetteer : Gazetteer
    """
    for i, row in enumerate(rows):
        before, after = (
            text[max(0, row["start"] - 40) : row["start"]],
            text[row["end"] : row["end"] + 80],
        )
        if row["kind"] == "city" and (_AFTER.match(after) or _BEFORE.search(before)):
            _take_region(row, gazetteer)
        if row["kind"] != "country":
            continue
        earlier = rows[i - 1] if i and rows[i - 1]["country"] else None
        between = text[earlier["end"] : row["start"]] if earlier else ""
        linked = bool(earlier and _OTHER.match(between) and earlier["country"] != row["country"])
        opened = earlier and _BETWEEN.search(text[max(0, earlier["start"] - 40) : earlier["start"]])
        word = _AFTER.match(after)
        if not (word or _BEFORE.search(before) or (linked and opened)):
            continue
        if word and re.match(r"s? with\b", after[word.end() :]):
            continue  # the border's other side follows, and the border is named there
        sides = [row["country"]]
        if linked and earlier:
            sides.insert(0, earlier["country"])
        if word and not linked:
            row["end"] += word.end()
            row["text"] = text[row["start"] : row["end"]]
        names = [place.name for side in sides if (place := gazetteer.country_of(side))]
        row |= {
            "kind": "border",
            "place_id": f"border:{'-'.join(sides)}",
            "name": f"border of {' and '.join(names)}",
            "evidence": f"the words ask for a border; {row['evidence']}",
        }


def _take_region(row: dict[str, Any], gazetteer: Gazetteer) -> None:
    """Take "the Gaza border" for that of the Gaza Strip: a town has none."""
    found = gazetteer.search(row["text"])
    found = found[(found["kind"] == "region") & (found["country"] == row["country"])]
    if len(found) == 1:
        region = found.iloc[0]
        columns = ("place_id", "name", "kind", "lat", "lon", "radius_km", "source")
        row |= {column: region[column] for column in columns}
        row["evidence"] = f"a town has no border; {row['evidence']}"
