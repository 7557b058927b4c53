import csv
import datetime as dt
import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
import tables_for_maps as made

from kit.errors import InputError
from kit.export import export

SUFFIXES = [".csv", ".geojson", ".gpkg", ".kml", ".parquet"]


@pytest.fixture
def legs():
    _, _, routes, _ = made.korea()
    routes["via"] = [["Khasan", "Ussuriysk"], (), None]
    return routes


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("number", range(4))
def test_every_table_goes_into_every_format(tmp_path, suffix, number):
    path = tmp_path / f"table{suffix}"
    assert export(made.korea()[number], path) == path
    assert path.stat().st_size > 100
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_table_makes_an_empty_file_and_no_error(tmp_path, suffix):
    mentions = made.korea()[0]
    assert export(mentions.iloc[:0], tmp_path / f"none{suffix}").is_file()


@pytest.mark.parametrize("suffix", [".gpkg", ".kml", ".geojson"])
def test_gdal_reads_back_every_row_and_its_shape(tmp_path, suffix, legs):
    back = gpd.read_file(export(legs, tmp_path / f"legs{suffix}"))
    assert len(back) == len(legs)
    for was, now in zip(legs.geometry, back.geometry, strict=True):
        assert (was is None) == (now is None or now.is_empty)
        if was is not None:
            # KML adds a height of 0
            assert shapely.force_2d(now).equals_exact(was, 1e-6)


def test_geojson_keeps_lists_dates_and_what_is_missing(tmp_path, legs):
    features = json.loads(export(legs, tmp_path / "legs.geojson").read_text("utf-8"))["features"]
    assert [f["properties"]["via"] for f in features] == [["Khasan", "Ussuriysk"], [], None]
    assert features[0]["properties"]["start_date"] == "2023-10-18"
    assert features[2]["properties"]["start_date"] is None
    assert features[2]["properties"]["length_km"] is None
    assert features[2]["geometry"] is None


def test_parquet_keeps_lists_dates_and_shapes(tmp_path, legs):
    back = gpd.read_parquet(export(legs, tmp_path / "legs.parquet"))
    assert list(back["via"][0]) == ["Khasan", "Ussuriysk"]
    assert back["start_date"][0] == dt.date(2023, 10, 18)
    assert back.crs == "EPSG:4326"
    assert back.geometry[1].equals(legs.geometry[1])


def test_columns_of_several_types_are_written_as_json(tmp_path):
    table = pd.DataFrame({"mixed": [1, "two", [3, 4], None]})
    back = pd.read_parquet(export(table, tmp_path / "mixed.parquet"))
    assert back["mixed"].tolist()[:3] == ["1", "two", "[3, 4]"]


def test_csv_has_lat_and_lon_for_points_and_wkt_for_lines(tmp_path, legs):
    mentions = made.korea()[0]
    points = read_csv(export(mentions, tmp_path / "mentions.csv"))
    assert "geometry" not in points[0]
    assert float(points[0]["lat"]) == pytest.approx(mentions["lat"][0])
    assert points[-1]["lat"] == ""
    lines = read_csv(export(legs, tmp_path / "legs.csv"))
    assert shapely.from_wkt(lines[0]["wkt"]).length == pytest.approx(legs.geometry[0].length, 1e-4)
    assert lines[2]["wkt"] == ""
    assert json.loads(lines[0]["via"]) == ["Khasan", "Ussuriysk"]


def test_points_without_columns_for_them_get_lat_and_lon(tmp_path):
    table = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(127, 37)], crs="EPSG:4326")
    assert read_csv(export(table, tmp_path / "a.csv"))[0] == {
        "a": "1",
        "lat": "37.0",
        "lon": "127.0",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_csv_runs_as_a_formula(tmp_path, start):
    table = pd.DataFrame({"text": [f'{start}HYPERLINK("x")', "plain"], "number": [-1.5, 2]})
    rows = read_csv(export(table, tmp_path / "formulas.csv"))
    assert rows[0]["text"].startswith("'")
    assert rows[0]["number"] == "-1.5"
    assert rows[1]["text"] == "plain"


def test_tables_without_shapes_get_points_from_lat_and_lon(tmp_path):
    table = pd.DataFrame({"name": ["here", "nowhere"], "lat": [10.0, None], "lon": [20.0, None]})
    back = gpd.read_file(export(table, tmp_path / "points.geojson"))
    assert (back.geometry[0].x, back.geometry[0].y) == (20, 10)
    assert back.geometry[1] is None


def test_tables_in_another_projection_are_written_in_degrees(tmp_path):
    table = made.korea()[0].to_crs("EPSG:3857")
    back = gpd.read_file(export(table, tmp_path / "degrees.geojson"))
    assert back.geometry[0].x == pytest.approx(126.978)


def test_what_can_not_be_drawn_is_refused_by_formats_that_need_it(tmp_path):
    with pytest.raises(InputError, match=r"lat and lon.*\.csv"):
        export(pd.DataFrame({"a": [1]}), tmp_path / "a.gpkg")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["table.xlsx", "table", "table.html"])
def test_an_unknown_suffix_lists_the_known_ones(tmp_path, name):
    with pytest.raises(InputError) as error:
        export(made.korea()[0], tmp_path / name)
    assert all(suffix in str(error.value) for suffix in SUFFIXES)


def test_what_is_no_table_is_refused(tmp_path):
    with pytest.raises(InputError, match="takes a table"):
        export([1, 2], tmp_path / "list.csv")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match="nowhere"):
        export(made.korea()[0], tmp_path / "nowhere" / "table.csv")


def test_an_older_file_stays_whole_when_writing_fails(tmp_path, monkeypatch):
    path = tmp_path / "table.csv"
    path.write_text("older")
    monkeypatch.setattr(pd.DataFrame, "to_csv", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(made.korea()[0], path)
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]
