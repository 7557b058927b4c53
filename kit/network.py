"""
Ways by rail, road, sea and air, and the straight line: how long, past what, how sure that is.

Offline: railways and main roads are OpenStreetMap's and coasts Natural Earth's, as data/README.md
tells; flights are drawn. Places are given as names that `kit.Gazetteer` knows, as latitude and
longitude in degrees, as geopy's Location or Point, or as rows of the tables of mentions or places.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from kit import _air, _countries, _passages, _rail, _road, _sea
from kit._namesakes import BY_AIR
from kit._spot import PlaceLike, Spot, listed, spots_together
from kit._trips import checked, listed_trips, many, only
from kit._way import Stop, Way
from kit.errors import InputError, NoWayError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "NoWayError",
    "Stop",
    "Way",
    "air",
    "airs",
    "great_circle",
    "rail",
    "rails",
    "road",
    "roads",
    "sea",
    "seas",
]


def rail(
    origin: PlaceLike,
    destination: PlaceLike,
    *,
    via: "PlaceLike | Iterable[PlaceLike]" = (),
    avoid: str | Iterable[str] = (),
) -> Way:
    """
    Find the shortest way by rail between two places.

    The shortest way is not always the train's way: name stations of its line in `via`, and the
    countries that it does not enter in `avoid`. The band is narrower with `via`.

    Parameters
    ----------
    origin, destination : str, (lat, lon), geopy.Location, geopy.Point or pandas.Series
        A place: a name, degrees, or a row with `lat` and `lon`.
    via : place or iterable of places, optional
        Where the way goes, in this order.
    avoid : str or iterable of str, optional
        Countries that it must not enter, by ISO 3166-1 alpha-2 or name. Whose land is disputed land
        goes by `kit.settings.point_of_view`.

    Returns
    -------
    Way
        Lengths in km from station to station; `stops` tell how far each station is from its place.

    Raises
    ------
    NoWayError
        A `kit.errors.InputError`: no railway is near a place, or none connects two of them.
    kit.errors.InputError
        If a place or a country is not known.
    kit.errors.DataError
        If a shipped file is missing or damaged.

    Examples
    --------
    >>> rail("Moscow", "Saint Petersburg").countries
    ('RU',)
    """
    trip = [origin, *listed(via), destination]
    return only(many([trip], _by_land, _rail.ways, _codes(avoid)))


def rails(
    trips: Iterable[Sequence[PlaceLike]],
    *,
    avoid: str | Iterable[str] = (),
    errors: Literal["raise", "return"] = "raise",
) -> list[Way | NoWayError]:
    """
    Find many ways by rail at once: trips that share a station share a search.

    Parameters
    ----------
    trips : iterable of sequences of places
        Two places or more each: from, by way of, to.
    avoid : str or iterable of str, optional
        As for `rail`.
    errors : {"raise", "return"}
        Whether a trip that has no way raises, or gives its `NoWayError` in its place.

    Returns
    -------
    list of Way or NoWayError
        In the order of the trips.

    Raises
    ------
    NoWayError
        As for `rail`, unless they are returned.
    kit.errors.InputError
        As for `rail`; also if a trip has fewer than two places, or `errors` is another word.
    """
    return many(trips, _by_land, _rail.ways, _codes(avoid), errors)


def road(
    origin: PlaceLike,
    destination: PlaceLike,
    *,
    via: "PlaceLike | Iterable[PlaceLike]" = (),
    avoid: str | Iterable[str] = (),
) -> Way:
    """
    Find the shortest way by road between two places.

    Over main roads (motorways and trunk roads). Where these do not reach, and no country is to be
    avoided, the straight line is drawn, and taken for 1.2 times as long; `method` and `assumed`
    tell which it is.

    Parameters
    ----------
    origin, destination : str, (lat, lon), geopy.Location, geopy.Point or pandas.Series
        A place: a name, degrees, or a row with `lat` and `lon`.
    via : place or iterable of places, optional
        Where the way goes, in this order.
    avoid : str or iterable of str, optional
        As for `rail`.

    Returns
    -------
    Way
        Lengths in km from place to place; `stops` tell how far each place is from its main road.
        `low_km` is no more than 1.2 times the straight line, since a smaller road may be nearer.

    Raises
    ------
    NoWayError
        A `kit.errors.InputError`: no land connects the places, or no main road outside the
        countries to avoid.
    kit.errors.InputError
        If a place or a country is not known.
    kit.errors.DataError
        If a shipped file is missing or damaged.

    Examples
    --------
    >>> road("Bishkek", "Osh").basis
    'mapped'
    """
    trip = [origin, *listed(via), destination]
    return only(many([trip], _by_land, _road.ways, _codes(avoid)))


def roads(
    trips: Iterable[Sequence[PlaceLike]],
    *,
    avoid: str | Iterable[str] = (),
    errors: Literal["raise", "return"] = "raise",
) -> list[Way | NoWayError]:
    """
    Find many ways by road at once: trips that share an end share a search.

    Parameters
    ----------
    trips : iterable of sequences of places
        Two places or more each: from, by way of, to.
    avoid : str or iterable of str, optional
        As for `rail`.
    errors : {"raise", "return"}
        Whether a trip that has no way raises, or gives its `NoWayError` in its place.

    Returns
    -------
    list of Way or NoWayError
        In the order of the trips.

    Raises
    ------
    NoWayError
        As for `road`, unless they are returned.
    kit.errors.InputError
        As for `road`; also if a trip has fewer than two places, or `errors` is another word.
    """
    return many(trips, _by_land, _road.ways, _codes(avoid), errors)


def sea(
    origin: PlaceLike,
    destination: PlaceLike,
    *,
    via: "PlaceLike | Iterable[PlaceLike]" = (),
    avoid: str | Iterable[str] = (),
) -> Way:
    """
    Find the shortest way by sea between two places.

    Through any canal and strait, and up the rivers to the great ports, but not through the
    Northeast and Northwest Passages unless an end lies there or `via` names them. Draught, ice,
    traffic schemes and war are not looked at.

    Parameters
    ----------
    origin, destination : str, (lat, lon), geopy.Location, geopy.Point or pandas.Series
        A place: a name, degrees, or a row with `lat` and `lon`.
    via : place or iterable of places, optional
        Where the way goes, in this order: ports and positions, or straits, canals and capes by
        name, such as ``"suez"`` or ``"Strait of Malacca"``.
    avoid : str or iterable of str, optional
        Straits, canals and capes that it must not pass, by name, such as ``"suez"``.

    Returns
    -------
    Way
        Lengths in km from berth to berth; `stops` tell how far each is from its place.
        `countries` are those whose canals, straits and rivers it passes, none on the open sea, and
        `assumed` names these.

    Raises
    ------
    NoWayError
        A `kit.errors.InputError`: a place is far from the water, the places lie on different
        waters (the Caspian Sea and lakes have no way out here), or no way is open.
    kit.errors.InputError
        If a place or a passage is not known.
    kit.errors.DataError
        If a shipped file is missing or damaged.

    Examples
    --------
    >>> round(sea("Rotterdam", "Singapore", avoid="suez").length_km, -3)
    22000.0
    """
    trip = [origin, *_sea.asked_for(via), destination]
    return only(many([trip], _sea.together, _sea.ways, _passages.avoided(avoid)))


def seas(
    trips: Iterable[Sequence[PlaceLike]],
    *,
    avoid: str | Iterable[str] = (),
    errors: Literal["raise", "return"] = "raise",
) -> list[Way | NoWayError]:
    """
    Find many ways by sea at once: a port that comes again is looked at once.

    Parameters
    ----------
    trips : iterable of sequences of places
        Two places or more each: from, by way of, to.
    avoid : str or iterable of str, optional
        As for `sea`.
    errors : {"raise", "return"}
        Whether a trip that has no way raises, or gives its `NoWayError` in its place.

    Returns
    -------
    list of Way or NoWayError
        In the order of the trips.

    Raises
    ------
    NoWayError
        As for `sea`, unless they are returned.
    kit.errors.InputError
        As for `sea`; also if a trip has fewer than two places, or `errors` is another word.
    """
    return many(_past(trips), _sea.together, _sea.ways, _passages.avoided(avoid), errors)


def air(
    origin: PlaceLike,
    destination: PlaceLike,
    *,
    via: "PlaceLike | Iterable[PlaceLike]" = (),
    avoid: str | Iterable[str] = (),
) -> Way:
    """
    Find the shortest flight between two places: the great circle, or the way round closed airspace.

    Parameters
    ----------
    origin, destination : str, (lat, lon), geopy.Location, geopy.Point or pandas.Series
        A place: a name, degrees, or a row with `lat` and `lon`.
    via : place or iterable of places, optional
        Where the flight lands, in this order.
    avoid : str or iterable of str, optional
        Countries whose airspace is closed, by ISO 3166-1 alpha-2 or name: their land and 12
        nautical miles of sea. Whose land is disputed land goes by `kit.settings.point_of_view`.

    Returns
    -------
    Way
        `length_km` and `low_km` are those of the line, which no flight is shorter than; `high_km`
        is a tenth more, about twice the mean detour of flights over Europe (see docs/ways.md).

    Raises
    ------
    NoWayError
        A `kit.errors.InputError`: an end is in a country to avoid, or no way leads round.
    kit.errors.InputError
        If a place or a country is not known.
    kit.errors.DataError
        If a shipped file is missing or damaged.

    Examples
    --------
    >>> round(air("London", "Tokyo").length_km, -2)
    9600.0
    """
    trip = [origin, *listed(via), destination]
    return only(many([trip], _by_air, _air.ways, _codes(avoid)))


def airs(
    trips: Iterable[Sequence[PlaceLike]],
    *,
    avoid: str | Iterable[str] = (),
    errors: Literal["raise", "return"] = "raise",
) -> list[Way | NoWayError]:
    """
    Find many flights.

    Parameters
    ----------
    trips, avoid, errors
        As for `rails`.

    Returns
    -------
    list of Way or NoWayError
        In the order of the trips.

    Raises
    ------
    kit.errors.InputError
        As for `air` and `rails`.
    """
    return many(trips, _by_air, _air.ways, _codes(avoid), errors)


def great_circle(origin: PlaceLike, destination: PlaceLike) -> Way:
    """
    Draw the straight line between two places, the geodesic.

    Parameters
    ----------
    origin, destination : str, (lat, lon), geopy.Location, geopy.Point or pandas.Series
        A place: a name, degrees, or a row with `lat` and `lon`.

    Returns
    -------
    Way
        The band is that of the extents of both places: no wider than a point for a position.

    Raises
    ------
    NoWayError
        A `kit.errors.InputError`: both ends are one place.
    kit.errors.InputError
        If a place is not known.
    kit.errors.DataError
        If a shipped file is missing or damaged.
    """
    return _air.straight(*_by_air([origin, destination]))


def _codes(avoid: str | Iterable[str]) -> tuple[str, ...]:
    """Check the codes of some countries."""
    if not isinstance(avoid, str) and not isinstance(avoid, Iterable):
        raise InputError(
            f'avoid is a country\'s code or several, such as ("RU",), not {avoid!r:.60}.'
        )
    words = (avoid,) if isinstance(avoid, str) else avoid
    return tuple(dict.fromkeys(_countries.code_of(word) for word in words))


def _past(trips: Iterable[Sequence[Any]]) -> "Iterator[Sequence[Any]]":
    """Take the names of passages between the ends of trips for these."""
    for trip in map(checked, listed_trips(trips)):
        yield [trip[0], *_sea.asked_for(trip[1:-1]), trip[-1]]


def _by_land(trip: Sequence[Any]) -> list[Spot]:
    return spots_together(trip)


def _by_air(trip: Sequence[Any]) -> list[Spot]:
    return spots_together(trip, BY_AIR, codes=True)
