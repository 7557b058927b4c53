"""Promises about ways by sea: how long, how sure, what they pass, and where there is none."""

import csv
import pickle
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from geopy.point import Point
from pyproj import Geod
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

import kit
from kit import _basemap, _sea, measure, network
from kit._moorings import common_water, end_of, seen_from
from kit._passages import avoided, named, passages
from kit._sealanes import sealanes, waterway
from kit._sphere import apart_km, crosses, xyz
from kit._spot import Spot
from kit.errors import InputError
from kit.network import NoWayError

GEOD = Geod(ellps="WGS84")
ROOT = Path(__file__).resolve().parent.parent
NMI_KM = 1.852


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PUBLISHED = rows_of(Path(__file__).with_name("published_sea.csv"))
CHANNELS = rows_of(ROOT / "data" / "channels.csv")
# What published ways keep off, and this coast does not have: they are longer than the shortest.
KEPT_OFF = {
    ("Sydney", "Singapore"): "the Great Barrier Reef, shoals in the Arafura and Java Seas",
    ("Singapore", "Hong Kong"): "reefs of the South China Sea",
    ("Singapore", "Bangkok"): "traffic lanes off Singapore, shoals in the Gulf of Thailand",
    ("Singapore", "Jakarta"): "shoals among the Riau Islands",
    ("Halifax", "New York"): "Nantucket Shoals",
    ("San Francisco", "Los Angeles"): "traffic lanes, and Point Reyes to the Farallones",
    ("New York", "Norfolk"): "shoals off New Jersey and Virginia",
    ("Seattle", "Vancouver"): "traffic lanes round Rosario Strait",
}


def ends_of(row):
    return tuple((float(row[f"{end}_lat"]), float(row[f"{end}_lon"])) for end in ("from", "to"))


def way_of(row):
    via, avoid = ([word for word in row[column].split(";") if word] for column in ("via", "avoid"))
    return kit.sea(*ends_of(row), via=via, avoid=avoid)


def name_of(row):
    return "-".join(filter(None, (row["origin"], row["destination"], row["via"], row["avoid"])))


def ratio_of(row):
    """Published over measured."""
    return float(row["published_nmi"]) * NMI_KM / way_of(row).length_km


# ---- lengths ------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", PUBLISHED, ids=name_of)
def test_a_way_is_as_long_as_published(row):
    within = 0.1 if (row["origin"], row["destination"]) in KEPT_OFF else 0.02
    assert ratio_of(row) == pytest.approx(1, abs=within)


def test_five_ways_in_six_are_within_two_per_cent_of_what_is_published():
    near = [abs(ratio_of(row) - 1) < 0.02 for row in PUBLISHED]
    assert np.mean(near) >= 5 / 6
    assert sum(near[:12]) >= 10


def test_the_band_is_what_published_lengths_come_to():
    ratios = [ratio_of(row) for row in PUBLISHED]
    assert np.quantile(ratios, [0.025, 0.975]) == pytest.approx(_sea._BAND, abs=0.0006)


def test_bands_hold_nearly_all_published_lengths():
    ways = [(way_of(row), float(row["published_nmi"]) * NMI_KM) for row in PUBLISHED]
    assert np.mean([way.low_km <= km <= way.high_km for way, km in ways]) >= 0.9
    assert np.mean([(way.high_km - way.low_km) / km for way, km in ways]) < 0.12


def test_no_band_reaches_below_the_straight_line_between_the_berths():
    for row in PUBLISHED:
        way = way_of(row)
        first, last = way.stops[0], way.stops[-1]
        straight = measure.distance_km(first.lat, first.lon, last.lat, last.lon)
        assert way.low_km >= straight - first.away_km - last.away_km - 1e-6


def test_an_end_far_from_the_water_widens_the_band_and_is_told():
    way = kit.sea("Tokyo", "Busan")
    away = way.stops[0].away_km
    assert away > 5
    assert f"The water is {away:.0f} km from Tokyo." in way.assumed
    low, high = _sea._BAND
    assert way.high_km == pytest.approx(way.length_km * high + sum(s.away_km for s in way.stops))
    assert way.low_km == pytest.approx(way.length_km * low - sum(s.away_km for s in way.stops))


def test_the_length_is_that_of_the_line_drawn():
    for row in PUBLISHED[::6]:
        way = way_of(row)
        lines = shapely.get_parts(way.geometry)
        drawn = sum(GEOD.line_length(*shapely.get_coordinates(line).T) for line in lines) / 1000
        assert drawn == pytest.approx(way.length_km, rel=1e-4)


def test_the_cape_instead_of_the_canal():
    free = kit.sea("Rotterdam", "Singapore")
    way = kit.sea("Rotterdam", "Singapore", avoid=("suez",))
    assert free.length_km / NMI_KM == pytest.approx(8288, rel=0.01)
    assert 11_650 < way.length_km / NMI_KM < 11_800
    assert any("Cape of Good Hope" in words for words in way.assumed)
    assert "ZA" in way.countries
    assert "EG" not in way.countries


@pytest.mark.parametrize(
    ("ends", "cape", "canal"),
    [
        (("Koper", "Haiphong"), "Cape of Good Hope", "Suez Canal"),
        (("New York", "San Francisco"), "Strait of Magellan", "Panama Canal"),
    ],
)
def test_who_goes_round_a_cape_does_not_take_the_canal_as_well(ends, cape, canal):
    way = kit.sea(*ends, via=[cape])
    assert way.length_km == kit.sea(*ends, via=[cape], avoid=(canal,)).length_km
    assert not any(canal in words for words in way.assumed)
    both = kit.sea(*ends, via=[canal, cape])
    assert any(canal in words for words in both.assumed)


# ---- the search ---------------------------------------------------------------------------------


def shortest_km(one, two):
    """Length of the best way in the whole network, by a bare search."""
    on = waterway(sealanes().closed)
    lanes = on.lanes
    size = len(lanes.at)
    moorings = common_water([end_of(Spot("", *end, 0.0, "")) for end in (one, two)])
    edges = [(*graph.tocoo().coords, graph.tocoo().data) for graph in (on.near, on.far)]
    for end, mooring in enumerate(moorings):
        ((nodes, km),) = seen_from(on, [mooring])
        own = np.full(len(nodes), size + end)
        edges += [(own, nodes, km), (nodes, own, km)]
    rows, columns, km = map(np.concatenate, zip(*edges, strict=True))
    order = np.lexsort((km, columns, rows))  # the shortest of edges that are there twice
    rows, columns, km = rows[order], columns[order], km[order]
    first = np.append(True, (np.diff(rows) != 0) | (np.diff(columns) != 0))
    graph = csr_array((km[first], (rows[first], columns[first])), shape=(size + 2, size + 2))
    to_berths_km = sum(apart_km(mooring.at, mooring.berth) for mooring in moorings)
    return dijkstra(graph, indices=size)[size + 1] + to_berths_km


@pytest.mark.parametrize(
    "row", [row for row in PUBLISHED if not row["via"] + row["avoid"]][::4], ids=name_of
)
def test_no_way_in_the_whole_network_is_shorter(row):
    # The network is searched on a sphere: on the ellipsoid it is up to 0.6 % off.
    assert way_of(row).length_km < shortest_km(*ends_of(row)) * 1.012


# ---- where it goes ------------------------------------------------------------------------------


@cache
def land():
    """Natural Earth's land as the maps draw it, less what that may be too wide: 0.004°."""
    return shapely.make_valid(_basemap.shapes("10m", "de facto")["land"])


def longest_on_land_km(way):
    """The longest piece of a way over land that is no drawn canal or river."""
    lines = shapely.segmentize(way.geometry, 0.5)
    channels = shapely.union_all(
        [
            shapely.LineString([point.split()[::-1] for point in row["line"].split(";")])
            for row in CHANNELS
        ]
    ).buffer(0.02)
    tree = shapely.STRtree(land())
    dry = shapely.buffer(tree.geometries[tree.query(lines, predicate="intersects")], -0.004)
    pieces = shapely.get_parts(shapely.difference(shapely.intersection(lines, dry), channels))
    return max((abs(GEOD.geometry_length(piece)) / 1000 for piece in pieces), default=0)


AROUND_THE_WORLD = [
    ("Rajin", (42.8803, 132.3375)), ("Calais", "Dover"), ("Piraeus", "Istanbul"),
    ("Rotterdam", "Singapore"), ("New York", "San Francisco"), ("Helsinki", "Hamburg"),
    ("Oslo", "Bergen"), ("Trieste", "Dubrovnik"), ("Vancouver", "Juneau"), ("Manila", "Jakarta"),
    ("Punta Arenas", "Buenos Aires"), ("Saint Petersburg", "Gdansk"), ("Miami", "Veracruz"),
]  # fmt: skip


@pytest.mark.parametrize("ends", AROUND_THE_WORLD, ids=lambda ends: f"{ends[0]}-{ends[1]!s:.12}")
def test_no_way_goes_over_land_wider_than_a_kilometre(ends):
    assert longest_on_land_km(kit.sea(*ends)) < 1.0


def test_the_way_over_land_would_be_seen():
    assert longest_on_land_km(kit.great_circle("Lisbon", "Barcelona")) > 700


def test_what_a_way_passes_is_told_in_sentences_with_the_countries_there():
    way = kit.sea("Odesa", "Mumbai")
    passed = "Through the Bosporus, the Dardanelles, the Suez Canal and the Bab-el-Mandeb."
    assert passed in way.assumed
    assert way.countries == ("TR", "EG", "YE", "DJ", "ER")
    assert all(words.endswith(".") for words in way.assumed)
    assert way.assumed[0].startswith("By the shortest way")
    assert way.mode == "sea"
    assert "By the fairway: Elbe to Hamburg." in kit.sea("Hamburg", "Bergen").assumed


def test_the_open_sea_is_no_countrys():
    assert kit.sea((40.0, -40.0), (45.0, -20.0)).countries == ()


def test_ends_are_found_anywhere_or_it_is_told_why_not():
    rng = np.random.default_rng(3)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, 80)))
    lon = rng.uniform(-180, 180, 80)
    points = list(zip(lat.tolist(), lon.tolist(), strict=True))
    trips = [*pairwise(points), ((82.4845, -79.9549), (81.9431, -79.9622))]
    found = 0
    for way in network.seas(trips, errors="return"):
        if isinstance(way, NoWayError):
            assert str(way).endswith(".")
        else:
            found += 1
            assert way.low_km <= way.length_km <= way.high_km
            assert way.geometry.is_valid
    assert found > 20


def test_the_pacific_is_crossed_with_a_line_that_is_cut():
    way = kit.sea("Yokohama", "San Francisco")
    assert len(way.geometry.geoms) == 2
    for line in way.geometry.geoms:
        lon = shapely.get_coordinates(line)[:, 0]
        assert np.abs(lon).max() <= 180
        assert np.abs(np.diff(lon)).max() < 5


def test_a_far_way_is_drawn_along_great_circles():
    coords = shapely.get_coordinates(kit.sea("Lisbon", "New York").geometry)
    km = GEOD.inv(*coords[:-1].T, *coords[1:].T)[2] / 1000
    assert km.max() < 51


def test_arctic_passages_are_only_for_those_with_business_there():
    far = kit.sea("Hamburg", "Yokohama")
    assert not any("Northeast" in words for words in far.assumed)
    assert any("Northeast Passage" in words for words in kit.sea("Hamburg", "Tiksi").assumed)
    north = kit.sea("Hamburg", "Yokohama", via="Northern Sea Route")
    assert north.length_km < 0.75 * far.length_km


def test_the_corinth_canal_is_too_narrow_unless_it_is_asked_for():
    free = kit.sea("Brindisi", "Piraeus")
    assert not any("Corinth" in words for words in free.assumed)
    short = kit.sea("Brindisi", "Piraeus", via="Corinth Canal")
    assert short.length_km < free.length_km - 100


# ---- via and avoid ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Hormuz Strait", "Strait of Hormuz"),
        ("Straits of Malacca", "Strait of Malacca"),
        ("Strait of Bab el-Mandeb", "Bab-el-Mandeb"),
        ("bab al mandab", "Bab-el-Mandeb"),
        ("the Bosphorus Strait", "Bosporus"),
        ("Öresund", "Oresund"),
    ],
)
def test_a_strait_goes_by_its_usual_spellings(words, name):
    assert [one.name for one in named(words)] == [name]
    assert avoided(words) == {name}


def test_a_town_is_no_canal_unless_it_is_to_be_avoided():
    assert not named("Kiel")
    assert avoided("Kiel") == {"Kiel Canal"}


def test_the_danish_straits_are_told_apart():
    free = kit.sea("Rostock", "Oslo")
    assert "Through the Oresund" in " ".join(free.assumed)
    round_it = kit.sea("Rostock", "Oslo", avoid="oresund")
    assert "Through the Great Belt" in " ".join(round_it.assumed)
    assert free.length_km < round_it.length_km < 1.1 * free.length_km


def test_the_channel_is_no_strait_of_dover():
    way = kit.sea("Plymouth", "Le Havre", via="English Channel")
    assert way.length_km < 1.1 * kit.sea("Plymouth", "Le Havre").length_km


def test_no_ship_crosses_the_ice_of_the_pole():
    for ends in (("Petropavlovsk-Kamchatsky", "Rotterdam"), ("Murmansk", "Vladivostok")):
        way = kit.sea(*ends)
        assert "Northeast Passage" in " ".join(way.assumed)
        assert way.geometry.bounds[3] < 82.6


def test_places_to_go_by_are_passed_in_their_order():
    there = kit.sea("Lisbon", "Genoa", via=["Algiers", "Palermo"])
    back = kit.sea("Lisbon", "Genoa", via=["Palermo", "Algiers"])
    assert [stop.name for stop in there.stops] == ["Lisbon", "Algiers", "Palermo", "Genoa"]
    assert [stop.name for stop in back.stops] == ["Lisbon", "Palermo", "Algiers", "Genoa"]
    assert there.length_km < back.length_km


def test_legs_of_a_way_add_up():
    ports = ["Lisbon", "Algiers", "Palermo", "Genoa"]
    whole = kit.sea(ports[0], ports[-1], via=ports[1:-1])
    legs = [kit.sea(*ends) for ends in pairwise(ports)]
    assert whole.length_km == pytest.approx(sum(leg.length_km for leg in legs))


@pytest.mark.parametrize("via", ["suez", "Suez Canal", " the SUEZ canal ", ["suez"], ("suez",)])
def test_a_passage_may_be_gone_by_under_its_names(via):
    way = kit.sea("Rotterdam", "Singapore", via=via)
    assert [stop.name for stop in way.stops][1] == "Suez Canal"
    assert way.length_km == pytest.approx(kit.sea("Rotterdam", "Singapore").length_km, rel=1e-3)


@pytest.mark.parametrize(
    ("ends", "via"),
    [
        (("Rotterdam", "Singapore"), ["suez", "Strait of Malacca"]),
        (("Buenos Aires", "Valparaiso"), ["Drake Passage"]),
        (("Lisbon", "Perth"), ["Cape of Good Hope"]),
        (("Dubai", "Mumbai"), ["hormuz"]),
    ],
)
def test_a_passage_is_gone_through_and_no_farther_than_need_be(ends, via):
    way = kit.sea(*ends, via=via)
    lat, lon = shapely.get_coordinates(way.geometry).T[::-1]
    at = xyz(lat, lon)
    for name in via:
        (passage,) = (one for one in passages() if name.casefold() in one.names)
        assert crosses(at[:-1], at[1:], passage.gate[None]).any()
    others = {"Drake Passage": ["magellan", "panama"], "Cape of Good Hope": ["suez", "panama"]}
    round_ = kit.sea(*ends, avoid=others.get(via[0], ()))
    assert way.length_km < round_.length_km * 1.02


def test_a_towns_name_is_the_towns_where_one_goes_by_it():
    assert kit.sea("Gdansk", "Copenhagen", via="Kiel").stops[1].lat == pytest.approx(54.33, abs=0.1)


def test_a_passage_to_avoid_is_not_passed():
    closed = kit.sea("Odesa", "Mumbai", avoid="Bab-el-Mandeb")
    assert any("Cape of Good Hope" in words for words in closed.assumed)
    both = kit.sea("New York", "Los Angeles", avoid=["panama", "Strait of Magellan"])
    assert shapely.get_coordinates(both.geometry)[:, 1].min() < -54
    assert not any("Magellan" in words or "Panama" in words for words in both.assumed)
    far = kit.sea("Singapore", "Mumbai", avoid="malacca")
    assert far.length_km > kit.sea("Singapore", "Mumbai").length_km + 500


def test_one_name_may_close_several_passages():
    with pytest.raises(NoWayError, match=r"from Odesa to Izmir.*Bosporus and the Dardanelles"):
        kit.sea("Odesa", "Izmir", avoid="Turkish Straits")


@pytest.mark.parametrize("passage", passages(), ids=lambda passage: passage.name)
def test_every_passage_can_be_gone_by(passage):
    way = kit.sea((passage.lat, passage.lon), "Lisbon", via=())
    assert way.stops[0].away_km < 3


@pytest.mark.parametrize("avoid", ["Atlantis", ("suez", "XX"), [""], "RU", 7, (7,), (None,)])
def test_what_is_no_passage_is_told_with_those_that_are(avoid):
    with pytest.raises(InputError, match=r"Suez|suez"):
        kit.sea("Lisbon", "Genoa", avoid=avoid)


def test_what_is_to_be_passed_and_avoided_is_told():
    with pytest.raises(InputError, match="Suez Canal is in via and in avoid"):
        kit.sea("Rotterdam", "Singapore", via="suez", avoid="Suez Canal")


# ---- closed waters and the land -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "destination", "km", "said"),
    [
        ("Baku", "Aktau", 430, "the Caspian Sea"),
        ("Chicago", "Milwaukee", 136, "Lakes Michigan and Huron"),
        ("Duluth", "Marquette", 451, "Lake Superior"),
        ("Mwanza", "Kampala", 330, "Lake Victoria"),
    ],
)
def test_a_closed_water_is_sailed_within(origin, destination, km, said):
    way = kit.sea(origin, destination)
    assert way.length_km == pytest.approx(km, rel=0.1)
    assert f"Within {said}." in way.assumed


@pytest.mark.parametrize(
    ("origin", "destination", "said"),
    [
        ("Baku", "Odesa", "Baku lies on the Caspian Sea, which no ship leaves for Odesa"),
        ("Odesa", "Baku", "Baku lies on the Caspian Sea, which no ship leaves for Odesa"),
        ("Chicago", "Toronto", "Chicago lies on Lakes Michigan and Huron, which no ship leaves"),
        ("Baku", "Duluth", "Lake Superior"),
        ("Moscow", "London", r"Moscow is 6\d\d km from the sea"),
        ("Berlin", "Oslo", r"Berlin is 1\d\d km from the sea"),
        ("Ulaanbaatar", "Tokyo", r"1,\d\d\d km from the sea, and 4\d\d km from Lake Baikal"),
        ((45.0, 85.0), "Tokyo", "km from the sea"),
        ((-77.85, 166.67), "Lisbon", "none is known along coasts south of 67° S"),
        ("Lisbon", "Lisbon", "both ends of a leg"),
        ((38.0, -20.0), (38.0001, -20.0), "have the same berth"),
    ],
)
def test_what_has_no_way_is_told_with_the_reason(origin, destination, said):
    with pytest.raises(NoWayError, match=said) as caught:
        kit.sea(origin, destination)
    assert isinstance(caught.value, InputError)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("harbour", [(-45.8198, 170.622), (-33.92, 18.43), (21.3, -157.87)])
def test_a_harbour_far_from_all_lakes_lies_on_the_sea(harbour):
    way = kit.sea(harbour, (45.0, -30.0))
    assert way.stops[0].away_km < 3
    assert not any(said.startswith("Within") for said in way.assumed)


# ---- many at once -------------------------------------------------------------------------------


def test_many_trips_at_once_are_the_same_as_one_by_one():
    trips = [
        ("Lisbon", "Genoa"),
        ("Genoa", "Lisbon"),
        ("Lisbon", "Mumbai"),
        ("Lisbon", "suez", "Perth"),
    ]
    for trip, way in zip(trips, network.seas(trips, avoid="Strait of Messina"), strict=True):
        alone = kit.sea(trip[0], trip[-1], via=trip[1:-1], avoid="Strait of Messina")
        assert way.length_km == pytest.approx(alone.length_km)
        assert way.assumed == alone.assumed


def test_an_end_that_bears_a_straits_name_is_the_port():
    (way,) = network.seas([("Gibraltar", "suez", "Mumbai")])
    assert way.stops[0].name == "Gibraltar"
    assert way.stops[0].lat == pytest.approx(36.14, abs=0.03)
    assert way.stops[1].name == "Suez Canal"


def test_of_many_trips_those_without_a_way_can_be_given_as_errors():
    trips = [("Lisbon", "Genoa"), ("Baku", "Genoa"), ("Genoa", "Tunis")]
    first, second, third = network.seas(trips, errors="return")
    assert isinstance(second, NoWayError)
    assert first.mode == third.mode == "sea"
    with pytest.raises(NoWayError, match="Baku"):
        network.seas(trips)
    assert network.seas([]) == []
    with pytest.raises(InputError, match="errors is"):
        network.seas(trips, errors="ignore")
    with pytest.raises(InputError, match="two places"):
        network.seas([("Lisbon",)])


# ---- places -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        "Lisbon",
        (38.7, -9.15),
        [38.7, -9.15],
        "38.7, -9.15",
        Point(38.7, -9.15),
        pd.Series({"lat": 38.7, "lon": -9.15, "name": "Lisbon", "radius_km": 15.0}),
    ],
    ids=["name", "pair", "list", "text", "Point", "row"],
)
def test_a_place_may_be_given_in_many_forms(place):
    assert kit.sea("Genoa", place).length_km == pytest.approx(2114, rel=0.02)
    assert len(kit.sea("Genoa", "Porto", via=[place]).stops) == 3


@pytest.mark.parametrize(
    "ports",
    [
        ("Suez", "Aden", "Salalah"),
        ("Rotterdam", "Aden", "Salalah"),
        ("Murmansk", "Dikson", "Tiksi"),
        ("Marseille", "Cagliari", "Tripoli"),
        ("Valletta", "Port Said", "Suez"),
    ],
)
def test_a_way_is_hardly_longer_than_by_a_port_beside_it(ports):
    straight = kit.sea(ports[0], ports[2]).length_km
    assert straight < 1.015 * sum(kit.sea(*ends).length_km for ends in pairwise(ports))


def test_one_place_to_go_by_need_not_be_a_list():
    for via in ("Lisbon", (38.7, -9.15), "gibraltar"):
        assert len(kit.sea("Genoa", "Porto", via=via).stops) == 3


def test_a_byway_is_taken_where_all_else_is_more_than_twice_as_long():
    way = kit.sea("Murmansk", "Provideniya")
    assert any("Northeast Passage" in said for said in way.assumed)
    assert way.length_km < 8000


def test_a_byway_is_left_where_it_saves_less():
    assert not any("Passage" in said for said in kit.sea("Rotterdam", "Yokohama").assumed)


def test_a_way_is_drawn_when_it_is_asked_for_and_the_same_in_another_process():
    ends = (51.95, 4.05), (1.26, 103.83)
    sent = pickle.dumps(kit.sea(*ends))
    assert len(sent) < 10_000
    came = pickle.loads(sent)
    assert came == kit.sea(*ends)
    assert came.countries == kit.sea(*ends).countries
    assert "Suez" in " ".join(came.assumed)
    assert replace(came, assumed=()).geometry == came.geometry


def test_a_way_says_what_it_has_not():
    with pytest.raises(AttributeError, match="no attribute 'lenght_km'"):
        _ = kit.sea((51.95, 4.05), (1.26, 103.83)).lenght_km


# Kilometres along the rivers and canals, as the boards on their banks count them.
UPRIVER = [
    ("Galati", "Ruse", 345), ("Ruse", "Belgrade", 675), ("Belgrade", "Budapest", 477),
    ("Budapest", "Vienna", 283), ("Rotterdam", "Duisburg", 220),
]  # fmt: skip


@pytest.mark.parametrize(("origin", "destination", "km"), UPRIVER)
def test_ships_go_up_great_rivers_about_as_far_as_these_are_long(origin, destination, km):
    way = kit.sea(origin, destination)
    assert way.length_km == pytest.approx(km, rel=0.08)
    assert way.low_km <= km <= way.high_km


@pytest.mark.parametrize(
    "port",
    ["Izmail", "Astrakhan", "Basra", "Matadi", "Ghent", "Szczecin", "Kaliningrad", "Amsterdam",
     "Nantes", "Manaus", "Phnom Penh", "Wuhan", "Mongla", "Houston", "Savannah", "Dudinka",
     "Tianjin", "Ciudad Guayana"],
)  # fmt: skip
def test_a_great_port_inland_is_reached_by_its_fairway(port):
    start = "Baku" if port == "Astrakhan" else "Lisbon"
    way = kit.sea(start, port)
    assert way.stops[-1].away_km < 12
    assert any(words.startswith("By the fairway: ") for words in way.assumed)


def test_a_fairway_that_begins_where_a_way_ends_is_not_told_of():
    way = kit.sea("Galati", "Belgrade")
    assert not any("Budapest" in words for words in way.assumed)
    assert "HU" not in way.countries


def test_the_caspian_is_closed_though_ships_go_up_the_volga_a_little():
    with pytest.raises(NoWayError, match="Caspian"):
        kit.sea("Astrakhan", "Rostov-on-Don")


@pytest.mark.parametrize(
    ("place", "other"),
    [
        ((68.85, -179.99), (69.7, 170.3)),  # Chukotka's north
        ((65.15, 180.0), (64.73, 177.52)),  # and its south
        ((71.1, 179.98), (69.7, 170.3)),  # Wrangel
        ((-16.85, 179.99), (-18.13, 178.43)),  # Taveuni
    ],
)
def test_a_place_inland_on_the_antimeridian_has_its_port(place, other):
    # Outlines of the land are cut there: the cut is no shore.
    assert network.sea(place, other).stops[0].away_km < 20


def test_a_place_far_inland_on_the_antimeridian_is_told_so():
    with pytest.raises(NoWayError, match="44 km from the sea"):
        network.sea((68.5, -179.98), (64.73, 177.52))
