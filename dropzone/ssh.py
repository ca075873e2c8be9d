"""One conversation with an SFTP server: recognised by its key, logged in, bounded in time at three heights, parted."""

from __future__ import annotations

import logging
import socket
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event, Timer

from paramiko import Agent, PKey, Transport
from paramiko.sftp import SFTPError
from paramiko.ssh_exception import AuthenticationException, IncompatiblePeer, SSHException

from dropzone.errors import ZoneUnavailable
from dropzone.host_keys import order, pinned, verify
from dropzone.names import shown
from dropzone.server import Server
from dropzone.sftp import Sftp

KEEPALIVE = 15
"""Seconds between signs of life of ours: they keep the way through a firewall open, and prove nothing."""

QUIET_LOG = "abgleich.ssh"
logging.getLogger(QUIET_LOG).setLevel(logging.CRITICAL + 1)  # what goes wrong is raised, and told once

_BROKEN = (SSHException, EOFError, ConnectionError, SFTPError, struct.error, ValueError, KeyError, IndexError)
"""What a connection that is cut, or a server that talks nonsense, looks like."""


@contextmanager
def connected(server: Server) -> Iterator[Sftp]:
    """Give a connection to the server that is closed at the end, whatever happens. Not to be kept, nor shared.

    Raise ZoneUnavailable with the fact `server`: "sftp_host_key_…" before anything is sent to a server that is not
    recognised, "sftp_refused" where it does not let us in, "sftp_away" where it does not answer, "sftp_no_common"
    where it is too old, "sftp_key_file" for a key of ours that cannot be read. Inside, "sftp_stalled" where it falls
    silent for `answer_seconds` or everything takes longer than `session_seconds`, "sftp_cut" where the line breaks,
    and "sftp_failed" for what it answers. OSError of files of ours belongs into `world`.
    """
    with timed(server) as (transport, _):
        with opening(server):
            keys = pinned(server)
            options = transport.get_security_options()
            options.key_types = order(keys, options.key_types)
            shake_hands(transport, server)
            verify(transport, keys, server)
            _log_in(transport, server)
            transport.set_keepalive(KEEPALIVE)
            sftp = Sftp.over(transport, server.answer_seconds)
        yield sftp


@contextmanager
def timed(server: Server) -> Iterator[tuple[Transport, Event]]:
    """Give a transport whose line is cut when the session takes too long; the event says that this has happened."""
    late = Event()
    with opening(server):
        line = socket.create_connection((server.host, server.port), server.connect_seconds)
        transport = Transport(line)
    transport.daemon = True
    transport.set_log_channel(QUIET_LOG)
    transport.banner_timeout = transport.auth_timeout = server.connect_seconds
    transport.handshake_timeout = transport.channel_timeout = server.connect_seconds

    def end() -> None:
        late.set()
        transport.close()

    timer = Timer(server.session_seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield transport, late
    except ZoneUnavailable:
        raise
    except TimeoutError as problem:
        raise ZoneUnavailable("sftp_stalled", server=server.place, seconds=server.answer_seconds) from problem
    except (*_BROKEN, OSError) as problem:
        raise _during(problem, server, late=late.is_set()) from problem
    finally:
        timer.cancel()
        transport.close()
        line.close()


@contextmanager
def opening(server: Server) -> Iterator[None]:
    """Turn what goes wrong until we are logged in into ZoneUnavailable."""
    facts = {"server": server.place}
    try:
        yield
    except ZoneUnavailable:
        raise
    except AuthenticationException as problem:
        raise ZoneUnavailable("sftp_refused", **facts, user=server.user, problem=said(problem)) from problem
    except IncompatiblePeer as problem:
        raise ZoneUnavailable("sftp_no_common", **facts, problem=said(problem)) from problem
    except (*_BROKEN, OSError) as problem:
        raise ZoneUnavailable("sftp_away", **facts, problem=said(problem)) from problem


def shake_hands(transport: Transport, server: Server) -> None:
    """Agree on keys with the server; raise TimeoutError, SSHException or OSError where that does not come about."""
    transport.start_client(timeout=server.connect_seconds)
    if transport.initial_kex_done is False:
        raise TimeoutError


def said(problem: Exception) -> str:
    """Return what a failure says of itself, fit for people: it may be a text of the server's."""
    text = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    return shown(text) or type(problem).__name__


def _during(problem: Exception, server: Server, *, late: bool) -> ZoneUnavailable:
    """Say what went wrong while connected."""
    if late:
        return ZoneUnavailable("sftp_stalled", server=server.place, seconds=server.session_seconds)
    if isinstance(problem, OSError) and problem.errno is not None and not isinstance(problem, ConnectionError):
        return ZoneUnavailable("sftp_failed", server=server.place, problem=said(problem))
    return ZoneUnavailable("sftp_cut", server=server.place, problem=said(problem))


def _log_in(transport: Transport, server: Server) -> None:
    """Log in with the key file, with keys found where that is asked for, with the password, in this order.

    A server that wants a key and a password gets both. Raise AuthenticationException with the last refusal.
    """
    refusal = AuthenticationException("no key and no password is set")
    for attempt in _ways(transport, server):
        try:
            if not attempt():
                return
        except AuthenticationException as problem:
            refusal = problem
    raise refusal


def _ways(transport: Transport, server: Server) -> Iterator[Callable[[], Sequence[str]]]:
    """Give the ways to log in; each returns what the server still wants then, nothing where we are in."""
    for key in _keys(server):
        yield partial(transport.auth_publickey, server.user, key)
    if server.password:
        yield partial(transport.auth_password, server.user, server.password)


def _keys(server: Server) -> Iterator[PKey]:
    if server.key_file is not None:
        yield _loaded(server.key_file, server)
    if server.agent:
        yield from Agent().get_keys()
    if server.find_keys:
        for path in sorted(Path("~/.ssh").expanduser().glob("id_*")):
            if not path.suffix:
                with suppress(ZoneUnavailable):  # one with a passphrase is no use to a service
                    yield _loaded(path, server)


def _loaded(path: Path, server: Server) -> PKey:
    try:
        return PKey.from_path(path, (server.passphrase or None) and server.passphrase.encode())
    except Exception as problem:  # the library raises what its own parts raise; none of it may carry the key
        facts = {"server": server.place, "file": str(path), "problem": type(problem).__name__}
        if isinstance(problem, OSError):
            facts["problem"] = said(problem)
        raise ZoneUnavailable("sftp_key_file", **facts) from None
