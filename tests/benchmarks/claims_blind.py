"""
Judge distances in texts that were written and labelled by readers who did not know the rules.

    python tests/benchmarks/claims_blind.py [--show]

`tests/claims_blind.csv` has them by batch: whether the distance is true to a reader's knowledge, or
was made false (off by 40 % and more, or in a wrong direction). After a batch had been judged once,
some of what it showed was mended. `tests/claims_articles.csv` has whole articles of several
distances each, in three series by another reader each. Mentions are those of `geoparse`.
--show prints the texts of which the distance is not held, or not called false.
"""

import csv
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "claims_blind.csv"
ARTICLES = ROOT / "tests" / "claims_articles.csv"
_NEAR = 0.06  # share by which a found figure may be off the labelled one: "a dozen", "half a mile"
_ROUNDED = 0.01  # the same, beside other distances
_SERIES = {"articles 1 to 24": 24, "articles 25 to 38": 38, "articles 39 to 52": 52}
_KINDS = ("held", "not checkable", "not read", "called false")


def texts(path=TABLE):
    """Rows of the table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            row | {"km": float(row["km"]), "is_true": row["is_true"] == "yes"}
            for row in csv.DictReader(file)
        ]


@lru_cache(maxsize=1)
def checked_claims(text):
    """Find and check the claims of a text, once for all its distances."""
    import kit

    mentions = kit.geoparse(text)
    return kit.check_claims(kit.find_claims(text, mentions), mentions)


def judged(row):
    """Say what the kit makes of the labelled distance of a text."""
    checked = checked_claims(row["text"])
    off = (checked["km"] - row["km"]).abs()
    own = checked.loc[off <= _NEAR * row["km"] + 0.5, "verdict"]
    return _kind(set(own if len(own) else checked["verdict"]))


def judged_in_article(row):
    """Say what the kit makes of one of the distances of an article: by its figure and its ends."""
    checked = checked_claims(row["text"])
    own = checked[(checked["km"] - row["km"]).abs() <= _ROUNDED * row["km"] + 0.5]
    named = [_named(row, claim) for claim in own.itertuples()]
    return _kind({v for v, n in zip(own["verdict"], named, strict=True) if n == max(named)})


def _named(row, claim):
    """Count the ends of a label that a claim names."""
    ends = zip((claim.subject, claim.reference), (row["from"], row["to"]), strict=True)
    return sum(str(read) in label or label in str(read) for read, label in ends)


def _kind(verdicts):
    if "inconsistent" in verdicts:
        return "called false"
    if any(verdict.startswith("consistent") for verdict in verdicts):
        return "held"
    return "not checkable" if verdicts else "not read"


def show(row, kind):
    """Print a distance that is not judged as it is labelled."""
    label = "true" if row["is_true"] else "false"
    ends = f"{row['from']} - {row['to']}, {row['km']:g} km"
    print(row["batch"], label, kind, "|", ends, "|", row["text"])


def main():
    """Print a table."""
    counted = {}
    of_articles = [
        row | {"batch": next(n for n, last in _SERIES.items() if int(row["article"]) <= last)}
        for row in texts(ARTICLES)
    ]
    for rows, judge in ((texts(), judged), (of_articles, judged_in_article)):
        for row in rows:
            kind = judge(row)
            counted.setdefault((row["batch"], row["is_true"]), Counter())[kind] += 1
            if "--show" in sys.argv and kind != ("held" if row["is_true"] else "called false"):
                show(row, kind)
    print(f"| batch | distances | {' | '.join(_KINDS)} |\n{'|---' * (2 + len(_KINDS))}|")
    for (batch, is_true), counts in counted.items():
        cells = (f"{counts.total()} {'true' if is_true else 'false'}", *map(counts.get, _KINDS))
        print(f"| {batch} | {' | '.join(str(cell or 0) for cell in cells)} |")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
