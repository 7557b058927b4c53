"""Legs that may be, those of the rules and those that a network reads, and what speaks for each."""

import heapq
import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kit._joining import is_part
from kit._legs import Leg
from kit._openends import BASIS, is_beginning, is_unreached
from kit._pairnet import LEAST, Heard, listen
from kit._pairtext import STATED, Key, Pair, key_of, pair_of
from kit._places import End, Place, Places
from kit._tree import has_word

if TYPE_CHECKING:
    from spacy.tokens import Doc

# 0 for the origin, 1 for the destination, and what the place is known by.
type At = tuple[int, str]

_HEARD = -3.0  # log odds by the network alone from which a leg that no rule finds is thought of
_FOLLOWING = ("leg before", "whereabouts")
_KNOWN = frozenset({*STATED, *_FOLLOWING, BASIS})


class Candidate(NamedTuple):
    """
    A leg that may be: its places, the legs of the rules that say so, and what the network hears.

    Attributes
    ----------
    pair : (str or None, str or None)
    legs : list of Leg
    chance : float
        The best of them by the weights of `data/doubts.json`; nan without a leg.
    heard : Heard or None
    """

    pair: Pair
    legs: list[Leg]
    chance: float
    heard: Heard | None

    @property
    def odds(self) -> float:
        """What the network says, in natural logarithms."""
        return self.heard.odds if self.heard is not None else LEAST


def candidates(
    doc: "Doc", places: Places, legs: list[Leg], shares: Iterable[float]
) -> list[Candidate]:
    """
    List the legs that may be, those of the rules and those that the network hears.

    Parameters
    ----------
    doc : spacy.tokens.Doc
    places : Places
    legs : list of Leg
        Those with an end that is no mention, or that no word of the leg tells, are left out: of
        them the network hears nothing, and in the batches set aside nearly all are right.
    shares : iterable of float
        How likely each is by itself.

    Returns
    -------
    list of Candidate
    """
    heard = listen(doc, places, legs)
    mentioned = {None, *map(key_of, places.all)}
    by_pair: dict[Pair, list[tuple[Leg, float]]] = {}
    for leg, share in zip(legs, shares, strict=True):
        if _is_heard(leg, mentioned):
            by_pair.setdefault(pair_of(leg), []).append((leg, share))
    found = [
        Candidate(pair, [leg for leg, _ in some], max(share for _, share in some), heard.get(pair))
        for pair, some in by_pair.items()
    ]
    known = set(map(pair_of, legs))
    known |= _inside(places)
    more = (pair for pair, one in heard.items() if pair not in known and one.odds >= _HEARD)
    by_key = {key_of(place): place for place in places.all}
    more = (pair for pair in more if not is_part(*(by_key.get(end or "") for end in pair)))
    no_aims = _no_aims(doc, places)
    more = (pair for pair in more if pair[1] not in no_aims)
    return found + [Candidate(pair, [], math.nan, heard[pair]) for pair in more]


def _inside(places: Places) -> set[Pair]:
    """Pair what lies in another, as told, with that: "a prison in Oslo" is on no way from Oslo."""
    inside = {(key_of(one), key_of(two)) for one in places.all if (two := places.around(one))}
    return {*inside, *((two, one) for one, two in inside)}


def _no_aims(doc: "Doc", places: Places) -> set[str]:
    """Find what is only told of where something began or nobody came: "never reached Oslo"."""
    told: dict[str, bool] = {}
    for place in places.all:
        span = doc.char_span(place.start, place.end, alignment_mode="expand")
        is_none = span is not None and (is_beginning(span.root) or is_unreached(span.root))
        told[key_of(place)] = told.get(key_of(place), True) and is_none
    return {key for key, is_none in told.items() if is_none}


def all_facts(some: Sequence[Candidate]) -> list[dict[str, float]]:
    """
    Tell what speaks for each leg, or against it.

    Parameters
    ----------
    some : sequence of Candidate
        Those of a text.

    Returns
    -------
    list of dict of str to float
        By name; `data/build/fit_secondread.py` fits what each counts.
    """
    at: dict[At, list[Candidate]] = {}
    for one in some:
        for end in ends_of(one.pair):
            at.setdefault(end, []).append(one)
    # Of those that share an end the best two will do: one of them is another.
    heard = {end: heapq.nlargest(2, them, key=lambda one: one.odds) for end, them in at.items()}
    found = {end: [one for one in them if one.legs][:2] for end, them in at.items()}
    return [
        _facts(
            one,
            [other for end in ends_of(one.pair) for other in heard[end] if other is not one],
            any(other is not one for end in ends_of(one.pair) for other in found[end]),
        )
        for one in some
    ]


def _facts(one: Candidate, others: Iterable[Candidate], is_rivalled: bool) -> dict[str, float]:
    facts = {
        "": 1.0,
        "heard": one.odds,
        "heard of another": max((other.odds for other in others), default=LEAST - 2),
        "another is found": float(is_rivalled),
        "no origin": float(one.pair[0] is None),
        "no destination": float(one.pair[1] is None),
    }
    if one.legs:
        bases = [(leg.origin_basis, leg.destination_basis) for leg in one.legs]
        facts |= {
            "found": 1.0,
            "found, by weights": math.log(one.chance / (1 - one.chance)),
            "found, stated": float(any(set(both) <= set(STATED) for both in bases)),
            "found, likely": float(all(BASIS in both for both in bases)),
            "found, follows": float(all(both[0] in _FOLLOWING for both in bases)),
            "found, heard": one.odds,
            "found, sure": abs(one.odds),
            "found, as is another": float(is_rivalled),
            "found, no origin": facts["no origin"],
            "found, no destination": facts["no destination"],
            "found, one end, nothing else heard": float(
                None in one.pair and not is_rivalled and facts["heard of another"] <= LEAST
            ),
        }
    return facts


def _is_heard(leg: Leg, mentioned: set[Key]) -> bool:
    """Tell a leg from one to "a depot" or a border, to where somebody is only met, or by a cape."""
    ends = [end for end in (leg.origin, leg.destination) if end is not None]
    unnamed = any(end.place is None or end.place.kind == "border" for end in ends)
    told = {leg.origin_basis, leg.destination_basis} <= _KNOWN
    expected = leg.status == "planned" and (  # "a trip is expected", "said he would sail"
        leg.trigger.pos_ == "NOUN" or has_word(leg.trigger, "would")
    )
    pair = pair_of(leg)
    return told and not (unnamed or expected) and any(pair) and mentioned.issuperset(pair)


def ends_of(pair: Pair) -> list[At]:
    """Give the ends that are told, each with its side."""
    return [(side, key) for side, key in enumerate(pair) if key is not None]


def places_of(leg: Leg) -> tuple[Place | None, Place | None]:
    return place_of(leg.origin), place_of(leg.destination)


def place_of(end: End | None) -> Place | None:
    return end.place if end is not None else None
