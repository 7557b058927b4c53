"""Promises of geoparse: what is a place, which place it is, and what is said of it."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from geopy.distance import geodesic

import kit
from kit.errors import InputError
from kit.mentions import COLUMNS

ROOT = Path(__file__).resolve().parent.parent

# Where the places of the article truly are, by id: GeoNames' points, airport and site registers.
TRUE_POINTS = {
    "geonames:1871859": (39.03385, 125.75432),  # Pyongyang
    "geonames:524901": (55.75222, 37.61556),  # Moscow
    "geonames:1835848": (37.566, 126.9784),  # Seoul
    "geonames:4140963": (38.89511, -77.03637),  # Washington
    "geonames:1816670": (39.9075, 116.39723),  # Beijing
    "airport:RKTU": (36.7166, 127.499),
    "site:vostochny-cosmodrome": (51.884, 128.334),
    "geonames:1873107": (40.0, 127.0),  # North Korea
    "geonames:1835841": (36.5, 127.75),  # South Korea
    "geonames:2017370": (60.0, 100.0),  # Russia
    "geonames:690791": (49.0, 32.0),  # Ukraine
    "geonames:1861060": (35.68536, 139.75309),  # Japan
    "geonames:6252001": (39.76, -98.5),  # United States
}
REGIONS = {  # south, north, west, east of the region
    "region:korean-peninsula": (34, 43, 124, 131),
    "region:russian-far-east": (42, 77, 105, 191),
}


@pytest.fixture(scope="module", params=["own words", "the real one"])
def article(request):
    if request.param == "own words":
        return kit.read_article(ROOT / "data" / "article.md")
    return kit.read_article(request.getfixturevalue("real_article_path"))


@pytest.fixture(scope="module")
def of_article(article):
    return kit.geoparse(article)


def ids(text, **options):
    table = kit.geoparse(text, **options)
    return dict(zip(table["text"], table["place_id"], strict=True))


def test_every_place_of_the_article_is_found(of_article):
    found = set(of_article["place_id"])
    assert set(TRUE_POINTS) | set(REGIONS) | {"border:UA"} <= found


def test_every_mention_of_the_article_is_right_and_none_is_false(of_article):
    for row in of_article.itertuples():
        if row.place_id in TRUE_POINTS:
            assert geodesic((row.lat, row.lon), TRUE_POINTS[row.place_id]).km < 25, row.text
        elif row.place_id in REGIONS:
            south, north, west, east = REGIONS[row.place_id]
            assert south < row.lat < north, row.text
            assert west < row.lon < east, row.text
        else:
            assert row.kind == "border", (row.text, row.place_id, row.sentence)


def test_north_korea_is_found_under_each_of_its_names(of_article):
    names = set(of_article.loc[of_article["place_id"] == "geonames:1873107", "text"])
    assert {"North Korea", "DPRK", "N. Korea", "North Korean"} <= names


def test_the_united_states_are_found_under_each_of_their_names(of_article):
    names = set(of_article.loc[of_article["place_id"] == "geonames:6252001", "text"])
    assert {"United States", "US", "U.S."} <= names


def test_offsets_point_at_the_words(article, of_article):
    for row in of_article.itertuples():
        assert article.text[row.start : row.end] == row.text
        assert row.text in row.sentence


def test_the_table_keeps_the_contract(of_article):
    assert isinstance(of_article, gpd.GeoDataFrame)
    assert set(COLUMNS) <= set(of_article.columns)
    assert of_article.crs.to_epsg() == 4326
    assert of_article["start"].is_monotonic_increasing
    assert of_article["confidence"].between(0, 1).all()
    assert (of_article["end"][:-1].to_numpy() <= of_article["start"][1:].to_numpy()).all()


def test_a_text_without_places_gives_an_empty_table():
    for text in ("", "She said nothing and went on reading.", "1234"):
        table = kit.geoparse(text)
        assert len(table) == 0
        assert set(COLUMNS) <= set(table.columns)
        assert len(kit.places(table)) == 0


TO_EGYPT = """Two ships left Odesa, Ukraine, and Constanta, Romania, for Egypt. One is bound for
Alexandria. Mangalia, Galati and Braila were quiet."""


FROM_AFAR = """Cali, Pasto, Popayán, Bogotá and Tumaco felt the quake, too, a paper in Colombia
said. In Ecuador and Peru nobody was hurt. Spain sends dogs, which are to fly from Madrid, and
medics came by way of Buenos Aires."""
OIL_PORT = """Primorsk is the biggest oil port of the Baltic and lies some 105 km from Saint
Petersburg. Ships from Kaliningrad and Klaipeda call at it."""
IN_SCOTLAND = """Farmers from Perth, Dundee and Stirling met in Edinburgh on Monday. Ministers from
France, Australia and New Zealand sent letters. A train from Perth to Inverness was late.
Glasgow was calm."""
STATES = """Engines went from New Orleans to Norfolk, and from there to Washington and Baltimore.
Suppliers in Ohio and Ontario complained."""


@pytest.mark.parametrize(
    ("text", "words", "lat", "lon"),
    [
        (FROM_AFAR, "Madrid", 40.42, -3.70),
        (FROM_AFAR, "Buenos Aires", -34.61, -58.38),
        (OIL_PORT, "Primorsk", 60.37, 28.61),
        (IN_SCOTLAND, "Perth", 56.40, -3.43),
        ("She moved to Paris, Texas, last year.", "Paris", 33.66, -95.55),
        ("She moved to Paris last year, and loves France.", "Paris", 48.85, 2.35),
        ("Police in London, Ontario, said so.", "London", 42.98, -81.23),
        ("A ship left Valparaíso for Callao.", "Valparaíso", -33.04, -71.63),
        (
            "The mill is near San Jose, 40 miles northwest of San Francisco.",
            "San Francisco",
            37.77,
            -122.42,
        ),
        ("Toledo, 70 km south of Madrid, was a royal seat.", "Toledo", 39.86, -4.02),
        (
            "Orkney, an archipelago 15 km off the Scottish mainland, has strong tides.",
            "Orkney",
            59.0,
            -3.0,
        ),
        ("About 70 km south of Madrid, Toledo has a castle.", "Toledo", 39.86, -4.02),
        ("Olympia lies 300 km from Athens.", "Athens", 37.98, 23.73),
        ("The 26 miles between Dover and Calais took an hour.", "Dover", 51.13, 1.31),
        ("It is 90 km from Toledo to Madrid.", "Toledo", 39.86, -4.02),
        ("The ferry left Tunis for Palermo and Cagliari.", "Tunis", 36.82, 10.17),
        ("Floods hit Birmingham, Alabama, and Montgomery.", "Birmingham", 33.52, -86.80),
        ("Tbilisi is the capital of Georgia, near Armenia.", "Georgia", 42, 43.5),
        ("Atlanta and Savannah are in Georgia.", "Georgia", 32.75, -83.5),
        ("The convoy reached Хартум from Port Sudan.", "Port Sudan", 19.62, 37.22),
        ("In Köln and in Düsseldorf trains stood still.", "Köln", 50.93, 6.95),
        ("The talks in P'yongyang ended.", "P'yongyang", 39.03, 125.75),
        ("Guests flew in from Valencia, the Venezuelan one.", "Valencia", 10.16, -68.00),
        ("A band from the Spanish town of Mérida played in Cancún.", "Mérida", 38.92, -6.34),
        ("Riots broke out in Cuba's Santiago on Monday.", "Santiago", 20.02, -75.82),
        (TO_EGYPT, "Alexandria", 31.2, 29.92),
        ("She flew from Paris to Dallas.", "Paris", 48.85, 2.35),
        ("She drove from Paris to Dallas.", "Paris", 33.66, -95.56),
        ("It left Rotterdam, crossed the Atlantic and reached New York.", "Rotterdam", 51.92, 4.48),
        ("Alexandria, Romania, lies near Giurgiu; Egypt was calm.", "Alexandria", 43.97, 25.33),
    ],
)
def test_the_context_tells_which_place_is_meant(text, words, lat, lon):
    table = kit.geoparse(text)
    row = table[table["text"] == words].iloc[0]
    assert geodesic((row.lat, row.lon), (lat, lon)).km < 161, row["name"]


@pytest.mark.parametrize(
    "text",
    [
        "Nuku'alofa, the capital of Tonga, was calm.",
        "Rebels took Djenne, a small town, at dawn.",
        "He was born in the village of Makat.",
    ],
)
def test_words_that_call_it_a_town_make_a_name_a_place(text):
    assert {"Nuku'alofa", "Djenne", "Makat"} & {w for w, found in ids(text).items() if found}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A dentist in Uusikaupunki bought the boat.", "Uusikaupunki"),
        ("Two bombs fell north of Russian-held Donetsk at dawn.", "Donetsk"),
        ("Bukavu fell to the rebels in February.", "Bukavu"),
        ("The army has shelled Kutum for a week.", "Kutum"),
        ("Six air strikes on Hodeidah were reported.", "Hodeidah"),
        ("In August the junta lost Lashio and with it a base.", "Lashio"),
        ("Goma was lost within days.", "Goma"),
        ("Dakar declared two days of mourning.", "Dakar"),
        ("Brussels has suspended the talks.", "Brussels"),
        ("One of Sicily's volcanoes has been restless.", "Sicily"),
        ("It is a river that the Telangana government would turn into a park.", "Telangana"),
        ("The lorries came from Ouagadougou and Koudougou.", "Koudougou"),
        ("The fire began near Tomar and burned for days.", "Tomar"),
        ("Residents of Kandi slept in the fields.", "Kandi"),
        ("A hermit lives on Skyros.", "Skyros"),
        ("They thought that the altar was Flemish.", "Flemish"),
        ("A Winona man was hurt.", "Winona"),
        ("The bill is by Rep. Ann Moss, R-Ocilla, a farmer.", "Ocilla"),
        ("St. John's, Newfoundland, had snow.", "St. John's"),
        ("The ship put in at Mokpo and Yeosu.", "Mokpo"),
        ("She boarded the Oslo-Bergen train.", "Bergen"),
        ("They caught the overnight Swinoujscie–Ystad ferry.", "Ystad"),
        ("A lorry drove out of Marburg on 11 January.", "Marburg"),
        ("The destroyer steamed into Gibraltar this morning.", "Gibraltar"),
        ("She sails again for Málaga tomorrow.", "Málaga"),
        ("Trinidad and Tobago sent a team.", "Trinidad and Tobago"),
        ("Soldiers left the West Bank at noon.", "West Bank"),
        ("Rain fell on the North Island of New Zealand.", "North Island"),
    ],
)
def test_where_a_place_alone_can_stand_a_name_is_one(text, words):
    assert ids(text).get(words)


@pytest.mark.parametrize(
    ("text", "words", "place_id"),
    [
        ("Barges crossed the Orinoco; more wait on the Hunter.", "Hunter", "water:hunter-river"),
        ("The Panj rose. The Panj River is a border.", "Panj", "water:panj-river"),
        ("They rowed along the Hudson, past barges.", "Hudson", "water:hudson-river"),
        ("In Cork, the Lee burst its banks.", "Lee", "water:river-lee"),
        ("It rained in Atyrau; the northern Aral Sea shrank.", "Aral Sea", "water:aral-sea"),
    ],
)
def test_a_river_may_be_named_by_half(text, words, place_id):
    table = kit.geoparse(text)
    assert place_id in set(table.loc[table["text"] == words, "place_id"])


def test_a_name_behind_an_article_is_no_river_without_water():
    for text in ("The Hunter was on at nine.", "He told the Hunter family.", "the Panj men"):
        assert "water" not in set(kit.geoparse(text)["kind"]), text


def test_the_south_is_a_region_where_the_text_is_of_a_country_that_has_one():
    american = "Storms crossed the South. Atlanta, Nashville and Memphis lost power."
    korean = "Seoul said that the South had won. Busan and Incheon agreed."
    assert ids(american)["South"] == "region:southern-united-states"
    assert "South" not in ids(korean)
    assert "South" not in ids("Clouds came from the south. Atlanta and Memphis were dry.")


@pytest.mark.parametrize(
    ("text", "words", "place_id"),
    [
        ("The convicts were taken to Siberia by train.", "Siberia", "region:siberia"),
        ("Her uncle fell in Korea in 1951.", "Korea", "region:korean-peninsula"),
        ("The dealer supplied New England from a barn.", "New England", "region:new-england"),
        ("Geologists of an American firm drilled in Patagonia.", "Patagonia", "region:patagonia"),
        ("The couple farmed in Sussex.", "Sussex", "region:sussex"),
        ("He took the ferry to Long Island.", "Long Island", "region:long-island"),
        ("A tourist drowned off Goa, a paper in Mumbai said.", "Goa", "admin1:IN.33"),
        # Its state, or its country where the region lies in another, makes a town the likelier.
        ("A shop in Patagonia, Arizona, burned down.", "Patagonia", "geonames:5308240"),
        ("Arizona was dry; a shop in Patagonia burned.", "Patagonia", "geonames:5308240"),
        ("Police in Sussex and in Newark, New Jersey, met.", "Sussex", "geonames:5105164"),
        # So does a place beside it.
        ("A crew landed in Cranbrook and drove to Kimberley.", "Kimberley", "geonames:5992059"),
    ],
)
def test_a_region_comes_before_a_small_town_of_its_name(text, words, place_id):
    table = kit.geoparse(text)
    assert list(table.loc[table["text"] == words, "place_id"]) == [place_id]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Matarani lies on the Pacific, below the Andes, in Peru.", "Pacific Ocean", "water"),
        ("Trucks came down from the Andes to Medellín in Colombia.", "Andes", "mountain"),
        ("Port Sudan and Suakin in Sudan lie on the Red Sea.", "Red Sea", "water"),
        ("The mayor of Andes, near Medellín in Colombia, resigned.", "Andes", "city"),
        ("They live in Pacific, Missouri, and work in St. Louis.", "Pacific", "city"),
    ],
)
def test_an_article_tells_a_sea_or_mountains_from_a_town_of_their_name(text, name, kind):
    table = kit.geoparse(text)
    assert kind in table.loc[table["name"] == name, "kind"].tolist()


def test_a_town_has_no_border_but_the_region_of_its_name_has():
    found = ids("Sderot lies a mile from the Gaza border, and Gaza from the sea.")
    assert found["Gaza"] == "geonames:281133"  # where it is named last
    first = kit.geoparse("Sderot lies a mile from the border with Gaza.")
    assert first["name"].tolist() == ["Sderot", "Gaza Strip"]


def test_a_people_is_of_its_country_though_a_division_bears_its_name():
    assert ids("The islands lie east of the Somali coast.")["Somali"] == "geonames:51537"
    text = "It rained in Jijiga, in Ethiopia's Somali region."
    assert kit.geoparse(text)["country"].tolist() == ["ET"] * 3


@pytest.mark.parametrize(
    ("words", "country"),
    [("al-Bab", "SY"), ("el-Arish", "EG"), ("al-Fasher", "SD"), ("as-Suwayda", "SY")],
)
def test_a_name_may_begin_with_the_arabic_article_in_small_letters(words, country):
    table = kit.geoparse(f"Some 300 people fled to {words} on Wednesday.")
    assert table[["text", "country"]].to_numpy().tolist() == [[words, country]]
    assert "al-Sisi" not in ids("President Abdel Fattah al-Sisi spoke. Al-Sisi left.")


def test_a_body_that_the_gazetteer_lacks_is_where_its_name_says():
    text = "Judges of Mombasa High Court sat late. Mombasa was quiet."
    table = kit.geoparse(text, spans=[(10, 28), (39, 46)])
    assert list(table["country"]) == ["KE", "KE"]
    assert "Mombasa in it" in table.loc[0, "evidence"]
    assert table.loc[0, "confidence"] < table.loc[1, "confidence"]


def test_a_body_is_put_nowhere_by_a_name_that_the_text_has_not():
    table = kit.geoparse("Judges of Mombasa High Court sat late.", spans=[(10, 28)])
    assert table.loc[0, "place_id"] is None


def test_peoples_mark_their_country_unless_told_otherwise():
    text = "Syrians and a Dutch engineer met in Ankara."
    assert ids(text)["Syrians"] == "geonames:163843"
    assert ids(text)["Dutch"] == "geonames:2750405"
    assert set(ids(text, demonyms=False)) == {"Ankara"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“No,” Jordan said. Mr. Jordan then left Lagos.", "Jordan"),
        ("Chelsea Clinton spoke in Nairobi.", "Chelsea"),
        ("He told The Moscow Times that Minsk was calm.", "Moscow"),
        ("The USS Chicago docked in Yokosuka.", "Chicago"),
        ("HMAS Canberra was off Townsville, and HMNZS Canterbury off Suva.", "Canberra"),
        ("An official told The Tribune that the road to Mandi was shut.", "Tribune"),
        ("Mercedes-Benz said its plant at Stuttgart was shut.", "Mercedes"),
        ("“Nails,” said Red Cross official Leah Kalo in Suva.", "Red Cross"),
        ("Marawi was free. The lakeside city is south of Manila.", "lakeside city"),
        ("The Pride of Bilbao left port; Lima knew nothing.", "Bilbao"),
        ("They will split the bill in Lima.", "split"),
        ("The ferry Rainha do Mindelo left. The Rainha do Mindelo sank.", "Mindelo"),
        ("The ship was late. The Ciudad de Cartagena docks at noon in Quito.", "Cartagena"),
        ("Two tonnes of CO2 and I'll tell Lima.", "CO"),
        ("“No,” said her aunt Georgia in Lima.", "Georgia"),
        ("Denver, who has two children, left Lima.", "Denver"),
        ("Her Toyota stood in Lima.", "Toyota"),
        ("He came to Lima with his chief of staff, Georgia Holm.", "Georgia"),
        ("The actor Paris Hilton flew to Oslo.", "Paris"),
        ("The tug Alexandria Bay left Lima.", "Alexandria"),
        ("The Abuja Chamber of Commerce met.", "Commerce"),
        ("Give us a hand in Quito.", "us"),
        ("The bishop will visit Kampala from Nov. 27 and Lagos from Dec. 2.", "Nov"),
    ],
)
def test_what_only_looks_like_a_place_is_none(text, words):
    assert words not in {w for found in ids(text) for w in found.split()}


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("Tanks stood 5 km from the Somali border.", "border:SO"),
        ("Tanks stood 5 km from the Ukrainian border.", "border:UA"),
        ("The road runs along the border with Poland for hours.", "border:PL"),
        ("Trains wait at Russia's border with North Korea.", "border:RU-KP"),
        ("Shots were heard near the Syrian frontier.", "border:SY"),
        ("The border between Chad and Sudan is closed.", "border:TD-SD"),
        ("Ukraine's northern border was quiet.", "border:UA"),
    ],
)
def test_a_border_is_a_border(text, place_id):
    table = kit.geoparse(text)
    assert place_id in set(table.loc[table["kind"] == "border", "place_id"])


def test_a_country_that_has_a_border_somewhere_is_still_a_country():
    table = kit.geoparse("Poland closed its border. Ukraine and the border dispute went on.")
    assert set(table["kind"]) == {"country"}


def test_given_spans_are_resolved_in_their_order_and_nothing_else():
    text = "From Oslo to Bergen by way of Voss."
    spans = [(13, 19), (5, 9)]
    table = kit.geoparse(text, spans=spans)
    assert list(zip(table["start"], table["end"], strict=True)) == spans
    assert list(table["text"]) == ["Bergen", "Oslo"]
    assert list(table["country"]) == ["NO", "NO"]


def test_a_name_that_the_gazetteer_lacks_keeps_its_row_without_a_place():
    text = "They met at Xqzwv Junction."
    row = kit.geoparse(text, spans=[(12, 26)]).iloc[0]
    assert row["text"] == "Xqzwv Junction"
    assert row["place_id"] is None
    assert np.isnan(row["lat"])
    assert row["geometry"] is None
    assert row["confidence"] == 0


def test_a_span_outside_the_text_keeps_its_row_without_a_place():
    table = kit.geoparse("Oslo", spans=[(0, 4), (-9, -7), (2, 90)])
    assert list(table["place_id"].notna()) == [True, False, False]


def test_spans_that_are_none_say_so():
    with pytest.raises(InputError, match="whole numbers"):
        kit.geoparse("Oslo", spans=["Oslo"])


def test_places_count_their_mentions():
    table = kit.places(kit.geoparse("Oslo is far from Rome. Oslo is cold; Rome is warm. Oslo!"))
    assert dict(zip(table["name"], table["mentions"], strict=True)) == {"Oslo": 3, "Rome": 2}
    assert list(table["first"]) == [0, 17]


def test_alternatives_list_the_rivals_with_the_chosen_one_first():
    mentions = kit.geoparse("A fire broke out in Springfield, Missouri, on Monday.")
    rivals = kit.alternatives(mentions, 0)
    assert rivals.iloc[0]["place_id"] == mentions.loc[0, "place_id"]
    assert len(rivals) == mentions.loc[0, "candidates"] > 5
    assert rivals["chance"].is_monotonic_decreasing
    only = mentions[mentions["text"] == "Springfield"]
    assert kit.alternatives(only, 0).equals(rivals)
    assert kit.alternatives(mentions, "Springfield").equals(rivals)


@pytest.mark.parametrize(
    "text",
    ["A train reached the port of Djibouti on Tuesday.", "Ships waited off the port of Singapore."],
)
def test_a_port_is_that_of_the_town_not_of_the_country_of_its_name(text):
    assert kit.geoparse(text)["kind"].tolist() == ["city"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He moved from Boston to New York in May.", "city"),
        ("She taught in Rochester, New York, for years.", "admin1"),
    ],
)
def test_new_york_is_the_city_unless_it_says_where_another_town_lies(text, kind):
    table = kit.geoparse(text)
    assert table[table["text"] == "New York"]["kind"].tolist() == [kind]


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("A warehouse 40 km from the Somali border was flooded.", "border:SO"),
        ("They live near the Georgian border in Turkey.", "border:GE"),
        ("He crossed the Georgia border into Alabama.", "geonames:4197000"),
    ],
)
def test_the_border_of_a_people_is_that_of_its_country(text, place_id):
    assert kit.geoparse(text)["place_id"].iloc[0] == place_id


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He lives in Salt Lake City with his dog.", "Salt Lake City"),
        ("Moldovan Prime Minister Ion Ceban travelled to Brussels.", "Moldova"),
        ("From Dakar, where she met donors, the commissioner flew to Praia.", "Dakar"),
        ("Two weeks later she left for Vladivostok.", "Vladivostok"),
        ("Rotterdam is roughly 8,300 nautical miles from Singapore.", "Rotterdam"),
        ("BOGOTA - Colombia on Friday extradited Hernan Rivas to Spain.", "Colombia"),
        ("The last armored column quit Gao at daybreak on Monday.", "Gao"),
        ("She boarded a liner at Gdynia for New York in August 1938.", "New York City"),
        ("The ship put to sea for Montevideo on 27 November.", "Montevideo"),
        ("Some 180 men were trucked to the river crossing at Rosso on Thursday.", "Rosso"),
        ("The battalion entrained at Limerick for Cork in August.", "Limerick"),
        ("They set off by coach; their destination is Ypres.", "Ieper"),
    ],
)
def test_words_around_a_name_speak_for_it_where_the_model_does_not(text, name):
    assert name in kit.geoparse(text)["name"].tolist()


def test_alternatives_of_no_row_say_so():
    with pytest.raises(InputError, match="no mention 99"):
        kit.alternatives(kit.geoparse("Oslo"), 99)


def test_the_same_text_gives_the_same_table():
    text = "From Kaesong to Panmunjom, and on to Seoul by way of Paju."
    assert kit.geoparse(text).equals(kit.geoparse(text))


@pytest.mark.parametrize(
    "text",
    [
        "Oslo\x00 Oslo \ud83d\ude00 Осло 오슬로 اوسلو ${Oslo} `Oslo` <b>Oslo</b>",
        "Oslo " * 3000,
        "U.S.U.S.U.S. ... --- ''' St. St. St. , , ,",
        "\n\n\n  \t Oslo’s Oslo's 'Oslo' “Oslo”",
        "A" * 20000,
    ],
)
def test_no_text_breaks_it(text):
    table = kit.geoparse(text)
    assert all(text[r.start : r.end] == r.text for r in table.itertuples())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ny-Ålesborg, 110 km north-west of Longyearbyen, has sent food.", {"Longyearbyen"}),
        ("A speedboat came from Ksar es-Xeghir to Algeciras.", {"Algeciras"}),
        ("The French island was calm.", {"French"}),
        ("Rustavi lies 25 km south-east of Tbilisi.", {"Rustavi", "Tbilisi"}),
    ],
)
def test_a_part_of_a_longer_name_is_no_place(text, words):
    table = kit.geoparse(text)
    assert set(table.loc[table["place_id"].notna(), "text"]) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The agency said no. Chad's foreign minister, Hassane Tahir, condemned it.", "Chad"),
        ("The ship docked after a voyage that had begun in Hobart on 4 January.", "Hobart"),
        ("The boat sank 260 km north of the Senegalese capital Dakar.", "Dakar"),
        ("Trucks stood at El Geneina, 30 km from the border with Chad, on Sunday.", "Chad"),
        ("Troops entered the zone around the Chernobyl nuclear plant.", "Chernobyl nuclear plant"),
        ("Narva lies on the Russian border.", "Narva"),
        ("Batam, an Indonesian island, has new docks.", "Batam"),
    ],
)
def test_what_the_words_beside_it_tell_is_a_place_whatever_the_model_says(text, words):
    found = set(kit.geoparse(text)["text"])
    assert any(words in name for name in found), found


def test_the_only_place_of_a_name_is_not_sure_far_from_all_else():
    text = (
        "The trawlers left Rameswaram and were stopped off Delft, 40 km from Jaffna. They were "
        "brought to Trincomalee, and their crews from Kilinochchi to Vavuniya and Mannar."
    )
    row = kit.geoparse(text).set_index("text").loc["Delft"]
    assert row.country == "NL"  # the gazetteer lacks the island off Sri Lanka
    assert row.confidence < 0.6
    assert "far from all else" in row.evidence


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The wreck lies some 350 km from Java.", "Java", "island"),
        ("Two ships met 120 miles west of Luzon.", "Luzon", "island"),
        ("The vault is 1,300 kilometres from the North Pole.", "North Pole", "site"),
    ],
)
def test_great_islands_and_the_pole_come_before_hamlets_of_their_name(text, name, kind):
    found = kit.geoparse(text)
    row = found[found["text"] == name].iloc[0]
    assert (row["name"], row["kind"]) == (name, kind)
    assert row["confidence"] > 0.7


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kobe, forty kilometres east of Osaka, burned through the night.", "Kobe"),
        ("On Sunday the coffin will be taken by road to Naga, where he was born.", "Naga"),
        ("She is due in Rota on 23 February.", "Rota"),
    ],
)
def test_lengths_in_words_and_ways_by_road_name_a_place(text, name):
    assert name in set(kit.geoparse(text)["text"])


def country_of(text, name):
    found = kit.geoparse(text)
    return dict(zip(found["text"], found["country"], strict=True)).get(name)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("She anchored off Victoria, in the Seychelles, on Monday.", "Victoria", "SC"),
        ("The ship docked in Tripoli, in northern Lebanon, on Friday.", "Tripoli", "LB"),
        ("They saw Bakhmut, a city about 65 km north of Donetsk.", "Donetsk", "UA"),
        ("The Houthis hold Saada, a stronghold some 180 km north of Sanaa.", "Saada", "YE"),
        ("The airport is 25 miles south of central London.", "London", "GB"),
        ("A fire in Perth, in the Scottish Highlands, killed two.", "Perth", "GB"),
        ("She moved to Richmond, in Yorkshire, and taught there.", "Richmond", "GB"),
        ("Officials flew to Khasan, in Russia's Far East.", "Khasan", "RU"),
        ("He lives in Springfield, in the Ozarks, with two dogs.", "Springfield", "US"),
        ("They landed at Georgetown, on Ascension Island.", "Georgetown", "SH"),
        ("A ferry left Santa Cruz on the island of Tenerife.", "Santa Cruz", "ES"),
        ("The war in Georgia, in the Caucasus, went on.", "Georgia", "GE"),
        # No place of the name lies there: nothing is told.
        ("Prices in London, in the Andes, fell.", "London", "GB"),
        ("Troops entered Sudan, in the Sahel.", "Sudan", "SD"),
    ],
)
def test_words_between_a_town_and_its_land_or_its_length_do_not_hide_it(text, name, country):
    assert country_of(text, name) == country


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Bolivia: a lorry left Oruro for Santa Cruz and went on to Sucre.", "Santa Cruz", "BO"),
        ("Barges left Basel on Monday and reached Antwerp on Thursday.", "Basel", "CH"),
    ],
)
def test_a_city_is_not_hidden_by_the_villages_of_its_name(text, name, country):
    assert country_of(text, name) == country


def test_a_coast_without_a_name_is_none_of_those_that_are_called_so():
    found = kit.geoparse("It docked at Sikka, on India's west coast, and at Goa on the same coast.")
    assert not found["text"].str.contains("coast").any()


def test_a_village_said_to_lie_where_none_of_its_name_is_known_is_not_sure():
    here = kit.geoparse("The army took Garni, a village in Armenia, on Monday.")
    elsewhere = kit.geoparse("The army took Garni, a village in North Darfur, on Monday.")
    sure, unsure = (found.set_index("text").loc["Garni"] for found in (here, elsewhere))
    assert sure["confidence"] > 0.7
    assert unsure["confidence"] < 0.3
    assert "lies elsewhere" in unsure["evidence"]


def test_a_great_province_goes_before_a_hamlet():
    found = kit.geoparse(STATES).set_index("text").loc["Ontario"]
    assert (found["name"], found["country"], found["kind"]) == ("Ontario", "CA", "admin1")


def test_a_place_that_the_text_calls_by_its_own_name_is_not_meant_by_that_of_a_larger_one():
    told = "The minister flew from Brasília to Rio Branco. Lorries came to Brasiléia."
    found = kit.geoparse(told).set_index("text")["name"]
    assert (found["Brasília"], found["Brasiléia"]) == ("Brasília", "Brasiléia")
    short = "The bus left Santiago de Compostela on Monday. In Santiago, pilgrims waited."
    assert set(kit.geoparse(short)["name"]) == {"Santiago de Compostela"}


def test_a_name_beside_a_state_is_not_sure_where_all_of_that_name_are_abroad():
    found = kit.geoparse("Boosters came from Paria, Utah, to Norfolk in June.")
    assert found.set_index("text").loc["Paria", "confidence"] < 0.3


@pytest.mark.parametrize("words", ["Muse, Myanmar,", "Muse, Burma,"])
def test_a_hamlet_beside_a_country_that_has_none_of_its_name_is_not_sure(words):
    table = kit.geoparse(f"The lorries went from Ruili to {words} on Tuesday.")
    muse = table[table["text"] == "Muse"]
    assert (muse["confidence"] < 0.2).all()


def test_a_city_goes_before_a_small_town_whose_district_alone_is_as_likely():
    text = (
        "Ms Dumas took the night flight to Paris by way of Lisbon. Ms Holm will board a hospital "
        "ship in Manaus and sail down the Amazon to Santarém."
    )
    table = kit.geoparse(text).set_index("text")
    assert table.loc["Santarém", "country"] == "BR"


def test_a_town_of_which_it_is_said_where_it_lies_is_that_one():
    found = kit.geoparse("He was born in Vienna, a town in northern Virginia, in 1960.")
    assert found.set_index("text").loc["Vienna", "country"] == "US"


def test_a_storm_bears_its_name_through_the_text_and_a_town_of_that_name_is_one_still():
    text = (
        "Hurricane Florence came ashore near Wilmington. Florence has weakened since, and the rest "
        "of Florence moves north. In Florence, South Carolina, roofs flew off."
    )
    found = kit.geoparse(text)
    assert found["text"].tolist() == ["Wilmington", "Florence", "South Carolina"]
    assert found["country"].tolist() == ["US", "US", "US"]


def test_thursday_is_no_island():
    assert ids("The passengers of the ship disembarked in Tromsø on Thursday.").keys() == {"Tromsø"}
    assert "Thursday Island" in ids("She came to Thursday Island by boat on Thursday.")


def test_port_said_is_a_place_whatever_the_parser_makes_of_it():
    assert "Port Said" in ids("A tanker left Port Said for Genoa on Monday, officials said.")


def test_a_dateline_is_read_whatever_headline_stands_above_it():
    text = "Flour and a late ferry\n\nPUNTA ARENAS, Chile — The ship docked here."
    assert {"PUNTA ARENAS", "Chile"} <= set(kit.geoparse(text).text)


def test_a_mountain_is_found_by_its_name_alone_where_it_is_called_one():
    for text in ("The Mayon volcano erupted.", "Ash from Mayon fell on Legazpi.", "Mount Mayon"):
        (mayon,) = (row for row in kit.geoparse(text).itertuples() if "Mayon" in row.text)
        assert (mayon.kind, mayon.country) == ("mountain", "PH")


def test_what_bears_the_name_of_a_town_and_takes_an_article_is_no_town():
    for text in (
        "On Sunday the Bremen will sail for Kiel.",
        "A statue of the Virgin was carried through Kochi.",
        "A ship of the Red Cross came to Manila.",
    ):
        assert not {"Bremen", "Virgin", "Red Cross"} & set(kit.geoparse(text).text), text
    assert "Hague" in " ".join(kit.geoparse("He was tried in the Hague in May.").text)


@pytest.mark.parametrize(
    ("near", "far", "words"),
    [
        ("Casterton and Warrnambool", "Kigali and Nairobi", "and even Coleraine"),
        ("Casterton and Warrnambool", "Kigali and Kampala", "least of all Coleraine"),
        ("Bath and Swindon", "Kigali and Nairobi", "Mr Smith and Chippenham"),
    ],
)
def test_a_name_in_doubt_is_a_place_where_the_text_names_others_near_it(near, far, words):
    name = words.split()[-1]
    assert name in ids(f"There was no water in {near}, {words}.")
    assert name not in ids(f"There was no water in {far}, {words}.")


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Water rose where the Keiskamma River meets the sea.", "Keiskamma River", True),
        ("A trailer stood beside Salt Fork Lake for a week.", "Salt Fork Lake", True),
        ("They fished on Lough Arrow all night.", "Lough Arrow", True),
        ("He cooked at Cedar River Seafood for a year.", "Cedar River", False),
        ("Robin Lake Jones sang.", "Robin Lake", False),
    ],
)
def test_a_water_that_no_table_has_is_found_by_its_kind(text, name, found):
    assert (name in set(kit.geoparse(text).text)) is found


def test_a_person_called_like_a_town_near_by_is_none():
    text = "Rain fell on Kos and Kalymnos. Sydney Clarke, a nurse, stayed in Kos."
    assert "Sydney" not in ids(text)


@pytest.mark.parametrize(
    ("text", "country", "division"),
    [
        ("SPRINGFIELD, Vt. — Voters backed a bridge.", "US", "Vermont"),
        ("PERTH, Ont. — The arch was shut in May.", "CA", "Ontario"),
        ("He moved to Bangor, Me. and stayed.", "US", "Maine"),
    ],
)
def test_two_letters_and_a_stop_say_where_a_town_lies(text, country, division):
    town, around = (row for row in kit.geoparse(text).itertuples())
    assert (town.country, around.name) == (country, division)
    assert town.confidence > 0.8


def test_short_words_with_a_stop_are_no_divisions_by_themselves():
    assert not {"Me.", "Al."} & ids("She said, Me. He met Bob, Al. and Ed in Texas.").keys()


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("ST. JOHN'S, Canada — A ferry sank on Monday.", "ST. JOHN'S", "CA"),
        ("FT. WORTH, Texas — Cattle were sold.", "FT. WORTH", "US"),
        ("He went to Skagen in northern Denmark.", "Skagen", "DK"),
        ("Fog kept ferries from leaving Valletta, on the island of Malta.", "Valletta", "MT"),
    ],
)
def test_saints_in_capitals_and_what_lies_in_a_part_of_a_land_are_places(text, words, country):
    table = kit.geoparse(text)
    assert list(table[table.text == words].country) == [country]


def test_a_common_noun_with_an_article_is_no_place_whatever_village_is_called_so():
    assert "fort" not in ids("Trucks took them from the fort in Bamako to Kayes.")
    assert "airfield" not in ids("Two bombers flew to Olenya, an airfield south of Murmansk.")
    assert "caribbean" in ids("He sailed to the caribbean in May.")


def test_a_ship_called_after_a_prince_is_no_land():
    assert "Wales" not in ids("The carrier Prince of Wales left Bergen.")
    assert "Monaco" in ids("The Prince of Monaco flew to Rome.")


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Cosmonauts live in Star City, a closed town near Moscow.", "Star City", "RU"),
        ("The crew trained in Star City near Moscow for a year.", "Moscow", "RU"),
        ("A fire broke out in Burgos, near Manila.", "Burgos", "PH"),
    ],
)
def test_what_lies_near_a_town_is_sure_and_so_is_the_town(text, name, country):
    found = kit.geoparse(text).set_index("text").loc[name]
    assert found["country"] == country
    assert found["confidence"] > 0.5


def test_what_is_said_to_lie_near_a_town_far_away_is_hardly_meant():
    found = kit.geoparse("A mosque in Paradise, near Amman, was shut.").set_index("text")
    assert found.loc["Paradise", "confidence"] < 0.2
    assert found.loc["Amman", "confidence"] > 0.5


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        (
            "A flight from Dublin to Boston was diverted. Cork and Limerick were calm.",
            "Boston",
            "US",
        ),
        ("Glasgow-born Ann Reid flew from Edinburgh to Houston on Monday.", "Houston", "US"),
        ("The plane diverted to Gander on its way from Frankfurt to Chicago.", "Frankfurt", "DE"),
        ("He landed in Houston after a flight from Edinburgh.", "Houston", "US"),
    ],
)
def test_nobody_flies_a_few_miles_or_to_a_hamlet(text, name, country):
    assert kit.geoparse(text).set_index("text").loc[name, "country"] == country


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        (
            "An air ambulance flew her from Boston to Lincoln, Lincolnshire police said.",
            "Boston",
            "GB",
        ),
        ("They flew from Sydney to Newcastle, New South Wales.", "Newcastle", "AU"),
        ("Spain sends dogs, which are to fly from Madrid.", "Madrid", "ES"),
    ],
)
def test_who_hops_by_helicopter_or_is_told_where_may_land_nearby(text, name, country):
    assert kit.geoparse(text).set_index("text").loc[name, "country"] == country


def test_a_place_that_the_text_sets_far_away_is_hardly_the_one_that_is_meant():
    mentions = kit.geoparse("The town of Kerch, 70 km south of Baku, has a port.")
    (kerch,) = mentions[mentions["text"].str.endswith("Kerch")].itertuples()
    alone = kit.geoparse("The town of Kerch, south of the strait, has a port.")
    assert kerch.confidence < min(0.25, alone["confidence"].iloc[0] / 2)
    assert "the text sets it far from there" in kerch.evidence
    osh = kit.geoparse("Osh lies 300 km south of Bishkek.").iloc[0]
    assert "far from there" not in osh["evidence"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kupiansk, a rail hub some 40 km from the Russian border, changed hands.", "Kupiansk"),
        ("Sumy, 30 km from the Russian border, was hit.", "Sumy"),
        ("Vovchansk, 5 km from Russia, was hit.", "Vovchansk"),
        ("Mohe lies 90 km from the Russian border.", "Mohe"),
        ("Ushuaia, 80 km from the Chilean border, is cold.", "Ushuaia"),
    ],
)
def test_a_town_near_the_border_of_a_vast_or_long_country_is_no_other(text, name):
    row = kit.geoparse(text).set_index("text").loc[name]
    assert "sets it far from there" not in row["evidence"]
    assert row["confidence"] > 0.4


def test_a_wrong_figure_does_not_make_a_capital_unsure():
    found = kit.geoparse("Suva is 300 kilometers from Honiara, a clerk wrote.").set_index("text")
    assert "sets it far" not in found.loc["Suva", "evidence"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They took the ferry to Qarvush and the bus to Tembelani.", {"Qarvush", "Tembelani"}),
        ("A flood shook Qarvush and Tembelani.", {"Qarvush", "Tembelani"}),
        ("The Qarvush crossing opened.", {"Qarvush"}),
        ("The lorry went down Wadi Qarvush to Nizwa.", {"Wadi Qarvush"}),
    ],
)
def test_a_name_that_no_table_has_is_a_place_where_words_of_place_stand_by_it(text, names):
    found = kit.geoparse(text)
    unplaced = found[found["place_id"].isna()]
    assert set(unplaced["text"]) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Senator Valencia flew to Bogota on Monday.", "Valencia"),
        ("Mayor Stockton, of Willits, answered.", "Stockton"),
        ("Paris Noorzai, a nurse, counted 412 of them in Herat.", "Paris"),
        ("Ventura, the striker, plays in Sevilla.", "Ventura"),
        ('"They are near the water," said Milan Chandra Roy in Dhaka.', "Milan"),
        ("Lincoln, a retired teacher, was taken to Omaha by ambulance.", "Lincoln"),
        ("Moreno, a native of Peru, was arrested in Iquique.", "Moreno"),
        ("Lincoln, 43, was hurt in Omaha. Lincoln drove to Topeka on Friday.", "Lincoln"),
        ("A friend of Hastings, 44, drove to Leeds. Hastings fled to Hull.", "Hastings"),
        ("Officer Reed drove Moore and Greene to Lanexa.", "Moore"),
    ],
)
def test_who_is_called_like_a_town_and_said_to_be_somebody_is_no_place(text, name):
    assert name not in ids(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Qatar, a mediator in the talks, sent envoys to Cairo.", "Qatar"),
        ("Odesa, a city of sailors and traders, was shelled.", "Odesa"),
        ("She studied in Lincoln, a friend of hers in Omaha.", "Lincoln"),
    ],
)
def test_what_is_said_of_towns_and_states_too_makes_nobody_of_them(text, name):
    assert name in ids(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The injured were taken to Saint Luke's Hospital, Manila.", ["Manila"]),
        ("They were married at St. John's Church in Leeds.", ["Leeds"]),
        ("He taught at Our Lady of Lourdes School in Nairobi.", ["Nairobi"]),
        ("A storm hit St. John's in Newfoundland.", ["St. John's", "Newfoundland"]),
    ],
)
def test_a_house_named_after_a_saint_lies_in_no_town_of_that_name(text, names):
    found = kit.geoparse(text).dropna(subset="place_id")
    assert found["text"].tolist() == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The crew will return to Earth 13 days later.", []),
        ("The capsule came back to Earth on Friday.", []),
        ("The probe left Earth for Mars in July.", []),
        ("She lives in Earth, Texas, and was born there.", ["Earth", "Texas"]),
        (
            "A fire broke out in Mars on Monday. Mars, Pennsylvania, is small.",
            ["Mars", "Mars", "Pennsylvania"],
        ),
        ("A man from Jupiter was held in Florida.", ["Jupiter", "Florida"]),
        ("We love Jesus in Houston. God bless you. Santa Claus came to Oslo.", ["Houston", "Oslo"]),
    ],
)
def test_heavenly_bodies_are_no_towns_unless_the_text_says_in_which_state(text, names):
    assert kit.geoparse(text)["text"].tolist() == names


def test_an_area_is_told_by_the_place_in_it_and_stays_the_area():
    found = kit.geoparse("A ferry left Santa Cruz, on Tenerife. Richmond, in Yorkshire, is old.")
    assert found["kind"].tolist() == ["city", "island", "city", "region"]
    assert found["evidence"][2].startswith("the words beside it say that it lies in Yorkshire")


@pytest.mark.parametrize("said", ["", ", a rebel stronghold,", ", a town of a million,"])
def test_a_town_falls_with_or_without_what_it_is(said):
    assert ids(f"Goma{said} fell on Monday.")["Goma"].startswith("geonames:")


def test_the_names_that_newspapers_write_are_known():
    found = kit.geoparse("Trains left Zabaikalsk in May. Buryatia and Ingushetia sent soldiers.")
    assert set(found["country"]) == {"RU"}
    assert list(found["kind"]) == ["city", "admin1", "admin1"]
