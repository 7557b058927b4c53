"""
Distances, bearings, borders and areas on the WGS 84 ellipsoid; nothing here knows of articles.

Points are given and returned as latitude and longitude in degrees, lengths in kilometres, bearings
in degrees clockwise from north; geometries are shapely's, in longitude and latitude. Lengths are
geodesic (Karney 2013, by pyproj). Distances to lines and areas are measured in the azimuthal
equidistant projection about the point, in which every distance from the point is geodesic.

Countries' land, borders and coasts are OpenStreetMap's of 2018 simplified to 1 km, and Natural
Earth's where a border runs through water; see data/README.md.
"""

from typing import TYPE_CHECKING, overload

from kit import _countries, _disputes
from kit._globe import (
    band,
    check_position,
    disc,
    distance_to_line_km,
    drawn,
    geod,
    sector,
)
from kit.errors import InputError

__all__ = [
    "band",
    "bearing_deg",
    "border",
    "coast",
    "compass_deg",
    "compass_point",
    "destination",
    "disc",
    "distance_km",
    "distance_to_border_km",
    "distance_to_line_km",
    "distance_to_territory_km",
    "great_circle",
    "is_in_territory",
    "sector",
    "territory",
]

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import ArrayLike, NDArray

_POINTS = "N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW".split()


@overload
def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float: ...
@overload
def distance_km(
    lat1: "ArrayLike", lon1: "ArrayLike", lat2: "ArrayLike", lon2: "ArrayLike"
) -> "NDArray[np.float64]": ...
def distance_km(
    lat1: "ArrayLike", lon1: "ArrayLike", lat2: "ArrayLike", lon2: "ArrayLike"
) -> "float | NDArray[np.float64]":
    """
    Geodesic distance between points.

    Parameters
    ----------
    lat1, lon1, lat2, lon2 : float or array_like
        Degrees; arrays are broadcast against each other.

    Returns
    -------
    float or array
        Kilometres.

    Raises
    ------
    kit.errors.InputError
        If a latitude is beyond ±90 or a coordinate is not finite.
    """
    return _inverse(lat1, lon1, lat2, lon2)[1]


@overload
def bearing_deg(lat1: float, lon1: float, lat2: float, lon2: float) -> float: ...
@overload
def bearing_deg(
    lat1: "ArrayLike", lon1: "ArrayLike", lat2: "ArrayLike", lon2: "ArrayLike"
) -> "NDArray[np.float64]": ...
def bearing_deg(
    lat1: "ArrayLike", lon1: "ArrayLike", lat2: "ArrayLike", lon2: "ArrayLike"
) -> "float | NDArray[np.float64]":
    """
    Bearing at the first point of the geodesic to the second.

    Parameters
    ----------
    lat1, lon1, lat2, lon2 : float or array_like
        Degrees; arrays are broadcast against each other.

    Returns
    -------
    float or array
        Degrees clockwise from north, from 0 to below 360.

    Raises
    ------
    kit.errors.InputError
        If a latitude is beyond ±90 or a coordinate is not finite.
    """
    return _inverse(lat1, lon1, lat2, lon2)[0]


def _inverse(
    lat1: "ArrayLike", lon1: "ArrayLike", lat2: "ArrayLike", lon2: "ArrayLike"
) -> "tuple[float, float] | tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Bearing and kilometres of the geodesics between points."""
    import numpy as np

    arrays = np.broadcast_arrays(
        *(np.asarray(values, dtype=float) for values in (lat1, lon1, lat2, lon2))
    )
    check_position(arrays[0], arrays[1])
    check_position(arrays[2], arrays[3])
    a, b, c, d = (np.array(values) for values in arrays)
    azimuth, _, metres = geod().inv(b, a, d, c)
    bearing, km = np.asarray(azimuth) % 360.0, np.asarray(metres) / 1000
    return (float(bearing), float(km)) if bearing.ndim == 0 else (bearing, km)


def destination(
    lat: float, lon: float, bearing_deg: float, distance_km: float
) -> tuple[float, float]:
    """
    Point reached from another along a geodesic.

    Parameters
    ----------
    lat, lon : float
        Start, degrees.
    bearing_deg : float
        Degrees clockwise from north.
    distance_km : float
        Kilometres.

    Returns
    -------
    lat, lon : float
        Degrees.

    Raises
    ------
    kit.errors.InputError
        If the start is no position.
    """
    check_position(lat, lon)
    east, north, _ = geod().fwd(lon, lat, bearing_deg, distance_km * 1000)
    return float(north), float(east)


def compass_point(bearing_deg: float, points: int = 16) -> str:
    """
    Name of the compass point that a bearing is nearest to.

    Parameters
    ----------
    bearing_deg : float
        Degrees clockwise from north.
    points : {4, 8, 16}
        Size of the compass rose.

    Returns
    -------
    str
        Such as ``"SSE"``.

    Raises
    ------
    kit.errors.InputError
        If the rose has another size.
    """
    if points not in (4, 8, 16):
        raise InputError(f"A compass rose has 4, 8 or 16 points here, not {points}.")
    return _POINTS[round(bearing_deg % 360 / 360 * points) % points * (16 // points)]


def compass_deg(point: str) -> float:
    """
    Bearing of a compass point.

    Parameters
    ----------
    point : str
        One of the sixteen, such as ``"SSE"``.

    Returns
    -------
    float
        Degrees clockwise from north.

    Raises
    ------
    kit.errors.InputError
        If there is no such point.
    """
    try:
        return _POINTS.index(point.strip().upper()) * 22.5
    except ValueError:
        raise InputError(
            f"{point!r} is no compass point: give one of {', '.join(_POINTS)}."
        ) from None


def great_circle(
    lat1: float, lon1: float, lat2: float, lon2: float, *, step_km: float = 100
) -> "shapely.LineString | shapely.MultiLineString":
    """
    Geodesic between two points as a line to draw.

    Parameters
    ----------
    lat1, lon1, lat2, lon2 : float
        Degrees.
    step_km : float
        Longest distance between neighbouring vertices, kilometres.

    Returns
    -------
    shapely LineString or MultiLineString
        In longitude and latitude; of two parts where it crosses the antimeridian.

    Raises
    ------
    kit.errors.InputError
        If an end is no position, or the step not above 0.
    """
    if not step_km > 0:
        raise InputError(f"step_km must be above 0, not {step_km}.")
    return drawn([(lat1, lon1), (lat2, lon2)], step_km)


def territory(country: str, *, point_of_view: str | None = None) -> "shapely.MultiPolygon":
    """
    Land of a country, with the lakes and rivers that lie inside it.

    Land that several countries claim (Crimea, Kashmir) is in one of them, by the point of view;
    what has an ISO code of its own (Taiwan, Western Sahara) is found by that from any.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-2, such as ``"UA"``.
    point_of_view : str, optional
        Who is asked where land is disputed; `kit.settings.point_of_view` if not given.

    Returns
    -------
    shapely MultiPolygon
        In longitude and latitude, cut at the antimeridian. It is shared: do not change it.

    Raises
    ------
    kit.errors.InputError
        If the code or the point of view is not known.
    kit.errors.DataError
        If the shipped file is missing or damaged.
    """
    return _countries.land(_countries.code_of(country), _disputes.point_of_view(point_of_view))


def border(
    country: str, other: str | None = None, *, point_of_view: str | None = None
) -> "shapely.MultiLineString":
    """
    Land border of a country, through lakes and rivers too; not its coast.

    Where land is disputed the point of view decides: de facto the border of Ukraine with Russia
    runs across the isthmus of Crimea too, to the United Nations it does not.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-2.
    other : str, optional
        The neighbour; the border with all neighbours if not given.
    point_of_view : str, optional
        Who is asked where land is disputed; `kit.settings.point_of_view` if not given.

    Returns
    -------
    shapely MultiLineString
        In longitude and latitude; empty where there is no such border. It is shared: do not
        change it.

    Raises
    ------
    kit.errors.InputError
        If a code or the point of view is not known.
    kit.errors.DataError
        If a shipped file is missing or damaged.
    """
    view = _disputes.point_of_view(point_of_view)
    beyond = None if other is None else _countries.code_of(other)
    return _countries.border(_countries.code_of(country), beyond, view)


def coast(country: str, *, point_of_view: str | None = None) -> "shapely.MultiLineString":
    """
    Sea coast of a country; the Caspian counts as a sea, lakes do not.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-2.
    point_of_view : str, optional
        Who is asked where land is disputed; `kit.settings.point_of_view` if not given.

    Returns
    -------
    shapely MultiLineString
        In longitude and latitude; empty for a country without a coast. It is shared: do not
        change it.

    Raises
    ------
    kit.errors.InputError
        If the code or the point of view is not known.
    kit.errors.DataError
        If a shipped file is missing or damaged.
    """
    return _countries.coast(_countries.code_of(country), _disputes.point_of_view(point_of_view))


def is_in_territory(
    lat: float, lon: float, country: str, *, point_of_view: str | None = None
) -> bool:
    """
    Tell whether a point lies on a country's land or in its inland waters.

    Parameters
    ----------
    lat, lon : float
        Degrees.
    country : str
        ISO 3166-1 alpha-2.
    point_of_view : str, optional
        Who is asked where land is disputed; `kit.settings.point_of_view` if not given.

    Returns
    -------
    bool
        True within and on the edge.

    Raises
    ------
    kit.errors.InputError
        If the code is not known or the point is no position.
    """
    import shapely

    check_position(lat, lon)
    land = territory(country, point_of_view=point_of_view)
    return bool(shapely.intersects_xy(land, (lon + 180) % 360 - 180, lat))


def distance_to_border_km(
    lat: float,
    lon: float,
    country: str,
    other: str | None = None,
    *,
    point_of_view: str | None = None,
) -> tuple[float, float, float]:
    """
    Distance from a point, on either side, to a country's land border.

    Parameters
    ----------
    lat, lon : float
        Degrees.
    country : str
        ISO 3166-1 alpha-2.
    other : str, optional
        The neighbour; the border with any neighbour if not given.
    point_of_view : str, optional
        Who is asked where land is disputed; `kit.settings.point_of_view` if not given.

    Returns
    -------
    km, lat, lon : float
        The distance, and the nearest point of the border.

    Raises
    ------
    kit.errors.InputError
        If a code is not known, there is no such border, or the point is no position.
    """
    view = _disputes.point_of_view(point_of_view)
    line = border(country, other, point_of_view=view)
    if line.is_empty:
        name = _countries.names()[_countries.code_of(country)]
        beside = _countries.neighbours(_countries.code_of(country), view)
        raise InputError(
            f"{name} has no land border with {other}; its neighbours are {', '.join(beside)}."
            if other and beside
            else f"{name} has no land border."
        )
    return distance_to_line_km(lat, lon, line)


def distance_to_territory_km(
    lat: float, lon: float, country: str, *, point_of_view: str | None = None
) -> tuple[float, float, float]:
    """
    Distance from a point to a country's land.

    Parameters
    ----------
    lat, lon : float
        Degrees.
    country : str
        ISO 3166-1 alpha-2.
    point_of_view : str, optional
        Who is asked where land is disputed; `kit.settings.point_of_view` if not given.

    Returns
    -------
    km, lat, lon : float
        The distance and the nearest point; 0 and the point itself inside the country.

    Raises
    ------
    kit.errors.InputError
        If the code is not known or the point is no position.
    """
    if is_in_territory(lat, lon, country, point_of_view=point_of_view):
        return 0.0, lat, lon
    return distance_to_line_km(lat, lon, territory(country, point_of_view=point_of_view))
