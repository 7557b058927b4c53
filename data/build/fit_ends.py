"""
Fit data/ends.json: how much each fact speaks for a place being the open end of a journey.

Tuned on tests/journeys.csv and on the labelled batches of tests/journeys_blind.csv that are not set
aside (see tests/benchmarks/journeys.py, which reports on those that are). Besides ends that are
open, those that the kit knows from elsewhere in the text are learned from, as if it did not.

    python data/build/fit_ends.py [--out FILE]
"""

import argparse
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from labelled import ROOT, fit_pairs, gather, goals, is_called, read

from kit import routes
from kit._openends import open_ends
from kit._openfacts import OpenEnd, Side, Surroundings, leg_facts
from kit._places import Place
from kit._weighing import Weights

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
    told = gather(examples)
    weights = {
        side: fitted([example for example in told if example.side == side])
        for side in ("origin", "destination")
    }
    given.out.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


class Example(NamedTuple):
    """An end, what it counts, the facts of its leg, and those of each place that may be it."""

    side: Side
    weight: float
    of_leg: list[str]
    places: list[tuple[set[str], bool]]


def examples(row: dict[str, str]) -> list[Example]:
    """Give the ends of a text that are open, and those that the kit knows from elsewhere."""
    article, doc, places, wanted, planned = read(row)
    legs = routes.told_legs(doc, places, article, planned=planned)
    of = goals([SimpleNamespace(**routes.row_of(leg)) for leg in legs], wanted)
    around = Surroundings(doc, places, legs)
    found = []
    for one in open_ends(legs):
        goal = of.get(next(n for n, leg in enumerate(legs) if leg is one.leg))
        if goal is not None:  # else nobody told the leg
            name = goal[0 if one.side == "origin" else 1]
            found.append(_example(around, one, 1.0, partial(is_called, name)))
    for number in of:
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


def _is_same(end: Place, place: Place) -> bool:
    return (place.id or place.name) == (end.id or end.name)


def _example(
    around: Surroundings, one: OpenEnd, weight: float, is_it: Callable[[Place], bool]
) -> Example:
    facts = [(facts, is_it(place)) for place, _, facts in around.facts(one)]
    return Example(one.side, weight, [*leg_facts(one)], facts)


def fitted(told: list[Example]) -> Weights:
    """Fit pairs of facts, and keep those that tell most: by fact of the leg, and of the place."""
    answers = [
        (one.of_leg, facts, is_it, one.weight) for one in told for facts, is_it in one.places
    ]
    return fit_pairs(answers, penalty=PENALTY, seen=SEEN, kept=KEPT)


if __name__ == "__main__":
    main()
