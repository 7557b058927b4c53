"""
Fit data/secondread.json: how much the rules' legs and what the network hears count together.

A few sentences and articles have weights of their own. Neither the rules nor the networks know the
texts that these are fitted on: half of the batches of tests/journeys_blind.csv that are set aside,
"weighed" in tests/journeys_batches.csv, and ordinary news and texts with one end told, that the
networks did not learn from, though a few rules were mended for them. The other half is reported on,
here and by tests/benchmarks/journeys.py. Run it after `fit_pairnet.py`.

    python data/build/fit_secondread.py [--out FILE]
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from labelled import ROOT, fit_values, gather_from, is_called, journeys, read

from kit import routes
from kit._doubts import leg_chances
from kit._maybelegs import Candidate, all_facts, candidates
from kit._pairnet import ARTICLE, FEW, kind_of
from kit._pairtext import key_of

PENALTY = 1.0
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4)


class Text(NamedTuple):
    """A text's batch and kind, how many legs it tells; of each that may be facts, and the label."""

    batch: str
    kind: str
    wanted: int
    facts: list[dict[str, float]]
    is_leg: list[bool]


def main() -> None:
    """Fit, write, and print how well it does on the rest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "secondread.json")
    given = parser.parse_args()
    texts = gather_from(journeys.ASIDE, weighed)
    fitted = [one for one in texts if one.batch in journeys.WEIGHED]
    weights = {
        kind: fit_values(*rows([one for one in fitted if one.kind == kind]), penalty=PENALTY)
        for kind in (FEW, ARTICLE)
    }
    rounded = {
        kind: {name: round(worth, 3) for name, worth in of.items()} for kind, of in weights.items()
    }
    given.out.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
    rest = [one for one in texts if one.batch not in journeys.WEIGHED]
    own_figures = journeys.ARTICLES | journeys.ORDINARY
    for name, some in (
        ("fitted on", fitted),
        ("the rest", [one for one in rest if one.batch not in own_figures]),
        ("articles of the rest", [one for one in rest if one.batch in journeys.ARTICLES]),
        ("ordinary news of the rest", [one for one in rest if one.batch in journeys.ORDINARY]),
    ):
        for kind, threshold in product((FEW, ARTICLE), THRESHOLDS):
            of_kind = [one for one in some if one.kind == kind]
            if of_kind:
                print(f"{name}, {kind}, from {threshold}: {score(of_kind, weights, threshold)}")


def weighed(row: dict[str, str]) -> list[Text]:
    """Give the legs that may be of a text, and which of them its readers found."""
    text = read(row)
    legs = routes.legs_by_rules(text.doc, text.places, text.article, planned=text.planned)
    some = candidates(text.doc, text.places, legs, leg_chances(text.doc, legs))
    wanted = [labels[:2] for labels in text.wanted]
    called = {None: None} | {key_of(place): place for place in text.places.all}

    def is_wanted(one: Candidate) -> bool:
        if one.legs:
            found = [SimpleNamespace(**routes.row_of(leg)) for leg in one.legs]
            return any(journeys.has_ends(label, leg) for label in text.wanted for leg in found)
        return any(
            all(
                (name is None) == (key is None) and (key is None or is_called(name, called[key]))
                for name, key in zip(names, one.pair, strict=True)
            )
            for names in wanted
        )

    return [
        Text(
            row["batch"],
            kind_of(text.doc),
            len(wanted),
            all_facts(some),
            list(map(is_wanted, some)),
        )
    ]


def rows(texts: Sequence[Text]) -> tuple[list[dict[str, float]], list[bool]]:
    """Put the legs of texts into one table."""
    return (
        [facts for one in texts for facts in one.facts],
        [is_leg for one in texts for is_leg in one.is_leg],
    )


def score(texts: Iterable[Text], weights: dict[str, dict[str, float]], threshold: float) -> str:
    """Say which share of the legs is found, and of what is found is right."""
    wanted = right = found = 0
    for one in texts:
        worth = weights[one.kind]
        odds = [sum(worth[name] * value for name, value in facts.items()) for facts in one.facts]
        told = 1 / (1 + np.exp(-np.array(odds))) >= threshold
        wanted += one.wanted
        found += int(told.sum())
        right += min(int((told & np.array(one.is_leg, bool)).sum()), one.wanted)
    return f"recall {right / wanted:.3f}, precision {right / found:.3f}"


if __name__ == "__main__":
    main()
