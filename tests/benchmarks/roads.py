"""
Hold ways by road against published lengths of roads, and print how far apart those are.

    python tests/benchmarks/roads.py

Published lengths are those of `tests/published_road.csv`: over the straight line, for where no main
road leads, without the roads that were chosen for their mountains; and over the length along the
main roads. The last lines have the numbers that `kit/_road.py` goes by, and what a verdict rests on
where a railway goes straight; above them stand the roads that are the least and the most of either.
"""

import csv
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "published_road.csv"
_SHOWN = 5


def factors(path=TABLE):
    """Published length over the straight line, by line."""
    from kit import network

    return {
        name: km / network.great_circle(*ends).length_km
        for name, ends, km, chosen in _published(path)
        if chosen == "for its country"
    }


def on_map(path=TABLE):
    """Published length over that along main roads, by line, where these lead to both ends."""
    from kit import _road, network

    found = {}
    for name, ends, km, _ in _published(path):
        way = network.road(*ends)
        if way.basis == "mapped":
            away_km = _road.TYPICAL * (way.stops[0].away_km + way.stops[-1].away_km)
            found[name] = (km - away_km) / (way.length_km - away_km) * _road.SCALE
    return found


def beside_rails(path=TABLE):
    """Published length over the upper end of the longer band, where a railway goes straight."""
    from kit import _verdicts, network

    found = {}
    for name, ends, km, _ in _published(path):
        way, line_km = network.road(*ends), network.great_circle(*ends).length_km
        (rail,) = network.rails([ends], errors="return")
        straight = isinstance(rail, network.Way) and rail.length_km <= _verdicts.EVEN * line_km
        if straight and way.basis == "mapped":
            found[name] = km / max(way.high_km, rail.high_km)
    return found


def _published(path):
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["checked"] != "looked up":
                continue
            ends = row["from"], row["to"]
            yield " - ".join(ends), ends, float(row["km"]), row["chosen"]


def main():
    """Print the ends of both tables and the factors."""
    said = []
    for measured, what in ((factors(), "the straight line"), (on_map(), "the map's roads")):
        found = sorted(measured.items(), key=lambda line: line[1])
        print(f"\npublished / {what}")
        for name, factor in (*found[:_SHOWN], *found[-_SHOWN:]):
            print(f"{name:40}{factor:6.2f}")
        low, middle, high = np.quantile([factor for _, factor in found], [0.025, 0.5, 0.975])
        said.append(
            f"{len(found)} roads are {middle:.2f} times {what} in the median, "
            f"{low:.2f} to {high:.2f} from 2.5 to 97.5 %"
        )
    print("", *said, sep="\n")
    beside = beside_rails()
    print(
        f"{len(beside)} roads beside a straight railway are up to {max(beside.values()):.2f} times "
        f"what the longer band ends at ({max(beside, key=beside.get)})"
    )


if __name__ == "__main__":
    sys.exit(main())
