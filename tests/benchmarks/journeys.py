"""
Score journeys on texts that were written and labelled by readers who did not know the rules.

    python tests/benchmarks/journeys.py [--show | --kinds | --readers]

`tests/journeys_blind.csv` has them by batch, `tests/journeys_batches.csv` of what kind a batch is
and how it was scored when it came; then its faults were mended. For those that are set aside
nothing was changed. Mentions are those of `geoparse`. A leg is found if both its ends are right,
told or not; "all fields" counts mode, dates and ways by, too.
--show prints the texts with a fault, with what is wanted and counted.
--kinds prints, in a moment, only the table of docs/routes.md: how batches of each kind came.
--readers prints how far another reader, who saw the texts alone, found the same legs in three of
the batches set aside (`tests/journeys_reread.csv`, by the number of the text in its batch).
"""

import csv
import datetime as dt
import sys
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "journeys_blind.csv"
with (ROOT / "tests" / "journeys_batches.csv").open(encoding="utf-8", newline="") as file:
    BATCHES = {row["batch"]: row for row in csv.DictReader(file)}
# Nothing is tuned on them, by hand or by scripts in data/build; but for those "weighed", with which
# `fit_secondread.py` fits what the rules and the network count together.
ASIDE = frozenset(batch for batch, row in BATCHES.items() if row["set_aside"])
WEIGHED = frozenset(batch for batch, row in BATCHES.items() if row["set_aside"] == "weighed")
# Whole articles are harder than what all other batches set aside hold, and have a figure of theirs;
# so have those in which readers were asked for ends that stand far from the words of travel.
HARD = frozenset(batch for batch, row in BATCHES.items() if row["set_aside"] == "hard")
ARTICLES = HARD | {batch for batch, row in BATCHES.items() if row["set_aside"] == "articles"}
# And so has ordinary news, which tells of travel by the way, in other words than readers find who
# are asked for journeys.
ORDINARY = frozenset(batch for batch, row in BATCHES.items() if row["set_aside"] == "ordinary")
ASIDE_AS = dict.fromkeys(("yes", "articles", "hard", "ordinary"), "set aside") | {
    "weighed": "set aside, weighed"
}
UNPLANNED = ("1", "2", "3")  # whose labels leave out what is only expected


@cache
def ids(name):
    """Ids of the places that bear a name."""
    from kit.gazetteer import default

    return frozenset(default().search(name)["place_id"])


def told(line):
    """Read a leg as the table has it: who, origin, destination, mode, first and last day, via."""
    fields = [field.strip() for field in line.split(">")]
    fields += [""] * (7 - len(fields))
    return [None if field in ("-", "") else field for field in fields[1:7]]


def is_end(wanted, name, place_id, words):
    """Say whether an end is the one that is wanted, by its name or its words in the text."""
    if wanted is None or not isinstance(name, str):
        return wanted is None and not isinstance(name, str)
    return wanted == name or place_id in ids(wanted) or wanted in str(words)


def has_ends(wanted, leg):
    """Say whether both ends of a found leg are right."""
    origin = leg.origin, leg.origin_id, leg.origin_words
    destination = leg.destination, leg.destination_id, leg.destination_words
    return is_end(wanted[0], *origin) and is_end(wanted[1], *destination)


def has_all(wanted, leg):
    """Say whether mode, days and ways by are right, too."""
    days = (None if day is None else str(day) for day in (leg.start_date, leg.end_date))
    return (
        has_ends(wanted, leg)
        and wanted[2] == leg.mode
        and (wanted[3], wanted[4]) == tuple(days)
        and has_via(wanted[5], leg.via)
    )


def has_via(wanted, found):
    """Say whether the places by the way are right, in their order."""
    names = [name.strip() for name in wanted.split(",")] if wanted else []
    both = zip(names, found, strict=False)
    return len(names) == len(found) and all(a == b or ids(a) & ids(b) for a, b in both)


def is_likely(leg):
    """Say whether an end of a leg is only the likeliest one."""
    return "likely" in (leg.origin_basis, leg.destination_basis)


def score(row):
    """Count what is right in one text: legs wanted, found, right by ends, right in all."""
    import kit

    article = kit.Article(row["text"], date=dt.date.fromisoformat(row["date"]))
    wanted = [told(line) for line in row["legs"].splitlines() if line.strip()]
    routes = kit.find_routes(article, kit.geoparse(article), planned=row["batch"] not in UNPLANNED)
    found = list(routes.itertuples(index=False))
    counts = Counter(wanted=len(wanted), found=len(found))
    for name, is_right in (("ends", has_ends), ("all", has_all)):
        rest = list(found)
        for leg in wanted:
            hit = next((one for one in rest if is_right(leg, one)), None)
            if hit is not None:
                rest.remove(hit)
                counts[name] += 1
            if name == "ends" and hit is not None and is_likely(hit):
                counts["likely right"] += 1
    counts["likely"] = sum(map(is_likely, found))
    counts["texts"] = 1
    counts["faultless"] = len(wanted) == len(found) == counts["all"]
    return counts


def scores(path=TABLE, batch=None):
    """Yield each text, of one batch or of all, and its counts."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if batch in (None, row["batch"]):
                yield row, score(row)


def share(part, whole):
    """Say which part, "-" of nothing."""
    return f"{part / whole:.2f}" if whole else "-"


def kinds():
    """Print how batches of each kind came, the best first: the mean, lowest and highest."""
    by_kind = {}
    for row in BATCHES.values():
        by_kind.setdefault(row["kind"], []).append(row)
    print("| texts | recall | precision | batches |\n|---|---|---|---|")
    for kind in sorted(by_kind, key=lambda kind: -_mean(_came(by_kind[kind], "recall"))):
        rows = by_kind[kind]
        recall, precision = (_span(_came(rows, name)) for name in ("recall", "precision"))
        numbers = _runs([int(row["batch"]) for row in rows])
        print(f"| {kind} | {recall} | {precision} | {numbers} |")


def _came(rows, name):
    """Scores of some batches when they came."""
    return [float(row[f"{name}_first"]) for row in rows if row[f"{name}_first"]]


def _mean(shares):
    return sum(shares) / max(len(shares), 1)


def _span(shares):
    """Say a mean and its span, "-" of nothing."""
    if not shares:
        return "-"
    span = f" ({min(shares):.2f} to {max(shares):.2f})" if len(shares) > 1 else ""
    return f"{_mean(shares):.2f}{span}"


def _runs(numbers):
    """Say numbers in order, runs of three and more as such: "1, 3 to 5"."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(
        f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )


def readers():
    """Print how far two readers agree, scored as what the kit finds is."""
    with (ROOT / "tests" / "journeys_reread.csv").open(encoding="utf-8", newline="") as file:
        again = {(row["batch"], int(row["number"])): row["legs"] for row in csv.DictReader(file)}
    by_batch, numbers = {}, Counter()
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            numbers[row["batch"]] += 1
            second = again.get((row["batch"], numbers[row["batch"]]))
            if second is not None:
                counts = by_batch.setdefault(row["batch"], Counter())
                counts.update(_agreed(row["legs"], second))
    for batch, counts in by_batch.items():
        print(
            f"{batch}: {counts['wanted']} legs, recall {share(counts['ends'], counts['wanted'])}, "
            f"precision {share(counts['ends'], counts['found'])}, all fields "
            f"{share(counts['all'], counts['wanted'])}"
        )


def _agreed(first, second):
    """Count the legs of two readers, and those that are the same."""
    one, two = (
        [told(line) for line in some.splitlines() if line.strip()] for some in (first, second)
    )
    counts = Counter(wanted=len(one), found=len(two))
    for name, fields in (("ends", 2), ("all", 5)):
        rest = list(two)
        for leg in one:
            hit = next((other for other in rest if _is_same(leg, other, fields)), None)
            if hit is not None:
                rest.remove(hit)
                counts[name] += 1
    return counts


def _is_same(leg, other, fields):
    """Say whether ends are the same places, and mode and days are the same, too."""
    ends = zip(leg[:2], other[:2], strict=True)
    same = (
        a is b if None in (a, b) else a in b or b in a or bool(ids(a) & ids(b)) for a, b in ends
    )
    return all(same) and leg[2:fields] == other[2:fields]


def main():
    """Print the table of docs/batches.md."""
    if "--kinds" in sys.argv:
        return kinds()
    if "--readers" in sys.argv:
        return readers()
    by_batch = {}
    for row, counts in scores():
        by_batch.setdefault(row["batch"], Counter()).update(counts)
        if "--show" in sys.argv and not counts["faultless"]:
            print(row["batch"], row["text"], "|", row["legs"].replace("\n", "; "), dict(counts))
    print(
        "| batch | texts | legs | recall, first | precision, first | recall | precision | "
        f"recall, all fields | texts without a fault |\n{'|---' * 9}|"
    )
    for batch, counts in by_batch.items():
        row = BATCHES[batch]
        cells = (
            batch + (f", {ASIDE_AS[row['set_aside']]}" if batch in ASIDE else ""),
            counts["texts"],
            counts["wanted"],
            row["recall_first"] or "-",
            row["precision_first"] or "-",
            share(counts["ends"], counts["wanted"]),
            share(counts["ends"], counts["found"]),
            share(counts["all"], counts["wanted"]),
            share(counts["faultless"], counts["texts"]),
        )
        print(f"| {' | '.join(map(str, cells))} |")
    for name, batches in (
        ("set aside", ASIDE - WEIGHED - ARTICLES - ORDINARY),
        ("set aside and weighed", WEIGHED),
        ("whole articles set aside", ARTICLES - HARD),
        ("hard ones set aside", HARD),
        ("ordinary news set aside", ORDINARY),
    ):
        total = sum((by_batch.get(batch, Counter()) for batch in batches), Counter())
        print(
            f"\n{name}: {total['wanted']} legs, recall {share(total['ends'], total['wanted'])}, "
            f"precision {share(total['ends'], total['found'])}, all fields "
            f"{share(total['all'], total['wanted'])}; of {total['likely']} legs with an end that "
            f"is only likely {total['likely right']} are right"
        )
    return None


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
