"""
Judge distances in texts that were written and labelled by readers who did not know the rules.

    python tests/benchmarks/claims_blind.py [--show]

`tests/claims_blind.csv` has them by batch: whether the distance is true to a reader's knowledge, or
was made false (off by 40 % and more, or in a wrong direction). After a batch had been judged once,
some of what it showed was mended. Mentions are those of `geoparse`.
--show prints the texts of which the distance is not held, or not called false.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "claims_blind.csv"
_NEAR = 0.06  # share by which a found figure may be off the labelled one: "a dozen", "half a mile"
_KINDS = ("held", "not checkable", "not read", "called false")


def texts(path=TABLE):
    """Rows of the table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            row | {"km": float(row["km"]), "is_true": row["is_true"] == "yes"}
            for row in csv.DictReader(file)
        ]


def judged(row):
    """Say what the kit makes of the labelled distance of a text."""
    import kit

    mentions = kit.geoparse(row["text"])
    checked = kit.check_claims(kit.find_claims(row["text"], mentions), mentions)
    off = (checked["km"] - row["km"]).abs()
    own = checked.loc[off <= _NEAR * row["km"] + 0.5, "verdict"]
    verdicts = set(own if len(own) else checked["verdict"])
    if "inconsistent" in verdicts:
        return "called false"
    if any(verdict.startswith("consistent") for verdict in verdicts):
        return "held"
    return "not checkable" if verdicts else "not read"


def main():
    """Print a table."""
    counted = {}
    for row in texts():
        kind = judged(row)
        counted.setdefault((row["batch"], row["is_true"]), Counter())[kind] += 1
        if "--show" in sys.argv and kind != ("held" if row["is_true"] else "called false"):
            print(row["batch"], "true" if row["is_true"] else "false", kind, "|", row["text"])
    print(f"| batch | distances | {' | '.join(_KINDS)} |\n{'|---' * (2 + len(_KINDS))}|")
    for (batch, is_true), counts in counted.items():
        cells = (f"{counts.total()} {'true' if is_true else 'false'}", *map(counts.get, _KINDS))
        print(f"| {batch} | {' | '.join(str(cell or 0) for cell in cells)} |")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
