"""Promises about ways by rail and air, and about the straight line."""

import csv
import doctest
import importlib
import math
import re
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopy.location import Location
from geopy.point import Point
from pyproj import Geod
from scipy.sparse.csgraph import dijkstra

import kit
from kit import measure, network, settings
from kit._railways import railways
from kit.errors import InputError
from kit.network import NoWayError

GEOD = Geod(ellps="WGS84")
LEDYANAYA, TUMANGANG = (51.747, 128.072), (42.4217, 130.6026)
TRANS_SIBERIAN = (
    "Yaroslavl Kirov Perm Yekaterinburg Tyumen Omsk Novosibirsk Krasnoyarsk Irkutsk Ulan-Ude Chita "
    "Skovorodino Belogorsk Khabarovsk Ussuriysk"
).split()


def published():
    path = Path(__file__).with_name("published_rail.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


LINES = published()
# Parallel lines of other lengths run between the same stations: the shorter one is what is found.
BESIDE_A_SHORTER_LINE = {("Seoul", "Busan"), ("Tokyo", "Osaka")}


def course(row):
    via, avoid = ([word for word in row[column].split(";") if word] for column in ("via", "avoid"))
    return kit.rail(row["from"], row["to"], via=via, avoid=avoid)


# ---- rail: lengths ------------------------------------------------------------------------------


@pytest.mark.parametrize("row", LINES, ids=lambda row: f"{row['from']}-{row['to']}-{row['km']}")
def test_a_line_is_as_long_as_published(row):
    way = course(row)
    beside = (row["from"], row["to"]) in BESIDE_A_SHORTER_LINE
    assert way.length_km == pytest.approx(float(row["km"]), rel=0.06 if beside else 0.04)


def test_seven_lines_in_eight_are_within_three_per_cent_of_what_is_published():
    near = [abs(course(row).length_km / float(row["km"]) - 1) < 0.03 for row in LINES]
    assert np.mean(near) >= 7 / 8


def test_bands_hold_nearly_all_published_lengths():
    ways = [(course(row), float(row["km"])) for row in LINES]
    assert np.mean([way.low_km <= km <= way.high_km for way, km in ways]) >= 0.94
    assert np.mean([(way.high_km - way.low_km) / km for way, km in ways]) < 0.16


@pytest.mark.parametrize(
    ("ends", "via", "avoid", "km"),
    [
        (("Moscow", "Vladivostok"), TRANS_SIBERIAN, (), 9288),
        (("Moscow", LEDYANAYA), TRANS_SIBERIAN[:12], ("CN", "KZ"), 7755),
        (("Pyongyang", TUMANGANG), (), (), 835),
    ],
    ids=["Trans-Siberian", "to the cosmodrome's station", "through North Korea"],
)
def test_a_known_way_is_right_to_two_per_cent(ends, via, avoid, km):
    way = kit.rail(*ends, via=via, avoid=avoid)
    assert way.length_km == pytest.approx(km, rel=0.02)


def test_the_band_is_wider_where_only_the_ends_are_known():
    free = kit.rail("Moscow", "Vladivostok", avoid="CN")
    bound = kit.rail("Moscow", "Vladivostok", via=TRANS_SIBERIAN)
    assert (free.high_km / free.length_km) > (bound.high_km / bound.length_km)
    assert any("may go another" in words for words in free.assumed)


def test_the_band_of_the_shortest_way_inside_russia_holds_the_trains_way():
    way = kit.rail("Moscow", LEDYANAYA, avoid=("CN", "KZ"))
    assert way.low_km <= 7755 <= way.high_km


def test_no_band_reaches_below_the_straight_line_between_the_stations():
    for ends in (("Omsk", "Novosibirsk"), ("Moscow", "Saint Petersburg"), ("Xining", "Lhasa")):
        way = kit.rail(*ends)
        first, last = way.stops
        straight = measure.distance_km(first.lat, first.lon, last.lat, last.lon)
        assert way.low_km >= straight - first.away_km - last.away_km - 1e-6


# ---- rail: what the map lacks -------------------------------------------------------------------


def test_a_stretch_that_the_map_lacks_is_spoken_of_and_widens_the_band():
    way = kit.rail("Copenhagen", "Malmö")
    assert way.length_km == pytest.approx(43, abs=5)
    assert any("Øresund" in words and "map lacks" in words for words in way.assumed)
    assert way.high_km - way.length_km > 0.123 * way.length_km


def test_the_branch_to_dunay_and_the_spur_to_the_cosmodrome_can_be_travelled():
    dunay = kit.rail("Smolyaninovo", (42.8803, 132.3375))
    spur = kit.rail(LEDYANAYA, (51.884, 128.334))
    assert 45 <= dunay.length_km <= 65
    assert 20 <= spur.length_km <= 35
    assert any("Dunay" in words for words in dunay.assumed)
    assert any("Vostochny" in words for words in spur.assumed)


@pytest.mark.parametrize(
    ("origin", "destination", "most"),
    [
        ("New Delhi", "Mumbai", 1450),
        ("Karachi", "Lahore", 1320),
        ("Istanbul", "Ankara", 620),
        ("Copenhagen", "Stockholm", 680),
        ("Rome", "Palermo", 1000),
        ("London", "Brussels", 400),
        ("Hat Yai", "Kuala Lumpur", 620),
        ("Ulaanbaatar", "Ulan-Ude", 680),
    ],
)
def test_lines_that_the_source_breaks_are_whole(origin, destination, most):
    assert kit.rail(origin, destination).length_km < most


# ---- rail: where it goes ------------------------------------------------------------------------


def test_the_shortest_way_to_vladivostok_is_through_china_unless_that_is_avoided():
    assert kit.rail("Moscow", "Vladivostok").countries == ("RU", "CN")
    assert kit.rail("Moscow", "Vladivostok", avoid=("CN",)).countries == ("RU",)


def test_countries_come_in_the_order_of_the_journey():
    assert kit.rail("Beijing", "Moscow", via="Ulaanbaatar").countries == ("CN", "MN", "RU")


def test_no_point_of_a_way_lies_deep_in_a_country_that_is_avoided():
    way = kit.rail("Berlin", "Kyiv", avoid=("PL", "by"))
    ukraine_by_slovakia = shapely.get_coordinates(way.geometry)
    inside = [
        measure.is_in_territory(lat, lon, "PL")
        and measure.distance_to_border_km(lat, lon, "PL")[0] > 2
        for lon, lat in ukraine_by_slovakia[::5]
    ]
    assert not any(inside)
    assert not {"PL", "BY"} & set(way.countries)


def test_whose_crimea_is_depends_on_the_point_of_view(monkeypatch):
    assert "RU" in kit.rail("Kyiv", "Simferopol").countries
    monkeypatch.setattr(settings, "point_of_view", "UN")
    assert kit.rail("Kyiv", "Simferopol").countries == ("UA",)
    assert kit.rail("Kyiv", "Simferopol", avoid="RU").countries == ("UA",)


def test_stops_keep_the_order_that_was_asked_for():
    way = kit.rail("Paris", "Rome", via=["Lyon", "Dijon", "Turin"])
    assert [stop.name for stop in way.stops] == ["Paris", "Lyon", "Dijon", "Turin", "Rome"]
    assert way.length_km > kit.rail("Paris", "Rome", via=["Dijon", "Lyon", "Turin"]).length_km


def test_a_way_is_as_long_in_both_directions():
    there, back = kit.rail("Lisbon", "Madrid"), kit.rail("Madrid", "Lisbon")
    assert there.length_km == pytest.approx(back.length_km, abs=1e-6)
    assert there.countries == back.countries[::-1]


def test_the_line_runs_from_the_first_stop_to_the_last_and_is_no_longer_than_the_way():
    way = kit.rail("Moscow", "Vladivostok", via=TRANS_SIBERIAN)
    coords = shapely.get_coordinates(way.geometry)
    assert coords[0][::-1] == pytest.approx([way.stops[0].lat, way.stops[0].lon])
    assert coords[-1][::-1] == pytest.approx([way.stops[-1].lat, way.stops[-1].lon])
    drawn = GEOD.line_length(*coords.T) / 1000
    assert 0.9 * way.length_km < drawn < way.length_km


def test_the_search_is_the_shortest_of_the_graph():
    way = kit.rail("Paris", "Marseille")
    whole = railways()
    ends = [whole.near(stop.lat, stop.lon, 0.0)[0] for stop in way.stops]
    bare = dijkstra(whole.graph, indices=ends[0])[ends[1]]
    assert way.length_km == pytest.approx(bare * 1.007)


# ---- rail: many at once -------------------------------------------------------------------------


def test_many_trips_at_once_are_the_same_as_one_by_one():
    trips = [("Berlin", "Prague"), ("Prague", "Vienna"), ("Berlin", "Vienna", "Rome")]
    together = network.rails(trips, avoid="PL")
    for trip, way in zip(trips, together, strict=True):
        alone = kit.rail(trip[0], trip[-1], via=trip[1:-1], avoid="PL")
        assert way.length_km == pytest.approx(alone.length_km)
        assert way.countries == alone.countries


def test_of_many_trips_those_without_a_way_can_be_given_as_errors():
    trips = [("Berlin", "Prague"), ("Reykjavik", "Berlin"), ("Prague", "Vienna")]
    first, second, third = network.rails(trips, errors="return")
    assert isinstance(second, NoWayError)
    assert first.mode == third.mode == "rail"
    with pytest.raises(NoWayError, match="Reykjavik"):
        network.rails(trips)
    assert network.rails([]) == []


@pytest.mark.parametrize("trips", [[("Berlin",)], ["Berlin"], [()]])
def test_a_trip_needs_two_places(trips):
    with pytest.raises(InputError, match="two places"):
        network.rails(trips)


# ---- rail: what has no way ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "destination", "said"),
    [
        ("Reykjavik", "Berlin", r"No railway is near Reykjavik: the nearest is 1,\d\d\d km away"),
        ("Moscow", (90, 0), r"No railway is near 90\.000, 0\.000"),
        ("Moscow", (-90, 0), "No railway is near"),
        ("Berlin", "Honolulu", "No railway is near Honolulu"),
        ("Marrakesh", "New York", "No railway connects Marrakesh and New York"),
        ("Taipei", "Beijing", "No railway connects Taipei and Beijing"),
        ("Dublin", "London", "No railway connects Dublin and London"),
        ("Moscow", "Moscow", "both ends of a leg"),
        ("Moscow", (55.75204, 37.61781), "Moscow"),
    ],
)
def test_what_has_no_way_is_told_with_the_reason(origin, destination, said):
    with pytest.raises(NoWayError, match=said) as caught:
        kit.rail(origin, destination)
    assert isinstance(caught.value, InputError)
    assert isinstance(caught.value, ValueError)


def test_what_is_cut_off_by_countries_to_avoid_is_told():
    with pytest.raises(NoWayError, match="without Poland and Lithuania"):
        kit.rail("Berlin", "Kaliningrad", avoid=("PL", "LT"))
    with pytest.raises(NoWayError, match="Minsk lies in Belarus, which is to be avoided"):
        kit.rail("Warsaw", "Minsk", avoid="BY")


@pytest.mark.parametrize("avoid", ["Atlantis", ("RU", "XX"), [""], "RUS", 7, (7,), (None,)])
@pytest.mark.parametrize("way", [kit.rail, kit.road, kit.air], ids=["rail", "road", "air"])
def test_a_country_that_is_not_known_is_told(way, avoid):
    with pytest.raises(InputError):
        way("Berlin", "Vienna", avoid=avoid)


# ---- places -------------------------------------------------------------------------------------

HOSTILE = [
    "", "   ", "Xyzzyqqq", "<script>alert(1)</script>", "\0", "a" * 5000, "1", "91, 0", "nan, 5",
    (math.nan, 0), (0, math.inf), (91, 0), (1,), (), None, 5, b"Moscow", ("a", "b"), {"lat": 1},
    pd.Series({"lat": None, "lon": None, "name": "Nowhere"}), pd.Series({"name": "Moscow"}),
    pd.Series({"lat": "x", "lon": 3, "name": "Broken"}),
]  # fmt: skip


@pytest.mark.parametrize("place", HOSTILE, ids=[f"{place!r:.24}" for place in HOSTILE])
@pytest.mark.parametrize("way", [kit.rail, kit.road, kit.sea, kit.air, kit.great_circle])
def test_what_is_no_place_is_told_in_a_sentence(way, place):
    for ends in ((place, "Berlin"), ("Berlin", place)):
        with pytest.raises(InputError) as caught:
            way(*ends)
        assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "place",
    [
        "Vienna",
        (48.2085, 16.3721),
        [48.2085, 16.3721],
        np.array([48.2085, 16.3721]),
        "48.2085, 16.3721",
        Point(48.2085, 16.3721),
        Location("Vienna", Point(48.2085, 16.3721), {}),
        pd.Series({"lat": 48.2085, "lon": 16.3721, "name": "Vienna", "radius_km": 15.0}),
    ],
    ids=["name", "pair", "list", "array", "text", "Point", "Location", "row"],
)
def test_a_place_may_be_given_in_many_forms(place):
    assert kit.rail("Prague", place).length_km == pytest.approx(355, rel=0.15)
    assert kit.rail("Prague", "Graz", via=[place]).stops[1].away_km < 5
    assert kit.air("Prague", place).length_km == pytest.approx(250, abs=8)


def test_one_place_to_go_by_need_not_be_a_list():
    one, listed = (kit.rail("Prague", "Graz", via=via) for via in ("Vienna", ["Vienna"]))
    assert one.length_km == listed.length_km
    pair = kit.rail("Prague", "Graz", via=(48.2085, 16.3721))
    assert len(pair.stops) == 3


def test_rows_of_a_table_may_be_gone_by():
    table = pd.DataFrame({"name": ["Vienna"], "lat": [48.2085], "lon": [16.3721]})
    assert [stop.name for stop in kit.rail("Prague", "Graz", via=table).stops][1] == "Vienna"


def test_a_misspelt_name_is_read_and_that_is_told():
    way = kit.rail("Novosibirks", "Omsk")
    assert any("was read as Novosibirsk" in words for words in way.assumed)


def test_an_end_far_from_its_station_is_told_and_widens_the_band():
    way = kit.rail("Yakutsk", "Tynda")
    away = way.stops[0].away_km
    assert 5 < away < 30
    assert any(re.search(rf"is {away:.0f} km from Yakutsk", words) for words in way.assumed)
    assert way.high_km - way.length_km > away


def test_a_country_is_taken_at_its_middle_and_the_band_says_so():
    way = kit.rail("Belgium", "Berlin")
    assert any("Belgium was taken at its middle" in words for words in way.assumed)
    assert way.high_km - way.low_km > 2 * 90


# ---- straight -----------------------------------------------------------------------------------


def test_the_straight_line_is_the_geodesic_and_tells_the_countries_below():
    way = kit.great_circle((52.23, 21.01), (55.752, 37.616))
    assert way.length_km == way.low_km == way.high_km
    assert way.length_km == pytest.approx(GEOD.inv(21.01, 52.23, 37.616, 55.752)[2] / 1000)
    assert way.countries == ("PL", "BY", "RU")
    assert way.mode == "straight"


def test_a_border_that_a_line_meets_only_by_rounding_is_not_crossed():
    assert kit.air((28.06631, 95.32678), (28.79792, 95.90228)).countries == ("IN",)


def test_a_line_over_the_antimeridian_is_cut_there():
    for draw in (kit.great_circle, kit.air):
        line = draw("Tokyo", "San Francisco").geometry
        assert len(line.geoms) == 2
        assert np.abs(shapely.get_coordinates(line)[:, 0]).max() <= 180


def test_poles_can_be_flown_between():
    way = kit.great_circle((90, 0), (-90, 0))
    assert way.length_km == pytest.approx(20003.9, abs=0.1)
    assert kit.air((89.9, 0), (89.9, 180)).length_km == pytest.approx(22.3, abs=0.2)


# ---- air ----------------------------------------------------------------------------------------


def test_a_flight_is_the_great_circle_and_no_shorter():
    way = kit.air("London", "Tokyo")
    assert way.length_km == way.low_km == pytest.approx(9580, abs=15)
    assert way.high_km == pytest.approx(1.1 * way.length_km)
    assert "RU" in way.countries


def outside(way, code):
    """Whether a way keeps 12 nautical miles from a country's land, tried by no code of its own."""
    coords = shapely.get_coordinates(shapely.segmentize(way.geometry, 0.2))
    return min(
        measure.distance_to_territory_km(lat, lon, code)[0]
        for lon, lat in coords[1:-1:3]
        if abs(lon) < 179.9
    )


@pytest.mark.parametrize(
    ("origin", "destination", "least", "most"),
    [
        ("London", "Tokyo", 11200, 11800),
        ("Helsinki", "Seoul", 9400, 10000),
        ("Frankfurt", "Beijing", 8600, 9100),
        ("Anchorage", "Tokyo", 5540, 5650),
    ],
)
def test_a_flight_goes_round_closed_airspace(origin, destination, least, most):
    free, way = kit.air(origin, destination), kit.air(origin, destination, avoid=("RU",))
    assert least < way.length_km < most
    assert way.length_km > free.length_km
    assert "RU" not in way.countries
    assert way.method == "shortest way round closed airspace"
    assert outside(way, "RU") > 20


def test_no_other_turn_is_shorter_than_the_way_round():
    way = kit.air("Ankara", "Baku", avoid="AM")
    coords = shapely.get_coordinates(way.geometry)
    assert GEOD.line_length(*coords.T) / 1000 == pytest.approx(way.length_km, rel=1e-3)
    free = kit.air("Ankara", "Baku")
    assert "AM" in free.countries
    assert 1 < way.length_km / free.length_km < 1.1


def test_airspace_that_is_not_in_the_way_changes_nothing():
    free, way = kit.air("Paris", "New York"), kit.air("Paris", "New York", avoid=("RU", "AM"))
    assert way.length_km == pytest.approx(free.length_km)
    assert way.method == "great circle"


def test_an_end_near_a_closed_border_can_be_flown_from():
    way = kit.air((59.376, 28.19), "Stockholm", avoid="RU")  # Narva, at the border
    assert way.length_km == pytest.approx(kit.air((59.376, 28.19), "Stockholm").length_km, rel=0.02)


def test_an_end_inside_closed_airspace_is_told():
    with pytest.raises(NoWayError, match="Moscow lies in Russia, which is to be avoided"):
        kit.air("Moscow", "London", avoid="RU")


def test_an_end_that_is_enclosed_is_told():
    with pytest.raises(NoWayError, match="enclose"):
        kit.air("Maseru", "London", avoid="ZA")


def test_whose_airspace_disputed_land_is_depends_on_the_point_of_view(monkeypatch):
    crimea = (45.1, 34.1)
    with pytest.raises(NoWayError, match="Russia"):
        kit.air(crimea, "Odesa", avoid="RU")
    monkeypatch.setattr(settings, "point_of_view", "UN")
    assert kit.air(crimea, "Odesa", avoid="RU").countries == ("UA",)


def test_legs_of_a_way_add_up():
    stations = ["Vienna", "Salzburg", "Innsbruck", "Zurich"]
    whole = kit.rail(stations[0], stations[-1], via=stations[1:-1])
    legs = [kit.rail(*ends) for ends in pairwise(stations)]
    assert whole.length_km == pytest.approx(sum(leg.length_km for leg in legs), rel=1e-6)


@pytest.mark.parametrize(
    ("ends", "avoid", "published_km"),
    [
        (("Moscow", "Vladivostok"), ("CN", "MN", "KZ", "KP"), 9288),
        (("Moscow", LEDYANAYA), ("CN", "KZ"), 7755),
        (("Beijing", "Moscow"), (), 7621),
    ],
)
def test_a_train_keeps_to_the_trunk_line_without_being_told_its_stations(ends, avoid, published_km):
    assert network.rail(*ends, avoid=avoid).length_km == pytest.approx(published_km, rel=0.02)


def test_a_trunk_line_that_is_a_tenth_longer_is_left():
    way = network.rail("Moscow", "Vladivostok")
    assert "CN" in way.countries
    assert way.length_km < 0.9 * 9288


def test_a_name_that_another_large_town_bears_says_which_was_taken():
    said = network.sea("Buzi", "Beira").assumed
    assert "Buzi was taken for Búzi, Sofala, Mozambique; Buzi, Taiwan bears the name, too." in said
    assert not any("was taken for" in words for words in network.rail("Moscow", "Tver").assumed)


@pytest.mark.parametrize(
    ("find", "ends", "least_km", "most_km"),
    [
        (network.rail, ("Toronto", "London"), 160, 200),  # in Ontario
        (network.air, ("Toronto", "London"), 5_700, 5_750),
        (network.rail, ("Kyiv", "Odessa"), 560, 660),
        (network.road, ("Athens", "Corinth"), 70, 95),  # called Kórinthos
        (network.road, ("Leh", "Manali"), 300, 480),  # and not the larger one near Chennai
        (network.road, ("Boston", "Portland"), 160, 200),
        (network.road, ("Berlin", "Frankfurt"), 480, 560),  # the great one, though farther
        (network.road, ("Dallas", "Paris"), 150, 180),
        (network.road, ("Panama", "Colon"), 60, 90),
        (network.sea, ("Venice", "Split"), 380, 430),  # in no city of California
        (network.sea, ("Malaga", "Cartagena"), 300, 400),
        (network.sea, ("New York", "Colon"), 3_500, 3_800),  # on no plain of Cuba
        (network.sea, ("Vancouver", "Victoria"), 90, 130),
        (network.sea, ("Beirut", "Tripoli"), 60, 80),
        (network.air, ("Beirut", "Tripoli"), 2_000, 2_150),
        (network.air, ("Dallas", "Paris"), 7_900, 8_000),
    ],
)
def test_a_name_means_the_place_that_such_a_trip_goes_to(find, ends, least_km, most_km):
    assert least_km < find(*ends).length_km < most_km


def test_a_place_by_the_way_tells_namesakes_apart_as_well():
    way = network.rail("Madrid", "Alicante", via="Valencia")
    assert way.length_km < 700


def test_codes_of_airports_go_before_regions_in_the_air_alone():
    assert kit.air("DEL", "TAS").length_km == pytest.approx(1577, abs=15)
    assert "KEF was taken for Keflavik" in " ".join(kit.air("London", "JFK", via="KEF").assumed)
    assert kit.road("DEL", "Boston").length_km < 800  # from Delaware


def test_a_trip_that_can_t_be_read_leaves_the_others_their_ways():
    trips = [("Hamburg", "Nowhereville"), ("Hamburg", "Mumbai"), ("Hamburg", (math.nan, 2.0))]
    unknown, way, nowhere = network.seas(trips, errors="return")
    assert way.length_km > 10_000
    assert "No place is called 'Nowhereville'" in str(unknown)
    assert isinstance(nowhere, NoWayError)
    with pytest.raises(InputError, match="Nowhereville"):
        network.seas(trips)


def test_an_error_of_one_of_many_trips_tells_what_was_taken_for_its_places():
    (error,) = network.rails([("Valencia", "Caracas")], errors="return")
    assert "Valencia was taken for Valencia, Carabobo, Venezuela" in str(error)


@pytest.mark.parametrize("trips", [None, "Hamburg", 3])
def test_what_are_no_trips_is_told_in_a_sentence(trips):
    with pytest.raises(InputError, match="Trips are pairs of places"):
        network.seas(trips)


@pytest.mark.parametrize("trip", [{"Hamburg", "Mumbai"}, iter(["Hamburg", "Mumbai"]), "Hamburg"])
def test_a_trip_has_an_order(trip):
    with pytest.raises(InputError, match="two places or more, in their order"):
        network.seas([trip])


def test_places_by_the_way_may_be_a_column_or_a_set():
    by_list = kit.sea("Rotterdam", "Mumbai", via=["suez"])
    assert kit.sea("Rotterdam", "Mumbai", via={"suez"}).length_km == by_list.length_km
    column = pd.Series(["Cologne", "Brussels"])
    by_column, by_names = (
        kit.rail("Frankfurt am Main", "Paris", via=via) for via in (column, list(column))
    )
    assert by_column.length_km == by_names.length_km


@pytest.mark.parametrize(
    ("land", "code"),
    [("UK", "GB"), ("Türkiye", "TR"), ("Burma", "MM"), ("Czech Republic", "CZ"), ("DPRK", "KP")],
)
def test_a_country_to_avoid_goes_by_its_usual_names(land, code):
    by_name, by_code = (kit.air("Oslo", "Cape Town", avoid=one) for one in (land, code))
    assert by_name.length_km == by_code.length_km


def test_a_namesake_by_a_lesser_name_is_none():
    assert not any("was taken for" in words for words in network.sea("Alexandria", "Haifa").assumed)


def test_a_name_that_is_asked_for_again_is_not_looked_up_again(monkeypatch):
    network.rail("Lyon", "Marseille")
    asked = []
    monkeypatch.setattr(kit.Gazetteer, "geocode", lambda *_, **__: asked.append(1))
    network.rail("Lyon", "Marseille")
    assert not asked
    monkeypatch.setattr(kit.settings, "point_of_view", "UN")  # countries may be others then
    with pytest.raises(InputError, match="No place is called"):
        network.rail("Lyon", "Marseille")
    assert asked


# ---- what a way shows ---------------------------------------------------------------------------


def test_a_way_is_a_feature_and_a_table_in_a_notebook():
    way = kit.road("Paris", "Lyon")
    frame = gpd.GeoDataFrame.from_features([way], crs=4326)
    assert frame.loc[0, "length_km"] == pytest.approx(way.length_km, abs=0.1)
    assert frame.geometry[0].equals(way.geometry)
    assert "Paris – Lyon, by road" in way._repr_html_()
    sea = kit.sea("Calais", "Dover")  # whose line is drawn when it is asked for
    assert sea.__geo_interface__["geometry"]["type"] == "LineString"


def test_a_name_with_marks_is_text_in_a_notebook():
    spot = pd.Series({"name": "<img src=x onerror=alert(1)>", "lat": 48.9, "lon": 2.4})
    shown = kit.great_circle(spot, "Lyon")._repr_html_()
    assert "<img" not in shown
    assert "&lt;img" in shown


def test_a_country_to_avoid_may_be_named_in_full():
    for find in (kit.rail, kit.road, kit.air):
        by_name, by_code = (find("Berlin", "Kyiv", avoid=land) for land in ("Poland", "PL"))
        assert by_name.length_km == by_code.length_km


def test_a_country_to_avoid_at_sea_is_said_to_be_none():
    with pytest.raises(InputError, match="no country is avoided at sea"):
        kit.sea("Shanghai", "Busan", avoid="China")


def test_a_flight_may_land_on_the_way():
    way = kit.air("Lima", "Madrid", via="Bogotá")
    legs = kit.air("Lima", "Bogotá"), kit.air("Bogotá", "Madrid")
    assert way.length_km == pytest.approx(sum(leg.length_km for leg in legs))
    assert [stop.name for stop in way.stops] == ["Lima", "Bogotá", "Madrid"]
    (same, none) = network.airs([("Lima", "Bogotá", "Madrid"), ("Lima", "Lima")], errors="return")
    assert same.length_km == way.length_km
    assert isinstance(none, NoWayError)


def test_a_code_of_three_capitals_is_an_airport():
    way = kit.air("LIM", "MAD")
    assert way.length_km == pytest.approx(9520, abs=30)
    assert "MAD was taken for Madrid Barajas International Airport, Spain." in way.assumed


def test_a_point_of_shapely_is_a_place():
    assert kit.great_circle(shapely.Point(2.35, 48.86), "Lyon").length_km == pytest.approx(
        kit.great_circle((48.86, 2.35), "Lyon").length_km
    )


def test_where_there_is_no_way_it_is_said_which_place_was_taken():
    with pytest.raises(NoWayError, match="Valencia was taken for Valencia, Carabobo, Venezuela"):
        kit.rail("Valencia", "Caracas")


@pytest.mark.parametrize("module", ["article", "gazetteer", "measure", "network", "settings"])
def test_the_examples_of_docstrings_give_what_they_show(module):
    result = doctest.testmod(importlib.import_module(f"kit.{module}"))
    assert result.failed == 0


@pytest.mark.parametrize(
    ("ends", "published_km"),
    [(("Kyiv", "Moscow"), 872), (("Kharkiv", "Belgorod"), 84), (("Chernihiv", "Gomel"), 111)],
)
def test_lines_over_a_closed_border_are_there_and_said_to_be_closed(ends, published_km):
    way = network.rail(*ends)
    assert way.low_km <= published_km <= way.high_km
    assert "closed since 2022" in " ".join(way.assumed)


def test_a_line_along_the_antimeridian_is_drawn():
    way = kit.great_circle((10, 180), (20, -180))
    assert way.geometry.length == pytest.approx(10)
    assert not kit.air((65, 180), (66, 180)).geometry.is_empty


def test_a_pole_is_one_place_whatever_its_longitude():
    with pytest.raises(NoWayError, match="is both ends"):
        kit.great_circle((90, 0), (90, 50))


def test_a_longitude_is_not_wound_round_the_globe_twice():
    with pytest.raises(InputError, match="longitude between -180 and 180"):
        kit.rail((48.9, 400), "Berlin")
    west, east = (kit.great_circle((48.9, lon), "Berlin").length_km for lon in (-10, 350))
    assert west == pytest.approx(east)
