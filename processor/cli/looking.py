"""Commands that only look: at the set-up, at what is waiting, at what a file says and what it would lead to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

import typer

from processor import endings, wiring
from processor.cli.options import DEFAULT, Address, Config, File, Folder, Json, load
from processor.errors import AbgleichError
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
def grants(
    config: Config = DEFAULT,
    server: Annotated[
        Literal["mssql", "postgresql", "mysql", "sqlite"] | None,
        typer.Option(help="Kind of server, where the driver's name does not tell it."),
    ] = None,
    account: Annotated[str, typer.Option(help="Name of the account, where it is not the configured one.")] = "",
) -> None:
    """Write the script that gives the ERP's account just the rights the configuration needs. Connects to nothing."""
    from processor.checks.grants import grant_script

    for line in grant_script(load(config), server, account):
        typer.echo(line)


@app.command()
def status(config: Config = DEFAULT, as_json: Json = False) -> None:
    """Show what is waiting, held, away, and what was done today."""
    from processor.screen.states import show_status

    with wiring.opened(load(config)) as parts:
        show_status(parts, as_json=as_json)


@app.command()
def read(
    file: File,
    folder: Folder = "",
    as_json: Json = False,
    timezone: str = "Europe/Berlin",
    language: str = "",
    layouts: Annotated[Path | None, typer.Option(help="Folder with layouts of your own.")] = None,
) -> None:
    """Show what a file is taken for and why, line by line. Needs neither configuration nor ERP; writes nothing."""
    from processor.layouts.taught import Taught, taught
    from processor.screen.previews import show_reading

    known = taught(layouts, named=True) if layouts else Taught()
    if known.broken:
        raise known.broken[0]
    if timezone not in available_timezones():
        raise typer.BadParameter(timezone, param_hint="--timezone")
    if not show_reading(file, folder, ZoneInfo(timezone), plain_words(language), known.layouts, as_json=as_json):
        raise typer.Exit(endings.SOME_REFUSED)


@app.command()
def plan(file: File, folder: Folder = "", config: Config = DEFAULT, as_json: Json = False) -> None:
    """Show what would happen to every line and customer if this file were dropped now. Writes nothing."""
    from processor.screen.previews import show_plan

    with wiring.opened(load(config), looking=True) as parts:
        show_plan(file, folder, parts, as_json=as_json)


@app.command()
def layouts(config: Config = DEFAULT, as_json: Json = False, language: str = "") -> None:
    """List all layouts, ours and yours, with what makes a file theirs. Needs no configuration for ours."""
    from processor.layouts.taught import Taught, taught
    from processor.screen.known import show_layouts

    if config == DEFAULT and not config.exists():
        known, words = Taught(), plain_words(language)
    else:
        settings = load(config)
        known, words = taught(settings.taught, named=settings.layouts is not None), wiring.words_of(settings)
    show_layouts(known, words, as_json=as_json)


@app.command()
def lists(
    config: Config = DEFAULT,
    as_json: Json = False,
    why: Annotated[str, typer.Option(metavar="ADDRESS", help="Why this address is on which list, rule by rule.")] = "",
) -> None:
    """Show how many people each distribution list has and would get, overlaps, and who is on none. Changes nothing."""
    from processor.screen.listed import show_lists, show_why

    with wiring.opened(load(config), looking=True) as parts:
        if not why:
            show_lists(parts, as_json=as_json)
        elif not show_why(why, parts, as_json=as_json):
            raise typer.Exit(endings.NOTHING_KNOWN)


@app.command()
def explain(address: Address, config: Config = DEFAULT, as_json: Json = False) -> None:
    """Show everything about one address: what files said, what was changed, and what holds now. Writes nothing."""
    from processor.screen.explaining import show_explanation

    with wiring.opened(load(config), looking=True) as parts:
        if not show_explanation(address, parts, as_json=as_json):
            raise typer.Exit(endings.NOTHING_KNOWN)


@app.command()
def reconcile(
    config: Config = DEFAULT,
    as_json: Json = False,
    write: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write files that make both equal.")] = None,
) -> None:
    """Compare ERP, ledger and the newsletter server's last list of subscribers. Changes nothing."""
    from processor.customers.proving import reconcile as compared
    from processor.screen.reconciled import show_drift
    from processor.screen.repair_files import write_repairs

    settings = load(config)
    if write is not None:
        for taken in (settings.dropzone.folder, settings.export.folder):
            if taken is not None and (write.resolve() == taken.resolve() or taken.resolve() in write.resolve().parents):
                raise AbgleichError("reconcile_place", folder=str(write))
    with wiring.opened(settings, looking=True) as parts:
        found = compared(parts)
        written = [] if write is None else write_repairs(found, write, parts)
        show_drift(found, written, parts, as_json=as_json)
