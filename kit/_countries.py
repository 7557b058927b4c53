"""Countries' land, borders and coasts, each read from the shipped files when first asked for."""

import difflib
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from kit.errors import DataError, InputError
from kit.settings import data_file

if TYPE_CHECKING:
    import shapely

_LAND = "borders.parquet"
_LINES = "border_lines.parquet"


@cache
def _file(name: str) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Open a shipped file once; one row of it can then be read without the others."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = data_file(name)
    try:
        return pq.ParquetFile(path, memory_map=True)
    except (OSError, pa.ArrowException) as error:
        raise DataError(
            f"{path} can't be read ({error}). Restore it with `git checkout -- data`."
        ) from error


@cache
def names() -> dict[str, str]:
    """Names of all countries that have land here, by ISO 3166-1 alpha-2 code."""
    table = _file(_LAND).read(columns=["iso2", "name"])
    return dict(zip(table["iso2"].to_pylist(), table["name"].to_pylist(), strict=True))


@cache
def _pairs() -> list[tuple[str, str | None]]:
    """Country and neighbour of each row of lines; the neighbour of a coast is None."""
    table = _file(_LINES).read(columns=["country", "other"])
    return list(zip(table["country"].to_pylist(), table["other"].to_pylist(), strict=True))


def code_of(country: str) -> str:
    """
    Check a country code.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-2, in either case.

    Returns
    -------
    str
        The code in capitals.

    Raises
    ------
    kit.errors.InputError
        If no country here has that code; the message names a likely one.
    """
    code = str(country).strip().upper()
    if code in names():
        return code
    by_name = {name.upper(): code for code, name in names().items()}
    near = difflib.get_close_matches(code, by_name, n=1, cutoff=0.6)
    hint = f"{names()[by_name[near[0]]]} is {by_name[near[0]]}" if near else "Ukraine is UA"
    raise InputError(
        f"No land is known for country {country!r}. Give the two letters of ISO 3166-1: {hint}; "
        "of all countries, Monaco and the Vatican alone are too small for this map."
    )


def _read(name: str, rows: list[int]) -> "list[shapely.Geometry]":
    """Geometries of the rows with these numbers."""
    import shapely

    if not rows:
        return []
    column = _file(name).read_row_groups(rows, columns=["geometry"])["geometry"]
    return cast("list[shapely.Geometry]", list(shapely.from_wkb(column.to_numpy())))


@lru_cache(maxsize=64)
def land(code: str) -> "shapely.MultiPolygon":
    """Land and inland waters of a country, prepared for tests of points."""
    import shapely

    geometry = _read(_LAND, [list(names()).index(code)])[0]
    shapely.prepare(geometry)
    return cast("shapely.MultiPolygon", geometry)


@lru_cache(maxsize=64)
def border(code: str, other: str | None) -> "shapely.MultiLineString":
    """Land border of a country with one neighbour, or with all: the lines of both sides."""
    wanted = [
        row
        for row, (one, two) in enumerate(_pairs())
        if two and code in (one, two) and (other is None or other in (one, two))
    ]
    return _joined(wanted)


@lru_cache(maxsize=64)
def coast(code: str) -> "shapely.MultiLineString":
    """Sea coast of a country."""
    return _joined([row for row, pair in enumerate(_pairs()) if pair == (code, None)])


def neighbours(code: str) -> list[str]:
    """Codes of the countries that share a land border with a country, by alphabet."""
    pairs = (set(pair) for pair in _pairs() if None not in pair and code in pair)
    return sorted({cast("str", other) for pair in pairs for other in pair - {code}})


def _joined(rows: list[int]) -> "shapely.MultiLineString":
    """Lines of some rows as one geometry."""
    import shapely

    parts = [part for line in _read(_LINES, rows) for part in shapely.get_parts(line)]
    return shapely.MultiLineString(parts)
