"""What a journey leaves unsaid and the text tells near by: by what, when, past what."""

import csv
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from kit import find_routes
from kit._joining import is_too_far
from kit._language import parse
from kit._nearby import leg_facts
from kit._omitted import Omissions, questions_of
from kit._places import Places
from kit.article import Article
from kit.mentions import geoparse
from kit.routes import told_legs

ROOT = Path(__file__).resolve().parent.parent
TO_YEREVAN = (
    "The evacuation of 40 nurses from Tehran to Yerevan was completed on Tuesday. Their coaches "
    "went by way of Tabriz."
)
TODAY = dt.date(2024, 5, 15)  # a Wednesday


def legs_of(text):
    return list(find_routes(Article(text, date=TODAY)).itertuples(index=False))


@pytest.mark.parametrize(
    ("text", "mode", "words"),
    [
        (
            'They "put us on buses at night", said one of 94 men expelled from Lima to Arica.',
            "road",
            "buses",
        ),
        (
            "The evacuation of 40 nurses from Tehran to Baku ended. Their coaches had come early.",
            "road",
            "coaches",
        ),
        (
            "Pulled by two tugs, the drilling rig arrived at Luanda from Cape Town on Sunday.",
            "sea",
            "tugs",
        ),
    ],
)
def test_by_what_is_told_near_by_and_said_to_be_likely(text, mode, words):
    (leg,) = legs_of(text)
    assert leg.mode == mode
    assert any(f"“{words}” near by makes {mode} the likeliest" in said for said in leg.assumed)


@pytest.mark.parametrize(
    "text",
    [
        "Police escorted the coach Diego Salas from Puno to Lima on Wednesday.",
        "Anna Holm went from Oslo to Rome. In Lima a bus burned.",
        "Anna Holm went from Oslo to Rome.",
    ],
)
def test_by_what_stays_open_where_nothing_near_by_tells_it(text):
    assert legs_of(text)[0].mode is None


def test_a_mode_that_is_told_is_kept():
    (leg,) = legs_of("Two buses brought the pilots. They flew from Oslo to Rome.")
    assert leg.mode == "air"
    assert not any("near by" in said for said in leg.assumed)


def test_nobody_is_likely_to_drive_over_the_sea():
    (leg,) = legs_of("Ana Costa came home to Castries from Paris on Sunday to a motorcade.")
    assert leg.mode is None


def test_the_day_of_the_other_end_is_told_near_by():
    text = "Seven coaches pulled out of Khartoum on Sunday and reached Port Sudan on Monday."
    (leg,) = legs_of(text)
    assert (leg.start_date, leg.end_date) == (dt.date(2024, 5, 12), dt.date(2024, 5, 13))


def test_a_day_is_that_of_a_sentence_near_by_and_said_to_be_likely():
    text = "Taken ill in Moundou on Sunday, the minister was airlifted to Paris, an aide said."
    (leg,) = legs_of(text)
    assert leg.start_date == leg.end_date == dt.date(2024, 5, 12)
    assert "Its day is not told: “Sunday” near by gives the likeliest." in leg.assumed


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("The plane landed in Amritsar. It had left San Antonio and refuelled on Guam.", "Guam"),
        (TO_YEREVAN, "Tabriz"),
        (
            "Pakistan sent 90 people back to Afghanistan through the Torkham crossing on Monday.",
            "Torkham",
        ),
    ],
)
def test_what_was_passed_is_told_near_by(text, passed):
    assert any(passed in leg.via for leg in legs_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "The jet left Lisbon and landed in Larnaca instead of Tel Aviv on Tuesday night.",
        "The jet flew from Lisbon to Larnaca, the Red Cross said in Geneva.",
    ],
)
def test_what_was_not_passed_is_not_likely(text):
    assert all(leg.via == () for leg in legs_of(text))


def test_without_a_day_of_the_article_nothing_breaks():
    text = "Seven coaches pulled out of Khartoum on Sunday and reached Port Sudan on Monday."
    (leg,) = find_routes(text).itertuples(index=False)
    assert (leg.origin, leg.destination, leg.start_date) == ("Khartoum", "Port Sudan", None)


def test_the_weights_are_of_the_facts_that_are_told_today():
    # A fact that was renamed leaves its weight behind: `python data/build/fit_omissions.py` then.
    weights = json.loads((ROOT / "data" / "omissions.json").read_text(encoding="utf-8"))
    of_legs, of_answers = {""}, {question: {""} for question in weights}
    with (ROOT / "tests" / "journeys.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)][::2]
    for text in texts:
        doc = parse(text)
        places = Places(doc, geoparse(text))
        legs = told_legs(doc, places, Article(text, date=TODAY))
        around = Omissions(doc, places, legs, TODAY)
        for number, leg in enumerate(legs):
            of_legs.update(leg_facts(leg))
            for question in questions_of(leg):
                for answer in around.answers(question, number):
                    of_answers[question].update(answer.facts)
    for question, facts in of_answers.items():
        pairs = [(a, b, abs(w)) for a, some in weights[question].items() for b, w in some.items()]
        known = sum(worth for a, b, worth in pairs if a in of_legs and b in facts)
        assert known > 0.6 * sum(worth for *_, worth in pairs), question


def test_a_leg_of_which_one_end_is_told_is_never_too_far():
    text = "Dr Ana Costa went to Cusco on Monday."
    doc = parse(text)
    (leg,) = told_legs(doc, Places(doc, geoparse(text)), Article(text, date=TODAY))
    assert leg.destination.place.id
    assert not is_too_far(replace(leg, mode="foot"), leg.destination.place)
