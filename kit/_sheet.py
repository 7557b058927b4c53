"""What a picture of tables shows: the layers of the web maps, their legend and their sources."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from kit import _basemap
from kit import _maptext as words
from kit._framing import framing
from kit._kml import name_of, sort_of
from kit._legend import area_swatch, line_swatch
from kit._lettering import unescaped
from kit._mapdraw import draw_claims, draw_loci, draw_routes, rings_of
from kit._mapplaces import BORDER_SOURCE, Legend, Note, Places, kinds_legend, line_path
from kit._maptext import Row, known
from kit._mapview import LayerSpec, kind_number, start_deg
from kit._page import escape, isolated
from kit.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SHAPE_INK = "#285f94"
_LONGEST_NOTE = 260  # letters of what is said not to be drawn, for each reason


@dataclass
class Sheet:
    """
    What a picture shows, and what explains it.

    Attributes
    ----------
    layers : list of LayerSpec
        From the bottom upwards, within the 360 degrees of one world.
    legend : list of Legend
        Sections, as those of the web maps.
    notes : list of str
        What is not drawn, and why.
    sources : list of str
        Dates, and whose data it is.
    """

    layers: list[LayerSpec]
    legend: list[Legend] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


def sheet_of(tables: "Mapping[str, pd.DataFrame]") -> Sheet:
    """
    Make layers of tables.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        As for :func:`kit._figure.picture`.

    Returns
    -------
    Sheet
        What is to be drawn.

    Raises
    ------
    kit.errors.InputError
        If a table has nothing that can be drawn.
    """
    rows: dict[str, list[dict[str, Any]]] = {
        sort: [] for sort in ("place", "claim", "leg", "locus", "other")
    }
    for name, table in tables.items():
        _check_drawable(name, list(table.columns))
        columns = [str(column) for column in table.columns]
        for values in table.itertuples(index=False, name=None):
            row = dict(zip(columns, values, strict=True))
            rows[_drawn_as(row)].append(row)
    return _drawn(rows)


def _check_drawable(name: str, columns: list[Any]) -> None:
    if not {"geometry", "verdict", "place_id"} & set(columns):
        raise InputError(
            f"The table {name!r} has nothing to draw: no shapes, no columns lat and lon, and it is "
            "none of the kit's. Of distances, give the table that kit.check_claims returns."
        )


def _drawn_as(row: Row) -> str:
    """Say how a row is drawn: a place that has an area or line is drawn as its shape."""
    sort = sort_of(row)
    shape = known(row, "geometry")
    if sort == "place" and shape is not None and shape.geom_type != "Point":
        return "other"
    return sort


def _drawn(rows: dict[str, list[dict[str, Any]]]) -> Sheet:
    """Make layers of rows, as the web maps do."""
    from kit.maps import way_sources

    places = Places(_mentions(rows["place"]))
    areas, lines = LayerSpec("Possible areas"), LayerSpec("Distances")
    journeys, marks, others = LayerSpec("Journeys"), LayerSpec("Places"), LayerSpec("Shapes")
    area_legend = draw_loci(areas, rows["locus"])
    claim_legend, claim_notes = draw_claims(lines, rows["claim"], places)
    route_legend, route_notes = draw_routes(journeys, rows["leg"], places)
    places.draw(marks)
    other_legend = _draw_others(others, rows["other"])
    # The story is where things are measured and move; what is named far off is left out.
    marks.framed = not any(list(layer.points()) for layer in (areas, lines, journeys))
    layers = [areas, others, lines, journeys, marks]
    start = start_deg(layers)
    for layer in layers:
        layer.shift(start)
    beyond = _beyond(layers, marks)
    sheet = Sheet([layer for layer in layers if list(layer.points())])
    sheet.legend = [claim_legend, area_legend, route_legend, other_legend, kinds_legend(*layers)]
    notes = [*places.notes(), *beyond, *claim_notes, *route_notes]
    sheet.notes = [_note(text, listed) for text, listed in notes]
    dated = _dated(rows["leg"]) if journeys.lines else ""
    sheet.sources = [
        *([dated] if dated else []),
        *places.sources(),
        *([BORDER_SOURCE] if _measures_borders(rows["claim"]) else []),
        *way_sources(rows["claim"] + rows["leg"]),
        _basemap.sources(),
    ]
    return sheet


def _beyond(layers: list[LayerSpec], marks: LayerSpec) -> list[Note]:
    """Take out the places that the map does not reach, and name them."""
    west, south, east, north = framing(layers, 0, 0).bounds()

    def is_seen(points: "Floats") -> bool:
        lats, lons = points.T
        return bool(((lats > south) & (lats < north) & (lons > west) & (lons < east)).any())

    kept = [mark for mark in marks.marks if is_seen(np.array([mark[:2]], dtype=float))]
    lines = [line for line in marks.lines if is_seen(np.vstack(line["path"]))]
    drawn = [mark for layer in layers for mark in layer.marks]
    far = [mark[4] for mark in drawn if not is_seen(np.array([mark[:2]], dtype=float))]
    far = list(dict.fromkeys(far))  # an end of a journey is a place, too
    far += [line["label"][0] for line in marks.lines if line not in lines]
    marks.marks, marks.lines = kept, lines
    if not far:
        return []
    what = "1 place lies" if len(far) == 1 else f"{len(far)} places lie"
    return [(f"{what} beyond the map", [unescaped(label) for label in far])]


def _measures_borders(claims: list[dict[str, Any]]) -> bool:
    return any(
        str(known(claim, f"{end}_id")).startswith("border:")
        for claim in claims
        for end in ("subject", "reference")
    )


def _mentions(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give rows of any table of places what those of mentions have."""
    for number, row in enumerate(rows):
        point = known(row, "geometry")
        row.setdefault("start", row.get("first", number))
        row.setdefault("text", name_of(row))
        if point is not None and not point.is_empty:
            row.setdefault("lat", point.y)
            row.setdefault("lon", point.x)
    return rows


def _draw_others(layer: LayerSpec, rows: list[dict[str, Any]]) -> tuple[str, list[tuple[str, str]]]:
    """Draw shapes of any table: points as marks, lines, areas."""
    import shapely

    used: Counter[str] = Counter()
    for row in rows:
        shape = known(row, "geometry")
        name = escape(isolated(words.short(name_of(row))))
        for part in shapely.get_parts([shape]) if shape is not None else ():
            if not np.isfinite(part.bounds).all():  # those of an empty shape are not
                continue
            sort = part.geom_type
            used[sort] += 1
            item = {"ink": _SHAPE_INK, "rank": 1_000, "label": [name]}
            if sort == "Point":
                mark = [part.y, part.x, kind_number(known(row, "kind")), 4.5, name, 1, 1, []]
                layer.marks.append(mark)
            elif sort == "Polygon":
                inside = part.representative_point()
                at = [inside.y, inside.x]
                layer.areas.append({**item, "rings": rings_of(part), "at": at})
            elif path := line_path(part, None, None):
                look = {"dash": None, "ticks": False, "arrow": False}
                layer.lines.append({**item, **look, "path": path})
    swatches = {"LineString": line_swatch(_SHAPE_INK, None), "Polygon": area_swatch(_SHAPE_INK)}
    names = {"LineString": "line", "Polygon": "area"}
    return "Shapes", [(swatches[s], f"{names[s]} ({used[s]})") for s in swatches if used[s]]


def _note(text: str, listed: list[str]) -> str:
    """Say what is not drawn, and the first of it by name."""
    kept: list[str] = []
    for line in listed:
        if kept and len("; ".join([*kept, line])) > _LONGEST_NOTE:
            return f"{text}: {'; '.join(kept)}; and {len(listed) - len(kept)} more"
        kept.append(line)
    return f"{text}: {'; '.join(kept)}" if kept else text


def _dated(legs: list[dict[str, Any]]) -> str:
    """Say from when to when the journeys were."""
    columns = [
        [value for leg in legs if (value := known(leg, column)) is not None]
        for column in ("start_date", "end_date")
    ]
    every = [*columns[0], *columns[1]]
    if not every:
        return ""
    return f"Journeys dated {words.dates({'start_date': min(every), 'end_date': max(every)})}"
