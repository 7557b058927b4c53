"""Ways by road: over the main roads, and where these do not reach an estimate from the line."""

from collections.abc import Sequence
from itertools import pairwise

from kit import _air, measure
from kit._byland import barred
from kit._overland import Ground, Trip, countries_of, line, said_of, said_of_gaps, trips
from kit._roads import roads
from kit._spot import Spot
from kit._way import Way, joined
from kit.errors import CutOffError, NoWayError

#: Published lengths of roads over the straight line, of the lines of tests/published_road.csv: the
#: median, and what 97.5 in a hundred of them stay below (`python tests/benchmarks/roads.py`).
TYPICAL, LONGEST = 1.20, 1.66
# Published lengths over those along the map's roads: the median, and from 2.5 to 97.5 in a hundred
# (the same command). The map's are shorter, for its junctions are points.
SCALE = 1.04
BAND = 0.94, 1.31
# The way to a main road may be so much of the straight line, and the way along them so many times
# that, or no main road leads there: one is missing, or takes a ferry.
_LOOSE, _ROUND = 0.2, 3.0
GROUND = Ground(
    network=roads,
    near_km=20.0,
    beyond_km=5.0,
    line="main road",
    stop="junction",
    at_stop="Avoid no country, and the way is estimated",
    at_change="Avoid less, or take another mode",
)


def ways(asked: Sequence[Sequence[Spot]], avoid: Sequence[str]) -> list[Way | NoWayError]:
    """
    Find ways by road through places in their order.

    Parameters
    ----------
    asked : sequence of sequences of Spot
        Two places or more each.
    avoid : sequence of str
        Countries that no way may enter, as `kit._countries.code_of` gives them.

    Returns
    -------
    list of Way or NoWayError
        In the order of the trips. Where no main road leads and no country is to be avoided, the
        straight line stands for the way, and the method says so.
    """
    found: list[Way | NoWayError] = []
    for spots, trip in zip(asked, trips(GROUND, asked, avoid), strict=True):
        if isinstance(trip, Trip) and (avoid or leads(trip)):
            found.append(_way(trip))
        elif avoid and isinstance(trip, NoWayError):
            found.append(trip)
        else:
            found.append(_estimated(spots))
    return found


def way(origin: Spot, destination: Spot) -> Way:
    """
    Find the way by road between two places.

    Parameters
    ----------
    origin, destination : Spot

    Returns
    -------
    Way

    Raises
    ------
    kit.errors.NoWayError
        If no land connects the two, or both are one place.
    """
    (found,) = ways([[origin, destination]], ())
    if isinstance(found, NoWayError):
        raise found
    return found


# ---- over main roads ----------------------------------------------------------------------------


def leads(trip: Trip) -> bool:
    """Tell whether main roads lead from the first place to the last, and not far round."""
    away_km = trip.stops[0].away_km + trip.stops[-1].away_km
    straight_km = _straight_km(trip.spots)
    return away_km <= _LOOSE * straight_km and _on_map_km(trip) <= _ROUND * straight_km


def _on_map_km(trip: Trip) -> float:
    return sum(course.km for course in trip.courses)


def _straight_km(spots: Sequence[Spot]) -> float:
    return sum(measure.distance_km(a.lat, a.lon, b.lat, b.lon) for a, b in pairwise(spots))


def _way(trip: Trip) -> Way:
    """Say how long a way is and how sure that is."""
    straight_km = _straight_km(trip.spots)
    on_map_km = _on_map_km(trip)
    away_km = trip.stops[0].away_km + trip.stops[-1].away_km
    km = max(on_map_km * SCALE + away_km * TYPICAL, straight_km)
    # A smaller road, which is not on the map, may be no longer than roads are elsewhere.
    low_km = max(min(on_map_km * BAND[0] + away_km, straight_km * TYPICAL), straight_km)
    reach_km = sum(spot.radius_km for spot in (trip.spots[0], trip.spots[-1]) if spot.is_wide)
    between = "" if len(trip.stops) == 2 else " between the places named"
    return Way(
        mode="road",
        length_km=km,
        low_km=max(0.0, low_km - reach_km),
        high_km=max(on_map_km * BAND[1] + away_km * LONGEST, km) + reach_km,
        basis="mapped",
        method=f"shortest way over OpenStreetMap's main roads, times {SCALE}",
        stops=trip.stops,
        countries=countries_of(trip.network, trip.nodes),
        assumed=(
            f"By the shortest way{between} over main roads; smaller ones are not on this map.",
            *said_of(trip, GROUND),
            *said_of_gaps(trip, "road"),
        ),
        geometry=line(trip.network, trip.nodes),
    )


# ---- an estimate --------------------------------------------------------------------------------


def _estimated(spots: Sequence[Spot]) -> Way | NoWayError:
    """Take a way for as much longer than the straight line as roads are."""
    try:
        return joined([_estimate(one, two) for one, two in pairwise(spots)])
    except NoWayError as error:
        return error


def _estimate(origin: Spot, destination: Spot) -> Way:
    """Take one leg for that; its band begins at the line, since a road may be straight."""
    straight = _air.straight(origin, destination)
    if why := barred(origin, destination):
        raise CutOffError(why)
    reach_km = sum(spot.radius_km for spot in (origin, destination) if spot.is_wide)
    return Way(
        mode="road",
        length_km=straight.length_km * TYPICAL,
        low_km=max(0.0, straight.length_km - reach_km),
        high_km=straight.length_km * LONGEST + reach_km,
        basis="estimated",
        method=f"straight line times {TYPICAL:.2f}, as roads are longer",
        stops=straight.stops,
        countries=straight.countries,
        assumed=(
            *straight.assumed,
            f"No main road leads there on this map: taken for 1 to {LONGEST:.2f} times the line.",
        ),
        geometry=straight.geometry,
    )
