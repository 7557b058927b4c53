"""What a picture of a map is drawn with: the view, the page, marks, lines and areas."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from kit._lettering import PT
from kit._mapassets import asset

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle
    from matplotlib.path import Path
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Box = tuple[float, float, float, float]

_NORTHMOST_DEG = 85.05
_LINE_PX = 2.4
_KM_IN_DEG = 6371.0088 * np.pi / 180
_CORNERS = {
    "square": [(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)],
    "diamond": [(0, 1.25), (1.25, 0), (0, -1.25), (-1.25, 0)],
    "triangle": [(0, 1.3), (1.2, -0.85), (-1.2, -0.85)],
    "hexagon": [(1.1, 0), (0.55, 0.95), (-0.55, 0.95), (-1.1, 0), (-0.55, -0.95), (0.55, -0.95)],
}


def mercator(lats: "Floats") -> "Floats":
    """
    Heights of latitudes in Mercator's projection.

    Parameters
    ----------
    lats : numpy.ndarray
        Latitudes in degrees; those beyond 85.05 are taken for 85.05.

    Returns
    -------
    numpy.ndarray
        In degrees of longitude at the equator: 180/π ln tan(π/4 + φ/2) (Snyder 1987, 7-2).
    """
    lats = np.clip(lats, -_NORTHMOST_DEG, _NORTHMOST_DEG)
    return np.degrees(np.log(np.tan(np.pi / 4 + np.radians(lats) / 2)))


@dataclass(frozen=True)
class View:
    """
    The part of the world that a picture shows.

    Attributes
    ----------
    west, south : float
        Longitude of its left side and Mercator's height of its lower one, degrees.
    scale : float
        Pixels in a degree of longitude.
    box : tuple of float
        Left, bottom, right and top on the page, pixels.
    """

    west: float
    south: float
    scale: float
    box: "Box"

    def xy(self, lats: "Floats", lons: "Floats") -> "Floats":
        """Places on the page in pixels, shape (n, 2)."""
        x = (lons - self.west) * self.scale + self.box[0]
        y = (mercator(lats) - self.south) * self.scale + self.box[1]
        return np.column_stack([x, y])

    @property
    def zoom(self) -> float:
        """The zoom of a web map on this scale."""
        return float(np.log2(self.scale * 360 / 256))

    def bounds(self, margin_px: float = 0.0) -> "Box":
        """West, south, east and north in degrees, with some room round it."""
        left, bottom, right, top = self.box
        west = self.west - margin_px / self.scale
        east = self.west + (right - left + margin_px) / self.scale
        heights = [self.south - margin_px / self.scale]
        heights.append(self.south + (top - bottom + margin_px) / self.scale)
        south, north = np.degrees(2 * np.arctan(np.exp(np.radians(heights))) - np.pi / 2)
        return west, float(south), east, float(north)

    def middle_lat(self) -> float:
        """Latitude in the middle of the picture, degrees."""
        height = self.south + (self.box[3] - self.box[1]) / self.scale / 2
        return float(np.degrees(2 * np.arctan(np.exp(np.radians(height))) - np.pi / 2))

    def km_in_px(self) -> float:
        """Kilometres in a pixel in the middle of the picture."""
        return float(_KM_IN_DEG * np.cos(np.radians(self.middle_lat())) / self.scale)


@cache
def colours() -> dict[str, str]:
    """
    Colours of the web maps, from their style sheet.

    Returns
    -------
    dict
        Hexadecimal colours by name, such as ``sea``, ``land``, ``coast``.
    """
    sheet = asset("_ground.css") + asset("_map.css")
    found = re.findall(r"--kit-([\w-]+):\s*(#[0-9a-fA-F]{3,8})", sheet)
    return dict(reversed(found))  # the first of a name counts: the light scheme


class Plate:
    """
    A page that is drawn on in pixels, upwards from its lower left corner.

    Parameters
    ----------
    wide_px, high_px : float
        Size of the page; 120 pixels are an inch.
    view : View
        Where on it the map is.
    """

    def __init__(self, wide_px: float, high_px: float, view: View) -> None:
        from matplotlib.figure import Figure

        self.view = view
        self.figure = Figure(figsize=(wide_px * PT / 72, high_px * PT / 72), facecolor="white")
        self.axes: Axes = self.figure.add_axes(
            (0, 0, 1, 1), xlim=(0, wide_px), ylim=(0, high_px), autoscale_on=False
        )
        self.axes.set_axis_off()
        self.page = self.window((0, 0, wide_px, high_px))
        self.map = self.window(view.box)

    def window(self, box: "Box") -> "Rectangle":
        """Give what things are clipped to: left, bottom, right and top in pixels."""
        from matplotlib.patches import Rectangle

        left, bottom, right, top = box
        window = Rectangle((left, bottom), right - left, top - bottom)
        window.set_transform(self.axes.transData)
        return window

    def add(self, artist: "Artist", layer: float, inside: "Rectangle | None" = None) -> None:
        """Draw something on the map, or inside another window."""
        artist.set_zorder(layer)
        self.axes.add_artist(artist)
        artist.set_clip_path(inside or self.map)

    def patch(
        self,
        path: "Path",
        layer: float,
        inside: "Rectangle | None" = None,
        **look: Any,  # noqa: ANN401 - of PathPatch
    ) -> None:
        """Draw a path; widths are in pixels, and a dash is as in SVG."""
        from matplotlib.patches import PathPatch

        width = look.pop("width", 0.0)
        dash = look.pop("dash", None)
        if dash:
            steps = [float(step) / width for step in re.split(r"[\s,]+", dash.strip())]
            look["linestyle"] = (0, steps)
        look = {"facecolor": "none", "edgecolor": "none", "capstyle": "butt", **look}
        self.add(PathPatch(path, linewidth=width * PT, joinstyle="round", **look), layer, inside)

    def text(  # noqa: PLR0913
        self,
        at: tuple[float, float],
        line: str,
        px: float,
        *,
        ink: str,
        style: str = "",
        align: str = "left",
        halo: str | None = None,
        layer: float = 9,
    ) -> None:
        """Write a line of text on its base line; the halo is an outline under it."""
        from matplotlib.text import Text
        from matplotlib.textpath import TextPath
        from matplotlib.transforms import Affine2D

        from kit._lettering import font, width_px

        if halo:
            share = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
            x = at[0] - share * width_px(line, px, style)
            there = Affine2D().scale(1 / PT).translate(x, at[1])
            outline = there.transform_path(TextPath((0, 0), line, prop=font(px, style)))
            look = {"edgecolor": halo, "facecolor": halo, "alpha": 0.85}
            self.patch(outline, layer - 0.1, self.page, width=2.6, **look)
        written = Text(
            *at, line, fontproperties=font(px, style), color=ink, parse_math=False, ha=align
        )
        self.add(written, layer, self.page)


def compound(parts: "Sequence[Floats]", *, closed: bool = False) -> "Path":
    """
    Make one path of several lines or rings.

    Parameters
    ----------
    parts : sequence of numpy.ndarray, shape (n, 2)
        Points in pixels.
    closed : bool
        Whether the parts are rings, whose first point is their last.

    Returns
    -------
    matplotlib.path.Path
        The path.
    """
    from matplotlib.path import Path

    kept = [part for part in parts if len(part) > 1]
    if not kept:
        return Path(np.empty((0, 2)))
    codes = []
    for part in kept:
        code = np.full(len(part), Path.LINETO, dtype=np.uint8)
        code[0] = Path.MOVETO
        if closed:
            code[-1] = Path.CLOSEPOLY
        codes.append(code)
    return Path(np.vstack(kept), np.concatenate(codes))


@cache
def mark_path(shape: str) -> "Path":
    """
    Outline of a mark with a radius of 1.

    Parameters
    ----------
    shape : str
        As in :data:`kit._mapview.KINDS`.

    Returns
    -------
    matplotlib.path.Path
        The outline; a circle where the shape is not known.
    """
    from matplotlib.path import Path

    corners = _CORNERS.get(shape)
    return Path([*corners, corners[0]], closed=True) if corners else Path.unit_circle()


def line_parts(view: View, path: "Sequence[Sequence[Sequence[float]]]") -> "list[Floats]":
    """
    Bring the parts of a line onto the page.

    Parameters
    ----------
    view : View
        What is shown.
    path : sequence of parts
        Each a list of [lat, lon].

    Returns
    -------
    list of numpy.ndarray, shape (n, 2)
        Points in pixels.
    """
    arrays = [np.asarray(part, dtype=float) for part in path]
    return [view.xy(part[:, 0], part[:, 1]) for part in arrays if len(part)]


def draw_area(plate: Plate, area: dict[str, Any]) -> None:
    """
    Hatch an area.

    Parameters
    ----------
    plate : Plate
        What to draw on.
    area : dict
        Of a :class:`kit._mapview.LayerSpec`.
    """
    from matplotlib.colors import to_rgba

    rings = [ring for polygon in area["rings"] for ring in line_parts(plate.view, polygon)]
    path, ink = compound(rings, closed=True), area["ink"]
    plate.patch(path, 3, facecolor=to_rgba(ink, 0.13))
    plate.patch(path, 3.1, edgecolor=to_rgba(ink, 0.55), hatch="/////", width=0)
    plate.patch(path, 3.2, edgecolor=ink, width=1.2)


def draw_line(plate: Plate, line: dict[str, Any]) -> None:
    """
    Draw a line with its casing, dashes, sleepers and arrow heads.

    Parameters
    ----------
    plate : Plate
        What to draw on.
    line : dict
        Of a :class:`kit._mapview.LayerSpec`.
    """
    parts = line_parts(plate.view, line["path"])
    path, ink = compound(parts), line["ink"]
    plate.patch(path, 4, edgecolor="white", alpha=0.75, width=5)
    plate.patch(path, 5, edgecolor=ink, width=_LINE_PX, dash=line["dash"])
    track = Track(parts)
    if line["ticks"]:
        ties = [track.placed(np.array([[0, -4], [0, 4]]), far) for far in track.sleepers()]
        plate.patch(compound(ties), 5.1, edgecolor=ink, width=1.5)
    if line["arrow"]:
        head = np.array([[9, 0], [-6, 6], [-3.5, 0], [-6, -6], [9, 0]], dtype=float)
        heads = [track.placed(head, far) for far in track.heads()]
        look = {"facecolor": ink, "edgecolor": "white", "width": 1.0}
        plate.patch(compound(heads, closed=True), 6, **look)


class Track:
    """
    A line on the page by the length along it.

    Parameters
    ----------
    parts : sequence of numpy.ndarray, shape (n, 2)
        Its points in pixels.
    """

    def __init__(self, parts: "Sequence[Floats]") -> None:
        self.points = np.vstack(parts)
        steps = np.hypot(*np.diff(self.points, axis=0).T)
        self.along = np.concatenate([[0.0], np.cumsum(steps)])
        self.whole = float(self.along[-1])

    def at(self, far: "float | Floats") -> "Floats":
        """Points so many pixels along the line."""
        x, y = (np.interp(far, self.along, self.points[:, i]) for i in (0, 1))
        return np.stack([x, y], axis=-1)

    def heads(self) -> list[float]:
        """Lengths at which the arrow heads point, the last at the end."""
        if self.whole < 14:
            return []
        return [*np.arange(60, self.whole - 50, 150).tolist(), self.whole - 9]

    def sleepers(self) -> list[float]:
        """Lengths of a railway's sleepers, which leave room for the arrow heads."""
        lengths = np.arange(5, self.whole - 24, 10)
        return [float(far) for far in lengths if abs((far + 90) % 150 - 75) < 64]

    def placed(self, shape: "Floats", far: float) -> "Floats":
        """Turn a shape along the line and set it there."""
        start, end = self.at(np.array([max(far - 9, 0), min(far + 9, self.whole)]))
        turn = np.arctan2(*(end - start)[::-1])
        cos, sin = np.cos(turn), np.sin(turn)
        return np.asarray(shape @ np.array([[cos, sin], [-sin, cos]]) + self.at(far))


def draw_marks(
    plate: Plate, marks: Sequence[Sequence[Any]], kinds: Sequence[dict[str, str]]
) -> None:
    """
    Draw the marks of places, the last on top.

    Parameters
    ----------
    plate : Plate
        What to draw on.
    marks : sequence
        Of a :class:`kit._mapview.LayerSpec`.
    kinds : sequence of dict
        :data:`kit._mapview.KINDS`.
    """
    from matplotlib.collections import PathCollection
    from matplotlib.transforms import IdentityTransform

    if not marks:
        return
    sorts = [kinds[mark[2]] for mark in marks]
    sure = [bool(mark[6]) for mark in marks]
    points = np.array([mark[:2] for mark in marks], dtype=float)
    collection = PathCollection(
        [mark_path(sort["shape"]) for sort in sorts],
        sizes=[(mark[3] * PT) ** 2 for mark in marks],
        offsets=plate.view.xy(points[:, 0], points[:, 1]),
        offset_transform=plate.axes.transData,
        facecolors=[sort["ink"] if s else "white" for sort, s in zip(sorts, sure, strict=True)],
        edgecolors=["white" if s else sort["ink"] for sort, s in zip(sorts, sure, strict=True)],
        linewidths=[(1.3 if s else 2.0) * PT for s in sure],
    )
    collection.set_transform(IdentityTransform())  # else the page's scale counts twice
    plate.add(collection, 7)
