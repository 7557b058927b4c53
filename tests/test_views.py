"""What a reader sees of a map on opening, at every size, and what paper shows of it."""

import re

import numpy as np
import pytest
import tables_for_maps as made
from browser import browser, open_map

from kit import network
from kit._mapplaces import line_path
from kit.maps import map_claims, map_places, map_routes, map_story, save_html

STORIES = {
    "a war": made.korea,
    "a voyage": made.voyage,
    "a city": made.city,
    "300 towns": made.towns,
}
SIZES = {"small phone": (360, 740), "phone": (390, 844), "desktop": (1280, 800), "4k": (3840, 2160)}

# Boxes in pixels of the map, as [text, left, top, right, bottom].
SEEN = """() => {
    const map = window[Object.keys(window).find(key => key.startsWith("map_"))];
    const frame = map.getContainer().getBoundingClientRect(), size = map.getSize(), marks = [];
    const boxes = selector => [...map.getContainer().querySelectorAll(selector)].map(one => {
        const box = one.getBoundingClientRect();
        return [one.innerText, box.left - frame.left, box.top - frame.top,
            box.right - frame.left, box.bottom - frame.top];
    });
    map.eachLayer(layer => (layer.kitShapes ? layer.kitShapes.marks : []).forEach(mark => {
        const at = map.latLngToContainerPoint(mark.getLatLng()), r = mark.getRadius() * 0.8;
        marks.push([mark.kitItem.tip, at.x - r, at.y - r, at.x + r, at.y + r]);
    }));
    return { size: [size.x, size.y], marks: marks, labels: boxes(".kit-label"),
        lines: boxes(".kit-line-label"),
        buttons: boxes(".leaflet-control-container > * > .leaflet-control") };
}"""


@pytest.fixture(scope="module")
def chromium():
    with browser() as watched:
        yield watched


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Give the file of a map by story and sort, each made once."""
    folder, files = tmp_path_factory.mktemp("views"), {}

    def path(story, sort="story"):
        if (story, sort) not in files:
            mentions, claims, routes, loci = STORIES[story]()
            drawn = {
                "places": lambda: map_places(mentions),
                "distances": lambda: map_claims(claims, mentions, loci),
                "journeys": lambda: map_routes(routes, mentions),
                "story": lambda: map_story(mentions, claims, routes, loci),
            }[sort]()
            files[story, sort] = save_html(drawn, folder / f"{len(files)}.html")
        return files[story, sort]

    return path


def opened(chromium, path, size=(1280, 800)):
    chromium.page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page = open_map(chromium, path)
    page.wait_for_selector(".kit-label")
    return page


def overlap(one, two):
    """Pixels across and down that two boxes share."""
    across = min(one[3], two[3]) - max(one[1], two[1])
    down = min(one[4], two[4]) - max(one[2], two[2])
    return min(across, down)


# ---- Labels ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("story", STORIES)
def test_no_label_lies_on_another_on_a_mark_or_on_a_button(chromium, saved, story, size):
    seen = opened(chromium, saved(story), SIZES[size]).evaluate(SEEN)
    assert len(seen["labels"]) >= 6
    for number, label in enumerate(seen["labels"]):
        assert label[1] >= 0, label
        assert label[2] >= 0, label
        assert label[3] <= seen["size"][0], label
        assert label[4] <= seen["size"][1], label
        for other in (*seen["labels"][:number], *seen["marks"], *seen["buttons"]):
            assert overlap(label, other) <= 0.5, (label, other)


@pytest.mark.parametrize("sort", ["distances", "journeys"])
@pytest.mark.parametrize("story", ["a voyage", "a city"])
def test_every_line_has_its_label_where_there_is_room(chromium, saved, story, sort):
    page = opened(chromium, saved(story, sort), SIZES["4k"])
    _, claims, routes, _ = STORIES[story]()
    lines = len(claims if sort == "distances" else routes)
    assert len(page.evaluate(SEEN)["lines"]) == lines


@pytest.mark.parametrize(("story", "sort"), [("a voyage", "story"), ("300 towns", "journeys")])
def test_labels_hide_little_of_the_lines(chromium, saved, story, sort):
    page = opened(chromium, saved(story, sort))
    hidden = page.evaluate(
        """() => {
            const map = window[Object.keys(window).find(key => key.startsWith("map_"))];
            const frame = map.getContainer().getBoundingClientRect();
            const boxes = [...document.querySelectorAll(".kit-line-label")].map(one => {
                const box = one.getBoundingClientRect();
                return [box.left - frame.left, box.top - frame.top,
                    box.right - frame.left, box.bottom - frame.top];
            });
            let all = 0, below = 0;
            map.eachLayer(layer => (layer.kitShapes ? layer.kitShapes.lines : []).forEach(line => {
                line.getLatLngs().flat().forEach(at => {
                    const p = map.latLngToContainerPoint(at);
                    all += 1;
                    below += boxes.some(b => p.x > b[0] && p.x < b[2] && p.y > b[1] && p.y < b[3]);
                });
            }));
            return below / all; // of the vertices of all lines
        }"""
    )
    assert hidden < 0.15


@pytest.mark.parametrize("size", SIZES)
def test_what_is_wrong_has_its_label_on_every_screen(chromium, saved, size):
    seen = opened(chromium, saved("a voyage"), SIZES[size]).evaluate(SEEN)
    assert any(line[0].startswith("✗ stated 2,900 km") for line in seen["lines"])


# ---- The opening view ------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("story", STORIES)
def test_a_map_opens_on_all_that_is_measured_or_moves_and_nothing_covers_it(
    chromium, saved, story, size
):
    seen = opened(chromium, saved(story, "distances"), SIZES[size]).evaluate(SEEN)
    for name, left, top, right, bottom in seen["marks"]:
        assert left >= 0, name
        assert top >= 0, name
        assert right <= seen["size"][0], name
        assert bottom <= seen["size"][1], name
    for mark in seen["marks"]:
        assert all(overlap(mark, button) <= 0 for button in seen["buttons"]), mark


@pytest.mark.parametrize("sort", ["places", "distances", "story"])
def test_a_city_fills_the_map_and_its_country_does_not_count(chromium, saved, sort):
    seen = opened(chromium, saved("a city", sort)).evaluate(SEEN)
    inside = [mark for mark in seen["marks"] if mark[0] not in {"Portugal", "Tagus"}]
    centres = np.array([((m[1] + m[3]) / 2, (m[2] + m[4]) / 2) for m in inside])
    assert (centres > 0).all()
    assert (centres < seen["size"]).all()
    assert (np.ptp(centres, axis=0) / seen["size"]).max() > 0.5


def test_a_town_and_its_country_are_shown_together(chromium, tmp_path):
    places = {name: made.CITY[name] for name in ("Lisbon", "Portugal")}
    path = save_html(map_places(made.mentions_of(places)), tmp_path / "both.html")
    assert len(opened(chromium, path).evaluate(SEEN)["labels"]) == 2


def test_a_button_shows_what_lies_far_from_the_rest_and_the_rest_again(chromium, tmp_path):
    places = {f"Town {i}": ("city", "PH", 13.0 + 0.1 * i, 123.0 + 0.1 * i) for i in range(10)}
    mentions = made.mentions_of(places | {"Graz": ("city", "AT", 47.07, 15.44)}, unplaced=())
    page = opened(chromium, save_html(map_places(mentions), tmp_path / "far.html"))

    def is_seen(name):
        seen = page.evaluate(SEEN)
        across, down = seen["size"]
        _, left, top, right, bottom = next(mark for mark in seen["marks"] if mark[0] == name)
        return left >= 0 and top >= 0 and right <= across and bottom <= down

    button = page.get_by_role("button", name="Show all: 1 place lies farther out")
    assert not is_seen("Graz")
    assert is_seen("Town 9")
    button.click()
    assert is_seen("Graz")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert not is_seen("Graz")


def test_a_city_can_be_looked_at_from_near(chromium, saved):
    page = opened(chromium, saved("a city", "places"))
    key = "window[Object.keys(window).find(key => key.startsWith('map_'))]"
    assert page.evaluate(f"{key}.getMaxZoom()") >= 13


# ---- Over the antimeridian -------------------------------------------------------------------


@pytest.mark.parametrize("ends", [("Papeete", "Auckland"), ("Auckland", "Papeete")])
@pytest.mark.parametrize("by", ["air", "sea"])
def test_a_way_over_180_degrees_is_drawn_in_the_order_in_which_it_is_travelled(ends, by):
    way = getattr(network, by)(*ends)
    stops = [(stop.lat, stop.lon) for stop in way.stops]
    parts = line_path(way.geometry, *stops)
    assert len(parts) == 2
    assert parts[0][-1][0] == pytest.approx(parts[1][0][0], abs=0.01)
    assert abs(parts[0][-1][1]) == pytest.approx(180)
    assert np.allclose(parts[0][0], stops[0], atol=0.5)
    assert np.allclose(parts[-1][-1], stops[-1], atol=0.5)


# ---- On paper --------------------------------------------------------------------------------


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize("sort", ["places", "distances", "journeys", "story"])
@pytest.mark.parametrize("story", STORIES)
def test_every_map_and_its_legend_print_on_one_page_of_a4(chromium, saved, story, sort):
    page = opened(chromium, saved(story, sort))
    page.emulate_media(media=None)
    assert pages_of(page.pdf(format="A4", print_background=True)) == 1


def test_land_lines_and_names_are_pictures_on_paper(chromium, saved):
    """A canvas that was ever cleared is written into a PDF as white, over all that is below it."""
    page = opened(chromium, saved("a voyage", "journeys"))
    wide = page.evaluate(
        """() => {
            let wide;
            addEventListener("beforeprint", () => {
                wide = [...document.querySelectorAll("canvas")].map(one => one.width);
            });
            dispatchEvent(new Event("beforeprint"));
            dispatchEvent(new Event("afterprint"));
            return wide;
        }"""
    )
    page.emulate_media(media=None)
    pictures = [int(w) for w in re.findall(rb"/Width (\d+)", page.pdf(format="A4"))]
    assert len(wide) == 3
    assert all(pictures.count(one) >= 1 for one in wide)
    page.wait_for_timeout(100)
    assert page.evaluate("document.querySelectorAll('canvas').length") == 3
