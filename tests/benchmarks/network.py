"""
Hold ways by rail and by sea against published lengths, and print what they and roads cost.

    python tests/benchmarks/network.py

First what ways cost: seconds beside scipy's bare search (rail, road) and beside searoute (sea, if
`pip install searoute==1.6.0` has been run), and memory. Then a table for each line of
`tests/published_rail.csv`, the length by way of its own stations and by the shortest way, each over
the published one, and whether the band holds it, and one for each way of `tests/published_sea.csv`.
Below each stand the numbers that `kit/_rail.py` and `kit/_sea.py` go by.
"""

import csv
import importlib.util
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "published_rail.csv"
SEA_TABLE = ROOT / "tests" / "published_sea.csv"
_REPEATS = 7
_LEGS = 40


def published(path=TABLE):
    """Rows of the table: ends, stations between, countries left out, kilometres, source."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            row
            | {
                "via": [place for place in row["via"].split(";") if place],
                "avoid": [code for code in row["avoid"].split(";") if code],
                "km": float(row["km"]),
            }
            for row in csv.DictReader(file)
        ]


def lengths():
    """Print the table, and the numbers that follow from it."""
    from kit import network
    from kit._rail import _SCALE

    on_course, shortest = [], []
    print(f"{'':44}{'published':>10}{'course':>8}{'shortest':>9}")
    for row in published():
        ends, kilometres = (row["from"], row["to"]), row["km"]
        course = network.rail(*ends, via=row["via"], avoid=row["avoid"])
        free = network.rail(*ends, avoid=row["avoid"]) if row["via"] else course
        on_course.append(kilometres / course.length_km)
        shortest.append(kilometres / free.length_km)
        held = "" if course.low_km <= kilometres <= course.high_km else "  outside the band"
        freely = "" if free.low_km <= kilometres <= free.high_km else "  shortest outside"
        ratios = f"{1 / on_course[-1]:8.3f}{1 / shortest[-1]:9.3f}"
        print(f"{' - '.join(ends):44}{kilometres:10.0f}{ratios}{held}{freely}")
    scale = _SCALE * statistics.median(on_course)
    print(f"\nscale that makes the median 1: {scale:.4f}")
    for name, ratios in (("on its course", on_course), ("shortest", shortest)):
        low, high = np.quantile(ratios, [0.025, 0.975])
        near = sum(abs(ratio - 1) < 0.03 for ratio in ratios)
        print(
            f"published / measured, {name}: {low:.3f} to {high:.3f} (2.5 to 97.5 %); "
            f"{near} of {len(ratios)} within 3 %"
        )


def seconds(function):
    """Median seconds of a call."""
    taken = []
    for _ in range(_REPEATS):
        start = time.perf_counter()
        function()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def costs():
    """Print what ways by rail and by road cost."""
    from kit import network
    from kit._railways import railways
    from kit._roads import roads

    _land_costs("rail", railways, network.rail, network.rails)
    _land_costs("road", roads, network.road, network.roads)


def _land_costs(mode, read, one_way, many_ways):
    """Print what a way costs, and many at once."""
    from scipy.sparse.csgraph import dijkstra

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    graph, part = read().graph, read().part
    loaded = time.perf_counter() - start
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"\n{mode}, loading: {loaded:.2f} s, {more:.0f} MB more at the peak")
    node = int(np.flatnonzero(part == np.bincount(part).argmax())[0])
    bare = seconds(lambda: dijkstra(graph, indices=node, return_predecessors=True))
    print(f"bare search of the largest part: {bare:.3f} s")
    for ends in (("Moscow", "Vladivostok"), ("Paris", "Marseille")):
        way = seconds(lambda ends=ends: one_way(*ends))
        print(f"{' - '.join(ends)}: {way:.3f} s, {way / bare:.2f} of that")
    towns = "Berlin Prague Vienna Warsaw Rome Madrid Lisbon Kyiv Sofia Munich".split()
    pairs = [(a, b) for a in towns for b in towns if a < b][:_LEGS]
    one = seconds(lambda: [one_way(*pair) for pair in pairs])
    together = seconds(lambda: many_ways(pairs))
    print(f"{len(pairs)} ways: {together:.2f} s at once, {one:.2f} s one by one")


def published_sea(path=SEA_TABLE):
    """Rows of the table: ends as positions, passages between and left out, kilometres, source."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            row
            | {
                "ends": [
                    (float(row[f"{end}_lat"]), float(row[f"{end}_lon"])) for end in ("from", "to")
                ],
                "via": [name for name in row["via"].split(";") if name],
                "avoid": [name for name in row["avoid"].split(";") if name],
                "km": float(row["published_nmi"]) * 1.852,
            }
            for row in csv.DictReader(file)
        ]


def sea_lengths():
    """Print the table, and the bands that follow from it."""
    from test_sea import longest_on_land_km

    from kit import network

    ratios, on_land_km = [], 0.0
    print(f"\n{'':56}{'published':>10}{'measured':>10}{'ratio':>8}")
    for row in published_sea():
        way = network.sea(*row["ends"], via=row["via"], avoid=row["avoid"])
        ratios.append(row["km"] / way.length_km)
        on_land_km = max(on_land_km, longest_on_land_km(way))
        words = [f"{row['origin']} - {row['destination']}"]
        words += [f"by the {name}" for name in row["via"]]
        words += [f"not by {name}" for name in row["avoid"]]
        ratio = way.length_km / row["km"]
        held = "" if way.low_km <= row["km"] <= way.high_km else "  outside the band"
        far = "" if abs(ratio - 1) < 0.02 else "  over 2 %"
        line = f"{row['km']:10.0f}{way.length_km:10.0f}{ratio:8.3f}{far}{held}"
        print(f"{', '.join(words):56}{line}")
    low, high = np.quantile(ratios, [0.025, 0.975])
    near = sum(abs(1 / ratio - 1) < 0.02 for ratio in ratios)
    print(
        f"\npublished / measured: {low:.3f} to {high:.3f} (2.5 to 97.5 %); "
        f"{near} of {len(ratios)} within 2 %"
    )
    print(f"longest stretch of these ways over land: {on_land_km:.2f} km")


def sea_costs():
    """Print what a way by sea costs, beside searoute and many at once."""
    from kit import network
    from kit._sea import sealanes

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    sealanes()
    network.sea((50.0, -5.0), (40.0, -73.0))
    loaded = time.perf_counter() - start
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"\nsea, loading and a first way: {loaded:.2f} s, {more:.0f} MB more at the peak")
    start = time.perf_counter()
    network.sea((51.9, 4.5), (1.3, 103.8), avoid="suez")
    print(f"first way without Suez: {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    network.sea((36.7, 3.1), (43.3, 5.3))
    print(f"first short way: {time.perf_counter() - start:.2f} s")
    rows = [row for row in published_sea() if not row["via"] + row["avoid"]]
    peer = importlib.util.find_spec("searoute") and importlib.import_module("searoute")
    if peer is None:
        print("searoute is not installed: `pip install searoute==1.6.0` to compare.")
    else:
        peer.searoute((-5.0, 50.0), (-73.0, 40.0))
    print(f"{len(rows)} ways by sea, milliseconds (median, slowest, all), and over searoute's:")
    for asked, repeats, forget, ask in (
        ("for the first time", 1, False, network.sea),
        ("between known ports", _REPEATS, True, network.sea),
        ("the same and its line", _REPEATS, True, lambda *ends: network.sea(*ends).geometry),
        ("again", _REPEATS, False, network.sea),
    ):
        ours = [_sea_seconds(ask, row["ends"], repeats, forget=forget) for row in rows]
        said = f"  {asked}: {_sums(ours)}"
        if peer:
            ends = [[(lon, lat) for lat, lon in row["ends"]] for row in rows]
            theirs = [_sea_seconds(peer.searoute, pair, repeats) for pair in ends]
            times = np.array(ours) / theirs
            worst = rows[int(times.argmax())]
            said += (
                f"; searoute {_sums(theirs)}; no longer for "
                f"{(times <= 1).sum()} of {len(rows)}, {np.median(times):.2f} times that in the "
                f"median, {times.max():.1f} at worst ({worst['origin']} - {worst['destination']})"
            )
        print(said)
    ports = list(dict.fromkeys(port for row in rows for port in row["ends"]))
    trips = [(a, b) for a in ports for b in ports if a != b][:1000]
    together, one_by_one = [], []
    for _ in range(3):
        start = _forgotten()
        network.seas(trips, errors="return")
        together.append(time.perf_counter() - start)
        start = _forgotten()
        for trip in trips:
            network.seas([trip], errors="return")
        one_by_one.append(time.perf_counter() - start)
    print(f"{len(trips)} ways: {min(together):.2f} s at once, {min(one_by_one):.2f} s one by one")


def _forgotten():
    """Forget all ways and ports, and tell the time."""
    from kit import _moorings, _sea

    _sea._known.clear()
    _sea._search.cache_clear()
    _moorings._nearest.cache_clear()
    return time.perf_counter()


def _sums(seconds):
    """Median, slowest and sum in words."""
    return f"{np.median(seconds) * 1e3:.2f}, {max(seconds) * 1e3:.1f}, {sum(seconds) * 1e3:.0f}"


def _sea_seconds(sea, ends, repeats, *, forget=False):
    """Median seconds of a way by sea, found anew each time if whole ways are forgotten."""
    from kit._sea import _known

    taken = []
    for _ in range(repeats):
        if forget:
            _known.clear()
        start = time.perf_counter()
        sea(*ends)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def memory():
    """
    Print what all networks take, on disk and in memory, in a process of their own, first.

    Of libraries the system keeps more or fewer pages in memory, by 10 MB and more from one folder
    to the next: what they map from files is told apart.
    """
    ask = (
        "import kit, re, resource\n"
        "from pathlib import Path\n"
        "kit.Gazetteer()\n"
        "def files():\n"
        "    told = Path('/proc/self/status').read_text()\n"
        "    return int(re.search(r'RssFile:\\s+(\\d+)', told)[1]) / 1024\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "first, mapped = peak(), files()\n"
        "kit.rail((55.76, 37.66), (56.85, 35.89))\n"
        "kit.sea((51.9, 4.5), (1.3, 103.8))\n"
        "kit.road((55.76, 37.66), (56.85, 35.89))\n"
        "print(f'{peak() - first:.0f} {files() - mapped:.0f}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
    )
    more, mapped = map(int, done.stdout.split())
    files = [
        "rail.npz",
        "rail_joins.csv",
        "road.npz",
        "road_joins.csv",
        "roadless.csv",
        "sea.npz",
        "sea_access.npz",
        "channels.csv",
        "passages.csv",
        "waters.csv",
    ]
    size = sum((ROOT / "data" / name).stat().st_size for name in files) / 1e6
    print(
        f"\nrail, road and sea together: {more} MB at the peak, {mapped} of them libraries mapped "
        f"from files; {size:.1f} MB in data/"
    )


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    memory()
    costs()
    sea_costs()
    lengths()
    sea_lengths()
