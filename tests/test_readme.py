"""Promises of the README: its session gives what it shows, and what it links to is there."""

import doctest
import re
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def as_in_readme(tmp_path, monkeypatch):
    """Work in a folder that holds data/, as a reader in a clone does, without writing there."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    with pd.option_context("display.width", 120, "display.max_columns", 20):
        yield


@pytest.mark.usefixtures("as_in_readme")
def test_the_session_gives_what_it_shows():
    session = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    test = doctest.DocTestParser().get_doctest(session, {}, "README", "README.md", 0)
    said = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


def test_every_file_that_it_names_is_there():
    links = re.findall(r"\]\((?!http)([^)#]+)\)|\b((?:docs|data|tests)/[\w./-]+\.\w+)", README)
    named = {one or other for one, other in links}
    assert len(named) > 5
    assert not [name for name in named if not (ROOT / name).exists()]


def test_every_make_target_that_it_names_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)", README)) <= targets | {"that"}
