"""The commands of abgleich: what an operator types, and what the exit code says."""

from __future__ import annotations

import os
import sys

import typer

from processor import endings
from processor.cli import looking, preparing, working
from processor.errors import AbgleichError
from processor.memory import one_heap
from processor.screen.terminal import fail

app = typer.Typer(
    help="Keeps a company's ERP and its newsletter server in agreement, from files people drop.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for commands in (working, looking, preparing):
    app.add_typer(commands.app)


def main() -> None:
    """Run a command; expected trouble becomes one clear sentence and an exit code, never a traceback."""
    one_heap(os.environ)
    try:
        app()
    except AbgleichError as problem:
        section, code = endings.of_trouble(problem)
        fail(section, problem)
        sys.exit(code)
