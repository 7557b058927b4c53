"""Journeys as articles tell them: what was before, where somebody is by now, what should follow."""

import datetime as dt

import pytest

from kit.article import Article
from kit.routes import find_routes


def legs(text, day):
    return find_routes(Article(text, date=dt.date.fromisoformat(day)))


def ends_and_days(text, day):
    return [
        (leg.origin, leg.destination, *map(str, (leg.start_date, leg.end_date)), leg.status)
        for leg in legs(text, day).itertuples()
    ]


@pytest.mark.parametrize(
    "plan",
    [
        "is expected to travel to",
        "is due to fly to",
        "is scheduled to go on to",
        "is likely to move to",
    ],
)
def test_a_day_in_front_of_what_is_to_come_is_the_day_of_the_journey(plan):
    (leg,) = legs(f"On Saturday the president {plan} Lisbon.", "2023-09-15").itertuples()
    assert (leg.destination, leg.status) == ("Lisbon", "planned")
    assert leg.start_date == leg.end_date == dt.date(2023, 9, 16)


@pytest.mark.parametrize(
    "end",
    [
        ", where it is expected on 20 February.",
        ", where it should arrive on 20 February.",
        ", which it hopes to reach by 20 February.",
        " and should arrive on 20 February.",
        ". It is due on 20 February.",
        ". It is scheduled to arrive on 20 February.",
    ],
)
def test_a_journey_ends_on_the_day_on_which_it_should(end):
    told = ends_and_days(f"The freighter left Durban on Sunday for Karachi{end}", "2022-02-08")
    assert told == [("Durban", "Karachi", "2022-02-06", "2022-02-20", "planned")]


def test_a_day_on_which_somebody_was_expected_elsewhere_ends_no_journey():
    text = (
        "The minister flew from Davos to Lusaka on Monday. He had been expected in Rome on Friday."
    )
    (leg,) = legs(text, "2023-01-19").itertuples()
    assert leg.end_date == dt.date(2023, 1, 16)


def test_what_was_visited_is_not_where_somebody_is_expected():
    told = legs("The nuncio, who visited Lima last week, is expected on Monday.", "2024-05-15")
    (leg,) = told.itertuples()
    assert (leg.destination, leg.end_date, leg.status) == (
        "Lima",
        dt.date(2024, 5, 12),
        "reported",
    )


@pytest.mark.parametrize(
    ("text", "day", "status"),
    [
        ("The minister is flying to Bremen on Saturday.", "2022-10-22", "planned"),
        ("The patients are being moved to Bremen on Saturday.", "2022-10-22", "planned"),
        ("The team was to fly to Bremen on Saturday evening.", "2022-10-22", "planned"),
        ("The men were allowed to leave Oslo for Bremen on Tuesday.", "2022-10-18", "reported"),
        ("They were being moved to Bremen on Saturday when it rained.", "2022-10-15", "reported"),
    ],
)
def test_what_was_let_and_what_is_under_way_are_told_from_what_is_to_come(text, day, status):
    (leg,) = legs(text, "2022-10-20").itertuples()
    assert (leg.destination, str(leg.end_date), leg.status) == ("Bremen", day, status)


@pytest.mark.parametrize(
    "text",
    [
        "The team, which was to fly to Copenhagen on Friday, never set out.",
        "The team was to fly to Copenhagen on Friday but fell ill.",
        "He was not allowed to fly to Copenhagen on Monday.",
        "Police visited a house in Leeds on Friday.",
        "The delegation visited the king of Jordan on Friday.",
        "On the 26th she squeezed into her nephew's Zhiguli with five others.",
    ],
)
def test_what_was_called_off_or_was_no_journey_is_none(text):
    assert legs(text, "2022-10-20").empty


def test_a_site_that_is_visited_is_where_somebody_went_and_not_where_the_next_leg_ends():
    text = "The pope visited a camp in Bangassou on Wednesday and flew home from Bangui."
    told = legs(text, "2023-09-15")
    assert list(zip(told.origin, told.destination, strict=True)) == [
        (None, "Bangassou"),
        ("Bangui", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Tigran is still in Gyumri and will be taken to Yerevan next week.",
        "The bears remain in Gyumri for now and will be moved to Yerevan next week.",
        "The envoy, who has been in Gyumri all week, leaves for Yerevan next week.",
        "A sister ship, the Nord, at present in Gyumri, is to come to Yerevan next week.",
        "They will stay in Gyumri until next week, when coaches are to carry them to Yerevan.",
        "The players are safe in Gyumri. They will be flown to Yerevan next week.",
        "The skier has been training in Gyumri and will join the team in Yerevan next week.",
    ],
)
def test_somebody_who_is_somewhere_by_now_goes_on_from_there(text):
    (leg,) = legs(text, "2022-09-21").itertuples()
    assert (leg.origin, leg.destination, leg.status) == ("Gyumri", "Yerevan", "planned")


def test_where_somebody_is_popular_tells_not_where_they_are():
    text = "The singer is popular in Texas and will fly to Oslo on Monday."
    assert legs(text, "2022-09-21").origin_basis.iloc[0] != "whereabouts"


@pytest.mark.parametrize("words", ["the Kazakh capital", "Kazakhstan's capital"])
def test_a_capital_is_known_that_the_text_does_not_name(words):
    (leg,) = legs(f"She flew from Oslo to {words} on Friday.", "2022-10-30").itertuples()
    assert (leg.destination, leg.destination_country) == ("Astana", "KZ")
    assert f"“{words}” is not named: it is Astana today." in leg.assumed


def test_a_leg_that_begins_at_a_border_post_does_not_pass_it_too():
    text = "The convoy crossed the border at Medyka and drove on to Lviv."
    (leg,) = legs(text, "2024-05-15").itertuples()
    assert (leg.origin, leg.via, leg.destination) == ("Medyka", (), "Lviv")


def test_a_capital_of_which_there_are_two_is_not_looked_up():
    (end,) = legs("She flew from Oslo to the Bolivian capital on Friday.", "2022-10-30").destination
    assert end is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (
            "The vote of 2018 was lost. In August of that year he left Oslo for Rome.",
            "2018-08-01",
            "2018-08-31",
        ),
        (
            "She was born in 1999. That year they moved from Oslo to Rome.",
            "1999-01-01",
            "1999-12-31",
        ),
        (
            "The war ended in 2014. Two years later they moved from Oslo to Rome.",
            "2016-01-01",
            "2016-12-31",
        ),
    ],
)
def test_days_are_of_the_year_that_the_story_is_set_in(text, first, last):
    (leg,) = legs(text, "2022-10-30").itertuples()
    assert (str(leg.start_date), str(leg.end_date)) == (first, last)


def test_a_day_right_after_one_of_last_year_is_of_last_year():
    text = (
        "On 14 February 2021 a courier flew from Lisbon to Dubai. The next day he flew on to Kuala "
        "Lumpur. He returned to Lisbon on 24 February."
    )
    assert str(legs(text, "2022-10-30").end_date.iloc[-1]) == "2021-02-24"


def test_a_share_of_goods_travels_and_a_statistic_does_not():
    text = "A quarter of the ice is to be sent by air to Copenhagen in June."
    assert list(legs(text, "2024-05-17").destination) == ["Copenhagen"]
    assert legs("A quarter of the grain goes by rail to Copenhagen.", "2024-05-17").empty


@pytest.mark.parametrize(
    "text",
    [
        "One lorry left Oslo for Bergen on Tuesday, and another drove to Hamar on Wednesday.",
        "A first lorry went from Oslo to Bergen and another set off for Hamar on Friday.",
        "Half of the men were taken from Oslo to Bergen; the others will be flown to Hamar.",
    ],
)
def test_another_and_the_others_start_where_the_first_did(text):
    told = legs(text, "2021-03-05")
    assert list(zip(told.origin, told.destination, strict=True)) == [
        ("Oslo", "Bergen"),
        ("Oslo", "Hamar"),
    ]


def test_a_leg_told_in_one_breath_goes_on_from_the_one_before_and_not_from_a_later_day():
    text = (
        "Eleven miners reached Lethem on Wednesday. The men flew from Georgetown to Boa Vista on "
        "July 2 and went on by bus to Manaus."
    )
    told = legs(text, "2025-08-21")
    ends = list(zip(told.origin, told.destination, strict=True))
    assert ends[1:] == [("Georgetown", "Boa Vista"), ("Boa Vista", "Manaus")]


@pytest.mark.parametrize("then", ["He drove to Butuan on Tuesday.", "He took a bus to Butuan."])
def test_who_flew_in_from_somewhere_did_not_fly_where_he_drove_to(then):
    told = legs(f"Secretary Ramon Ilagan flew in from Manila. {then}", "2022-05-24")
    assert list(told["mode"]) == ["air", "road"]
    assert ("Manila", "Butuan") not in set(zip(told.origin, told.destination, strict=True))


def test_the_northern_city_is_none_that_a_distance_is_told_from_nor_where_they_set_out():
    flew = "Nurses flew from Blantyre, nearly 300 km south of Lilongwe, to the northern city."
    assert list(legs(f"Mzuzu is without power. {flew}", "2024-03-07").destination) == ["Mzuzu"]
    assert list(legs(flew, "2024-03-07").destination) == [None]


def test_a_name_beside_an_office_is_a_persons_whatever_the_model_takes_it_for():
    flew = "The minister, Luisa Macuacua, flew to Lisbon on Monday."
    told = legs(f"{flew} Macuacua is due back in Maputo on Friday.", "2024-05-15")
    assert list(told.who) == ["Luisa Macuacua", "Macuacua"]
    assert list(told.status) == ["reported", "planned"]
    assert str(told.end_date.iloc[-1]) == "2024-05-17"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "The former vice-president of Nigeria flew from Lagos to Accra.",
            "The former vice-president of Nigeria",
        ),
        ("The ex-president flew from Lima to Quito on Monday.", "The ex-president"),
        ("Her brother-in-law took a bus from Lima to Cusco.", "Her brother-in-law"),
    ],
)
def test_who_travels_is_called_by_the_whole_of_a_hyphened_word(text, who):
    assert list(legs(text, "2024-05-15").who) == [who]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        (
            "Pilgrims who had been aboard the burnt-out coach were put on a train to Madurai.",
            "rail",
        ),
        (
            "A woman on the roof of her car was picked up by a helicopter and set down in Hull.",
            "air",
        ),
        ("The crew were picked up by a lifeboat and landed at Killybegs.", "sea"),
        ("The boy was hit by a train and taken to a hospital in Leeds.", None),
    ],
)
def test_the_mode_is_that_of_what_carries_them_and_not_of_what_befell_them(text, mode):
    told = legs(text, "2024-05-15")
    assert list(told["mode"].where(told["mode"].notna(), None)) == [mode]


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("by the weekend", ["2024-05-15", "2024-05-19"]),
        ("later this week", ["2024-05-15", "2024-05-19"]),
        ("by the end of the month", ["2024-05-21", "2024-05-31"]),
        ("by the end of next week", ["2024-05-20", "2024-05-26"]),
    ],
)
def test_what_is_to_come_does_not_begin_before_the_article(when, days):
    (leg,) = legs(f"The choir will fly to Vienna {when}.", "2024-05-15").itertuples()
    assert [str(leg.start_date), str(leg.end_date)] == days


def test_the_year_of_a_class_is_no_day_of_a_journey():
    told = legs(
        "Class of 1966: we met in Beatrice. Judy Sykes flew in from Anchorage.", "2016-06-09"
    )
    assert "1966" not in "".join(map(str, told.start_date))


def test_who_means_to_go_on_will():
    told = legs("Oksana reached Przemysl. She means to go on to Wroclaw next week.", "2024-05-15")
    assert list(told.status) == ["reported", "planned"]


@pytest.mark.parametrize(
    ("text", "origin", "mode"),
    [
        ("Her brother was on his way home from Leeds by bus when it overturned.", "Leeds", "road"),
        ("She fell asleep on the way back from Leeds by train.", "Leeds", "rail"),
        ("She came back from Spain.", "Spain", None),
        ("She was back home from Spain by Friday.", "Spain", None),
    ],
)
def test_who_is_on_the_way_home_left_the_place_named(text, origin, mode):
    (leg,) = legs(text, "2024-05-14").itertuples()
    assert (leg.origin, leg.destination, leg.mode) == (origin, None, mode)


def test_somebody_unknown_is_on_his_way_and_a_country_on_its_way_is_not():
    assert list(legs("Blinken is on his way to Riyadh.", "2024-05-14").destination) == ["Riyadh"]
    assert legs("Kenya is on its way to recovery in Paris.", "2024-05-14").empty


def test_a_coach_that_broke_down_was_on_its_way_and_a_plan_that_did_was_not():
    coach = "The coach broke down near Lyon on its way from Turin to Bordeaux."
    (leg,) = legs(coach, "2024-05-14").itertuples()
    assert (leg.origin, leg.destination) == ("Turin", "Bordeaux")
    assert legs("A plan to move the team from Turin to Bordeaux broke down.", "2024-05-14").empty


@pytest.mark.parametrize(
    "text",
    [
        "She commutes from Reading to London.",
        "The Orient Express once ran from Paris to Istanbul.",
        "I wish we had driven to Granada that weekend.",
        "How far is it from Calgary to Banff by car?",
        "The Olympic Games will go to Brisbane in 2032.",
        "Stockholm moved closer to Ankara on arms exports this week.",
        "A rumour that the tycoon had fled to Minsk was laid to rest in Rome.",
        "She had thought of leaving for Iran but could not pay the smugglers.",
        "The sudden death of the publisher leaves Lagos poorer by one of its sharpest pens.",
    ],
)
def test_what_is_habit_wish_question_or_figure_of_speech_is_no_journey(text):
    assert legs(text, "2024-05-14").empty


def test_cargo_of_a_ship_does_not_arrive_where_lorries_stand():
    text = (
        "A convoy of 18 lorries that left the port of Beira on Monday is stuck at Chimoio. "
        "The supplies had come by sea from Durban."
    )
    lorries, supplies = legs(text, "2025-02-14").itertuples()
    assert (lorries.destination, lorries.mode) == ("Chimoio", "road")
    assert (supplies.origin, supplies.mode) == ("Durban", "sea")
    assert supplies.destination != "Chimoio"


def test_water_that_a_dam_releases_is_not_what_people_travelled_by():
    text = (
        "The dam at Cahora Bassa was releasing water. "
        "Residents were being evacuated from Tete to Chimoio."
    )
    (leg,) = legs(text, "2025-02-14").itertuples()
    assert (leg.destination, leg.mode) == ("Chimoio", None)


def test_what_the_second_reading_alone_finds_is_to_come_if_told_of_a_day_to_come():
    (leg,) = legs("Our friends swap Leeds for York on 2 October.", "2025-09-24").itertuples()
    assert (leg.origin, leg.destination_basis, leg.status) == ("Leeds", "likely", "planned")
    assert leg.start_date == dt.date(2025, 10, 2)


def test_who_comes_back_to_the_planet_ends_and_starts_no_journey_there():
    text = (
        "Three astronauts returned to Earth on Tuesday after 201 days in orbit. "
        "Helicopters carried the crew to Karaganda."
    )
    (leg,) = legs(text, "2026-11-25").itertuples()
    assert (leg.origin, leg.destination_words) == (None, "Karaganda")
    assert legs("The probe left Earth for Mars in July.", "2026-11-25").empty


def test_a_birthday_is_no_day_of_a_journey():
    text = "Ms. Okello, born Dec. 20, 1974, was six when her parents moved from Gulu to Entebbe."
    (leg,) = legs(text, "2026-12-03").itertuples()
    assert (leg.origin, leg.destination) == ("Gulu", "Entebbe")
    assert leg.start_date is None


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("She was taken to St. Mary's Hospital in Leeds.", [(None, "Leeds")]),
        ("The team flew to King Fahd Stadium in Riyadh.", [(None, "Riyadh")]),
        ("He was moved to Changi Prison in Singapore.", [(None, "Changi Prison")]),
    ],
)
def test_a_house_that_is_on_no_map_is_in_its_town(text, ends):
    found = legs(text, "2026-12-03")
    assert list(zip(found.origin, found.destination, strict=True)) == ends


def test_nobody_comes_from_the_town_that_the_end_lies_in():
    (leg,) = legs("He was transferred to Evin Prison in Tehran.", "2026-12-03").itertuples()
    assert (leg.origin, leg.destination) == (None, "Evin Prison")
    text = "Ana Lund came off the flight from Jeddah in Manila on Tuesday. She had worked in Taif."
    (leg,) = legs(text, "2026-12-03").itertuples()
    assert (leg.origin, leg.destination) == ("Jeddah", "Manila")


@pytest.mark.parametrize("state", ["Kansas", "Ontario"])
def test_a_state_that_somebody_comes_from_is_an_origin(state):
    (leg,) = legs(f"She flew to Chicago from {state}.", "2026-12-03").itertuples()
    assert (leg.origin, leg.destination) == (state, "Chicago")
    assert leg.origin_basis == "stated"


@pytest.mark.parametrize("left", ["went on vacation", "left on a two-week holiday"])
def test_a_holiday_in_a_place_leads_there(left):
    (leg,) = legs(f"The family {left} in Kenya on Friday.", "2026-12-03").itertuples()
    assert (leg.origin, leg.destination) == (None, "Kenya")


def test_nobody_comes_from_the_state_that_the_town_is_in():
    text = (
        "Making his first visit to Colorado as minister, Reyes is scheduled to arrive at Denver "
        "airport at 3 p.m."
    )
    found = legs(text, "2026-12-03")
    ends = list(zip(found.origin, found.destination, strict=True))
    assert ends == [(None, "Colorado"), (None, "Denver International Airport")]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("He was born in Oran and moved to Lyon in 1990.", [(None, "Lyon")]),
        ("The sub docked at Narvik, on the Ofotfjord, on Friday.", [(None, "Narvik")]),
        ("She moved from Gulu to Entebbe, into a house built in 1974.", [("Gulu", "Entebbe")]),
        ("The army cleared Bakhmut of mines.", []),
        ("The film captures Lisbon as it was.", []),
    ],
)
def test_where_things_began_lie_or_are_shown_nobody_went(text, ends):
    found = legs(text, "2026-12-03")
    assert list(zip(found.origin, found.destination, strict=True)) == ends


def test_a_house_dates_no_journey():
    text = "She moved from Gulu to Entebbe, into a house built in 1974."
    assert legs(text, "2026-12-03").start_date.isna().all()


@pytest.mark.parametrize("way", ["on its way", "on the way"])
def test_what_crashed_on_its_way_set_out_all_the_same(way):
    text = f"A helicopter carrying four people from Bergen to Stavanger crashed {way}."
    (leg,) = legs(text, "2026-12-03").itertuples()
    assert (leg.origin, leg.destination, leg.mode) == ("Bergen", "Stavanger", "air")


def test_who_returned_does_not_go_on_from_there():
    text = "President Costa, who returned from Oslo on Monday, will travel to Rome on Friday."
    found = legs(text, "2026-12-03")
    ends = list(zip(found.origin, found.destination, found.status, strict=True))
    assert ends == [("Oslo", None, "reported"), (None, "Rome", "planned")]


def test_one_who_is_named_is_none_of_the_many_told_beside_him():
    text = "Nurse Hanan Ali fled El Fasher in April. Two prisoners were flown to Nyala."
    found = legs(text, "2026-12-03")
    ends = list(zip(found.origin, found.destination, strict=True))
    assert ends == [("El Fasher", None), (None, "Nyala")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Blinken flew to Riyadh and Burns to Cairo.",
            [("Blinken", "Riyadh"), ("Burns", "Cairo")],
        ),
        (
            "One bus went to Leeds and another to Bergen.",
            [("One bus", "Leeds"), ("another", "Bergen")],
        ),
        (
            "The king went to Oslo and the queen to Bergen.",
            [("The king", "Oslo"), ("the queen", "Bergen")],
        ),
        (
            "The Red Cross sent tents to Goma and blankets to Bukavu.",
            [("tents", "Goma"), ("blankets", "Bukavu")],
        ),
    ],
)
def test_who_goes_elsewhere_in_the_same_breath_has_a_leg_of_his_own(text, told):
    found = legs(text, "2026-12-03")
    assert list(zip(found.who, found.destination, strict=True)) == told
    assert found.origin.isna().all()


def test_three_who_fly_in_one_breath_fly_each_on_a_day():
    text = "Macron flew to Berlin on Monday, Scholz to Paris on Tuesday and Meloni to Madrid."
    found = legs(text, "2026-12-03")
    assert found.who.tolist() == ["Macron", "Scholz", "Meloni"]
    assert found.destination.tolist() == ["Berlin", "Paris", "Madrid"]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("They flew to Doha, home to a large American base.", [(None, "Doha")]),
        ("The family fled Mariupol in March. They never reached Dnipro.", [("Mariupol", None)]),
        ("He went back to Malta every year.", []),
        ("Jets roared as the crowd walked to Leeds each Sunday.", []),
    ],
)
def test_what_somewhere_is_home_to_is_never_reached_or_is_a_habit_ends_no_leg(text, ends):
    found = legs(text, "2026-12-03")
    assert list(zip(found.origin, found.destination, strict=True)) == ends


def test_who_is_chased_travels():
    (leg,) = legs(
        "Police chased the van from Tours to Orleans, where it crashed.", "2026-12-03"
    ).itertuples()
    assert leg.who == "the van"
