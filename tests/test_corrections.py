"""What an analyst puts right of the places: promises of kit.correct."""

import pandas as pd
import pytest

import kit
from kit.errors import InputError

TEXT = (
    "Two trucks drove from Agadez to Dirkou. Madama lies 300 km from Dirkou, and 2 km from Sabha."
)


@pytest.fixture(scope="module")
def mentions():
    return kit.geoparse(TEXT)


def test_every_mention_of_a_name_is_put_right_and_the_table_given_is_not(mentions):
    before = mentions.copy()
    own = kit.correct(mentions, "Dirkou", (19.01, 12.89), source="our map")
    rows = own[own["text"] == "Dirkou"]
    assert len(rows) == 2
    assert rows[["lat", "lon"]].drop_duplicates().to_numpy().tolist() == [[19.01, 12.89]]
    assert set(rows["country"]) == {"NE"}  # by the land that it is on
    assert set(rows["confidence"]) == {1.0}
    assert set(rows["evidence"]) == {"corrected: our map"}
    assert rows.geometry.iloc[0].coords[0] == (12.89, 19.01)
    pd.testing.assert_frame_equal(mentions, before)
    assert own.dtypes.equals(mentions.dtypes)


def test_claims_and_journeys_go_by_it(mentions):
    own = kit.correct(mentions, "Agadez", (20.0, 8.0), source="a test")
    leg = kit.find_routes(TEXT, own).iloc[0]
    assert (leg.origin_lat, leg.origin_lon) == (20.0, 8.0)
    far = kit.correct(mentions, "Madama", (26.0, 12.9), source="a test")
    far = kit.correct(far, "Dirkou", (19.01, 12.89), source="a test")
    checked = kit.check_claims(kit.find_claims(TEXT, far), far)
    assert checked["verdict"].iloc[0] == "inconsistent"


@pytest.mark.parametrize("place", ["Bilma", "geonames:2446796"])
def test_a_place_may_be_told_by_its_name_or_id(mentions, place):
    own = kit.correct(mentions, "Sabha", place, source="a test")
    assert own.loc[own["text"] == "Sabha", "name"].tolist() == ["Bilma"]
    label = own.index[own["text"] == "Sabha"][0]
    assert kit.alternatives(own, label)["name"].tolist() == ["Bilma"]


def test_a_row_alone_may_be_put_right_by_its_label(mentions):
    label = mentions.index[mentions["text"] == "Dirkou"][1]
    own = kit.correct(mentions, [label], {"name": "D.", "lat": 0.0, "lon": 9.0}, source="a test")
    assert own.loc[label, ["name", "kind", "lat", "radius_km"]].tolist() == ["D.", "site", 0.0, 1.0]
    assert own.loc[own["text"] == "Dirkou", "name"].tolist() == ["Dirkou", "D."]


@pytest.mark.parametrize(
    "rows",
    [
        lambda table: table["text"] == "Dirkou",
        lambda table: table.index[table["text"] == "Dirkou"],
        lambda _: lambda table: table["text"].eq("Dirkou"),
    ],
)
def test_rows_are_chosen_as_pandas_chooses_them(mentions, rows):
    own = kit.correct(mentions, rows(mentions), "Bilma", source="a test")
    assert set(own.loc[own["text"] == "Dirkou", "name"]) == {"Bilma"}
    assert set(own.loc[own["text"] != "Dirkou", "source"]) != {"a test"}


def test_what_is_no_place_is_left_out(mentions):
    own = kit.correct(mentions, "Sabha", None, source="a person")
    assert "Sabha" not in set(own["text"])
    assert len(own) == len(mentions) - 1


def test_a_name_that_was_not_found_gets_a_row_for_each_occurrence(mentions):
    none = kit.correct(mentions, "Dirkou", None, source="a test")
    own = kit.correct(none, "Dirkou", (19.0, 12.9), source="a test", article=TEXT)
    rows = own[own["text"] == "Dirkou"]
    assert [TEXT[row.start : row.end] for row in rows.itertuples()] == ["Dirkou", "Dirkou"]
    assert own["start"].is_monotonic_increasing
    assert own.index.is_unique
    assert "Agadez to Dirkou" in rows["sentence"].iloc[0]
    assert own.dtypes.equals(mentions.dtypes)


def test_a_name_that_was_found_once_gets_rows_where_it_was_not(mentions):
    lost = mentions.drop(index=mentions.index[mentions["text"] == "Dirkou"][1])
    own = kit.correct(lost, "Dirkou", (19.0, 12.9), source="a test", article=TEXT)
    rows = own[own["text"] == "Dirkou"]
    assert list(rows["start"]) == [TEXT.index("Dirkou"), TEXT.rindex("Dirkou")]
    assert set(rows["lat"]) == {19.0}
    same = kit.correct(mentions, "Dirkou", (19.0, 12.9), source="a test", article=TEXT)
    assert len(same) == len(mentions)


@pytest.mark.parametrize(
    ("words", "place", "more", "said"),
    [
        ("Agadaz", (1, 2), {}, "The table has 'Agadez'"),
        ("Timbuktu", (1, 2), {"article": TEXT}, "does not have"),
        (99, (1, 2), {}, "No mention is called"),
        ("Agadez", (1, 2), {"source": " "}, "who says so"),
        ("Agadez", (91, 2), {}, "latitude"),
        ("Agadez", "Nowhereville-upon-Test", {}, "No place is called"),
    ],
)
def test_what_can_t_be_meant_is_refused_with_what_to_do(mentions, words, place, more, said):
    with pytest.raises(InputError, match=said):
        kit.correct(mentions, words, place, **({"source": "x"} | more))
