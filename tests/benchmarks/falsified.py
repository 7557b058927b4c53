"""
Tell published lengths of roads in sentences, as they are and made false, and count the verdicts.

    python tests/benchmarks/falsified.py

Three sentences for each road of `tests/published_road.csv`. A writer who gives the length of the
road for the distance of two towns is right: the first line should have no verdict of inconsistent.
"""

import collections
import csv
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "published_road.csv"
_TIMES = (1.0, 1.5, 1.8, 2.2)
_POINTS = "north northeast east southeast south southwest west northwest".split()


def sentences(origin, destination, km):
    """Two sentences that set a town at a distance from another, one of the road between them."""
    from kit import _spot, measure

    ends = _spot.spots_together([origin, destination])
    bearing = measure.bearing_deg(*(x for end in ends for x in (end.lat, end.lon)))
    direction = _POINTS[round(bearing / 45) % 8]
    yield f"{destination} is {km:.0f} km {direction} of {origin}."
    yield f"{destination}, {km:.0f} km from {origin}, was calm on Monday."
    yield f"The {km:.0f}-km road from {origin} to {destination} was shut on Monday."


def verdicts(times):
    """Count the verdicts where the lengths are so many times the published ones."""
    import kit

    counted = collections.Counter()
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["checked"].startswith("in doubt")]
    for row in rows:
        for text in sentences(row["from"], row["to"], times * float(row["km"])):
            mentions = kit.geoparse(text)
            checked = kit.check_claims(kit.find_claims(text, mentions), mentions)
            counted[checked["verdict"].iloc[0] if len(checked) else "not read"] += 1
    return counted


def main():
    """Print a table."""
    words = ("consistent", "consistent with a route", "not checkable", "inconsistent", "not read")
    print(f"{'':12}" + "".join(f"{word:>25}" for word in words))
    for times in _TIMES:
        counted = verdicts(times)
        print(f"times {times:<6}" + "".join(f"{counted[word]:25}" for word in words))
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
