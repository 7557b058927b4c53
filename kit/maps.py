"""Maps of mentions, claims and routes: one folium map each, saved as one file that asks for nothing."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kit import _maptext as words
from kit._maptext import Row, known
from kit.errors import InputError

if TYPE_CHECKING:
    import folium
    import pandas as pd

    from kit._mapview import LayerSpec

_MENTION_COLUMNS = ("start", "text", "place_id", "name", "kind", "lat", "lon")
_CLAIM_COLUMNS = ("text", "km", "subject", "reference", "verdict", "measured_km")
_CLAIM_COLUMNS += ("subject_lat", "subject_lon", "reference_lat", "reference_lon")
_ROUTE_COLUMNS = ("who", "origin", "destination", "mode", "length_km")
_ROUTE_COLUMNS += ("origin_lat", "origin_lon", "destination_lat", "destination_lon")
_LOCUS_COLUMNS = ("subject", "reference", "area_km2", "geometry")

# verdict: ink, dashes, sign. Told apart by dashes, sign and word too, not by colour alone.
_VERDICTS: dict[str, tuple[str, str | None, str]] = {
    "consistent": ("#00735a", None, "✓"),
    "consistent with a route": ("#2563a8", "11 4 3 4", "≈"),
    "inconsistent": ("#b5360a", "7 4", "✗"),
    "not checkable": ("#59636d", "2 4", "?"),
}
_MODES: dict[str, tuple[str, str | None]] = {
    "rail": ("#7a3f98", "9 3"),
    "sea": ("#1f6fa3", "12 4 3 4"),
    "air": ("#b5490a", "5 5"),
    "road": ("#6b5d1a", None),
}
_UNSTATED_MODE = ("#59636d", "2 4")
_AREA_INK = "#9a3b6f"
_SOURCES = {
    "geonames": "Places: GeoNames, CC BY 4.0",
    "airport": "Airports: airportsdata",
    "port": "Ports: UN/LOCODE through searoute",
    "site": "Sites: the kit's own table",
    "region": "Regions: the kit's own table",
}
_BORDER_SOURCE = "Measured borders: OpenStreetMap contributors, ODbL"
_WAY_SOURCE = "Ways: OpenStreetMap contributors, ODbL"

_MOST_SENTENCES = 3  # quoted in the popup of one place
_MANY_PLACES = 1_000  # from here on one sentence a place, so that the file stays small
_UNSURE = 0.5
_END_RANK, _LINE_RANK, _AREA_RANK = 3_000, 2_000, 1_000  # places stand below these by their count


def map_places(mentions: "pd.DataFrame", *, title: str | None = None) -> "folium.Map":
    """
    Draw where the places of an article are.

    Parameters
    ----------
    mentions : pandas.DataFrame
        From :func:`kit.geoparse`. Rows without a place are listed in the legend.
    title : str, optional
        Shown above the map.

    Returns
    -------
    folium.Map
        The map; it shows itself in a notebook, and :func:`save_html` makes a file of it.

    Raises
    ------
    kit.errors.InputError
        If the table lacks a column.
    """
    rows = _rows(mentions, _MENTION_COLUMNS, "mentions", "kit.geoparse")
    places = _Places(rows)
    layer = _layer("Places")
    places.draw(layer)
    return _finish(
        [layer], title, "Places", [places.legend(layer)], places.notes(), places.sources()
    )


def map_claims(
    claims: "pd.DataFrame",
    mentions: "pd.DataFrame | None" = None,
    loci: "pd.DataFrame | None" = None,
    *,
    title: str | None = None,
) -> "folium.Map":
    """
    Draw the distances that an article states, as measured and judged.

    Parameters
    ----------
    claims : pandas.DataFrame
        From :func:`kit.check_claims`. Restatements (``same_as``) are not drawn twice; what can't be
        drawn is listed in the legend with its reason.
    mentions : pandas.DataFrame, optional
        From :func:`kit.geoparse`, for the names and the evidence of the ends.
    loci : pandas.DataFrame, optional
        From :func:`kit.locate`: areas where sites without a name can lie.
    title : str, optional
        Shown above the map.

    Returns
    -------
    folium.Map
        The map.

    Raises
    ------
    kit.errors.InputError
        If a table lacks a column.
    """
    places = _Places(_rows(mentions, _MENTION_COLUMNS, "mentions", "kit.geoparse"))
    areas, lines = _layer("Possible areas"), _layer("Distances")
    area_legend = _draw_loci(areas, _rows(loci, _LOCUS_COLUMNS, "loci", "kit.locate"))
    legend, notes = _draw_claims(
        lines, _rows(claims, _CLAIM_COLUMNS, "claims", "kit.check_claims"), places
    )
    layers = [areas, lines] if areas.areas else [lines]
    return _finish(
        layers,
        title,
        "Stated distances",
        [legend, area_legend, _kinds_legend(lines)],
        notes,
        [*places.sources(), _BORDER_SOURCE],
    )


def map_routes(
    routes: "pd.DataFrame", mentions: "pd.DataFrame | None" = None, *, title: str | None = None
) -> "folium.Map":
    """
    Draw the journeys of an article's people and cargo.

    Parameters
    ----------
    routes : pandas.DataFrame
        From :func:`kit.find_routes`. A leg with an unnamed end has a mark at the other one and is
        listed in the legend.
    mentions : pandas.DataFrame, optional
        From :func:`kit.geoparse`, for the names and the evidence of the ends.
    title : str, optional
        Shown above the map.

    Returns
    -------
    folium.Map
        The map.

    Raises
    ------
    kit.errors.InputError
        If a table lacks a column.
    """
    places = _Places(_rows(mentions, _MENTION_COLUMNS, "mentions", "kit.geoparse"))
    layer = _layer("Journeys")
    legs = _rows(routes, _ROUTE_COLUMNS, "routes", "kit.find_routes")
    legend, notes = _draw_routes(layer, legs, places)
    return _finish(
        [layer],
        title,
        "Journeys",
        [legend, _kinds_legend(layer)],
        notes,
        [*places.sources(), *_way_sources(legs)],
    )


def map_story(
    mentions: "pd.DataFrame",
    claims: "pd.DataFrame | None",
    routes: "pd.DataFrame | None",
    loci: "pd.DataFrame | None" = None,
    *,
    title: str | None = None,
) -> "folium.Map":
    """
    Draw places, distances, possible areas and journeys as layers of one map.

    Parameters
    ----------
    mentions, claims, routes, loci : pandas.DataFrame
        As for :func:`map_places`, :func:`map_claims` and :func:`map_routes`; all but the first may be
        None.
    title : str, optional
        Shown above the map.

    Returns
    -------
    folium.Map
        The map, with a switch for each layer.

    Raises
    ------
    kit.errors.InputError
        If a table lacks a column.
    """
    places = _Places(_rows(mentions, _MENTION_COLUMNS, "mentions", "kit.geoparse"))
    legs = _rows(routes, _ROUTE_COLUMNS, "routes", "kit.find_routes")
    areas, lines = _layer("Possible areas"), _layer("Distances")
    journeys, marks = _layer("Journeys"), _layer("Places")
    area_legend = _draw_loci(areas, _rows(loci, _LOCUS_COLUMNS, "loci", "kit.locate"))
    claim_legend, claim_notes = _draw_claims(
        lines, _rows(claims, _CLAIM_COLUMNS, "claims", "kit.check_claims"), places
    )
    route_legend, route_notes = _draw_routes(journeys, legs, places)
    places.draw(marks)
    layers = [layer for layer in (areas, lines, journeys, marks) if list(layer.points())]
    return _finish(
        layers or [marks],
        title,
        "The story on a map",
        [claim_legend, area_legend, route_legend, _kinds_legend(marks, lines, journeys)],
        [*places.notes(), *claim_notes, *route_notes],
        [*places.sources(), *([_BORDER_SOURCE] if lines.lines else []), *_way_sources(legs)],
    )


def save_html(map: "folium.Map", path: str | Path) -> Path:  # noqa: A002 - the contract's name
    """
    Save a map as one file that shows itself with no network.

    Parameters
    ----------
    map : folium.Map
        One of the kit's, to which anything of folium's may have been added. It is not changed.
    path : str or pathlib.Path
        A file ending in ``.html``; it is written whole or not at all.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    kit.errors.InputError
        If this is no map, or it holds tiles, which need a network, or the file can't be written.
    """
    import folium
    from folium.raster_layers import TileLayer

    from kit._page import pack, write_whole

    path = Path(path)
    if not isinstance(map, folium.Map):
        raise InputError(f"save_html takes a folium.Map, and this is {type(map).__name__}.")
    if path.suffix.lower() not in {".html", ".htm"}:
        raise InputError(f"{path} must end in .html: for other formats use kit.export on a table.")
    if any(isinstance(child, TileLayer) for child in map._children.values()):  # noqa: SLF001
        raise InputError(
            "The map has tiles, which a file can't hold: make it with folium.Map(tiles=None), or add "
            "your layers to a map of the kit, which has a basemap of its own."
        )
    figure = map.get_root()
    page = pack(figure, getattr(figure, "title", None) or "Map")
    return write_whole(path, page.encode("utf-8", "replace"))


# ---- From tables to layers ---------------------------------------------------------------------

Legend = tuple[str, list[tuple[str, str]]]
Note = tuple[str, list[str]]


def _layer(name: str) -> "LayerSpec":
    from kit._mapview import LayerSpec

    return LayerSpec(name)


def _rows(
    table: "pd.DataFrame | None", columns: Sequence[str], name: str, maker: str
) -> list[dict[str, Any]]:
    """Rows of a table that has all that a map needs; None counts as an empty one."""
    import pandas as pd

    if table is None:
        return []
    if not isinstance(table, pd.DataFrame):
        raise InputError(f"The {name} must be the table that {maker} returns.")
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise InputError(
            f"The table of {name} lacks {', '.join(missing)}: give the one that {maker} returns."
        )
    return [dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False)]


def _point(row: Row, prefix: str = "") -> tuple[float, float] | None:
    """Read lat, lon of a row, or None where it has none."""
    lat, lon = known(row, f"{prefix}lat"), known(row, f"{prefix}lon")
    if lat is None or lon is None or not np.isfinite([lat, lon]).all():
        return None
    return float(lat), (float(lon) + 180) % 360 - 180 if abs(lon) > 180 else float(lon)


class _Places:
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

    def draw(self, layer: "LayerSpec") -> None:
        """Mark every place, those named most often last, so that they lie on top."""
        for key in sorted(self.groups, key=lambda k: len(self.groups[k])):
            layer.marks.append(self.mark(layer, self.groups[key], len(self.groups[key])))

    def mark(self, layer: "LayerSpec", rows: list[dict[str, Any]], rank: float) -> list[Any]:
        """Make the mark of one place, as ``_map.js`` wants it."""
        from kit._mapview import kind_number
        from kit._page import escape

        first = rows[0]
        point = _point(first)
        if point is None:
            raise ValueError("a place without a point has no mark")
        confidence = max((known(row, "confidence") or 0.0 for row in rows), default=0.0)
        sure = "confidence" not in first or confidence >= _UNSURE
        name = str(known(first, "name") or first["text"])
        radius = round(min(4.5 + 1.6 * (len(rows) - 1) ** 0.5, 12.0), 1)
        label = escape(words.isolated(words.short(name)))
        number = kind_number(known(first, "kind"))
        return [*point, number, radius, label, rank, int(sure), self.popup(layer, name, rows)]

    def popup(self, layer: "LayerSpec", name: str, rows: list[dict[str, Any]]) -> list[list[Any]]:
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
        return words.popup(
            name,
            ("p", " · ".join(about)),
            ("s", f"as {', '.join(map(words.isolated, spelt[:6]))}" if spelt != [name] else None),
            *quotes,
            ("s", None if confidence is None else f"confidence {confidence:.2f}"),
            ("s", known(first, "evidence")),
            ("s", known(first, "source") and f"source: {first['source']}"),
        )

    def end(
        self, layer: "LayerSpec", row: Row, prefix: str, name: str, about: str
    ) -> tuple[float, float] | None:
        """Mark one end of a line, as the mention that it comes from where there is one."""
        from kit._mapview import END_KIND
        from kit._page import escape

        point = _point(row, f"{prefix}_")
        if point is None:
            return None
        mention = self.by_start.get(known(row, f"{prefix}_start"))
        group = self.groups.get(known(row, f"{prefix}_id") or (mention and mention["place_id"]))
        if group is not None and np.allclose(_point(group[0]) or (99, 999), point, atol=0.01):
            mark = self.mark(layer, group, _END_RANK + len(group))
        else:
            label = escape(words.isolated(words.short(name)))
            mark = [*point, END_KIND, 4.5, label, _END_RANK, 1, words.popup(name, ("p", about))]
        if mark not in layer.marks:
            layer.marks.append(mark)
        return point

    def legend(self, layer: "LayerSpec") -> Legend:
        """Tell the sorts of marks apart."""
        return _kinds_legend(layer)

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


def _kinds_legend(*layers: "LayerSpec") -> Legend:
    from kit._mapview import KINDS, mark_swatch

    marks = {(mark[0], mark[1], mark[4]): mark for layer in layers for mark in layer.marks}.values()
    used = Counter(mark[2] for mark in marks)
    rows = [(mark_swatch(KINDS[n]), f"{KINDS[n]['name']} ({used[n]})") for n in sorted(used)]
    if any(mark[3] > 5 for mark in marks):
        rows.append(("", "larger: named more often"))
    if any(not mark[6] for mark in marks):
        rows.append((mark_swatch(KINDS[0], sure=False), f"hollow: confidence under {_UNSURE}"))
    return "Places", rows


def _draw_claims(
    layer: "LayerSpec", rows: list[dict[str, Any]], places: _Places
) -> tuple[Legend, list[Note]]:
    """Draw a line for every claim that has two ends; give the legend and what is not drawn."""
    from kit._mapview import line_swatch

    used: Counter[str] = Counter()
    undrawn = []
    for row in rows:
        if known(row, "same_as") is not None:
            continue
        verdict = str(known(row, "verdict") or "not checkable")
        used[verdict] += 1
        subject, reference = (
            words.isolated(known(row, c) or "?") for c in ("subject", "reference")
        )
        about = f"{words.quantity(row)}: {subject} – {reference}"
        ends = [
            places.end(layer, row, prefix, str(known(row, prefix) or "?"), about)
            for prefix in ("subject", "reference")
        ]
        path = _path(known(row, "geometry"), *ends)
        if path is None:
            reason = known(row, "reason")
            undrawn.append(f"{about}. {words.isolated(reason)}" if reason else about)
            continue
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
    layer: "LayerSpec", row: dict[str, Any], verdict: str, path: list[list[list[float]]], about: str
) -> dict[str, Any]:
    from kit._page import escape

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


def _draw_loci(layer: "LayerSpec", rows: list[dict[str, Any]]) -> Legend:
    """Hatch the areas where unnamed sites can lie."""
    from kit._mapview import area_swatch
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
        reference = words.isolated(known(row, "reference") or "")
        area = known(row, "area_km2")
        heading = f"Where {words.isolated(words.short(subject, 80))} can lie"
        inside = geometry.representative_point()
        layer.areas.append(
            {
                "rings": polygons,
                "at": [inside.y, inside.x],
                "ink": _AREA_INK,
                "rank": _AREA_RANK,
                "label": [escape(f"{words.isolated(words.short(subject, 30))}: somewhere here")],
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


def _draw_routes(
    layer: "LayerSpec", rows: list[dict[str, Any]], places: _Places
) -> tuple[Legend, list[Note]]:
    """Draw a line with arrows for every leg that has two ends; give the legend and the others."""
    from kit._mapview import line_swatch

    used: Counter[str] = Counter()
    undrawn = []
    for row in rows:
        who = words.isolated(words.short(known(row, "who") or "unnamed traveller"))
        names = [_end_name(row, end, places) for end in ("origin", "destination")]
        when = words.dates(row)
        about = f"{who}: {words.isolated(names[0] or '?')} → {words.isolated(names[1] or '?')}"
        ends = [
            places.end(layer, row, end, name or "?", about)
            for end, name in zip(("origin", "destination"), names, strict=True)
        ]
        path = _path(known(row, "geometry"), *ends)
        how = ", ".join(part for part in (words.way(row), when) if part)
        if path is None:
            undrawn.append(f"{about}, {how}")
            continue
        mode = str(known(row, "mode") or "unstated")
        used[mode] += 1
        layer.lines.append(_route_line(layer, row, path, (who, about, how)))
    legend = []
    for mode in sorted(used, key=lambda m: ([*_MODES, m].index(m), m)):
        ink, dash = _MODES.get(mode, _UNSTATED_MODE)
        name = "unstated means" if mode == "unstated" else words.short(mode)
        legend.append((line_swatch(ink, dash), f"by {name} ({used[mode]})"))
    count = len(undrawn)
    what = "journey has" if count == 1 else "journeys have"
    return ("Journeys", legend), ([(f"{count} {what} an unknown end", undrawn)] if undrawn else [])


def _end_name(row: Row, end: str, places: _Places) -> str | None:
    """Name of one end of a leg: the place's where it is known, else the article's words."""
    mention = places.by_start.get(known(row, f"{end}_start"))
    value = known(row, end)
    group = places.groups.get(value)
    found = group[0] if group else mention
    name = (found and known(found, "name")) or value or known(row, f"{end}_words")
    return None if name is None else str(name)


def _route_line(
    layer: "LayerSpec",
    row: dict[str, Any],
    path: list[list[list[float]]],
    texts: tuple[str, str, str],
) -> dict[str, Any]:
    from kit._page import escape

    who, about, how = texts
    ink, dash = _MODES.get(str(known(row, "mode")), _UNSTATED_MODE)
    length, method = known(row, "length_km"), known(row, "method")
    low, high = known(row, "low_km"), known(row, "high_km")
    far = "" if length is None else f"~{words.km(length)}"
    far += f" {words.short(method, 24)}" if far and method and len(str(method)) <= 24 else ""
    marked = [
        w
        for c in ("destination_words", "destination", "origin")
        for w in words.listed(known(row, c))
    ]
    via = ", ".join(map(words.isolated, words.listed(known(row, "via"))))
    band = None
    if low is not None and high is not None and low != high:
        band = f"between {words.km(low)} and {words.km(high)}"
    return {
        "path": path,
        "ink": ink,
        "dash": dash,
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
            ("s", "added by the analyst, not stated" if known(row, "stated") in {False} else None),
            ("s", known(row, "source") and f"source: {row['source']}"),
        ),
    }


def _way_sources(rows: list[dict[str, Any]]) -> list[str]:
    measured = [str(known(row, "method") or "great circle") for row in rows]
    return [_WAY_SOURCE] if any("great circle" not in method for method in measured) else []


def _path(
    geometry: Any, start: tuple[float, float] | None, end: tuple[float, float] | None
) -> list[list[list[float]]] | None:
    """Give a line's parts as lists of [lat, lon], the geodesic where only its ends are known."""
    import shapely

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
    from pyproj import Geod

    coords = np.asarray(line, dtype=float)[:, :2]
    if len(coords) == 2:
        geod = Geod(ellps="WGS84")
        far = geod.inv(*coords[0], *coords[1])[2]
        between = geod.npts(*coords[0], *coords[1], max(int(far / 100_000), 1))
        coords = np.vstack([coords[:1], np.asarray(between), coords[1:]])
    lons = np.unwrap(coords[:, 0], period=360)
    return [[float(lat), float(lon)] for lat, lon in zip(coords[:, 1], lons, strict=True)]


def _polygons(geometry: Any) -> list[list[list[list[float]]]]:
    """Give polygons as rings of [lat, lon], simplified to about a kilometre."""
    import shapely

    if geometry is None or shapely.is_empty(geometry):
        return []
    found = []
    for part in shapely.get_parts(shapely.simplify(geometry, 0.01)):
        if part.geom_type == "Polygon":
            rings = [part.exterior, *part.interiors]
            found.append([[[float(y), float(x)] for x, y, *_ in ring.coords] for ring in rings])
    return found


def _finish(
    layers: "list[LayerSpec]",
    title: str | None,
    name: str,
    legend: list[Legend],
    notes: list[Note],
    sources: list[str],
) -> "folium.Map":
    from kit._mapview import KitMap, legend_html

    empty = not any(list(layer.points()) for layer in layers)
    return KitMap(
        layers,
        title=title,
        name=name,
        legend=legend_html(legend, notes),
        note=f"Nothing to draw: no {_NOTHING[name]} were found" if empty else "",
        sources=". ".join(dict.fromkeys(sources)),
    )


_NOTHING = {
    "Places": "places",
    "Stated distances": "distances with a place",
    "Journeys": "journeys with a place",
    "The story on a map": "places",
}
