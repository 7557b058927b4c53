"""Ends that a text leaves open, and the places that may be meant: what holds speaks for one."""

import re
from collections.abc import Iterator
from itertools import islice, product
from typing import TYPE_CHECKING, Any, cast

from kit._end import End, end_of
from kit._endpoints import around, capitals
from kit._nouns import FITTING, SITES, STANDING

if TYPE_CHECKING:
    import pandas as pd

type Labelled = tuple[End, Any]

_POINTS = frozenset({"city", "site", "airport", "port", "island", "mountain"})
_SITES = frozenset({"site", "airport", "port"})
_CITY_STATE_KM = 40.0  # Singapore, which is a country and a town
_BEFORE, _NEAREST = 200, 3  # letters before a sentence, and how many places are tried
_TRIED = 6  # pairs, where both ends are open
# What is told of for the first time, or by a speaker, is no place named before.
_ANEW = re.compile(
    r"(?:an?|another|any|each|every|few|here|many|more|most|no|one|several|some|three|two|\d\S*)\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(r"(?:its|her|his|that|the|their|these|this|those|whose)\b", re.IGNORECASE)
# What happened or sails lies where no town is.
_PASSING = re.compile(
    r"\b(?:attack|blast|boat|bomb|cyclone|drone|earthquake|epicent(?:er|re)|explosion|eye|fault"
    r"|front(?:line)?|hurricane|missile|quake|rocket|sea|shell|ship|shock|storm|tanker|trawler"
    r"|tremor|typhoon|vessel|wreck)s?\b",
    re.IGNORECASE,
)
# "The skyscrapers of Xiamen", "the Yavoriv training ground": what stands there is there. "The
# American island" is elsewhere.
_OF = r"\b(?:at|in|near|of|outside) (?:the )?{0}$|^(?:the )?{0}['’]s? [a-z]"
_BY = r"|^(?:the )?{0} [a-z]"
# Parts of a town that stand for it.
_PARTS = frozenset(
    "center centre downtown edge gate limit outskirt seafront suburb waterfront".split()
)
_MORE = re.compile(r"\b(?:another|a further) $")  # counts from what is named last
# "Galway, 60 km away, and later to Tuam": from what was named before
_ONWARD = re.compile(
    r"\b(?:and|then|before)(?: (?:later|then|on|from there|[\w-]+ing))* to\b"
    r"(?! the (?:north|south|east|west))"
)
_OF_IT = re.compile(r"[^.;,]{0,30}\bof (?:it|them)\b")


def stand_ins(
    claim: "pd.Series[Any]",
    ends: tuple[End | None, End | None],
    mentions: "pd.DataFrame",
    labels: tuple[Any, Any],
) -> Iterator[tuple[Labelled, Labelled]]:
    """
    Find places that may be the ends which a claim does not name.

    Parameters
    ----------
    claim : Series
        A row of claims.
    ends : (End or None, End or None)
        Its subject and reference; one is None at least.
    mentions : DataFrame
    labels : tuple
        Rows of the mentions that the ends are, None for one that is no mention.

    Yields
    ------
    (End, label), (End, label)
        Both ends: places of its sentence first, the nearest before others; then those of the
        sentences before, and the place that the text has named most often so far, if more than
        once: an article's scene.
    """
    subject, reference = ends
    words = claim["subject"], claim["reference"]
    turned = isinstance(claim["direction"], str)
    if subject is None and reference is None and turned and any(map(_is_told, words)):
        return  # either of two places lies to the west of the other
    found = [
        [(end, label)] if end is not None else _candidates(claim, side, other, mentions)
        for side, end, other, label in (
            ("subject", subject, reference, labels[0]),
            ("reference", reference, subject, labels[1]),
        )
    ]
    if subject is None and reference is None and turned:
        found[0] = found[0][:1]  # "from X to Y, for it is 80 km to the east": Y is
    pairs = ((one, two) for one, two in product(*found) if one[0].place_id != two[0].place_id)
    yield from islice(pairs, _TRIED)


def reopened(
    claim: "pd.Series[Any]",
    ends: tuple[End, End],
    mentions: "pd.DataFrame",
    labels: tuple[Any, Any],
) -> tuple[End | None, End | None] | None:
    """
    Leave open which place "the town" is, where an earlier sentence has the name taken for it.

    Parameters
    ----------
    claim, ends, mentions, labels
        As for `stand_ins`, with both ends.

    Returns
    -------
    (End or None, End or None) or None
        None if neither end is so, or both are.
    """
    begin = int(claim["start"]) - len(around(claim)[0])
    subject, reference = (
        None if end.stands_in and cast("int", mentions.at[label, "start"]) < begin else end
        for end, label in zip(ends, labels, strict=True)
    )
    return None if (subject is None) == (reference is None) else (subject, reference)


def _is_told(words: object) -> bool:
    return isinstance(words, str)


def _candidates(
    claim: "pd.Series[Any]", side: str, other: End | None, mentions: "pd.DataFrame"
) -> list[Labelled]:
    """Places that words can mean which name none, the likeliest first."""
    words = claim[side] if _is_told(claim[side]) else ""
    named = mentions.loc[mentions["start"].eq(claim[f"{side}_start"]).fillna(False), "lat"]
    if len(named) and named.isna().all():  # a name that the gazetteer lacks
        return []
    before, after = around(claim)
    at = int(claim["start"])
    begin, end = at - len(before), at + len(str(claim["text"])) + len(after)
    if side == "reference" and not words and (onward := _ONWARD.search(after)):
        end = at + len(str(claim["text"])) + onward.start()
    told = mentions[mentions["lat"].notna() & (mentions["start"] < end)]
    if other is not None:
        told = told[told["place_id"] != other.place_id]
    here = told[told["start"] >= begin]
    inside = here[[_is_named_in(words, row) for _, row in here.iterrows()]]
    if len(inside) and (inside["kind"] != "country").all():
        return _as_ends(inside)
    kinds = _kinds(words, is_subject=side == "subject")
    told = _of_kinds(told, kinds)
    if other is not None and words.endswith("capital"):  # "its capital" is not across the border
        told = told[told["country"] == other.country]
    here = told[told["start"] >= begin]
    labels = list((here["start"] - at).abs().sort_values(kind="stable").index)
    is_known = not words or bool(_KNOWN.match(words)) or isinstance(claim["direction"], str)
    if is_known and not (labels and _OF_IT.match(after)):
        # "X, 65 km east of Y, and Z, 310 km to the west of it": of these
        labels += _before(told, begin)
    labels = labels[:1] if _MORE.search(before) else labels
    found = _as_ends(mentions.loc[[*inside.index, *labels]])
    if "city" in kinds:
        found += [(end, None) for end in capitals(words or str(claim["sentence"]), other)]
    return found


def _of_kinds(told: "pd.DataFrame", kinds: frozenset[str]) -> "pd.DataFrame":
    """Keep places of some kinds; a country that is a town is one."""
    small = (told["kind"] == "country") & (told["radius_km"] <= _CITY_STATE_KM)
    return told[told["kind"].isin(kinds) | (small & ("city" in kinds))]


def _before(told: "pd.DataFrame", begin: int) -> list[Any]:
    """Rows of places named shortly before a sentence, the last first, and of the scene."""
    past = told[told["start"] < begin]
    near = past[past["start"] >= begin - _BEFORE]
    labels = list(near.drop_duplicates("place_id", keep="last").index[::-1][:_NEAREST])
    counts = past["place_id"].value_counts()  # the first named of those named as often
    if len(counts) and counts.iloc[0] > 1:
        labels.append(past.index[past["place_id"] == counts.index[0]][-1])
    return labels


def _as_ends(rows: "pd.DataFrame") -> list[Labelled]:
    rows = rows.drop_duplicates("place_id")
    return [(end_of(str(row["text"]), row), label) for label, row in rows.iterrows()]


def _is_named_in(words: str, place: "pd.Series[Any]") -> bool:
    """Tell whether words for what lies at a place have its name."""
    pattern = _OF if place["kind"] == "country" else _OF + _BY
    name = re.escape(str(place["text"]))
    return re.search(pattern.format(name), words, re.IGNORECASE) is not None


def _kinds(words: str, *, is_subject: bool) -> frozenset[str]:
    """Kinds of places that words can mean."""
    if not words:
        return _POINTS
    is_name = any(map(str.isupper, words.partition(" ")[2] or words))
    if is_name or _ANEW.match(words) or _PASSING.search(words):
        return frozenset()
    noun = words.lower().split()[-1]
    for form in (noun, noun.removesuffix("s")):
        if form in _PARTS:
            return _POINTS
        if form in FITTING:
            return frozenset(FITTING[form].split())
        if is_subject and (form in SITES or form in STANDING):
            return _SITES  # "the mine" need not lie in the town; `locate` says where it can
    return _POINTS
