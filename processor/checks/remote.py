"""The SFTP servers: are they the right ones, do they let us in, and what can be done in their folders?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from dropzone.errors import ZoneUnavailable
from processor import wiring
from processor.checks.finding import Finding
from processor.checks.folders import CLOCK_SECONDS
from processor.remotes import inlet_of, remote_of
from processor.settings import Settings, SftpSettings
from processor.settings.remote import InletSettings


def findings(settings: Settings, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Yield what is to be said about each server of the configuration; a file of ours is made there and removed."""
    for key, sftp in (("dropzone.sftp", settings.dropzone.sftp), ("export.sftp", settings.export.sftp)):
        if sftp is not None:
            try:
                yield from _server(key, sftp, now)
                if key == "dropzone.sftp":
                    yield from _waiting(settings)
            except ZoneUnavailable as problem:
                yield from _trouble(key, sftp, problem)


def _server(key: str, sftp: SftpSettings, now: Callable[[], datetime]) -> Iterator[Finding]:
    from dropzone.capabilities import probe

    server = remote_of(sftp)
    can = probe(server, sftp.folder, lambda: now().timestamp())
    facts = {"key": key, "server": server.place, "folder": sftp.folder or "."}
    yield Finding("ok", "sftp_server", {**facts, "software": can.software, "count": can.names})
    yield Finding("ok", "sftp_extensions", {**facts, "extensions": list(can.extensions) or ["–"]})
    if can.free is not None:
        yield Finding("ok", "sftp_room", {**facts, "megabytes": can.free >> 20})
    if not can.writes and key == "export.sftp":
        yield Finding("error", "sftp_not_writable", facts)
    elif not can.writes:
        yield Finding("warn", "sftp_read_only", facts)
    elif not can.renames:
        yield Finding("error" if key == "export.sftp" else "warn", "sftp_no_rename", facts)
    else:
        yield Finding("ok", "sftp_renames", facts)
        if isinstance(sftp, InletSettings) and sftp.after == "done" and sftp.receipts:
            yield Finding("ok", "sftp_receipts", facts)
    if can.overwrites:
        yield Finding("warn", "sftp_overwrites", facts)
    if can.deletes is False:
        yield Finding("warn", "sftp_no_delete", facts)
    if can.ahead is not None:
        late = abs(can.ahead) > CLOCK_SECONDS
        yield Finding("warn" if late else "ok", "sftp_clock", {**facts, "seconds": round(can.ahead)})


def _waiting(settings: Settings) -> Iterator[Finding]:
    """Yield what lies in the remote folder that is never fetched."""
    inlet = inlet_of(settings, wiring.dropzone_of(settings))
    assert inlet is not None
    inlet.look()
    if inlet.foreign:
        yield Finding("warn", "sftp_foreign", {"count": len(inlet.foreign), "names": inlet.foreign[:5]})


def _trouble(key: str, sftp: SftpSettings, problem: ZoneUnavailable) -> Iterator[Finding]:
    """Yield what keeps the server from being used; for one that is not known yet, the lines that would pin it."""
    from dropzone.capabilities import offered

    if problem.code == "sftp_host_key_unknown":
        server = remote_of(sftp)
        lines = [f'"{pin.line}"' for pin in offered(server)]
        yield Finding("error", "sftp_keys_offered", {"key": key, "server": server.place, "lines": lines})
    else:
        yield Finding("error", problem.code, dict(problem.facts))
