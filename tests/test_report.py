"""Promises of the whole way: from an article to maps, tables and notebooks in one folder."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from browser import browser

import kit
from kit.article import save_article
from kit.errors import InputError, KitError, NotFoundError
from kit.report import _run, write_report

ROOT = Path(__file__).resolve().parent.parent
MAPS = ("places", "distances", "routes", "story")
NOTEBOOKS = ("01_places", "02_distances", "03_routes", "04_story")
ARTICLES = {"ours": ROOT / "data" / "article.md", "a third": ROOT / "tests/articles/third.md"}


@pytest.fixture(scope="module", params=list(ARTICLES))
def out(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report") / "out"
    said = []
    written = write_report(ARTICLES[request.param], folder, say=said.append)
    assert sorted(folder.iterdir()) == sorted(written)
    assert [line for line in said if "04_story" in line]
    return folder


def test_every_map_table_and_notebook_is_written(out):
    tables = {f"{name}.{suffix}" for name in MAPS for suffix in ("csv", "geojson")}
    pages = {f"{name}.html" for name in (*MAPS, *NOTEBOOKS)}
    assert {path.name for path in out.iterdir()} == tables | pages


def test_maps_stay_under_a_megabyte_and_a_half(out):
    sizes = {name: (out / f"{name}.html").stat().st_size for name in MAPS}
    assert max(sizes.values()) < 1.5e6, sizes


@pytest.mark.parametrize("name", [*MAPS, *NOTEBOOKS])
def test_a_page_asks_for_nothing_and_shows_a_map(out, name):
    page = out / f"{name}.html"
    with browser() as watched:
        watched.page.goto(page.as_uri())
        frames = watched.page.frames
        watched.page.wait_for_timeout(1500)
        shown = [f for f in frames if f.query_selector(".leaflet-control-scale")]
    assert watched.outside(page) == []
    assert watched.errors == []
    assert len(shown) == 1


@pytest.mark.parametrize("name", MAPS)
def test_the_tables_can_be_read_back(out, name):
    table = pd.read_csv(out / f"{name}.csv")
    shapes = gpd.read_file(out / f"{name}.geojson")
    assert len(table) == len(shapes) > 0


def test_the_story_goes_by_what_the_journeys_assume(out):
    legs, story = (gpd.read_file(out / f"{name}.geojson") for name in ("routes", "story"))
    drawn = story[story["layer"] == "journey"]
    columns = ["who", "origin", "destination", "mode", "stated", "source", "start_date"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(drawn[columns]).reset_index(drop=True),
        pd.DataFrame(legs[columns]),
        check_dtype=False,
    )
    page = (out / "story.html").read_text(encoding="utf-8")
    assert ("assumed by the analyst" in page) == (not legs["stated"].all())


def test_legs_that_were_saved_for_another_article_are_left_alone(out, tmp_path):
    others = "Two\n\nThe minister flew from Oslo to Rome on Monday, a spokesman said.\n"
    article = save_article(kit.read_article(others), tmp_path / "article.json")
    made = tmp_path / "out"
    made.mkdir()
    shutil.copy(out / "routes.geojson", made)
    _run(ROOT / "notebooks" / "04_story.ipynb", article, made)
    story = gpd.read_file(made / "story.geojson")
    assert set(story["sentence"].dropna()) <= set(kit.geoparse(others)["sentence"])


def test_no_path_of_the_machine_is_in_what_is_mailed(out):
    for path in out.iterdir():
        text = path.read_text(encoding="utf-8")
        assert str(ROOT) not in text, path.name
        assert str(out.parent) not in text, path.name


def test_what_else_is_in_the_folder_stays(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    with pytest.raises(NotFoundError):
        write_report(tmp_path / "missing.md", out, say=lambda _: None)
    assert [path.name for path in out.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("source", ["", "   \n  ", "%PDF-1.7\nnot a text"])
def test_an_article_that_is_none_writes_nothing(tmp_path, source):
    with pytest.raises(InputError):
        write_report(source, tmp_path / "out", say=lambda _: None)
    assert not (tmp_path / "out").exists()


def test_a_notebook_that_fails_writes_nothing_and_says_where(tmp_path, monkeypatch):
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    source = json.loads((ROOT / "notebooks" / "01_places.ipynb").read_text())
    source["cells"][-1]["source"] = "1 / 0"
    (notebooks / "01_places.ipynb").write_text(json.dumps(source))
    monkeypatch.setattr("kit.report.NOTEBOOKS_DIR", notebooks)
    with pytest.raises(KitError, match=r"01_places.*ZeroDivisionError"):
        write_report(ROOT / "data" / "article.md", tmp_path / "out", say=lambda _: None)
    assert not (tmp_path / "out").exists()


def test_an_article_without_places_makes_maps_that_say_so(tmp_path):
    article = "Nothing happened\n\nShe sat down. She thought about it for a long while.\n"
    written = write_report(article, tmp_path / "out", say=lambda _: None)
    assert len(written) == 16
    assert len(gpd.read_file(tmp_path / "out" / "places.geojson")) == 0


def test_the_command_line_says_what_is_wrong_in_one_line(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "kit", "maps", str(tmp_path / "missing.md"), "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr


def test_the_notebooks_call_only_what_is_public():
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        source = path.read_text()
        assert "kit._" not in source
        assert all(name in dir(kit) for name in ("read_article", "geoparse", "save_html"))


def test_the_page_names_the_article_it_was_made_of(out, request):
    name = "article.md" if "ours" in request.node.callspec.id else "third.md"
    page = (out / "02_distances.html").read_text(encoding="utf-8")
    assert name in page
    # the exercise belongs to the kit's own article
    assert ("A second article" in page) == (name == "article.md")
