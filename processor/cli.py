"""The commands of abgleich: what an operator types, and what the exit code says."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

import typer

from processor import configuration, endings, service, wiring
from processor.errors import AbgleichError, Misconfigured
from processor.heartbeat import Heartbeat
from processor.screen.rounds import round_as_json, show_round
from processor.screen.terminal import fail, log_to_terminal, plain_words, print_json, say, working
from processor.settings import Settings

app = typer.Typer(
    help="Keeps a company's ERP and its newsletter server in agreement, from files people drop.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Config = Annotated[Path, typer.Option("--config", "-c", envvar="ABGLEICH_CONFIG", help="The configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON for machines.")]
File = Annotated[Path, typer.Argument(help="A list as the newsletter server exports it.", exists=True, dir_okay=False)]
Folder = Annotated[Literal["", "optouts", "bounces"], typer.Option(help="As if dropped into this folder.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="Number of the held file; receipt, mail and status name it.")]
DEFAULT = Path("abgleich.toml")


@app.command()
def run(config: Config = DEFAULT) -> None:
    """Watch the drop folder and work for years (service)."""
    settings = _load_to_work(config, log=logging.INFO)
    stop = Event()
    zone = settings.dropzone
    folders = [zone.folder, zone.folder / "optouts", zone.folder / "bounces"]
    with wiring.alone(settings), wiring.opened(settings) as parts, service.stopped_by_signals(stop):
        say("cli.watching", parts.words, folder=str(zone.folder))
        service.serve(
            parts,
            folders=folders,
            scan_seconds=zone.scan_seconds,
            quiet_seconds=zone.quiet_seconds,
            stop=stop,
            heartbeat=Heartbeat(os.environ),
            shown=lambda done: show_round(done, parts, quiet=True),
        )


@app.command()
def once(config: Config = DEFAULT, as_json: Json = False) -> None:
    """Do one round over everything that is there, and say in the exit code how it went."""
    settings = _load_to_work(config)
    with wiring.alone(settings), wiring.opened(settings) as parts:
        done = working(parts.words, lambda: service.run_once(parts), silent=as_json)
        if as_json:
            print_json(round_as_json(done))
        else:
            show_round(done, parts)
    raise typer.Exit(endings.of_round(done))


@app.command()
def check(config: Config = DEFAULT, as_json: Json = False) -> None:
    """Prove folders, ERP, mail and templates before it runs; say what to mend and how. Changes nothing."""
    from processor.checks import check as findings_of
    from processor.checks import words_for
    from processor.screen.states import show_findings

    settings = _load(config)
    failed = show_findings(findings_of(settings), words_for(settings), as_json=as_json)
    raise typer.Exit(endings.OWN_FAULT if failed else endings.OK)


@app.command()
def status(config: Config = DEFAULT, as_json: Json = False) -> None:
    """Show what is waiting, held, away, and what was done today."""
    from processor.screen.states import show_status

    with wiring.opened(_load(config)) as parts:
        show_status(parts, as_json=as_json)


@app.command()
def init(config: Config = DEFAULT, language: Literal["de", "en"] = "en") -> None:
    """Write an annotated configuration to start from."""
    configuration.write_sample(config, language)
    say("cli.init_done", plain_words(language), file=str(config))


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

    with wiring.opened(_load(config), looking=True) as parts:
        show_plan(file, folder, parts, as_json=as_json)


@app.command()
def release(id_: Id, config: Config = DEFAULT) -> None:
    """Apply a held file after all."""
    _decide(id_, "release", config)


@app.command()
def discard(id_: Id, config: Config = DEFAULT) -> None:
    """Give up a held file; nothing of it is applied, its people are exported again if they may be."""
    _decide(id_, "discard", config)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="A new folder for the demo world.")] = Path("demo-world"),
    language: Literal["de", "en"] = "en",
) -> None:
    """Build a small world, drop sample files, do a round and show what happened."""
    from processor.demo import build, drop_samples
    from processor.screen.tour import close_tour, open_tour

    config = build(folder, language=language)
    dropped = drop_samples(folder)
    settings = _load(config)
    with wiring.alone(settings), wiring.opened(settings) as parts:
        open_tour(folder, len(dropped), parts)
        done = working(parts.words, lambda: service.run_once(parts))
        show_round(done, parts)
        close_tour(folder, config, done, parts)


def main() -> None:
    """Run a command; expected trouble becomes one clear sentence and an exit code, never a traceback."""
    try:
        app()
    except AbgleichError as problem:
        section, code = endings.of_trouble(problem)
        fail(section, problem)
        sys.exit(code)


def _load(config: Path, log: int = logging.ERROR) -> Settings:
    log_to_terminal(log)
    return configuration.load(config, os.environ)


def _load_to_work(config: Path, log: int = logging.ERROR) -> Settings:
    """Load, and refuse to start with templates of the operator's own that could not be filled when they are needed."""
    settings = _load(config, log)
    if settings.templates is not None:
        from processor.checks import broken_templates

        for why in broken_templates(settings):
            raise Misconfigured("templates_unusable", why=why)
    return settings


def _decide(id_: str, decision: Literal["release", "discard"], config: Path) -> None:
    """Note the decision; carry it out at once where no service does."""
    from processor.screen.states import note_decision

    settings = _load(config)
    with wiring.opened(settings) as parts:
        note_decision(id_, decision, parts)
        with _alone_or_not(settings) as alone:
            if not alone:
                say("cli.decided_service", parts.words, id=id_)
                return
            done = working(parts.words, lambda: service.run_once(parts, settle=False))
            show_round(done, parts)


@contextmanager
def _alone_or_not(settings: Settings) -> Iterator[bool]:
    try:
        with wiring.alone(settings):
            yield True
    except wiring.AlreadyRunning:
        yield False
