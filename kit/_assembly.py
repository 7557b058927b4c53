"""Blocks to an article: its head is read, what surrounds it dropped, broken paragraphs mended."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from kit._blocks import Block, Header
from kit._boilerplate import AGENCY, address, announces_links, is_boilerplate, without_signature

_HEAD = 15  # lines in which a title, byline and date are looked for
_SHORT = 80  # characters: longer lines are no sub-headings
_WRAPPED = 110  # characters: nobody wraps lines by hand wider than this

# ---- Dates --------------------------------------------------------------------------------------

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"((?:19|20)\d\d)"
_DAY = r"(\d\d?)(?:st|nd|rd|th)?"
_DATES = (  # with the groups that hold year, month and day
    (re.compile(rf"\b{_MONTH} {_DAY}(?:, ?| ){_YEAR}\b", re.IGNORECASE), (3, 1, 2)),
    (re.compile(rf"\b{_DAY}[ -](?:of )?{_MONTH},?[ -]{_YEAR}\b", re.IGNORECASE), (3, 2, 1)),
    (re.compile(rf"(?<!\d){_YEAR}[-/.](\d\d?)[-/.](\d\d?)(?!\d)"), (1, 2, 3)),
)
_EITHER_ORDER = re.compile(rf"(?<!\d)(\d\d?)[-/.](\d\d?)[-/.]{_YEAR}(?!\d)")
_BESIDE_DATE = re.compile(  # all that may stand on a line with a date
    r"(?:originally|first|last|published|posted|issued|created|updated|modified|date|on|at|and|"
    r"mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|day|[ap]\.?m\b|noon|midnight|"
    r"utc|gmt|bst|ces?t|ee?s?t|c[sd]t|m[sd]t|p[sd]t|jst|kst|ist|msk|hkt|sgt|local|time|h|z|t|"
    r"min(?:ute)?s?|read|[\W\d_])*",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:updated|modified)\b", re.IGNORECASE)
_DATE_IN_URL = re.compile(r"/(20\d\d/\d\d?/\d\d?)(?=/|$)")


def find_date(text: str) -> dt.date | None:
    """
    First full date in a text: day, month and year.

    Parameters
    ----------
    text : str
        A line, or a field such as ``"Fri, 20 Oct 2023 18:03:00 +0900"``.

    Returns
    -------
    datetime.date or None
        The day as it stands there, whatever the time zone. None where there is none, and where
        figures can be read as two days (3/4/2023).
    """
    found = _dated(text)
    return found[0] if found else None


def _dated(text: str) -> tuple[dt.date, str] | None:
    """First full date in a text, and the text without it."""
    for pattern, groups in _DATES:
        for match in pattern.finditer(text):
            date = _date_of(*(match[group] for group in groups))
            if date:
                return date, f"{text[: match.start()]} {text[match.end() :]}"
    for match in _EITHER_ORDER.finditer(text):
        one, other, year = match.groups()
        dates = {_date_of(year, one, other), _date_of(year, other, one)} - {None}
        if len(dates) == 1:
            return dates.pop(), f"{text[: match.start()]} {text[match.end() :]}"
    return None


def _date_of(year: str, month: str, day: str) -> dt.date | None:
    """Make a date of figures or a month's name; None where the calendar has no such day."""
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return dt.date(int(year), number, int(day))
    except ValueError:
        return None


# ---- Lines --------------------------------------------------------------------------------------

_FINISHED = re.compile(r"[.!?…:;][\s)\]\"'”’»]*$")
_CLOSED = re.compile(r"(?:[.!?…:;]|(?<!,)[)\]\"'”’»])[\s)\]\"'”’»]*$")
_BY = re.compile(
    r"(?:(?:by|written by|reported by|story by|words by|text by|author:|byline:)\s+)(\S.{1,100})",
    re.IGNORECASE,
)
_NAME_WORDS = re.compile(  # capitals, and the small words between names
    r"(?:[A-Z\u00c0-\u00de\d][\w.'’&/@-]*|and|in|of|for|the|with|de|del|della|da|dos|van|von|der|bin|"
    r"al-\w+|el-\w+|la|le|du|staff|[,|;/&·•–—-])"
)
_BARE_AGENCY = re.compile(rf"\W*({AGENCY})(?: (?:staff|news agency|news))?\W*", re.IGNORECASE)
_LABEL = re.compile(r"([A-Za-z][A-Za-z -]{1,18}?)\s?:\s*(.*)")
_LABELS = {
    "subject": "title",
    "title": "title",
    "headline": "title",
    "author": "byline",
    "byline": "byline",
    "from": "",
    "to": "",
    "cc": "",
    "bcc": "",
    "sent": "date",
    "date": "date",
    "reply-to": "",
}


def _is_head_line(line: str) -> bool:
    """Whether a line can only be a byline, a date or an address, and never part of a sentence."""
    return bool(_byline(line) or _date_line(line) or address(line) or _BARE_AGENCY.fullmatch(line))


def _byline(line: str) -> str | None:
    """Name in "By Jane Doe" and its like; None for "By Friday the road was open"."""
    match = _BY.fullmatch(line)
    if match is None:
        return None
    dated = _dated(match[1])
    name = (dated[1] if dated else match[1]).strip(" ,|;/·•–—-")
    words = name.split()
    if not words or len(words) > 14 or not all(_NAME_WORDS.fullmatch(word) for word in words):
        return None
    return name


def _date_line(line: str) -> dt.date | None:
    """Date of a line that says nothing else; None for a sentence with a date in it."""
    dated = _dated(line) if len(line) <= 120 else None
    while dated:
        date, rest = dated
        if _BESIDE_DATE.fullmatch(rest):
            return date
        another = _dated(rest)
        dated = (date, another[1]) if another else None
    return None


def _one_line_each(blocks: list[Block], *, wrapped: bool) -> list[Block]:
    """
    Join the lines that somebody wrapped, and part those that stand for themselves.

    In wrapped text a line ends where its next word would not have fitted; a line that ends
    sooner ends a paragraph. Markdown joins every line but those of an article's head.
    """
    result = []
    for block in blocks:
        lines = [" ".join(line.split()) for line in block.text.split("\n")]
        width = max(map(len, lines))
        parts = [lines[0]]
        last = lines[0]
        for line in lines[1:]:
            fits = len(last) + 1 + len(line.split(" ", 1)[0]) <= width
            ends = wrapped and (fits or width > _WRAPPED)
            if address(f"{last} {line}"):
                parts[-1] += f" {line}"
            elif ends or _is_head_line(line) or _is_head_line(last):
                parts.append(line)
            else:
                parts[-1] += line if re.search(r"\w-$", last) else f" {line}"
            last = line
        result += [replace(block, text=part) for part in parts if part]
    return result


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
    updated = None
    for i, block in enumerate(blocks[:_HEAD]):
        date = _date_line(block.text)
        if date and _UPDATED.search(block.text):
            updated = updated or date
        elif not (_take_field(parts, block.text) or date):
            if _is_prose(block, first=not kept):
                blocks = kept + blocks[i:]
                break
            kept.append(block)
        parts.date = parts.date or (None if date == updated else date)
    else:
        blocks = kept + blocks[_HEAD:]
    parts.date = parts.date or updated
    parts.blocks = tuple(blocks)
    if parts.title is None:
        _take_title(parts, kept)
    return parts


def _take_field(parts: Parts, line: str) -> bool:
    """Read a byline or a labelled line into the parts that are still empty."""
    byline = _byline(line)
    bare = _BARE_AGENCY.fullmatch(line)
    label = _LABEL.fullmatch(line)
    name = _LABELS.get(label[1].lower()) if label else None
    if byline or bare:
        parts.byline = parts.byline or byline or (bare[1] if bare else None)
    elif label and name is not None:
        if name == "date":
            parts.date = parts.date or find_date(label[2])
        elif name and label[2]:
            setattr(parts, name, getattr(parts, name) or label[2])
    else:
        return False
    return True


def _is_prose(block: Block, *, first: bool) -> bool:
    """Whether a line begins the body; a headline may end in "?", a quote or "U.S."."""
    if block.kind != "text":
        return False
    text = block.text
    if first and re.search(r"(?:\b[A-Z]\.){2,}$", text) and len(text) <= 120:
        return False
    return len(text) > 200 or bool(re.search(r"[.…][)\]\"'”’»]*$", text))


def _take_title(parts: Parts, kept: list[Block]) -> None:
    """Make the title of the first line above the body that can be one, if a body is left then."""
    lines = [b for b in kept if b.kind in {"heading", "text"} and not b.credit and not b.link]
    lines = [block for block in lines if not is_boilerplate(block.text)]
    headings = [block for block in lines if block.kind == "heading"]
    # A first line of one or two words is the name of a section, if another line follows.
    long_enough = [block for block in lines if len(block.text.split()) > 2]
    chosen = next(iter(headings or long_enough or lines), None)
    if chosen and (len(parts.blocks) > 1 or chosen.kind == "heading"):
        parts.title = chosen.text
        at = next(i for i, block in enumerate(parts.blocks) if block is chosen)
        parts.blocks = parts.blocks[:at] + parts.blocks[at + 1 :]


# ---- The body -----------------------------------------------------------------------------------

# A line that ends in one of these goes on, whatever the next one begins with.
_DANGLING = frozenset(
    "a an the of to in on at by for from with and or but nor as than that which who whose is are "
    "was were be been has have had its his her their into near between under over after before "
    "since until about against said".split()
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
    in_url = _DATE_IN_URL.search(parts.url or "")
    parts.date = parts.date or (find_date(in_url[1]) if in_url else None)
    body = _without_subheadings(_mended(_without_boilerplate(parts.blocks, parts.title)))
    parts.blocks = tuple(replace(b, text=without_signature(b.text)) for b in body)
    return parts


def _without_boilerplate(blocks: tuple[Block, ...], title: str | None) -> list[Block]:
    """Drop what is no part of the article, and the title where the body repeats it."""
    kept: list[Block] = []
    among_links = False
    for block in blocks:
        among_links = announces_links(block.text) or (
            among_links and (block.link or not _FINISHED.search(block.text))
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
            space = "" if re.search(r"\w-$", last.text) else " "
            result[-1] = replace(last, text=last.text + space + block.text)
        else:
            result.append(block)
    return result


def _goes_on(line: str, following: str) -> bool:
    """Whether a line breaks off in mid-sentence and the following one takes it up."""
    if _FINISHED.search(line):
        return False
    if line.endswith((",", "–", "—")) or line.rsplit(" ", 1)[-1].lower() in _DANGLING:
        return True
    is_name = len(line) <= _SHORT and _SMALL_NAME.match(following)
    return following[:1].islower() and not is_name


def _without_subheadings(blocks: list[Block]) -> list[Block]:
    """
    Drop headings, and short lines without a full stop that stand between paragraphs.

    A text in which most lines are such writes without full stops: its lines stay.
    """
    texts = [block for block in blocks if block.kind != "heading"]
    bare = [block for block in texts if _could_head(block)]
    if 2 * len(bare) > len(texts):
        return texts
    last = max((i for i, block in enumerate(texts) if block not in bare), default=-1)
    return [
        block
        for i, block in enumerate(texts)
        if not _could_head(block) or (i > last and _is_sentence(block.text))
    ]


def _could_head(block: Block) -> bool:
    """Whether a line is short and ends without a full stop, a quote or a bracket."""
    return block.kind == "text" and len(block.text) <= _SHORT and not _CLOSED.search(block.text)


def _is_sentence(line: str) -> bool:
    """Whether a last line without a full stop reads as a sentence and not as a tag or headline."""
    words = [word for word in line.split() if len(word) > 3]
    return len(line.split()) > 4 and sum(word[0].islower() for word in words) * 2 > len(words)
