"""Ways through the air: the great circle, and the shortest way round closed airspace."""

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from kit import _countries, _disputes, measure
from kit._globe import drawn, from_plane, polygon_to_globe, to_plane
from kit._landnet import course
from kit._spot import Spot
from kit._way import Stop, Way, joined
from kit.errors import NoWayError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import shapely
    from numpy.typing import NDArray

_SEA_KM = 22.224  # 12 nautical miles of territorial sea, UN Convention on the Law of the Sea
_ROUND_KM = 20.0  # corners lie so far outside the closed airspace, so that lines can pass by it
_FINE_KM = 12.0  # outlines with corners are simplified by less than that
_COARSE_KM = 3.0  # land is simplified by less than that
_EDGE_KM = 250.0  # along an edge of such an outline a great circle bends by less than that, too
_GRAZE = _COARSE_KM / 6371  # what cuts a corner by less, on a unit sphere, may lead round it
_ONE_PLACE_KM = 1e-6
_STEP_KM = 100.0  # between vertices of a line: its straight pieces are within a km of it
_FLATTER = 0.99330562  # (b / a) squared of WGS 84: tangents of geocentric to geodetic latitudes
# Flights over Europe were 4.8 % longer than the great circle in 2009 (47.6 km by the Performance
# Review Commission's report on that year, on flights of 541 nautical miles), and 3.2 % in 2017
# (fabec.eu, Environment). Single flights vary, and winds are not in it: twice the former mean.
_DETOUR = 0.10


def straight(origin: Spot, destination: Spot) -> Way:
    """The geodesic between two places; its band is that of their extents."""
    _check(origin, destination)
    ends = (origin.lat, origin.lon), (destination.lat, destination.lon)
    km = measure.distance_km(*ends[0], *ends[1])
    reach_km = origin.radius_km + destination.radius_km
    line = measure.great_circle(*ends[0], *ends[1], step_km=_STEP_KM)
    return Way(
        mode="straight",
        length_km=km,
        low_km=max(0.0, km - reach_km),
        high_km=km + reach_km,
        basis="straight",
        method="geodesic on WGS 84",
        stops=_stops(origin, destination),
        countries=_countries_under(line),
        assumed=_said(origin, destination),
        geometry=line,
    )


def ways(asked: "Sequence[Sequence[Spot]]", avoid: tuple[str, ...]) -> list[Way | NoWayError]:
    """
    Find flights through places in their order.

    Parameters
    ----------
    asked : sequence of sequences of Spot
        Two places or more each.
    avoid : tuple of str
        As for `way`.

    Returns
    -------
    list of Way or NoWayError
    """
    found: list[Way | NoWayError] = []
    for spots in asked:
        try:
            found.append(joined([way(one, two, avoid) for one, two in pairwise(spots)]))
        except NoWayError as error:
            found.append(error)
    return found


def way(origin: Spot, destination: Spot, avoid: tuple[str, ...]) -> Way:
    """
    The shortest way through the air.

    Parameters
    ----------
    origin, destination : Spot
    avoid : tuple of str
        Countries with closed airspace, ISO 3166-1 alpha-2.

    Returns
    -------
    Way

    Raises
    ------
    kit.errors.NoWayError
        If an end lies in one of them, or they enclose it.
    """
    _check(origin, destination)
    ends = (origin.lat, origin.lon), (destination.lat, destination.lon)
    for spot, code in ((spot, code) for spot in (origin, destination) for code in avoid):
        if measure.is_in_territory(spot.lat, spot.lon, code):
            raise NoWayError(
                f"{spot.name} lies in {_countries.names()[code]}, which is to be avoided",
                f"Leave {code} out of `avoid`, or fly from somewhere else",
            )
    points = _round(ends, avoid) if avoid else list(ends)
    km = sum(measure.distance_km(*a, *b) for a, b in pairwise(points))
    reach_km = sum(spot.radius_km for spot in (origin, destination) if spot.is_wide)
    line = drawn(points, _STEP_KM)
    method = "great circle"
    closed = ""
    if avoid:
        closed = f"The airspace of {', '.join(avoid)} is their land and 12 nautical miles of sea."
        method = "shortest way round closed airspace" if len(points) > 2 else method
    return Way(
        mode="air",
        length_km=km,
        low_km=max(0.0, km - reach_km),
        high_km=km * (1 + _DETOUR) + reach_km,
        basis="mapped",
        method=method,
        stops=_stops(origin, destination),
        countries=_countries_under(line),
        assumed=(
            f"No flight is shorter; airways and winds make it up to {_DETOUR:.0%} longer.",
            *([closed] if closed else []),
            *_said(origin, destination),
        ),
        geometry=line,
    )


def _check(origin: Spot, destination: Spot) -> None:
    km = measure.distance_km(origin.lat, origin.lon, destination.lat, destination.lon)
    if km < _ONE_PLACE_KM:  # a pole has all longitudes
        raise NoWayError(f"{origin.name} is both ends", "Give two different places")


def _stops(*spots: Spot) -> tuple[Stop, ...]:
    return tuple(Stop(spot.name, spot.lat, spot.lon, 0.0) for spot in spots)


def _said(*spots: Spot) -> tuple[str, ...]:
    """What was taken for granted of the ends."""
    wide = [
        f"{spot.name} was taken at its middle, about {spot.radius_km:,.0f} km around."
        for spot in spots
        if spot.is_wide
    ]
    return (*(spot.said for spot in spots if spot.said), *wide)


# ---- countries passed ---------------------------------------------------------------------------


@cache
def _lands() -> "tuple[Any, tuple[str, ...]]":
    """Land of all units in parts, in a tree, and the unit of each part."""
    import shapely

    units = list(_countries.names()) + [
        area.unit for area in _disputes.areas().values() if not area.unit.isupper()
    ]
    lands = [_countries.unit_land(unit) for unit in units]
    parts, owner = shapely.get_parts(lands, return_index=True)
    return shapely.STRtree(parts), tuple(units[number] for number in owner)


def _countries_under(line: "shapely.Geometry") -> tuple[str, ...]:
    """Countries that a line passes over, in order, by the point of view in force."""
    import shapely

    tree, units = _lands()
    view = _disputes.point_of_view()
    first: dict[str, tuple[int, float]] = {}
    for place, piece in enumerate(shapely.get_parts(line)):
        for row in tree.query(piece, predicate="intersects"):
            inside = shapely.intersection(piece, tree.geometries[row])
            if inside.is_empty:
                continue  # it comes so near to land that only rounding has it meet
            starts = shapely.points(shapely.get_coordinates(inside))
            at = (place, float(shapely.line_locate_point(piece, starts).min()))
            code = _disputes.owner_of(units[row], view)
            first[code] = min(first.get(code, at), at)
    return tuple(sorted(first, key=first.__getitem__))


# ---- round closed airspace ----------------------------------------------------------------------


@dataclass(frozen=True)
class _Closed:
    """
    Closed airspace.

    Attributes
    ----------
    land, air : shapely geometry
        Prepared, in lon/lat; `air` with the territorial sea.
    corners : array of shape (n, 2)
        Latitudes and longitudes of the points that a shortest way may turn at.
    beside : array of shape (n, 2, 3)
        Where the outline comes from to each corner, and where it goes on to, on a unit sphere.
    """

    land: "shapely.Geometry"
    air: "shapely.Geometry"
    corners: "NDArray[np.float64]"
    beside: "NDArray[np.float64]"


def _round(
    ends: tuple[tuple[float, float], tuple[float, float]], avoid: tuple[str, ...]
) -> list[tuple[float, float]]:
    """Points of the shortest way between two ends round some countries."""
    import numpy as np
    from scipy.sparse.csgraph import dijkstra

    view = _disputes.point_of_view()
    closed = _closed(avoid, view)
    points = np.vstack([closed.corners, ends])
    last = len(points) - 1
    # An end on land within 12 miles of a border has no sea there to keep out of.
    tight = _within(closed.air, points)
    tight[: last - 1] = False
    if _sees(closed, points, last, np.array([last - 1]), tight)[0]:
        return list(ends)
    lines = np.zeros((last + 1, last + 1))  # csgraph takes 0 for no line
    lines[: last - 1, : last - 1] = _between(avoid, view)
    for node in (last - 1, last):
        grazed = np.flatnonzero(_grazes(closed, points[node], slice(last - 1)))
        free = grazed[_sees(closed, points, node, grazed, tight)]
        lines[node, free] = _distances(points[node], points[free])
    _, before = dijkstra(lines, directed=False, indices=last - 1, return_predecessors=True)
    if before[last] < 0:
        raise NoWayError(f"No way leads round {', '.join(avoid)}: they enclose one end")
    return [(float(lat), float(lon)) for lat, lon in points[course(before, last - 1, last)]]


def _within(shape: "shapely.Geometry", points: "NDArray[np.float64]") -> "NDArray[np.bool_]":
    """Which points, latitude and longitude, lie in a shape."""
    import shapely

    inside: NDArray[np.bool_] = shapely.intersects_xy(shape, points[:, 1], points[:, 0])
    return inside


def _distances(one: "NDArray[np.float64]", others: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Distances from a point to others."""
    km: NDArray[np.float64] = measure.distance_km(one[0], one[1], others[:, 0], others[:, 1])
    return km


def _sees(
    closed: "_Closed",
    points: "NDArray[np.float64]",
    node: int,
    others: "NDArray[np.intp]",
    tight: "NDArray[np.bool_]",
) -> "NDArray[np.bool_]":
    """Whether great circles from a point keep out of the air; of the land alone where `tight`."""
    import numpy as np
    import shapely

    if not len(others):
        return np.zeros(0, dtype=bool)
    lines = _lines(points[node], points[others])
    by_land = tight[node] | tight[others]
    free = np.ones(len(lines), dtype=bool)
    for turn in (0, -360, 360):
        beside = shapely.transform(lines, lambda xy, by=turn: np.add(xy, (by, 0)))  # type: ignore[misc]
        west, _, east, _ = shapely.bounds(beside).T
        here = (west < 180) & (east > -180)
        for shape, rows in ((closed.land, here & by_land), (closed.air, here & ~by_land)):
            free[rows] &= ~shapely.intersects(shape, beside[rows])
    return free


def _lines(one: "NDArray[np.float64]", others: "NDArray[np.float64]") -> "NDArray[np.object_]":
    """Great ellipses from a point to others, longitudes going on past 180: a km off geodesics."""
    import numpy as np
    import shapely

    from kit._sphere import ragged, xyz

    lat, lon = np.vstack([others, one]).T
    at = xyz(np.degrees(np.arctan(_FLATTER * np.tan(np.radians(lat)))), lon)
    start, ends = at[-1], at[:-1]
    angle = np.arccos((ends @ start).clip(-1, 1))
    steps = np.ceil(angle * 6371 / _STEP_KM).astype(int).clip(1) + 1
    step, row = ragged(steps)
    along = (angle[row] * step / (steps[row] - 1))[:, None]
    # Unit vectors across the start, in the plane of each course.
    across = ends - (ends @ start)[:, None] * start
    across /= np.maximum(np.linalg.norm(across, axis=1), 1e-12)[:, None]
    x, y, z = (np.cos(along) * start + np.sin(along) * across[row]).T
    east = np.degrees(np.arctan2(y, x))
    jump = np.round(np.diff(east, prepend=east[0]) / 360)
    jump[step == 0] = 0
    turns = np.cumsum(jump)
    east -= 360 * (turns - turns[np.cumsum(steps) - steps][row])
    north = np.degrees(np.arctan(np.tan(np.arcsin(z.clip(-1, 1))) / _FLATTER))
    lines = shapely.linestrings(np.column_stack([east, north]), indices=row)
    return cast("NDArray[np.object_]", lines)


@lru_cache(maxsize=8)
def _closed(avoid: tuple[str, ...], view: str) -> _Closed:
    """Closed airspace of some countries, and the corners about it."""
    import numpy as np
    import shapely

    from kit._sphere import xyz

    shapes = [shape for code in avoid for shape in _airspace(code, view)]
    air = shapely.union_all([air for air, _ in shapes])
    lands = [shapely.simplify(_countries.land(code, view), 0.01) for code in avoid]
    land = shapely.union_all(lands)
    shapely.prepare([air, land])
    outside = np.vstack([corners for _, corners in shapes])
    outside = outside[~_within(air, outside[:, 1])]
    beside = xyz(outside[:, ::2, 0], outside[:, ::2, 1])
    return _Closed(land, air, outside[:, 1], beside)


@lru_cache(maxsize=8)
def _between(avoid: tuple[str, ...], view: str) -> "NDArray[np.float64]":
    """Distances in km from each corner to those before it that it sees, and 0 for others."""
    import numpy as np

    closed = _closed(avoid, view)
    corners = closed.corners
    lines = np.zeros((len(corners), len(corners)))
    tight = np.zeros(len(corners), dtype=bool)
    for node in range(1, len(corners)):
        grazed = np.flatnonzero(_grazes(closed, corners[node], slice(node), node))
        free = grazed[_sees(closed, corners, node, grazed, tight)]
        lines[node, free] = _distances(corners[node], corners[free])
    return lines


def _grazes(
    closed: "_Closed", point: "NDArray[np.float64]", corners: slice, own: int | None = None
) -> "NDArray[np.bool_]":
    """
    Say from which corners, and from which of these to its own, a line leaves the outline aside.

    A shortest way turns round an outline: where it does, both its neighbours lie on one side.
    """
    import numpy as np

    from kit._sphere import xyz

    at = xyz(*closed.corners[corners].T)
    across = np.cross(xyz(*point), at)
    across /= np.maximum(np.linalg.norm(across, axis=1), 1e-12)[:, None]
    sides = [np.einsum("ij,ikj->ik", across, closed.beside[corners])]
    if own is not None:
        sides.append(across @ closed.beside[own].T)
    grazes = [(side.prod(axis=1) >= 0) | (abs(side).min(axis=1) < _GRAZE) for side in sides]
    free: NDArray[np.bool_] = np.logical_and.reduce(grazes)
    return free


@lru_cache(maxsize=32)
def _airspace(code: str, view: str) -> "tuple[tuple[shapely.Geometry, NDArray[np.float64]], ...]":
    """Airspace of a country in parts, in lon/lat, and the corners about each, as of `_around`."""
    return tuple(_around(group) for group in _groups(_countries.land(code, view)))


def _around(group: "shapely.Geometry") -> "tuple[shapely.Geometry, NDArray[np.float64]]":
    """
    Airspace of land that one plane holds, in lon/lat, and the corners about it, in lat/lon.

    The latter has the shape (n, 3, 2): before each corner what is before it on its outline, and
    behind it what is behind.
    """
    import shapely

    west, south, east, north = shapely.bounds(group)
    lat, lon = (south + north) / 2, (west + east) / 2
    plane = shapely.transform(shapely.segmentize(group, 0.25), lambda xy: to_plane(lat, lon, xy))
    plane = shapely.simplify(shapely.make_valid(plane), _COARSE_KM)
    air = shapely.simplify(shapely.buffer(plane, _SEA_KM, quad_segs=3), _COARSE_KM)
    outline = shapely.buffer(air, _ROUND_KM, join_style="mitre", mitre_limit=1.5)
    turns = _turns(shapely.simplify(outline, _FINE_KM))
    corners = from_plane(lat, lon, turns.reshape(-1, 2))[:, ::-1].reshape(turns.shape)
    return polygon_to_globe(lat, lon, air), corners


def _groups(land: "shapely.MultiPolygon") -> "list[shapely.Geometry]":
    """Parts of a country that lie near each other, so that one plane holds them well."""
    import shapely

    groups: dict[tuple[float, float], list[shapely.Geometry]] = {}
    for part in shapely.get_parts(land):
        west, south, east, north = shapely.bounds(part)
        groups.setdefault(((west + east) // 120, (south + north) // 60), []).append(part)
    return [shapely.union_all(parts) for parts in groups.values()]


def _turns(outline: "shapely.Geometry") -> "NDArray[np.float64]":
    """Corners that stick out of outlines, for a way to turn at, each between its neighbours."""
    import numpy as np
    import shapely

    found = []
    for part in shapely.get_parts(outline):
        ring = shapely.get_coordinates(
            shapely.segmentize(shapely.orient_polygons(part).exterior, _EDGE_KM)
        )[:-1]
        before, behind = np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0)
        into, out = ring - before, behind - ring
        turn = into[:, 0] * out[:, 1] - into[:, 1] * out[:, 0]
        sticks_out = turn >= -1e-6 * np.hypot(*into.T) * np.hypot(*out.T)
        found.append(np.stack([before, ring, behind], axis=1)[sticks_out])
    return np.vstack(found)
