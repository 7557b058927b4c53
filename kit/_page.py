"""Pages that ask the network for nothing: escaping text, and packing a folium map into one file."""

import ast
import base64
import copy
import hashlib
import html
import json
import os
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from branca.element import CssLink, Element, Figure, JavascriptLink

from kit.errors import DataError, InputError

# Characters that mean something in HTML, in JavaScript's strings and template literals, or to
# Jinja, which folium runs a second time over what it has rendered: `{{` in a name would run Python.
_REFERENCES = {ord(c): f"&#{ord(c)};" for c in "&<>\"'`\\${}"}
_REFERENCES |= dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), "\ufffd")
_REFERENCES |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_REFERENCES[ord("\r")] = "\n"

# Bidirectional controls and right-to-left letters, which could turn round the words beside them.
_TURNING = re.compile(
    r"[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]"
)

_STAND_IN = """\
window.$=window.jQuery=function(x){
if(typeof x==="string"){var t=document.createElement("template");t.innerHTML=x.trim();
return Array.from(t.content.children);}
return {ready:function(f){if(document.readyState==="loading"){
document.addEventListener("DOMContentLoaded",f);}else{f();}}};};"""

# Which of the files that every folium map links are needed, by a word in the map's own script.
_NEEDED_BY = {
    "bootstrap": "bootstrap.",
    "bootstrap_css": "bootstrap.",
    "awesome_markers": "AwesomeMarkers",
    "awesome_markers_css": "AwesomeMarkers",
    "awesome_rotate_css": "AwesomeMarkers",
    "awesome_markers_font_css": '"fa"',
    "glyphicons_css": '"glyphicon"',
}

_MARKER = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='25' height='41'%3E%3Cpath "
    "d='M12.5 40C10 31 1 22 1 12.5a11.5 11.5 0 0 1 23 0C24 22 15 31 12.5 40z' fill='%23285f94' "
    "stroke='white'/%3E%3Ccircle cx='12.5' cy='12.5' r='4.5' fill='white'/%3E%3C/svg%3E"
)
_DEFAULT_MARKER = (
    f'L.Icon.Default.imagePath="";L.Icon.Default.mergeOptions({{iconUrl:"{_MARKER}",'
    f'iconRetinaUrl:"{_MARKER}",shadowUrl:"data:image/svg+xml,%3Csvg '
    "xmlns='http://www.w3.org/2000/svg'/%3E\"});"
)

_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{head}
</head>
<body>
{body}
{scripts}
</body>
</html>
"""


def escape(text: object) -> str:
    r"""
    Write text so that no page, script or template takes any of it for code.

    Parameters
    ----------
    text : object
        Anything; ``None`` gives an empty string.

    Returns
    -------
    str
        The text with each of ``& < > " ' ` \ $ { }`` as a numeric character reference, which means
        the same in HTML and nothing in JavaScript and Jinja. Control characters and halves of
        surrogate pairs, which no file in UTF-8 can hold, become U+FFFD.
    """
    return "" if text is None else str(text).translate(_REFERENCES)


def isolated(text: object) -> str:
    """
    Set text apart, so that letters that run from right to left do not turn the words beside them.

    Parameters
    ----------
    text : object
        Anything; ``None`` gives an empty string.

    Returns
    -------
    str
        The text, between U+2068 and U+2069 where it needs them. It is not escaped.
    """
    plain = "" if text is None else str(text)
    return f"\u2068{plain}\u2069" if _TURNING.search(plain) else plain


def literal(data: object) -> str:
    """
    Write data as a JavaScript expression that can stand in a script element.

    Parameters
    ----------
    data : object
        What :func:`json.dumps` takes; its strings that end up in HTML are escaped already.

    Returns
    -------
    str
        The expression; it is also JSON.

    Raises
    ------
    ValueError
        If a number is not finite.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class Raw(Element):
    """HTML of our own for a folium figure, taken as it is: folium's own elements are templates."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: Any) -> str:  # noqa: ANN401 - branca's signature
        """Give the text."""
        return self.text


class Script(Raw):
    """JavaScript of our own for a folium figure."""


class Style(Raw):
    """A style sheet of our own for a folium figure."""


class Page(Figure):
    """
    A folium figure that is always drawn as one self-contained page, saved or shown in a notebook.

    Parameters
    ----------
    title : str
        Title of the page.
    """

    def __init__(self, title: str) -> None:
        super().__init__(height="560px")
        self.title = title

    def render(self, **_kwargs: Any) -> str:  # noqa: ANN401 - branca's signature
        """Draw the page."""
        return pack(self, self.title or "Map")

    def _repr_html_(self, **_kwargs: Any) -> str:  # noqa: ANN401 - branca's signature
        """Show the page in a frame that can reach neither the notebook nor a network."""
        title = escape(self.title or "Map")
        # in ASCII, for the policy names the scripts by what they say in whatever encoding
        inside = html.escape(self.render()).encode("ascii", "xmlcharrefreplace").decode()
        return (
            f'<iframe title="{title}" srcdoc="{inside}" sandbox="allow-scripts allow-popups" '
            f'style="display:block;width:100%;height:{self.height};border:0"></iframe>'
        )


def pack(figure: Figure, title: str) -> str:
    """
    Draw a figure as one page that asks the network for nothing.

    Parameters
    ----------
    figure : branca.element.Figure
        Figure of a folium map. It is not changed.
    title : str
        Title of the page.

    Returns
    -------
    str
        The page. It is the same each time: what folium numbers at random is numbered in order.

    Raises
    ------
    kit.errors.InputError
        If the map links a file that is not among those that folium itself comes with.
    """
    figure = copy.deepcopy(figure)
    for child in list(figure._children.values()):  # noqa: SLF001 - branca has no public way
        child.render()
    main = figure.script.render()
    scripts, head = [], []
    for name, child in figure.header._children.items():  # noqa: SLF001
        if isinstance(child, JavascriptLink | CssLink):
            text = _linked(name, child.url, main)
            kind: type[Raw] = Script if isinstance(child, JavascriptLink) else Style
            child = kind(text)  # noqa: PLW2901
        if isinstance(child, Style):
            head.append(_style(child.text))
        elif isinstance(child, Script):
            scripts.append(child.text)
        else:
            head.append(_without_viewport(child.render()))
    numbers = {name: f"{i:04d}" for i, name in enumerate(dict.fromkeys(_identifiers(figure)))}
    scripts = [_unbroken(_renumbered(text, numbers)) for text in (*scripts, main) if text]
    top = _renumbered("\n".join(part for part in head if part), numbers)
    return _PAGE.format(
        lang="en",
        policy=_policy([*_inline_scripts(top), *scripts]),
        title=escape(title),
        head=top,
        body=_renumbered(figure.html.render(), numbers),
        scripts="\n".join(f"<script>{text}</script>" for text in scripts),
    )


def write_whole(path: Path, content: bytes) -> Path:
    """
    Write a file whole or not at all.

    Parameters
    ----------
    path : pathlib.Path
        Where to; its folder must be there.
    content : bytes
        What to write.

    Returns
    -------
    pathlib.Path
        The path.

    Raises
    ------
    kit.errors.InputError
        If the folder is missing or can't be written to.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError(
            f"Can't write to {path.parent}: {error.strerror}. Make the folder or name another one."
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o666 & ~_umask())  # noqa: PTH101 - mkstemp makes files private
        os.replace(name, path)  # noqa: PTH105
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise InputError(f"Can't write {path}: {error.strerror}. Name another file.") from error
        raise
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _linked(name: str, url: str, main: str) -> str:
    """Text of a linked file, empty where the map does not need it."""
    if name == "jquery":
        return _STAND_IN
    if name in _NEEDED_BY and _NEEDED_BY[name] not in main:
        return ""
    text = _library(url)
    if text is None:
        raise InputError(
            f"The map links {url}, which can't be put into the file: take the plugin that needs it "
            "off the map, or save with the map's own save()."
        )
    return text + _DEFAULT_MARKER if name == "leaflet" else text


@cache
def _library(url: str) -> str | None:
    """Text of a file that folium links, from folium-offline's module, which is slow to import."""
    try:
        path = Path(str(distribution("folium-offline").locate_file("offlinefolium/elements.py")))
        source = path.read_text(encoding="utf-8")
    except (PackageNotFoundError, OSError) as error:
        raise DataError(
            "The package folium-offline is missing or damaged: `pip install folium-offline`."
        ) from error
    start = source.find(f"_res['{url}'] = ")
    if start < 0:
        return None
    end = source.index(f"''' #{url}\n", start) + 3
    value = ast.parse(source[start:end]).body[0].value  # type: ignore[attr-defined]
    text = ast.literal_eval(value)
    return text if isinstance(text, str) else str(text, "utf-8")


def _unbroken(script: str) -> str:
    """Break up what ends a script element early, and line ends that a browser would change."""
    script = re.sub(r"</(?=script)", r"<\\/", script, flags=re.IGNORECASE)
    return script.replace("<!--", r"<\!--").replace("\r\n", "\n").replace("\r", "\n")


def _style(text: str) -> str:
    """Make a style element whose pictures are inside it or not there."""
    text = re.sub(r"""url\(\s*(["']?)(?!data:|#)[^)]*\)""", "none", text)
    text = re.sub(r"@import[^;]*;", "", text).replace("</", "<\\/")
    return f"<style>{text}</style>" if text.strip() else ""


def _without_viewport(head: str) -> str:
    """Drop folium's own view port, which forbids readers to enlarge, and its character set."""
    return re.sub(r"""<meta\s+(name="viewport"|http-equiv)[^>]*>""", "", head).strip()


def _renumbered(text: str, numbers: dict[str, str]) -> str:
    """Put numbers in the place of folium's random identifiers."""
    return re.sub(r"[0-9a-f]{32}", lambda match: numbers.get(match[0], match[0]), text)


def _identifiers(element: Element) -> Iterator[str]:
    yield element._id  # noqa: SLF001
    parts = [getattr(element, part, None) for part in ("header", "html", "script")]
    for child in (*element._children.values(), *(p for p in parts if isinstance(p, Element))):  # noqa: SLF001
        yield from _identifiers(child)


class _Inline(HTMLParser):
    """Collects the scripts that stand in a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.inside = tag == "script"
        if self.inside:
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "script"


def _inline_scripts(head: str) -> list[str]:
    parser = _Inline()
    parser.feed(head)
    return parser.scripts


def _policy(scripts: list[str]) -> str:
    """Content security policy that lets only these scripts run and nothing be loaded."""
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    allowed = " ".join(f"'sha256-{value}'" for value in dict.fromkeys(hashes))
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )
