"""Places on a map: the mentions gathered by place, as marks, and borders as lines."""

import math
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from kit import _maptext as words
from kit import measure
from kit._countries import names
from kit._globe import geod
from kit._legend import line_swatch, mark_swatch, sizes_swatch
from kit._mapbase import AREA_RANK, END_RANK
from kit._maptext import Row, known
from kit._mapview import END_KIND, KINDS, LayerSpec, kind_number
from kit._page import escape, isolated
from kit.errors import InputError

Legend = tuple[str, list[tuple[str, str]]]
Note = tuple[str, list[str]]

_AT_KM = 1.0

BORDER_SOURCE = "Measured borders: OpenStreetMap contributors, ODbL"
_BORDER_INK = "#1b7a70"
_BORDER_STEP_DEG = 0.02
_SOURCES = {
    "airport": "Airports: airportsdata",
    "port": "Ports: UN/LOCODE through searoute",
    "site": "Sites and regions: the kit's own table",
    "region": "Sites and regions: the kit's own table",
    "border": BORDER_SOURCE,
}
_MOST_SENTENCES = 3  # quoted in the popup of one place
_MANY_PLACES = 1_000  # from here on one sentence a place, so that the file stays small
_UNSURE = 0.5
_SAME_DEG = 0.02  # an end this near to a place is that place
# Kinds that a text calls by a name of theirs, and not by that of a people.
_SPELT = frozenset({"city", "airport", "port", "site", "island", "mountain", "water", "district"})


def _point(row: Row, prefix: str = "") -> tuple[float, float] | None:
    """Read lat, lon of a row, or None where it has none."""
    lat, lon = known(row, f"{prefix}lat"), known(row, f"{prefix}lon")
    if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
        return None
    return float(lat), (float(lon) + 180) % 360 - 180 if abs(lon) > 180 else float(lon)


_HALTS = frozenset({"city", "site", "airport", "port", "island", "district"})  # drawn on a line


class Places:
    """The mentions, gathered by place."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.groups: dict[Any, list[dict[str, Any]]] = {}
        self.unplaced: list[dict[str, Any]] = []
        self.by_start = {row["start"]: row for row in rows}
        for row in rows:
            point = _point(row)
            if point is None:
                self.unplaced.append(row)
            else:
                self.groups.setdefault(known(row, "place_id") or point, []).append(row)
        self.sentences = _MOST_SENTENCES if len(self.groups) < _MANY_PLACES else 1
        self.orders = _orders(rows)

    @cached_property
    def by_point(self) -> dict[tuple[float, float], list[dict[str, Any]]]:
        """Places by where they are, rounded; a border has but its country's point."""
        return {
            (round(point[0], 2), round(point[1], 2)): group
            for group in self.groups.values()
            for row in group
            if known(row, "kind") != "border" and (point := _point(row)) is not None
        }

    def draw(self, layer: LayerSpec) -> None:
        """Mark every place, those named most often last, so that they lie on top."""
        for key in sorted(self.groups, key=lambda k: _named(self.groups[k])):
            rows = self.groups[key]
            path = _border(str(key)) if known(rows[0], "kind") == "border" else None
            if path:
                layer.lines.append(self.border(layer, path, rows))
            else:
                layer.marks.append(self.mark(layer, rows, _named(rows)))
            for row in rows:
                layer.note("row", id(row), "lines" if path else "marks")

    def border(
        self, layer: LayerSpec, path: list[list[list[float]]], rows: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """Draw a border along itself, not at a point."""
        name = str(known(rows[0], "name") or rows[0]["text"])
        return {
            "path": path,
            "ink": _BORDER_INK,
            "dash": None,
            "ticks": False,
            "arrow": False,
            "rank": AREA_RANK,
            "label": [escape(isolated(words.short(name)))],
            "tip": escape(name),
            "popup": self.popup(layer, name, rows),
        }

    def mark(self, layer: LayerSpec, rows: list[dict[str, Any]], rank: float) -> list[Any]:
        """Make the mark of one place, as ``_map.js`` wants it."""
        first = rows[0]
        point = _point(first)
        if point is None:
            raise ValueError("a place without a point has no mark")
        sure = "confidence" not in first or _confidence(_surest(rows)) >= _UNSURE
        name = str(known(first, "name") or first["text"])
        spelt = called(rows)
        radius = round(min(4.5 + 1.6 * (_named(rows) - 1) ** 0.5, 12.0), 1)
        label = escape(isolated(words.short(spelt)))
        number = kind_number(known(first, "kind"))
        return [*point, number, radius, label, rank, int(sure), self.popup(layer, name, rows)]

    def popup(self, layer: LayerSpec, name: str, rows: list[dict[str, Any]]) -> list[list[Any]]:
        """Say what the place is, where the article names it, how sure that is and why."""
        first = _surest(rows)
        quotes = []
        for row in rows[: self.sentences]:
            sentence = str(known(row, "sentence") or "")
            quote = words.quotation(layer, sentence, [str(row["text"])], self.orders[id(row)])
            if quote is not None and quote not in quotes:
                quotes.append(quote)
        spelt = list(dict.fromkeys(str(row["text"]) for row in rows))
        kind, code = known(first, "kind"), known(first, "country")
        land = None if code is None or kind == "country" else names().get(str(code), str(code))
        about = [str(value) for value in (kind, land) if value is not None]
        times = _named(rows)
        about.append("named once" if times == 1 else f"named {times} times")
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

    def doubts(self, row: Row, ends: Sequence[str], below: float = _UNSURE) -> bool:
        """Say whether what one of the ends of a row means is unsure, by its mention."""
        found = (self.by_start.get(known(row, f"{end}_start")) for end in ends)
        return any(one is not None and _confidence(one) < below for one in found)

    def end(
        self, layer: LayerSpec, row: Row, prefix: str, name: str, about: str
    ) -> tuple[float, float] | None:
        """Mark one end of a line, as the mention that it comes from where there is one."""
        point = _point(row, f"{prefix}_")
        if point is None:
            return None
        group = self._group_at(point, known(row, f"{prefix}_id"))
        if group is not None:
            mark = self.mark(layer, group, END_RANK + _named(group))
        else:
            label = escape(isolated(words.short(name)))
            mark = [*point, END_KIND, 4.5, label, END_RANK, 1, words.popup(name, ("p", about))]
        if mark not in layer.marks:
            layer.marks.append(mark)
        at = layer.marks.index(mark)
        for mention in group or ():
            layer.note("row", id(mention), "marks", at)
        layer.note("end", id(row), "marks", at)
        return point

    def passed(self, layer: LayerSpec, row: Row) -> None:
        """Mark the towns and sites that a journey goes by way of, where the mentions have them."""
        for name in words.listed(known(row, "via")):
            groups = [group for group in self.groups.values() if known(group[0], "name") == name]
            told = known(row, "sentence")
            near = [g for g in groups if any(known(one, "sentence") == told for one in g)]
            for group in (near or groups)[:1]:
                mark = self.mark(layer, group, END_RANK + _named(group))
                if known(group[0], "kind") in _HALTS and mark not in layer.marks:
                    layer.marks.append(mark)

    def _group_at(
        self, point: tuple[float, float], place_id: str | None
    ) -> list[dict[str, Any]] | None:
        """Find the place at a point: of two there the one that the line ends at by its id."""
        own = self.groups.get(place_id)
        at = own and _point(own[0])
        if at and math.dist(at, point) < _SAME_DEG:
            return own
        return self.by_point.get((round(point[0], 2), round(point[1], 2)))

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


def called(rows: list[dict[str, Any]]) -> str:
    """
    Name a place as the article mostly spells it, a country or region as the gazetteer does.

    Parameters
    ----------
    rows : list of dict
        Its mentions.

    Returns
    -------
    str
        "Hodeidah" where the gazetteer has Al Ḩudaydah; "Russia" where the text has "Russian".
    """
    first = rows[0]
    name = known(first, "name")
    spelt = Counter(str(row["text"]) for row in rows if known(row, "text"))
    if name is not None and (known(first, "kind") not in _SPELT or not spelt):
        return str(name)
    return spelt.most_common(1)[0][0]


def _named(rows: list[dict[str, Any]]) -> int:
    """Count mentions; a row of `kit.places` stands for all of a place."""
    return sum(int(known(row, "mentions") or 1) for row in rows)


def _confidence(row: Row) -> float:
    return known(row, "confidence") or 0.0


def _surest(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Of the mentions of one place, the one that is most certain to mean it."""
    return rows[0] if len(rows) == 1 else max(rows, key=_confidence)


def _border(place_id: str) -> list[list[list[float]]] | None:
    """Give the line of a border by its id, ``border:UA`` or ``border:RU-KP``."""
    sides = place_id.removeprefix("border:").split("-")
    if sides[0] == place_id or len(sides) > 2:
        return None
    try:
        line = measure.border(*sides)
    except InputError:  # a country that the borders do not hold
        return None
    return line_path(shapely.simplify(line, _BORDER_STEP_DEG), None, None)


def _orders(rows: list[dict[str, Any]]) -> dict[int, int]:
    """For each row, how often its sentence had the same words before."""
    seen: dict[tuple[str, str], int] = {}
    orders = {}
    for row in rows:
        key = (str(row.get("sentence")), str(row["text"]))
        orders[id(row)] = seen.get(key, 0)
        seen[key] = orders[id(row)] + 1
    return orders


def kinds_legend(*layers: LayerSpec) -> Legend:
    marks = {(mark[0], mark[1], mark[4]): mark for layer in layers for mark in layer.marks}.values()
    used = Counter(mark[2] for mark in marks)
    rows = [(mark_swatch(KINDS[n]), f"{KINDS[n]['name']} ({used[n]})") for n in sorted(used)]
    borders = sum(line["ink"] == _BORDER_INK for layer in layers for line in layer.lines)
    if borders:
        rows.append((line_swatch(_BORDER_INK, None), f"border ({borders})"))
    if any(mark[3] > 5 for mark in marks):
        rows.append((sizes_swatch(), "larger: named more often"))
    if any(not mark[6] for mark in marks):
        rows.append((mark_swatch(KINDS[0], sure=False), f"hollow: confidence under {_UNSURE}"))
    return "Places", rows


def line_path(
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


def is_drawn_to(row: Row, end: str) -> bool:
    """Tell whether a leg's line ends where the table has its end, and not at a border or shore."""
    geometry, lat, lon = (known(row, name) for name in ("geometry", f"{end}_lat", f"{end}_lon"))
    if geometry is None or shapely.is_empty(geometry) or lat is None or lon is None:
        return True
    coords = shapely.get_coordinates(geometry)
    at_lon, at_lat = coords[0 if end == "origin" else -1]
    return bool(measure.distance_km(lat, lon, at_lat, at_lon) < _AT_KM)


def _arc(line: Sequence[Sequence[float]]) -> list[list[float]]:
    """Turn lon, lat into unbroken lat, lon; a line of two points becomes its geodesic."""
    coords = np.asarray(line, dtype=float)[:, :2]
    if len(coords) == 2:
        (lon, lat), (far_lon, far_lat) = coords
        far_m = geod().inv(lon, lat, far_lon, far_lat)[2]
        between = geod().npts(lon, lat, far_lon, far_lat, max(int(far_m / 100_000), 1))
        coords = np.vstack([coords[:1], np.asarray(between), coords[1:]])
    lons = np.unwrap(coords[:, 0], period=360)
    return [[float(lat), float(lon)] for lat, lon in zip(coords[:, 1], lons, strict=True)]
