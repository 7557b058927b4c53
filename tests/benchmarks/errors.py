"""
Count what goes wrong on the labelled corpora, by class: found wrongly, missed, put elsewhere.

    python tests/benchmarks/errors.py [odd|even|all] [--list]

Prints a Markdown table as in docs/places.md; `--list` adds every case with the words around it.
The classes are such as a rule can tell, so that the table can be made again after any change.
"""

import sys
from collections import Counter
from typing import NamedTuple

from gold import MISSING, km, load, match, names
from scores import PARTS, placed

_AROUND = 50  # letters shown beside a case
_FEWEST = 8  # classes with fewer cases are one row
_REACH_KM = 161  # what scorers of toponyms allow: 100 miles


class Case(NamedTuple):
    """One thing that went wrong."""

    step: str
    kind: str
    said: str


class Gold(NamedTuple):
    """A name that the corpus marks."""

    start: int
    end: int


def shown(text, start, end):
    """The words with what stands around them, on one line."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())


def over(one, others):
    """Those of the others that share a letter with this one."""
    return [other for other in others if other.start < one.end and one.start < other.end]


def model_says(one):
    """What the model calls the words, in words."""
    if not one.label:
        return "the model calls it nothing"
    return f"{'within what' if one.holder else ''} the model calls {one.label}".strip()


def false_class(one, gold):
    """What was taken for a place and is none of the corpus."""
    if over(one, gold):
        return "two names where one is marked"
    if one.facts.get("demonym"):
        return "people or language"
    return model_says(one) if one.places else f"not in the gazetteer, {model_says(one)}"


def miss_class(gold, candidates, kept):
    """Why a marked name was not found."""
    from kit._spans import _VETOES, vetoed

    if over(gold, kept):
        return "one name where two are marked"
    near = over(gold, candidates)
    if not near:
        return "not in the gazetteer, the model calls it nothing"
    if all(map(vetoed, near)):
        return f"vetoed: {next(name for name in _VETOES if near[0].facts.get(name))}"
    best = max(near, key=lambda one: one.score)
    if best.facts.get("demonym"):
        return "people or language"
    return model_says(best) if best.places else f"not in the gazetteer, {model_says(best)}"


def recognition_cases(doc):
    """What was found wrongly in a document, and what was missed."""
    from kit._language import parse
    from kit._spans import find_spans, weigh
    from kit.gazetteer import default

    text, parsed = doc["text"], parse(doc["text"], syntax=False)
    candidates = weigh(text, parsed, default())
    found = find_spans(text, parsed, default(), demonyms=True)
    gold = [Gold(t["start"], t["end"]) for t in doc["toponyms"]]
    hits = match(gold, [(one.start, one.end) for one in found])
    for i, one in enumerate(found):
        if i not in hits.values():
            yield Case("false", false_class(one, gold), shown(text, one.start, one.end))
    for i, one in enumerate(gold):
        if i not in hits:
            yield Case("missed", miss_class(one, candidates, found), shown(text, *one))


def resolution_cases(doc):
    """What was put elsewhere, its words given."""
    import kit
    from kit._candidates import candidate_at
    from kit.gazetteer import default

    gold = doc["toponyms"]
    table = kit.geoparse(doc["text"], spans=[(t["start"], t["end"]) for t in gold])
    for t, row in zip(gold, table.itertuples(), strict=True):
        if t["lat"] is None:
            continue
        point = t["lat"], t["lon"]
        if placed(row) and km(point, placed(row)) <= _REACH_KM:
            continue
        places = candidate_at(doc["text"], t["start"], t["end"], default()).places
        near = [p for p in places if km(point, (p.lat, p.lon)) <= _REACH_KM]
        if not places:
            kind = "no place of this name in the gazetteer"
        elif near:
            kind = f"{row.kind} instead of {near[0].kind}"
        elif km(point, placed(row)) <= row.radius_km:
            kind = "within the reach of the place chosen, not of its point"
        else:
            kind = f"none of this name there; a {row.kind} chosen"
        said = f"{shown(doc['text'], row.start, row.end)} → {row.place_id} {row.name}, {point}"
        yield Case("elsewhere", kind, said)


def main(arguments):
    """Print the table, and every case if asked for."""
    corpora = names()
    if not corpora:
        print(MISSING)
        return
    (part,) = [a for a in arguments if a in PARTS] or ["odd"]
    cases = {
        name: [
            case
            for doc in load(name)[PARTS[part]]
            for case in (*recognition_cases(doc), *resolution_cases(doc))
        ]
        for name in corpora
    }
    print(f"| | what | {' | '.join(corpora)} |\n|---|---|{'---|' * len(corpora)}")
    for step in ("false", "missed", "elsewhere"):
        counts = {n: Counter(c.kind for c in cases[n] if c.step == step) for n in corpora}
        total = sum(counts.values(), Counter())
        kinds = [kind for kind, count in total.most_common() if count >= _FEWEST]
        rows = {kind: [counts[n][kind] for n in corpora] for kind in kinds}
        listed = [sum(column) for column in zip(*rows.values(), strict=True)]
        rows["anything else"] = [
            counts[n].total() - seen for n, seen in zip(corpora, listed, strict=True)
        ]
        for kind, row in rows.items():
            print(f"| {step} | {kind} | {' | '.join(map(str, row))} |")
    if "--list" in arguments:
        for name, found in cases.items():
            for case in sorted(found):
                print(f"\n{name}\t{case.step}\t{case.kind}\t{case.said}", end="")
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
