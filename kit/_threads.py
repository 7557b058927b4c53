"""Journeys told over sentences: who is meant by "the group" or "his plane" in the next one."""

from typing import TYPE_CHECKING

from kit._kinds import is_people
from kit._legs import Leg
from kit._travellers import Traveller, traveller
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEFINITE = frozenset({"the", "these", "those", "both", "all"})
_DESCRIBING = frozenset("amod compound nmod relcl acl appos prep poss".split())
_ABOARD = frozenset("passenger crew".split())
_LOADS = frozenset(
    "box crate parcel container package cargo load consignment shipment goods weapon arms aid "
    "supply sack bag".split()
)
_PARTS = frozenset("all some most both many half rest none tonne ton part each".split())
_BEFORE = ("person", "thing", "unknown")
_GROUPS = frozenset("group party team crew pair trio quartet squad band family couple".split())


def stands_for(who: Traveller | None, before: Traveller | None, mode: str | None) -> bool:
    """
    Say whether a traveller is one that was told before, in the same words or in other ones.

    Parameters
    ----------
    who, before : Traveller or None
        The second of an earlier journey.
    mode : str or None
        Of the earlier journey.

    Returns
    -------
    bool
        True for "his plane", "the group", "all of them" and "the crates", where they may be it.
    """
    if who is None or before is None:
        return False
    part = _whole(who.token)
    if who.is_same(before) or (part is not None and part.is_same(before)):
        return True
    if (ride := vehicle_mode(who.token)) is not None:
        own = any(c.dep_ == "poss" and c.pos_ == "PRON" for c in who.token.children)
        named = _is_plain(who.token) and mode in (None, ride) and before.kind in _BEFORE
        named = named and who.token.i > before.token.i
        return named or (own and before.kind != "place")  # "his plane", "the plane"
    return _is_plain(who.token) and who.token.i > before.token.i and _may_be(who.token, before)


def _may_be(noun: "Token", before: Traveller) -> bool:
    """Say whether "the men" may be the team, the passengers the ship's, the boxes the vaccines."""
    if is_people(noun):
        aboard = before.kind == "vehicle" and noun.lemma_ in _ABOARD
        return aboard or (_is_many(noun) and _is_many(before.token) and is_people(before.token))
    return noun.lemma_ in _LOADS and before.kind == "thing" and not is_people(before.token)


def is_resumed(leg: Leg, last: Leg) -> bool:
    """
    Tell "The family crossed to Chios. They took the ferry to Piraeus" from another story.

    Parameters
    ----------
    leg, last : Leg
        The second told before the first.

    Returns
    -------
    bool
        True if the next sentence goes on with the same traveller, by a pronoun or in other words.
    """
    verb = leg.trigger
    follows = verb.sent.start == last.trigger.sent.end and verb.pos_ in ("VERB", "AUX")
    if leg.who is None or not follows or leg.status != last.status:
        return False
    had = any(c.lower_ == "had" for c in verb.children)
    other = leg.who.token.sent != verb.sent or leg.who.token.pos_ == "PRON"
    other = other or (last.who is not None and not leg.who.is_same(last.who))
    return other and not had and stands_for(leg.who, last.who, last.mode)


def _whole(token: "Token") -> Traveller | None:
    """Give who "all of them" and "eight tonnes of it" are part of."""
    if token.lemma_.lower() not in _PARTS and token.pos_ != "NUM":
        return None
    of = (word for c in token.children if c.lower_ == "of" for word in c.children)
    return next((traveller(word) for word in of if word.pos_ == "PRON"), None)


def _is_plain(noun: "Token") -> bool:
    """Tell "the two men" from "the men from Oslo"."""
    definite = any(c.lower_ in _DEFINITE for c in noun.children)
    return definite and not any(c.dep_ in _DESCRIBING for c in noun.children)


def _is_many(noun: "Token") -> bool:
    plural = noun.tag_ in ("NNS", "NNPS") or noun.lemma_.lower() in _GROUPS
    return plural or any(c.dep_ in ("conj", "nummod") for c in noun.children)
