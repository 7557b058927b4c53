"""Tables to files: GeoJSON, GeoPackage, GeoParquet, KML and CSV, chosen by the file's suffix."""

import datetime as dt
import json
import math
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kit.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd

# A spreadsheet runs a cell that begins with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export(table: pd.DataFrame, path: str | Path) -> Path:
    """
    Write a table to a file whose suffix names the format.

    Parameters
    ----------
    table : pandas.DataFrame or geopandas.GeoDataFrame
        Any table of the kit.
    path : str or pathlib.Path
        Where to, ending in one of

        ``.csv``
            Text in UTF-8. Points are columns ``lat`` and ``lon``, other shapes a column ``wkt``
            (longitude first). Lists are JSON. Text that begins with ``= + - @``, a tab or a
            carriage return gets an apostrophe before it: a spreadsheet would run it as a formula.
        ``.geojson``
            RFC 7946. Lists stay lists, dates are ISO 8601, what is missing is null.
        ``.gpkg``
            GeoPackage with one layer named as the file. Lists are JSON, dates ISO 8601 text.
        ``.kml``
            For Google Earth; each row is named by its ``name``, ``who``, ``subject`` or ``text``.
        ``.parquet``
            GeoParquet where the table has shapes. Lists and dates keep their types; a column of
            several types becomes JSON.

    Returns
    -------
    pathlib.Path
        The file. It is written whole or not at all.

    Raises
    ------
    kit.errors.InputError
        If this is no table, the suffix is not known, the format needs shapes or coordinates that
        the table does not have, or the folder can't be written to.
    """
    path = Path(path)
    if not isinstance(table, pd.DataFrame):
        raise InputError(f"export takes a table, and this is {type(table).__name__}.")
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        known = ", ".join(_WRITERS)
        raise InputError(f"{path.name} has no suffix that the kit knows: name one of {known}.")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
            draft = Path(folder) / path.name
            write(table.reset_index(drop=True), draft)
            os.replace(draft, path)  # noqa: PTH105 - atomic, over an older file too
    except OSError as error:
        raise InputError(
            f"Can't write {path}: {error.strerror or error}. Make the folder or name another file."
        ) from error
    return path


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    flat = _without_shapes(table)
    flat = flat.apply(lambda column: column.map(_cell))
    flat.columns = [_cell(str(column)) for column in flat.columns]
    flat.to_csv(path, index=False, encoding="utf-8", errors="replace")


def _write_geojson(table: pd.DataFrame, path: Path) -> None:
    shapes = _with_shapes(table)
    columns = [column for column in shapes.columns if column != shapes.geometry.name]
    rows = (
        zip(*(shapes[column] for column in columns), strict=True) if columns else [()] * len(shapes)
    )
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(map(str, columns), map(_plain, row), strict=True)),
            "geometry": None if shape is None or shape.is_empty else shape.__geo_interface__,
        }
        for row, shape in zip(rows, shapes.geometry, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False)
    path.write_bytes(text.encode("utf-8", "replace"))


def _write_gpkg(table: pd.DataFrame, path: Path) -> None:
    _to_gdal(_texts(_with_shapes(table)), path, "GPKG")


def _write_kml(table: pd.DataFrame, path: Path) -> None:
    shapes = _texts(_with_shapes(table))
    naming = [c for c in ("name", "who", "subject", "text") if c in shapes.columns]
    if naming:
        titles = shapes[naming].bfill(axis=1).iloc[:, 0]
        # KML's own field and the table's "name" are one to GDAL, which ignores case
        shapes = shapes.drop(columns="name", errors="ignore").assign(Name=titles)
    _to_gdal(shapes, path, "KML")


def _to_gdal(shapes: "gpd.GeoDataFrame", path: Path, driver: str) -> None:
    """Write by GDAL, which may hold points beside lines and rows without a shape."""
    shapes.to_file(path, driver=driver, layer=path.stem, engine="pyogrio", geometry_type="Unknown")


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    typed = table.copy()
    for column in _object_columns(table):
        typed[column] = _one_type(table[column])
    typed.columns = [str(column) for column in typed.columns]
    typed.to_parquet(path, index=False)


_WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    ".csv": _write_csv,
    ".geojson": _write_geojson,
    ".gpkg": _write_gpkg,
    ".kml": _write_kml,
    ".parquet": _write_parquet,
}


def _without_shapes(table: pd.DataFrame) -> pd.DataFrame:
    """Write shapes as columns: lat and lon for points, WKT for the others."""
    import geopandas as gpd

    if not isinstance(table, gpd.GeoDataFrame) or table.active_geometry_name is None:
        return table
    shapes = table.geometry
    flat = pd.DataFrame(table.drop(columns=table.active_geometry_name))
    points = bool((shapes.isna() | shapes.is_empty | (shapes.geom_type == "Point")).all())
    if not points:
        return flat.assign(wkt=shapes.to_wkt(rounding_precision=6))
    if {"lat", "lon"} <= set(flat.columns) or shapes.isna().all():
        return flat
    return flat.assign(lat=shapes.y, lon=shapes.x)


def _with_shapes(table: pd.DataFrame) -> "gpd.GeoDataFrame":
    """Give the table shapes in WGS 84, points from its lat and lon where it has no other."""
    import geopandas as gpd
    import shapely

    if isinstance(table, gpd.GeoDataFrame) and table.active_geometry_name is not None:
        return table.to_crs("EPSG:4326") if table.crs else table.set_crs("EPSG:4326")
    if not {"lat", "lon"} <= set(table.columns):
        raise InputError(
            "The table has neither shapes nor columns lat and lon: write it as .csv or .parquet."
        )
    lats, lons = (pd.to_numeric(table[c], errors="coerce").to_numpy(float) for c in ("lat", "lon"))
    known = np.isfinite(lats) & np.isfinite(lons)
    points = np.full(len(table), None, dtype=object)
    points[known] = shapely.points(lons[known], lats[known])
    return gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326")


def _object_columns(table: pd.DataFrame) -> list[Any]:
    """Columns of Python objects, shapes left out."""
    return [c for c in table.columns if table[c].dtype == object]


def _texts(table: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """Make every column one that a GIS file can hold: numbers, truth values or text."""
    flat = table.copy()
    for column in _object_columns(table):
        values = [_plain(value) for value in table[column]]
        sorts = {type(value) for value in values if value is not None}
        if sorts and sorts <= {int, float}:
            flat[column] = pd.to_numeric(pd.Series(values, index=flat.index, dtype=object))
        elif sorts != {bool}:
            flat[column] = [_as_text(value) for value in values]
    return flat


def _one_type(column: "pd.Series[Any]") -> list[Any]:
    """Values that Arrow takes for one column, as JSON where they are of several types."""
    import pyarrow as pa

    values = [_listed(value) for value in column]
    try:
        pa.array(values, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, UnicodeError):
        return [_as_text(_plain(value)) for value in values]
    return values


def _listed(value: Any) -> Any:  # noqa: ANN401 - cells hold anything
    """Give what has parts as a list, and one None for all that is missing."""
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        parts = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [_listed(part) for part in parts]
    return None if _missing(value) else value


def _missing(value: Any) -> bool:  # noqa: ANN401 - cells hold anything
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _plain(value: Any) -> Any:  # noqa: ANN401 - cells hold anything
    """Give a value as what JSON has a word for."""
    value = _listed(value)
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _as_text(value: Any) -> str | None:  # noqa: ANN401 - what _plain gives
    """Write a plain value as text; a list as JSON."""
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")


def _cell(value: object) -> object:
    """Make a cell of a CSV file that no spreadsheet runs."""
    plain = _plain(value)
    if isinstance(plain, list | dict | bool):
        return _as_text(plain)
    if isinstance(plain, str) and plain.startswith(_FORMULA_STARTS):
        return f"'{plain}"
    return plain
