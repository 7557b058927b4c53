"""Ways by road, which no map here has: the straight line, as much longer as roads are."""

from functools import cache
from typing import TYPE_CHECKING

from kit import _air
from kit._spot import CutOffError, Spot
from kit._way import Way

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Published lengths of roads over the straight line, of the lines of tests/published_road.csv: the
#: median, and what 97.5 in a hundred of them stay below (`python tests/benchmarks/roads.py`).
TYPICAL, LONGEST = 1.20, 1.70
_SHORE_DEG = (
    0.25  # a place so near to a land lies on it: harbours and islets are off the coarse map
)
_BRIDGED_DEG = 0.2  # straits narrower than some 15 to 20 km have a bridge or a ferry for cars


def way(origin: Spot, destination: Spot) -> Way:
    """
    Estimate the way by road between two places.

    Parameters
    ----------
    origin, destination : Spot

    Returns
    -------
    Way
        The geometry is the straight line; `low_km` is its length, since a road may be straight.

    Raises
    ------
    kit._spot.NoWayError
        If no land connects the two, or both are one place.
    """
    line = _air.straight(origin, destination)
    if not _by_land(origin, destination):
        raise CutOffError(f"No land connects {origin.name} and {destination.name}")
    reach_km = sum(spot.radius_km for spot in (origin, destination) if spot.is_wide)
    return Way(
        mode="road",
        length_km=line.length_km * TYPICAL,
        low_km=max(0.0, line.length_km - reach_km),
        high_km=line.length_km * LONGEST + reach_km,
        method=f"straight line times {TYPICAL:.2f}, as roads are longer",
        stops=line.stops,
        countries=line.countries,
        assumed=(
            *line.assumed,
            f"Roads are not on this map: they are taken for 1 to {LONGEST:.2f} times the line.",
        ),
        geometry=line.geometry,
    )


def _by_land(one: Spot, two: Spot) -> bool:
    """Tell whether two places lie on one land, straits with a bridge or a ferry included."""
    return bool(_lands_at(one) & _lands_at(two))


def _lands_at(spot: Spot) -> set[int]:
    import shapely

    from kit import _basemap, _disputes

    lands = _basemap.shapes("50m", _disputes.point_of_view())["land"]
    near = shapely.STRtree(lands).query(
        shapely.Point(spot.lon, spot.lat), predicate="dwithin", distance=_SHORE_DEG
    )
    return {int(_joined()[land]) for land in near}


@cache
def _joined() -> "NDArray[np.int32]":
    """Number of the body of land that each polygon of the map is part of."""
    import numpy as np
    import shapely
    from scipy.sparse import coo_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

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
    links = coo_array((np.ones(pairs.shape[1]), tuple(pairs)), shape=(len(lands), len(lands)))
    _, parts = connected_components(links, directed=False)
    return parts  # type: ignore[no-any-return] # scipy has no types
