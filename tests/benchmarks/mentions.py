"""
Score geoparse on the labelled corpora: recognition, resolution, both together, calibration.

The weights were tuned on the documents of even index; "report" is the rest.
"""

import math
import sys
from pathlib import Path

import numpy as np

SHARED = Path(__file__).resolve().parents[3] / "shared"


def placed(row):
    """Where a row of mentions lies, or None."""
    return None if math.isnan(row.lat) else (row.lat, row.lon)


def triples(table):
    return [(r.start, r.end, *(placed(r) or (None, None))) for r in table.itertuples()]


def calibration(docs, tables, km):
    """Expected calibration error of `confidence` over ten bins; right = within 161 km."""
    pairs = [
        (
            row.confidence,
            row.lat == row.lat and km((gold["lat"], gold["lon"]), (row.lat, row.lon)) <= 161,
        )
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
    return round(float(error), 3), round(float(right[said >= 0.9].mean()), 3) if (
        said >= 0.9
    ).any() else None


def main():
    if not (SHARED / "corpora").is_dir():
        print("The labelled corpora are not here: they are not ours to publish.")
        return
    sys.path[:0] = [str(SHARED / "scoring"), str(SHARED.parent / "main")]
    import score
    from corpora import load

    import kit

    for name in ("LGL", "GeoWebNews"):
        docs = load(name)[0]
        for part, chosen in (("tuned", docs[::2]), ("report", docs[1::2]), ("all", docs)):
            if part != "all" or "--all" in sys.argv:
                found, _ = score.run_geoparse(
                    lambda text: triples(kit.geoparse(text)), name, chosen
                )
                tables = []

                def given(text, spans, tables=tables):
                    tables.append(kit.geoparse(text, spans=spans))
                    return [placed(row) for row in tables[-1].itertuples()]

                resolved = score.run_resolve(given, name, chosen)
                error, sure = calibration(chosen, tables, score.km)
                print(
                    f"{name:11}{part:7}P {found['P']} R {found['R']} F1 {found['F1']}"
                    f" | gold spans {resolved['A161_all']}"
                    f" | end to end R {found['e2e_R161']} P {found['e2e_P161']}"
                    f" | calibration error {error}, right at 0.9 and over {sure}"
                    f" | {found['docs_s']} documents/s"
                )


if __name__ == "__main__":
    main()
