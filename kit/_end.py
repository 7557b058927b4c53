"""One end of a claim: what a place's words mean, a point, an outline or a line."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kit import measure
from kit._areas import area
from kit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

#: Kinds of which a circle of `radius_km` is a fair outline: of others the true one is not known.
COMPACT = frozenset({"city", "airport", "port", "site", "district"})
_AREAS = frozenset({"admin1", "region"})
# Parallels that have a name; of the circles and tropics as the Earth's axis leans now.
_PARALLELS = {
    "equator": 0.0,
    "arctic circle": 66.56,
    "antarctic circle": -66.56,
    "tropic of cancer": 23.44,
    "tropic of capricorn": -23.44,
}
_PARALLEL = re.compile(
    rf"\b(?:{'|'.join(_PARALLELS)}|(?P<deg>\d{{1,2}})(?:st|nd|rd|th) parallel(?P<south> south)?)\b",
    re.IGNORECASE,
)
# "Mount Cook Village" need not be Mount Cook, of which the gazetteer knows.
_KIND = re.compile(r" (?:Village|Town|Township|City|Junction|Beach|Port|Station)$")
# Whose coast is that of the country that a place is in.
_WHOSE = re.compile(r"(?<![\w-])([\w-]+)['’]s?(?= |$)")
_OF_IT = frozenset("country nation island state region continent province territory".split())
_SHORTENED = 0.55  # no accusation by it, even of the only one of its name
# "Tsushima, a Japanese island": the gazetteer may have but a town of it.
_ISLAND = r"\bislands? of {0}\b|\b{0}(?:,? (?:an?|the|one of the) [^,.;()]{{0,40}})? island\b"
# The armistice line between both Koreas, and the zone of 2 km on each of its sides.
_ZONE = re.compile(r"demilitari[sz]ed zone|\bDMZ\b|demarcation line", re.IGNORECASE)
_ZONE_KM, _ZONE_OF = 2.0, ("KR", "KP")
_BORDER = re.compile(r"\b(?:border|frontier|boundary)\b", re.IGNORECASE)
_INLAND = re.compile(
    r"\b(?:lakes?|reservoirs?|lagoons?|rivers?|lochs?|loughs?|lagos?|lacs?|ponds?)\b", re.IGNORECASE
)
#: Words for the edge of a land at the sea.
COAST = re.compile(
    r"\b(?:coast(?:line|s)?|shores?|shoreline|seaboard|seaside|off\s?shore)\b", re.IGNORECASE
)
# What an island lies off.
_RIM = re.compile(rf"{COAST.pattern}|\bmainland\b", re.IGNORECASE)


@dataclass(frozen=True)
class End:
    """One end of a claim: a point with an extent, a border, a coast, a country or an area."""

    words: str
    place_id: str
    shape: str  # "point", "border", "coast", "land", "parallel" or "area" (a division, a region)
    kind: str
    country: str | None
    other: str | None
    lat: float
    lon: float
    radius_km: float
    confidence: float
    candidates: int
    is_sole: bool = False  # whether no other place bears its name
    stands_in: bool = False  # whether "the town" is said of it, not its name

    @property
    def is_point(self) -> bool:
        """Whether it is a place with an extent about a point."""
        return self.shape == "point"


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
    kind = "island" if kind == "city" and _is_called_island(mention) else kind
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
        confidence=_sureness(mention),
        candidates=int(_number(mention.get("candidates"), 1.0)),
        stands_in=str(mention["text"]) not in words and "capital" not in words,
    )


def _is_called_island(mention: "pd.Series[Any]") -> bool:
    """Tell by its sentence whether a place is more than the town of its name."""
    called = _ISLAND.format(re.escape(str(mention["text"])))
    return re.search(called, str(mention.get("sentence")), re.IGNORECASE) is not None


def _sureness(mention: "pd.Series[Any]") -> float:
    """Confidence of a mention, less where "Village" of its name was dropped to find the place."""
    sure = _number(mention.get("confidence"), 1.0)
    kind = _KIND.search(str(mention["text"]))
    dropped = kind is not None and kind[0].lower() not in str(mention["name"]).lower()
    return min(sure, _SHORTENED) if dropped else sure


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
        A parallel such as the equator, or Korea's demilitarised zone.
    """
    if found := _PARALLEL.search(words):
        lat = float(found["deg"] or _PARALLELS.get(found[0].lower(), 0.0))
        lat = -lat if found["south"] else lat
        place_id = f"line:{found[0].lower().replace(' ', '-')}"
        return End(words, place_id, "parallel", "line", None, None, lat, 0.0, 0.0, 1.0, 1)
    if _ZONE.search(words) and set(_ZONE_OF) & set(countries):
        lat, lon = 38.3, 127.2
        place_id = f"border:{'-'.join(_ZONE_OF)}"
        return End(words, place_id, "border", "zone", *_ZONE_OF, lat, lon, _ZONE_KM, 1.0, 1)
    return None


def coast_of(words: str, subject: End) -> End | None:
    """
    Take "the coast" and "the Atlantic coast" for that of the country that a place is in.

    Parameters
    ----------
    words : str
        The words of the claim.
    subject : End
        The place that is at a distance from it.

    Returns
    -------
    End or None
        None where the words speak of no coast, or that country has none.
    """
    country = subject.country
    whose = _WHOSE.search(words)
    if whose and whose[1].lower() not in _OF_IT:
        return None  # "the North's own coast"
    if not _RIM.search(words) or country is None or not subject.is_point:
        return None
    if _INLAND.search(words):
        return None  # "the shore of Lake Baikal"
    if not has_land(country) or measure.coast(country).is_empty:
        return None
    where = subject.lat, subject.lon, 0.0, 1.0, 1
    return End(words, f"coast:{country}", "coast", "country", country, None, *where)


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
    if kind == "country" and has_land(country):
        return "border" if _BORDER.search(said) else "coast" if COAST.search(said) else "land"
    return "area" if kind in _AREAS and area(place_id) is not None else "point"


def _number(value: object, default: float) -> float:
    """Take a number, or the default where a table has none."""
    import pandas as pd

    return default if value is None or pd.isna(value) else float(str(value))  # type: ignore[call-overload]


def has_land(country: str | None) -> bool:
    """
    Tell whether there is an outline of a country.

    Parameters
    ----------
    country : str or None

    Returns
    -------
    bool
    """
    try:
        return country is not None and not measure.territory(country).is_empty
    except InputError:
        return False
