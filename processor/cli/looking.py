"""Commands that only look: at the set-up, at what is waiting, at what a file says and what it would lead to."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

import typer

from processor import endings, wiring
from processor.cli.options import DEFAULT, Config, File, Folder, Json, load
from processor.screen.terminal import plain_words

app = typer.Typer()


@app.command()
def check(config: Config = DEFAULT, as_json: Json = False) -> None:
    """Prove folders, ERP, mail and templates before it runs; say what to mend and how. Changes nothing."""
    from processor.checks import check as findings_of
    from processor.checks import words_for
    from processor.screen.states import show_findings

    settings = load(config)
    failed = show_findings(findings_of(settings), words_for(settings), as_json=as_json)
    raise typer.Exit(endings.OWN_FAULT if failed else endings.OK)


@app.command()
def status(config: Config = DEFAULT, as_json: Json = False) -> None:
    """Show what is waiting, held, away, and what was done today."""
    from processor.screen.states import show_status

    with wiring.opened(load(config)) as parts:
        show_status(parts, as_json=as_json)


@app.command()
def read(
    file: File, folder: Folder = "", as_json: Json = False, timezone: str = "Europe/Berlin", language: str = ""
) -> None:
    """Show what a file is taken for and why, line by line. Needs neither configuration nor ERP; writes nothing."""
    from processor.screen.previews import show_reading

    if timezone not in available_timezones():
        raise typer.BadParameter(timezone, param_hint="--timezone")
    if not show_reading(file, folder, ZoneInfo(timezone), plain_words(language), as_json=as_json):
        raise typer.Exit(endings.SOME_REFUSED)


@app.command()
def plan(file: File, folder: Folder = "", config: Config = DEFAULT, as_json: Json = False) -> None:
    """Show what would happen to every line and customer if this file were dropped now. Writes nothing."""
    from processor.screen.previews import show_plan

    with wiring.opened(load(config), looking=True) as parts:
        show_plan(file, folder, parts, as_json=as_json)
