"""The article beside the map, and what the reader's screen, paper and keyboard make of the page."""

import datetime as dt
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
import tables_for_maps as made
from browser import browser
from sight import BLIND, lab

import kit
from kit import _basemap
from kit._basemap import packed
from kit._mapbase import view_basemap
from kit._mapdraw import AREA_INK, MODES, UNSTATED_MODE, VERDICTS
from kit._mapplaces import _BORDER_INK
from kit._mapview import KINDS
from kit._storytext import Told, story_text
from kit.article import Article
from kit.errors import InputError
from kit.maps import map_places, map_routes, map_story, save_html

TITLE = "The minister flies to Pyongyang"
TEXT = f"""{TITLE}

The minister flew from Beijing to Pyongyang on Wednesday. It rained all day. Mr. Smith, of the \
Cheongju International Airport, said that it lies 100 km (62 miles) from Seoul.

Nobody said more about that.

The leader went by rail from Pyongyang to the Vostochny Cosmodrome, 8000 km from Moscow. Then the \
containers left for a depot, 290 km from the border. Washington said nothing to Erewhon."""
JOURNEYS = (
    "flew from Beijing to Pyongyang",
    "went by rail from Pyongyang to the Vostochny Cosmodrome",
    "the containers left",
)
DISTANCES = ("100 km", "8000 km", "290 km")
NAMES = (
    *("Pyongyang", "Beijing", "Pyongyang", "Cheongju International Airport", "Seoul", "Pyongyang"),
    *("Vostochny Cosmodrome", "Moscow", "Washington", "Erewhon"),
)


def spans(words, text):
    """Offsets of words that follow each other in a text."""
    found, at = [], 0
    for word in words:
        start = text.index(word, at)
        found.append((start, start + len(word)))
        at = start + len(word)
    return found


def placed(table, words, text=TEXT):
    """Give the rows of a table their places in the text."""
    starts, ends = zip(*spans(words, text), strict=True)
    return table.assign(start=starts, end=ends)


def story(text=TEXT):
    """An article and its tables, offsets true."""
    single = {name: made.PLACES[name] for name in dict.fromkeys(NAMES) if name != "Erewhon"}
    by_name = made.mentions_of(single).set_index("text", drop=False)
    mentions = placed(by_name.loc[list(NAMES)].reset_index(drop=True), NAMES, text)
    _, claims, routes, loci = made.korea()
    again = claims.iloc[[0]].assign(text="62 miles", value=62.0, unit="mi", same_as=0)
    claims = pd.concat([placed(claims.iloc[[0, 1, 2]], DISTANCES, text), again], ignore_index=True)
    claims.loc[3, ["start", "end"]] = spans(["62 miles"], text)[0]
    loci["claims"] = [(2,)]
    article = Article(
        text=text,
        title=TITLE,
        date=dt.date(2023, 10, 20),
        byline="By Nobody",
        url="https://example.org/a",
        paragraphs=tuple(text.split("\n\n")[1:]),
    )
    return article, mentions, claims, placed(routes, JOURNEYS, text), loci


def drawn(quote="sentences", **more):
    article, mentions, claims, routes, loci = story()
    return map_story(mentions, claims, routes, loci, article=article, quote=quote, **more)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    return save_html(drawn(), tmp_path_factory.mktemp("story") / "story.html")


@pytest.fixture(scope="module")
def chromium():
    with browser() as watched:
        yield watched


def open_page(chromium, path):
    """Open a map and wait until it has written its labels."""
    chromium.page.goto(path.as_uri())
    chromium.page.wait_for_selector(".kit-label, .kit-note", timeout=60_000)
    drawn_twice = "() => new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))"
    chromium.page.evaluate(drawn_twice)
    return chromium.page


@pytest.fixture
def opened(chromium, saved, tmp_path):
    """Open a map; at the end nothing may have been asked for, run or failed."""
    paths = []

    def show(map_=None, width=1280, height=800):
        chromium.page.emulate_media(media="screen", color_scheme="light", reduced_motion="reduce")
        chromium.page.set_viewport_size({"width": width, "height": height})
        name = tmp_path / f"{len(paths)}.html"
        paths.append(saved if map_ is None else save_html(map_, name))
        return open_page(chromium, paths[-1])

    for record in (chromium.requests, chromium.errors, chromium.dialogs):
        record.clear()
    yield show
    assert chromium.outside(*paths) == []
    assert chromium.errors == []
    assert chromium.dialogs == []


def ref(page, text, nth=0):
    return page.locator(".kit-ref").filter(has_text=re.compile(f"^{re.escape(text)}")).nth(nth)


def current(page):
    return page.locator("[aria-current]").evaluate_all("all => all.map(one => one.ariaLabel)")


def heading(page):
    page.wait_for_selector(".kit-popup h2")
    return page.locator(".kit-popup h2").inner_text()


MAP = "window[Object.keys(window).find(key => key.startsWith('map_'))]"


def point_of(page, lat, lon):
    """Pixels of the window at which a place is."""
    box = page.locator(".folium-map").bounding_box()
    x, y = page.evaluate(
        f"at => {{ const p = {MAP}.latLngToContainerPoint(at); return [p.x, p.y]; }}",
        [lat, lon],
    )
    return box["x"] + x, box["y"] + y


def shown_text(page):
    return page.locator(".kit-article").inner_text()


# ---- How much is quoted ----------------------------------------------------------------------


def test_sentences_that_tell_of_something_are_quoted_with_dots_between(opened):
    text = shown_text(opened())
    assert text.startswith(TITLE)
    assert "Wednesday. … Mr. Smith, of the " in text.replace("\u2009", "")
    assert "It rained" not in text
    assert "Nobody said more" not in text
    assert "Washington said nothing" in text


def test_gaps_stand_where_something_is_left_out_and_nowhere_else(opened):
    assert opened().locator(".kit-gap").count() == 2  # rain, and what nobody said
    assert opened(drawn("all")).locator(".kit-gap").count() == 0


def test_all_quotes_every_paragraph_to_the_letter(opened):
    page = opened(drawn("all"))
    paragraphs = page.locator(".kit-article p").evaluate_all("all => all.map(p => p.textContent)")
    assert paragraphs == TEXT.split("\n\n")[1:]


def test_none_quotes_nothing_even_in_popups(opened):
    page = opened(drawn("none"))
    assert page.locator(".kit-text").count() == 0
    html = page.content()
    assert "made-up witness" not in html
    assert "It lies about" not in html
    assert "made-up witness" in save_text(drawn())


def save_text(map_):
    return map_.get_root().render()


def test_a_quote_that_is_none_of_the_three_is_refused():
    with pytest.raises(InputError, match="'sentences', 'all', 'none'"):
        drawn("some")
    article, mentions, claims, routes, _ = story()
    with pytest.raises(InputError, match="Article"):
        map_story(mentions, claims, routes, article=article.paragraphs)


def test_the_article_says_where_it_is_from_and_its_title_heads_the_page(opened):
    page = opened()
    assert page.locator("h1").all_inner_texts() == [TITLE]
    assert page.title() == TITLE
    assert "By Nobody · 20 October 2023" in page.locator(".kit-cite").inner_text()
    assert page.locator(".kit-cite a").get_attribute("href") == "https://example.org/a"
    other = opened(drawn(title="Ours"))
    assert other.locator("h1").all_inner_texts() == ["Ours"]
    assert other.locator("h2").first.inner_text() == TITLE


def test_an_address_that_is_no_web_page_is_no_link():
    article, *tables = story()
    odd = Article(text=article.text, title=article.title, url="javascript:alert(1)//")
    assert "javascript:alert" not in save_text(map_story(*tables, article=odd))


# ---- What is marked --------------------------------------------------------------------------


def test_places_distances_and_journeys_are_marked_at_their_offsets(opened):
    page = opened(drawn("all"))
    of = {sort: page.locator(f".kit-ref.kit-{sort}") for sort in ("place", "distance", "journey")}
    assert of["place"].all_text_contents() == [name for name in NAMES if name != "Erewhon"]
    assert of["distance"].all_text_contents() == ["100 km", "62 miles", "8000 km", "290 km"]
    assert of["journey"].all_text_contents() == [
        "flew from ",
        "went by rail from ",
        "the containers left",
    ]
    for one in page.locator(".kit-ref").all():
        assert one.get_attribute("role") == "button"
        assert one.get_attribute("tabindex") == "0"
        assert one.get_attribute("aria-label").startswith(one.text_content().strip())
    assert page.locator("[role=button] [role=button]").count() == 0


def test_labels_tell_what_a_sighted_reader_sees(opened):
    page = opened()
    labels = page.locator(".kit-ref").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert "Moscow; city" in labels
    assert "8000 km; distance, Vostochny Cosmodrome – Moscow, inconsistent" in labels
    assert any(
        label.startswith("flew from Beijing to Pyongyang; journey, The minister: Beijing → Pyong")
        for label in labels
    )


def test_sorts_are_told_apart_without_colour(opened):
    page = opened()
    styles = {
        page.locator(f".kit-ref.kit-{sort}").first.evaluate(
            "one => [getComputedStyle(one).borderBottomStyle, "
            "getComputedStyle(one, '::before').content].join()"
        )
        for sort in ("place", "distance", "journey")
    }
    assert len(styles) == 3


def test_words_are_marked_from_their_first_letter_on():
    text = "From Suva they flew to Apia."
    marked = [
        Told(5, 27, "journey", "journey", ((0, "lines", 0),)),
        Told(5, 9, "place", "city", ((0, "marks", 0),)),
    ]
    article = Article(text, None, None, None, None, (text,))
    html = story_text(article, marked, quote="all", title=None).html
    assert re.findall(r">(\s*\w+)[^<]*</span>", html) == ["Suva", "they"]
    assert re.sub(r"<[^>]*>", "", html).strip() == text


def test_offsets_that_fit_no_text_are_left_out(opened):
    article, mentions, claims, routes, loci = story()
    wrong = mentions.assign(start=mentions["start"] + 10_000, end=mentions["end"] + 10_000)
    page = opened(map_story(wrong, claims, routes, loci, article=article))
    assert page.locator(".kit-ref.kit-place").count() == 0
    assert page.locator(".kit-ref.kit-distance").count() == 4


def test_tables_without_offsets_still_make_a_story(opened):
    article, mentions, claims, routes, loci = story()
    page = opened(
        map_story(mentions, claims, routes.drop(columns=["start", "end"]), loci, article=article)
    )
    assert page.locator(".kit-ref.kit-journey").count() == 0
    assert page.locator(".kit-ref.kit-place").count() == 9


def test_words_that_tell_two_things_lead_to_both(opened):
    article, mentions, claims, routes, loci = story()
    start, end = spans(["Moscow"], TEXT)[0]
    routes.loc[0, ["start", "end"]] = start, end
    page = opened(map_story(mentions, claims, routes, loci, article=article))
    assert ref(page, "Moscow").count() == 1
    journey = page.locator(".kit-ref[aria-label^='Moscow; journey']")
    assert journey.text_content() == ""
    journey.focus()
    assert heading(page).startswith("The minister")


# ---- From the text to the map ----------------------------------------------------------------


@pytest.mark.parametrize("how", ["hover", "focus", "click"])
def test_pointing_at_words_opens_what_they_tell(opened, how):
    page = opened()
    getattr(ref(page, "8000 km"), how)()
    assert "Vostochny Cosmodrome – Moscow" in heading(page)
    assert current(page)[0].startswith("8000 km")
    assert len(current(page)) == 1


def test_all_that_names_the_same_place_is_highlighted(opened):
    page = opened()
    ref(page, "Pyongyang").focus()
    assert page.locator(".kit-on").all_text_contents() == ["Pyongyang"] * 3
    assert heading(page) == "Pyongyang"


def test_a_restatement_shows_the_distance_that_it_restates(opened):
    page = opened()
    ref(page, "62 miles").click()
    assert "100 km: Cheongju" in heading(page)


def test_a_distance_to_a_site_without_a_name_shows_where_it_can_lie(opened):
    page = opened()
    ref(page, "290 km").click()
    assert heading(page) == "Where a depot can lie"


def test_a_journey_with_an_unknown_end_shows_the_end_that_is_known(opened):
    page = opened()
    ref(page, "the containers left").click()
    assert heading(page) == "Pyongyang"


def test_what_is_out_of_view_is_brought_into_view_at_once_for_those_who_want_no_motion(opened):
    page = opened()
    view = f"{MAP}.getBounds().contains([38.8951, -77.0364])"
    assert not page.evaluate(view)
    ref(page, "Washington").evaluate("one => one.focus()")
    assert page.evaluate(view)
    assert heading(page) == "Washington"


@pytest.mark.parametrize(("motion", "moving"), [("reduce", False), ("no-preference", True)])
def test_the_map_glides_only_for_readers_who_have_not_asked_for_rest(opened, motion, moving):
    page = opened()
    page.emulate_media(reduced_motion=motion)
    page.reload()
    page.wait_for_selector(".kit-label")
    glides = f"""one => {{ const map = {MAP}; map.setView([37, 120], 5, {{ animate: false }});
        one.focus(); return !!(map._panAnim && map._panAnim._inProgress); }}"""
    assert ref(page, "Vostochny Cosmodrome").evaluate(glides) == moving


def test_a_layer_that_was_switched_off_comes_back_for_its_words(opened):
    page = opened()
    page.get_by_label("Distances").uncheck()
    ref(page, "100 km").click()
    assert "100 km: Cheongju" in heading(page)
    assert page.get_by_label("Distances").is_checked()


def test_every_part_of_a_journeys_words_shows_the_journey(opened):
    page = opened()
    page.locator(".kit-part.kit-journey").first.click()
    assert heading(page).startswith("The minister")
    assert current(page)[0].startswith("flew from Beijing to Pyongyang")


# ---- From the map to the text ----------------------------------------------------------------


def test_a_mark_that_is_pointed_at_highlights_its_words(opened):
    page = opened()
    page.mouse.move(*point_of(page, *made.PLACES["Moscow"][2:]))
    page.wait_for_selector(".kit-on")
    assert current(page) == ["Moscow; city"]
    assert page.locator(".leaflet-popup").count() == 0


def test_a_line_that_is_clicked_highlights_its_words(opened):
    page = opened()
    page.get_by_role("button", name="✗ stated 8,000 km").click()
    assert current(page)[0].startswith("8000 km")


def test_a_mark_that_is_opened_by_touch_highlights_its_words(opened):
    page = opened()
    page.evaluate(
        f"""() => Object.values({MAP}._layers).find(one =>
            one.kitItem && one.kitItem.lines[0] === "Moscow").openPopup()"""
    )
    assert current(page) == ["Moscow; city"]


def test_a_label_reached_by_keyboard_highlights_its_words_and_the_text_scrolls_there(opened):
    page = opened(width=720, height=280)
    words = ref(page, "Vostochny Cosmodrome")
    box = page.locator(".kit-article").bounding_box()
    assert words.bounding_box()["y"] > box["y"] + box["height"]
    page.locator(".kit-label").filter(has_text=re.compile("^Vostochny")).focus()
    assert current(page)[0].startswith("Vostochny Cosmodrome")
    assert words.bounding_box()["y"] < box["y"] + box["height"]


# ---- Steps -----------------------------------------------------------------------------------


def labels_of(page):
    return page.locator(".kit-ref").evaluate_all("all => all.map(one => one.ariaLabel)")


def test_next_and_previous_step_in_reading_order(opened):
    page = opened()
    labels = labels_of(page)
    for label in labels:
        page.get_by_role("button", name="Next").click()
        assert current(page) == [label]
        page.wait_for_selector(".kit-popup")
    page.get_by_role("button", name="Next").click()
    assert current(page) == labels[-1:]
    page.get_by_role("button", name="Previous").click()
    assert current(page) == [labels[-2]]


def test_arrow_keys_step_enter_opens_and_escape_leads_back(opened):
    page = opened()
    labels = labels_of(page)
    page.get_by_role("button", name="Next").focus()
    for key, at in (
        ("ArrowRight", 0),
        ("ArrowDown", 1),
        ("ArrowLeft", 0),
        ("End", -1),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        assert current(page) == [labels[at]]
    assert page.locator(".kit-said").text_content().endswith(labels[0])
    page.keyboard.press("Enter")
    focused = "document.activeElement"
    assert page.evaluate(f"{focused}.getAttribute('role')") == "dialog"
    assert page.evaluate(f"{focused}.innerText").startswith("Pyongyang")
    page.keyboard.press("Escape")
    assert page.locator(".leaflet-popup").count() == 0
    assert page.evaluate(f"{focused}.className") == "kit-here"


def test_words_are_stepped_through_and_opened_by_keyboard_too(opened):
    page = opened()
    ref(page, "Beijing").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "Pyongyang"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.innerText").startswith("Pyongyang")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Pyongyang"


def test_what_has_the_focus_can_be_seen(opened):
    page = opened()
    page.keyboard.press("Tab")
    for selector in (".kit-previous", ".kit-ref.kit-place"):
        page.locator(selector).first.focus()
        outline = page.locator(selector).first.evaluate("one => getComputedStyle(one).outlineStyle")
        assert outline == "solid"


def test_the_article_says_its_language_and_comes_before_the_map(opened):
    page = opened()
    assert page.locator(".kit-article").get_attribute("lang") == "en"
    assert page.get_by_role("group", name="Steps through the text").count() == 1
    assert page.get_by_role("region", name="Article").count() == 1
    assert (
        page.evaluate(
            "document.querySelector('.kit-text').compareDocumentPosition(document.querySelector('.folium-map'))"
        )
        == 4
    )


# ---- Nothing runs ----------------------------------------------------------------------------

PAYLOADS = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "</article></section><script>alert(1)</script>",
    "${alert(1)}",
    "`+alert(1)+`",
    "\\`;alert(1);//",
    "\\x3cimg src=x onerror=alert(1)\\x3e",
    '"><svg onload=alert(1)>',
    '" onfocus="alert(1)" autofocus="',
    "'-alert(1)-'",
    "{{ cycler.__init__ }}{% raw %}{#",
    "<!--<script>",
    "<style>*{display:none}</style>",
    "javascript:alert(1)",
    "\u2028alert(1)\u2029",
    "\u202eevil\u202d",
    "null\0byte \ud800",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "&lt;b&gt; <b>bold</b>",
]


@pytest.mark.parametrize("first", range(5))
def test_no_text_of_an_article_runs(opened, first):
    payloads = PAYLOADS[first::5]
    title = payloads[0]
    paragraphs = [f"A Moscow {p} b {p}. 5 km {p}. {p} sent word." for p in payloads]
    text = "\n\n".join([title, *paragraphs])
    mentions = made.mentions_of({"Moscow": made.PLACES["Moscow"]}, unplaced=())
    _, claims, routes, _ = made.korea()
    told = []
    for table, words in (
        (mentions, [f"Moscow {p}" for p in payloads]),
        (claims.iloc[:1], [f"5 km {p}" for p in payloads]),
        (routes.iloc[:1], [f"{p} sent" for p in payloads]),
    ):
        rows = pd.concat([table] * len(words), ignore_index=True)
        told.append(placed(rows, words, text))
    article = Article(text=text, title=title, byline=title, url=f"https://e.org/{title}")
    page = opened(map_story(*told, article=article, quote="all"))
    page.locator(".kit-ref").evaluate_all("all => all.forEach(one => one.click())")
    assert page.locator(".kit-ref").count() == 3 * len(payloads)
    inside = ".kit-text :is(img, svg, script, style, iframe, b), [onfocus], [onerror], [autofocus]"
    assert page.locator(inside).count() == 0
    shown = page.locator(".kit-article p").evaluate_all("all => all.map(p => p.textContent)")
    assert shown == [re.sub(r"[\0\ud800]", "\ufffd", p) for p in paragraphs]
    readable = re.sub(r"[\0\ud800]", "\ufffd", title)
    assert page.locator("h1").text_content() == readable.strip()


# ---- Dark and light --------------------------------------------------------------------------


SHEETS = Path(kit.__file__).parent
SCHEMES = ("light", "dark")
PAPERS = {
    "ink": ("paper", "sea", "land", "marker"),
    "soft": ("paper",),
    "accent": ("paper",),
    "country-name": ("land",),
    "water-name": ("sea",),
    "town": ("land", "sea"),
    "division-name": ("land",),
    "graticule-name": ("land", "sea"),
}


def colours(scheme):
    """Colours of a scheme as the style sheet gives them, twins of inks included."""
    found = {}
    for name in ("_ground.css", "_map.css"):
        sheet = (SHEETS / name).read_text("utf-8")
        light, dark = sheet.split("@media screen and (prefers-color-scheme: dark)")
        found |= dict(re.findall(r"--kit-([\w-]+): (#\w{6})", light.split("}")[0]))
        if scheme == "dark":
            found |= dict(re.findall(r"--kit-([\w-]+): (#\w{6})", dark.split("@media")[0]))
    return found


def contrast(one, two):
    """Contrast ratio of two colours (WCAG 2.2)."""

    def luminance(ink):
        rgb = np.array([int(ink[at : at + 2], 16) for at in (1, 3, 5)]) / 255
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_all_text_stands_out_from_what_it_is_written_on(scheme):
    found = colours(scheme)
    for ink, papers in PAPERS.items():
        for paper in papers:
            assert contrast(found[ink], found[paper]) >= 4.5, (ink, paper)
    labels = [ink for ink, *_ in (*VERDICTS.values(), *MODES.values(), UNSTATED_MODE)]
    for ink in (*labels, AREA_INK, _BORDER_INK):
        assert contrast(found.get(ink[1:], ink), found["paper"]) >= 4.5, ink


@pytest.mark.parametrize("scheme", SCHEMES)
def test_marks_and_lines_stand_out_from_land_and_sea(scheme):
    found = colours(scheme)
    lines = [ink for ink, *_ in (*VERDICTS.values(), *MODES.values(), UNSTATED_MODE)]
    for ink in (*lines, AREA_INK, *(kind["ink"] for kind in KINDS)):
        for paper in ("land", "sea"):
            assert contrast(found.get(ink[1:], ink), found[paper]) >= 3, (ink, paper)


def test_every_ink_has_a_twin_for_the_dark():
    dark = colours("dark")
    drawn = [ink for ink, *_ in (*VERDICTS.values(), *MODES.values(), UNSTATED_MODE)]
    for ink in (*drawn, AREA_INK, _BORDER_INK, *(kind["ink"] for kind in KINDS)):
        assert ink[1:] in dark


@pytest.mark.parametrize("sight", BLIND)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_lines_are_told_apart_by_every_eye_in_both_schemes(scheme, sight):
    found = colours(scheme)
    inks = [found.get(ink[1:], ink) for ink, _, ticks in MODES.values() if not ticks]
    for one, two in combinations(inks, 2):
        assert np.linalg.norm(lab(one, BLIND[sight]) - lab(two, BLIND[sight])) > 20, (one, two)
    ways = [(dash, sign) for _, dash, sign in VERDICTS.values()]
    assert len(set(ways)) == len({dash for dash, _ in ways}) == len(VERDICTS)


def pixel(page, lat, lon):
    """Colour of the basemap at a place."""
    return page.evaluate(
        f"""at => {{
            const map = {MAP}, box = map.getContainer().getBoundingClientRect();
            const point = map.latLngToContainerPoint(at);
            const sheet = document.querySelector(".leaflet-kit-land-pane canvas");
            const there = sheet.getBoundingClientRect(), ratio = sheet.width / there.width;
            const x = (box.left + point.x - there.left) * ratio;
            const y = (box.top + point.y - there.top) * ratio;
            const rgb = sheet.getContext("2d").getImageData(x, y, 1, 1).data;
            return "#" + [...rgb].slice(0, 3).map(v => v.toString(16).padStart(2, "0")).join("");
        }}""",
        [lat, lon],
    )


def test_the_page_follows_the_readers_scheme_at_once(opened):
    page = opened()
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(150)
        found = colours(scheme)
        assert pixel(page, 60, 95) == found["land"]
        assert pixel(page, 75, 78) == found["sea"]
        legend, panel, label = (
            page.locator(name).first.evaluate("one => getComputedStyle(one).backgroundColor")
            for name in (".kit-legend", ".kit-text", ".kit-line-label")
        )
        assert legend == panel == label == rgb(found["paper"])
        swatch = page.locator(".kit-legend rect").first
        assert swatch.evaluate("one => getComputedStyle(one).stroke") == rgb(
            found.get(AREA_INK[1:], AREA_INK)
        )


def rgb(ink):
    return f"rgb({', '.join(str(int(ink[at : at + 2], 16)) for at in (1, 3, 5))})"


# ---- On paper --------------------------------------------------------------------------------


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.fixture(scope="module")
def lavrov(tmp_path_factory):
    """The story of the article that the kit comes with."""
    article = kit.read_article(Path(__file__).parent.parent / "data" / "article.md")
    mentions = kit.geoparse(article)
    checked = kit.check_claims(kit.find_claims(article, mentions), mentions)
    drawn = kit.map_story(
        mentions,
        checked,
        kit.find_routes(article, mentions),
        kit.locate(checked),
        article=article,
        title=article.title,
    )
    return save_html(drawn, tmp_path_factory.mktemp("lavrov") / "story.html")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_story_prints_on_one_page_of_a4(chromium, lavrov, scheme):
    page = open_page(chromium, lavrov)
    page.emulate_media(media=None, color_scheme=scheme)
    for options in ({}, {"print_background": True, "prefer_css_page_size": True}):
        assert pages_of(page.pdf(format="A4", **options)) == 1


def test_paper_is_painted_light_before_the_browser_takes_its_picture(opened):
    page = opened()
    page.emulate_media(color_scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert pixel(page, 60, 95) == colours("light")["land"]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert pixel(page, 60, 95) == colours("dark")["land"]


def test_paper_shows_map_legend_and_text_in_light_colours_without_buttons(opened):
    page = opened()
    page.emulate_media(color_scheme="dark")
    page.locator(".kit-legend > summary").click()
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_timeout(150)
    for selector in (".folium-map", ".kit-legend", ".kit-article", ".kit-legend h3"):
        assert page.locator(selector).first.is_visible()
    for selector in (".kit-steps", ".leaflet-control-zoom", "input", ".kit-time"):
        for one in page.locator(selector).all():
            assert not one.is_visible()
    assert "Erewhon" in page.locator(".kit-legend").inner_text()  # what was folded away
    assert pixel(page, 60, 95) == colours("light")["land"]
    assert page.locator(".kit-legend").evaluate(
        "one => one.getBoundingClientRect().top >= "
        "document.querySelector('.folium-map').getBoundingClientRect().bottom"
    )
    page.emulate_media(media="screen", color_scheme="dark")
    page.wait_for_timeout(150)
    assert pixel(page, 60, 95) == colours("dark")["land"]
    assert page.locator(".folium-map .kit-legend").get_attribute("open") is None


# ---- The slider ------------------------------------------------------------------------------


def slid(page, position):
    slider = page.get_by_role("slider", name="Journeys by day")
    slider.focus()
    page.keyboard.press("Home")
    for _ in range(position):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(120)
    return slider.get_attribute("aria-valuetext")


def journeys_shown(page):
    labels = page.locator(".kit-line-label").all_inner_texts()
    return {who for who in ("minister", "leader", "cook") for text in labels if who in text}


@pytest.mark.parametrize("kind", ["routes", "story"])
def test_a_slider_shows_what_was_under_way_or_past_by_a_day(opened, kind):
    _, mentions, _, routes, _ = story()
    cook = routes.iloc[[0]].assign(who="The cook", origin="Moscow", destination="Seoul")
    for end, name in (("origin", "Moscow"), ("destination", "Seoul")):
        cook[f"{end}_lat"], cook[f"{end}_lon"] = made.PLACES[name][2:]
    cook = cook.assign(start_date=None, end_date=None, geometry=None)
    routes = pd.concat([routes, cook], ignore_index=True)
    drawn = map_routes(routes, mentions) if kind == "routes" else map_story(mentions, None, routes)
    page = opened(drawn)
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == "all"
    assert journeys_shown(page) == {"minister", "leader", "cook"}
    without = "1 without a date not shown"
    assert slid(page, 0) == f"1 Sep 2023: 1 of 3 under way or past, {without}"
    assert journeys_shown(page) == {"leader"}
    assert slid(page, 1).startswith("30 Sep 2023")
    assert journeys_shown(page) == {"leader"}
    assert slid(page, 2) == f"18 Oct 2023: 2 of 3 under way or past, {without}"
    assert journeys_shown(page) == {"minister", "leader"}
    faint = f"""() => Object.values({MAP}._layers).filter(one =>
        one.options.arrow && one.options.opacity < 0.5).map(one => one.kitItem.lines[0])"""
    assert [text.split(",")[0] for text in page.evaluate(faint)] == ["The leader"]
    assert slid(page, 3) == "all"
    assert journeys_shown(page) == {"minister", "leader", "cook"}


def test_no_slider_where_there_are_fewer_than_two_dates(opened):
    mentions, _, routes, _ = made.korea()
    for legs in (routes.iloc[:1], routes.assign(start_date=None, end_date=None)):
        assert opened(map_routes(legs, mentions)).locator(".kit-time").count() == 0
    assert opened(map_places(mentions)).locator(".kit-time").count() == 0


def test_words_of_a_journey_that_the_slider_hides_bring_it_back(opened):
    page = opened()
    slid(page, 0)
    ref(page, "flew from").focus()
    assert heading(page).startswith("The minister")
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == "all"


# ---- Small and large screens -----------------------------------------------------------------

CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(one => {
    const box = one.getBoundingClientRect();
    const own = !one.closest(".leaflet-pane, .leaflet-tile-pane, .kit-said, svg") && box.width > 0;
    return own && (box.right > innerWidth + 0.5 || box.left < -0.5);
}).map(one => one.className || one.tagName)"""


@pytest.mark.parametrize("size", [(360, 740), (740, 360), (1280, 800), (3840, 2160)])
def test_nothing_is_wider_than_the_screen_or_cut_off(opened, size):
    page = opened(None, *size)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert page.evaluate("document.documentElement.scrollHeight") <= size[1]
    assert page.evaluate(CUT_OFF) == []
    page.locator(".kit-legend").evaluate("one => one.open = true")
    ref(page, "8000 km").click()
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("size", [(360, 740), (740, 360), (3840, 2160)])
def test_parts_of_the_page_do_not_overlap(opened, size):
    page = opened(None, *size)
    whole = (".kit-text", ".folium-map", ".kit-time")
    controls = (".leaflet-control-zoom", ".kit-legend", ".leaflet-control-scale")
    for names in (whole, controls):
        boxes = [page.locator(name).first.bounding_box() for name in names]
        for one, two in combinations(boxes, 2):
            across = min(one["x"] + one["width"], two["x"] + two["width"]) - max(one["x"], two["x"])
            down = min(one["y"] + one["height"], two["y"] + two["height"]) - max(one["y"], two["y"])
            assert across <= 0.5 or down <= 0.5


def test_a_phone_has_the_map_above_the_text_and_popups_fit_on_it(opened):
    page = opened(None, 360, 740)
    map_, text = (page.locator(name).bounding_box() for name in (".folium-map", ".kit-text"))
    assert map_["y"] + map_["height"] <= text["y"]
    assert min(map_["height"], text["height"]) > 250
    ref(page, "8000 km").click()
    page.wait_for_timeout(150)
    popup = page.locator(".leaflet-popup-content-wrapper").bounding_box()
    for control in (".leaflet-control-zoom", ".kit-legend"):
        box = page.locator(control).bounding_box()
        assert popup["y"] >= box["y"] + box["height"]
    assert popup["y"] + popup["height"] <= map_["y"] + map_["height"]
    page.get_by_text("Legend, layers, sources").click()
    assert "Natural Earth" in page.locator(".kit-legend").inner_text()
    page.get_by_label("Distances").uncheck()


def test_popups_keep_clear_of_the_buttons_on_a_phone_that_lies_down(opened):
    page = opened(None, 740, 360)
    for words in ("Beijing", "Pyongyang", "8000 km"):
        ref(page, words).click()
        page.wait_for_timeout(150)
        popup = page.locator(".leaflet-popup-content-wrapper").bounding_box()
        for control in (".leaflet-control-zoom", ".kit-legend"):
            box = page.locator(control).bounding_box()
            assert popup["y"] >= box["y"] + box["height"], words


def test_lines_of_the_article_stay_short_enough_to_read_on_very_large_screens(opened):
    for wide, high in ((1280, 800), (3840, 2160)):
        ems = (
            opened(None, wide, high)
            .locator(".kit-article p")
            .first.evaluate("one => one.clientWidth / parseFloat(getComputedStyle(one).fontSize)")
        )
        assert 18 < ems < 45


def test_letters_grow_on_very_large_screens(opened):
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    for wide, high, least in ((1280, 800, 11), (3840, 2160, 17)):
        page = opened(None, wide, high)
        for name in (".kit-article p", ".kit-legend li", ".kit-label", ".kit-line-label"):
            assert page.locator(name).first.evaluate(size) >= least, name


# ---- Size ------------------------------------------------------------------------------------


def test_the_story_of_the_article_stays_below_450_kilobytes(lavrov):
    assert lavrov.stat().st_size < 450_000


def decoded(text):
    """Lines from the text that they are packed into, by the rules of source maps."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    lines = []
    for line in text.split(".")[:-1]:
        numbers, value, shift = [], 0, 0
        for letter in line:
            digit = letters.index(letter)
            value |= (digit & 31) << shift
            shift += 5
            if not digit & 32:
                numbers.append(-(value >> 1) if value & 1 else value >> 1)
                value = shift = 0
        lines.append(np.cumsum(np.reshape(numbers, (-1, 2)), axis=0))
    return lines


def test_lines_are_packed_to_within_a_hundred_metres():
    lines = [[[51.5, -0.1274], [-89.99, 179.9994], [0, -180]], [[1.00049, 2]]]
    for line, back in zip(lines, decoded(packed(lines, 1000)), strict=True):
        assert np.abs(back / 1000 - line).max() < 0.0005 + 1e-9


def test_the_world_is_as_fine_as_it_looks_where_no_cell_is_drawn():
    coarse = view_basemap(np.empty((0, 2)), np.empty(0))
    steps = coarse["worldSteps"]
    coast = shapely.MultiLineString([line / steps for line in decoded(coarse["world"]["land"])])
    fine = shapely.unary_union(_basemap.shapes("50m", "de facto")["land"]).boundary
    far = shapely.distance(shapely.points(shapely.get_coordinates(coast)), fine)
    assert far.max() < 0.06  # degrees: a pixel at zoom 4.75


def test_towns_far_from_the_data_are_left_out_and_near_ones_named():
    made_base = view_basemap(np.array([[37.5, 127.0]]), np.ones(1))["names"]
    names = made_base["text"].split("\n")
    assert len(names) == len(made_base["kinds"])
    assert {"Incheon", "Paris", "Shanghai"} <= set(names)
    assert "Lyon" not in names
