"""Whether a road can lead from one place to another: on one land, and past no roadless country."""

from functools import cache
from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kit import measure
from kit._roads import road_joins
from kit._sphere import crosses, xyz
from kit._spot import Spot
from kit.settings import data_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import shapely
    from numpy.typing import NDArray

_FILE = "roadless.csv"
# A place so near to a land lies on it: harbours and islets are off the coarse map.
_SHORE_DEG = 0.25
_BRIDGED_DEG = 0.2  # straits narrower than some 15 to 20 km have a bridge or a ferry for cars
_TOWN_KM = 20.0  # around a town there are streets


class Roadless(NamedTuple):
    """
    A place or country that no road leads to or through, as a row of ``data/roadless.csv``.

    Attributes
    ----------
    name : str
    kind : str
        ``"across"``: no road crosses the line of its points; ``"alone"``: none leads out of the
        circle about its point; ``"apart"``: none leads from town to town in that circle.
    lat, lon : tuple of float
        Its points, degrees.
    km : float
        Radius of the circle.
    """

    name: str
    kind: str
    lat: tuple[float, ...]
    lon: tuple[float, ...]
    km: float

    def bars(self, one: Spot, two: Spot) -> bool:
        """Tell whether it lies between two places."""
        if self.kind == "across":
            points = xyz(self.lat, self.lon)
            ends = xyz([one.lat, two.lat], [one.lon, two.lon])
            return bool(crosses(ends[:1], ends[1:], np.stack(list(pairwise(points)))).any())
        inside = [self._holds(spot) for spot in (one, two)]
        if self.kind == "alone":
            return inside[0] != inside[1]
        return all(inside) and measure.distance_km(one.lat, one.lon, two.lat, two.lon) > _TOWN_KM

    def _holds(self, spot: Spot) -> bool:
        away_km = measure.distance_km(self.lat[0], self.lon[0], spot.lat, spot.lon)
        return bool(away_km <= self.km)


def barred(one: Spot, two: Spot) -> str:
    """
    Say why no road leads from one place to another.

    Parameters
    ----------
    one, two : Spot

    Returns
    -------
    str
        A sentence without its full stop; empty where one may lead.

    Raises
    ------
    kit.errors.DataError
        If a shipped file is missing or damaged.
    """
    if not _lands_at(one) & _lands_at(two):
        return f"No land connects {one.name} and {two.name}"
    through = {"across": "across", "alone": "to", "apart": "from town to town in"}
    return next(
        (
            f"No road leads {through[place.kind]} {place.name}"
            for place in _roadless()
            if place.bars(one, two)
        ),
        "",
    )


@cache
def _roadless() -> tuple[Roadless, ...]:
    return tuple(data_rows(_FILE, _row))


def _row(row: dict[str, str]) -> Roadless:
    points = [point.split() for point in row["points"].split(";")]
    lat, lon = (tuple(float(point[axis]) for point in points) for axis in (0, 1))
    return Roadless(row["name"], row["kind"], lat, lon, float(row["km"] or 0))


def _lands_at(spot: Spot) -> set[int]:
    """Numbers of the bodies of land that a place lies on."""
    import shapely

    tree, body = _lands()
    near = tree.query(shapely.Point(spot.lon, spot.lat), predicate="dwithin", distance=_SHORE_DEG)
    return {int(body[land]) for land in near}


@cache
def _lands() -> "tuple[shapely.STRtree, NDArray[np.int32]]":
    """Land by place, and of which body of land each polygon of it is part."""
    import shapely
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    from kit import _basemap, _disputes

    lands = _basemap.shapes("50m", _disputes.point_of_view())["land"]
    tree = shapely.STRtree(lands)
    # The map ends at the antimeridian: what lies beyond its one edge goes on at the other.
    beyond = shapely.transform(lands, lambda lonlat: lonlat + np.array([360.0, 0.0]))
    pairs = np.hstack(
        [
            tree.query(shapes, predicate="dwithin", distance=_BRIDGED_DEG)
            for shapes in (lands, beyond)
        ]
    )
    pairs = np.hstack([pairs, *_bridged(tree)])
    links = coo_array((np.ones(pairs.shape[1]), tuple(pairs)), shape=(len(lands), len(lands)))
    body: NDArray[np.int32] = connected_components(links, directed=False)[1]
    return tree, body


def _bridged(tree: "shapely.STRtree") -> "Iterator[NDArray[np.int64]]":
    """Pairs of lands between which a bridge or ferry of the table of joins leads."""
    import shapely

    for join in road_joins():
        one, two = (
            tree.query(shapely.Point(lon, lat), predicate="dwithin", distance=_SHORE_DEG)
            for lat, lon in join.ends
        )
        yield np.array(list(product(one, two)), dtype=np.int64).reshape(-1, 2).T
