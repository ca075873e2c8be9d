"""The process that plays SQL Server: python -m tests.parts.tds.server FOLDER CERTIFICATE PORT.

A process of its own, because pyodbc holds Python's lock while the driver waits for an answer.
"""

from __future__ import annotations

import socket
import sys
import threading
import traceback
from contextlib import suppress
from itertools import count
from pathlib import Path

from tests.parts.tds.line import Line
from tests.parts.tds.script import Director
from tests.parts.tds.session import Session


def serve(folder: Path, certificate: str, port: int) -> None:
    """Serve the ERP in `folder` on a port of the loopback interface, one thread for each session, until killed."""
    director = Director(folder)
    with socket.create_server(("127.0.0.1", port)) as door:
        for number in count(1):
            client, _ = door.accept()
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            work = (client, number, director, folder / "erp.db", certificate)
            threading.Thread(target=_talk, args=work, daemon=True).start()


def _talk(client: socket.socket, number: int, director: Director, file: Path, certificate: str) -> None:
    session = Session(Line(client), number, director, file, certificate)
    try:
        with suppress(OSError):
            session.talk()
    except Exception:  # the log is read by the test
        traceback.print_exc()
    finally:
        session.close()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
