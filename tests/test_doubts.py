"""Journeys in doubt: kept where what is told speaks for them, left out where nothing does."""

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from kit import find_routes, read_article
from kit._doubts import all_leg_facts, is_likely, word_facts
from kit._journeys import find_events
from kit._language import parse
from kit._places import Places
from kit.article import Article
from kit.mentions import geoparse
from kit.routes import told_legs

ROOT = Path(__file__).resolve().parent.parent
TODAY = dt.date(2024, 5, 15)


def legs_of(text):
    table = find_routes(Article(text, date=TODAY))
    return list(zip(table["origin"], table["destination"], strict=True))


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (
            "Gunmen in pickup trucks swept from Mellit into El Fasher on May 10, witnesses said.",
            ("Mellit", "El Fasher"),
        ),
        (
            "The Rembrandt, the star of the show, goes back to Dresden from Kyoto in June.",
            ("Kyoto", "Dresden"),
        ),
        (
            "Led by six cars, a vat rolled by low-loader from Bamberg into Pilsen on Thursday.",
            ("Bamberg", "Pilsen"),
        ),
    ],
)
def test_a_journey_is_told_though_the_sentence_hides_who_makes_it(text, ends):
    assert legs_of(text) == [ends]


@pytest.mark.parametrize(
    "text",
    [
        "The river rolled from Bamberg into Pilsen.",
        "Power swept from Oslo to Bergen in the vote of May 10.",
        "The Rembrandt, the star of the show, goes back to a visit to Kyoto in his youth.",
        "Prices, the talk of Rome, went up to those of Oslo.",
    ],
)
def test_what_moves_nobody_is_not_likely_either(text):
    assert legs_of(text) == []


def test_an_end_of_a_journey_is_not_told_once_more_of_nobody():
    text = "A jet left Bonn on Tuesday evening, overflew Malta and Chad, and set down in Cairo."
    assert legs_of(text) == [("Bonn", "Cairo")]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Costa travelled from Oslo to Lima. The guests arrived in Suva.",
        "The minister left Minsk. Two lorries reached Riga on Monday.",
    ],
)
def test_an_end_that_is_not_told_is_no_reason_to_leave_a_leg_out(text):
    assert len(legs_of(text)) == 2


def test_the_article_keeps_all_its_journeys(real_article_path):
    told = find_routes(read_article(real_article_path))
    assert {"Putin", "Lavrov", "Kim"} <= set(" ".join(told["who"].dropna()).split())
    assert {"Pyongyang", "Beijing"} <= set(told["destination"].dropna())


def test_the_weights_are_of_the_facts_that_are_told_today():
    # A fact that was renamed leaves its weight behind: `python data/build/fit_doubts.py` then.
    weights = json.loads((ROOT / "data" / "doubts.json").read_text(encoding="utf-8"))
    told = {"word": {""}, "leg": {""}}
    with (ROOT / "tests" / "journeys.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)][::2]
    for text in texts:
        doc = parse(text)
        places = Places(doc, geoparse(text))
        for event in find_events(doc, places, []):
            told["word"].update(word_facts(event))
        for facts in all_leg_facts(doc, told_legs(doc, places, Article(text, date=TODAY))):
            told["leg"].update(facts)
    for question, facts in told.items():
        pairs = [(a, b, abs(w)) for a, some in weights[question].items() for b, w in some.items()]
        known = sum(worth for a, b, worth in pairs if a in facts and b in facts)
        assert known > 0.6 * sum(worth for *_, worth in pairs)


def test_a_word_without_a_place_is_never_likely():
    doc = parse("The nurse left Oslo on Monday and arrived on Tuesday.")
    left, arrived = find_events(doc, Places(doc, geoparse(doc.text)), [])
    assert left.origins
    assert not arrived.destinations
    assert not is_likely(arrived)
