"""Which part of the world a map opens on."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from kit._mapbase import END_RANK

if TYPE_CHECKING:
    from kit._mapview import LayerSpec
    from kit._sphere import Floats

_CLOSE = 1 / 2  # of the whole extent: then a map opens on the exact places alone
_NEAR = 0.12  # of the extent that a map opens on: places nearer than this are taken in
_MOST = 0.8  # of all that is named: where that lies close together, a map opens on it
_MORE = 1.5  # times as far from the middle as that reaches, for what is just outside
_LINES = 0.6  # of all lines lie there, then
_LEAST = 8  # places: of fewer, each counts
_FEW = 1 / 3  # of the whole extent is close together


def opening_points(layers: "Sequence[LayerSpec]") -> "Floats":
    """
    Choose the points that a map opens on.

    These are the layers that are framed, or all if none is, and what lies next to them. The middle
    of a country or river says little of where a story is set: where all else lies close together,
    such points, and places that are unsure, stay outside. So do a few places far off, where most
    of what is named lies close together: one nurse from Graz does not make a volcano in the
    Philippines a story of the whole world.

    Parameters
    ----------
    layers : sequence of LayerSpec
        What is drawn.

    Returns
    -------
    numpy.ndarray, shape (n, 2)
        lat, lon in degrees.
    """
    framed = [layer for layer in layers if layer.framed] or layers
    frame, exact = points_of(framed), points_of(framed, lambda layer: layer.exact_points())
    if len(exact) and 0 < np.ptp(exact, axis=0).max() < _CLOSE * np.ptp(frame, axis=0).max():
        frame = exact
    core = _core(framed)
    if len(core) and 0 < np.ptp(core, axis=0).max() < _FEW * np.ptp(frame, axis=0).max():
        frame = core
    every = points_of(layers)
    if not len(frame):
        return every
    low, high = frame.min(axis=0), frame.max(axis=0)
    reach = _NEAR * (high - low).max()
    near = ((every > low - reach) & (every < high + reach)).all(axis=1)
    return np.vstack([frame, every[near]])


def points_of(
    layers: "Sequence[LayerSpec]",
    points: "Callable[[LayerSpec], Iterator[tuple[float, float]]] | None" = None,
) -> "Floats":
    """
    List every point of layers.

    Parameters
    ----------
    layers : sequence of LayerSpec
        What is drawn.
    points : callable, optional
        Which of a layer's points; all where it is not given.

    Returns
    -------
    numpy.ndarray, shape (n, 2)
        lat, lon in degrees.
    """
    found = (points(layer) if points else layer.points() for layer in layers)
    return np.array([p for some in found for p in some], dtype=float).reshape(-1, 2)


def _core(layers: "Sequence[LayerSpec]") -> "Floats":
    """Points next to the middle of all that is named, until they are most of it."""
    marks = [mark for layer in layers for mark in layer.marks]
    if not marks:
        return np.empty((0, 2))
    at = np.array([mark[:2] for mark in marks], dtype=float)
    named = np.array([1 + mark[5] % END_RANK for mark in marks], dtype=float)
    middle = [_quantile(at[:, axis], 0.5, named) for axis in (0, 1)]
    wide = np.cos(np.radians(middle[0]))
    away = np.maximum(np.abs(at[:, 0] - middle[0]), wide * np.abs(at[:, 1] - middle[1]))
    kept = at[away <= _MORE * _quantile(away, _MOST, named)]
    low, high = kept.min(axis=0), kept.max(axis=0)
    reach = _NEAR * (high - low).max()
    lines = [np.vstack(line["path"]) for layer in layers for line in layer.lines if line["path"]]
    inside = [line for line in lines if ((line > low - reach) & (line < high + reach)).all()]
    told = len(kept) >= _LEAST and len(inside) >= _LINES * len(lines)
    return np.vstack([kept, *inside]) if told else np.empty((0, 2))


def _quantile(values: "Floats", share: float, weights: "Floats") -> float:
    return float(np.quantile(values, share, weights=weights, method="inverted_cdf"))
