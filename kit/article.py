"""Articles: from a file, a URL or a text to clean paragraphs with title, date and byline."""

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kit._assembly import assemble
from kit._blocks import Block, Header, plain_characters
from kit._html import html_blocks, looks_like_html
from kit._markdown import front_matter, looks_like_markdown, text_blocks
from kit.errors import FetchError, InputError, NotFoundError
from kit.settings import whole

_HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
_MARKDOWN_SUFFIXES = {".md", ".markdown"}
_SUFFIXES = _HTML_SUFFIXES | _MARKDOWN_SUFFIXES | {".txt", ".json", ".pdf", ".docx", ".doc", ".rtf"}
_LONGEST_PATH = 4096  # characters, as on Linux
_LARGEST_BYTES = 20_000_000
_TIMEOUT_S = (10, 30)  # to connect, and between two pieces of the answer
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; kit)", "Accept": "text/html, text/*;q=0.9"}
_HALF_LETTERS = re.compile("[\ud800-\udfff]")
_ADVICE = "Save the article's text as a .txt or .md file and give its path, or pass the text itself"


@dataclass(frozen=True)
class Article:
    """
    A news article.

    Attributes
    ----------
    text : str
        What every offset of the kit points into: the title, if there is one, and the
        paragraphs, parted by empty lines.
    title, byline, url : str or None
        None where the source does not say.
    date : datetime.date or None
        Day of publication, in the source's own time zone. None where the source does not say,
        or says it so that two days can be meant (3/4/2023).
    paragraphs : tuple of str
        The body, one line each, without headings, captions, credits, related links and address
        lines. Each is part of ``text``.
    """

    text: str
    title: str | None = None
    date: dt.date | None = None
    byline: str | None = None
    url: str | None = None
    paragraphs: tuple[str, ...] = ()


def as_article(article: "Article | str") -> Article:
    """
    Take a plain string as an article's text, to the letter: offsets point into that string.

    Parameters
    ----------
    article : Article or str
        An article, returned as it is, or a text, which is not cleaned.

    Returns
    -------
    Article
        Its ``text`` is the string given; halves of a surrogate pair, which no table can hold,
        stand there as the replacement character, so that offsets hold.

    Raises
    ------
    kit.errors.InputError
        If it is neither.
    """
    if isinstance(article, Article):
        return article
    if not isinstance(article, str):
        raise InputError(f"An article is an Article or a string, not {type(article).__name__}.")
    text = _HALF_LETTERS.sub("\N{REPLACEMENT CHARACTER}", article)
    return Article(text=text, paragraphs=tuple(text.split("\n\n")))


def save_article(article: Article, path: Path) -> Path:
    """
    Write an article as JSON, which `read_article` reads back to the letter.

    Parameters
    ----------
    article : Article
    path : pathlib.Path
        Ends in ``.json``.

    Returns
    -------
    pathlib.Path
        The path.
    """
    with whole(path) as draft:
        draft.write_text(json.dumps(asdict(article), default=str), encoding="utf-8")
    return path


def _read_saved(text: str, name: str) -> Article:
    """Read what `save_article` wrote."""
    try:
        saved = json.loads(text)
        date = saved.pop("date")
        paragraphs = tuple(saved.pop("paragraphs"))
        return Article(
            **saved, date=dt.date.fromisoformat(date) if date else None, paragraphs=paragraphs
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(f"{name} is not an article as the kit saves it. {_ADVICE}.") from error


def read_article(source: str | Path) -> Article:
    r"""
    Read a news article, and leave out what only surrounds it.

    Left out are sub-headings, captions and credits, links to other articles, calls to
    subscribe or share, the line with the article's address, scripts, tables and code. Paragraphs
    that a stray break has cut in two are mended, and lines wrapped by hand joined. Spaces of
    every width become plain ones and zero-width characters go, so that names match; quotation
    marks and dashes stay as they are.

    Parameters
    ----------
    source : str or pathlib.Path
        Path of a file (.txt, .md, .markdown, .html, .htm; others are read as text), an ``http``
        or ``https`` URL, or the text itself: plain, Markdown or HTML. A string with a line break
        or of more than 4,096 characters is a text; a shorter one is a path if such a file exists
        or if it looks like a file's name. The network is used for a URL only.

    Returns
    -------
    Article
        ``text`` is the title, if there is one, and the paragraphs, parted by empty lines.
        ``date`` is given by the source as day, month and year, or stands in the address or in the
        dateline.

    Raises
    ------
    kit.errors.InputError
        If the source is empty, is not text (a PDF, a Word file, a picture), or holds no article.
    kit.errors.NotFoundError
        If the file is not there or can't be read.
    kit.errors.FetchError
        If the URL can't be fetched.

    Examples
    --------
    >>> article = read_article("Quake off Fiji\n\nIt struck 40 km south of Suva on Monday.")
    >>> article.title
    'Quake off Fiji'
    """
    if isinstance(source, Path):
        return _read_file(source)
    if not isinstance(source, str):
        raise InputError(
            f"An article is a path, a URL or a text, not {type(source).__name__}. {_ADVICE}."
        )
    line = source.strip()
    if "\n" in line or "\r" in line or len(line) > _LONGEST_PATH:
        return _read_text(source, "the text")
    if re.match(r"https?://\S+$", line, re.IGNORECASE):
        return _read_url(line)
    if re.match(r"(?:file|ftp|s3|gs|data):\S+$", line, re.IGNORECASE):
        raise InputError(f"Only http and https addresses can be read, not {line[:80]}. {_ADVICE}.")
    path = _as_path(line)
    return _read_file(path) if path else _read_text(source, "the text")


def _as_path(line: str) -> Path | None:
    """Path that a single line names; None where the line is a text."""
    if not line or line.startswith("<"):
        return None
    path = Path(line)
    try:
        path = path.expanduser()
        if path.is_file() or (path.is_dir() and " " not in line):
            return path
    except (OSError, RuntimeError, ValueError):  # too long, no such user, a NUL
        return None
    one_word = not re.search(r"\s", line)
    looks_like_name = path.suffix.lower() in _SUFFIXES or (one_word and re.search(r"[/\\]", line))
    return path if looks_like_name else None


# ---- Files --------------------------------------------------------------------------------------


def _read_file(path: Path) -> Article:
    """Read a file by its suffix, and by its first bytes where they say otherwise."""
    try:
        data = path.expanduser().read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(
            f"There is no file {path}. Check the path (the working folder is {Path.cwd()}); "
            "an address begins with https://, and a text of one line that ends like a file's name "
            "needs a line break."
        ) from error
    except IsADirectoryError as error:
        raise NotFoundError(f"{path} is a folder. Give the path of one article in it.") from error
    except OSError as error:
        raise NotFoundError(
            f"{path} can't be read: {error.strerror or error}. Check that you may read it, or "
            "copy the article elsewhere."
        ) from error
    text = _decode(data, str(path))
    suffix = path.suffix.lower()
    if suffix == ".json":
        return _read_saved(text, str(path))
    if suffix in _HTML_SUFFIXES:
        return _read_html(text, str(path))
    return _read_text(text, str(path), markdown=suffix in _MARKDOWN_SUFFIXES)


_SIGNATURES = (  # first bytes of what is often mistaken for text, and what to do
    (b"%PDF", "a PDF", "Save it as text first, for example with `pdftotext article.pdf`"),
    (b"PK\x03\x04", "a Word, OpenDocument or zip file", "Save it as plain text first"),
    (b"\xd0\xcf\x11\xe0", "an old Word file", "Save it as plain text first"),
    (b"{\\rtf", "a rich-text (RTF) file", "Save it as plain text first"),
    (b"\x1f\x8b", "a gzip file", "Unpack it first"),
    (b"\x89PNG", "a picture", "Type its text out, or run it through text recognition"),
    (b"\xff\xd8\xff", "a picture", "Type its text out, or run it through text recognition"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def _decode(data: bytes, name: str, declared: str | None = None) -> str:
    """
    Text of a file or page: by its byte order mark, UTF-8, what it declares, or a guess.

    English that is not UTF-8 is nearly always Windows-1252, which charset-normalizer mistakes
    for its neighbours in short texts; so that is tried first where few bytes are not ASCII.
    """
    head = data[:1024].lstrip()
    for signature, what, advice in _SIGNATURES:
        if head.startswith(signature):
            raise InputError(f"{name} is {what}, not text. {advice}, and read that.")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\x00" in data[:65536] or _share(data, lambda byte: byte < 9 or 13 < byte < 27) > 0.02:
        raise InputError(f"{name} is not text: it holds binary data. {_ADVICE}.")
    found = _DECLARED.search(data[:4096])
    rare = _share(data, lambda byte: byte > 127) < 0.25
    encodings = ["utf-8", declared, found and found[1].decode(), "cp1252" if rare else None]
    for encoding in filter(None, encodings):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return _guess(data, name)


def _share(data: bytes, test: Callable[[int], bool]) -> float:
    """Share of bytes that pass a test, in the first 64 KiB."""
    sample = data[:65536]
    return sum(map(test, sample)) / max(len(sample), 1)


_OLD_MAC_ENCODINGS = [  # guessed for the Windows ones that they resemble, and hardly in use
    "mac_cyrillic",
    "mac_greek",
    "mac_iceland",
    "mac_latin2",
    "mac_roman",
    "mac_turkish",
]


def _guess(data: bytes, name: str) -> str:
    """Text in an encoding that only its letters give away."""
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_exclusion=_OLD_MAC_ENCODINGS).best()
    if best is None:
        raise InputError(
            f"{name} is not text in any known encoding. Save it as UTF-8 text and read that."
        )
    return str(best)


# ---- Pages --------------------------------------------------------------------------------------


def _read_url(url: str) -> Article:
    """Fetch a page and read it."""
    data, kind = _fetch(url)
    declared = re.search(r"charset=[\"']?([\w.:-]+)", kind)
    text = _decode(data, url, declared and declared[1])
    if not re.match(r"text/|application/(?:xhtml|xml)|$", kind):
        raise InputError(f"{url} is {kind.split(';')[0]}, not a page of text. {_ADVICE}.")
    if "html" in kind:
        return _read_html(text, url, url=url)
    return _read_text(text, url, url=url)


def _fetch(url: str) -> tuple[bytes, str]:
    """
    Get a page's bytes and its content type, by requests.

    trafilatura's own fetching is not used: it tells no cause of a failure, waits long on a
    server's error, takes a page whose certificate is wrong, and knows no proxies.
    """
    import requests

    try:
        with requests.get(url, timeout=_TIMEOUT_S, stream=True, headers=_HEADERS) as answer:
            answer.raise_for_status()
            data = bytearray()
            for piece in answer.iter_content(2**16):
                data += piece
                if len(data) > _LARGEST_BYTES:
                    break
            kind = answer.headers.get("Content-Type", "").lower()
    except (requests.RequestException, OSError, ValueError) as error:
        raise FetchError(
            f"{url} could not be fetched: {_cause(error)}. Check the address and the connection, "
            "or save the page in a browser and give the path of that file."
        ) from error
    if len(data) > _LARGEST_BYTES:
        raise InputError(f"{url} is larger than {_LARGEST_BYTES // 10**6} MB. {_ADVICE}.")
    return bytes(data), kind


def _cause(error: Exception) -> str:
    """Say in a few words why a page could not be fetched."""
    import requests

    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"the server answered {error.response.status_code} {error.response.reason}".strip()
    causes: tuple[tuple[type[Exception], str], ...] = (
        (requests.Timeout, "the server did not answer in time"),
        (requests.exceptions.SSLError, "its certificate is not valid"),
        (requests.exceptions.ProxyError, "the proxy refused"),
        (requests.ConnectionError, "no connection to that host"),
        (requests.TooManyRedirects, "it redirects for ever"),
    )
    return next((words for kind, words in causes if isinstance(error, kind)), str(error))


# ---- Texts --------------------------------------------------------------------------------------


def _read_html(html: str, name: str, url: str | None = None) -> Article:
    """Read a page; one without a single finished sentence holds no article."""
    if not html.strip():
        raise InputError(f"{name} is empty. {_ADVICE}.")
    article = _finish(*html_blocks(html, url), name=name, wrapped=False)
    if not any(re.search(r"[.!?…]\W*$", paragraph) for paragraph in article.paragraphs):
        raise InputError(f"{name} is a page with no article in it. {_ADVICE}.")
    return article


def _read_text(text: str, name: str, *, markdown: bool = False, url: str | None = None) -> Article:
    """Read plain text or Markdown, or HTML where the text begins with a tag."""
    if text.lstrip().startswith("%PDF"):
        raise InputError(f"{name} is a PDF, not text. {_SIGNATURES[0][2]}, and read that.")
    text = plain_characters(text)
    if not text.strip():
        raise InputError(f"There is no article: {name} is empty. {_ADVICE}.")
    if not markdown and looks_like_html(text):
        return _read_html(text, name, url)
    header, rest = front_matter(text)
    blocks = text_blocks(rest, markdown=markdown or looks_like_markdown(text))
    if url:
        header = replace(header, url=header.url or url)
    return _finish(header, blocks, name=name, wrapped=not markdown)


def _finish(header: Header, blocks: list[Block], *, name: str, wrapped: bool) -> Article:
    """Put the article together, or say that nothing is left."""
    parts = assemble(header, blocks, wrapped=wrapped)
    paragraphs = tuple(block.text for block in parts.blocks)
    if not paragraphs:
        raise InputError(
            f"No article is left of {name} without its headings, links and credits. {_ADVICE}."
        )
    text = "\n\n".join([parts.title, *paragraphs] if parts.title else paragraphs)
    return Article(text, parts.title, parts.date, parts.byline, parts.url, paragraphs)
