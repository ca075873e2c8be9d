"""Makes the ways in and out from the settings: remote folders, and the folder or server that exports go to."""

from __future__ import annotations

from dropzone.inlet import Inlet
from dropzone.outlet import LocalOutlet, Outlet, RemoteOutlet
from dropzone.server import Server
from dropzone.zone import Dropzone
from processor.settings import Settings, SftpSettings


def remote_of(sftp: SftpSettings) -> Server:
    """The SFTP server that a table of the settings names."""
    plain = ("host", "user", "port", "key_file", "agent", "find_keys", "known_hosts")
    waits = ("connect_seconds", "answer_seconds", "session_seconds")
    return Server(
        **{name: getattr(sftp, name) for name in (*plain, *waits)},
        password=sftp.password.get_secret_value(),
        passphrase=sftp.passphrase.get_secret_value(),
        host_keys=tuple(sftp.host_keys),
    )


def inlet_of(settings: Settings, dropzone: Dropzone) -> Inlet | None:
    """The remote folder whose files are fetched into the drop folder, None where there is none."""
    sftp = settings.dropzone.sftp
    if sftp is None:
        return None
    return Inlet(
        remote_of(sftp),
        sftp.folder,
        dropzone,
        settings.state / "spool",
        quiet=settings.dropzone.quiet_seconds,
        every=sftp.every_seconds,
        after=sftp.after,
        most_bytes=sftp.max_megabytes << 20,
        receipts=sftp.receipts,
    )


def outlet_of(settings: Settings) -> Outlet | None:
    """Where exports appear for the newsletter server, None where nothing is exported."""
    export = settings.export
    if export.sftp is not None:
        return RemoteOutlet(remote_of(export.sftp), export.sftp.folder, export.done_marker)
    return None if export.folder is None else LocalOutlet(export.folder, export.done_marker)
