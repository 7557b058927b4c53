"""What the order of the words tells of a journey where the parser loses it: "from A to B"."""

from typing import TYPE_CHECKING

from kit._events import WHEN, motion_of
from kit._motion import Role
from kit._places import End, Places
from kit._travellers import Traveller, traveller
from kit._tree import SUBJECTS
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from spacy.tokens import Token

_BEFORE = 20  # words between a word of motion and its "from"
_WITHIN = 6  # between a preposition and its place, and from there to the next preposition
_PAID = frozenset({"MONEY", "PERCENT"})
_FIGURES = _PAID | {"QUANTITY"}  # "from 78 dollars in London to 81"
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_AIMS = frozenset({"to", "into", "onto", "for"})
_TRAVELLING = frozenset({"person", "vehicle", "thing"})


def ends_in_order(trigger: "Token", places: Places) -> list[tuple[Role, End]]:
    """
    Read "from A to B" behind a word of motion by the order of the words alone.

    Parameters
    ----------
    trigger : spacy.tokens.Token
        The word of motion.
    places : Places
        The mentions.

    Returns
    -------
    list of tuple of role and End
        Both ends, or none.
    """
    start, source, aim = _pair_behind(trigger, _BEFORE, _PAID, places)
    if source is None or aim is None or _opens_clause(start, aim):
        return []
    return [("origin", places.end(source)), ("destination", places.end(aim))]


def _pair_behind(
    word: "Token", within: int, figures: frozenset[str], places: Places
) -> "tuple[Token | None, Token | None, Token | None]":
    """Give "from" within so many words behind one, and both places of "from A to B"."""
    start = _first_behind(word, within, figures, ("from",))
    source = _place_behind(start, places) if start is not None else None
    to = _first_behind(source, _WITHIN, _FIGURES, _AIMS) if source is not None else None
    return start, source, _place_behind(to, places) if to is not None else None


def _first_behind(
    word: "Token", within: int, figures: frozenset[str], wanted: "Collection[str]"
) -> "Token | None":
    behind = word.doc[word.i + 1 : word.sent.end][:within]
    return next((w for w in _until_clause(behind, figures) if w.lower_ in wanted), None)


def _opens_clause(start: "Token | None", aim: "Token") -> bool:
    """Tell "and from Oslo to Rome people danced", of which the places open a clause."""
    fronted = start is not None and start.i > 0 and start.nbor(-1).lower_ == "and"
    after = aim.doc[aim.i + 1 : min(aim.i + 6, aim.sent.end)]
    noun = len(after) > 1 and after[0].pos_ in ("NOUN", "PROPN", "PRON", "DET", "ADJ")
    return fronted and noun and any(word.tag_ in _FINITE for word in after)


def pairs_behind(last: "Token", places: Places) -> "Iterator[tuple[End, End]]":
    """
    Read "from B to C" behind a leg that is told, each without a verb of its own.

    Parameters
    ----------
    last : spacy.tokens.Token
        The last word of the leg.
    places : Places
        The mentions.

    Yields
    ------
    tuple of End and End
        Where it starts, and where it ends.
    """
    while True:
        _, source, aim = _pair_behind(last, _WITHIN, _FIGURES, places)
        if source is None or aim is None:
            return
        yield places.end(source), places.end(aim)
        last = aim


def _until_clause(
    words: "Iterable[Token]", figures: frozenset[str] = _FIGURES
) -> "Iterable[Token]":
    """Yield words up to another clause or word of motion, or to a figure of some kind."""
    for word in words:
        if word.text in (";", ":") or word.tag_ in _FINITE:
            return
        if motion_of(word) is not None or word.ent_type_ in figures:
            return
        yield word


def _place_behind(prep: "Token", places: Places) -> "Token | None":
    """Give the last word of the next name of a place: "the border town of Adré"."""
    words = prep.doc[prep.i + 1 : min(prep.i + 1 + _WITHIN, prep.sent.end)]
    near = _until_clause(words)
    found = next((w for w in near if places.named(w) is not None or w.lower_ == "there"), None)
    return None if found is None else last_of(found, places, prep.sent.end)


def last_of(name: "Token", places: Places, stop: int) -> "Token":
    """Give the last word of the name that a word begins, before the end of its sentence."""
    place = places.named(name)
    while place and name.i + 1 < stop and places.named(name.nbor()) is place:
        name = name.nbor()
    return name


def mover_in_order(trigger: "Token") -> Traveller | None:
    """
    Find who may move before a word of motion: the nearest subject, else who comes first.

    Parameters
    ----------
    trigger : spacy.tokens.Token
        The word of motion, whose own subject is not known.

    Returns
    -------
    Traveller or None
        A person, vehicle, people or cargo.
    """
    before = trigger.doc[trigger.sent.start : trigger.i]
    nouns = [w for w in before if w.pos_ in ("NOUN", "PROPN") and w.dep_ != "compound"]
    nouns = [w for w in nouns if w.ent_type_ not in WHEN]
    subjects = [w for w in reversed(nouns) if w.dep_ in SUBJECTS]
    vehicles = [w for w in reversed(nouns) if vehicle_mode(w)]
    named = (traveller(word) for word in (*subjects, *vehicles, *nouns[:1]))
    return next((who for who in named if who is not None and who.kind in _TRAVELLING), None)
