"""The legend of a picture, whose swatches are those of the web maps: small drawings in SVG."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np

from kit._lettering import PT, cleaned, width_px, wrapped
from kit._plate import Plate

if TYPE_CHECKING:
    from matplotlib.path import Path

    Legend = tuple[str, Sequence[tuple[str, str]]]

_SWATCH_PX = 18  # how high a swatch is
_ROW_PX = 15.5
_TEXT_PX = 12.0
_HEADING_PX = 10.0
_TEXT_WIDE_PX = 190.0
_PAD_PX, _GAP_PX = 10.0, 8.0
_INK = "#22303a"


@dataclass(frozen=True)
class _Section:
    """A heading and its rows: a swatch, or an empty one for a further line, and text."""

    heading: str
    rows: list[tuple[str, str]]

    @property
    def wide_px(self) -> float:
        rows = [_wide(swatch) + _GAP_PX + width_px(text, _TEXT_PX) for swatch, text in self.rows]
        return max([width_px(self.heading, _HEADING_PX, "bold"), *rows])

    @property
    def high_px(self) -> float:
        return (1 + len(self.rows)) * _ROW_PX

    def draw(self, plate: Plate, left: float, top: float) -> None:
        """Draw it with its upper left corner there, pixels."""
        base = top - 0.7 * _ROW_PX
        plate.text((left, base), self.heading, _HEADING_PX, ink="#59646d", style="bold", layer=10.3)
        for swatch, line in self.rows:
            base -= _ROW_PX
            middle = base + 0.2 * _ROW_PX
            _draw_swatch(plate, swatch, left, middle + _SWATCH_PX / 2)
            at = (left + _wide(swatch) + _GAP_PX, base)
            plate.text(at, line, _TEXT_PX, ink=_INK, layer=10.3)


class LegendBox:
    """
    A legend, measured and ready to be set in a corner of the map or below it.

    Parameters
    ----------
    sections : sequence of (heading, [(swatch, text)])
        As :func:`kit._legend.legend_html` takes them; empty ones are left out.
    """

    def __init__(self, sections: "Sequence[Legend]") -> None:
        self._sections = [
            _Section(cleaned(heading).upper(), list(_lines(rows)))
            for heading, rows in sections
            if rows
        ]
        self.wide_px = self.high_px = 0.0
        if self._sections:
            high = sum(section.high_px for section in self._sections)
            self.wide_px = max(section.wide_px for section in self._sections) + 2 * _PAD_PX
            self.high_px = high + (len(self._sections) - 1) * _GAP_PX + 1.4 * _PAD_PX

    def draw(self, plate: Plate, left: float, top: float) -> None:
        """Draw it as a box with its upper left corner there, pixels."""
        from matplotlib.patches import FancyBboxPatch

        if not self._sections:
            return
        paper = FancyBboxPatch(
            (left + 3, top - self.high_px + 3),
            self.wide_px - 6,
            self.high_px - 6,
            boxstyle="round,pad=3",
            facecolor="white",
            alpha=0.94,
            edgecolor="#d5dadd",
            linewidth=0.8 * PT,
        )
        plate.add(paper, 10)
        y = top - 0.7 * _PAD_PX
        for section in self._sections:
            section.draw(plate, left + _PAD_PX, y)
            y -= section.high_px + _GAP_PX

    def draw_below(self, plate: Plate, left: float, top: float, wide_px: float) -> None:
        """Draw its sections side by side, in a strip with its upper left corner there."""
        for section, x, down in self._flow(wide_px):
            section.draw(plate, left + x, top - down)

    def strip_high_px(self, wide_px: float) -> float:
        """How high the strip is that :meth:`draw_below` draws."""
        return max((down + section.high_px for section, _, down in self._flow(wide_px)), default=0)

    def _flow(self, wide_px: float) -> Iterator[tuple[_Section, float, float]]:
        """Sections with how far to the right and down each begins."""
        x, down, lowest = 0.0, 0.0, 0.0
        for section in self._sections:
            if x and x + section.wide_px > wide_px:
                x, down = 0.0, lowest + _GAP_PX
            yield section, x, down
            lowest = max(lowest, down + section.high_px)
            x += section.wide_px + 4 * _GAP_PX


def _lines(rows: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for swatch, text in rows:
        for i, line in enumerate(wrapped(cleaned(text), _TEXT_PX, _TEXT_WIDE_PX)):
            yield (swatch if i == 0 else _blank(swatch)), line


def _blank(swatch: str) -> str:
    return f'<svg width="{_wide(swatch)}" height="{_SWATCH_PX}"/>'


def _wide(swatch: str) -> int:
    return int(ET.fromstring(swatch).get("width", "0"))  # noqa: S314 - ours


def _draw_swatch(plate: Plate, swatch: str, left: float, top: float) -> None:
    """Draw what a swatch shows with its upper left corner there."""
    from matplotlib.colors import to_rgba
    from matplotlib.transforms import Affine2D

    there = Affine2D().scale(1, -1).translate(left, top)
    window = plate.window((left, top - _SWATCH_PX, left + _wide(swatch), top))
    for path, look in _shapes(ET.fromstring(swatch), {}):  # noqa: S314 - ours
        fill, stroke = look.get("fill", "black"), look.get("stroke", "none")
        drawn: dict[str, Any] = {}
        if fill != "none":
            drawn["facecolor"] = to_rgba(fill, float(look.get("fill-opacity", 1)))
        if stroke != "none":
            drawn["edgecolor"] = to_rgba(stroke, float(look.get("stroke-opacity", 1)))
            drawn["width"] = float(look.get("stroke-width", 1))
            drawn["dash"] = look.get("stroke-dasharray")
        plate.patch(path.transformed(there), 10.2, window, **drawn)


def _shapes(
    element: ET.Element, inherited: Mapping[str, str]
) -> "Iterator[tuple[Path, Mapping[str, str]]]":
    """Paths of a swatch's shapes, with how they look."""
    from matplotlib.path import Path

    look = {**inherited, **element.attrib}
    match element.tag:
        case "circle":
            x, y, r = (float(element.get(name, "0")) for name in ("cx", "cy", "r"))
            yield Path.circle((x, y), r), look
        case "rect":
            x, y, w, h = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
            corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]
            yield Path(corners, closed=True), look
        case "path":
            yield _path(element.get("d", "")), look
        case _:
            for child in element:
                yield from _shapes(child, look)


def _path(d: str) -> "Path":
    """Read a path of SVG that has straight lines alone."""
    from matplotlib.path import Path

    at, start = np.zeros(2), np.zeros(2)
    points, codes = [], []
    for command, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", d):
        numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        for i, step in enumerate(_steps(command, numbers, at, start)):
            at = step
            points.append(at)
            moves = command in "Mm" and i == 0
            codes.append(Path.MOVETO if moves else Path.LINETO)
            start = at if moves else start
        if command in "Zz":
            codes[-1] = Path.CLOSEPOLY
    return Path(np.array(points), codes)


def _steps(
    command: str, numbers: list[float], at: "np.ndarray[Any, Any]", start: "np.ndarray[Any, Any]"
) -> "Iterator[np.ndarray[Any, Any]]":
    """Points to which a command of SVG draws."""
    here = at
    if command in "Zz":
        yield start
    elif command in "HhVv":
        axis = int(command in "Vv")
        for number in numbers:
            here = here.copy()
            here[axis] = number + (here[axis] if command.islower() else 0)
            yield here
    elif command in "MmLl":
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            here = np.array([x, y]) + (here if command.islower() else 0)
            yield here
    else:
        raise ValueError(f"a swatch's path has the command {command}, which is not drawn")
