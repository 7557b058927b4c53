"""Layers that folium draws from a server's pictures, and the kit's basemap in their place."""

import re
from collections.abc import Sequence
from numbers import Real
from typing import Any

import folium
import numpy as np
from branca.element import Element, Figure, MacroElement
from folium.features import CustomIcon
from folium.plugins import FloatImage, MiniMap, VectorGridProtobuf
from folium.raster_layers import ImageOverlay, TileLayer, VideoOverlay, WmsTileLayer
from folium.template import Template

from kit import _basemap
from kit._mapassets import add_ground, asset, figure_of
from kit._mapbase import deflated, view_basemap
from kit._page import Script, Style, escape, isolated, literal
from kit._plugins import elements
from kit._vendored import PIN
from kit.errors import InputError

_BASEMAP = Template(
    "{% macro script(this, kwargs) %}"
    "var {{ this.get_name() }} = kitTiles.layer({{ this.kit_options }});"
    "{% endmacro %}"
)
_NOTHING = Template(
    "{% macro script(this, kwargs) %}"
    "var {{ this.get_name() }} = L.layerGroup([], {{ this.kit_options }});"
    "{% endmacro %}"
)
_MINIMAP = Template(
    "{% macro script(this, kwargs) %}"
    "var {{ this.get_name() }} = new L.Control.MiniMap("
    "kitTiles.layer({{ this.kit_options }}), {{ this.options|tojavascript }});"
    "{{ this._parent.get_name() }}.addControl({{ this.get_name() }});"
    "kitTiles.credit({{ this._parent.get_name() }}, {{ this.kit_note }});"
    "{% endmacro %}"
)
# Options of a layer of tiles that the basemap has too, as folium and as Leaflet name them.
_KEPT = {
    "min_zoom": "minZoom",
    "max_zoom": "maxZoom",
    "no_wrap": "noWrap",
    "opacity": "opacity",
}
_NO_PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


class _Data(MacroElement):
    """The basemap itself, once for all layers that show it."""

    def __init__(self, points: "np.ndarray[Any, Any]") -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "KitTiles"
        packed = deflated(view_basemap(points, np.ones(len(points))))
        sources = literal(escape(_basemap.sources()))
        self.script = f"{asset('_tiles.js')}\nkitTiles.use({literal(packed)}, {sources});"

    def render(self, **_kwargs: Any) -> str:  # noqa: ANN401 - branca's signature
        """Add the scripts to the figure, after Leaflet's."""
        header = figure_of(self).header
        add_ground(header)
        header.add_child(Script(self.script), name="kit_tiles")
        header.add_child(Style(asset("_tiles.css")), name="kit_tiles_css")
        return ""


def embed(figure: Figure) -> list[str]:
    """
    Put the kit's basemap in the place of tiles, and take off what else a server would draw.

    Parameters
    ----------
    figure : branca.element.Figure
        From :func:`kit._plugins.copied`; it is changed.

    Returns
    -------
    list of str
        What was replaced or left out, for the analyst.
    """
    flat = all(m.crs == "EPSG3857" for m in elements(figure) if isinstance(m, folium.Map))
    warnings, based = [], False
    for element in list(elements(figure)):
        tiles = element.tile_layer if isinstance(element, MiniMap) else element
        if not isinstance(tiles, TileLayer | WmsTileLayer):
            continue
        name = str(getattr(tiles, "tile_name", None) or tiles.layer_name)
        if flat and isinstance(tiles, TileLayer) and not (tiles is element and tiles.overlay):
            based = True
            _show_basemap(element, tiles, name)
            warnings.append(
                f"The tiles of {name} need a network: the file shows the kit's basemap in their "
                'place. To keep them, save with tiles="online".'
            )
        elif tiles is element:  # a minimap has its tiles as a part
            _show_nothing(element, name)
            warnings.append(
                f"The layer {name} needs a network and is left out of the file. To keep it, save "
                'with tiles="online".'
            )
    if based:
        figure.add_child(_Data(_points(figure)))
    return list(dict.fromkeys(warnings))


def leave_out_links(figure: Figure) -> list[str]:
    """
    Take off pictures and vector tiles that a map links, which no file holds.

    Parameters
    ----------
    figure : branca.element.Figure
        From :func:`kit._plugins.copied`; it is changed.

    Returns
    -------
    list of str
        What was left out, for the analyst.
    """
    warnings = []
    for element in list(elements(figure)):
        if isinstance(element, VectorGridProtobuf):
            what = f"The layer {element.layer_name}"
            _show_nothing(element, element.layer_name)
        elif isinstance(element, ImageOverlay) and not _inside(element.url):
            what = f"The picture {element.url}"
            element.url = _NO_PICTURE
        elif isinstance(element, VideoOverlay) and not _inside(element.video_url):
            what = f"The film {element.video_url}"
            _show_nothing(element, element.layer_name)
        elif isinstance(element, FloatImage) and not _inside(element.image):
            what = f"The picture {element.image}"
            element.image = _NO_PICTURE
        elif isinstance(element, CustomIcon) and not _inside(element.options["icon_url"]):
            what = f"The picture {element.options['icon_url']}"
            element.options = {"icon_url": PIN, "icon_size": (25, 41), "icon_anchor": (12, 41)}
        else:
            continue
        warnings.append(f"{what} needs a network and is not in the file.")
    return list(dict.fromkeys(warnings))


def hosts(figure: Figure) -> list[str]:
    """
    Servers that the tiles of a map are asked for.

    Parameters
    ----------
    figure : branca.element.Figure
        Figure of a map.

    Returns
    -------
    list of str
        As a content security policy names them, such as ``https://tile.openstreetmap.org``.

    Raises
    ------
    kit.errors.InputError
        If the address of tiles names no server.
    """
    found: list[str] = []
    for element in elements(figure):
        tiles = element.tile_layer if isinstance(element, MiniMap) else element
        if isinstance(tiles, TileLayer):
            subdomains: Any = tiles.options.get("subdomains", "abc")
            found += _hosts_of(tiles.tiles, subdomains)
        elif isinstance(tiles, WmsTileLayer):
            found += _hosts_of(tiles.url, "")
    return list(dict.fromkeys(found))


def _hosts_of(address: str, subdomains: Sequence[str]) -> list[str]:
    start = re.match(r"(https?:)?//([\w.{}-]+(:\d+)?)(/|$)", address, re.ASCII)
    if not start:
        raise InputError(f"{address} names no server: give tiles as https://…, or save without.")
    scheme, host = start[1] or "https:", start[2]
    names = [host.replace("{s}", name) for name in subdomains] if "{s}" in host else [host]
    whole = [re.sub(r"^[^.]*\{.*\}[^.]*(?=\.)", "*", name) for name in names]
    if any("{" in name for name in whole):
        raise InputError(f"{address} leaves its server open: write the server out.")
    return [f"{scheme}//{name}" for name in whole]


def _show_basemap(element: Element, tiles: TileLayer, name: str) -> None:
    note = f"Tiles of {name} were replaced by the kit's basemap, for this file asks for nothing"
    text = escape(isolated(note))
    kept = {key: tiles.options[key] for key in _KEPT if key in tiles.options}
    options = {_KEPT[key]: value for key, value in kept.items()}
    vars(element).update(
        kit_options=literal({**options, "attribution": text}),
        kit_note=literal(text),
        _template=_BASEMAP if tiles is element else _MINIMAP,
    )


def _show_nothing(element: Element, name: str) -> None:
    note = f"The layer {isolated(name)} needs a network and is not in this file"
    options = literal({"attribution": escape(note)})
    vars(element).update(kit_options=options, _template=_NOTHING)


def _inside(address: object) -> bool:
    return not re.match(r"\s*([a-z][a-z0-9+.-]*:)?//", str(address), re.IGNORECASE)


def _points(figure: Figure) -> "np.ndarray[Any, Any]":
    """Lat and lon near which the basemap needs detail: corners of what is drawn, or the view."""
    corners, middles, waiting = [], [], [*figure._children.values()]  # noqa: SLF001
    while waiting:
        element = waiting.pop()
        waiting += element._children.values()  # noqa: SLF001
        if isinstance(element, folium.Map):
            middles.append(element.location)
        else:
            corners += element._get_self_bounds()  # noqa: SLF001
    known = [c[:2] for c in corners if all(isinstance(value, Real) for value in c)] or middles
    points = np.array(known, dtype=float).reshape(-1, 2)
    return np.unique(points[np.isfinite(points).all(axis=1)], axis=0)
