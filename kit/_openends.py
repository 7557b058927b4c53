"""Ends that a journey leaves open: the place of the text that most likely is one, by weights."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kit._events import motion_of
from kit._joining import is_ashore
from kit._kinds import is_people
from kit._legs import Leg
from kit._openfacts import OpenEnd, Surroundings, leg_facts
from kit._places import End, Place, Places
from kit._tree import has_role, under, verb_above
from kit._weighing import chances, fitted

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

BASIS = "likely"
_LIKELY = 0.6  # below, nothing is said
# Where somebody or something began, or belongs, and does not go by that.
_BEGUN = frozenset("build found establish study educate raise base headquarter name".split())
_REACHING = frozenset("reach arrive get make enter come".split())
_YEAR = re.compile(r"(?:1\d|20)\d\d")


def fill_open_ends(doc: "Doc", places: Places, legs: list[Leg]) -> None:
    """
    Fill in ends that no word of the journey tells, where one place of the text is likely enough.

    "The president flew in from Ankara" may be told behind a paragraph on whom he met in Samarkand.
    What speaks for a place is weighed as `data/build/fit_ends.py` fitted it on labelled sentences.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The text, with syntax.
    places : Places
        Its mentions.
    legs : list of Leg
        With their days; changed in place: the end, its basis, and what was taken for granted.
    """
    around = Surroundings(doc, places, legs)
    found = [(one, likeliest(around, one)) for one in open_ends(legs)]
    for (leg, side), best in found:
        if best is not None:
            place, end = best
            setattr(leg, side, end)
            setattr(leg, f"{side}_basis", BASIS)
            said = f"The {side} is not told: {place.name} is the likeliest place of the text."
            leg.assumed = (*leg.assumed, said)


def open_ends(legs: list[Leg]) -> Iterator[OpenEnd]:
    """
    Find legs of which one end alone is told.

    Parameters
    ----------
    legs : list of Leg

    Yields
    ------
    OpenEnd
        Not where a trip began of which a noun alone tells: "after Ito's trip to Rome".
    """
    for leg in legs:
        begun = leg.destination is not None and leg.destination.place and leg.origin is None
        if begun and leg.trigger.pos_ != "NOUN":
            yield OpenEnd(leg, "origin")
        elif leg.destination is None and leg.origin is not None and leg.origin.place:
            yield OpenEnd(leg, "destination")


def likeliest(around: Surroundings, open_end: OpenEnd) -> tuple[Place, End] | None:
    """
    Weigh the places that may be an open end.

    Parameters
    ----------
    around : Surroundings
    open_end : OpenEnd

    Returns
    -------
    tuple of Place and End, or None
        None where none is likelier than not.
    """
    others = list(around.facts(open_end))
    weights = fitted("ends.json")[open_end.side]
    told = chances(weights, leg_facts(open_end), (facts for *_, facts in others))
    best, share = None, _LIKELY
    for (place, token, _), likely in zip(others, told, strict=True):
        left = _is_left(open_end, place, around.legs) or _OTHERWISE[open_end.side](token)
        if likely > share and not left and not is_ashore(open_end.leg, place):
            best, share = (place, End(place, place.name, token)), likely
    return best


def _is_left(open_end: OpenEnd, place: Place, legs: list[Leg]) -> bool:
    """Tell "visited a camp in Bria and flew home from Bangui": not to Bria."""
    if open_end.side == "origin":
        return False
    return any(leg.ends_at(place) for leg in legs if open_end.leg.follows(leg))


def _is_meant(name: "Token") -> bool:
    """Tell Aleppo of "Tents meant for Aleppo were flown to Gaza", where they never were."""
    of = name.head.head
    return name.head.lower_ == "for" and (of.dep_, of.tag_) == ("acl", "VBN")


def _is_home(name: "Token") -> bool:
    """Tell Ghent of "a couple from Ghent"."""
    of = name.head.head
    return name.head.lower_ == "from" and of.pos_ == "NOUN" and is_people(of)


def is_beginning(name: "Token") -> bool:
    """
    Tell Oran of "the poet, born in Oran", and Geneva of "which has its seat in Geneva".

    Parameters
    ----------
    name : spacy.tokens.Token
        Head of the name of a place.

    Returns
    -------
    bool
    """
    verb = verb_above(name)
    seat = any(word.lemma_ == "seat" for word in name.ancestors)
    begun = verb is not None and (verb.lower_ == "born" or verb.lemma_ in _BEGUN)
    return seat or begun


def is_unreached(name: "Token") -> bool:
    """
    Tell Oslo of "They never reached Oslo".

    Parameters
    ----------
    name : spacy.tokens.Token
        Head of the name of a place.

    Returns
    -------
    bool
    """
    verb = verb_above(name)
    return verb is not None and verb.lemma_ in _REACHING and has_role(verb, "neg")


def _is_no_aim(name: "Token") -> bool:
    """Tell Porto of "a bridge fell in Porto in 2001", too."""
    verb = verb_above(name)
    other = is_beginning(name) or _is_home(name)
    if other or verb is None:
        return other
    return motion_of(verb) is None and any(_YEAR.fullmatch(w.text) for w in under(verb, "in"))


_OTHERWISE = {"origin": _is_meant, "destination": _is_no_aim}
