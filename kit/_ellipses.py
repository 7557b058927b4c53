"""Where a sentence goes on without its verb: "to Naples by train, and then by road to Rome"."""

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from kit import _movers as movers
from kit._motion import NOUNS
from kit._tree import has_role, with_role, with_word
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

_AIMING = frozenset({"to", "for"})
_WHEN = ("DATE", "TIME")
_OTHERS = frozenset("another others second third other".split())
_THEN = frozenset("then thence later afterwards".split())


def ellipses(trigger: "Token") -> list["Token"]:
    """
    Find where a sentence goes on without its verb: "… to Naples, and then by road to Rome".

    Parameters
    ----------
    trigger : spacy.tokens.Token
        The word of motion.

    Returns
    -------
    list of spacy.tokens.Token
        The prepositions that such a part begins with.
    """
    heads = {trigger, *(c for c in trigger.children if c.pos_ == "ADP")}
    heads |= {c for head in list(heads) for c in head.children if c.pos_ == "ADP"}
    parts = [
        _aim_part(token)
        for token in trigger.subtree
        if token.head in heads
        and _is_part(token)
        and _is_new(token)
        and not _is_first(token, trigger)
    ]
    parts += [prep for other in next_rides(trigger) for prep in _to(other)]
    return parts + [to for to in _onwards(trigger) if not {to, to.head} & set(parts)]


def next_rides(trigger: "Token") -> list["Token"]:
    """
    Give the ferry of "took a plane to Oslo and a ferry from there to Kiel".

    Parameters
    ----------
    trigger : spacy.tokens.Token
        The word of motion.

    Returns
    -------
    list of spacy.tokens.Token
        Vehicles that are taken on to somewhere else.
    """
    rides = [c for c in trigger.children if c.dep_ == "dobj" and vehicle_mode(c)]
    others = [other for ride in rides for other in ride.conjuncts]
    others += [c for c in trigger.children if rides and c.dep_ == "conj"]
    return [other for other in others if vehicle_mode(other) and _to(other)]


def gaps(trigger: "Token") -> list[tuple["Token", "Token"]]:
    """
    Find who else goes, told without the verb: "Ann flew to Rome and Ben to Cairo".

    Parameters
    ----------
    trigger : spacy.tokens.Token
        The word of motion.

    Returns
    -------
    list of (spacy.tokens.Token, spacy.tokens.Token)
        Ben, and "to".
    """
    if trigger.pos_ != "VERB":
        return []
    behind = trigger.doc[trigger.i + 1 : trigger.sent.end]
    rest = takewhile(lambda word: word.pos_ not in ("VERB", "AUX"), behind)
    told: dict[str, int] = {}
    found = []
    for word in rest:
        if word.lower_ not in _AIMING or word.pos_ != "ADP":
            continue
        other = word.nbor(-1)
        if word.lower_ in told and is_in_gap(other):
            found.append((other, word))
        told[word.lower_] = word.i
    return found


def is_in_gap(noun: "Token") -> bool:
    """
    Tell Ben of "Ann flew to Rome and Ben to Cairo", where the verb is left out behind him.

    Parameters
    ----------
    noun : spacy.tokens.Token

    Returns
    -------
    bool
    """
    first = noun.left_edge
    if first.i == 0 or noun.i + 1 == len(noun.doc):
        return False
    if noun.nbor().lower_ not in _AIMING or noun.nbor().pos_ != "ADP":
        return False
    before, told = noun.doc[first.sent.start : first.i], noun.nbor().lower_
    comma = before[-1:].text == ","
    joined = comma or before[-1:].text in ("and", "while")
    counted = noun.tag_ == "NNS" or has_role(noun, ("det", "poss", "nummod"))
    named = noun.pos_ == "PROPN" or (counted and not comma)
    named = (named and noun.pos_ != "VERB") or noun.lower_ in _OTHERS
    own = noun.lemma_ not in NOUNS and noun.ent_type_ not in _WHEN
    over = next((w for w in noun.ancestors if w.dep_ == "pobj"), noun)
    # "through Oslo and Moss to Rome"
    passed = over.head.pos_ == "ADP" and over.head.lower_ != told and over.ent_type_ not in _WHEN
    return joined and named and own and not passed and any(w.lower_ == told for w in before)


def _onwards(trigger: "Token") -> Iterator["Token"]:
    """Yield "to" of "and on to Oslo" and "and back to Rome", "by" of "then by ship to Rome"."""
    aside = False  # "to Rome and, after they had rested, on to Oslo"
    for word in trigger.doc[trigger.i + 1 : trigger.sent.end - 2]:
        if word.pos_ in ("VERB", "AUX") and not aside:
            return
        aside = aside or (word.text == "," and word.nbor(-1).lower_ == "and")
        to, begins = word.nbor(), word.nbor(-1).lower_ in ("and", "then", ",")
        if word.lower_ in _THEN and begins and to.lower_ in ("by", "aboard", "on"):
            yield to
        lost = word.lower_ == "back" and word.head.pos_ not in ("VERB", "AUX", "ADP", "ADV")
        onward = lost or word.lower_ in ("on", "onward", "onwards")
        if onward and begins and to.lower_ in ("to", "into", "by", "aboard"):
            yield to


def _is_first(prep: "Token", verb: "Token") -> bool:
    """Tell the aim of "flew on to Oslo" and "took a plane on to Oslo"."""
    objects = [*with_role(verb, "dobj")]
    return prep.i == max([verb.i, *(word.right_edge.i for word in objects)]) + 1


def _to(ride: "Token") -> list["Token"]:
    """Give the "to" of "took a train to Oslo and a bus from there to Rome"."""
    near = [*ride.children, *(c for prep in ride.children for c in prep.children)]
    return [word for word in near if word.lower_ in ("to", "into") and word.pos_ == "ADP"][:1]


def _is_part(prep: "Token") -> bool:
    """Tell a preposition that another part may begin with: "to Rome and … on to Bari"."""
    onward = prep.lower_ == "on" and _aim_part(prep) != prep
    return prep.pos_ == "ADP" and (prep.dep_ == "conj" or (prep.dep_ == "prep" and onward))


def _aim_part(prep: "Token") -> "Token":
    """Give the "to" of "on to", any other preposition as it is."""
    aims = with_word(prep, ("to", "into"))
    return next(aims, prep) if prep.lower_ == "on" else prep


def _is_new(prep: "Token") -> bool:
    """Say whether another leg begins: with "then", "from there", "on to", or another vehicle."""
    if prep.lower_ == "on" and _aim_part(prep) != prep:
        return True
    return any(
        child.lower_ in ("then", "later", "there", "thence", "onward", "onwards")
        or child.lemma_.lower() in movers.MODES
        for child in prep.children
    )
