"""
Hold straight lines against published lengths of roads, and print how much longer those are.

    python tests/benchmarks/roads.py

The last line has the factors that `kit/_road.py` goes by. Above it stand the straightest and the
longest way round of `tests/published_road.csv`.
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

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        f"{row['from']} - {row['to']}": float(row["km"])
        / network.great_circle(row["from"], row["to"]).length_km
        for row in rows
    }


def main():
    """Print the table's ends and the factors."""
    found = sorted(factors().items(), key=lambda line: line[1])
    for name, factor in (*found[:_SHOWN], *found[-_SHOWN:]):
        print(f"{name:40}{factor:6.2f}")
    low, middle, high = np.quantile([factor for _, factor in found], [0.025, 0.5, 0.975])
    print(
        f"{len(found)} roads are {middle:.2f} times the straight line in the median, "
        f"{low:.2f} to {high:.2f} from 2.5 to 97.5 %"
    )


if __name__ == "__main__":
    sys.exit(main())
