import io
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import matplotlib as mpl
import matplotlib.image
import matplotlib.style
import numpy as np
import pandas as pd
import pytest
import shapely
import tables_for_maps as made
from matplotlib.backends.backend_agg import FigureCanvasAgg
from pyproj import Geod

from kit import (
    _figure,
    _framing,
    _land,
    _lettering,
    _mapdraw,
    _mapview,
    _plate,
    _sheet,
    _swatch,
    settings,
)
from kit.errors import InputError
from kit.export import export

SUFFIXES = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>",
    "</text><script>alert(1)</script>",
    "]]><svg onload=alert(1)>",
    '"><a href="javascript:alert(1)">x</a>',
    "&lt;b&gt; $x^2$ \\alpha",
    "$\\frac{",
    "nul \x00 bell \x07 end \ufffe",
    "right \u202e to left",
    "عربي 한국",
]


@pytest.fixture
def story():
    return dict(zip(["places", "distances", "journeys", "areas"], made.korea(), strict=True))


def svg_of(tmp_path, tables, **options):
    return ET.fromstring(export(tables, tmp_path / "map.svg", **options).read_bytes())


def texts(root):
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def drawn(tables, title=None):
    """The picture's figure, laid out but not saved."""
    with mpl.style.context(["default", _figure._LOOK]):
        return _figure._figure(_sheet.sheet_of(tables), title)


def paths_of(figure, ink):
    """Patches whose edge has this colour."""
    wanted = mpl.colors.to_rgba(ink)
    return [p for p in figure.axes[0].patches if p.get_edgecolor() == wanted]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("number", range(4))
def test_every_table_becomes_a_picture_of_every_format(tmp_path, suffix, number):
    path = export(made.korea()[number], tmp_path / f"map{suffix}", dpi=60)
    assert path.read_bytes().startswith(SUFFIXES[suffix])
    assert list(tmp_path.iterdir()) == [path]


def test_a_png_has_300_dots_an_inch_and_is_8_inches_wide(tmp_path):
    path = export(made.korea()[1], tmp_path / "map.png")
    assert matplotlib.image.imread(path).shape[1] == 2400
    dots = re.search(rb"pHYs(....)", path.read_bytes(), re.DOTALL)
    assert int.from_bytes(dots[1]) == round(300 / 0.0254)


@pytest.mark.parametrize("dpi", [0, 5000])
def test_dots_out_of_all_reason_are_refused(tmp_path, dpi):
    with pytest.raises(InputError, match="dots per inch"):
        export(made.korea()[1], tmp_path / "map.png", dpi=dpi)
    assert not list(tmp_path.iterdir())


OTHER_PROCESS = """
import sys
sys.path.insert(0, "tests")
import kit, kit.export as module
assert "matplotlib" not in sys.modules
import tables_for_maps as made
for suffix in (".png", ".svg", ".pdf"):
    module.export(made.korea()[2], f"{sys.argv[1]}/there{suffix}", dpi=60, title="T")
assert "matplotlib.pyplot" not in sys.modules
"""


def test_pictures_are_the_same_bytes_each_time_and_in_another_process(tmp_path):
    root = Path(__file__).parent.parent
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", OTHER_PROCESS, str(tmp_path)]
    subprocess.run(command, check=True, cwd=root, env=environment)
    for suffix in SUFFIXES:
        here = export(made.korea()[2], tmp_path / f"here{suffix}", dpi=60, title="T")
        assert here.read_bytes() == (tmp_path / f"there{suffix}").read_bytes()


def test_a_picture_leaves_the_settings_of_matplotlib_alone(tmp_path):
    mpl.rcParams["font.size"] = 31
    before = dict(mpl.rcParams)
    first = export(made.korea()[0], tmp_path / "map.svg").read_bytes()
    assert dict(mpl.rcParams) == before
    mpl.rcdefaults()
    assert export(made.korea()[0], tmp_path / "map.svg").read_bytes() == first


def test_a_picture_carries_no_date(tmp_path, story):
    assert b"dc:date" not in export(story, tmp_path / "map.svg").read_bytes()
    assert b"CreationDate" not in export(story, tmp_path / "map.pdf").read_bytes()


# ---- What is written ----


def test_text_stays_text_and_says_what_was_stated_and_measured(tmp_path, story):
    written = texts(svg_of(tmp_path, story, title="A story"))
    assert "A story" in written
    assert {"Seoul", "Moscow", "Vostochny Cosmodrome", "Pyongyang"} <= set(written)
    assert "✓ stated 100 km, measured 105 km" in written
    assert "✗ stated 8,000 km, measured 5,551 km" in written
    assert "The leader, by rail, Sep 2023" in written
    assert "a depot: somewhere here" in written


def test_the_legend_lists_what_is_drawn_and_nothing_else(tmp_path, story):
    written = set(texts(svg_of(tmp_path, story)))
    assert {"by rail (1)", "by air (1)", "✓ consistent (1)", "✗ inconsistent (1)"} <= written
    assert not any(line.startswith(("by sea", "by road", "≈", "?")) for line in written)
    assert {"STATED DISTANCES", "POSSIBLE AREAS", "JOURNEYS", "PLACES"} <= written
    alone = set(texts(svg_of(tmp_path, story["places"])))
    assert not {"STATED DISTANCES", "POSSIBLE AREAS", "JOURNEYS"} & alone


def test_it_says_what_is_not_drawn_whose_data_it_is_and_from_when(tmp_path, story):
    written = " ".join(texts(svg_of(tmp_path, story)))
    assert "1 name not placed: Erewhon" in written
    assert "290 km: a depot – the border. reason made by hand" in written
    assert "1 journey has no line: The containers: Pyongyang → a depot" in written
    assert "Journeys dated 1 Sep to 18 Oct 2023" in written
    assert "Natural Earth" in written


def test_places_far_from_the_story_are_named_below_and_not_in_the_legend(tmp_path, story):
    far = {"Lima": ("city", "PE", -12.04, -77.03), "Easter Island": ("region", "CL", -27.1, -109.4)}
    places = pd.concat([story["places"], made.mentions_of(far, unplaced=())], ignore_index=True)
    written = texts(svg_of(tmp_path, {**story, "places": places}))
    assert "Lima" not in written
    assert any("3 places lie beyond the map: " in line and "Lima" in line for line in written)
    assert "city or town (4)" in written  # Washington is far off too
    alone = texts(svg_of(tmp_path, places))
    assert {"Lima", "Washington", "city or town (6)"} <= set(alone)


def test_long_lists_of_what_is_not_drawn_are_cut_short(tmp_path):
    names = [f"Nowhere {i}" for i in range(300)]
    mentions = made.mentions_of(made.PLACES, unplaced=names)
    written = " ".join(texts(svg_of(tmp_path, mentions)))
    assert "300 names not placed: Nowhere 0; Nowhere 1" in written
    assert re.search(r"and \d+ more", written)


def test_the_point_of_view_of_borders_is_drawn_and_named(tmp_path, monkeypatch):
    area = gpd.GeoDataFrame(geometry=[shapely.box(31, 44, 40, 49)], crs=4326)
    pictures = {}
    for view in ("de facto", "UN", "RU"):
        monkeypatch.setattr(settings, "point_of_view", view)
        pictures[view] = export(area, tmp_path / "map.svg").read_bytes()
    assert b"(de facto; disputed ones dashed)" in pictures["de facto"]
    assert b"de facto" not in pictures["UN"]
    borders = [re.findall(rb'<path d="([^"]*)"[^>]*stroke: #bab1a3', p) for p in pictures.values()]
    assert all(found for found in borders)
    assert borders[0] != borders[1]
    assert borders[1] != borders[2]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_table_runs_breaks_or_turns_the_picture(tmp_path, text):
    places = {text: ("city", "KR", 37.5, 127.0)}
    tables = {
        "m": made.mentions_of(places, unplaced=[text]),
        "r": made.routes_of(
            {**places, "b": ("city", "KR", 36.5, 128.0)}, [(text, "b", text, "rail", None, None)]
        ),
    }
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No font here")
        for suffix in SUFFIXES:
            export(tables, tmp_path / f"map{suffix}", title=text, dpi=50)
    root = ET.fromstring((tmp_path / "map.svg").read_bytes())
    known = "svg title metadata defs style g path text clipPath rect use pattern a".split()
    tags = {element.tag for element in root.iter() if element.tag.startswith(SVG)}
    assert tags <= {SVG + tag for tag in known} - {f"{SVG}a"}
    attributes = [(k, v) for element in root.iter() for k, v in element.attrib.items()]
    assert not any(key.lower().startswith("on") for key, _ in attributes)
    links = [v for k, v in attributes if k.endswith("href")]
    assert all(link.startswith("#") for link in links)
    shown = re.sub("[\x00\x07\ufffe]", "\ufffd", text).replace("\u202e", "")
    written = [line.strip("\u2068\u2069") for line in texts(root)]
    assert shown in written  # the title, whole and as it is


def test_letters_that_no_font_has_are_named_once(tmp_path, monkeypatch):
    monkeypatch.setattr(_lettering, "_SCRIPTS", ())
    monkeypatch.setattr(_lettering, "_FIRST", ())
    _lettering.font.cache_clear()
    _lettering.width_px.cache_clear()
    try:
        with pytest.warns(UserWarning, match=r"No font here has the letters 한국:") as said:
            export(made.korea()[0], tmp_path / "map.png", title="한국 한국", dpi=50)
    finally:
        _lettering.font.cache_clear()
        _lettering.width_px.cache_clear()
    assert len(said) == 1


def test_titles_are_wrapped_and_cut_after_three_lines(tmp_path):
    lines = texts(svg_of(tmp_path, made.korea()[0], title="longword " * 60))
    assert sum("longword" in line for line in lines) == 3
    assert any(line.endswith("…") for line in lines)


def test_a_word_wider_than_a_line_is_broken():
    lines = _lettering.wrapped("a" * 300, 10, 200)
    assert "".join(lines) == "a" * 300
    assert all(_lettering.width_px(line, 10) <= 200 for line in lines)


# ---- How it is laid out ----


def boxes(figure):
    """Boxes of all that is written, in dots of 100 to the inch."""
    figure.set_dpi(100)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    shown = [text for text in figure.axes[0].texts if text.get_text()]
    return [(text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in shown]


def test_labels_do_not_overlap_with_300_places():
    names = _land._basemap.all_names()
    towns = names[names["kind"].isin(["city", "capital"])].head(300)
    places = {r.name: ("city", "XX", r.lat, r.lon) for r in towns.itertuples(index=False)}
    written = boxes(drawn({"m": made.mentions_of(places)}, "Three hundred"))
    assert len(written) > 70
    for i, (text, box) in enumerate(written):
        for other, far in written[:i]:
            apart = box.x0 >= far.x1 or far.x0 >= box.x1 or box.y0 >= far.y1 or far.y0 >= box.y1
            assert apart, (text, other)


def test_no_name_lies_on_the_mark_of_another_place_with_300_towns():
    mentions, claims, routes, _ = made.towns()
    sheet = _sheet.sheet_of({"m": mentions, "c": claims, "r": routes})
    figure = drawn({"m": mentions, "c": claims, "r": routes})
    marks = next(c for c in figure.axes[0].collections if len(c.get_offsets()) > 100)
    points = np.asarray(marks.get_offsets())
    named = {mark[4] for layer in sheet.layers for mark in layer.marks}
    written = boxes(figure)
    xy = figure.axes[0].transData.transform(points)
    assert len(named.intersection(text for text, _ in written)) > 10
    for text, box in written:
        if text in named:
            over = (xy > [box.x0, box.y0]) & (xy < [box.x1, box.y1])
            assert not over.all(axis=1).any(), text


def test_every_label_lies_on_the_page(story):
    figure = drawn(story, "A story")
    wide, high = figure.get_size_inches() * 100
    for text, box in boxes(figure):
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= wide, text
        assert box.y1 <= high, text


def view_of(tables):
    sheet = _sheet.sheet_of(tables)
    return _framing.framing(sheet.layers, 0, 0), sheet.layers


def test_a_map_over_the_pacific_is_in_one_piece():
    mentions, claims, routes, _ = made.pacific()
    view, layers = view_of({"m": mentions, "c": claims, "r": routes})
    west, _, east, _ = view.bounds()
    assert east - west < 60
    assert west < 178.4 < east  # Suva
    assert west < 189.3 < east  # Pago Pago
    for layer in layers:
        for line in layer.lines:
            parts = _plate.line_parts(view, line["path"])
            assert np.hypot(*np.diff(np.vstack(parts), axis=0).T).max() < 200


def test_land_over_the_antimeridian_has_no_seam():
    view = _plate.View(170, 85, 40, (0, 0, 900, 500))  # Chukotka
    land = _land._basemap.shapes("50m", "de facto")["land"]
    seen = _land._seen(land, view, joined=True)
    seam = shapely.LineString([(400, 0), (400, 500)])
    assert any(shapely.intersects(shape, seam) for shape in seen)
    assert sum(shapely.length(shapely.intersection(s.boundary, seam)) for s in seen) < 1


def test_all_data_lie_in_the_frame_with_a_margin(story):
    view, layers = view_of({"distances": story["distances"]})
    points = _mapview.points_of(layers)
    xy = view.xy(points[:, 0], points[:, 1])
    left, bottom, right, top = view.box
    assert (xy > np.array([left, bottom]) + 30).all()
    assert (xy < np.array([right, top]) - 30).all()


def test_a_city_fills_the_map_and_its_country_does_not_count():
    view, _ = view_of({"m": made.city()[0]})
    west, _, east, _ = view.bounds()
    assert east - west < 0.8


@pytest.mark.parametrize("reach_deg", [0, 0.01, 1, 30])
def test_one_place_a_town_and_a_continent_fill_the_map(reach_deg):
    points = [shapely.Point(10, 50), shapely.Point(10 + reach_deg, 50)]
    view, _ = view_of({"p": pd.DataFrame(gpd.GeoDataFrame(geometry=points, crs=4326))})
    west, _, east, _ = view.bounds()
    assert east - west < max(2 * reach_deg, 12)
    assert east - west > 1.15 * reach_deg


@pytest.mark.parametrize("lat", [-70, 0, 52])
def test_the_scale_holds_in_the_middle_of_the_map(lat):
    height = float(_plate.mercator(np.array([lat]))[0])
    view = _plate.View(10, height - 250 / 60, 60, (0, 0, 900, 500))
    assert view.middle_lat() == pytest.approx(lat)
    far_m = Geod(ellps="WGS84").inv(10, lat, 11, lat)[2]
    assert view.km_in_px() * 60 == pytest.approx(far_m / 1000, rel=0.006)


def test_the_legend_covers_no_place():
    mentions, claims, routes, loci = made.korea()
    for tables in ({"m": mentions}, {"m": mentions, "c": claims, "r": routes, "l": loci}):
        sheet = _sheet.sheet_of(tables)
        legend = _swatch.LegendBox(sheet.legend)
        view = _framing.framing(sheet.layers, legend.high_px, 50)
        points = _mapview.points_of(sheet.layers)
        corner = _figure._free_corner(view, points, legend)
        if corner is not None:
            x, y = view.xy(points[:, 0], points[:, 1]).T
            inside = (x > corner[0]) & (x < corner[0] + legend.wide_px)
            assert not (inside & (y < corner[1]) & (y > corner[1] - legend.high_px)).any()


def test_nothing_to_draw_is_said_on_the_map(tmp_path):
    written = texts(svg_of(tmp_path, made.korea()[0].iloc[:0]))
    assert "Nothing to draw: no row has a place" in written


# ---- How it is drawn ----


def test_marks_and_lines_have_the_colours_of_the_web_maps(story):
    figure = drawn(story)
    inks = [_mapdraw.VERDICTS["consistent"][0], _mapdraw.MODES["rail"][0], _mapdraw.AREA_INK]
    assert all(paths_of(figure, ink) for ink in inks)
    sheet = Path(_plate.__file__).with_name("_ground.css").read_text()
    assert f"--kit-sea: {_plate.colours()['sea']}" in sheet


def test_what_is_planned_alleged_or_assumed_is_dashed(story):
    legs = story["journeys"].iloc[[1]]
    ink = _mapdraw.MODES["rail"][0]
    lines = [
        paths_of(drawn({"r": legs.assign(status=status, stated=stated)}), ink)
        for status, stated in [
            ("reported", True),
            ("planned", True),
            ("alleged", True),
            ("reported", False),
        ]
    ]
    dashed = [
        any(p.get_zorder() == 5 and p.get_linestyle() not in ("solid", "-") for p in found)
        for found in lines
    ]
    assert dashed == [False, True, True, True]


def share_of(ink, path):
    """How much of a picture has nearly this colour."""
    colours = matplotlib.image.imread(path)[:, :, :3]
    return (np.abs(colours - mpl.colors.to_rgb(ink)).max(axis=2) < 0.04).mean()


def test_marks_keep_their_sizes_at_any_resolution(tmp_path, story):
    ink = _figure.KINDS[1]["ink"]
    few, many = (export(story["places"], tmp_path / f"{d}.png", dpi=d) for d in (150, 450))
    assert share_of(ink, few) == pytest.approx(share_of(ink, many), rel=0.12)


def test_a_journey_has_an_arrow_head_at_its_end():
    track = _plate.Track([np.array([[0.0, 0.0], [300.0, 0.0]])])
    assert track.heads() == [60, 210, 291]
    tip = track.placed(np.array([[9.0, 0.0]]), track.heads()[-1])
    assert tip.tolist() == [[300, 0]]
    up = _plate.Track([np.array([[0.0, 0.0], [0.0, 100.0]])])
    assert up.placed(np.array([[9.0, 0.0]]), 50).round(9).tolist() == [[0, 59]]


def test_lines_too_short_for_a_head_have_none():
    assert _plate.Track([np.array([[0.0, 0.0], [10.0, 0.0]])]).heads() == []


@pytest.mark.parametrize("shape", ["circle", "square", "diamond", "triangle", "hexagon", "new"])
def test_every_shape_of_mark_can_be_drawn(shape):
    extent = _plate.mark_path(shape).get_extents()
    assert 1.5 < extent.width < 2.6


def test_every_swatch_of_the_web_legend_is_drawn(story):
    sheet = _sheet.sheet_of(story)
    for _, rows in sheet.legend:
        for swatch, _ in rows:
            assert list(_swatch._shapes(ET.fromstring(swatch), {}))


def test_a_path_of_a_swatch_is_read_as_svg_has_it():
    path = _swatch._path("M1 9H33M4 2l7 -1-3.5.5v4z")
    assert path.vertices.tolist() == [
        [1, 9],
        [33, 9],
        [4, 2],
        [11, 1],
        [7.5, 1.5],
        [7.5, 5.5],
        [4, 2],
    ]
    with pytest.raises(ValueError, match="command C"):
        _swatch._path("M0 0C1 1 2 2 3 3")


# ---- Which tables ----


def test_counted_places_look_like_the_mentions_that_they_gather(tmp_path):
    mentions = made.korea()[0]
    placed = mentions[mentions["place_id"].notna()]
    places = placed.drop_duplicates("place_id").drop(columns=["start", "end"])
    places["mentions"] = places["place_id"].map(placed["place_id"].value_counts())
    places["first"] = places["place_id"].map(placed.groupby("place_id")["start"].min())
    gathered = export(places, tmp_path / "places.svg").read_bytes()
    assert export(placed, tmp_path / "mentions.svg").read_bytes() == gathered


def test_tables_put_into_one_are_drawn_as_what_each_row_is(tmp_path, story):
    joined = pd.concat(list(story.values()), ignore_index=True)
    assert sorted(texts(svg_of(tmp_path, joined))) == sorted(texts(svg_of(tmp_path, story)))


def test_any_table_with_shapes_or_lat_and_lon_can_be_drawn(tmp_path):
    shapes = gpd.GeoDataFrame(
        {"name": ["a field", "a road", "a spot", "none"]},
        geometry=[
            shapely.box(10, 40, 12, 42),
            shapely.MultiLineString([[(5, 45), (9, 47)], [(9, 47), (11, 46)]]),
            shapely.Point(8, 43),
            None,
        ],
        crs=4326,
    ).to_crs(3857)
    written = texts(svg_of(tmp_path, shapes))
    assert {"a field", "a road", "a spot", "area (1)", "line (2)", "other place (1)"} <= {*written}
    table = pd.DataFrame({"town": ["Here"], "lat": [10.0], "lon": [20.0]})
    assert "Here" in texts(svg_of(tmp_path, table))


def test_columns_of_the_same_names_as_ours_do_no_harm(tmp_path):
    table = pd.DataFrame(
        {
            "kind": ["city", "odd", None],
            "geometry": ["a word", "b", "c"],
            "text": ["Here", "There", "Off the map"],
            "mentions": [2.0, None, 1.0],
            "lat": [10.0, 11.0, np.inf],
            "lon": [20.0, 22.0, 3.0],
        }
    )
    written = texts(svg_of(tmp_path, table))
    assert {"Here", "There", "city or town (1)", "other place (1)"} <= set(written)
    areas = gpd.GeoDataFrame(
        {"kind": ["region", "city"], "name": ["a region", "a town"]},
        geometry=[shapely.box(0, 0, 9, 9), shapely.Point(20, 5)],
        crs=4326,
    )
    assert {"a region", "a town"} <= set(texts(svg_of(tmp_path, areas)))


def test_shapes_without_a_finite_place_are_left_out(tmp_path):
    points = [shapely.Point(np.inf, 3), shapely.Point(), shapely.Point(8, 43)]
    table = gpd.GeoDataFrame({"name": list("abc")}, geometry=points, crs=4326)
    written = texts(svg_of(tmp_path, table))
    assert "c" in written
    assert not {"a", "b"} & set(written)


def test_text_has_a_font_for_readers_who_lack_ours(tmp_path):
    picture = export(made.korea()[0], tmp_path / "map.svg").read_text("utf-8")
    families = re.findall(r"font-family: ([^;]*);", picture)
    assert families
    assert all(family.endswith("sans-serif") for family in families)


def test_a_column_of_shapes_may_have_any_name(tmp_path, story):
    legs = story["journeys"]
    named = export(legs.rename_geometry("way"), tmp_path / "named.svg").read_bytes()
    assert named == export(legs, tmp_path / "legs.svg").read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_has_nothing_to_draw_is_refused(tmp_path, suffix):
    unchecked = pd.DataFrame({"subject": ["a"], "reference": ["b"], "km": [3.0]})
    with pytest.raises(InputError, match=r"'map' has nothing to draw.*check_claims"):
        export(unchecked, tmp_path / f"map{suffix}")
    assert not list(tmp_path.iterdir())


def test_tables_are_not_changed(tmp_path, story):
    before = {name: table.copy() for name, table in story.items()}
    export(story, tmp_path / "map.svg")
    for name, table in story.items():
        pd.testing.assert_frame_equal(pd.DataFrame(table), pd.DataFrame(before[name]))


def test_a_picture_is_not_blank(tmp_path, story):
    picture = matplotlib.image.imread(
        io.BytesIO(export(story, tmp_path / "map.png", dpi=60).read_bytes())
    )
    assert len(np.unique(picture.reshape(-1, picture.shape[2]), axis=0)) > 500
