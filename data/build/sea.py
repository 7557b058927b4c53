"""
Make data/sea.npz: the corners that ways by sea turn at, and which comes next on each way.

    python data/build/sea.py LAND COUNTRIES PORTS [OUT]

LAND is ``land-10m.json`` of npm world-atlas 2.0.2 (Natural Earth, public domain), COUNTRIES
``map.geo.json`` of npm @geo-maps/countries-land-1km 0.6.0 (OpenStreetMap, ODbL), which has the
lakes, PORTS ``ports.geojson`` of PyPI searoute 1.6.0.
Canals, and straits and rivers too narrow for these maps, are the lines of ``channels.csv``.

The shortest way over water is a chain of great circles that turns at corners of the coast. So the
nodes are corners, and the edges join two that see each other and graze the coast at both. Near the
shore corners are many and edges short. Far ways turn at few of them, the hubs: for each pair of
hubs the table has the hub that comes next on the way.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np
import shapely
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

DATA = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(DATA.parent))

import sea_land
from sea_graph import (
    ACCESS_KM,
    LOCAL_KM,
    OFFING,
    SHORE,
    Network,
    nearest,
    network,
    read_lines,
    say,
    seen,
    symmetric,
    with_points,
)
from sea_hubs import at_ports, choose_hubs, hub_sights, joined_up, mended, open_points
from sea_sight import Sight, lonlat, xyz

from kit._sphere import arc_km, chord, crosses

SHORE_KM = 0.8, 0.7  # how far off the coast the corners are, and how exactly they follow it
SHORE_STEP_DEG = 0.05  # between points of the outline that ends are put on
THIN_KM = 0.12  # how exactly the coast is kept for lines of sight
HUB_EDGE_KM, OFFING_EDGE_KM = 500.0, 2500.0  # longest edges off the shore that are kept
NO_WAY = 65535
# What the table of ways leaves out; and what else is shut when it is seen whether hubs are missing.
CLOSED = "Corinth Canal", "Northeast Passage", "Northwest Passage"
OFTEN_AVOIDED = "Suez Canal", "Panama Canal"


def table_of_ways(at: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """For each pair of hubs, to go to and where one is, the one that comes next on the way."""
    size = len(at)
    matrix = symmetric(edges, arc_km(at[edges[:, 0]], at[edges[:, 1]]), size)
    table = np.empty((size, size), dtype=np.uint16)
    for some in np.array_split(np.arange(size), 1 + size // 256):
        _, before = dijkstra(matrix, indices=some, return_predecessors=True)
        table[some] = np.where(before < 0, NO_WAY, before)
    return table


def morton(points: np.ndarray) -> np.ndarray:
    """Numbers by which what is near on the map is mostly near in the order."""
    steps = ((lonlat(points) + np.array([180, 90])) / [360, 180] * 65535).astype(np.uint64)
    code = np.zeros(len(points), dtype=np.uint64)
    for bit in map(np.uint64, range(16)):
        for axis in (0, 1):
            one = (steps[:, axis] >> bit) & np.uint64(1)
            code |= one << (np.uint64(2) * bit + np.uint64(axis))
    return code


def write(
    graph: Network, hubs: np.ndarray, edges: np.ndarray, table: np.ndarray, rest: dict
) -> dict:
    """Order nodes, hubs first and those near the shore last, and give the arrays to keep."""
    keep = graph.water >= 0
    keep[hubs] = False
    others = np.flatnonzero(keep)
    others = others[np.lexsort((morton(graph.at[others]), graph.kind[others] != OFFING))]
    order = np.concatenate([hubs, others])
    number = np.full(len(graph.at), -1)
    number[order] = np.arange(len(order))
    local = np.sort(number[graph.pairs], axis=1)
    local = np.unique(local[(local >= 0).all(axis=1)], axis=0)
    km = arc_km(graph.at[order][local[:, 0]], graph.at[order][local[:, 1]])
    both_off = (graph.kind[order][local] == OFFING).all(axis=1)
    both_hubs = (local < len(hubs)).all(axis=1)
    longest = np.where(both_off, np.where(both_hubs, HUB_EDGE_KM, OFFING_EDGE_KM), LOCAL_KM)
    local = local[km < longest]
    lon, lat = steps(lonlat(graph.at[order]))
    return rest | {
        "off": np.array(len(hubs) + (graph.kind[others] == OFFING).sum()),
        "lon": lon,
        "lat": lat,
        "water": graph.water[order].astype(np.uint8),
        "channel": graph.channel[order].astype(np.int8),
        "near_a": np.diff(local[:, 0], prepend=0).astype(np.uint16),
        "near_b": (local[:, 1] - local[:, 0]).astype(np.int32),
        "far_a": np.diff(edges[:, 0], prepend=0).astype(np.uint16),
        "far_b": edges[:, 1].astype(np.uint16),
        "next": table,
        "closed": np.array(CLOSED),
    }


def steps(degrees: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Longitudes and latitudes in steps of 1/10,000°, as differences from the one before."""
    whole = np.round(degrees * 10_000).astype(np.int32)
    lon, lat = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int32)).T
    return lon.astype(np.int32), lat.astype(np.int32)


def rings(name: str, parts: list[np.ndarray], waters: np.ndarray | None = None) -> dict:
    """Arrays of closed outlines, one after the other."""
    lon, lat = steps(np.concatenate(parts))
    found = {
        f"{name}_lon": lon,
        f"{name}_lat": lat,
        f"{name}_size": np.array(list(map(len, parts))),
    }
    return found if waters is None else found | {f"{name}_water": waters.astype(np.uint8)}


def shore_rings(shore: np.ndarray, graph: Network) -> dict:
    """Outlines off the shore from which the graph can be reached, and the water of each."""
    near = graph.kind == SHORE
    tree, water = cKDTree(graph.at[near]), graph.water[near]
    parts, of = [], []
    for ring in sea_land.rings_of(shore):
        away, which = tree.query(xyz(ring[:-1]))
        votes = water[which[away < chord(0.05)]]
        votes = votes[votes >= 0]
        if len(votes):
            line = shapely.segmentize(shapely.LineString(ring), SHORE_STEP_DEG)
            parts.append(shapely.get_coordinates(line))
            of.append(np.bincount(votes).argmax())
    return rings("shore", parts, np.array(of))


def main(land: str, osm: str, ports: str, out: str = ".") -> None:
    """Read, find corners, join them, choose hubs, tabulate, write."""
    with (DATA / "waters.csv").open(encoding="utf-8") as file:
        points = [(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)]
    whole, waters = sea_land.open_lakes(sea_land.read_land(Path(land)), Path(osm), points)
    dry = sea_land.without_islets(whole)
    ice = sea_land.polar_ice()
    sight = Sight.over(np.append(dry, ice))
    shore = sea_land.widened(dry, *SHORE_KM)
    graph = network(dry, shore, waters, sight)
    gates = {row["name"]: xyz(gate) for row, gate in read_lines("passages.csv", "gate")}
    usual, less = (
        np.stack([gates[name] for name in names]) for names in (CLOSED, CLOSED + OFTEN_AVOIDED)
    )

    def closed(at, pairs):
        return crosses(at[pairs[:, 0]], at[pairs[:, 1]], usual).any(axis=1)

    features = json.loads(Path(ports).read_text(encoding="utf-8"))["features"]
    places = xyz(np.array([f["geometry"]["coordinates"] for f in features], dtype=float))
    targets = at_ports(graph, places)
    hubs = choose_hubs(graph, targets, closed(graph.at, graph.pairs))
    points = open_points(graph, hubs, sight)
    hubs = np.concatenate([hubs, len(graph.at) + np.arange(len(points[0]))])
    graph = with_points(graph, *points)
    sights, taut = hub_sights(graph, hubs, hubs[:0], sight)
    better = mended(graph, hubs, sights[taut], [usual, less, usual[:1]], targets)
    more = hub_sights(graph, np.setdiff1d(better, hubs), hubs, sight)
    sights, taut = np.concatenate([sights, more[0]]), np.concatenate([taut, more[1]])
    hubs = joined_up(graph, better, sights[taut])
    shore_nodes = np.flatnonzero((graph.kind == SHORE) & (graph.water >= 0))
    reach = nearest(graph.at[shore_nodes], graph.at[hubs], 8, ACCESS_KM)
    reach = np.column_stack([shore_nodes[reach[:, 0]], hubs[reach[:, 1]]])
    reach = reach[reach[:, 0] != reach[:, 1]]
    near_hubs = seen(reach, graph.at, graph.at, sight)
    hubs = hubs[np.argsort(morton(graph.at[hubs]), kind="stable")]
    number = np.full(len(graph.at), -1)
    number[hubs] = np.arange(len(hubs))
    edges = number[np.concatenate([graph.pairs, sights[taut]])]
    edges = np.unique(np.sort(edges[(edges >= 0).all(axis=1)], axis=1), axis=0)
    shut = closed(graph.at[hubs], edges)
    table = table_of_ways(graph.at[hubs], edges[~shut])
    i, j = number[sights[~closed(graph.at, sights)]].T
    table[i, j], table[j, i] = i, j  # who sees where to go turns nowhere
    say(f"{len(hubs)} hubs, {len(edges)} edges between them, {shut.sum()} of them closed")
    graph.pairs = np.concatenate([graph.pairs, near_hubs])
    kept = write(graph, hubs, edges, table, shore_rings(shore, graph))
    coast = np.append(sea_land.thinned(dry, THIN_KM), ice)
    kept |= rings("coast", sea_land.rings_of(coast))
    np.savez_compressed(Path(out) / "sea.npz", **kept)
    for name, array in kept.items():
        say(f"{name}: {array.shape} {array.dtype}")


if __name__ == "__main__":
    main(*sys.argv[1:])
