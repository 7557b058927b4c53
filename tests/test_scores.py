"""Promise of the README's figures: scored again, they are what it says, within 0.01."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent / "benchmarks"))

from scores import ROOT, SHARED, measure

FIGURES = {
    "words that are places": ("F1",),
    "the right place for given words": ("gold spans",),
    "both together": ("both: R", "both: P"),
    "how far `confidence` is off": ("calibration",),
}
COLUMNS = {"LGL": 1, "GeoWebNews": 3}


@pytest.mark.parametrize("corpus", COLUMNS)
def test_the_readme_has_the_figures_of_today(corpus):
    if not (SHARED / "corpora" / f"{corpus}.xml").is_file():
        pytest.skip("the labelled corpora are not here: they are not ours to publish")
    measured = measure(corpus, "odd")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for row, names in FIGURES.items():
        line = re.search(rf"^\| {re.escape(row)}.*$", readme, re.MULTILINE)[0]
        said = re.findall(r"\d*\.\d+", line.split("|")[1 + COLUMNS[corpus]])
        assert len(said) == len(names)
        for figure, name in zip(said, names, strict=True):
            assert abs(float(figure) - measured[name]) <= 0.01, (row, figure, measured[name])
