"""The ends of a claim as places: by its mentions, and by what their words mean besides."""

import re
from dataclasses import replace
from numbers import Integral
from typing import TYPE_CHECKING, Any, cast

from kit import measure
from kit._end import COAST, End, coast_of, end_of, has_land, line_of, moved
from kit._nouns import FITTING
from kit._seats import MOVED, capital_of
from kit.errors import InputError
from kit.mentions import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    import pandas as pd

_REGION = re.compile(
    r"\b(?:region|province|oblast|state|county|district|governorate|prefecture|department|raion"
    r"|voivodeship|canton|area|municipality|republic|enclave|exclave)s?\b",
    re.IGNORECASE,
)
_THE_TOWN = re.compile(r"[Tt](?:he|his|hat) (?:[a-z-]+ ){0,3}(?P<noun>[a-z]+)")
_THE_CAPITAL = re.compile(r"the (?P<national>national )?capital", re.IGNORECASE)
_A_CAPITAL = re.compile(r"\b(?:the|its) (?:[a-z-]+ )?capital$")
_THE_BORDER = re.compile(r"the (?:border|frontier)", re.IGNORECASE)
_OWNER = 40  # letters from a country to "whose coast"
_NAME = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}")
_NO_NAMES = frozenset("here there this that it he she they we".split())
_LAND = r"([A-Z][\w-]*(?: [A-Z][\w-]*){0,3})"
_CAPITAL = re.compile(
    rf"[Tt]he {_LAND} capital(?: city)?|{_LAND}['’]s? capital|[Tt]he capital of {_LAND}"
)
_LOOKED_UP = 0.35  # no accusation by it
_SEAT = 0.8  # what no other place can be
COUNTY_KM = 60.0  # a wider division of a name is another place, or measured to from its edge
# Who means a hamlet or a county that bears a city's name says so; how many people make a city, how
# many times as many as in the other, and what chance in the text is none.
_CITY_PEOPLE, _LARGER, _NO_CHANCE = 100_000, 50, 0.05
_FRONT = re.compile(r"\b(?:front ?-?lines?|the front|contact line|line of contact)$", re.IGNORECASE)


def read_ends(
    claim: "pd.Series[Any]", mentions: "pd.DataFrame", by_start: dict[int, Any]
) -> tuple[End | None, End | None, list[str]]:
    """
    Find the ends of a claim.

    Parameters
    ----------
    claim : Series
        A row of claims.
    mentions : DataFrame
    by_start : dict
        Row labels of the mentions by where they start.

    Returns
    -------
    subject, reference : End or None
    reasons : list of str
        Why one is None.

    Raises
    ------
    kit.errors.InputError
        If the claim points to a mention that is not there.
    """
    subject, no_subject = _read_end(claim, "subject", mentions, by_start)
    reference, no_reference = _read_end(claim, "reference", mentions, by_start)
    words = claim["reference"]
    at_sea = reference is None or reference.kind == "water"  # "the coast", "the Atlantic coast"
    if subject is not None and isinstance(words, str):
        own = coast_of(words, subject) if at_sea else None
        own = own or (_of_own_country(words, subject) if reference is None else None)
        if own is not None:
            reference, no_reference = own, ""
    words = claim["subject"]
    if subject is None and reference is not None and isinstance(words, str):
        seat = _of_own_country(words, reference) if _THE_CAPITAL.fullmatch(words) else None
        subject, no_subject = (seat, "") if seat is not None else (None, no_subject)
    return subject, reference, [why for why in (no_subject, no_reference) if why]


def _of_own_country(words: str, subject: End) -> End | None:
    """
    Take "the capital" and "the border" for those of the country that a place is in.

    What fits speaks for that; what does not accuses nobody, unless it is "the national capital".
    """
    country = subject.country
    if country is None or not subject.is_point:
        return None
    if seat := _THE_CAPITAL.fullmatch(words):
        return _capital(country, _SEAT if seat["national"] else _LOOKED_UP)
    if not _THE_BORDER.fullmatch(words) or not has_land(country):
        return None
    where = subject.lat, subject.lon, 0.0, _LOOKED_UP, 1
    return End(words, f"border:{country}", "border", "border", country, None, *where)


def _read_end(
    claim: "pd.Series[Any]", side: str, mentions: "pd.DataFrame", by_start: dict[int, Any]
) -> tuple[End | None, str]:
    """Find an end of a claim, or say why there is none."""
    import pandas as pd

    words = claim[side] if isinstance(claim[side], str) and claim[side].strip() else None
    start = claim[f"{side}_start"]
    if line := line_of(words or "", set(mentions["country"].dropna())):
        return line, ""
    if pd.isna(start):
        seat = _CAPITAL.fullmatch(words or "")
        if seat and (found := _capital_of(next(filter(None, seat.groups())))):
            return found, ""
        is_name = words is not None and _NAME.fullmatch(words) and words.lower() not in _NO_NAMES
        within = claim.get("within") if side == "subject" else None
        found = _looked_up(str(words), within) if is_name else None
        return found, "" if found is not None else _unknown(words, side)
    if int(start) not in by_start:
        raise InputError(
            f"{side}_start {int(start)} of the claim at {claim['start']} is the start of no "
            "mention. Pass the mentions that the claims were found with."
        )
    mention = _whose_coast(words or "", mentions.loc[by_start[int(start)]], mentions)
    if pd.isna(mention["place_id"]) or pd.isna(mention["lat"]) or pd.isna(mention["lon"]):
        return None, f'"{mention["text"]}" is not in the gazetteer'
    if words is None or words.lower() == "here":
        words = str(mention["name"] if words else mention["text"])
    end = end_of(words, mention)
    if end.stands_in and _is_alone(words, claim, mentions, mention):
        end = replace(end, stands_in=False)
    named = namesakes(mentions, by_start[int(start)])
    return _alone_of_name(_seat(end, named), named), ""


def _whose_coast(
    words: str, mention: "pd.Series[Any]", mentions: "pd.DataFrame"
) -> "pd.Series[Any]":
    """Take "Iran's Gulf coast" and "the Mexican Pacific coast" for the country's."""
    if not COAST.search(words) or mention["kind"] not in {"water", "region", None}:
        return mention
    before = mention["start"] - mentions["start"]
    lands = mentions[mentions["kind"] == "country"]
    near = lands[before[lands.index].between(1, len(words))]
    near = near[[str(text) in words for text in near["text"]]]
    if near.empty and words.startswith("whose "):  # "Nicaragua, whose Caribbean coast"
        near = lands[before[lands.index].between(1, _OWNER)]
    return near.iloc[-1] if len(near) else mention


def _is_alone(
    words: str, claim: "pd.Series[Any]", mentions: "pd.DataFrame", meant: "pd.Series[Any]"
) -> bool:
    """Tell whether "the town" can be but one of the places that the text has named so far."""
    found = _THE_TOWN.fullmatch(words)
    kinds = FITTING.get(found["noun"].lower(), "").split() if found else []
    other = claim[["subject_start", "reference_start"]].dropna()
    told = mentions[(mentions["start"] < claim["start"]) & ~mentions["start"].isin(other)]
    fitting = told["kind"].isin(kinds) | told["place_id"].isna()
    return bool(kinds) and bool((told.loc[fitting, "place_id"] == meant["place_id"]).all())


def _looked_up(name: str, within: object) -> End | None:
    """
    Take a name that was not recognised in its sentence for the best known place that bears it.

    What fits speaks for that place; what does not accuses nobody.
    """
    import pandas as pd

    from kit.gazetteer import default

    found: Any = default().geocode(name)
    if found is None or found.raw["match"] == "fuzzy":
        return None
    if isinstance(within, str) and found.raw["country"] != within:
        return None  # "crossed into Myanmar at Muse", and not in Pennsylvania
    place = {**found.raw, "text": name, "lat": found.latitude, "lon": found.longitude}
    return end_of(name, pd.Series({**place, "confidence": _LOOKED_UP, "candidates": 1}))


def _capital_of(land: str) -> End | None:
    """Find "the Polish capital", which the text does not name."""
    from kit.gazetteer import default

    lands = {p.country for p in default().lookup(land) if p.kind == "country"}
    return _capital(lands.pop(), _SEAT) if len(lands) == 1 else None


def _capital(country: str, sure: float) -> End | None:
    """
    Give the capital that the gazetteer knows.

    Where it has moved it accuses nobody; some countries have two.
    """
    import pandas as pd

    place = capital_of(country)
    if place is None:
        return None
    sure = _LOOKED_UP if country in MOVED else sure
    row = {**place._asdict(), "text": place.name, "confidence": sure, "candidates": 1}
    return end_of(place.name, pd.Series(row))


def _unknown(words: str | None, side: str) -> str:
    """Say why an end that is no mention is not known."""
    if words is None:
        what = "what lies there" if side == "subject" else "from where it is measured"
        return f"the text does not say {what}"
    if _FRONT.search(words):
        return f'front lines move, and "{words}" is on no map here'
    if any(letter.isupper() for letter in words.partition(" ")[2] or words):
        return f'no place was recognised in "{words}"'
    return f'the text does not name the place that it calls "{words}"'


def around(claim: "pd.Series[Any]") -> tuple[str, str]:
    """
    Give the words of its sentence before and after a claim.

    Parameters
    ----------
    claim : Series
        A row of claims. One made by hand may have no `sentence_start`: its words are looked for.

    Returns
    -------
    before, after : str
        Empty where the row has no sentence.
    """
    sentence, words, begin = (claim.get(name) for name in ("sentence", "text", "sentence_start"))
    if not isinstance(sentence, str) or not isinstance(words, str):
        return "", ""
    told = isinstance(begin, Integral)
    at = int(claim["start"]) - int(cast("int", begin)) if told else max(sentence.find(words), 0)
    return sentence[:at], sentence[at + len(words) :]


def capitals(words: str, other: End | None) -> "Iterator[End]":
    """
    Find capitals that words speak of and do not name.

    Parameters
    ----------
    words : str
        "On the road to the Eritrean capital", "the ruined capital".
    other : End or None
        Where the words tell no country, the capital is that of the other end's.

    Yields
    ------
    End
        None of which accuses anybody.
    """
    lands = [land for found in _CAPITAL.finditer(words) for land in found.groups() if land]
    found = [_capital_of(land) for land in lands]
    if not lands and other is not None and _A_CAPITAL.search(words):
        found = [_capital(other.country, _LOOKED_UP)] if other.country else []
    yield from (replace(end, confidence=_LOOKED_UP) for end in found if end is not None)


def label_of(claim: "pd.Series[Any]", side: str, by_start: dict[int, Any]) -> Any:  # noqa: ANN401
    """Find the row of the mention that an end is, None for a line that is none."""
    import pandas as pd

    start = claim[f"{side}_start"]
    return None if pd.isna(start) else by_start[int(start)]


def namesakes(mentions: "pd.DataFrame", label: Any) -> "pd.DataFrame | None":  # noqa: ANN401
    """List the places that a name may mean; None where the table lost geoparse's notes."""
    try:
        return alternatives(cast("gpd.GeoDataFrame", mentions), label)
    except InputError:
        return None


def others(end: End, found: "pd.DataFrame") -> "pd.DataFrame":
    """
    Give the other places that a name may be said of alone: of a great city's, no small ones.

    Parameters
    ----------
    end : End
    found : DataFrame
        Its `namesakes`.

    Returns
    -------
    DataFrame
        Rows of `found`.
    """
    own = found["place_id"] == end.place_id
    people = float(found.loc[own, "population"].max()) if own.any() else 0.0
    rest = found[~own]
    if end.kind != "city" or people < _CITY_PEOPLE:
        return rest
    small = (rest["population"] * _LARGER <= people) & (rest["chance"] < _NO_CHANCE)
    county = (rest["kind"] == "admin2") & (rest["radius_km"] <= COUNTY_KM)
    return rest[~small & ~county]


def _alone_of_name(end: End, found: "pd.DataFrame | None") -> End:
    """Say of an end whether all that its name may be said of is there, or around it."""
    from kit._precedence import SAME_KM

    if end.candidates <= 1 or found is None:
        return replace(end, is_sole=end.candidates <= 1)
    rest = others(end, found)
    km = measure.distance_km(end.lat, end.lon, rest["lat"], rest["lon"])
    return replace(end, is_sole=bool((km <= rest["radius_km"].clip(SAME_KM, COUNTY_KM)).all()))


def _seat(end: End, found: "pd.DataFrame | None") -> End:
    """
    Take a town and the division that bears its name for one: who says the name means the town.

    "40 km from Kharkiv" is 40 km from the city, whichever of the two the name was taken for, unless
    the words speak of the region. The doubt between the two is no doubt of the place.
    """
    from kit._precedence import SAME_KM

    is_either = end.kind in {"city", "island"} or end.kind.startswith("admin")
    if found is None or not is_either:
        return end
    if end.kind == "island":
        return _outlined(end, found)
    km = measure.distance_km(end.lat, end.lon, found["lat"], found["lon"])
    is_division = found["kind"].str.startswith("admin")
    if end.kind != "city":
        if _REGION.search(end.words):
            return end
        is_seat = (found["kind"] == "city") & (km <= end.radius_km)
    else:
        is_seat = is_division & (km <= found["radius_km"])
    is_seat &= found["country"] == end.country
    counted = found.loc[km <= SAME_KM, "chance"].sum()  # by what geoparse's confidence is
    more = found.loc[is_seat & (km > SAME_KM), "chance"].sum()
    sure = min(1.0, end.confidence * (1 + more / counted)) if counted else end.confidence
    end = replace(end, confidence=sure)
    meant = end.kind != "city" or _REGION.search(end.words)  # "the exclave of Kaliningrad"
    if not meant or not is_seat.any():
        return end
    return moved(end, found[is_seat].iloc[0])


def _outlined(end: End, found: "pd.DataFrame") -> End:
    """Take an island by the outline of the division that it is, if it is one: Sicily."""
    same = found[(found["kind"] == "admin1") & (found["country"] == end.country)]
    for _, place in same.iterrows():
        division = moved(end, place)
        apart_km = measure.distance_km(end.lat, end.lon, division.lat, division.lon)
        if division.shape == "area" and apart_km <= end.radius_km:
            return division
    return end


def as_capitals(
    ends: tuple[End, End], mentions: "pd.DataFrame", labels: tuple[Any, Any]
) -> "Iterator[tuple[End, End]]":
    """
    Take a country for the town of its name, if it has one: Djibouti, Singapore, Luxembourg.

    "560 km from Djibouti" may be said of either, and what holds of one of them is not doubted.
    """
    for side, (end, label) in enumerate(zip(ends, labels, strict=True)):
        found = namesakes(mentions, label) if end.shape == "land" else None
        if found is None:
            continue
        towns = found[(found["kind"] == "city") & (found["country"] == end.country)]
        if not towns.empty:
            town = moved(end, towns.sort_values("population").iloc[-1])
            town = replace(town, words=f"the town of {end.words}")
            yield (town, ends[1]) if side == 0 else (ends[0], town)
