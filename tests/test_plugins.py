"""Any folium map becomes one file: with plugins, with tiles, with hostile texts."""

import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

import branca.colormap as cm
import folium
import numpy as np
import pandas as pd
import pytest
import tables_for_maps as made
from browser import browser
from folium import plugins
from folium.utilities import JsCode

from kit._vendored import _library
from kit.errors import InputError
from kit.maps import map_places, save_html

POINTS = [[37.5 + 0.3 * i, 127 + 0.4 * i] for i in range(12)]
REPLACED = pytest.mark.filterwarnings("ignore:The tiles of:UserWarning")


def areas(**properties):
    """Four triangles as GeoJSON, with these properties besides their name and number."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": f"id{i}",
                "properties": {"name": f"Area {i}", "number": i, **properties},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [
                        [[126 + i, 37], [126.5 + i, 37], [126.5 + i, 37.5], [126 + i, 37]]
                    ],
                },
            }
            for i in range(4)
        ],
    }


def moments(**properties):
    """Four points as GeoJSON, one a day."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"times": [f"2023-09-0{i + 1}"], "icon": "circle", **properties},
                "geometry": {"type": "Point", "coordinates": [127 + i, 37]},
            }
            for i in range(4)
        ],
    }


def with_cluster(drawn):
    cluster = plugins.MarkerCluster().add_to(drawn)
    for point in POINTS:
        folium.Marker(point, popup="a place").add_to(cluster)


def with_layers(drawn):
    folium.TileLayer("CartoDB Positron").add_to(drawn)
    folium.GeoJson(areas(), name="triangles").add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)


def with_search(drawn):
    layer = folium.GeoJson(areas()).add_to(drawn)
    plugins.Search(layer, search_label="name", placeholder="Find").add_to(drawn)


def with_geojson(drawn):
    folium.GeoJson(
        areas(),
        tooltip=folium.GeoJsonTooltip(["name"], aliases=["Called"], permanent=True),
        popup=folium.GeoJsonPopup(["number"]),
        style_function=lambda feature: {"color": "#aa0000" if feature["id"] == "id1" else "#0a0"},
        highlight_function=lambda _: {"weight": 5},
    ).add_to(drawn)


def with_choropleth(drawn):
    counts = pd.DataFrame({"id": [f"id{i}" for i in range(4)], "count": [1, 2, 3, 4]})
    folium.Choropleth(
        areas(),
        data=counts,
        columns=["id", "count"],
        key_on="feature.id",
        fill_color="YlGn",
        legend_name="People a km²",
    ).add_to(drawn)


def with_pattern(drawn):
    stripes = plugins.pattern.StripePattern(angle=-45)
    folium.GeoJson(areas(), style_function=lambda _: {"fillPattern": stripes}).add_to(drawn)


def with_timeline(drawn):
    timeline = plugins.Timeline(areas(start="2023-09-01", end="2023-09-09")).add_to(drawn)
    plugins.TimelineSlider(auto_play=False).add_timelines(timeline).add_to(drawn)


def with_sides(drawn):
    sides = [folium.TileLayer(name) for name in ("OpenStreetMap", "CartoDB Positron")]
    for side in sides:
        side.add_to(drawn)
    plugins.SideBySideLayers(*sides).add_to(drawn)


def with_icons(drawn):
    folium.Marker([37, 127], icon=plugins.BeautifyIcon(icon="plane")).add_to(drawn)
    folium.Marker([37, 128], icon=folium.Icon(icon="star", prefix="fa")).add_to(drawn)


def with_tree(drawn):
    mark = folium.CircleMarker([37.5, 128]).add_to(drawn)
    branch = {"label": "All", "children": [{"label": "One", "layer": mark}]}
    plugins.TreeLayerControl(overlay_tree=branch).add_to(drawn)


def with_groups(drawn):
    group = folium.FeatureGroup("Marks").add_to(drawn)
    folium.CircleMarker([37.5, 128]).add_to(group)
    plugins.GroupedLayerControl({"Shown": [group]}, collapsed=False).add_to(drawn)


def with_subgroup(drawn):
    cluster = plugins.MarkerCluster(control=False).add_to(drawn)
    group = plugins.FeatureGroupSubGroup(cluster, "Part").add_to(drawn)
    folium.Marker([37.5, 128]).add_to(group)


def with_tags(drawn):
    for i, point in enumerate(POINTS):
        folium.Marker(point, tags=["odd" if i % 2 else "even"]).add_to(drawn)
    plugins.TagFilterButton(["odd", "even"]).add_to(drawn)


def with_spider(drawn):
    for point in POINTS:
        folium.Marker(point).add_to(drawn)
    plugins.OverlappingMarkerSpiderfier().add_to(drawn)


def with_text_on_a_line(drawn):
    line = folium.PolyLine(POINTS).add_to(drawn)
    plugins.PolyLineTextPath(line, " to the north ").add_to(drawn)


def with_topojson(drawn):
    folium.TopoJson(
        {
            "type": "Topology",
            "objects": {"all": {"type": "GeometryCollection", "geometries": [TRIANGLE]}},
            "arcs": [[[0, 0], [100, 0], [0, 100], [-100, -100]]],
            "transform": {"scale": [0.01, 0.01], "translate": [127, 37]},
        },
        "objects.all",
        tooltip=folium.GeoJsonTooltip(["name"]),
    ).add_to(drawn)


TRIANGLE = {"type": "Polygon", "arcs": [[0]], "properties": {"name": "Triangle"}}


def with_vega(drawn):
    chart = {"data": [], "scales": [], "marks": [], "axes": [], "width": 90, "height": 90}
    popup = folium.Popup(show=True).add_child(folium.Vega(chart, width=90, height=90))
    folium.Marker([37.5, 128], popup=popup).add_to(drawn)


def with_code(drawn):
    code = JsCode("(feature, layer) => { window.added = true; }")
    folium.GeoJson(areas(), on_each_feature=code).add_to(drawn)


def painted(selector):
    """JavaScript that says whether a canvas has anything on it."""
    return f"""() => {{ const sheet = document.querySelector("{selector}");
        return !!sheet && sheet.getContext("2d").getImageData(0, 0, sheet.width, sheet.height)
            .data.some(value => value); }}"""


def there(selector, count=1):
    return f"""() => document.querySelectorAll("{selector}").length >= {count}"""


def filled(colour):
    return there(f"path[fill='{colour}']")


# What is added to a map, and what shows that it works.
PLUGINS = {
    "MarkerCluster": (with_cluster, there(".marker-cluster")),
    "FastMarkerCluster": (
        lambda drawn: plugins.FastMarkerCluster(POINTS).add_to(drawn),
        there(".marker-cluster"),
    ),
    "HeatMap": (
        lambda drawn: plugins.HeatMap(POINTS).add_to(drawn),
        painted("canvas.leaflet-heatmap-layer"),
    ),
    "HeatMapWithTime": (
        lambda drawn: plugins.HeatMapWithTime([POINTS, POINTS[3:]], index=["a", "b"]).add_to(drawn),
        painted("canvas.heatmap-canvas"),
    ),
    "TimestampedGeoJson": (
        lambda drawn: plugins.TimestampedGeoJson(moments(), period="P1D").add_to(drawn),
        there(".leaflet-overlay-pane path.leaflet-interactive", 2),  # it has moved on by itself
    ),
    "MiniMap": (
        lambda drawn: plugins.MiniMap().add_to(drawn),
        painted(".leaflet-control-minimap canvas.kit-tile"),
    ),
    "Fullscreen": (
        lambda drawn: plugins.Fullscreen().add_to(drawn),
        there("a.fullscreen-icon, a.leaflet-control-zoom-fullscreen"),
    ),
    "LayerControl": (with_layers, there(".leaflet-control-layers-base input", 2)),
    "Search": (with_search, there(".search-input[placeholder=Find]")),
    "AntPath": (
        lambda drawn: plugins.AntPath(POINTS).add_to(drawn),
        there("path.leaflet-ant-path"),
    ),
    "GeoJson": (with_geojson, there("path[stroke='#aa0000']")),
    "Choropleth": (with_choropleth, there("svg#legend rect", 6)),
    "StripePattern": (with_pattern, there("pattern path")),
    "Timeline": (with_timeline, there(".leaflet-timeline-control")),
    "TimeSliderChoropleth": (
        lambda drawn: plugins.TimeSliderChoropleth(
            areas(),
            {f"id{i}": {"1600000000": {"color": "#ff0000", "opacity": 1}} for i in range(4)},
        ).add_to(drawn),
        there("path[fill='#ff0000']", 4),
    ),
    "SideBySideLayers": (with_sides, there(".leaflet-sbs-divider")),
    "Draw": (lambda drawn: plugins.Draw(export=True).add_to(drawn), there(".leaflet-draw-toolbar")),
    "MousePosition": (
        lambda drawn: plugins.MousePosition().add_to(drawn),
        there(".leaflet-control-mouseposition"),
    ),
    "BoatMarker": (
        lambda drawn: plugins.BoatMarker([37.5, 128], heading=45).add_to(drawn),
        there(".leaflet-marker-pane canvas"),
    ),
    "FeatureGroupSubGroup": (with_subgroup, there(".leaflet-marker-icon")),
    "GeoMan": (lambda drawn: plugins.GeoMan().add_to(drawn), there(".leaflet-pm-toolbar")),
    "GroupedLayerControl": (with_groups, there(".leaflet-control-layers-group")),
    "LocateControl": (
        lambda drawn: plugins.LocateControl().add_to(drawn),
        there(".leaflet-control-locate"),
    ),
    "OverlappingMarkerSpiderfier": (with_spider, there(".leaflet-marker-icon", 12)),
    "PolyLineFromEncoded": (
        lambda drawn: plugins.PolyLineFromEncoded("u{~vFvyys@fE]").add_to(drawn),
        "() => typeof L.Polyline.fromEncoded === 'function'",
    ),
    "PolyLineOffset": (
        lambda drawn: plugins.PolyLineOffset(POINTS, offset=9).add_to(drawn),
        there("path.leaflet-interactive"),
    ),
    "PolyLineTextPath": (with_text_on_a_line, there("text textPath")),
    "RegularPolygonMarker": (
        lambda drawn: folium.RegularPolygonMarker([37.5, 128], number_of_sides=5).add_to(drawn),
        there("path.leaflet-interactive"),
    ),
    "SemiCircle": (
        lambda drawn: plugins.SemiCircle(
            [37.5, 128], radius=9_000, start_angle=0, stop_angle=90
        ).add_to(drawn),
        there("path.leaflet-interactive"),
    ),
    "TagFilterButton": (with_tags, there(".easy-button-button")),
    "Terminator": (
        lambda drawn: plugins.Terminator().add_to(drawn),
        there(".leaflet-overlay-pane path"),
    ),
    "TopoJson": (with_topojson, there("path.leaflet-interactive")),
    "TreeLayerControl": (with_tree, there(".leaflet-control-layers")),
    "Vega": (with_vega, there(".leaflet-popup-content canvas.marks")),
    "icons": (
        with_icons,
        """() => document.fonts.check('900 12px "Font Awesome 6 Free"') &&
            document.querySelectorAll('.fa-plane, .fa-star').length === 2""",
    ),
    "colormap": (
        lambda drawn: cm.linear.viridis.scale(0, 1).add_to(drawn),
        there("svg#legend rect", 6),
    ),
    "code of the analyst's": (with_code, "() => window.added"),
}


@pytest.fixture(scope="module")
def chromium():
    with browser(900, 700) as watched:
        yield watched


@pytest.fixture
def watched(chromium):
    for record in (chromium.requests, chromium.errors, chromium.dialogs):
        record.clear()
    return chromium


def opened(watched, path):
    watched.page.goto(path.as_uri())
    watched.page.wait_for_selector(".leaflet-control-attribution")
    return watched.page


def plain_map(**options):
    return folium.Map([37.5, 128], zoom_start=7, **options)


@REPLACED
@pytest.mark.parametrize("name", PLUGINS)
def test_a_map_with_a_plugin_works_and_asks_for_nothing(watched, tmp_path, name):
    add, works = PLUGINS[name]
    drawn = plain_map()
    add(drawn)
    path = save_html(drawn, tmp_path / "a.html")
    page = opened(watched, path)
    page.wait_for_function(works, timeout=10_000)
    assert watched.outside(path) == []
    assert watched.errors == []


@pytest.mark.parametrize(
    "part",
    [
        plugins.MeasureControl(),
        plugins.Geocoder(),
        plugins.ScrollZoomToggler(),
        plugins.Realtime("https://example.org/where.json"),
        folium.VegaLite({}),
    ],
    ids=lambda part: type(part).__name__,
)
def test_what_can_not_work_in_one_file_is_refused_by_name(tmp_path, part):
    drawn = plain_map(tiles=None)
    part.add_to(drawn)
    with pytest.raises(InputError, match=rf"{type(part).__name__}.*take it off"):
        save_html(drawn, tmp_path / "a.html")
    assert list(tmp_path.iterdir()) == []


def test_a_script_that_no_package_has_is_refused_with_its_address_and_its_user(tmp_path):
    class Odd(plugins.Fullscreen):
        default_js = (("odd", "https://example.org/odd.js"),)

    drawn = plain_map(tiles=None)
    Odd().add_to(drawn)
    with pytest.raises(InputError, match=r"example\.org/odd\.js.*\(Odd\)"):
        save_html(drawn, tmp_path / "a.html")
    linked = plain_map(tiles=None)
    linked.get_root().header.add_child(
        folium.Element('<script src="https://example.org/other.js"></script>')
    )
    with pytest.raises(InputError, match=r"example\.org/other\.js"):
        save_html(linked, tmp_path / "a.html")


def test_the_kept_package_has_every_file_that_folium_s_parts_link():
    parts = [*vars(folium).values(), *vars(plugins).values(), *vars(folium.features).values()]
    linked = {
        url
        for part in parts
        for links in ("default_js", "default_css")
        for _, url in getattr(part, links, [])
    }
    assert len(linked) > 70
    assert [url for url in sorted(linked) if not _library(url)] == []


def test_data_that_is_still_on_a_server_is_refused(tmp_path):
    drawn = plain_map(tiles=None)
    plugins.TimestampedGeoJson("https://example.org/a.json").add_to(drawn)
    with pytest.raises(InputError, match="give it the data as a dict"):
        save_html(drawn, tmp_path / "a.html")


# ---- tiles ---------------------------------------------------------------------------------------


def test_tiles_become_the_basemap_with_a_note_on_the_map_and_a_warning(watched, tmp_path):
    with pytest.warns(UserWarning, match=r"openstreetmap.*tiles=\"online\""):
        path = save_html(plain_map(), tmp_path / "a.html")
    page = opened(watched, path)
    page.wait_for_function(painted("canvas.kit-tile"))
    note = page.locator(".leaflet-control-attribution").inner_text()
    assert "Tiles of openstreetmap were replaced by the kit's basemap" in note
    assert "Natural Earth" in note
    assert "GeoNames, CC BY 4.0" in note
    assert watched.outside(path) == []


@REPLACED
def test_the_basemap_has_land_and_sea_where_they_are(watched, tmp_path):
    page = opened(watched, save_html(plain_map(), tmp_path / "a.html"))
    page.wait_for_function(painted("canvas.kit-tile"))
    page.wait_for_timeout(400)  # tiles fade in
    shown = {}
    for name, (lat, lon) in {"land": (37.9, 128.0), "sea": (37.2, 130.4)}.items():
        shown[name] = page.evaluate(COLOUR_AT, [lat, lon])
    assert shown == {"land": [246, 244, 238], "sea": [217, 230, 236]}


@REPLACED
def test_the_basemap_under_any_map_follows_the_readers_scheme_and_is_light_on_paper(
    watched, tmp_path
):
    drawn = plain_map()
    folium.Marker([36, 127], popup=folium.Popup("Here", show=True)).add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    page = opened(watched, save_html(drawn, tmp_path / "a.html"))
    light, dark = ([246, 244, 238], [217, 230, 236]), ([37, 48, 58], [16, 27, 36])
    note = ".leaflet-control-attribution"

    def looks():
        page.wait_for_timeout(150)
        places = ((37.9, 128.0), (37.2, 130.4))
        return tuple(page.evaluate(COLOUR_AT, list(place)) for place in places)

    def paper(selector):
        return page.locator(selector).evaluate("one => getComputedStyle(one).backgroundColor")

    page.wait_for_function(painted("canvas.kit-tile"))
    for scheme, expected in (("light", light), ("dark", dark), ("light", light)):
        page.emulate_media(color_scheme=scheme)
        assert looks() == expected
        assert paper(note) == {"light": "rgb(255, 255, 255)", "dark": "rgb(26, 36, 45)"}[scheme]
        for own in (".leaflet-popup-content-wrapper", ".leaflet-control-layers"):
            assert paper(own) == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    edge = page.locator(".leaflet-marker-pane")
    assert "drop-shadow" in edge.evaluate("one => getComputedStyle(one).filter")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert looks() == light
    assert edge.evaluate("one => getComputedStyle(one).filter") == "none"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert looks() == dark
    page.emulate_media(media="print", color_scheme="dark")
    assert looks() == light
    page.emulate_media(media="screen", color_scheme="light")


# The colour of the tile at a place, as it was drawn.
COLOUR_AT = """([lat, lon]) => {
    const map = window[Object.keys(window).find(key => key.startsWith("map_"))];
    const at = map.latLngToContainerPoint([lat, lon]);
    for (const tile of document.querySelectorAll("canvas.kit-tile")) {
        const box = tile.getBoundingClientRect(), ratio = tile.width / box.width;
        const x = at.x - box.left, y = at.y - box.top, pen = tile.getContext("2d");
        if (x >= 0 && y >= 0 && x < box.width && y < box.height) {
            const [red, green, blue] = pen.getImageData(x * ratio, y * ratio, 1, 1).data;
            return [red, green, blue];
        }
    }
}"""


@pytest.mark.parametrize(
    "layer",
    [
        folium.TileLayer(
            "https://example.org/{z}/{x}/{y}.png", attr="a", name="rain", overlay=True
        ),
        folium.WmsTileLayer("https://example.org/wms", layers="rain", name="rain"),
        plugins.VectorGridProtobuf("https://example.org/{z}/{x}/{y}.pbf", name="rain"),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_a_layer_over_the_map_that_needs_a_network_is_left_out_and_said_so(
    watched, tmp_path, layer
):
    drawn = plain_map(tiles=None)
    layer.add_to(drawn)
    folium.LayerControl().add_to(drawn)
    with pytest.warns(UserWarning, match="layer rain needs a network"):
        path = save_html(drawn, tmp_path / "a.html")
    note = opened(watched, path).locator(".leaflet-control-attribution").inner_text()
    assert "The layer rain needs a network and is not in this file" in note
    assert watched.outside(path) == []
    assert watched.errors == []


def test_pictures_by_address_are_left_out_and_said_so(watched, tmp_path):
    drawn = plain_map(tiles=None)
    folium.raster_layers.ImageOverlay("https://example.org/a.png", [[37, 127], [38, 128]]).add_to(
        drawn
    )
    icon = folium.CustomIcon("https://example.org/b.png")
    folium.Marker([37, 128], icon=icon).add_to(drawn)
    plugins.FloatImage("https://example.org/c.png").add_to(drawn)
    with pytest.warns(UserWarning, match="needs a network") as said:
        path = save_html(drawn, tmp_path / "a.html")
    text = " ".join(str(warning.message) for warning in said)
    assert all(f"example.org/{name}.png needs a network" in text for name in "abc")
    page = opened(watched, path)
    assert page.locator(".leaflet-marker-icon").count() == 1
    assert watched.outside(path) == []
    assert watched.errors == []


def test_tiles_can_be_kept_with_their_attribution_and_no_other_server_may_be_asked(tmp_path):
    drawn = plain_map()
    folium.TileLayer(
        "https://{s}.example.org/{z}/{x}/{y}.png", attr="Example's tiles", subdomains="ab"
    ).add_to(drawn)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        text = save_html(drawn, tmp_path / "a.html", tiles="online").read_text("utf-8")
    (pictures,) = re.findall(r"img-src ([^;]*);", text)
    tile_hosts = [
        "https://tile.openstreetmap.org",
        "https://a.example.org",
        "https://b.example.org",
    ]
    assert pictures.split() == ["data:", *tile_hosts]
    assert "default-src 'none'" in text
    assert "openstreetmap.org/copyright" in text
    assert "kitTiles" not in text


def test_with_tiles_kept_the_page_asks_their_server_and_no_other(watched, tmp_path):
    drawn = plain_map()
    away = '<img src="https://example.net/spy.png">'
    folium.Marker([37.5, 128], popup=folium.Popup(away, show=True)).add_to(drawn)
    path = save_html(drawn, tmp_path / "a.html", tiles="online")
    reasons = {}
    watched.page.on("requestfailed", lambda failed: reasons.update({failed.url: failed.failure}))
    page = opened(watched, path)
    assert "OpenStreetMap" in page.locator(".leaflet-control-attribution").inner_text()
    page.wait_for_timeout(300)
    spied = reasons.pop("https://example.net/spy.png")
    assert spied == "csp"
    assert reasons
    assert all(url.startswith("https://tile.openstreetmap.org/") for url in reasons)
    assert set(reasons.values()) == {"net::ERR_INTERNET_DISCONNECTED"}


def test_tiles_whose_server_could_be_anything_are_refused(tmp_path):
    for address in ("tiles/{z}/{x}/{y}.png", "https://a.org; script-src */{z}/{x}/{y}.png"):
        drawn = folium.Map(tiles=address, attr="a")
        with pytest.raises(InputError, match="names no server"):
            save_html(drawn, tmp_path / "a.html", tiles="online")


def test_tiles_are_embedded_or_online_and_nothing_else(tmp_path):
    with pytest.raises(InputError, match='"embedded" or "online"'):
        save_html(plain_map(), tmp_path / "a.html", tiles="local")


# ---- hostile texts -------------------------------------------------------------------------------

PAYLOADS = [
    "<img src=x onerror=window.pwned=1>",
    "<svg onload=window.pwned=1>",
    "</script><script>window.pwned=1</script>",
    "<script>window.pwned=1</script>",
    "${window.pwned=1}",
    "`+(window.pwned=1)+`",
    "\\`;window.pwned=1;//",
    "\\\\`;window.pwned=1;//",
    "';window.pwned=1;//",
    '";window.pwned=1;//',
    "\\';window.pwned=1;//",
    "{{ this.__class__ }}{{ ''.__class__.__mro__ }}",
    "{{ nothing.here }}{{ cycler.__init__.__globals__ }}",
    "{% if %}{{ {#",
    "<!--<script>",
    "<style><textarea><select><template><plaintext>",
    '<a href="javascript:window.pwned=1" autofocus onfocus=window.pwned=1>a</a>',
    '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
    '<iframe src="javascript:parent.pwned=1"></iframe>',
    '<meta http-equiv="refresh" content="0;url=data:text/html,gone">',
    "<meta/http-equiv=refresh content=0;url=data:,gone><link rel=preconnect href=//example.org>",
    "\u2028window.pwned=1\u2029\n;window.pwned=1",
    "</style><script>window.pwned=1</script>",
    "};window.pwned=1;//",
    "null\0byte \ud800 \u202eevil",
]


def hostile_map(text):
    """A map with a text in every place that takes one."""
    drawn = folium.Map([37.5, 128], zoom_start=7, tiles=None)
    root = drawn.get_root()
    root.title = text
    if "{%" not in text:  # folium itself refuses to make an element of a broken template
        root.html.add_child(folium.Element(f"<h3>{text}</h3>"))
    group = folium.FeatureGroup(name=text).add_to(drawn)
    folium.Marker([37, 127], popup=folium.Popup(text, show=True), tooltip=text).add_to(group)
    folium.Marker(
        [37, 128],
        popup=folium.Popup(text, parse_html=True, lazy=True),
        tooltip=folium.Tooltip(text, style=f"color:red;{text}", permanent=True),
    ).add_to(group)
    folium.Marker([36.5, 128], icon=folium.DivIcon(html=text)).add_to(group)
    data = areas(**{"text": text, text: "x"})
    for feature in data["features"]:
        del feature["id"]
    layer = folium.GeoJson(
        data,
        name=f"{text} again",
        style_function=lambda feature: {
            "color": "#a00000",
            "dashArray": feature["properties"]["text"],
        },
        tooltip=folium.GeoJsonTooltip(
            ["text"], [text], style=text, class_name=text, permanent=True
        ),
        popup=folium.GeoJsonPopup(["text", text], style=text),
    ).add_to(drawn)
    plugins.Search(layer, search_label=text, placeholder=text).add_to(drawn)
    folium.Choropleth(
        areas(),
        data={f"id{i}": i for i in range(4)},
        key_on="feature.id",
        legend_name=text,
        name=f"{text} once more",
    ).add_to(drawn)
    plugins.TimestampedGeoJson(moments(popup=text, tooltip=text), date_options=text).add_to(drawn)
    folium.ClickForMarker(text).add_to(drawn)
    plugins.FloatImage(text, top=text).add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    return drawn


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_text_of_a_map_runs_and_the_page_stays_whole(watched, tmp_path, payload):
    path = save_html(hostile_map(payload), tmp_path / "a.html")
    page = opened(watched, path)
    page.wait_for_selector(".leaflet-control-layers-overlays input >> nth=2", state="attached")
    for selector in ("path.leaflet-interactive", ".leaflet-marker-icon", ".folium-map"):
        page.locator(selector).nth(0).dispatch_event("click")
    page.evaluate(
        """() => { const map = window[Object.keys(window).find(key => key.startsWith("map_"))];
                   map.fire("click", { latlng: map.getCenter() });
                   map.eachLayer(layer => layer.getPopup?.() && layer.openPopup()); }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.pwned") is None
    assert page.url == path.as_uri()
    assert page.locator("body meta, body link").count() == 0  # they ask for pages and for servers
    assert page.locator(".leaflet-popup-content").count() >= 1
    assert page.locator("svg#legend").count() == 1
    assert watched.dialogs == []
    refused = "Content Security Policy"
    assert [error for error in watched.errors if refused not in error] == []


def test_popups_show_what_was_written(watched, tmp_path):
    drawn = plain_map(tiles=None)
    text = r"C:\new <b>bold</b> `ticks` ${x} {{ 7*7 }} {% raw %} \` end"
    folium.Marker([37.5, 128], popup=folium.Popup(text, show=True)).add_to(drawn)
    page = opened(watched, save_html(drawn, tmp_path / "a.html"))
    shown = page.locator(".leaflet-popup-content").inner_text()
    assert shown == r"C:\new bold `ticks` ${x} {{ 7*7 }} {% raw %} ` end"
    assert page.locator(".leaflet-popup-content b").count() == 1


def test_scripts_in_a_frame_of_a_popup_do_not_run(watched, tmp_path):
    drawn = plain_map(tiles=None)
    frame = folium.IFrame("<p>hello</p><script>document.body.textContent = 'ran'</script>")
    folium.Marker([37.5, 128], popup=folium.Popup(frame, show=True)).add_to(drawn)
    page = opened(watched, save_html(drawn, tmp_path / "a.html"))
    assert page.frame_locator("iframe").locator("body").inner_text() == "hello"


def test_no_handler_of_an_element_runs_but_the_code_that_an_analyst_marked_as_code_does(
    watched, tmp_path
):
    drawn = plain_map(tiles=None)
    drawn.get_root().html.add_child(folium.Element('<i id="i" onclick="window.pwned = 1">i</i>'))
    drawn.get_root().script.add_child(folium.Element("window.meant = 1;"))
    page = opened(watched, save_html(drawn, tmp_path / "a.html"))
    page.locator("#i").dispatch_event("click")
    assert page.evaluate("[window.pwned ?? null, window.meant]") == [None, 1]


# ---- the same bytes ------------------------------------------------------------------------------


@REPLACED
@pytest.mark.parametrize("name", PLUGINS)
def test_saving_twice_and_after_showing_gives_the_same_bytes(tmp_path, name):
    add, _ = PLUGINS[name]
    drawn = plain_map()
    add(drawn)
    first = save_html(drawn, tmp_path / "1.html").read_bytes()
    assert save_html(drawn, tmp_path / "2.html").read_bytes() == first
    twin = plain_map()
    add(twin)
    assert save_html(twin, tmp_path / "3.html").read_bytes() == first
    if name != "StripePattern":  # folium draws a pattern on the first map that shows it only
        drawn.get_root().render()
        assert save_html(drawn, tmp_path / "4.html").read_bytes() == first


def test_two_processes_give_the_same_bytes(tmp_path):
    script = (
        "import sys, warnings; warnings.simplefilter('ignore'); import test_plugins as t\n"
        "drawn = t.plain_map()\n"
        "for name, (add, _) in t.PLUGINS.items():\n"
        "    if name != 'SideBySideLayers': add(drawn)\n"
        "t.save_html(drawn, sys.argv[1])"
    )
    pages = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.html"
        here = Path(__file__).parent
        places = os.pathsep.join([str(here), str(here.parent)])
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": places}
        subprocess.run([sys.executable, "-c", script, str(path)], check=True, env=environment)
        pages.append(path.read_bytes())
    assert pages[0] == pages[1]


@REPLACED
def test_a_saved_map_is_left_as_it_was(tmp_path):
    drawn = plain_map()
    with_geojson(drawn)
    before = drawn.get_root().to_json()
    save_html(drawn, tmp_path / "a.html")
    assert drawn.get_root().to_json() == before
    assert isinstance(next(iter(drawn._children.values())), folium.TileLayer)
    drawn.get_root().render()


def test_an_element_with_a_template_of_its_own_keeps_it(watched, tmp_path):
    part = folium.MacroElement()
    part._template = folium.template.Template(
        "{% macro html(this, kwargs) %}<p id='own'>{{ 3 * 4 }}</p>{% endmacro %}"
    )
    drawn = plain_map(tiles=None)
    drawn.add_child(part)
    page = opened(watched, save_html(drawn, tmp_path / "a.html"))
    assert page.locator("#own").inner_text() == "12"


@REPLACED
def test_plugins_work_on_the_kit_s_own_maps_too(watched, tmp_path):
    drawn = map_places(made.korea()[0])
    with_cluster(drawn)
    plugins.MiniMap().add_to(drawn)
    path = save_html(drawn, tmp_path / "a.html")
    page = opened(watched, path)
    page.wait_for_function(painted(".leaflet-control-minimap canvas.kit-tile"))
    assert page.locator(".kit-label").count() >= 2
    assert watched.outside(path) == []
    assert watched.errors == []


def test_a_map_with_many_points_keeps_its_basemap_small(tmp_path):
    rng = np.random.default_rng(1)
    drawn = folium.Map(prefer_canvas=True)
    for lat, lon in rng.uniform([-50, -180], [70, 180], (500, 2)):
        folium.CircleMarker([lat, lon]).add_to(drawn)
    with pytest.warns(UserWarning, match="openstreetmap"):
        path = save_html(drawn, tmp_path / "a.html")
    assert path.stat().st_size < 1_200_000
