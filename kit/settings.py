"""Where the kit finds its files, and the few numbers that an analyst may want to change."""

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit import _checksums
from kit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Folder of the shipped data; the environment variable ``KIT_DATA`` names another one.
DATA_DIR = Path(os.environ.get("KIT_DATA", _checksums.SHIPPED))

#: Who is asked where countries dispute land (Crimea, Kashmir, Taiwan, ...): ``"de facto"`` who
#: governs it, ``"UN"`` the United Nations, or a country by its ISO 3166-1 letters. It decides
#: how borders are drawn and measured and which country a place counts to; every output says so.
point_of_view = "de facto"

#: Folder of the notebooks that `make maps` runs.
NOTEBOOKS_DIR = Path(__file__).resolve().parent.parent / "notebooks"


def data_file(name: str) -> Path:
    """
    Path of a shipped data file.

    Parameters
    ----------
    name : str
        Name of the file inside the data folder, such as ``"gazetteer.parquet"``.

    Returns
    -------
    pathlib.Path
        The path of a file that is the one which the folder's ``checksums.json`` records; in a
        folder without that table, of any file.

    Raises
    ------
    kit.errors.DataError
        If the file is not there, or is not the one that was recorded.
    """
    _checksums.verify(DATA_DIR, name)
    return DATA_DIR / name


@contextmanager
def reading(name: str) -> Iterator[Path]:
    """
    Path of a shipped data file to read inside a ``with``: what goes wrong there is its damage.

    Parameters
    ----------
    name : str
        Name of the file inside the data folder.

    Yields
    ------
    pathlib.Path
        As :func:`data_file` gives it.

    Raises
    ------
    kit.errors.DataError
        If the file is not there, is not the one that was recorded, or can't be read.
    """
    path = data_file(name)
    try:
        yield path
    except (OSError, ValueError, LookupError, RuntimeError) as error:
        raise _checksums.damaged(DATA_DIR, name, error) from error


def data_json(name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """
    Content of a shipped JSON file.

    Parameters
    ----------
    name : str
        Name of the file inside the data folder, such as ``"weights.json"``.

    Returns
    -------
    object
        What the file holds.

    Raises
    ------
    kit.errors.DataError
        If the file is not there, or is damaged.
    """
    with reading(name) as path:
        return json.loads(path.read_text(encoding="utf-8"))


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """
    Write a file whole or not at all.

    Parameters
    ----------
    path : pathlib.Path
        Where to; its folder must be there.

    Yields
    ------
    pathlib.Path
        Of the same name in a folder beside it: what is written there takes the file's place.

    Raises
    ------
    kit.errors.InputError
        If the folder is missing or can't be written to.
    """
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            draft = Path(folder) / path.name
            yield draft
            draft.replace(path)  # atomic, over an older file too
    except OSError as error:
        raise InputError(
            f"Can't write {path}: {error.strerror or error}. Make the folder or name another file."
        ) from error


def data_rows[Row](name: str, read: Callable[[dict[str, str]], Row]) -> list[Row]:
    """
    Rows of a shipped CSV table.

    Parameters
    ----------
    name : str
        Name of the file inside the data folder, such as ``"passages.csv"``.
    read : callable
        Makes of a row, by its columns, what it stands for.

    Returns
    -------
    list

    Raises
    ------
    kit.errors.DataError
        If the file is not there, or is damaged.
    """
    with reading(name) as path, path.open(encoding="utf-8", newline="") as file:
        return [read(row) for row in csv.DictReader(file)]


def read_arrays(path: Path) -> "dict[str, NDArray[Any]]":
    """
    Read all arrays of a shipped file of numpy's.

    Parameters
    ----------
    path : Path
        As `reading` gives it.

    Returns
    -------
    dict of str to ndarray

    Raises
    ------
    ValueError
        If it holds none; within `reading` that is told as a damaged file.
    """
    import zlib
    from zipfile import BadZipFile

    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as kept:
            return dict(kept)
    except (EOFError, BadZipFile, zlib.error, TypeError, AttributeError) as error:
        raise ValueError(f"it holds no arrays: {error}") from error
