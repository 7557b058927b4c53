"""What read_article promises: the article, and nothing of what surrounds it."""

import datetime as dt
import hashlib
import http.server
import re
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from kit.article import Article, as_article, read_article, save_article
from kit.errors import FetchError, InputError, KitError, NotFoundError

ROOT = Path(__file__).resolve().parent.parent
OUR_REPORT = ROOT / "data" / "article.md"
THIRD = ROOT / "tests" / "articles" / "third.md"
FOURTH = ROOT / "tests" / "articles" / "fourth.html"

WIRE = """NAIROBI, March 4 (Reuters) - Two trucks carrying grain from Mombasa were held at the
Malaba border post on Monday, drivers said, and the line had grown to 12 km by the
evening.

"We have slept here for three nights," said one driver, Jordan Otieno.

Customs officers from Uganda came to the post at noon and left an hour later without
a word to the drivers.

(Reporting by Asha Mwangi in Nairobi; Editing by Paul Smith)
"""
MAIL = """From: desk@example.org
To: All staff
Subject: Ferry service to Gozo suspended
Date: Fri, 20 Oct 2023 18:03:00 +0900

> The ferry service between Cirkewwa and Mgarr was suspended on Friday after a
> storm damaged both piers, of about five
> kilometres each.
>
> A spokesman said that the service would
> be back on Sunday.
"""
ONE_LINE_EACH = """Dam bursts near Derna
By Ali Salem | September 12, 2023 | 5 min read
A dam burst above the town of Derna on Sunday night and took whole streets into the sea, \
officials said on Tuesday in Benghazi.
Roads to the west were cut.
READ ALSO: Libya's long war in pictures
Boats came from Tobruk with water and tents, said a man who had come by sea on Monday.
He did.
© 2023 The Libya Herald
Share this article
"""
MARKDOWN = """---
title: "Kenya: trucks stuck at Malaba"
date: 2024-03-04T10:00:00+03:00
authors:
  - Asha Mwangi
  - Paul Smith
url: https://news.example/2024/03/04/malaba
---

# Kenya: trucks stuck at Malaba

![Trucks at Malaba](trucks.jpg)
*Trucks wait at Lamu on Monday.*

Two trucks from [Mombasa](https://en.example/Mombasa_(city)) were **held** at _Malaba_, said
the *Daily Nation*.

## Long wait

The line is 12&nbsp;km long<!-- hidden --> and growing. <script>alert("Paris is far")</script>

[Read: how the border closed](https://x.example/a)

* Drivers: 600, of whom some have slept in their cabs.

> "No one told us," he said.

He left.

Still waiting
-------------

Photo: Asha Mwangi / Reuters

Uganda has said nothing.
"""
BLOG = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Ferry row deepens | Island Post</title><meta property="og:site_name" content="Island Post">
<meta property="og:title" content="Ferry row deepens | Island Post">
<meta property="og:url" content="https://islandpost.example/ferry">
<meta name="author" content="Maria Borg">
<meta property="article:published_time" content="2024-05-02T10:00:00+02:00">
<script>var x = "<p>Evil script text about Paris that must never appear in any body.</p>";</script>
</head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Ferry row deepens</h1><p class="byline">By <a href="/maria">Maria Borg</a></p>
<figure><img src="a.jpg"><figcaption>At Lisbon on Tuesday. Photo: Ivan Vella</figcaption></figure>
<p>The ferry from Gozo to Malta stopped on <a href="/x">Tuesday</a> at Mgarr&nbsp;&mdash; the
&ldquo;worst day&rdquo; of the year.<br>Crews said they had not been paid.</p>
<p>"He told us, 'wait until noon', and then he left," said a passenger, Anna Vella.</p>
<h2>A long wait in Cairo</h2>
<p>Buses took the rest to Valletta, about 30 kilometers away.</p>
<aside class="related"><h3>Related</h3><ul><li><a href="/1">Tunnel plan for Athens shelved by
the council after years of talk</a></li></ul></aside>
<p><strong>What next for Tunis</strong></p>
<p>Talks go on in Rome on Friday.</p>
<blockquote><p>We will not go back, the union said.</p></blockquote>
<p>Read more: <a href="/2">The long story of the Oslo tunnel</a></p>
<ul><li>Ferries run from 6 a.m. to midnight.</li></ul>
<p>He agreed.</p>
<div class="share"><a href="#">Share on Facebook</a> <a href="#">Tweet</a></div>
<p>Sign up for our newsletter to get more.</p></article>
<footer>&copy; 2024 Island Post, Madrid. All rights reserved.</footer></body></html>"""
OLD_TABLE = """<html><head><title>Dam bursts near Derna</title></head><body><table><tr>
<td><a href=/>Home</a></td><td><p>By Ali Salem<p>September 12, 2023<p>A dam burst above the town of
Derna on Sunday night and took whole streets into the sea, officials said in Benghazi.<p>Roads to
the west were cut, and boats came from Tobruk with water.</td></tr></table></body></html>"""
BREAKS = """<html><head><title>Radio report from Chad</title></head><body><div class="post">
<h1>Radio report from Chad</h1><div class="entry-content">Fighting broke out near Abeche on Friday,
said a man by radio.<br><br>Trucks left for Adre, 150 km to the east, he said, and would go on
when the road is dry.<br /><br />No one has seen them since.</div></div></body></html>"""
MICRODATA = """<html><head><title>Rosso</title></head><body><div id="menu">Menu Search</div>
<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Bridge joins the
two Rossos</h1><span itemprop="author">Awa Diop</span> <time itemprop="datePublished"
datetime="2023-11-08">yesterday</time><div itemprop="articleBody"><div>ROSSO, Senegal &#8212; A
bridge over the river opened on Wednesday, and joined the two towns called Rosso.</div>
<div>Trucks crossed from Mauritania all morning while a crowd sang in the heat.</div></div></div>
<div class="comments"><h3>Comments</h3><p>First! I am a reader from Quito and my comment is long
enough to be taken for a paragraph.</p></div></body></html>"""

TEXTS = {
    "wire": WIRE,
    "mail": MAIL,
    "one line each": ONE_LINE_EACH,
    "markdown": MARKDOWN,
    "blog": BLOG,
    "old table": OLD_TABLE,
    "breaks": BREAKS,
    "microdata": MICRODATA,
}


def body(*paragraphs):
    """Make a plain article with a title, these paragraphs, and prose before and after them."""
    return read_article(
        "\n\n".join(
            ["Storm over Malta", "A storm struck Malta.", *paragraphs, "It left on Monday."]
        )
    ).paragraphs[1:-1]


# ---- The real article, and our own report of its facts ------------------------------------------


def test_the_real_article_has_its_title_date_byline_and_mended_address(real_article_path):
    article = read_article(real_article_path)
    raw = real_article_path.read_text(encoding="utf-8")
    lines = [line.strip() for line in raw.splitlines() if line.strip()]
    assert article.title == lines[0]
    assert article.date == dt.date(2023, 10, 20)
    assert article.byline == "AFP"
    assert article.url == lines[-1].replace(" ", "")
    assert article.url.startswith(read_article(OUR_REPORT).url)
    assert hashlib.sha256(article.url.encode()).hexdigest().startswith("1223990ae27bce61")


def test_the_real_article_keeps_every_paragraph_and_nothing_else(real_article_path):
    article = read_article(str(real_article_path))
    raw = real_article_path.read_text(encoding="utf-8")
    lines = [line.strip() for line in raw.splitlines() if line.strip()]
    prose = [line for line in lines[3:] if re.search(r'[.!?]"?$', line)]
    halves = [line for line in lines if line.endswith("KCNA")]
    assert len(halves) == 1
    mended = [" ".join([halves[0], p]) if p[0].islower() else p for p in prose]
    assert list(article.paragraphs) == mended
    assert len(article.paragraphs) == 25


def test_the_real_article_loses_captions_links_headings_and_the_address(real_article_path):
    text = read_article(real_article_path).text
    for leftover in ("Press Service", "Related article", "https://", "Original url", "**", "<u>"):
        assert leftover not in text
    assert not re.search(r"^(Tightening|Weapons) \w+$", text, re.MULTILINE)


def test_our_report_has_its_own_title_and_the_source_s_date_and_address():
    article = read_article(OUR_REPORT)
    assert article.date == dt.date(2023, 10, 20)
    assert article.url.startswith("https://www.themoscowtimes.com/2023/10/20/")
    assert "AFP" in article.byline
    assert "AFP" not in article.text
    assert not any(line.startswith("#") for line in article.text.splitlines())
    assert "example.org" not in article.text
    assert "Across the peninsula" not in article.text


def test_our_report_shares_no_run_of_nine_words_with_the_real_article(real_article_path):
    def runs(text):
        words = re.findall(r"[a-z0-9]+", text.lower())
        return {tuple(words[i : i + 9]) for i in range(len(words) - 8)}

    real = read_article(real_article_path)
    for ours in (read_article(OUR_REPORT), read_article(THIRD)):
        assert not runs(ours.text) & runs(real.text)


def test_our_report_names_every_distance_and_date_of_the_real_article(real_article_path):
    def numbers(path):
        return set(
            re.findall(
                r"\d[\d,]*(?= (?:kilometers|miles|containers))|(?<=t\. )\d\b",
                read_article(path).text,
            )
        )

    assert numbers(OUR_REPORT) == numbers(real_article_path)


# ---- Plain text and Markdown --------------------------------------------------------------------


def test_a_wire_story_keeps_its_dateline_and_loses_its_credits():
    article = read_article(WIRE)
    assert article.title is None
    assert len(article.paragraphs) == 3
    assert article.text.startswith("NAIROBI, March 4 (Reuters) - Two trucks")
    assert "Editing by" not in article.text


def test_lines_wrapped_by_hand_are_joined():
    assert read_article(WIRE).paragraphs[2].endswith("an hour later without a word to the drivers.")
    wrapped = "The convoy left the north-\neastern gate of the town and took\nthe road to Aleppo.\n"
    assert read_article(wrapped).text == (
        "The convoy left the north-eastern gate of the town and took the road to Aleppo."
    )


def test_indented_first_lines_part_paragraphs():
    text = "   A storm struck Malta on Monday and cut\nthe road from Valletta to Mdina.\n"
    text += "   Ferries to Gozo stopped at noon, and\npeople slept on board.\n   No one was hurt.\n"
    assert len(read_article(text).paragraphs) == 3


def test_what_is_copied_from_a_browser_has_its_headline_as_title():
    article = read_article(
        "Skip to content\nThe Andean Times\nMenu\n\nHome > World > Peru\n\nRoad to Puno is cut\n\n"
        "14 May 2024 • 7:30am\n\nCopy link\ntwitter\nfacebook\n\nA slide cut the road to Puno.\n\n"
        "Recommended\nThe railway that Bolivia lost\n\nIt is shut.\n\nTopics\nPeru, Chile\n"
    )
    assert article.title == "Road to Puno is cut"
    assert article.date == dt.date(2024, 5, 14)
    assert article.paragraphs == ("A slide cut the road to Puno.", "It is shut.")


def test_a_mail_gives_its_subject_as_title_and_its_date_in_its_own_time_zone():
    article = read_article(MAIL)
    assert article.title == "Ferry service to Gozo suspended"
    assert article.date == dt.date(2023, 10, 20)
    assert len(article.paragraphs) == 2
    assert article.paragraphs[1] == "A spokesman said that the service would be back on Sunday."


def test_a_text_with_one_line_a_paragraph_keeps_its_paragraphs_apart():
    article = read_article(ONE_LINE_EACH)
    assert article.title == "Dam bursts near Derna"
    assert article.byline == "Ali Salem"
    assert article.date == dt.date(2023, 9, 12)
    assert [p.split()[0] for p in article.paragraphs] == ["A", "Roads", "Boats", "He"]


def test_markdown_loses_its_marks_and_keeps_its_words():
    article = read_article(MARKDOWN)
    assert article.title == "Kenya: trucks stuck at Malaba"
    assert article.date == dt.date(2024, 3, 4)
    assert article.byline == "Asha Mwangi, Paul Smith"
    assert article.url == "https://news.example/2024/03/04/malaba"
    assert article.paragraphs == (
        "Two trucks from Mombasa were held at Malaba, said the Daily Nation.",
        "The line is 12 km long and growing.",
        "Drivers: 600, of whom some have slept in their cabs.",
        '"No one told us," he said.',
        "He left.",
        "Uganda has said nothing.",
    )


def test_markdown_without_front_matter_is_read_from_its_heading_and_its_first_lines():
    article = read_article(THIRD)
    assert article.title.startswith("Landslide")
    assert article.byline == "Rosa Condori and Jordan Whitlock"
    assert article.date == dt.date(2024, 5, 14)
    assert len(article.paragraphs) == 9
    assert article.text.count("\n\n") == 9
    for leftover in ("Fuel runs short", "Read also", "digger", "*"):
        assert leftover not in article.text


@pytest.mark.parametrize(
    "line",
    [
        "Related article: Storms of the past",
        "Related articles",
        "Read more: Storms of the past in Sicily",
        "READ ALSO | Storms of the past",
        "See also: Tunis after the rain.",
        "Also read Storms of the past",
        "Click here for our map of Sicily.",
        "Sign up for our newsletter, The Catania Briefing.",
        "Subscribe to our daily e-mail",
        "Follow us on Telegram for news from Rome.",
        "Share this story on Facebook",
        "Facebook | Twitter | WhatsApp",
        "Advertisement",
        "Photo: A boat off Catania",
        "A boat off Catania on Monday. (AP Photo/Jane Doe)",
        "A boat off Catania on Monday. (Jane Doe/Reuters)",
        "A boat off Catania. Jane Doe / Reuters",
        "A boat off Catania. REUTERS/Jane Doe",
        "A boat off Catania on Monday. Getty Images",
        "A boat off Catania on Monday. **Press Service of the Port**",
        "FILE - A boat leaves Catania on June 3.",
        "© 2023 Catania News. All rights reserved.",
        "Reporting by Jane Doe in Catania; editing by John Doe",
        "This article was first published in Catania News.",
        "A long night in Catania",
        "Original url:",
        "https://news.example/catania/2023",
        "Source: https://news.example/catania/2023",
        "***",
        "###",
    ],
)
def test_what_surrounds_an_article_is_left_out(line):
    assert body(line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "He did.",
        '"We saw it from Catania," she said.',
        "Why Catania?",
        "“Never again,” said the mayor of Catania.",
        "The mayor said:",
        "KYIV — A train left for Lviv.",
        "SEOUL, Oct 20 (Reuters) - Talks began.",
        "ROME (AP) — Talks began.",
        "The photo showed Catania under water.",
        "Video provided by the navy showed the pier at Catania.",
        "He told AFP/Reuters that Catania was safe.",
        "Readers of Reuters in Catania saw more of it than others.",
        "Subscribers in Catania lost their line.",
        "The source, a dam near Catania, held.",
        "By Friday the road to Catania was open, and by Sunday the airport.",
        "Watch towers stand at Catania, 30 km away.",
        "It struck on October 20, 2023.",
        "More than 300 people left Catania by sea.",
        "See the map at https://news.example/map for the road to Catania.",
    ],
)
def test_real_paragraphs_stay_however_short(line):
    assert body(line) == (line,)


def test_an_agency_s_name_after_a_dash_goes_and_its_paragraph_stays():
    assert body("The port of Catania was shut. — AFP") == ("The port of Catania was shut.",)


def test_headlines_under_a_related_label_go_with_it():
    lines = ("Related stories:", "The dam that broke in Derna", "Sicily under water")
    assert body(*lines, "The port was shut.") == ("The port was shut.",)


def test_a_paragraph_broken_in_two_is_mended():
    assert body("The master of the ship told the ANSA", "news agency that he had left.") == (
        "The master of the ship told the ANSA news agency that he had left.",
    )
    assert body("It was a “new era”", "of trade, he said.") == (
        "It was a “new era” of trade, he said.",
    )


def test_a_paragraph_broken_before_a_name_is_mended_where_its_end_is_open():
    assert body("The ship left Catania for", "Tunis on Monday.") == (
        "The ship left Catania for Tunis on Monday.",
    )


def test_a_heading_before_a_name_in_lower_case_is_not_mended():
    assert body("Fighting goes on", "al-Shabaab took the town.") == ("al-Shabaab took the town.",)


def test_a_text_without_full_stops_keeps_its_lines():
    article = read_article("Ports of the east\n\nRajin\n\nVladivostok\n\nBusan\n")
    assert article.paragraphs == ("Rajin", "Vladivostok", "Busan")


def test_a_text_of_one_line_is_its_body():
    assert read_article("Lavrov flew to Tunis").paragraphs == ("Lavrov flew to Tunis",)
    assert read_article("Lavrov flew to Tunis").title is None


def test_a_last_sentence_without_its_full_stop_stays():
    article = read_article("Talks in Rome\n\nThe talks ended.\n\nHe left Rome for Tunis by sea")
    assert article.paragraphs[-1] == "He left Rome for Tunis by sea"


def test_a_title_may_end_like_a_sentence():
    assert read_article("Kim wants talks with U.S.\n\nHe said so.").title == (
        "Kim wants talks with U.S."
    )
    assert read_article("Who rules Derna?\n\nNobody does.").title == "Who rules Derna?"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("October 20, 2023", dt.date(2023, 10, 20)),
        ("Oct. 20, 2023, 3:04 p.m. EDT", dt.date(2023, 10, 20)),
        ("Published on Friday, 20th October 2023 at 10:00 GMT", dt.date(2023, 10, 20)),
        ("2023-10-20T23:30:00+09:00", dt.date(2023, 10, 20)),
        ("20/10/2023", dt.date(2023, 10, 20)),
        ("Updated: 21 October 2023 | Published: 20 October 2023", dt.date(2023, 10, 21)),
        ("3/4/2023", None),
        ("May Day in Rome", None),
        ("February 30, 2023", None),
        ("March 2023", None),
    ],
)
def test_only_a_full_and_single_date_is_read_as_one(line, date):
    article = read_article(f"Talks in Rome end\n\n{line}\n\nThe talks ended.\n\nAll left.")
    assert article.date == date


def test_a_date_of_publication_wins_over_one_of_change():
    text = "Talks end\n\nUpdated May 5, 2024\n\nPublished May 3, 2024\n\nThe talks ended in Rome."
    assert read_article(text).date == dt.date(2024, 5, 3)


def test_a_date_inside_a_sentence_is_not_the_article_s():
    assert read_article("It struck on October 20, 2023.\n\nIt passed.").date is None


def test_a_date_in_the_address_is_taken_where_nothing_else_says_one():
    text = "It struck Malta.\n\nIt passed.\n\nhttps://news.example/2023/10/20/storm"
    assert read_article(text).date == dt.date(2023, 10, 20)


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/a/storm-a82808",
        "https://news.example/a/storm-a8 2808",
        "Original url: https://news.example/a/storm-a82808",
        "https://news.example/a/storm-a8\n2808",
        "<https://news.example/a/storm-a82808>",
    ],
)
def test_an_address_at_the_end_is_read_and_mended(address):
    article = read_article(f"It struck Malta.\n\nIt passed.\n\n{address}\n")
    assert article.url == "https://news.example/a/storm-a82808"
    assert article.text == "It struck Malta.\n\nIt passed."


# ---- Characters and encodings -------------------------------------------------------------------


def test_odd_spaces_become_plain_and_unseen_characters_go():
    text = "Quake\r\n\r\nIt hit 40\u00a0km off Su\u00adva\u200b,\u2009Fiji\u202e."
    text += "\u2028It\ufeff passed."
    assert read_article(text).text == "Quake\n\nIt hit 40 km off Suva, Fiji.\n\nIt passed."


def test_quotation_marks_and_accents_stay_as_they_are():
    line = "“L’Aquila’s road to Pescara — ‘closed’,” said São Tomé’s envoy."
    assert read_article(line).text == line
    assert read_article("The mayor of Sa\u0303o Paulo left.").text == "The mayor of São Paulo left."


def test_windows_dashes_read_as_latin_1_are_put_right():
    assert read_article("ROME (AP) \x97 \x93No\x94, he said.").text == "ROME (AP) — “No”, he said."


def test_stars_and_backticks_of_a_plain_text_stay_and_its_bold_goes():
    line = "Rooms in T*SOL and PV*SOL cost ``nothing'' in **Rome**."
    assert read_article(line).text == "Rooms in T*SOL and PV*SOL cost ``nothing'' in Rome."


def test_lone_surrogates_do_not_break_anything():
    article = read_article("A storm \ud800 struck Malta.\n\nIt passed.")
    assert article.text.encode("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_a_file_is_read_in_the_encoding_it_has(tmp_path, encoding, suffix):
    line = "“São Tomé’s ferry left for Príncipe — late,” said Zoë."
    path = tmp_path / f"article{suffix}"
    text = f"<html><body><p>{line}</p><p>It did.</p></body></html>" if suffix == ".html" else line
    path.write_bytes(text.encode(encoding))
    assert read_article(path).paragraphs[0] == line


def test_a_page_is_read_in_the_encoding_that_it_declares(tmp_path):
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">'
        "</head><body><p>A train left Łódź for Gdańsk.</p></body></html>"
    )
    path = tmp_path / "article.htm"
    path.write_bytes(page.encode("iso-8859-2"))
    assert read_article(path).text == "A train left Łódź for Gdańsk."


def test_a_text_in_another_script_is_read_too(tmp_path):
    line = "Поезд вышел из Москвы во вторник утром и прибыл в Казань поздно вечером. " * 5
    path = tmp_path / "article.txt"
    path.write_bytes(line.encode("cp1251"))
    assert read_article(path).text == line.strip()


# ---- HTML ---------------------------------------------------------------------------------------


def test_a_page_gives_its_title_date_byline_and_address_from_its_metadata():
    article = read_article(BLOG)
    assert article.title == "Ferry row deepens"
    assert article.date == dt.date(2024, 5, 2)
    assert article.byline == "Maria Borg"
    assert article.url == "https://islandpost.example/ferry"


def test_a_page_gives_its_paragraphs_and_lists_and_nothing_around_them():
    assert read_article(BLOG).paragraphs == (
        (
            "The ferry from Gozo to Malta stopped on Tuesday at Mgarr — the “worst day” of the "
            "year. Crews said they had not been paid."
        ),
        "\"He told us, 'wait until noon', and then he left,\" said a passenger, Anna Vella.",
        "Buses took the rest to Valletta, about 30 kilometers away.",
        "Talks go on in Rome on Friday.",
        "We will not go back, the union said.",
        "Ferries run from 6 a.m. to midnight.",
        "He agreed.",
    )


def test_json_ld_gives_a_page_s_date_and_author():
    article = read_article(FOURTH)
    assert article.title == "Ferry crosses the Gambia's mouth again"
    assert article.date == dt.date(2024, 2, 22)
    assert article.byline == "Florence Mendy"
    assert article.url == "https://coastwire.example/2024/02/22/ferry-barra-banjul"
    assert len(article.paragraphs) == 5
    for place in ("Paris", "Rome", "Nairobi", "Lisbon", "Conakry", "Farafenni", "Accra"):
        assert place not in article.text


def test_microdata_and_time_give_a_page_s_date():
    article = read_article(MICRODATA)
    assert article.title == "Bridge joins the two Rossos"
    assert article.date == dt.date(2023, 11, 8)
    assert article.byline == "Awa Diop"
    assert len(article.paragraphs) == 2
    assert "Quito" not in article.text


def test_a_page_of_tables_is_read_like_any_other():
    article = read_article(OLD_TABLE)
    assert article.date == dt.date(2023, 9, 12)
    assert article.byline == "Ali Salem"
    assert len(article.paragraphs) == 2


def test_double_line_breaks_part_the_paragraphs_of_a_page():
    assert [p.split()[0] for p in read_article(BREAKS).paragraphs] == ["Fighting", "Trucks", "No"]


def test_a_title_loses_the_name_of_its_site_and_no_word_of_its_own():
    page = (
        "<html><head><title>{}</title></head><body><h2>World</h2><p>Leaders met in Rome.</p>"
        "<h2>After</h2><p>They left.</p></body></html>"
    )
    assert read_article(page.format("World leaders meet")).title == "World leaders meet"
    assert read_article(page.format("World - Our Site")).title == "World"


def test_quotations_and_nested_blocks_of_a_page_keep_all_their_words():
    page = (
        "<html><body><article><h1>Talks end</h1><p>He said: &quot;They told me, &#39;the "
        "<q>border</q> is <b>5&thinsp;km</b> away&#39;, and <i>left</i>&quot;.</p>"
        "<blockquote>Never again.<p>Never.</p></blockquote>"
        "<ul><li>One road is open.<ul><li>It leads to Tunis.</li></ul></li></ul></article></body>"
    )
    assert read_article(page).paragraphs == (
        "He said: \"They told me, 'the border is 5 km away', and left\".",
        "Never again.",
        "Never.",
        "One road is open.",
        "It leads to Tunis.",
    )


def test_a_fragment_of_html_is_a_page():
    assert read_article("<p>A quake hit Fiji &amp; Tonga on Monday.</p>").text == (
        "A quake hit Fiji & Tonga on Monday."
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>var a = 'Paris is far.';</script>",
        "<script>document.write('<p>Paris is far away from here.</p>')</script>",
        "<style>p::after { content: 'Paris is far.' }</style>",
        "<noscript><p>Paris is far.</p></noscript>",
        "<template><p>Paris is far.</p></template>",
        "<!-- <p>Paris is far.</p> -->",
        "<svg><script>Paris()</script></svg>",
        '<img src=x onerror="alert(`Paris`)">',
        "<iframe srcdoc='<p>Paris is far.</p>'></iframe>",
    ],
)
@pytest.mark.parametrize(
    "page",
    [
        "<html><body><article><p>A quake hit Fiji.</p>{}<p>It passed.</p></article></body></html>",
        "A quake hit Fiji.\n\n{}\n\nIt passed.",
    ],
)
def test_scripts_never_reach_the_text(page, hostile):
    article = read_article(page.format(hostile))
    assert article.paragraphs == ("A quake hit Fiji.", "It passed.")


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><nav><a href='/a'>World</a></nav><a href='/1'>One</a></body></html>",
        "<html><body><ul><li><a>One</a></li><li><a>Two</a></li></ul></body></html>",
        "<html><div></div><noscript>You need to enable JavaScript.</noscript></html>",
        "<html><head><title>Nothing</title></head><body></body></html>",
        "<html></html>",
    ],
)
def test_a_page_without_an_article_says_so(page):
    with pytest.raises(InputError, match=r"[Nn]o article"):
        read_article(page)


# ---- Path or text -------------------------------------------------------------------------------


def test_a_path_may_be_a_string_or_a_path_and_its_suffix_may_be_any(tmp_path):
    for name in ("article.txt", "an article.TXT", "article", "article.news"):
        path = tmp_path / name
        path.write_text("A storm struck Malta.", encoding="utf-8")
        assert read_article(path).text == read_article(str(path)).text == "A storm struck Malta."


def test_a_name_without_a_file_is_missing_and_not_a_text(tmp_path):
    for name in ("storm.txt", "my storm.md", "articles/storm", "~/no-such-storm.html", "a.pdf"):
        with pytest.raises(NotFoundError, match="no file"):
            read_article(name)
    with pytest.raises(FileNotFoundError):
        read_article(tmp_path / "A storm struck Malta.")


def test_a_line_that_names_no_file_is_a_text():
    for line in ("Malta", "A storm struck Malta.", "He sailed and/or flew to Malta.", "x" * 5000):
        assert read_article(line).paragraphs == (line,)


def test_a_text_of_several_lines_is_never_a_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read_article("a/b\nc.txt").paragraphs


def test_names_that_no_file_system_takes_are_texts():
    assert read_article("Malta " + "x" * 300).paragraphs
    assert read_article("A storm\x00 struck Malta.").text == "A storm struck Malta."


def test_html_in_a_text_file_is_read_as_html(tmp_path):
    path = tmp_path / "saved.txt"
    path.write_text(BLOG, encoding="utf-8")
    assert read_article(path) == read_article(BLOG)


# ---- Errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["", "  \n\t ", "\u200b", "---\ntitle: A\n---\n", "# A title"])
def test_an_empty_article_says_what_to_do(source):
    with pytest.raises(InputError, match="Save the article's text"):
        read_article(source)


def test_nothing_left_after_cleaning_is_an_error_too():
    with pytest.raises(InputError, match="No article is left"):
        read_article("Read more: Storms\n\n© 2023 Catania News\n\nShare this story")


def test_an_empty_file_is_named(tmp_path):
    for name in ("empty.txt", "empty.html", "empty.md"):
        (tmp_path / name).write_bytes(b"")
        with pytest.raises(InputError, match=name):
            read_article(tmp_path / name)


def test_a_folder_and_a_forbidden_file_say_so(tmp_path, monkeypatch):
    with pytest.raises(NotFoundError, match="is a folder"):
        read_article(tmp_path)
    with pytest.raises(NotFoundError, match="is a folder"):
        read_article(str(tmp_path))

    def refuse(_self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(NotFoundError, match="Permission denied"):
        read_article(Path("storm.txt"))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdftotext"),
        ("a.txt", b"\n%PDF-1.4\n", "pdftotext"),
        ("a.docx", b"PK\x03\x04\x14\x00\x06\x00", "plain text"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "plain text"),
        ("a.rtf", rb"{\rtf1\ansi A storm.}", "plain text"),
        ("a.html", b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
        ("a.md", b"\x1f\x8b\x08\x00\x00", "Unpack"),
        ("a.txt", bytes(range(256)) * 4, "not text"),
        ("a.txt", b"A storm\x00\x00\x00\x01\x02 struck", "not text"),
    ],
)
def test_bytes_that_are_no_text_say_what_they_are(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=words) as caught:
        read_article(path)
    assert name in str(caught.value)


@pytest.mark.parametrize("source", [None, 7, b"A storm struck Malta.", ["a"]])
def test_what_is_no_source_at_all_says_so(source):
    with pytest.raises(InputError, match=type(source).__name__):
        read_article(source)


@pytest.mark.parametrize("url", ["ftp://news.example/a.txt", "file:///etc/hostname"])
def test_other_kinds_of_address_are_refused(url):
    with pytest.raises(InputError, match="http"):
        read_article(url)


# ---- URLs ---------------------------------------------------------------------------------------


PAGES = {
    "/ferry": (200, "text/html; charset=utf-8", BLOG.encode()),
    "/2024/03/04/plain.txt": (
        200,
        "text/plain; charset=iso-8859-2",
        "Łódź was shut.".encode("iso-8859-2"),
    ),
    "/bare.html": (200, "text/html", b"<html><body><p>A quake hit Fiji.</p></body></html>"),
    "/a.pdf": (200, "application/pdf", b"%PDF-1.7\n"),
    "/lying.html": (200, "text/html", b"%PDF-1.7\n"),
    "/data.json": (200, "application/json", b'{"a": "A storm struck Malta."}'),
    "/a.png": (200, "image/png", b"\x89PNG\r\n\x1a\n"),
    "/empty": (200, "text/html", b""),
    "/gone": (404, "text/html", b"<html><body><p>Not found.</p></body></html>"),
    "/broken": (503, "text/html", b"<html><body><p>Try later.</p></body></html>"),
}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/ferry")
            self.end_headers()
            return
        status, kind, data = PAGES[self.path]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args):
        pass


@contextmanager
def serving():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def site():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        with serving() as address:
            yield address


def test_a_page_is_fetched_and_read(site):
    assert read_article(f"{site}/ferry") == read_article(BLOG)
    assert read_article(f"{site}/moved").title == "Ferry row deepens"


def test_a_page_without_an_address_of_its_own_has_the_one_it_was_fetched_from(site):
    assert read_article(f"{site}/bare.html").url == f"{site}/bare.html"


def test_a_plain_text_is_fetched_too_in_the_encoding_its_server_names(site):
    article = read_article(f"{site}/2024/03/04/plain.txt")
    assert article.text == "Łódź was shut."
    assert article.url.endswith("plain.txt")
    assert article.date == dt.date(2024, 3, 4)


@pytest.mark.parametrize(("page", "status"), [("/gone", "404"), ("/broken", "503")])
def test_a_url_that_fails_says_so(site, page, status):
    with pytest.raises(FetchError, match=status) as caught:
        read_article(f"{site}{page}")
    assert "save the page" in str(caught.value)


def test_a_host_that_does_not_answer_says_so():
    with serving() as address:
        pass
    with pytest.raises(ConnectionError, match="no connection"):
        read_article(f"{address}/ferry")


@pytest.mark.parametrize("url", ["http://[::1", "https://a..b/", "http://?"])
def test_an_address_that_is_none_says_so(url):
    with pytest.raises(KitError):
        read_article(url)


@pytest.mark.parametrize("page", ["/a.pdf", "/lying.html", "/data.json", "/a.png", "/empty"])
def test_a_url_that_gives_no_text_says_so(site, page):
    with pytest.raises(InputError, match=re.escape(page)):
        read_article(f"{site}{page}")


def test_no_network_is_touched_unless_a_url_is_given(monkeypatch):
    import socket

    def refuse(*_args, **_kwargs):
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    for source in (*TEXTS.values(), OUR_REPORT, THIRD, FOURTH):
        assert read_article(source).paragraphs
    assert read_article("See https://news.example/a for Malta.").paragraphs


# ---- What holds for every article ---------------------------------------------------------------


@pytest.mark.parametrize("source", [*TEXTS.values(), OUR_REPORT, THIRD, FOURTH])
def test_text_is_the_title_and_the_paragraphs_and_nothing_else(source):
    article = read_article(source)
    parts = [article.title, *article.paragraphs] if article.title else article.paragraphs
    assert article.text == "\n\n".join(parts)
    for part in parts:
        assert part == " ".join(part.split())
        assert part in article.text


@pytest.mark.parametrize("source", [*TEXTS.values(), OUR_REPORT, THIRD, FOURTH])
def test_what_was_read_once_reads_the_same_again(source):
    article = read_article(source)
    again = read_article(article.text)
    assert again.paragraphs == article.paragraphs
    assert again.text == article.text


@pytest.mark.parametrize("unit", ["[", "*a ", "_", "<", "a. ", "a\n\n", "> ", "By A ", "\\", "(/"])
def test_a_long_run_of_anything_is_read_in_no_time(unit):
    text = unit * (300_000 // len(unit)) + "\n\nA storm struck Malta."
    assert "Malta" in read_article(text).text


def test_a_plain_string_is_an_article_to_the_letter():
    text = "  A  storm\n\nRead more: B\n"
    assert as_article(text).text == text
    article = Article(text="x")
    assert as_article(article) is article


def test_a_saved_article_is_read_back_to_the_letter(tmp_path):
    text = "Quake off Fiji\n\nBy A. Writer\n\n3 May 2024\n\nIt struck *hard* [there]."
    article = read_article(text)
    path = save_article(article, tmp_path / "saved.json")
    assert read_article(path) == article
    assert [p.name for p in tmp_path.iterdir()] == ["saved.json"]


@pytest.mark.parametrize("text", ["{}", "[]", "not json", '{"text": 1}'])
def test_json_that_is_no_saved_article_says_so(tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text)
    with pytest.raises(InputError, match="not an article as the kit saves it"):
        read_article(path)


def test_half_letters_keep_their_place():
    assert as_article("a\ud83db").text == "a\N{REPLACEMENT CHARACTER}b"


def test_what_is_neither_article_nor_text_says_so():
    with pytest.raises(InputError, match="not int"):
        as_article(3)


@pytest.mark.parametrize(
    ("dateline", "date"),
    [
        ("NIAMEY, 14 May 2025 — ", dt.date(2025, 5, 14)),
        ("NIAMEY, May 14, 2025 (Reuters) - ", dt.date(2025, 5, 14)),
        ("KYIV, Ukraine — ", None),
        ("KYIV, Nov 24 (AFP) - ", None),
    ],
)
def test_a_dateline_dates_the_article_if_it_has_the_year(dateline, date):
    text = f"Men are sent home\n\n{dateline}Two hundred men were sent home on Monday.\n\nMore came."
    assert read_article(text).date == date


def test_a_date_line_wins_over_the_dateline():
    text = "Men are sent home\nDate: 2025-05-15\n\nNIAMEY, 14 May 2025 — Men were sent home.\n\nOh."
    assert read_article(text).date == dt.date(2025, 5, 15)


@pytest.mark.parametrize("date", ["2023-13-45", "1066-01-01", "yesterday"])
def test_a_date_that_can_not_be_read_is_said(date):
    with pytest.warns(UserWarning, match=f'The date "{date}" of the article can not be read'):
        article = read_article(f"Title: Quake\nDate: {date}\n\nIt struck Suva on Tuesday.\n")
    assert article.date is None
