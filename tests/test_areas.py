import csv

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import kit
from kit import _areas, measure, settings
from kit._areas import ERROR_KM, area, name_of
from kit._globe import geod
from kit.errors import DataError, InputError

# Square kilometres with inland waters, by statistical offices.
KNOWN_KM2 = {
    "geonames:4736286": ("Texas", 695_662),
    "geonames:5417618": ("Colorado", 269_601),
    "admin1:CA.08": ("Ontario", 1_076_395),
    "admin1:BR.27": ("São Paulo", 248_219),
    "admin1:AR.01": ("Buenos Aires", 307_571),
    "admin1:MX.06": ("Chihuahua", 247_455),
    "admin1:UA.05": ("Donetsk", 26_517),
    "admin1:UA.07": ("Kharkiv", 31_415),
    "admin1:RU.61": ("Rostov", 100_967),
    "admin1:RU.09": ("Belgorod", 27_134),
    "admin1:RU.63": ("Sakha", 3_083_523),
    "admin1:DE.02": ("Bavaria", 70_550),
    "admin1:FR.53": ("Brittany", 27_208),
    "admin1:ES.51": ("Andalusia", 87_268),
    "admin1:IT.09": ("Lombardy", 23_844),
    "admin1:GB.SCT": ("Scotland", 77_910),
    "admin1:PL.80": ("Subcarpathia", 17_846),
    "admin1:TR.31": ("Hatay", 5_524),
    "admin1:SY.09": ("Aleppo", 18_482),
    "admin1:IQ.01": ("Anbar", 137_808),
    "admin1:PS.WE": ("West Bank", 5_655),
    "admin1:AF.10": ("Helmand", 58_584),
    "admin1:PK.02": ("Balochistan", 347_190),
    "admin1:IN.36": ("Uttar Pradesh", 240_928),
    "admin1:CN.32": ("Sichuan", 485_000),
    "admin1:NG.27": ("Borno", 70_898),
    "admin1:ZA.05": ("Eastern Cape", 168_966),
    "admin1:SD.55": ("North Darfur", 296_420),
    "admin1:AU.07": ("Victoria", 227_444),
}


def km2(shape):
    return abs(geod().geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6


@pytest.fixture(scope="module")
def table():
    return gpd.read_parquet(settings.data_file("areas.parquet"))


@pytest.fixture(scope="module")
def regions():
    with settings.data_file("regions.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(("place_id", "known"), KNOWN_KM2.items())
def test_a_division_is_as_large_as_its_statistical_office_says(place_id, known):
    assert km2(kit.area(place_id)) == pytest.approx(known[1], rel=0.06)


def test_towns_lie_in_the_division_that_geonames_gives_them(table):
    places = pd.read_parquet(settings.data_file("gazetteer.parquet"))
    units = places[places["kind"] == "admin1"]
    ids = dict(
        zip(zip(units["country"], units["admin1"], strict=True), units["place_id"], strict=True)
    )
    towns = places[(places["kind"] == "city") & (places["population"] > 20_000)]
    shapes = table.set_index("place_id").geometry
    found = [ids.get(key) for key in zip(towns["country"], towns["admin1"], strict=True)]
    held = [place_id in shapes.index for place_id in found]
    towns, own = (
        towns[held],
        shapes[[place for place, kept in zip(found, held, strict=True) if kept]],
    )
    inside = shapely.intersects_xy(own.values, towns["lon"].values, towns["lat"].values)
    assert len(towns) > 10_000
    assert inside.mean() > 0.97


def test_edges_along_borders_are_right_to_the_error_that_is_told(table):
    units = table[~table["place_id"].str.startswith("region:")].geometry.values
    edges = shapely.get_parts(shapely.boundary(units))
    tree = shapely.STRtree(edges)
    for country in ("UA", "US", "FR", "BR", "TR", "NG", "TH"):
        lines = shapely.segmentize(measure.border(country), 0.05)
        points = shapely.points(shapely.get_coordinates(lines)[::10])
        near = edges[tree.query_nearest(points, all_matches=False)[1]]
        ends = shapely.get_coordinates(shapely.shortest_line(points, near)).reshape(-1, 4)
        assert np.quantile(geod().inv(*ends.T)[2] / 1000, 0.95) < ERROR_KM


def test_a_place_without_an_outline_has_none():
    assert area("geonames:524901") is None
    assert area("region:sahara") is None
    assert area("") is None
    assert name_of("region:sahara") is None
    with pytest.raises(InputError, match="place_id"):
        area(None)


def test_divisions_whose_land_has_changed_hands_have_no_outline():
    # Undivided Andhra Pradesh, and Papua before the provinces of 2022, are in the source.
    assert area("admin1:IN.02") is None
    assert area("admin1:ID.36") is None


def test_a_region_is_made_of_its_members():
    donbas = shapely.union_all([area("admin1:UA.05"), area("admin1:UA.14")])
    assert km2(area("region:donbas")) == pytest.approx(km2(donbas), rel=0.01)
    koreas = measure.territory("KP").area + measure.territory("KR").area
    assert area("region:korean-peninsula").area == pytest.approx(koreas, rel=0.03)


def test_what_all_count_to_a_region_lies_in_what_some_do(table):
    vague = table[table["core"].notna()]
    assert len(vague) > 100
    outside = shapely.difference(vague["core"].values, vague.geometry.values)
    assert (shapely.area(outside) / shapely.area(vague.geometry.values)).max() < 0.01
    assert area("region:balkans", core=True).area < area("region:balkans").area
    assert area("region:donbas", core=True) is area("region:donbas")


def test_every_region_has_a_definition_and_an_outline(regions):
    assert len(regions) > 200
    for row in regions:
        assert row["definition"]
        assert name_of(row["place_id"])
        assert (area(row["place_id"], core=True) is area(row["place_id"])) == (not row["high"])


def test_a_region_holds_or_nears_the_point_that_the_table_gives_it(regions):
    places = pd.read_csv(settings.data_file("places.csv"), keep_default_na=False)
    places = places.set_index("place_id")
    for row in regions:
        place = places.loc[row["place_id"]]
        lat, lon = float(place["lat"]), float(place["lon"])
        shape = area(row["place_id"])
        if not shapely.intersects_xy(shape, lon, lat):
            away = measure.distance_to_line_km(lat, lon, shape)[0]
            assert away < float(place["radius_km"]) / 2, row["place_id"]


def test_outlines_are_valid_and_on_the_globe(table):
    assert table.crs == "OGC:CRS84"
    for shapes in (table.geometry, table["core"].dropna()):
        assert shapely.is_valid(shapes.values).all()
        assert not shapely.is_empty(shapes.values).any()
        west, south, east, north = shapely.total_bounds(shapes.values)
        assert -180 <= west < east <= 180
        assert -90 <= south < north <= 90
    assert table["place_id"].is_unique


def test_a_damaged_file_is_said_to_be_damaged(monkeypatch, tmp_path):
    (tmp_path / "areas.parquet").write_bytes(b"no parquet")
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    caches = (_areas._file, _areas._rows, _areas._shapes)
    for cached in caches:
        cached.cache_clear()
    try:
        with pytest.raises(DataError, match=r"areas\.parquet"):
            area("admin1:UA.05")
    finally:
        for cached in caches:
            cached.cache_clear()
