"""TopoJSON files of Natural Earth, put together again into shapes."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry


class Topology:
    """The arcs of a TopoJSON file, decoded, simplified and put together again."""

    def __init__(self, path: Path, tolerance_deg: float) -> None:
        raw = json.loads(path.read_text())
        scale, shift = np.array(raw["transform"]["scale"]), np.array(raw["transform"]["translate"])
        self.arcs = [
            _simplified(_unwrapped(np.cumsum(arc, axis=0) * scale + shift), tolerance_deg)
            for arc in raw["arcs"]
        ]
        self.objects = raw["objects"]

    def ring(self, indices: list[int]) -> np.ndarray:
        """Join arcs (a complement means backwards) into one closed ring without jumps at 180°."""
        pieces = [self.arcs[i] if i >= 0 else self.arcs[~i][::-1] for i in indices]
        ring = _unwrapped(np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])]))
        turn = ring[-1, 0] - ring[0, 0]
        if abs(turn) > 180:  # round the pole: close it along the edge of the map
            pole = -90.0 if ring[:, 1].mean() < 0 else 90.0
            corners = np.array([[ring[-1, 0], pole], [ring[0, 0], pole]])
            ring = np.vstack([ring, corners, ring[:1]])
        return ring

    def polygons(self, geometry: dict[str, Any]) -> BaseGeometry:
        """Geometry of one TopoJSON object between -180° and 180°."""
        groups = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        parts = []
        for group in groups:
            rings = [self.ring(indices) for indices in group]
            rings = [ring for ring in rings if len(ring) > 3]
            if not rings or np.ptp(rings[0], axis=0).min() == 0:
                continue
            middle = rings[0][:, 0].mean()  # holes may have been unwrapped on another turn
            turns = [360 * round((middle - r[:, 0].mean()) / 360) for r in rings[1:]]
            holes = [r + np.array([t, 0]) for r, t in zip(rings[1:], turns, strict=True)]
            parts.append(_cut(shapely.make_valid(shapely.Polygon(rings[0], holes))))
        return shapely.union_all(parts)

    def line(self, geometry: dict[str, Any]) -> np.ndarray:
        """Join the arcs of a line."""
        pieces = [self.arcs[i] if i >= 0 else self.arcs[~i][::-1] for i in geometry["arcs"]]
        return _unwrapped(np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])]))

    def borders(self) -> Iterator[np.ndarray]:
        """Arcs that two countries share."""
        uses: Counter[int] = Counter()
        for country in self.objects["countries"]["geometries"]:
            if "arcs" in country:
                uses.update({i if i >= 0 else ~i for i in _flat(country["arcs"])})
        yield from (self.arcs[i] for i, count in uses.items() if count > 1)


def _flat(nested: list[Any]) -> Iterator[int]:
    for item in nested:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def _unwrapped(line: np.ndarray) -> np.ndarray:
    return np.column_stack([np.unwrap(line[:, 0], period=360), line[:, 1]])


def _simplified(line: np.ndarray, tolerance_deg: float) -> np.ndarray:
    if len(line) < 3:
        return line
    return shapely.get_coordinates(shapely.LineString(line).simplify(tolerance_deg))


def _cut(geometry: BaseGeometry) -> BaseGeometry:
    """Bring what lies past 180° back on the map, cut at the edge."""
    west, _, east, _ = geometry.bounds
    turns = range(int(np.floor((west + 180) / 360)), int(np.floor((east + 180) / 360)) + 1)
    boxes = [shapely.box(-180 + 360 * k, -90, 180 + 360 * k, 90) for k in turns]
    pieces = [
        translate(geometry.intersection(box), -360 * k) for k, box in zip(turns, boxes, strict=True)
    ]
    return shapely.union_all(pieces)
