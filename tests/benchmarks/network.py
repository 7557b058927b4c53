"""
Hold ways by rail against published lengths, and print what they cost.

    python tests/benchmarks/network.py

The first table has, for each line of `tests/published_rail.csv`, the length by way of its own
stations and by the shortest way, each over the published one, and whether the band holds it. Below
it stand the numbers that `kit/_rail.py` goes by; last, seconds beside the bare search of scipy.
"""

import csv
import resource
import statistics
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "published_rail.csv"
_REPEATS = 7
_LEGS = 40


def published(path=TABLE):
    """Rows of the table: ends, stations between, countries left out, kilometres, source."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            row
            | {
                "via": [place for place in row["via"].split(";") if place],
                "avoid": [code for code in row["avoid"].split(";") if code],
                "km": float(row["km"]),
            }
            for row in csv.DictReader(file)
        ]


def lengths():
    """Print the table, and the numbers that follow from it."""
    from kit import network
    from kit._rail import _SCALE

    on_course, shortest = [], []
    print(f"{'':44}{'published':>10}{'course':>8}{'shortest':>9}")
    for row in published():
        ends, kilometres = (row["from"], row["to"]), row["km"]
        course = network.rail(*ends, via=row["via"], avoid=row["avoid"])
        free = network.rail(*ends, avoid=row["avoid"]) if row["via"] else course
        on_course.append(kilometres / course.length_km)
        shortest.append(kilometres / free.length_km)
        held = "" if course.low_km <= kilometres <= course.high_km else "  outside the band"
        freely = "" if free.low_km <= kilometres <= free.high_km else "  shortest outside"
        ratios = f"{1 / on_course[-1]:8.3f}{1 / shortest[-1]:9.3f}"
        print(f"{' - '.join(ends):44}{kilometres:10.0f}{ratios}{held}{freely}")
    scale = _SCALE * statistics.median(on_course)
    print(f"\nscale that makes the median 1: {scale:.4f}")
    for name, ratios in (("on its course", on_course), ("shortest", shortest)):
        low, high = np.quantile(ratios, [0.025, 0.975])
        near = sum(abs(ratio - 1) < 0.03 for ratio in ratios)
        print(
            f"published / measured, {name}: {low:.3f} to {high:.3f} (2.5 to 97.5 %); "
            f"{near} of {len(ratios)} within 3 %"
        )


def seconds(function):
    """Median seconds of a call."""
    taken = []
    for _ in range(_REPEATS):
        start = time.perf_counter()
        function()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def costs():
    """Print what a way costs, and many at once."""
    from scipy.sparse.csgraph import dijkstra

    from kit import network
    from kit._railways import railways

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    graph, part = railways().graph, railways().part
    loaded = time.perf_counter() - start
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"\nloading: {loaded:.2f} s, {more:.0f} MB more at the peak")
    node = int(np.flatnonzero(part == np.bincount(part).argmax())[0])
    bare = seconds(lambda: dijkstra(graph, indices=node, return_predecessors=True))
    print(f"bare search of the largest part: {bare:.3f} s")
    for ends in (("Moscow", "Vladivostok"), ("Paris", "Marseille")):
        way = seconds(lambda ends=ends: network.rail(*ends))
        print(f"{' - '.join(ends)}: {way:.3f} s, {way / bare:.2f} of that")
    towns = "Berlin Prague Vienna Warsaw Rome Madrid Lisbon Kyiv Sofia Munich".split()
    pairs = [(a, b) for a in towns for b in towns if a < b][:_LEGS]
    one = seconds(lambda: [network.rail(*pair) for pair in pairs])
    together = seconds(lambda: network.rails(pairs))
    print(f"{len(pairs)} ways: {together:.2f} s at once, {one:.2f} s one by one")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    costs()
    lengths()
