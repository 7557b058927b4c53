"""Where the kit finds its files, and the few numbers that an analyst may want to change."""

import json
import os
from pathlib import Path
from typing import Any

from kit.errors import DataError

#: Folder of the shipped data; the environment variable ``KIT_DATA`` names another one.
DATA_DIR = Path(os.environ.get("KIT_DATA", Path(__file__).resolve().parent.parent / "data"))

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
        The path, which exists.

    Raises
    ------
    kit.errors.DataError
        If the file is not there.
    """
    path = DATA_DIR / name
    if not path.is_file():
        raise DataError(
            f"{path} is missing. Restore it with `git checkout -- data`, or point KIT_DATA at the "
            "folder that holds the kit's data."
        )
    return path


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
    path = data_file(name)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataError(
            f"{path} is damaged ({error}). Restore it with `git checkout -- data`."
        ) from error
