"""
Hold ways by rail and by sea against straight lines, between random places of the gazetteer.

    python tests/benchmarks/detours.py

Prints how many times as long as straight the ways are: of 40 ways 1, 20 and 39 are not longer. The
last column has the factors that `kit/_tracks.py` goes by, where the way of a leg is not known.
Trains run between towns of one country, ships between any two ports.

Then, how many ways by sea among some ports, outside the Arctic, are longer than by way of a third
of them: a shortest way would not be.
"""

import random
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
_PAIRS = 1000
_PEOPLE = 50_000  # a town of so many has a railway, if its country has
_NEAR_KM = 50
_PORTS, _FAR_KM = 170, 300  # ports whose ways are held against ways by a third, and what is far
_ARCTIC = ("Northeast Passage", "Northwest Passage")


def pairs(mode, seed=1):
    """Random pairs of positions."""
    places = pd.read_parquet(ROOT / "data" / "gazetteer.parquet")
    wanted = random.Random(seed)
    ports = places[places["kind"] == "port"]
    towns = places[(places["kind"] == "city") & (places["population"] > _PEOPLE)]
    groups = [ports] if mode == "sea" else [group for _, group in towns.groupby("country")]
    groups = [list(zip(group["lat"], group["lon"], strict=True)) for group in groups]
    groups = [group for group in groups if len(group) > 1]
    weights = [len(group) for group in groups]
    return [wanted.sample(*wanted.choices(groups, weights), 2) for _ in range(_PAIRS)]


def detours(mode):
    """Way over straight line of each pair that a way connects."""
    from kit import measure, network

    trips = pairs(mode)
    search = network.rails if mode == "rail" else network.seas
    lines = [measure.distance_km(*one, *two) for one, two in trips]
    return [
        way.length_km / km
        for way, km in zip(search(trips, errors="return"), lines, strict=True)
        if km > _NEAR_KM and isinstance(way, network.Way)
    ]


def longer_than_by_a_third(seed=1):
    """Of each pair of some ports, how many times its way is as long as by way of another port."""
    from kit import network

    places = pd.read_parquet(ROOT / "data" / "gazetteer.parquet")
    ports = places[places["kind"] == "port"].sample(_PORTS, random_state=seed)
    at = list(zip(ports["lat"], ports["lon"], strict=True))
    pairs = list(combinations(range(_PORTS), 2))
    trips = [(at[one], at[two]) for one, two in pairs]
    km = np.full((_PORTS, _PORTS), np.inf)
    for pair, way in zip(pairs, network.seas(trips, avoid=_ARCTIC, errors="return"), strict=True):
        if isinstance(way, network.Way):
            km[pair] = km[pair[::-1]] = way.length_km
    least = km.copy()
    for third in range(_PORTS):
        least = np.minimum(least, km[:, [third]] + km[third])
    one, two = np.nonzero(np.triu(np.isfinite(km) & (km > _FAR_KM)))
    return km[one, two] / least[one, two]


def main():
    """Print the tables."""
    print(f"{'':6}{'ways':>6}{'1 in 40':>9}{'20 in 40':>9}{'39 in 40':>9}")
    for mode in ("rail", "sea"):
        found = detours(mode)
        low, middle, high = np.quantile(found, [0.025, 0.5, 0.975])
        print(f"{mode:6}{len(found):6}{low:9.2f}{middle:9.2f}{high:9.2f}")
    longer = longer_than_by_a_third()
    shares = ", ".join(
        f"{np.mean(longer > 1 + by):.2%} by more than {by:.1%}" for by in (0.005, 0.01)
    )
    print(f"of {len(longer)} ways by sea, longer than by way of a third port: {shares}")
    print(f"at most {longer.max():.3f} times as long")
    return 0


if __name__ == "__main__":
    sys.exit(main())
