"""What set-up ends with: checking that the data and the language model are here, and whole."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from kit import _checksums, settings
from kit._language import model_path
from kit.errors import DataError

# SHA-256 over the weights of en_core_web_md 3.8.0, names and bytes in the order of their paths.
# conda-forge's package and the vendored one carry the same files.
_MODEL_SHA256 = "6d953c4a6c9d47edb94c117cd63b64d954e2ee010275b64fe8fd0ddc2422095f"
_WEIGHTS = ("ner/model", "parser/model", "tagger/model", "tok2vec/model", "vocab/vectors")


def check_setup() -> Iterator[str]:
    """
    Check the data files and the model's weights.

    Yields
    ------
    str
        A line for each thing that was found whole.

    Raises
    ------
    kit.errors.DataError
        If a data file or the model is missing, or is not the one that was recorded or that the
        kit was measured with.
    """
    names = _checksums.recorded(settings.DATA_DIR)
    for name in names:
        settings.data_file(name)
    yield f"Data: {len(names)} files, each as {_checksums.TABLE} records it"
    path = model_path()
    found = _sha256(path)
    if found != _MODEL_SHA256:
        raise DataError(
            f"The English model in {path} is not en_core_web_md 3.8.0 as the kit was measured with "
            f"(SHA-256 {found[:12]}…): remove that package and run `make setup` again."
        )
    yield f"English model: en_core_web_md 3.8.0, weights as expected ({found[:12]}…)"


def _sha256(folder: Path) -> str:
    """Hash the files that decide what the model says."""
    total = hashlib.sha256()
    for name in _WEIGHTS:
        total.update(name.encode())
        total.update((folder / name).read_bytes())
    return total.hexdigest()
