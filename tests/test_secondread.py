"""A second reading: untold legs go, wrong ends are mended, and what lacks comes."""

import datetime as dt

import pytest

from kit import _maybelegs, _secondread, find_routes
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
        def listen(_doc, places, _legs):
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


def test_a_leg_that_the_rules_doubt_and_the_network_does_not_hear_is_left_out(heard, monkeypatch):
    text = "A lullaby wandered from Cairo to Rome in a century."
    monkeypatch.setattr(_secondread, "leg_chances", lambda _, legs: [0.4] * len(legs))
    heard(Cairo_Rome=3.0)
    assert legs_of(text) == [("Cairo", "Rome")]
    heard()
    assert legs_of(text) == []


def test_a_leg_of_one_end_stands_though_the_network_hears_nothing(heard):
    heard()
    assert legs_of("American troops left Niamey in August 2024.") == [("Niamey", None)]
    assert legs_of("The family has moved away from Aleppo.") == [("Aleppo", None)]
    assert legs_of("The ministers were flown to Riga.") == [(None, "Riga")]


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


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Police visited a house in Leeds on Monday.", "None_Leeds"),
        ("The envoy visited the king of Jordan on Monday.", "None_Jordan"),
        ("They spent an evening in Bergen with friends from Oslo.", "Oslo_Bergen"),
        ("The river rolled from Bamberg into Pilsen.", "Bamberg_Pilsen"),
        ("The motif goes back to a visit to Kyoto.", "None_Kyoto"),
    ],
)
def test_what_moves_nobody_is_not_added_whatever_is_heard(heard, text, pair):
    heard(**{pair: 12.0})
    assert legs_of(text) == []


def test_who_visits_a_house_is_there_if_it_is_not_the_police(heard):
    heard(None_Leeds=12.0)
    assert legs_of("The envoy visited a house in Leeds on Monday.") == [(None, "Leeds")]


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


def test_a_much_likelier_leg_takes_the_place_of_what_the_same_words_told(heard):
    text = "She spent the night in Cairo. The envoy flew to Rome from Oslo, they said."
    assert legs_of(text) == [("Oslo", "Rome")]
    heard(Cairo_Rome=30.0, Oslo_Rome=0.0)
    assert legs_of(text) == [("Cairo", "Rome")]


def test_a_leg_to_another_mention_of_a_place_stands_beside_the_first(heard):
    text = (
        "The envoy flew from Oslo to Rome. The talks were slow, and nobody slept for two nights. "
        "A choir schlepped from Prague to Rome."
    )
    heard(Oslo_Rome=6.0, Prague_Rome=6.0)
    assert legs_of(text) == [("Oslo", "Rome"), ("Prague", "Rome")]


def test_a_land_is_no_other_end_where_a_place_in_it_is_told(heard):
    text = "The envoy flew from Oslo to Rome. It was his first visit from Oslo to Italy in years."
    heard(Oslo_Rome=6.0, Oslo_Italy=6.0)
    assert ("Oslo", "Rome") in legs_of(text)
    assert ("Oslo", "Italy") not in legs_of(text)


def test_nobody_sets_out_from_their_own_surname(make_mentions, heard):
    text = "Ana Lund climbed down from a night bus in Oslo on Monday."
    heard(Lund_Oslo=12.0)
    towns = {
        "Lund": ("lund", "city", "SE", 55.706, 13.193, 3.0),
        "Oslo": ("oslo", "city", "NO", 59.913, 10.739, 10.0),
    }
    mentions = make_mentions(text, towns)
    routes = find_routes(Article(text, date=TODAY), mentions)
    assert routes["origin"].isna().all()


def test_who_came_twice_came_on_the_first_day_too(heard):
    text = "Ana Costa flew to Oslo on Monday. She went to Bergen. She was back in Oslo on Tuesday."
    heard(Oslo_Bergen=6.0, Bergen_Oslo=6.0)
    assert legs_of(text) == [(None, "Oslo"), ("Oslo", "Bergen"), ("Bergen", "Oslo")]


def test_in_an_article_that_tells_few_journeys_the_rules_alone_decide(heard):
    news = " ".join(
        f"The council of {town} met on Monday to talk of schools, of roads and of water."
        for town in "Oslo Rome Cairo Lagos Lima Quito Prague Lviv Delhi Accra Hanoi".split()
    )
    heard(Oslo_Rome=12.0)
    assert legs_of(news) == []
    assert legs_of(f"{news} The mayor flew to Minsk.") == [(None, "Minsk")]
