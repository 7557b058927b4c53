"""Claims: every distance that a text states between two places, with what the wording admits.

A claim is a length with words after it ("south of Seoul", "from the border", "apart") or before
it ("the distance between X and Y is") that make it a distance. Those words are tables in
kit/_wording.py, the lengths and their hedges in kit/_quantities.py: add rows there.
"""

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kit import _waylengths
from kit._bylines import part_datelines
from kit._ends import Ends, read_ends
from kit._language import parse
from kit._pairfacts import Length
from kit._pairs import LIKELY, basis_of, likely_ends
from kit._quantities import Quantity, admitted, find_lengths, find_times, unmeasured
from kit._scene import Scene
from kit._tables import require
from kit._wording import HALFWAY, RESTATED, RESTATES, TRIP_TIME, pattern
from kit.article import as_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kit.article import Article

# A remark on how the length that follows was taken; behind the length it is read with it.
_ASIDE_REACH = 40  # letters
_ASIDE = re.compile(r"[\s,(—–-]{0,2}\bas (?:the crow|a bird|a crow) flies\b[,)]?", re.IGNORECASE)
_STOP = re.compile(r"[.;!?]\s")
_COLUMNS = (
    "start", "end", "text", "value", "unit", "km", "bound", "low_km", "high_km", "direction",
    "mode", "subject", "reference", "subject_start", "reference_start", "same_as", "sentence",
    "sentence_start", "within", "ends_basis",
)  # fmt: skip
_NEEDED = ("start", "end", "kind", "country")  # of the mentions
_CLOSING_BRACKET = pattern(r" ?[)\]]")


def _groups(text: str) -> list[list[Quantity]]:
    """Gather what may state a distance, in order, each with what restates it in another unit."""
    groups: list[list[Quantity]] = []
    for quantity in find_lengths(text):
        last = groups[-1][-1] if groups else None
        if last and last.unit != quantity.unit and _restates(text[last.tail : quantity.head]):
            groups[-1].append(quantity)
        else:
            groups.append([quantity])
    for time in find_times(text):
        if trip := TRIP_TIME.match(text, time.end):
            end = trip.end("noun") if trip["noun"] else time.end
            groups.append([replace(time, end=end, tail=end)])
    groups.extend([unmeasured(text, *found.span())] for found in HALFWAY.finditer(text))
    return sorted(groups, key=lambda group: group[0].start)


def _restates(between: str) -> bool:
    """Tell whether the words between two lengths make the second restate the first."""
    return len(between) < 12 and RESTATES.match(between) is not None


def _after(text: str, group: list[Quantity]) -> int:
    """Step over the bracket or comma that closes a restatement."""
    closing = RESTATED if len(group) > 1 else _CLOSING_BRACKET
    found = closing.match(text, group[-1].tail)
    return found.end() if found else group[-1].tail


def _share_hedge(group: list[Quantity]) -> list[Quantity]:
    """Give a restatement without a hedge that of the figure that it restates."""
    hedge, shared = group[0].hedge, group[:1]
    for quantity in group[1:]:
        if quantity.hedge.bound == "exact" and hedge.bound != "exact":
            low, high = admitted(quantity.value, quantity.half_step, hedge)
            shared.append(replace(quantity, hedge=hedge, low=low, high=high))
        else:
            shared.append(quantity)
    return shared


def _bounds_km(group: list[Quantity]) -> list[tuple[float, float]]:
    """
    Bound each figure of a group in km: by its words, and by those that restate it.

    A figure and its conversion are one measurement, no finer than the rounder of the two: each is
    widened to the other's rounding before they are intersected. Where they contradict each other
    (a wrong conversion) each keeps its own bounds.
    """
    own = [(q.low * q.km_per_unit, q.high * q.km_per_unit) for q in group]
    kms = [q.value * q.km_per_unit for q in group]
    steps = [q.half_step * q.km_per_unit for q in group]
    if len(group) == 1 or max(kms) - min(kms) > max(steps) + 0.005 * max(kms):
        return own
    share = max(step / km for step, km in zip(steps, kms, strict=True))
    wide = [
        (min(low, km * (1 - share)), max(high, km * (1 + share)))
        if quantity.hedge.bound in {"about", "exact"}
        else (low, high)
        for (low, high), km, quantity in zip(own, kms, group, strict=True)
    ]
    low, high = max(ends[0] for ends in wide), min(ends[1] for ends in wide)
    return [(low, high)] * len(group) if low <= high else own


def _without_asides(text: str, groups: list[list[Quantity]]) -> str:
    """Blank out "as the crow flies" before a length: to a parser the crow is who lies there."""
    starts = [group[0].start for group in groups]
    tails = {group[-1].end for group in groups}

    def blank(found: re.Match[str]) -> str:
        after = bisect_left(starts, found.end())
        between = text[found.end() : starts[after]] if after < len(starts) else ""
        ahead = between and len(between) <= _ASIDE_REACH and not _STOP.search(between)
        return " " * len(found[0]) if ahead and found.start() not in tails else found[0]

    return _ASIDE.sub(blank, text)


class _Told(NamedTuple):
    """The ends of a length, where the mentions start that they mean, and how they are known."""

    ends: Ends
    starts: tuple[int | None, int | None]
    basis: str


def _told(length: Length) -> _Told | None:
    """Give the ends that the words name, with those that they leave open where these are likely."""
    likely = likely_ends(length)
    if likely is None:
        return _Told(length.ends, length.starts, basis_of(length)) if length.ends else None
    subject, reference = likely
    ends = length.ends or Ends(mode=_waylengths.mode_of_way(length.own_words))
    ends = replace(
        ends,
        subject=ends.subject or subject.span,
        reference=ends.reference or reference.span,
    )
    return _Told(ends, (subject.mention.start, reference.mention.start), LIKELY)


def _rows(
    text: str, group: list[Quantity], scene: Scene, told: _Told, index: int
) -> list[dict[str, object]]:
    """Make the table's rows of one length and its restatements."""
    first, ends = group[0], told.ends
    start, _ = scene.sentence(first.start)
    if first.unit and _ASIDE.search(text, start, first.start):
        ends = replace(ends, mode="straight")
    timed = None if first.unit else _waylengths.mode_in(_own(text, first))  # "a two-hour drive"
    subject_start, reference_start = told.starts
    quoted_from, quoted = scene.quote(first.start)
    shared: dict[str, object] = {
        "direction": ends.direction,
        "mode": ends.mode or timed,
        "subject": ends.subject.text.strip() if ends.subject is not None else None,
        "reference": ends.reference.text.strip() if ends.reference is not None else None,
        "subject_start": subject_start,
        "reference_start": reference_start,
        "ends_basis": told.basis,
        "sentence": quoted,
        "sentence_start": quoted_from,
        "within": scene.realm_of(first.start, ends.reference) if subject_start is None else None,
    }
    group = _share_hedge(group)
    return [
        shared
        | {
            "start": quantity.start,
            "end": quantity.end,
            "text": _own(text, quantity),
            "value": quantity.value,
            "unit": quantity.unit,
            "km": quantity.value * quantity.km_per_unit,
            "bound": quantity.hedge.bound,
            "low_km": low,
            "high_km": high,
            "same_as": index if nth else None,
        }
        for nth, (quantity, (low, high)) in enumerate(zip(group, _bounds_km(group), strict=True))
    ]


def _own(text: str, quantity: Quantity) -> str:
    return text[quantity.start : quantity.end]


def _as_table(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Give rows the columns and types of the contract."""
    table = pd.DataFrame(rows, columns=list(_COLUMNS))
    for name in ("start", "end", "subject_start", "reference_start", "same_as", "sentence_start"):
        table[name] = table[name].astype("Int64")
    for name in ("value", "km", "low_km", "high_km"):
        table[name] = table[name].astype("float64")
    for name in table.columns.difference(table.select_dtypes("number").columns):
        filled = table[name].astype(object)
        table[name] = filled.where(filled.notna(), None)
    return table


def _as_mentions(article: "Article | str", mentions: pd.DataFrame | None) -> pd.DataFrame:
    """Take the mentions given, or find them; name the column that is missing."""
    if mentions is None:
        from kit.mentions import geoparse

        mentions = geoparse(article)
    require(mentions, _NEEDED, "mentions", "geoparse")
    return mentions


def find_claims(article: "Article | str", mentions: pd.DataFrame | None = None) -> pd.DataFrame:
    """
    Find every distance that a text states between two places.

    Parameters
    ----------
    article : Article or str
        The article; offsets point into its text.
    mentions : DataFrame, optional
        Its mentions, as `geoparse` gives them; `start`, `end`, `kind` and `country` are read.
        Found by `geoparse` where not given.

    Returns
    -------
    DataFrame
        One row a stated distance, in the order of the text. `start` and `end` bound the figure
        and its unit; `km` is the figure in kilometres; `low_km` and `high_km` are what the
        wording admits, `high_km` infinite for "more than". A restatement in another unit is a
        row of its own, and its `same_as` the index of what it restates. A journey's time ("a
        two-hour drive") and "halfway" have no `value`. `sentence` begins at the offset
        `sentence_start`. `within` is the country (ISO 3166-1
        alpha-2) in which the text sets a subject that is no mention. `ends_basis` says how the
        ends are known: ``stated`` by the words, ``likely`` by weights where these leave one open,
        ``doubted`` where weights doubt what they seem to name.

    Raises
    ------
    InputError
        If `mentions` lacks a column that is read.
    """
    text = as_article(article).text
    groups = _groups(text)
    if not groups:
        return _as_table([])
    scene = _scene(text, groups, _as_mentions(article, mentions))
    rows: list[dict[str, object]] = []
    for group, length in _lengths(scene, groups):
        if (told := _told(length)) is not None:
            rows.extend(_rows(text, group, length.scene, told, len(rows)))
    return _as_table(rows)


def read_lengths(article: "Article | str", mentions: pd.DataFrame) -> "Iterator[Length]":
    """Read all lengths of a text, with what the words around each name as its ends."""
    text = as_article(article).text
    groups = _groups(text)
    scene = _scene(text, groups, mentions)
    return (length for _, length in _lengths(scene, groups) if length.quantity.unit)


def _scene(text: str, groups: list[list[Quantity]], mentions: pd.DataFrame) -> Scene:
    return Scene(parse(part_datelines(_without_asides(text, groups))), mentions, text)


def _lengths(
    scene: Scene, groups: list[list[Quantity]]
) -> "Iterator[tuple[list[Quantity], Length]]":
    previous: Ends | None = None
    for group in groups:
        tail = _after(scene.text, group)
        ends = read_ends(scene, group[0], tail, previous)
        previous = ends or previous
        if ends is not None:
            full = scene.full(ends.subject), scene.full(ends.reference)
            ends = replace(ends, subject=full[0], reference=full[1])
        yield group, Length(scene, group[0], tail, ends)
