import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely
from pyproj import Geod

from kit import measure, settings
from kit.errors import DataError, InputError

GEOD = Geod(ellps="WGS84")
CHUKOTKA, FIJI = (66.0, -171.0), (-16.8, -179.97)


def _brute_force_km(lat, lon, line):
    """Geodesic distance to the nearest of many points of a line, by no code of the kit."""
    coords = shapely.get_coordinates(shapely.segmentize(line, 0.01))
    return min(GEOD.inv([lon] * len(coords), [lat] * len(coords), *coords.T)[2]) / 1000


@pytest.mark.parametrize(
    ("one", "two", "km", "within"),
    [
        ((37.566, 126.978), (36.7166, 127.499), 105.1, 1),  # Seoul, Cheongju airport
        ((55.752, 37.616), (51.884, 128.334), 5551, 15),  # Moscow, Vostochny Cosmodrome
        ((40.0725, 116.5975), (39.2241, 125.6703), 785, 2),  # Beijing and Pyongyang airports
        ((0, 0), (0, 180), 20003.9, 0.1),  # half way round, over a pole
        ((51.5, 179.5), (51.5, -179.5), 69.4, 0.2),
        ((90, 0), (-90, 77), 20003.9, 0.1),
    ],
)
def test_distances_are_geodesic(one, two, km, within):
    assert measure.distance_km(*one, *two) == pytest.approx(km, abs=within)
    assert measure.distance_km(*two, *one) == pytest.approx(measure.distance_km(*one, *two))


def test_bearings_go_clockwise_from_north():
    assert measure.bearing_deg(37.566, 126.978, 36.7166, 127.499) == pytest.approx(154, abs=1)
    assert measure.bearing_deg(10, 20, 11, 20) == pytest.approx(0, abs=1e-9)
    assert measure.bearing_deg(0, 0, 0, -1) == pytest.approx(270)


def test_arrays_give_arrays_and_numbers_a_float():
    assert isinstance(measure.distance_km(1, 2, 3, 4), float)
    many = measure.distance_km([0, 0], [0, 0], [0, 0], [1, 2])
    assert many.shape == (2,)
    assert many[1] == pytest.approx(2 * many[0])
    assert measure.distance_km([], [], [], []).shape == (0,)


def test_a_destination_is_where_distance_and_bearing_lead():
    lat, lon = measure.destination(60, 179, 80, 250)
    assert measure.distance_km(60, 179, lat, lon) == pytest.approx(250)
    assert measure.bearing_deg(60, 179, lat, lon) == pytest.approx(80)


def test_a_latitude_and_longitude_in_the_wrong_order_is_refused():
    with pytest.raises(InputError, match="latitude first"):
        measure.distance_km(126.978, 37.566, 127.499, 36.7166)
    with pytest.raises(InputError, match="finite"):
        measure.distance_to_border_km(float("nan"), 30, "UA")


def test_compass_points_and_degrees_are_inverse():
    for degrees in np.arange(0, 360, 22.5):
        assert measure.compass_deg(measure.compass_point(degrees)) == degrees
    assert [measure.compass_point(b) for b in (-1, 359.9, 11.3, 154)] == ["N", "N", "NNE", "SSE"]
    assert measure.compass_point(154, points=8) == "SE"
    assert measure.compass_point(154, points=4) == "S"
    with pytest.raises(InputError, match="NNE"):
        measure.compass_deg("up")
    with pytest.raises(InputError, match="rose"):
        measure.compass_point(1, points=7)


def test_a_great_circle_is_cut_at_the_antimeridian_and_keeps_its_length():
    line = measure.great_circle(35.7, 139.7, 37.8, -122.4)
    assert line.geom_type == "MultiLineString"
    west, _, east, _ = line.bounds
    assert (west, east) == (-180, 180)
    assert GEOD.geometry_length(line) / 1000 == pytest.approx(
        measure.distance_km(35.7, 139.7, 37.8, -122.4), rel=0.001
    )
    assert measure.great_circle(50, 10, 52, 20).geom_type == "LineString"
    assert measure.great_circle(50, 10, 50, 10).length == 0


@pytest.mark.parametrize(
    ("at", "sides", "km", "within"),
    [
        ((45.8884, 40.0424), ("UA",), 195.0, 1.5),  # Tikhoretsk; OSM at 10 m gives 195.0
        ((45.8884, 40.0424), ("UA", "RU"), 195.0, 1.5),
        ((42.4217, 130.6026), ("KP", "RU"), 1.4, 1.5),  # Tumangang
        ((59.3772, 28.1903), ("RU", "EE"), 0.8, 1.5),  # Narva, on the river
        ((49.784, 22.767), ("UA", "PL"), 10, 3),  # Przemyśl
        ((48.5734, 7.7521), ("DE", "FR"), 3.3, 1.5),  # Strasbourg
        ((31.7587, -106.4869), ("MX", "US"), 1, 1),  # El Paso
        ((58.849, 26.94), ("RU", "EE"), 28, 4),  # Mustvee, over Lake Peipus
        ((42.35, -82.95), ("CA", "US"), 2, 3),  # Detroit, over the river
        ((41.4993, -81.6944), ("CA", "US"), 49, 4),  # Cleveland, over Lake Erie
    ],
)
def test_distances_to_borders_are_known_ones(at, sides, km, within):
    found, lat, lon = measure.distance_to_border_km(*at, *sides)
    assert found == pytest.approx(km, abs=within)
    assert measure.distance_km(*at, lat, lon) == pytest.approx(found, abs=0.01)


def test_a_border_is_the_same_from_both_sides():
    assert measure.border("RU", "UA").equals(measure.border("UA", "RU"))
    there, back = (
        measure.distance_to_border_km(52, 22, *pair) for pair in ("PL BY".split(), "BY PL".split())
    )
    assert there == back


def test_distances_to_borders_and_coasts_agree_with_brute_force():
    random = np.random.default_rng(7)
    for country in ("UA", "KP", "FJ", "CH", "CL"):
        for line in (measure.border(country), measure.coast(country)):
            if line.is_empty:
                continue
            for _ in range(7):  # at least fifty pairs in all
                lat, lon = random.uniform(-75, 75), random.uniform(-180, 180)
                found = measure.distance_to_line_km(lat, lon, line)[0]
                assert found == pytest.approx(_brute_force_km(lat, lon, line), rel=0.01)


def test_the_border_does_not_run_along_the_coast():
    # Odesa lies on the sea, 40 km and more from any land border.
    assert measure.distance_to_border_km(46.48, 30.73, "UA")[0] > 35
    assert measure.distance_to_line_km(46.48, 30.73, measure.coast("UA"))[0] < 5
    # Yalta's coast is claimed twice, which makes it no border.
    assert measure.distance_to_border_km(44.5, 34.16, "UA")[0] > 100


def test_islands_without_land_borders_say_so():
    assert measure.border("JP").is_empty
    with pytest.raises(InputError, match="no land border"):
        measure.distance_to_border_km(35, 139, "JP")
    with pytest.raises(InputError, match=r"neighbours are.*PL"):
        measure.distance_to_border_km(50, 30, "UA", "FR")


def test_lakes_are_inside_a_country_and_no_coast():
    assert measure.is_in_territory(53.5, 108.2, "RU")  # Lake Baikal
    assert measure.distance_to_line_km(53.5, 108.2, measure.coast("RU"))[0] > 900
    assert measure.distance_to_line_km(-3.1, -60.0, measure.coast("BR"))[0] > 500  # Manaus


def test_a_large_island_that_the_source_lacks_is_there():
    assert measure.is_in_territory(-16.6, 179.0, "FJ")  # Vanua Levu


def test_inside_a_territory_the_distance_is_nothing():
    assert measure.distance_to_territory_km(50.45, 30.52, "UA") == (0.0, 50.45, 30.52)
    assert measure.distance_to_territory_km(55.75, 37.62, "UA")[0] == pytest.approx(450, abs=5)


def test_an_enclave_is_not_part_of_the_country_around_it():
    assert not measure.is_in_territory(-29.5, 28.2, "ZA")
    assert measure.is_in_territory(-29.5, 28.2, "LS")


def test_the_antimeridian_is_neither_border_nor_coast():
    km, lat, lon = measure.distance_to_territory_km(64.5, -165.4, "RU")  # Nome
    assert km == pytest.approx(222, abs=5)
    assert lon < -168
    assert lat > 64
    assert measure.is_in_territory(*CHUKOTKA, "RU")
    assert measure.is_in_territory(66.5, -172, "RU")
    inland = measure.distance_to_line_km(68.0, 179.99, measure.coast("RU"))[0]
    assert inland > 60
    assert measure.distance_to_territory_km(*FIJI, "FJ")[0] < 20


def test_an_unknown_country_is_answered_with_a_known_one():
    with pytest.raises(InputError, match="Ukraine is UA"):
        measure.territory("Ukrain")
    with pytest.raises(InputError, match="two letters"):
        measure.border("UA", "XX")
    for name in (" ua ", "Ukraine"):
        assert measure.territory(name).equals(measure.territory("UA"))


def test_a_missing_file_says_how_to_get_it_back(tmp_path, monkeypatch):
    from kit import _countries

    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    for cached in (_countries._file, _countries.units, _countries.names, _countries._units_of):
        cached.cache_clear()
    _countries.unit_land.cache_clear()
    _countries._land_of.cache_clear()
    with pytest.raises(DataError, match="git checkout"):
        measure.territory("UA")
    (tmp_path / "borders.parquet").write_bytes(b"no parquet")
    with pytest.raises(DataError, match=r"borders\.parquet"):
        measure.territory("UA")


@pytest.mark.parametrize(
    ("lat", "lon", "radius_km"),
    [
        (37.5, 127, 100),
        (-17, 179.5, 300),
        (89, 0, 300),
        (-85, 170, 3000),
        (50, 30, 12000),
        (0, 0, 1),
    ],
)
def test_a_disc_holds_what_is_nearer_and_nothing_else(lat, lon, radius_km):
    area = measure.disc(lat, lon, radius_km)
    assert area.is_valid
    for bearing in range(0, 360, 15):
        for share, inside in ((0.99, True), (1.01, False)):
            north, east = measure.destination(lat, lon, bearing, radius_km * share)
            assert area.intersects(shapely.Point(east, north)) == inside


def test_a_disc_has_a_radius_that_fits_the_globe():
    for radius in (0, -1, 30000, float("nan")):
        with pytest.raises(InputError, match="radius"):
            measure.disc(0, 0, radius)


@pytest.mark.parametrize(
    ("line", "low_km", "high_km"),
    [
        (lambda: measure.border("UA"), 261, 319),
        (lambda: measure.border("KP"), 5, 8),
        (lambda: measure.coast("FJ"), 100, 140),
        (lambda: measure.territory("LS"), 0, 50),
        (lambda: shapely.Point(179.9, 70), 2000, 2200),
    ],
)
def test_every_point_of_a_band_is_at_a_distance_of_the_band(line, low_km, high_km):
    line = line()
    area = measure.band(line, low_km, high_km)
    assert area.is_valid
    random = np.random.default_rng(3)
    west, south, east, north = area.bounds
    lons, lats = random.uniform(west, east, 1500), random.uniform(south, north, 1500)
    inside = shapely.contains_xy(area, lons, lats)
    assert inside.any()
    for lat, lon, held in list(zip(lats, lons, inside, strict=True))[:400]:
        point = shapely.Point(lon, lat)
        covered = line.geom_type.endswith("Polygon") and line.covers(point)
        km = measure.distance_km(line.y, line.x, lat, lon) if line.geom_type == "Point" else 0.0
        if line.geom_type != "Point" and not covered:
            km = measure.distance_to_line_km(lat, lon, line)[0]
        slack = max(0.01 * high_km, 0.3)
        if held:
            assert low_km - slack <= km <= high_km + slack
        else:
            assert not low_km + slack <= km <= high_km - slack


def test_a_band_needs_its_bounds_in_order():
    with pytest.raises(InputError, match="low_km < high_km"):
        measure.band(shapely.Point(0, 0), 5, 5)
    with pytest.raises(InputError, match="no geometry"):
        measure.band(shapely.MultiLineString(), 1, 2)


def test_a_sector_holds_what_lies_that_way():
    area = measure.sector(60, 179, 90, 45, 500)
    for bearing, inside in ((60, True), (90, True), (130, True), (40, False), (270, False)):
        lat, lon = measure.destination(60, 179, bearing, 400)
        assert area.intersects(shapely.Point(lon, lat)) == inside


def test_the_shipped_map_is_small_whole_and_read_by_rows():
    path = settings.data_file("borders.parquet")
    table = pq.read_table(path)
    units = table["unit"].to_pylist()
    assert len(units) == len(set(units))
    assert sum(unit.isupper() for unit in units) == 248
    shapes = shapely.from_wkb(table["geometry"].to_numpy())
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    assert pq.ParquetFile(path).num_row_groups == len(units)
    lines = settings.data_file("border_lines.parquet")
    assert path.stat().st_size + lines.stat().st_size < 10_000_000


@pytest.mark.parametrize(
    ("country", "other", "km"),
    # CIA World Factbook, lengths of land boundaries; a map simplified to 1 km is a little shorter.
    [
        ("FR", "DE", 418),
        ("PL", "UA", 498),
        ("KP", "KR", 237),
        ("NO", "SE", 1666),
        ("TH", "MM", 2416),
    ],
)
def test_borders_are_about_as_long_as_published(country, other, km):
    table = pq.read_table(settings.data_file("border_lines.parquet")).to_pylist()
    sides = [row for row in table if (row["unit"], row["other"]) == (country, other)]
    found = sum(GEOD.geometry_length(shapely.from_wkb(row["geometry"])) for row in sides) / 1000
    assert found == pytest.approx(km, rel=0.2)
