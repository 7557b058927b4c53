"""The whole way in one call: run the notebooks on an article, gather what they write."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kit.article import read_article, save_article
from kit.errors import DataError, KitError
from kit.settings import NOTEBOOKS_DIR, data_file, whole

_SHIPPED = "article.md"
_LONGEST = 120  # letters of an article given as a text
# nbconvert's page fetches these from elsewhere; none is needed to show text, tables and maps.
_NO_REQUESTS = {
    f"{name}_url": ""
    for name in ("mathjax", "require_js", "jquery", "mermaid_js", "widget_renderer")
}

# nbconvert has one theme a page; this one follows the reader's scheme, as the maps in it do.
_BOTH_THEMES = """{% extends "lab/index.html.j2" %}
{% block notebook_css %}{{ super() }}<style>:root { color-scheme: light dark; }</style>
{{ resources.include_css("static/theme-dark.css")
   | replace("<style", '<style media="screen and (prefers-color-scheme: dark)"', 1) }}
{% endblock %}"""


def write_report(
    source: str | Path, out: str | Path = "out", *, say: Callable[[str], object] = print
) -> list[Path]:
    """
    Run every notebook on an article and write maps, tables and notebooks into a folder.

    Parameters
    ----------
    source : str or pathlib.Path
        What `kit.read_article` takes: a path, a URL or a text. A URL is fetched once.
    out : str or pathlib.Path
        Folder to write into; made if it is not there. Files of the same names are replaced,
        others stay.
    say : callable
        Called with a line of text for each step.

    Returns
    -------
    list of pathlib.Path
        What was written, sorted.

    Raises
    ------
    kit.errors.KitError
        If the article can't be read or a notebook fails. Nothing is then written into `out`.
    """
    out = Path(out)
    say(f"Reading {source}")
    article = read_article(source)
    say(f"  {article.title or 'untitled'}, {article.date or 'undated'}")
    notebooks = sorted(NOTEBOOKS_DIR.glob("[0-9]*.ipynb"))
    if not notebooks:
        raise DataError(f"No notebooks in {NOTEBOOKS_DIR}. Restore them with `git checkout`.")
    with tempfile.TemporaryDirectory(prefix="kit-") as scratch:
        made = Path(scratch) / "out"
        made.mkdir()
        # The notebooks read this copy: a page is fetched once for all four.
        copy = save_article(article, made.parent / "article.json")
        for number, notebook in enumerate(notebooks, 1):
            say(f"Notebook {number} of {len(notebooks)}: {notebook.stem}")
            _run(notebook, copy, made)
            page = _page(
                made.parent / notebook.name, _called(source), is_own=not _is_shipped(source)
            )
            (made / f"{notebook.stem}.html").write_text(page, encoding="utf-8")
        return _move_into(made, out)


def _run(notebook: Path, article: Path, made: Path) -> None:
    """Execute a notebook on the saved article; what it writes goes into `made`."""
    import papermill

    executed = made.parent / notebook.name
    parameters = {"ARTICLE": str(article), "OUT": str(made)}
    try:
        papermill.execute_notebook(
            notebook,
            executed,
            parameters,
            cwd=notebook.parent,
            kernel_name="python3",
            extra_arguments=["--log-level=CRITICAL"],  # what a kernel warns of helps no analyst
        )
    except papermill.PapermillExecutionError as error:
        raise KitError(
            f"{notebook.name} stopped at its cell {error.exec_count}: {error.ename}: "
            f"{error.evalue}. Open it with `make lab` and run it cell by cell to see where."
        ) from error


def _is_shipped(source: str | Path) -> bool:
    """Tell the kit's own article, which the notebooks have more to say of."""
    return Path(source).name == _SHIPPED and Path(source).resolve() == data_file(_SHIPPED).resolve()


def _called(source: str | Path) -> str:
    """Name an article in what is mailed: its URL, its file without folders, or how it begins."""
    words = str(source)
    if words.startswith(("http://", "https://")):
        return words
    named = words if "\n" in words else Path(words).name
    return named if len(named) <= _LONGEST else f"{named[:_LONGEST]}…"


def _page(executed: Path, source: str, *, is_own: bool) -> str:
    """Turn an executed notebook into a page that asks for nothing."""
    from nbconvert import HTMLExporter

    def told(notebook: Any, resources: Any) -> tuple[Any, Any]:  # noqa: ANN401
        notebook.cells = list(_told(notebook.cells, source, is_own=is_own))
        return notebook, resources

    exporter: Any = HTMLExporter(raw_template=_BOTH_THEMES, **_NO_REQUESTS)
    exporter.register_preprocessor(told, enabled=True)
    page, _ = exporter.from_filename(str(executed))
    return str(page)


def _told(cells: list[Any], source: str, *, is_own: bool) -> Iterator[Any]:
    """
    Yield the cells that a reader is shown.

    The paths of a scratch folder would tell nothing: the article is named as it was given. The
    exercise belongs to the kit's own article.
    """
    for cell in cells:
        tags = cell.metadata.get("tags", [])
        if "parameters" in tags:
            cell.source = f"ARTICLE = {source!r}"
        if "injected-parameters" not in tags and not (is_own and "exercise" in tags):
            yield cell


def _move_into(made: Path, out: Path) -> list[Path]:
    """Move finished files into `out`, each whole."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for path in sorted(made.iterdir()):
        with whole(out / path.name) as draft:
            shutil.copyfile(path, draft)
        written.append(out / path.name)
    return written
