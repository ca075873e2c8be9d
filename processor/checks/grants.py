"""The grant script for the ERP's account, worded and ready to be printed; nothing is connected to."""

from __future__ import annotations

from collections.abc import Iterator

from processor import wiring
from processor.erp.grants import Kind, Remark, comment, kind_behind, odbc_keys, script
from processor.errors import Misconfigured
from processor.settings import Settings


def grant_script(settings: Settings, server: Kind | None = None, account: str = "") -> Iterator[str]:
    """Yield the script's lines, comments in the configured language.

    The kind of server is told by the driver's name, the account by the connection string, unless given. Raises
    Misconfigured("grants_server_unknown") where neither tells.
    """
    erp, words = settings.erp, wiring.words_of(settings)
    odbc = erp.odbc.get_secret_value()
    kind = server or ("sqlite" if erp.url else kind_behind(odbc))
    if kind is None:
        raise Misconfigured("grants_server_unknown")
    keys = odbc_keys(odbc)
    name = account or keys.get("uid") or keys.get("user") or "abgleich"
    database = keys.get("database") or keys.get("db") or ""
    preamble = [*erp.before_sql, *erp.after_sql]
    for line in script(wiring.targets_of(settings), kind, name, database, preamble):
        if isinstance(line, Remark):
            yield comment(words.say(f"check.{line.code}", **line.facts))
        else:
            yield line
