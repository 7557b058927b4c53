"""How rough the land is, by the shades of a relief, and how much longer that makes roads."""

from pathlib import Path

import numpy as np
from lines import Lines
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import uniform_filter

_WINDOW = 5  # pixels, each a thirtieth of a degree
_SHARES = np.array([0.125, 0.375, 0.625, 0.875])  # where along a piece one looks
# The source leaves bends out, most where the land is rough: beyond so much roughness its pieces are
# made longer by so much for each more. Fitted by `python data/build/fit_relief.py`.
FLAT, SLOPE = 3.0, 0.0075


class Relief:
    """
    A picture of the whole world in light and shade, latitude and longitude at right angles.

    Attributes
    ----------
    rough : array of shape (height, width)
        Standard deviation of brightness (0 to 255) about each pixel.
    """

    def __init__(self, path: Path) -> None:
        light = np.asarray(Image.open(path).convert("L"), dtype=np.float64)
        mean, square = (
            uniform_filter(values, _WINDOW, mode=("nearest", "wrap"))
            for values in (light, light**2)
        )
        self.rough = np.sqrt(np.maximum(square - mean**2, 0))

    def along(self, lines: Lines) -> NDArray[np.float64]:
        """Roughness along each piece of line."""
        height, width = self.rough.shape
        turn = (lines.lon[lines.b] - lines.lon[lines.a] + 180) % 360 - 180
        lat = lines.lat[lines.a] + _SHARES[:, None] * (lines.lat[lines.b] - lines.lat[lines.a])
        lon = lines.lon[lines.a] + _SHARES[:, None] * turn
        row = ((90 - lat) / 180 * height).astype(int).clip(0, height - 1)
        column = ((lon + 180) / 360 * width).astype(int) % width
        return self.rough[row, column].mean(axis=0)


def bends(rough: NDArray[np.float64], flat: float = FLAT, slope: float = SLOPE) -> NDArray:
    """How many times as long a road is as the source has it."""
    return 1 + slope * np.maximum(rough - flat, 0)
