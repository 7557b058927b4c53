"""Promises on lengths whose words leave an end open, and on the second opinion of weights."""

import importlib
import json
import sys
from pathlib import Path

import pytest

from kit import check_claims, find_claims, geoparse
from kit._pairs import facts_of
from kit.claims import read_lengths

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))
lengths = importlib.import_module("lengths")


@pytest.fixture
def check_text():
    def check(text):
        mentions = geoparse(text)
        return check_claims(find_claims(text, mentions), mentions)

    return check


@pytest.mark.parametrize(
    "text",
    [
        "Trains out of Nairobi need five hours for the 480 km of track that end in Mombasa.",
        "From Leipzig the cyclists have 190 km ahead of them before they can rest in Berlin.",
        "Police stopped the lorry at Graz, and 190 km later its driver was arrested in Vienna.",
        "Khartoum was lost. The ministries now sit in Port Sudan, 680 km away.",
    ],
)
def test_a_length_in_other_words_is_read_of_the_two_towns_that_it_most_likely_is_told_of(
    check_text, text
):
    (row,) = check_text(text).to_dict("records")
    assert row["ends_basis"] == "likely"
    assert row["verdict"].startswith("consistent"), row["reason"]
    assert row["reason"].startswith("Most likely told of ")


@pytest.mark.parametrize(
    "text",
    [
        "Trains out of Nairobi need five hours for the 1,900 km of track that end in Mombasa.",
        "From Leipzig the cyclists have 20 km ahead of them before they can rest in Berlin.",
        "Police stopped the lorry at Graz, and 20 km later its driver was arrested in Vienna.",
        "Khartoum was lost. The ministries now sit in Port Sudan, 60 km away.",
    ],
)
def test_what_is_only_likely_told_of_two_towns_is_never_called_false(check_text, text):
    verdicts = check_text(text)["verdict"]
    assert set(verdicts) <= {"not checkable"}


@pytest.mark.parametrize(
    ("text", "open_end"),
    [
        ("Nairobi and Mombasa were calm. A depot 40 km from Mombasa burned.", "subject"),
        ("Envoys from Graz came to Vienna. The epicentre was 40 km south of Vienna.", "subject"),
        ("Envoys from Graz came to Vienna. Linz is 40 km from the nearest airport.", "reference"),
    ],
)
def test_what_is_new_or_unnamed_is_none_of_the_towns_named(check_text, text, open_end):
    (row,) = check_text(text).to_dict("records")
    assert row["ends_basis"] == "stated"
    assert row[f"{open_end}_id"] is None


def test_its_capital_is_no_town_named_but_that_of_the_land_if_it_holds_of_that(check_text):
    near = check_text("Envoys left Kampala for Kenya. Nakuru is 140 km from its capital.")
    (held,) = near.to_dict("records")
    assert (held["verdict"], held["reference_id"]) == ("consistent", "geonames:184745")  # Nairobi
    far = check_text("Envoys left Kampala for Kenya. Nakuru is 460 km from its capital.")
    (other,) = far.to_dict("records")  # as far as Kampala
    assert (other["verdict"], other["reference_id"]) == ("not checkable", None)


@pytest.mark.parametrize(
    "text",
    [
        "Flood water covered 12 km of the railway between Sukkur and Jacobabad on Sunday.",
        "A six-mile tailback formed on the highway that joins Lagos to Ibadan.",
        "The bypass will take 18 km off the drive from Plovdiv to Karlovo.",
        "Sappers blew up 5 km of track and two culverts on the railway from Mekele to Weldiya.",
        "The engineers shaved 7 km off the way from Nairobi to Naivasha.",
        "Logroño, the nearest city to Soria outside of the Madrid region, is 100 km to the north.",
        "Drass is on the highway from Srinagar some 60 km short of Kargil.",
    ],
)
def test_a_part_of_a_way_and_what_counts_from_elsewhere_accuse_nobody(check_text, text):
    verdicts = check_text(text)["verdict"]
    assert not (verdicts == "inconsistent").any()


@pytest.mark.parametrize("batch", ["9", "14"])
def test_no_true_distance_that_a_reader_told_in_own_words_is_called_false(batch):
    found = [lengths.judged(row) for row in lengths.texts() if row["batch"] == batch]
    assert len(found) >= 240
    assert not any("called false" in kinds for kinds in found)
    assert sum("held" in kinds for kinds in found) >= {"9": 75, "14": 150}[batch]


def test_no_other_length_is_taken_for_how_far_it_is_between_two_towns():
    found = [lengths.judged(row) for row in lengths.texts() if row["batch"] == "11"]
    assert len(found) >= 200
    assert not any(kinds & {"held", "called false"} for kinds in found)


def test_the_weights_are_of_the_facts_that_are_told_today():
    # A fact that was renamed leaves its weight behind: `python data/build/fit_claims.py` then.
    weights = json.loads((ROOT / "data" / "pairs.json").read_text(encoding="utf-8"))
    told = {name: {""} for name in weights}
    for row in lengths.texts()[::3]:
        for length in read_lengths(row["text"], geoparse(row["text"])):
            for pair in length.pairs():
                for name, facts in facts_of(length, *pair).items():
                    told[name].update(facts)
    assert set(weights) == {"length", "first", "second", "pair"}
    for name, some in weights.items():
        known = sum(abs(worth) for fact, worth in some.items() if fact in told[name])
        assert known > 0.5 * sum(map(abs, some.values())), name
