"""Measure `find_claims` on the labelled lengths of LGL: python tests/benchmarks/claims_lgl.py.

The corpus and its labels stand in the folder of the corpora (gold.py); LGL is not ours to ship.
Labels of articles with an even index are for tuning, those with an odd one for the report.
"""

import json
import re

import gold
import pandas as pd

from kit.claims import find_claims

LABELS = gold.folder() / "claims_LGL.json"


def as_mentions(toponyms):
    """Gold toponyms as mentions: their kind by GeoNames' feature code."""
    kinds = {"PCLI": "country", "ADM1": "admin1", "ADM2": "admin2"}
    rows = [
        (t["start"], t["end"], kinds.get(t.get("fcode"), "city"), t.get("country"))
        for t in toponyms
    ]
    return pd.DataFrame(rows, columns=["start", "end", "kind", "country"])


def same_words(found, wanted):
    """Compare by head words: the last word of what was wanted stands in what was found."""
    if wanted is None or found is None:
        return wanted is found
    heads = re.findall(r"\w+", wanted.lower())
    return heads[-1] in re.findall(r"\w+", found.lower())


def score(labels, articles):
    """Print recall, precision and right fields of one half of the labels, and each miss."""
    counts = dict.fromkeys(["true", "found", "false finds", "value", "subject", "reference"], 0)
    for label in labels:
        article = articles[label["article"]]
        claims = find_claims(article["text"], as_mentions(article["toponyms"]))
        at = label["offset"]
        hit = claims[(claims["start"] <= at) & (claims["end"] > at)]
        where = f"{article['id']} at {at}"
        if not label["relation"]:
            if len(hit):
                counts["false finds"] += 1
                print("  false find", where, hit.iloc[0]["text"])
            continue
        counts["true"] += 1
        if not len(hit):
            print("  miss", where)
            continue
        counts["found"] += 1
        row = hit.iloc[0]
        value = (row["value"], row["unit"], row["direction"])
        wanted = (label["value"], label["unit"], label["direction"])
        counts["value"] += value == wanted
        for end in ("subject", "reference"):
            right = same_words(row[end], label[end])
            counts[end] += right
            if not right:
                print(f"  {end}", where, repr(row[end]), "for", repr(label[end]))
        if value != wanted:
            print("  value", where, value, "for", wanted)
    found = counts["found"]
    print(
        f"  recall {found / counts['true']:.2f} of {counts['true']}, "
        f"precision {found / (found + counts['false finds']):.2f}, "
        f"value, unit and direction {counts['value'] / found:.2f}, "
        f"subject {counts['subject'] / found:.2f}, reference {counts['reference'] / found:.2f}"
    )


def main():
    if not LABELS.is_file():
        print(f"No labelled distances: {LABELS} is looked for.")
        return
    labels = json.loads(LABELS.read_text(encoding="utf-8"))["items"]
    articles = gold.load("LGL")
    print("Stated distances in LGL:")
    for name, odd in (("even articles (tuned on)", 0), ("odd articles", 1)):
        print(name)
        score([label for label in labels if label["article"] % 2 == odd], articles)


if __name__ == "__main__":
    main()
