"""
Lines on the ground between nodes: as scgraph-data packs OpenStreetMap's, and as the kit reads them.

A source is read as text and never run. It gives each piece of line its true length and draws it
straight.
"""

import ast
import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from kit import _countries, measure

STEP_DEG = 1000  # coordinates come, and are kept, in thousandths of a degree
_EARTH_KM = 6371.0
_FOUND_KM = 0.5  # an end of a join is the node this near, else a node of its own
_ROUND_KM, _ROUND_TIMES = 20.0, 5.0  # a gap is closed where the way round it is longer than this


class Lines(NamedTuple):
    """Pieces of line between nodes: `lat`, `lon` in degrees, and per piece ends, km, join."""

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    km: NDArray[np.float64]
    join: NDArray[np.int64]  # row of the table of joins, or -1

    def graph(self) -> csr_array:
        """Give both directions as a matrix of lengths."""
        ends = np.concatenate([self.a, self.b]), np.concatenate([self.b, self.a])
        size = len(self.lat)
        return coo_array((np.tile(self.km, 2), ends), shape=(size, size)).tocsr()

    def xyz(self) -> NDArray[np.float64]:
        """Nodes on a sphere, km."""
        return on_sphere(self.lat, self.lon)

    def with_pieces(self, a, b, km, join) -> "Lines":
        """Add pieces between nodes."""
        more = np.asarray(a, int), np.asarray(b, int), np.asarray(km, float), np.asarray(join, int)
        return self._replace(
            **{
                name: np.concatenate([old, new])
                for name, old, new in zip(("a", "b", "km", "join"), self[2:], more, strict=True)
            }
        )


def on_sphere(lat, lon) -> NDArray[np.float64]:
    """Points as x, y, z in km; distances below 100 km are right to a thousandth."""
    phi, theta = np.radians(np.asarray(lat, float)), np.radians(np.asarray(lon, float))
    axes = [np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)]
    return np.column_stack(axes) * _EARTH_KM


def read(path: Path) -> Lines:
    """Read the source: a list of neighbours with kilometres, and a list of latitude, longitude."""
    told = dict(
        line.split("=", 1)
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith(("graph=", "nodes="))
    )
    nodes = np.array(ast.literal_eval(told["nodes"]))
    pieces = np.array(
        [
            (a, b, km)
            for a, beside in enumerate(ast.literal_eval(told["graph"]))
            for b, km in beside.items()
            if a < b
        ]
    )
    a, b = pieces[:, 0].astype(int), pieces[:, 1].astype(int)
    used, ends = np.unique(np.concatenate([a, b]), return_inverse=True)
    a, b = ends[: len(a)], ends[len(a) :]
    none = np.full(len(a), -1)
    return Lines(nodes[used, 0], nodes[used, 1], a, b, pieces[:, 2], none)


def close_small_gaps(lines: Lines, gap_km: float) -> Lines:
    """Join each end of a line to the nearest node that is near, but far or cut off by line."""
    graph, xyz = lines.graph(), lines.xyz()
    loose = np.flatnonzero(np.diff(graph.indptr) == 1)
    found = set()
    for end, near in zip(loose, cKDTree(xyz).query_ball_point(xyz[loose], gap_km), strict=True):
        beside = np.array(sorted(set(near) - {end}), dtype=int)
        gap = np.linalg.norm(xyz[beside] - xyz[end], axis=1)
        farthest = _ROUND_KM + _ROUND_TIMES * gap_km
        by_line = dijkstra(graph, indices=end, limit=farthest)[beside]
        fit = np.flatnonzero(by_line > _ROUND_KM + _ROUND_TIMES * gap)
        if len(fit):
            found.add(tuple(sorted((int(end), int(beside[fit[np.argmin(gap[fit])]])))))
    a, b = np.array(sorted(found)).T
    km = measure.distance_km(lines.lat[a], lines.lon[a], lines.lat[b], lines.lon[b])
    print(f"  {len(a)} gaps of up to {gap_km:g} km closed, {km.sum():.0f} km in all")
    return lines.with_pieces(a, b, km, np.full(len(a), -1))


def join(lines: Lines, table: Path, longer: float) -> Lines:
    """Add the stretches of a table of joins, so many times the line where it tells no km."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ends = np.array(
        [[float(row[name]) for name in ("lat1", "lon1", "lat2", "lon2")] for row in rows]
    )
    points = ends.reshape(-1, 2)
    away, node = cKDTree(lines.xyz()).query(on_sphere(*points.T))
    new, which = np.unique(points[away > _FOUND_KM], axis=0, return_inverse=True)
    node[away > _FOUND_KM] = len(lines.lat) + which
    lat, lon = np.concatenate([lines.lat, new[:, 0]]), np.concatenate([lines.lon, new[:, 1]])
    a, b = node.reshape(-1, 2).T
    km = longer * measure.distance_km(lat[a], lon[a], lat[b], lon[b])
    known = [float(row["km"]) if row["km"] else np.nan for row in rows]
    km = np.where(np.isnan(known), km, known)
    print(f"  {len(rows)} joins, {km.sum():.0f} km in all, {len(new)} new nodes")
    return lines._replace(lat=lat, lon=lon).with_pieces(a, b, km, np.arange(len(rows)))


def split(lines: Lines, piece_km: float) -> tuple[Lines, NDArray[np.int64]]:
    """Put points on long pieces; give also the first end of each point's piece."""
    straight = measure.distance_km(
        lines.lat[lines.a], lines.lon[lines.a], lines.lat[lines.b], lines.lon[lines.b]
    )
    parts = np.ceil(straight / piece_km).astype(int).clip(1)
    whole = np.repeat(np.arange(len(parts)), parts)
    step = np.arange(len(whole)) - np.repeat(np.cumsum(parts) - parts, parts)
    inner = step > 0
    share = (step / parts[whole])[inner]
    a, b = lines.a[whole], lines.b[whole]
    xyz = lines.xyz()
    x, y, z = (xyz[a[inner]] + share[:, None] * (xyz[b[inner]] - xyz[a[inner]])).T
    lat = np.degrees(np.arctan2(z, np.hypot(x, y)))
    lon = np.degrees(np.arctan2(y, x))
    number = len(lines.lat) + np.arange(inner.sum())
    first, last = a.copy(), b.copy()
    first[inner] = number
    last[np.flatnonzero(inner) - 1] = number
    km = lines.km[whole] / parts[whole]
    print(f"  {len(number)} points put on long pieces")
    on = np.concatenate([np.arange(len(lines.lat)), a[inner]])
    done = Lines(
        np.concatenate([lines.lat, lat]),
        np.concatenate([lines.lon, lon]),
        first,
        last,
        km,
        lines.join[whole],
    )
    return done, on


def units_of(lines: Lines) -> tuple[NDArray[np.int64], list[str]]:
    """Row of `borders.parquet` that each node lies in, or next to: on bridges, on coasts."""
    units = list(_countries.units())
    points = shapely.points(lines.lon, lines.lat)
    tree = shapely.STRtree(points)
    found = np.full(len(points), -1)
    lands = [_countries.unit_land(unit) for unit in units]
    for number, land in enumerate(lands):
        inside = tree.query(land, predicate="contains")
        found[inside[found[inside] < 0]] = number
    parts, owner = shapely.get_parts(lands, return_index=True)
    outside = np.flatnonzero(found < 0)
    nearest = shapely.STRtree(parts).query_nearest(points[outside], all_matches=False)
    found[outside[nearest[0]]] = owner[nearest[1]]
    return found, units


def within_one_country(lines: Lines, on, units) -> None:
    """Let a point between two nodes of one country be there too: pieces are drawn too straight."""
    old = len(lines.lat) - (on != np.arange(len(on))).sum()
    other = {}
    for a, b in ((lines.a, lines.b), (lines.b, lines.a)):
        for one, two in zip(a[a >= old], b[a >= old], strict=True):
            other.setdefault(int(one), []).append(int(two))
    for node in range(old, len(lines.lat)):
        ends = {node_at_end(node, start, other, old) for start in other[node]}
        if len({units[end] for end in ends}) == 1:
            units[node] = units[ends.pop()]


def node_at_end(node: int, step: int, other: dict[int, list[int]], old: int) -> int:
    """Follow the points of a piece to its end."""
    while step >= old:
        node, step = step, next(beyond for beyond in other[step] if beyond != node)
    return step


def finish(lines: Lines, on, out: Path) -> None:
    """Find the country of each node, say how large the network is, and write it."""
    units, names = units_of(lines)
    within_one_country(lines, on, units)
    parts, _ = connected_components(lines.graph(), directed=False)
    print(
        f"  {len(lines.lat)} nodes, {len(lines.a)} pieces, {lines.km.sum():.0f} km, {parts} parts"
    )
    write(lines, units, names, out)


def write(lines: Lines, units, names: list[str], out: Path) -> None:
    """Write whole numbers, most of them as differences from the one before."""
    order = np.lexsort((lines.b, lines.a))
    a, b = lines.a[order], lines.b[order]
    joined = np.flatnonzero(lines.join[order] >= 0)
    np.savez_compressed(
        out,
        lat=steps(np.round(lines.lat * STEP_DEG)),
        lon=steps(np.round(lines.lon * STEP_DEG)),
        a=steps(a),
        b=(b - a).astype(np.int32),
        metres=np.round(lines.km[order] * 1000).astype(np.int32),
        unit=units.astype(np.int16),
        units=np.array(names),
        joined=joined.astype(np.int32),
        join=lines.join[order][joined].astype(np.int16),
    )


def steps(values) -> NDArray[np.int32]:
    """Give differences between neighbours, the first as it is."""
    return np.diff(values, prepend=0).astype(np.int32)
