"""Pieces of a marked-up text, and the characters in it."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "text", "item", "caption"]


@dataclass(frozen=True)
class Block:
    """
    A block of text as its source marks it.

    Attributes
    ----------
    kind : {"heading", "text", "item", "caption"}
        What the mark-up says that it is; plain text says "text" of nearly everything.
    text : str
        Its words; newlines are the source's own line breaks.
    credit : bool
        It ends in words set in bold after a full stop, as photo credits do.
    link : bool
        All of it is one link.
    """

    kind: Kind
    text: str
    credit: bool = False
    link: bool = False


@dataclass(frozen=True)
class Header:
    """What a source says of an article outside its body; None where it is silent."""

    title: str | None = None
    date: str | None = None
    byline: str | None = None
    url: str | None = None


# ---- Characters ---------------------------------------------------------------------------------

_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\u2028\u2029]")
_SPACES = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Zero-width and direction marks split names that look whole; soft hyphens too.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
# Windows' quotes and dashes, read as Latin-1; HTML reads them back the same way.
_MISREAD = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def plain_characters(text: str) -> str:
    r"""
    Spaces of every width become plain ones and unseen characters go; quotes and dashes stay.

    Parameters
    ----------
    text : str
        Any text; lone surrogates are allowed.

    Returns
    -------
    str
        Text in Unicode's composed form (NFC), with ``"\n"`` for every line break.
    """
    text = _SURROGATES.sub("\ufffd", _BREAKS.sub("\n", text.translate(_MISREAD)))
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _SPACES.sub(" ", text)))
