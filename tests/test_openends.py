"""Ends that no word of a journey tells: filled in where one place of the text is likely."""

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from kit import find_routes, read_article
from kit._language import parse
from kit._openends import open_ends
from kit._openfacts import Surroundings, leg_facts
from kit._places import Places
from kit.article import Article
from kit.mentions import geoparse
from kit.routes import told_legs

ROOT = Path(__file__).resolve().parent.parent
TODAY = dt.date(2024, 5, 15)


def legs_of(text):
    return [
        (leg.origin, leg.destination, leg.origin_basis, leg.destination_basis, leg.assumed)
        for leg in find_routes(Article(text, date=TODAY)).itertuples(index=False)
    ]


@pytest.mark.parametrize(
    ("text", "side", "ends"),
    [
        (
            "The reefer Alba Star took on bananas at Guayaquil. On Sunday she docked in Antwerp.",
            "origin",
            ("Guayaquil", "Antwerp"),
        ),
        (
            "The Stella Maris lies at a quay in Genoa. She sailed from Tunis on Sunday.",
            "destination",
            ("Tunis", "Genoa"),
        ),
        (
            "The crates are needed in Antwerp. The barge with them left Mannheim on Friday.",
            "destination",
            ("Mannheim", "Antwerp"),
        ),
    ],
)
def test_an_end_that_no_word_of_the_journey_tells_is_likely_and_said_to_be(text, side, ends):
    ((origin, destination, *bases, assumed),) = legs_of(text)
    assert (origin, destination) == ends
    assert bases == (["likely", "stated"] if side == "origin" else ["stated", "likely"])
    name = ends[side == "destination"]
    assert f"The {side} is not told: {name} is the likeliest place of the text." in assumed


@pytest.mark.parametrize(
    "text",
    [
        "Minister Ito arrived in Rome on Monday after President Sato's trip to Cairo.",
        "A barge was towed to Split on Friday. A second barge reached Bari on Sunday.",
        "The lorries drove on towards Bergen. The survivors were taken by lorry to Oslo.",
        "Anna Holm flew to Rome.",
        "Anna Holm walked to Bonn on Monday. She had been born in Santiago.",
    ],
)
def test_nothing_is_likely_where_nothing_speaks_for_it(text):
    assert all("likely" not in leg[2:4] for leg in legs_of(text))


def test_a_trip_that_a_noun_tells_has_no_likely_beginning(real_article_path):
    table = find_routes(read_article(real_article_path))
    putin = table[table["who"].str.contains("Putin", na=False)]
    assert len(putin)
    assert putin["origin"].isna().all()


def test_the_weights_are_of_the_facts_that_are_told_today():
    # A fact that was renamed leaves its weight behind: `python data/build/fit_ends.py` then.
    weights = json.loads((ROOT / "data" / "ends.json").read_text(encoding="utf-8"))
    of_legs, of_places = {""}, {""}
    with (ROOT / "tests" / "journeys.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)][::2]
    for text in texts:
        doc = parse(text)
        places = Places(doc, geoparse(text))
        legs = told_legs(doc, places, Article(text, date=TODAY))
        around = Surroundings(doc, places, legs)
        for one in open_ends(legs):
            of_legs.update(leg_facts(one))
            of_places.update(fact for _, _, facts in around.facts(one) for fact in facts)
    for side in ("origin", "destination"):
        pairs = [(a, b, abs(w)) for a, some in weights[side].items() for b, w in some.items()]
        known = sum(worth for a, b, worth in pairs if a in of_legs and b in of_places)
        assert known > 0.6 * sum(worth for *_, worth in pairs)
