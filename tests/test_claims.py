"""What `find_claims` promises: which lengths are distances, between what, and how far exactly."""

import csv
import math
import re
import time
from itertools import groupby
from pathlib import Path

import pandas as pd
import pytest

import kit._wording as wording
from kit._quantities import HEDGES_AFTER, HEDGES_BEFORE, find_lengths, to_number
from kit._skeletons import SKELETONS
from kit.article import read_article
from kit.claims import find_claims
from kit.errors import InputError

HERE = Path(__file__).parent
TABLE = HERE / "claims.csv"
DOCS = HERE.parent / "docs" / "claims.md"
ARTICLE = HERE.parent / "data" / "article.md"
FIELDS = ("text", "value", "unit", "bound", "direction", "mode", "subject", "reference")
NO_MENTIONS = pd.DataFrame(columns=["start", "end", "kind", "country"])


def read_sentences():
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(s, list(group)) for s, group in groupby(rows, key=lambda row: row["sentence"])]


def without_article(words):
    return re.sub(r"^(the|a|an) ", "", words or "", flags=re.IGNORECASE)


def as_fields(row):
    """Turn a claim into the words that the table of sentences would use."""
    fields = {name: "" if pd.isna(row[name]) else str(row[name]) for name in FIELDS}
    fields["value"] = f"{row['value']:g}" if not math.isnan(row["value"]) else ""
    fields["restates"] = "" if pd.isna(row["same_as"]) else "yes"
    for end in ("subject", "reference"):
        fields[end] = without_article(fields[end])
    return fields


def as_expected(row):
    fields = {name: row[name] for name in (*FIELDS, "restates")}
    fields["value"] = f"{float(row['value']):g}" if row["value"] else ""
    for end in ("subject", "reference"):
        fields[end] = without_article(fields[end])
    return fields


def mentions_of(make_mentions, text, places):
    """Make mentions from {words: (kind, country)}, of words that the text has."""
    if not places:
        return NO_MENTIONS
    rows = {
        words: (f"test:{words}", kind, country, 0.0, 0.0, None)
        for words, (kind, country) in places.items()
    }
    return make_mentions(text, rows)


@pytest.fixture
def find(make_mentions):
    """Find claims with the mentions given as {words: (kind, country)}."""

    def _find(text, places=None):
        return find_claims(text, mentions_of(make_mentions, text, places))

    return _find


@pytest.mark.parametrize("row", SKELETONS, ids=lambda row: row.example)
def test_every_skeleton_reads_its_example(find, row):
    claims = find(row.example, {"Tunis": ("city", "TN"), "Sfax": ("city", "TN")})
    assert claims[["subject", "reference"]].to_numpy().tolist() == [["Tunis", "Sfax"]]


def test_the_marks_of_skeletons_in_a_text_are_no_towns(find):
    places = {"Tunis": ("city", "TN"), "Sfax": ("city", "TN")}
    claims = find(f"■ ◆ ■ {SKELETONS[0].example}", places)
    assert claims[["subject", "reference"]].to_numpy().tolist() == [["Tunis", "Sfax"]]


@pytest.mark.parametrize(("sentence", "expected"), read_sentences())
def test_every_field_of_the_table_of_sentences_is_read(find, sentence, expected):
    places = (place.split(":") for place in expected[0]["places"].split(";") if place)
    claims = find(sentence, {name: (kind, None) for name, kind in places})
    wanted = [as_expected(row) for row in expected if row["text"]]
    assert [as_fields(row) for _, row in claims.iterrows()] == wanted


def test_the_table_has_what_it_should():
    sentences = read_sentences()
    assert len(sentences) >= 150
    assert sum(not rows[0]["text"] for _, rows in sentences) >= 50


def test_offsets_point_at_figure_and_unit_without_the_hedge(find):
    text = "Osh.\n\nThe dam is only about 1,200 kilometres from Osh."
    claim = find(text).iloc[0]
    assert text[claim["start"] : claim["end"]] == claim["text"] == "1,200 kilometres"
    assert claim["sentence"] == "The dam is only about 1,200 kilometres from Osh."


def test_columns_and_types_are_those_of_the_contract_even_when_nothing_is_found(find):
    none, some = find("Nothing here."), find("The dam is 5 km from Osh.")
    assert list(none.columns) == list(some.columns)
    assert dict(none.dtypes) == dict(some.dtypes)
    for name in ("start", "end", "subject_start", "reference_start", "same_as"):
        assert some[name].dtype == "Int64"
    assert none.empty


def test_each_end_points_at_its_mention(find):
    text = "They met at Chad's Zouar airport, about 900 km from N'Djamena."
    places = {
        "Chad": ("country", "TD"),
        "Zouar airport": ("airport", "TD"),
        "N'Djamena": ("city", "TD"),
    }
    claim = find(text, places).iloc[0]
    assert claim["subject_start"] == text.index("Zouar")
    assert claim["reference_start"] == text.index("N'Djamena")


def test_an_end_that_is_no_mention_has_no_offset(find):
    claim = find("The dam is 5 km from the mill.").iloc[0]
    assert claim["subject_start"] is pd.NA
    assert claim["reference_start"] is pd.NA


def test_a_border_is_met_by_the_words_that_overlap_it(find):
    text = "Shells fell 4 km from the Malian border."
    claim = find(text, {"Malian border": ("border", "ML")}).iloc[0]
    assert claim["reference_start"] == text.index("Malian")


@pytest.mark.parametrize("words", ["the border with Hungary", "its border with Hungary"])
def test_a_border_is_met_by_the_country_that_it_is_with(find, words):
    text = f"The dam is 5 km from {words}."
    claim = find(text, {"Hungary": ("border", "HU")}).iloc[0]
    assert claim["reference"] == words
    assert claim["reference_start"] == text.index("Hungary")


def test_the_town_is_the_nearest_place_that_fits(find):
    text = "Troops entered Mopti from Mali's north. A camp lies 9 km east of the town."
    claim = find(text, {"Mopti": ("city", "ML"), "Mali": ("country", "ML")}).iloc[0]
    assert claim["reference"] == "the town"
    assert claim["reference_start"] == text.index("Mopti")


def test_a_place_is_not_apart_from_itself(find):
    text = "Troops entered Mopti. Segou lies 400 km southwest of the town."
    places = {"Mopti": ("city", "ML"), "Segou": ("city", "ML")}
    claim = find(text, places).iloc[0]
    assert claim["subject_start"] == text.index("Segou")
    assert claim["reference_start"] == text.index("Mopti")
    assert find(text[22:], {"Segou": ("city", "ML")}).iloc[0]["reference_start"] is pd.NA


def test_the_airport_is_not_a_town(find):
    text = "Troops entered Mopti. A camp lies 9 km east of the airport."
    assert find(text, {"Mopti": ("city", "ML")}).iloc[0]["reference_start"] is pd.NA


def test_the_capital_of_a_country_is_not_the_country(find):
    text = "The base is 40 km from the Malian capital."
    assert find(text, {"Malian": ("country", "ML")}).iloc[0]["reference_start"] is pd.NA


@pytest.mark.parametrize("who", ["Malian shells", "Mali's army", "Bamako officials"])
def test_what_is_named_after_a_place_does_not_lie_there(find, who):
    places = {"Malian": ("country", "ML"), "Mali": ("country", "ML"), "Bamako": ("city", "ML")}
    text = f"{who} came within 4 km of the well."
    claim = find(text, {name: places[name] for name in places if name in text}).iloc[0]
    assert claim["subject"] == who
    assert claim["subject_start"] is pd.NA


@pytest.mark.parametrize(
    ("words", "kind"),
    [("the town of Bamako", "city"), ("the Bamako refinery", "city"), ("Mali's coast", "country")],
)
def test_a_site_is_where_the_place_in_its_name_is(find, words, kind):
    name = "Bamako" if "Bamako" in words else "Mali"
    text = f"The well is 4 km from {words}."
    claim = find(text, {name: (kind, "ML")}).iloc[0]
    assert claim["reference_start"] == text.index(name)


@pytest.mark.parametrize(
    "words", ["the capital, Bamako,", "the capital Bamako", "its capital Bamako"]
)
def test_a_capital_with_its_name_beside_is_that_city(find, words):
    text = f"Kita, 120 km west of {words} was calm."
    claim = find(text, {"Kita": ("city", "ML"), "Bamako": ("city", "ML")}).iloc[0]
    assert claim["reference_start"] == text.index("Bamako")


def test_a_name_that_the_parser_cuts_is_whole(find):
    text = "Port-au-Prince is 1,100 km from Miami."
    assert find(text, {"Port-au-Prince": ("city", "HT")}).iloc[0]["subject"] == "Port-au-Prince"


def test_a_second_distance_to_the_west_of_the_unnamed_has_no_sure_origin(find):
    text = "A camp lies 9 km from Mopti. A well is 5 km to the north."
    assert find(text, {"Mopti": ("city", "ML")}).iloc[1]["reference"] is None


def test_a_town_after_a_distance_that_opens_a_sentence_is_its_subject_but_no_capital(find):
    text = "Ten miles south of Osh, {} has built a clinic."
    places = {"Osh": ("city", "KG"), "Uzgen": ("city", "KG")}
    assert find(text.format("Uzgen"), places).iloc[0]["subject"] == "Uzgen"
    assert find_claims(text.format("Washington")).iloc[0]["subject"] is None


def test_along_the_road_from_one_town_to_another_counts_from_the_first(find):
    claim = find("The men were found 15 km along the road from Osh to Uzgen.").iloc[0]
    assert (claim["reference"], claim["subject"]) == ("Osh", "The men")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nairobi was calm. The base is 40 km from the Kenyan capital.", "Nairobi"),
        ("Envoys flew to Kenya. Nakuru is 140 km from its capital. Nairobi was calm.", "Nairobi"),
        ("Mombasa and Nairobi were calm. A camp lies 9 km from the capital.", "Nairobi"),
        ("Mombasa was calm. A camp lies 9 km from the capital.", None),
        ("Nairobi was calm. So is all. Is it? No. Nakuru is 140 km from the capital.", "Nairobi"),
        ("Envoys left Kampala for Kenya. Nakuru is 140 km from its capital.", None),
    ],
)
def test_the_capital_is_the_city_that_is_one_wherever_the_text_names_it(text, words):
    start = find_claims(text).iloc[0]["reference_start"]
    assert (None if pd.isna(start) else start) == (text.index(words) if words else None)


def test_an_unsaid_reference_is_the_one_place_named_before_and_none_of_two(find):
    one = "Mopti was closed; Sevare, 12 km to the south, took the flights."
    two = "Goundam was open. Mopti and Djenne shut; Sevare, 12 km to the south, took the flights."
    places = dict.fromkeys(("Mopti", "Djenne", "Sevare"), ("city", "ML"))
    claim = find(one, {k: v for k, v in places.items() if k in one}).iloc[0]
    assert (claim["reference"], claim["reference_start"]) == ("Mopti", 0)
    assert find(two, places).iloc[0]["reference"] is None


def test_an_unnamed_subject_lies_within_the_country_that_the_goods_went_to(find):
    text = (
        "Crates were sent from Chad to Mali in May. "
        "Later they were driven to a store about 60 km from the Nigerien border."
    )
    places = {
        "Chad": ("country", "TD"),
        "Mali": ("country", "ML"),
        "Nigerien border": ("border", "NE"),
    }
    claim = find(text, places).iloc[0]
    assert claim["subject"] == "a store"
    assert claim["within"] == "ML"


def test_a_goal_in_the_same_sentence_comes_first(find):
    text = "Crates went to Chad. A store in Mali, 60 km from Niger, was robbed."
    places = {n: ("country", c) for n, c in (("Chad", "TD"), ("Mali", "ML"), ("Niger", "NE"))}
    assert find(text, places).iloc[0]["within"] == "ML"


def test_two_goals_are_no_answer(find):
    text = "Crates went to Chad and to Mali. A store 60 km from Niamey was robbed."
    places = {n: ("country", c) for n, c in (("Chad", "TD"), ("Mali", "ML"))}
    assert find(text, places).iloc[0]["within"] is None


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("8,000 km", 7500, 8500),
        ("290 km", 285, 295),
        ("105 km", 104.5, 105.5),
        ("2.5 km", 2.45, 2.55),
        ("100 km", 90, 110),
        ("about 105 km", 94.5, 115.5),
        ("more than 40 km", 40, math.inf),
        ("just over 40 km", 40, 48),
        ("nearly 40 km", 34, 40),
        ("less than 40 km", 0, 40),
        ("50 to 60 km", 50, 60),
        ("between 50 and 60 km", 50, 60),
    ],
)
def test_the_wording_says_what_is_admitted(find, words, low, high):
    claim = find(f"The mine is {words} from Osh.").iloc[0]
    assert (claim["low_km"], claim["high_km"]) == pytest.approx((low, high))


def test_within_has_no_lower_end(find):
    claim = find("The rebels are within 40 km of Osh.").iloc[0]
    assert (claim["bound"], claim["low_km"], claim["high_km"]) == ("at most", 0, 40)


def test_about_100_km_is_true_of_a_city_105_km_away(find):
    claim = find("The mine is about 100 km (62 miles) from Osh.").iloc[0]
    assert claim["low_km"] < 105.1 < claim["high_km"]


def test_a_figure_and_its_conversion_bound_each_other(find):
    claims = find("The mine is 100 km (62 miles) from Osh.")
    assert claims["same_as"].tolist() == [pd.NA, 0]
    for end in ("low_km", "high_km", "subject", "reference", "direction"):
        assert claims[end].nunique(dropna=False) == 1


def test_a_wrong_conversion_leaves_each_figure_its_own_bounds(find):
    claims = find("The mine is 100 km (72 miles) from Osh.")
    assert claims["low_km"].nunique() == 2
    assert claims.loc[1, "km"] == pytest.approx(115.87, abs=0.01)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1,200", 1200), ("1\u202f200", 1200), ("1.2 million", 1.2e6), ("2½", 2.5), ("3/4", 0.75),
        ("2 1/2", 2.5), ("three hundred and twenty-five", 325), ("fifteen hundred", 1500),
        ("a dozen", 12), ("half a dozen", 6), ("half a", 0.5), ("two and a half", 2.5),
        ("a couple of hundred", 200), ("three-quarters of a", 0.75), ("one-third of a", 1 / 3),
    ],
)  # fmt: skip
def test_numbers_are_read_in_digits_and_in_words(words, number):
    assert to_number(words) == pytest.approx(number)


@pytest.mark.parametrize(
    "text",
    [
        "km from Osh", "5 from Osh", "It is -5 km from Osh.", "It is 0 miles from Osh.",
        "It is 1,2,3 km from Osh.", "It is 10^300 km from Osh.", "It is 1e300 km from Osh.",
        "It is $5m from a donor.", "It is 5 km² from Osh.", "", " \n\n ", "5", "km " * 50,
        "9" * 400 + " km from Osh", "It is 1/0 km from Osh.", "(((5 km", "\x00 5 km \x00",
    ],
)  # fmt: skip
def test_bad_figures_make_no_claim_and_no_error(find, text):
    assert find(text).empty


def test_a_sentence_of_100_kb_is_read_in_time(find):
    text = "The mine, " + "which was dug in haste, " * 4_200 + "is 5 km from Osh."
    start = time.monotonic()
    assert find(text)["text"].tolist() == ["5 km"]
    assert time.monotonic() - start < 60


@pytest.mark.parametrize("words", ["5 km from Osh and ", "5 km north of Osh, ", "5 km away and "])
def test_a_sentence_full_of_distances_takes_no_quadratic_time(find, words):
    start = time.monotonic()
    assert len(find("The mine is " + words * (30_000 // len(words)) + "far.")) > 1_000
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("filler", ["5 ", "a hundred and ", "1 000 ", "- ", "about ", "km ("])
def test_repeated_words_take_no_quadratic_time(filler):
    start = time.monotonic()
    find_lengths(filler * (50_000 // len(filler)))
    assert time.monotonic() - start < 5


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match="'country'"):
        find_claims("It is 5 km from Osh.", pd.DataFrame(columns=["start", "end", "kind"]))


def test_an_analyst_can_add_a_row(monkeypatch, find):
    from kit import _ends

    text = "The mine is 5 km yonder Osh."
    assert find(text).empty
    row = wording.Tail("yonder Y", r"yonder", ends="one")
    added = (row, wording.pattern(rf"[ ,-]*(?:{row.words})"), wording.pattern(""))
    monkeypatch.setattr(_ends, "_TAILS", (*_ends._TAILS, added))
    assert find(text).iloc[0]["reference"] == "Osh"


def test_the_docs_give_every_hedge_with_its_reason():
    text = DOCS.read_text(encoding="utf-8")
    for hedge in HEDGES_BEFORE:
        assert hedge.reason in text
        assert hedge.words.split("|")[0] in text
    for hedge in HEDGES_AFTER:
        assert hedge.words.split("|")[0] in text


def three_claims(path, make_mentions):
    """Claims of an article about the same events, with hand-made mentions."""
    article = read_article(path)
    places = {
        "Cheongju airport": ("airport:RKTU", "airport", "KR", 36.7166, 127.499, 3.0),
        "Seoul": ("geonames:1835848", "city", "KR", 37.566, 126.9784, 16.0),
        "Vostochny Cosmodrome": ("site:vostochny", "site", "RU", 51.884, 128.334, 20.0),
        "Moscow": ("geonames:524901", "city", "RU", 55.75, 37.6, 30.0),
        "Ukrainian border": ("border:ua", "border", "UA", 49.0, 35.0, 800.0),
        "Russia": ("geonames:2017370", "country", "RU", 60.0, 100.0, 3000.0),
        "North Korea": ("geonames:1873107", "country", "KP", 40.0, 127.0, 250.0),
    }
    mentions = make_mentions(article.text, places)
    named = mentions.set_index("start")["place_id"]
    claims = find_claims(article, mentions)
    found = {}
    for _, claim in claims.iterrows():
        ends = [
            None if pd.isna(claim[end]) else named[claim[end]]
            for end in ("subject_start", "reference_start")
        ]
        restates = not pd.isna(claim["same_as"])
        found[claim["value"]] = (
            claim["unit"], claim["bound"], claim["direction"], claim["mode"], *ends, restates,
            claim["within"],
        )  # fmt: skip
    return found


@pytest.mark.parametrize("source", ["ours", "real"])
def test_both_texts_of_the_article_state_three_distances(source, request, make_mentions):
    path = ARTICLE if source == "ours" else request.getfixturevalue("real_article_path")
    assert three_claims(path, make_mentions) == {
        100.0: ("km", "about", "S", None, "airport:RKTU", "geonames:1835848", False, None),
        62.0: ("mi", "about", "S", None, "airport:RKTU", "geonames:1835848", True, None),
        8000.0: ("km", "about", None, None, "site:vostochny", "geonames:524901", False, None),
        290.0: ("km", "about", None, None, None, "border:ua", False, "RU"),
    }


def test_how_one_goes_is_read_from_the_sentence_of_the_length_alone():
    road = "Osh and Uzgen are linked by a road of some 60 km."
    (claim,) = find_claims(f"{road} The minister flew in.").to_dict("records")
    assert (claim["ends_basis"], claim["mode"]) == ("stated", "road")


def test_flights_that_were_stopped_for_two_hours_are_no_distance(find):
    assert find(
        "The airport was closed for two hours and four flights from London were late."
    ).empty
