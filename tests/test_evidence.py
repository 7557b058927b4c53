"""Promises of `evidence`: what it says of a mention is so, in the text and in the gazetteer."""

import re
from pathlib import Path

import pytest
from geopy.distance import geodesic
from shapely.geometry import Point

import kit
from kit.gazetteer import default

ROOT = Path(__file__).resolve().parent.parent
OWN = """
The ferry left Portland for Augusta, Maine. Maine officials said that Bath and Lewiston would
follow. They had asked Paris, Texas, and Paris, France, for help, and Paris answered first.

South Koreans from Cheongju and Seoul flew from Cheongju airport to Tokyo. South Korea said that the
flights would go on. Syrians in Hama and Homs heard of it, and so did Georgia and Tbilisi.

Valencia, Spain, is not Valencia, Venezuela. Springfield is near Columbus in Ohio.
Ohio sent pumps to Mozambique, where Sofala and Beira were flooded, and to the Ukrainian border.
Kingston, Ontario, is cold. New York and Washington were warm; Washington state was not.
"""
FILES = [
    ROOT / "data" / "article.md",
    *sorted(p for p in (ROOT / "tests" / "articles").rglob("*.*") if p.suffix in {".md", ".txt"}),
]
TEXTS = {"own": OWN} | {p.stem: kit.read_article(p).text for p in FILES if p.stem != "README"}
WIDE = {"country", "continent", "region", "admin1", "border"}
AREAS = {"region", "island"}
TIMES = {"once": 1, "twice": 2}
APART_KM = 161.0


@pytest.fixture(scope="module", params=TEXTS)
def mentions(request):
    return kit.geoparse(TEXTS[request.param])


def geoparse(text):
    return kit.geoparse(text).set_index("text", drop=False)


def others(mentions, i):
    """Other places of the text than that of a mention: a row each, a border as its country."""
    placed = mentions[mentions["place_id"].notna()]
    first = [chosen(mentions, j) for j in placed.index]
    table = placed.assign(place=first)
    table = table[table["place"] != chosen(mentions, i)]
    return table.drop_duplicates("place")


def chosen(mentions, i):
    return kit.alternatives(mentions, i)["place_id"][0]


def km(one, other):
    return geodesic((one["lat"], one["lon"]), (other["lat"], other["lon"])).km


def area_of(words):
    """Id of the country or first-level division that bears a name, as the kit writes it."""
    words = words.removeprefix("the ")
    found = [p for p in default().lookup(words) if p.kind in {"country", "admin1"}]
    return {p.place_id for p in found if p.name == words}, {
        (p.country, p.admin1 if p.kind == "admin1" else "") for p in found if p.name == words
    }


def said(mentions, pattern):
    """Rows whose evidence says such, with what it says."""
    for i, row in mentions.iterrows():
        for found in re.finditer(pattern, row["evidence"]):
            yield i, row, found


def lies_in(table, areas):
    """Rows of places that lie in one of these countries or divisions."""
    places = [default().place(place_id) for place_id in table["place"]]
    inside = [
        any(
            p.country == country and (not admin1 or (p.admin1 == admin1 and p.kind != "admin1"))
            for country, admin1 in areas
            if p.kind != "country"
        )
        for p in places
    ]
    return table[inside]


def test_the_first_alternative_is_the_chosen_place(mentions):
    for i, row in mentions[mentions["place_id"].notna()].iterrows():
        listed = kit.alternatives(mentions, i)
        assert len(listed) == row["candidates"]
        if row["kind"] != "border":
            assert listed["place_id"][0] == row["place_id"]


def test_a_country_is_named_as_often_as_it_says(mentions):
    ids = [chosen(mentions, i) if row["place_id"] else None for i, row in mentions.iterrows()]
    for _, row, found in said(mentions, r"(?:^|; )([^;]+?) is (?:named|spoken of) (\w+)"):
        same, _ = area_of(found[1])
        times = TIMES.get(found[2]) or int(found[2])
        assert times in {ids.count(one) for one in same}, row["evidence"]


def test_what_is_named_and_not_spoken_of_is_named_by_its_own_names(mentions):
    gazetteer = default()
    for _, row, found in said(mentions, r"(?:^|; )([^;]+?) is named \w+"):
        same, _ = area_of(found[1])
        words = mentions["text"][mentions["place_id"].isin(same)]
        kinds = {
            p.name_type for word in words for p in gazetteer.lookup(word) if p.place_id in same
        }
        assert "demonym" not in kinds, row["evidence"]


def test_as_many_other_places_lie_there_as_it_says(mentions):
    pattern = r"(?:; |^)(?:([^;,]+) is (?:named|spoken of) [^;,]+, )?(\d+) other places? in the "
    pattern += r"text lies? (?:there|in ([^;]+))"
    for i, row, found in said(mentions, pattern):
        _, areas = area_of(found[1] or found[3])
        count = int(found[2])
        inside = {len(lies_in(others(mentions, i), {area})) for area in areas}
        assert count in inside, row["evidence"]


def test_as_many_other_places_lie_around_as_it_says(mentions):
    for i, row, found in said(mentions, r"(\d+) other places? in the text lies? within 1,000 km"):
        table = others(mentions, i)
        table = table[~table["kind"].isin(WIDE)]
        far = [km(row, other) for _, other in table.iterrows()]
        sure, perhaps = sum(d < 990 for d in far), sum(d < 1010 for d in far)
        assert sure <= int(found[1]) <= perhaps, row["evidence"]


def test_the_nearest_place_is_as_far_as_it_says_and_none_is_nearer(mentions):
    for i, row, found in said(
        mentions, r"(?:about|less than) ([\d,]+) km from ([^;]+), also named"
    ):
        table = others(mentions, i)
        table = table[~table["kind"].isin(WIDE)]
        far = min((km(row, other), other["name"]) for _, other in table.iterrows())
        stated = float(found[1].replace(",", ""))
        assert far[0] == pytest.approx(stated, abs=1 if stated < 100 else 7), row["evidence"]
        named = {km(row, other) for _, other in table[table["name"] == found[2]].iterrows()}
        assert min(named) <= far[0] + 1, row["evidence"]


def test_the_largest_is_the_largest_and_the_figures_are_its_own(mentions):
    for i, row, found in said(mentions, r"the largest of (\d+) places"):
        listed = kit.alternatives(mentions, i)
        assert int(found[1]) == len(listed), row["evidence"]
        assert listed["population"][0] > listed["population"][1:].max(), row["evidence"]
    for i, row, found in said(mentions, r"([\d,.]+)( million)? people"):
        stated = float(found[1].replace(",", "")) * (1e6 if found[2] else 1)
        people = kit.alternatives(mentions, i)["population"][0]
        assert people == pytest.approx(stated, rel=0.051), row["evidence"]


def test_the_only_place_of_a_name_or_kind_is_the_only_one(mentions):
    for _, row, _ in said(mentions, "the only place of this name"):
        assert row["candidates"] == 1
    for i, row, found in said(mentions, r"the only (?!place)[a-z ]+ of (\d+) places"):
        listed = kit.alternatives(mentions, i)
        assert (listed["kind"] == row["kind"]).sum() == 1, row["evidence"]
        assert len(listed) == int(found[1])


def test_a_place_lies_in_what_the_words_beside_it_are_said_to_say(mentions):
    for i, row, found in said(mentions, r"say that it lies in ([^;]+)"):
        own = kit.alternatives(mentions, i).head(1).rename(columns={"place_id": "place"})
        named = mentions[(mentions["name"] == found[1]) & mentions["kind"].isin(AREAS)]
        if len(named):
            assert is_around(named.iloc[0], own.iloc[0]), row["evidence"]
        else:
            _, areas = area_of(found[1])
            assert len(lies_in(own, areas)) == 1, row["evidence"]
        if row["evidence"].startswith("the words beside it"):
            assert found[1] in named_beside(row, mentions), row["evidence"]


def is_around(area, place):
    """Whether a region or island is drawn around a place, or reaches as far."""
    outline = kit.area(area["place_id"])
    if outline is None:
        return km(area, place) <= area["radius_km"] + 10
    return outline.distance(Point(place["lon"], place["lat"])) <= 0.1


def named_beside(row, mentions):
    """Names of what is mentioned beside: "X, Spain", "X, a port in northern Spain", "Spain's X"."""
    behind = (mentions["start"] > row["end"]) & (mentions["start"] <= row["end"] + 40)
    before = (mentions["end"] < row["start"]) & (mentions["end"] >= row["start"] - 40)
    return set(mentions[behind | before]["name"])


def test_the_rival_is_listed_and_lies_elsewhere_or_is_of_another_kind(mentions):
    for i, row, found in said(mentions, r"; rival: (.+)$"):
        listed = kit.alternatives(mentions, i)
        name = re.sub(r" \([a-z ]+\)$", "", found[1])
        known = [
            other
            for _, other in listed[1:].iterrows()
            if name == other["name"] or name.startswith(other["name"] + ", ")
        ]
        assert known, row["evidence"]
        top = listed.loc[0]
        assert any(o["kind"] != top["kind"] or km(top, o) > APART_KM for o in known), row[
            "evidence"
        ]


def test_a_capital_is_one(mentions):
    for i, row, _ in said(mentions, "the capital of its country"):
        assert default().place(chosen(mentions, i)).capital, row["evidence"]


def test_it_fits_a_line_and_gives_a_reason_before_the_rival(mentions):
    for _, row in mentions.iterrows():
        assert 10 < len(row["evidence"]) <= 200
        assert not row["evidence"].startswith(("rival", ";"))
    assert (mentions["evidence"].str.len() <= 140).mean() > 0.98


def test_the_claims_that_these_tests_look_for_are_made():
    told = " ".join(e for text in TEXTS.values() for e in kit.geoparse(text)["evidence"])
    for claim in (
        "is named twice", "is spoken of", "in the text lie there", "in the text lie in ",
        "within 1,000 km", " km from ", "the largest of ", "the only place of this name",
        "the words beside it say that it lies in ", "the capital of its country", "; rival: ",
        "goes before", "as a rule ", "names the people", "the words ask for a border",
    ):  # fmt: skip
        assert claim in told, claim


# ---- single cases --------------------------------------------------------------------------------


def test_words_beside_the_name_are_told_and_the_famous_namesake_is_the_rival():
    evidence = geoparse("He lives in Paris, Texas, with a dog.").loc["Paris", "evidence"]
    assert evidence.startswith("the words beside it say that it lies in Texas")
    assert evidence.endswith("rival: Paris, France")


def test_a_bare_name_is_not_said_to_have_words_beside_it():
    text = "Officials met in Valencia, Venezuela. Later they left Valencia."
    table = kit.geoparse(text)
    bare = table[table["start"] > 40]
    assert list(bare["text"]) == ["Valencia"]
    assert "words beside it" not in bare["evidence"].iloc[0]


def test_an_airport_is_told_by_the_country_that_is_named():
    text = "South Korea and South Korea's airline use Cheongju airport for flights to Jeju."
    row = geoparse(text).loc["Cheongju airport"]
    assert row["kind"] == "airport"
    assert "only" in row["evidence"]
    assert "South Korea is named twice" in row["evidence"]


def test_a_people_is_spoken_of_where_its_country_is_not_named():
    evidence = " ".join(kit.geoparse("Syrians returned to Hama and to Homs.")["evidence"])
    assert "Syria is named" not in evidence


def test_a_mention_given_twice_counts_once():
    text = "Ohio is cold, and so is Columbus."
    spans = [(0, 4), (0, 4), (24, 32)]
    evidence = kit.geoparse(text, spans=spans)["evidence"]
    assert not evidence.str.contains("twice").any()


def test_no_word_of_the_text_gets_into_it_that_is_not_a_place_of_the_gazetteer():
    text = "Mayor <b>Zork</b> of Springfield, Illinois, met {{Evil}} in Cheongju & Qwertyville."
    evidence = " ".join(kit.geoparse(text)["evidence"])
    assert not re.search(r"[<>{}&]|Zork|Evil|Qwertyville|Mayor", evidence)


def test_a_name_that_the_gazetteer_lacks_says_so():
    text = "They met in Qwertyvillestadt."
    row = kit.geoparse(text, spans=[(12, 28)]).iloc[0]
    assert row["evidence"] == "no place of this name is in the gazetteer"
