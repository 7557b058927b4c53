"""Promises of maps in notebooks: wherever one is shown or turned into a page, its maps work."""

import functools
import hashlib
import http.server
import subprocess
import sys
import threading

import nbformat
import pytest
import tables_for_maps as made
from browser import browser
from IPython.core.formatters import DisplayFormatter
from nbconvert import HTMLExporter, MarkdownExporter
from notebook_server import MAPS, frames, look, notebook, outside, run, served

from kit._page import Page, Raw
from kit.maps import map_places, map_story
from kit.report import _NO_REQUESTS, _page

# What VS Code's web view allows, if its policy is switched on (`notebook.experimental.enableCsp`).
VS_CODE = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src https: http: data:; font-src https:; connect-src https:; child-src https: data:;"
)
WORDS = 'Map "Made up": it shows when the notebook is trusted or its cell is run again.'
PLAIN = "<Map 'Made up': a notebook shows it, kit.save_html makes a file of it>"


def story():
    return map_story(*made.korea(), title="Made up")


@pytest.fixture(scope="module")
def shown():
    """What a kernel sends of a map."""
    return DisplayFormatter().format(story())[0]


@pytest.fixture(scope="module")
def executed(shown, tmp_path_factory):
    """A notebook with a map in its output."""
    output = nbformat.v4.new_output("execute_result", shown, execution_count=1)
    cell = nbformat.v4.new_code_cell("map_", outputs=[output], execution_count=1, id="map")
    path = tmp_path_factory.mktemp("notebook") / "executed.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return path


def test_jupyterlab_shows_maps_that_work_and_says_what_to_do_where_it_does_not(tmp_path):
    path = notebook(tmp_path / "maps.ipynb")
    with served(tmp_path) as server, browser(local=True) as watched:
        server.open(watched.page, path.name)
        run(watched.page)
        drawn = frames(watched.page)
        assert len(drawn) == MAPS
        for frame in drawn:
            look(frame)
        watched.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")

        saved = nbformat.read(path, as_version=4)
        first, again = (saved.cells[i].outputs[0].data for i in (1, 2))
        assert first == again
        saved.cells[0].source += "  # as somebody else wrote it"
        nbformat.write(saved, tmp_path / "theirs.ipynb")
        server.open(watched.page, "theirs.ipynb")
        watched.page.get_by_text("it shows when the notebook is trusted").nth(MAPS - 1).wait_for()
        assert watched.page.locator("iframe[title]").count() == 0
        watched.page.evaluate("void window.jupyterapp.commands.execute('notebook:trust')")
        watched.page.locator(".jp-Dialog .jp-mod-accept").click()
        watched.page.locator("iframe[title]").nth(MAPS - 1).wait_for(timeout=60_000)
        assert len(frames(watched.page)) == MAPS
    assert outside(watched, server) == []
    assert watched.errors == []


def test_html_that_is_put_into_a_page_shows_the_map_though_its_scripts_would_not_run(shown):
    with browser() as watched:
        policy = f'<meta http-equiv="Content-Security-Policy" content="{VS_CODE}">'
        watched.page.set_content(f"{policy}<div id=output style='width:900px'></div>")
        watched.page.evaluate("html => { output.innerHTML = html; }", shown["text/html"])
        (frame,) = frames(watched.page)
        look(frame)
        assert watched.outside() == []
        assert watched.errors == []


@pytest.mark.parametrize("template", ["lab", "classic", "basic"])
def test_a_page_by_nbconvert_shows_the_map_and_asks_for_nothing(executed, tmp_path, template):
    exporter = HTMLExporter(template_name=template, **_NO_REQUESTS)
    path = tmp_path / "page.html"
    path.write_text(exporter.from_filename(str(executed))[0], encoding="utf-8")
    with browser() as watched:
        watched.page.goto(path.as_uri())
        (frame,) = frames(watched.page)
        look(frame)
        assert watched.outside(path) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_an_exported_notebook_follows_the_readers_scheme_and_fits_a_phone(
    executed, tmp_path, width
):
    path = tmp_path / "page.html"
    path.write_text(_page(executed, "a.md", is_own=True), encoding="utf-8")
    papers = "() => [document.body, ...document.querySelectorAll('.kit-legend')].map(one =>"
    papers += " getComputedStyle(one).backgroundColor).at(-1)"
    seen = {}
    with browser(width) as watched:
        for scheme in ("light", "dark"):
            watched.page.emulate_media(color_scheme=scheme)
            watched.page.goto(path.as_uri())
            (frame,) = frames(watched.page)
            seen[scheme] = [watched.page.evaluate(papers), frame.evaluate(papers)]
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    lightness = {
        scheme: [sum(map(int, paper[4:-1].split(","))) / 3 for paper in found]
        for scheme, found in seen.items()
    }
    assert min(lightness["light"]) > 230
    assert max(lightness["dark"]) < 60


def test_viewers_that_show_no_frames_show_words(executed, shown):
    page = HTMLExporter(sanitize_html=True).from_filename(str(executed))[0]
    assert "<iframe" not in page
    assert " ".join(page.split()).count(WORDS) == 1
    assert shown["text/plain"] == PLAIN


def test_a_map_is_one_block_of_html_in_markdown(executed):
    text = MarkdownExporter().from_filename(str(executed))[0]
    start, end = text.index('<div style="display:grid'), text.index("</iframe>")
    assert "\n\n" not in text[start:end]


def test_an_output_is_the_same_each_time_and_in_each_process(shown):
    again = DisplayFormatter().format(story())[0]
    assert again == shown
    code = (
        "import hashlib, test_notebooks as t; shown = t.DisplayFormatter().format(t.story())[0];"
        "print(hashlib.sha256(repr(shown).encode()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="tests"
    )
    assert done.stdout.strip() == hashlib.sha256(repr(shown).encode()).hexdigest()


def test_a_title_can_not_leave_its_frame(tmp_path):
    title = "\"'><script>parent.pwned=1</script>\x1b[31m\n{{ 7*7 }}"
    map_ = map_places(made.korea()[0], title=title)
    path = tmp_path / "page.html"
    path.write_text(map_._repr_html_(), encoding="utf-8")
    with browser() as watched:
        watched.page.goto(path.as_uri())
        (frame,) = frames(watched.page)
        assert watched.page.evaluate("window.pwned") is None
        assert "<script>parent.pwned=1</script>" in frame.locator(".kit-title").inner_text()
        assert watched.errors == []
    assert repr(map_).isprintable()


def test_a_frame_that_gets_its_size_late_looks_as_one_that_has_it(shown, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(f"<div id=late hidden style='width:900px'>{shown['text/html']}</div>", "utf-8")
    with browser() as watched:
        watched.page.goto(path.as_uri())
        inside = watched.page.frames[1]
        inside.wait_for_selector(".leaflet-control-scale", state="attached")
        inside.wait_for_timeout(300)
        watched.page.evaluate("() => { late.hidden = false; }")
        (frame,) = frames(watched.page)
        look(frame)
        assert frame.locator(".kit-legend .leaflet-control-layers").count() == 0


def test_what_a_link_opens_is_no_longer_in_the_sandbox(tmp_path):
    (tmp_path / "linked.html").write_text(
        "<script>localStorage.seen = 1; document.title = origin;</script>"
    )
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    page = Page("links")
    page.html.add_child(Raw(f'<a href="{address}/linked.html" target="_blank">source</a>'))
    with browser(local=True) as watched:
        watched.page.set_content(page._repr_html_())
        with watched.page.expect_popup() as popup:
            watched.page.frame_locator("iframe").get_by_text("source").click()
        popup.value.wait_for_load_state()
        assert popup.value.title() == address
    server.shutdown()
