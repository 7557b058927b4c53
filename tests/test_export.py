import csv
import datetime as dt
import json
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
import tables_for_maps as made

from kit import _mapdraw, _mapview
from kit.errors import InputError
from kit.export import export

SUFFIXES = [".csv", ".geojson", ".gpkg", ".kml", ".kmz", ".parquet"]
SHAPES = [".geojson", ".gpkg", ".kml", ".kmz"]
KML = "{http://www.opengis.net/kml/2.2}"
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]><b>out</b>",
    '"><a href="javascript:alert(1)">here</a>',
    "$[name] &lt;b&gt; ${alert(1)}",
    "nul \x00 bell \x07 half \ud800 end \ufffe",
    "\u202eright to left",
]


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


@pytest.mark.parametrize("suffix", SHAPES)
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


# ---- What GeoJSON asks for (RFC 7946) ----


def shapes_of(tmp_path, *geometries, suffix=".geojson"):
    table = gpd.GeoDataFrame({"n": range(len(geometries))}, geometry=list(geometries), crs=4326)
    text = export(table, tmp_path / f"shapes{suffix}").read_text("utf-8")
    return [shapely.geometry.shape(f["geometry"]) for f in json.loads(text)["features"]]


def test_geojson_is_longitude_first_and_names_no_projection(tmp_path):
    table = made.korea()[0].to_crs("EPSG:3857")
    collection = json.loads(export(table, tmp_path / "a.geojson").read_text("utf-8"))
    assert "crs" not in collection
    assert collection["features"][0]["geometry"]["coordinates"] == [126.978, 37.566]


def test_outer_rings_run_counterclockwise_and_holes_clockwise(tmp_path):
    ring, hole = [(0, 0), (0, 9), (9, 9), (9, 0)], [(2, 2), (4, 2), (4, 4), (2, 4)]
    (polygon,) = shapes_of(tmp_path, shapely.Polygon(ring, [hole]))
    assert polygon.exterior.is_ccw
    assert not polygon.interiors[0].is_ccw


@pytest.mark.parametrize(
    "line", [[(170, 0), (190, 10)], [(170, 0), (-170, 10)], [(-190, 0), (-170, 10)]]
)
def test_a_line_over_the_antimeridian_is_cut_there(tmp_path, line):
    (cut,) = shapes_of(tmp_path, shapely.LineString(line))
    ends = [tuple(end) for part in cut.geoms for end in (part.coords[0], part.coords[-1])]
    assert sorted(ends) == [(-180, 5), (-170, 10), (170, 0), (180, 5)]


@pytest.mark.parametrize("east", [190, -170])
def test_an_area_over_the_antimeridian_is_cut_there_with_its_hole(tmp_path, east):
    hole = [(e, y) for e, y in [(178, 2), (178, 4), (east - 8, 4), (east - 8, 2)]]
    if east < 0:
        hole = [((e + 180) % 360 - 180, y) for e, y in hole]
    area = shapely.Polygon([(170, 0), (east, 0), (east, 10), (170, 10)], [hole])
    (cut,) = shapes_of(tmp_path, area)
    assert cut.bounds == (-180, 0, 180, 10)
    assert cut.area == pytest.approx(20 * 10 - 4 * 2)
    assert not cut.contains(shapely.Point(0, 5))
    assert not cut.contains(shapely.Point(179, 3))


@pytest.mark.parametrize("pole", [90, -90])
def test_an_area_round_a_pole_reaches_it(tmp_path, pole):
    edge = np.sign(pole) * 70
    ring = [(lon, edge) for lon in (-150, -50, 50, 150)]
    (cut,) = shapes_of(tmp_path, shapely.Polygon(ring))
    assert cut.area == pytest.approx(360 * 20)
    assert cut.covers(shapely.Point(180, pole))


def test_points_beyond_180_are_brought_back_and_a_world_wide_box_stays(tmp_path):
    world = shapely.box(-180, -60, 180, 80)
    many = shapely.MultiPoint([(190, 1), (10, 2)])
    point, points, box = shapes_of(tmp_path, shapely.Point(190, 5), many, world)
    assert (point.x, point.y) == (-170, 5)
    assert [(p.x, p.y) for p in points.geoms] == [(-170, 1), (10, 2)]
    assert box.equals(world)


def test_a_collection_is_cut_part_by_part(tmp_path):
    both = shapely.GeometryCollection(
        [shapely.Point(200, 0), shapely.LineString([(170, 0), (190, 0)])]
    )
    (cut,) = shapes_of(tmp_path, both)
    assert [part.geom_type for part in cut.geoms] == ["Point", "MultiLineString"]


def test_what_has_no_finite_place_is_null(tmp_path):
    table = gpd.GeoDataFrame(geometry=[shapely.Point(), shapely.Point(np.inf, 1), None], crs=4326)
    text = export(table, tmp_path / "none.geojson").read_text("utf-8")
    assert [feature["geometry"] for feature in json.loads(text)["features"]] == [None] * 3


# ---- KML and KMZ ----


def kml_of(path):
    if path.suffix == ".kml":
        return ET.fromstring(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        return ET.fromstring(archive.read("doc.kml"))


@pytest.fixture
def story():
    return dict(zip(["places", "distances", "journeys", "areas"], made.korea(), strict=True))


@pytest.mark.parametrize("suffix", [".kml", ".kmz"])
def test_each_placemark_has_a_name_and_a_description_that_gdal_reads(tmp_path, suffix, story):
    path = export(story, tmp_path / f"story{suffix}")
    back = {name: gpd.read_file(path, layer=name) for name in story}
    assert {name: len(table) for name, table in back.items()} == {
        name: len(table) for name, table in story.items()
    }
    assert back["distances"]["Name"].tolist() == [
        "✓ 100 km: Cheongju International Airport – Seoul",
        "✗ 8,000 km: Vostochny Cosmodrome – Moscow",
        "? 290 km: a depot – the border",
    ]
    assert "measured</th><td>105 km" in back["distances"]["description"][0]
    assert back["journeys"]["Name"][1] == "The leader: Pyongyang → Vostochny Cosmodrome"
    assert "by hand" in back["places"]["description"][0]
    assert back["areas"]["Name"][0] == "Where a depot can lie"
    assert back["areas"].geometry[0].area == pytest.approx(story["areas"].geometry[0].area)
    assert back["distances"]["verdict"].tolist() == story["distances"]["verdict"].tolist()


def test_each_table_is_a_folder(tmp_path, story):
    root = kml_of(export(story, tmp_path / "story.kml", title="A story"))
    document = root[0]
    assert document.findtext(f"{KML}name") == "A story"
    assert [f.findtext(f"{KML}name") for f in document.iter(f"{KML}Folder")] == list(story)


def colours_by_name(root):
    styles = {
        style.get("id"): style.findtext(f"{KML}LineStyle/{KML}color")
        for style in root.iter(f"{KML}Style")
    }
    return {
        mark.findtext(f"{KML}name"): styles[mark.findtext(f"{KML}styleUrl")[1:]]
        for mark in root.iter(f"{KML}Placemark")
    }


def abgr(ink, alpha="ff"):
    return f"{alpha}{ink[5:7]}{ink[3:5]}{ink[1:3]}"


def test_colours_are_those_of_the_maps_by_kind_mode_and_verdict(tmp_path, story):
    found = colours_by_name(kml_of(export(story, tmp_path / "story.kml")))
    verdicts, modes = _mapdraw.VERDICTS, _mapdraw.MODES
    assert found["Seoul"] == abgr(_mapview.KINDS[0]["ink"])
    assert found["Vostochny Cosmodrome"] == abgr(_mapview.KINDS[3]["ink"])
    assert found["✗ 8,000 km: Vostochny Cosmodrome – Moscow"] == abgr(verdicts["inconsistent"][0])
    assert found["The minister: Beijing → Pyongyang"] == abgr(modes["air"][0])
    assert found["Where a depot can lie"] == abgr(_mapdraw.AREA_INK)


def test_a_planned_journey_and_an_assumed_one_are_fainter_and_say_so(tmp_path, legs):
    legs["status"], legs["stated"] = ["planned", "reported", "reported"], [True, False, True]
    found = colours_by_name(kml_of(export(legs, tmp_path / "legs.kml")))
    modes = _mapdraw.MODES
    assert found["The minister: Beijing → Pyongyang (planned)"] == abgr(modes["air"][0], "99")
    assumed = "The leader: Pyongyang → Vostochny Cosmodrome (assumed)"
    assert found[assumed] == abgr(modes["rail"][0], "99")


def test_kmz_holds_its_marks_and_no_file_asks_for_others(tmp_path, story):
    with zipfile.ZipFile(export(story, tmp_path / "story.kmz")) as archive:
        held = set(archive.namelist())
        asked = set(re.findall(r"<href>(.*?)</href>", archive.read("doc.kml").decode()))
        assert all(archive.read(name)[:4] == b"\x89PNG" for name in held - {"doc.kml"})
    assert asked
    assert asked == held - {"doc.kml"}
    assert "<href>" not in export(story, tmp_path / "story.kml").read_text("utf-8")


@pytest.mark.parametrize("suffix", [".kml", ".kmz", ".geojson", ".csv"])
def test_the_same_table_gives_the_same_bytes(tmp_path, suffix):
    table = made.korea()[1]
    first = export(table, tmp_path / f"a{suffix}").read_bytes()
    assert export(table, tmp_path / f"a{suffix}").read_bytes() == first


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = set(), ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        assert not attrs

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_table_is_taken_for_markup(tmp_path, text):
    texts = pd.Series([text], dtype=object)
    table = pd.DataFrame({"name": texts, "evidence": texts, text[:9]: texts, "kind": "city"})
    table = table.assign(lat=1.0, lon=2.0)
    root = kml_of(export({text: table}, tmp_path / "a.kml", title=text))
    assert {e.tag.removeprefix(KML) for e in root.iter()} <= set(
        "kml Document name Style IconStyle color LabelStyle scale LineStyle width PolyStyle "
        "BalloonStyle text Folder Placemark description styleUrl ExtendedData Data value Point "
        "coordinates".split()
    )
    page = Tags()
    page.feed(root.findtext(f".//{KML}Placemark/{KML}description"))
    assert page.tags <= {"h3", "table", "tr", "th", "td"}
    shown = re.sub("[\x00\x07\ud800\ufffe]", ".", text)
    assert re.fullmatch(f".*{re.escape(shown).replace(chr(92) + '.', '.')}.*", page.text)
    assert {s.text for s in root.iter(f"{KML}text")} == {"$[description]"}


# ---- Columns of every sort ----


@pytest.fixture
def odd():
    """Columns that a format may have no type, or its own use, for."""
    return pd.DataFrame(
        {
            "fid": ["x", "y"],
            "geom": [1, 2],
            "geometry": ["a word", "another"],
            "wkt": ["w", "v"],
            "lat": [1.0, 2.0],
            "lon": [3.0, 4.0],
            "category": pd.Categorical(["u", "v"]),
            "period": pd.period_range("2024-01", periods=2, freq="M"),
            "span": pd.to_timedelta([1, 2], unit="h"),
            "complex": [1 + 2j, 3],
            "interval": pd.interval_range(0, 2),
            "huge": [2**70, 1],
            "zoned": pd.date_range("2024-01-01", periods=2, tz="Asia/Seoul"),
            "maybe": [True, None],
            "counts": pd.Series([2**60 + 1, None], dtype=object),
            "long_" * 60: [1, 2],
            "mixed": [1, "two"],
            "parts": [{"a": 1}, {}],
            "short": np.array([1, 2], dtype="float16"),
            "bytes": [b"\x00a", None],
            5: [1, 2],
        }
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_columns_of_every_sort_survive(tmp_path, suffix, odd):
    path = export(odd, tmp_path / f"odd{suffix}")
    if suffix == ".csv":
        back = pd.read_csv(path)
    elif suffix == ".parquet":
        back = pd.read_parquet(path)
    else:
        back = gpd.read_file(path)
    # GeoJSON, KML and GeoPackage readers call the shapes "geometry" themselves
    assert {str(column) for column in odd.columns} - {"geometry"} <= set(back.columns)
    assert str(back["fid"][0]) == "x"
    assert str(back["mixed"][1]) == "two"
    assert int(float(str(back["counts"][0]))) == pytest.approx(2**60 + 1)


def test_a_geopackage_keeps_whole_numbers_beside_missing_ones(tmp_path, odd):
    path = export(odd, tmp_path / "odd.gpkg")
    fields = dict(zip(*(pyogrio.read_info(path)[key] for key in ("fields", "dtypes")), strict=True))
    assert fields["counts"] == "int64"
    assert fields["maybe"] == "bool"
    assert gpd.read_file(path)["zoned"][0] == odd["zoned"][0]
    assert pyogrio.read_info(path)["fid_column"] == "fid_"


def test_a_second_column_of_shapes_is_written_as_text(tmp_path):
    table = gpd.GeoDataFrame(
        {"other": gpd.GeoSeries([shapely.Point(1, 2)])}, geometry=[shapely.Point(3, 4)], crs=4326
    )
    for suffix in SHAPES:
        back = gpd.read_file(export(table, tmp_path / f"two{suffix}"))
        assert back["other"][0] == "POINT (1 2)"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_two_columns_of_one_name_are_named_in_the_error(tmp_path, suffix):
    table = pd.DataFrame([[1, 2, 3.0, 4.0]], columns=["twin", "twin", "lat", "lon"])
    with pytest.raises(InputError, match="'twin'"):
        export(table, tmp_path / f"twins{suffix}")


def test_columns_that_a_geopackage_takes_for_one_are_named_in_the_error(tmp_path):
    table = pd.DataFrame({"Name": ["a"], "name": ["b"], "lat": 1.0, "lon": 2.0})
    with pytest.raises(InputError, match="'Name' and 'name'"):
        export(table, tmp_path / "twins.gpkg")
    assert not list(tmp_path.iterdir())


def test_what_gdal_refuses_is_an_error_of_the_kit(tmp_path):
    table = pd.DataFrame({f"c{i}": [i] for i in range(2100)} | {"lat": [1.0], "lon": [2.0]})
    with pytest.raises(InputError, match="GeoPackage"):
        export(table, tmp_path / "wide.gpkg")
    assert not list(tmp_path.iterdir())


# ---- Several tables ----


def test_a_geopackage_has_a_layer_for_each_table(tmp_path, story):
    path = export(story, tmp_path / "story.gpkg")
    assert [name for name, _ in pyogrio.list_layers(path)] == list(story)
    back = gpd.read_file(path, layer="journeys")
    assert back.geometry[1].equals_exact(story["journeys"].geometry[1], 1e-9)


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".parquet"])
def test_formats_for_one_table_refuse_several(tmp_path, suffix, story):
    with pytest.raises(InputError, match=r"one table.*\.gpkg"):
        export(story, tmp_path / f"story{suffix}")


def test_no_tables_at_all_are_refused(tmp_path):
    with pytest.raises(InputError, match="no table"):
        export({}, tmp_path / "story.gpkg")


# ---- CSV ----


def test_gdal_reads_a_csv_of_points_and_one_of_lines(tmp_path, legs):
    points = export(made.korea()[0], tmp_path / "points.csv")
    back = pyogrio.read_dataframe(points, X_POSSIBLE_NAMES="lon", Y_POSSIBLE_NAMES="lat")
    assert (back.geometry[0].x, back.geometry[0].y) == (126.978, 37.566)
    lines = pyogrio.read_dataframe(export(legs, tmp_path / "legs.csv"))
    assert lines.geometry[0].length == pytest.approx(legs.geometry[0].length, 1e-4)


def test_a_csv_is_in_degrees_whatever_the_projection(tmp_path):
    table = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(127, 37)], crs=4326)
    row = read_csv(export(table.to_crs("EPSG:3857"), tmp_path / "a.csv"))[0]
    assert float(row["lon"]) == pytest.approx(127)
    assert float(row["lat"]) == pytest.approx(37)


@pytest.mark.parametrize("start", ["\n", "＝", "＋", "－", "＠"])
def test_other_beginnings_of_formulas_do_not_run_either(tmp_path, start):
    table = pd.DataFrame({"text": [f"{start}1+1"], f"{start}2": ["plain"]})
    path = export(table, tmp_path / "formulas.csv")
    (row,) = read_csv(path)
    assert row["text"] == f"'{start}1+1"
    assert f"'{start}2" in row


def test_a_column_wkt_stays_beside_that_of_the_shapes(tmp_path):
    line = shapely.LineString([(0, 0), (1, 1)])
    table = gpd.GeoDataFrame({"wkt": ["mine"]}, geometry=[line], crs=4326)
    (row,) = read_csv(export(table, tmp_path / "a.csv"))
    assert row["wkt"] == "mine"
    assert shapely.from_wkt(row["wkt_"]).equals(line)


def test_kit_export_writes_whether_or_not_its_module_was_imported(tmp_path):
    code = (
        "import kit, pandas as pd, sys\n"
        "import kit.export\n"
        "from kit.export import export\n"
        "kit.export(pd.DataFrame({'lat': [1.0], 'lon': [2.0]}), sys.argv[1])\n"
    )
    path = tmp_path / "one.csv"
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    assert path.is_file()
