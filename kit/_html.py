"""Web pages to blocks, and their metadata to what they say of an article."""

import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Protocol

from kit._blocks import Block, Header, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|"
    r"section|header|div|table|h1|h2|p|meta|title|script)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
_LINE_BREAK = "\u2028"  # stands for <br>: in HTML a newline is a space
_PRUNED = [
    "//figure|//figcaption|//aside|//noscript|//template|//nav",
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
    from trafilatura.settings import Document, use_config

    if "<html" not in html[:4096].lower():
        html = f"<html><body><article>{html}</article></body></html>"
    config = use_config()
    # Below this many characters the whole page is taken for the article, menus and all.
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "30")
    document = bare_extraction(
        html,
        url=url,
        config=config,
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
    blocks = [] if document.body is None else list(_tree_blocks(document.body))
    header = Header(
        title=_page_title(document.title, document.sitename, blocks),
        date=document.date,
        byline=document.author.replace("; ", ", ") if document.author else None,
        url=document.url or url,
    )
    return header, blocks


class _Node(Protocol):
    """What is used of an lxml element; lxml has no types of its own."""

    tag: str
    text: str | None
    tail: str | None

    def __iter__(self) -> "Iterator[_Node]": ...


@dataclass(frozen=True, eq=False)
class _Owner:
    """An element that holds text as a block; two are never equal."""

    kind: Kind


_BLOCKS: dict[str, Kind] = {
    "p": "text",
    "quote": "text",
    "list": "text",
    "item": "item",
    "head": "heading",
}


def _tree_blocks(body: _Node) -> "Iterator[Block]":
    """Blocks of the tree that trafilatura made: paragraphs are parted at double line breaks."""
    for owner, run in groupby(_pieces(body, _Owner("text"), linked=False), key=itemgetter(0)):
        pieces = [(linked, text) for _, linked, text in run]
        text = "".join(text for _, text in pieces)
        is_link = all(linked for linked, text in pieces if text.strip())
        for part in re.split(rf"{_LINE_BREAK}\s*{_LINE_BREAK}", text):
            lines = [" ".join(line.split()) for line in part.split(_LINE_BREAK)]
            if any(lines):
                yield Block(owner.kind, "\n".join(lines), link=is_link)


def _pieces(node: _Node, owner: _Owner, *, linked: bool) -> "Iterator[tuple[_Owner, bool, str]]":
    """Pieces of text in order, each with the block that it belongs to and whether it is a link."""
    yield owner, linked, _LINE_BREAK if node.tag == "lb" else node.text or ""
    for child in node:
        # A quotation inside a paragraph is a part of it.
        inline = child.tag not in _BLOCKS or (child.tag == "quote" and node.tag == "p")
        kind = "item" if owner.kind == "item" else _BLOCKS.get(child.tag, "text")
        inner = owner if inline else _Owner(kind)
        is_link = child.tag == "ref" or (inline and linked)
        yield from _pieces(child, inner, linked=is_link)
        yield owner, linked, child.tail or ""


def _page_title(title: str | None, site: str | None, blocks: list[Block]) -> str | None:
    """Take the site's name off a title: the page's heading without it, or the words before it."""
    if title is None:
        return None
    first = next((block.text for block in blocks if block.kind == "heading"), "")
    after = title[len(first) :]
    if first and title.startswith(first) and re.match(r"\s*$|\s+[|:·–—-]\s", after):
        return first
    for dash in (" | ", " - ", " – ", " — "):
        head, found, tail = title.rpartition(dash)
        if found and site and tail.casefold() == site.casefold():
            return head
    return title
