"""What the commands share: their options, and how the configuration is loaded before anything else happens."""

from __future__ import annotations

import getpass
import logging
import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from processor import configuration
from processor.errors import Misconfigured
from processor.screen.terminal import log_to_terminal
from processor.settings import Settings

Config = Annotated[Path, typer.Option("--config", "-c", envvar="ABGLEICH_CONFIG", help="The configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON for machines.")]
File = Annotated[Path, typer.Argument(help="A list as the newsletter server exports it.", exists=True, dir_okay=False)]
Folder = Annotated[Literal["", "optouts", "bounces"], typer.Option(help="As if dropped into this folder.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="Number of the held file, as its receipt names it; or: export.")]
Applied = Annotated[str, typer.Argument(metavar="ID", help="Number of the applied file; its receipt names it.")]
Address = Annotated[str, typer.Argument(help="An e-mail address, as it is written anywhere.")]
DEFAULT = Path("abgleich.toml")


def os_user() -> str:
    """Return the name of the person at the keyboard as the system knows it, "" where it knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user: a container, or a service without a login
        return ""


def load(config: Path, log: int = logging.ERROR) -> Settings:
    """Return the settings; raise Misconfigured in words for what is wrong with them."""
    log_to_terminal(log)
    return configuration.load(config, os.environ)


def load_to_work(config: Path, log: int = logging.ERROR) -> Settings:
    """Load, and refuse to start with templates of the operator's own that could not be filled when they are needed."""
    settings = load(config, log)
    if settings.templates is not None:
        from processor.checks import broken_templates

        for why in broken_templates(settings):
            raise Misconfigured("templates_unusable", why=why)
    return settings
