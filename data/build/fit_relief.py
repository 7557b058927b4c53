"""
Fit how much longer rough land makes roads than the source has them, and say how well that holds.

    python data/build/fit_relief.py SHADEDRELIEF.JPG

Fitted on every other road of `tests/published_road.csv`, and tried on the rest. Prints the two
numbers of `relief.py` and, for the roads that they were not fitted on, how far published lengths
and those of the map are apart, with the numbers and without.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lines import Lines
from relief import FLAT, SLOPE, Relief, bends

from kit import _overland, _road
from kit._spot import spots_by_land

_STARTS = (4.0, 8.0, 12.0), (0.004, 0.008, 0.016)
_MOST = 0.3  # a road that is farther off goes another way


def pieces(relief: Relief) -> list[tuple]:
    """Published km of each road, less the way to it, and its pieces: km in the source, rough."""
    found = []
    with (ROOT / "tests" / "published_road.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["checked"] == "looked up"]
    for row in rows:
        (trip,) = _overland.trips(_road.GROUND, [spots_by_land([row["from"], row["to"]])], ())
        if isinstance(trip, _overland.Trip) and _road.leads(trip):
            nodes, network = trip.nodes, trip.network
            ends = np.arange(len(nodes) - 1)
            km = np.asarray(network.graph[nodes[:-1], nodes[1:]]).ravel()
            at = Lines(network.lat[nodes], network.lon[nodes], ends, ends + 1, km, ends)
            rough = relief.along(at)
            away_km = _road.TYPICAL * (trip.stops[0].away_km + trip.stops[-1].away_km)
            found.append((float(row["km"]) - away_km, km / bends(rough), rough))
    return found


def off(roads: list[tuple], flat: float, slope: float) -> np.ndarray:
    """Logarithm of published over measured length, less its median."""
    off = np.log([km / (own * bends(rough, flat, slope)).sum() for km, own, rough in roads])
    return off - np.median(off)


def loss(numbers: tuple[float, float], roads: list[tuple]) -> float:
    """How far off they are."""
    return float(np.abs(off(roads, *numbers)).clip(0, _MOST).mean())


def main(picture: str) -> None:
    """Fit and print."""
    roads = pieces(Relief(Path(picture)))
    seen, unseen = roads[::2], roads[1::2]
    tried = [
        minimize(loss, (flat, slope), args=(seen,), method="Nelder-Mead")
        for flat in _STARTS[0]
        for slope in _STARTS[1]
    ]
    flat, slope = min(tried, key=lambda found: found.fun).x
    print(f"{len(seen)} roads: flat up to {flat:.1f}, then {slope:.4f} more each")
    shown = {"without": (FLAT, 0.0), "with": (flat, slope), "as in relief.py": (FLAT, SLOPE)}
    for what, numbers in shown.items():
        low, high = np.exp(np.quantile(off(unseen, *numbers), [0.025, 0.975]))
        print(
            f"{len(unseen)} others, {what}: off by {loss(numbers, unseen):.3f} in the mean, "
            f"{low:.2f} to {high:.2f} times the median from 2.5 to 97.5 %"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
