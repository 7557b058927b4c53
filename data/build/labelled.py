"""Labelled journeys of tests/ that weights are fitted on, and the fit itself."""

import csv
import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable, Sequence
from multiprocessing import Pool
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array
from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = ROOT / "tests" / "journeys.csv"
# Articles that are made to be hard, in which nearly all open ends have a place: with three batches
# of them in, likely ends were right for 100 of 141 in those set aside, without them for 108 of 134.
_HARD = frozenset("101 103 104 149 150 151 154 156 157 158 160 162 163".split())
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "benchmarks")]

import journeys

import kit
from kit._bylines import part_datelines
from kit._language import parse
from kit._places import Place, Places


class Text(NamedTuple):
    """A labelled text: parsed, with its places, and the legs that its readers found in it."""

    article: kit.Article
    doc: Any
    places: Places
    wanted: list[list[str | None]]
    planned: bool


def texts(*, hard: bool = False) -> list[dict[str, str]]:
    """Give the rows of all labelled texts that are not set aside, the hard ones if asked for."""
    left_out = journeys.ASIDE if hard else journeys.ASIDE | _HARD
    rows = [row for row in _rows(journeys.TABLE) if row["batch"] not in left_out]
    return rows + [row | {"batch": ""} for row in _rows(OWN)]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(row: dict[str, str]) -> Text:
    """Parse a text and read its labels."""
    article = kit.Article(row["text"], date=dt.date.fromisoformat(row["date"]))
    doc = parse(part_datelines(article.text))
    wanted = [journeys.told(line) for line in row["legs"].splitlines() if line.strip()]
    planned = row["batch"] not in journeys.UNPLANNED
    return Text(article, doc, Places(doc, kit.geoparse(article)), wanted, planned)


def gather[Example](
    examples: Callable[[dict[str, str]], list[Example]],
    setup: Callable[[], None] | None = None,
    *,
    hard: bool = False,
) -> list[Example]:
    """Ask all texts that are not set aside for their examples, on all processors."""
    return _asked(texts(hard=hard), examples, setup)


def gather_from[Example](
    batches: Container[str], examples: Callable[[dict[str, str]], list[Example]]
) -> list[Example]:
    """Ask the texts of some batches."""
    rows = [row for row in _rows(journeys.TABLE) if row["batch"] in batches]
    return _asked(rows, examples, None)


def _asked[Example](
    rows: list[dict[str, str]],
    examples: Callable[[dict[str, str]], list[Example]],
    setup: Callable[[], None] | None,
) -> list[Example]:
    with Pool(initializer=setup) as pool:
        found = tqdm(pool.imap(examples, rows, chunksize=20), total=len(rows))
        return [example for some in found for example in some]


def goals(
    found: Sequence[SimpleNamespace], wanted: list[list[str | None]]
) -> dict[int, list[str | None]]:
    """Give the labelled leg that each found one is: with both its ends, or with the one it has."""
    of: dict[int, list[str | None]] = {}
    rest = list(wanted)
    for is_right in (journeys.has_ends, has_one_end):
        for number, leg in enumerate(found):
            hit = next((one for one in rest if number not in of and is_right(one, leg)), None)
            if hit is not None:
                of[number] = hit
                rest.remove(hit)
    return of


def has_one_end(wanted: list[str | None], leg: SimpleNamespace) -> bool:
    """Say whether a found leg has one end, and that is right."""
    ends = (
        (leg.origin, leg.origin_id, leg.origin_words),
        (leg.destination, leg.destination_id, leg.destination_words),
    )
    told = [isinstance(end[0], str) for end in ends]
    if all(told) or None in wanted[:2]:
        return False
    return any(
        has and journeys.is_end(name, *end)
        for has, name, end in zip(told, wanted, ends, strict=False)
    )


def is_called(name: str | None, place: Place) -> bool:
    """Say whether a place is the one that a label names."""
    return name is not None and (place.name == name or place.id in journeys.ids(name))


def fit[Fact: Hashable](
    examples: Sequence[Sequence[Fact]],
    right: Sequence[bool],
    weight: Sequence[float] | None = None,
    *,
    penalty: float,
    seen: int,
) -> list[tuple[Fact, float, int]]:
    """
    Fit a logistic regression: each fact that is seen so often, its weight, how often it is.

    Few facts of tens of thousands hold at once, so the table is sparse; that of the few hundred
    facts of `fit_mentions.py` is not, and is solved at one go.
    """
    counts = Counter(fact for facts in examples for fact in facts)
    names = sorted(fact for fact, count in counts.items() if count >= seen)
    number = {fact: n for n, fact in enumerate(names)}
    columns = [[number[fact] for fact in facts if fact in number] for facts in examples]
    starts = np.cumsum([0, *map(len, columns)])
    table = csr_array((np.ones(starts[-1]), np.concatenate(columns), starts))
    heavy = np.ones(len(examples)) if weight is None else np.array(weight)
    worth = _logistic(table, np.array(right, float), heavy, penalty)
    return [(name, float(w), counts[name]) for name, w in zip(names, worth, strict=True)]


def fit_pairs(
    answers: Sequence[tuple[Iterable[str], Iterable[str], bool, float]],
    *,
    penalty: float,
    seen: int,
    kept: int,
) -> dict[str, dict[str, float]]:
    """
    Fit pairs of a fact of a leg and one of an answer, and keep those that tell most.

    Answers are given with the facts of their leg, their own, whether they are right, and what they
    count.
    """
    pairs = [
        [(of_leg, fact) for of_leg in {"", *leg} for fact in {"", *facts}]
        for leg, facts, *_ in answers
    ]
    right, weight = [one[2] for one in answers], [one[3] for one in answers]
    found = fit(pairs, right, weight, penalty=penalty, seen=seen)
    share = np.array([abs(worth) * count**0.5 for _, worth, count in found])
    weights: dict[str, dict[str, float]] = {}
    for n in np.argsort(-share, kind="stable")[:kept].tolist():
        (one, two), worth, _ = found[n]
        weights.setdefault(one, {})[two] = round(worth, 3)
    print(f"{len(answers)} answers, {sum(right)} right, {len(found)} facts, {kept} kept at most")
    return weights


def fit_values(
    examples: Sequence[dict[str, float]], right: Sequence[bool], *, penalty: float
) -> dict[str, float]:
    """Fit a logistic regression on values by name, 0 where an example has none."""
    names = list(dict.fromkeys(name for values in examples for name in values))
    table = np.array([[values.get(name, 0.0) for name in names] for values in examples])
    worth = _logistic(csr_array(table), np.array(right, float), np.ones(len(table)), penalty)
    return dict(zip(names, worth.tolist(), strict=True))


def _logistic(
    facts: csr_array, right: np.ndarray, weight: np.ndarray, penalty: float
) -> np.ndarray:
    def loss(worth: np.ndarray) -> tuple[float, np.ndarray]:
        total = facts @ worth
        lost = np.logaddexp(0, total) - right * total
        slope = weight * (1 / (1 + np.exp(-total)) - right)
        return weight @ lost + penalty / 2 * worth @ worth, facts.T @ slope + penalty * worth

    return minimize(loss, np.zeros(facts.shape[1]), jac=True, method="L-BFGS-B").x
