"""Directions of claims: by how much what was measured differs from what is stated."""

from typing import TYPE_CHECKING

from kit import measure
from kit._areas import ERROR_KM, area
from kit._end import COMPACT, End
from kit._straight import LINE_ERROR_KM, Straight, holds, is_speck, line_or_land

if TYPE_CHECKING:
    import shapely
    from numpy.typing import ArrayLike

    from kit._verdicts import Case

SECTOR_DEG = {1: 45.0, 2: 45.0, 3: 33.75}  # by letters of the compass point: what agrees
_OPPOSITE_DEG = 135.0  # beyond, it is the other one, whatever parts of the ends are meant
_APART_KM = 10.0  # nearer, the middle of a town says little
CONTRARY_DEG = 67.5  # beyond, the direction is another one
FAR_KM = 1000.0  # from here on a bearing depends on the kind of line
_LINES = frozenset({"border", "coast", "land"})
_NEAR_TIMES = 2.0  # of a border, what is so many times as far as its nearest point may be meant
_DEGREE_KM, _STEP_DEG = 111.0, 0.05
_WORDS = {"N": "north", "E": "east", "S": "south", "W": "west"}


def point_in_words(point: str) -> str:
    """Name a compass point in full: "SSE" is "south-southeast"."""
    pair = "".join(_WORDS[letter] for letter in point[-2:])
    return pair if len(point) < 3 else f"{_WORDS[point[0]]}-{pair}"


def turn_deg(case: "Case") -> float | None:
    """Degrees between the stated and the measured direction that no extent explains."""
    stated, found = case.stated, case.found
    if stated.direction is None:
        return None
    if case.reference.shape == "parallel":
        on_it = case.subject.radius_km >= found.km
        return 0.0 if on_it else least_turn([found.bearing], stated.direction)
    if not _are_small(case):
        by_line = case.subject.shape in _LINES or case.reference.shape in _LINES
        return (_turn_from_line if by_line else _turn_from_area)(case, stated.direction)
    reach = case.subject.radius_km + case.reference.radius_km
    if reach >= found.km:
        return 0.0
    import numpy as np

    turn = least_turn(_bearings(found), stated.direction)
    return max(0.0, turn - float(np.degrees(np.arcsin(reach / found.km))))


def _are_small(case: "Case") -> bool:
    """Tell whether both ends are seen in one direction: places, and lands as small as Malta."""
    return all(end.is_point or is_speck(end) for end in (case.subject, case.reference))


def _turn_from_area(case: "Case", direction: str) -> float | None:
    """Degrees by which no part of a division or region lies in the stated direction."""
    import numpy as np
    import shapely

    area_is_subject = case.subject.shape == "area"
    point, outline = case.subject, case.reference
    if area_is_subject:
        point, outline = outline, point
    if outline.shape != "area" or case.found.km >= FAR_KM or holds(point, outline):
        return None
    if case.found.km <= point.radius_km + ERROR_KM:
        return 0.0
    lons, lats = shapely.get_coordinates(area(outline.place_id)).T
    ends = ((point.lat, point.lon), (lats, lons))
    bearings = measure.bearing_deg(
        *(x for end in (ends if area_is_subject else ends[::-1]) for x in end)
    )
    reach = (point.radius_km + ERROR_KM) / case.found.km
    return max(0.0, least_turn(bearings, direction) - float(np.degrees(np.arcsin(reach))))


def _turn_from_line(case: "Case", direction: str) -> float | None:
    """Degrees by which no near part of a border, coast or country lies in the stated direction."""
    import numpy as np
    import shapely

    is_subject = case.reference.is_point
    point, outline = (
        (case.reference, case.subject) if is_subject else (case.subject, case.reference)
    )
    line = line_or_land(outline)
    if line is None or not point.is_point or point.kind not in COMPACT or case.found.km >= FAR_KM:
        return None
    slack_km = point.radius_km + LINE_ERROR_KM
    if case.found.km <= slack_km:
        return 0.0
    # Nobody means the nearest point alone: all that is not much farther than it is said to be.
    far_km = _NEAR_TIMES * max(case.stated.km, case.found.km) + slack_km
    lons, lats = shapely.get_coordinates(_around(line, point.lon, point.lat, far_km)).T
    near = measure.distance_km(point.lat, point.lon, lats, lons) <= far_km
    ends = (point.lat, point.lon), (lats[near], lons[near])
    bearings = measure.bearing_deg(
        *(x for end in (ends if is_subject else ends[::-1]) for x in end)
    )
    slack_deg = float(np.degrees(np.arcsin(slack_km / case.found.km)))
    return max(0.0, least_turn(bearings, direction) - slack_deg) if near.any() else None


def _around(line: "shapely.Geometry", lon: float, lat: float, km: float) -> "shapely.Geometry":
    """Cut a line to what may be so near to a point, set points along it; nothing at 180° E."""
    import numpy as np
    import shapely

    high = km / _DEGREE_KM
    wide = high / max(float(np.cos(np.radians(min(abs(lat) + high, 89.0)))), 0.02)
    if abs(lon) + wide > 180:
        return shapely.Point()
    edge = line if shapely.get_dimensions(line) == 1 else shapely.boundary(line)
    cut = shapely.clip_by_rect(edge, lon - wide, lat - high, lon + wide, lat + high)
    return shapely.segmentize(cut, _STEP_DEG)


def is_turned(direction: str | None, area_: End, other: End, subject: End) -> bool:
    """
    Tell a direction that no part of an area, taken for its reach, is seen in.

    Parameters
    ----------
    direction : str or None
        Of the subject, seen from the reference.
    area_, other : End
        The area, and the other end.
    subject : End
        Which of the two is the subject.

    Returns
    -------
    bool
    """
    import numpy as np

    reference = other if subject is area_ else area_
    km = measure.distance_km(reference.lat, reference.lon, subject.lat, subject.lon)
    reach_km = area_.radius_km + other.radius_km
    if direction is None or reach_km >= km:
        return False
    bearing = measure.bearing_deg(reference.lat, reference.lon, subject.lat, subject.lon)
    slack = float(np.degrees(np.arcsin(reach_km / km)))
    return least_turn([bearing], direction) - slack > CONTRARY_DEG


def least_turn(bearings: "ArrayLike", direction: str) -> float:
    """Degrees between a direction and the nearest of some bearings."""
    import numpy as np

    turns = (np.asarray(bearings) - measure.compass_deg(direction) + 180) % 360 - 180
    return float(np.abs(turns).min())


def is_opposite(case: "Case") -> bool:
    """
    Tell Versailles "18 km east of Paris": it lies as far from its middle, and on the other side.

    Parameters
    ----------
    case : Case
        Of two ends that overlap, so that some part of one lies in that direction of the other.

    Returns
    -------
    bool
    """
    direction, found = case.stated.direction, case.found
    points = case.subject.shape == case.reference.shape == "point"
    if direction is None or not points or found.km < _APART_KM:
        return False
    return least_turn([found.bearing], direction) > _OPPOSITE_DEG


def _bearings(found: Straight) -> list[float]:
    """Directions that a reader of a globe or of a map may see between two points."""
    if found.km < FAR_KM:
        return [found.bearing]
    import numpy as np

    back = measure.bearing_deg(*found.subject, *found.reference) + 180
    # On Mercator's map the line of constant bearing is straight.
    lats = np.clip([found.reference[0], found.subject[0]], -89.99, 89.99)  # it has no poles
    up = np.diff(np.arctanh(np.sin(np.radians(lats))))[0]
    east = (found.subject[1] - found.reference[1] + 180) % 360 - 180
    return [found.bearing, back, float(np.degrees(np.arctan2(np.radians(east), up)))]


def told_direction(case: "Case", turn: float | None) -> str | None:
    """Tell how the measured bearing fits the stated direction."""
    direction, bearing = case.stated.direction, case.found.bearing
    if turn is None or direction is None:
        return None
    measured = f"bearing {bearing:.0f}° ({measure.compass_point(bearing)})"
    if turn > CONTRARY_DEG:
        return f"the direction does not fit: {measured}, not {point_in_words(direction)}"
    if turn > SECTOR_DEG[len(direction)]:
        return f"{measured} is only roughly {point_in_words(direction)}"
    of_area = not _are_small(case)
    if of_area and least_turn([bearing], direction) > SECTOR_DEG[len(direction)]:
        part = (
            "outline" if "area" in (case.subject.shape, case.reference.shape) else "nearest point"
        )
        return f"{measured} from the {part}, {point_in_words(direction)} of other parts of it"
    near = case.subject.radius_km + case.reference.radius_km >= case.found.km
    if near and least_turn([bearing], direction) > CONTRARY_DEG:
        return (
            f"{measured} between the middles; {point_in_words(direction)} of parts of them at most"
        )
    return f"{measured} agrees with {point_in_words(direction)}"
