"""Promises on whole articles: every place that they name is found and right, and nothing else."""

import csv
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from geopy.distance import geodesic

import kit

FOLDER = Path(__file__).resolve().parent / "articles" / "places"
TOWN_KM = 25.0  # towns, airports, ports and the like
REACH_KM = 161.0  # what scorers of toponyms allow: 100 miles
NEAR_KINDS = {"town", "airport", "port", "site", "park", "island"}


class Mention(NamedTuple):
    """A place that an article names, as a reader marked it."""

    start: int
    end: int
    words: str
    name: str
    lat: float
    lon: float
    allowed_km: float


def nth(text, words, occurrence):
    """Offset of the words where they stand for the n-th time as whole words."""
    start = -1
    for _ in range(occurrence):
        start = text.index(words, start + 1)
        while text[start - 1 : start].isalnum() or text[start + len(words) :][:1].isalnum():
            start = text.index(words, start + 1)
    return start


def read_truth():
    of_article = defaultdict(list)
    with (FOLDER / "truth.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            of_article[row["article"]].append(row)
    return of_article


def expected_in(text, rows):
    for row in rows:
        start = nth(text, row["words"], int(row["occurrence"]))
        allowed_km = TOWN_KM if row["kind"] in NEAR_KINDS else REACH_KM
        point = float(row["lat"]), float(row["lon"])
        yield Mention(
            start, start + len(row["words"]), row["words"], row["name"], *point, allowed_km
        )


TRUTH = read_truth()


@pytest.fixture(scope="module", params=sorted(TRUTH))
def marked(request):
    """What a reader marked in an article, and what the kit found in it."""
    (path,) = FOLDER.glob(f"{request.param}.*")
    article = kit.read_article(path)
    found = list(kit.geoparse(article).itertuples())
    return list(expected_in(article.text, TRUTH[request.param])), found


def over(mention, found):
    return [row for row in found if row.start < mention.end and mention.start < row.end]


def test_the_mentions_are_marked_in_the_order_of_the_text(marked):
    mentions, _ = marked
    for earlier, later in pairwise(mentions):
        assert earlier.end <= later.start, later.words


def test_every_place_that_is_named_is_found(marked):
    mentions, found = marked
    assert not {mention.words for mention in mentions if not over(mention, found)}


def test_every_place_that_is_found_is_where_it_lies(marked):
    mentions, found = marked
    wrong = {}
    for mention in mentions:
        for row in over(mention, found):
            if row.place_id is None:
                wrong[mention.words] = "no place"
                continue
            km = geodesic((mention.lat, mention.lon), (row.lat, row.lon)).km
            if km > mention.allowed_km:
                wrong[mention.words] = f"{row.place_id}, {km:.0f} km from {mention.name}"
    assert not wrong


def test_nothing_else_is_taken_for_a_place(marked):
    mentions, found = marked
    false = {
        row.text: row.place_id
        for row in found
        if not any(row.start < mention.end and mention.start < row.end for mention in mentions)
    }
    assert not false


@pytest.mark.parametrize(
    ("name", "stated", "false"),
    [("voyage", 11, {"2,900 kilometers"}), ("city", 13, set())],
)
def test_of_the_distances_between_named_places_only_the_false_one_is_called_wrong(
    name, stated, false
):
    article = kit.read_article(FOLDER.parent / f"{name}.md")
    mentions = kit.geoparse(article)
    checked = kit.check_claims(kit.find_claims(article, mentions), mentions)
    measured = checked[checked["measured_km"].notna()]
    assert len(measured) == stated
    assert set(measured["text"][measured["verdict"] == "inconsistent"]) == false


def test_every_article_has_its_truth_and_every_truth_its_article():
    names = {path.stem for path in FOLDER.iterdir() if path.suffix in {".txt", ".md"}}
    assert names == set(TRUTH)
