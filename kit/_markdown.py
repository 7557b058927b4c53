"""Markdown and plain text to blocks, and front matter to what it says of an article."""

import re
from typing import TYPE_CHECKING

from kit._blocks import Block, Header, Kind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_UNREAD = re.compile(
    r"<(script|style|noscript|template|iframe|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_RULE = re.compile(r"^[ \t]*(?:[-=_*~#•+.] ?){3,}[ \t]*$", re.MULTILINE)
_INDENTED = re.compile(r"^(\S.*)\n(?= {1,8}\S)", re.MULTILINE)
_STAR_IN_WORD = re.compile(r"(?<=\w)\*(?=\w)")
_TABLE_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
_MARKDOWN = re.compile(r"^#{1,6} \S|(?<!\\)\[[^\[\]\n]{1,300}\]\([^()\n]{1,500}", re.MULTILINE)
_BULLET = re.compile(r"^\s*[-*•·‣▪–]\s+")
_FRONT_MATTER = re.compile(r"\A\s*---[ ]*\n(.*?)\n(?:---|\.\.\.)[ ]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_ -]{2,30}?)\s*:\s*(.*)$")
_FIELD_LIST = re.compile(r":[ ]*((?:\n[ ]*- .*)+)")
_FIELD_NAMES = {
    "title": "title",
    "headline": "title",
    "date": "date",
    "published": "date",
    "pubdate": "date",
    "author": "byline",
    "authors": "byline",
    "byline": "byline",
    "url": "url",
    "link": "url",
    "canonical": "url",
    "source_url": "url",
}


def looks_like_markdown(text: str) -> bool:
    """Whether a text has front matter, a ``#`` heading or a Markdown link."""
    return bool(_FRONT_MATTER.match(text) or _MARKDOWN.search(text))


def front_matter(text: str) -> tuple[Header, str]:
    """
    Split a Markdown text into what its front matter says and the rest.

    Values are read a line each and not as YAML: headlines with a colon in them break YAML.

    Parameters
    ----------
    text : str
        The text, with or without front matter.

    Returns
    -------
    Header
        Title, date, byline and URL, None where front matter does not say.
    str
        The text after the front matter.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return Header(), text
    found: dict[str, str] = {}
    lines = _FIELD_LIST.sub(lambda m: ": " + ", ".join(re.split(r"\n *- ", m[1])[1:]), match[1])
    for line in lines.split("\n"):
        field = _FIELD.match(line)
        name = _FIELD_NAMES.get(field[1].strip().lower()) if field else None
        if field and name and field[2].strip(" \"'[]"):
            found.setdefault(name, _unquoted(field[2]))
    return Header(**found), text[match.end() :]


def _unquoted(value: str) -> str:
    """Take the quotes, or the brackets of a list, off a value of front matter."""
    value = value.strip()
    if value[:1] == "[" and value[-1:] == "]":
        return ", ".join(part.strip(" \"'") for part in value[1:-1].split(","))
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace("''", "'").replace('\\"', '"')
    return value


def text_blocks(text: str, *, markdown: bool) -> list[Block]:
    """
    Blocks of a Markdown or plain text, its inline marks taken away.

    Plain text goes through the same parser, because much of it carries ``**bold**``, links and
    a stray tag; but there an indent, a number, a backtick or an underline marks nothing.

    Parameters
    ----------
    text : str
        Text after `plain_characters`.
    markdown : bool
        False for plain text.

    Returns
    -------
    list of Block
        In order; pictures, tables, code and scripts are left out.
    """
    text = _UNREAD.sub("", text)
    if not markdown:
        text = _INDENTED.sub(r"\1\n\n", _STAR_IN_WORD.sub(r"\\*", _RULE.sub("", text)))
    blocks: list[Block] = []
    after_picture = False
    nesting: list[str] = []
    for token in _parser(markdown=markdown).parse(_TABLE_ROW.sub("", text)):
        if token.nesting:
            _follow(token, nesting)
        if token.type != "inline":
            continue
        block = _inline_block(token.children or [], nesting, after_picture=after_picture)
        after_picture = not block.text
        if block.text:
            blocks += [block] if markdown else _without_bullets(block)
    return blocks


def _parser(*, markdown: bool) -> "MarkdownIt":
    """Make a CommonMark parser; in news an indent is never code, and a tag never a block."""
    from markdown_it import MarkdownIt

    off = ["code", "html_block"]
    if not markdown:
        off += ["list", "lheading", "backticks"]
    return MarkdownIt("commonmark").disable(off)


def _follow(token: "Token", nesting: list[str]) -> None:
    """Keep the stack of open containers."""
    if token.nesting > 0:
        nesting.append(token.type.removesuffix("_open"))
    elif nesting:
        nesting.pop()


def _inline_block(children: "list[Token]", nesting: list[str], *, after_picture: bool) -> Block:
    """Make one block of the inline tokens of a paragraph or heading."""
    text = "".join(_words(token) for token in children).strip()
    shown = [t for t in children if t.type == "image" or _words(t).strip() or t.nesting]
    opens, closes = (shown[0].type, shown[-1].type) if shown else ("", "")
    whole = _is_one_span(shown)
    kind: Kind = "text"
    if "heading" in nesting and len(text) <= 200:  # longer ones are paragraphs above a "---"
        kind = "heading"
    elif opens == "image" or (after_picture and whole and opens == "em_open"):
        kind = "caption"
    elif "list_item" in nesting:
        kind = "item"
    return Block(
        kind,
        text,
        credit=closes == "strong_close" and not whole and _ends_in_credit(shown),
        link=whole and opens == "link_open" and not _is_autolink(shown),
    )


def _words(token: "Token") -> str:
    """Words that a reader sees of an inline token."""
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    return token.content if token.type in {"text", "code_inline"} else ""


def _is_one_span(tokens: "list[Token]") -> bool:
    """Whether the first token opens a span that only the last one closes."""
    depth = 0
    for token in tokens[:-1]:
        depth += token.nesting
        if depth == 0:
            return False
    return len(tokens) > 1


def _is_autolink(tokens: "list[Token]") -> bool:
    """Whether a link shows its own address."""
    return tokens[0].markup == "autolink"


def _ends_in_credit(tokens: "list[Token]") -> bool:
    """Whether a last span in bold, without a full stop, follows a full stop."""
    start = max(i for i, token in enumerate(tokens) if token.type == "strong_open")
    before = "".join(_words(token) for token in tokens[:start]).rstrip()
    bold = "".join(_words(token) for token in tokens[start:]).strip()
    return before.endswith((".", "!", "?", ")", '"', "”")) and not bold.endswith((".", "!", "?"))


def _without_bullets(block: Block) -> list[Block]:
    """Make items of a block of plain text in which every line has a bullet."""
    lines = block.text.split("\n")
    if block.kind == "text" and len(lines) > 1 and all(_BULLET.match(line) for line in lines):
        return [Block("item", _BULLET.sub("", line)) for line in lines]
    return [block]
