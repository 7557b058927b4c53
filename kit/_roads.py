"""The network of the world's main roads, read once."""

from collections.abc import Iterable
from functools import cache

from kit._landnet import Join, Landnet, landnet, open_part, read_joins


def roads(avoid: Iterable[str] = ()) -> Landnet:
    """
    Give the network without some countries.

    Parameters
    ----------
    avoid : iterable of str
        As for `kit._landnet.open_part`.

    Returns
    -------
    Landnet
        Shared: do not change it.

    Raises
    ------
    kit.errors.DataError
        If the shipped file is missing or damaged.
    """
    return open_part(_whole, avoid)


@cache
def road_joins() -> tuple[Join, ...]:
    """
    Read the stretches that the map lacks: bridges, ferries, and gaps.

    Returns
    -------
    tuple of Join

    Raises
    ------
    kit.errors.DataError
        If the shipped file is missing or damaged.
    """
    return tuple(read_joins("road"))


@cache
def _whole() -> Landnet:
    """Read the files."""
    return landnet("road")
