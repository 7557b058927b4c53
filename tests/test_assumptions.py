"""Promises of kit.assume: what an analyst takes for granted is measured, marked and owned."""

import geopandas as gpd
import pandas as pd
import pytest
from geopy.location import Location

import kit
from kit.errors import InputError
from kit.routes import COLUMNS

ODESA = {"name": "Odesa", "lat": 46.4825, "lon": 30.7233, "country": "UA", "kind": "city"}
WHEAT = "The wheat was shipped by sea from Ukraine to Tunis."
PLACES = {
    "Ukraine": ("t:1", "country", "UA", 49.0, 32.0, 400.0),
    "Tunis": ("t:2", "city", "TN", 36.806, 10.165, 10.0),
    "Oslo": ("t:3", "city", "NO", 59.913, 10.746, 10.0),
    "Lima": ("t:4", "city", "PE", -12.046, -77.043, 10.0),
    "Suva": ("t:5", "city", "FJ", -18.141, 178.442, 5.0),
}


@pytest.fixture
def legs(make_mentions):
    text = f"{WHEAT} Ana Costa travelled from Oslo to Lima. The guests flew to Suva."
    return kit.find_routes(text, make_mentions(text, PLACES))


def own(legs, row=0, *, source="our guess", **given):
    return kit.assume(legs, row, source=source, **(given or {"origin": ODESA}))


def test_the_leg_is_measured_and_drawn_between_what_is_assumed(legs):
    assert legs.method[0].startswith("great circle: where in Ukraine")
    leg = own(legs).loc[0]
    assert leg.origin == "Odesa"
    assert "by sea" in leg.method
    assert leg.low_km < leg.length_km < leg.high_km
    assert leg.high_km - leg.low_km < (legs.high_km - legs.low_km)[0] / 5
    x, y = leg.geometry.coords[0]
    assert kit.measure.distance_km(y, x, 46.4825, 30.7233) < 10


def test_it_is_no_longer_stated_and_bears_the_source(legs):
    leg = own(legs, source="  port register, May 2024 ").loc[0]
    assert not leg.stated
    assert leg.source == "port register, May 2024"
    assert (leg.origin_basis, leg.destination_basis) == ("assumed", "stated")


def test_what_the_text_says_stays_beside_it(legs):
    before, after = legs.loc[0], own(legs).loc[0]
    assert after.origin_words == before.origin_words == "Ukraine"
    assert pd.isna(after.origin_start)
    kept = "who destination start_date end_date status sentence start end destination_start".split()
    assert list(after[kept]) == list(before[kept])


def test_the_table_that_was_given_is_not_changed_nor_are_other_legs(legs):
    before = legs.copy(deep=True)
    after = own(legs)
    pd.testing.assert_frame_equal(pd.DataFrame(legs), pd.DataFrame(before))
    pd.testing.assert_frame_equal(pd.DataFrame(after.loc[1:]), pd.DataFrame(before.loc[1:]))
    assert isinstance(after, gpd.GeoDataFrame)
    assert list(after.columns) == [*COLUMNS, "geometry"]
    assert list(after.dtypes) == list(legs.dtypes)
    assert after.crs == legs.crs


def test_an_end_that_no_text_tells_can_be_assumed(legs):
    guests = legs.index[legs.who.eq("The guests")][0]
    assert pd.isna(legs.length_km[guests])
    leg = own(legs, guests, origin="Auckland", mode="air").loc[guests]
    assert leg.length_km == pytest.approx(2140, rel=0.02)
    assert leg.origin_country == "NZ"


def test_the_mode_alone_can_be_assumed(legs):
    leg = own(legs, 1, mode="air").loc[1]
    assert (leg["mode"], leg.method) == ("air", "great circle")
    assert leg.high_km < legs.high_km[1]


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Odesa", "Odesa"),
        ((46.4825, 30.7233), "46.483, 30.723"),
        (ODESA, "Odesa"),
        (pd.Series(ODESA), "Odesa"),
        (Location("Odesa port", (46.4825, 30.7233), {}), "Odesa port"),
    ],
)
def test_a_place_may_be_given_as_to_the_networks(legs, place, name):
    leg = own(legs, origin=place).loc[0]
    assert leg.origin == name
    assert leg.origin_lat == pytest.approx(46.48, abs=0.02)
    assert "by sea" in leg.method


def test_a_name_that_was_only_resembled_is_told(legs):
    leg = own(legs, origin="Odesssa").loc[0]
    assert any("was read as Odesa" in said for said in leg.assumed)


@pytest.mark.parametrize(
    "rows", [[0, 1], (0, 1), lambda legs: legs.origin.notna(), pd.Series([True, True, False])]
)
def test_legs_are_chosen_as_pandas_chooses_rows(legs, rows):
    after = own(legs, rows, mode="air")
    assert list(after.stated) == [False, False, True]


def test_several_modes_split_a_leg_at_the_places_of_via(legs):
    after = own(legs, 0, origin="Kyiv", via=["Odesa"], mode=("rail", "sea"))
    assert len(after) == len(legs) + 1
    assert after.index.is_unique
    train, ship = after.iloc[0], after.iloc[1]
    assert (train.origin, train.destination, train["mode"]) == ("Kyiv", "Odesa", "rail")
    assert (ship.origin, ship.destination, ship["mode"]) == ("Odesa", "Tunis", "sea")
    assert "railways" in train.method
    assert "by sea" in ship.method
    assert train.destination_words is None
    assert not after.stated.iloc[:2].any()
    assert list(after.who.iloc[2:]) == list(legs.who.iloc[1:])
    assert own(after, after.index[1], destination="Naples").loc[after.index[1], "origin"] == "Odesa"


def test_by_way_of_a_place_the_leg_stays_one(legs):
    leg = own(legs, 0, origin=ODESA, via="Piraeus").loc[0]
    assert leg.via == ("Piraeus",)
    assert leg.length_km > own(legs).length_km[0]
    with pytest.raises(InputError, match="by way of Piraeus: give `via` too"):
        own(own(legs, 0, origin=ODESA, via="Piraeus"), 0, destination="Naples")
    direct = own(own(legs, 0, origin=ODESA, via="Piraeus"), 0, via=())
    assert direct.length_km[0] == own(legs).length_km[0]


def test_columns_of_the_analyst_are_kept(legs):
    noted = legs.assign(weight=[1.5, 2.5, 3.5], note=["a", None, "c"])
    after = own(noted)
    assert after.weight.dtype == float
    assert list(after.weight) == [1.5, 2.5, 3.5]
    assert list(after.columns[-3:-1]) == ["weight", "note"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"row": 7}, "No leg is called '7'"),
        ({"row": [0, "x"]}, "No leg is called"),
        ({"row": [True]}, "the mask is none of this table"),
        ({"row": lambda legs: legs.start < 0}, "No leg was chosen"),
        ({"source": ""}, "Say who says so"),
        ({"source": None}, "Say who says so"),
        ({"origin": None}, "Give what is assumed"),
        ({"origin": "Xyzzyqqq"}, "No place is called 'Xyzzyqqq'"),
        ({"origin": (99, 0)}, "latitude"),
        ({"origin": {"name": "Odesa"}}, "no lat or lon"),
        ({"mode": "submarine"}, "mode is one of road, rail, sea, air, foot"),
        ({"mode": ()}, "mode is one of"),
        ({"mode": ("rail", "sea")}, "give one mode for each part"),
    ],
)
def test_what_can_not_be_assumed_is_refused_with_advice(legs, given, message):
    with pytest.raises(InputError, match=message):
        own(legs, **({"origin": ODESA} | given))


def test_a_table_of_something_else_is_refused(legs):
    with pytest.raises(InputError, match="no column 'who'"):
        own(legs.drop(columns="who"))
    with pytest.raises(InputError, match="find_routes"):
        own("legs")
    with pytest.raises(InputError, match="unique"):
        own(pd.concat([legs, legs]))


def test_a_name_of_the_legs_is_their_place_whatever_else_is_called_so(make_mentions):
    text = "The tents were flown to Legazpi. The injured were taken to Cebu."
    places = {
        "Legazpi": ("t:6", "city", "PH", 13.139, 123.744, 10.0),
        "Cebu": ("t:7", "city", "PH", 10.317, 123.891, 10.0),
    }
    legs = kit.find_routes(text, make_mentions(text, places))
    row = legs.index[legs.destination == "Cebu"][0]
    leg = kit.assume(legs, row, origin="legazpi", source="navy").loc[row]
    assert (leg.origin, leg.origin_country, leg.origin_basis) == ("Legazpi", "PH", "assumed")
    assert leg.length_km < 400
