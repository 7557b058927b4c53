"""Names as keys: what the gazetteer stores a name under, and what a text is looked up by."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart, though readers do.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h"}
)
_APOSTROPHES = re.compile("['’‘ʼʻʹ′`´]")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
_BREAKS = re.compile(
    r"[\s\-\u00ad\u200b-\u200f\u2010-\u2015\u2043\u2212.,;:!?()\[\]{}/\\|\"“”„«»·•・_*]+"
)
# Short forms that open a part of a name: St. Petersburg, Port St. Lucie, Mt. Everest, Ft. Worth.
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "mts": "mountains", "ft": "fort"}


def _unaccent(text: str) -> str:
    """Drop the combining marks of Latin letters; other scripts keep theirs, composed."""
    kept: list[str] = []
    latin = False
    for char in unicodedata.normalize("NFKD", text):
        if not unicodedata.combining(char):
            latin = char < "\u0250" or "\u1e00" <= char < "\u1f00"
            kept.append(char)
        elif not latin:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_LETTERS)


@lru_cache(maxsize=1 << 14)  # a text's names are folded wherever they are compared
def fold(name: str) -> str:
    """
    Fold a name so that its spellings meet.

    Case goes, accents of Latin letters go, apostrophes go (P'yŏngyang is Pyongyang), initials
    close up (U.S. is us: whether that is a pronoun is the caller's to judge by its case), other
    points, hyphens and spaces become one space, a leading "the" goes, and St., Mt. and Ft. are
    written out unless they end the name. Letters of other scripts stay as they are.

    Parameters
    ----------
    name : str
        A name as written.

    Returns
    -------
    str
        The key; empty when nothing of the name is left.
    """
    key = name.casefold()
    if not key.isascii():
        key = _unaccent(key)
    key = _APOSTROPHES.sub("", key)
    if "." in key:
        key = _INITIALS.sub(lambda found: found[0].replace(".", "") + " ", key)
    words = _BREAKS.sub(" ", key).split()
    if len(words) > 1:
        if words[0] == "the":
            del words[0]
        words[:-1] = [_SHORT.get(word, word) for word in words[:-1]]
    return " ".join(words)
