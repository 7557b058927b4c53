"""What the maps draw, from tables to layers: places, distances, possible areas, journeys."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from kit import _maptext as words
from kit._byway import TRACKED, line_of
from kit._legend import area_swatch, line_swatch
from kit._mapbase import AREA_RANK, END_RANK, LINE_RANK
from kit._mapplaces import Legend, Note, Places, called, is_drawn_to, line_path
from kit._maptext import Row, known
from kit._mapview import LayerSpec
from kit._page import escape, isolated
from kit._verdicts import ANOTHER
from kit._ways import is_wide
from kit.measure import compass_point

_HARDLY_KNOWN = 0.25  # confidence: such an end is one of many places of its name
_DASHED = (
    "assumed, alleged, planned, to a place that is only likely or hardly known, or to the middle "
    "of a country"
)
# verdict: ink, dashes, sign. Told apart by dashes, sign and word too, not by colour alone.
VERDICTS: dict[str, tuple[str, str | None, str]] = {
    "consistent": ("#00735a", None, "✓"),
    "consistent with a route": ("#2563a8", "11 4 3 4", "≈"),
    "inconsistent": ("#b5360a", "7 4", "✗"),
    "not checkable": ("#59636d", "2 3 2 9", "?"),
}
# mode: ink, dots, and whether it has the sleepers of a railway. The inks stay apart for the colour
# blind, and every line's label says by what it goes.
MODES: dict[str, tuple[str, str | None, bool]] = {
    "rail": ("#1f2326", None, True),
    "sea": ("#0a62c0", None, False),
    "air": ("#a85c14", None, False),
    "road": ("#561a5c", None, False),
    "foot": ("#0f4420", None, False),
}
UNSTATED_MODE = ("#6a737c", "1.5 4", False)
_FITS, _WIDE = 0.1, 2.0  # shares: off by less is not wrong; told so many times longer, a range fits
_DASH = "9 5"  # what is not told as it is drawn
AREA_INK = "#9a3b6f"
_SOMETHING_KM = 1.0
_LONG_AGO = pd.Timedelta(days=365)
_NO_TRACKS = {"straight": "great circle", "estimated": "straight line"}  # by `way_basis`
_FITTING = ("consistent", "consistent with a route")
_STRAIGHT_DASH = "1.5 5"  # the straight line where a way is drawn too
_LEGEND_INK = "#59636d"  # of shapes that come in several colours
_ASIDE_PX, _SAME_DEG = 4.0, 0.3
_POINTS = 300  # of a line, at most: a railway has thousands
_STEP_DEG = 0.003


@dataclass
class Key:
    """What explains a map: the sections of its legend, what is not drawn, and whose data it is."""

    sections: list[Legend]
    notes: list[Note]
    sources: list[str]


def draw_claims(
    layer: LayerSpec, rows: list[dict[str, Any]], places: Places
) -> tuple[Legend, list[Note]]:
    """Draw a line for every claim that has two ends; give the legend and what is not drawn."""
    used: Counter[str] = Counter()
    ways: Counter[tuple[str, str]] = Counter()
    undrawn = []
    for row in rows:
        if known(row, "same_as") is not None:
            continue
        verdict = str(known(row, "verdict") or "not checkable")
        doubted = verdict == "not checkable" and (
            ANOTHER in str(known(row, "reason"))
            or places.doubts(row, ("subject", "reference"))
            or any(_is_looked_up(row, end) for end in ("subject", "reference"))
        )
        subject, reference = (isolated(known(row, c) or "?") for c in ("subject", "reference"))
        about = f"{words.quantity(row)}: {subject} – {reference}"
        ends = [
            places.end(layer, row, prefix, str(known(row, prefix) or "?"), about)
            for prefix in ("subject", "reference")
            if not doubted
        ]
        path = None if doubted else line_path(known(row, "geometry"), *ends)
        if path is None:
            reason = known(row, "reason")
            undrawn.append(f"{about}. {isolated(reason)}" if reason else about)
            continue
        used[verdict] += 1
        lines = [_claim_line(layer, row, verdict, path, about)]
        way = line_path(_thinned(_way_of(row)), None, None)
        if way is not None:
            ways[verdict, row["route_mode"]] += 1
            lines = _with_way(row, lines[0], way)
        for line in lines:
            layer.lines.append(line)
            layer.note("row", id(row), "lines")
    legend = _claim_legend(used, ways)
    count = len(undrawn)
    what = "distance has" if count == 1 else "distances have"
    return ("Stated distances", legend), ([(f"{count} {what} no line", undrawn)] if undrawn else [])


def _is_looked_up(row: Row, end: str) -> bool:
    """Tell a place that no mention of the text is: its name alone was looked up."""
    named = str(known(row, f"{end}_id") or "").startswith("geonames:")
    return named and known(row, f"{end}_start") is None


def _claim_line(
    layer: LayerSpec, row: dict[str, Any], verdict: str, path: list[list[list[float]]], about: str
) -> dict[str, Any]:
    ink, dash, sign = VERDICTS.get(verdict, VERDICTS["not checkable"])
    measured, by_way = known(row, "measured_km"), known(row, "route_km")
    label = [f"{sign} stated {words.quantity(row)}{_as_measured(row, verdict, measured)}"]
    if by_way is not None:
        label.append(f"{known(row, 'route_mode') or 'way'}: {words.km(by_way)}")
    low, high = known(row, "measured_low_km"), known(row, "measured_high_km")
    reach = f" ({words.km(low)} to {words.km(high)} over both extents)" if low and high else ""
    bearing, stated_way = known(row, "bearing"), known(row, "direction")
    return {
        "path": path,
        "ink": ink,
        "dash": dash,
        "ticks": False,
        "arrow": False,
        "rank": END_RANK + 1 if verdict == "inconsistent" else LINE_RANK,  # wrong ones first
        "label": [escape(line) for line in label],
        "tip": escape(words.short(about, 200)),
        "popup": words.popup(
            about,
            ("p", f"{sign} {verdict}"),
            words.quotation(layer, str(known(row, "sentence") or ""), [str(row["text"])]),
            ("p", f"stated: {known(row, 'bound') or ''} {words.quantity(row)}"),
            ("p", None if measured is None else f"measured: {words.km(measured)}{reach}"),
            ("p", label[1] if len(label) > 1 else None),
            ("p", None if bearing is None else f"bearing {bearing:.0f}°"),
            ("p", stated_way and f"stated direction: {stated_way}"),
            ("s", known(row, "reason")),
        ),
    }


def _as_measured(row: Row, verdict: str, measured: float | None) -> str:
    """Say what was found: where the figure fits, it is the direction that does not."""
    direction, bearing = known(row, "direction"), known(row, "bearing")
    if measured is None:
        return "" if verdict == "consistent" else ", not measured"  # "halfway"
    found, farthest = f", measured {words.km(measured)}", known(row, "measured_high_km")
    if verdict == "consistent" and farthest and (known(row, "km") or 0.0) > _WIDE * measured:
        found = f"{found.removesuffix(' km')} to {words.km(farthest)}"  # over a strait
    fits = known(row, "deviation") is not None and abs(row["deviation"]) < _FITS
    if verdict == "inconsistent" and fits and direction and bearing is not None:
        return f" {direction}{found} {compass_point(bearing)}"
    return found


def _way_of(row: Row) -> BaseGeometry | None:
    """Find the way by rail, sea or road that fits a claim: tables keep its length alone."""
    mode, km = known(row, "route_mode"), known(row, "route_km")
    measured = known(row, "measured_km") is not None and km is not None
    if mode not in TRACKED or not measured or known(row, "verdict") not in _FITTING:
        return None
    (lat, lon, reach), (lat2, lon2, reach2) = (
        [known(row, f"{end}_{what}") for what in ("lat", "lon", "radius_km")]
        for end in ("reference", "subject")
    )
    if None in {lat, lon, reach, lat2, lon2, reach2}:
        return None
    countries = [known(row, f"{end}_country") for end in ("reference", "subject")]
    return line_of(mode, (lat, lon, reach), (lat2, lon2, reach2), countries, km)


def _with_way(row: Row, line: dict[str, Any], way: list[list[list[float]]]) -> list[dict[str, Any]]:
    """Draw the way that fits a claim too, and make its straight line of less account."""
    by, sign = row["route_mode"], VERDICTS[row["verdict"]][2]
    label = f"{sign} stated {words.quantity(row)}, measured by {by} {words.km(row['route_km'])}"
    drawn = {"path": way, "dash": None, "ticks": MODES[by][2], "label": [escape(label)]}
    straight = escape(f"measured straight {words.km(row['measured_km'])}")
    told = [line["popup"][0], ["p", straight]]
    less = {"dash": _STRAIGHT_DASH, "label": [straight], "rank": LINE_RANK - 1, "popup": told}
    return [line | drawn, line | less]


def _claim_legend(used: Counter[str], ways: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    """Explain the lines by their verdicts, and what was measured along which by its shape."""
    legend = []
    for verdict, (ink, dash, sign) in VERDICTS.items():
        with_way = sum(count for (judged, _), count in ways.items() if judged == verdict)
        if used[verdict]:
            swatch = line_swatch(ink, None if with_way == used[verdict] else dash)
            legend.append((swatch, f"{sign} {verdict} ({used[verdict]})"))
    for by in TRACKED:
        if count := sum(count for (_, mode), count in ways.items() if mode == by):
            swatch = line_swatch(_LEGEND_INK, None, ticks=MODES[by][2])
            legend.append((swatch, f"measured by {by} ({count})"))
    if ways:
        inks = {VERDICTS[judged][0] for judged, _ in ways}
        ink = inks.pop() if len(inks) == 1 else _LEGEND_INK
        swatch = line_swatch(ink, _STRAIGHT_DASH)
        legend.append((swatch, f"measured straight ({ways.total()})"))
    return legend


def draw_loci(layer: LayerSpec, rows: list[dict[str, Any]]) -> Legend:
    """Hatch the areas where unnamed sites can lie."""
    for row in rows:
        geometry = known(row, "geometry")
        polygons = rings_of(geometry)
        if not polygons:
            continue
        subject = str(known(row, "subject") or "a site without a name")
        low, high = known(row, "low_km"), known(row, "high_km")
        band = (
            f"{words.km(low)} to {words.km(high)}" if low is not None and high is not None else ""
        )
        reference = isolated(known(row, "reference") or "")
        area = known(row, "area_km2")
        heading = f"Where {isolated(words.short(subject, 80))} can lie"
        inside = geometry.representative_point()
        layer.areas.append(
            {
                "rings": polygons,
                "at": [inside.y, inside.x],
                "ink": AREA_INK,
                "rank": AREA_RANK,
                "label": [escape(f"{isolated(words.short(subject, 30))}: somewhere here")],
                "tip": escape(heading),
                "popup": words.popup(
                    heading,
                    ("p", band and f"{band} from {reference}"),
                    (
                        "p",
                        f"within {row['within']}" if words.listed(known(row, "within")) else None,
                    ),
                    ("p", None if area is None else f"{area:,.0f} km² are left"),
                    ("s", known(row, "reason")),
                ),
            }
        )
        for label in known(row, "claims") or ():
            layer.note("site", label, "areas")
    count = len(layer.areas)
    return "Possible areas", [(area_swatch(AREA_INK), "a site without a name can lie here")] * bool(
        count
    )


def draw_routes(
    layer: LayerSpec, rows: list[dict[str, Any]], places: Places
) -> tuple[Legend, list[Note]]:
    """Draw a line with arrows for every leg that has two ends; give the legend and the others."""
    used: Counter[str] = Counter()
    undrawn = []
    dashed = lost = 0
    days = pd.Series([known(row, "end_date") for row in rows], dtype=object)
    ended = pd.to_datetime(days, errors="coerce", format="mixed")
    past = (ended < ended.max() - _LONG_AGO).to_list()  # is no reason to open on half the world
    for row, is_past in zip(rows, past, strict=True):
        who = isolated(words.short(known(row, "who") or "unnamed traveller"))
        names = [_end_name(row, end, places) for end in ("origin", "destination")]
        about = f"{who}: {isolated(names[0] or '?')} → {isolated(names[1] or '?')}"
        ends = [
            places.end(layer, row, end, name or "?", about)
            for end, name in zip(("origin", "destination"), names, strict=True)
        ]
        path = line_path(_thinned(known(row, "geometry")), *ends)
        path = None if _is_of_continent(row) or _is_undrawn(row) else path
        status = known(row, "status")
        how = ", ".join(part for part in (words.way(row), words.dates(row)) if part)
        how += "" if status in {None, "reported"} else f" ({isolated(status)})"
        if path is None:
            undrawn.append(f"{about}, {how}")
            layer.lineless.update(end for end in ends if end is not None)
            continue
        used[str(known(row, "mode") or "unstated")] += 1
        hardly = places.doubts(row, ("origin", "destination"), _HARDLY_KNOWN)
        dashed += hardly or is_dashed(row)
        lost += _is_wayless(row)
        line = _route_line(layer, row, path, (who, about, how))
        line["dash"] = _DASH if hardly and not _is_wayless(row) else line["dash"]
        doubted = places.doubts(row, ("origin", "destination"))
        line["loose"] = line["loose"] or doubted or is_past
        layer.lines.append(line)
        layer.note("row", id(row), "lines")
        places.passed(layer, row)
    _set_apart(layer.lines)
    legend = []
    for mode in sorted(used, key=lambda m: ([*MODES, m].index(m), m)):
        ink, dots, ticks = MODES.get(mode, UNSTATED_MODE)
        by = "by unstated means" if mode == "unstated" else words.way({"mode": words.short(mode)})
        legend.append((line_swatch(ink, dots, ticks=ticks), f"{by} ({used[mode]})"))
    if dashed:
        dash = line_swatch(UNSTATED_MODE[0], _DASH)
        legend.append((dash, f"dashed: {_DASHED} ({dashed})"))
    if lost:
        dots = line_swatch(UNSTATED_MODE[0], UNSTATED_MODE[1])
        legend.append((dots, f"dotted: no way is known here ({lost})"))
    count = len(undrawn)
    what = "journey has" if count == 1 else "journeys have"
    return ("Journeys", legend), ([(f"{count} {what} no line", undrawn)] if undrawn else [])


def _set_apart(lines: list[dict[str, Any]]) -> None:
    """Let lines that take the same way run beside one another, each on the right of its own."""
    tracks: dict[tuple[float, ...], tuple[list[dict[str, Any]], ...]] = {}
    for line in lines:
        points = [point for part in line["path"] for point in part]
        near, far = points[(len(points) - 1) // 2], points[len(points) // 2]
        middle = [(a + b) / 2 for a, b in zip(near, far, strict=True)]
        one, two = sorted([points[0], points[-1]])
        track = tuple(round(value / _SAME_DEG) for value in (*one, *middle, *two))
        tracks.setdefault(track, ([], []))[points[0] == one].append(line)
    for there, back in tracks.values():
        for same in (there, back):
            first = 0.5 if there and back else (1 - len(same)) / 2
            for number, line in enumerate(same):
                line["aside"] = (first + number) * _ASIDE_PX


def _thinned(line: BaseGeometry | None) -> BaseGeometry | None:
    """Leave out vertices that a map does not show."""
    step = _STEP_DEG
    while line is not None and shapely.get_num_coordinates(line) > _POINTS:
        line = shapely.simplify(line, step)
        step *= 1.5
    return line


def _wide_ends(row: Row) -> list[str]:
    """Name the ends that are whole countries or the like: their middles say little."""
    points = {0.0: "the nearest point"}  # of a border, to which alone no extent is left
    return [
        f"{way} {points.get(known(row, f'{end}_radius_km'), 'the middle')} of "
        f"{isolated(words.short(known(row, end) or '?', 30))}"
        for end, way in (("origin", "from"), ("destination", "to"))
        if is_wide(str(known(row, f"{end}_kind")), known(row, f"{end}_country"))
        and is_drawn_to(row, end)
    ]


def _is_assumed(row: Row) -> bool:
    """Whether the analyst and not the text tells a leg."""
    stated = known(row, "stated")
    return stated is not None and not stated


def is_dashed(row: Row) -> bool:
    """Whether a line is not told as it is drawn."""
    unsure = known(row, "status") in {"alleged", "planned"}
    unsure = unsure or "likely" in (known(row, "origin_basis"), known(row, "destination_basis"))
    return unsure or _is_assumed(row) or bool(_wide_ends(row))


def _is_undrawn(row: Row) -> bool:
    """Whether no line may be what is told: by road over an ocean."""
    return str(known(row, "way_basis")) == "none"


def _is_wayless(row: Row) -> bool:
    """Whether a train, ship or lorry has no way here, so that its line crosses land and sea."""
    on_track = known(row, "mode") in {"rail", "sea", "road", "foot"} and not _wide_ends(row)
    return on_track and str(known(row, "way_basis")) == "straight"


def _is_of_continent(row: Row) -> bool:
    """Whether an end is so vast that its middle says nothing."""
    return "continent" in (known(row, "origin_kind"), known(row, "destination_kind"))


def _end_name(row: Row, end: str, places: Places) -> str | None:
    """Name of one end of a leg: the place's where it is known, else the article's words."""
    mention = places.by_start.get(known(row, f"{end}_start"))
    value = known(row, end)
    group = places.groups.get(value)
    found = group[0] if group else mention
    name = (found and called([found])) or value or known(row, f"{end}_words")
    return None if name is None else str(name)


def _route_line(
    layer: LayerSpec,
    row: dict[str, Any],
    path: list[list[list[float]]],
    texts: tuple[str, str, str],
) -> dict[str, Any]:
    who, about, how = texts
    ink, dots, ticks = MODES.get(str(known(row, "mode")), UNSTATED_MODE)
    wide, method, wayless = _wide_ends(row), known(row, "method"), _is_wayless(row)
    far = words.length(row)
    if wide and known(row, "low_km") is not None:
        low_km, high_km = known(row, "low_km"), known(row, "high_km")
        most = low_km < _SOMETHING_KM and high_km is not None  # "at least 0 km" says nothing
        far = f"at most {words.km(high_km)}" if most else f"at least {words.km(low_km)}"
    drawn = f"drawn {' '.join(wide)}" if wide else ""
    by_air = known(row, "mode") == "air"
    line = _NO_TRACKS.get("straight" if by_air else str(known(row, "way_basis")))
    if far and line and not wide:
        far += f", {line}"
    marked = [
        word
        for column in ("destination_words", "destination", "origin")
        for word in words.listed(known(row, column))
    ]
    via = ", ".join(map(isolated, words.listed(known(row, "via"))))
    assumed = " ".join(words.listed(known(row, "assumed")))
    return {
        "path": path,
        "ink": ink,
        "dash": UNSTATED_MODE[1] if wayless else _DASH if is_dashed(row) else dots,
        "ticks": ticks and not wayless,
        "arrow": True,
        "loose": wayless or known(row, "status") == "planned",
        "when": words.period(row),
        "rank": LINE_RANK,
        "label": [escape(line) for line in (f"{words.short(who, 30)}, {how}", far, drawn) if line],
        "tip": escape(about),
        "popup": words.popup(
            about,
            ("p", how),
            words.quotation(layer, str(known(row, "sentence") or ""), marked),
            ("p", far),
            ("p", f"{words.length(row)} {drawn}" if wide and words.length(row) else None),
            ("p", via and f"via {via}"),
            ("s", method),
            ("s", assumed),
            ("p", "assumed by the analyst, not told" if _is_assumed(row) else None),
            ("s", known(row, "source") and f"source: {row['source']}"),
        ),
    }


def rings_of(geometry: BaseGeometry | None) -> list[list[list[list[float]]]]:
    """Give polygons as rings of [lat, lon], simplified to about a kilometre."""
    if geometry is None or shapely.is_empty(geometry):
        return []
    found = []
    for part in shapely.get_parts(shapely.simplify(geometry, 0.01)):
        if part.geom_type == "Polygon":
            rings = [part.exterior, *part.interiors]
            found.append([[[float(y), float(x)] for x, y, *_ in ring.coords] for ring in rings])
    return found
