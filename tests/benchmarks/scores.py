"""
Score geoparse on labelled corpora: recognition, resolution, both together, calibration.

    python tests/benchmarks/scores.py [all|even|odd ...]

The weights were tuned on the documents of even index, so "odd" is what counts. CORPORA names
another folder of such corpora; without one, ../shared is looked into.
"""

import math
import os
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
PARTS = {"all": slice(None), "even": slice(None, None, 2), "odd": slice(1, None, 2)}
HEADER = ("corpus", "part", "P", "R", "F1", "gold spans", "both: R", "P", "calibration", "sure")


def corpora_here():
    """Names of the corpora in the folder that CORPORA names, or beside the project."""
    folder = Path(os.environ.get("CORPORA", SHARED / "corpora"))
    return [path.stem for path in sorted(folder.glob("*.xml"))] if SHARED.is_dir() else []


def scorer():
    """Import the scorer, which is not ours to publish."""
    if str(SHARED / "scoring") not in sys.path:
        sys.path.insert(0, str(SHARED / "scoring"))
    import score

    return score


def placed(row):
    """Where a row of mentions lies, or None."""
    return None if math.isnan(row.lat) else (row.lat, row.lon)


def measure(name, part):
    """All figures of one corpus, on the whole or a half of it."""
    import kit

    score = scorer()
    docs = score.load(name)[0][PARTS[part]]
    tables = []

    def find(text):
        rows = kit.geoparse(text).itertuples()
        return [(row.start, row.end, *(placed(row) or (None, None))) for row in rows]

    def resolve(text, spans):
        tables.append(kit.geoparse(text, spans=spans))
        return [placed(row) for row in tables[-1].itertuples()]

    found = score.run_geoparse(find, name, docs)[0]
    resolved = score.run_resolve(resolve, name, docs)
    error, sure = calibration(docs, tables, score.km)
    return {
        "P": found["P"],
        "R": found["R"],
        "F1": found["F1"],
        "gold spans": resolved["A161_all"],
        "both: R": found["e2e_R161"],
        "both: P": found["e2e_P161"],
        "calibration": error,
        "sure": sure,
    }


def calibration(docs, tables, km):
    """Expected calibration error over ten bins, and the share right at 0.9 and over."""
    pairs = [
        (row.confidence, bool(placed(row)) and km((gold["lat"], gold["lon"]), placed(row)) <= 161)
        for doc, table in zip(docs, tables, strict=True)
        for gold, row in zip(doc["toponyms"], table.itertuples(), strict=True)
        if gold["lat"] is not None
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
    names = corpora_here()
    if not names:
        print("No labelled corpora are here: they are not ours to publish. CORPORA names a folder.")
        return
    print(" | ".join(HEADER))
    for name in names:
        for part in parts:
            figures = measure(name, part).values()
            print(" | ".join([name, part, *(f"{figure:.3f}" for figure in figures)]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or ["odd", "all"])
