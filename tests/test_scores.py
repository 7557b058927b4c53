"""Promise of the README's figures: scored again, they are what it says, within 0.01."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent / "benchmarks"))

import gold
from scores import measure

FIGURES = {
    "words that are places": ("F1",),
    "the right place for given words": ("gold spans",),
    "both together": ("both: R", "both: P"),
    "how far `confidence` is off": ("calibration",),
}
COLUMNS = {"LGL": 1, "GeoWebNews": 3}


@pytest.mark.parametrize("corpus", COLUMNS)
def test_the_readme_has_the_figures_of_today(corpus):
    if corpus not in gold.names():
        pytest.skip(gold.MISSING)
    measured = measure(corpus, "odd")
    readme = (gold.ROOT / "README.md").read_text(encoding="utf-8")
    for row, names in FIGURES.items():
        line = re.search(rf"^\| {re.escape(row)}.*$", readme, re.MULTILINE)[0]
        said = re.findall(r"\d*\.\d+", line.split("|")[1 + COLUMNS[corpus]])
        assert len(said) == len(names)
        for figure, name in zip(said, names, strict=True):
            assert abs(float(figure) - measured[name]) <= 0.01, (row, figure, measured[name])


@pytest.mark.parametrize("form", ["gaztag", "latitude"])
def test_a_corpus_of_either_form_is_read_and_its_slipped_offsets_are_set_right(
    form, tmp_path, monkeypatch
):
    where = {
        "gaztag": "<phrase>Oslo</phrase><gaztag><lat>59.9</lat><lon>10.7</lon></gaztag>",
        "latitude": "<extractedName>Oslo</extractedName><latitude>59.9</latitude>"
        "<longitude>10.7</longitude><type>Literal</type>",
    }[form]
    label = f"<toponym><start>3</start><end>7</end>{where}</toponym>"
    (tmp_path / "News.xml").write_text(
        f"<articles><article><text>To Oslo by sea</text>{label}{label}</article></articles>"
    )
    monkeypatch.setenv("CORPORA", str(tmp_path))
    assert gold.names() == ["News"]
    (doc,) = gold.load("News")
    (toponym,) = doc["toponyms"]
    assert doc["text"][toponym["start"] : toponym["end"]] == "Oslo"
    assert (toponym["lat"], toponym["lon"]) == (59.9, 10.7)


def test_what_is_found_and_where_it_is_put_are_counted_apart():
    def place(start, lat, lon):
        return {"start": start, "end": start + 4, "lat": lat, "lon": lon}

    doc = {"toponyms": [place(0, 60.0, 10.0), place(10, 50.0, 5.0), place(20, None, None)]}
    found = [(0, 4, 60.5, 10.0), (10, 14, 60.0, 5.0), (20, 24, 1.0, 1.0), (30, 34, 2.0, 2.0)]
    counted = gold.found_and_placed([doc], [found])
    assert (counted["P"], counted["R"]) == (0.75, 1.0)
    assert (counted["both: R"], counted["both: P"]) == (1 / 2, 1 / 3)
    assert gold.placed_right([doc], [[(60.5, 10.0), None, (1.0, 1.0)]]) == 1 / 2


def test_of_spans_that_overlap_those_are_paired_that_share_most():
    assert gold.match([(0, 10), (12, 16)], [(8, 16), (0, 9)]) == {0: 1, 1: 0}
