"""Commands that write what an operator starts from: a configuration, and layouts of files nobody knew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import typer

from processor import configuration, endings, profiles, wiring
from processor.cli.options import DEFAULT, Config, File, Folder, load
from processor.screen.profiles import show_profiles
from processor.screen.terminal import plain_words, say

app = typer.Typer()


@app.command()
def init(
    config: Config = DEFAULT,
    language: Literal["de", "en"] = "en",
    erp: Annotated[str, typer.Option(help="Ready configuration of an ERP; list shows which there are.")] = "",
) -> None:
    """Write an annotated configuration to start from."""
    if erp == "list":
        show_profiles(profiles.PROFILES, plain_words(language))
        return
    profile = profiles.named(erp) if erp else None
    table = profiles.erp_table(profile, language) if profile else ""
    configuration.write_sample(config, language, table, profile.exclude if profile else ())
    done = "cli.init_done" if profile is None or profile.proven else "cli.init_starting_point"
    say(done, plain_words(language), file=str(config))


@app.command()
def learn(
    file: File,
    folder: Folder = "",
    config: Config = DEFAULT,
    name: Annotated[str, typer.Option(help="Name of the layout; left out: the words of the file's name.")] = "",
    system: Annotated[str, typer.Option(help="Who writes such files, for receipts.")] = "",
    kind: Annotated[
        Literal["", "optouts", "complaints", "bounces", "subscribers"],
        typer.Option(help="What a line means where no column says it."),
    ] = "",
    address: Annotated[str, typer.Option(help="Heading or number of the column with the addresses.")] = "",
    status: Annotated[str, typer.Option(help="Column that says what happened; - for none.")] = "",
    date: Annotated[str, typer.Option(help="Column that says when; - for none.")] = "",
    mailing: Annotated[str, typer.Option(help="Column that names the mailing; - for none.")] = "",
    code: Annotated[str, typer.Option(help="Column with codes like 5.1.1; - for none.")] = "",
    smtp: Annotated[str, typer.Option(help="Column with codes like 550; - for none.")] = "",
    text: Annotated[str, typer.Option(help="Column with the receiving server's answer; - for none.")] = "",
    word: Annotated[list[str] | None, typer.Option(help="A word and its meaning: 'Kein Postfach=hard'.")] = None,
    file_name: Annotated[str, typer.Option(help="Part of the file's name that only such files have.")] = "",
    day_first: Annotated[bool | None, typer.Option("--day-first/--month-first", help="Order of 03/04/2026.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; what is not known is left out.")] = False,
) -> None:
    """Teach a layout for a file nobody knows: propose, ask what only you know, write it, prove it."""
    from processor.layouts.taught import taught
    from processor.screen.asking import Given
    from processor.screen.teaching import learn as teach

    columns = {"address": address, "status": status, "date": date, "mailing": mailing}
    columns |= {"code": code, "smtp": smtp, "text": text}
    given = Given(columns, _meanings(word or ()), kind, system, file_name, day_first)
    settings = load(config)
    known, words = taught(settings.taught), wiring.words_of(settings)
    written = teach(file, folder, name, given, known, _default if yes else _asked, words, settings.zone)
    raise typer.Exit(endings.OK if written else endings.OWN_FAULT)


def _meanings(said: Sequence[str]) -> dict[str, str]:
    if wrong := [one for one in said if "=" not in one]:
        raise typer.BadParameter(wrong[0], param_hint="--word")
    return {word.strip(): meaning.strip() for word, _, meaning in (one.rpartition("=") for one in said)}


def _asked(question: str, answers: Sequence[str], default: str) -> str:
    """Ask a person; only the answers there are will do."""

    def known(said: str) -> str:
        if answers and said.strip() not in answers:
            raise typer.BadParameter(", ".join(answers))
        return said.strip()

    return str(typer.prompt(question, default=default or None, value_proc=known))


def _default(_question: str, _answers: Sequence[str], default: str) -> str:
    return default
