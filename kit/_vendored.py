"""The scripts and style sheets that folium's maps link, from the package folium-offline."""

import ast
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from kit.errors import DataError, InputError

# folium makes elements of HTML with jQuery, and needs no more of it for most maps.
_STAND_IN = """\
window.$=window.jQuery=function(x){
if(typeof x==="string"){var t=document.createElement("template");t.innerHTML=x.trim();
return Array.from(t.content.children);}
return {ready:function(f){if(document.readyState==="loading"){
document.addEventListener("DOMContentLoaded",f);}else{f();}}};};"""

_MORE_OF_JQUERY = re.compile(r"(?<![\w$\\])(jQuery|\$)(\.|\((?!`|document\)\.ready))")

# Files that maps link whether they need them or not, and what in a map's own script or HTML tells
# that this one does.
_NEEDED_BY = {
    "bootstrap": re.compile(r"bootstrap\."),
    "bootstrap_css": re.compile(
        r"bootstrap\.|class=\\*[\"'][^\"']*\b(table|btn|card|badge|alert|row|container|list-group)\b"
    ),
    "awesome_markers": re.compile("AwesomeMarkers"),
    "awesome_markers_css": re.compile("AwesomeMarkers"),
    "awesome_rotate_css": re.compile("AwesomeMarkers"),
    "awesome_markers_font_css": re.compile(
        r'"fa[brs]?"|\bfa-[a-z]|BeautifyIcon|L\.control\.locate'
    ),
    "glyphicons_css": re.compile("glyphicon"),
    "jqueryui1.10.2": re.compile(r"\)\.(draggable|resizable|sortable|slider|dialog|tabs)\("),
    "highlight.js_css": re.compile("hljs"),
}

#: A map pin of our own, for Leaflet's is a file on a server.
PIN = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='25' height='41'%3E%3Cpath "
    "d='M12.5 40C10 31 1 22 1 12.5a11.5 11.5 0 0 1 23 0C24 22 15 31 12.5 40z' fill='%23285f94' "
    "stroke='white'/%3E%3Ccircle cx='12.5' cy='12.5' r='4.5' fill='white'/%3E%3C/svg%3E"
)
_DEFAULT_MARKER = (
    f'L.Icon.Default.imagePath="";L.Icon.Default.mergeOptions({{iconUrl:"{PIN}",'
    f'iconRetinaUrl:"{PIN}",shadowUrl:"data:image/svg+xml,%3Csvg '
    "xmlns='http://www.w3.org/2000/svg'/%3E\"});"
)


def linked(name: str, url: str, written: str, users: Iterable[str]) -> str:
    """
    Text of a file that a map links.

    Parameters
    ----------
    name : str
        What folium calls the link.
    url : str
        Its address.
    written : str
        The map's own script and HTML, which tell whether it needs the file.
    users : iterable of str
        Who links it, for the message of the error.

    Returns
    -------
    str
        The text; empty where the map does not need the file.

    Raises
    ------
    kit.errors.InputError
        If the file is not among those that folium's own maps and plugins link.
    """
    needed = _NEEDED_BY.get(name)
    if needed and not needed.search(written):
        return ""
    if "/jquery-3" in url or url.endswith("/jquery.min.js"):
        # a second jQuery after a whole first one would only take its plugins away
        if not _MORE_OF_JQUERY.search(written):
            return _STAND_IN if name == "jquery" else ""
        if name != "jquery":
            return ""
    text = _library(url)
    if text is None:
        who = " and ".join(users) or "a part of the map"
        raise InputError(
            f"The map links {url}, which can't be put into the file: take what needs it ({who}) "
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
