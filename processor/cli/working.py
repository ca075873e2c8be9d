"""Commands that work: the service, one round, what a human decided about a held file, and the demo."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Annotated, Literal

import typer

from processor import endings, service, wiring
from processor.cli.options import DEFAULT, Applied, Config, Id, Json, load, load_to_work, os_user
from processor.heartbeat import Heartbeat
from processor.report.words import Words
from processor.screen.rounds import round_as_json, show_round
from processor.screen.terminal import print_json, say, working
from processor.settings import Settings

app = typer.Typer()


@app.command()
def run(config: Config = DEFAULT) -> None:
    """Watch the drop folder and work for years (service)."""
    settings = load_to_work(config, log=logging.INFO)
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
    settings = load_to_work(config)
    with wiring.alone(settings), wiring.opened(settings) as parts:
        done = working(parts.words, lambda: service.run_once(parts), silent=as_json)
        if as_json:
            print_json(round_as_json(done))
        else:
            show_round(done, parts)
    raise typer.Exit(endings.of_round(done))


@app.command()
def release(id_: Id, config: Config = DEFAULT) -> None:
    """Apply a held file after all; "release export" lets the very first export go out."""
    _decide(id_, "release", config)


@app.command()
def discard(id_: Id, config: Config = DEFAULT) -> None:
    """Give up a held file; nothing of it is applied, its people are exported again if they may be."""
    _decide(id_, "discard", config)


@app.command()
def undo(
    id_: Applied,
    config: Config = DEFAULT,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it would do.")] = False,
    as_json: Json = False,
) -> None:
    """Take back what an applied file changed, except where another file says the same or somebody edited since."""
    from processor.screen.undone import show_undo, show_undone
    from processor.undoing import ask, undoable

    settings = load(config)
    with wiring.opened(settings, looking=dry_run) as parts:
        if dry_run:
            show_undo(undoable(id_, parts), parts, as_json=as_json)
            return
        asked = ask(id_, os_user(), parts)
        with _alone_or_not(settings) as alone:
            if not alone:
                _noted(asked.id, "cli.undo_service", parts.words, as_json=as_json)
                return
            working(parts.words, lambda: service.run_once(parts, settle=False), silent=as_json)
        entry = parts.ledger.drops.get(asked.id)
        if entry.state != "undone":
            _noted(entry.id, "cli.undo_later", parts.words, as_json=as_json)
            raise typer.Exit(endings.NOT_NOW)
        show_undone(entry, parts, as_json=as_json)


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
    settings = load(config)
    with wiring.alone(settings), wiring.opened(settings) as parts:
        open_tour(folder, len(dropped), parts)
        done = working(parts.words, lambda: service.run_once(parts))
        show_round(done, parts)
        close_tour(folder, config, done, parts)


def _noted(id_: str, path: str, words: Words, *, as_json: bool) -> None:
    """Say that a wish is noted, and when it is carried out."""
    if as_json:
        print_json({"id": id_, "state": "asked", "text": words.say(path, id=id_)})
    else:
        say(path, words, id=id_)


def _decide(id_: str, decision: Literal["release", "discard"], config: Path) -> None:
    """Note the decision; carry it out at once where no service does."""
    from processor.customers import contact
    from processor.screen.states import note_decision

    settings = load(config)
    with wiring.opened(settings) as parts:
        first = decision == "release" and id_.strip().lower() == contact.EXPORT
        if first:
            contact.release(parts, os_user())
        else:
            note_decision(id_, decision, parts)
        with _alone_or_not(settings) as alone:
            if not alone:
                say("cli.export_released" if first else "cli.decided_service", parts.words, id=id_)
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
