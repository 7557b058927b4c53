"""
Show what each kind of evidence is worth: fit without it on one half, score on the other.

    python tests/benchmarks/ablation.py

Prints a Markdown table, a row a fit, as in docs/places.md; the last row is the fit on the other
half, scored on the first. Takes about half an hour. Needs the corpora, as scores.py does.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from gold import MISSING, ROOT, names

WITHOUT = {
    "everything": "",
    "no word vectors": "like_places,no_vector",
    "no look at the same words elsewhere": "elsewhere,nowhere_else,taken_as_place,"
    "taken_as_person,ever_place,surname,surname_bare",
    "no words beside the name": "after_preposition,after_in,after_title,after_capital,inside,"
    "towards,before_speaking,before_capital,before_kind,before_street,before_larger,after_smaller,"
    "on_a_way,before_of_place,after_party,dateline,personal,after_person,apposed,firm,named_on,"
    "after_people,behind_person",
    "no places near a name in doubt": "bearers,in_a_walk,in_a_ride,largest_in_a_ride,"
    "in_their_country,in_their_division",
    "no length and kind of text": "length,among_places,among_people",
    "no nearness": "near",
    "no company of one country or division": "same_country,same_admin1",
    "no countries and divisions named": "country_named,admin1_named",
    "no words that say where (Paris, Texas)": "qualified,misqualified",
    "no people": "population,division_population,share,city_100k,city_1m",
}

#: What says which words are places, and nothing of which place is meant.
OF_WORDS = frozenset(
    {
        "no word vectors",
        "no look at the same words elsewhere",
        "no words beside the name",
        "no places near a name in doubt",
        "no length and kind of text",
    }
)


def figures(weights, part):
    """F1, gold spans and end to end of each corpus and of our own texts that are set aside."""
    with tempfile.TemporaryDirectory() as folder:
        for path in (ROOT / "data").iterdir():
            if path.name not in {"weights.json", "checksums.json"}:
                (Path(folder) / path.name).symlink_to(path)
        (Path(folder) / "weights.json").write_bytes(weights.read_bytes())
        rows, own = _printed(folder, "scores.py", part), _printed(folder, "marked.py")[-1]
    return [row[column] for row in rows[1:] for column in (4, 5, 6, 7, 8)] + own[5:]


def _printed(folder, script, *options):
    """Cells of a table that a script prints, in a process that reads the weights of a folder."""
    done = subprocess.run(
        [sys.executable, ROOT / "tests" / "benchmarks" / script, *options],
        env={**os.environ, "KIT_DATA": folder},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.split(" | ") for line in done.stdout.splitlines()]


def main():
    """Print the table."""
    corpora = names()
    if not corpora:
        print(MISSING)
        return
    figures_of = ("F1", "gold spans", "both: R", "P", "calibration")
    heads = [f"{name} {figure}" for name in corpora for figure in figures_of]
    heads += [f"own {figure}" for figure in figures_of[:-1]]
    print(f"| fitted with | {' | '.join(heads)} |\n|---|{'---|' * len(heads)}", flush=True)
    runs = [
        (what, [*(["--spans"] if what in OF_WORDS else []), "--without", names], "odd")
        for what, names in WITHOUT.items()
    ]
    runs.append(("no texts of our own", ["--spans", "--corpora"], "odd"))
    runs.append(("everything, halves swapped", ["--odd"], "even"))
    for what, options, part in runs:
        with tempfile.NamedTemporaryFile(suffix=".json") as file:
            if "--spans" in options:  # which place is meant stays as it is shipped
                file.write((ROOT / "data" / "weights.json").read_bytes())
                file.flush()
            fit = [sys.executable, ROOT / "data/build/fit_mentions.py", *options]
            subprocess.run([*fit, "--out", file.name], check=True, stdout=subprocess.DEVNULL)
            print(f"| {what} | {' | '.join(figures(Path(file.name), part))} |", flush=True)


if __name__ == "__main__":
    main()
