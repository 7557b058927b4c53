import json

import numpy as np
import pandas as pd
import pytest
import shapely

import kit
from kit import measure
from kit._railways import railways
from kit.errors import InputError


def claim(reference="the Ukrainian border", low_km=285.0, high_km=295.0, **more):
    """One row as check_claims gives it, of a site without a name."""
    border = {
        "reference_id": "border:UA",
        "reference_kind": "border",
        "reference_country": "UA",
        "reference_lat": np.nan,
        "reference_lon": np.nan,
        "reference_radius_km": np.nan,
    }
    km = (low_km + min(high_km, 2 * low_km)) / 2
    said = {"km": km, "low_km": low_km, "high_km": high_km, "direction": None, "mode": None}
    names = {"subject": "a depot", "reference": reference, "subject_id": None}
    return said | names | {"same_as": None, "within": None} | border | more


def town(name, lat, lon, radius_km=5.0):
    return {
        "reference": name,
        "reference_id": f"geonames:{name}",
        "reference_kind": "city",
        "reference_country": "RU",
        "reference_lat": lat,
        "reference_lon": lon,
        "reference_radius_km": radius_km,
    }


def locate(*claims, within=None):
    return kit.locate(pd.DataFrame(list(claims)), within)


def points_in(area, count=300, seed=1):
    random = np.random.default_rng(seed)
    west, south, east, north = area.bounds
    lons, lats = random.uniform(west, east, 40000), random.uniform(south, north, 40000)
    held = shapely.contains_xy(area, lons, lats)
    return list(zip(lats[held], lons[held], strict=True))[:count]


def test_a_band_about_a_border_holds_its_distances_within_the_country():
    row = locate(claim(within="RU")).iloc[0]
    points = points_in(row.geometry)
    assert len(points) == 300
    for lat, lon in points:
        assert 285 * 0.99 <= measure.distance_to_border_km(lat, lon, "UA")[0] <= 295 * 1.01
        assert measure.distance_to_territory_km(lat, lon, "RU")[0] < 3
    assert (row["low_km"], row["high_km"], row["within"]) == (285, 295, "RU")
    assert "Russia" in row["reason"]


def test_every_place_at_the_distance_is_in_the_band():
    area = locate(claim(within="RU", low_km=250.0, high_km=330.0)).geometry.iloc[0]
    random = np.random.default_rng(5)
    found = 0
    for lat, lon in random.uniform((44, 30), (57, 48), (400, 2)):
        if not measure.is_in_territory(lat, lon, "RU"):
            continue
        inside = 253 < measure.distance_to_border_km(lat, lon, "UA")[0] < 327
        found += inside
        if inside:
            assert area.intersects(shapely.Point(lon, lat).buffer(0.03))
    assert found > 20


def test_a_point_nearer_than_stated_is_left_out():
    area = locate(claim(within="RU")).geometry.iloc[0]
    assert not area.intersects(shapely.Point(40.0424, 45.8884))  # 195 km from the border


def test_claims_of_one_site_intersect():
    both = locate(
        claim(within="RU", low_km=200.0, high_km=320.0),
        claim(**town("Voronezh", 51.67, 39.18), low_km=200.0, high_km=250.0, subject="the depot"),
    )
    assert len(both) == 1
    row = both.iloc[0]
    assert row["claims"] == (0, 1)
    for lat, lon in points_in(row.geometry, 100):
        assert 193 <= measure.distance_km(51.67, 39.18, lat, lon) <= 257
        assert 197 <= measure.distance_to_border_km(lat, lon, "UA")[0] <= 324
    alone = locate(claim(within="RU", low_km=200.0, high_km=320.0)).iloc[0]
    assert row["area_km2"] < alone["area_km2"]


def test_sites_of_other_words_are_other_sites():
    table = locate(claim(), claim(subject="a factory"), claim(subject=None), claim(subject=None))
    assert len(table) == 4


def test_claims_that_contradict_leave_no_room_and_say_so():
    far = claim(**town("Vladivostok", 43.1, 131.9), low_km=90.0, high_km=110.0)
    row = locate(claim(within="RU"), far).iloc[0]
    assert row.geometry.is_empty
    assert row["area_km2"] == 0
    assert "contradict" in row["reason"]


def test_a_direction_cuts_the_band_to_a_sector():
    row = locate(claim(**town("Omsk", 54.99, 73.37), low_km=90, high_km=110, direction="S")).iloc[0]
    for lat, lon in points_in(row.geometry, 100):
        assert abs(measure.bearing_deg(54.99, 73.37, lat, lon) - 180) < 50
    whole = locate(claim(**town("Omsk", 54.99, 73.37), low_km=90, high_km=110)).iloc[0]
    assert row["area_km2"] == pytest.approx(whole["area_km2"] / 4, rel=0.1)


def test_the_area_of_a_ring_is_that_of_geometry():
    row = locate(claim(**town("Omsk", 54.99, 73.37, 0.0), low_km=90, high_km=110)).iloc[0]
    assert row["area_km2"] == pytest.approx(np.pi * (110**2 - 90**2), rel=0.01)


def test_the_way_by_which_one_goes_may_be_longer_than_the_line():
    area = locate(claim(**town("Omsk", 54.99, 73.37), mode="rail")).geometry.iloc[0]
    assert area.intersects(shapely.Point(73.37, 54.0))


def test_a_site_up_the_river_may_be_nearer_than_the_river_is_long():
    words = {"start": 23, "text": "290 km", "sentence_start": 0}
    told = "A dam burst on Monday, 290 km upstream of Omsk."
    row = locate(claim(**town("Omsk", 54.99, 73.37), **words, sentence=told)).iloc[0]
    assert row.geometry.intersects(shapely.Point(73.37, 54.0))
    assert "as a way's length" in row["reason"]


def test_a_site_in_the_country_itself_is_measured_from_its_border():
    ukraine = {"reference": "Ukraine", "reference_kind": "land", "reference_id": "geonames:690791"}
    inside = locate(claim(**ukraine, low_km=40.0, high_km=60.0, within="UA")).iloc[0]
    outside = locate(claim(**ukraine, low_km=40.0, high_km=60.0, within="PL")).iloc[0]
    assert inside["area_km2"] > 10000
    for lat, lon in points_in(outside.geometry, 50):
        assert 37 <= measure.distance_to_territory_km(lat, lon, "UA")[0] <= 63


def test_more_than_reaches_to_the_end_of_the_country():
    row = locate(claim(low_km=300.0, high_km=np.inf, within="BY")).iloc[0]
    assert 1000 < row["area_km2"] < 100000
    assert "at least 300 km" in row["reason"]


def test_a_band_over_the_antimeridian_is_cut_there():
    row = locate(claim(**town("Anadyr", 64.73, 177.51), low_km=290, high_km=310)).iloc[0]
    west, _, east, _ = row.geometry.bounds
    assert west >= -180
    assert east <= 180
    assert row.geometry.intersects(shapely.Point(-176.4, 64.73).buffer(0.3))


def test_within_may_be_an_area_or_a_country_given():
    box = shapely.box(38, 50, 45, 54)
    assert locate(claim(), within=box).iloc[0].geometry.within(box.buffer(0.02))
    assert locate(claim(within="RU"), within="PL").iloc[0]["within"] == "PL"
    with pytest.raises(InputError, match="two letters"):
        locate(claim(), within="Atlantis")
    with pytest.raises(InputError, match="No outline"):
        locate(claim(), within="region:sahara")
    with pytest.raises(InputError, match="polygons"):
        locate(claim(), within=shapely.Point(1, 2))


def test_within_may_be_a_division_by_its_id():
    row = locate(claim(low_km=20.0, high_km=60.0), within="admin1:RU.61").iloc[0]
    assert row["within"] == "admin1:RU.61"
    assert "within Rostov" in row["reason"]
    assert row.geometry.within(kit.area("admin1:RU.61").buffer(0.02))
    told = locate(claim(low_km=20.0, high_km=60.0, within="admin1:RU.61")).iloc[0]
    assert told["area_km2"] == pytest.approx(row["area_km2"])


def area_claim(place_id, kind, **more):
    point = {"reference_lat": 48.0, "reference_lon": 38.0, "reference_radius_km": np.nan}
    return claim(**({"reference_id": place_id, "reference_kind": kind} | point | more))


def test_a_division_is_measured_from_its_outline():
    row = locate(
        area_claim("admin1:UA.05", "admin1", low_km=90.0, high_km=110.0, reference="Donetsk region")
    ).iloc[0]
    donetsk = kit.area("admin1:UA.05")
    for lat, lon in points_in(row.geometry, 100):
        assert 83 <= measure.distance_to_line_km(lat, lon, donetsk)[0] <= 117
        assert not shapely.intersects_xy(donetsk, lon, lat)


def test_a_region_without_agreed_limits_leaves_more_room():
    galicia = area_claim(
        "region:galicia-eastern-europe", "region", low_km=90, high_km=110, reference="Galicia"
    )
    area = locate(galicia).geometry.iloc[0]
    outline, core = (kit.area(galicia["reference_id"], core=inner) for inner in (False, True))
    for lat, lon in points_in(area, 100):
        at_most = measure.distance_to_line_km(lat, lon, core)[0]
        held = shapely.intersects_xy(outline, lon, lat)
        assert at_most > 83
        assert held or measure.distance_to_line_km(lat, lon, outline)[0] < 117
    assert area.intersects(shapely.Point(21.0, 49.9))  # in Lesser Poland, which some count to it


def test_an_unnamed_site_may_be_told_from_a_country_by_its_name():
    text = "A depot 50 km from Belarus was hit."
    mentions = kit.geoparse(text)
    checked = kit.check_claims(kit.find_claims(text, mentions), mentions)
    for lat, lon in points_in(kit.locate(checked).geometry.iloc[0], 50):
        assert 40 <= measure.distance_to_territory_km(lat, lon, "BY")[0] <= 60


def test_what_is_placed_or_restated_or_without_length_has_no_locus():
    table = locate(
        claim(subject_id="geonames:1"), claim(reference_id=None), claim(same_as=0), claim(km=np.nan)
    )
    assert len(table) == 0
    assert list(table.columns) == list(locate(claim()).columns)
    assert table.crs == "EPSG:4326"


def test_an_outline_is_small_enough_for_a_map():
    for low_km in (10.0, 285.0):
        table = locate(claim(low_km=low_km, high_km=low_km * 1.2))
        assert table.geometry.is_valid.all()
        assert len(json.dumps(json.loads(table.to_json()))) < 60000


def test_a_table_without_measures_is_refused():
    with pytest.raises(InputError, match="check_claims"):
        kit.locate(pd.DataFrame([claim()]).drop(columns="reference_kind"))


def test_the_site_of_the_real_article_lies_in_russia(real_article_path):
    article = kit.read_article(real_article_path)
    mentions = kit.geoparse(article)
    sites = kit.locate(kit.check_claims(kit.find_claims(article, mentions), mentions))
    assert len(sites) == 1
    assert sites["within"].tolist() == ["RU"]
    low, high = sites.iloc[0][["low_km", "high_km"]]
    assert low < 290 < high
    for lat, lon in points_in(sites.geometry.iloc[0], 1000):
        km = measure.distance_to_border_km(lat, lon, "UA")[0]
        assert low * 0.99 <= km <= high * 1.01


def test_a_place_is_compared_with_what_is_claimed_of_an_unnamed_site():
    claims = pd.DataFrame([claim(low_km=261.0, high_km=319.0)]).assign(km=290.0)
    row = kit.check_site(claims, 45.8884, 40.0424).iloc[0]
    assert row["measured_km"] == pytest.approx(195, abs=1)
    assert row["off_km"] == pytest.approx(-95, abs=1)
    assert not row["fits"]
    assert row["reason"] == "It lies 195 km from the Ukrainian border: 95 km nearer than stated."


def test_a_place_that_fits_is_said_to():
    fitting = claim(**town("Rostov", 47.23, 39.71), low_km=90.0, high_km=110.0, direction="N")
    row = kit.check_site(pd.DataFrame([fitting]), 48.13, 39.71).iloc[0]
    assert row["fits"]
    assert "as stated" in row["reason"]


def test_a_place_that_lies_another_way_is_said_to():
    other = claim(**town("Rostov", 47.23, 39.71), low_km=90.0, high_km=110.0, direction="S")
    row = kit.check_site(pd.DataFrame([other]), 48.13, 39.71).iloc[0]
    assert not row["fits"]
    assert row["reason"].endswith("not to the south.")


def test_claims_on_named_places_are_no_sites_to_compare_with():
    named = claim(subject_id="geonames:1")
    assert kit.check_site(pd.DataFrame([named]), 48.13, 39.71).empty


def test_the_site_that_was_reported_later_is_nearer_than_the_article_says(real_article_path):
    article = kit.read_article(real_article_path)
    mentions = kit.geoparse(article)
    checked = kit.check_claims(kit.find_claims(article, mentions), mentions)
    row = kit.check_site(checked, 45.8884, 40.0424).iloc[0]
    assert row["off_km"] == pytest.approx(-95, abs=1)


def railway_km(lat, lon):
    """Distance to the nearest stretch of railway, from its nodes and those between them."""
    node = railways().near(lat, lon, 0.0)[0]
    return measure.distance_km(lat, lon, railways().lat[node], railways().lon[node])


def test_a_site_near_a_railway_lies_within_that_distance_of_one():
    claims = pd.DataFrame([claim(within="RU", low_km=261.0, high_km=319.0)])
    ring = kit.locate(claims).geometry.iloc[0]
    row = kit.locate(claims, railway_km=10).iloc[0]
    near, far = 0, 0
    for lat, lon in points_in(ring, 400):
        km, point = railway_km(lat, lon), shapely.Point(lon, lat)
        if km < 8.5:  # outlines are right to a kilometre
            near += 1
            assert row.geometry.intersects(point)
        elif km > 14:  # nodes are up to 5 km apart, so a line may be nearer than they are
            far += 1
            assert not row.geometry.intersects(point)
    assert min(near, far) > 50


def test_a_railway_narrows_the_area_and_is_in_the_reason():
    claims = pd.DataFrame([claim(within="RU", low_km=261.0, high_km=319.0)])
    rows = [kit.locate(claims, railway_km=km).iloc[0] for km in (None, 40, 5)]
    assert rows[0]["area_km2"] > rows[1]["area_km2"] > rows[2]["area_km2"] > 0
    assert "railway" not in rows[0]["reason"]
    assert "at most 40 km from a railway within Russia" in rows[1]["reason"]
    assert rows[1]["claims"] == rows[0]["claims"] == (0,)


def test_where_no_railway_is_near_no_room_is_left_and_it_says_so():
    reykjavik = {**town("Reykjavik", 64.13, -21.9), "reference_country": "IS"}
    row = kit.locate(pd.DataFrame([claim(**reykjavik)]), railway_km=40).iloc[0]
    assert row.geometry.is_empty
    assert row["area_km2"] == 0
    assert "railway" in row["reason"]


@pytest.mark.parametrize("km", [0, -1, 1e6, "40", True, np.nan])
def test_a_distance_from_a_railway_is_a_number_of_kilometres(km):
    with pytest.raises(InputError, match="railway_km is a number of kilometres"):
        kit.locate(pd.DataFrame([claim()]), railway_km=km)


def test_what_sank_off_a_coast_lies_at_sea():
    words = {"sentence": "The boat sank 40 km off the coast of Tunisia.", "text": "40 km"}
    coast = {"reference_kind": "coast", "reference_country": "TN", "reference_id": "coast:TN"}
    row = locate(claim("the coast of Tunisia", 36.0, 44.0, **coast, **words, within="TN")).iloc[0]
    assert "at sea" in row.reason
    assert row.within is None
    points = [point for point in points_in(row.geometry) if point[0] < 37]  # of La Galite's islets
    assert len(points) > 50
    for lat, lon in points:
        assert measure.distance_to_territory_km(lat, lon, "TN")[0] > 30


def test_a_country_that_leaves_no_room_was_told_of_something_else():
    tripoli = town("Tripoli", 34.43, 35.84) | {"reference_country": "LB"}
    row = locate(claim(low_km=14.0, high_km=18.0, **tripoli, within="DE")).iloc[0]
    assert row.within is None
    assert row.area_km2 > 100
    assert kit.locate(pd.DataFrame([claim(**tripoli)]), "DE").iloc[0].area_km2 == 0  # as asked


def test_an_area_of_a_tenth_of_the_globe_says_nothing_and_is_not_drawn():
    row = locate(claim(**town("Lima", -12.05, -77.04), low_km=0.0, high_km=7500.0)).iloc[0]
    assert row.geometry.is_empty
    assert "too wide" in row.reason
    assert row.area_km2 > 5e7


def test_a_place_nearer_than_a_way_is_long_is_not_said_to_lie_as_stated():
    mode = {"mode": "sea", "km": 7000.0, "low_km": 6500.0, "high_km": 7500.0}
    told = claim(**town("Lima", -12.05, -77.04)) | mode
    reason = kit.check_site(pd.DataFrame([told]), -33.0, -71.6).iloc[0].reason
    assert "a way there may be as long as stated (7,000 km)" in reason


@pytest.mark.parametrize(
    "text",
    [
        "An airfield lies more than 1,000 km from Tehran.",
        "A base is more than 500 km from the Russian border.",
    ],
)
def test_nearly_all_of_the_globe_is_no_small_area(text):
    mentions = kit.geoparse(text)
    found = kit.locate(kit.check_claims(kit.find_claims(text, mentions), mentions)).iloc[0]
    assert found["area_km2"] > 4.9e8
    assert found["geometry"].is_empty
    assert "too wide" in found["reason"]


def test_a_base_and_a_base_are_two():
    text = "A base 20 km from Kyiv and a base 30 km from Lviv were hit."
    mentions = kit.geoparse(text)
    found = kit.locate(kit.check_claims(kit.find_claims(text, mentions), mentions))
    assert len(found) == 2
    assert (found["area_km2"] > 0).all()
