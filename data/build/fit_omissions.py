"""
Fit data/omissions.json: how much each fact speaks for what a journey leaves unsaid.

Tuned on tests/journeys.csv and on the labelled batches of tests/journeys_blind.csv that are not set
aside (see tests/benchmarks/journeys.py, which reports on those that are). --tune weighs each of
these texts by what was fitted without it, and prints what each threshold would give.

    python data/build/fit_omissions.py [--tune] [--out FILE]
"""

import argparse
import json
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple, get_args

from labelled import ROOT, fit_pairs, gather, journeys, read

from kit import routes
from kit._nearby import leg_facts
from kit._omitted import Answer, Omissions, Question, questions_of
from kit._weighing import Weights, chances

PENALTY = 3.0
SEEN = 4  # facts that fewer examples have are left out
KEPT = 4000  # the weights that tell most
FOLDS = 5
THRESHOLDS = (0.4, 0.5, 0.6, 0.7, 0.8)


class Example(NamedTuple):
    """A question of a leg, by its text: facts of the leg, and of each answer, which is right."""

    text: str
    question: Question
    of_leg: list[str]
    answers: list[tuple[set[str], bool]]
    is_open: bool  # whether the readers answered it


def main() -> None:
    """Fit and write the weights, or print what thresholds give."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "omissions.json")
    parser.add_argument("--tune", action="store_true")
    given = parser.parse_args()
    told = gather(examples)
    by_question = {
        question: [one for one in told if one.question == question]
        for question in get_args(Question)
    }
    if given.tune:
        for question, some in by_question.items():
            tune(question, some)
        return
    weights = {question: fitted(some) for question, some in by_question.items()}
    given.out.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def examples(row: dict[str, str]) -> list[Example]:
    """Give the questions of all legs of a text that are told, with what may answer them."""
    article, doc, places, wanted, planned = read(row)
    legs = routes.legs_of_text(doc, places, article, planned=planned)
    around = Omissions(doc, places, legs, article.date)
    rest = [SimpleNamespace(**routes.row_of(leg), leg=leg, number=n) for n, leg in enumerate(legs)]
    found = []
    for label in wanted:
        hit = next((one for one in rest if journeys.has_ends(label, one)), None)
        if hit is not None:
            rest.remove(hit)
            for question in questions_of(hit.leg):
                answers = around.answers(question, hit.number)
                right = [_is_right(question, label, answer) for answer in answers]
                facts = [answer.facts for answer in answers]
                told = list(zip(facts, right, strict=True))
                is_open = _is_told(question, label, hit)
                found.append(
                    Example(row["text"], question, list(leg_facts(hit.leg)), told, is_open)
                )
    return found


def _is_right(question: Question, label: list[str | None], answer: Answer) -> bool:
    """Say whether an answer is the label's."""
    if question == "mode":
        return answer.value == label[2]
    if question == "via":
        place = answer.value.place
        names = [name.strip() for name in (label[5] or "").split(",") if name]
        return any(place.name == name or place.id in journeys.ids(name) for name in names)
    return tuple(map(str, answer.value)) == (label[3], label[4])


def _is_told(question: Question, label: list[str | None], hit: SimpleNamespace) -> bool:
    """Say whether readers found what the leg leaves open."""
    if question == "mode":
        return label[2] is not None
    if question == "via":
        return len((label[5] or "").split(",")) > len(hit.via) if label[5] else False
    return label[3] is not None and (label[3], label[4]) != tuple(map(str, hit.leg.days))


def fitted(told: list[Example]) -> Weights:
    """Fit pairs of facts, and keep those that tell most: by fact of the leg, and of the answer."""
    answers = [(one.of_leg, facts, is_it, 1.0) for one in told for facts, is_it in one.answers]
    return fit_pairs(answers, penalty=PENALTY, seen=SEEN, kept=KEPT)


def tune(question: Question, told: list[Example]) -> None:
    """Print what would be right and wrong by threshold, each text weighed without itself."""
    found = []
    for fold in range(FOLDS):
        apart = [zlib.crc32(one.text.encode()) % FOLDS == fold for one in told]
        weights = fitted([one for one, out in zip(told, apart, strict=True) if not out])
        for one in (one for one, out in zip(told, apart, strict=True) if out):
            shares = chances(weights, one.of_leg, (facts for facts, _ in one.answers))
            ranked = zip(shares, (is_it for _, is_it in one.answers), strict=True)
            best = sorted(ranked, reverse=True)
            found += [(*answer, one.is_open) for answer in best[: None if question == "via" else 1]]
    wanted = sum(one.is_open for one in told)
    print(f"{question}: {len(told)} legs, of which readers answered {wanted}")
    for least in THRESHOLDS:
        taken = [one for one in found if one[0] >= least]
        right = sum(is_it for _, is_it, _ in taken)
        asked = sum(is_open for *_, is_open in taken)
        print(f"  from {least}: {right} right of {len(taken)}, {asked} where readers had one")


if __name__ == "__main__":
    main()
