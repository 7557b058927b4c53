"""The straight line of a claim: its two ends, and the shortest distance between them."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kit import _disputes, measure
from kit._areas import ERROR_KM, area
from kit._end import COAST, End, has_land
from kit._shores import (
    are_main,
    away_km,
    between_islands,
    is_mainland,
    island_of,
    larger_parts,
    mainland,
    nearest,
    off_shore_km,
)
from kit.errors import InputError

if TYPE_CHECKING:
    import shapely

#: Both maps of lines are simplified to about 1 km; a nearer border than this at sea is not on them.
LINE_ERROR_KM = 2.0
_TERRITORIAL_SEA_KM = 22.224  # 12 nautical miles, United Nations Convention on the Law of the Sea
#: Beyond an outline's error, and more than one point in a thousand is off: here no one is accused.
AREA_DOUBT_KM = 15.0
_SPECK_KM = 80.0
_ISLETS_TIMES = 2.0  # "190 km from Nicaragua" need not be said of islands before it
_STRAIT_KM = 500.0  # of lands that a wider sea parts the shores are not what is meant
_COAST_DEG = 0.05  # a coast this near to a division's outline is its own


@dataclass(frozen=True)
class Straight:
    """What is measured between two ends."""

    km: float
    low_km: float
    high_km: float
    possible_km: float  # as near as it may be for the reason that `doubt` gives
    doubt: str
    vague_km: float  # between what all and what some count to a region
    bearing: float
    subject: tuple[float, float]
    reference: tuple[float, float]
    line: "shapely.Geometry"


def measurable(subject: End, reference: End) -> tuple[End, End]:
    """
    Take areas and small countries by their points where both ends are outlines.

    Two outlines have no one distance, unless a water lies between them.

    Parameters
    ----------
    subject, reference : End

    Returns
    -------
    subject, reference : End
        As they are where one of them is a point.
    """
    if subject.is_point or reference.is_point:
        own = subject.country == reference.country  # an island of an island state: Ascension
        one, two = (
            replace(end, shape="point") if own and is_speck(end) else end
            for end in (subject, reference)
        )
        return one, two
    one, two = (replace(e, shape="point") if is_speck(e) else e for e in (subject, reference))
    if one.is_point or two.is_point or _between_lands(one, two) is not None:
        return one, two
    one, two = (replace(e, shape="point") if e.shape == "area" else e for e in (one, two))
    return one, two


def is_speck(end: End) -> bool:
    """
    Tell a country that is small enough for a point, as islands are: Malta, Saint Helena.

    Parameters
    ----------
    end : End

    Returns
    -------
    bool
    """
    return end.shape == "land" and end.radius_km <= _SPECK_KM


def straight(subject: End, reference: End) -> Straight | None:
    """
    Measure between two ends.

    Parameters
    ----------
    subject, reference : End

    Returns
    -------
    Straight or None
        None where neither end is a point: two outlines have no one distance.

    Raises
    ------
    kit.errors.InputError
        If a border or coast is meant that does not exist.
    """
    if reference.is_point and subject.is_point:
        km = measure.distance_km(reference.lat, reference.lon, subject.lat, subject.lon)
        reach = subject.radius_km + reference.radius_km
        ends = (subject.lat, subject.lon), (reference.lat, reference.lon)
        return _from_shores(_straight(km, reach, *ends), subject, reference)
    if subject.is_point:
        return (
            _to_area(subject, reference)
            if reference.shape == "area"
            else _to_line(subject, reference)
        )
    if reference.is_point:
        turned = straight(reference, subject)
        return turned and replace(
            turned,
            subject=turned.reference,
            reference=turned.subject,
            bearing=measure.bearing_deg(*turned.subject, *turned.reference),
            line=measure.great_circle(*turned.subject, *turned.reference),
        )
    return _between_lands(subject, reference)


def _between_lands(subject: End, reference: End) -> Straight | None:
    """Measure between the nearest points of two lands that a water parts, or of their coasts."""
    surely = (
        replace(end, confidence=1.0, candidates=1, is_sole=False, stands_in=False)
        for end in (subject, reference)
    )
    return _lands_apart(*surely, _disputes.point_of_view())


@lru_cache(maxsize=256)
def _lands_apart(subject: End, reference: End, _view: str) -> Straight | None:
    """Measure once what is asked for again in a claim: of Canada and Russia it takes a second."""
    one, two = _land_of(subject), _land_of(reference)
    lat = min((subject, reference), key=lambda end: end.radius_km).lat
    shores = nearest(one, two, lat)
    if shores is None or shores[0] >= _STRAIT_KM:
        return None
    mains = nearest(one and larger_parts(one), two and larger_parts(two), lat) or shores
    if not LINE_ERROR_KM < mains[0] < _STRAIT_KM:
        return None
    if shores[0] <= LINE_ERROR_KM:
        shores = mains  # "Morocco, 14 km from Spain" is not said of Ceuta
    # Of their islands or of their larger parts: Taiwan from Kinmen, or from over the strait.
    farther_km = max(0.0, mains[0] - shores[0])
    return replace(
        _straight(shores[0], 2 * LINE_ERROR_KM, *shores[1:], farther_km=farther_km),
        possible_km=0.0,
        doubt="islets between them are on no map here",
        vague_km=0.0,
    )


def _land_of(end: End) -> "shapely.Geometry | None":
    """Give the shape of a country or division of which the land or the coast is meant."""
    if end.shape == "area":
        return area(end.place_id)
    if end.shape not in {"land", "coast"} or end.country is None:
        return None
    return mainland(end.country) if is_mainland(end) else measure.territory(end.country)


def _straight(
    km: float,
    reach_km: float,
    subject: tuple[float, float],
    reference: tuple[float, float],
    *,
    farther_km: float = 0.0,
) -> Straight:
    """Draw the line from the reference to the subject."""
    low_km = max(0.0, km - reach_km)
    return Straight(
        km=km,
        low_km=low_km,
        high_km=km + farther_km + reach_km,
        possible_km=low_km,
        doubt="",
        vague_km=farther_km,
        bearing=measure.bearing_deg(*reference, *subject),
        subject=subject,
        reference=reference,
        line=measure.great_circle(*reference, *subject),
    )


def _from_shores(found: Straight, subject: End, reference: End) -> Straight:
    """Let a line to an island of known outline begin anywhere from its shore to its middle."""
    shores = between_islands(subject, reference)
    if shores is not None:
        low_km = max(0.0, shores[0] - 2 * LINE_ERROR_KM)
        nearer = _straight(shores[0], 0.0, *shores[1:])
        high_km = found.km + 2 * LINE_ERROR_KM
        nearer = replace(nearer, low_km=low_km, high_km=high_km, possible_km=low_km)
        return replace(nearer, bearing=found.bearing)
    for island, other in ((subject, reference), (reference, subject)):
        if (shore_km := off_shore_km(island, other)) is not None and shore_km < found.km:
            low_km = max(0.0, shore_km - other.radius_km - LINE_ERROR_KM)
            return replace(
                found, low_km=low_km, possible_km=low_km, high_km=found.km + other.radius_km
            )
    return found


def _to_line(point: End, outline: End) -> Straight:
    """Measure from a point to a border, a coast or a country."""
    km, lat, lon = _to_outline(point, outline)
    width_km = outline.radius_km if outline.kind == "zone" else 0.0
    reach = point.radius_km + LINE_ERROR_KM + width_km
    found = _straight(km, reach, (point.lat, point.lon), (lat, lon))
    is_coast = outline.shape == "coast"
    other = _other_coast(point, outline.country or "") if is_coast else line_or_land(outline)
    shores = nearest(island_of(point), other, point.lat)
    # Of an island from its shore, or from its middle; not from the shore that it shares.
    if shores is not None and 0 < shores[0] < km:
        low_km, high_km = max(0.0, shores[0] - LINE_ERROR_KM), km + LINE_ERROR_KM
        reach += AREA_DOUBT_KM  # of islets before either shore
        found = replace(
            _straight(shores[0], 0.0, *shores[1:]),
            low_km=low_km,
            high_km=high_km,
            bearing=found.bearing,
        )
    return replace(
        found,
        high_km=max(found.high_km, _behind_islets_km(km, point, outline)),
        possible_km=max(0.0, _possible_km(km, point, outline) - reach),
        doubt="at sea, where no border is mapped here, it may be nearer",
    )


def _behind_islets_km(km: float, point: End, outline: End) -> float:
    """Distance at most to a country's larger parts, if islands before them are not much nearer."""
    abroad = outline.shape in {"coast", "land"} and point.country != outline.country
    if not abroad or not has_land(outline.country) or island_of(point) is not None:
        return 0.0
    main_km = away_km(point, mainland(outline.country or ""))
    is_behind = km + LINE_ERROR_KM < main_km <= _ISLETS_TIMES * km
    return main_km + point.radius_km + LINE_ERROR_KM if is_behind else 0.0


def _to_area(point: End, outline: End) -> Straight:
    """Measure from a point to the edge of a division or region, from either side of it."""
    near, far = sorted(_edges(point, outline))
    held, surely = (holds(point, outline, core=core) for core in (False, True))
    # Between what all and what some count to a region, its edge may be anywhere.
    km = near[0] if held == surely else 0.0
    at = near[1:] if held == surely else (point.lat, point.lon)
    reach = point.radius_km + ERROR_KM
    found = _straight(km, reach, (point.lat, point.lon), at, farther_km=far[0] - km)
    if held:
        doubt = f"{point.words} lies inside that outline, and from where it is measured is not said"
        return replace(found, possible_km=0.0, doubt=doubt)
    return replace(
        found,
        possible_km=max(0.0, found.low_km - AREA_DOUBT_KM),
        doubt="outlines of divisions and regions are no better",
    )


def holds(point: End, outline: End, *, core: bool = False) -> bool:
    """
    Tell whether a point lies in an area.

    Parameters
    ----------
    point, outline : End
    core : bool
        Whether to ask for what all count to a region instead of what some do.

    Returns
    -------
    bool
    """
    import shapely

    shape = _outline(point, outline, core=core)
    return bool(shapely.intersects_xy(shape, (point.lon + 180) % 360 - 180, point.lat))


def _outline(point: End, outline: End, *, core: bool) -> "shapely.Geometry | None":
    """Outline of an area; seen from a small island of it, of its main parts."""
    shape = area(outline.place_id, core=core)
    main = None if shape is None else _main_parts(point, shape)
    return shape if main is None else main


def _main_parts(point: End, shape: "shapely.Geometry") -> "shapely.Geometry | None":
    """Parts that are no mere islands of an outline, for a point that is on such an island."""
    import shapely

    parts = shapely.get_parts(shape)
    is_main = are_main(parts)
    if is_main.all():
        return None
    near_km, main_km = (
        away_km(point, shapely.union_all(some)) for some in (parts[~is_main], parts[is_main])
    )
    if near_km > point.radius_km + LINE_ERROR_KM or main_km - near_km <= LINE_ERROR_KM:
        return None
    return shapely.union_all(parts[is_main])


def edges_apart_km(area_end: End, outline: End) -> float:
    """
    Distance between the nearest points of an area and of a country, border or coast.

    Two outlines have no one distance, but none is said to be shorter than this.

    Parameters
    ----------
    area_end : End
        A division or region.
    outline : End

    Returns
    -------
    float
        0 where they meet, or where one of the outlines is not known.
    """
    found = nearest(area(area_end.place_id), line_or_land(outline), area_end.lat)
    return 0.0 if found is None else found[0]


def line_or_land(outline: End) -> "shapely.Geometry | None":
    """Give the shape of a country, border or coast."""
    country = outline.country or ""
    match outline.shape:
        case "border":
            return measure.border(country, outline.other)
        case "coast":
            return measure.coast(country)
        case _:
            return _land_of(outline)


def _edges(point: End, outline: End) -> list[tuple[float, float, float]]:
    """Distances to the edge of all that may belong to an area and of what surely does."""
    import shapely

    found = []
    for core in (False, True):
        shape: shapely.Geometry | None = _outline(point, outline, core=core)
        if COAST.search(outline.words) and has_land(outline.country):
            shape = shape and shore_of(shape, outline.country or "")
        if shape is not None:
            found.append(measure.distance_to_line_km(point.lat, point.lon, shape))
    return found


def shore_of(shape: "shapely.Geometry", country: str) -> "shapely.Geometry":
    """
    Take of an area's outline the sea coast, if it has one.

    Parameters
    ----------
    shape : shapely geometry
    country : str
        The country that it is in.

    Returns
    -------
    shapely geometry
    """
    import shapely

    around = shapely.buffer(shape, _COAST_DEG)
    shore = shapely.intersection(measure.coast(country), around)
    return shape if shapely.is_empty(shore) else shore


def _to_outline(point: End, outline: End) -> tuple[float, float, float]:
    """Distance from a point to a border, coast or land, and the nearest point of that."""
    import shapely

    if outline.shape == "parallel":
        km = measure.distance_km(point.lat, point.lon, outline.lat, point.lon)
        return km, outline.lat, point.lon
    country = outline.country or ""
    if outline.shape == "coast":
        line = _other_coast(point, country)
        if shapely.is_empty(line):
            raise InputError(
                f"{outline.words} is on no map of the kit: {country} has no sea coast."
            )
        return measure.distance_to_line_km(point.lat, point.lon, line)
    if is_mainland(outline):
        main = mainland(country)
        if away_km(point, main) > 0:
            return measure.distance_to_line_km(point.lat, point.lon, main)
    if outline.shape == "land":
        outside = measure.distance_to_territory_km(point.lat, point.lon, country)
        if outside[0] > 0:
            return outside
        # "5 km from Ukraine" said of a place in Ukraine can only mean its edge.
        if measure.border(country).is_empty:
            return measure.distance_to_line_km(point.lat, point.lon, measure.coast(country))
    return measure.distance_to_border_km(point.lat, point.lon, country, outline.other)


def _other_coast(point: End, country: str) -> "shapely.Geometry":
    """Coast of a country; seen from one of its islands, that of its mainland."""
    import shapely

    line, main = measure.coast(country), _main_parts(point, measure.territory(country))
    if main is None:
        return line
    shore = shapely.intersection(line, shapely.buffer(main, _COAST_DEG))
    return line if shapely.is_empty(shore) else shore


def _possible_km(km: float, point: End, outline: End) -> float:
    """Shortest distance to a border if it goes on at sea, where the kit has no map of it."""
    if outline.shape == "coast" or outline.country is None or is_mainland(outline):
        return km
    inside = measure.is_in_territory(point.lat, point.lon, outline.country)
    coast = measure.coast(outline.country)
    if coast.is_empty:
        return km
    if inside:
        return min(km, measure.distance_to_line_km(point.lat, point.lon, coast)[0])
    shore = measure.distance_to_line_km(point.lat, point.lon, coast)[0]
    return min(km, shore - _TERRITORIAL_SEA_KM)
