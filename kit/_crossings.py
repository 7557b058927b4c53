"""Where a journey meets a border: one that it ends at, or crosses on the way to a place beyond."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kit._ways import Place, ways_between
from kit.errors import NoWayError
from kit.gazetteer import default

if TYPE_CHECKING:
    import shapely

    from kit._legs import Leg
    from kit._way import Way

    type Line = shapely.LineString | shapely.MultiLineString

_OVER_LAND = frozenset({"road", "rail", "foot", None})

type Trip = list[Place] | None


def cross_borders(legs: "Sequence[Leg]", trips: Sequence[Trip]) -> list[tuple[Trip, str]]:
    """
    Let a leg into a country end at the border where the next leg, to a place in it, has led.

    "They crossed into Nigeria and drove on to Maiduguri" does not pass the middle of Nigeria.

    Parameters
    ----------
    legs : sequence of Leg
    trips : sequence of list of Place or None
        The places of each, None where an end is missing.

    Returns
    -------
    list of (list of Place or None, str)
        The places to draw it by, and a sentence on what was taken for granted, or nothing.
    """
    found: list[tuple[Trip, str]] = [(trip, "") for trip in trips]
    for number in range(len(legs) - 1):
        (there, _), (onward, _) = found[number], found[number + 1]
        one, two = legs[number], legs[number + 1]
        if not there or not onward or one.who is None or two.who is None:
            continue
        if one.who.words == two.who.words and {one.mode, two.mode} <= _OVER_LAND:
            border = _border(one.mode or two.mode, there[-2:], onward[:2])
            if border is not None:
                said = f"Taken to cross into {border.name} on the way to {onward[1].name}."
                found[number] = [*there[:-1], border], said
                found[number + 1] = [border, *onward[1:]], said
    return found


def narrowed(leg: "Leg", trip: Trip) -> tuple[Trip, tuple[str, ...]]:
    """
    Let a leg end at a point where its end has more than one.

    A country with a town of its name (Djibouti) is that town, and a border is its point nearest to
    the leg's other end.

    Parameters
    ----------
    leg : Leg
    trip : list of Place or None
        The places of its way.

    Returns
    -------
    list of Place or None, tuple of str
        The places, and what was taken for granted, a sentence each.
    """
    if not trip:
        return trip, ()
    ends = [_as_town(place) for place in trip]
    said = [
        f"{town.name} was taken for the town."
        for town, place in zip(ends, trip, strict=True)
        if town is not place
    ]
    for at, beside, end in ((-1, -2, leg.destination), (0, 1, leg.origin)):
        border, other = ends[at], ends[beside]
        if border.kind != "border" or end is None or end.place is None or other.is_wide:
            continue
        near = _nearest(end.place.id or "", other)
        if near is not None:
            ends[at] = replace(border, kind="site", lat=near[0], lon=near[1], radius_km=0.0)
            said.append(f"The {border.name} was taken at its point nearest to {other.name}.")
            break
    return ends, tuple(said)


def _as_town(place: Place) -> Place:
    """Give the town that a country is called by, else the place."""
    if not (place.kind == "country" and place.is_wide and place.country):
        return place
    seat = default().capital_of(place.country)
    if seat is None or seat.name != place.name:
        return place
    town = replace(place, kind="city", lat=seat.lat, lon=seat.lon)
    return replace(town, radius_km=seat.radius_km)


def _nearest(border_id: str, other: Place) -> tuple[float, float] | None:
    """Give the point of a border, of that with the place's own country if it is one, next to it."""
    from kit import measure

    land, _, beyond = border_id.removeprefix("border:").partition("-")
    if not land:
        return None
    for neighbour in dict.fromkeys((beyond or other.country, beyond or None)):
        line = None if neighbour == land else measure.border(land, neighbour)
        if line is not None and not line.is_empty:
            km_lat_lon = measure.distance_to_border_km(other.lat, other.lon, land, neighbour)
            return km_lat_lon[1], km_lat_lon[2]
    return None


def _border(mode: str | None, into: list[Place], onward: list[Place]) -> Place | None:
    """Find where the way from outside a country to a place in it crosses its border."""
    (start, country), (same, goal) = into, onward
    if country.kind != "country" or (country.lat, country.lon) != (same.lat, same.lon):
        return None
    if start.is_wide or goal.is_wide or goal.country != country.country or not country.country:
        return None
    from kit import measure

    if measure.is_in_territory(start.lat, start.lon, country.country):
        return None
    point = _entry(_line(mode, start, goal), measure.territory(country.country))
    if point is None:
        return None
    return replace(country, kind="site", lat=point.y, lon=point.x, radius_km=0.0)


def _line(mode: str | None, start: Place, goal: Place) -> "Line":
    """Draw the way by a mode, or straight where there is none."""
    from kit import network

    found: Way | NoWayError | None = None
    if mode == "rail":  # first within the two countries
        (found,) = ways_between(mode, [(start, goal)])
    elif mode is not None:
        (found,) = network.roads([(start, goal)], errors="return")
    if found is None or isinstance(found, NoWayError):
        found = network.great_circle(start, goal)
    return found.geometry


def _entry(line: "Line", land: "shapely.MultiPolygon") -> "shapely.Point | None":
    """Give the first point of a line that is on a country's land."""
    import shapely

    met = shapely.get_coordinates(line.intersection(land))
    if not len(met):
        return None
    along = shapely.line_locate_point(line, shapely.points(met))
    return shapely.Point(met[int(along.argmin())])
