"""Shapes drawn in a plane about a point, brought onto the globe and cut at its edges."""

from functools import cache
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray

_STEP_KM = 25.0  # longest straight edge of a shape in the plane


@cache
def geod() -> Any:  # noqa: ANN401 - pyproj has no types
    """Geodesics on the WGS 84 ellipsoid, made at first use."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


def to_plane(lat: float, lon: float, lonlat: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """
    Azimuthal equidistant plane about a point: distances and bearings from it are geodesic.

    Parameters
    ----------
    lat, lon : float
        Centre in degrees.
    lonlat : array of shape (n, 2)
        Longitudes and latitudes in degrees.

    Returns
    -------
    array of shape (n, 2)
        Kilometres to the east and to the north.
    """
    import numpy as np

    at = np.ones(len(lonlat))
    azimuth, _, metres = geod().inv(lon * at, lat * at, lonlat[:, 0], lonlat[:, 1])
    angle, km = np.radians(azimuth), np.asarray(metres) / 1000
    return np.column_stack([km * np.sin(angle), km * np.cos(angle)])


def from_plane(lat: float, lon: float, xy: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Bring points of such a plane back to longitudes and latitudes, shape (n, 2)."""
    import numpy as np

    at = np.ones(len(xy))
    azimuth = np.degrees(np.arctan2(xy[:, 0], xy[:, 1]))
    metres = np.hypot(xy[:, 0], xy[:, 1]) * 1000
    east, north, _ = geod().fwd(lon * at, lat * at, azimuth, metres)
    return np.column_stack([east, north])


def _ring_to_globe(lat: float, lon: float, ring: "shapely.LinearRing") -> "shapely.Geometry":
    """Area inside a counterclockwise ring of the plane, in unwrapped degrees."""
    import numpy as np
    import shapely

    coords = from_plane(lat, lon, shapely.get_coordinates(shapely.segmentize(ring, _STEP_KM)))
    coords[:, 0] = np.unwrap(coords[:, 0], period=360)
    turn = coords[-1, 0] - coords[0, 0]
    if abs(turn) > 180:
        # Going round eastward with the area to the left, the area holds the north pole.
        pole = 90.0 if turn > 0 else -90.0
        coords = np.vstack([coords, [[coords[-1, 0], pole], [coords[0, 0], pole]]])
    area = shapely.make_valid(shapely.Polygon(coords))
    if abs(turn) <= 180 and not shapely.is_ccw(shapely.LinearRing(coords)):
        # More than half of the globe: the ring goes round what is left out.
        west = coords[:, 0].mean() - 180
        area = shapely.difference(shapely.box(west, -90, west + 360, 90), area)
    return area


def polygon_to_globe(lat: float, lon: float, shape: "shapely.Geometry") -> "shapely.Geometry":
    """
    Polygons of the plane about a point as polygons in lon/lat, cut at the antimeridian.

    Parameters
    ----------
    lat, lon : float
        Centre of the plane in degrees.
    shape : shapely Polygon or MultiPolygon
        In kilometres; not farther from the centre than its antipode (20,000 km).

    Returns
    -------
    shapely Polygon or MultiPolygon
        Within longitudes -180 to 180; areas with a pole reach to latitude ±90.
    """
    import shapely

    areas = []
    for part in shapely.get_parts(shape):
        if part.is_empty:
            continue
        oriented = shapely.orient_polygons(part)
        area = wrap(_ring_to_globe(lat, lon, oriented.exterior))
        for hole in oriented.interiors:
            inner = wrap(_ring_to_globe(lat, lon, shapely.reverse(hole)))
            area = shapely.difference(area, inner)
        areas.append(area)
    return polygons(shapely.union_all(areas))


def wrap(geometry: "shapely.Geometry") -> "shapely.Geometry":
    """Cut a geometry with longitudes outside ±180 at the antimeridian and bring it inside."""
    import numpy as np
    import shapely

    west, _, east, _ = geometry.bounds
    first, last = int(np.floor((west + 180) / 360)), int(np.ceil((east - 180) / 360))
    pieces = []
    for turn in range(first, last + 1):
        piece = geometry
        if first != last:
            piece = shapely.intersection(
                geometry, shapely.box(-180 + 360 * turn, -90, 180 + 360 * turn, 90)
            )
        pieces.append(
            shapely.transform(piece, lambda xy, by=turn: xy - [360 * by, 0])  # type: ignore[misc]
        )
    return pieces[0] if len(pieces) == 1 else _collected(pieces)


def _collected(pieces: "list[shapely.Geometry]") -> "shapely.Geometry":
    """Pieces as one geometry; points where a piece only touches the antimeridian are left out."""
    import shapely

    parts = [part for piece in pieces for part in shapely.get_parts(piece) if not part.is_empty]
    most = max(shapely.get_dimensions(parts), default=0)
    kept = [part for part in parts if shapely.get_dimensions(part) == most]
    if most == 1:
        return kept[0] if len(kept) == 1 else shapely.MultiLineString(kept)
    return shapely.union_all(kept)


def polygons(geometry: "shapely.Geometry") -> "shapely.Polygon | shapely.MultiPolygon":
    """Keep the polygons of a geometry and leave lines and points out."""
    import shapely

    parts = [
        inner
        for part in shapely.get_parts(geometry)
        for inner in shapely.get_parts(part)
        if isinstance(inner, shapely.Polygon) and not inner.is_empty
    ]
    return (
        parts[0] if len(parts) == 1 else cast("shapely.MultiPolygon", shapely.multipolygons(parts))
    )
