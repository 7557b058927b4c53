"""Run the command line: ``python -m kit``."""

from kit.cli import app

app(prog_name="kit")
