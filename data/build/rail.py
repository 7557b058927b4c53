"""
Make the network of the world's railways from OpenStreetMap's, as scgraph-data packs it.

    python data/build/rail.py WORLD_RAILWAYS.PY OUT

OUT holds `rail_joins.csv` and `borders.parquet`, and gets `rail.npz`. The source is read as text
and never run. It gives each piece of line its true length and draws it straight. Gaps are closed
where a line ends within 3 km of another that trains could reach only by a long way round; wider
ones where `rail_joins.csv` names the line. Long pieces get points in between, so that a place
beside one finds it. Prints what was closed, and how much longer lines are than straight ones, which
is what the length of a join rests on.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.sparse.csgraph import dijkstra

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import lines as ground
from lines import Lines

from kit import measure, settings

JOINS = "rail_joins.csv"
_GAP_KM = 3.0  # wider gaps are closed by hand alone
_PIECE_KM = 5.0
# A stretch of line over 10 to 40 km is in the middle a tenth longer than straight: see `_courses`.
_LONGER = 1.1


def _courses(lines: Lines) -> None:
    """Print how much longer than straight a stretch of line is, by its length."""
    graph, draw = lines.graph(), np.random.default_rng(0)
    for straight_km in (10, 20, 40, 80):
        ratios = []
        for start in draw.integers(len(lines.lat), size=300):
            km, before = dijkstra(
                graph, indices=start, limit=3 * straight_km, return_predecessors=True
            )
            reached = np.flatnonzero(np.isfinite(km) & (km > straight_km))
            if not len(reached):
                continue
            node, way = int(draw.choice(reached)), []
            while node != start:
                way.append(node)
                node = int(before[node])
            straight = measure.distance_km(
                *(np.full(len(way), side[start]) for side in (lines.lat, lines.lon)),
                lines.lat[way],
                lines.lon[way],
            )
            ratios += [
                km[way[-1 - k]] / s for k, s in enumerate(straight[::-1]) if s > straight_km
            ][:1]
        shown = " ".join(f"{value:.2f}" for value in np.quantile(ratios, [0.05, 0.5, 0.9, 0.95]))
        print(f"  rail / straight over {straight_km} km (5, 50, 90, 95 %): {shown}")


def main(source: str, out: str) -> None:
    """Read, mend, split, place, write."""
    settings.DATA_DIR = Path(out)  # for the borders
    lines = ground.read(Path(source))
    _courses(lines)
    lines = ground.join(ground.close_small_gaps(lines, _GAP_KM), Path(out, JOINS), _LONGER)
    lines, on = ground.split(lines, _PIECE_KM)
    ground.finish(lines, on, Path(out, "rail.npz"))


if __name__ == "__main__":
    main(*sys.argv[1:])
