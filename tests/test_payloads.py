"""Nothing in a table, a title or a text runs, on any map, in any table: all of it is shown."""

import datetime as dt
import itertools
import json
import re

import pandas as pd
import pytest
import tables_for_maps as made
from browser import browser, open_map

import kit

# Each calls pwned() or opens a dialog where it runs, or makes an element that is looked for.
_TAGS = (
    "<script>pwned()</script>",
    "</script><script>pwned()</script>",
    "</ScRiPt ><script>pwned()//",
    "<script src=data:text/javascript,pwned()></script>",
    "<img src=x onerror=pwned()>",
    "<img src=x onerror='pwned()'>",
    '<img src="x" onerror="pwned()">',
    "<img/src=x/onerror=pwned()>",
    "<IMG SRC=x OnErRoR=pwned()>",
    "<svg onload=pwned()>",
    "<svg/onload=pwned()>",
    "<svg><script>pwned()</script></svg>",
    "<svg><animate onbegin=pwned() attributeName=x dur=1s>",
    "<body onload=pwned()>",
    "<iframe srcdoc='<script>parent.pwned()</script>'>",
    "<iframe src=javascript:parent.pwned()>",
    "<object data=javascript:pwned()>",
    "<embed src=javascript:pwned()>",
    "<a href=javascript:pwned()>here</a>",
    "<form action=javascript:pwned()><button>go</button></form>",
    "<input autofocus onfocus=pwned()>",
    "<details open ontoggle=pwned()>",
    "<marquee onstart=pwned()>",
    "<video><source onerror=pwned()></video>",
    "<audio src=x onerror=pwned()>",
    "<math><mi xlink:href=javascript:pwned()>x</mi></math>",
    "<style>@import 'javascript:pwned()';</style>",
    "<link rel=stylesheet href=javascript:pwned()>",
    "<meta http-equiv=refresh content='0;url=javascript:pwned()'>",
    "<base href=javascript:pwned()//>",
    "<template><script>pwned()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=pwned()>'>",
)
_BREAKS = (
    '"><img src=x onerror=pwned()>',
    "'><img src=x onerror=pwned()>",
    "`><img src=x onerror=pwned()>",
    "--><img src=x onerror=pwned()>",
    "]]><img src=x onerror=pwned()>",
    "</title><img src=x onerror=pwned()>",
    "</textarea><img src=x onerror=pwned()>",
    "</style><img src=x onerror=pwned()>",
    '" onmouseover="pwned()',
    "' onmouseover='pwned()",
    '" style="background:url(javascript:pwned())',
    "<!--<script>",
    "<!--",
)
_SCRIPTS = (
    "${pwned()}",
    "`+pwned()+`",
    "\\`;pwned();//",
    "'-pwned()-'",
    '"-pwned()-"',
    "\\';pwned();//",
    '\\";pwned();//',
    "\\x3cimg src=x onerror=pwned()\\x3e",
    "\\u003cimg src=x onerror=pwned()\\u003e",
    "\u2028pwned()\u2029",
    "javascript:pwned()",
    "data:text/html,<script>pwned()</script>",
    "{{ cycler.__init__.__globals__.os }}",
    "{% for x in [] %}{% endfor %}{#",
    "{{ 7 * 7 }}",
    "constructor.constructor('pwned()')()",
)
_ENCODED = (
    "&lt;img src=x onerror=pwned()&gt;",
    "&#60;img src=x onerror=pwned()&#62;",
    "&#x3c;img src=x onerror=pwned()&#x3e;",
    "%3Cimg src=x onerror=pwned()%3E",
    "\uff1cimg src=x onerror=pwned()\uff1e",
    "\u202eevil\u202d<img src=x onerror=pwned()>",
    "<im\0g src=x onerror=pwned()>",
    "\x0b\x0c\x1b<img\x0bsrc=x\x0conerror=pwned()>",
    "=cmd|'/c calc'!A0",
)
PAYLOADS = (*_TAGS, *_BREAKS, *_SCRIPTS, *_ENCODED)
MADE = (
    "img, iframe, object, embed, form, marquee, video, audio, math, base, details[ontoggle], "
    "a[href^=javascript], [onload], [onerror], [onfocus], [onmouseover], [onbegin]"
)


@pytest.fixture(scope="module")
def chromium():
    with browser() as watched:
        watched.page.add_init_script("window.ran = 0; window.pwned = () => { window.ran += 1; };")
        yield watched


def spread(template, columns):
    """Rows of a table, one a payload, which stands in each of its columns of text."""
    rows = itertools.cycle(template.to_dict("records"))
    table = pd.DataFrame(
        [
            dict(row) | dict.fromkeys(columns, payload)
            for payload, row in zip(PAYLOADS, rows, strict=False)
        ]
    )
    return table.astype(dict.fromkeys(columns, object))


def hostile_tables():
    """Tables of mentions, claims, legs and loci in which each text is a payload."""
    spots = {f"p{i}": ("city", "ZZ", 10 + i % 8 * 5, i // 8 * 9.0) for i in range(len(PAYLOADS))}
    mentions = spread(
        made.mentions_of(spots, unplaced=()), "text name evidence source sentence".split()
    )
    mentions["place_id"] = [f"here:{i}" for i in range(len(mentions))]
    mentions[["lat", "lon"]] = [place[2:] for place in spots.values()]
    mentions["start"] = range(0, 100 * len(mentions), 100)
    names = list(spots)
    pairs = list(zip(names, names[1:] + names[:1], strict=True))
    claims = spread(
        made.claims_of(spots, [(*pair, 100, "consistent") for pair in pairs]),
        "text unit subject reference reason sentence bound".split(),
    )
    routes = spread(
        made.routes_of(
            spots, [("who", *pair, "rail", None, dt.date(2024, 1, 1)) for pair in pairs]
        ),
        "who origin destination method source sentence".split(),
    )
    loci = spread(made.band(), ["subject", "reference", "reason"])
    return mentions, claims, routes, loci


def maps():
    mentions, claims, routes, loci = hostile_tables()
    title = "".join(PAYLOADS)
    return {
        "places": kit.map_places(mentions, title=title),
        "distances": kit.map_claims(claims, mentions, loci, title=title),
        "journeys": kit.map_routes(routes, mentions, title=title),
        "story": kit.map_story(mentions, claims, routes, loci, title=title),
    }


def check_harmless(chromium):
    """Nothing ran, asked, failed or made an element of its own."""
    assert chromium.page.evaluate("window.ran") == 0
    assert chromium.dialogs == []
    assert chromium.page.locator(MADE).count() == 0
    assert [url for url in chromium.requests if not url.startswith(("file:", "data:"))] == []


def test_there_are_enough_payloads_and_none_twice():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


@pytest.mark.parametrize("name", ["places", "distances", "journeys", "story"])
def test_no_payload_in_any_text_of_any_map_runs_and_all_are_shown(chromium, tmp_path, name):
    chromium.requests.clear()
    page = open_map(chromium, kit.save_html(maps()[name], tmp_path / f"{name}.html"))
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    shown = page.evaluate(OPEN_ALL)
    check_harmless(chromium)
    assert len(shown) > len(PAYLOADS) / 2
    text = squeezed(" ".join([*shown, page.locator("body").inner_text()]))
    missing = [payload for payload in PAYLOADS if squeezed(payload)[:18] not in text]
    assert missing == []


# Opens the popup of each label and gives its words.
OPEN_ALL = """async () => {
    const shown = [];
    const count = document.querySelectorAll(".kit-label").length;
    for (let nth = 0; nth < count; nth += 1) {
        const labels = document.querySelectorAll(".kit-label");
        labels[nth % labels.length].click();
        await new Promise(resolve => setTimeout(resolve, 5));
        const popup = document.querySelector(".kit-popup");
        if (popup) { shown.push(popup.textContent); }
    }
    return shown;
}"""


def squeezed(text):
    """Text without blanks and without what no page can show."""
    return re.sub(r"[\s\0-\x1f\ufffd\u2028\u2029\u2066-\u2069\u202a-\u202e]+", "", text)


def test_no_payload_in_a_table_of_a_notebook_runs(chromium, tmp_path):
    chromium.requests.clear()
    for number, table in enumerate(hostile_tables()):
        path = tmp_path / f"{number}.html"
        page = f"<meta charset=utf-8>{pd.DataFrame(table)._repr_html_()}"
        path.write_bytes(page.encode("utf-8", "replace"))
        chromium.page.goto(path.as_uri())
        assert chromium.page.locator("table").count() == 1
        check_harmless(chromium)


def test_no_payload_in_an_article_reaches_a_map_as_code(chromium, tmp_path):
    chromium.requests.clear()
    text = "\n\n".join(
        f"The train went from Seoul to Busan. {payload} lies 10 km from Seoul."
        for payload in PAYLOADS
    )
    article = kit.Article(text, date=dt.date(2024, 1, 2))
    mentions = kit.geoparse(article)
    claims = kit.check_claims(kit.find_claims(article, mentions), mentions)
    drawn = kit.map_story(mentions, claims, kit.find_routes(article, mentions))
    page = open_map(chromium, kit.save_html(drawn, tmp_path / "article.html"))
    page.evaluate(OPEN_ALL)
    check_harmless(chromium)


@pytest.mark.parametrize("suffix", [".kml", ".geojson", ".csv"])
def test_exports_hold_payloads_as_text(tmp_path, suffix):
    mentions, *_ = hostile_tables()
    path = kit.export(mentions, tmp_path / f"table{suffix}")
    content = path.read_text(encoding="utf-8")
    if suffix == ".kml":
        assert "<script" not in content.lower()
        assert "<img" not in content.lower()
    if suffix == ".csv":
        cells = pd.read_csv(path, dtype=str, keep_default_na=False).to_numpy().ravel()
        assert not [cell for cell in cells if re.match(r"[=+@\t\r]", cell)]
    if suffix == ".geojson":
        texts = [feature["properties"]["text"] for feature in json.loads(content)["features"]]
        assert texts == mentions["text"].tolist()
    assert len(content) > 1000
