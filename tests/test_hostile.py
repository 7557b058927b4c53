"""What nobody should pass in, and what the kit says to it: a right answer or a clear error."""

import time
from pathlib import Path

import numpy as np
import pytest

import kit
from kit._language import parse
from kit._tree import hang_on
from kit.errors import InputError
from kit.settings import DATA_DIR

ROOT = Path(__file__).resolve().parent.parent
PLAIN = "Officials flew from Nairobi to Mombasa."
NEVER_MINUTES_S = 60


def found(text, **options):
    """Words and ids of the places found, by place."""
    table = kit.geoparse(text, **options)
    return {row.text: (row.name, row.country) for row in table.itertuples(index=False)}


def countries(text):
    return set(kit.geoparse(text)["country"])


# ---- long texts -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def story():
    """Some paragraphs of news, each with places of its own."""
    return kit.read_article(ROOT / "tests" / "articles" / "third.md").text


@pytest.mark.parametrize(
    "text",
    ["San " * 5000, "University of " * 2000, "(" * 9000 + "Nairobi" + ")" * 9000, " " * 10**5],
    ids=["one word", "two words", "brackets", "spaces"],
)
def test_what_never_ends_is_read_in_a_time_that_grows_with_its_length(text):
    begun = time.perf_counter()
    assert len(kit.geoparse(text)) <= 1
    assert kit.geoparse(text, spans=[(0, len(text))])["place_id"].tolist() == [None]
    assert time.perf_counter() - begun < NEVER_MINUTES_S


@pytest.mark.parametrize("clause", ["flew to Oslo, ", "who took a bus that left ", "and then "])
def test_a_sentence_without_an_end_is_read_in_pieces_no_longer_than_any_in_news(clause):
    doc = parse("He " + clause * 500)
    assert max(len(sentence) for sentence in doc.sents) <= 250
    assert "".join(token.text_with_ws for token in doc) == doc.text


def test_a_text_of_a_megabyte_is_answered_from_end_to_end_and_not_in_minutes(story):
    times = 1_000_000 // (len(story) + 2)
    text = "\n\n".join([story] * times)
    begun = time.perf_counter()
    table = kit.geoparse(text)
    assert time.perf_counter() - begun < NEVER_MINUTES_S
    one = kit.geoparse(story)
    assert len(table) > 0.97 * times * len(one)
    assert set(table["place_id"].dropna()) <= set(one["place_id"].dropna()) | {None}
    words = [text[a:b] for a, b in zip(table["start"], table["end"], strict=True)]
    assert words == list(table["text"])
    assert table["start"].max() > len(text) - len(story)


def test_a_text_too_long_for_an_article_is_refused_with_advice():
    with pytest.raises(InputError, match=r"[Ss]plit"):
        kit.geoparse("Nairobi. " * 400_000)


@pytest.mark.parametrize(
    ("piece", "places"),
    [
        ("a", set()),
        ("A", set()),
        ("Ab", set()),
        ("A.", set()),
        ("A'", set()),
        (" ", set()),
        ("\n", set()),
        (".", set()),
        ("\u0301", set()),
        ("字", set()),
    ],
    ids=ascii,
)
def test_a_million_letters_without_a_place_have_none(piece, places):
    begun = time.perf_counter()
    assert set(found(piece * (1_000_000 // len(piece)))) == places
    assert time.perf_counter() - begun < NEVER_MINUTES_S


def test_one_name_tens_of_thousands_of_times_takes_no_minutes():
    begun = time.perf_counter()
    kit.geoparse("They met in Nairobi. " * 12_000)
    assert time.perf_counter() - begun < NEVER_MINUTES_S


def test_a_list_of_thousands_of_names_takes_no_minutes():
    import pyarrow.parquet as pq

    names = pq.read_table(DATA_DIR / "gazetteer.parquet", columns=["name"])["name"]
    text = ".\n".join(f"They met in {names[i]}" for i in range(0, len(names), 50))[:120_000]
    begun = time.perf_counter()
    assert len(kit.geoparse(text)) > 1000
    assert time.perf_counter() - begun < NEVER_MINUTES_S


# ---- other languages --------------------------------------------------------------------------

OTHER_LANGUAGES = {
    "French": (
        "FR",
        (
            "Le ministre des Affaires étrangères est arrivé mardi à Lyon pour rencontrer les "
            "maires de la région. Il doit se rendre ensuite à Marseille, où les dockers sont "
            "en grève depuis une semaine. « Nous voulons être entendus », a déclaré une "
            "porte-parole du syndicat. La police attend plusieurs milliers de manifestants "
            "dans les rues de Toulouse et de Nantes."
        ),
    ),
    "German": (
        "DE",
        (
            "Der Minister ist am Dienstag in Hamburg angekommen, um mit den Bürgermeistern zu"
            " sprechen. Danach soll er nach München fahren, wo die Fahrer seit einer Woche "
            "streiken. „Wir wollen gehört werden“, sagte eine Sprecherin der Gewerkschaft."
        ),
    ),
    "Spanish": (
        "ES",
        (
            "El ministro llegó el martes a Sevilla para reunirse con los alcaldes de la "
            "región. Después viajará a Bilbao, donde los trabajadores del puerto están en "
            "huelga desde hace una semana. La policía espera a miles de personas. Las calles "
            "estarán cortadas."
        ),
    ),
    "Russian": (
        "RU",
        (
            "Министр иностранных дел прибыл во вторник в Новосибирск, чтобы встретиться с "
            "губернаторами. Затем он отправится в Омск, где рабочие завода бастуют уже "
            "неделю. «Мы хотим, чтобы нас услышали», заявила представительница профсоюза."
        ),
    ),
    "Korean": (
        "KR",
        (
            "외교부 장관은 화요일 부산에 도착해 시장들과 만났다. 그는 이어 "
            "대구로 이동할 예정이며, 그곳에서는 노동자들이 일주일째 파업을 하고 "
            "있다. 노조"
            " 대변인은 “우리의 목소리를 들어 달라”고 말했다."
        ),
    ),
    "Arabic": (
        "EG",
        (
            "وصل وزير الخارجية يوم الثلاثاء إلى القاهرة للقاء المحافظين. ومن المقرر أن يتوجه "
            "بعد ذلك إلى الإسكندرية حيث يضرب عمال الميناء منذ أسبوع. وقالت المتحدثة باسم "
            "النقابة إنهم يريدون أن يسمعهم الجميع."
        ),
    ),
    "Chinese": (
        "CN",
        (
            "外交部长星期二抵达上海，会见了当地官员。随后他将前往广州，那里的工人已经罢工一周。工会发言人说：“我们希望有人听到我们的声音。”北京方面没有发表评论。"
        ),
    ),
    "Japanese": (
        "JP",
        "外務大臣は火曜日に大阪に到着し、市長らと会談した。その後、札幌に向かう予定である。",
    ),
}


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_in_another_language_a_place_is_right_or_absent(language):
    country, text = OTHER_LANGUAGES[language]
    assert countries(text) <= {country}


# ---- odd letters ------------------------------------------------------------------------------


def test_a_text_in_capitals_keeps_its_places():
    text = (
        "THE MINISTER FLEW FROM LISBON TO NAIROBI ON TUESDAY TO MEET OFFICIALS FROM KENYA AND "
        "TANZANIA. HE WILL THEN TRAVEL TO MOMBASA, WHERE PORT WORKERS HAVE BEEN ON STRIKE FOR A "
        "WEEK. POLICE EXPECT THOUSANDS IN THE STREETS OF DAR ES SALAAM."
    )
    assert set(found(text)) == {
        "LISBON", "NAIROBI", "KENYA", "TANZANIA", "MOMBASA", "DAR ES SALAAM",
    }  # fmt: skip
    assert countries(text) == {"PT", "KE", "TZ"}


def test_a_text_without_places_has_an_empty_table_with_all_columns():
    table = kit.geoparse(
        "The committee said that prices had risen for the third month in a row. Bread, milk and "
        "eggs cost more than a year ago, and nobody expected a quick end to it."
    )
    assert len(table) == 0
    assert list(table.columns) == list(kit.geoparse(PLAIN).columns)
    assert table.crs == kit.geoparse(PLAIN).crs


@pytest.mark.parametrize(
    "text",
    [
        "Officials\0 flew from Nairobi to\0 Mombasa.\0",
        "Officials \ud800flew from Nairobi\udc00 to Mombasa.",
        "".join(map(chr, range(32))) + PLAIN + "\x7f\x80\x9f\ufffe\uffff",
        "Officials flew from \u202eNairobi\u202c to \u200fMombasa\u200e.",
        "Officials flew from \u2067Nairobi\u2069 to Mombasa\u202e.",
        "\u0301" * 1000 + " " + PLAIN,
        "🚨 Officials flew from Nairobi 🇰🇪 to Mombasa 👩‍👩‍👧‍👦🏽!",
        "\ufeffOfficials flew from Nairobi to Mombasa.",
        "وقال الوزير: Officials flew from Nairobi to Mombasa. غادروا في الصباح.",
        "<script>alert(1)</script> Officials flew from <b>Nairobi</b> to Mombasa.",
        "{{7*7}} ${alert(1)} {% for x in y %} `Officials` flew from Nairobi to Mombasa.",
        PLAIN.replace(" ", "\r\n"),
        PLAIN.replace(" ", "\xa0"),
        PLAIN.replace(" ", "\t\t"),
    ],
    ids=[
        "NUL", "surrogates", "control", "override", "isolate", "combining", "emoji", "BOM",
        "Arabic", "HTML", "templates", "CRLF", "no-break", "tabs",
    ],
)  # fmt: skip
def test_odd_letters_around_names_neither_hide_nor_add_places(text):
    assert list(found(text).items()) == [
        ("Nairobi", ("Nairobi", "KE")), ("Mombasa", ("Mombasa", "KE")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Officials flew from Nai\0robi to Mombasa.",
        "Officials flew from N" + "\u0301\u0316\u0489" * 500 + "airobi to Mombasa.",
    ],
    ids=["NUL", "Zalgo"],
)
def test_a_name_spoilt_by_odd_letters_is_itself_or_absent(text):
    assert countries(text) == {"KE"}


@pytest.mark.parametrize("gap", [" ", "\n", "\r\n", "\xa0"], ids=ascii)
def test_a_name_over_a_line_end_is_one_name(gap):
    names = {row.name for row in kit.geoparse(f"They met in Dar es{gap}Salaam.").itertuples()}
    assert names == {"Dar es Salaam"}


def test_a_payload_in_a_name_reaches_no_map():
    text = f"{PLAIN} They met at <img src=x onerror=alert(1)> County, Nairobi."
    page = kit.map_places(kit.geoparse(text)).get_root().render()
    assert "<img src=x" not in page


# ---- spans ------------------------------------------------------------------------------------

NAIROBI = (PLAIN.index("Nairobi"), PLAIN.index(" to "))
MOMBASA = (PLAIN.index("Mombasa"), PLAIN.index("."))


def test_spans_keep_their_order_and_their_doubles():
    table = kit.geoparse(PLAIN, spans=[MOMBASA, NAIROBI, MOMBASA])
    assert list(table["text"]) == ["Mombasa", "Nairobi", "Mombasa"]
    assert list(table["name"]) == ["Mombasa", "Nairobi", "Mombasa"]
    assert kit.alternatives(table, 0)["name"].iloc[0] == "Mombasa"


def test_overlapping_spans_are_each_answered():
    text = "They met in New York City."
    spans = [(12, 25), (12, 20), (16, 20)]
    table = kit.geoparse(text, spans=spans)
    assert list(zip(table["start"], table["end"], strict=True)) == spans
    assert list(table["country"])[:2] == ["US", "US"]


@pytest.mark.parametrize("span", [(0, 10_000), (500, 600), (-5, 3), (-3, -1), (7, 7), (9, 4)])
def test_a_span_outside_the_text_keeps_its_row_without_a_place(span):
    table = kit.geoparse(PLAIN, spans=[span, NAIROBI])
    assert list(table["name"]) == [None, "Nairobi"]
    assert (table["start"].iloc[0], table["end"].iloc[0]) == span


@pytest.mark.parametrize(
    "spans",
    [
        [("0", "3")],
        [(0.0, 3.0)],
        [(None, 3)],
        [(1, 2, 3)],
        [5],
        ["ab"],
        [{"start": 0}],
        5,
        "ab",
        [np.nan],
        [(np.float64(1), 2)],
        [(10**30, 10**30 + 1)],
        [(np.inf, 2)],
        [[(20, 27)]],
        np.array([1, 2]),
        np.array([[1.0, 2.0]]),
        np.zeros((1, 2, 2), int),
        b"ab",
    ],
    ids=repr,
)
def test_spans_that_are_no_pairs_of_numbers_for_a_table_are_refused(spans):
    with pytest.raises(InputError, match="span"):
        kit.geoparse(PLAIN, spans=spans)


def test_no_spans_make_an_empty_table():
    table = kit.geoparse(PLAIN, spans=[])
    assert len(table) == 0
    assert list(table.columns) == list(kit.geoparse(PLAIN).columns)


@pytest.mark.parametrize("of", [np.int64, np.int32, np.uint16])
def test_spans_may_be_numbers_of_numpy(of):
    spans = np.array([NAIROBI, MOMBASA], dtype=of)
    assert list(kit.geoparse(PLAIN, spans=spans)["name"]) == ["Nairobi", "Mombasa"]
    assert list(kit.geoparse(PLAIN, spans=iter(spans))["name"]) == ["Nairobi", "Mombasa"]


def test_a_hundred_thousand_spans_take_no_minutes():
    begun = time.perf_counter()
    assert set(kit.geoparse(PLAIN, spans=[NAIROBI, MOMBASA] * 50_000)["name"]) == {
        "Nairobi",
        "Mombasa",
    }
    assert time.perf_counter() - begun < NEVER_MINUTES_S


@pytest.mark.parametrize(
    "words", ["a\0b", "a\ud800b", " ", ",", "\u0301" * 500, "(((", ""], ids=ascii
)
def test_a_span_of_odd_letters_has_no_place(words):
    text = f"They met in {words} on Monday."
    assert list(kit.geoparse(text, spans=[(12, 12 + len(words))])["name"]) == [None]


def test_brackets_and_spaces_in_a_span_are_not_of_the_name():
    text = "They met in (((Nairobi))) on Monday."
    assert list(kit.geoparse(text, spans=[(12, 25), (11, 26)])["name"]) == ["Nairobi", "Nairobi"]


# ---- no article -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "article",
    [
        None, b"Nairobi", bytearray(b"Nairobi"), Path("article.md"), 5, float("nan"), ["Nairobi"],
        np.array(["Nairobi"]), {},
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_article_is_refused_by_its_type(article):
    with pytest.raises(InputError, match=type(article).__name__):
        kit.geoparse(article)


@pytest.mark.parametrize("of", [np.str_, type("Words", (str,), {})], ids=["numpy", "own"])
def test_strings_of_another_class_are_texts(of):
    assert list(kit.geoparse(of(PLAIN))["name"]) == ["Nairobi", "Mombasa"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\0"], ids=ascii)
def test_an_empty_text_names_no_place(text):
    assert len(kit.geoparse(text)) == 0


def is_tree(doc):
    """Say whether no word hangs in a circle."""
    for token in doc:
        node, steps = token, 0
        while node.head != node and steps <= len(doc):
            node, steps = node.head, steps + 1
        if steps > len(doc):
            return False
    return True


@pytest.mark.parametrize("goods", ["Gold", "A cargo of tin", "Drugs, guns and cash", "It"])
@pytest.mark.parametrize("worth", ["worth", "worth about", "which is worth", "said to be worth"])
def test_words_that_are_hung_anew_hang_in_no_circle(goods, worth):
    for money in ("$3 million", "millions", "an estimated £2bn", "a fortune", "seeing"):
        for tail in ("was flown to Oslo", "left Oslo for Rome", "arriving in Oslo was stolen"):
            assert is_tree(parse(f"{goods} {worth} {money} {tail}."))


@pytest.mark.parametrize("name", ["Port Moresby", "Port Blair", "Fort Portal", "Mount Hagen"])
@pytest.mark.parametrize("verb", ["take", "send", "bring", "carry"])
def test_a_name_taken_for_a_verb_hangs_in_no_circle(verb, name):
    for what in ("the letter", "her parcel", "it"):
        doc = parse(f"She will {verb} {what} to {name} on Monday's flight, which calls at Rome.")
        assert is_tree(doc)


@pytest.mark.parametrize("seed", range(20))
def test_no_word_can_be_hung_on_one_that_hangs_on_it(seed):
    text = "The ship that had left Oslo with tin for Rome on Monday docked at Bari on Friday."
    doc = parse(text).copy()
    for token, head in np.random.default_rng(seed).integers(0, len(doc), (60, 2)).tolist():
        hang_on(doc[token], doc[head])
    assert is_tree(doc)
    assert [token.head.i for token in doc] != [token.head.i for token in parse(text)]
