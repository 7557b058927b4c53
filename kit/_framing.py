"""Which part of the world a picture shows: the data with a margin, on a map as wide as the page."""

from typing import TYPE_CHECKING

import numpy as np

from kit._mapview import LayerSpec
from kit._opening import opening_points, points_of
from kit._plate import View, mercator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WIDE_PX = 960.0  # 8 inches
EDGE_PX = 14.0
_LOWEST, _HIGHEST = 0.54, 0.95  # how high a map is, in its widths
_PAD_LEFT, _PAD_RIGHT, _PAD_TOP, _PAD_BOTTOM = 70.0, 100.0, 44.0, 54.0
_SPOT_DEG = 9.0  # wide is the map of one place
_CLOSEST_DEG = 0.6
_WORLD = np.array([[-56.0, -170.0], [74.0, 180.0]])


def framing(layers: list[LayerSpec], legend_high: float, foot: float) -> View:
    """
    Fit the data into a map as wide as the page, whose height goes by them.

    Parameters
    ----------
    layers : list of LayerSpec
        What is drawn, within the 360 degrees of one world.
    legend_high : float
        Room that a legend in a corner needs, pixels.
    foot : float
        Room below the map, pixels.

    Returns
    -------
    View
        The whole world where there is nothing to show.
    """
    frame = opening_points(layers) if points_of(layers).size else _WORLD
    west, east = frame[:, 1].min(), frame[:, 1].max()
    south, north = mercator(np.array([frame[:, 0].min(), frame[:, 0].max()]))
    spread = max(east - west, north - south)
    least = _SPOT_DEG if spread < 0.02 else _CLOSEST_DEG
    across, up = max(east - west, least), max(north - south, 0.5 * least)
    wide = WIDE_PX - 2 * EDGE_PX
    beside, above = _PAD_LEFT + _PAD_RIGHT, _PAD_TOP + _PAD_BOTTOM
    scale = (wide - beside) / across
    lowest = max(_LOWEST * wide, legend_high + 60)
    high = float(np.clip(up * scale + above, lowest, max(_HIGHEST * wide, lowest)))
    scale = max(min(scale, (high - above) / up), wide / 360)
    left = (west + east) / 2 - ((wide - _PAD_RIGHT + _PAD_LEFT) / 2) / scale
    bottom = (south + north) / 2 - ((high - _PAD_TOP + _PAD_BOTTOM) / 2) / scale
    poles = mercator(np.array([-85.05, 85.05]))
    bottom = float(np.clip(bottom, poles[0], max(poles[0], poles[1] - high / scale)))
    box = (EDGE_PX, foot, EDGE_PX + wide, foot + high)
    return View(float(left), bottom, float(scale), box)
