"""The line that each leg is drawn and measured along: its way, or the great circle and why."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kit._spot import spot_of
from kit._way import joined
from kit._ways import Place, is_passed, ways_between, widened
from kit.errors import CutOffError, NoWayError

if TYPE_CHECKING:
    from kit._way import Way

#: What the columns of a table of legs say of the line.
COLUMNS = ("length_km", "low_km", "high_km", "method", "way_basis", "assumed")

# How many times as long as the straight line a way may be that is not known. Of ways by rail and by
# sea between random places 39 in 40 are not longer: `python tests/benchmarks/detours.py` prints it.
# Flights are those of `kit/_air.py`; all others are taken for roads, `kit/_road.py`.
_LONGEST = {"rail": 2.5, "sea": 3.0, "air": 1.1}
_BY = {None: "in whatever way", "foot": "on foot"}
_FERRY_KM = 3000.0  # from one land or railway to another one takes a ferry, but not so far

# What `method` begins with where no line is drawn, and where the straight one stands for a way.
_NO_LINE, _NO_WAY = "none: ", "great circle: "

type Leg = tuple[str | None, Sequence[Place] | None]


def tracks(legs: Iterable[Leg]) -> list[dict[str, Any]]:
    """
    Measure and draw legs, each by its mode.

    Parameters
    ----------
    legs : iterable of (mode, places)
        Road, rail, sea, air, foot or None where it is not told; the places from the first to the
        last, None where one is missing.

    Returns
    -------
    list of dict
        ``length_km``, ``low_km``, ``high_km``, ``method``, ``assumed`` and ``geometry`` of each.
    """
    told = [(mode, tuple(places or ())) for mode, places in legs]
    trips = [(mode, _apart(_without_waters(mode, places))) for mode, places in told]
    found: dict[tuple[str | None, tuple[Place, ...]], Way | NoWayError] = {}
    for mode in ("rail", "sea"):
        wanted = [trip for by, trip in trips if by == mode and len(trip) > 1]
        for trip, way in zip(wanted, ways_between(mode, wanted), strict=True):
            found[mode, trip] = way
    rows = [_columns(*trip, found.get(trip)) for trip in trips]
    for row, (_, places), (_, trip) in zip(rows, told, trips, strict=True):
        waters = [place.name for place in places[1:-1] if place not in trip and _is_water(place)]
        row["assumed"] = (*row["assumed"], *(f"Where it passed {w} is not told." for w in waters))
    return rows


def _without_waters(mode: str | None, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Leave out seas and rivers that were passed: where is not told, and a middle is no place."""
    inner = places[1:-1] if len(places) > 2 else ()
    waters = {place for place in inner if _is_water(place) and (place.is_wide or mode != "sea")}
    return tuple(place for place in places if place not in waters)


def _is_water(place: Place) -> bool:
    """Tell a sea or a river from a strait or canal whose gate is known."""
    return place.kind == "water" and not is_passed(place.name)


def _apart(places: Sequence[Place]) -> tuple[Place, ...]:
    """Leave out places at the point of the one before: between them there is no line."""
    kept = list(places[:1])
    for place in places[1:]:
        if (place.lat, place.lon) != (kept[-1].lat, kept[-1].lon):
            kept.append(place)
    return tuple(kept)


def _columns(
    mode: str | None, trip: tuple[Place, ...], found: "Way | NoWayError | None"
) -> dict[str, Any]:
    """Say what is known of one leg."""
    nothing = dict.fromkeys(COLUMNS) | {"assumed": (), "geometry": None}
    if len(trip) < 2:
        if trip:  # a country and its border have one point here
            reach_km = 2 * trip[0].radius_km
            point = {"length_km": 0.0, "low_km": 0.0, "high_km": reach_km}
            nothing |= point | _undrawn("both ends lie at one point here")
        return nothing
    try:
        if found is None or isinstance(found, NoWayError):
            found = _way(mode, trip, found)
    except NoWayError as error:
        return nothing | _undrawn(error.reason)
    told = {name: getattr(found, name) for name in ("length_km", "low_km", "high_km", "method")}
    return told | {
        "way_basis": found.basis,
        "assumed": found.assumed,
        "geometry": found.geometry,
    }


def _undrawn(why: str) -> dict[str, Any]:
    return {"method": f"{_NO_LINE}{why}", "way_basis": "none"}


def _way(mode: str | None, trip: tuple[Place, ...], why: NoWayError | None) -> "Way":
    """Way of a leg that no network gave, by air and road between towns, else the straight line."""
    wide = next((place.name for place in trip if place.is_wide), None)
    if wide and not why:
        why = NoWayError(f"where in {wide} is not told")
    if mode in _SEARCHES and not wide:
        try:
            return _about_towns(joined([_SEARCHES[mode](*pair) for pair in pairwise(trip)]), trip)
        except NoWayError as error:
            why = error
    reason = _inner(why.reason) if why else "by what is not told"
    way = _straight(mode, trip, reason)
    if isinstance(why, CutOffError) and way.low_km > _FERRY_KM:
        raise NoWayError(
            f"{reason}, and {way.low_km:,.0f} km are too far {_BY.get(mode, f'by {mode}')} "
            "without; another place or means may be meant"
        )
    return way


def _by_air(one: Place, two: Place) -> "Way":
    from kit import network

    return network.air(one, two)


def _by_road(one: Place, two: Place) -> "Way":
    from kit import _road

    return _road.way(spot_of(one), spot_of(two))


_SEARCHES = {"air": _by_air, "road": _by_road, "foot": _by_road}


def _straight(mode: str | None, trip: tuple[Place, ...], reason: str) -> "Way":
    """Draw great circles, and let the band be as wide as the way that is not known may be long."""
    from kit import _road, network

    way = joined([network.great_circle(one, two) for one, two in pairwise(trip)])
    by = _BY.get(mode, f"by {mode}")
    factor = _LONGEST.get(str(mode), _road.LONGEST)
    said = f"Taken to be at most {factor:g} times as long {by} as the straight line."
    return replace(
        way,
        high_km=way.high_km * factor,
        method=f"{_NO_WAY}{reason}",
        assumed=(*way.assumed, said),
    )


def _about_towns(way: "Way", trip: tuple[Place, ...]) -> "Way":
    """Widen a band by the extents of towns: where in them a way begins and ends is not told."""
    # The extent of what is wider than a town is in the band already.
    spots = [spot_of(place) for place in (trip[0], trip[-1])]
    return widened(way, [spot for spot in spots if spot.radius_km > 0 and not spot.is_wide])


def _inner(reason: str) -> str:
    """Give a reason as the rest of a sentence: it begins with "No" or with a name."""
    return reason[:1].lower() + reason[1:] if reason.startswith("No ") else reason
