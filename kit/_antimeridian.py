"""Shapes as RFC 7946 wants them: longitudes within ±180, cut at the antimeridian, right-handed."""

from typing import TYPE_CHECKING, Any

from kit._globe import wrap

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray

    Geometries = NDArray[np.object_]

_DECIMALS = 7  # of a degree: a centimetre


def tidied(geometries: "Geometries") -> "Geometries":
    """
    Make shapes that every reader of GeoJSON and KML takes the same way.

    Parameters
    ----------
    geometries : numpy.ndarray of shapely geometries, shape (n,)
        In longitude and latitude, degrees; None for a row without a shape. Longitudes may run on
        beyond ±180, or jump from the one side to the other: a step of more than 180 degrees is
        taken for one over the antimeridian.

    Returns
    -------
    numpy.ndarray of shapely geometries, shape (n,)
        Cut at the antimeridian (RFC 7946, 3.1.9), outer rings counterclockwise (3.1.6), with seven
        decimals. What is empty or has no finite coordinates is None.
    """
    import numpy as np
    import shapely

    made = np.array(geometries, dtype=object)
    bounds = shapely.bounds(made)
    finite = np.isfinite(bounds).all(axis=1)
    made[~finite] = None
    west, east = np.where(finite, bounds[:, ::2].T, 0)
    for i in np.flatnonzero((west < -180) | (east > 180) | (east - west > 180)):
        made[i] = _cut(made[i])
    made = shapely.orient_polygons(made)
    for row, shape in enumerate(made):
        if shape is not None:
            made[row] = shapely.transform(shape, _rounded, include_z=shape.has_z)
    return made


def _rounded(points: "NDArray[Any]") -> "NDArray[Any]":
    import numpy as np

    return np.round(points, _DECIMALS)


def _cut(geometry: "shapely.Geometry | None") -> "shapely.Geometry | None":
    """Cut one shape at the antimeridian."""
    import numpy as np
    import shapely

    if geometry is None or shapely.is_empty(geometry):
        return geometry
    if isinstance(geometry, shapely.Point):
        return shapely.transform(geometry, _inside, include_z=geometry.has_z)
    if isinstance(geometry, shapely.LineString):  # rings on their own too
        xy = shapely.get_coordinates(geometry)
        return wrap(
            shapely.LineString(np.column_stack([np.unwrap(xy[:, 0], period=360), xy[:, 1]]))
        )
    if isinstance(geometry, shapely.Polygon):
        return _cut_polygon(geometry)
    parts = [cut for part in shapely.get_parts(geometry) if (cut := _cut(part)) is not None]
    if isinstance(geometry, shapely.GeometryCollection) and geometry.geom_type.startswith("G"):
        return shapely.GeometryCollection(parts)
    return _gathered(parts)


def _inside(points: "NDArray[Any]") -> "NDArray[Any]":
    """Bring longitudes within ±180; those that are there already stay."""
    import numpy as np

    moved = points.copy()
    far = np.abs(points[:, 0]) > 180
    moved[far, 0] = (points[far, 0] + 180) % 360 - 180
    return moved


def _cut_polygon(polygon: "shapely.Polygon") -> "shapely.Geometry":
    import numpy as np
    import shapely

    area = shapely.Polygon(_unwound(polygon.exterior))
    middle = area.centroid.x if area.area else area.bounds[0]
    holes = []
    for ring in polygon.interiors:
        hole = _unwound(ring)
        hole[:, 0] += 360 * np.round((middle - hole[:, 0].mean()) / 360)
        holes.append(shapely.Polygon(hole))
    return wrap(shapely.difference(shapely.make_valid(area), shapely.union_all(holes)))


def _unwound(ring: "shapely.LinearRing") -> "NDArray[np.float64]":
    """Give a ring without jumps in longitude; one round a pole goes there and back."""
    import numpy as np

    points = np.asarray(ring.coords, dtype=float)[:, :2]
    steps = np.diff(points[:, 0])
    # an edge of the whole 360 degrees is the side of a map, not a crossing
    over = (np.abs(steps) > 180) & (np.abs(steps) < 360)
    points[1:, 0] -= 360 * np.cumsum(np.sign(steps) * over)
    if abs(points[-1, 0] - points[0, 0]) < 180:
        return points
    pole = 90.0 if points[:, 1].mean() > 0 else -90.0
    return np.vstack([points, [points[-1, 0], pole], [points[0, 0], pole], points[:1]])


def _gathered(pieces: "list[shapely.Geometry]") -> "shapely.Geometry":
    """Pieces of one sort as one shape."""
    import shapely

    parts = [part for piece in pieces for part in shapely.get_parts(piece)]
    if isinstance(parts[0], shapely.Point):
        return shapely.MultiPoint(parts)
    if isinstance(parts[0], shapely.LineString):
        return shapely.MultiLineString(parts)
    return shapely.MultiPolygon(parts)
