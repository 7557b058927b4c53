"""Names of places that no gazetteer has: by their letters, and what the model takes them for."""

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from kit._tree import has_role

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_CAPITALS = "A-ZÀ-ÖØ-Þ" + "".join(filter(str.isupper, map(chr, range(0x100, 0x180))))
_WORD = rf"[{_CAPITALS}](?:[^\W\d_]|['’ʻ-](?!s\b)(?=[^\W\d_])){{2,30}}"
_WORDS = re.compile(_WORD)
_AT = "(?i:in|at|near|to|from|off|outside|around|towards?|past|behind|above|below|beyond)"
_OVER = "into|via|through|between|along|across|opposite|as far as"
_OF = (
    "(?:residents|people|villagers|inhabitants|elders|natives|villages?|town|port|district|quarter|"
    "suburb|hamlet|island|marshes|outskirts|streets|half|mayor|chief) of"
)
_REACHED = (
    "reach(?:ed|es|ing)?|fled|fleeing|left|leaving|entered|retook|(?:re)?taken|(?:re)?captured|"
    "seized|shook|rocked|struck|flooded|shelled|bombed|besieged|visit(?:ed|ing)|serves"
)
# Where a name of one word is that of a place more often than not: "the ferry to Lungi".
_BEHIND = re.compile(
    rf"\b(?:{_AT}|{_OVER}|{_OF}|{_REACHED})(?: the| neighbouring)? (?P<name>{_WORD})"
    rf"(?P<more>(?:, {_WORD})*,? and {_WORD})?(?![\w’'-]?\w| [A-Z\d])"
)
_BEFORE = re.compile(
    rf"\b(?P<name>{_WORD})(?= (?:district|quarter|camp|crossing|oilfield|gasfield|dam|mine|barrage|"
    r"municipal\w*|village|valley)\b)"
)
#: What few towns are called after; not Jupiter and Neptune, which are towns of many.
HEAVENLY = frozenset("Earth Moon Mars Venus Saturn Uranus Pluto God Jesus Christ Santa".split())
_OF_NO_PLACE = frozenset("DATE TIME LANGUAGE NORP CARDINAL ORDINAL PERCENT MONEY".split())


def unlisted_spans(
    text: str, doc: "Doc", taken: Collection[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """
    List names that no table has and that stand where a place may: "the ferry to Lungi".

    Parameters
    ----------
    text : str
    doc : spacy.tokens.Doc
        The text with its entities.
    taken : collection of (int, int)
        Offsets of what is known by name; what overlaps it is left out.

    Yields
    ------
    tuple of int
        Start and end.
    """
    known = bytearray(len(text))  # by letter, so that a long text takes no longer than it should
    for start, end in taken:
        known[start:end] = b"1" * (end - start)
    for start, end in _standing(text):
        words = doc.char_span(start, end, alignment_mode="expand")
        if words is not None and not any(known[start:end]) and _is_whole(words):
            yield start, end


def _is_whole(words: "Span") -> bool:
    """Tell a name from a part of one, and from a date or figure."""
    doc, first, last = words.doc, words[0], words[-1]
    opens = first.ent_iob_ != "I" or doc[first.i - 1].lower_ == "the"
    longer = last.i + 1 < len(doc) and doc[last.i + 1].ent_iob_ == "I"
    return opens and not longer and not any(word.ent_type_ in _OF_NO_PLACE for word in words)


def _standing(text: str) -> Iterator[tuple[int, int]]:
    """List words that stand where a place may, with those joined to them by "and"."""
    for found in _BEHIND.finditer(text):
        yield found.span("name")
        if found["more"]:
            yield from (word.span() for word in _WORDS.finditer(text, *found.span("more")))
    for found in _BEFORE.finditer(text):
        yield found.span("name")


def unlisted_name(word: "Token") -> "Span | None":
    """
    Read a word as the name of a place that is in no table: "reached Dirkou".

    Parameters
    ----------
    word : spacy.tokens.Token
        Head of the name.

    Returns
    -------
    spacy.tokens.Span or None
        All of the name.
    """
    if (name := _long_name(word) or _hyphened(word)) is not None:
        return name
    plain = word.pos_ == "PROPN" and word.text[:1].isupper() and word.text[1:].islower()
    plain = plain and word.text not in HEAVENLY
    if not plain or len(word.text) < 3 or has_role(word, ("compound", "poss")):
        return None  # "squeezed into her nephew's Zhiguli"
    longer = any(w.ent_iob_ == "I" for w in word.doc[word.i : word.i + 2])
    known = word.ent_type_ in ("GPE", "LOC") or not (longer or word.has_vector)
    return word.doc[word.i : word.i + 1] if known else None


def _hyphened(word: "Token") -> "Span | None":
    """Read "reached Zamyn-Uud", whatever the model takes it for."""
    name = word.doc[max(word.i - 2, 0) : word.i + 1]
    parts = len(name) == 3 and name[1].text == "-" and " " not in name.text
    strange = word.pos_ == "PROPN" and not word.has_vector and not name[0].has_vector
    return name if parts and strange and name[0].text[:1].isupper() else None


def _long_name(word: "Token") -> "Span | None":
    """Read "sailed from Ras Al Khair", if the model takes all of it for one place."""
    inside = word.ent_type_ in ("GPE", "LOC", "FAC")
    name = next((e for e in word.doc.ents if e.start <= word.i < e.end), None) if inside else None
    if name is None or len(name) < 2 or name.root != word:
        return None
    own = name[1:] if name[0].lower_ in ("the", "a", "an") else name
    if not all(w.text[:1].isupper() for w in own) or own.root.pos_ != "PROPN":
        return None
    return own
