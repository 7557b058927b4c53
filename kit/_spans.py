"""Which words of a text name places: candidates weighed by what speaks for them."""

import json
import math
from functools import lru_cache
from typing import TYPE_CHECKING

from kit._candidates import Candidate, list_candidates
from kit._facts import describe
from kit.gazetteer import Gazetteer
from kit.settings import data_file

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Facts that rule a place out whatever else speaks for it: newspapers, ships, people with a title,
# a quarter of the sky, a government called by its seat.
_VETOES = (
    "in_press",
    "before_press",
    "after_vessel",
    "after_title",
    "compass",
    "speaking_seat",
    "generic",
    "acronym",
)
# Names of two words and more that name nothing else: "North Korea", "Oxford airport", "Red Sea".
_PLAIN_KINDS = frozenset({"country", "continent", "region", "water", "airport", "port", "site"})
_PLAIN_SCORE = 0.9


def find_spans(text: str, doc: "Doc", gazetteer: Gazetteer, *, demonyms: bool) -> list[Candidate]:
    """
    Find the words that name places.

    Parameters
    ----------
    text : str
    doc : spacy.tokens.Doc
        The text with its entities.
    gazetteer : Gazetteer
    demonyms : bool
        Whether peoples and their adjectives ("Syrians", "Russian") count as their country.

    Returns
    -------
    list of Candidate
        By start, none overlapping another; `score` is the probability that the words name a
        place.
    """
    found = list_candidates(text, doc, gazetteer)
    describe(text, doc, found)
    weights = _weights()
    for one in found:
        total = sum(weights.get(name, 0.0) * value for name, value in one.facts.items())
        one.score = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
        if _plain(one):
            one.score = max(one.score, _PLAIN_SCORE)
    kept = [
        c for c in found if c.score >= weights["threshold"] and not any(map(c.facts.get, _VETOES))
    ]
    if not demonyms:
        kept = [c for c in kept if not c.facts.get("demonym")]
    return without_overlap(kept)


def _plain(one: Candidate) -> bool:
    """Tell whether the words can hardly mean anything but a place, whatever the model says."""
    kinds = {place.kind for place in one.places if place.name_type != "demonym"}
    return bool(kinds) and kinds <= _PLAIN_KINDS and len(one.text.split()) > 1 and not one.holder


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """Read the weights that data/build/fit_mentions.py fitted."""
    loaded: dict[str, float] = json.loads(data_file("weights.json").read_text())["spans"]
    return loaded


def without_overlap(candidates: list[Candidate]) -> list[Candidate]:
    """Keep the longer of overlapping names that the gazetteer knows, the likelier of others."""
    kept: list[Candidate] = []
    ranked = sorted(
        candidates, key=lambda c: (not c.places, c.start - c.end if c.places else 0, -c.score)
    )
    for one in ranked:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda c: c.start)
