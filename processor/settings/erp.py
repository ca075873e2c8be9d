"""The settings of the ERP: how to get in, and which tables hold addresses and consent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field, SecretStr, model_validator

from processor.settings.section import Name, Section, wrong

Value = str | int | bool


class FlagSettings(Section):
    """The column that says whether the customer may get the newsletter."""

    column: Name = Field(description="Column of the flag.", examples=["newsletter"])
    yes: list[Value] = Field(description="Values that mean: may get the newsletter.", examples=[["Y"]])
    no: Value = Field(description="The one value to write when somebody opted out.", examples=["N"])
    also_no: list[Value] = Field(
        default=[], description="Further values that mean NO already.", examples=[["never", "blocked"]]
    )
    null: Literal["yes", "no", "unknown"] = Field(default="unknown", description="What an empty (NULL) flag means.")

    @model_validator(mode="after")
    def _each_value_means_one_thing(self) -> FlagSettings:
        noes = {_text(value) for value in (self.no, *self.also_no)}
        if both := [_text(value) for value in self.yes if _text(value) in noes]:
            raise wrong("flag_both", values=both)
        if not self.yes and self.null != "yes":
            raise wrong("flag_never_yes")
        return self


def _text(value: Value) -> str:
    """A value as the ERP compares it: 1, true and "1" are the same."""
    return str(int(value)) if isinstance(value, bool) else str(value).rstrip()


class BounceSettings(Section):
    """What happens in this table to an address that bounced for good."""

    action: Literal["mark", "clear", "set_no", "none"] = Field(
        default="none",
        description="mark = write value into column; clear = empty the address; set_no = like an opt-out; none.",
        examples=["mark"],
    )
    column: str = Field(default="", description='Column for "mark".', examples=["email_faulty"])
    value: Value = Field(default="", description='Value for "mark".', examples=[1])
    then: Literal["nothing", "clear", "delete_row"] = Field(
        default="nothing",
        description="After confirmation by a second, later bounce: also empty the address or delete the row.",
    )

    @model_validator(mode="after")
    def _mark_needs_a_column(self) -> BounceSettings:
        if self.action == "mark" and not (self.column and "value" in self.model_fields_set):
            raise wrong("mark_needs_column")
        return self


class TargetSettings(Section):
    """One table of the ERP that holds addresses."""

    name: Name = Field(description="Name for receipts and mails.", examples=["customers"])
    table: Name = Field(description='Table, "schema.table" where needed.', examples=["customers"])
    key: list[Name] = Field(min_length=1, description="Primary key column(s).", examples=[["id"]])
    email: list[Name] = Field(min_length=1, description="Column(s) with e-mail addresses.", examples=[["email"]])
    where: str = Field(
        default="", description="Condition for living rows, as SQL of your database.", examples=["deleted = 0"]
    )
    flag: FlagSettings
    bounce: BounceSettings = BounceSettings()
    also: dict[str, str] = Field(
        default={},
        description="Extra assignments on every write; {today} {now} {reason} {source} are filled in.",
        examples=[{"newsletter_reason": "{reason}", "changed_on": "{today}"}],
    )
    fields: dict[str, str] = Field(
        default={},
        description="Columns for the export: our name = column of this table.",
        examples=[{"first_name": "first_name", "last_name": "last_name"}],
    )

    @model_validator(mode="after")
    def _each_column_has_one_task(self) -> TargetSettings:
        tasks = [*self.key, *self.email, self.flag.column, *self.also]
        tasks += [self.bounce.column] if self.bounce.column else []
        if twice := sorted(_twice(tasks)):
            raise wrong("column_twice", columns=twice)
        if self.bounce.then == "delete_row" and len(self.email) > 1:
            raise wrong("delete_row_of_several")  # the row's other address may be a living one
        return self


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
    targets: list[TargetSettings] = Field(min_length=1, description="Tables with addresses, in order of importance.")

    @model_validator(mode="after")
    def _one_way_in(self) -> ErpSettings:
        if bool(self.url) == bool(self.odbc.get_secret_value()):
            raise wrong("one_way_in")
        if twice := sorted(_twice([target.name for target in self.targets])):
            raise wrong("target_twice", names=twice)
        return self


def _twice(names: Sequence[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}
