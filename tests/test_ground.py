"""The basemap under the data: what is drawn when the view is close, and the graticule."""

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
import tables_for_maps as made
from browser import browser, open_map

from kit import _basemap, _graticule
from kit.export import export
from kit.maps import map_places, save_html

KOREA = {"Seoul": ("city", "KR", 37.566, 126.978), "Vladivostok": ("city", "RU", 43.11, 131.9)}
MAP = 'window[Object.keys(window).find(key => key.startsWith("map_"))]'

# How many pixels of the basemap are red.
COUNT = """() => {
    const sheet = document.querySelector(".leaflet-kit-land-pane canvas");
    const all = sheet.getContext("2d").getImageData(0, 0, sheet.width, sheet.height).data;
    let found = 0;
    for (let i = 0; i < all.length; i += 4) {
        found += all[i] > 200 && all[i + 1] < 120 && all[i + 2] < 120;
    }
    return found;
}"""


@pytest.fixture(scope="module")
def chromium():
    with browser() as watched:
        yield watched


@pytest.fixture
def shown(chromium, tmp_path):
    """Open a map of places; at the end nothing may have been asked for or failed."""
    for record in (chromium.requests, chromium.errors):
        record.clear()
    path = tmp_path / "map.html"

    def show(places, **options):
        save_html(map_places(made.mentions_of(places, unplaced=()), **options), path)
        return open_map(chromium, path)

    yield show
    assert chromium.outside(path) == []
    assert chromium.errors == []


def red(page, what, zoom, at=(40.5, 127.5)):
    """How many pixels what is drawn in one colour of the style sheet has at a zoom."""
    page.add_style_tag(content=f":root {{ --kit-{what}: #ff0000 !important; }}")
    page.evaluate("kitGround.renew()")
    page.evaluate(f"([at, zoom]) => {MAP}.setView(at, zoom, {{animate: false}})", [at, zoom])
    return page.evaluate(COUNT)


# ---- Divisions, rivers, lakes --------------------------------------------------------------------


def test_divisions_show_when_the_view_is_close_and_not_from_afar(shown):
    page = shown(KOREA)
    assert red(page, "division", 4) == red(page, "division", 5.25) == 0
    assert red(page, "division", 5.5) > 100
    assert red(page, "division", 8) > 500


def test_rivers_show_when_the_view_is_close_and_not_from_afar(shown):
    page = shown(KOREA)
    assert red(page, "river", 5) == 0
    assert red(page, "river", 7) > 200


def test_a_lake_is_water_on_the_world_and_in_detail(shown):
    page = shown({"Irkutsk": ("city", "RU", 52.29, 104.3)})
    for zoom in (4, 7):
        assert red(page, "sea", zoom, (53.5, 108.0)) > 500  # Baikal: no sea is near


def test_lines_of_divisions_are_drawn_once_and_not_along_coasts_or_borders():
    shapes = _basemap.shapes("10m", "de facto")
    lines = shapes["division"]
    whole = shapely.length(lines).sum()
    assert whole > 5_000
    assert shapely.union_all(lines).length > 0.999 * whole
    places = shapely.line_interpolate_point(
        lines[:, None], np.arange(0.1, 1, 0.1), normalized=True
    ).ravel()
    for layer, near_deg in (("border", 0.03), ("disputed", 0.03), ("land", 0.01)):
        edges = shapely.get_rings(shapes[layer]) if layer == "land" else shapes[layer]
        points, line = shapely.get_coordinates(edges, return_index=True)
        steps = np.stack([points[:-1], points[1:]], axis=1)[line[1:] == line[:-1]]
        tree = shapely.STRtree(shapely.linestrings(steps))
        beside = tree.query(places, predicate="dwithin", distance=near_deg)[0]
        assert len(np.unique(beside)) < 0.01 * len(places), layer


def test_countries_of_very_small_divisions_have_no_lines():
    lines = shapely.union_all(_basemap.shapes("10m", "de facto")["division"])
    assert shapely.intersects(lines, shapely.box(10, 50, 11, 52))  # Germany
    assert not shapely.intersects(lines, shapely.box(14.3, 45.8, 15.2, 46.3))  # Slovenia


def test_what_is_a_division_to_some_is_a_border_to_others():
    isthmus = shapely.box(33.4, 45.9, 34.0, 46.3)
    drawn = {}
    for view in ("de facto", "RU", "UN", "UA"):
        shapes = _basemap.shapes("10m", view)
        drawn[view] = {
            layer for layer in _basemap.LINES if shapely.intersects(shapes[layer], isthmus).any()
        }
    assert drawn["de facto"] == drawn["RU"] == {"disputed"}
    assert drawn["UN"] == drawn["UA"] == {"division"}


def test_thin_lines_are_kept_near_what_matters_most_and_within_a_limit():
    rng = np.random.default_rng(1)
    many = np.column_stack([rng.uniform(30, 60, 300), rng.uniform(-10, 40, 300)])
    many = np.vstack([[[37.5, 127.0]], many])
    cells = _basemap.basemap(many, np.array([1_000.0, *np.ones(300)]))["cells"]
    thin = [sum(len(cell[layer]) for layer in _basemap.THIN) for cell in cells]
    assert 10_000 < sum(thin) <= _basemap._THIN_BYTES
    korea = next(i for i, c in enumerate(cells) if (c["west"], c["south"]) == (124, 36))
    assert thin[korea] > 0
    assert thin[-1] == 0


def test_detail_fills_a_wide_and_a_high_screen():
    def reach_deg(points):
        cells = _basemap.basemap(np.array(points), np.ones(len(points)))["cells"]
        wide, high = ([cell[side] for cell in cells] for side in ("west", "south"))
        return max(wide) + 4 - min(wide), max(high) + 4 - min(high)

    wide, high = reach_deg([(-16.5, -68.0), (-33.5, -70.5)])
    assert wide > high > 17
    wide, high = reach_deg([(1.0, 10.0), (1.0, 30.0)])
    assert high > wide > 20


def test_thin_lines_are_coarse_before_they_are_left_out():
    towns = np.array([(50.4, 30.5), (52.5, 13.4), (48.8, 2.3), (41.9, 12.5), (45.8, 16.0)])
    cells = _basemap.basemap(towns, np.array([1_000.0, 1, 1, 1, 1]))["cells"]
    thin = {(cell["west"], cell["south"]): cell["division"] for cell in cells}
    fine, coarse = (
        _basemap._texts(west, south, "de facto", layers=_basemap.THIN, step_deg=step)["division"]
        for west, south, step in ((28, 48, 0.0), (12, 52, _basemap._COARSE_DEG))
    )
    assert (thin[28, 48], thin[12, 52]) == (fine, coarse)


def test_small_towns_are_named_near_what_matters_most():
    def named(lat, lon):
        names = _basemap.basemap(np.array([[lat, lon]]), np.ones(1))["names"]
        return {(name, kind) for name, kind, *_ in names}

    close, far = named(37.5, 127.0), named(-33.9, 151.2)
    assert {("Seoul", "c"), ("Tokyo", "c")} <= close & far
    assert {("Sokcho", "t"), ("Gangwon-do", "d")} <= close - far


def test_a_browser_that_can_not_inflate_shows_what_is_on_the_map(chromium, tmp_path):
    path = save_html(map_places(made.mentions_of(KOREA)), tmp_path / "map.html")
    with chromium.page.context.new_page() as page:
        page.add_init_script("delete window.DecompressionStream")
        page.goto(path.as_uri())
        page.wait_for_selector(".kit-label")
        assert {"Seoul", "Vladivostok"} <= set(page.locator(".kit-label").all_inner_texts())


# ---- The graticule -------------------------------------------------------------------------------


def test_lines_of_latitude_and_longitude_are_drawn_where_they_are_asked_for(shown):
    assert red(shown(KOREA, graticule=True), "graticule", 6) > 3_000
    assert red(shown(KOREA), "graticule", 6) == 0


@pytest.mark.parametrize(
    ("degrees", "level", "text"),
    [
        (40, True, "40° N"),
        (-37.5, True, "37.5° S"),
        (0, True, "0°"),
        (0, False, "0°"),
        (127, False, "127° E"),
        (-0.01, False, "0.01° W"),
        (179.9, False, "179.9° E"),
        (-180, False, "180°"),
        (-175, False, "175° W"),
    ],
)
def test_degrees_are_written_alike_on_web_maps_and_pictures(shown_once, degrees, level, text):
    script = "([degrees, level]) => kitGround.degreesFace(degrees, level).lines"
    assert shown_once.evaluate(script, [degrees, level]) == [text]
    assert _graticule.in_words(degrees, "NS" if level else "EW") == text


def test_longitudes_beyond_180_are_written_as_those_on_the_other_side():
    assert [_graticule.in_words(lon, "EW") for lon in (180, 185, 350, -185)] == [
        *("180°", "175° W", "10° W", "175° E")
    ]


def test_steps_fit_the_zoom_and_are_the_same_on_web_maps_and_pictures(shown_once):
    script = """zoom => {
        const lines = [];
        kitGround.eachLine(zoom, (degrees, at, level) => { if (!level) { lines.push(degrees); } });
        return [lines[1] - lines[0], lines[0], lines.length];
    }"""
    for zoom in np.arange(0, 10.25, 0.25).tolist():
        step, first, count = shown_once.evaluate(script, zoom)
        per_deg = 256 * 2**zoom / 360
        assert step == pytest.approx(_graticule.step_deg(per_deg))
        assert first == pytest.approx(-180)
        assert count == pytest.approx(360 / step)
        assert 60 <= step * per_deg <= 250 or step == 30


@pytest.fixture(scope="module")
def shown_once(chromium, tmp_path_factory):
    path = tmp_path_factory.mktemp("ground") / "map.html"
    return open_map(chromium, save_html(map_places(made.mentions_of(KOREA)), path))


WRITTEN = f"""() => {{
    const texts = [], write = kitGround.write;
    kitGround.write = (pen, how, x, y) => {{
        if (how.ink === "graticule-name") {{ texts.push(how.lines[0]); }}
        write(pen, how, x, y);
    }};
    {MAP}.kitLabels.arrange();
    return texts;
}}"""


def test_a_map_has_degrees_at_its_edges_on_both_hemispheres(shown):
    written = shown(KOREA, graticule=True).evaluate(WRITTEN)
    assert {"40° N", "130° E"} <= set(written)
    assert not [text for text in written if text[-1] in "SW"]


def test_a_map_over_180_degrees_has_each_degree_once(shown):
    written = shown(made.PACIFIC, graticule=True).evaluate(WRITTEN)
    assert {"180°", "175° E", "175° W", "20° S"} <= set(written)
    assert len(set(written)) == len(written)


@pytest.mark.parametrize(
    ("places", "expected"),
    [(KOREA, {"40° N", "130° E"}), (made.PACIFIC, {"180°", "175° E", "175° W", "20° S"})],
    ids=["korea", "pacific"],
)
def test_a_picture_has_the_same_lines_and_degrees(tmp_path, places, expected):
    def degrees(**options):
        path = export(made.mentions_of(places, unplaced=()), tmp_path / "a.svg", **options)
        root = ET.fromstring(path.read_bytes())
        found = ("".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text"))
        return [text for text in found if "°" in text and "at" not in text]

    assert degrees() == []
    written = degrees(graticule=True)
    assert expected <= set(written)
    assert len(set(written)) == len(written)


def test_a_graticule_makes_the_same_file_each_time(tmp_path):
    def saved(name):
        drawn = map_places(made.mentions_of(KOREA), graticule=True)
        return Path(save_html(drawn, tmp_path / name)).read_bytes()

    assert saved("1.html") == saved("2.html")
    pictures = [
        export(made.mentions_of(KOREA), tmp_path / name, graticule=True, dpi=60).read_bytes()
        for name in ("1.png", "2.png")
    ]
    assert pictures[0] == pictures[1]
