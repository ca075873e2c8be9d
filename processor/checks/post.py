"""Mail and time: can the daily summary leave, and when will it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from ipaddress import ip_address

from processor import wiring
from processor.checks.finding import Finding
from processor.report import mail as smtp
from processor.settings import Settings
from processor.settings.post import MailSettings

BUILT = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that goes right says less: the program is younger."""

_USUAL = {465: "tls", 587: "starttls"}
"""Ports and what is spoken on them (RFC 8314, 3.3; RFC 6409, 3.1)."""


def clock(settings: Settings, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Yield what time we take it to be: a wrong clock makes wrong days."""
    level, code = ("error", "clock_wrong") if now() < BUILT else ("ok", "clock")
    yield Finding(level, code, {"time": now(), "timezone": settings.timezone})  # type: ignore[arg-type]


def mail(settings: Settings, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Yield whether the server would take a mail, asked up to the mail itself, and when the next one is due."""
    facts = {"folder": str(settings.state / "mails")}
    due = next_summary(now(), settings.zone, settings.mail.at)
    yield Finding("ok", "mail_next", {"time": due, "timezone": settings.timezone})
    server = wiring.server_of(settings)
    if server is None or not settings.mail.to:
        code = "mail_filed_no_host" if server is None else "mail_filed_nobody"
        yield Finding("warn", code, facts)
    if server is None:
        return
    yield from _hints(settings.mail)
    refused = smtp.probe(server, settings.mail.sender, settings.mail.to)
    for code, said in refused:
        yield Finding("error", code, said)
    if not refused and settings.mail.to:
        yield Finding("ok", "mail", {"host": server.host, "port": server.port, "recipients": settings.mail.to})


def next_summary(now: datetime, zone: tzinfo, at: str) -> datetime:
    """Return when the next daily summary is due, in `zone`; a time that the clocks skip is the one after the skip."""
    local = now.astimezone(zone)
    hour, minute = map(int, at.split(":"))
    due = local.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
    if due <= local:
        due = (due + timedelta(days=1)).replace(fold=0)
    return due.astimezone(UTC).astimezone(zone)


def _hints(settings: MailSettings) -> Iterator[Finding]:
    """Yield what looks like a slip even where the server does not mind."""
    usual = _USUAL.get(settings.port)
    facts = {"port": settings.port, "security": settings.security, "host": settings.host}
    if usual and settings.security not in (usual, "none"):
        yield Finding("warn", "mail_port", {**facts, "usual": usual})
    if settings.security == "none" and not _here(settings.host):
        yield Finding("warn", "mail_in_the_clear", facts)
    if settings.user and not settings.password.get_secret_value():
        yield Finding("warn", "mail_no_password", facts)


def _here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() in ("localhost", "localhost.localdomain")
