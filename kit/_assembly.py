"""Blocks to an article: its head is read, what surrounds it dropped, broken paragraphs mended."""

import datetime as dt
import re
import warnings
from dataclasses import dataclass, replace
from itertools import pairwise

from kit._blocks import Block, Header, plain_characters
from kit._boilerplate import (
    address,
    announces_links,
    is_boilerplate,
    is_masthead,
    without_signature,
)
from kit._bylines import date_in_dateline, date_in_url, find_date, head_field, is_update

_HEAD = 15  # lines in which a title, byline and date are looked for
_SHORT = 80  # characters: longer lines are no sub-headings
_WRAPPED = range(40, 111)  # characters: nobody wraps lines narrower or wider than this

# ---- Lines --------------------------------------------------------------------------------------

_FINISHED = re.compile(r"[.!?…:;][\s)\]\"'”’»]*$")
_SENTENCE = re.compile(r"[.…][\s)\]\"'”’»]*$")
_CLOSED = re.compile(r"(?:[.!?…:;]|(?<!,)[)\]\"'”’»])[\s)\]\"'”’»]*$")


def _ends(pattern: re.Pattern[str], line: str) -> bool:
    """Whether the end of a line fits a pattern; only its end is looked at, however long it is."""
    return bool(pattern.search(line[-_SHORT:]))


def _one_line_each(blocks: list[Block], *, wrapped: bool) -> list[Block]:
    """
    Join the lines that somebody wrapped, and part those that stand for themselves.

    In wrapped text a line ends where its next word would not have fitted; a line that ends
    sooner ends a paragraph. Markdown joins every line but those of an article's head.
    """
    return [
        replace(block, text=line)
        for block in blocks
        for line in _unwrapped(plain_characters(block.text).split("\n"), wrapped=wrapped)
        if line
    ]


def _unwrapped(lines: list[str], *, wrapped: bool) -> list[str]:
    """Join the lines of one block, save where a break is meant."""
    lines = [" ".join(line.split()) for line in lines]
    width = max(map(len, lines))
    each_ends = width not in _WRAPPED or all(_ends(_FINISHED, line) for line in lines)
    result = lines[:1]
    for last, line in pairwise(lines):
        fits = len(last) + 1 + len(line.split(" ", 1)[0]) <= width
        ends = wrapped and (fits or each_ends) and not _goes_on(last, line)
        if address(f"{last} {line}"):
            result[-1] += f" {line}"
        elif ends or _stands_alone(line) or _stands_alone(last):
            result.append(line)
        else:
            result[-1] = _joined(result[-1], line)
    return result


def _joined(line: str, following: str) -> str:
    """One line of two; a hyphen at the break stays, as in "north-eastern"."""
    return line + ("" if re.search(r"\w-$", line) else " ") + following


def _stands_alone(line: str) -> bool:
    """Whether a line can only be a byline, a date, a label or an address."""
    return bool(head_field(line) or address(line))


# ---- The head -----------------------------------------------------------------------------------


@dataclass
class Parts:
    """An article while it is put together: what heads it, and its lines."""

    title: str | None = None
    date: dt.date | None = None
    byline: str | None = None
    url: str | None = None
    blocks: tuple[Block, ...] = ()


def _read_head(header: Header, blocks: list[Block]) -> Parts:
    """Take title, byline, date and address off the top; what the source says outside wins."""
    parts = Parts(header.title, find_date(header.date or ""), header.byline, header.url)
    kept: list[Block] = []
    updated: dt.date | None = None
    unread = header.date if header.date and parts.date is None else ""
    for i, block in enumerate(blocks):
        field = head_field(block.text)
        if i >= _HEAD or (field is None and _is_prose(block, first=not kept)):
            kept += blocks[i:]
            break
        if field is None:
            kept.append(block)
        elif is_update(block.text):
            updated = updated or find_date(block.text)
        else:
            told = find_date(block.text)
            unread = unread or (field[1] if field[0] == "date" and told is None else "")
            parts.date = parts.date or told
            _fill(parts, *field)
    parts.date = parts.date or updated
    if unread and parts.date is None:
        warnings.warn(
            f'The date "{unread[:40]}" of the article can not be read, so that days such as "on '
            'Tuesday" stay unresolved: write it as 2023-10-20.',
            stacklevel=2,
        )
    parts.blocks = tuple(kept)
    return parts if parts.title else _with_title(parts)


def _fill(parts: Parts, name: str, words: str) -> None:
    """Set a field that is still empty."""
    if name == "title":
        parts.title = parts.title or words or None
    elif name == "byline":
        parts.byline = parts.byline or words or None


def _is_prose(block: Block, *, first: bool) -> bool:
    """Whether a line begins the body; a headline may end in "?", a quote or "U.S."."""
    if block.kind != "text":
        return False
    text = block.text
    if first and re.search(r"(?:\b[A-Z]\.){2,}$", text) and len(text) <= 120:
        return False
    return len(text) > 200 or _ends(_SENTENCE, text)


def _with_title(parts: Parts) -> Parts:
    """Make the title of the first line above the body that can be one, if a body is left then."""
    ends = (i for i, block in enumerate(parts.blocks) if _is_prose(block, first=i == 0))
    above = parts.blocks[: min(next(ends, _HEAD), _HEAD)]
    lines = [block for block in above if _could_be_title(block)]
    headings = [block for block in lines if block.kind == "heading"]
    # A first line of one or two words is the name of a section, if another line follows.
    long_enough = [block for block in lines if len(block.text.split()) > 2]
    chosen = next(iter(headings or long_enough or lines), None)
    if chosen and (len(parts.blocks) > 1 or chosen.kind == "heading"):
        parts.title = chosen.text
        parts.blocks = tuple(block for block in parts.blocks if block is not chosen)
    return parts


def _could_be_title(block: Block) -> bool:
    """Whether a line above the body is no caption, link or list."""
    return (
        block.kind in {"heading", "text"}
        and not (block.credit or block.link)
        and not (is_masthead(block.text) or is_boilerplate(block.text))
    )


# ---- The body -----------------------------------------------------------------------------------

# A line that ends in one of these goes on, whatever the next one begins with.
_DANGLING = re.compile(
    r"\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|nor|as|than|that|which|who|whose|"
    r"is|are|was|were|be|been|has|have|had|its|his|her|their|into|near|between|under|over|after|"
    r"before|since|until|about|against|said)$",
    re.IGNORECASE,
)
_SMALL_NAME = re.compile(r"(?:al|el|ad|ar|as|ash|an)-|(?:de|van|von|bin|ibn|da|di) |[a-z][A-Z]")


def assemble(header: Header, blocks: list[Block], *, wrapped: bool) -> Parts:
    """
    Put an article together.

    Parameters
    ----------
    header : Header
        What the source says outside the text; it wins over what the text says.
    blocks : list of Block
        The text as it is marked up.
    wrapped : bool
        Lines may be wrapped by hand (plain text), so that their breaks can be read; False where
        the source's line breaks mean nothing (Markdown, HTML).

    Returns
    -------
    Parts
        Its ``blocks`` are paragraphs and list items, a line each; none where nothing is left.
    """
    lines = _one_line_each(blocks, wrapped=wrapped)
    parts = _read_head(header, lines)
    parts.url = parts.url or next(filter(None, (address(line.text) for line in lines)), None)
    first = parts.blocks[0].text if parts.blocks else ""
    parts.date = parts.date or date_in_url(parts.url or "") or date_in_dateline(first)
    signed = [replace(block, text=without_signature(block.text)) for block in parts.blocks]
    body = _mended(_without_boilerplate(signed, parts.title))
    parts.blocks = tuple(_without_subheadings(body))
    return parts


def _without_boilerplate(blocks: list[Block], title: str | None) -> list[Block]:
    """Drop what is no part of the article, and the title where the body repeats it."""
    kept: list[Block] = []
    among_links = False
    for block in blocks:
        among_links = announces_links(block.text) or (
            among_links and (block.link or not _ends(_FINISHED, block.text))
        )
        repeated = title is not None and block.text.casefold() == title.casefold()
        if not (
            among_links
            or repeated
            or block.kind == "caption"
            or block.credit
            or (block.link and block.kind != "heading")
            or is_boilerplate(block.text)
        ):
            kept.append(block)
    return kept


def _mended(blocks: list[Block]) -> list[Block]:
    """Join paragraphs that a stray break has cut in two."""
    result: list[Block] = []
    for block in blocks:
        last = result[-1] if result else None
        if last and last.kind == block.kind == "text" and _goes_on(last.text, block.text):
            result[-1] = replace(last, text=_joined(last.text, block.text))
        else:
            result.append(block)
    return result


def _goes_on(line: str, following: str) -> bool:
    """Whether a line breaks off in mid-sentence and the following one takes it up."""
    is_name = len(line) <= _SHORT and _SMALL_NAME.match(following)
    if _ends(_FINISHED, line) or is_name:
        return False
    return following[:1].islower() or line.endswith((",", "–", "—")) or _ends(_DANGLING, line)


def _without_subheadings(blocks: list[Block]) -> list[Block]:
    """
    Drop headings, and short lines without a full stop that stand between paragraphs.

    Before the first paragraph and after the last one such a line may be a sentence whose full
    stop is missing; it stays if it reads so. A text in which most lines lack theirs is left.
    """
    texts = [block for block in blocks if block.kind != "heading"]
    paragraphs = [i for i, block in enumerate(texts) if not _could_head(block)]
    if not paragraphs:
        return texts
    first, last = paragraphs[0], paragraphs[-1]
    if last + 1 - first > 2 * sum(first <= i <= last for i in paragraphs):
        first, last = len(texts), -1
    return [
        block
        for i, block in enumerate(texts)
        if i in paragraphs or (not first < i < last and _is_sentence(block.text))
    ]


def _could_head(block: Block) -> bool:
    """Whether a line is short and ends without a full stop, a quote or a bracket."""
    return block.kind == "text" and len(block.text) <= _SHORT and not _ends(_CLOSED, block.text)


def _is_sentence(line: str) -> bool:
    """Whether a line without a full stop reads as a sentence and not as a tag or headline."""
    words = line.split()[1:]
    return len(words) > 3 and 2 * sum(word[0].islower() for word in words) >= len(words)
