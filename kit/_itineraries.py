"""Hang the stops of a list with days on each other: "to Oslo on Monday, Rome on Tuesday"."""

from itertools import pairwise
from typing import TYPE_CHECKING

from kit._tree import hang_on, verb_above

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Span, Token

_WHEN = ("DATE", "TIME")
_BEFORE_DAY = frozenset("on from for in until till at by ( –".split())
_BETWEEN = frozenset(", ; ) and then &".split())
_STOPS = frozenset({"pobj", "dobj", "conj", "attr"})
_CLAUSES = ("VERB", "AUX")
_CLAUSAL = ("prep", "advcl")  # what tells more of the verb, behind the day of a stop


def hang_stops(doc: "Doc") -> "Doc":
    """
    Hang each stop of an itinerary on the one before, as the parser does in a list without days.

    It hangs Rome of "went to Oslo on Monday, Rome on Tuesday and Bari on Friday" on Monday.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        With dependencies and entities; changed in place.

    Returns
    -------
    spacy.tokens.Doc
        The same.
    """
    stops = list(_dated_names(doc))
    for (one, day), (two, its_day) in pairwise(stops):
        between = doc[day.end : two.start]
        listed = len(between) > 0 and all(word.lower_ in _BETWEEN for word in between)
        told = its_day.end == len(doc) or doc[its_day.end].pos_ not in _CLAUSES
        if listed and told and one[-1].dep_ in _STOPS:
            hang_on(two[-1], one[-1], "conj")
            for word in two[:-1]:
                hang_on(word, two[-1], "compound")
            _hang_rest(two[-1], its_day.end)
    return doc


def _hang_rest(stop: "Token", end: int) -> None:
    """Let her, and not Rome, fly home in "Rome on Friday and Bari on Sunday before flying home"."""
    verb = verb_above(stop)
    for word in [word for word in stop.rights if word.i >= end and word.dep_ in _CLAUSAL]:
        hang_on(word, verb or word.head)


def _dated_names(doc: "Doc") -> "Iterator[tuple[Span, Span]]":
    """Yield names that a day stands behind, each with the day: "Oslo on 3 May", "Rome (Friday)"."""
    for day in doc.ents:
        if day.label_ not in _WHEN:
            continue
        end = day.start
        while end and doc[end - 1].lower_ in _BEFORE_DAY:
            end -= 1
        start = end
        while start and doc[start - 1].pos_ == "PROPN" and doc[start - 1].ent_type_ not in _WHEN:
            start -= 1
        if start < end:
            yield doc[start:end], day
