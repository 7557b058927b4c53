"""Ways by rail: how long, and how sure that is."""

from collections.abc import Sequence
from itertools import pairwise

from kit import measure
from kit._overland import Ground, Trip, countries_of, gaps_of, line, said_of, said_of_gaps, trips
from kit._railways import railways
from kit._spot import Spot
from kit._way import Way
from kit.errors import NoWayError

# Distances along the map are this much shorter than published ones: the median over the lines of
# tests/published_rail.csv on their own course. This and the next two are printed by
# `python tests/benchmarks/network.py`.
_SCALE = 1.007
# Published over measured, from 2.5 to 97.5 in a hundred: of lines whose course is known ...
_ON_COURSE = 0.967, 1.031
# ... and of those for which the shortest way was taken, which the train need not take.
_SHORTEST = 0.967, 1.122
# A stretch that the map lacks is taken for a tenth longer than straight. It may be straight; nine
# stretches of 20 to 40 km in ten are not this much longer (data/build/rail.py prints how much).
_JOIN = 1 / 1.1, 1.35

_GROUND = Ground(
    network=railways,
    near_km=30.0,
    beyond_km=5.0,
    line="railway",
    stop="station",
    at_stop="Give a place with a station; the map lacks the lines of some countries and islands",
    at_change="Give the legs up to where people or goods change to a ship, plane or road",
)


def ways(asked: Sequence[Sequence[Spot]], avoid: Sequence[str]) -> "list[Way | NoWayError]":
    """
    Ways by rail through places in their order.

    Parameters
    ----------
    asked : sequence of sequences of Spot
        Two places or more each.
    avoid : sequence of str
        Countries that no way may enter, as `kit._countries.code_of` gives them.

    Returns
    -------
    list of Way or NoWayError
        In the order of the trips.
    """
    found = trips(_GROUND, asked, avoid)
    return [_way(trip) if isinstance(trip, Trip) else trip for trip in found]


def _way(trip: Trip) -> Way:
    """Say how long a way is and how sure that is."""
    network, nodes, stops = trip.network, trip.nodes, trip.stops
    gaps = gaps_of(trip)
    km = sum(course.km for course in trip.courses) * _SCALE
    on_map_km = km - sum(gaps.values()) * _SCALE
    low, high = _ON_COURSE if len(stops) > 2 else _SHORTEST
    low_km = on_map_km * low + sum(gaps.values()) * _JOIN[0]
    high_km = on_map_km * high + sum(gaps.values()) * _JOIN[1]
    loose_km = sum(
        end.away_km + (spot.radius_km if spot.is_wide else 0.0)
        for end, spot in ((stops[0], trip.spots[0]), (stops[-1], trip.spots[-1]))
    )
    straight_km = sum(measure.distance_km(a.lat, a.lon, b.lat, b.lon) for a, b in pairwise(stops))
    between = "" if len(stops) == 2 else " between the places named"
    return Way(
        mode="rail",
        length_km=km,
        low_km=max(low_km, min(straight_km, km)) - min(loose_km, low_km),
        high_km=high_km + loose_km,
        basis="mapped",
        method=f"shortest way over OpenStreetMap's railways, times {_SCALE}",
        stops=stops,
        countries=countries_of(network, nodes),
        assumed=(
            f"By the shortest way{between}, on whatever gauge; a train may go another.",
            *said_of(trip, _GROUND),
            *said_of_gaps(trip, "line"),
        ),
        geometry=line(network, nodes),
    )
