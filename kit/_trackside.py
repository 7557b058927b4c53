"""Land along the railways: what lies within a distance of one."""

from numbers import Real
from typing import TYPE_CHECKING

from kit._globe import band, polygons
from kit._railways import railways
from kit.errors import InputError

if TYPE_CHECKING:
    import shapely

_KM_PER_DEG = 110.0  # of latitude, at least
_FARTHEST_KM = 1000.0


def checked(railway_km: float | None) -> float | None:
    """
    Check a distance from a railway.

    Parameters
    ----------
    railway_km : float or None

    Returns
    -------
    float or None

    Raises
    ------
    kit.errors.InputError
        If it is no number of kilometres above 0.
    """
    if railway_km is None:
        return None
    number = isinstance(railway_km, Real) and not isinstance(railway_km, bool)
    if not number or not 0 < railway_km <= _FARTHEST_KM:
        raise InputError(
            f"railway_km is a number of kilometres up to {_FARTHEST_KM:,.0f}, "
            f"not {railway_km!r:.40}."
        )
    return float(railway_km)


def trackside(area: "shapely.Geometry", km: float) -> "shapely.Polygon | shapely.MultiPolygon":
    """
    Part of an area that lies within a distance of a railway.

    Parameters
    ----------
    area : shapely geometry
        Polygons in longitude and latitude.
    km : float

    Returns
    -------
    shapely Polygon or MultiPolygon
        Empty where no railway is near.
    """
    import numpy as np
    import shapely

    west, south, east, north = shapely.bounds(area)
    if not np.isfinite(west):
        return polygons(area)
    high = km / _KM_PER_DEG
    wide = high / max(np.cos(np.radians(max(abs(south), abs(north)) + high)), 0.01)
    network = railways()
    lat, lon = network.lat, network.lon
    boxed = (lat > south - high) & (lat < north + high) & (lon > west - wide) & (lon < east + wide)
    a, b = network.graph.nonzero()
    kept = (a < b) & (boxed[a] | boxed[b])
    ends = [np.column_stack([lon[nodes[kept]], lat[nodes[kept]]]) for nodes in (a, b)]
    pieces = np.array(shapely.linestrings(np.stack(ends, axis=1)), dtype=object)
    pieces = pieces[shapely.dwithin(shapely.simplify(area, high / 10), pieces, wide * 1.2)]
    if not len(pieces):
        return shapely.MultiPolygon()
    near = band(shapely.MultiLineString(list(pieces)), 0.0, km)
    return polygons(shapely.intersection(area, near))
