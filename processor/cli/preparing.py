"""Commands that write what an operator starts from."""

from __future__ import annotations

from typing import Literal

import typer

from processor import configuration
from processor.cli.options import DEFAULT, Config
from processor.screen.terminal import plain_words, say

app = typer.Typer()


@app.command()
def init(config: Config = DEFAULT, language: Literal["de", "en"] = "en") -> None:
    """Write an annotated configuration to start from."""
    configuration.write_sample(config, language)
    say("cli.init_done", plain_words(language), file=str(config))
