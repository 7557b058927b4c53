"""Claims: every distance that a text states between two places, with what the wording admits.

A claim is a length with words after it ("south of Seoul", "from the border", "apart") or before
it ("the distance between X and Y is") that make it a distance. Those words are tables in
kit/_wording.py, the lengths and their hedges in kit/_quantities.py: add rows there.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from kit._ends import Ends, is_vetoed, mode_in, read_ends
from kit._language import parse
from kit._phrases import token_at
from kit._quantities import Quantity, find_lengths, find_times
from kit._scene import Scene
from kit._wording import HALFWAY, RESTATED, RESTATES, TRIP_TIME, pattern
from kit.article import as_article
from kit.errors import InputError

if TYPE_CHECKING:
    from kit.article import Article

_COLUMNS = (
    "start", "end", "text", "value", "unit", "km", "bound", "low_km", "high_km", "direction",
    "mode", "subject", "reference", "subject_start", "reference_start", "same_as", "sentence",
    "within",
)  # fmt: skip
_NEEDED = ("start", "end", "kind", "country")  # of the mentions
_CLOSING_BRACKET = pattern(r" ?[)\]]")


def _groups(text: str) -> list[list[Quantity]]:
    """Gather what may state a distance, in order, each with what restates it in another unit."""
    groups: list[list[Quantity]] = []
    for quantity in find_lengths(text):
        last = groups[-1][-1] if groups else None
        between = text[last.tail : quantity.head] if last else ""
        if last and last.unit != quantity.unit and RESTATES.match(between[:12]) and (
            len(between) < 12
        ):  # fmt: skip
            groups[-1].append(quantity)
        else:
            groups.append([quantity])
    for time in find_times(text):
        if trip := TRIP_TIME.match(text, time.end):
            end = trip.end("noun") if trip["noun"] else time.end
            groups.append([replace(time, end=end, tail=end)])
    return sorted(groups, key=lambda group: group[0].start)
