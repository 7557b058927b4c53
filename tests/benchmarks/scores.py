"""
Score geoparse on labelled corpora: recognition, resolution, both together, calibration.

    python tests/benchmarks/scores.py [all|even|odd ...]

The weights were tuned on the documents of even index, so "odd" is what counts. CORPORA names
another folder of such corpora; without one, ../shared is looked into.
"""

import math
import sys

import gold
import numpy as np

PARTS = {"all": slice(None), "even": slice(None, None, 2), "odd": slice(1, None, 2)}
HEADER = ("corpus", "part", "P", "R", "F1", "gold spans", "both: R", "P", "calibration", "sure")


def placed(row):
    """Where a row of mentions lies, or None."""
    return None if math.isnan(row.lat) else (row.lat, row.lon)


def measure(name, part):
    """All figures of one corpus, on the whole or a half of it."""
    import kit

    docs = gold.load(name)[PARTS[part]]
    tables = [kit.geoparse(doc["text"], spans=_spans(doc)) for doc in docs]
    found = [
        [(row.start, row.end, *(placed(row) or (None, None))) for row in table.itertuples()]
        for table in (kit.geoparse(doc["text"]) for doc in docs)
    ]
    counted = gold.found_and_placed(docs, found)
    right = gold.placed_right(docs, [[placed(row) for row in t.itertuples()] for t in tables])
    error, sure = calibration(docs, tables)
    return {
        "P": counted["P"],
        "R": counted["R"],
        "F1": counted["F1"],
        "gold spans": right,
        "both: R": counted["both: R"],
        "both: P": counted["both: P"],
        "calibration": error,
        "sure": sure,
    }


def _spans(doc):
    return [(toponym["start"], toponym["end"]) for toponym in doc["toponyms"]]


def calibration(docs, tables):
    """Expected calibration error over ten bins, and the share right at 0.9 and over."""
    pairs = [
        (row.confidence, gold.is_right(toponym, placed(row)))
        for doc, table in zip(docs, tables, strict=True)
        for toponym, row in zip(doc["toponyms"], table.itertuples(), strict=True)
        if toponym["lat"] is not None
    ]
    said, right = np.array(pairs, dtype=float).T
    bins = np.minimum(9, (said * 10).astype(int))
    error = sum(
        abs(said[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
        for b in np.unique(bins)
    )
    sure = right[said >= 0.9]
    return round(float(error), 3), round(float(sure.mean()), 3) if len(sure) else math.nan


def main(parts):
    """Print a table."""
    names = gold.names()
    if not names:
        print(gold.MISSING)
        return
    print(" | ".join(HEADER))
    for name in names:
        for part in parts:
            figures = measure(name, part).values()
            print(" | ".join([name, part, *(f"{figure:.3f}" for figure in figures)]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or ["odd", "all"])
