import csv
import importlib
import sys
from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

import kit
from kit import measure
from kit._endpoints import around
from kit.errors import InputError

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "benchmarks"))
claims_blind = importlib.import_module("claims_blind")
sys.path.remove(str(HERE / "benchmarks"))

PLACES = {
    "Seoul": ("geonames:1835848", "city", "KR", 37.566, 126.978, 13.0),
    "Incheon": ("geonames:1843564", "city", "KR", 37.456, 126.705, 8.0),
    "Cheongju airport": ("airport:RKTU", "airport", "KR", 36.7166, 127.499, 2.0),
    "Moscow": ("geonames:524901", "city", "RU", 55.752, 37.616, 20.0),
    "Vostochny": ("site:vostochny", "site", "RU", 51.884, 128.334, 10.0),
    "Beijing": ("geonames:1816670", "city", "CN", 39.9075, 116.397, 30.0),
    "Tikhoretsk": ("geonames:483661", "city", "RU", 45.8531, 40.1187, 5.0),
    "Przemysl": ("geonames:759412", "city", "PL", 49.784, 22.767, 4.0),
    "Istanbul": ("geonames:745044", "city", "TR", 41.01, 28.95, 30.0),
    "Odesa": ("geonames:698740", "city", "UA", 46.477, 30.733, 10.0),
    "Lampedusa": ("geonames:2524459", "city", "IT", 35.503, 12.61, 3.0),
    "Utqiagvik": ("geonames:5880054", "city", "US", 71.29, -156.79, 3.0),
    "Anadyr": ("geonames:2127202", "city", "RU", 64.73, 177.51, 3.0),
    "Nome": ("geonames:5870133", "city", "US", 64.5, -165.4, 3.0),
    "Siberia": ("region:siberia", "region", "RU", 60.0, 105.0, 2000.0),
    "the Sahara": ("region:sahara", "region", None, 23.0, 10.0, 2300.0),
    "the Balkans": ("region:balkans", "region", None, 42.5, 21.0, 600.0),
    "Texas": ("geonames:4736286", "admin1", "US", 31.25, -99.25, 400.0),
    "the Texas coast": ("geonames:4736286", "admin1", "US", 31.25, -99.25, 400.0),
    "Donetsk region": ("admin1:UA.05", "admin1", "UA", 48.0, 37.8, 120.0),
    "Gaza Strip": ("admin1:PS.GZ", "admin1", "PS", 31.42, 34.36, 25.0),
    "Houston": ("geonames:4699066", "city", "US", 29.763, -95.363, 17.0),
    "Dallas": ("geonames:4684888", "city", "US", 32.783, -96.807, 13.0),
    "New Orleans": ("geonames:4335045", "city", "US", 29.955, -90.075, 7.0),
    "Denver": ("geonames:5419384", "city", "US", 39.739, -104.985, 9.0),
    "Taganrog": ("geonames:484907", "city", "RU", 47.236, 38.897, 6.0),
    "Ashkelon": ("geonames:295620", "city", "IL", 31.669, 34.571, 4.0),
    "Vienna": ("geonames:2761369", "city", "AT", 48.208, 16.372, 15.0),
    "the Ukrainian border": ("border:UA", "border", "UA", 49.0, 32.0, 400.0),
    "the Polish-Ukrainian border": ("border:PL-UA", "border", "PL", 52.0, 20.0, 300.0),
    "Ukraine": ("geonames:690791", "country", "UA", 49.0, 32.0, 400.0),
    "the Tunisian coast": ("geonames:2464461", "country", "TN", 34.0, 9.0, 300.0),
    "Monaco": ("geonames:2993457", "country", "MC", 43.733, 7.417, 2.0),
    "Swiss coast": ("geonames:2658434", "country", "CH", 47.0, 8.0, 200.0),
    "Japan": ("geonames:1861060", "country", "JP", 35.69, 139.75, 1000.0),
}


@pytest.fixture
def check(make_mentions):
    """Check one claim: subject and reference by name, None where the text has none."""

    def run(subject, reference, km, **more):
        names = [name for name in (subject, reference) if name in PLACES]
        text = " and ".join(dict.fromkeys(names)) or "nothing"
        mentions = make_mentions(text, {name: PLACES[name] for name in names})
        for name, values in more.pop("mentions", {}).items():
            for column, value in values.items():
                mentions.loc[mentions["text"] == name, column] = value
        claims = claim_table(text, subject, reference, km, **more)
        checked = kit.check_claims(claims, mentions)
        assert len(checked) == 1
        return checked.iloc[0]

    return run


def claim_table(text, subject, reference, km, **more):
    known = {name: text.index(name) for name in (subject, reference) if name in PLACES}
    row = {
        "start": 0,
        "end": 3,
        "text": f"{km} km",
        "value": km,
        "unit": "km",
        "km": km,
        "bound": "about",
        "low_km": km * 0.95,
        "high_km": km * 1.05,
        "direction": None,
        "mode": None,
        "subject": subject,
        "reference": reference,
        "subject_start": known.get(subject),
        "reference_start": known.get(reference),
        "same_as": None,
        "sentence": text,
        "within": None,
    } | more
    table = pd.DataFrame([row])
    for name in ("subject_start", "reference_start", "same_as"):
        table[name] = table[name].astype("Int64")
    return table


@pytest.mark.parametrize(
    ("stated", "low", "high", "deviation"),
    [(100, 100, 100, 0.051), (100, 90, 110, 0.0), (120, 115, 125, -0.086), (50, 45, 55, 0.911)],
)
def test_the_deviation_is_from_the_nearest_length_that_the_words_admit(
    check, stated, low, high, deviation
):
    row = check("Cheongju airport", "Seoul", float(stated), low_km=low, high_km=high)
    assert row["deviation"] == pytest.approx(deviation, abs=0.002)


def test_a_true_distance_is_consistent_and_its_direction_told(check):
    row = check("Cheongju airport", "Seoul", 100.0, direction="S")
    assert row["verdict"] == "consistent"
    assert row["measured_km"] == pytest.approx(105.1, abs=1)
    assert row["bearing"] == pytest.approx(154, abs=3)
    assert row["measured_low_km"] == pytest.approx(row["measured_km"] - 15)
    assert row["measured_high_km"] == pytest.approx(row["measured_km"] + 15)
    assert "105 km" in row["reason"]
    assert "agrees with south" in row["reason"]
    assert (row["subject_id"], row["reference_id"]) == ("airport:RKTU", "geonames:1835848")


def test_the_line_runs_from_the_reference_to_the_subject(check):
    row = check("Cheongju airport", "Seoul", 100.0)
    assert row["geometry"].coords[0] == pytest.approx((126.978, 37.566))
    assert row["geometry"].coords[-1] == pytest.approx((127.499, 36.7166))
    assert check("Nome", "Anadyr", 820.0)["geometry"].geom_type == "MultiLineString"


def test_a_longer_figure_may_be_the_length_of_a_way_by_rail(check):
    row = check("Vostochny", "Moscow", 8000.0)
    assert row["verdict"] == "consistent with a route"
    assert row["measured_km"] == pytest.approx(5551, abs=15)
    assert row["route_mode"] == "rail"
    assert row["route_km"] == pytest.approx(7755, rel=0.02)
    assert "5,551 km" in row["reason"]
    assert "by rail through Russia" in row["reason"]
    assert check("Vostochny", "Moscow", 8000.0, mode="rail")["verdict"] == row["verdict"]


def test_a_figure_that_fits_the_straight_line_needs_no_way(check):
    row = check("Vostochny", "Moscow", 5600.0)
    assert row["verdict"] == "consistent"
    assert pd.isna(row["route_km"])
    assert row["route_mode"] is None


def test_a_told_way_is_measured_even_where_the_straight_line_fits(check):
    row = check("Odesa", "Istanbul", 650.0, mode="sea")
    assert row["verdict"] == "consistent"
    assert row["route_mode"] == "sea"
    assert row["route_km"] == pytest.approx(650, rel=0.05)


def test_the_straight_line_is_no_length_of_a_longer_told_way(check):
    row = check("Vostochny", "Moscow", 5600.0, mode="rail")
    assert row["verdict"] == "not checkable"
    assert "that is the straight line" in row["reason"]


def test_a_told_way_is_the_only_one_that_explains_a_figure(check):
    assert check("Denver", "Dallas", 1280.0, mode="road")["route_mode"] == "road"
    assert check("Denver", "Dallas", 1280.0, mode="sea")["verdict"] == "not checkable"


def test_a_silent_figure_is_tried_by_rail_then_sea_then_road(check):
    assert check("Odesa", "Vienna", 1500.0)["route_mode"] == "rail"
    assert check("Lampedusa", "Odesa", 2300.0)["route_mode"] == "sea"
    row = check("Denver", "Houston", 1650.0)
    assert row["verdict"] == "consistent with a route"
    assert row["route_mode"] in {"rail", "road"}


@pytest.mark.parametrize("mode", [None, "rail", "road", "sea", "air"])
def test_no_way_excuses_a_figure_below_the_straight_line(check, mode):
    row = check("Vostochny", "Moscow", 4000.0, mode=mode)
    assert row["verdict"] == "inconsistent"
    assert "shorter than any way" in row["reason"]


def test_a_figure_longer_than_any_way_is_wrong_where_rails_and_roads_connect_the_ends(check):
    sentence = "Houston is 2,400 km from Dallas."
    row = check("Houston", "Dallas", 2400.0, sentence=sentence)
    assert row["verdict"] == "inconsistent"
    assert "longer than any way" in row["reason"]
    assert "by road it is about" in row["reason"]


@pytest.mark.parametrize(
    "sentence",
    [
        "They drove 2,400 km from Houston to Dallas.",
        "The trek from Houston to Dallas was 2,400 km.",
        "Her tour brought her 2,400 km from Houston to Dallas.",
        None,
    ],
)
def test_who_travels_may_go_round(check, sentence):
    row = check("Houston", "Dallas", 2400.0, sentence=sentence)
    assert row["verdict"] == "not checkable"
    assert "A longer way may be meant" in row["reason"]


def test_a_figure_longer_than_any_known_way_is_not_judged_where_no_rail_leads(check):
    row = check("Anadyr", "Vostochny", 15000.0, sentence="Anadyr is 15,000 km from Vostochny.")
    assert row["verdict"] == "not checkable"


def test_a_region_has_no_way(check):
    row = check("Odesa", "the Balkans", 3000.0, mode="rail")
    assert row["verdict"] == "not checkable"
    assert row["route_mode"] is None


def test_a_straight_line_can_not_be_longer_than_it_is(check):
    assert check("Vostochny", "Moscow", 8000.0, mode="straight")["verdict"] == "inconsistent"
    assert check("Vostochny", "Moscow", 5600.0, mode="straight")["verdict"] == "consistent"


@pytest.mark.parametrize("mode", [None, "road", "rail", "sea", "air", "straight"])
def test_nothing_is_shorter_than_the_straight_line(check, mode):
    row = check("Beijing", "Moscow", 2000.0, mode=mode)
    assert row["verdict"] == "inconsistent"
    assert "shorter than any way" in row["reason"]


def test_extents_excuse_a_shorter_figure(check):
    # From edge to edge the two cities are a few kilometres apart.
    assert check("Incheon", "Seoul", 10.0)["verdict"] == "consistent"


@pytest.mark.parametrize(
    ("bound", "low_km", "high_km", "verdict"),
    [
        ("at least", 4000.0, np.inf, "consistent"),
        ("at least", 7000.0, np.inf, "consistent with a route"),  # by rail it is
        ("at least", 12000.0, np.inf, "not checkable"),
        ("at least", 27000.0, np.inf, "inconsistent"),
        ("at most", 0.0, 6000.0, "consistent"),
        ("at most", 0.0, 4000.0, "inconsistent"),
    ],
)
def test_bounds_are_one_sided(check, bound, low_km, high_km, verdict):
    km = low_km or high_km
    row = check("Vostochny", "Moscow", km, bound=bound, low_km=low_km, high_km=high_km)
    assert row["verdict"] == verdict


@pytest.mark.parametrize(("direction", "verdict"), [("N", "inconsistent"), ("W", "inconsistent")])
def test_a_wrong_direction_is_told_as_the_fault(check, direction, verdict):
    row = check("Cheongju airport", "Seoul", 100.0, direction=direction)
    assert row["verdict"] == verdict
    assert "direction does not fit" in row["reason"]


@pytest.mark.parametrize("direction", ["S", "SE", "SSE", "E", "SW"])
def test_a_direction_that_is_not_quite_right_is_no_fault(check, direction):
    assert check("Cheongju airport", "Seoul", 100.0, direction=direction)["verdict"] == "consistent"


def test_far_away_the_direction_on_a_map_counts_too(check):
    # The great circle from Moscow to Vostochny sets out to the north-east.
    row = check("Vostochny", "Moscow", 5500.0, direction="E")
    assert row["bearing"] == pytest.approx(54, abs=1)
    assert row["verdict"] == "consistent"


def test_near_a_large_place_the_other_side_is_neither_wrong_nor_said_to_agree(check):
    # Incheon is 25 km west of Seoul's middle: some part of it may lie east of some part of Seoul.
    row = check("Incheon", "Seoul", 25.0, direction="E", mentions={"Seoul": {"radius_km": 30}})
    assert row["verdict"] == "not checkable"
    assert "agrees" not in row["reason"]
    assert "between the middles; east of parts of them at most" in row["reason"]


@pytest.mark.parametrize(
    ("subject", "reference", "missing"),
    [
        ("an arms depot", "the Ukrainian border", "an arms depot"),
        (None, "Moscow", "does not say what lies there"),
        ("Moscow", None, "from where"),
        ("Moscow", "the front line", "the front line"),
        ("the Gorno base", "Moscow", "Gorno"),
    ],
)
def test_what_is_missing_is_named(check, subject, reference, missing):
    row = check(subject, reference, 290.0)
    assert row["verdict"] == "not checkable"
    assert missing in row["reason"]
    assert np.isnan(row["measured_km"])
    assert row["geometry"] is None


def test_a_mention_without_a_place_is_said_to_be_unknown(check):
    lost = {"place_id": None, "lat": np.nan, "lon": np.nan}
    row = check("Cheongju airport", "Seoul", 100.0, mentions={"Cheongju airport": lost})
    assert row["verdict"] == "not checkable"
    assert "not in the gazetteer" in row["reason"]


def test_a_place_that_is_not_certain_is_not_judged(check):
    row = check("Beijing", "Moscow", 2000.0, mentions={"Moscow": {"confidence": 0.4}})
    assert row["verdict"] == "not checkable"
    assert "certain" in row["reason"]


@pytest.mark.parametrize("doubt", [{"confidence": 0.55}, {"confidence": 0.85, "candidates": 5}])
def test_no_writer_is_accused_where_the_place_is_in_doubt(check, doubt):
    assert check("Beijing", "Moscow", 5800.0, mentions={"Moscow": doubt})["verdict"] == "consistent"
    assert (
        check("Beijing", "Moscow", 2000.0, mentions={"Moscow": doubt})["verdict"] == "not checkable"
    )


def test_another_place_of_the_name_of_which_the_claim_is_true_is_told():
    text = "Birmingham lies 160 km northwest of London."
    mentions = kit.geoparse(text)
    claims = kit.find_claims(text, mentions)
    mentions["confidence"] = 0.95
    alabama = {"place_id": "geonames:4049979", "kind": "city", "lat": 33.52, "lon": -86.8}
    for column, value in alabama.items():
        mentions.loc[mentions["text"] == "Birmingham", column] = value
    row = kit.check_claims(claims, mentions).iloc[0]
    assert row["verdict"] == "not checkable"
    assert "another Birmingham" in row["reason"]


def test_where_neither_distance_nor_direction_fits_another_place_must_be_meant(check_text):
    row = check_text("Christmas Island, 1,300 miles south of Honolulu, was shut to ships.")
    assert row["verdict"] == "not checkable"
    assert "another place must be meant" in row["reason"]


def test_nobody_is_accused_by_a_place_of_a_shorter_name():
    text = "Mount Cook Village, about 30 km south of Fox Glacier, was cut off by snow."
    mentions = kit.geoparse(text).assign(confidence=0.95)
    (row,) = kit.check_claims(kit.find_claims(text, mentions), mentions).itertuples()
    assert row.verdict == "not checkable"
    assert 'hat "Mount Cook Village" means is not certain (confidence 0.55)' in row.reason


def test_two_names_in_doubt_are_read_anew_together():
    text = "Manchester lies 25 km southeast of Concord."
    mentions = kit.geoparse(text)
    claims = kit.find_claims(text, mentions)
    elsewhere = {"Manchester": ("GB", 53.48, -2.24), "Concord": ("GB", 53.26, -2.24)}
    for name, (country, lat, lon) in elsewhere.items():
        columns = ["place_id", "kind", "country", "lat", "lon", "confidence"]
        values = [f"elsewhere:{name}", "city", country, lat, lon, 0.7]
        mentions.loc[mentions["text"] == name, columns] = values
    row = kit.check_claims(claims, mentions).iloc[0]
    assert row["verdict"] == "not checkable"
    both = "of another Manchester (43.00, -71.45) and another Concord (43.21, -71.54)"
    assert both in row["reason"]


@pytest.mark.parametrize(
    ("region", "doubt"), [("the Sahara", "too large"), ("Siberia", "too vague")]
)
def test_regions_are_too_vast_for_a_verdict(check, region, doubt):
    row = check("Moscow", region, 500.0)
    assert row["verdict"] == "not checkable"
    assert doubt in row["reason"]


def test_a_division_is_measured_at_its_outline(check):
    row = check("Taganrog", "Donetsk region", 45.0)
    assert row["verdict"] == "consistent"
    assert row["measured_km"] == pytest.approx(46, abs=5)
    assert "outline of Donetsk region" in row["reason"]
    assert (row["reference_kind"], row["reference_id"]) == ("admin1", "admin1:UA.05")
    assert check("Donetsk region", "Taganrog", 45.0)["verdict"] == "consistent"


def test_from_a_division_is_from_its_edge_on_either_side(check):
    assert check("Dallas", "Texas", 100.0)["measured_km"] == pytest.approx(110, abs=15)
    assert check("Denver", "Texas", 400.0)["verdict"] == "consistent"


def test_a_figure_far_below_the_distance_to_an_outline_is_wrong(check):
    row = check("New Orleans", "Texas", 40.0)
    assert row["verdict"] == "inconsistent"
    assert "shorter than any way" in row["reason"]
    assert check("Ashkelon", "Gaza Strip", 13.0)["verdict"] == "consistent"
    assert check("Moscow", "Gaza Strip", 500.0)["verdict"] == "inconsistent"


@pytest.mark.parametrize("km", [1.0, 20.0, 60.0])
def test_inside_a_division_no_figure_is_wrong(check, km):
    # The front line, the capital or the far edge may be meant.
    assert check("Dallas", "Texas", km)["verdict"] == "not checkable"


def test_what_an_outline_is_no_better_than_is_no_fault(check):
    row = check("Taganrog", "Donetsk region", 20.0)
    assert row["verdict"] == "not checkable"
    assert "no better" in row["reason"]


def test_a_straight_line_may_start_anywhere_in_a_division(check):
    row = check("Denver", "Texas", 900.0, mode="straight")
    assert row["verdict"] == "not checkable"
    assert "from where in Texas" in row["reason"]


@pytest.mark.parametrize(
    ("direction", "verdict"),
    [("E", "consistent"), ("NE", "consistent"), ("W", "inconsistent"), ("NW", "inconsistent")],
)
def test_a_direction_from_a_division_fits_if_it_does_from_some_part_of_it(
    check, direction, verdict
):
    row = check("New Orleans", "Texas", 350.0, direction=direction)
    assert row["verdict"] == verdict
    turned = check("Texas", "New Orleans", 350.0, direction={"E": "W", "W": "E"}.get(direction))
    assert turned["verdict"] == (verdict if direction in {"E", "W"} else "consistent")


def test_the_coast_of_a_division_is_the_sea_coast(check):
    assert check("Dallas", "the Texas coast", 390.0)["measured_km"] > 350
    assert check("Houston", "the Texas coast", 40.0)["measured_km"] < 60


def test_a_region_without_agreed_limits_has_a_span(check):
    # To the states of the west Balkans it is far, to Croatia and Slovenia near.
    row = check("Vienna", "the Balkans", 250.0)
    assert row["verdict"] == "consistent"
    assert row["measured_low_km"] < 160
    assert row["measured_high_km"] > 300
    assert "too vague" in check("Vienna", "the Balkans", 60.0)["reason"]


def test_between_two_outlines_the_points_are_taken(check):
    row = check("Texas", "Japan", 9900.0)
    assert row["verdict"] == "consistent"
    assert row["measured_high_km"] - row["measured_low_km"] > 800
    assert check("Texas", "Japan", 2000.0)["verdict"] == "not checkable"


def test_a_border_is_measured_at_its_nearest_point(check):
    row = check("Tikhoretsk", "the Ukrainian border", 200.0)
    assert row["measured_km"] == pytest.approx(201, abs=2)
    assert row["verdict"] == "consistent"
    at = row["reference_lat"], row["reference_lon"]
    assert measure.distance_to_border_km(*at, "UA")[0] < 0.1
    assert check("Tikhoretsk", "the Ukrainian border", 90.0)["verdict"] == "inconsistent"
    assert check("Tikhoretsk", "the Ukrainian border", 290.0)["verdict"] == "not checkable"


def test_the_border_between_two_countries_is_that_one(check):
    row = check("Przemysl", "the Polish-Ukrainian border", 12.0)
    assert row["verdict"] == "consistent"
    assert row["measured_km"] == pytest.approx(10, abs=3)
    far = check("Odesa", "the Polish-Ukrainian border", 700.0)
    near = check("Odesa", "the Ukrainian border", 40.0)
    assert far["measured_km"] > 500
    assert near["measured_km"] < 100


def test_a_border_may_be_the_subject(check):
    row = check("the Ukrainian border", "Przemysl", 12.0)
    assert row["verdict"] == "consistent"
    assert (row["reference_lat"], row["reference_lon"]) == (49.784, 22.767)


def test_from_a_country_is_from_its_border_on_either_side(check):
    assert check("Przemysl", "Ukraine", 12.0)["measured_km"] == pytest.approx(10, abs=3)
    assert check("Odesa", "Ukraine", 40.0)["measured_km"] < 60


def test_coasts_are_measured_at_the_shore(check):
    row = check("Lampedusa", "the Tunisian coast", 130.0)
    assert row["verdict"] == "consistent"
    assert row["measured_km"] == pytest.approx(135, abs=5)
    assert "no sea coast" in check("Moscow", "Swiss coast", 100.0)["reason"]


def test_a_border_at_sea_is_no_reason_to_accuse(check):
    # Russia is nearer to Utqiagvik by sea than its land, and no map here has that border.
    mentions = {"Ukraine": {"country": "RU", "kind": "border", "place_id": "border:RU"}}
    row = check("Nome", "Ukraine", 210.0, mentions=mentions)
    assert row["verdict"] == "not checkable"


def test_a_country_too_small_for_the_map_is_a_point(check):
    assert check("Lampedusa", "Monaco", 1000.0)["measured_km"] == pytest.approx(1012, abs=5)


def test_countries_without_land_borders_are_measured_at_their_coast(check):
    mentions = {"Seoul": {"lat": 36.2, "lon": 138.0, "country": "JP"}}
    assert check("Seoul", "Japan", 90.0, mentions=mentions)["measured_km"] < 130


def test_two_countries_have_no_one_distance(check):
    assert check("Ukraine", "Japan", 7000.0)["verdict"] == "not checkable"


def test_one_place_named_twice_is_not_judged(check):
    row = check("Seoul", "Seoul", 100.0)
    assert row["verdict"] == "not checkable"
    assert "one place" in row["reason"]


def test_a_way_without_a_length_is_measured_and_not_judged(check):
    nothing = {"value": np.nan, "low_km": np.nan, "high_km": np.nan, "mode": "road"}
    row = check("Cheongju airport", "Seoul", np.nan, **nothing)
    assert row["verdict"] == "not checkable"
    assert row["measured_km"] == pytest.approx(105.1, abs=1)


@pytest.mark.parametrize(
    ("km", "restated", "unit", "right"),
    [
        (100.0, 62.0, "mi", True),
        (100.0, 60.0, "mi", True),
        (8000.0, 5000.0, "mi", True),
        (2.4, 1.5, "mi", True),
        (100.0, 72.0, "mi", False),
        (290.0, 280.0, "mi", False),
        (100.0, 54.0, "nmi", True),
        (3.0, 10000.0, "ft", True),
    ],
)
def test_a_restatement_is_compared_with_what_it_restates(make_mentions, km, restated, unit, right):
    a_unit = {"mi": 1.609344, "nmi": 1.852, "ft": 0.0003048}[unit]
    text = "Cheongju airport and Seoul"
    mentions = make_mentions(text, {name: PLACES[name] for name in ("Cheongju airport", "Seoul")})
    first = claim_table(text, "Cheongju airport", "Seoul", km)
    second = claim_table(text, "Cheongju airport", "Seoul", restated * a_unit, value=restated)
    second["same_as"] = pd.array([0], dtype="Int64")
    checked = kit.check_claims(pd.concat([first, second], ignore_index=True), mentions)
    assert checked["measured_km"].nunique() == 1
    if right:
        assert checked["verdict"].nunique() == 1
    else:
        assert checked["verdict"].iloc[1] == "inconsistent"
        assert "conversion is wrong" in checked["reason"].iloc[1]


def test_without_claims_there_is_an_empty_table_with_all_columns(make_mentions):
    mentions = make_mentions("Seoul", {"Seoul": PLACES["Seoul"]})
    claims = claim_table("Seoul", None, "Seoul", 1.0)
    full, empty = (kit.check_claims(table, mentions) for table in (claims, claims.iloc[:0]))
    assert isinstance(empty, gpd.GeoDataFrame)
    assert len(empty) == 0
    assert list(empty.columns) == list(full.columns)
    assert empty.crs == full.crs == "EPSG:4326"
    assert list(full.columns[: len(claims.columns)]) == list(claims.columns)


def test_checking_twice_changes_nothing(make_mentions):
    text = "Cheongju airport and Seoul"
    mentions = make_mentions(text, {name: PLACES[name] for name in ("Cheongju airport", "Seoul")})
    once = kit.check_claims(claim_table(text, "Cheongju airport", "Seoul", 100.0), mentions)
    twice = kit.check_claims(once, mentions)
    assert list(twice.columns) == list(once.columns)
    assert twice["reason"].tolist() == once["reason"].tolist()


def test_what_is_wrong_with_a_table_is_said(make_mentions):
    mentions = make_mentions("Seoul", {"Seoul": PLACES["Seoul"]})
    claims = claim_table("Seoul", None, "Seoul", 1.0)
    with pytest.raises(InputError, match="'low_km'"):
        kit.check_claims(claims.drop(columns="low_km"), mentions)
    with pytest.raises(InputError, match="'radius_km'"):
        kit.check_claims(claims, mentions.drop(columns="radius_km"))
    claims["reference_start"] = pd.array([77], dtype="Int64")
    with pytest.raises(InputError, match="77"):
        kit.check_claims(claims, mentions)
    claims["same_as"] = pd.array([5], dtype="Int64")
    with pytest.raises(InputError, match="same_as"):
        kit.check_claims(claims, mentions)


TRUE = [
    "Przemysl, 12 km from the Ukrainian border, took in refugees.",
    "Kharkiv lies some 30 km from the Russian border.",
    "Kharkiv, 40 kilometres from Russia, was shelled.",
    "Strasbourg, four kilometres from Germany, hosts the parliament.",
    "Incheon lies 27 km west of Seoul.",
    "The distance between Paris and Lyon is 392 km.",
    "Lyon is 465 km from Paris by road.",
    "Geneva is 5 km from the French border.",
    "Oxford, 90 km north-west of London, is calm.",
    "Gaza City lies about 70 km southwest of Jerusalem.",
    "Homs, 160 km north of Damascus, fell in December.",
    "Portland, Maine, is 160 km north of Boston.",
    "Hiroshima is 680 km west of Tokyo.",
    "New York is 5,570 km from London.",
    "Los Angeles lies 3,940 km west of New York.",
    "Vladivostok is 9,288 km from Moscow by rail.",
    "Sumy, less than 40 km from the Russian border, was attacked.",
    "Key West is 90 miles from Cuba.",
    "Taipei is 160 km from the Chinese coast.",
    "Lviv, 70 kilometres (43 miles) from the Polish border, was struck.",
    "Idlib lies 20 km from the Turkish border.",
    "Detroit, a mile from Canada, hosts the show.",
    "Kisumu, 90 km from the Ugandan border, hosts the fair.",
    "Shreveport, Louisiana, is 30 km from Texas.",
    "Denver lies 150 km south of Wyoming.",
    "Albuquerque is about 350 km west of Texas.",
    "Memphis is 15 km north of Mississippi.",
    "Tijuana is 1 km from California.",
    "Havana is 160 km south of Florida.",
    "Montreal is about 65 km from New England.",
    "Winnipeg lies 140 km west of Ontario.",
    "Asuncion is 5 km from Formosa province.",
    "Belgorod lies 35 km north of Kharkiv Oblast.",
    "Rostov-on-Don is 70 km from the Donbas.",
    "Kherson lies 90 km from Crimea.",
    "Dnipro is 120 km west of Donetsk region.",
    "Strasbourg is 2 km from Baden-Wurttemberg.",
    "Carlisle, 15 km from Scotland, was flooded.",
    "Belgrade is 10 km from Vojvodina.",
    "Vienna is 250 km from the Balkans.",
    "Ashkelon, 13 km from the Gaza Strip, was hit.",
    "Sderot is 1 km from the Gaza Strip.",
    "Mosul is 60 km from Iraqi Kurdistan.",
    "Gaziantep lies 45 km from Aleppo province.",
    "Lahore is 25 km from Punjab, India.",
    "Delhi lies 10 km from Haryana.",
    "Dhaka is 80 km from Tripura.",
    "Fukuoka is 190 km from the Korean Peninsula.",
    "Vladivostok is 120 km from the Korean peninsula.",
    "Canberra is 30 km from New South Wales.",
    "Brisbane is 90 km north of New South Wales.",
    "Jayapura lies 30 km from Sandaun province.",
    "Maseru is 2 km from the Free State.",
    "N'Djamena is 50 km from Borno State.",
    "Khartoum is 550 km from Darfur.",
    "Tangier is 30 km from Andalusia.",
    "Urumqi, 550 km from Gansu, is in Xinjiang.",
    "The corridor, 65 km of farmland, parts Kaliningrad from Belarus.",
    "Only 65 km of farmland part Kaliningrad from Belarus.",
    "Kabul is 100 km as the crow flies from Nangarhar province.",
    "Cluj is 130 km from Moldavia.",
]
FALSE = [
    "The distance between Moscow and Beijing is 2,000 km.",
    "Kyiv is 30 km from the Russian border.",
    "Lviv, 70 kilometres (63 miles) from the Polish border, was struck.",
    "New Orleans is 40 km from Texas.",
    "Amman is 10 km from the Gaza Strip.",
    "Beirut is 30 km from Aleppo province.",
    "Perth is 300 km from South Australia.",
    "Winnipeg lies 140 km east of Ontario.",
    "Because Odesa lies only some 40 km from the Romanian border, guns stand there.",
]


@pytest.mark.parametrize("text", TRUE)
def test_nothing_true_is_called_inconsistent(text):
    mentions = kit.geoparse(text)
    checked = kit.check_claims(kit.find_claims(text, mentions), mentions)
    assert not (checked["verdict"] == "inconsistent").any(), checked["reason"].tolist()


@pytest.mark.parametrize("text", FALSE)
def test_nothing_false_is_called_consistent_throughout(text):
    mentions = kit.geoparse(text)
    checked = kit.check_claims(kit.find_claims(text, mentions), mentions)
    assert not (checked["verdict"] == "consistent").all(), checked["reason"].tolist()


@pytest.mark.parametrize("batch", sorted({row["batch"] for row in claims_blind.texts()}, key=int))
def test_no_true_distance_of_a_reader_is_called_false(batch):
    true = [row for row in claims_blind.texts() if row["batch"] == batch and row["is_true"]]
    assert len(true) >= 40
    found = Counter(claims_blind.judged(row) for row in true)
    assert found["called false"] == 0
    assert found["held"] >= (0.4 if batch in {"8", "11"} else 0.55) * len(true)  # hard ones


def test_no_true_distance_of_a_whole_article_is_called_false():
    true = [row for row in claims_blind.texts(claims_blind.ARTICLES) if row["is_true"]]
    assert len(true) >= 180
    found = Counter(map(claims_blind.judged_in_article, true))
    assert found["called false"] == 0
    assert found["held"] >= 0.7 * len(true)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bombs fall on Sumy. With the Russian border some 30 km away, few sleep.", "of Sumy"),
        ("Families in Goma, about 18 km south of Nyiragongo's crater, fled.", "from Nyiragongo"),
        ("Goma, 18 km south of the crater, fled when Nyiragongo spoke.", "from Nyiragongo"),
        ("Zaatari has grown. From its northern fence it is some 12 km to Syria.", "of Zaatari"),
        ("Trains leave Massawa for the Eritrean capital; the two are 65 km apart.", "Asmara"),
        ("Port Sudan is safe, being about 670 km from the shattered capital.", "from Khartoum"),
        ("Twins are Kinshasa and Brazzaville, their centres less than 10 km apart.", "between "),
    ],
)
def test_an_end_left_open_is_a_place_of_which_the_length_holds(check_text, text, said):
    row = check_text(text)
    assert row["verdict"] == "consistent", row["reason"]
    assert "the text does not " in row["reason"].lower()
    assert said in row["reason"].partition(" it holds: ")[0]


@pytest.mark.parametrize(
    "text",
    [
        # Nobody is accused by a guess; what happens or sails lies where no town is.
        "Bombs fall on Sumy. With the Russian border some 300 km away, few sleep.",
        "Mukalla has no harbour left. A tanker was hit about 480 km east of Aden on Monday.",
        "Berbera is quiet. The epicentre was about 145 km north-east of Hargeisa.",
        # A mine need not lie in the town that was named: `locate` says where it can.
        "Orkney and Stilfontein mourn. The mine lies about 150 km southwest of Johannesburg.",
        # "At least 3 km" holds of any two places, and of any two one lies to the west.
        "Witnesses in El Fasher and Nyala saw it. It parks at least 3 km from the village.",
        "From Yogyakarta one sees Borobudur. The temple is 30 km southeast of the sultan's palace.",
        "The army went from Maiduguri to Bama. Gwoza is another 120 km down the road.",
    ],
)
def test_an_end_left_open_is_no_place_of_which_it_holds_by_chance(check_text, text):
    row = check_text(text)
    assert row["verdict"] == "not checkable", row["reason"]


def test_the_town_is_another_than_the_one_named_last_if_it_holds_of_that(check_text):
    text = (
        "Gunmen took Palma. Those who fled from {} by boat were put ashore in {}, {} of the town."
    )
    row = check_text(text.format("Mocimboa da Praia", "Pemba", "some 180 km south"))
    assert row["verdict"] == "consistent", row["reason"]


def test_a_figure_from_no_place_is_measured_from_the_scene_of_an_article_if_it_holds(check_text):
    text = (
        "Floods cut off Garissa, and Garissa has no power. Relief workers spoke of cholera in the "
        "camps, of which there are many, and of children who had not eaten for days; it would take "
        "a week, they said, and more money than there is, until everybody had a roof. {}"
    )
    far = "The sickest were driven to {}, {} km to the northeast."
    held = check_text(text.format(far.format("Dadaab", "about 95")))
    assert held["verdict"] == "consistent"
    assert "from Garissa it holds" in held["reason"]
    other = check_text(text.format(far.format("Dadaab", "about 300")))
    assert other["verdict"] == "not checkable"


def test_the_real_article_is_checked_right(real_article_path):
    article = kit.read_article(real_article_path)
    mentions = kit.geoparse(article)
    checked = kit.check_claims(kit.find_claims(article, mentions), mentions)
    assert not (checked["verdict"] == "inconsistent").any()
    first = checked[checked["same_as"].isna()].set_index("km")
    assert first.loc[100, "verdict"] == "consistent"
    assert first.loc[100, "measured_km"] == pytest.approx(105.1, abs=1)
    assert first.loc[100, "bearing"] == pytest.approx(154, abs=3)
    assert first.loc[8000, "measured_km"] == pytest.approx(5551, abs=15)
    assert first.loc[8000, "verdict"] == "consistent with a route"
    assert first.loc[8000, "route_mode"] == "rail"
    assert first.loc[8000, "route_km"] == pytest.approx(7755, rel=0.02)
    assert "by rail through Russia" in first.loc[8000, "reason"]
    assert first.loc[290, "verdict"] == "not checkable"


@pytest.mark.parametrize(
    "text",
    [
        "The road was cut near Marib, which is 310 km from Sanaa.",
        "Fighting moved closer to Marib, an oil town that is 310 km from Sanaa.",
        "They crossed the desert to Marib, a market town 310 km from Sanaa.",
    ],
)
def test_who_says_where_a_place_lies_is_held_to_it_whatever_moves_there(check_text, text):
    assert check_text(text)["verdict"] == "inconsistent"


def test_a_way_that_is_told_is_no_place_that_lies_somewhere(check_text):
    row = check_text("They left Marib, a long road of 310 km from Sanaa.")
    assert row["verdict"] != "inconsistent"


def test_the_capital_before_a_comma_is_not_the_place_that_lies_south_of_it(check_text):
    row = check_text("Nearly 300 km south of the Mexican capital, Acapulco awoke to a storm.")
    assert (row["verdict"], row["reference_id"]) == ("consistent", "geonames:3530597")


@pytest.fixture
def check_text():
    """Check the one claim of a sentence."""

    def run(text):
        mentions = kit.geoparse(text)
        return kit.check_claims(kit.find_claims(text, mentions), mentions).iloc[0]

    return run


def test_the_equator_is_a_line_to_measure_to(check_text):
    row = check_text("Quito lies 25 km south of the equator.")
    assert row["verdict"] == "consistent"
    assert row["measured_km"] == pytest.approx(24.5, abs=3)
    assert row["reference_lat"] == 0
    assert row["reference_id"] == "line:equator"


def test_the_demilitarised_zone_is_koreas_where_the_text_is_of_korea(check_text):
    row = check_text("Paju is 10 km south of the demilitarised zone, South Korea's army said.")
    assert row["verdict"] == "consistent"
    assert row["reference_id"] == "border:KR-KP"
    row = check_text("Quneitra, in Syria, is 3 km east of the demilitarised zone.")
    assert row["verdict"] == "not checkable"


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("Rhodes lies 18 km from the Turkish mainland.", 18),
        ("The Turkish coast is 10 km from Lesbos.", 9),
        ("Sicily is 3 km off the Italian mainland.", 3),
        ("Gotland lies 90 km off the Swedish coast.", 86),
        ("Crete lies 300 km from Libya.", 260),
    ],
)
def test_an_island_is_measured_from_its_shore(check_text, text, km):
    row = check_text(text)
    assert row["verdict"] == "consistent"
    assert row["measured_km"] == pytest.approx(km, abs=3)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Iwo Jima, 760 miles south of Tokyo, has an airfield.", "consistent"),
        ("Iwo Jima, 600 miles south of Tokyo, has an airfield.", "inconsistent"),
        ("Luzon lies 700 km southeast of Hong Kong.", "consistent"),
        ("Sulawesi lies 1,500 km northwest of Darwin.", "consistent"),
        ("Sulawesi lies 800 km northwest of Darwin.", "inconsistent"),
    ],
)
def test_an_island_of_known_outline_is_its_shore_from_anywhere(check_text, sentence, verdict):
    row = check_text(sentence)
    assert row["verdict"] == verdict, row["reason"]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Taiwan lies 130 km off the Chinese mainland.", "consistent"),
        ("Cuba lies 145 km south of Florida.", "consistent"),
        ("Djibouti, just 30 km from Yemen, took in thousands.", "consistent"),
        ("Cuba lies 20 km south of Florida.", "not checkable"),  # some islet may
        ("Cuba lies 145 km south of Texas.", "not checkable"),
    ],
)
def test_two_lands_that_a_water_parts_are_measured_over_it_and_accuse_nobody(
    check_text, sentence, verdict
):
    row = check_text(sentence)
    assert row["verdict"] == verdict, row["reason"]


def test_what_is_farther_than_the_middle_of_an_island_does_not_fit_it(check_text):
    row = check_text("Rhodes lies 60 km from the Turkish mainland.")
    assert row["verdict"] == "not checkable"
    assert row["measured_high_km"] < 50


COASTS = {
    "Iran": "Tankers waited off Kharg Island, about 25 km from Iran's Gulf coast.",
    "Romania": "The wreck lies near Mangalia, 3 km from Romania's Black Sea coast.",
    "Mexico": "The town of Tapachula is 30 km from Mexico's Pacific coast.",
}


@pytest.mark.parametrize("country", COASTS)
def test_a_coast_is_that_of_the_country_that_it_is_said_to_be_of(check_text, country):
    row = check_text(COASTS[country])
    assert row["verdict"] == "consistent"
    assert row["measured_km"] < 40  # the Gulf Coast of the United States is far


def test_the_mainland_is_the_larger_part_of_a_country(check_text):
    row = check_text("Socotra is about 350 km from the mainland of Yemen.")
    assert row["measured_km"] == pytest.approx(355, abs=40)
    assert check_text("Ceuta is 25 km from mainland Spain.")["measured_km"] == pytest.approx(
        22, abs=3
    )


def test_the_city_centre_is_that_of_the_city_named_before(check_text):
    row = check_text("The mayor of Nairobi resigned. Thika lies 40 km from the city centre.")
    assert row["verdict"] == "consistent"


def test_a_front_line_is_on_no_map(check_text):
    row = check_text("Pokrovsk lies 15 km from the front line.")
    assert row["verdict"] == "not checkable"
    assert "front lines move" in row["reason"].lower()


def test_a_town_and_the_division_around_it_are_no_doubt_of_what_a_name_means(check_text):
    row = check_text("Sapporo is 6,000 km from Tokyo.")
    assert row["verdict"] == "not checkable"  # no rails of one part lead there, and a ship may
    row = check_text("Nagoya is 100 km from Tokyo.")
    assert row["verdict"] == "inconsistent"
    assert "shorter than any way" in row["reason"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Djibouti lies about 560 km from Addis Ababa as the crow flies.",
        "Metz lies 55 km south of Luxembourg.",
    ],
)
def test_a_country_may_be_the_town_of_its_name(check_text, sentence):
    row = check_text(sentence)
    assert row["verdict"] == "consistent"
    assert 50 < row["measured_km"] < 570


def test_what_holds_from_the_edge_of_the_division_of_a_towns_name_accuses_nobody(check_text):
    row = check_text("Omsk is 250 km by rail from Novosibirsk.")
    assert row["verdict"] == "not checkable"
    assert "it may hold of the state or province Novosibirsk" in row["reason"]


@pytest.mark.parametrize(
    "sentence", ["Korçë is 40 km south of Tirana.", "Gjirokastër is 60 km from Tirana."]
)
def test_a_county_around_a_town_of_its_name_is_no_other_reading(check_text, sentence):
    assert check_text(sentence)["verdict"] == "inconsistent"


def test_the_reason_says_what_a_rounded_figure_may_be_and_how_far_the_ends_reach(check_text):
    row = check_text("Soweto is 70 km southwest of Johannesburg.")
    assert "over the extents up to" in row["reason"]
    row = check_text("Lyon lies about 600 kilometres by road southeast of Paris.")
    assert "and that fits 540 to 660 km: stated about 600 km" in row["reason"]


@pytest.mark.parametrize(
    "sentence",
    ["Trucks were held up at Norcia, 70 km northwest of Perugia.",
     "The bridge at Erciş, 60 km south of Van, is closed."],
)  # fmt: skip
def test_who_names_a_town_within_a_province_of_the_other_name_does_not_mean_that(
    check_text, sentence
):
    row = check_text(sentence)
    assert row["verdict"] == "inconsistent"
    assert "the direction does not fit" in row["reason"]


@pytest.mark.parametrize(
    ("confidence", "candidates", "verdict"),
    [
        (0.81, 2, "inconsistent"),
        (0.79, 2, "not checkable"),
        (0.61, 1, "inconsistent"),
        (0.59, 1, "not checkable"),
    ],
)
def test_who_means_the_only_place_of_a_name_may_be_accused_sooner(confidence, candidates, verdict):
    text = "The dam at York, 40 miles south of Dumfries, has burst."
    mentions = kit.geoparse(text)
    claims = kit.find_claims(text, mentions)
    mentions["confidence"] = 0.95
    row = mentions.index[mentions["text"] == "Dumfries"][0]
    mentions.loc[row, ["confidence", "candidates"]] = confidence, candidates
    assert kit.check_claims(claims, mentions)["verdict"].tolist() == [verdict]


def test_no_small_namesake_is_taken_for_a_great_city_because_it_fits(check_text):
    row = check_text("Lakeside is 500 miles southwest of Manila.")
    assert row["reference_country"] != "US"


def test_a_great_city_that_one_measures_from_is_one_of_those_of_its_name():
    text = "The dam at Natanz, 50 miles south of Tehran, has burst."
    mentions = kit.geoparse(text)
    mentions.loc[mentions["text"] == "Tehran", "confidence"] = 0.65
    row = kit.check_claims(kit.find_claims(text, mentions), mentions).iloc[0]
    assert row["verdict"] == "inconsistent"
    assert "shorter than any way" in row["reason"]


@pytest.mark.parametrize(
    ("sentence", "verdict", "said"),
    [
        ("Ambrym Island, 60 km north of Port Vila, has a pier.", "inconsistent", "shorter"),
        ("Ambrym Island, 100 km north of Port Vila, has a pier.", "not checkable", "how far"),
        ("Ambrym Island, 155 km north of Port Vila, has a pier.", "consistent", "agrees"),
        ("Ranai, about 600 km southwest of Singapore, has a pier.", "inconsistent", "not southw"),
        ("Ranai, about 560 km northeast of Singapore, has a pier.", "consistent", "agrees"),
    ],
)
def test_islands_without_an_outline_reach_no_more_than_twice_as_far(
    check_text, sentence, verdict, said
):
    row = check_text(sentence)
    assert row["verdict"] == verdict, row["reason"]
    assert said in row["reason"]


def test_no_way_by_sea_excuses_a_figure_where_a_road_is_shorter_unless_it_is_told(check_text):
    assert check_text("Moncton lies 850 km by sea from Halifax.")["verdict"].startswith("consist")
    row = check_text("Moncton, 850 km northwest of Halifax, has a new mayor.")
    assert row["verdict"] in ("inconsistent", "not checkable")
    assert "by sea" not in row["reason"]


def test_a_flight_is_not_twice_as_long_as_the_straight_line(check_text):
    told = "Trincomalee, about {} miles northeast of Colombo by air, has a deep harbour."
    assert check_text(told.format(150))["verdict"] == "consistent"
    row = check_text(told.format(400))
    assert row["verdict"] == "inconsistent"
    assert "by air it is about 237 km" in row["reason"]


def test_a_distance_that_fits_speaks_for_both_places_of_a_wrong_direction(check):
    doubt = {"Beijing": {"confidence": 0.7}}
    wrong = check("Beijing", "Moscow", 5800.0, direction="W", mentions=doubt)
    assert wrong["verdict"] == "inconsistent"
    far_off = check("Beijing", "Moscow", 2000.0, direction="W", mentions=doubt)
    assert far_off["verdict"] == "not checkable"


def test_a_figure_that_fits_speaks_for_an_uncertain_place(check):
    row = check("Beijing", "Moscow", 5800.0, mentions={"Moscow": {"confidence": 0.4}})
    assert row["verdict"] == "consistent"
    assert "speaks for this" in row["reason"]


def test_a_figure_that_does_not_fit_an_uncertain_place_accuses_nobody(check):
    row = check("Beijing", "Moscow", 1800.0, mentions={"Moscow": {"confidence": 0.4}})
    assert row["verdict"] == "not checkable"
    assert "not certain" in row["reason"]


def test_whoever_says_the_city_is_not_accused_where_another_may_be_meant(check_text):
    told = "{} Aswan lies {} km south of {}."
    assert check_text(told.format("Cairo was calm.", 680, "the city"))["verdict"] == "consistent"
    assert check_text(told.format("Cairo was calm.", 40, "Cairo"))["verdict"] == "inconsistent"
    assert check_text(told.format("Cairo was calm.", 40, "the city"))["verdict"] == "inconsistent"
    doubted = check_text(told.format("Envoys left Khartoum for Cairo.", 40, "the city"))
    assert doubted["verdict"] == "not checkable"
    assert 'which place is meant by "the city"' in doubted["reason"]


@pytest.mark.parametrize(
    "text",
    ["Steam rose at Yongbyon. The sprawling complex is 90 km north of Pyongyang.",
     "Bombs hit Kharkiv. Ukraine's second city is 35 km from the Russian border.",
     "The junta lost Lashio. The garrison town is 200 km northeast of Mandalay.",
     "Rebels recaptured Kidal. The Tuareg stronghold is 290 km from Gao.",
     "Troops reached Sudzha, a Russian town within 15 km of the border.",
     "Poti, in Georgia, lies 260 km west of the capital.",
     "Srebrenica is Bosnian. From Serbia it looks near, within 20 km of its border.",
     "Idai hit Beira. Roofs flew off in Chimoio, more than 150 km inland.",
     "Ash fell near Merapi, a volcano, whose summit is 30 km north of Yogyakarta.",
     "Visby, which is 90 km off the mainland on the island of Gotland, is old.",
     "Orlando lies 50 miles west of the launch pads at Cape Canaveral.",
     "Malta is full. The island republic is 95 km south of Sicily.",
     "The national capital, 250 km southwest of Sydney, was built anew.",
     "Visitors left Key West. Cuba, only 90 miles to the south, had lost power.",
     "Grain piled up in Izmail. Romania, just 3 km away, looked on.",
     "Shells fell on Sidon. Families made for Beirut, about 40 km up the coast."],
)  # fmt: skip
def test_what_is_called_by_what_it_is_is_the_place_named_before(check_text, text):
    row = check_text(text)
    assert row["verdict"] == "consistent", row["reason"]


@pytest.mark.parametrize(
    "sentence",
    ["Houthi rockets reached Najran, a city 150 km from the Yemeni border.",
     "The Chadian town of Adré lies 120 km from the Sudanese frontier.",
     "Rovaniemi lies 250 km south of the Arctic Circle.",
     "Bamyan lies 420 km from the Pakistani border.",
     "Aleppo lies 250 km from the Mediterranean coast."],
)  # fmt: skip
def test_a_border_is_not_many_times_as_far_as_its_nearest_point(check_text, sentence):
    assert check_text(sentence)["verdict"] == "inconsistent"


@pytest.mark.parametrize(
    "sentence",
    [
        "Bamyan lies 290 km from the Pakistani border.",  # by a pass
        "Aleppo lies 140 km from the Mediterranean coast.",
    ],
)
def test_to_the_crossing_of_a_border_it_may_be_farther(check_text, sentence):
    assert check_text(sentence)["verdict"] == "not checkable"


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Gunmen held Palma, 80 km north of Mocimboa da Praia.", "consistent"),
        ("Gunmen held Palma, 30 km north of Mocimboa da Praia.", "not checkable"),
    ],
)
def test_a_figure_may_speak_for_another_place_of_a_name_and_accuses_no_such(
    check_text, sentence, verdict
):
    row = check_text(sentence)
    assert row["verdict"] == verdict, row["reason"]
    assert verdict != "consistent" or row["subject_country"] == "MZ"


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("A strait of 24 km parts Java and Sumatra.", "consistent"),
        ("The Falklands, an archipelago, lie 480 km east of the Argentine mainland.", "consistent"),
        ("Bornholm lies 36 km off the coast of Sweden.", "consistent"),
        ("Bornholm, a Danish island 110 km off the coast of Sweden, is calm.", "inconsistent"),
        ("Lampedusa lies 70 miles off the coast of Tunisia.", "not checkable"),  # an islet may
        ("Lanzarote shook. The African coast is at least 310 km from Lanzarote.", "not checkable"),
        ("China lies 130 km from Taiwan.", "consistent"),
        ("Spain is 14 km from Morocco.", "consistent"),
        ("Khobar lies 25 km from Bahrain.", "consistent"),  # its islets are nearer
        ("The Kaliningrad exclave is 65 km from Belarus.", "consistent"),
    ],
)
def test_islands_and_lands_are_measured_from_shore_to_shore(check_text, sentence, verdict):
    row = check_text(sentence)
    assert row["verdict"] == verdict, row["reason"]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Lviv lies 60 km east of the Polish border.", "consistent"),
        ("Lviv lies 60 km west of the Polish border.", "inconsistent"),
        ("Kandahar lies 95 km west of the Pakistani border.", "consistent"),
        ("Kandahar lies 95 km east of the Pakistani border.", "inconsistent"),
        ("Aleppo was calm, for the Turkish border is 50 km east of the city.", "consistent"),
        (
            "Vyborg was Finland's once; the Finnish border is some 95 km to the west.",
            "inconsistent",
        ),
    ],
)
def test_a_border_lies_in_the_direction_of_any_near_part_of_it(check_text, sentence, verdict):
    row = check_text(sentence)
    assert row["verdict"] == verdict, row["reason"]


@pytest.mark.parametrize(
    ("km", "verdict"), [(204, "consistent with a route"), (420, "inconsistent")]
)
def test_a_road_has_one_length_whoever_goes_round(check_text, km, verdict):
    assert check_text(f"Tankers crept along the {km} km road from Beira to Chimoio.")[
        "verdict"
    ] == (verdict)


def test_whose_coast_is_that_of_the_country_named_before(check_text):
    row = check_text(
        "Colombia's San Andrés is near to Nicaragua, whose Caribbean coast is 190 km to the west."
    )
    assert row["subject_country"] == "NI"
    assert row["verdict"] == "consistent", row["reason"]


@pytest.mark.parametrize(
    "words", ["Uzbekistan's capital", "the capital of Uzbekistan", "the Uzbek capital"]
)
def test_a_capital_may_be_said_to_be_a_country_s(check_text, words):
    row = check_text(f"Shymkent lies 115 km from {words}.")
    assert (row["verdict"], row["reference"]) == ("consistent", words)
    assert "Tashkent" in row["reason"]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Haifa and Beirut come within 130 km of each other.", "Haifa, Beirut"),
        ("Only 27 km that lie between Venezuela and Aruba are left.", "Venezuela, Aruba"),
        (
            "The Sunda Strait is 24 km wide at its narrowest between Java and Sumatra.",
            "Java, Sumatra",
        ),
        ("Bass Strait isolates Tasmania from Victoria by about 240 km.", "Tasmania, Victoria"),
        (
            "Trains run from Malmo to Copenhagen; the two city centres lie 28 km apart.",
            "Malmo, Copenhagen",
        ),
    ],
)
def test_what_parts_two_places_is_said_of_both(text, ends):
    (claim,) = kit.find_claims(text, kit.geoparse(text)).itertuples()
    assert f"{claim.subject}, {claim.reference}".endswith(ends)


def test_it_is_a_place_of_the_same_sentence_if_that_names_one():
    text = "A ship left Kingston. {}Holguín lies some 310 km to the northwest of it."
    verdicts = []
    for before in ("", "Guantánamo is near Santiago de Cuba, and "):
        mentions = kit.geoparse(told := text.format(before))
        verdicts += kit.check_claims(kit.find_claims(told, mentions), mentions)["verdict"].tolist()
    assert verdicts == ["consistent", "not checkable"]


def test_a_length_beside_another_counts_from_where_that_one_does():
    text = "Nairobi has an airport. Thika is 40 km to the northeast; Machakos is 60 km to the east."
    mentions = kit.geoparse(text)
    claims = kit.find_claims(text, mentions)
    assert claims["reference"].tolist() == ["Nairobi", "Nairobi"]
    assert kit.check_claims(claims, mentions)["verdict"].tolist() == 2 * ["consistent"]


@pytest.mark.parametrize(
    "text",
    [
        "Only 34 km of the line from Sarajevo to Mostar was open.",
        "Crews cleared 12 km of the road from Juba to Torit.",
        "The pass above Chitral is 2 km higher than Peshawar.",
    ],
)
def test_parts_of_a_way_and_heights_are_no_distances(text):
    assert kit.find_claims(text, kit.geoparse(text)).empty


def test_what_follows_a_place_and_its_country_is_said_of_the_place(check_text):
    row = check_text("Foya, in Liberia, which is 120 km from Kenema, was calm.")
    assert (row["subject"], row["verdict"]) == ("Foya", "consistent")


@pytest.mark.parametrize(
    ("km", "verdict"),
    [(540, "consistent with a route"), (720, "not checkable"), (900, "inconsistent")],
)
def test_who_says_on_which_side_means_the_line_or_the_road_that_all_take(check_text, km, verdict):
    assert check_text(f"Kursk is {km} km south of Moscow.")["verdict"] == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [("Baltimore lies 130 miles northeast of Washington.", "inconsistent"),
     ("Karaj, a large city, can be found 140 km to the west of Tehran.", "inconsistent"),
     ("Puebla, about 105 km west of Mexico City, shook.", "inconsistent")],
)  # fmt: skip
def test_neither_a_citys_small_namesake_nor_the_province_around_it_excuses_a_figure(
    check_text, sentence, verdict
):
    assert check_text(sentence)["verdict"] == verdict


def test_the_exercise_is_wrong_where_it_means_to_be_and_nowhere_else():
    from kit import settings

    article = kit.read_article(settings.DATA_DIR / "exercise.md")
    mentions = kit.geoparse(article)
    checked = kit.check_claims(kit.find_claims(article, mentions), mentions)
    wrong = checked[checked["verdict"] == "inconsistent"]
    assert wrong["text"].tolist() == ["40 kilometers", "270 kilometers", "120 miles"]
    for reason, words in zip(wrong["reason"], ("shorter", "direction", "conversion"), strict=True):
        assert words in reason
    true = checked[checked["verdict"] == "consistent"]["subject"]
    assert set(true) >= {"Kutaisi", "Graz", "Aarhus", "Odesa"}
    assert checked.set_index("subject")["mode"]["Perth"] == "road"


def read_distances():
    with (Path(__file__).parent / "distances.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def judged():
    """Judge each sentence of the table; its labels are older than the rules on ways."""
    found = []
    for row in read_distances():
        mentions = kit.geoparse(row["sentence"])
        checked = kit.check_claims(kit.find_claims(row["sentence"], mentions), mentions)
        found.append((row, *checked[["verdict", "route_mode"]].iloc[0]))
    return found


def test_no_true_distance_of_the_table_is_called_wrong(judged):
    accused = [row["sentence"] for row, verdict, _ in judged if verdict == "inconsistent"]
    assert [row["sentence"] for row in read_distances() if row["true"] == "yes"]
    assert not {row["sentence"] for row in read_distances() if row["true"] == "yes"} & {*accused}


def test_most_true_distances_of_the_table_are_confirmed_by_line_or_by_way(judged):
    true = [(row, verdict) for row, verdict, _ in judged if row["true"] == "yes"]
    held = [row for row, verdict in true if verdict.startswith("consistent")]
    assert len(held) >= 0.85 * len(true)


def test_no_false_distance_of_the_table_is_confirmed_and_most_are_told(judged):
    false = [verdict for row, verdict, _ in judged if row["true"] == "no"]
    assert set(false) <= {"inconsistent", "not checkable"}
    assert false.count("inconsistent") >= 0.5 * len(false)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # a coast of the country that an island belongs to is that of its mainland
        ("The Galapagos Islands lie 1,000 km off the coast of Ecuador.", "consistent"),
        ("Zanzibar lies 36 km off the Tanzanian coast.", "consistent"),
        ("Lampedusa is more than 200 km from Sicily.", "consistent"),
        # "the coast" and a sea's are those of the country
        ("Montería, a town in Colombia, lies 50 km from the Caribbean coast.", "consistent"),
        ("Yaoundé, the capital of Cameroon, lies 200 km from the coast.", "consistent"),
        # islands by their division's outline, small countries by their point
        ("Malta lies 90 km south of Sicily.", "consistent"),
        ("Malta is 350 km from the Libyan coast.", "consistent"),
        ("Saint Helena lies 1,290 km southeast of Ascension Island.", "consistent"),
        # parallels
        ("Tromso lies 350 km inside the Arctic Circle.", "consistent"),
        ("Kiruna, in Sweden, lies 145 km north of the Arctic Circle.", "consistent"),
        ("Seoul lies 50 km south of the 38th parallel.", "consistent"),
    ],
)
def test_coasts_islands_and_parallels_are_measured_as_they_are_meant(check_text, text, verdict):
    row = check_text(text)
    assert row["verdict"] == verdict, row["reason"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Homs, roughly halfway between Damascus and Aleppo, was calm.", "consistent"),
        ("In Germany, Potsdam lies halfway between Berlin and Munich.", "inconsistent"),
        ("In France, Lyon lies halfway between Paris and Versailles.", "not checkable"),
    ],
)
def test_halfway_is_judged_by_both_distances(check_text, text, verdict):
    row = check_text(text)
    assert row["verdict"] == verdict, row["reason"]
    assert pd.isna(row["measured_km"])
    assert "% of the way" in row["reason"]


@pytest.mark.parametrize(
    ("text", "verdict", "said"),
    [
        ("Annecy, a 90-minute drive east of Lyon, was calm.", "consistent", "67 km/h"),
        ("Abu Dhabi is ninety minutes' drive from Dubai.", "consistent", "as such trips are"),
        ("Dresden is a thirty-minute drive south of Berlin.", "inconsistent", "331 km/h"),
        ("Dresden is a four-day walk from Berlin.", "not checkable", "no length"),
        ("Dresden is ten hours' drive from Berlin.", "consistent", "17 km/h"),
        ("Dresden is a five-hour flight from Berlin.", "not checkable", "seldom"),
    ],
)
def test_a_time_of_travel_is_judged_by_how_fast_one_goes(check_text, text, verdict, said):
    row = check_text(text)
    assert row["verdict"] == verdict, row["reason"]
    assert said in row["reason"]


def test_a_way_that_is_shorter_than_the_line_is_none(check_text):
    # the station next to Bluff lies beside Invercargill
    row = check_text("Bluff, in New Zealand, lies 27 km south of Invercargill.")
    assert row["route_mode"] != "rail"


def test_nobody_is_accused_by_a_place_on_another_continent(check):
    sure = {"confidence": 0.95, "candidates": 1}
    row = check(
        "Nome",
        "Seoul",
        40.0,
        mentions={"Nome": sure | {"kind": "city"}, "Seoul": sure | {"kind": "city"}},
    )
    assert row["verdict"] == "not checkable"
    assert "another place must be meant" in row["reason"]


@pytest.mark.parametrize(
    ("text", "verdict", "said"),
    [
        (
            "SEOUL - Two officers were killed at Panmunjom, 30 miles north of here.",
            "consistent",
            "the middle of Seoul",
        ),
        ('LIMA - "The sea is 12 km from here," said a baker in Cusco.', "not checkable", "here"),
        ('LIMA - "Callao is 12 km from here," said a baker in Cusco.', "not checkable", '"here"'),
        (
            "KANO, Nigeria — The lorries never reached Kaduna, 200 km southwest of this city.",
            "consistent",
            "201 km measured",
        ),
        (
            "KANO, Nigeria — The lorries never reached Jos, 700 km south of this city.",
            "inconsistent",
            "longer than any way",
        ),
        ("The plant lies 30 km from here.", "not checkable", '"here"'),
        (
            "Guam's governor was calm. The island lies about 2,100 miles southeast of Pyongyang.",
            "consistent",
            "nearest point",
        ),
        (
            "Only a bridge parts Corrientes from Resistencia, less than 20 km apart.",
            "consistent",
            "Most likely told of Resistencia and Corrientes: 15 km",
        ),
        (
            "A storm shut the school on Bornholm. The island lies 160 km east of Copenhagen.",
            "consistent",
            "agrees with east",
        ),
        (
            "Kargil's shops stayed open. Srinagar, 200 km away by road, had no bread.",
            "consistent with a route",
            "Most likely told of Srinagar and Kargil: the straight",
        ),
        (
            "Kargil's shops stayed open. Srinagar, 900 km away by road, had no bread.",
            "not checkable",
            "is not certain",
        ),
        (
            "Only a bridge parts Corrientes from Resistencia, more than 900 km apart.",
            "not checkable",
            "is not certain",
        ),
    ],
)
def test_here_the_island_and_what_is_left_unsaid_are_what_the_text_names(
    check_text, text, verdict, said
):
    row = check_text(text)
    assert row["verdict"] == verdict, row["reason"]
    assert said in row["reason"]


@pytest.mark.parametrize(
    ("text", "verdict", "said"),
    [
        (
            (
                "Russia sent its envoy from Moscow to Nakhchivan, the Azerbaijani exclave 130 km "
                "southeast of Yerevan."
            ),
            "consistent",
            "agrees with southeast",
        ),
        (
            "Turkey sent its envoy to Nakhchivan, the Azerbaijani spa 130 km southeast of Yerevan.",
            "consistent",
            "Most likely told of Nakhchivan and Yerevan",
        ),
        (
            "Gdansk, about 70 km from the Russian exclave of Kaliningrad, was calm.",
            "consistent",
            "outline",
        ),
        (
            "Turin and Milan, about 130 km apart, share a fair.",
            "consistent",
            "middle of Milan",
        ),
        (
            "London Gatwick airport, some 25 miles south of central London, was shut.",
            "consistent",
            "agrees with south",
        ),
        (
            (
                "Engineers left Bushehr, the Iranian port 280 km across the Gulf from Kuwait "
                "City, by road for Armenia."
            ),
            "consistent",
            "Kuwait City",
        ),
        (
            "The North shelled Yeonpyeong, an island of South Korea 12 km from the North's coast.",
            "not checkable",
            "",
        ),
        (
            (
                "Angola's enclave of Cabinda has its capital 90 km southeast of Pointe-Noire, "
                "an envoy said in Luanda."
            ),
            "not checkable",
            "",
        ),
        (
            "Cracks appeared in Joshimath, a drive of nearly 300 km from Dehradun.",
            "consistent with a route",
            "by road",
        ),
        (
            "Nobody is in Pripyat. Its position, about 15 km from the Belarusian border, is known.",
            "consistent",
            'speaks for this reading of "Its position"',
        ),
        (
            "Grodno lies some 15 km from the nearest point of Poland.",
            "consistent",
            "14 km measured from the nearest point of Poland",
        ),
        (
            "The terminal that the Danes are building at Skagen is about 100 km north of Aalborg.",
            "consistent",
            "the middle of Aalborg",
        ),
        (
            "Nobody stays in Khartoum. Port Sudan is some 670 km northeast of the ruined capital.",
            "consistent",
            "the middle of the ruined capital",
        ),
        (
            "Novi Sad, about 180 km northwest of Belgrade, has a new bridge.",
            "inconsistent",
            "longer than any way between them can be",
        ),
        (
            "Tyre, about 170 km south of Beirut, has no railway.",
            "inconsistent",
            "longer than any way between them can be",
        ),
        (
            "From Tsushima, a Japanese island, one sees Busan, 50 km away in South Korea.",
            "not checkable",
            "",
        ),
        (
            "Kashgar, in the far west of Xinjiang, lies more than 1,000 km from Urumqi.",
            "consistent",
            "1,079 km measured",
        ),
        (
            "Kashgar, in the far west of Xinjiang, lies 300 km from Urumqi.",
            "inconsistent",
            "shorter than any way",
        ),
        (
            "Kassel, roughly halfway between Frankfurt am Main and Hanover, has a fair.",
            "consistent",
            "% of the way",
        ),
    ],
)
def test_who_acts_is_not_what_lies_there_and_parts_and_pairs_of_places_are_read(
    check_text, text, verdict, said
):
    row = check_text(text)
    assert row["verdict"] == verdict, row["reason"]
    assert said in row["reason"]


def test_a_railway_that_goes_far_round_is_no_excuse_for_who_names_no_train(check_text):
    row = check_text("The port of Santos is 350 km from São Paulo.")
    assert row["verdict"] == "inconsistent"
    by_train = check_text("The port of Santos is 350 km from São Paulo by train.")
    assert by_train["verdict"] == "consistent with a route"


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("The 1,956-km railway from Xining to Lhasa was closed for eight days.", "rail"),
        ("She left Vladivostok for Moscow on Monday, a trip of about 9,290 km by rail.", "rail"),
        ("The trucks drove from N'Djamena to Adré, a journey of more than 900 km.", "road"),
    ],
)
def test_the_length_of_a_way_is_held_against_that_way(check_text, text, mode):
    row = check_text(text)
    assert row["verdict"] == "consistent with a route"
    assert row["route_mode"] == mode


def test_what_is_in_a_country_or_on_an_island_is_meant_and_not_that(check_text):
    row = check_text("Mérida, in Mexico's Yucatán, roughly 290 km west of Cancún, took in guests.")
    assert (row["subject"], row["verdict"]) == ("Mérida", "consistent")


def test_the_shore_of_a_lake_is_not_the_coast_of_its_country(check_text):
    row = check_text("Irkutsk, some 65 km from the shore of Lake Baikal, was hidden by smoke.")
    assert row["verdict"] == "not checkable"


def test_a_capital_that_the_text_does_not_name_accuses_nobody_if_it_has_moved(check_text):
    row = check_text(
        "Taps have run dry in Bulawayo, some 365 km southwest of the Zimbabwean capital."
    )
    assert row["verdict"] == "consistent"
    assert "Harare" in row["reason"]
    wrong = check_text("Taps have run dry in Bulawayo, 165 km southwest of the Zimbabwean capital.")
    assert wrong["verdict"] == "inconsistent"
    moved = check_text("Taps have run dry in Karaganda, 770 km north of the Kazakh capital.")
    assert moved["verdict"] == "not checkable"
    assert "Astana" in moved["reason"]
    several = check_text("Durban lies about 500 km from the South African capital.")
    assert several["verdict"] == "not checkable"  # of three, none is meant for sure


@pytest.mark.parametrize(
    "border",
    [
        "the border with Somalia",
        "Kenya's border with Somalia",
        "the Kenyan border with Somalia",
        "the Kenya-Somalia border",
        "Kenya's border",
    ],
)
def test_a_border_is_one_by_either_side_or_both(border):
    text = f"Four gunmen were seen in Garissa, about 150 kilometers west of {border}, on Monday."
    mentions = kit.geoparse(text)
    (row,) = kit.check_claims(kit.find_claims(text, mentions), mentions).itertuples()
    assert (row.reference, row.verdict) == (border, "consistent")


def test_a_length_to_the_south_may_be_from_a_city_state_named_before():
    text = "She took the ferry from Singapore to Batam, an Indonesian island 20 km to the south."
    mentions = kit.geoparse(text)
    (verdict,) = kit.check_claims(kit.find_claims(text, mentions), mentions)["verdict"]
    assert verdict == "consistent"


def test_a_figure_that_stands_twice_in_a_sentence_is_read_where_it_stands():
    text = "A store lies 60 miles from Lagos, and a rig burns 60 miles off the coast of Gabon."
    befores = [around(claim)[0] for _, claim in kit.find_claims(text).iterrows()]
    assert befores == ["A store lies ", "A store lies 60 miles from Lagos, and a rig burns "]


@pytest.mark.parametrize("town", ["Windhoek", "Camden", "Rowena"])
def test_a_town_whose_name_begins_like_a_journey_is_none(check_text, town):
    way = "A longer way may be meant"
    stated = "Houston is 2,400 km from Dallas, a paper of"
    assert not check_text(f"{stated} {town} says.")["reason"].startswith(way)
    assert check_text(f"{stated} {town} says, by the road.")["reason"].startswith(way)


def test_who_left_a_town_and_then_drove_to_a_coast_did_not_drive_from_it(check_text):
    row = check_text("He left Paris on Monday, flew south and drove 40 km to the coast.")
    assert row["subject"] is None
    assert row["verdict"] == "not checkable"


@pytest.mark.parametrize("word", ["shipped", "tripped", "routed", "riverside", "coming"])
def test_words_of_travel_in_any_form_may_excuse_a_figure(check_text, word):
    row = check_text(f"Something was {word}; Houston is 2,400 km from Dallas.")
    assert row["reason"].startswith("A longer way may be meant")


def test_who_says_it_is_no_way(check_text):
    row = check_text("From Multan to Lahore, a driver at the station said, it is 340 kilometres.")
    assert row["mode"] is None


def test_a_road_that_leaves_the_country_is_no_limit_to_one_that_does_not(check_text):
    row = check_text("Meghri, 390 km from Yerevan, was calm on Monday.")
    assert row["verdict"] != "inconsistent"
    way = kit.road("Yerevan", "Meghri")
    assert set(way.countries) > {"AM"}
    assert way.high_km < 390


def test_much_too_short_a_figure_is_no_fault_where_a_third_country_is_spoken_of():
    def checked(text):
        mentions = kit.geoparse(text)
        return kit.check_claims(kit.find_claims(text, mentions), mentions).iloc[0]

    text = "Walkers crossed from Bayonne to Hendaye, 5 km away on the {} bank."
    abroad = checked(text.format("Spanish"))
    assert abroad["verdict"] == "not checkable"
    assert "in Spain, of which it speaks, may lie another" in abroad["reason"]
    assert checked(text.format("other"))["verdict"] == "inconsistent"


def test_a_railway_whose_stations_are_far_from_both_ends_excuses_no_figure(check_text):
    row = check_text("Mount Kenya lies 95 km west of Nairobi.")
    assert row["verdict"] != "consistent with a route"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Taiwan, 110 km away, can be made out from Yonaguni, where there is a radar.", "Yonaguni"),
        ("St Petersburg, 135 km off, is nearer to Narva than its own capital is.", "Narva"),
    ],
)
def test_what_is_so_far_off_is_so_from_what_the_sentence_names_then(check_text, other, text):
    row = check_text(text)
    assert row["verdict"] == "consistent"
    assert other in row["reason"]


def test_who_goes_on_to_a_place_later_was_not_so_far_from_it(check_text):
    row = check_text("The dead of Limerick were taken to Galway, 30 km away, and later to Tuam.")
    assert "Tuam" not in row["reason"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Macron took him to Goris, in southern Armenia, 165 km southeast of Yerevan.", "Goris"),
        ("He flew to Tromso, in the far north of Norway, 1,150 km from Oslo.", "Tromso"),
        ("They fled to Giurgiu, across the Danube and 65 km from Bucharest.", "Giurgiu"),
    ],
)
def test_what_a_town_lies_in_or_across_from_is_not_what_is_so_far_off(check_text, text, subject):
    row = check_text(text)
    assert (row["subject"], row["verdict"]) == (subject, "consistent")


def test_two_towns_linked_by_a_railway_of_some_length_are_measured_by_rail(check_text):
    row = check_text("Addis Ababa and Djibouti are linked by a railway of 752 km.")
    assert row["verdict"] == "consistent with a route"
    assert "by rail" in row["reason"]
