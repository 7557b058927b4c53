"""What the maps draw, from tables to layers: places, distances, possible areas, journeys."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from kit import _maptext as words
from kit._maptext import Row, known
from kit._mapview import (
    END_KIND,
    KINDS,
    LayerSpec,
    area_swatch,
    kind_number,
    line_swatch,
    mark_swatch,
    sizes_swatch,
)
from kit._page import escape, isolated

Legend = tuple[str, list[tuple[str, str]]]
Note = tuple[str, list[str]]

_GEOD = Geod(ellps="WGS84")

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
_SOURCES = {
    "airport": "Airports: airportsdata",
    "port": "Ports: UN/LOCODE through searoute",
    "site": "Sites and regions: the kit's own table",
    "region": "Sites and regions: the kit's own table",
}
_MOST_SENTENCES = 3  # quoted in the popup of one place
_MANY_PLACES = 1_000  # from here on one sentence a place, so that the file stays small
_UNSURE = 0.5
_VAGUE = 0.6  # of the length between middles, that between the nearest edges of both ends
_END_RANK, _LINE_RANK, _AREA_RANK = 3_000, 2_000, 1_000  # places stand below these by their count


@dataclass
class Key:
    """What explains a map: the sections of its legend, what is not drawn, and whose data it is."""

    sections: list[Legend]
    notes: list[Note]
    sources: list[str]


def _point(row: Row, prefix: str = "") -> tuple[float, float] | None:
    """Read lat, lon of a row, or None where it has none."""
    lat, lon = known(row, f"{prefix}lat"), known(row, f"{prefix}lon")
    if lat is None or lon is None or not np.isfinite([lat, lon]).all():
        return None
    return float(lat), (float(lon) + 180) % 360 - 180 if abs(lon) > 180 else float(lon)


class Places:
    """The mentions, gathered by place."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.groups: dict[Any, list[dict[str, Any]]] = {}
        self.by_point: dict[tuple[float, float], list[dict[str, Any]]] = {}
        self.unplaced: list[dict[str, Any]] = []
        self.by_start = {row["start"]: row for row in rows}
        for row in rows:
            point = _point(row)
            if point is None:
                self.unplaced.append(row)
            else:
                group = self.groups.setdefault(known(row, "place_id") or point, [])
                group.append(row)
                self.by_point[round(point[0], 2), round(point[1], 2)] = group
        self.sentences = _MOST_SENTENCES if len(self.groups) < _MANY_PLACES else 1
        self.orders = _orders(rows)

    def draw(self, layer: LayerSpec) -> None:
        """Mark every place, those named most often last, so that they lie on top."""
        for key in sorted(self.groups, key=lambda k: len(self.groups[k])):
            layer.marks.append(self.mark(layer, self.groups[key], len(self.groups[key])))

    def mark(self, layer: LayerSpec, rows: list[dict[str, Any]], rank: float) -> list[Any]:
        """Make the mark of one place, as ``_map.js`` wants it."""
        from kit._page import escape

        first = rows[0]
        point = _point(first)
        if point is None:
            raise ValueError("a place without a point has no mark")
        confidence = max((known(row, "confidence") or 0.0 for row in rows), default=0.0)
        sure = "confidence" not in first or confidence >= _UNSURE
        name = str(known(first, "name") or first["text"])
        radius = round(min(4.5 + 1.6 * (len(rows) - 1) ** 0.5, 12.0), 1)
        label = escape(isolated(words.short(name)))
        number = kind_number(known(first, "kind"))
        return [*point, number, radius, label, rank, int(sure), self.popup(layer, name, rows)]

    def popup(self, layer: LayerSpec, name: str, rows: list[dict[str, Any]]) -> list[list[Any]]:
        """Say what the place is, where the article names it, how sure that is and why."""
        first = max(rows, key=lambda row: known(row, "confidence") or 0.0)
        quotes = []
        for row in rows[: self.sentences]:
            sentence = str(known(row, "sentence") or "")
            quote = words.quotation(layer, sentence, [str(row["text"])], self.orders[id(row)])
            if quote is not None and quote not in quotes:
                quotes.append(quote)
        spelt = list(dict.fromkeys(str(row["text"]) for row in rows))
        about = [str(v) for v in (known(first, "kind"), known(first, "country")) if v is not None]
        about.append("named once" if len(rows) == 1 else f"named {len(rows)} times")
        confidence = known(first, "confidence")
        why = [None if confidence is None else f"confidence {confidence:.2f}"]
        why.append(known(first, "evidence"))
        return words.popup(
            name,
            ("p", " · ".join(about)),
            ("s", f"as {', '.join(map(isolated, spelt[:6]))}" if spelt != [name] else None),
            ("s", ": ".join(str(part) for part in why if part is not None)),
            *quotes,
            ("s", known(first, "source") and f"source: {first['source']}"),
        )

    def end(
        self, layer: LayerSpec, row: Row, prefix: str, name: str, about: str
    ) -> tuple[float, float] | None:
        """Mark one end of a line, as the mention that it comes from where there is one."""
        from kit._page import escape

        point = _point(row, f"{prefix}_")
        if point is None:
            return None
        group = self.by_point.get((round(point[0], 2), round(point[1], 2)))
        if group is not None:
            mark = self.mark(layer, group, _END_RANK + len(group))
        else:
            label = escape(isolated(words.short(name)))
            mark = [*point, END_KIND, 4.5, label, _END_RANK, 1, words.popup(name, ("p", about))]
        if mark not in layer.marks:
            layer.marks.append(mark)
        return point

    def notes(self) -> list[Note]:
        """List the names that have no place."""
        if not self.unplaced:
            return []
        names = Counter(words.short(row["text"], 80) for row in self.unplaced)
        count = len(self.unplaced)
        lines = [name if n == 1 else f"{name} ({n} times)" for name, n in names.most_common(200)]
        return [(f"{count} {'name' if count == 1 else 'names'} not placed", lines)]

    def sources(self) -> list[str]:
        """Say whose data the places are."""
        schemes = {str(key).split(":", 1)[0] for key in self.groups if isinstance(key, str)}
        return [text for scheme, text in _SOURCES.items() if scheme in schemes]


def _orders(rows: list[dict[str, Any]]) -> dict[int, int]:
    """For each row, how often its sentence had the same words before."""
    seen: Counter[tuple[str, str]] = Counter()
    orders = {}
    for row in rows:
        key = (str(row.get("sentence")), str(row["text"]))
        orders[id(row)] = seen[key]
        seen[key] += 1
    return orders


def kinds_legend(*layers: LayerSpec) -> Legend:
    marks = {(mark[0], mark[1], mark[4]): mark for layer in layers for mark in layer.marks}.values()
    used = Counter(mark[2] for mark in marks)
    rows = [(mark_swatch(KINDS[n]), f"{KINDS[n]['name']} ({used[n]})") for n in sorted(used)]
    if any(mark[3] > 5 for mark in marks):
        rows.append((sizes_swatch(), "larger: named more often"))
    if any(not mark[6] for mark in marks):
        rows.append((mark_swatch(KINDS[0], sure=False), f"hollow: confidence under {_UNSURE}"))
    return "Places", rows


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
        path = _path(known(row, "geometry"), *ends)
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
        "rank": _LINE_RANK,
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
    from kit._page import escape

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
                "rank": _AREA_RANK,
                "label": [escape(f"{isolated(words.short(subject, 30))}: somewhere here")],
                "tip": escape(heading),
                "popup": words.popup(
                    heading,
                    ("p", band and f"{band} from {reference}"),
                    ("p", words.listed(known(row, "within")) and f"within {row['within']}"),
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
        path = _path(known(row, "geometry"), *ends)
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
    if length is not None and low is not None and low < _VAGUE * length:
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
    elif length is not None and low is not None and low < _VAGUE * length:
        band = f"{words.km(length)} between the middles of both ends"
    return {
        "path": path,
        "ink": ink,
        "dash": dash,
        "ticks": ticks,
        "arrow": True,
        "rank": _LINE_RANK,
        "label": [escape(line) for line in (f"{words.short(who, 30)}, {how}", far) if line],
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


def _path(
    geometry: BaseGeometry | None,
    start: tuple[float, float] | None,
    end: tuple[float, float] | None,
) -> list[list[list[float]]] | None:
    """Give a line's parts as lists of [lat, lon], the geodesic where only its ends are known."""
    if geometry is None or shapely.is_empty(geometry):
        if start is None or end is None or np.allclose(start, end, atol=1e-4):
            return None
        lines = [[start[::-1], end[::-1]]]
    else:
        parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "LineString"]
        lines = [list(part.coords) for part in parts]
    return [_arc(line) for line in lines if len(line) > 1] or None


def _arc(line: Sequence[Sequence[float]]) -> list[list[float]]:
    """Turn lon, lat into unbroken lat, lon; a line of two points becomes its geodesic."""
    coords = np.asarray(line, dtype=float)[:, :2]
    if len(coords) == 2:
        (lon, lat), (far_lon, far_lat) = coords
        far_m = _GEOD.inv(lon, lat, far_lon, far_lat)[2]
        between = _GEOD.npts(lon, lat, far_lon, far_lat, max(int(far_m / 100_000), 1))
        coords = np.vstack([coords[:1], np.asarray(between), coords[1:]])
    lons = np.unwrap(coords[:, 0], period=360)
    return [[float(lat), float(lon)] for lat, lon in zip(coords[:, 1], lons, strict=True)]


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
