"""
Fit data/ends.json: how much each fact speaks for a place being the open end of a journey.

Tuned on tests/journeys.csv and on the labelled batches of tests/journeys_blind.csv that are not set
aside (see tests/benchmarks/journeys.py, which reports on those that are). Besides ends that are
open, those that the kit knows from elsewhere in the text are learned from, as if it did not.

    python data/build/fit_ends.py [--out FILE]
"""

import argparse
import csv
import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array
from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = ROOT / "tests" / "journeys.csv"
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "benchmarks")]

import journeys

import kit
from kit import routes
from kit._bylines import part_datelines
from kit._language import parse
from kit._openends import open_ends
from kit._openfacts import OpenEnd, Side, Surroundings, leg_facts
from kit._places import Place, Places

PENALTY = 3.0
SEEN = 3  # facts that fewer examples have are left out
KEPT = 2500  # the weights that tell most
HIDDEN = 0.2  # what an end counts that the kit knows from elsewhere
ELSEWHERE = ("leg before", "whereabouts")


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "ends.json")
    given = parser.parse_args()
    rows = [row for row in _rows(journeys.TABLE) if row["batch"] not in journeys.ASIDE]
    rows += [row | {"batch": ""} for row in _rows(OWN)]
    with Pool() as pool:
        found = list(tqdm(pool.imap(examples, rows, chunksize=20), total=len(rows)))
    told = [example for some in found for example in some]
    weights = {
        side: fit([example for example in told if example.side == side])
        for side in ("origin", "destination")
    }
    given.out.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Example(NamedTuple):
    """An end, what it counts, the facts of its leg, and those of each place that may be it."""

    side: Side
    weight: float
    of_leg: list[str]
    places: list[tuple[set[str], bool]]


def examples(row: dict[str, str]) -> list[Example]:
    """Give the ends of a text that are open, and those that the kit knows from elsewhere."""
    article = kit.Article(row["text"], date=dt.date.fromisoformat(row["date"]))
    doc = parse(part_datelines(article.text))
    places = Places(doc, kit.geoparse(article))
    legs = routes.told_legs(doc, places, article, planned=row["batch"] not in journeys.UNPLANNED)
    wanted = [journeys.told(line) for line in row["legs"].splitlines() if line.strip()]
    goals = _goals([SimpleNamespace(**routes.row_of(leg)) for leg in legs], wanted)
    around = Surroundings(doc, places, legs)
    found = []
    for one in open_ends(legs):
        goal = goals.get(next(n for n, leg in enumerate(legs) if leg is one.leg))
        if goal is not None:  # else nobody told the leg
            name = goal[0 if one.side == "origin" else 1]
            found.append(_example(around, one, 1.0, partial(_is_called, name)))
    for number in (n for n, goal in goals.items() if goal is not None):
        for side in ("origin", "destination"):
            leg = legs[number]
            end, basis = getattr(leg, side), getattr(leg, f"{side}_basis")
            if basis in ELSEWHERE and end.place and all((leg.origin, leg.destination)):
                setattr(leg, side, None)
                hidden = Surroundings(doc, places, legs)
                is_it = partial(_is_same, end.place)
                found.append(_example(hidden, OpenEnd(leg, side), HIDDEN, is_it))
                setattr(leg, side, end)
    return found


def _goals(found: list, wanted: list) -> dict[int, list | None]:
    """Give the labelled leg that each found one is: with both its ends, or with the one it has."""
    goals, rest = {}, list(wanted)
    for is_right in (journeys.has_ends, _has_one_end):
        for number, leg in enumerate(found):
            hit = next((one for one in rest if number not in goals and is_right(one, leg)), None)
            if hit is not None:
                goals[number] = hit
                rest.remove(hit)
    return goals


def _has_one_end(wanted: list, leg: object) -> bool:
    """Say whether a found leg has one end, and that is right."""
    ends = (
        (leg.origin, leg.origin_id, leg.origin_words),
        (
            leg.destination,
            leg.destination_id,
            leg.destination_words,
        ),
    )
    told = [isinstance(end[0], str) for end in ends]
    if all(told) or None in wanted[:2]:
        return False
    return any(
        has and journeys.is_end(name, *end)
        for has, name, end in zip(told, wanted, ends, strict=False)
    )


def _is_called(name: str | None, place: Place) -> bool:
    return name is not None and (place.name == name or place.id in journeys.ids(name))


def _is_same(end: Place, place: Place) -> bool:
    return (place.id or place.name) == (end.id or end.name)


def _example(
    around: Surroundings, one: OpenEnd, weight: float, is_it: Callable[[Place], bool]
) -> Example:
    facts = [(facts, is_it(place)) for place, _, facts in around.facts(one)]
    return Example(one.side, weight, ["", *leg_facts(one)], facts)


def fit(told: list[Example]) -> dict[str, dict[str, float]]:
    """Fit a logistic regression on pairs of facts; by fact of the leg and fact of the place."""
    pairs, weight, is_end = [], [], []
    for one in told:
        for facts, is_it in one.places:
            pairs.append([(of_leg, fact) for of_leg in one.of_leg for fact in ("", *facts)])
            weight.append(one.weight)
            is_end.append(is_it)
    seen = Counter(pair for some in pairs for pair in some)
    names = sorted(pair for pair, count in seen.items() if count >= SEEN)
    number = {pair: n for n, pair in enumerate(names)}
    columns = [[number[pair] for pair in some if pair in number] for some in pairs]
    starts = np.cumsum([0, *map(len, columns)])
    facts = csr_array((np.ones(starts[-1]), np.concatenate(columns), starts))
    worth = _logistic(facts, np.array(is_end, float), np.array(weight))
    share = np.abs(worth) * np.sqrt([seen[pair] for pair in names])
    kept: dict[str, dict[str, float]] = {}
    for n in np.argsort(-share)[:KEPT].tolist():
        one, two = names[n]
        kept.setdefault(one, {})[two] = round(float(worth[n]), 3)
    print(
        f"{len(told)} ends, {len(pairs)} places, {len(names)} facts, {min(KEPT, len(names))} kept"
    )
    return kept


def _logistic(facts: csr_array, is_end: np.ndarray, weight: np.ndarray) -> np.ndarray:
    def loss(worth: np.ndarray) -> tuple[float, np.ndarray]:
        total = facts @ worth
        lost = np.logaddexp(0, total) - is_end * total
        slope = weight * (1 / (1 + np.exp(-total)) - is_end)
        return weight @ lost + PENALTY / 2 * worth @ worth, facts.T @ slope + PENALTY * worth

    found = minimize(loss, np.zeros(facts.shape[1]), jac=True, method="L-BFGS-B")
    return found.x


if __name__ == "__main__":
    main()
