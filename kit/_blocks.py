"""Marked-up text to blocks: what is a heading, a paragraph, a list item, a caption or a link."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from trafilatura.settings import Document

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

_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Zero-width and direction marks split names that look whole; soft hyphens too.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
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
    import unicodedata

    text = _SURROGATES.sub("\ufffd", _BREAKS.sub("\n", text))
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _SPACES.sub(" ", text)))


# ---- Markdown and plain text --------------------------------------------------------------------

_UNREAD = re.compile(
    r"<(script|style|noscript|template|iframe|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_RULE = re.compile(r"^[ \t]*(?:[-=_*~#•+.] ?){3,}[ \t]*$", re.MULTILINE)
_TABLE_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
_MARKDOWN = re.compile(r"^#{1,6} \S|(?<!\\)\[[^\]\n]+\]\([^)\n]+\)", re.MULTILINE)
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
    a stray tag; but there an indent, a number or an underline marks nothing.

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
        text = _RULE.sub("", text)
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

    off = ["code", "html_block"] if markdown else ["code", "html_block", "list", "lheading"]
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


# ---- HTML ---------------------------------------------------------------------------------------

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|"
    r"section|header|div|table|h1|h2|p|meta|title|script)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
_PRUNED = [
    "//figure|//figcaption|//aside|//noscript|//template|//nav|//form",
    *(
        f"//*[contains(@class, '{word}') and string-length(normalize-space(.)) < 600]"
        for word in ("caption", "credit", "related", "newsletter", "share", "promo", "read-more")
    ),
]


def looks_like_html(text: str) -> bool:
    """Whether a text begins with an HTML tag."""
    return bool(_HTML.match(text[:4096]))


def html_blocks(html: str, url: str | None = None) -> tuple[Header, list[Block]]:
    """
    Find the main content of a page, and what its metadata say.

    trafilatura finds the content and reads JSON-LD, meta tags and ``<time>``. Its search for
    any date in the text is off: a year in a footer is not a date of publication.

    Parameters
    ----------
    html : str
        A page, or a fragment of one.
    url : str, optional
        Where it came from.

    Returns
    -------
    Header
        Title, date (YYYY-MM-DD), byline and canonical URL; None where the page is silent.
    list of Block
        In order; empty where no content was found.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    if "<html" not in html[:4096].lower():
        html = f"<html><body><article>{html}</article></body></html>"
    document = bare_extraction(
        html,
        url=url,
        include_comments=False,
        include_tables=False,
        include_formatting=True,
        include_links=True,
        with_metadata=True,
        prune_xpath=_PRUNED,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(document, Document):
        return Header(), []
    blocks = [] if document.body is None else list(_tree_blocks(document))
    header = Header(
        title=_page_title(document.title, document.sitename, blocks),
        date=document.date,
        byline=document.author.replace("; ", ", ") if document.author else None,
        url=document.url or url,
    )
    return header, blocks


def _tree_blocks(document: "Document") -> "Iterator[Block]":
    """Blocks of the tree that trafilatura made: paragraphs are parted at double line breaks."""
    kinds: dict[str, Kind] = {"head": "heading", "item": "item", "p": "text", "quote": "text"}
    for element in document.body.iter(*kinds):
        if element.xpath("descendant::p | descendant::item | descendant::quote | descendant::head"):
            continue
        for line_break in element.iter("lb"):
            line_break.tail = "\v" + (line_break.tail or "")
        text = "".join(element.itertext())
        links = element.findall(".//ref")
        is_link = len(links) == 1 and "".join(links[0].itertext()).strip() == text.strip()
        kind = "item" if element.xpath("ancestor::item") else kinds[element.tag]
        for part in re.split(r"\v\s*\v", text):
            lines = [" ".join(line.split()) for line in part.split("\v")]
            if any(lines):
                yield Block(kind, "\n".join(lines), link=is_link)


def _page_title(title: str | None, site: str | None, blocks: list[Block]) -> str | None:
    """Take the site's name off a title: the page's heading without it, or the words before it."""
    if title is None:
        return None
    first = next((block.text for block in blocks if block.kind == "heading"), "")
    if first and title.casefold().startswith(first.casefold()):
        return first
    for dash in (" | ", " - ", " – ", " — "):
        head, found, tail = title.rpartition(dash)
        if found and site and tail.casefold() == site.casefold():
            return head
    return title
