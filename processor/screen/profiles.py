"""The list of ready configurations: which ERPs there are, and how surely each is known."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from processor.profiles import Profile
from processor.report.words import Words
from processor.screen.terminal import console_of


def show_profiles(known: Sequence[Profile], words: Words) -> None:
    """Show every ERP that is known by name: ready ones, starting points, and those nobody should guess at."""
    console = console_of()
    table = Table(*(words.say(f"profiles.column_{name}") for name in ("name", "system", "sure")))
    for profile in known:
        standing = "ready" if profile.proven else "none" if profile.sure == "unknown" else "starting_point"
        sure = words.say(f"profiles.standing_{standing}", sure=words.say(f"profiles.sure_{profile.sure}"))
        table.add_row(*(Text(cell) for cell in (profile.name, profile.system, sure)))
    console.print(table)
    console.print(Text(words.say("profiles.how")))
