"""KML and KMZ: placemarks with names, descriptions and the maps' colours, a folder a table."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from kit import _maptext as words
from kit._cells import as_text, plain
from kit._maptext import Row, known
from kit._page import escape

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

_NAMESPACE = "http://www.opengis.net/kml/2.2"
# What no XML document can hold (XML 1.0, 2.2): control characters, halves of pairs, U+FFFE, U+FFFF.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_NAME = 160
_LONGEST_VALUE = 600
_ICON_PX = 48

# What a description says of a row, by what the row is.
_MAIN = {
    "place": "kind country mentions confidence evidence sentence source",
    "claim": "verdict reason text measured_km measured_low_km measured_high_km route_km route_mode "
    "bearing direction sentence",
    "leg": "mode start_date end_date length_km low_km high_km via method assumed status sentence "
    "source",
    "locus": "reference low_km high_km within area_km2 reason",
}
_NAMING = ("name", "title", "who", "subject", "text")


@dataclass(frozen=True)
class _Style:
    """How a placemark looks; ``shape`` is a mark of the maps."""

    ink: str
    shape: str = "triangle"
    faint: bool = False  # KML has no dashes

    @property
    def identifier(self) -> str:
        return f"{self.shape}-{self.ink.lstrip('#')}{'-faint' if self.faint else ''}"


def kml(tables: "Mapping[str, gpd.GeoDataFrame]", title: str) -> bytes:
    """
    Write tables as KML.

    Parameters
    ----------
    tables : mapping of str to geopandas.GeoDataFrame
        In longitude and latitude, cut at the antimeridian; each becomes a folder of its name.
    title : str
        Name of the document.

    Returns
    -------
    bytes
        The document in UTF-8. It asks for no picture: programs draw their own pins in our colours.
    """
    return _document(tables, title, icons=False)[0]


def kmz(tables: "Mapping[str, gpd.GeoDataFrame]", title: str) -> bytes:
    """
    Write tables as KMZ, which holds the marks of the maps too.

    Parameters
    ----------
    tables : mapping of str to geopandas.GeoDataFrame
        As for :func:`kml`.
    title : str
        Name of the document.

    Returns
    -------
    bytes
        The archive; the same each time.
    """
    document, styles = _document(tables, title, icons=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("doc.kml"), document, zipfile.ZIP_DEFLATED)
        for path, style in {_icon_path(style): style for style in styles}.items():
            archive.writestr(zipfile.ZipInfo(path), _icon(style.shape, style.ink))
    return packed.getvalue()


def _document(
    tables: "Mapping[str, gpd.GeoDataFrame]", title: str, *, icons: bool
) -> tuple[bytes, list[_Style]]:
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = ET.SubElement(root, "Document")
    _add(document, "name", title)
    styles: dict[_Style, None] = {}
    folders = []
    for name, table in tables.items():
        folder = ET.Element("Folder")
        _add(folder, "name", name)
        for row, shape in _rows(table):
            style = _style(row)
            styles.setdefault(style)
            folder.append(_placemark(row, shape, style))
        folders.append(folder)
    document.extend(_style_element(style, icons=icons) for style in styles)
    document.extend(folders)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="utf-8", xml_declaration=True), list(styles)


def _add(parent: ET.Element, tag: str, text: object) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = xml_text(text)
    return element


def xml_text(text: object) -> str:
    """
    Make text that XML can hold.

    Parameters
    ----------
    text : object
        Anything.

    Returns
    -------
    str
        The text with U+FFFD for characters that no XML document may have. It is not escaped.
    """
    return _NO_XML.sub("\ufffd", str(text))


def _rows(table: "gpd.GeoDataFrame") -> "Iterator[tuple[dict[str, Any], BaseGeometry | None]]":
    columns = [column for column in table.columns if column != table.geometry.name]
    for values, shape in zip(
        zip(*(table[column] for column in columns), strict=True) if columns else [()] * len(table),
        table.geometry,
        strict=True,
    ):
        yield dict(zip(map(str, columns), map(plain, values), strict=True)), shape


def sort_of(row: Row) -> str:
    """
    Say what a row of a table of the kit is.

    Parameters
    ----------
    row : mapping
        The row.

    Returns
    -------
    str
        ``claim``, ``leg``, ``locus``, ``place`` or ``other``.
    """
    if known(row, "verdict") is not None:
        return "claim"
    if known(row, "area_km2") is not None and "reference" in row:
        return "locus"
    if "destination" in row and known(row, "stated") is not None:
        return "leg"
    return "place" if known(row, "kind") is not None or "place_id" in row else "other"


def _style(row: Row) -> _Style:
    from kit import _mapdraw, _mapview

    match sort_of(row):
        case "claim":
            return _Style(_mapdraw.VERDICTS[_verdict(row)][0], "circle")
        case "leg":
            inks = _mapdraw.MODES
            ink = inks.get(str(known(row, "mode")), _mapdraw.UNSTATED_MODE)[0]
            return _Style(ink, "circle", faint=_mapdraw.is_dashed(row))
        case "locus":
            return _Style(_mapdraw.AREA_INK)
        case _:
            kind = _mapview.KINDS[_mapview.kind_number(known(row, "kind"))]
            return _Style(kind["ink"], kind["shape"])


def _verdict(row: Row) -> str:
    from kit._mapdraw import VERDICTS

    verdict = str(known(row, "verdict"))
    return verdict if verdict in VERDICTS else "not checkable"


def _style_element(style: _Style, *, icons: bool) -> ET.Element:
    """Colours are alpha, blue, green, red in KML."""
    red, green, blue = (style.ink[i : i + 2] for i in (1, 3, 5))
    ink = f"{blue}{green}{red}"
    alpha = "99" if style.faint else "ff"
    element = ET.Element("Style", id=style.identifier)
    mark = ET.SubElement(element, "IconStyle")
    if icons:
        _add(mark, "scale", 0.6)
        _add(ET.SubElement(mark, "Icon"), "href", _icon_path(style))
    else:
        _add(mark, "color", f"ff{ink}")
    label = ET.SubElement(element, "LabelStyle")
    _add(label, "scale", 0.8)
    line = ET.SubElement(element, "LineStyle")
    _add(line, "color", f"{alpha}{ink}")
    _add(line, "width", 2 if style.faint else 3)
    _add(ET.SubElement(element, "PolyStyle"), "color", f"40{ink}")
    # The default balloon takes names for HTML; ours shows the description alone, which we escape.
    _add(ET.SubElement(element, "BalloonStyle"), "text", "$[description]")
    return element


def _placemark(row: Row, shape: "BaseGeometry | None", style: _Style) -> ET.Element:
    placemark = ET.Element("Placemark")
    name = name_of(row)
    _add(placemark, "name", name)
    _add(placemark, "description", _description(row, name))
    _add(placemark, "styleUrl", f"#{style.identifier}")
    data = ET.SubElement(placemark, "ExtendedData")
    for column, value in row.items():
        text = _written(value)
        if text is not None and column.casefold() not in {"name", "description"}:
            _add(ET.SubElement(data, "Data", name=xml_text(column)), "value", text)
    if shape is not None:
        placemark.append(_geometry(shape))
    return placemark


def name_of(row: Row) -> str:
    """Name a row as the maps do."""
    sort = sort_of(row)
    ends = [str(known(row, column) or "?") for column in ("subject", "reference")]
    if sort == "claim":
        from kit._mapdraw import VERDICTS

        name = f"{VERDICTS[_verdict(row)][2]} {words.quantity(row)}: {' – '.join(ends)}"
    elif sort == "locus":
        name = f"Where {known(row, 'subject') or 'a site without a name'} can lie"
    elif sort == "leg":
        ends = [
            str(known(row, end) or known(row, f"{end}_words") or "?")
            for end in ("origin", "destination")
        ]
        name = f"{known(row, 'who') or 'unnamed traveller'}: {' → '.join(ends)}"
        if known(row, "status") not in {None, "reported"}:
            name += f" ({row['status']})"
        elif not row["stated"]:
            name += " (assumed)"
    else:
        found = (known(row, column) for column in (*_NAMING, *row))
        name = str(next((value for value in found if value is not None), "without a name"))
    return words.short(name, _LONGEST_NAME)


def _description(row: Row, name: str) -> str:
    """Say in HTML what matters of a row."""
    columns = _MAIN[sort_of(row)].split() if sort_of(row) in _MAIN else list(row)
    lines = []
    for column in columns:
        text = _written(known(row, column))
        if text:
            if column.endswith("_km"):
                text = words.km(float(row[column]))
            elif column == "confidence":
                text = f"{row[column]:.2f}"
            heading = column.removesuffix("_km").replace("_km2", ", km²").replace("_", " ")
            text = words.short(text, _LONGEST_VALUE)
            lines.append(f"<tr><th>{escape(heading)}</th><td>{escape(text)}</td></tr>")
    return f"<h3>{escape(name)}</h3><table>{''.join(lines)}</table>"


def _written(value: object) -> str | None:
    """Write a plain value as text, numbers without the tail of their binary form."""
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list):
        return ", ".join(str(as_text(part)) for part in value) or None
    return as_text(value)


def _geometry(shape: Any) -> ET.Element:  # noqa: ANN401 - shapely's types tell no parts
    if hasattr(shape, "geoms"):
        element = ET.Element("MultiGeometry")
        element.extend(_geometry(part) for part in shape.geoms)
    elif shape.geom_type == "Polygon":
        element = ET.Element("Polygon")
        _add(element, "tessellate", 1)
        for tag, ring in [
            ("outerBoundaryIs", shape.exterior),
            *(("innerBoundaryIs", ring) for ring in shape.interiors),
        ]:
            side = ET.SubElement(ET.SubElement(element, tag), "LinearRing")
            _add(side, "coordinates", _coordinates(ring))
    else:
        point = shape.geom_type == "Point"
        element = ET.Element("Point" if point else "LineString")
        if not point:
            _add(element, "tessellate", 1)
        _add(element, "coordinates", _coordinates(shape))
    return element


def _coordinates(line: "BaseGeometry") -> str:
    return " ".join(f"{lon!r},{lat!r}" for lon, lat, *_ in line.coords)


def _icon_path(style: _Style) -> str:
    return f"icons/{style.shape}-{style.ink.lstrip('#')}.png"


@cache
def _icon(shape: str, ink: str) -> bytes:
    """Draw a mark of the maps as a picture."""
    from matplotlib.figure import Figure
    from matplotlib.patches import PathPatch

    from kit._plate import mark_path

    figure = Figure(figsize=(1, 1), dpi=_ICON_PX)
    figure.patch.set_alpha(0)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(-1.5, 1.5), ylim=(-1.5, 1.5))
    axes.set_axis_off()
    axes.add_patch(PathPatch(mark_path(shape), facecolor=ink, edgecolor="white", linewidth=2))
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()
