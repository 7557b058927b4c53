"""The command line: ``python -m kit maps article.md``."""

import re
from pathlib import Path
from typing import Annotated

import typer

from kit.errors import KitError

_URL = re.compile(r"https?://", re.IGNORECASE)

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__
)


@app.command()
def maps(
    article: Annotated[str, typer.Argument(help="Path or URL of the article.")],
    out: Annotated[Path, typer.Option(help="Folder to write into.")] = Path("out"),
) -> None:
    """Run the four notebooks on an article; write maps, tables and notebooks."""
    from kit.report import write_report

    source = article if _URL.match(article) else Path(article)
    try:
        written = write_report(source, out, say=typer.echo)
    except KitError as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"Wrote {len(written)} files:")
    for path in written:
        typer.echo(f"  {path}  ({max(1, round(path.stat().st_size / 1000)):,} kB)")


@app.command()
def check() -> None:
    """Check that the shipped data and the language model are here and whole."""
    from kit.setup_check import check_setup

    try:
        for line in check_setup():
            typer.echo(line)
    except KitError as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(1) from error
