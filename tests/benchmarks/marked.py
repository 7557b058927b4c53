"""
Score geoparse on texts of our own in which every place is marked: tests/marked.csv.

    python tests/benchmarks/marked.py [--show BATCH]

"[[Narva|59.4 28.2]]" is a place and where it is ("?" where nobody knows); "{{Syrian}}" is what one
may argue of (peoples, streets, names within those of bodies) and is counted neither way. Batches in
ASIDE were never looked at for rules or weights. --show prints what a batch missed and made up.
"""

import csv
import re
import sys
from pathlib import Path

import gold
from scores import placed

TABLE = gold.ROOT / "tests" / "marked.csv"
#: What the texts of a batch are.
BATCHES = {
    "1": "short items: Africa, Middle East",
    "2": "short items: Asia, Pacific",
    "3": "short texts: Europe, Latin America",
    "4": "local papers",
    "5": "names that are no places",
    "6": "essays, headlines, captions",
    "7": "24 whole articles",
    "8": "130 registers, set aside",
    "9": "20 whole articles, set aside",
}
ASIDE = frozenset({"8", "9"})
HEADER = ("batch", "texts", "places", "P", "R", "F1", "gold spans", "both: R", "P")
_MARK = re.compile(r"\[\[(?P<place>[^|\]]+)\|(?P<where>[^\]]+)\]\]|\{\{(?P<other>[^}]+)\}\}")


def load(*batches, path=TABLE):
    """
    Read the texts of some batches, or of all.

    Parameters
    ----------
    *batches : str
    path : Path, optional

    Returns
    -------
    list of dict
        As `gold.load` has them, and `arguable`: offsets of what is counted neither way.
    """
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not batches or row["batch"] in batches]
    return [_document(row["text"], f"{row['batch']}:{number}") for number, row in enumerate(rows)]


def _document(marked, number):
    """Take the marks out of a text."""
    text, toponyms, arguable, at = "", [], [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at, words = mark.end(), mark["place"] or mark["other"]
        span = {"start": len(text), "end": len(text) + len(words)}
        if mark["other"]:
            arguable.append((span["start"], span["end"]))
        else:
            where = mark["where"].split() if mark["where"] != "?" else (None, None)
            lat, lon = (None if part is None else float(part) for part in where)
            toponyms.append(span | {"lat": lat, "lon": lon, "fcode": None, "country": None})
        text += words
    text += marked[at:]
    return {"id": number, "text": text, "toponyms": toponyms, "arguable": arguable}


def is_arguable(doc, start, end):
    """Say whether words touch what one may argue of, and no place."""
    toponyms = ((t["start"], t["end"]) for t in doc["toponyms"])
    touched, named = (
        any(start < last and first < end for first, last in spans)
        for spans in (doc.get("arguable", ()), toponyms)
    )
    return touched and not named


def measure(docs):
    """All figures of some texts."""
    import kit

    given = [
        kit.geoparse(d["text"], spans=[(t["start"], t["end"]) for t in d["toponyms"]]) for d in docs
    ]
    counted = gold.found_and_placed(docs, [found(doc) for doc in docs])
    right = gold.placed_right(docs, [[placed(row) for row in t.itertuples()] for t in given])
    return [*(counted[k] for k in ("P", "R", "F1")), right, counted["both: R"], counted["both: P"]]


def found(doc):
    """Offsets and positions of what geoparse finds in a text, without what one may argue of."""
    import kit

    return [
        (row.start, row.end, *(placed(row) or (None, None)))
        for row in kit.geoparse(doc["text"]).itertuples()
        if not is_arguable(doc, row.start, row.end)
    ]


def show(batch):
    """Print what is missed and made up."""
    for doc in load(batch):
        text, own = doc["text"], found(doc)
        spans = [(toponym["start"], toponym["end"]) for toponym in doc["toponyms"]]
        pairs = gold.match(spans, [(start, end) for start, end, *_ in own])
        missed = [("missed", *span) for i, span in enumerate(spans) if i not in pairs]
        made_up = [
            ("made up", start, end)
            for j, (start, end, *_) in enumerate(own)
            if j not in pairs.values()
        ]
        for what, start, end in missed + made_up:
            around = f"{text[max(0, start - 60) : start]}>{text[start:end]}<{text[end : end + 60]}"
            print(f"{what}: {' '.join(around.split())}")


def main(options):
    """Print a table, a row a batch, and one of those set aside."""
    if options[:1] == ["--show"]:
        show(*options[1:])
        return
    print(" | ".join(HEADER))
    aside = [batch for batch in BATCHES if batch in ASIDE]
    for name, batches in (*((f"{b}: {w}", [b]) for b, w in BATCHES.items()), ("aside", aside)):
        docs = load(*batches)
        places = sum(len(doc["toponyms"]) for doc in docs)
        figures = [f"{figure:.3f}" for figure in measure(docs)]
        print(" | ".join([name, str(len(docs)), str(places), *figures]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
