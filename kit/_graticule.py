"""Lines of latitude and longitude on a picture, with their degrees at its edges."""

from typing import TYPE_CHECKING

import numpy as np

from kit._lettering import width_px
from kit._plate import Plate, colours, compound

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS_DEG = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30)  # as in _ground.js
_APART_PX = 80.0  # meridians are at least so far from each other
_PX = 10.0


def step_deg(px_per_deg: float) -> float:
    """
    Degrees between the lines, on a map of some scale.

    Parameters
    ----------
    px_per_deg : float
        Pixels in a degree of longitude.

    Returns
    -------
    float
        1, 2 or 5 times a power of ten, or 15 or 30.
    """
    return next((step for step in _STEPS_DEG if step * px_per_deg >= _APART_PX), _STEPS_DEG[-1])


def in_words(degrees: float, letters: str) -> str:
    """
    Write a latitude or longitude.

    Parameters
    ----------
    degrees : float
        Longitudes may run on beyond 180.
    letters : str
        ``"NS"`` or ``"EW"``.

    Returns
    -------
    str
        Such as ``"40° N"``; without a letter where both would do.
    """
    turned = round((degrees + 180) % 360 - 180, 2)
    side = "" if turned in {0, -180} else f" {letters[turned < 0]}"
    return f"{abs(turned):g}°{side}"


def draw_graticule(plate: Plate, taken: list[list[float]]) -> list[list[float]]:
    """
    Draw the lines, and their degrees where there is room at the edges.

    Parameters
    ----------
    plate : Plate
        What to draw on.
    taken : list of [left, bottom, right, top]
        Room that something else has, pixels.

    Returns
    -------
    list of [left, bottom, right, top]
        Room that the degrees take.
    """
    view, ink = plate.view, colours()
    left, bottom, right, top = view.box
    lats, lons = _multiples(plate)
    xs, ys = view.xy(0 * lons, lons)[:, 0], view.xy(lats, 0 * lats)[:, 1]
    lines = [np.array([[x, bottom], [x, top]]) for x in xs]
    lines += [np.array([[left, y], [right, y]]) for y in ys]
    plate.patch(compound(lines), 0.3, edgecolor=ink["graticule"], width=0.7)
    wanted = [(in_words(lat, "NS"), y, True) for lat, y in zip(lats.tolist(), ys, strict=True)]
    wanted += [(in_words(lon, "EW"), x, False) for lon, x in zip(lons.tolist(), xs, strict=True)]
    room: list[list[float]] = []
    for text, along, level in wanted:
        wide = width_px(text, _PX)
        for x, y in _spots(plate, along, wide, level=level):
            box = [x - 2, y - 3, x + wide + 2, y + _PX]
            inside = left < box[0] and box[2] < right and bottom < box[1] and box[3] < top
            if inside and not any(_meet(box, other) for other in (*taken, *room)):
                plate.text((x, y), text, _PX, ink=ink["graticule-name"], halo=ink["land"], layer=2)
                room.append(box)
                break
    return room


def _multiples(plate: Plate) -> "tuple[Floats, Floats]":
    """Latitudes and longitudes of the lines that can be seen."""
    step = step_deg(plate.view.scale)
    west, south, east, north = plate.view.bounds()
    rows = np.arange(np.ceil(south / step), np.floor(north / step) + 1)
    columns = np.arange(np.ceil(west / step), np.floor(east / step) + 1)
    return rows * step, columns * step


def _spots(plate: Plate, along: float, wide: float, *, level: bool) -> list[tuple[float, float]]:
    """Where the degrees of a line can stand: just above its ends, or just right of them."""
    left, bottom, right, top = plate.view.box
    if level:
        return [(left + 5, along + 4), (right - wide - 5, along + 4)]
    return [(along + 4, top - _PX - 4), (along + 4, bottom + 6)]


def _meet(one: list[float], other: list[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
