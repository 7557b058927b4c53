"""What a traveller may give for a place: its name, its position, or a row of a table."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kit.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from geopy.location import Location
    from geopy.point import Point

    from kit.gazetteer import Gazetteer

#: A place as a name, latitude and longitude in degrees, geopy's, or a row with `lat` and `lon`.
type PlaceLike = "str | tuple[float, float] | list[float] | Location | Point | pd.Series[Any]"

#: Places of these kinds reach no farther than a day's walk: beyond, a point says little.
_TOWN_KM = 30.0
_AS_WELL_KNOWN = 0.1  # so much of the people of a place, and its namesake is named, too
_CODE = re.compile(r"[A-Z]{3}")  # of an airport
_FIGURES = re.compile(r"\s*[-+]?\d[\d.]*\s*°?\s*[NSns]?\s*[,;]\s*[-+]?\d[\d.]*\s*°?\s*[EWew]?\s*")


@dataclass(frozen=True)
class Spot:
    """
    A place to go from, by way of, or to.

    Attributes
    ----------
    name : str
        As it was asked for, or its position in words.
    lat, lon : float
        Degrees.
    radius_km : float
        How far it reaches about that point; 0 for a position.
    said : str
        What a reader should know of how the name was read; empty where nothing.
    country : str or None
        ISO 3166-1 alpha-2, of a place that was given by its name.
    """

    name: str
    lat: float
    lon: float
    radius_km: float
    said: str
    country: str | None = None

    @property
    def is_wide(self) -> bool:
        """Whether it reaches farther than any town."""
        return self.radius_km > _TOWN_KM


def spot_of(place: Any) -> Spot:  # noqa: ANN401 - what is no place is told here
    """
    Find out where a place is.

    Parameters
    ----------
    place : str, (lat, lon), geopy.Location, geopy.Point, shapely.Point or pandas.Series
        A name that the gazetteer knows; latitude and longitude in degrees; or a row of the tables
        of mentions or places, with `lat`, `lon`, and, if they are there, `name`, `radius_km`.

    Returns
    -------
    Spot

    Raises
    ------
    kit.errors.InputError
        If no place bears the name, or what was given is no position.
    """
    if isinstance(place, str) and not _FIGURES.fullmatch(place):
        return _named(place)
    if hasattr(place, "keys"):
        return _row(place)
    if hasattr(place, "raw"):
        name, raw = str(place.address), place.raw if isinstance(place.raw, dict) else {}
        return _spot(name, place.latitude, place.longitude, raw.get("radius_km"))
    if hasattr(place, "geom_type") and place.geom_type == "Point":  # shapely's
        return _spot("", place.y, place.x)
    if hasattr(place, "lat") and hasattr(place, "lon"):
        reach = getattr(place, "radius_km", None)
        return _spot(str(getattr(place, "name", "")), place.lat, place.lon, reach)
    from kit._nearest import as_point

    point = as_point(place)
    return _spot("", point.latitude, point.longitude)


def spots_of(places: Any) -> list[Spot]:  # noqa: ANN401 - as above
    """
    Find out where some places are; one place alone is taken for a list of one.

    Parameters
    ----------
    places : place or iterable of places
        Each as for `spot_of`.

    Returns
    -------
    list of Spot

    Raises
    ------
    kit.errors.InputError
        As for `spot_of`.
    """
    return [spot_of(place) for place in listed(places)]


def listed(places: "PlaceLike | Iterable[PlaceLike]") -> list[Any]:
    """List places: one alone, those of an iterable, or the rows of a table."""
    if _is_one(places):
        return [places]
    rows: Any = places
    if hasattr(places, "iterrows"):
        return [row for _, row in rows.iterrows()]
    return list(rows)


def spots_by_land(places: "Iterable[Any]") -> list[Spot]:
    """
    Find out where places are between which one goes overland.

    Of those that share a name it is one in a country of the others, if it has a tenth of the
    people of the largest: from Madrid to Valencia is to the one in Spain.

    Parameters
    ----------
    places : iterable of places
        Each as for `spot_of`.

    Returns
    -------
    list of Spot

    Raises
    ------
    kit.errors.InputError
        As for `spot_of`.
    """
    asked = list(places)
    spots = [spot_of(place) for place in asked]
    for number, (place, spot) in enumerate(zip(asked, spots, strict=True)):
        others = {other.country for other in spots if other is not spot} - {None}
        if spot.country and others and spot.country not in others:
            spots[number] = _named(place, frozenset(map(str, others)))
    return spots


def _is_one(places: object) -> bool:
    """Tell a place from several; two numbers are a position."""
    if hasattr(places, "iterrows"):
        return False
    if isinstance(places, str) or hasattr(places, "lat") or hasattr(places, "latitude"):
        return True
    if hasattr(places, "keys") or not isinstance(places, Iterable):
        return True  # and no place: `spot_of` says so
    listed = list(places) if isinstance(places, tuple | list) else []
    return len(listed) == 2 and all(isinstance(value, int | float) for value in listed)


def _named(name: str, countries: frozenset[str] = frozenset()) -> Spot:
    from kit._disputes import point_of_view
    from kit.gazetteer import default

    return _found(name, countries, default(), point_of_view())


@lru_cache(maxsize=4096)  # checks, tables and maps of an article ask for the same
def _found(name: str, countries: frozenset[str], gazetteer: "Gazetteer", _view: str) -> Spot:
    """Find a place by its name; the countries of namesakes go by the point of view."""
    known: Any = gazetteer.geocode(name, exactly_one=False) if name.strip() else None
    if not known:
        raise InputError(
            f"No place is called {name[:60]!r}: look for it with kit.Gazetteer().search, or give "
            "its latitude and longitude in degrees, such as (51.75, 128.07)."
        )
    found = _meant(known, name, countries)
    said = f"{name[:60]} was read as {found.address}." if found.raw["match"] == "fuzzy" else ""
    if not said and (other := next(iter(_namesakes(known, name, found)), None)) is not None:
        said = f"{name[:60]} was taken for {found.address}; {other.address} bears the name, too."
    elif not said and found.raw["kind"] != known[0].raw["kind"]:
        what = "the city of " if found.raw["kind"] == "city" else ""
        said = f"{name[:60]} was taken for {what}{found.address}."
    where = found.latitude, found.longitude, found.raw["radius_km"]
    return replace(_spot(name, *where, said), country=found.raw["country"])


def _meant(known: "list[Any]", name: str, countries: frozenset[str]) -> "Location":
    """
    Choose among the places that a name finds.

    That is an airport by its code, of a country the town of its name, which alone has a station,
    and a town in one of some countries, if it is not much smaller than the first.
    """
    first = known[0]
    by_code = [one for one in known if one.raw["match"] == "code"]
    if by_code and _CODE.fullmatch(name) and first.raw["match"] != "exact":
        return by_code[0]
    towns = [one for one in known if one.raw["kind"] == "city" and one.raw["match"] == "exact"]
    if first.raw["kind"] == "country":
        own = (town for town in towns if town.raw["country"] == first.raw["country"])
        return next(own, first)
    near = [one for one in _namesakes(known, name, first) if one.raw["country"] in countries]
    return near[0] if near else first


def _namesakes(known: "list[Any]", name: str, found: "Location") -> "list[Any]":
    """Towns abroad that are called so, too, and are a tenth as large as the one that was found."""
    from kit._names import fold

    people = (found.raw["population"] or 0) * _AS_WELL_KNOWN
    return [
        one
        for one in known
        if one.raw["country"] != found.raw["country"] and one.raw["kind"] == "city"
        if fold(one.raw["name"]) == fold(name)  # not Mashhad, once an Alexandria
        if people and (one.raw["population"] or 0) >= people
    ]


def _row(row: Any) -> Spot:  # noqa: ANN401 - a row of any table
    """Read a row of mentions or places."""
    missing = [column for column in ("lat", "lon") if column not in row.keys()]  # noqa: SIM118
    if missing:
        raise InputError(
            f"The row has no {' or '.join(missing)}: give a row of mentions or places."
        )
    name = next((row[key] for key in ("name", "text") if isinstance(row.get(key), str)), "")
    return _spot(name, row["lat"], row["lon"], row.get("radius_km"))


def _spot(name: str, lat: object, lon: object, radius_km: object = None, said: str = "") -> Spot:
    """Check a position."""
    try:
        north, east = float(lat), float(lon)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        north = east = math.nan
    if not (math.isfinite(north) and math.isfinite(east) and abs(north) <= 90):
        what = f"{name[:60]} has no position" if name else f"({lat!s:.20}, {lon!s:.20}) is none"
        raise InputError(
            f"{what}: a place needs a latitude between -90 and 90 and a longitude, in degrees. "
            "Leave out rows of mentions whose place was not found."
        )
    try:
        reach = float(radius_km)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        reach = 0.0
    east = (east + 180) % 360 - 180
    name = name or f"{north:.3f}, {east:.3f}"
    return Spot(name, north, east, reach if math.isfinite(reach) else 0.0, said)
