"""What the maps draw, from tables to layers: places, distances, possible areas, journeys."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from kit import _maptext as words
from kit._mapplaces import AREA_RANK, LINE_RANK, Legend, Note, Places, line_path
from kit._maptext import Row, known
from kit._mapview import (
    LayerSpec,
    area_swatch,
    line_swatch,
)
from kit._page import escape, isolated

# verdict: ink, dashes, sign. Told apart by dashes, sign and word too, not by colour alone.
_VERDICTS: dict[str, tuple[str, str | None, str]] = {
    "consistent": ("#00735a", None, "✓"),
    "consistent with a route": ("#2563a8", "11 4 3 4", "≈"),
    "inconsistent": ("#b5360a", "7 4", "✗"),
    "not checkable": ("#59636d", "2 4", "?"),
}
# mode: ink, dashes, and whether it has the sleepers of a railway
_MODES: dict[str, tuple[str, str | None, bool]] = {
    "rail": ("#7a3f98", None, True),
    "sea": ("#23508a", "14 5", False),
    "air": ("#8a6100", "6 5", False),
    "road": ("#6b4a32", None, False),
}
_UNSTATED_MODE = ("#59636d", "1.5 4", False)
_AREA_INK = "#9a3b6f"
_DRAWN = "(drawn to the middle of the country)"
_VAGUE = 0.6  # of the length between middles, that between the nearest edges of both ends


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
    undrawn = []
    for row in rows:
        if known(row, "same_as") is not None:
            continue
        verdict = str(known(row, "verdict") or "not checkable")
        subject, reference = (isolated(known(row, c) or "?") for c in ("subject", "reference"))
        about = f"{words.quantity(row)}: {subject} – {reference}"
        ends = [
            places.end(layer, row, prefix, str(known(row, prefix) or "?"), about)
            for prefix in ("subject", "reference")
        ]
        path = line_path(known(row, "geometry"), *ends)
        if path is None:
            reason = known(row, "reason")
            undrawn.append(f"{about}. {isolated(reason)}" if reason else about)
            continue
        used[verdict] += 1
        layer.lines.append(_claim_line(layer, row, verdict, path, about))
    legend = [
        (line_swatch(ink, dash), f"{sign} {verdict} ({used[verdict]})")
        for verdict, (ink, dash, sign) in _VERDICTS.items()
        if used[verdict]
    ]
    count = len(undrawn)
    what = "distance has" if count == 1 else "distances have"
    return ("Stated distances", legend), ([(f"{count} {what} no line", undrawn)] if undrawn else [])


def _claim_line(
    layer: LayerSpec, row: dict[str, Any], verdict: str, path: list[list[list[float]]], about: str
) -> dict[str, Any]:
    ink, dash, sign = _VERDICTS.get(verdict, _VERDICTS["not checkable"])
    measured, by_way = known(row, "measured_km"), known(row, "route_km")
    label = [f"{sign} stated {words.quantity(row)}"]
    label[0] += f", measured {words.km(measured)}" if measured is not None else ", not measured"
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
        "rank": LINE_RANK,
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


def draw_loci(layer: LayerSpec, rows: list[dict[str, Any]]) -> Legend:
    """Hatch the areas where unnamed sites can lie."""
    for row in rows:
        geometry = known(row, "geometry")
        polygons = _polygons(geometry)
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
                "ink": _AREA_INK,
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
    count = len(layer.areas)
    return "Possible areas", [
        (area_swatch(_AREA_INK), "a site without a name can lie here")
    ] * bool(count)


def draw_routes(
    layer: LayerSpec, rows: list[dict[str, Any]], places: Places
) -> tuple[Legend, list[Note]]:
    """Draw a line with arrows for every leg that has two ends; give the legend and the others."""
    used: Counter[str] = Counter()
    undrawn = []
    for row in rows:
        who = isolated(words.short(known(row, "who") or "unnamed traveller"))
        names = [_end_name(row, end, places) for end in ("origin", "destination")]
        when = words.dates(row)
        about = f"{who}: {isolated(names[0] or '?')} → {isolated(names[1] or '?')}"
        ends = [
            places.end(layer, row, end, name or "?", about)
            for end, name in zip(("origin", "destination"), names, strict=True)
        ]
        path = line_path(known(row, "geometry"), *ends)
        status = known(row, "status")
        how = ", ".join(part for part in (words.way(row), when) if part)
        how += "" if status in {None, "reported"} else f" ({isolated(status)})"
        if path is None:
            undrawn.append(f"{about}, {how}")
            continue
        mode = str(known(row, "mode") or "unstated")
        used[mode] += 1
        layer.lines.append(_route_line(layer, row, path, (who, about, how)))
    legend = []
    for mode in sorted(used, key=lambda m: ([*_MODES, m].index(m), m)):
        ink, dash, ticks = _MODES.get(mode, _UNSTATED_MODE)
        name = "unstated means" if mode == "unstated" else words.short(mode)
        legend.append((line_swatch(ink, dash, ticks=ticks), f"by {name} ({used[mode]})"))
    count = len(undrawn)
    what = "journey has" if count == 1 else "journeys have"
    return ("Journeys", legend), ([(f"{count} {what} an unknown end", undrawn)] if undrawn else [])


def _end_name(row: Row, end: str, places: Places) -> str | None:
    """Name of one end of a leg: the place's where it is known, else the article's words."""
    mention = places.by_start.get(known(row, f"{end}_start"))
    value = known(row, end)
    group = places.groups.get(value)
    found = group[0] if group else mention
    name = (found and known(found, "name")) or value or known(row, f"{end}_words")
    return None if name is None else str(name)


def _route_line(
    layer: LayerSpec,
    row: dict[str, Any],
    path: list[list[list[float]]],
    texts: tuple[str, str, str],
) -> dict[str, Any]:
    who, about, how = texts
    ink, dash, ticks = _MODES.get(str(known(row, "mode")), _UNSTATED_MODE)
    length, method = known(row, "length_km"), known(row, "method")
    low, high = known(row, "low_km"), known(row, "high_km")
    far = "" if length is None else f"~{words.km(length)}"
    vague = length is not None and low is not None and low < _VAGUE * length
    if vague:
        far = f"at least {words.km(low)}"  # an end is a whole country: its middle says little
    far += f" {words.short(method, 24)}" if far and method and len(str(method)) <= 24 else ""
    marked = [
        w
        for c in ("destination_words", "destination", "origin")
        for w in words.listed(known(row, c))
    ]
    via = ", ".join(map(isolated, words.listed(known(row, "via"))))
    band = None
    if low is not None and high is not None and low != high:
        band = f"between {words.km(low)} and {words.km(high)}"
    elif vague:
        band = f"{words.km(length)} between the middles of both ends"
    return {
        "path": path,
        "ink": ink,
        "dash": dash,
        "ticks": ticks,
        "arrow": True,
        "rank": LINE_RANK,
        "label": [
            escape(line) for line in (f"{words.short(who, 30)}, {how}", far, _DRAWN * vague) if line
        ],
        "tip": escape(about),
        "popup": words.popup(
            about,
            ("p", how),
            words.quotation(layer, str(known(row, "sentence") or ""), marked),
            ("p", f"{far} ({method})" if far and method and str(method) not in far else far),
            ("p", band),
            ("p", via and f"via {via}"),
            ("s", "added by the analyst, not stated" if known(row, "stated") is False else None),
            ("s", known(row, "source") and f"source: {row['source']}"),
        ),
    }


def _polygons(geometry: BaseGeometry | None) -> list[list[list[list[float]]]]:
    """Give polygons as rings of [lat, lon], simplified to about a kilometre."""
    if geometry is None or shapely.is_empty(geometry):
        return []
    found = []
    for part in shapely.get_parts(shapely.simplify(geometry, 0.01)):
        if part.geom_type == "Polygon":
            rings = [part.exterior, *part.interiors]
            found.append([[[float(y), float(x)] for x, y, *_ in ring.coords] for ring in rings])
    return found
