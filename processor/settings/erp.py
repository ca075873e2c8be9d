"""The settings of the ERP: how to get in, and which tables hold addresses and consent."""

from __future__ import annotations

from pydantic import Field, SecretStr, model_validator

from processor.settings.section import Place, Section, Sql, twice_in, wrong
from processor.settings.target import TargetSettings


class ErpSettings(Section):
    """The database of the ERP. Give either url or odbc."""

    url: str = Field(
        default="",
        description='SQLite file as "sqlite:///path"; for servers use odbc instead.',
        examples=["sqlite:////var/lib/erp/erp.sqlite"],
    )
    odbc: SecretStr = Field(
        default=SecretStr(""),
        description="ODBC connection string, ${NAME} is taken from the environment, ${file:/path} from a file.",
        examples=[
            "Driver={ODBC Driver 18 for SQL Server};Server=erp;Database=erp;UID=abgleich;PWD={${ERP_PASSWORD}}",
            "Driver=PostgreSQL Unicode;Server=erp;Database=erp;UID=abgleich;PWD={${file:/run/secrets/erp}}",
            "Driver=MariaDB Unicode;Server=erp;Database=erp;UID=abgleich;PWD={${ERP_PASSWORD}}",
        ],
    )
    every_seconds: float = Field(default=300, gt=0, description="Look for new customers at least this often.")
    timeout_seconds: int = Field(default=30, gt=0, description="Give up a statement or a connection after so long.")
    max_rows_per_address: int = Field(
        default=20, gt=0, description="More rows with one address: hold and ask (placeholder)."
    )
    before_sql: list[Sql] = Field(
        default=[],
        description="Statements of your own at the start of each transaction that writes.",
        examples=[["SET CONTEXT_INFO 0x4E4C"]],
    )
    after_sql: list[Sql] = Field(default=[], description="Statements of your own at its end.")
    worklist: Place | None = Field(
        default=None,
        description='Folder for the work lists of targets with write = "file".',
        examples=["/srv/newsletter/worklist"],
    )
    targets: list[TargetSettings] = Field(min_length=1, description="Tables with addresses, in order of importance.")

    @model_validator(mode="after")
    def _one_way_in(self) -> ErpSettings:
        if bool(self.url) == bool(self.odbc.get_secret_value()):
            raise wrong("one_way_in")
        if twice := twice_in([target.name for target in self.each_target()]):
            raise wrong("target_twice", names=twice)
        if self.worklist is None and any(target.write == "file" for target in self.targets):
            raise wrong("worklist_needs_folder")
        return self

    def each_target(self) -> list[TargetSettings]:
        """Return the targets, those with companies once for each."""
        return [one for target in self.targets for one in target.each()]
