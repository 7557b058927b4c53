"""The folium map that the kit's maps are: basemap, legend and layers, drawn by ``_map.js``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import folium
import numpy as np
from branca.element import MacroElement
from folium.map import Layer
from folium.template import Template

from kit import _basemap
from kit._basemap import packed, shifted, world_start_deg
from kit._mapassets import add_ground, add_script, asset, figure_of
from kit._mapbase import LINE_STEPS_PER_DEG, deflated, view_basemap
from kit._opening import opening_points, points_of
from kit._page import Page, Raw, Script, Style, escape, literal

#: How a mark of one sort looks: shape as in ``_map.js``, ink, and its name in the legend. Shapes
#: tell the sorts apart where colours don't.
KINDS: tuple[dict[str, str], ...] = (
    {"shape": "circle", "ink": "#285f94", "name": "city or town"},
    {"shape": "square", "ink": "#4d4351", "name": "country"},
    {"shape": "square", "ink": "#8a6fa8", "name": "state, province or county"},
    {"shape": "diamond", "ink": "#b8500f", "name": "airport, port or site"},
    {"shape": "hexagon", "ink": "#1b7a70", "name": "region or water"},
    {"shape": "circle", "ink": "#22303a", "name": "end of a distance or journey"},
    {"shape": "triangle", "ink": "#73623a", "name": "other place"},
)

_KINDS_OF = {
    0: ("city", "town", "village", "capital", "populated place", "district"),
    1: ("country", "territory"),
    2: ("admin1", "admin2", "admin3", "state", "province", "county"),
    3: ("airport", "port", "site", "station", "base", "facility", "building"),
    4: ("region", "water", "border", "continent", "sea", "river", "lake", "mountain", "range"),
}
_KIND_NUMBER = {kind: number for number, kinds in _KINDS_OF.items() for kind in kinds}
END_KIND = 5
_WIDE = {1, 2, 4}  # sorts whose point is but the middle of something wide


def kind_number(kind: object) -> int:
    """
    Sort of mark for a kind of place.

    Parameters
    ----------
    kind : object
        Column ``kind`` of the mentions.

    Returns
    -------
    int
        Position in :data:`KINDS`; kinds that are not known are "other place".
    """
    return _KIND_NUMBER.get(str(kind), len(KINDS) - 1)


_MANY = 1000  # marks; what is told of more is packed
_TOLD = 7  # where in a mark the rows of its popup are


@dataclass
class LayerSpec:
    """What one layer shows, in the form that ``_map.js`` draws; every text in it is escaped."""

    name: str
    marks: list[list[Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    areas: list[dict[str, Any]] = field(default_factory=list)
    quotes: dict[str, int] = field(default_factory=dict)
    framed: bool = True  # whether the map opens on it
    quoting: bool = True  # whether its popups hold sentences of the article
    shown: dict[tuple[str, int], list[tuple[str, int]]] = field(default_factory=dict)
    lineless: set[tuple[float, float]] = field(default_factory=set)  # ends of what is not drawn

    def __deepcopy__(self, _memo: dict[int, Any]) -> "LayerSpec":
        """Give itself: a figure is copied to be drawn, and by then the layer is written."""
        return self

    def quote(self, sentence: str) -> int:
        """Keep an escaped sentence once and give its number."""
        return self.quotes.setdefault(sentence, len(self.quotes))

    def note(self, sort: str, number: int, part: str, index: int = -1) -> None:
        """
        Keep in mind which mark, line or area shows a row of a table.

        Parameters
        ----------
        sort : str
            ``row``, ``end`` for an end of a row, both with the ``id`` of the row as number, or
            ``site`` with the label of a claim.
        number : int
            Which one.
        part : str
            ``marks``, ``lines`` or ``areas``.
        index : int
            Which of these; the last one where none is given.
        """
        found = self.shown.setdefault((sort, number), [])
        one = (part, index % len(getattr(self, part)))
        if one not in found:
            found.append(one)

    def points(self) -> Iterator[tuple[float, float]]:
        """Give lat, lon of every vertex."""
        for mark in self.marks:
            yield mark[0], mark[1]
        for line in self.lines:
            for part in line["path"]:
                yield from part
        for area in self.areas:
            for polygon in area["rings"]:
                yield from polygon[0]

    def exact_points(self) -> Iterator[tuple[float, float]]:
        """Give those of :meth:`points` that are sure: no middles of countries, no mere plans."""
        firm = [line for line in self.lines if not line.get("loose")]
        loose = _ends_of(self.lines) | set(map(_cell, self.lineless if firm else ()))
        loose -= _ends_of(firm)
        sure = (mark for mark in self.marks if mark[6] and mark[2] not in _WIDE)
        exact = [mark for mark in sure if _cell(mark) not in loose]
        yield from LayerSpec("", exact, firm, self.areas).points()

    def shift(self, start_deg: float) -> None:
        """Move everything into the world that begins at a longitude."""
        for mark in self.marks:
            mark[1] = float(shifted(np.array([mark[1]]), start_deg)[0])
        self.lineless = {
            (lat, float(shifted(np.array([lon]), start_deg)[0])) for lat, lon in self.lineless
        }
        for line in self.lines:
            line["path"] = [_shifted_part(part, start_deg) for part in line["path"]]
        for area in self.areas:
            area["rings"] = [
                [_shifted_part(ring, start_deg) for ring in polygon] for polygon in area["rings"]
            ]
            area["at"] = _shifted_part([area["at"]], start_deg)[0]

    def as_literal(self) -> str:
        """Write the layer for ``kit.layer``: lines packed, and nothing that is empty or no."""
        lines = [line | {"path": packed(line["path"], LINE_STEPS_PER_DEG)} for line in self.lines]
        areas = [
            area | {"rings": [packed(rings, LINE_STEPS_PER_DEG) for rings in area["rings"]]}
            for area in self.areas
        ]
        kinds = {n: {k: KINDS[n][k] for k in ("shape", "ink")} for n in {m[2] for m in self.marks}}
        marks = [[round(mark[0], 5), round(mark[1], 5), *mark[2:]] for mark in self.marks]
        whole: dict[str, Any] = {
            "steps": LINE_STEPS_PER_DEG,
            "kinds": kinds,
            "quotes": list(self.quotes),
            "marks": marks,
            "lines": [_without_empty(line) for line in lines],
            "areas": areas,
        }
        if len(self.marks) > _MANY:  # what is told of them is read when one is asked for
            told = {"popups": [mark[_TOLD] for mark in marks], "quotes": whole["quotes"]}
            marks = [mark[:_TOLD] for mark in marks]
            whole |= {"marks": marks, "quotes": [], "told": deflated(told)}
        return literal(whole)


def _without_empty(line: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not so of a line, but not that a journey has no date."""
    told = (item for item in line.items() if item[0] != "loose")
    return {key: value for key, value in told if value or key == "when"}


def _cell(point: Sequence[Any]) -> tuple[float, float]:
    """Round a position, so that a mark and the end of a line by it are one."""
    return round(point[0], 1), round(point[1], 1)


def _ends_of(lines: list[dict[str, Any]]) -> set[tuple[float, float]]:
    """Positions of both ends of some lines."""
    paths = (line["path"] for line in lines if line["path"])
    return {_cell(point) for path in paths for point in (path[0][0], path[-1][-1])}


def _shifted_part(part: Sequence[Sequence[float]], start_deg: float) -> list[list[float]]:
    """Move one piece of a line as a whole: it was cut at 180°, so its points stay together."""
    points = np.asarray(part, dtype=float)
    if start_deg != -180.0:
        points[:, 1] += float(shifted(points[:, 1].mean(keepdims=True), start_deg)[0]) - float(
            points[:, 1].mean()
        )
    return [[float(lat), float(lon)] for lat, lon in np.round(points, 4)]


class KitLayer(Layer):
    """
    A layer of marks, lines and areas that a reader can switch on and off.

    Parameters
    ----------
    spec : LayerSpec
        What it shows.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = kit.layer(kit.data.{{ this.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, spec: LayerSpec) -> None:
        super().__init__(name=escape(spec.name), overlay=True)
        self._name = "KitLayer"
        self.spec = spec
        self.content = spec.as_literal()
        lats_lons = np.array(list(spec.points()), dtype=float).reshape(-1, 2)
        self.extent = _extent(lats_lons)

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - branca's signature
        """Add the layer's data and script to the figure."""
        add_script(self, f"kit.data.{self.get_name()} = {self.content};")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""

    def _get_self_bounds(self) -> list[list[float | None]]:
        return [[*corner] for corner in self.extent] if self.extent else [[None, None]] * 2


class _Start(MacroElement):
    """The basemap, the legend and the opening view."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "kit.start({{ this._parent.get_name() }}, kit.data.{{ this.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Start"
        self.content = literal(content)

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - branca's signature
        """Add the basemap's data and the script to the figure."""
        header = figure_of(self).header
        add_ground(header)
        header.add_child(Style(asset("_map.css")), name="kit_css")
        header.add_child(Script(asset("_map.js")), name="kit_js")
        add_script(self, f"kit.data.{self.get_name()} = {self.content};")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


@dataclass
class Words:
    """
    What is written round a map.

    Attributes
    ----------
    title : str or None
        Shown above the map.
    name : str
        What the map shows; names the page where there is no title.
    legend : str
        HTML from :func:`kit._legend.legend_html`.
    note : str
        Written across the map; empty for none.
    sources : str
        Who the data comes from, besides the basemap.
    """

    title: str | None
    name: str
    legend: str
    note: str
    sources: str


class KitMap(folium.Map):
    """
    A folium map on the kit's own basemap, always drawn as one page without any request.

    Parameters
    ----------
    layers : sequence of LayerSpec
        What to show, from the bottom upwards. They are moved to one side of 180° if need be.
    words : Words
        What is written round it.
    graticule : bool
        Whether lines of latitude and longitude are drawn.
    """

    def __init__(
        self, layers: Sequence[LayerSpec], words: Words, *, graticule: bool = False
    ) -> None:
        points = points_of(layers)
        start = start_deg(layers)
        for layer in layers:
            layer.shift(start)
        bounds = _extent(opening_points(layers)) or [[-56.0, -170.0], [74.0, 180.0]]
        (south, west), (north, east) = bounds
        super().__init__(
            location=[(south + north) / 2, (west + east) / 2],
            zoom_start=3,
            tiles=None,
            prefer_canvas=True,
            zoomSnap=0.25,
            zoomDelta=0.5,
            wheelPxPerZoomLevel=90,
            maxZoom=13,
            max_bounds=True,
            min_lat=-85,
            max_lat=85,
            min_lon=start - 60,
            max_lon=start + 420,
            maxBoundsViscosity=0.7,
        )
        self.kit_name = words.title or words.name
        Page(self.kit_name).add_child(self)
        self.kit_title = words.title
        marks = [mark for layer in layers for mark in layer.marks]
        content = {
            "title": escape(self.kit_name),
            "base": deflated(
                view_basemap(
                    np.array([mark[:2] for mark in marks], dtype=float).reshape(-1, 2),
                    np.array([mark[5] for mark in marks], dtype=float),
                )
            ),
            "graticule": graticule,
            "bounds": bounds,
            "beyond": _beyond(points, bounds, marks),
            "zoom": (13 if len(np.unique(points, axis=0)) > 1 else 7) if marks else 3,
            "legend": words.legend,
            "note": escape(words.note),
            "sources": escape(
                ". ".join(filter(None, [words.sources, _basemap.sources(), "Drawn with Leaflet"]))
            ),
        }
        self.add_child(_Start(content))
        for layer in layers:
            self.add_child(KitLayer(layer))
        if len(layers) > 1:
            self.add_child(folium.LayerControl(position="bottomleft", collapsed=False))

    def __repr__(self) -> str:
        """Name the map, where only text can be shown."""
        return f"<Map {self.kit_name!r}: a notebook shows it, kit.save_html makes a file of it>"

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - branca's signature
        """Add the map, and its title above it, to the figure."""
        if self.kit_title:
            title = Raw(f'<h1 class="kit-title" dir="auto">{escape(self.kit_title)}</h1>')
            figure_of(self).html.add_child(title, name="kit_title")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


def start_deg(layers: Sequence[LayerSpec]) -> float:
    """
    Find the longitude at which the world of some layers is cut.

    Parameters
    ----------
    layers : sequence of LayerSpec
        What is drawn.

    Returns
    -------
    float
        From :func:`kit._basemap.world_start_deg`.
    """
    paths = (part for layer in layers for line in layer.lines for part in line["path"])
    return world_start_deg(
        points_of(layers)[:, 1], ([lon for _, lon in path] for path in paths if len(path))
    )


def _beyond(
    points: "np.ndarray[Any, Any]", bounds: list[list[float]], marks: list[list[Any]]
) -> dict[str, Any] | None:
    """Say how much lies outside the part that a map opens on, and where all of it does."""
    low, high = np.array(bounds)
    outside = {
        (mark[0], mark[1]) for mark in marks if not ((mark[:2] >= low) & (mark[:2] <= high)).all()
    }
    if not outside:
        return None
    places = "1 place lies" if len(outside) == 1 else f"{len(outside)} places lie"
    return {"bounds": _extent(points), "says": f"Show all: {places} farther out"}


def _extent(points: "np.ndarray[Any, Any]") -> list[list[float]] | None:
    """South-west and north-east corner, or None for no point."""
    if not len(points):
        return None
    return [points.min(axis=0).tolist(), points.max(axis=0).tolist()]
