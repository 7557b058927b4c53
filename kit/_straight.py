"""The straight line of a claim: its two ends, and the shortest distance between them."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kit import measure
from kit.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    import shapely

#: Kinds of which a circle of `radius_km` is a fair outline: of others the true one is not known.
COMPACT = frozenset({"city", "airport", "port", "site", "district"})
_BORDER = re.compile(r"\b(?:border|frontier|boundary)\b", re.IGNORECASE)
_COAST = re.compile(
    r"\b(?:coast(?:line|s)?|shores?|shoreline|seaboard|seaside|off\s?shore)\b", re.IGNORECASE
)
# Both maps of lines are simplified to about 1 km; a nearer border than this at sea is not on them.
_LINE_ERROR_KM = 2.0
_TERRITORIAL_SEA_KM = 22.224  # 12 nautical miles, United Nations Convention on the Law of the Sea


@dataclass(frozen=True)
class End:
    """One end of a claim: a point with an extent, a border, a coast or a country's land."""

    words: str
    place_id: str
    shape: str  # "point", "border", "coast" or "land"
    kind: str
    country: str | None
    other: str | None
    lat: float
    lon: float
    radius_km: float
    confidence: float
    candidates: int

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
    possible_km: float  # a border at sea, which no map here has, may be this near
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
    shape = "point"
    said = f"{words} {mention['text']}"
    if kind == "border":
        shape = "border"
        sides = [*place_id.partition(":")[2].split("-"), None][:2]
    elif kind == "country" and _has_land(country):
        shape = "border" if _BORDER.search(said) else "coast" if _COAST.search(said) else "land"
    return End(
        words=words,
        place_id=place_id,
        shape=shape,
        kind=kind,
        country=sides[0],
        other=sides[1],
        lat=float(mention["lat"]),
        lon=float(mention["lon"]),
        radius_km=_number(mention.get("radius_km"), 0.0),
        confidence=_number(mention.get("confidence"), 1.0),
        candidates=int(_number(mention.get("candidates"), 1.0)),
    )


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
        return _straight(km, reach, max(0.0, km - reach), *ends)
    if subject.is_point:
        km, lat, lon = _to_outline(subject, reference)
        reach = subject.radius_km + _LINE_ERROR_KM
        nearest = _possible_km(km, subject, reference) - reach
        return _straight(km, reach, nearest, (subject.lat, subject.lon), (lat, lon))
    if reference.is_point:
        turned = straight(reference, subject)
        if turned is None:
            return None
        return _straight(
            turned.km,
            turned.high_km - turned.km,
            turned.possible_km,
            turned.reference,
            turned.subject,
        )
    return None


def _straight(
    km: float,
    reach_km: float,
    possible_km: float,
    subject: tuple[float, float],
    reference: tuple[float, float],
) -> Straight:
    """Draw the line from the reference to the subject."""
    return Straight(
        km=km,
        low_km=max(0.0, km - reach_km),
        high_km=km + reach_km,
        possible_km=max(0.0, possible_km),
        bearing=measure.bearing_deg(*reference, *subject),
        subject=subject,
        reference=reference,
        line=measure.great_circle(*reference, *subject),
    )


def _to_outline(point: End, outline: End) -> tuple[float, float, float]:
    """Distance from a point to a border, coast or land, and the nearest point of that."""
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
