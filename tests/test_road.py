"""Promises about ways by road: over main roads, and estimates from the straight line."""

import csv
import importlib
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod
from scipy.sparse.csgraph import dijkstra

import kit
from kit import _road, measure, network
from kit._roads import roads as main_roads
from kit._spot import Spot
from kit._way import joined
from kit.errors import NoWayError

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "benchmarks"))
roads = importlib.import_module("roads")
sys.path.remove(str(HERE / "benchmarks"))

GEOD = Geod(ellps="WGS84")


def rows():
    with (HERE / "published_road.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def factors():
    return np.array(list(roads.factors().values()))


@pytest.fixture(scope="module")
def on_map():
    return np.array(list(roads.on_map().values()))


# ---- published lengths --------------------------------------------------------------------------


def test_the_numbers_of_the_estimate_are_those_of_the_published_roads(factors):
    assert len(factors) >= 150
    assert round(float(np.median(factors)), 2) == _road.TYPICAL
    assert round(float(np.quantile(factors, 0.975)), 2) == _road.LONGEST


def test_the_numbers_of_the_map_are_those_of_the_published_roads(on_map):
    assert len(on_map) >= 175
    assert round(float(np.median(on_map)), 2) == _road.SCALE
    assert np.quantile(on_map, [0.025, 0.975]).round(2).tolist() == list(_road.BAND)


def test_the_band_holds_nineteen_published_roads_in_twenty():
    told = [row for row in rows() if not row["checked"].startswith("in doubt")]
    found = [(kit.road(row["from"], row["to"]), float(row["km"])) for row in told]
    assert np.mean([way.low_km <= km <= way.high_km for way, km in found]) >= 0.95


def test_over_main_roads_a_length_is_nearer_to_the_published_one_than_the_straight_line_is():
    errors = {"road": [], "line": []}
    for row in rows():
        way, km = kit.road(row["from"], row["to"]), float(row["km"])
        line_km = kit.great_circle(row["from"], row["to"]).length_km
        errors["road"].append(abs(way.length_km / km - 1))
        errors["line"].append(abs(line_km * _road.TYPICAL / km - 1))
    assert np.mean(errors["road"]) < 0.9 * np.mean(errors["line"])


def test_each_published_road_names_its_source_and_why_it_was_chosen():
    assert all(row["source"] and row["checked"] for row in rows())
    assert {row["chosen"] for row in rows()} == {"for its country", "for its mountains"}


# ---- over main roads ----------------------------------------------------------------------------


def test_the_line_runs_from_the_first_stop_to_the_last_and_is_no_longer_than_the_way():
    way = kit.road("Paris", "Lyon")
    coords = shapely.get_coordinates(way.geometry)
    assert coords[0][::-1] == pytest.approx([way.stops[0].lat, way.stops[0].lon])
    assert coords[-1][::-1] == pytest.approx([way.stops[-1].lat, way.stops[-1].lon])
    assert 0.9 * way.length_km < GEOD.line_length(*coords.T) / 1000 < way.length_km


def test_the_search_is_the_shortest_of_the_graph():
    way = kit.road("Paris", "Marseille")
    whole = main_roads()
    ends = [whole.near(stop.lat, stop.lon, 0.0)[0] for stop in way.stops]
    bare = dijkstra(whole.graph, indices=ends[0])[ends[1]]
    away_km = sum(stop.away_km for stop in way.stops)
    assert way.length_km == pytest.approx(bare * _road.SCALE + away_km * _road.TYPICAL)


def test_a_road_goes_round_bays_and_mountains():
    line_km = kit.great_circle("Makassar", "Palu").length_km
    way = kit.road("Makassar", "Palu")
    assert way.length_km > 1.5 * line_km
    assert way.basis == "mapped"


def test_a_band_begins_no_lower_than_the_line_and_no_higher_than_roads_are_elsewhere():
    for ends in (("Paris", "Lyon"), ("Bishkek", "Osh"), ("Makassar", "Palu"), ("Kyiv", "Lviv")):
        way, line_km = kit.road(*ends), kit.great_circle(*ends).length_km
        assert line_km <= way.low_km <= _road.TYPICAL * line_km * 1.001
        assert way.low_km < way.length_km < way.high_km


def test_rough_land_makes_a_road_longer_than_the_map_draws_it():
    def bends(way):
        return way.length_km / (GEOD.line_length(*shapely.get_coordinates(way.geometry).T) / 1000)

    assert bends(kit.road("Bishkek", "Osh")) > 1.1 * bends(kit.road("Winnipeg", "Regina"))


def test_a_way_tells_its_countries_and_keeps_out_of_those_to_avoid():
    assert kit.road("Paris", "Warsaw").countries[0] == "FR"
    assert "PL" in kit.road("Berlin", "Kyiv").countries
    assert "PL" not in kit.road("Berlin", "Kyiv", avoid="PL").countries


def test_what_is_to_be_avoided_is_never_estimated_away():
    with pytest.raises(NoWayError, match=r"No main road connects|to be avoided"):
        kit.road("Berlin", "Kaliningrad", avoid=("PL", "LT"))


def test_a_way_passes_places_in_their_order():
    way = kit.road("Paris", "Rome", via=["Lyon", "Turin"])
    assert [stop.name for stop in way.stops] == ["Paris", "Lyon", "Turin", "Rome"]
    assert way.length_km > kit.road("Paris", "Rome").length_km - 1e-6


def test_there_and_back_are_as_long():
    there, back = kit.road("Lisbon", "Madrid"), kit.road("Madrid", "Lisbon")
    assert there.length_km == pytest.approx(back.length_km)


def test_many_trips_at_once_are_the_same_as_one_by_one():
    trips = [("Berlin", "Prague"), ("Prague", "Vienna"), ("Berlin", "Vienna", "Rome")]
    for trip, way in zip(trips, network.roads(trips), strict=True):
        alone = kit.road(trip[0], trip[-1], via=trip[1:-1])
        assert way.length_km == pytest.approx(alone.length_km)


def test_a_trip_without_a_way_raises_unless_its_error_is_asked_for():
    trips = [("Berlin", "Prague"), ("Honolulu", "Hilo")]
    found, error = network.roads(trips, errors="return")
    assert found.mode == "road"
    assert isinstance(error, NoWayError)
    with pytest.raises(NoWayError, match="No land connects"):
        network.roads(trips)


# ---- where they do not lead ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "ends",
    [
        ((-3.75, -73.25), (-4.5, -73.6)),  # Iquitos and Nauta, far from any main road
        ("Bamako", "Timbuktu"),  # one end
        ("Uppsala", "Turku"),  # no way but a very long one
        ((51.75, 8.75), (51.77, 8.76)),  # nearer to each other than to a main road
    ],
)
def test_where_no_main_road_leads_it_is_an_estimate_and_says_so(ends):
    way, line = kit.road(*ends), kit.great_circle(*ends)
    assert way.low_km == pytest.approx(line.length_km)
    assert way.high_km == pytest.approx(line.length_km * _road.LONGEST)
    assert "straight line times" in way.method
    assert any("No main road leads there on this map" in said for said in way.assumed)
    assert way.basis != "mapped"


def test_a_way_says_how_far_its_main_road_is():
    vercors = 44.85, 5.45
    way = kit.road("Paris", vercors)
    stop = way.stops[-1]
    assert stop.away_km == pytest.approx(measure.distance_km(stop.lat, stop.lon, *vercors))
    assert any(f"main road is {stop.away_km:.0f} km from" in said for said in way.assumed)


@pytest.mark.parametrize(
    "ends",
    [("Calais", "Dover"), ("Honolulu", "Hilo"), ("Nome", "Provideniya"), ("Colombo", "Chennai")],
)
def test_no_road_crosses_a_sea(ends):
    with pytest.raises(NoWayError, match="No land connects"):
        kit.road(*ends)


@pytest.mark.parametrize(
    "ends",
    [("Copenhagen", "Malmo"), ("Catania", "Rome"), ("Istanbul", "Ankara"), ("Uelen", "Anadyr")],
)
def test_bridges_ferries_and_the_antimeridian_part_no_land(ends):
    assert kit.road(*ends).length_km > 0


@pytest.mark.parametrize(
    ("ends", "why"),
    [
        (("Panama City", "Bogotá"), "across the Darién Gap"),
        (("Los Angeles", "Lima"), "across the Darién Gap"),
        (("Lima", "Iquitos"), "to Iquitos"),
        (("Uelen", "Moscow"), "to Chukotka"),
        (("Nuuk", "Sisimiut"), "from town to town in Greenland"),
    ],
)
def test_where_no_road_leads_nothing_is_estimated(ends, why):
    with pytest.raises(NoWayError, match=why):
        kit.road(*ends)


@pytest.mark.parametrize("ends", [("Iquitos", "Nauta"), ("Norilsk", "Dudinka")])
def test_within_a_place_that_no_road_leads_to_there_are_roads(ends):
    assert kit.road(*ends).basis == "estimated"


@pytest.mark.parametrize(
    ("ends", "km"),
    [(("Mendoza", "Santiago"), 364), (("Manaus", "Porto Velho"), 885)],
)
def test_a_stretch_that_the_map_lacks_is_added_and_said(ends, km):
    way = kit.road(*ends)
    assert way.length_km == pytest.approx(km, rel=0.05)
    assert way.basis == "mapped"
    assert any("The map lacks" in said for said in way.assumed)


@pytest.mark.parametrize(
    ("ends", "country"),
    [
        (("Cambridge", "Boston"), "US"),
        (("Tripoli", "Beirut"), "LB"),
        (("Valencia", "Madrid"), "ES"),
    ],
)
def test_overland_a_name_is_that_of_the_town_in_the_country_of_the_other_end(ends, country):
    way = kit.road(*ends)
    assert way.countries == (country,)
    assert any("bears the name, too" in said for said in way.assumed)
    assert network.roads([ends])[0].length_km == way.length_km < 500


def test_of_a_part_over_roads_and_an_estimated_one_the_whole_is_an_estimate():
    ways = [kit.road("Bamako", "Segou"), kit.road("Segou", "Timbuktu")]
    whole = joined(ways)
    assert (whole.basis, ways[0].basis) == ("estimated", "mapped")
    assert all(way.method in whole.method for way in ways)


def test_both_ends_in_one_place_have_no_road():
    with pytest.raises(NoWayError):
        _road.way(Spot("here", 48.0, 2.0, 0.0, ""), Spot("there", 48.0, 2.0, 0.0, ""))


@pytest.mark.parametrize(
    ("ends", "published_km"),
    [
        (("Palermo", "Rome"), 930),
        (("Key West", "Miami"), 266),
        (("Manama", "Dammam"), 85),
        (("Copenhagen", "Oslo"), 600),
    ],
)
def test_bridges_and_ferries_that_the_map_lacks_are_crossed(ends, published_km):
    way = kit.road(*ends)
    assert way.basis == "mapped"
    assert way.low_km < published_km < way.high_km
