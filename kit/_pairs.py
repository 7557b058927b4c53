"""Ends of a length that its words leave open: the towns that it most likely is told of."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kit._pairfacts import Length, Town, is_new
from kit._weighing import chance, fitted
from kit._wording import is_measured_to, pattern

if TYPE_CHECKING:
    from spacy.tokens import Span

#: By what a fact is of (the length, the first town, the second, or both), and by the fact.
type Weights = dict[str, dict[str, float]]

#: How the ends of a length are known: its words name them; weights find them; or its words seem to
#: name them, which weights doubt.
STATED, LIKELY, DOUBTED = "stated", "likely", "doubted"
_OTHER = frozenset("nearest closest next other another second third nameless unnamed".split())
_LEAST_KM = 1.0
_PER = pattern(r" (?:an?|per|each|every) \w")
_LONG_ENOUGH = 3  # words: "the provincial capital", not "its capital"
_LIKELY = 0.9  # below, no end is filled in
_DOUBTED = 0.6  # below, what the words seem to name accuses nobody


class Pair(NamedTuple):
    """Two towns, the first named first, and the chance that a length is told of them."""

    first: Town
    second: Town
    chance: float


def likely_ends(length: Length) -> tuple[Town, Town] | None:
    """
    Find both ends of a length where its words leave one open, or both.

    What speaks for two towns was fitted by `data/build/fit_claims.py` on labelled texts.

    Parameters
    ----------
    length : Length
        Its own ends, where it has some, stand; what they call "a depot" is none of the towns.

    Returns
    -------
    tuple of Town and Town, or None
        The subject and the reference; None where nothing is open, or no two are likely enough.
    """
    if None not in length.starts or not _is_far(length) or not _may_be_filled(length):
        return None
    known = [start for start in length.starts if start is not None]
    found = (pair for pair in weighed(length) if _has(pair, known))
    best = max(found, key=lambda pair: pair.chance, default=None)
    if best is None or best.chance < _LIKELY:
        return None
    turned = known and (best.first.mention.start in known) != (length.starts[0] is not None)
    ends = (best.second, best.first) if turned else (best.first, best.second)
    told = zip(length.phrases, length.starts, ends, strict=True)
    fits = (at is not None or _agrees(length, span, town) for span, at, town in told)
    return ends if all(fits) else None


def _is_far(length: Length) -> bool:
    """Tell what may part two towns from "dragged for 50 feet" and "swims three miles a session"."""
    far = length.quantity.value * length.quantity.km_per_unit >= _LEAST_KM
    return bool(length.quantity.unit) and far and not _PER.match(length.scene.text, length.tail)


def basis_of(length: Length) -> str:
    """
    Say whether weights agree with the words that name two towns as the ends of a length.

    Parameters
    ----------
    length : Length

    Returns
    -------
    str
        ``doubted`` where they do not; of what is no town they say nothing.
    """
    told = {*length.starts} if length.quantity.unit else set()
    facts = [
        facts_of(length, one, two)
        for one, two in length.pairs()
        if {one.mention.start, two.mention.start} == told
    ]
    sure = all(share >= _DOUBTED for share in chances(fitted("pairs.json"), facts))
    return STATED if sure else DOUBTED


def _has(pair: Pair, known: list[int]) -> bool:
    """Say whether an end that the words name is one of two towns."""
    return not known or {pair.first.mention.start, pair.second.mention.start} >= set(known)


def _may_be_filled(length: Length) -> bool:
    """Say whether what is open may be a town: no coast, nothing new; and which of two is which."""
    spans = [s for s, at in zip(length.phrases, length.starts, strict=True) if s and at is None]
    if length.ends and length.ends.direction and length.starts == (None, None):
        return False
    return not any(
        length.scene.is_long(span) or is_new(span) or any(w.lower_ in _OTHER for w in span)
        for span in spans
    )


def _agrees(length: Length, span: "Span | None", town: Town) -> bool:
    """
    Say whether a town may be what a phrase calls it.

    "Its capital" is none that was named, or the text would be understood without weights.
    "Kirkuk's oilfields" are in no other; in "It struck 6 km from Gilroy and 30 miles from San Jose"
    it is neither.
    """
    if length.ends is not None and is_measured_to(length.scene.text, town.mention.start):
        return False
    if span is not None and span.root.lower_ == "capital" and len(span) < _LONG_ENOUGH:
        return False
    named = length.scene.inside(span.start_char, span.end_char) if span is not None else []
    own = {mention.place_id for mention in named}
    lands = {mention.country for mention in named if mention.kind == "country"}
    return not named or town.mention.place_id in own or town.mention.country in lands


def weighed(length: Length) -> list[Pair]:
    """
    Weigh all pairs of towns near a length.

    Parameters
    ----------
    length : Length

    Returns
    -------
    list of Pair
    """
    told = [*length.pairs()]
    shares = chances(fitted("pairs.json"), [facts_of(length, *pair) for pair in told])
    return [Pair(*pair, share) for pair, share in zip(told, shares, strict=True)]


def facts_of(length: Length, first: Town, second: Town) -> dict[str, list[str]]:
    """Facts of a length and of two towns, by what they are of."""
    return {
        "length": length.facts,
        "first": length.town_facts(first),
        "second": length.town_facts(second),
        "pair": [*length.pair_facts(first, second)],
    }


def chances(weights: Weights, facts: Sequence[dict[str, list[str]]]) -> Iterator[float]:
    """Weigh pairs by their facts."""
    for of_pair in facts:
        yield chance(_worth(weights.get(name, {}), some) for name, some in of_pair.items())


def _worth(weights: dict[str, float], facts: Iterable[str]) -> float:
    return math.fsum(weights.get(fact, 0.0) for fact in {"", *facts})
