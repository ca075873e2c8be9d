"""The lock and the ledger: does somebody work already, and can what we know be opened? Looks, never writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from processor import wiring
from processor.checks.finding import Finding, without_secrets
from processor.ledger import schema
from processor.settings import Settings


def lock(settings: Settings) -> Iterator[Finding]:
    """Yield whether somebody works on the state folder; without a lock file nobody ever did, and none is made."""
    if not (settings.state / "lock").is_file():
        yield Finding("ok", "lock_free", {"folder": str(settings.state)})
        return
    try:
        with wiring.alone(settings):
            yield Finding("ok", "lock_free", {"folder": str(settings.state)})
    except wiring.AlreadyRunning:
        yield Finding("ok", "lock_held", {"folder": str(settings.state)})


def ledger(settings: Settings) -> Iterator[Finding]:
    """Yield whether the ledger can be opened, and its version; one that is not there yet is not made."""
    url = settings.ledger.url or f"sqlite:///{(settings.state / 'ledger.sqlite').as_posix()}"
    try:
        parsed = sa.make_url(url)
        shown = parsed.render_as_string(hide_password=True)
        if parsed.get_backend_name() == "sqlite":
            file = Path(parsed.database or "")
            if not file.exists():
                yield Finding("ok", "ledger_new", {"place": str(file)})
                return
            parsed, shown = sa.make_url(f"sqlite:///file:{quote(str(file))}?mode=ro&uri=true"), str(file)
        yield _version(sa.create_engine(parsed), shown)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ModuleNotFoundError) as problem:
        yield Finding("error", "ledger_url_wrong", {"why": without_secrets(str(problem), settings)})
    except sa.exc.DBAPIError as problem:
        yield Finding("error", "ledger_closed", {"place": shown, "why": without_secrets(str(problem.orig), settings)})


def _version(engine: sa.Engine, place: str) -> Finding:
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table(schema.meta.name):
                return Finding("ok", "ledger_new", {"place": place})
            wanted = sa.select(schema.meta.c.value).where(schema.meta.c.name == "version")
            found = int(connection.scalar(wanted) or 0)
    finally:
        engine.dispose()
    newer = found > schema.VERSION
    facts = {"place": place, "version": str(found), "known": str(schema.VERSION)}
    return Finding("error" if newer else "ok", "ledger_too_new" if newer else "ledger", facts)
