"""Any folium map made ready for a page: a copy whose texts are texts and whose parts are known."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import folium
from branca.colormap import ColorMap
from branca.element import Element, Figure, Link, MacroElement
from folium.features import ClickForMarker, GeoJson, GeoJsonDetail, Vega, VegaLite
from folium.map import Popup, Tooltip
from folium.plugins import (
    Geocoder,
    HeatMapWithTime,
    MeasureControl,
    Realtime,
    ScrollZoomToggler,
    Search,
    TimeSliderChoropleth,
    TimestampedGeoJson,
)
from folium.plugins.timestamped_wmstilelayer import TimestampedWmsTileLayers
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from kit.errors import InputError

# What folium writes between quotes of any sort in a script, as it comes.
_QUOTED: dict[type[Element], tuple[str, ...]] = {
    Tooltip: ("text",),
    Search: ("search_label", "placeholder", "position"),
    TimestampedGeoJson: ("date_options",),
    TimeSliderChoropleth: ("stroke_color",),
}

_REFUSED: dict[type[Element], str] = {
    Geocoder: "asks a server for addresses",
    MeasureControl: "builds code while it runs, which the file forbids",
    Realtime: "asks a server for its data",
    ScrollZoomToggler: "links its picture, and runs from an attribute, which the file forbids",
    TimestampedWmsTileLayers: "asks a server for its pictures",
    VegaLite: "needs scripts that no package of the kit has",
}

_IN_SCRIPTS = {ord(c): f"\\{c}" for c in "\\'\"`$"}
_IN_SCRIPTS |= {ord(c): f"\\u{ord(c):04x}" for c in "<\n\r\u2028\u2029"}
_WRITES_SCRIPTS = (folium.Map, HeatMapWithTime)  # into the head of the page
_SANDBOX = SandboxedEnvironment()
_IDENTIFIER = re.compile(r"[0-9a-f]{32}")
_PLAIN_PATH = re.compile(r"feature\.(id|properties\.[A-Za-z_][A-Za-z_0-9]*)")
_VARIABLE = re.compile(r"\{\{'(\w+_[0-9a-f]{32})'\}\}")  # GeoJson's word for another element


class _Quoted(str):
    """Text that writes itself as the inside of a JavaScript string, and is else what it was."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.translate(_IN_SCRIPTS)


class _Literal(Element):
    """HTML that folium writes into a template literal."""

    def __init__(self, content: Element) -> None:
        super().__init__()
        self.content = content

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - branca's signature
        """Write the HTML; folium has put a backslash before the backticks of some already."""
        text = self.content.render(**kwargs)
        return str(_Quoted(text.replace("\\`", "`").replace("\n", " ")))


class _Plain:
    """Stands in for the template of an element of HTML: what is no harmless template is a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.template = _SANDBOX.from_string(text)

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - Jinja's signature
        """Write the text."""
        try:
            return self.template.render(**kwargs)
        except TemplateError:
            return self.text


class Written:
    """
    What each element of a figure writes, by its name, for the three parts of a page.

    Folium would run its own output through Jinja once more, in which ``{{`` of a name is Python, so
    elements hand it nothing and what they write is kept here.
    """

    def __init__(self) -> None:
        self.header: dict[str, str] = {}
        self.html: dict[str, str] = {}
        self.script: dict[str, str] = {}

    def listen(self, element: MacroElement) -> None:
        """Put a stand-in in the place of an element's template."""
        element._template = _Listening(element._template, self)  # noqa: SLF001 - no public way

    def keep(self, part: str, element: Element, text: str) -> None:
        """Keep what an element writes for a part of the page, and give folium no template."""
        if part == "header" and not _may_write_scripts(element):
            text = re.sub("<(?=/?script)", "&lt;", text, flags=re.IGNORECASE)
        getattr(self, part)[element.get_name()] = _VARIABLE.sub(r"\1", text)


class _Listening:
    """A template whose output goes to :class:`Written`."""

    def __init__(self, template: Any, written: Written) -> None:  # noqa: ANN401 - of two libraries
        self.template = template
        self.written = written

    @cached_property
    def module(self) -> SimpleNamespace:
        """The template's macros."""
        macros = vars(self.template.module)
        return SimpleNamespace(
            **{p: self._keeping(p, macros[p]) for p in ("header", "html", "script") if p in macros}
        )

    def render(self, this: Element, kwargs: Any) -> None:  # noqa: ANN401 - branca's signature
        """Write the whole, as popups do, which have no macros."""
        self.written.keep("script", this, self.template.render(this=this, kwargs=kwargs))

    def _keeping(
        self, part: str, macro: Callable[[Element, Any], str]
    ) -> Callable[[Element, Any], None]:
        return lambda this, kwargs: self.written.keep(part, this, str(macro(this, kwargs)))


def copied(figure: Figure) -> Figure:
    """
    Copy a figure as it was before anything drew it, with every text in it made harmless.

    Parameters
    ----------
    figure : branca.element.Figure
        Figure of a map.

    Returns
    -------
    branca.element.Figure
        A copy that shares nothing with it.

    Raises
    ------
    kit.errors.InputError
        If an element needs a network or more rights than a page of the kit has.
    """
    # Vega leaves a template among the elements, which can't be copied; it will do so again
    left = [c for c in figure.script._children.values() if not isinstance(c, Element)]  # noqa: SLF001
    twin = copy.deepcopy(figure, {id(template): template for template in left})
    inside = list(elements(twin))
    # branca leaves out the templates that elements were given one by one
    for old, new in zip(elements(figure), inside, strict=True):
        if "_template" in vars(old):
            new._template = old._template  # noqa: SLF001
    links = {url for element in inside for url in linked_by(element)}
    for part in (twin.header, twin.html, twin.script):
        for name, child in list(part._children.items()):  # noqa: SLF001
            plain = type(child) is Element and not name.startswith("element_")
            drawn = not isinstance(child, Element) or (plain and _IDENTIFIER.search(name))
            if drawn or (isinstance(child, Link) and child.url in links):
                del part._children[name]  # noqa: SLF001
    for element in inside:
        for name, child in list(element._children.items()):  # noqa: SLF001
            if isinstance(child, folium.Marker.SetIcon):  # each drawing adds one
                del element._children[name]  # noqa: SLF001
        _mend(element)
    return twin


def linked_by(element: Element) -> set[str]:
    """
    Addresses of the files that an element links when it is drawn.

    Parameters
    ----------
    element : branca.element.Element
        Any; most link none.

    Returns
    -------
    set of str
        The addresses.
    """
    if isinstance(element, ColorMap):
        return {"https://cdnjs.cloudflare.com/ajax/libs/d3/3.5.5/d3.min.js"}  # as branca has it
    links = (*getattr(element, "default_js", ()), *getattr(element, "default_css", ()))
    return {url for _, url in links}


def elements(root: Element) -> Iterator[Element]:
    """
    Walk over an element and all that it has or holds.

    Parameters
    ----------
    root : branca.element.Element
        Where to start.

    Yields
    ------
    branca.element.Element
        Each element once, always in the same order.
    """
    seen, waiting = set(), [root]
    while waiting:
        element = waiting.pop()
        if id(element) in seen:
            continue
        seen.add(id(element))
        yield element
        held = [value for name, value in vars(element).items() if name != "_parent"]
        held += element._children.values()  # noqa: SLF001
        waiting += [value for value in reversed(held) if isinstance(value, Element)]


def heard(figure: Figure) -> Written:
    """
    Have the elements of a figure hand over what they write.

    Parameters
    ----------
    figure : branca.element.Figure
        From :func:`copied`; it is changed.

    Returns
    -------
    Written
        Filled once the figure's children are rendered.
    """
    written = Written()
    for element in list(elements(figure)):
        if isinstance(element, MacroElement):
            written.listen(element)
    return written


def _mend(element: Element) -> None:
    """Make every text of an element harmless, or refuse the element."""
    for kind, reason in _REFUSED.items():
        if isinstance(element, kind):
            raise InputError(
                f"{kind.__name__} {reason}: take it off the map, or save with the map's own save()."
            )
    for kind, names in _QUOTED.items():
        if isinstance(element, kind):
            _quote(element, names)
    for kind, mend in _MENDED.items():
        if isinstance(element, kind):
            mend(element)
    if type(element) is Element and element._template_str is not None:  # noqa: SLF001
        element._template = _Plain(element._template_str)  # type: ignore[assignment]  # noqa: SLF001


def _may_write_scripts(element: Element) -> bool:
    ours = type(element).__module__.partition(".")[0] not in {"branca", "folium"}
    return ours or isinstance(element, _WRITES_SCRIPTS)


def _quote(element: Element, names: tuple[str, ...]) -> None:
    for name in names:
        value = getattr(element, name, None)
        if isinstance(value, str):
            setattr(element, name, _Quoted(value))


def _mend_tooltip(tooltip: Tooltip) -> None:
    """Keep a style, which folium quotes twice, to what both quotations leave alone."""
    if style := getattr(tooltip, "style", None):
        tooltip.style = re.sub(r"[`$\\\"'<>{}]", "", style)


def _mend_detail(detail: GeoJsonDetail) -> None:
    """Keep names and styles from ending the style sheet that they stand in."""
    detail.class_name = re.sub(r"[^\w -]", "", detail.class_name)
    if style := getattr(detail, "style", None):
        detail.style = re.sub(r"[<>{}]", "", style)


def _mend_popup(popup: Popup) -> None:
    content = popup.html._children  # noqa: SLF001
    for name, child in content.items():
        content[name] = _Literal(child)


def _mend_click(click: ClickForMarker) -> None:
    """Leave the two values that folium promises, of all that a template literal could work out."""
    if click.popup.startswith("`"):
        text = str(_Quoted(click.popup[1:-1].replace("\\`", "`")))
        click.popup = "`" + re.sub(r"\\\$\{(lat|lng)\}", r"${\1}", text) + "`"


def _mend_geojson(geojson: GeoJson) -> None:
    if not geojson.embed:
        raise InputError(
            "GeoJson(embed=False) reads its data from a server: leave embed=False out, or save "
            "with the map's own save()."
        )
    identifier = getattr(geojson, "feature_identifier", None)
    if identifier and not _PLAIN_PATH.fullmatch(identifier):
        # folium writes the name of this property into the script: it may hold anything
        for number, feature in enumerate(geojson.data["features"]):
            feature["properties"]["kit_number"] = number
        geojson.feature_identifier = "feature.properties.kit_number"
    twins: dict[int, tuple[MacroElement, MacroElement]] = {}
    for name in ("style_function", "highlight_function"):
        if function := getattr(geojson, name, None):
            setattr(geojson, name, _mended_style(function, twins))


def _mended_style(
    function: Callable[[Any], dict[str, Any]], twins: dict[int, tuple[MacroElement, MacroElement]]
) -> Callable[[Any], dict[str, Any]]:
    """Keep a style's text from passing for a variable; draw copies of the patterns it names."""

    def mended(value: Any) -> Any:  # noqa: ANN401 - whatever Leaflet takes
        if isinstance(value, MacroElement):
            if id(value) not in twins:
                twin = copy.copy(value)
                twin._parent = None  # noqa: SLF001 - folium draws those without a parent
                twins[id(value)] = value, twin
            return twins[id(value)][1]
        return value.replace("{{", "{ {").replace("}}", "} }") if isinstance(value, str) else value

    return lambda feature: {key: mended(value) for key, value in function(feature).items()}


def _mend_vega(chart: Vega) -> None:
    """Part braces that Jinja would read, which JSON has in texts only."""
    chart.data = json.loads(re.sub(r"\{(?=[{%#])", "{ ", json.dumps(chart.data)))


def _mend_timestamped(layer: TimestampedGeoJson) -> None:
    try:
        data = json.loads(layer.data)
    except ValueError as error:
        raise InputError(
            "TimestampedGeoJson was given something other than GeoJSON: give it the data as a dict."
        ) from error
    layer.data, layer.embed = json.dumps(data), True
    if layer.duration != "undefined":
        layer.duration = json.dumps(layer.duration[1:-1])


_MENDED: dict[type[Element], Callable[[Any], None]] = {
    Tooltip: _mend_tooltip,
    GeoJsonDetail: _mend_detail,
    Popup: _mend_popup,
    ClickForMarker: _mend_click,
    GeoJson: _mend_geojson,
    TimestampedGeoJson: _mend_timestamped,
    Vega: _mend_vega,
}
