"""Tables as a picture of a map: the page round it, its legend and scale, and the file."""

import io
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from kit import _maptext as words
from kit._framing import EDGE_PX, WIDE_PX, framing
from kit._graticule import draw_graticule
from kit._land import draw_land
from kit._lettering import cleaned, wrapped
from kit._mapview import KINDS, LayerSpec
from kit._opening import points_of
from kit._placing import write_labels
from kit._plate import Plate, View, draw_area, draw_line, draw_marks
from kit._sheet import Sheet, sheet_of
from kit._swatch import LegendBox
from kit.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SMALL_PX, _TITLE_PX = 10.0, 19.0
_LOOK = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "kit",
    "pdf.fonttype": 42,
    "hatch.linewidth": 0.5,
    "text.parse_math": False,
    "text.hinting": "none",  # else widths change with the dots
    "path.simplify": False,
}


def picture(
    tables: "Mapping[str, pd.DataFrame]",
    suffix: str,
    title: str | None,
    dpi: int,
    *,
    graticule: bool = False,
) -> bytes:
    """
    Draw tables as one map.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables of the kit, or others with a column ``geometry`` in longitude and latitude.
    suffix : str
        ``png``, ``svg`` or ``pdf``.
    title : str or None
        Stands above the map.
    dpi : int
        Dots per inch of a ``png``.
    graticule : bool
        Whether lines of latitude and longitude are drawn.

    Returns
    -------
    bytes
        The picture; the same each time. A warning names letters that no font here has.

    Raises
    ------
    kit.errors.InputError
        If a table has nothing that can be drawn, or the dots are too few or too many.
    """
    import matplotlib.style

    if not 20 <= dpi <= 1200:
        raise InputError(f"A picture has 20 to 1200 dots per inch, and this asks for {dpi}.")
    sheet = sheet_of(tables)
    heading = cleaned(title) if title else None
    file = io.BytesIO()
    with warnings.catch_warnings(record=True) as said, matplotlib.style.context(["default", _LOOK]):
        warnings.simplefilter("always")
        _figure(sheet, heading, graticule).savefig(
            file, format=suffix, dpi=dpi, metadata=_metadata(suffix, heading)
        )
    _warn_once(said)
    return file.getvalue()


def _metadata(suffix: str, title: str | None) -> dict[str, str | None]:
    """Name the picture in its file, and no date: that would make each one another."""
    dates = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
    return {**dates[suffix], "Title": title or "Map"}


def _warn_once(said: list[warnings.WarningMessage]) -> None:
    """Say in one warning which letters are missing; pass all others on."""
    missing = []
    for one in said:
        words_of_it = str(one.message).split()
        if words_of_it[:1] == ["Glyph"] and "missing" in words_of_it:
            missing.append(chr(int(words_of_it[1])))
        else:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
    if missing:
        letters = "".join(dict.fromkeys(missing))
        warnings.warn(
            f"No font here has the letters {letters[:40]}: install one that does, such as Noto "
            "Sans, or write a .svg, which the reader's own fonts show.",
            stacklevel=5,
        )


def _figure(sheet: Sheet, title: str | None, graticule: bool = False) -> "Figure":
    """Lay the page out and draw it."""
    wide = WIDE_PX - 2 * EDGE_PX
    heading = wrapped(title, _TITLE_PX, wide, 3, "bold") if title else []
    small = [
        line
        for text in (*sheet.notes, ". ".join(dict.fromkeys(sheet.sources)))
        for line in wrapped(cleaned(text), _SMALL_PX, wide, 4)
    ]
    legend = LegendBox(sheet.legend)
    foot = EDGE_PX + len(small) * 1.35 * _SMALL_PX
    view = framing(sheet.layers, legend.high_px, foot)
    corner = _free_corner(view, points_of(sheet.layers), legend)
    if corner is None:
        foot += legend.strip_high_px(wide) + 8
        view = framing(sheet.layers, 0, foot)
    top = view.box[3]
    high = top + (len(heading) * 1.25 * _TITLE_PX + 8 if heading else 0) + EDGE_PX
    plate = Plate(WIDE_PX, high, view)
    for i, line in enumerate(heading):
        base = high - EDGE_PX - _TITLE_PX * (0.85 + 1.25 * i)
        plate.text((EDGE_PX, base), line, _TITLE_PX, ink="#22303a", style="bold")
    for i, line in enumerate(reversed(small)):
        base = EDGE_PX - 4 + 1.35 * _SMALL_PX * (i + 0.1)
        plate.text((EDGE_PX, base), line, _SMALL_PX, ink="#55606a")
    taken = []
    if corner is None:
        legend.draw_below(plate, EDGE_PX, view.box[1] - 6, wide)
    else:
        x, y = corner
        legend.draw(plate, x, y)
        taken.append([x, y - legend.high_px, x + legend.wide_px, y])
    _draw_map(plate, sheet.layers, taken, graticule)
    return plate.figure


def _draw_map(
    plate: Plate, layers: list[LayerSpec], taken: list[list[float]], graticule: bool
) -> None:
    draw_land(plate)
    for layer in layers:
        for area in layer.areas:
            draw_area(plate, area)
        for line in layer.lines:
            draw_line(plate, line)
    for layer in layers:
        draw_marks(plate, layer.marks, KINDS)
    boxes = [*taken, _draw_scale(plate)]
    if graticule:
        boxes += draw_graticule(plate, boxes)
    if not layers:
        boxes.append(_draw_nothing(plate))
    write_labels(plate, layers, np.array(boxes))


def _free_corner(view: View, points: "Floats", legend: LegendBox) -> tuple[float, float] | None:
    """Upper left corner of a legend that covers none of the data."""
    left, bottom, right, top = view.box
    xy = view.xy(points[:, 0], points[:, 1])
    wide, high, gap = legend.wide_px, legend.high_px, 10
    corners = [
        (right - wide - gap, top - gap),
        (left + gap, top - gap),
        (right - wide - gap, bottom + gap + high),
        (left + gap, bottom + gap + high + 34),
    ]
    for x, y in corners:
        room = 26  # for marks and their labels
        inside = (xy[:, 0] > x - room) & (xy[:, 0] < x + wide + room)
        if not (inside & (xy[:, 1] < y + room) & (xy[:, 1] > y - high - room)).any():
            return x, y
    return None


def _draw_scale(plate: Plate) -> list[float]:
    """Draw the scale bar; it says where it holds if Mercator's scale changes over the map."""
    from matplotlib.path import Path

    view = plate.view
    per_px = view.km_in_px()
    most = 130 * per_px
    size = 10.0 ** np.floor(np.log10(most))
    far = float(size * next(step for step in (5, 2, 1) if step * size <= most))
    _, south, _, north = view.bounds()
    scales = np.cos(np.radians([south, north, view.middle_lat()]))
    text = words.km(far)
    if scales.max() / scales.min() > 1.1:
        lat = view.middle_lat()
        text += f" at {abs(lat):.0f}° {'N' if lat >= 0 else 'S'}"
    left, bottom, long = view.box[0] + 12, view.box[1] + 12, far / per_px
    bar = Path(
        [(left, bottom + 5), (left, bottom), (left + long, bottom), (left + long, bottom + 5)]
    )
    plate.patch(bar, 9.8, edgecolor="white", width=4, alpha=0.8)
    plate.patch(bar, 9.9, edgecolor="#3c4750", width=1.6)
    plate.text((left + 4, bottom + 5), text, 10.5, ink="#3c4750", halo="white", layer=9.9)
    return [left - 4, bottom - 4, left + max(long, 120), bottom + 20]


def _draw_nothing(plate: Plate) -> list[float]:
    from matplotlib.patches import FancyBboxPatch

    from kit._lettering import width_px

    text = "Nothing to draw: no row has a place"
    left, bottom, right, top = plate.view.box
    wide = width_px(text, 15)
    x, y = (left + right) / 2, (bottom + top) / 2
    paper = FancyBboxPatch((x - wide / 2 - 10, y - 12), wide + 20, 32, boxstyle="round,pad=3")
    paper.set(facecolor="white", edgecolor="#d5dadd", linewidth=0.5)
    plate.add(paper, 10)
    plate.text((x, y), text, 15, ink="#22303a", align="center", layer=10.1)
    return [x - wide / 2 - 16, y - 16, x + wide / 2 + 16, y + 24]
