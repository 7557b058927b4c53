"""
Labelled corpora of news, and what is found in them counted against their labels.

LGL (Lieberman, Samet and Sankaranarayanan 2010), GeoWebNews (Gritta, Pilehvar and Collier 2019) and
others of either form are read from the folder that CORPORA names, else from ../shared/corpora. They
are public, and not ours to ship: https://github.com/milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation
"""

import os
import re
from pathlib import Path
from xml.etree import ElementTree as ET

from geopy.distance import great_circle

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
REACH_KM = 161.0  # a hundred miles: what lies nearer is the right place, by custom
#: Of GeoWebNews' labels, those that are no toponyms, as its authors count them.
_NO_TOPONYMS = frozenset({"Literal_Expression", "Non_Lit_Expression", "Non_Toponym"})
_SLIP = 60  # letters by which a label's offset may be off
MISSING = (
    "No labelled corpora are here: they are public, but not ours to ship. Put LGL.xml and "
    "GeoWebNews.xml in a folder and name it: CORPORA=folder make score (tests/benchmarks/gold.py "
    "says where they are)."
)


def folder():
    """Folder of the corpora."""
    return Path(os.environ.get("CORPORA", SHARED / "corpora"))


def names():
    """Names of the corpora in the folder."""
    return [path.stem for path in sorted(folder().glob("*.xml"))]


def load(name):
    """
    Read a corpus.

    Parameters
    ----------
    name : str
        Of its file, without the suffix.

    Returns
    -------
    list of dict
        `id`, `text` and `toponyms`: each with `start`, `end`, `lat` and `lon` (None where it has no
        position), `fcode` and `country`, by start, and no span twice.
    """
    articles = ET.parse(folder() / f"{name}.xml").getroot().iter("article")
    return [_document(article, number) for number, article in enumerate(articles)]


def _document(article, number):
    text = article.findtext("text") or ""
    found = {}
    for label in article.iter("toponym"):
        if _said(label, "type") not in _NO_TOPONYMS:
            toponym = _toponym(label, text)
            found.setdefault((toponym["start"], toponym["end"]), toponym)
    toponyms = [found[span] for span in sorted(found)]
    return {"id": article.get("docid") or str(number), "text": text, "toponyms": toponyms}


def _toponym(label, text):
    """One label, its offsets set right by its words where they slipped."""
    start, end = int(_said(label, "start")), int(_said(label, "end"))
    words = _said(label, "phrase") or _said(label, "extractedName")
    if text[start:end] != words:
        near = (m.span() for m in re.finditer(re.escape(words), text))
        near = [span for span in near if abs(span[0] - start) <= _SLIP]
        start, end = min(near, key=lambda span: abs(span[0] - start), default=(start, end))
    entry = label.find("gaztag")
    lat, lon = (
        _number(entry, short) if _number(entry, short) is not None else _number(label, short, long)
        for short, long in (("lat", "latitude"), ("lon", "longitude"))
    )
    said = {name: _said(entry, name) for name in ("fcode", "country")}
    return {"start": start, "end": end, "lat": lat, "lon": lon} | said


def _said(element, *tags):
    """The words of the first of some tags that has any."""
    if element is None:
        return None
    return next(filter(None, ((element.findtext(tag) or "").strip() for tag in tags)), None)


def _number(element, *tags):
    try:
        return float(_said(element, *tags) or "")
    except ValueError:
        return None


def km(one, two):
    """Kilometres between two pairs of latitude and longitude."""
    return great_circle(one, two).km


def match(gold, found):
    """
    Pair spans that overlap, one to one, those first that share most of what they cover.

    Parameters
    ----------
    gold, found : sequence of (int, int)

    Returns
    -------
    dict of int to int
        Numbers of gold spans to those of found ones.
    """
    shares = []
    for i, (gold_start, gold_end) in enumerate(gold):
        for j, (start, end) in enumerate(found):
            both = min(gold_end, end) - max(gold_start, start)
            if both > 0:
                shares.append((-both / (max(gold_end, end) - min(gold_start, start)), i, j))
    pairs, taken = {}, set()
    for _, i, j in sorted(shares):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def found_and_placed(docs, found):
    """
    Count what was found and where it was put.

    Parameters
    ----------
    docs : list of dict
        As `load` gives them.
    found : list of list of (start, end, lat, lon)
        What was found in each; `lat` and `lon` None where it was put nowhere.

    Returns
    -------
    dict
        `P`, `R` and `F1` of the words. `both: R` is the share of the labels with a position whose
        words were found and put within 161 km of it; `both: P` that of what was put anywhere,
        without what a label of no position covers.
    """
    marked = spans = hits = positions = right = put = 0
    for doc, own in zip(docs, found, strict=True):
        gold = doc["toponyms"]
        pairs = match([(t["start"], t["end"]) for t in gold], [(s, e) for s, e, *_ in own])
        marked, spans, hits = marked + len(gold), spans + len(own), hits + len(pairs)
        positions += sum(t["lat"] is not None for t in gold)
        nowhere = {j for i, j in pairs.items() if gold[i]["lat"] is None}
        put += sum(lat is not None and j not in nowhere for j, (_, _, lat, _) in enumerate(own))
        right += sum(is_right(gold[i], own[j][2:]) for i, j in pairs.items())
    precision, recall = hits / max(1, spans), hits / max(1, marked)
    return {
        "P": precision,
        "R": recall,
        "F1": 2 * hits / max(1, spans + marked),
        "both: R": right / max(1, positions),
        "both: P": right / max(1, put),
    }


def is_right(toponym, point):
    """Say whether a label has a position and a point lies within 161 km of it."""
    if toponym["lat"] is None or point is None or point[0] is None:
        return False
    return km((toponym["lat"], toponym["lon"]), point) <= REACH_KM


def placed_right(docs, points):
    """Share of the labels with a position that were put within 161 km of it, their words given."""
    labels = [t for doc in docs for t in doc["toponyms"]]
    put = [point for own in points for point in own]
    right = sum(is_right(t, point) for t, point in zip(labels, put, strict=True))
    return right / max(1, sum(t["lat"] is not None for t in labels))
