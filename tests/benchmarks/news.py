"""
Score journeys on real news: the articles of two labelled corpora, in which few are told.

    python tests/benchmarks/news.py [--show]

The articles are not ours to ship (gold.py says where they are); `tests/journeys_news.csv` has, for
each, the ends of the legs that a reader found in it, who did not know the rules, and those of legs
and ends that can be read either way ("maybe"): a leg found there counts neither for nor against.
Half is set aside: no rule is made for its faults. Its figures were in view when the limit below
which the rules alone decide was chosen (docs/routes.md).
--show prints what lacks and what is wrong in the other half.
"""

import csv
import datetime as dt
import sys
from collections import Counter
from multiprocessing import Pool

import gold
import journeys

TABLE = journeys.ROOT / "tests" / "journeys_news.csv"
TODAY = dt.date(2018, 5, 3)  # GeoWebNews is of these weeks; no day is scored


def rows():
    """Give the rows of the table: of each article whether it is set aside, and its legs."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load():
    """Give the rows of the articles that are here, each with its text; none without corpora."""
    texts = {(name, doc["id"]): doc["text"] for name in gold.names() for doc in gold.load(name)}
    keyed = (((row["corpus"], row["id"]), row) for row in rows())
    return [row | {"text": texts[key]} for key, row in keyed if key in texts]


def ends(lines):
    """Read origins and destinations, None where a reader knows none."""
    both = (line.split(" > ") for line in lines.splitlines())
    return [[None if end == "-" else end for end in of] for of in both]


def score(row):
    """Count the legs of an article: wanted, right, wrong; say which lack and which are wrong."""
    import kit

    article = kit.Article(row["text"], date=TODAY)
    rest = list(kit.find_routes(article, kit.geoparse(article)).itertuples(index=False))
    counts, lacking = Counter(), []
    for leg in ends(row["legs"]):
        hit = next((one for one in rest if journeys.has_ends(leg, one)), None)
        counts["wanted"] += 1
        counts["right"] += hit is not None
        if hit is None:
            lacking.append(leg)
        else:
            rest.remove(hit)
    maybe = ends(row["maybe"])
    wrong = [
        f"{one.origin} > {one.destination}: {one.sentence}"
        for one in rest
        if not any(journeys.has_ends(leg, one) for leg in maybe)
    ]
    counts["wrong"] += len(wrong)
    return counts, lacking, wrong


def main():
    """Print a table, and what is wrong if asked for."""
    articles = load()
    if not articles:
        print(gold.MISSING)
        return
    with Pool() as pool:
        scores = pool.map(score, articles, chunksize=8)
    if "--show" in sys.argv:
        for row, (_, *faults) in zip(articles, scores, strict=True):
            if not row["set_aside"]:
                for kind, some in zip(("lacks", "wrong"), faults, strict=True):
                    for leg in some:
                        print(row["corpus"], row["id"], kind, leg)
    print("| articles | legs | recall | precision |\n|---|---|---|---|")
    for name, is_aside in (("to tune on", ""), ("set aside", "yes")):
        some = [
            counts
            for row, (counts, *_) in zip(articles, scores, strict=True)
            if row["set_aside"] == is_aside
        ]
        total = sum(some, Counter())
        recall = journeys.share(total["right"], total["wanted"])
        precision = journeys.share(total["right"], total["right"] + total["wrong"])
        print(f"| {len(some)} {name} | {total['wanted']} | {recall} | {precision} |")


if __name__ == "__main__":
    sys.path.insert(0, str(journeys.ROOT))
    main()
