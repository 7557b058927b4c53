"""
Fit data/pairs.json: how much each fact speaks for a length being told of two towns.

Learned from texts of readers who did not know the rules: tests/claims_blind.csv, in which each
states a distance, and tests/lengths_blind.csv, of which two batches tell other lengths; and from
the sentences of tests/claims.csv that state none. Batches that are set aside are left out: the last
of the first table, and those that tests/benchmarks/lengths.py names. --tune weighs each text by
what was fitted without it, and prints what thresholds would give.

    python data/build/fit_claims.py [--tune] [--out FILE]
"""

import argparse
import importlib
import json
import zlib
from collections import Counter
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

from labelled import ROOT, fit
from tqdm import tqdm

import kit
from kit._pairfacts import Length, Town
from kit._pairs import Weights, chances, facts_of
from kit.claims import read_lengths

claims_blind, lengths = map(importlib.import_module, ("claims_blind", "lengths"))
PENALTY = 1.0
SEEN = 3  # facts that fewer examples have are left out
KEPT = 8000  # the weights that tell most
FOLDS = 5
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
ASIDE = frozenset({"8", "13", "14"})  # of tests/claims_blind.csv


class Example(NamedTuple):
    """A length: its text, whether its words named both ends, and facts of each pair of towns."""

    text: str
    batch: str
    is_told: bool
    is_open: bool
    pairs: list[tuple[dict[str, list[str]], bool]]


def main() -> None:
    """Fit and write the weights, or print what thresholds give."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "pairs.json")
    parser.add_argument("--tune", action="store_true")
    given = parser.parse_args()
    rows = labelled()
    with Pool() as pool:
        found = tqdm(pool.imap(examples, rows, chunksize=20), total=len(rows))
        told = [example for some in found for example in some]
    if given.tune:
        tune(told)
        return
    weights = fitted(told)
    given.out.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def labelled() -> list[dict[str, str]]:
    """Give texts with their labels; without a figure all lengths of a text are other lengths."""
    blind = [row for row in claims_blind.texts() if row["batch"] not in ASIDE]
    rows = [
        {"one": row["from"], "two": row["to"], **row, "batch": f"claims {row['batch']}"}
        for row in blind
    ]
    rows += [
        row | {"batch": f"lengths {row['batch']}"}
        for row in lengths.texts()
        if row["batch"] not in lengths.ASIDE
    ]
    own = lengths.texts(ROOT / "tests" / "claims.csv")
    none = {"one": "", "two": "", "batch": "own"}
    rows += [none | {"text": row["sentence"]} for row in own if not row["text"]]
    others = rows[len(rows) // 2 :] + rows[: len(rows) // 2]
    behind = [row | {"ahead": f"{other['text']} "} for row, other in zip(rows, others, strict=True)]
    return [row | {"ahead": ""} for row in rows] + behind


def examples(row: dict[str, str]) -> list[Example]:
    """Give the lengths of a text, alone or behind another one, which is of other places."""
    found = []
    text = row["ahead"] + row["text"]
    for length in read_lengths(text, kit.geoparse(text)):
        if length.quantity.start < len(row["ahead"]):
            continue
        is_it = is_labelled(row, length)
        pairs = [
            (facts_of(length, one, two), is_it and is_right(row, one, two))
            for one, two in length.pairs()
        ]
        # What the gazetteer lacks teaches nothing; an epicentre, that it is none of the towns.
        lacks = is_it and row["one"] and not any(right for _, right in pairs)
        if not (lacks and all(is_in(row["text"], row[end]) for end in ("one", "two"))):
            told = length.ends is not None
            found.append(Example(row["text"], row["batch"], told, None in length.starts, pairs))
    return found


def is_in(text: str, label: str) -> bool:
    """Say whether a text has the words of a label, but for what stands in brackets."""
    return label.partition(" (")[0] in text


def is_labelled(row: dict[str, str], length: Length) -> bool:
    """Say whether a length is the one that the label is about."""
    quantity = length.quantity
    if figure := row.get("figure"):
        at = len(row["ahead"]) + row["text"].find(figure)
        return quantity.start < at + len(figure) and at < quantity.end
    if "km" not in row:
        return True
    km = float(row["km"])
    return abs(quantity.value * quantity.km_per_unit - km) <= 0.06 * km + 0.5


def is_right(row: dict[str, str], one: Town, two: Town) -> bool:
    """Say whether two towns are those of the label."""
    names = [(town.span.text, town.mention.name) for town in (one, two)]
    return lengths.is_pair(row, *names)


def fitted(told: Sequence[Example]) -> Weights:
    """Fit, and keep the facts that tell most: by what they are of."""
    pairs = [pair for one in told for pair in one.pairs]
    facts = [[(name, fact) for name, some in of.items() for fact in {"", *some}] for of, _ in pairs]
    found = fit(facts, [right for _, right in pairs], penalty=PENALTY, seen=SEEN)
    found.sort(key=lambda one: -abs(one[1]) * one[2] ** 0.5)
    weights: Weights = {}
    for (name, fact), worth, _ in found[:KEPT]:
        weights.setdefault(name, {})[fact] = round(worth, 3)
    print(f"{len(pairs)} pairs, {sum(right for _, right in pairs)} right, {len(found)} facts")
    return weights


def tune(told: Sequence[Example]) -> None:
    """Print what would be right and wrong by threshold, each text weighed without itself."""
    found: dict[tuple[str, float], Counter[str]] = {}
    for fold in range(FOLDS):
        apart = [zlib.crc32(one.text.encode()) % FOLDS == fold for one in told]
        weights = fitted([one for one, out in zip(told, apart, strict=True) if not out])
        for one in (one for one, out in zip(told, apart, strict=True) if out):
            shares = chances(weights, [facts for facts, _ in one.pairs])
            ranked = zip(shares, (right for _, right in one.pairs), strict=True)
            best = max(ranked, default=(0.0, False))
            state = ("open" if one.is_open else "told") if one.is_told else "unread"
            kind = one.batch if not one.batch.startswith("claims") else "claims"
            for least in THRESHOLDS:
                counts = found.setdefault((f"{kind}, {state}", least), Counter())
                counts["all"] += 1
                counts["of two"] += any(right for _, right in one.pairs)
                if best[0] >= least:
                    counts["right" if best[1] else "wrong"] += 1
    for (kind, least), counts in sorted(found.items()):
        print(f"{kind}, from {least}: {dict(counts)}")


if __name__ == "__main__":
    main()
