"""
Fit data/weights.json: how much each fact speaks for words being a place, and for which place.

Tuned on the documents of even index of two labelled corpora (LGL, GeoWebNews) which are not ours
to publish, and on texts of our own with their places marked (tests/marked.csv, without the batches
set aside); tests/benchmarks/scores.py reports on the documents of odd index, marked.py on batches.

    python data/build/fit_mentions.py [--odd] [--spans] [--corpora] [--without NAMES] [--out FILE]

With --spans the weights of senses (which place a name means) stay as they are in the file.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "benchmarks")]

import gold
import marked

from kit import (
    _candidates,
    _checksums,
    _facts,
    _grouping,
    _neighbours,
    _precedence,
    _senses,
    _spans,
)
from kit._bylines import part_datelines
from kit._language import parse
from kit._names import fold
from kit.gazetteer import default

CORPORA = ("LGL", "GeoWebNews")
SPAN_PENALTY = 1.0
SENSE_PENALTY = 1.0
TRUST_PENALTY = 1.0
VECTOR_PENALTY = 3.0
FOLDS = 5
#: How much a candidate of our own texts counts beside one of the corpora. They are denser in places
#: than news are, so that in full they would make too much of a name by itself.
OWN_SHARE = 0.5
# What the text says for a place can't speak against it, however the rest is weighed.
NEVER_AGAINST = (
    "population", "city_100k", "city_1m", "share", "country_named", "admin1_named", "near",
    "in_reach", "close_by", "same_country", "same_admin1", "qualified", "asked", "capital",
)  # fmt: skip
COMMON_NAME = 0.8  # 0 counts every mention in full, 1 every name once


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--odd", action="store_true", help="tune on the other half")
    parser.add_argument("--spans", action="store_true", help="only which words are places")
    parser.add_argument("--corpora", action="store_true", help="without texts of our own")
    parser.add_argument("--without", default="", help="facts and features to leave out")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "weights.json")
    given = parser.parse_args()
    half = slice(int(given.odd), None, 2)
    corpora = [doc for name in CORPORA for doc in gold.load(name)[half]]
    fitted_on = [batch for batch in marked.BATCHES if batch not in marked.ASIDE]
    own = [] if given.corpora else marked.load(*fitted_on)
    without = set(filter(None, given.without.split(",")))
    weights = json.loads(given.out.read_text()) if given.spans else fit_senses(corpora, without)
    texts = [Text(doc, 1.0) for doc in corpora] + [Text(doc, OWN_SHARE) for doc in own]
    weights |= fit_spans(texts, without)
    weights["spans_near"] = fit_near(texts, without, weights)
    rounded = {
        part: {
            name: value if isinstance(value, list) else round(float(value), 4)
            for name, value in sorted(values.items())
        }
        for part, values in weights.items()
    }
    given.out.write_text(json.dumps(rounded, indent=1) + "\n")
    if given.out.parent == _checksums.SHIPPED:
        _checksums.record(_checksums.SHIPPED)


class Text:
    """A labelled text: its candidates with their facts, which are places, how much each counts."""

    def __init__(self, doc: dict, share: float) -> None:
        self.words = doc["text"]
        parsed = parse(part_datelines(self.words), syntax=False)
        self.candidates = _candidates.list_candidates(self.words, parsed, default())
        _facts.describe(self.words, parsed, self.candidates)
        spans = [(c.start, c.end) for c in self.candidates]
        hits = set(gold.match([(t["start"], t["end"]) for t in doc["toponyms"]], spans).values())
        self.right = [i in hits for i in range(len(spans))]
        self.counts = [0.0 if marked.is_arguable(doc, *span) else share for span in spans]


def fit_spans(texts: list[Text], without: set[str]) -> dict:
    """Logistic regression on every candidate, right if it overlaps a gold span one to one."""
    vector = fit_vector(texts)
    alone = fit_facts(texts, without)
    for text in texts:
        _spans.score(text.candidates, alone)
        _spans.look_elsewhere(text.words, text.candidates)
    together = fit_facts(texts, without)
    right = [hit for text in texts for hit in text.right]
    print(f"spans: {len(right)} candidates, {sum(right)} right")
    return {"vector": vector, "spans_alone": alone, "spans": together}


def fit_near(texts: list[Text], without: set[str], weights: dict) -> dict[str, float]:
    """Fit what a name that the words leave in doubt is by the places named besides."""
    names = [name for name in _neighbours.FACTS if name not in without]
    rows, right, counts, senses = [], [], [], _senses.weights_of(weights)
    for text in texts:
        _spans.weigh_alone(text.words, text.candidates, weights)
        known = zip(text.candidates, text.right, text.counts, strict=True)
        of = {id(one): (hit, count) for one, hit, count in known}
        doubtful, sure = _spans.doubtful(text.candidates), _spans.sure_of(text.candidates)
        for one in _neighbours.look_near(text.words, doubtful, sure, senses):
            rows.append([one.facts.get(name, 0.0) for name in names])
            right.append(of[id(one)][0])
            counts.append(of[id(one)][1])
    print(f"near: {len(right)} candidates in doubt, {sum(right)} right")
    target = np.array(right, dtype=float)
    fitted = logistic(np.array(rows), target, SPAN_PENALTY, np.array(counts))
    return dict(zip(names, fitted, strict=True))


def target_of(texts: list[Text]) -> tuple[np.ndarray, np.ndarray]:
    """Which candidates of some texts are places, and how much each counts."""
    right = np.array([hit for text in texts for hit in text.right], dtype=float)
    return right, np.array([count for text in texts for count in text.counts])


def fit_vector(texts: list[Text]) -> dict:
    """
    Find the direction among the model's word vectors that parts places from other names.

    The facts that the candidates get here are from fits without their own part of the documents,
    so that what is fitted next trusts them no more than they will deserve.
    """
    fold_of = np.repeat(np.arange(len(texts)) % FOLDS, [len(text.candidates) for text in texts])
    candidates = [one for text in texts for one in text.candidates]
    table = np.array([np.append(one.vector, 1.0) for one in candidates])
    known = np.abs(table[:, :-1]).sum(axis=1) > 0
    target, counts = target_of(texts)
    for part in range(FOLDS):
        rest = known & (fold_of != part)
        fitted = logistic(table[rest], target[rest], VECTOR_PENALTY, counts[rest])
        _spans.look_at_words(
            [one for one, f in zip(candidates, fold_of, strict=True) if f == part],
            fitted[:-1],
            fitted[-1],
        )
    fitted = logistic(table[known], target[known], VECTOR_PENALTY, counts[known])
    return {"direction": [round(float(x), 3) for x in fitted[:-1]], "offset": fitted[-1]}


def fit_facts(texts: list[Text], without: set[str]) -> dict[str, float]:
    """Fit a weight for every fact."""
    rows = [one.facts for text in texts for one in text.candidates]
    names = sorted({name for row in rows for name in row} - without)
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    target, counts = target_of(texts)
    return dict(zip(names, logistic(table, target, SPAN_PENALTY, counts), strict=True))


def shares(prepared: list) -> dict[str, float]:
    """
    How much a mention of each name counts.

    One corpus was chosen for towns that share the name of a famous one, a few hundred times the
    same ones: counted in full, they would teach that Paris is rarely in France.
    """
    counts = Counter(name for _, _, good in prepared for *_, name in good)
    return {name: count**-COMMON_NAME for name, count in counts.items()}


def logistic(
    table: np.ndarray, right: np.ndarray, penalty: float, weight: np.ndarray | float = 1.0
) -> np.ndarray:
    """Fit a logistic regression with a ridge penalty by Newton's method."""
    weights = np.zeros(table.shape[1])
    ridge = penalty * np.eye(table.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (weight * (right - chance)) - penalty * weights
        curve = (table * (weight * chance * (1 - chance))[:, None]).T @ table + ridge
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def fit_senses(documents: list[dict], without: set[str]) -> dict:
    """Fit the weights of either pass, then how far its chances are to be trusted."""
    gazetteer = default()
    prepared = []
    for doc in documents:
        spans = [
            _candidates.candidate_at(doc["text"], t["start"], t["end"], gazetteer)
            for t in doc["toponyms"]
        ]
        names = _grouping.group(doc["text"], spans)
        prepared.append((names, _senses.features(names), good_rows(names, doc["toponyms"], spans)))
    width = len(_senses.FEATURES)
    used = np.array([name not in without for name in _senses.FEATURES])
    first = used & np.array([name not in _senses.TOGETHER for name in _senses.FEATURES])
    alone = np.zeros(width)
    alone[first] = softmax_fit(prepared, first)
    for names, table, _ in prepared:
        _senses.look_around(names, table, _senses.softmax(names, table @ alone))
    together = np.zeros(width)
    together[used] = softmax_fit(prepared, used)
    return {
        "senses_alone": dict(zip(_senses.FEATURES, alone, strict=True)),
        "senses": dict(zip(_senses.FEATURES, together, strict=True)),
        "trust": calibrate(prepared, together),
    }


def good_rows(names: list, toponyms: list[dict], spans: list) -> list:
    """For each mention with gold coordinates: its name's rows, and which of them are right."""
    found = []
    for name in names:
        for member in name.members:
            gold = toponyms[member]
            if gold["lat"] is None or not name.places:
                continue
            anchor = _senses.Place(*([0] * len(_senses.Place._fields)))._replace(
                lat=gold["lat"], lon=gold["lon"]
            )
            near = _precedence.apart_km(name.places, [anchor])[:, 0] <= _precedence.SAME_KM
            found.append((name.rows, near, fold(spans[member].text)))
    return found


def softmax_fit(prepared: list, columns: np.ndarray) -> np.ndarray:
    """Raise the chance of the right rivals by gradient steps (Adam), with a ridge penalty."""
    share = shares(prepared)
    items = [
        (table[rows][:, columns], near, share[name])
        for _, table, good in prepared
        for rows, near, name in good
        if near.any() and not near.all()
    ]
    weights = np.zeros(int(columns.sum()))
    never_against = np.isin(np.array(_senses.FEATURES)[columns], NEVER_AGAINST)
    mean = np.zeros_like(weights)
    square = np.zeros_like(weights)
    for step in range(1, 401):
        slope = -SENSE_PENALTY * weights
        for rows, near, weight in items:
            power = np.exp(rows @ weights - (rows @ weights).max())
            chance = power / power.sum()
            right = chance * near
            slope += weight * rows.T @ (right / right.sum() - chance)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        weights += 0.05 * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        weights[never_against] = np.maximum(0.0, weights[never_against])
    return weights


def calibrate(prepared: list, weights: np.ndarray) -> dict[str, float]:
    """Fit a logistic curve from what is known of the chosen place to its being right."""
    share = shares(prepared)
    facts, right, weight = [], [], []
    for names, table, good in prepared:
        chances = _senses.softmax(names, table @ weights)
        by_row = {name.rows.start: name for name in names if name.places}
        for rows, near, word in good:
            best = int(np.argmax(chances[rows]))
            name = by_row[rows.start]
            places = name.places
            apart = _precedence.apart_km(places, [places[best]])[:, 0]
            mass = float(chances[rows][apart <= _precedence.SAME_KM].sum())
            facts.append(_senses.trust_facts(name, table[rows][best], mass))
            right.append(float(near[best]))
            weight.append(share[word])
    print(f"senses: {len(right)} mentions with rivals in the gazetteer, {np.mean(right):.3f} right")
    fitted = logistic(np.array(facts), np.array(right), TRUST_PENALTY, np.array(weight))
    return dict(zip((*_senses.FEATURES, *_senses.TRUST), fitted, strict=True))


if __name__ == "__main__":
    main()
