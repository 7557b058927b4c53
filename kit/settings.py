"""Where the kit finds its files, and the few numbers that an analyst may want to change."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit import _checksums

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
