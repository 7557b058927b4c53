"""How well a name fits where it stands: whether a place of that name lies by the others named."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from kit._candidates import Candidate
from kit._names import fold
from kit._precedence import apart_km
from kit._senses import WIDE, Weights, likeliest
from kit.gazetteer import Place

_WALK_KM, _RIDE_KM = 20.0, 250.0  # to a neighbouring town, and to one of that part of a country
_LIKELY = 0.5
FACTS = (
    "bias", "so_far", "bearers", "in_a_walk", "in_a_ride", "largest_in_a_ride", "in_their_country",
    "in_their_division",
)  # fmt: skip

type _Anchor = tuple[frozenset[str], Place, float]
type _Where = tuple[str, str]


def look_near(
    text: str, doubtful: Sequence[Candidate], sure: Sequence[Candidate], weights: Weights
) -> list[Candidate]:
    """
    Note on names in doubt how near their places lie to those that others most likely mean.

    Parameters
    ----------
    text : str
    doubtful : sequence of Candidate
        With what is known of them so far as their `score`; their `facts` are added to.
    sure : sequence of Candidate
        Those taken for places so far, none overlapping another.
    weights : Weights
        Of the senses of a name.

    Returns
    -------
    list of Candidate
        Those that bear a place's name, where the text names any other place.
    """
    anchors = _anchors(sure, likeliest(text, sure, weights))
    wheres = _wheres(anchors)
    noted = []
    for one in doubtful:
        called = fold(one.text)
        others = [(place, weight) for names, place, weight in anchors if called not in names]
        if others and one.places:
            theirs = _wheres([anchor for anchor in anchors if called in anchor[0]])
            one.facts |= _facts(one, others, wheres - theirs)
            noted.append(one)
    return noted


def _anchors(
    sure: Sequence[Candidate], likely: Sequence[tuple[Place, float] | None]
) -> list[_Anchor]:
    """Places that others are held against, each once: what it is called, and how likely it is."""
    names: dict[str, set[str]] = {}
    found: dict[str, tuple[Place, float]] = {}
    for one, sense in zip(sure, likely, strict=True):
        if sense is None:
            continue
        place, chance = sense
        names.setdefault(place.place_id, set()).add(fold(one.text))
        before = found.get(place.place_id, (place, 0.0))[1]
        found[place.place_id] = place, max(before, one.score * chance)
    return [(frozenset(names[key]), *sense) for key, sense in found.items()]


def _wheres(anchors: Sequence[_Anchor]) -> Counter[_Where]:
    """How many likely places each country and division has."""
    return Counter(
        where for _, place, chance in anchors if chance > _LIKELY for where in _within(place)
    )


def _within(place: Place) -> list[_Where]:
    """The country and the division that a place is, or lies in."""
    if not place.country or place.kind == "region":
        return []
    return [(place.country, ""), *([(place.country, place.admin1)] if place.admin1 else [])]


def _facts(
    one: Candidate, others: Sequence[tuple[Place, float]], wheres: Counter[_Where]
) -> dict[str, float]:
    """How likely a name was before, how many bear it, and how near the best of these lies."""
    own = [place for place in one.places if place.kind not in WIDE]
    narrow = [(place, weight) for place, weight in others if place.kind not in WIDE]
    facts = {"so_far": math.log(one.score / (1 - one.score)), "bearers": math.log(len(own) or 1)}
    if own and narrow:
        facts |= _nearness(own, narrow)
    for at, name in enumerate(("in_their_country", "in_their_division")):
        counts = (wheres[where] for place in one.places for where in _within(place)[at : at + 1])
        facts[name] = max(counts, default=0) / len(others)
    return facts


def _nearness(own: Sequence[Place], others: Sequence[tuple[Place, float]]) -> dict[str, float]:
    """How many others lie by the best placed of a name's places, and by the largest."""
    away_km = apart_km(own, [place for place, _ in others])
    weight = np.array([weight for _, weight in others])
    walk, ride = (np.log1p(np.exp(-away_km / reach) @ weight) for reach in (_WALK_KM, _RIDE_KM))
    largest = max(range(len(own)), key=lambda number: own[number].population)
    return {
        "in_a_walk": float(walk.max()),
        "in_a_ride": float(ride.max()),
        "largest_in_a_ride": float(ride[largest]),
    }
