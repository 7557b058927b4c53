"""Checks: every stated distance measured, with a verdict and its reason."""

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kit import _disputes, measure
from kit import _verdicts as rules
from kit._end import End, end_of
from kit._endpoints import as_capitals, label_of, read_ends
from kit._lengthless import halfway, of_time
from kit._pairs import DOUBTED, LIKELY
from kit._quantities import is_conversion
from kit._rivals import HOLDS, fails, readings, rival
from kit._siting import is_of_site
from kit._standins import reopened, stand_ins
from kit._straight import Straight, measurable, straight
from kit._tables import require
from kit.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

_CLAIM_COLUMNS = (
    *("start", "end", "text", "value", "km", "bound", "low_km", "high_km", "direction", "mode"),
    *("subject", "reference", "subject_start", "reference_start", "same_as"),
)
_MENTION_COLUMNS = (
    *("start", "text", "place_id", "name", "kind", "country"),
    *("lat", "lon", "radius_km", "confidence", "candidates"),
)
_GROSSLY = 4.0  # times too short is mistaking one place for another rather than a writer's slip
_ALIKE = 0.5  # of a figure: what is nearer or farther holds but for an extent
_HALFWAY = re.compile(r"(?:half|mid)[ -]?way", re.IGNORECASE)
_NO_NAMES = ("The ", "What ", "Neither ", "No ")  # with which reasons begin
_BEHIND = 120  # letters behind "halfway" in which both places are looked for
_NUMBERS = (
    *("measured_km", "measured_low_km", "measured_high_km", "bearing", "route_km", "deviation"),
    *("subject_lat", "subject_lon", "subject_radius_km"),
    *("reference_lat", "reference_lon", "reference_radius_km"),
)
_WORDS = (
    *("route_mode", "verdict", "reason", "subject_id", "subject_country"),
    *("reference_id", "reference_kind", "reference_country"),
)


def check_claims(claims: "pd.DataFrame", mentions: "pd.DataFrame") -> "gpd.GeoDataFrame":
    """
    Measure stated distances and judge each.

    Parameters
    ----------
    claims : DataFrame
        As `find_claims` returns it.
    mentions : DataFrame
        As `geoparse` returns it: the table that the claims' `subject_start` and
        `reference_start` point into.

    Returns
    -------
    geopandas.GeoDataFrame
        The claims' rows and columns, and

        - `measured_km`, `measured_low_km`, `measured_high_km`: the geodesic, and its shortest and
          longest over the extents of both places; to a border, coast, country, division or region
          with an outline, from its nearest point.
        - `bearing`: degrees clockwise from north, from the reference to the subject.
        - `route_km`, `route_mode`: the way that the verdict speaks of, by rail, sea, road or air:
          where the figure is longer than the straight line, and where a way by rail or sea is told.
        - `deviation`: measured / stated - 1, stated being the nearest length that the wording
          admits: 0 within them, -0.1 where what is measured is a tenth shorter.
        - `verdict`: ``consistent``, ``consistent with a route``, ``inconsistent`` or
          ``not checkable``; `reason` is a sentence.
        - `subject_id`, `subject_lat`, `subject_lon`, `reference_id`, `reference_lat`,
          `reference_lon`: the ends as measured, so a border's is its nearest point; with the
          `…_country` and `…_radius_km` of both, and `reference_kind`.
        - geometry: the geodesic from the reference to the subject, EPSG:4326; None where nothing
          was measured.

        What is ``likely`` or ``doubted`` by `ends_basis` is never ``inconsistent``.

        A restatement (`same_as`) has the measures and the verdict of what it restates, unless its
        conversion is wrong.

    Raises
    ------
    kit.errors.InputError
        If a table lacks a column, or a claim points to a mention or claim that is not there.
    kit.errors.DataError
        If a shipped file is missing or damaged.
    """
    import geopandas as gpd
    import pandas as pd

    require(claims, _CLAIM_COLUMNS, "claims", "find_claims")
    require(mentions, _MENTION_COLUMNS, "mentions", "geoparse")
    if not claims.index.is_unique:
        raise InputError("The claims' row labels must be unique: call claims.reset_index() first.")
    by_start = {int(start): label for label, start in mentions["start"].items()}
    done: dict[Any, dict[str, Any]] = {}
    for label, claim in claims.iterrows():
        if pd.isna(claim["same_as"]):
            checked = _check(claim, mentions, by_start)
            done[label] = _as_told(checked, claim, mentions, by_start)
    for label, claim in claims.iterrows():
        if not pd.isna(claim["same_as"]):
            done[label] = _restated(label, claim, claims, done)
    added = pd.DataFrame([done[label] for label in claims.index], index=claims.index)
    added = added.reindex(columns=[*_NUMBERS, *_WORDS, "geometry"])
    added = added.astype(dict.fromkeys(_NUMBERS, "float64"))
    for name in _WORDS:
        added[name] = added[name].astype(object).where(added[name].notna(), None)
    table = pd.concat([claims.drop(columns=list(set(added) & set(claims))), added], axis=1)
    table["geometry"] = gpd.GeoSeries(list(added["geometry"]), index=claims.index, crs="EPSG:4326")
    return gpd.GeoDataFrame(table, geometry="geometry", crs="EPSG:4326")


def _check(
    claim: "pd.Series[Any]", mentions: "pd.DataFrame", by_start: dict[int, Any]
) -> dict[str, Any]:
    """Measure and judge one claim."""
    subject, reference, reasons = read_ends(claim, mentions, by_start)
    row = _ids(subject, reference)
    labels = label_of(claim, "subject", by_start), label_of(claim, "reference", by_start)
    if subject is None or reference is None:
        unknown = _sentence("; ".join(reasons))
        row |= {"verdict": rules.UNCHECKABLE, "reason": unknown}
        return row | _of_open(claim, (subject, reference), mentions, labels, unknown[:-1])
    checked = row | _between(claim, (subject, reference), mentions, labels)
    if checked["verdict"] in HOLDS:
        return checked
    left = reopened(claim, (subject, reference), mentions, labels)
    if left is not None and checked["verdict"] == rules.UNCHECKABLE:
        words = subject.words if left[0] is None else reference.words
        unsaid = f'Which place is meant by "{words}" is not said'
        checked |= _of_open(claim, left, mentions, labels, unsaid)
    is_open = checked["verdict"] == rules.UNCHECKABLE and math.isfinite(claim["high_km"])
    anew = _read_anew(claim, (subject, reference), mentions, labels, is_open=is_open)
    return anew or checked


def _read_anew(
    claim: "pd.Series[Any]",
    read: tuple[End, End],
    mentions: "pd.DataFrame",
    labels: tuple[Any, Any],
    *,
    is_open: bool,
) -> dict[str, Any]:
    """Judge a claim by the towns of countries' names, and an open one by other likely places."""
    for ends in as_capitals(read, mentions, labels):
        row = _ids(*ends) | _between(claim, ends, mentions, labels)
        if row["verdict"] in HOLDS:
            return row
    for ends in readings(read, mentions, labels) if is_open else ():
        if _is_so_far(claim, *ends):  # no way need be searched for
            row = _ids(*ends) | _between(claim, ends, mentions, labels)
            if row["verdict"] == rules.CONSISTENT:
                return row
    return {}


def _is_so_far(claim: "pd.Series[Any]", subject: End, reference: End) -> bool:
    """Tell whether the straight line between two places is as long as a claim says, or nearly."""
    found = straight(*measurable(subject, reference))
    slack_km = rules.POSITION_ERROR * claim["km"] + 1
    return found is not None and bool(
        claim["low_km"] - slack_km <= found.high_km and claim["high_km"] + slack_km >= found.low_km
    )


def _as_told(
    checked: dict[str, Any],
    claim: "pd.Series[Any]",
    mentions: "pd.DataFrame",
    by_start: dict[int, Any],
) -> dict[str, Any]:
    """Accuse nobody of what may be told of other places, and say which are only likely meant."""
    basis, reason = claim.get("ends_basis"), str(checked["reason"])
    if basis == LIKELY:
        labels = (label_of(claim, end, by_start) for end in ("subject", "reference"))
        one, two = (str(mentions.at[label, "text"]) for label in labels)
        reason = reason[:1].lower() + reason[1:] if reason.startswith(_NO_NAMES) else reason
        reason = f"Most likely told of {one} and {two}: {reason}"
    if basis in {DOUBTED, LIKELY} and checked["verdict"] == rules.INCONSISTENT:
        reason = f"{reason[:-1]}; but that it is told of these is not certain."
        return checked | {"verdict": rules.UNCHECKABLE, "reason": reason}
    if checked["verdict"] == rules.INCONSISTENT and (land := _abroad(checked, claim, mentions)):
        reason = f"{reason[:-1]}; but in {land}, of which it speaks, may lie another of the name."
        return checked | {"verdict": rules.UNCHECKABLE, "reason": reason}
    return checked | {"reason": reason}


def _abroad(
    checked: dict[str, Any], claim: "pd.Series[Any]", mentions: "pd.DataFrame"
) -> str | None:
    """Name a country of the sentence in which neither end of much too short a figure lies."""
    start = claim.get("sentence_start")
    if start is None or not checked.get("measured_low_km", 0) > _GROSSLY * claim["high_km"]:
        return None
    inside = mentions["start"].between(start, start + len(str(claim["sentence"])))
    lands = mentions[inside & (mentions["kind"] == "country")]
    own = {checked["subject_country"], checked["reference_country"]}
    return next(
        (str(row["name"]) for _, row in lands.iterrows() if row["country"] not in own), None
    )


def _of_open(
    claim: "pd.Series[Any]",
    ends: tuple[End | None, End | None],
    mentions: "pd.DataFrame",
    labels: tuple[Any, Any],
    unknown: str,
) -> dict[str, Any]:
    """Judge "left Rutshuru for Goma, 70 km to the south" from where they left, if it holds."""
    if not math.isfinite(claim["high_km"]):
        return {}  # "more than 3 km" holds of any places
    for (subject, one), (reference, two) in stand_ins(claim, ends, mentions, labels):
        row = _ids(subject, reference)
        row |= _between(claim, (subject, reference), mentions, (one, two))
        low_km, high_km = _ALIKE * claim["km"], claim["km"] / _ALIKE
        if row["verdict"] in HOLDS and low_km <= row.get("measured_km", math.nan) <= high_km:
            told = f"between {subject.words} and {reference.words}"
            if ends[0] is not None:
                told = f"from {reference.words}"
            elif ends[1] is not None:
                told = f"of {subject.words}"
            return row | {"reason": f"{unknown}; {told} it holds: {row['reason']}"}
    return {}  # which place was meant is not said, so nobody is accused


def _between(
    claim: "pd.Series[Any]",
    ends: tuple[End, End],
    mentions: "pd.DataFrame",
    labels: tuple[Any, Any],
) -> dict[str, Any]:
    """Measure and judge a claim between two places."""
    subject, reference = ends
    if _HALFWAY.fullmatch(str(claim["text"])):
        return _halfway(claim, subject, mentions)
    if subject.place_id == reference.place_id:
        reason = f"The kit takes {subject.words} and {reference.words} for one place."
        return {"verdict": rules.UNCHECKABLE, "reason": reason}
    subject, reference = measurable(subject, reference)
    try:
        found = straight(subject, reference)
    except InputError as error:
        return {"verdict": rules.UNCHECKABLE, "reason": str(error)}
    if found is None:
        reason = f"Neither {subject.words} nor {reference.words} is a place to measure from."
        return {"verdict": rules.UNCHECKABLE, "reason": reason}
    row = _measures(found, claim)
    stated = _stated(claim)
    if stated is None:
        return row | _timed(claim, (subject, reference), mentions, labels)

    case = rules.Case(stated, subject, reference, found)
    verdict, reason, way = rules.judge(
        case,
        lambda: rival(
            lambda one, two: fails(stated, one, two),
            (subject, reference),
            mentions,
            labels,
            is_short=stated.high_km < found.low_km,
        ),
    )
    if way is not None:
        row |= {"route_km": way.km, "route_mode": way.mode}
    if verdict == rules.INCONSISTENT and (view := _forgiving(case)):
        verdict, reason = rules.UNCHECKABLE, f"{reason[:-1]}; but it may hold {view}"
    return row | {"verdict": verdict, "reason": _sentence(reason)}


def _timed(
    claim: "pd.Series[Any]",
    ends: tuple[End, End],
    mentions: "pd.DataFrame",
    labels: tuple[Any, Any],
) -> dict[str, Any]:
    """Judge a time of travel between two places."""

    def judged(one: End, two: End) -> rules.Judgement:
        found = straight(one, two)
        if found is None:
            return rules.Judgement(rules.UNCHECKABLE, "")
        return of_time(str(claim["text"]), claim["mode"], (one, two), found)

    def is_wrong(one: End, two: End) -> bool:
        sure = measurable(*(replace(end, confidence=1.0, candidates=1) for end in (one, two)))
        return judged(*sure).verdict == rules.INCONSISTENT

    verdict, reason, _ = judged(*ends)
    if verdict == rules.INCONSISTENT and (
        other := rival(is_wrong, ends, mentions, labels, is_short=True)
    ):
        verdict, reason = rules.UNCHECKABLE, f"{reason[:-1]}; but it may hold of {other}"
    return {"verdict": verdict, "reason": _sentence(reason)}


def _halfway(claim: "pd.Series[Any]", subject: End, mentions: "pd.DataFrame") -> dict[str, Any]:
    """Judge "halfway between A and B", which are named behind it."""
    behind = mentions[mentions["start"].between(claim["end"], claim["end"] + _BEHIND)]
    ends = [end_of(str(row["text"]), row) for _, row in behind.dropna(subset="lat").iterrows()]
    told = [end for end in ends if end.words in str(claim["reference"])][:2]
    if len(told) < 2 or subject.place_id in {end.place_id for end in told}:
        reason = "The text does not name both places that it lies between."
        return {"verdict": rules.UNCHECKABLE, "reason": reason}
    import shapely

    verdict, reason, _ = halfway(subject, (told[0], told[1]))
    lines = [measure.great_circle(e.lat, e.lon, subject.lat, subject.lon) for e in told]
    return {"verdict": verdict, "reason": _sentence(reason), "geometry": shapely.union_all(lines)}


def _forgiving(case: rules.Case) -> str | None:
    """Find a point of view on disputed land from which an accused claim does not fail."""
    ends = case.subject, case.reference
    outlines = [end for end in ends if end.shape in {"border", "coast", "land"}]
    for view in _disputes.views_on(
        *(side for end in outlines for side in (end.country, end.other))
    ):
        with _disputes.seen_from(view):
            try:
                found = straight(*ends)
            except InputError:  # from there, there is no such border
                return _disputes.in_words(view)
            if found is None:
                return _disputes.in_words(view)
            judged = rules.judge(replace(case, found=found), lambda: None)
            if judged.verdict != rules.INCONSISTENT:
                return _disputes.in_words(view)
    return None


def _ids(subject: End | None, reference: End | None) -> dict[str, Any]:
    """Columns that tell which places the ends are."""
    row: dict[str, Any] = {"geometry": None}
    if subject is not None:
        row |= {"subject_id": subject.place_id, "subject_country": subject.country}
        if subject.is_point or subject.shape == "area":
            row |= {"subject_lat": subject.lat, "subject_lon": subject.lon}
        if subject.is_point:
            row["subject_radius_km"] = subject.radius_km
    if reference is not None:
        kind = reference.shape if reference.shape in {"border", "coast"} else reference.kind
        row |= {
            "reference_id": reference.place_id,
            "reference_kind": kind,
            "reference_country": reference.country,
        }
        if reference.is_point or reference.shape == "area":
            row |= {"reference_lat": reference.lat, "reference_lon": reference.lon}
        if reference.is_point:
            row["reference_radius_km"] = reference.radius_km
    return row


def _measures(found: Straight, claim: "pd.Series[Any]") -> dict[str, Any]:
    """Columns of what was measured."""
    return {
        "measured_km": found.km,
        "measured_low_km": found.low_km,
        "measured_high_km": found.high_km,
        "bearing": found.bearing,
        "deviation": _deviation(found.km, claim),
        "subject_lat": found.subject[0],
        "subject_lon": found.subject[1],
        "reference_lat": found.reference[0],
        "reference_lon": found.reference[1],
        "geometry": found.line,
    }


def _deviation(measured_km: float, claim: "pd.Series[Any]") -> float | None:
    """Relative difference from the nearest length that the wording admits, None without one."""
    stated = _stated(claim)
    if stated is None or stated.km <= 0:
        return None
    nearest = min(max(measured_km, stated.low_km), stated.high_km)
    return measured_km / nearest - 1 if nearest > 0 else None


def _stated(claim: "pd.Series[Any]") -> rules.Stated | None:
    """Read what a claim states; None where it gives no length."""
    import pandas as pd

    if pd.isna(claim["value"]) or pd.isna(claim["km"]):
        return None
    km = float(claim["km"])
    low, high = (
        km if pd.isna(claim[name]) else float(claim[name]) for name in ("low_km", "high_km")
    )
    direction, mode, bound = (
        value if isinstance(value := claim[name], str) else None
        for name in ("direction", "mode", "bound")
    )
    return rules.Stated(km, low, high, bound or "exact", direction, mode, is_of_site(claim))


def _restated(
    label: Any,  # noqa: ANN401 - a row label
    claim: "pd.Series[Any]",
    claims: "pd.DataFrame",
    done: dict[Any, dict[str, Any]],
) -> dict[str, Any]:
    """Give a restatement what was measured of the first figure, and judge the conversion."""
    first = claim["same_as"]
    if first not in done or first == label:
        raise InputError(f"same_as of claim {label} is {first}: no claim that can be restated.")
    row = dict(done[first])
    km, value = float(claim["km"]), float(claim["value"])
    one = claims.loc[first]
    if row.get("measured_km") is not None:
        row["deviation"] = _deviation(row["measured_km"], claim)
    given = (float(one["value"]), float(one["km"]))
    if min(value, km, *given) > 0 and not is_conversion(value, km, *given):
        row["verdict"] = rules.INCONSISTENT
        row["reason"] = (
            f"The conversion is wrong: {claim['text']} is {rules.in_words(km)}, "
            f"not the {one['text']} that it restates."
        )
    return row


def _sentence(words: str) -> str:
    """Begin with a capital and end with a full stop."""
    return f"{words[:1].upper()}{words[1:]}" + ("" if words.endswith(".") else ".")
