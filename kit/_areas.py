"""Outlines of first-level divisions and of regions, each read when it is first asked for."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from kit.errors import InputError
from kit.settings import reading

if TYPE_CHECKING:
    import shapely

_FILE = "areas.parquet"

#: Edges are right to this for 95 of 100 points on land, kilometres (data/README.md).
ERROR_KM = 5.0


def area(place_id: str, *, core: bool = False) -> "shapely.MultiPolygon | None":
    """
    Outline of a first-level division or of a region, to draw it or to measure from it.

    Parameters
    ----------
    place_id : str
        As in the tables of mentions and of the gazetteer, such as ``"admin1:UA.05"`` (Donetsk
        oblast) or ``"region:donbas"``.
    core : bool
        Of a region whose extent is not agreed on, what all would count to it instead of what some
        do: of the Balkans its west.

    Returns
    -------
    shapely MultiPolygon or None
        In longitude and latitude, cut at the antimeridian; None where no outline is known. Edges
        on land are right to 5 km for 95 of 100 points, coasts to 1 km. It is shared: do not
        change it.

    Raises
    ------
    kit.errors.InputError
        If the place is not given as a string.
    kit.errors.DataError
        If the shipped file is missing or damaged.

    Notes
    -----
    Natural Earth 4.1, simplified; `data/regions.csv` tells what each region is made of.

    Examples
    --------
    >>> import kit
    >>> kit.area("region:donbas").bounds[0] > 36
    True
    """
    if not isinstance(place_id, str):
        raise InputError(f"A place_id is a string such as 'admin1:UA.05', not {place_id!r}.")
    outline, inner = _shapes(place_id)
    return inner if core and inner is not None else outline


@cache
def _file() -> Any:  # noqa: ANN401 - pyarrow has no types
    """Open the file once; a few rows of it can then be read without the others."""
    import pyarrow.parquet as pq

    with reading(_FILE) as path:
        return pq.ParquetFile(path, memory_map=True)


@cache
def _rows() -> dict[str, tuple[int, str]]:
    """Row and name of each place that has an outline."""
    file = _file()
    with reading(_FILE):
        table = file.read(columns=["place_id", "name"])
    places, names = table["place_id"].to_pylist(), table["name"].to_pylist()
    return {place: (row, name) for row, (place, name) in enumerate(zip(places, names, strict=True))}


def name_of(place_id: str) -> str | None:
    """Name of a place that has an outline; None of others."""
    return _rows()[place_id][1] if place_id in _rows() else None


@lru_cache(maxsize=64)
def _shapes(place_id: str) -> "tuple[shapely.MultiPolygon | None, shapely.MultiPolygon | None]":
    """Outline and core of a place, prepared for tests of points; None for what there is not."""
    import shapely

    if place_id not in _rows():
        return None, None
    row, _ = _rows()[place_id]
    file = _file()
    with reading(_FILE):
        size = file.metadata.row_group(0).num_rows
        group = file.read_row_group(row // size, columns=["geometry", "core"])
        outline, core = (
            shapely.from_wkb(group[column][row % size].as_py()) for column in ("geometry", "core")
        )
    shapely.prepare([shape for shape in (outline, core) if shape is not None])
    return cast("tuple[shapely.MultiPolygon | None, shapely.MultiPolygon | None]", (outline, core))
