"""What an error of a database driver means to us: the server is away, a row is locked, or the server says no."""

from __future__ import annotations

import re
import sqlite3
from typing import Literal

Kind = Literal["away", "locked", "refuses"]

_LOCKED_STATES = {"40001", "40P01", "55P03", "HYT00", "57014"}
_LOCKED_WORDS = re.compile(
    r"deadlock|lock wait timeout|lock request time.?out|lock timeout|database (table )?is locked"
    r"|\((1205|1213|1222)\)",
    re.IGNORECASE,
)
_AWAY_STATES = {"57P01", "57P02", "57P03", "HYT01", "IM002", "IM003", "28000", "28P01"}
_AWAY_WORDS = re.compile(
    r"gone away|lost connection|no connection to the server|connection.{0,40}(closed|lost|reset|refused|terminated)"
    # FreeTDS gives no SQLSTATE for them.
    r"|unexpected eof from the server|(read from|write to) the server failed|adaptive server (is unavail|connection)"
    r"|terminating connection|can't connect|communication link|\((2002|2003|2006|2013|2055)\)",
    re.IGNORECASE | re.DOTALL,
)
_SECRET = re.compile(r"\b(pwd|password)\s*=\s*(\{(?:[^}]|\}\})*\}|[^;]*)", re.IGNORECASE)
_TAG = re.compile(r"^(\s*\[[^\]]*\])+\s*")


def kind_of(error: BaseException) -> Kind:
    """Return what a driver's error, or an SQLAlchemy error around one, means.

    Drivers disagree: a lost MariaDB connection is a plain Error HY000, SQL Server's deadlock a plain Error 40001, its
    lock time-out HY000 as well. Hence SQLSTATE first, then the words and native numbers in the text. A statement that
    ran into its time limit counts as locked: both are cured by trying again.
    """
    origin = getattr(error, "orig", None) or error
    if isinstance(origin, sqlite3.Error):
        return _kind_of_sqlite(origin)
    state = str(origin.args[0]) if origin.args else ""
    text = str(origin)
    if state in _LOCKED_STATES or _LOCKED_WORDS.search(text):
        return "locked"
    if state.startswith("08") or state in _AWAY_STATES or _AWAY_WORDS.search(text):
        return "away"
    return "refuses"


def _kind_of_sqlite(error: sqlite3.Error) -> Kind:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return "locked"
    away = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOTADB)
    return "away" if code in (*away, sqlite3.SQLITE_CORRUPT) else "refuses"


def why(error: BaseException, secret: str = "") -> str:
    """Return what the driver said, on one line of at most 300 characters, without tags and without the password.

    `secret` is the connection string: the password in it is blanked wherever it appears.
    """
    origin = getattr(error, "orig", None) or error
    said = origin.args[1] if len(origin.args) > 1 else str(origin)
    text = " ".join(_TAG.sub("", str(said)).replace("\0", " ").split())
    for _, password in _SECRET.findall(secret):
        bare = password.strip().strip("{}")
        if bare:
            text = text.replace(bare, "***")
    return masked(text)[:300]


def masked(connection_string: str) -> str:
    """Return a connection string with its password blanked."""
    return _SECRET.sub(r"\1=***", connection_string)
