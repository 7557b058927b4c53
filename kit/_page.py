"""Pages that ask the network for nothing: escaping text, and packing a folium map into one file."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink

from kit._plugins import copied, elements, heard, linked_by
from kit._vendored import linked

# Characters that mean something in HTML, in JavaScript's strings and template literals, or to
# Jinja, which folium runs a second time over what it has rendered: `{{` in a name would run Python.
_REFERENCES = {ord(c): f"&#{ord(c)};" for c in "&<>\"'`\\${}"}
_REFERENCES |= dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), "\ufffd")
_REFERENCES |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_REFERENCES[ord("\r")] = "\n"
_REFERRED = re.compile(r"[&<>\"'`\\${}\0-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # one of these

_IDENTIFIER = re.compile("_([0-9a-f]{32})")  # after a name, as branca names elements
_IN_PLACE = re.compile("<script>(document\\.currentScript.*)</script>")

# Bidirectional controls and right-to-left letters, which could turn round the words beside them.
_TURNING = re.compile(
    r"[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]"
)

# The words lie under the frame and show where no frame may be: where nobody trusts the notebook, or
# no scripts run. Pages that a reader opens from the map are outside its sandbox.
_FRAME = """<div style="display:grid;grid-template-columns:100%">
<p style="grid-area:1/1;margin:0;overflow-wrap:anywhere">Map "{title}": it shows when the notebook
is trusted or its cell is run again.</p>
<iframe title="{title}" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
allowfullscreen style="grid-area:1/1;display:block;width:100%;height:{height};border:0"
srcdoc='{inside}'></iframe>
</div>"""
# A line end in an attribute ends a block of HTML in Markdown if another follows.
_IN_FRAME = {ord(c): f"&#{ord(c)};" for c in "&<'\n"}

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
    plain = "" if text is None else str(text)
    # most texts have none of these, and looking for them is quicker than translating
    return plain.translate(_REFERENCES) if _REFERRED.search(plain) else plain


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
    turns = not plain.isascii() and _TURNING.search(plain)
    return f"\u2068{plain}\u2069" if turns else plain


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
        shown = _FRAME.format(
            title=escape(self.title or "Map"),
            inside=self.render().translate(_IN_FRAME),
            height=self.height,
        )
        # in ASCII, for the policy names the scripts by what they say in whatever encoding
        return shown.encode("ascii", "xmlcharrefreplace").decode()


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
        If the map links a file that is not among those that folium itself comes with, or holds what
        can't work in one file.
    """
    return drawn(copied(figure), title)


def drawn(figure: Figure, title: str, picture_hosts: Sequence[str] = ()) -> str:
    """
    Draw a figure that nobody else needs as one page.

    Parameters
    ----------
    figure : branca.element.Figure
        From :func:`kit._plugins.copied`; it is used up.
    title : str
        Title of the page.
    picture_hosts : sequence of str
        Servers that the page may ask for pictures, as in a content security policy.

    Returns
    -------
    str
        The page.

    Raises
    ------
    kit.errors.InputError
        As :func:`pack`.
    """
    written = heard(figure)
    inside = list(elements(figure))
    maps = {element.get_name() for element in inside if isinstance(element, folium.Map)}
    for child in list(figure._children.values()):  # noqa: SLF001 - branca has no public way
        child.render()
    body = [
        text if isinstance(figure.html._children[name], Raw) or name in maps else _in_place(text)  # noqa: SLF001
        for name, text in _parts(figure.html, written.html).items()
        if text.strip()
    ]
    main = _parts(figure.script, written.script)
    # the kit's own data says nothing of which files a map needs
    data = {n for n, c in figure.script._children.items() if isinstance(c, Script)}  # noqa: SLF001
    told = [text for name, text in main.items() if name not in data]
    said = "\n".join([*written.header.values(), *body, *told])
    head, scripts = _head(figure, inside, written.header, said)
    scripts = [_unbroken(text) for text in (*scripts, _still("\n".join(main.values()))) if text]
    top, whole, *scripts = _renumbered(
        ["\n".join(head), "\n".join(body), *scripts], _identifiers(inside, figure)
    )
    return _PAGE.format(
        lang="en",
        policy=_policy([*_IN_PLACE.findall(whole), *scripts], picture_hosts),
        title=escape(title),
        head=top,
        body=whole,
        scripts="\n".join(f"<script>{text}</script>" for text in scripts),
    )


def _head(
    figure: Figure, inside: Sequence[Element], written: dict[str, str], said: str
) -> tuple[list[str], list[str]]:
    """Styles and the like for the head of a page, and the scripts that folium has there."""
    users = [(type(element).__name__, linked_by(element)) for element in inside]
    head: list[str] = []
    scripts: list[str] = []
    for name, child in figure.header._children.items():  # noqa: SLF001
        if isinstance(child, JavascriptLink | CssLink):
            who = dict.fromkeys(user for user, links in users if child.url in links)
            text = linked(name, child.url, said, who)
            if isinstance(child, CssLink):
                head.append(_style(text))
            else:
                scripts.append(text)
        elif isinstance(child, Style):
            head.append(_style(child.text))
        elif isinstance(child, Script):
            scripts.append(child.text)
        else:
            rest, own = _parted(written.get(name) or child.render(), said)
            head.append(rest)
            scripts += own
    return [part for part in head if part], scripts


def _parts(part: Element, written: dict[str, str]) -> dict[str, str]:
    """What stands in a part of the page, in order."""
    children = part._children.items()  # noqa: SLF001
    return {name: written[name] if name in written else child.render() for name, child in children}


def _unbroken(script: str) -> str:
    """Break up what ends a script element early, and line ends that a browser would change."""
    script = re.sub(r"</(?=script)", r"<\\/", script, flags=re.IGNORECASE)
    return script.replace("<!--", r"<\!--").replace("\r\n", "\n").replace("\r", "\n")


def _style(text: str) -> str:
    """Make a style element whose pictures are inside it or not there."""
    address = r"""url\(\s*(?!["']?(?:data:|#|%23))("[^"]*"|'[^']*'|[^)]*)\s*\)"""
    text = re.sub(address, "none", text)
    text = re.sub(r"@import[^;]*;", "", text).replace("</", "<\\/")
    return f"<style>{text}</style>" if text.strip() else ""


def _still(script: str) -> str:
    """Take from HTML in a script the elements that reach for a network and are not a policy's."""
    sign = r"(<|\\u003c|\\x3c)(?=(meta|link)[\s/\\])"
    return re.sub(sign, "&#60;", script, flags=re.IGNORECASE)


def _in_place(text: str) -> str:
    """
    Have a script put HTML where it stands.

    What the HTML leaves open ends with it then, and scripts in it do not run.
    """
    put = 'document.currentScript.insertAdjacentHTML("beforebegin",'
    return f"<script>{put}{_still(literal(text))});</script>"


def _parted(head: str, written: str) -> tuple[str, list[str]]:
    """Part what stands in the head of a page into styles and the like, and scripts."""
    scripts: list[str] = []

    def script(match: re.Match[str]) -> str:
        source = re.search(r"""\ssrc\s*=\s*["']?([^"'\s>]+)""", match[1])
        if not source and re.search(r"\stype\s*=(?!\s*.?(text/javascript|module))", match[1]):
            return match[0]  # data, which does not run
        scripts.append(linked("", source[1], written, ()) if source else match[2])
        return ""

    def sheet(match: re.Match[str]) -> str:
        source = re.search(r"""\shref\s*=\s*["']?([^"'\s>]+)""", match[0])
        return _style(linked("", source[1], written, ())) if source else ""

    flags = re.IGNORECASE | re.DOTALL
    head = re.sub(r"<script\b([^>]*)>(.*?)</script\s*>", script, head, flags=flags)
    head = re.sub(r"<link\b[^>]*stylesheet[^>]*>", sheet, head, flags=flags)
    # folium's own view port forbids readers to enlarge
    return re.sub(r"""<meta\s+(name="viewport"|http-equiv)[^>]*>""", "", head).strip(), scripts


def _identifiers(inside: Iterable[Element], figure: Figure) -> set[str]:
    """Folium's random identifiers: those of the elements, and those that drawing added."""
    parts = (figure.header, figure.html, figure.script)
    names = " ".join(name for part in parts for name in part._children)  # noqa: SLF001
    return {*(element._id for element in inside), *_IDENTIFIER.findall(names)}  # noqa: SLF001


def _renumbered(texts: Sequence[str], identifiers: set[str]) -> list[str]:
    """Put numbers in the place of random identifiers, in the order in which they come up."""
    numbers: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        if match[1] not in identifiers:
            return match[0]
        return "_" + numbers.setdefault(match[1], f"{len(numbers):04d}")

    readable = (re.sub("[\0\ud800-\udfff]", "\ufffd", text) for text in texts)  # as in escape()
    return [_IDENTIFIER.sub(number, text) for text in readable]


def _policy(scripts: Sequence[str], picture_hosts: Sequence[str]) -> str:
    """Content security policy that lets only these scripts run and nothing else be loaded."""
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    allowed = " ".join(f"'sha256-{value}'" for value in dict.fromkeys(hashes))
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        f"img-src {' '.join(['data:', *picture_hosts])}; font-src data:; frame-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
