"""Countries' land, borders and coasts, each read from the shipped files when first asked for."""

import difflib
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from kit._disputes import owner_of
from kit.errors import InputError
from kit.settings import reading

if TYPE_CHECKING:
    import shapely

_LAND = "borders.parquet"
_LINES = "border_lines.parquet"


@cache
def _file(name: str) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Open a shipped file once; one row of it can then be read without the others."""
    import pyarrow.parquet as pq

    with reading(name) as path:
        return pq.ParquetFile(path, memory_map=True)


@cache
def units() -> dict[str, str]:
    """Names of all units that have land here, in the order of the rows."""
    table = _file(_LAND).read(columns=["unit", "name"])
    return dict(zip(table["unit"].to_pylist(), table["name"].to_pylist(), strict=True))


@cache
def names() -> dict[str, str]:
    """Names of all countries that have land here, by ISO 3166-1 alpha-2 code."""
    return {unit: name for unit, name in units().items() if unit.isupper()}


@cache
def _pairs() -> list[tuple[str, str | None]]:
    """The two units of each row of lines; the second of a coast is None."""
    table = _file(_LINES).read(columns=["unit", "other"])
    return list(zip(table["unit"].to_pylist(), table["other"].to_pylist(), strict=True))


def code_of(country: str) -> str:
    """
    Check a country code.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-2, or the country's name, in any case.

    Returns
    -------
    str
        The code in capitals.

    Raises
    ------
    kit.errors.InputError
        If no country here has that code or name; the message names a likely one.
    """
    code = str(country).strip().upper()
    if code in names():
        return code
    by_name = {name.upper(): code for code, name in names().items()}
    if code in by_name:
        return by_name[code]
    if (named := _by_alias(str(country))) in names():
        return named
    near = difflib.get_close_matches(code, by_name, n=1, cutoff=0.6)
    hint = f"{names()[by_name[near[0]]]} is {by_name[near[0]]}" if near else "Ukraine is UA"
    raise InputError(
        f"No land is known for country {country!r}. Give the two letters of ISO 3166-1: {hint}; "
        "of all countries, Monaco and the Vatican alone are too small for this map."
    )


def _by_alias(country: str) -> str:
    """Code of a country by another of its names: "UK", "Burma", "DPRK"."""
    from kit.gazetteer import default

    bearers = default().lookup(country.strip()) if country.strip() else ()
    first = next((one for one in bearers if one.kind == "country"), None)
    return first.country if first and first.name_type != "demonym" else ""


def _read(name: str, rows: list[int]) -> "list[shapely.Geometry]":
    """Geometries of the rows with these numbers."""
    import shapely

    if not rows:
        return []
    column = _file(name).read_row_groups(rows, columns=["geometry"])["geometry"]
    return cast("list[shapely.Geometry]", list(shapely.from_wkb(column.to_numpy())))


@lru_cache(maxsize=64)
def unit_land(unit: str) -> "shapely.MultiPolygon":
    """Land and inland waters of a country without its disputed areas, or of one of these."""
    import shapely

    geometry = _read(_LAND, [list(units()).index(unit)])[0]
    shapely.prepare(geometry)
    return cast("shapely.MultiPolygon", geometry)


@lru_cache(maxsize=64)
def _units_of(code: str, view: str) -> frozenset[str]:
    """Units that count to a country; one that has a code of its own is always its own."""
    return frozenset(unit for unit in units() if code in (unit, owner_of(unit, view)))


def land(code: str, view: str) -> "shapely.MultiPolygon":
    """Land and inland waters of a country from a point of view, prepared for tests of points."""
    return _land_of(_units_of(code, view))


@lru_cache(maxsize=64)
def _land_of(units: frozenset[str]) -> "shapely.MultiPolygon":
    """Units as one, so that points of view that agree share it."""
    import shapely

    if len(units) == 1:
        return unit_land(*units)
    # Of thousands of islands only those that touch a disputed area have to be joined.
    geometry = shapely.disjoint_subset_union_all(
        [part for unit in sorted(units) for part in shapely.get_parts(unit_land(unit))]
    )
    geometry = shapely.multipolygons(list(shapely.get_parts(geometry)))
    shapely.prepare(geometry)
    return cast("shapely.MultiPolygon", geometry)


def border(code: str, other: str | None, view: str) -> "shapely.MultiLineString":
    """Land border of a country with one neighbour, or with all: the lines of both sides."""
    ours = _units_of(code, view)
    theirs = None if other is None else _units_of(other, view)
    wanted = []
    for row, (one, two) in enumerate(_pairs()):
        beyond = {one, two} - ours
        if two and len(beyond) == 1 and (theirs is None or beyond <= theirs):
            wanted.append(row)
    return _joined(tuple(wanted))


def coast(code: str, view: str) -> "shapely.MultiLineString":
    """Sea coast of a country."""
    ours = _units_of(code, view)
    rows = (row for row, (one, two) in enumerate(_pairs()) if two is None and one in ours)
    return _joined(tuple(rows))


def neighbours(code: str, view: str) -> list[str]:
    """Codes of the countries that share a land border with a country, by alphabet."""
    ours = _units_of(code, view)
    pairs = ({one, two} for one, two in _pairs() if two)
    return sorted({owner_of(unit, view) for pair in pairs if pair & ours for unit in pair - ours})


@lru_cache(maxsize=128)
def _joined(rows: tuple[int, ...]) -> "shapely.MultiLineString":
    """Lines of some rows as one geometry."""
    import shapely

    parts = [part for line in _read(_LINES, list(rows)) for part in shapely.get_parts(line)]
    return shapely.MultiLineString(parts)


def is_island(country: str) -> bool:
    """
    Say whether a country has no neighbour on land, as the point of view that is set has it.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-2 code.

    Returns
    -------
    bool
    """
    from kit._disputes import point_of_view

    return not neighbours(country, point_of_view())
