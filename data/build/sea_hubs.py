"""Hubs: the few of all corners that far ways turn at, and what they see of each other."""

import numpy as np
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree
from sea_graph import CHANNEL, NORTH, SOUTH, Network, nearest, read_lines, say, seen, symmetric
from sea_sight import Sight, lonlat

from kit._sphere import arc_km, chord, crosses

SHORE_COSTS = 1.004  # a far way keeps off the shore if that costs no more
FAR_KM = 250.0  # a hub is passed by ways that go on so far on both sides
SAMPLES = 400  # ports, of which the ways to all ports are looked at
MOST_HUBS = 3000
OPEN_KM = 180.0, 1200.0  # between hubs in open water, near the coast and far from it
SOURCES = 60  # ports, of which the ways over the hubs are held against the shortest
DETOUR = 0.003  # a way over hubs that is so much longer than the shortest is too long
WORST = 0.2  # ways that are longer by more count no more
APART_KM = 100.0  # nodes so near an end need not be hubs
REACH_KM = 400.0  # how far from an end the kit looks for hubs
ROUNDS, MORE_HUBS = 7, 290  # how often hubs are added, and how many
# And then for single ports to which ways are longer by far, which few ways show.
LAST_ROUNDS, LAST_HUBS, LAST_SOURCES = 6, 100, 180
UPRIVER_KM = 300.0  # ports farther up a river are not looked at: no hub is in their reach


def far_ways_turn(graph: csr_array, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """How many of the sources have a way to a target through each node, far from both its ends."""
    count = np.zeros(graph.shape[0], dtype=int)
    for some in np.array_split(sources, 1 + len(sources) // 16):
        for km, before in zip(
            *dijkstra(graph, indices=some, return_predecessors=True), strict=True
        ):
            reach = np.full(len(km), -1.0)
            ends = targets[before[targets] >= 0]
            reach[ends] = km[ends]
            while len(ends):
                beside = before[ends]
                np.maximum.at(reach, beside, reach[ends])
                ends = np.unique(beside[before[beside] >= 0])
            count += (km < np.inf) & (km >= FAR_KM) & (reach - km >= FAR_KM)
    return count


def up_rivers(graph: Network) -> np.ndarray:
    """Which nodes are of rivers: these lead to ports and nowhere else, so none need be a hub."""
    rivers = [row["kind"] == "river" for row, _ in read_lines("channels.csv", "line")]
    return np.array([*rivers, False])[graph.channel]


def at_ports(graph: Network, ports: np.ndarray) -> np.ndarray:
    """Nodes of the sea next to ports, but for those far up a river."""
    at_sea = np.flatnonzero(graph.water == 0)
    away, which = cKDTree(graph.at[at_sea]).query(ports)
    found = np.unique(at_sea[which[away < chord(60.0)]])
    off_rivers = np.flatnonzero(~up_rivers(graph))
    up_km = dijkstra(graph.matrix(), indices=off_rivers, min_only=True, limit=UPRIVER_KM)
    return found[np.isfinite(up_km[found])]


def choose_hubs(graph: Network, targets: np.ndarray, closed: np.ndarray) -> np.ndarray:
    """Nodes that far ways between ports turn at."""
    rng = np.random.default_rng(1)
    matrices = [graph.matrix(pairs, SHORE_COSTS) for pairs in (graph.pairs[~closed], graph.pairs)]
    count = np.zeros(len(graph.at), dtype=int)
    for matrix, samples in zip(matrices, (SAMPLES, SAMPLES // 8), strict=True):
        count += far_ways_turn(matrix, rng.choice(targets, samples, replace=False), targets)
    for number in range(1, graph.water.max() + 1):
        inside = np.flatnonzero(graph.water == number)
        sources = rng.choice(inside, min(24, len(inside)), replace=False)
        count += 9 * far_ways_turn(matrices[0], sources, inside)
    count[up_rivers(graph)] = 0
    order = np.argsort(-count, kind="stable")[:MOST_HUBS]
    hubs = order[count[order] > 1]
    say(f"{len(hubs)} hubs by use (from {count[hubs].min()} ways)")
    return np.sort(hubs)


def open_points(graph: Network, hubs: np.ndarray, sight: Sight) -> tuple[np.ndarray, np.ndarray]:
    """
    Points off coasts that have no hub, and some on the high seas, and the water of each.

    No way turns at them: they are for ways that begin or end near them, to look out from.
    """
    number = int(4 * np.pi / np.radians(1.0) ** 2)
    k = np.arange(number) + 0.5
    z, turn = 1 - 2 * k / number, k * np.pi * (1 + 5**0.5)
    flat = np.sqrt(1 - z * z)
    points = np.column_stack([flat * np.cos(turn), flat * np.sin(turn), z])
    lat = lonlat(points)[:, 1]
    points = points[(lat > SOUTH) & (lat < NORTH)]
    beside = nearest(points, graph.at, 8, OPEN_KM[1])
    beside = beside[graph.water[beside[:, 1]] >= 0]
    beside = seen(beside, points, graph.at, sight)
    own, first = np.unique(beside[:, 0], return_index=True)
    points, water = points[own], graph.water[beside[first, 1]]
    apart = np.clip(1.5 * sight.room_km_at(points), *OPEN_KM)
    away = arc_km(points, graph.at[hubs[cKDTree(graph.at[hubs]).query(points)[1]]])
    kept = []
    for row in np.flatnonzero(away > apart):
        if not kept or (arc_km(points[kept], points[row]) > apart[row]).all():
            kept.append(row)
    say(f"{len(kept)} hubs in open water")
    return points[kept], water[kept]


def hub_sights(
    graph: Network, hubs: np.ndarray, others: np.ndarray, sight: Sight
) -> tuple[np.ndarray, np.ndarray]:
    """
    Pairs of hubs, or of a hub and another, that see each other: their nodes, and which are taut.

    A pair is taut if a way may turn at one of the two.
    """
    order = np.concatenate([hubs, others])
    at, water = graph.at[order], graph.water[order]
    kept = []
    for some in np.array_split(np.arange(len(hubs)), 1 + len(hubs) // 200):
        i, j = np.meshgrid(some, np.arange(some[0], len(order)), indexing="ij")
        pairs = np.column_stack([i.ravel(), j.ravel()])
        pairs = pairs[(pairs[:, 0] < pairs[:, 1]) & (water[pairs[:, 0]] == water[pairs[:, 1]])]
        kept.append(seen(pairs, at, at, sight))
    i, j = np.concatenate(kept).T
    taut = graph.corners.grazed(order[i], at[j]) | graph.corners.grazed(order[j], at[i])
    taut |= (graph.kind[order[i]] == CHANNEL) | (graph.kind[order[j]] == CHANNEL)
    return np.column_stack([order[i], order[j]]), taut


def joined_up(graph: Network, hubs: np.ndarray, sights: np.ndarray) -> np.ndarray:
    """Add to the hubs what lies on the way from those that would have none to the others."""
    whole = graph.matrix()
    own = np.zeros(len(graph.at), dtype=bool)
    own[hubs] = True
    among = np.concatenate([sights, graph.pairs[own[graph.pairs].all(axis=1)]])
    _, part = connected_components(symmetric(among, np.ones(len(among)), len(own)), directed=False)
    more = []
    for water in np.unique(graph.water[hubs]):
        here = hubs[graph.water[hubs] == water]
        main = np.bincount(part[here]).argmax()
        lost = here[part[here] != main]
        lost = lost[np.unique(part[lost], return_index=True)[1]]
        if not len(lost):
            continue
        _, before, _ = dijkstra(
            whole, indices=here[part[here] == main], min_only=True, return_predecessors=True
        )
        while len(lost := before[lost][before[lost] >= 0]):
            more += lost.tolist()
    say(f"{len(set(more) - set(hubs))} hubs more to join the others up")
    return np.unique(np.concatenate([hubs, np.array(more, dtype=int)]))


def mended(
    graph: Network,
    hubs: np.ndarray,
    sights: np.ndarray,
    closings: list[np.ndarray],
    targets: np.ndarray,
) -> np.ndarray:
    """
    Add to the hubs what makes ways over them as short as any.

    CLOSINGS are pairs of points on a sphere, shape (m, 2, 3), that no way may cross; each round
    takes the next of the first two of them, and each of the last rounds the next of all.
    """
    for turn in range(ROUNDS + LAST_ROUNDS):
        last = turn >= ROUNDS
        number = np.full(len(graph.at), -1)
        number[hubs] = np.arange(len(hubs))
        own = graph.pairs[(number[graph.pairs] >= 0).all(axis=1)]
        edges = np.unique(np.sort(np.concatenate([sights, own]), axis=1), axis=0)
        gates = closings[turn % (len(closings) if last else 2)]
        edges, pairs = (without(graph, some, gates) for some in (edges, graph.pairs))
        over = symmetric(number[edges], graph.km(edges), len(hubs))
        whole = symmetric(pairs, graph.km(pairs), len(number))
        sources = targets[turn :: max(1, len(targets) // (LAST_SOURCES if last else SOURCES))]
        count, share = detours(whole, over, hubs, targets, sources)
        count[up_rivers(graph)] = 0.0
        more = np.argsort(-count, kind="stable")[: LAST_HUBS if last else MORE_HUBS]
        more = more[count[more] > 0]
        hubs = np.union1d(hubs, more)
        say(f"{share:.1%} of ways over the hubs were too long: {len(more)} hubs more")
    return hubs


def without(graph: Network, pairs: np.ndarray, gates: np.ndarray) -> np.ndarray:
    """Those pairs of nodes whose edge crosses no gate."""
    return pairs[~crosses(graph.at[pairs[:, 0]], graph.at[pairs[:, 1]], gates).any(axis=1)]


def detours(
    whole: csr_array,
    over: csr_array,
    hubs: np.ndarray,
    targets: np.ndarray,
    sources: np.ndarray,
) -> tuple[np.ndarray, float]:
    """
    By how much ways would be shorter past each node, and the share of ways that are too long.

    A way over the hubs goes from its start past no hub to one that is near, on in the graph OVER,
    and from one that is near to its end.
    """
    ends, near, near_km = accesses(whole, hubs, targets)
    some, other = over.tocoo().coords
    count, ways, too_long = np.zeros(whole.shape[0]), 0, 0
    for source in sources:
        here = ends == source
        edges = np.concatenate([some, np.full(here.sum(), len(hubs))]), np.append(other, near[here])
        km = np.append(over.data, near_km[here])
        from_source = csr_array((km, edges), shape=(len(hubs) + 1, len(hubs) + 1))
        hub_km = dijkstra(from_source, indices=len(hubs))
        over_km = np.full(len(count), np.inf)
        np.minimum.at(over_km, ends, hub_km[near] + near_km)
        km, before = dijkstra(whole, indices=source, return_predecessors=True)
        far = targets[np.isfinite(km[targets]) & (km[targets] > 2 * FAR_KM)]
        at = far[over_km[far] > km[far] * (1 + DETOUR)]
        ways, too_long, all_km = ways + len(far), too_long + len(at), km[at]
        excess = np.minimum(over_km[at] / all_km - 1, WORST)
        while len(at):
            inside = (km[at] >= APART_KM) & (all_km - km[at] >= APART_KM)
            np.add.at(count, at[inside], excess[inside])
            beside = before[at]
            going = before[beside] >= 0
            at, all_km, excess = beside[going], all_km[going], excess[going]
    count[hubs] = 0
    return count, too_long / max(ways, 1)


def accesses(
    whole: csr_array, hubs: np.ndarray, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Targets, numbers of hubs that each reaches past no other and that are near, and how far."""
    leads_on = np.ones(whole.shape[0])
    leads_on[hubs] = 0
    to_hubs = diags_array(leads_on).tocsr() @ whole
    to_hubs.eliminate_zeros()
    ends, near, near_km = [], [], []
    for some in np.array_split(targets, 1 + len(targets) // 64):
        km = dijkstra(to_hubs, indices=some, limit=REACH_KM)[:, hubs]
        row, hub = np.nonzero(np.isfinite(km))
        ends.append(some[row])
        near.append(hub)
        near_km.append(km[row, hub])
    return np.concatenate(ends), np.concatenate(near), np.concatenate(near_km)
