"""
Print what the kit costs beside its peers: each ratio is to a peer measured in the same run.

Texts are those of the repo and, where they are, of the labelled corpora. Nothing is asserted: a
figure over its target is marked, for someone to look at.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import gold

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = ROOT / "data" / "article.md"
_OF_CORPUS = 60  # documents of each corpus, evenly chosen
_REPEATS = 5

_PEAK = """
import resource
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
"""
_GEOPARSE = f"""
import kit
article = kit.read_article({str(ARTICLE)!r})
mentions = kit.geoparse(article)
"""
_WHOLE_WAY = f"""{_GEOPARSE}
checked = kit.check_claims(kit.find_claims(article, mentions), mentions)
routes = kit.find_routes(article, mentions)
places = kit.places(mentions)
import tempfile
with tempfile.TemporaryDirectory() as folder:
    kit.save_html(kit.map_story(mentions, checked, routes), folder + "/story.html")
"""
_MODEL = "import spacy\nfrom kit._language import _model\n_model()"


def texts():
    """Texts of the repo, and of the corpora where they are."""
    import kit

    paths = [ARTICLE, *sorted((ROOT / "tests" / "articles").rglob("*.*"))]
    found = [
        kit.read_article(path).text
        for path in paths
        if path.suffix in {".md", ".html", ".txt"} and path.name != "README.md"
    ]
    for name in gold.names():
        docs = gold.load(name)
        found += [doc["text"] for doc in docs[:: max(1, len(docs) // _OF_CORPUS)]]
    return found


def seconds(function, *args, **options):
    """How long a call takes."""
    start = time.perf_counter()
    function(*args, **options)
    return time.perf_counter() - start


def own_and_model(found):
    """Seconds of the kit's own work and of the model's for each text, one after the other."""
    import kit
    from kit._bylines import part_datelines
    from kit._language import parse
    from kit.gazetteer import default

    kit.geoparse(found[0])  # what is loaded once is not a text's cost
    pairs = []
    for text in found:
        parse.cache_clear()
        model = seconds(parse, part_datelines(text), syntax=False)  # as geoparse asks for it
        # Without names that an earlier text has looked up; `parse` gives what it just made.
        default()._files.find.cache_clear()
        pairs.append((seconds(kit.geoparse, text), model))
    return pairs


def fresh(code, tail=""):
    """Run code in a process of its own: seconds, and what its last line prints."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code + tail],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
    )
    return time.perf_counter() - start, done.stdout.strip().rpartition("\n")[2]


def fresh_ratio(code, peer):
    """Medians of two programs in turn: their ratio and their seconds."""
    fresh(code), fresh(peer)  # once to warm the disk's cache
    ours, theirs = zip(
        *((fresh(code)[0], fresh(peer)[0]) for _ in range(_REPEATS)),
        strict=True,
    )
    mine, other = statistics.median(ours), statistics.median(theirs)
    return mine / other, f"{mine:.2f} s to {other:.2f} s"


def peak_mb(code):
    """Highest memory of a fresh process: asked while this one is small, as it starts from ours."""
    return float(fresh(code, _PEAK + "print(peak)")[1])


def line(what, target, figure, said):
    """One line of the table."""
    mark = "" if target is None or figure <= target else "  over"
    wanted = "" if target is None else f"{target:g}"
    print(f"{what:46}{wanted:>8}{figure:>9.2f}  {said}{mark}", flush=True)


def main():
    sys.path.insert(0, str(ROOT))
    print(f"{'':46}{'target':>8}{'figure':>9}")
    line("import kit / import pandas", 1.2, *fresh_ratio("import kit", "import pandas"))
    line("first article from cold / loading the model", 1.5, *fresh_ratio(_GEOPARSE, _MODEL))
    line("peak memory, one article geoparsed, MB", 700, peak_mb(_GEOPARSE), "")
    line("peak memory, one article the whole way, MB", 700, peak_mb(_WHOLE_WAY), "")
    found = texts()
    pairs = own_and_model(found)
    own, model = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(mine / other for mine, other in pairs)
    said = f"{1000 * own:.1f} ms to {1000 * model:.1f} ms, medians of {len(found)} texts"
    line("own work / the model's, median text", 0.5, ratio, said)
    totals = [sum(side) for side in zip(*pairs, strict=True)]
    said = f"{totals[0]:.2f} s to {totals[1]:.2f} s"
    line("own work / the model's, all texts", 0.5, totals[0] / totals[1], said)
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line("peak memory, all those texts in turn, MB", 700, here, "")


if __name__ == "__main__":
    main()
