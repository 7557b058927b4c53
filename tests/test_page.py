import html
import json
import re
import stat

import folium
import pytest
from branca.element import Element

from kit._page import Page, escape, isolated, literal, pack
from kit.errors import InputError
from kit.settings import whole


@pytest.fixture
def page():
    figure = Page("A & B")
    figure.add_child(folium.Map(tiles=None))
    return figure


@pytest.mark.parametrize("character", list("&<>\"'`\\${}"))
def test_each_dangerous_character_becomes_a_numeric_reference(character):
    assert escape(character) == f"&#{ord(character)};"
    assert html.unescape(escape(character)) == character


def test_escaped_text_means_the_same_in_html():
    text = """<img src=x onerror="alert('1')"> ${1+1} `\\x3c` {{7*7}} {% if %} 한국 \u202e \u2028"""
    assert html.unescape(escape(text)) == text


def test_what_no_file_can_hold_becomes_a_replacement_character():
    assert escape("a\0b\x1bc\ud800d") == "a\ufffdb\ufffdc\ufffdd"
    assert escape(None) == ""
    assert escape(12.5) == "12.5"


def test_only_text_that_could_turn_its_neighbours_is_set_apart():
    assert isolated("Seoul") == "Seoul"
    assert isolated("\u202eabc") == "\u2068\u202eabc\u2069"
    assert isolated("حلب") == "\u2068حلب\u2069"


def test_literals_are_json_that_can_not_end_a_script():
    data = {"a": ["</script><!--", "\u2028", 1.5, None, True]}
    text = literal(data)
    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text) == data


def test_a_page_loads_nothing_and_names_its_own_scripts_only(page):
    text = page.render()
    assert not re.search(
        r"""<(script|img|iframe)[^>]*\ssrc=|<link|@import|url\((?!["']?(data:|#))""", text
    )
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert policy.count("sha256-") == len(re.findall(r"<script>", text))


def test_a_page_says_its_language_its_title_and_that_phones_may_enlarge_it(page):
    text = page.render()
    assert '<html lang="en">' in text
    assert "<title>A &#38; B</title>" in text
    assert "user-scalable=no" not in text


def test_drawing_twice_gives_the_same_bytes_and_leaves_the_figure_as_it_was(page):
    before = page.to_json()
    assert page.render() == page.render()
    assert page.to_json() == before


def test_two_maps_made_alike_give_the_same_bytes():
    pages = []
    for _ in range(2):
        figure = Page("same")
        figure.add_child(folium.Map([1, 2], tiles=None))
        pages.append(figure.render())
    assert pages[0] == pages[1]


def test_a_script_that_somebody_slipped_into_the_body_is_put_there_as_text_that_does_not_run(page):
    page.html.add_child(Element("<script>evil()</script>"))
    text = page.render()
    assert "<script>evil()" not in text
    assert re.search(r'insertAdjacentHTML\("beforebegin","\\u003cscript>evil\(\)', text)


def test_a_script_can_not_be_ended_early(page):
    page.script.add_child(Element("var x = '</script><!--';"))
    assert "var x = '<\\/script><\\!--';" in page.render()


def test_a_link_that_can_not_be_embedded_is_named(page):
    page.header.add_child(folium.JavascriptLink("https://example.org/odd.js"), name="odd")
    with pytest.raises(InputError, match=r"odd\.js"):
        page.render()


def test_notebooks_get_a_frame_without_rights(page):
    shown = page._repr_html_()
    (rights,) = re.findall(r'sandbox="([^"]*)"', shown)
    assert rights == "allow-scripts allow-popups allow-popups-to-escape-sandbox"
    inside = html.unescape(re.search(r"srcdoc='([^']*)'", shown)[1])
    assert inside == page.render()


def test_folium_icons_bring_what_they_need_and_other_maps_do_not():
    plain, icons = Page("plain"), Page("icons")
    for figure in (plain, icons):
        figure.add_child(folium.Map(tiles=None))
    folium.Marker([1, 2], icon=folium.Icon()).add_to(next(iter(icons._children.values())))
    assert "AwesomeMarkers" not in pack(plain, "")
    assert "L.AwesomeMarkers" in pack(icons, "")


def test_files_are_whole_and_readable_or_not_there(tmp_path):
    path = tmp_path / "a.html"
    with whole(path) as draft:
        draft.write_bytes(b"abc")
    assert path.read_bytes() == b"abc"
    assert stat.S_IMODE(path.stat().st_mode) & 0o400
    with pytest.raises(InputError, match="Make the folder"), whole(tmp_path / "no" / "a.html"):
        pass
    assert list(tmp_path.iterdir()) == [path]
