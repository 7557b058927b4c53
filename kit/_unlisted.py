"""Names of places that no gazetteer has: by their letters, and what the model takes them for."""

from typing import TYPE_CHECKING

from kit._tree import has_role

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


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
    if not plain or len(word.text) < 3 or has_role(word, "compound"):
        return None
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
