"""
Read lengths in texts by readers who did not know the rules: between which two towns, if any.

    python tests/benchmarks/lengths.py [--show]

Batches 1 to 3 of `tests/lengths_blind.csv` state how far it is between two towns, in words other
than the plain ones; 4 and 5 tell other lengths beside names of towns: of parts of ways, of what a
detour adds, of fronts, tunnels, zones. Batches in ASIDE were never looked at for rules or weights.
Counted is what `kit.find_claims` and `kit.check_claims` make of each; in the last column, whether
any claim of the text is called false: all are true. --show prints what is wrong.
"""

import csv
import sys
import unicodedata
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "lengths_blind.csv"
ASIDE = frozenset({"6", "9", "11", "14"})
_KINDS = ("right", "wrong", "not read", "held", "called false")


def texts(path=TABLE):
    """Rows of the table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_named(label, *names):
    """Say whether a label is one of some names, or a part of one."""
    wanted = _plain(label)
    return any(name and (wanted in _plain(name) or _plain(name) in wanted) for name in names)


def _plain(words):
    apart = unicodedata.normalize("NFD", words.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def is_pair(row, one, two):
    """Say whether two ends, each given by its names, are those that a text means."""
    if not row["one"]:
        return False
    straight = is_named(row["one"], *one) and is_named(row["two"], *two)
    return straight or (is_named(row["two"], *one) and is_named(row["one"], *two))


def judged(row):
    """Say what the kit makes of the length: is it read, of the right two, with which verdict."""
    import kit

    mentions = kit.geoparse(row["text"])
    checked = kit.check_claims(kit.find_claims(row["text"], mentions), mentions)
    at = row["text"].find(row["figure"])
    own = checked[(checked["start"] < at + len(row["figure"])) & (checked["end"] > at)]
    found = {"called false"} if (checked["verdict"] == "inconsistent").any() else set()
    if own.empty:
        return found | {"not read"}
    claim = own.iloc[0]
    name = mentions.set_index("start")["name"]
    ends = [(claim[end], name.get(claim[f"{end}_start"])) for end in ("subject", "reference")]
    told = [[word for word in words if isinstance(word, str)] for words in ends]
    found.add("right" if all(told) and is_pair(row, *told) else "wrong")
    return found | ({"held"} if claim["verdict"].startswith("consistent") else set())


def main():
    """Print a table."""
    counted = {}
    for row in texts():
        kinds = judged(row)
        counted.setdefault(row["batch"], Counter()).update([*kinds, "texts"])
        if "--show" in sys.argv and not kinds & {"right" if row["one"] else "not read"}:
            print(row["batch"], *sorted(kinds), "|", row["figure"], row["what"], "|", row["text"])
    print(f"| batch | texts | {' | '.join(_KINDS)} |\n{'|---' * (2 + len(_KINDS))}|")
    for batch, counts in counted.items():
        name = f"{batch}, set aside" if batch in ASIDE else batch
        print(f"| {name} | {' | '.join(str(counts[kind]) for kind in ('texts', *_KINDS))} |")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
