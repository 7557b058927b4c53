"""Planes about a point: distances to lines, and areas cut at the antimeridian."""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from kit.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import ArrayLike, NDArray

_ANTIPODE_KM = 20003.9  # half of the meridian ellipse
_PIECE_KM = 10.0  # a straight line in degrees is straight in the plane over this length
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

    west, _, east, _ = shapely.bounds(geometry)
    first = int(np.floor((west + 180) / 360))
    last = max(first, int(np.ceil((east - 180) / 360)))  # along the antimeridian neither is crossed
    cut = [(first, geometry)]
    if first != last:
        worlds = [
            (t, shapely.box(360 * t - 180, -90, 360 * t + 180, 90)) for t in range(first, last + 1)
        ]
        cut = [
            (turn, part)
            for turn, world in worlds
            for part in shapely.get_parts(shapely.intersection(geometry, world))
        ]
    if isinstance(geometry, shapely.LineString):  # in the order in which it is gone along
        cut.sort(
            key=lambda one: shapely.line_locate_point(
                geometry, shapely.points(shapely.get_coordinates(one[1])[0])
            )
        )
    pieces = [
        shapely.transform(part, lambda xy, by=turn: xy - [360 * by, 0])  # type: ignore[misc]
        for turn, part in cut
    ]
    return pieces[0] if len(pieces) == 1 else _collected(pieces)


def drawn(
    points: Sequence[tuple[float, float]], step_km: float
) -> "shapely.LineString | shapely.MultiLineString":
    """Geodesics from point to point, latitude and longitude, as one line to draw."""
    check_position(*zip(*points, strict=True))
    coords = [(points[0][1], points[0][0])]
    for (lat1, lon1), (lat2, lon2) in pairwise(points):
        between = int(geod().inv(lon1, lat1, lon2, lat2)[2] / 1000 // step_km)
        inner = geod().npts(lon1, lat1, lon2, lat2, between) if between else []
        coords += [*inner, (lon2, lat2)]
    return unbroken(coords)


def unbroken(lonlat: "ArrayLike") -> "shapely.LineString | shapely.MultiLineString":
    """Line through points, lon and lat, the short way from each to the next; cut at ±180."""
    import numpy as np
    import shapely

    lon, lat = np.asarray(lonlat, dtype=float).T
    line = shapely.LineString(np.column_stack([np.unwrap(lon, period=360), lat]))
    return cast("shapely.LineString | shapely.MultiLineString", wrap(line))


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
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def check_position(lat: "ArrayLike", lon: "ArrayLike") -> None:
    """Refuse what is no position."""
    import numpy as np

    if not (np.isfinite(lat).all() and np.isfinite(lon).all()):
        raise InputError("A position must have a finite latitude and longitude, in degrees.")
    if (np.abs(lat) > 90).any():
        raise InputError(
            "A latitude lies between -90 and 90 degrees: give the latitude first, then the "
            "longitude."
        )


def distance_to_line_km(
    lat: float, lon: float, line: "shapely.Geometry"
) -> tuple[float, float, float]:
    """
    Geodesic distance from a point to the nearest point of lines or of the edges of polygons.

    Parameters
    ----------
    lat, lon : float
        Degrees.
    line : shapely LineString, MultiLineString, Polygon or MultiPolygon
        In longitude and latitude, its edges straight in these.

    Returns
    -------
    km, lat, lon : float
        The distance, and the nearest point.

    Raises
    ------
    kit.errors.InputError
        If there is nothing to measure to, or the point is no position.
    """
    import numpy as np

    from kit._sphere import ragged

    check_position(lat, lon)
    edges = _edges(line)
    if not len(edges):
        raise InputError("There is no line to measure a distance to.")
    near = edges[_may_be_nearest(lat, lon, edges)]
    spans = np.hypot(*(near[:, 2:] - near[:, :2]).T) * 111.2
    counts = np.ceil(spans / _PIECE_KM).astype(int).clip(1)
    step, which = ragged(counts)
    starts, ends = near[which, :2], near[which, 2:]
    share = (step / counts[which])[:, None], ((step + 1) / counts[which])[:, None]
    a = to_plane(lat, lon, starts + share[0] * (ends - starts))
    b = to_plane(lat, lon, starts + share[1] * (ends - starts))
    along = b - a
    squared = np.maximum((along**2).sum(axis=1), 1e-18)
    feet = a + np.clip(-(a * along).sum(axis=1) / squared, 0, 1)[:, None] * along
    foot = feet[np.argmin(np.hypot(*feet.T))]
    east, north = from_plane(lat, lon, foot[None, :])[0]
    return float(np.hypot(*foot)), float(north), float(east)


@lru_cache(maxsize=64)
def _edges(line: "shapely.Geometry") -> "NDArray[np.float64]":
    """Edges of lines or polygons as rows of lon1, lat1, lon2, lat2, the cut at ±180 left out."""
    import numpy as np
    import shapely

    parts = [
        piece
        for part in shapely.get_parts(line)
        for piece in shapely.get_parts(part.boundary if part.geom_type == "Polygon" else part)
    ]
    coords, index = shapely.get_coordinates(parts, return_index=True)
    edges = np.hstack([coords[:-1], coords[1:]])[index[1:] == index[:-1]]
    at_cut = (np.abs(edges[:, [0, 2]]) > 179.9999).all(axis=1)
    return cast("NDArray[np.float64]", edges[~at_cut])


def _may_be_nearest(lat: float, lon: float, edges: "NDArray[np.float64]") -> "NDArray[np.bool_]":
    """Which edges can hold the nearest point, by distances on a sphere and with a margin."""
    import numpy as np

    from kit._sphere import arc_km, xyz

    ends = edges.reshape(-1, 2)
    km = arc_km(xyz(ends[:, 1], ends[:, 0]), xyz(lat, lon)).reshape(-1, 2).min(axis=1)
    span = np.hypot(*(edges[:, 2:] - edges[:, :2]).T) * 111.2
    return cast("NDArray[np.bool_]", km - span / 2 <= km.min() * 1.012 + 0.01)


def disc(lat: float, lon: float, radius_km: float) -> "shapely.Polygon | shapely.MultiPolygon":
    """
    All points within a distance of a point.

    Parameters
    ----------
    lat, lon : float
        Degrees.
    radius_km : float
        Kilometres, above 0 and below 20,000.

    Returns
    -------
    shapely Polygon or MultiPolygon
        In longitude and latitude, cut at the antimeridian.

    Raises
    ------
    kit.errors.InputError
        If the radius is out of range or the centre is no position.
    """
    import shapely

    check_position(lat, lon)
    return _widened(shapely.Point(lon, lat), radius_km)


def sector(
    lat: float, lon: float, bearing_deg: float, half_width_deg: float, radius_km: float
) -> "shapely.Polygon | shapely.MultiPolygon":
    """
    All points within a distance of a point and of a bearing from it.

    Parameters
    ----------
    lat, lon : float
        Degrees.
    bearing_deg, half_width_deg : float
        The middle of the sector, clockwise from north, and how far it reaches to either side.
    radius_km : float
        Kilometres.

    Returns
    -------
    shapely Polygon or MultiPolygon
        In longitude and latitude, cut at the antimeridian.

    Raises
    ------
    kit.errors.InputError
        If the radius is out of range or the centre is no position.
    """
    import numpy as np
    import shapely

    check_position(lat, lon)
    _check_radius(radius_km)
    angle = np.radians(bearing_deg + np.linspace(-half_width_deg, half_width_deg, 46))
    arc = radius_km * np.column_stack([np.sin(angle), np.cos(angle)])
    shape = shapely.Polygon(np.vstack([[[0.0, 0.0]], arc]))
    return polygons(polygon_to_globe(lat, lon, shape))


def band(
    geometry: "shapely.Geometry", low_km: float, high_km: float
) -> "shapely.Polygon | shapely.MultiPolygon":
    """
    All points whose distance from a geometry lies between two bounds.

    Parameters
    ----------
    geometry : shapely geometry
        A point, lines or polygons in longitude and latitude. Within polygons the distance is 0.
    low_km, high_km : float
        Kilometres, 0 <= low_km < high_km < 20,000.

    Returns
    -------
    shapely Polygon or MultiPolygon
        In longitude and latitude, cut at the antimeridian. Its edges are right to 0.5 % up to
        5,000 km.

    Raises
    ------
    kit.errors.InputError
        If the bounds are out of order or range, or the geometry is empty.
    """
    import shapely

    if not 0 <= low_km < high_km:
        raise InputError(f"A band needs 0 <= low_km < high_km, not {low_km} and {high_km}.")
    if shapely.is_empty(geometry):
        raise InputError("There is no geometry to draw a band about.")
    area = _widened(geometry, high_km)
    if low_km > 0:
        area = polygons(shapely.difference(area, _widened(geometry, low_km)))
    return area


def _check_radius(radius_km: float) -> None:
    """Refuse a radius that no disc on the globe has."""
    if not 0 < radius_km < _ANTIPODE_KM:
        raise InputError(f"A radius lies between 0 and 20,003 km, not {radius_km}.")


def _widened(
    geometry: "shapely.Geometry", radius_km: float
) -> "shapely.Polygon | shapely.MultiPolygon":
    """
    All points within a distance of a geometry.

    Buffering a long wiggly line by far more than its wiggles costs minutes, and no one plane holds
    it. So it is cut into cells so small that widening the convex hull of what is in one is right
    to the sagitta of its width, and each hull is widened in its own plane.
    """
    import shapely

    _check_radius(radius_km)
    sagitta_km = max(radius_km / 1000, 0.1)
    areas = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    for points in _cells(geometry, (8 * radius_km * sagitta_km) ** 0.5):
        lon, lat = points[len(points) // 2]
        hull = shapely.MultiPoint(to_plane(lat, lon, points)).convex_hull
        areas.append(polygon_to_globe(lat, lon, hull.buffer(radius_km, quad_segs=24)))
    return polygons(shapely.union_all(areas))


def _cells(geometry: "shapely.Geometry", size_km: float) -> "list[NDArray[np.float64]]":
    """Points along the edges of a geometry, in groups that are at most so wide and high."""
    import numpy as np
    import shapely

    size_deg = size_km / 111.2
    coords = shapely.get_coordinates(shapely.segmentize(geometry, size_deg / 3))
    row = np.floor(coords[:, 1] / size_deg)
    narrowing = np.cos(np.radians(row * size_deg)).clip(0.01)
    column = np.floor(coords[:, 0] * narrowing / size_deg)
    order = np.lexsort((column, row))
    new = (np.diff(row[order]) != 0) | (np.diff(column[order]) != 0)
    return np.split(coords[order], np.flatnonzero(new) + 1)
