"""What is known about one ERP: where it keeps addresses and consent, how surely, and from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Sure = Literal["source", "worked", "documented", "unknown"]
"""source = read in the ERP's own source or schema; worked = in other people's programs that work on its database;
documented = in its documentation; unknown = nothing that one could rely on."""

ODBC = {
    "postgresql": "Driver=PostgreSQL Unicode;Server=erp;Port=5432;Database={};UID=abgleich;PWD={{${{ERP_PASSWORD}}}}",
    "mariadb": "Driver=MariaDB Unicode;Server=erp;Port=3306;Database={};UID=abgleich;PWD={{${{ERP_PASSWORD}}}}",
    "mssql": "Driver={{ODBC Driver 18 for SQL Server}};Server=erp;Database={};UID=abgleich;PWD={{${{ERP_PASSWORD}}}}",
}
"""Connection strings by server; the gap is the database."""


@dataclass(frozen=True)
class Profile:
    """One ERP. `targets` is TOML in which lines that begin with "#en " and "#de " are notes in that language.

    `settings` are further lines of the [erp] table. `exclude` are patterns of addresses that are nobody's own.
    `proven` profiles have a sample schema and a test that runs on it; all others are written commented out.
    """

    name: str
    system: str
    sure: Sure
    source: str = ""
    server: Literal["postgresql", "mariadb", "mssql"] = "mssql"
    database: str = "erp"
    aliases: Sequence[str] = ()
    targets: str = ""
    settings: str = ""
    exclude: Sequence[str] = ()
    proven: bool = False

    @property
    def odbc(self) -> str:
        """An ODBC connection string for its server, the password from the environment."""
        return ODBC[self.server].format(self.database)
