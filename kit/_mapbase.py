"""What web maps carry: the basemap no finer than they show it, names and lines packed tightly."""

import json
import zlib
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from kit import _disputes
from kit._basemap import AREAS, basemap, encoded, packed, shapes
from kit._page import escape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: What names stand first: those of ends, lines and areas, then of places by their count.
END_RANK, LINE_RANK, AREA_RANK = 3_000, 2_000, 1_000
LINE_STEPS_PER_DEG = 1000  # 0.7 pixels at the closest zoom
_WORLD_STEPS_PER_DEG = 40  # half a pixel where the cells of more detail begin to show
_WORLD_STEP_DEG = 0.05
_WORLD_ISLAND_DEG = 0.14  # narrower ones are not seen
_NAME_STEPS_PER_DEG = 200
_WIDTH_STEPS_PER_DEG = 10
_FAR_CITY = 3_000_000  # inhabitants of the cities that are named far from what the map shows
# From which zoom a town is named, by its inhabitants.
_TOWN_ZOOMS = (
    *((8_000_000, 3.5), (3_000_000, 4.25), (1_000_000, 5.0), (400_000, 6.0), (100_000, 6.75)),
    *((50_000, 7.75), (0, 8.5)),
)


def deflated(data: object) -> str:
    """
    Write data as text that is much shorter, for a browser to inflate.

    Parameters
    ----------
    data : object
        What JSON takes.

    Returns
    -------
    str
        Raw deflate of its JSON, in base 64.
    """
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return b64encode(deflate.compress(text.encode()) + deflate.flush()).decode()


def view_basemap(points: "Floats", weights: "Floats") -> dict[str, Any]:
    """
    Pack the basemap for one web map; :func:`deflated`, it is what ``_ground.js`` draws.

    Parameters
    ----------
    points, weights : numpy.ndarray
        As for :func:`kit._basemap.basemap`.

    Returns
    -------
    dict
        As from :func:`kit._basemap.basemap`, with a world less fine and its own ``worldSteps``, and
        ``names`` packed: ``text`` (a line each), ``kinds`` (a letter each) and ``numbers`` (lat,
        lon, and the width of areas or the zoom from which towns are named).
    """
    made = basemap(points, weights)
    corners = {(cell["west"], cell["south"]) for cell in made["cells"]}
    return {
        **made,
        "cells": [_filled(cell) for cell in made["cells"] if not cell["plain"]],
        "world": _world(_disputes.point_of_view()),
        "worldSteps": _WORLD_STEPS_PER_DEG,
        "names": _packed_names(made["names"], corners, made["cell"]),
    }


def _filled(cell: dict[str, Any]) -> dict[str, Any]:
    """Leave out the layers of which a cell has nothing."""
    return {key: value for key, value in cell.items() if key != "plain" and value != ""}


@cache
def _world(view: str) -> dict[str, str]:
    """Coasts and borders as they look before the cells of more detail begin to show."""
    import shapely

    made = {}
    for layer, geometries in shapes("50m", view).items():
        simple = shapely.simplify(geometries, _WORLD_STEP_DEG)
        west, south, east, north = shapely.bounds(simple).T
        seen = simple[np.maximum(east - west, north - south) > _WORLD_ISLAND_DEG]
        rings = shapely.get_rings(seen) if layer in AREAS else seen
        made[layer] = packed(
            [shapely.get_coordinates(ring) for ring in rings], _WORLD_STEPS_PER_DEG
        )
    return _filled(made)


def _packed_names(
    names: Sequence[Sequence[Any]], cells: set[tuple[int, int]], cell_deg: int
) -> dict[str, str]:
    rows, numbers = [], []
    for name, kind, lat, lon, size in names:
        corner = (int(lon // cell_deg * cell_deg), int(lat // cell_deg * cell_deg))
        if kind == "t" and size < _FAR_CITY and corner not in cells:
            continue
        rows.append((escape(name), kind))
        at = [lat * _NAME_STEPS_PER_DEG, lon * _NAME_STEPS_PER_DEG]
        numbers.append([*at, town_zoom(size) * 4 if kind in "ct" else size * _WIDTH_STEPS_PER_DEG])
    texts, kinds = zip(*rows, strict=True)
    steps = np.round(np.array(numbers)).astype(np.int64)
    return {
        "text": "\n".join(texts),
        "kinds": "".join(kinds),
        "numbers": encoded(np.diff(steps, axis=0, prepend=[[0, 0, 0]])),
    }


def town_zoom(inhabitants: float) -> float:
    """From which zoom on a town of so many is named."""
    return next(zoom for least, zoom in _TOWN_ZOOMS if inhabitants >= least)
