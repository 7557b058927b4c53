"""Many trips at once: their places, their ways, and what is said where there is none."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from kit._passages import Passage
from kit._spot import Spot
from kit._way import Way
from kit.errors import InputError, NoWayError


def many[S: Spot | Passage, C: Collection[str]](
    trips: Iterable[Sequence[Any]],
    found: Callable[[Sequence[Any]], list[S]],
    ways: Callable[[list[list[S]], C], list[Way | NoWayError]],
    avoid: C,
    errors: str = "raise",
) -> list[Way | NoWayError]:
    """
    Find the places of each trip, and the ways between them.

    Parameters
    ----------
    trips : iterable of sequences of places
    found : callable
        Gives the places of a trip.
    ways : callable
        Gives the ways of such trips, without what is to be avoided.
    avoid : collection of str
    errors : {"raise", "return"}

    Returns
    -------
    list of Way or NoWayError
        In the order of the trips.

    Raises
    ------
    kit.errors.InputError
        If a trip is none, or whatever else is wrong with it that is not returned in its place.
    """
    if errors not in ("raise", "return"):
        raise InputError(f'errors is "raise" or "return", not {str(errors)[:60]!r}.')
    asked: list[list[S] | NoWayError] = []
    for trip in map(checked, listed_trips(trips)):
        try:
            asked.append(found(trip))
        except InputError as error:
            if errors == "raise":
                raise
            asked.append(NoWayError(str(error).removesuffix(".")))
    known = [stops for stops in asked if not isinstance(stops, NoWayError)]
    way = iter(ways(known, avoid))
    all_ways = [
        stops if isinstance(stops, NoWayError) else _explained(next(way), stops) for stops in asked
    ]
    first = next((one for one in all_ways if isinstance(one, NoWayError)), None)
    if errors == "raise" and first is not None:
        raise first
    return all_ways


def _explained(way: Way | NoWayError, places: Sequence[Spot | Passage]) -> Way | NoWayError:
    """Say with the reason why there is no way what its places were taken for."""
    if not isinstance(way, NoWayError):
        return way
    said = [place.said for place in places if isinstance(place, Spot) and place.said]
    advice = ". ".join(filter(None, [way.advice, *(words.rstrip(".") for words in said)]))
    return type(way)(way.reason, advice)


def only(ways: list[Way | NoWayError]) -> Way:
    """
    Give the way of a single trip.

    Parameters
    ----------
    ways : list of Way or NoWayError

    Returns
    -------
    Way

    Raises
    ------
    kit.errors.NoWayError
        If there is none.
    """
    (way,) = ways
    if isinstance(way, NoWayError):
        raise way
    return way


def listed_trips(trips: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    """
    List trips.

    Parameters
    ----------
    trips : iterable of sequences

    Returns
    -------
    list of sequences

    Raises
    ------
    kit.errors.InputError
        If they are none.
    """
    if isinstance(trips, str) or not isinstance(trips, Iterable):
        raise InputError(
            f'Trips are pairs of places, such as [("Lyon", "Nice")], not {trips!r:.60}.'
        )
    return list(trips)


def checked(trip: Sequence[Any]) -> Sequence[Any]:
    """
    Refuse a trip that goes nowhere, or whose places have no order.

    Parameters
    ----------
    trip : sequence of places

    Returns
    -------
    sequence of places

    Raises
    ------
    kit.errors.InputError
    """
    if isinstance(trip, str) or not hasattr(trip, "__getitem__") or len(trip) < 2:
        raise InputError(f"A trip has two places or more, in their order, not {trip!r:.60}.")
    return list(trip)
