"""What an SFTP server can do, found out for real: with a file of ours that is made, renamed and removed again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from paramiko.ssh_exception import SSHException

from dropzone import durable
from dropzone.errors import ZoneUnavailable
from dropzone.fetch import removed, renamed
from dropzone.host_keys import KINDS, Pin
from dropzone.listing import MOST_NAMES
from dropzone.names import shown
from dropzone.server import Server
from dropzone.sftp import FSYNC, POSIX_RENAME, STATVFS, Sftp
from dropzone.ssh import connected, opening, shake_hands, timed
from dropzone.upload import answered, as_folder, joined

PROBE, OTHER = durable.part("check"), durable.part("checked")


@dataclass(frozen=True)
class Capabilities:
    """What was found out; `None` is what could not be, because no file could be made."""

    software: str  # as the server names it, fit for showing
    names: int  # in the folder
    extensions: tuple[str, ...]  # those of interest to us
    free: int | None  # bytes
    writes: bool
    renames: bool | None
    overwrites: bool | None  # whether its plain rename goes over an existing file, against the protocol
    deletes: bool | None
    ahead: float | None  # seconds its clock is ahead of ours


def probe(server: Server, folder: str, now: Callable[[], float]) -> Capabilities:
    """Return what the server can do in this folder; `now` returns seconds since 1970.

    Nothing stays, unless the server lets us make a file and not remove it. Raise ZoneUnavailable as `connected` does,
    and for a folder that cannot be listed.
    """
    path = as_folder(folder)
    with connected(server) as sftp:
        software = shown(sftp.get_channel().get_transport().remote_version.partition("-")[2].partition("-")[2])
        extensions = tuple(name for name in (POSIX_RENAME, FSYNC, STATVFS) if name in sftp.extensions)
        try:
            names = len(sftp.entries(path, MOST_NAMES))
            free = sftp.free(path)
        except OSError as problem:
            raise answered(sftp, path, problem, server.place) from problem
        return Capabilities(software, names, extensions, free, *_tried(sftp, path, now))


def offered(server: Server) -> list[Pin]:
    """Return every host key the server has, without logging in.

    Raise ZoneUnavailable("sftp_away") where it shows none.
    """
    found: list[Pin] = []
    trouble = ZoneUnavailable("sftp_away", server=server.place, problem="")
    for kind in KINDS:
        try:
            with timed(server) as (transport, _):
                transport.get_security_options().key_types = kind
                with opening(server):
                    shake_hands(transport, server)
                    found.append(Pin.of(transport.get_remote_server_key()))
        except ZoneUnavailable as problem:  # it has no key of this type, or is away
            trouble = problem
    if not found:
        raise trouble
    return found


def _tried(
    sftp: Sftp, folder: bytes, now: Callable[[], float]
) -> tuple[bool, bool | None, bool | None, bool | None, float | None]:
    one, other = joined(folder, PROBE), joined(folder, OTHER)
    removed(sftp, one), removed(sftp, other)
    try:
        sftp.write_new(one, [b"abgleich\n"])
    except TimeoutError:
        raise
    except OSError:
        return False, None, None, None, None
    entry = sftp.seen(one)
    ahead = None if entry is None or entry.modified is None else entry.modified - now()
    renames = renamed(sftp, one, other)
    overwrites = None
    with suppress(OSError, SSHException):
        if renames:
            sftp.write_new(one, [b"abgleich\n"])
            overwrites = renamed(sftp, one, other)
    left = [path for path in (one, other) if sftp.seen(path) is not None and not removed(sftp, path)]
    return True, renames, overwrites, not left, ahead
