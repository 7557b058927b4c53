"""The map under a picture: sea, land and lines of the basemap, cut to the view."""

from typing import TYPE_CHECKING, Any

import numpy as np

from kit import _basemap, _disputes
from kit._plate import Plate, View, colours, compound

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_FINE_FROM_ZOOM = 4.25  # where the coast in detail shows
# Layer, zoom from which it is drawn as in _ground.js, width and dash.
_LINES = (
    ("river", 5.25, 0.8, None),
    ("division", 5.5, 0.7, None),
    ("border", 0.0, 1.0, None),
    ("disputed", 0.0, 1.0, "4 3"),
)
_SMALLEST_PX = 0.25  # what is smaller is left out of coasts


def draw_land(plate: Plate) -> None:
    """
    Draw sea, land, lakes and borders, and where the view is close rivers and divisions.

    Parameters
    ----------
    plate : Plate
        What to draw on.
    """
    from matplotlib.path import Path

    view, ink = plate.view, colours()
    left, bottom, right, top = view.box
    sea = Path([(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)])
    plate.patch(sea, 0, facecolor=ink["sea"])
    detail = "10m" if view.zoom >= _FINE_FROM_ZOOM else "50m"
    shapes = _basemap.shapes(detail, _disputes.point_of_view())
    land = compound(_rings(_seen(shapes["land"], view, joined=True)), closed=True)
    plate.patch(land, 0.1, facecolor=ink["land"], edgecolor=ink["coast"], width=0.7)
    lakes = compound(_rings(_seen(shapes["lake"], view, joined=True)), closed=True)
    plate.patch(lakes, 0.11, facecolor=ink["sea"], edgecolor=ink["coast"], width=0.5)
    for layer, from_zoom, width, dash in _LINES:
        if view.zoom >= from_zoom:
            lines = [np.asarray(line.coords) for line in _seen(shapes[layer], view)]
            colour = ink["border" if layer == "disputed" else layer]
            plate.patch(compound(lines), 0.2, edgecolor=colour, width=width, dash=dash)
    plate.patch(sea, 11, edgecolor="#8a949c", width=0.8, inside=plate.page)


def _seen(shapes: "NDArray[Any]", view: View, *, joined: bool = False) -> "NDArray[Any]":
    """Cut shapes to the view and bring them onto the page."""
    import shapely

    west, south, east, north = view.bounds(margin_px=6)
    pieces = []
    for turn in range(int((west + 180) // 360), int((east + 180) // 360) + 1):
        box = (west - 360 * turn, south, east - 360 * turn, north)
        bounds = shapely.bounds(shapes)
        near = (bounds[:, 0] < box[2]) & (bounds[:, 2] > box[0])
        near &= (bounds[:, 1] < box[3]) & (bounds[:, 3] > box[1])
        cut = shapely.get_parts(shapely.clip_by_rect(shapes[near], *box))
        moved = shapely.transform(cut, lambda p, by=360 * turn: view.xy(p[:, 1], p[:, 0] + by))  # type: ignore[misc]
        pieces.append(moved[~shapely.is_empty(moved)])
    found = np.concatenate(pieces)
    if joined and sum(len(piece) > 0 for piece in pieces) > 1:
        # else the antimeridian would show as a seam
        found = shapely.get_parts(shapely.union_all(shapely.make_valid(found)))
    found = shapely.simplify(found, _SMALLEST_PX)
    kind = 3 if joined else 1  # GEOS' numbers of polygons and lines
    kept = (shapely.get_type_id(found) == kind) & ~shapely.is_empty(found)
    if joined:
        kept &= shapely.area(found) > _SMALLEST_PX
    return np.asarray(found[kept])


def _rings(polygons: "NDArray[Any]") -> "list[Floats]":
    import shapely

    return [
        np.asarray(ring.coords)
        for polygon in shapely.orient_polygons(polygons)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
