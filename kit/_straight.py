"""The straight line of a claim: its two ends, and the shortest distance between them."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kit import measure
from kit._areas import ERROR_KM, area
from kit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd
    import shapely

#: Kinds of which a circle of `radius_km` is a fair outline: of others the true one is not known.
COMPACT = frozenset({"city", "airport", "port", "site", "district"})
_AREAS = frozenset({"admin1", "region"})
_EQUATOR = re.compile(r"\bequator\b", re.IGNORECASE)
# The armistice line between both Koreas, and the zone of 2 km on each of its sides.
_ZONE = re.compile(r"demilitari[sz]ed zone|\bDMZ\b|demarcation line", re.IGNORECASE)
_ZONE_KM, _ZONE_OF = 2.0, ("KR", "KP")
_BORDER = re.compile(r"\b(?:border|frontier|boundary)\b", re.IGNORECASE)
_COAST = re.compile(
    r"\b(?:coast(?:line|s)?|shores?|shoreline|seaboard|seaside|off\s?shore)\b", re.IGNORECASE
)
#: Both maps of lines are simplified to about 1 km; a nearer border than this at sea is not on them.
LINE_ERROR_KM = 2.0
_TERRITORIAL_SEA_KM = 22.224  # 12 nautical miles, United Nations Convention on the Law of the Sea
# Beyond an outline's error, and more than one point in a thousand is off: here no one is accused.
_AREA_DOUBT_KM = 15.0
_COAST_DEG = 0.05  # a coast this near to a division's outline is its own


@dataclass(frozen=True)
class End:
    """One end of a claim: a point with an extent, a border, a coast, a country or an area."""

    words: str
    place_id: str
    shape: str  # "point", "border", "coast", "land", "equator" or "area" (a division, a region)
    kind: str
    country: str | None
    other: str | None
    lat: float
    lon: float
    radius_km: float
    confidence: float
    candidates: int
    stands_in: bool = False  # whether "the town" is said of it, not its name

    @property
    def is_point(self) -> bool:
        """Whether it is a place with an extent about a point."""
        return self.shape == "point"


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


def end_of(words: str, mention: "pd.Series[Any]") -> End:
    """
    Read an end from a mention and from the claim's words for it.

    Parameters
    ----------
    words : str
        The words of the claim ("the Tunisian coast"): they tell a country from its border or coast.
    mention : Series
        A row of mentions with a place.

    Returns
    -------
    End
    """
    kind, place_id = str(mention["kind"]), str(mention["place_id"])
    country = mention["country"] if isinstance(mention["country"], str) else None
    sides: list[str | None] = [country, None]
    if kind == "border":
        sides = [*place_id.partition(":")[2].split("-"), None][:2]
    return End(
        words=words,
        place_id=place_id,
        shape=_shape(f"{words} {mention['text']}", place_id, kind, country),
        kind=kind,
        country=sides[0],
        other=sides[1],
        lat=float(mention["lat"]),
        lon=float(mention["lon"]),
        radius_km=_number(mention.get("radius_km"), 0.0),
        confidence=_number(mention.get("confidence"), 1.0),
        candidates=int(_number(mention.get("candidates"), 1.0)),
        stands_in=str(mention["text"]) not in words and "capital" not in words,
    )


def line_of(words: str, countries: "Collection[str]") -> End | None:
    """
    Find a line that some words mean though no gazetteer has it as a place.

    Parameters
    ----------
    words : str
        The words of the claim.
    countries : collection of str
        Of the places that the text names: what is demilitarised in Korea is so nowhere else.

    Returns
    -------
    End or None
        The equator, or Korea's demilitarised zone.
    """
    if _EQUATOR.search(words):
        return End(words, "line:equator", "equator", "line", None, None, 0.0, 0.0, 0.0, 1.0, 1)
    if _ZONE.search(words) and set(_ZONE_OF) & set(countries):
        lat, lon = 38.3, 127.2
        place_id = f"border:{'-'.join(_ZONE_OF)}"
        return End(words, place_id, "border", "zone", *_ZONE_OF, lat, lon, _ZONE_KM, 1.0, 1)
    return None


def moved(end: End, place: "pd.Series[Any]") -> End:
    """
    Give an end another place of the same name.

    Parameters
    ----------
    end : End
    place : Series
        A row of the table that `kit.alternatives` returns.

    Returns
    -------
    End
    """
    kind, place_id = str(place["kind"]), str(place["place_id"])
    country = place["country"] if isinstance(place["country"], str) else None
    return replace(
        end,
        place_id=place_id,
        shape=_shape(end.words, place_id, kind, country),
        kind=kind,
        country=country,
        lat=float(place["lat"]),
        lon=float(place["lon"]),
        radius_km=float(place["radius_km"]),
    )


def _shape(said: str, place_id: str, kind: str, country: str | None) -> str:
    """Tell by what an end is measured."""
    if kind == "border":
        return "border"
    if kind == "country" and _has_land(country):
        return "border" if _BORDER.search(said) else "coast" if _COAST.search(said) else "land"
    return "area" if kind in _AREAS and area(place_id) is not None else "point"


def _number(value: object, default: float) -> float:
    """Take a number, or the default where a table has none."""
    import pandas as pd

    return default if value is None or pd.isna(value) else float(str(value))  # type: ignore[call-overload]


def _has_land(country: str | None) -> bool:
    """Tell whether there is an outline of a country."""
    try:
        return country is not None and not measure.territory(country).is_empty
    except InputError:
        return False


def measurable(subject: End, reference: End) -> tuple[End, End]:
    """
    Take areas by their points where both ends are outlines, which have no one distance.

    Parameters
    ----------
    subject, reference : End

    Returns
    -------
    subject, reference : End
        As they are where one of them is a point.
    """
    if subject.is_point or reference.is_point:
        return subject, reference
    one, two = (
        replace(end, shape="point") if end.shape == "area" else end for end in (subject, reference)
    )
    return one, two


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
        return _straight(km, reach, *ends)
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
    return None


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


def _to_line(point: End, outline: End) -> Straight:
    """Measure from a point to a border, a coast or a country."""
    km, lat, lon = _to_outline(point, outline)
    width_km = outline.radius_km if outline.kind == "zone" else 0.0
    reach = point.radius_km + LINE_ERROR_KM + width_km
    return replace(
        _straight(km, reach, (point.lat, point.lon), (lat, lon)),
        possible_km=max(0.0, _possible_km(km, point, outline) - reach),
        doubt="at sea, where no border is mapped here, it may be nearer",
    )


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
        possible_km=max(0.0, found.low_km - _AREA_DOUBT_KM),
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

    shape = area(outline.place_id, core=core)
    return bool(shapely.intersects_xy(shape, (point.lon + 180) % 360 - 180, point.lat))


def _edges(point: End, outline: End) -> list[tuple[float, float, float]]:
    """Distances to the edge of all that may belong to an area and of what surely does."""
    import shapely

    found = []
    for core in (False, True):
        shape: shapely.Geometry | None = area(outline.place_id, core=core)
        if _COAST.search(outline.words) and _has_land(outline.country):
            around = shapely.buffer(shape, _COAST_DEG)
            shore = shapely.intersection(measure.coast(outline.country or ""), around)
            shape = shape if shapely.is_empty(shore) else shore
        if shape is not None:
            found.append(measure.distance_to_line_km(point.lat, point.lon, shape))
    return found


def _to_outline(point: End, outline: End) -> tuple[float, float, float]:
    """Distance from a point to a border, coast or land, and the nearest point of that."""
    if outline.shape == "equator":
        return measure.distance_km(point.lat, point.lon, 0.0, point.lon), 0.0, point.lon
    country = outline.country or ""
    if outline.shape == "coast":
        line = measure.coast(country)
        if line.is_empty:
            raise InputError(
                f"{outline.words} is on no map of the kit: {country} has no sea coast."
            )
        return measure.distance_to_line_km(point.lat, point.lon, line)
    if outline.shape == "land":
        outside = measure.distance_to_territory_km(point.lat, point.lon, country)
        if outside[0] > 0:
            return outside
        # "5 km from Ukraine" said of a place in Ukraine can only mean its edge.
        if measure.border(country).is_empty:
            return measure.distance_to_line_km(point.lat, point.lon, measure.coast(country))
    return measure.distance_to_border_km(point.lat, point.lon, country, outline.other)


def _possible_km(km: float, point: End, outline: End) -> float:
    """Shortest distance to a border if it goes on at sea, where the kit has no map of it."""
    if outline.shape == "coast" or outline.country is None:
        return km
    inside = measure.is_in_territory(point.lat, point.lon, outline.country)
    coast = measure.coast(outline.country)
    if coast.is_empty:
        return km
    if inside:
        return min(km, measure.distance_to_line_km(point.lat, point.lon, coast)[0])
    shore = measure.distance_to_line_km(point.lat, point.lon, coast)[0]
    return min(km, shore - _TERRITORIAL_SEA_KM)
