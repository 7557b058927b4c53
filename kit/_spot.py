"""What a traveller may give for a place: its name, its position, or a row of a table."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kit._namesakes import OVERLAND, Bearer, Rarity, another, bearers, by_code, chosen
from kit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from geopy.location import Location
    from geopy.point import Point

#: A place as a name, latitude and longitude in degrees, geopy's, or a row with `lat` and `lon`.
type PlaceLike = "str | tuple[float, float] | list[float] | Location | Point | pd.Series[Any]"

#: Places of these kinds reach no farther than a day's walk: beyond, a point says little.
_TOWN_KM = 30.0
_UNFIT = 0.01  # how much less likely a trip goes by a place that it can't
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
        return _as_spot(place, _bearers(place))
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
    return _spot("", *_position(place))


def _position(place: object) -> tuple[object, object]:
    """Read latitude and longitude; geopy's Point would wind 400° round to 40°."""
    if isinstance(place, tuple | list) and len(place) == 2 and not isinstance(place[0], str):
        return place[0], place[1]
    from kit._nearest import as_point

    point = as_point(place)
    return point.latitude, point.longitude


def in_words(names: Sequence[str]) -> str:
    """List names in a sentence: "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def listed(places: "PlaceLike | Iterable[PlaceLike]") -> list[Any]:
    """List places: one alone, those of an iterable, or the rows of a table."""
    if _is_one(places):
        return [places]
    rows: Any = places
    if hasattr(places, "iterrows"):
        return [row for _, row in rows.iterrows()]
    return list(rows)


def spots_together(
    places: "Iterable[Any]",
    rarity: Rarity = OVERLAND,
    *,
    codes: bool = False,
    fits: "Callable[[Spot], bool] | None" = None,
) -> list[Spot]:
    """
    Find out where the places of one trip are, those of a name by where the others are.

    Parameters
    ----------
    places : iterable of places
        Each as for `spot_of`.
    rarity : Rarity
        As for `kit._namesakes.chosen`.
    codes : bool
        Whether three capital letters are an airport's code.
    fits : callable, optional
        Whether a trip can go by a place.

    Returns
    -------
    list of Spot

    Raises
    ------
    kit.errors.InputError
        As for `spot_of`.
    """
    asked = list(places)
    names = [_fitting(_bearers(place, codes=codes), fits) for place in asked]
    spots = [
        None if own else place if isinstance(place, Spot) else spot_of(place)
        for own, place in zip(names, asked, strict=True)
    ]
    stops = [
        own if spot is None else (Bearer(spot.lat, spot.lon),)
        for own, spot in zip(names, spots, strict=True)
    ]
    several = any(len(own) > 1 for own in stops)
    numbers = chosen(stops, rarity) if several and len(stops) > 1 else [0] * len(stops)
    return [
        spot or _as_spot(place, own, number)
        for spot, place, own, number in zip(spots, asked, stops, numbers, strict=True)
    ]


def _fitting(own: tuple[Bearer, ...], fits: "Callable[[Spot], bool] | None") -> tuple[Bearer, ...]:
    """Give less weight to what no such trip goes by: Berlin is still the one inland."""
    if fits is None or len(own) < 2:
        return own
    return tuple(
        one if fits(_as_spot("", (one,))) else one._replace(weight=one.weight * _UNFIT)
        for one in own
    )


def _is_column(places: object) -> bool:
    """Tell a column of names from a row."""
    values = places.tolist() if hasattr(places, "iloc") and hasattr(places, "tolist") else [None]
    return all(isinstance(value, str) for value in values)


def _bearers(place: object, *, codes: bool = False) -> tuple[Bearer, ...]:
    """List the places of a name; none of what is no name."""
    if not isinstance(place, str) or _FIGURES.fullmatch(place):
        return ()
    from kit._disputes import point_of_view
    from kit.gazetteer import default

    airport = by_code(place, default()) if codes else None
    if airport is not None:
        return (Bearer(airport.latitude, airport.longitude, found=airport),)
    return bearers(place, default(), point_of_view())


def _is_one(places: object) -> bool:
    """Tell a place from several; two numbers are a position."""
    if hasattr(places, "iterrows") or _is_column(places):
        return False
    if isinstance(places, str) or hasattr(places, "lat") or hasattr(places, "latitude"):
        return True
    if hasattr(places, "keys") or not isinstance(places, Iterable):
        return True  # and no place: `spot_of` says so
    listed = list(places) if isinstance(places, tuple | list) else []
    return len(listed) == 2 and all(isinstance(value, int | float) for value in listed)


def _as_spot(name: str, own: tuple[Bearer, ...], number: int = 0) -> Spot:
    """Make one of the places of a name a spot, and say which it is where that may be doubted."""
    found: Any = own[number].found
    said, address = "", found.address
    if found.raw["match"] == "fuzzy":
        said = f"{name[:60]} was read as {address}."
    elif (other := another(own, number)) is not None:
        said = f"{name[:60]} was taken for {address}; {other.address} bears the name, too."
    elif found.raw["match"] == "code" or found is not (own[0].found):
        said = f"{name[:60]} was taken for {address}."
    where = found.latitude, found.longitude, found.raw["radius_km"]
    return replace(_spot(name, *where, said), country=found.raw["country"])


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
    if not (math.isfinite(north) and math.isfinite(east) and abs(north) <= 90 and abs(east) <= 360):
        what = f"{name[:60]} has no position" if name else f"({lat!s:.20}, {lon!s:.20}) is none"
        raise InputError(
            f"{what}: a place needs a latitude between -90 and 90 and a longitude between -180 and "
            "180 (or 0 and 360), in degrees. "
            "Leave out rows of mentions whose place was not found."
        )
    try:
        reach = float(radius_km)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        reach = 0.0
    east = (east + 180) % 360 - 180
    name = name or f"{north:.3f}, {east:.3f}"
    return Spot(name, north, east, reach if math.isfinite(reach) else 0.0, said)
