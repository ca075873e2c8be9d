"""The lease probe: on a local Linux disk the kernel tells whether anybody still has a file open for writing."""

from __future__ import annotations

import sys

if sys.platform == "linux":
    import fcntl
    import signal


def lease(fd: int) -> str:
    """Return what the kernel says about the file behind the read-only descriptor `fd`: "free", "open" or "unknown".

    A read lease (F_SETLEASE in fcntl(2)) is refused with EAGAIN while anybody has the file open for writing. Shares
    know no leases, and a file of somebody else needs CAP_LEASE: "unknown". The lease is given back at once.
    """
    if sys.platform == "linux":
        return _probe(fd)
    return "unknown"


if sys.platform == "linux":

    def _probe(fd: int) -> str:
        try:
            # A writer who comes in this moment makes the kernel signal us: SIGURG is ignored by default, SIGIO kills.
            fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except BlockingIOError:
            return "open"
        except OSError:
            return "unknown"
        return "free"
