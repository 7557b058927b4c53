"""A second reading: untold legs go, wrong ends are mended, and what lacks comes."""

import datetime as dt

import pytest

from kit import _maybelegs, find_routes
from kit._pairnet import Heard
from kit.article import Article

TODAY = dt.date(2024, 5, 15)


def legs_of(text, **options):
    table = find_routes(Article(text, date=TODAY), **options)
    return list(zip(table["origin"], table["destination"], strict=True))


@pytest.fixture
def heard(monkeypatch):
    """Let the network hear what a test says, by names of places."""

    def hear(**odds):
        def listen(_doc, places):
            key = {place.name: (place.id, number) for place, number in places_of(places)}
            found = {}
            for pair, value in odds.items():
                ends = [key.get(name, (None, None)) for name in pair.split("_")]
                found[ends[0][0], ends[1][0]] = Heard(value, ends[0][1], ends[1][1])
            return found

        monkeypatch.setattr(_maybelegs, "listen", listen)

    def places_of(places):
        for place in places.all:
            number = next(n for n, one in places._by_token.items() if one is place)
            yield place, number

    return hear


def test_a_leg_that_the_network_is_sure_of_hearing_nothing_of_is_left_out(heard):
    text = "A rumour that the tycoon had fled to Minsk was laid to rest in Rome."
    heard(None_Minsk=3.0)
    assert (None, "Minsk") in legs_of(text)
    heard()
    assert legs_of(text) == []


def test_a_leg_that_both_find_stands(heard):
    heard(Oslo_Rome=6.0)
    assert legs_of("The envoy flew from Oslo to Rome.") == [("Oslo", "Rome")]


def test_a_wrong_end_is_mended_and_who_travelled_stays(heard):
    text = "The envoy flew to Rome on Monday. He had spent a week in Cairo."
    heard(Cairo_Rome=12.0)
    table = find_routes(Article(text, date=TODAY))
    (leg,) = table.itertuples()
    assert (leg.origin, leg.destination, leg.who) == ("Cairo", "Rome", "The envoy")
    assert leg.origin_basis == "likely"
    assert leg.start_date == dt.date(2024, 5, 13)
    assert any("Cairo is the likeliest place" in said for said in leg.assumed)


def test_a_leg_that_no_rule_finds_is_told_by_the_verb_above_its_end(heard):
    heard(Prague_Lviv=6.0)
    table = find_routes(Article("The troupe schlepped from Prague to Lviv on Monday.", date=TODAY))
    (leg,) = table.itertuples()
    assert (leg.origin, leg.destination, leg.who) == ("Prague", "Lviv", "The troupe")
    assert (leg.origin_basis, leg.destination_basis) == ("likely", "likely")
    assert leg.start_date == dt.date(2024, 5, 13)
    assert leg.status == "reported"


def test_what_is_denied_is_not_added_whatever_is_heard(heard):
    heard(Prague_Lviv=6.0)
    assert legs_of("The troupe never schlepped from Prague to Lviv.") == []


def test_what_is_only_planned_is_added_only_where_that_is_asked_for(heard):
    heard(Prague_Lviv=6.0)
    text = "The troupe will schlepp from Prague to Lviv on Friday."
    assert legs_of(text) == [("Prague", "Lviv")]
    assert legs_of(text, planned=False) == []


def test_a_place_that_no_gazetteer_has_leaves_the_leg_to_the_rules(heard):
    heard()
    (leg,) = legs_of("The envoy flew from Oslo to Qwxyzburg.")
    assert leg[0] == "Oslo"


def test_the_order_is_that_of_the_text(heard):
    heard(Oslo_Rome=6.0, Rome_Cairo=6.0, Cairo_Lagos=6.0)
    text = "She schlepped from Oslo to Rome. She flew from Rome to Cairo. Cairo bored her to Lagos."
    assert legs_of(text) == [("Oslo", "Rome"), ("Rome", "Cairo"), ("Cairo", "Lagos")]
