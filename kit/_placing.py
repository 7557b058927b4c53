"""Labels of a picture: those of the data beside what they name, then names of the basemap."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kit import _basemap
from kit._lettering import Room, halves, unescaped, width_px
from kit._mapbase import town_zoom
from kit._mapview import LayerSpec
from kit._plate import Plate, Track, colours, compound, line_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    # Lower left corner, and whether a leader leads there; None on the very line that is named.
    Spot = tuple[float, float, bool | None]

_MANY = 1000  # labels, from which on marks may be written over
_FEW = 150  # labels, up to which there are leaders
_LINE_HIGH_PX = 15.0
_FAR_PX = (26, 42, 62, 86, 112, 140)
_ROUND_DEG = (20, -20, 50, -50, 0, 90, -90, 130, -130, 160, -160, 180)
# Inhabitants from which on a town is named, and the zoom from which on it is.
_DIVISIONS_ZOOM = 6.25  # and from which on divisions are
_INK = "#22303a"


@dataclass
class _Label:
    """What is to be written somewhere near a point, along a line or in an area."""

    lines: list[str]
    rank: float
    sort: str  # mark, line or area
    ink: str
    at: "Floats"  # of a line the points that can be seen, else one
    radius: float = 0.0

    @property
    def font(self) -> tuple[float, str]:
        return {"mark": (12.5, "bold"), "line": (11.5, "bold"), "area": (12.0, "bold italic")}[
            self.sort
        ]

    def wide_px(self, lines: list[str]) -> float:
        return max(width_px(line, *self.font) for line in lines)


def write_labels(plate: Plate, layers: Iterable[LayerSpec], taken: "Floats") -> None:
    """
    Write all labels for which there is room.

    Parameters
    ----------
    plate : Plate
        What to write on.
    layers : iterable of LayerSpec
        What is drawn on it.
    taken : numpy.ndarray, shape (n, 4)
        Boxes where nothing is to be written: left, bottom, right, top in pixels.
    """
    room, lines, marks = (Room(plate.view.box) for _ in range(3))
    room.put(taken)
    labels = sorted(_labels(plate, layers), key=lambda label: -label.rank)
    if len(labels) < _MANY:
        for label in labels:
            if label.sort == "mark":
                (x, y), r = label.at[0], label.radius
                room.put(np.array([[x - r, y - r, x + r, y + r]]))
                marks.put(np.array([[x - r, y - r, x + r, y + r]]))
    for drawn in _drawn_lines(plate, layers):
        track = Track([drawn])
        dots = track.at(np.arange(0, track.whole, 6.0))
        lines.put(np.hstack([dots - 2, dots + 2]))
    written = set()
    for label in labels:
        here = (*label.lines, *np.round(label.at[0] / 3).tolist())
        if here not in written and _write(
            plate, label, (room, lines, marks), few=len(labels) < _FEW
        ):
            written.add(here)
    named = {label.lines[0] for label in labels if label.sort == "mark"}
    _write_names(plate, room, lines, named)


def _drawn_lines(plate: Plate, layers: Iterable[LayerSpec]) -> "Iterator[Floats]":
    """Lines and outlines of areas on the page."""
    for layer in layers:
        for line in layer.lines:
            yield from line_parts(plate.view, line["path"])
        for area in layer.areas:
            for polygon in area["rings"]:
                yield from line_parts(plate.view, polygon)


def _labels(plate: Plate, layers: Iterable[LayerSpec]) -> Iterator[_Label]:
    left, bottom, right, top = plate.view.box
    corner, far = np.array([left, bottom]) - 2, np.array([right, top]) + 2
    for layer in layers:
        for mark in layer.marks:
            at = plate.view.xy(np.array([mark[0]]), np.array([mark[1]]))
            if ((at > corner) & (at < far)).all():
                text = unescaped(mark[4])
                yield _Label([text], mark[5], "mark", _INK, at, mark[3] + 0.5)
        for line in layer.lines:
            seen = _seen_points(line_parts(plate.view, line["path"]), corner, far)
            texts = [unescaped(text) for text in line["label"]]
            if len(seen) > 1 and texts:
                yield _Label(texts, line["rank"], "line", line["ink"], seen)
        for area in layer.areas:
            at = plate.view.xy(*(np.array([degrees]) for degrees in area["at"]))
            texts = [unescaped(text) for text in area["label"]]
            yield _Label(texts, area["rank"], "area", _INK, at)


def _seen_points(parts: "list[Floats]", corner: "Floats", far: "Floats") -> "Floats":
    """Points of a line a few pixels apart, those that can be seen."""
    track = Track(parts)
    points = track.at(np.linspace(0, track.whole, max(2, int(track.whole / 4))))
    return np.asarray(points[((points > corner) & (points < far)).all(axis=1)])


def _write(plate: Plate, label: _Label, rooms: tuple[Room, Room, Room], *, few: bool) -> bool:
    """Write a label at the first spot that is free, clear of lines if that can be."""
    room, lines, marks = rooms
    texts, widest = label.lines, 0.4 * (plate.view.box[2] - plate.view.box[0])
    if label.sort == "line" and label.wide_px(texts) > widest:
        texts = [
            half
            for text in texts
            for half in (halves(text) if width_px(text, *label.font) > widest else [text])
        ]
    wide = label.wide_px(texts) + (13 if label.sort == "line" else 5)
    high = len(texts) * _LINE_HIGH_PX + (3 if label.sort == "line" else 1)
    west, _, east, _ = plate.view.box
    spots = list(_spots(label, wide, high, few=few))
    for clear in (lines, None):  # first clear of lines, then over them
        for x, bottom, led in spots:
            left = x
            if label.sort != "mark":
                left = float(np.clip(x, west + 3, max(east - wide - 3, west + 3)))
            box = (left, bottom, left + wide, bottom + high)
            leader = _leader(label, box) if led else None
            if clear and leader is not None and not _passes(marks, leader, label.radius):
                continue
            if room.take(left, bottom, wide, high, clear if led is not None else None):
                if leader is not None:
                    _lead(plate, leader)
                _letter(plate, label, texts, box)
                return True
    return False


def _letter(
    plate: Plate, label: _Label, texts: list[str], box: tuple[float, float, float, float]
) -> None:
    from matplotlib.patches import FancyBboxPatch

    left, bottom, right, top = box
    px, style = label.font
    if label.sort == "line":
        paper = FancyBboxPatch(
            (left + 2, bottom + 2), right - left - 4, top - bottom - 4, boxstyle="round,pad=2"
        )
        paper.set(facecolor="white", alpha=0.9, edgecolor="none")
        plate.add(paper, 8)
    for i, text in enumerate(texts):
        base = top - 1.5 * (label.sort == "line") - _LINE_HIGH_PX * (i + 0.76)
        middle = label.sort != "mark"
        plate.text(
            ((left + right) / 2 if middle else left + 2.5, base),
            text,
            px,
            ink=label.ink,
            style=style,
            align="center" if middle else "left",
            halo=None if label.sort == "line" else "white",
        )


def _leader(label: _Label, box: tuple[float, float, float, float]) -> "Floats":
    """Give the line from a mark or line to the label that stands away from it."""
    left, bottom, right, top = box
    middle = np.array([(left + right) / 2, (bottom + top) / 2])
    start = label.at[np.argmin(np.hypot(*(label.at - middle).T))]
    end = np.clip(start, [left, bottom + 2], [right, top - 2])
    return np.vstack([start, end])


def _passes(marks: Room, leader: "Floats", radius: float) -> bool:
    """Whether a leader runs over no other mark than its own."""
    track = Track([leader])
    return all(
        marks.free(x - 1, y - 1, x + 1, y + 1)
        for x, y in track.at(np.arange(radius + 3, track.whole, 3.0))
    )


def _lead(plate: Plate, leader: "Floats") -> None:
    path = compound([leader])
    plate.patch(path, 6.8, edgecolor="white", alpha=0.75, width=2.6)
    plate.patch(path, 6.9, edgecolor=colours().get("leader", _INK), width=0.9)


def _spots(label: _Label, wide: float, high: float, *, few: bool) -> "Iterator[Spot]":
    """Lower left corners where a label may stand, the best first."""
    if label.sort == "line":
        yield from _along(label.at, wide, high)
        return
    x, y = label.at[0]
    if label.sort == "area":
        for up in (0.0, -14.0 - high / 2, 14.0 + high / 2):
            yield x - wide / 2, y - high / 2 + up, False
        for aside in (16.0, 40.0, 80.0):
            for up in (0.0, 24.0, -24.0):
                yield x - wide - aside, y - high / 2 + up, True
                yield x + aside, y - high / 2 + up, True
        return
    r = label.radius + 3
    d = 0.75 * r
    yield x + r, y - high / 2, False
    yield x - r - wide, y - high / 2, False
    yield x + d, y + d - 4, False
    yield x + d, y - d - high + 4, False
    yield x - wide / 2, y + r, False
    yield x - wide / 2, y - r - high, False
    yield x - d - wide, y + d - 4, False
    yield x - d - wide, y - d - high + 4, False
    for far in _FAR_PX if few else ():
        for turn in _ROUND_DEG:
            side = {True: 0.0, False: wide}[abs(turn) < 90] if abs(turn) != 90 else wide / 2
            out = x + far * np.cos(np.radians(turn)) - side
            yield float(out), float(y - far * np.sin(np.radians(turn)) - high / 2), True


def _along(seen: "Floats", wide: float, high: float) -> "Iterator[Spot]":
    """Spots on the part of a line that can be seen, from its middle outwards, then beside it."""
    track = Track([seen])
    shares = np.array([0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82])
    anchors = track.at(shares * track.whole)
    if track.whole > 1.6 * wide:
        for x, y in anchors:
            yield x - wide / 2, y - high / 2, None
    for gap in (8, 24, 44, 70, 100, 140):
        for x, y in anchors[:5]:
            yield x + gap, y - high / 2, gap > 8
            yield x - gap - wide, y - high / 2, gap > 8
            yield x - wide / 2, y - gap - high, gap > 8
            yield x - wide / 2, y + gap, gap > 8


# ---- Names of the basemap -----------------------------------------------------------------------


def _write_names(plate: Plate, room: Room, lines: Room, named: set[str]) -> None:
    """Write the basemap's names where the data leaves room, what the data names left out."""
    view = plate.view
    west, south, east, north = view.bounds()
    table = _basemap.all_names()
    table = table[table["lat"].between(south, north) & ~table["name"].isin(named)]
    for turn in range(int((west + 180) // 360), int((east + 180) // 360) + 1):
        lons = table["lon"] + 360 * turn
        here = table[(lons > west) & (lons < east)]
        points = view.xy(here["lat"].to_numpy(), lons[here.index].to_numpy())
        columns = (here[c].tolist() for c in ("name", "kind", "width_deg", "population"))
        for text, kind, width_deg, people, at in zip(*columns, points.tolist(), strict=True):
            name = unescaped(text)
            if kind in {"country", "water"}:
                broad, water = width_deg * view.scale, kind == "water"
                _write_area_name(plate, (room, lines), name, at, broad, water=water)
            elif kind == "division":
                _write_division(plate, (room, lines), name, at, width_deg * view.scale)
            else:
                capital = kind == "capital"
                _write_town(plate, (room, lines), name, at, people, capital=capital)


def _write_area_name(  # noqa: PLR0913
    plate: Plate,
    rooms: tuple[Room, Room],
    name: str,
    at: tuple[float, float],
    broad: float,
    *,
    water: bool,
) -> None:
    """Write a country's or water's name across it, if it is wide enough."""
    size = float(np.clip(9.5 + broad / 70, 11, 15))
    px, style = round(size if water else size - 1, 1), "italic" if water else ""
    lines = [name if water else name.upper()]
    long = width_px(lines[0], px, style)
    if long > 1.1 * broad:
        lines = halves(lines[0])
        long = max(width_px(line, px, style) for line in lines)
    if long > broad * (1.3 if water else 1.7) and (water or plate.view.zoom < 6):
        return
    high = 1.2 * size * len(lines)
    room, lines_drawn = rooms
    if not room.take(at[0] - long / 2, at[1] - high / 2, long, high, lines_drawn):
        return
    ink = colours()["water-name" if water else "country-name"]
    for i, line in enumerate(lines):
        base = at[1] + ((len(lines) - 1) / 2 - i) * 1.2 * size - 0.36 * size
        halo = None if water else colours()["land"]
        plate.text(
            (at[0], base), line, px, ink=ink, style=style, align="center", halo=halo, layer=2
        )


def _write_division(
    plate: Plate, rooms: tuple[Room, Room], name: str, at: tuple[float, float], broad: float
) -> None:
    """Write a division's name, small, where the view is close and it is wide enough."""
    long, (room, lines) = width_px(name, 10.5), rooms
    if plate.view.zoom < _DIVISIONS_ZOOM or broad < max(70.0, 1.1 * long):
        return
    if room.take(at[0] - long / 2, at[1] - 7, long, 14, lines):
        ink, halo = colours()["division-name"], colours()["land"]
        plate.text((at[0], at[1] - 4), name, 10.5, ink=ink, align="center", halo=halo, layer=2)


def _write_town(  # noqa: PLR0913
    plate: Plate,
    rooms: tuple[Room, Room],
    name: str,
    at: tuple[float, float],
    people: int,
    *,
    capital: bool,
) -> None:
    """Write a town's name beside a dot, from the zoom on that its size calls for."""
    from matplotlib.patches import Circle

    first = town_zoom(people)
    if plate.view.zoom < (min(first - 0.5, 5) if capital else first):
        return
    long, (room, lines) = width_px(name, 11), rooms
    for side, align in ((6.0, "left"), (-6.0, "right")):
        left = at[0] + side - (long if side < 0 else 8)
        if room.take(left, at[1] - 7, long + 8, 14, lines):
            dot = Circle(at, 2.2 if capital else 1.7, facecolor=colours()["town"], edgecolor="none")
            plate.add(dot, 2)
            ink, halo = colours()["town"], colours()["land"]
            where = (at[0] + side, at[1] - 4)
            plate.text(where, name, 11, ink=ink, align=align, halo=halo, layer=2)
            return
