"""Journeys of real news, in which they are few and told by the way."""

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

import gold
import news


def test_each_article_was_read_once():
    of = Counter((row["corpus"], row["id"]) for row in news.rows())
    assert len(of) == 788
    assert set(of.values()) == {1}


def test_what_was_set_aside_of_real_news_is_read_as_well_as_published():
    if not {row["corpus"] for row in news.rows()} <= {*gold.names()}:
        pytest.skip(gold.MISSING)
    total = Counter()
    for row in [row for row in news.load() if row["set_aside"]][::4]:
        total.update(news.score(row)[0])
    assert total["wanted"] >= 20
    assert total["right"] / total["wanted"] >= 0.2
    assert total["right"] / (total["right"] + total["wrong"]) >= 0.4


@pytest.mark.parametrize("is_told", [True, False])
def test_a_leg_counts_against_a_text_only_if_no_reader_saw_it(is_told):
    row = {"text": "The envoy flew from Oslo to Rome.", "legs": "", "maybe": ""}
    row["maybe"] = "Oslo > Rome" if is_told else ""
    counts, lacking, wrong = news.score(row)
    assert (counts["right"], counts["wrong"], lacking) == (0, 0 if is_told else 1, [])
    assert len(wrong) == counts["wrong"]
