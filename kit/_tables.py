"""Tables that are given back to the kit: refused where a column is missing that is read."""

from collections.abc import Iterable

from kit.errors import InputError

_SHOWN = 5  # missing columns that are named


def require(table: object, columns: Iterable[str], name: str, maker: str) -> None:
    """
    Refuse what is no table, or one without a column that is read.

    Parameters
    ----------
    table : object
        A DataFrame is wanted.
    columns : iterable of str
    name : str
        Of what the table holds, in the plural: "claims".
    maker : str
        The function that returns such a table.

    Raises
    ------
    kit.errors.InputError
        If it is no table, or lacks a column; the message names the columns.
    """
    known = getattr(table, "columns", None)
    if known is None:
        raise InputError(
            f"The {name} must be the table that {maker} returns, not {type(table).__name__}."
        )
    missing = [column for column in columns if column not in known]
    if missing:
        more = " and more" if len(missing) > _SHOWN else ""
        raise InputError(
            f"The {name} have no column {', '.join(map(repr, missing[:_SHOWN]))}{more}. "
            f"Give the table that {maker} returns."
        )
