"""Stops with a day each: "to Paris on Monday, Berlin on Tuesday and Warsaw on Wednesday"."""

import datetime as dt

import pytest

from kit import Article, find_routes

SUNDAY = dt.date(2026, 11, 29)


def legs(text):
    found = find_routes(Article(text, date=SUNDAY)).itertuples(index=False)
    return [(leg.origin, leg.destination, str(leg.end_date)) for leg in found]


@pytest.mark.parametrize(
    "told",
    [
        "will travel to Paris on Monday, Berlin on Tuesday and Warsaw on Wednesday",
        "will visit Paris on Monday, Berlin on Tuesday and Warsaw on Wednesday",
        "will arrive in Paris on Monday, Berlin on Tuesday and Warsaw on Wednesday",
        "will visit Paris (Monday), Berlin (Tuesday) and Warsaw (Wednesday)",
        "will fly to Paris on Monday, to Berlin on Tuesday and to Warsaw on Wednesday",
        "is to visit Paris on Nov. 30, Berlin on Dec. 1 and Warsaw on Dec. 2",
    ],
)
def test_each_stop_of_a_list_is_a_leg_and_has_its_day(told):
    assert legs(f"The minister {told}.") == [
        (None, "Paris", "2026-11-30"),
        ("Paris", "Berlin", "2026-12-01"),
        ("Berlin", "Warsaw", "2026-12-02"),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "The envoy was in Paris on Monday, in Berlin on Tuesday and in Warsaw on Wednesday.",
        "The envoy was in Paris on Monday, Berlin on Tuesday and Warsaw on Wednesday.",
        "She met officials in Paris on Monday, in Berlin on Tuesday and in Warsaw on Wednesday.",
    ],
)
def test_who_was_in_one_town_after_the_other_went_there(told):
    assert legs(told) == [
        ("Paris", "Berlin", "2026-11-24"),
        ("Berlin", "Warsaw", "2026-11-25"),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "Protesters gathered in Paris on Monday, in Berlin on Tuesday and in Warsaw on Wednesday.",
        "Bombs exploded in Paris on Monday, Berlin on Tuesday and Warsaw on Wednesday.",
        "Talks were held in Paris on Monday, in Berlin on Tuesday and in Warsaw on Wednesday.",
        "The bank opened branches in Paris in 2010, Berlin in 2012 and Warsaw in 2015.",
        "The World Cup was in Paris in 1998, Berlin in 2006 and Rome in 1990.",
        "The minister was not in Paris on Monday, Berlin on Tuesday or Warsaw on Wednesday.",
    ],
)
def test_what_happened_in_one_town_after_the_other_went_nowhere(told):
    assert legs(told) == []


def test_who_travels_on_from_the_last_stop_is_who_came():
    told = "She will visit Puno on Friday, Juliaca on Saturday and Arequipa on Sunday"
    found = find_routes(f"{told} before flying to Lima.")
    assert [(leg.who, leg.origin, leg.destination) for leg in found.itertuples()] == [
        ("She", None, "Puno"),
        ("She", "Puno", "Juliaca"),
        ("She", "Juliaca", "Arequipa"),
        ("She", "Arequipa", "Lima"),
    ]


def test_legs_of_one_verb_stand_in_the_order_of_the_stops():
    told = "He will visit Paris on Monday, Berlin on Tuesday and Warsaw on Wednesday"
    found = find_routes(f"{told} before returning to Rome.")
    assert found.destination.to_list() == ["Paris", "Berlin", "Warsaw", "Rome"]


def test_a_town_that_does_something_on_a_day_is_no_stop():
    told = "The envoy flew to Paris on Monday, and Berlin on Tuesday said it would expel him."
    assert legs(told) == [(None, "Paris", "2026-11-23")]


def test_aircraft_that_somebody_leaves_in_are_no_place():
    told = "The first lots left in C-17s and were on the ground in Rzeszow 19 hours later."
    assert "C-17s" not in [leg[0] for leg in legs(told)]


def test_who_is_brought_home_is_not_her_home():
    (leg,) = find_routes("Her father brought her home to Kochi by air.").itertuples()
    assert (leg.who, leg.destination) == ("her", "Kochi")
