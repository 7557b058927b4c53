"""Rows of tables as pandas chooses them, and cells as values that files can hold."""

import datetime as dt
import json
import math
from collections.abc import Hashable, Iterable
from typing import Any, cast

import numpy as np
import pandas as pd

from kit.errors import InputError

# A spreadsheet runs a cell that begins with one of these as a formula, some also in full width.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def labels_of(table: pd.DataFrame, rows: object, what: str) -> list[Hashable]:
    """
    Give the labels of the rows that are meant.

    Parameters
    ----------
    table : DataFrame
    rows : label, sequence of labels, slice, mask or callable
        As ``table.loc`` takes them.
    what : str
        What a row is, for the error: "leg".

    Returns
    -------
    list of labels
        At least one, in the table's order.

    Raises
    ------
    kit.errors.InputError
        If one is not in the table, or none is chosen.
    """
    wanted = rows
    if not (isinstance(rows, list | slice | pd.Series) or callable(rows)):
        many = pd.api.types.is_list_like(rows)
        wanted = list(cast("Iterable[Hashable]", rows)) if many else [rows]
    try:
        labels = list(dict.fromkeys(table.loc[cast("list[Hashable]", wanted)].index))
    except (KeyError, IndexError, TypeError, pd.errors.IndexingError) as error:
        have = ", ".join(map(repr, table.index[:10])) or "none"
        raise InputError(
            f"No {what} is called {str(rows)[:60]!r}, or the mask is none of this table: "
            f"labels are {have}."
        ) from error
    if not labels:
        raise InputError(f"No {what} was chosen: look whether a mask has any True before.")
    return labels


def listed(value: Any) -> Any:  # noqa: ANN401 - cells hold anything
    """
    Give what has parts as a list, and one None for all that is missing.

    Parameters
    ----------
    value : object
        A cell.

    Returns
    -------
    object
        The value; sets in the order of their text.
    """
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        parts = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [listed(part) for part in parts]
    return None if _missing(value) else value


def _missing(value: Any) -> bool:  # noqa: ANN401 - pandas takes no object
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def plain(value: Any) -> Any:  # noqa: ANN401 - cells hold anything
    """
    Give a value as what JSON has a word for.

    Parameters
    ----------
    value : object
        A cell.

    Returns
    -------
    None, bool, int, float, str, list or dict
        Dates as ISO 8601; what JSON has no word for as its text.
    """
    value = listed(value)
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def as_text(value: object) -> str | None:
    """
    Write a plain value as text.

    Parameters
    ----------
    value : None, bool, int, float, str, list or dict
        From :func:`plain`.

    Returns
    -------
    str or None
        The text; lists, numbers and truth values as JSON. Halves of surrogate pairs become ``?``.
    """
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")


def spreadsheet(value: object) -> object:
    """
    Make a cell of a CSV file that no spreadsheet runs.

    Parameters
    ----------
    value : object
        A cell.

    Returns
    -------
    object
        A number, or text with an apostrophe before what would be a formula.
    """
    simple = plain(value)
    if not isinstance(simple, str | list | dict | bool):
        return simple
    text = as_text(simple)
    return f"'{text}" if str(text).startswith(FORMULA_STARTS) else text
