"""
Fit data/doubts.json: which words the rules refuse tell a journey, and which legs are none.

Tuned on tests/journeys.csv and on the labelled batches of tests/journeys_blind.csv that are not set
aside (see tests/benchmarks/journeys.py, which reports on those that are).

    python data/build/fit_doubts.py [--out FILE]
"""

import argparse
import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

from labelled import ROOT, Text, fit, gather, goals, is_called, journeys, read

from kit import _doubts, _journeys, routes
from kit._doubts import all_leg_facts, word_facts
from kit._events import Event
from kit._legs import Leg
from kit._weighing import Weights

PENALTY = {"word": 1.0, "leg": 20.0}
SEEN = 3  # facts that fewer examples have are left out
KEPT = 5000  # the weights that tell most
OWN = 3.0  # what a leg of tests/journeys.csv counts, whose labels are the kit's promises

type Example = tuple[list[str], bool, float]
type Facts = Callable[[tuple[str, ...]], list[tuple[str, str]]]

_refused: list[Event] = []


def main() -> None:
    """Fit and write the weights, those of words first: legs are found with them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "doubts.json")
    given = parser.parse_args()
    weights = {"word": _fitted("word", gather(words, _keep_refused), singles)}
    _doubts.fitted = lambda _name: weights
    weights["leg"] = _fitted("leg", gather(legs), pairs)
    given.out.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _fitted(question: str, examples: list[Example], facts_of: Facts) -> Weights:
    """Fit them, and keep those that tell most."""
    told = [facts_of(("", *sorted(set(facts)))) for facts, *_ in examples]
    right = [is_it for _, is_it, _ in examples]
    weight = [share for *_, share in examples]
    found = fit(told, right, weight, penalty=PENALTY[question], seen=SEEN)
    found.sort(key=lambda one: -abs(one[1]))
    kept: Weights = {}
    for (one, two), worth, _ in found[:KEPT]:
        kept.setdefault(one, {})[two] = round(worth, 3)
    print(f"{question}: {len(right)} examples, {sum(right)} right, {len(found)} pairs of facts")
    return kept


def singles(facts: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pair each fact with any."""
    return [("", fact) for fact in facts]


def pairs(facts: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pair each fact with any, and with each other."""
    return [("", ""), *combinations(facts, 2)]


def _keep_refused() -> None:
    """Let the rules alone decide on words, and keep what they refuse."""

    def is_likely(event: Event) -> bool:
        _refused.append(event)
        return False

    _journeys.is_likely = is_likely


def words(row: dict[str, str]) -> list[Example]:
    """Give the words that the rules refuse, and whether they tell a leg that is not found."""
    _refused.clear()
    text = read(row)
    found = [SimpleNamespace(**routes.row_of(leg)) for leg in _legs(text)]
    missed = _left(text.wanted, found)
    examples = []
    for event in {event.trigger.i: event for event in _refused}.values():
        tells = any(_tells(event, one) for one in missed)
        if tells or not any(_tells(event, one) for one in text.wanted):  # else it is told again
            examples.append((list(word_facts(event)), tells, 1.0))
    return [example for example in examples if "ends 0 0 0" not in example[0]]


def _tells(event: Event, wanted: list[str | None]) -> bool:
    """Say whether the ends that a word has are those of a labelled leg."""
    ends = [
        [end.place for end in some if end.place] for some in (event.origins, event.destinations)
    ]
    alike = [
        any(is_called(name, place) for place in some)
        for name, some in zip(wanted, ends, strict=False)
    ]
    return any(alike) and all(is_it or not some for is_it, some in zip(alike, ends, strict=True))


def legs(row: dict[str, str]) -> list[Example]:
    """Give the legs that are found, and whether they are told: with the ends they have."""
    text = read(row)
    found = _legs(text)
    right = goals([SimpleNamespace(**routes.row_of(leg)) for leg in found], text.wanted)
    weight = 1.0 if row["batch"] else OWN
    return [(facts, n in right, weight) for n, facts in enumerate(all_leg_facts(text.doc, found))]


def _legs(text: Text) -> list[Leg]:
    """Find the legs of a text, none left out."""
    return routes.legs_by_rules(text.doc, text.places, text.article, planned=text.planned)


def _left(wanted: list[list[str | None]], found: list[SimpleNamespace]) -> list[list[str | None]]:
    """Give the labelled legs that are not found."""
    rest, left = list(found), []
    for one in wanted:
        hit = next((leg for leg in rest if journeys.has_ends(one, leg)), None)
        left += [one] if hit is None else []
        if hit is not None:
            rest.remove(hit)
    return left


if __name__ == "__main__":
    main()
