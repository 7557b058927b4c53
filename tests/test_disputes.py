"""Disputed land: what kit.settings.point_of_view promises."""

import csv

import numpy as np
import pytest
import shapely

import kit
from kit import _basemap, _countries, _disputes, measure, settings
from kit.errors import InputError

CRIMEA, GOLAN, KASHMIR = (45.0, 34.1), (33.0, 35.77), (34.08, 74.8)
PRISTINA, LAAYOUNE, TAIPEI = (42.66, 21.16), (27.15, -13.2), (25.03, 121.5)
AKSAI_CHIN, ITURUP = (35.0, 79.5), (45.0, 147.9)

#: A point, who says, and whose land it is to them: by the sources that data/disputed.csv names.
VIEWS = [
    (CRIMEA, "de facto", "RU"),
    (CRIMEA, "UN", "UA"),
    (CRIMEA, "UA", "UA"),
    (CRIMEA, "RU", "RU"),
    (CRIMEA, "DE", "UA"),
    (GOLAN, "de facto", "IL"),
    (GOLAN, "UN", "SY"),
    (GOLAN, "US", "IL"),
    (KASHMIR, "de facto", "IN"),
    (KASHMIR, "UN", "IN"),
    (KASHMIR, "PK", "PK"),
    (PRISTINA, "de facto", "XK"),
    (PRISTINA, "UN", "RS"),
    (PRISTINA, "RS", "RS"),
    (PRISTINA, "FR", "XK"),
    (LAAYOUNE, "de facto", "MA"),
    (LAAYOUNE, "UN", "EH"),
    (TAIPEI, "de facto", "TW"),
    (TAIPEI, "UN", "CN"),
    (TAIPEI, "CN", "CN"),
    (TAIPEI, "FR", "TW"),
    (AKSAI_CHIN, "de facto", "CN"),
    (AKSAI_CHIN, "IN", "IN"),
    (ITURUP, "de facto", "RU"),
    (ITURUP, "JP", "JP"),
]


@pytest.fixture
def seen_by(monkeypatch):
    """Set the point of view for one test."""
    return lambda view: monkeypatch.setattr(settings, "point_of_view", view)


@pytest.mark.parametrize(("point", "view", "owner"), VIEWS)
def test_land_counts_to_whom_the_point_of_view_says(point, view, owner):
    assert measure.is_in_territory(*point, owner, point_of_view=view)
    rivals = {"RU", "UA", "IL", "SY", "IN", "PK", "RS", "MA", "CN", "JP"} - {owner}
    assert not any(measure.is_in_territory(*point, rival, point_of_view=view) for rival in rivals)


def test_what_has_a_code_of_its_own_is_found_by_it_from_any_point_of_view():
    for point, code in ((TAIPEI, "TW"), (PRISTINA, "XK"), ((26.16, -10.57), "EH")):
        for view in ("de facto", "UN", "CN", "RS", "MA"):
            assert measure.is_in_territory(*point, code, point_of_view=view)


def test_the_border_of_ukraine_runs_across_the_isthmus_de_facto_alone():
    isthmus = 46.15, 33.7
    to_russia = [
        measure.distance_to_border_km(*isthmus, "UA", "RU", point_of_view=view)[0]
        for view in ("de facto", "UN", "RU", "UA")
    ]
    assert max(to_russia[0], to_russia[2]) < 10
    assert min(to_russia[1], to_russia[3]) > 200


def test_serbia_has_no_border_with_kosovo_where_kosovo_counts_to_it():
    assert not measure.border("RS", "XK", point_of_view="de facto").is_empty
    assert not measure.border("RS", "AL", point_of_view="UN").is_empty
    with pytest.raises(InputError, match="no land border with AL"):
        measure.distance_to_border_km(*PRISTINA, "RS", "AL", point_of_view="de facto")


def test_borders_of_countries_without_disputes_are_the_same_to_all():
    views = "de facto", "UN", "IN", "RU"
    lengths = {measure.border("FR", "ES", point_of_view=view).length for view in views}
    assert len(lengths) == 1


@pytest.mark.parametrize(
    ("words", "view", "country", "note"),
    [
        ("Sevastopol", "de facto", "RU", "Russia, de facto"),
        ("Sevastopol", "UN", "UA", "United Nations"),
        ("Srinagar", "PK", "PK", "as Pakistan sees it"),
        ("Srinagar", "UN", "IN", "counted to India"),
        ("Pristina", "UN", "RS", "counted to Serbia"),
        ("Lyon", "UN", "FR", ""),
    ],
)
def test_a_mention_counts_to_whom_the_point_of_view_says(seen_by, words, view, country, note):
    seen_by(view)
    mentions = kit.geoparse(f"Snow fell in {words} at noon.")
    row = mentions[mentions["text"] == words].iloc[0]
    assert row["country"] == country
    assert note in row["evidence"]
    assert ("counted to" in row["evidence"]) == bool(note)
    assert mentions.attrs["point_of_view"] == view


def test_the_geocoder_counts_places_likewise(seen_by):
    gazetteer = kit.Gazetteer()
    for view, country in (("de facto", "Russia"), ("UN", "Ukraine")):
        seen_by(view)
        found = gazetteer.geocode("Sevastopol")
        assert found.address.endswith(country)
        assert found.raw["point_of_view"] == view
    assert "point_of_view" not in gazetteer.geocode("Lyon").raw


def test_a_country_that_others_dispute_stays_itself_by_name(seen_by):
    seen_by("UN")
    mentions = kit.geoparse("Ships left Taiwan for Japan, and Kosovo sent aid to Taiwan.")
    assert mentions["country"].tolist() == ["TW", "JP", "XK", "TW"]


def test_the_foot_of_a_map_names_the_point_of_view(seen_by):
    mentions = kit.geoparse("Snow fell in Srinagar.")
    for view, words in (("UN", "as the United Nations see it"), ("de facto", "de facto")):
        seen_by(view)
        assert words in kit.map_places(mentions).get_root().render()


def test_disputed_lines_are_drawn_by_the_point_of_view(seen_by):
    isthmus = np.array([[46.1, 33.7]])
    drawn = {}
    for view in ("de facto", "UN", "RU", "UA"):
        seen_by(view)
        cells = _basemap.basemap(isthmus, np.ones(1))["cells"]
        drawn[view] = sum(len(cell["disputed"]) for cell in cells)
    assert drawn["de facto"] == drawn["RU"] > drawn["UN"] == drawn["UA"]


def test_a_line_that_parts_countries_to_everyone_is_a_border():
    assert _disputes.line_between("golan", "JO", "UN") == "border"
    assert _disputes.line_between("golan", "SY", "UN") == ""
    assert _disputes.line_between("golan", "SY", "de facto") == "disputed"
    assert _disputes.line_between("abkhazia", "GE", "UN") == "disputed"
    assert _disputes.line_between("abkhazia", "RU", "UN") == "border"


@pytest.mark.parametrize("view", ["de facto", "UN", "De_Facto", "un", "in"])
def test_a_point_of_view_is_taken_in_any_case(seen_by, view):
    seen_by(view)
    assert _disputes.point_of_view().lower() == view.lower().replace("_", " ")


@pytest.mark.parametrize("view", ["", "NATO", "Europe", None, 7, "XX", "de-facto-ish"])
def test_another_point_of_view_is_refused_with_what_to_give(seen_by, view):
    seen_by(view)
    with pytest.raises(InputError, match=r'"de facto", "UN", or the two letters of a country'):
        kit.geoparse("Snow fell in Srinagar.")


def test_every_disputed_area_has_land_owners_and_a_source():
    with (settings.DATA_DIR / "disputed.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = _countries.names()
    for row in rows:
        area = _disputes.areas()[row["unit"]]
        assert row["source"]
        assert not _countries.unit_land(area.unit).is_empty
        owners = {area.held_by, *area.claimants, *area.views, *area.views.values(), *area.drawn_in}
        assert owners | {area.un or "UA", area.others or "UA"} <= set(known)


def test_no_land_of_a_disputed_area_is_left_in_a_country():
    for area in _disputes.areas().values():
        inner = _countries.unit_land(area.unit).buffer(-0.03)
        for code in area.drawn_in - {area.unit}:
            overlap = shapely.intersection(_countries.unit_land(code), inner)
            assert overlap.area < 0.001, (area.unit, code)


def checked(text):
    mentions = kit.geoparse(text)
    return kit.check_claims(kit.find_claims(text, mentions), mentions).iloc[0]


SRINAGAR = "Srinagar, in Kashmir, lies 60 kilometers from the Pakistani border."


def test_a_reason_names_the_point_of_view_of_a_disputed_border(seen_by):
    seen_by("de facto")
    row = checked(SRINAGAR)
    assert row["verdict"] == "consistent"
    assert "the Pakistani border (de facto; " in row["reason"]
    assert "159 km as Pakistan sees it)" in row["reason"]
    assert "de facto" not in checked("Lyon lies 120 km from the Swiss border.")["reason"]


def test_what_holds_from_another_point_of_view_is_not_called_wrong(seen_by):
    seen_by("PK")
    row = checked(SRINAGAR)
    assert row["verdict"] == "not checkable"
    assert "it may hold de facto" in row["reason"]
