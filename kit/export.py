"""Tables to files: GIS formats, CSV, and pictures of maps, chosen by the file's suffix."""

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kit._cells import as_text, listed, plain, spreadsheet
from kit.errors import InputError
from kit.settings import whole

if TYPE_CHECKING:
    import geopandas as gpd

    Tables = Mapping[str, pd.DataFrame]


def export(
    table: "pd.DataFrame | Tables",
    path: str | Path,
    *,
    title: str | None = None,
    dpi: int = 300,
    graticule: bool = False,
) -> Path:
    """
    Write a table to a file whose suffix names the format.

    Parameters
    ----------
    table : pandas.DataFrame or geopandas.GeoDataFrame, or a mapping of names to such tables
        Any table of the kit, or any other with shapes or columns ``lat`` and ``lon``. Several
        tables go into one GeoPackage (a layer each), KML or KMZ (a folder each) or picture.
    path : str or pathlib.Path
        Where to, ending in one of

        ``.csv``
            Text in UTF-8. Points are columns ``lat`` and ``lon``, other shapes a column ``wkt``
            (longitude first). Lists are JSON. Text that begins with ``= + - @``, a tab or the end
            of a line gets an apostrophe before it: a spreadsheet would run it as a formula.
        ``.geojson``
            RFC 7946: cut at the antimeridian, outer rings counterclockwise. Lists stay lists,
            dates are ISO 8601, what is missing is null.
        ``.gpkg``
            GeoPackage with a layer for each table. Lists are JSON, dates ISO 8601 text.
        ``.kml``, ``.kmz``
            For Google Earth: names, descriptions, and the colours of the maps by kind, mode and
            verdict; ``.kmz`` holds their marks too.
        ``.parquet``
            GeoParquet where the table has shapes. Lists and dates keep their types; a column of
            several types becomes JSON.
        ``.png``, ``.svg``, ``.pdf``
            A map of the table on the kit's basemap, with labels, legend, scale and sources; the
            same bytes each time. What is drawn is seen by the columns: mentions or places, checked
            distances, journeys, possible areas, else shapes.
    title : str, optional
        Stands above a picture, and names a ``.kml`` or ``.kmz``.
    dpi : int
        Dots per inch of a ``.png``, which is 8 inches wide.
    graticule : bool
        Whether a picture has lines of latitude and longitude, with their degrees at the edges.

    Returns
    -------
    pathlib.Path
        The file. It is written whole or not at all.

    Raises
    ------
    kit.errors.InputError
        If this is no table, the suffix is not known, the format needs shapes or coordinates that
        the table does not have or can't hold its columns or more than one table, or the folder
        can't be written to.
    """
    path = Path(path)
    look = {"title": title, "dpi": dpi, "graticule": graticule}
    write = _writer(path, _named(table, path.stem), look)
    with whole(path) as draft:
        write(draft)
    return path


def _named(table: "pd.DataFrame | Tables", name: str) -> dict[str, pd.DataFrame]:
    """Give every table with its name, each with columns that have one name each."""
    tables = dict(table) if isinstance(table, Mapping) else {name: table}
    for key, one in tables.items():
        if not isinstance(one, pd.DataFrame):
            raise InputError(f"export takes a table or several by name, not {type(one).__name__}.")
        names = one.columns.astype(str)
        twice = sorted(set(names[names.duplicated()]))
        if twice:
            raise InputError(f"Two columns of {key!r} are named {twice[0]!r}: rename one of them.")
    if not tables:
        raise InputError("There is no table to write: give one, or several by name.")
    return {str(key): one.reset_index(drop=True) for key, one in tables.items()}


def _writer(
    path: Path, tables: dict[str, pd.DataFrame], look: dict[str, Any]
) -> Callable[[Path], None]:
    """Choose what writes the file."""
    suffix = path.suffix.lower()
    if suffix in _PICTURES:
        return partial(_write_picture, tables, look=look)
    if suffix in _KML:
        return partial(_write_kml, tables, title=look["title"] or path.stem)
    if suffix == ".gpkg":
        return partial(_write_gpkg, tables)
    if suffix not in _ONE_TABLE:
        known = ", ".join(SUFFIXES)
        raise InputError(f"{path.name} has no suffix that the kit knows: name one of {known}.")
    if len(tables) > 1:
        raise InputError(
            f"A {suffix} file holds one table: write them one by one, or name a .gpkg or .kml."
        )
    return partial(_ONE_TABLE[suffix], next(iter(tables.values())))


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    flat = _without_shapes(table)
    flat = flat.apply(lambda column: column.map(spreadsheet))
    flat.columns = [spreadsheet(str(column)) for column in flat.columns]
    flat.to_csv(path, index=False, encoding="utf-8", errors="replace")


def _write_geojson(table: pd.DataFrame, path: Path) -> None:
    shapes = _tidied(table)
    columns = [column for column in shapes.columns if column != shapes.geometry.name]
    rows = (
        zip(*(shapes[column] for column in columns), strict=True) if columns else [()] * len(shapes)
    )
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(map(str, columns), map(plain, row), strict=True)),
            "geometry": None if shape is None else shape.__geo_interface__,
        }
        for row, shape in zip(rows, shapes.geometry, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False)
    path.write_bytes(text.encode("utf-8", "replace"))


def _write_gpkg(tables: dict[str, pd.DataFrame], path: Path) -> None:
    from pyogrio.errors import (
        DataLayerError,
        DataSourceError,
        FieldError,
    )

    _refuse_twins(list(tables), "layers", "tables")
    for layer, table in tables.items():
        shapes = _texts(_with_shapes(table))
        names = [str(column) for column in shapes.columns]
        _refuse_twins([n for n in names if n != shapes.geometry.name], "columns", "columns")
        own = {name: _unused(name, names) for name in ("fid", "geom")}
        try:
            shapes.to_file(
                path,
                driver="GPKG",
                layer=layer,
                engine="pyogrio",
                geometry_type="Unknown",  # points beside lines, and rows without a shape
                mode="a" if path.exists() else "w",
                FID=own["fid"],
                GEOMETRY_NAME=own["geom"],
            )
        except (DataSourceError, DataLayerError, FieldError) as error:
            raise InputError(f"A GeoPackage can't hold the table {layer!r}: {error}") from error


def _refuse_twins(names: list[str], what: str, rename: str) -> None:
    """Refuse names that differ in their capitals alone, which are one to SQLite."""
    seen: dict[str, str] = {}
    for name in names:
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            raise InputError(
                f"The {what} {twin!r} and {name!r} are one to a GeoPackage, which takes capitals "
                f"and small letters for the same: rename one of the {rename}."
            )


def _unused(name: str, names: list[str]) -> str:
    """Give a name that no column has."""
    taken = {one.casefold() for one in names}
    while name in taken:
        name += "_"
    return name


def _write_kml(tables: dict[str, pd.DataFrame], path: Path, *, title: str) -> None:
    from kit import _kml

    write = _kml.kmz if path.suffix.lower() == ".kmz" else _kml.kml
    path.write_bytes(write({name: _tidied(table) for name, table in tables.items()}, title))


def _write_picture(tables: dict[str, pd.DataFrame], path: Path, *, look: dict[str, Any]) -> None:
    from kit import _figure

    drawn = {name: _in_degrees(table) for name, table in tables.items()}
    path.write_bytes(_figure.picture(drawn, path.suffix.lower().lstrip("."), **look))


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    typed = table.copy()
    for column in _object_columns(table):
        typed[column] = _one_type(table[column])
    typed.columns = [str(column) for column in typed.columns]
    typed.to_parquet(path, index=False)


_PICTURES = (".png", ".svg", ".pdf")
_KML = (".kml", ".kmz")
_ONE_TABLE: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    ".csv": _write_csv,
    ".geojson": _write_geojson,
    ".parquet": _write_parquet,
}
SUFFIXES = (*_ONE_TABLE, ".gpkg", *_KML, *_PICTURES)


def _without_shapes(table: pd.DataFrame) -> pd.DataFrame:
    """Write shapes as columns: lat and lon for points, WKT for the others."""
    if not _has_shapes(table):
        return table
    table = _with_shapes(table)
    shapes = table.geometry
    flat = pd.DataFrame(table.drop(columns=shapes.name))
    points = bool((shapes.isna() | shapes.is_empty | (shapes.geom_type == "Point")).all())
    if not points:
        name = _unused("wkt", [str(column) for column in flat.columns])
        return flat.assign(**{name: shapes.to_wkt(rounding_precision=6)})
    if {"lat", "lon"} <= set(flat.columns) or shapes.isna().all():
        return flat
    return flat.assign(lat=shapes.y, lon=shapes.x)


def _has_shapes(table: pd.DataFrame) -> bool:
    import geopandas as gpd

    return isinstance(table, gpd.GeoDataFrame) and table.active_geometry_name is not None


def _with_shapes(table: pd.DataFrame) -> "gpd.GeoDataFrame":
    """Give the table shapes in WGS 84, points from its lat and lon where it has no other."""
    import geopandas as gpd
    import shapely

    if isinstance(table, gpd.GeoDataFrame) and _has_shapes(table):
        return table.to_crs("EPSG:4326") if table.crs else table.set_crs("EPSG:4326")
    if not {"lat", "lon"} <= set(table.columns):
        raise InputError(
            "The table has neither shapes nor columns lat and lon: write it as .csv or .parquet."
        )
    lats, lons = (pd.to_numeric(table[c], errors="coerce").to_numpy(float) for c in ("lat", "lon"))
    known = np.isfinite(lats) & np.isfinite(lons)
    points = np.full(len(table), None, dtype=object)
    points[known] = shapely.points(lons[known], lats[known])
    shapes = gpd.GeoSeries(points, index=table.index, crs="EPSG:4326")
    name = _unused("geometry", [str(column) for column in table.columns])
    return gpd.GeoDataFrame(table.assign(**{name: shapes}), geometry=name)


def _tidied(table: pd.DataFrame) -> "gpd.GeoDataFrame":
    """Give the table shapes as GeoJSON and KML want them."""
    from kit._antimeridian import tidied

    shapes = _with_shapes(table)
    return shapes.set_geometry(tidied(shapes.geometry.to_numpy()), crs="EPSG:4326")


def _in_degrees(table: pd.DataFrame) -> pd.DataFrame:
    """Give the table its shapes, if it has any, as a column ``geometry`` in WGS 84."""
    if not _has_shapes(table) and not {"lat", "lon"} <= set(table.columns):
        return table
    shapes = _with_shapes(table)
    if shapes.geometry.name != "geometry":
        shapes = shapes.drop(columns="geometry", errors="ignore").rename_geometry("geometry")
    return pd.DataFrame(shapes)


def _object_columns(table: pd.DataFrame) -> list[Any]:
    """Columns of what is neither a number, a truth value nor a time; shapes are left out."""
    shapes = table.geometry.name if _has_shapes(table) else None
    return [
        c
        for c in table.columns
        if c != shapes and (table[c].dtype.kind not in "biufM" or table[c].dtype == np.float16)
    ]


def _texts(table: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """Make every column one that a GIS file can hold: numbers, truth values, times or text."""
    flat = table.copy()
    for column in _object_columns(table):
        flat[column] = _column([plain(value) for value in table[column]])
    for column in table.select_dtypes("datetimetz").columns:
        flat[column] = table[column].dt.tz_convert("UTC")  # as GeoPackage wants times
    flat.columns = [as_text(str(column)) for column in table.columns]
    return flat


def _column(values: list[Any]) -> Any:  # noqa: ANN401 - arrays of several sorts
    """Make a column of plain values: of one type where they are, else of text."""
    sorts = {type(value) for value in values if value is not None}
    if sorts == {int} and all(abs(value) < 2**63 for value in values if value is not None):
        return pd.array(values, dtype="Int64")
    if sorts in ({float}, {float, int}):
        return np.array(values, dtype=float)
    if sorts == {bool}:
        return pd.array(values, dtype="boolean")
    return [as_text(value) for value in values]


def _one_type(column: "pd.Series[Any]") -> list[Any]:
    """Values that Arrow takes for one column, as JSON where they are of several types."""
    import pyarrow as pa

    values = [listed(value) for value in column]
    try:
        pa.array(values, from_pandas=True)
    except (pa.ArrowException, OverflowError, TypeError, UnicodeError):
        return [as_text(plain(value)) for value in values]
    return values


class _Callable(ModuleType):
    """Whoever imports this module makes `kit.export` the module: it exports all the same."""

    def __call__(self, *args: Any, **options: Any) -> Path:  # noqa: ANN401 - as `export` takes them
        return export(*args, **options)


sys.modules[__name__].__class__ = _Callable
