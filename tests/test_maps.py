import io
import re
import sys
from html import unescape
from itertools import combinations, pairwise

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import tables_for_maps as made
from browser import browser, open_map
from matplotlib.image import imread
from sight import BLIND, lab

import kit
from kit import _maptext, network
from kit._basemap import basemap, shifted, world_start_deg
from kit._mapdraw import MODES, UNSTATED_MODE, draw_claims, draw_routes
from kit._mapplaces import Places
from kit._mapview import KitLayer, LayerSpec
from kit._opening import opening_points
from kit._page import _REFERENCES, escape
from kit.errors import InputError
from kit.maps import map_claims, map_places, map_routes, map_story, save_html

PAYLOADS = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "${alert(1)}",
    "`+alert(1)+`",
    "\\`;alert(1);//",
    "\\x3cimg src=x onerror=alert(1)\\x3e",
    '"><svg onload=alert(1)>',
    "'-alert(1)-'",
    "{{ 7*7 }}{% raw %}{#",
    "<!--<script>",
    "javascript:alert(1)",
    "\u2028alert(1)\u2029",
    "\u202eevil\u202d",
    "null\0byte \ud800",
    "A" * 3_000,
    "شهر <b>bold</b> &amp; &lt;",
]


@pytest.fixture(scope="module")
def chromium():
    with browser() as watched:
        yield watched


@pytest.fixture
def opened(chromium, tmp_path):
    """Open a map in the browser; at the end nothing may have been asked for, run or failed."""
    paths = []

    def show(drawn, width=1280, height=800):
        chromium.page.set_viewport_size({"width": width, "height": height})
        paths.append(save_html(drawn, tmp_path / f"{len(paths)}.html"))
        return open_map(chromium, paths[-1])

    for record in (chromium.requests, chromium.errors, chromium.dialogs):
        record.clear()
    yield show
    assert chromium.outside(*paths) == []
    assert chromium.errors == []
    assert chromium.dialogs == []


def all_maps(tables):
    mentions, claims, routes, loci = tables
    return {
        "places": map_places(mentions),
        "claims": map_claims(claims, mentions, loci),
        "routes": map_routes(routes, mentions),
        "story": map_story(mentions, claims, routes, loci, title="Made up"),
    }


def labels(page):
    return [text.replace("\n", " ") for text in page.locator(".kit-label").all_inner_texts()]


def on_screen(page, lat, lon):
    box = page.locator(".folium-map").bounding_box()
    x, y = page.evaluate(
        """at => { const map = window[Object.keys(window).find(k => k.startsWith("map_"))];
                   const p = map.latLngToContainerPoint(at); return [p.x, p.y]; }""",
        [lat, lon],
    )
    return box["x"] + x, box["y"] + y


@pytest.mark.parametrize("name", ["places", "claims", "routes", "story"])
@pytest.mark.parametrize("tables", [made.korea, made.pacific], ids=["korea", "pacific"])
def test_a_saved_map_shows_itself_with_no_network(opened, tables, name):
    page = opened(all_maps(tables())[name])
    assert len(labels(page)) >= 2
    assert page.locator("canvas.kit-sheet").count() == 2
    assert page.locator(".leaflet-control-scale-line").count() == 2
    assert "Natural Earth" in page.locator(".leaflet-control-attribution").inner_text()


def test_each_map_is_a_small_folium_map(tmp_path):
    for name, drawn in all_maps(made.korea()).items():
        assert isinstance(drawn, folium.Map)
        assert save_html(drawn, tmp_path / f"{name}.html").stat().st_size < 1_000_000


def test_saving_twice_gives_the_same_bytes_and_leaves_the_map_as_it_was(tmp_path):
    drawn = all_maps(made.korea())["story"]
    before = drawn.get_root().to_json()
    first = save_html(drawn, tmp_path / "1.html").read_bytes()
    assert save_html(drawn, tmp_path / "2.html").read_bytes() == first
    assert drawn.get_root().to_json() == before
    again = all_maps(made.korea())["story"]
    assert save_html(again, tmp_path / "3.html").read_bytes() == first


def test_tables_are_left_as_they_were():
    tables = made.pacific()
    copies = [table.copy() for table in tables[:3]]
    all_maps(tables)
    for table, copy in zip(tables, copies, strict=False):
        pd.testing.assert_frame_equal(pd.DataFrame(table), pd.DataFrame(copy))


def test_the_story_opens_on_what_is_measured_and_moves(opened):
    maps = all_maps(made.korea())
    assert "Washington" in labels(opened(maps["places"]))
    assert "Washington" not in labels(opened(maps["story"]))


def test_names_stand_beside_the_marks_without_overlap(opened):
    page = opened(all_maps(made.korea())["story"])
    assert {"Seoul", "Moscow", "Pyongyang", "Beijing"} <= set(labels(page))
    boxes = [label.bounding_box() for label in page.locator(".kit-label").all()]
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            across = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
            down = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
            assert across <= 0 or down <= 0


def test_distance_lines_say_what_was_stated_and_what_was_measured(opened):
    _, claims, _, _ = made.korea()
    shown = " | ".join(labels(opened(map_claims(claims))))
    assert "✓ stated 100 km, measured 105 km" in shown
    assert "✗ stated 8,000 km, measured 5,551 km" in shown


def test_what_fits_a_range_is_shown_with_the_range(opened):
    text = "Taiwan lies 130 km off the Chinese mainland."
    mentions = kit.geoparse(text)
    claims = kit.check_claims(kit.find_claims(text, mentions), mentions)
    shown = " | ".join(labels(opened(map_claims(claims))))
    assert "✓ stated 130 km, measured 5.7 to 140 km" in shown


PORTS = {
    "Piraeus": ("port", "GR", 37.942, 23.647),
    "Istanbul": ("city", "TR", 41.013, 28.955),
    "Bishkek": ("city", "KG", 42.875, 74.570),
    "Osh": ("city", "KG", 40.514, 72.816),
}
FITTING = {
    "rail": ("Vostochny Cosmodrome", "Moscow", 8_000, {"avoid": ("CN", "KZ", "MN")}),
    "sea": ("Piraeus", "Istanbul", 650, {}),
    "road": ("Osh", "Bishkek", 600, {}),
}


def fitting(mode, verdict="consistent with a route"):
    """A claim that a way by this mode fits, as kit.check_claims returns it, and the way."""
    places = made.PLACES | PORTS
    subject, reference, km, how = FITTING[mode]
    way = getattr(network, mode)(places[reference][2:], places[subject][2:], **how)
    claims = made.claims_of(places, [(subject, reference, km, verdict)])
    for end, name in (("subject", subject), ("reference", reference)):
        claims[f"{end}_country"], claims[f"{end}_radius_km"] = places[name][1], 10.0
    return claims.assign(route_mode=mode, route_km=way.length_km), way


def claim_lines(claims):
    layer = LayerSpec("Distances")
    legend, _ = draw_claims(layer, claims.to_dict("records"), Places([]))
    return layer.lines, [text for _, text in legend[1]]


@pytest.mark.parametrize("mode", ["rail", "sea", "road"])
@pytest.mark.parametrize("verdict", ["consistent", "consistent with a route"])
def test_a_way_that_fits_a_claim_is_drawn_beside_its_straight_line(mode, verdict):
    claims, way = fitting(mode, verdict)
    (drawn, straight), legend = claim_lines(claims)
    points = [(lon, lat) for part in drawn["path"] for lat, lon in part]
    assert 10 < len(points) <= 400
    assert shapely.hausdorff_distance(shapely.LineString(points), way.geometry) < 0.2
    assert (drawn["ticks"], drawn["dash"]) == (mode == "rail", None)
    assert straight["dash"]
    assert not straight["ticks"]
    assert legend[1:] == [f"measured by {mode} (1)", "measured straight (1)"]


def test_stated_and_measured_both_ways_stand_along_the_lines(opened):
    claims, way = fitting("rail")
    page = opened(map_claims(claims))
    shown = " | ".join(labels(page))
    assert f"≈ stated 8,000 km, measured by rail {way.length_km:,.0f} km" in shown
    assert "measured straight 5,551 km" in shown
    assert "Railways: OpenStreetMap" in page.locator(".leaflet-control-attribution").inner_text()


def test_a_picture_shows_the_way_too(tmp_path):
    claims, way = fitting("rail")
    svg = kit.export(claims, tmp_path / "a.svg").read_text("utf-8")
    for text in (f"measured by rail {way.length_km:,.0f} km", "measured straight (1)", "Railways:"):
        assert text in svg


@pytest.mark.parametrize(
    "changed",
    [
        {"route_km": 9_000.0},  # measured with other data
        {"route_mode": "road"},  # not that long
        {"verdict": "not checkable"},
        {"subject_radius_km": np.nan},
    ],
)
def test_a_way_that_does_not_fit_or_is_not_found_again_is_not_drawn(changed):
    claims, _ = fitting("rail")
    lines, legend = claim_lines(claims.assign(**changed))
    assert len(lines) == len(legend) == 1
    assert not lines[0]["ticks"]


def test_verdicts_and_ways_are_in_the_legend(opened):
    legend = opened(all_maps(made.korea())["story"]).locator(".kit-legend").inner_text()
    for text in (
        "✓ consistent (1)",
        "✗ inconsistent (1)",
        "by rail (1)",
        "by air (1)",
        "country (2)",
    ):
        assert text in legend
    assert "by sea" not in legend


def test_journeys_say_who_by_what_when_and_how_far(opened):
    _, _, routes, _ = made.korea()
    shown = " | ".join(labels(opened(map_routes(routes))))
    assert "The minister, by air, 18 Oct 2023 811 km, great circle" in shown
    assert "The leader, by rail, Sep 2023" in shown


@pytest.fixture(scope="module")
def ways():
    """Legs on real ways: one as told, one assumed, one alleged, one to a whole country."""
    rail = network.rail("Vladivostok", "Moscow", avoid=("CN", "KZ", "MN"))
    sea = network.sea("Yokohama", "Callao")
    flat = network.road("Beijing", "Pyongyang")
    wide = network.great_circle("North Korea", "Pyongyang")
    rows = [
        ("the cargo", "rail", rail, {"stated": False, "source": "our own guess"}),
        ("the tanker", "sea", sea, {}),
        ("the envoy", "road", flat, {"status": "alleged"}),
        ("the parcel", None, wide, {"origin_kind": "country", "origin_country": "KP"}),
    ]
    return gpd.GeoDataFrame(
        [
            {
                "who": who,
                "mode": mode,
                "origin": way.stops[0].name,
                "destination": way.stops[-1].name,
                "start_date": None,
                "end_date": None,
                "stated": True,
                "source": "by hand",
                "sentence": "",
                "geometry": way.geometry,
                **{f"origin_{at}": getattr(way.stops[0], at) for at in ("lat", "lon")},
                **{f"destination_{at}": getattr(way.stops[-1], at) for at in ("lat", "lon")},
                **{
                    name: getattr(way, name)
                    for name in ("length_km", "low_km", "high_km", "method", "assumed")
                },
                "way_basis": way.basis,
                **more,
            }
            for who, mode, way, more in rows
        ],
        crs=4326,
    )


def drawn_lines(routes):
    layer = LayerSpec("Journeys")
    legend, _ = draw_routes(layer, routes.to_dict("records"), Places([]))
    return layer.lines, [text for _, text in legend[1]]


def test_a_line_goes_along_the_way_with_few_vertices(ways):
    lines, _ = drawn_lines(ways)
    for line, way in zip(lines, ways.geometry, strict=True):
        points = [point for part in line["path"] for point in part]
        assert len(points) <= 400
        path = shapely.linestrings([(lon, lat) for lat, lon in line["path"][0]])
        assert shapely.hausdorff_distance(path, shapely.get_parts(way)[0]) < 0.2
    assert len(lines[0]["path"][0]) > 100


def test_what_is_assumed_alleged_or_to_a_whole_country_is_dashed(ways):
    lines, legend = drawn_lines(ways)
    solid = lines[1]
    assert solid["dash"] is None
    assert len({line["dash"] for line in lines if line is not solid}) == 1
    assert lines[0]["dash"]
    assert any(text.startswith("dashed: assumed, alleged") and "(3)" in text for text in legend)
    _, plain = drawn_lines(ways.iloc[1:2])
    assert not any("dashed" in text for text in plain)
    likely, _ = drawn_lines(ways.iloc[1:2].assign(origin_basis="likely"))
    assert likely[0]["dash"]


def test_a_train_or_ship_that_no_way_is_known_of_is_dotted_and_said_so(ways):
    lost = ways.iloc[[1]].assign(way_basis="straight")
    (line,), legend = drawn_lines(lost)
    assert line["dash"] == UNSTATED_MODE[1]
    assert "dotted: no way is known here (1)" in legend
    (train,), _ = drawn_lines(lost.assign(mode="rail"))
    assert not train["ticks"]
    assert not any("dotted" in text for text in drawn_lines(ways)[1])


THERE_AND_BACK = {
    "Lusaka": ("city", "ZM", -15.41, 28.28),
    "Mpika": ("city", "ZM", -11.83, 31.45),
}


def there_and_back(*modes):
    turns = [("Lusaka", "Mpika"), ("Mpika", "Lusaka")] * len(modes)
    trips = [("She", *ends, mode, pd.NaT, None) for ends, mode in zip(turns, modes, strict=False)]
    legs = made.routes_of(THERE_AND_BACK, trips)
    return legs.assign(geometry=[network.great_circle(*ends).geometry for ends in ends_of(legs)])


def ends_of(legs):
    sides = ["origin_lat", "origin_lon", "destination_lat", "destination_lon"]
    return [((a, b), (c, d)) for a, b, c, d in legs[sides].itertuples(index=False)]


def test_lines_there_and_back_run_beside_one_another():
    both, _ = drawn_lines(there_and_back("air", "road", "rail"))
    assert [line["aside"] for line in both] == [2.0, 2.0, 6.0]  # pixels to the right of each
    alone, _ = drawn_lines(there_and_back("air"))
    assert [line["aside"] for line in alone] == [0.0]


def test_what_a_journey_goes_by_way_of_is_marked(opened):
    article = kit.Article("A train left Paris for Marseille on Monday, by way of Lyon. Nice slept.")
    mentions = kit.geoparse(article)
    page = opened(map_routes(kit.find_routes(article, mentions), mentions))
    assert set(labels(page)) >= {"Paris", "Lyon", "Marseille"}
    assert "Nice" not in labels(page)


def test_both_lines_there_and_back_are_seen(opened):
    page = opened(map_routes(there_and_back("air", "road")))
    x, y = on_screen(page, -12.6, 30.78)
    shot = page.screenshot(clip={"x": x - 15, "y": y - 15, "width": 30, "height": 30})
    pixels = imread(io.BytesIO(shot))[..., :3] * 255
    for mode in ("air", "road"):
        ink = [int(MODES[mode][0][at : at + 2], 16) for at in (1, 3, 5)]
        assert (np.abs(pixels - ink).sum(axis=2) < 40).sum() > 20, mode


def test_no_line_is_drawn_to_the_middle_of_a_continent(ways):
    layer = LayerSpec("Journeys")
    leg = ways.iloc[[2]].assign(origin_kind="continent").to_dict("records")
    _, notes = draw_routes(layer, leg, Places([]))
    assert layer.lines == []
    assert "1 journey" in notes[0][0]


def test_no_line_is_drawn_by_rail_where_no_railway_connects_two_far_places(ways):
    layer = LayerSpec("Journeys")
    lost = ways.iloc[[2]].assign(way_basis="none", geometry=None)
    _, notes = draw_routes(layer, lost.to_dict("records"), Places([]))
    assert layer.lines == []
    assert "1 journey" in notes[0][0]


def test_a_map_opens_on_what_happened_and_not_on_plans_or_lost_ways():
    places = {
        "Lusaka": ("city", "ZM", -15.41, 28.28),
        "Mpika": ("city", "ZM", -11.83, 31.45),
        "New York": ("city", "US", 40.71, -74.0),
        "Yichang": ("city", "CN", 30.71, 111.28),
    }
    trips = [("Lusaka", "Mpika"), ("Lusaka", "New York"), ("Mpika", "Yichang")]
    legs = made.routes_of(places, [("She", *ends, "sea", pd.NaT, None) for ends in trips])
    legs["status"] = ["reported", "planned", "reported"]
    legs["way_basis"] = ["mapped", "mapped", "straight"]
    layer = LayerSpec("Journeys")
    draw_routes(layer, legs.to_dict("records"), Places([]))
    assert np.ptp(opening_points([layer]), axis=0).max() < 5
    assert all("loose" not in piece for piece in layer.as_literal().split('"'))
    layer.lines = layer.lines[1:]
    assert np.ptp(opening_points([layer]), axis=0).max() > 90


def test_a_map_does_not_open_on_the_ends_of_journeys_without_a_line():
    places = {
        "Lusaka": ("city", "ZM", -15.41, 28.28),
        "Mpika": ("city", "ZM", -11.83, 31.45),
        "New York": ("city", "US", 40.71, -74.0),
    }
    trips = [("Lusaka", "Mpika"), ("Lusaka", "New York")]
    legs = made.routes_of(places, [("She", *ends, "air", pd.NaT, None) for ends in trips])
    legs.loc[1, ["origin", "origin_lat", "origin_lon"]] = None
    legs.loc[1, "geometry"] = None
    layer = LayerSpec("Journeys")
    _, notes = draw_routes(layer, legs.to_dict("records"), Places([]))
    assert notes[0][0] == "1 journey has no line"
    assert np.ptp(opening_points([layer]), axis=0).max() < 5
    layer.shift(0.0)
    assert np.ptp(opening_points([layer]), axis=0).max() < 5


def test_no_line_is_drawn_to_a_place_that_can_t_be_the_one_that_is_meant():
    _, claims, *_ = made.pacific()
    reason = "9,000 km measured; stated 40 km: so far off that another place must be meant."
    claims = claims.assign(verdict="not checkable", reason=reason)
    layer = LayerSpec("Distances")
    _, notes = draw_claims(layer, claims.to_dict("records"), Places([]))
    assert layer.lines == layer.marks == []
    assert "another place" in notes[0][1][0]


def test_a_distance_whose_ends_are_unsure_and_that_can_t_be_checked_has_no_line():
    mentions, claims, *_ = made.pacific()
    claims = claims.assign(verdict="not checkable", subject_start=mentions["start"].iloc[0])
    for confidence, lines in ((0.9, 1), (0.4, 0)):
        layer = LayerSpec("Distances")
        rows = mentions.assign(confidence=confidence).to_dict("records")
        _, notes = draw_claims(layer, claims.to_dict("records"), Places(rows))
        assert len(layer.lines) == lines
        assert bool(notes) == (not lines)


def test_a_map_says_whose_roads_it_measures_along(opened):
    claims, way = fitting("road")
    page = opened(map_claims(claims))
    assert f"≈ stated 600 km, measured by road {way.length_km:,.0f} km" in " | ".join(labels(page))
    assert "Roads: OpenStreetMap" in page.locator(".leaflet-control-attribution").inner_text()


def test_every_line_is_an_arrow_and_rails_have_sleepers(ways):
    lines, _ = drawn_lines(ways)
    assert all(line["arrow"] for line in lines)
    assert [line["ticks"] for line in lines] == [True, False, False, False]


def test_a_leg_says_how_long_it_is_within_which_band_and_on_whose_word(opened, ways):
    page = opened(map_routes(ways.iloc[:1]))
    far, low, high = (f"{ways[name][0]:,.0f}" for name in ("length_km", "low_km", "high_km"))
    label = page.get_by_role("button", name=f"the cargo, by rail {far} km ({low}–{high})")
    label.click()
    popup = page.locator(".kit-popup").inner_text()
    assert "assumed by the analyst, not told" in popup
    assert "source: our own guess" in popup
    assert "railways" in popup
    assert "By the shortest way" in popup
    assert "Railways: OpenStreetMap" in page.locator(".leaflet-control-attribution").inner_text()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_a_popup_keeps_clear_of_the_legend_and_the_buttons(opened, ways, width, height):
    page = opened(map_routes(ways.iloc[:1]), width, height)
    page.get_by_role("button", name="Vladivostok").click()
    page.wait_for_timeout(400)
    popup = page.locator(".leaflet-popup-content-wrapper").bounding_box()
    legend = page.locator(".kit-legend").bounding_box()
    beside = popup["x"] + popup["width"] <= legend["x"]
    assert beside or popup["y"] >= legend["y"] + legend["height"]
    zoom = page.locator(".leaflet-control-zoom").bounding_box()
    assert popup["x"] >= zoom["x"] + zoom["width"] or popup["y"] >= zoom["y"] + zoom["height"]
    assert popup["x"] >= 0
    assert popup["x"] + popup["width"] <= width


@pytest.mark.parametrize("low_km", [0.0, 120.0])
def test_a_leg_from_a_whole_country_says_no_more_than_is_known(opened, ways, low_km):
    far = ways.iloc[3:].assign(low_km=low_km)
    shown = " | ".join(labels(opened(map_routes(far))))
    most = f"at most {_maptext.km(ways.high_km[3])}"  # "at least 0 km" says nothing
    assert (f"at least {_maptext.km(low_km)}" if low_km else most) in shown
    assert "drawn from the middle of North Korea" in shown
    assert f"({_maptext.km(low_km).removesuffix(' km')}–" not in shown


def test_a_ship_crosses_the_pacific_on_one_side_of_the_map(ways):
    drawn = map_routes(ways.iloc[1:2])
    (_, west), (_, east) = drawn.get_bounds()
    assert 0 < west < east < 360
    (layer,) = (child for child in drawn._children.values() if isinstance(child, KitLayer))
    (line,) = layer.spec.lines
    lons = [lon for part in line["path"] for _, lon in part]
    assert max(abs(a - b) for a, b in pairwise(lons)) < 30


def test_long_railways_keep_a_map_small(ways, tmp_path):
    without = ways.iloc[:1].assign(geometry=None)
    small = save_html(map_routes(without), tmp_path / "1.html").stat().st_size
    assert save_html(map_routes(ways.iloc[:1]), tmp_path / "2.html").stat().st_size < small + 12_000


def test_a_railway_is_drawn_at_every_zoom(opened, ways):
    page = opened(map_routes(ways.iloc[:1]))
    page.evaluate(
        """() => { const map = window[Object.keys(window).find(k => k.startsWith("map_"))];
                   map.setView([56.8, 60.6], 10, { animate: false }); }"""
    )
    page.wait_for_timeout(300)
    assert page.locator(".leaflet-overlay-pane canvas").count() >= 1


@pytest.mark.parametrize("sight", BLIND)
def test_modes_are_told_apart_by_the_colour_blind(sight):
    inks = [ink for ink, _, ticks in MODES.values() if not ticks]
    for one, two in combinations(inks, 2):
        apart = np.linalg.norm(lab(one, BLIND[sight]) - lab(two, BLIND[sight]))
        assert apart > 20, (one, two)


def test_what_can_not_be_drawn_is_listed_and_never_at_zero(opened):
    page = opened(all_maps(made.korea())["story"])
    page.locator(".kit-legend details").evaluate_all("all => all.forEach(one => one.open = true)")
    legend = page.locator(".kit-legend").inner_text()
    assert "1 name not placed" in legend
    assert "Erewhon" in legend
    assert "a depot" in legend
    assert "reason made by hand" in legend
    assert "The containers" in legend
    (south, west), _ = all_maps(made.korea())["places"].get_bounds()
    assert west < -70
    assert south > 30


def test_a_popup_quotes_the_sentence_with_the_name_marked(opened):
    page = opened(map_places(made.korea()[0]))
    page.get_by_role("button", name="Washington").click()
    popup = page.locator(".kit-popup")
    assert popup.locator("h2").inner_text() == "Washington"
    assert popup.locator("mark").inner_text() == "Washington"
    assert "spoke of Washington & of rain" in popup.locator("blockquote").inner_text()
    assert "confidence 0.90" in popup.inner_text()


def test_places_gathered_are_drawn_as_their_mentions_are(opened):
    mentions = made.mentions_of(made.PLACES, repeats=("Seoul", "Moscow"), unplaced=())
    popups = []
    for table in (mentions, kit.places(mentions)):
        page = opened(map_places(table))
        page.get_by_role("button", name="Seoul").click()
        popups.append(page.locator(".kit-popup").inner_text())
    assert "named 3 times" in popups[0]
    assert popups[0] == popups[1]


def test_the_mark_itself_opens_the_popup_too(opened):
    page = opened(map_places(made.mentions_of({"Seoul": made.PLACES["Seoul"]}, unplaced=())))
    page.mouse.click(*on_screen(page, *made.PLACES["Seoul"][2:]))
    assert page.locator(".kit-popup h2").inner_text() == "Seoul"


def test_a_name_pointed_at_stands_on_one_line_until_its_popup_opens(opened):
    page = opened(map_places(made.mentions_of({"Seoul": made.PLACES["Seoul"]}, unplaced=())))
    point = on_screen(page, *made.PLACES["Seoul"][2:])
    page.mouse.move(*point)
    box = page.locator(".kit-tip").bounding_box()
    assert box["width"] > box["height"]
    page.mouse.click(*point)
    page.locator(".kit-popup").wait_for()
    page.mouse.move(point[0] + 1, point[1])
    page.wait_for_timeout(300)
    assert not page.locator(".kit-tip").count()


def test_labels_are_reached_and_opened_by_keyboard_and_so_is_the_zoom(opened):
    page = opened(map_places(made.korea()[0]))
    page.get_by_role("button", name="Moscow").focus()
    page.keyboard.press("Enter")
    assert page.locator(".kit-popup h2").inner_text() == "Moscow"
    page.keyboard.press("Escape")
    page.locator(".folium-map").focus()
    zoom = "() => window[Object.keys(window).find(k => k.startsWith('map_'))].getZoom()"
    before = page.evaluate(zoom)
    page.keyboard.press("+")
    page.wait_for_timeout(500)
    assert page.evaluate(zoom) > before


def test_restatements_are_not_drawn_twice(opened):
    _, claims, _, _ = made.korea()
    twin = claims.iloc[[0]].assign(text="62 miles", value=62.0, unit="mi", same_as=0)
    both = pd.concat([claims, twin], ignore_index=True)
    legend = opened(map_claims(both)).locator(".kit-legend").inner_text()
    assert "✓ consistent (1)" in legend


def test_layers_have_switches(opened):
    page = opened(all_maps(made.korea())["story"])
    before = labels(page)
    page.get_by_label("Distances").uncheck()
    page.wait_for_timeout(300)
    after = labels(page)
    assert any("stated 100 km" in text for text in before)
    assert not any("stated 100 km" in text for text in after)


@pytest.mark.parametrize("name", ["places", "claims", "routes", "story"])
def test_a_map_fits_a_phone(opened, name):
    page = opened(all_maps(made.korea())[name], 390, 844)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator(".kit-legend").get_attribute("open") is None
    assert len(labels(page)) >= 3


def test_data_on_both_sides_of_180_degrees_hangs_together(opened):
    drawn = all_maps(made.pacific())["story"]
    (_, west), (_, east) = drawn.get_bounds()
    assert east - west < 20
    assert {"Suva", "Apia", "Auckland"} <= set(labels(opened(drawn)))


def test_russia_is_not_smeared_across_the_map():
    import shapely

    from kit._basemap import shapes

    for detail in ("50m", "10m"):
        land = shapes(detail, "de facto")["land"]
        assert all(-180 <= x <= 180 for x in shapely.total_bounds(land)[[0, 2]])
        # no shore crosses the Atlantic or the Pacific
        for lat, lon in ((30, -40), (20, -160), (-30, -10), (60, -30), (-17, 175)):
            assert not shapely.contains_xy(land, lon, lat).any()
        for lat, lon in ((66, 179.5), (67.5, -179), (55, 90), (-80, 0), (-16.6, 179.4)):
            assert shapely.contains_xy(land, lon, lat).any()


def test_the_world_is_cut_where_the_data_is_not():
    assert world_start_deg([10, 20, 30]) == -180
    assert world_start_deg([]) == -180
    assert -165 < world_start_deg([178.4, -171.8, 174.8]) < 175
    assert world_start_deg([37, 127, -77]) == -180
    start = world_start_deg([178.4, -171.8])
    assert np.allclose(shifted(np.array([178.4, -171.8]), start), [178.4, 188.2])


def test_where_lines_go_all_round_the_fewest_are_cut():
    way = [list(range(-180, -119)), list(range(70, 181)), list(range(75)), list(range(-120, 1))]
    assert world_start_deg([lon for path in way for lon in path], way) == -180
    flights = [list(range(-180, -149)), list(range(77, 181)), list(range(10, 78))]
    around = [*way, *flights]
    start = world_start_deg([lon for path in around for lon in path], around)
    assert -120 < start < 0  # one line over the Atlantic, two over Asia and the Pacific


def test_detail_is_kept_near_the_places_and_within_a_limit():
    some = basemap(np.array([[37.5, 127.0]]), np.ones(1))
    assert any(
        c["west"] <= 127 < c["west"] + 4 and c["south"] <= 37.5 < c["south"] + 4
        for c in some["cells"]
    )
    rng = np.random.default_rng(1)
    many = np.column_stack([rng.uniform(-60, 70, 2_000), rng.uniform(-180, 180, 2_000)])
    spent = [len(c["land"]) + len(c["border"]) for c in basemap(many, np.ones(2_000))["cells"]]
    assert 50_000 < sum(spent) < 200_000


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_text_of_any_table_runs(opened, payload):
    tables = [hostile(table, payload) for table in made.korea()]
    page = opened(map_story(*tables, title=payload))
    page.locator(".kit-legend details").evaluate_all("all => all.forEach(one => one.open = true)")
    for nth in range(6):
        page.evaluate(CLICK_LABEL, nth)
        page.wait_for_timeout(30)
    assert page.locator("img, svg[onload], .kit-popup script, .kit-legend b").count() == 0
    shown = page.locator(".kit-popup h2").first.text_content()
    readable = re.sub(r"[\0\ud800]", "\ufffd", " ".join(payload.split()))
    assert readable[:12] in shown


# A popup may move the map, and labels are then placed anew: each click looks them up again.
CLICK_LABEL = """nth => {
    const labels = document.querySelectorAll(".kit-label");
    labels[nth % labels.length].click();
}"""


def hostile(table, payload):
    texts = [c for c in table.columns if c in TEXTS and c in table.columns]
    made_hostile = table.copy()
    for column in texts:
        # Arrow's strings can't hold half of a surrogate pair, Python's can
        values = [payload if isinstance(v, str) else v for v in table[column]]
        made_hostile[column] = pd.Series(values, index=table.index, dtype=object)
    return made_hostile


TEXTS = set(
    "text name kind country evidence source sentence unit bound subject reference verdict reason "
    "who origin destination mode method within".split()
)


def test_escaping_leaves_no_character_out_that_it_has_a_reference_for():
    letters = map(chr, range(sys.maxunicode + 1))
    assert {ord(one) for one in letters if escape(one) != one} == set(_REFERENCES)


def test_text_is_shown_as_it_was_written(opened):
    mentions = made.mentions_of({"Ål & <b>Ø</b> `${x}`": ("city", "NO", 60.6, 8.6)}, unplaced=())
    page = opened(map_places(mentions))
    assert labels(page) == ["Ål & <b>Ø</b> `${x}`"]


def many_places(count):
    rng = np.random.default_rng(1)
    lats, lons = rng.uniform(-55, 70, count), rng.uniform(-180, 180, count)
    places = {
        f"Town {i}": ("city", "ZZ", lat, lon)
        for i, (lat, lon) in enumerate(zip(lats, lons, strict=True))
    }
    return made.mentions_of(places, unplaced=())


def test_five_thousand_places_stay_small_and_say_what_they_are(opened, tmp_path):
    drawn = map_places(many_places(5_000))
    assert save_html(drawn, tmp_path / "many.html").stat().st_size < 1_000_000
    page = opened(drawn)
    assert 20 < page.locator(".kit-label").count() < 400
    told = page.evaluate(TOLD)
    name = page.locator(".kit-popup h2").first.text_content()
    assert f"A made-up witness spoke of {name} & of rain." in told


# Opens the popup of the first label until it quotes: what is told is inflated while a map is drawn.
TOLD = """async () => {
    for (let turn = 0; turn < 100; turn += 1) {
        document.querySelector(".kit-label").click();
        const popup = document.querySelector(".kit-popup");
        if (popup && popup.querySelector("blockquote")) { return popup.textContent; }
        await new Promise(resolve => setTimeout(resolve, 100));
    }
    return "";
}"""
LABELS = "() => [...document.querySelectorAll('.kit-label')].map(one => one.textContent).join()"


def test_fifty_thousand_places_open_and_zoom(opened, tmp_path):
    drawn = map_places(many_places(50_000))
    assert save_html(drawn, tmp_path / "many.html").stat().st_size < 5_000_000
    page = opened(drawn)
    before = page.evaluate(LABELS)
    for _ in range(4):
        page.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(300)
    page.wait_for_function(f"before => ({LABELS})() !== before", arg=before, timeout=60_000)


def test_many_sentences_are_kept_short():
    mentions = made.mentions_of({"Seoul": made.PLACES["Seoul"]}, unplaced=())
    mentions["sentence"] = "x " * 5_000 + "Seoul" + " y" * 5_000
    assert len(map_places(mentions).get_root().render()) < 600_000


@pytest.mark.parametrize("width", [1280, 390])
def test_no_place_is_a_world_map_that_says_so(opened, width):
    mentions, claims, routes, _ = made.korea()
    page = opened(map_places(mentions.iloc[:0]), width)
    assert "no places were found" in page.locator(".kit-note").inner_text()
    for drawn in (map_claims(claims.iloc[:0]), map_routes(routes.iloc[:0])):
        assert "were found" in opened(drawn, width).locator(".kit-note").inner_text()
    assert (
        "no places were found"
        in opened(map_story(mentions.iloc[:0], None, None)).locator("body").inner_text()
    )


def test_a_table_that_lacks_columns_is_refused_by_name():
    mentions, claims, routes, loci = made.korea()
    with pytest.raises(InputError, match=r"mentions have no column 'kind', 'lat'"):
        map_places(mentions.drop(columns=["kind", "lat"]))
    with pytest.raises(InputError, match=r"claims have no column 'verdict'"):
        map_claims(claims.drop(columns="verdict"))
    with pytest.raises(InputError, match=r"routes have no column 'origin_lat'"):
        map_routes(routes.drop(columns="origin_lat"))
    with pytest.raises(InputError, match=r"loci have no column 'area_km2'"):
        map_story(mentions, claims, routes, loci.drop(columns="area_km2"))
    with pytest.raises(InputError, match=r"kit\.geoparse"):
        map_places("Seoul")


def test_only_maps_go_into_html_files(tmp_path):
    drawn = map_places(made.korea()[0])
    with pytest.raises(InputError, match=r"folium\.Map"):
        save_html("map", tmp_path / "a.html")
    with pytest.raises(InputError, match=r"\.html"):
        save_html(drawn, tmp_path / "a.png")
    with pytest.raises(InputError, match="Make the folder"):
        save_html(drawn, tmp_path / "none" / "a.html")
    assert not list(tmp_path.iterdir())


def test_analysts_can_add_their_own_marks(opened):
    drawn = map_places(made.korea()[0])
    folium.CircleMarker([50, 60], popup="mine").add_to(drawn)
    folium.Marker([45, 50], tooltip="plain marker").add_to(drawn)
    folium.GeoJson(
        gpd.GeoSeries.from_wkt(["POINT (10 50)"]).to_json(), marker=folium.Circle()
    ).add_to(drawn)
    page = opened(drawn)
    assert page.locator("img.leaflet-marker-icon").count() == 1


def test_folium_own_maps_can_be_saved_too(opened):
    drawn = folium.Map([37, 127], zoom_start=5, tiles=None, control_scale=True)
    folium.Marker([37, 127], popup="Seoul", icon=folium.Icon(color="red")).add_to(drawn)
    page = opened(drawn)
    page.locator(".awesome-marker.leaflet-interactive").click()
    assert "Seoul" in page.locator(".leaflet-popup-content").inner_text()


def test_a_notebook_frame_shows_the_map(chromium, tmp_path):
    chromium.requests.clear()
    path = tmp_path / "notebook.html"
    path.write_text(
        f"<div style='width:900px'>{map_places(made.korea()[0])._repr_html_()}</div>", "utf-8"
    )
    chromium.page.goto(path.as_uri())
    frame = chromium.page.frame_locator("iframe")
    frame.locator(".kit-label").first.wait_for(timeout=20_000)
    assert "Moscow" in frame.locator(".kit-label").all_inner_texts()
    assert chromium.outside(path) == []


def test_the_file_says_what_it_is(tmp_path):
    text = save_html(all_maps(made.korea())["story"], tmp_path / "a.html").read_text("utf-8")
    assert "<title>Made up</title>" in text
    assert '<html lang="en">' in text
    assert unescape(re.search(r'"sources":"([^"]*)"', text)[1]).startswith("Measured borders")


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2023-10-18", "2023-10-18", "18 Oct 2023"),
        ("2023-09-01", "2023-09-30", "Sep 2023"),
        ("2023-09-01", "2023-10-01", "1 Sep to 1 Oct 2023"),
        ("2023-09-03", "2023-09-05", "3 to 5 Sep 2023"),
        ("2022-12-30", "2023-01-02", "30 Dec 2022 to 2 Jan 2023"),
        (None, "2023-10-01", "arriving 1 Oct 2023"),
        ("2023-10-01", pd.NaT, "from 1 Oct 2023"),
        (None, None, ""),
    ],
)
def test_dates_read_as_a_person_writes_them(first, last, shown):
    assert _maptext.dates({"start_date": first, "end_date": last}) == shown


def test_quantities_keep_the_unit_of_the_article():
    assert _maptext.quantity({"value": 62.0, "unit": "mi", "km": 99.8}) == "62 miles (100 km)"
    assert _maptext.quantity({"value": 8000, "unit": "km", "km": 8000.0}) == "8,000 km"
    assert _maptext.quantity({"value": None, "unit": None, "km": 1.5}) == "1.5 km"


def test_a_map_opens_on_most_of_a_story_and_not_on_a_few_places_far_off():
    near = {f"Town {i}": ("city", "PH", 13.0 + 0.1 * i, 123.0 + 0.1 * i) for i in range(10)}
    far = {"Graz": ("city", "AT", 47.07, 15.44)}
    places = near | far
    layer = LayerSpec("Journeys")
    trips = [(f"Town {i}", f"Town {i + 1}") for i in range(9)] + [("Town 0", "Graz")]
    legs = made.routes_of(places, [("She", *ends, "air", pd.NaT, None) for ends in trips])
    draw_routes(layer, legs.to_dict("records"), Places([]))
    assert np.ptp(opening_points([layer]), axis=0).max() < 3
    layer = LayerSpec("Journeys")
    draw_routes(layer, legs.iloc[-4:].to_dict("records"), Places([]))  # one of four: it counts
    assert np.ptp(opening_points([layer]), axis=0).max() > 90


def test_a_leg_to_a_place_that_is_hardly_known_is_dashed():
    places = {"Naha": ("city", "JP", 26.21, 127.68), "Clark": ("city", "US", 40.62, -74.31)}
    legs = made.routes_of(places, [("A plane", "Naha", "Clark", "air", pd.NaT, None)])
    mentions = made.mentions_of(places, unplaced=())
    dashes = []
    for confidence in (0.9, 0.2):
        mentions["confidence"] = confidence
        legs["destination_start"] = mentions.start[mentions.name == "Clark"].iloc[0]
        layer = LayerSpec("Journeys")
        draw_routes(layer, legs.to_dict("records"), Places(mentions.to_dict("records")))
        dashes.append(layer.lines[0]["dash"])
    assert dashes[0] is None
    assert dashes[1]
