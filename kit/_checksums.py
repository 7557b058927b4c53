"""Whether a data file is the one that was made: what is damaged is found before it is read."""

import json
import zlib
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kit.errors import DataError

#: Folder of the data that come with the kit.
SHIPPED = Path(__file__).resolve().parent.parent / "data"

#: Size and CRC-32 of each file in a data folder. A folder of one's own needs none.
TABLE = "checksums.json"

# CRC-32 finds every flipped byte, and misses one other accident in four billion; over the 16 MB
# that a first article needs it takes 5 ms, where SHA-256 takes 10 to 40.
_BLOCK = 2**18
# Read by people, or by the build alone: to be edited without more ado.
_NOT_READ = (
    "*.md", "places.csv", "countries.csv", "admin1.csv", "towns.csv", "aliases.csv",
    "demonyms.csv", "regions.csv", "build/*", "*.tmp", ".*", TABLE,
)  # fmt: skip


class _Sum(NamedTuple):
    size: int  # bytes
    crc32: str  # eight hexadecimal digits


def verify(folder: Path, name: str) -> None:
    """
    Compare a data file with what its folder's table records.

    Parameters
    ----------
    folder : pathlib.Path
        The data folder.
    name : str
        Path of the file inside the folder, with slashes.

    Raises
    ------
    kit.errors.DataError
        If the file is missing, can't be read, or is not the one that was recorded.
    """
    path = folder / name
    if path.is_dir():
        raise damaged(folder, name, "it is a folder")
    if not path.exists():
        raise DataError(f"{path} is missing. {_remedy(folder, name)}")
    wanted = _table(folder).get(name)
    if wanted is None:
        return
    try:
        seen = path.stat()
        if seen.st_size != wanted.size:
            why = f"it has {seen.st_size:,} bytes where {wanted.size:,} are recorded"
        elif _crc32(path, seen.st_size, seen.st_mtime_ns) != wanted.crc32:
            why = "its CRC-32 is not the recorded one"
        else:
            return
    except OSError as error:
        raise damaged(folder, name, error) from error
    raise damaged(folder, name, why, changed=True)


def damaged(folder: Path, name: str, why: object, *, changed: bool = False) -> DataError:
    """
    Error that says what is wrong with a data file and how to get it back.

    Parameters
    ----------
    folder, name
        As in :func:`verify`.
    why : object
        What was found, as words or an exception.
    changed : bool
        Whether the file may be as someone wants it, and only its record is old.

    Returns
    -------
    kit.errors.DataError
        To be raised.
    """
    advice = _remedy(folder, name)
    if changed:
        where = "" if _is_shipped(folder) else f" {folder}"
        advice += (
            f" If you changed it on purpose, record it with `python data/build/checksums.py{where}`"
            f" ({folder / TABLE})."
        )
    return DataError(f"{folder / name} is damaged: {why}. {advice}")


def record(folder: Path) -> list[str]:
    """
    Write the table of a data folder anew.

    Parameters
    ----------
    folder : pathlib.Path
        The data folder. Files that the kit does not read are left out.

    Returns
    -------
    list of str
        Names of the files in the table.
    """
    sums = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(fnmatchcase(name, unread) for unread in _NOT_READ):
            seen = path.stat()
            sums[name] = {
                "size": seen.st_size,
                "crc32": _crc32(path, seen.st_size, seen.st_mtime_ns),
            }
    draft = folder / f"{TABLE}.tmp"
    draft.write_text(json.dumps(sums, indent=2) + "\n", encoding="utf-8")
    draft.replace(folder / TABLE)
    return list(sums)


def recorded(folder: Path) -> list[str]:
    """
    Names in a data folder's table.

    Parameters
    ----------
    folder : pathlib.Path
        The data folder.

    Returns
    -------
    list of str
        Paths inside the folder; none where it has no table.

    Raises
    ------
    kit.errors.DataError
        If the table is damaged, or is missing from the kit's own folder.
    """
    return list(_table(folder))


def _table(folder: Path) -> dict[str, _Sum]:
    """Read a folder's table; the kit's own folder must have one."""
    path = folder / TABLE
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {name: _Sum(int(row["size"]), str(row["crc32"])) for name, row in rows.items()}
    except FileNotFoundError:
        if not _is_shipped(folder):
            return {}
        raise DataError(f"{path} is missing. {_remedy(folder, TABLE)}") from None
    except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise damaged(folder, TABLE, error, changed=True) from error


@lru_cache(maxsize=256)
def _crc32(path: Path, size: int, mtime_ns: int) -> str:  # noqa: ARG001 - a new file, a new sum
    """CRC-32 of a file, once as long as it is the same file."""
    total = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            total = zlib.crc32(block, total)
    return f"{total:08x}"


def _is_shipped(folder: Path) -> bool:
    return folder.resolve() == SHIPPED


def _remedy(folder: Path, name: str) -> str:
    """How to get a file back."""
    restore = f"`git checkout -- data/{name}`"
    if _is_shipped(folder):
        return f"Restore it with {restore}."
    return (
        f"Restore it in the kit's own folder with {restore} and copy it from {SHIPPED} to "
        f"{folder}, which KIT_DATA names."
    )
