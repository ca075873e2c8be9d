"""The settings: one schema validates the configuration, writes the annotated sample and documents every key."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from processor.domain.policy import Policy
from processor.errors import Misconfigured

Name = Annotated[str, Field(min_length=1, max_length=128)]
Share = Annotated[float, Field(ge=0, le=1)]


class Section(BaseModel):
    """A table of the configuration; unknown keys are errors, so that a typing mistake cannot hide."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DropzoneSettings(Section):
    """Where files arrive and how long they must rest."""

    folder: Path = Field(description="Drop folder. Marketing saves exports here, or into its optouts/ and bounces/.")
    quiet_seconds: float = Field(5, gt=0, description="A file is complete when it has not changed for so long.")
    scan_seconds: float = Field(30, gt=0, description="Look at the folder at least this often; events only come on top.")


class LedgerSettings(Section):
    """Where abgleich keeps what it knows and promised."""

    url: str = Field("", description='SQLAlchemy URL of another ledger database; "" = SQLite in the state folder.')


class FlagSettings(Section):
    """The column that says whether the customer may get the newsletter."""

    column: Name = Field(description="Column of the flag.")
    yes: list[str | int | bool] = Field(description="Values that mean: may get the newsletter.")
    no: str | int | bool = Field(description="The one value to write when somebody opted out.")
    also_no: list[str | int | bool] = Field(default=[], description="Further values that mean NO already.")
    null: Literal["yes", "no", "unknown"] = Field("unknown", description="What an empty (NULL) flag means.")


class BounceSettings(Section):
    """What happens in this table to an address that bounced for good."""

    action: Literal["mark", "clear", "set_no", "none"] = Field(
        "none", description="mark = write value into column; clear = empty the address; set_no = like an opt-out."
    )
    column: str = Field("", description='Column for "mark".')
    value: str | int | bool = Field("", description='Value for "mark".')
    then: Literal["nothing", "clear", "delete_row"] = Field(
        "nothing", description="After confirmation by a second, later bounce: also empty the address or delete the row."
    )

    @model_validator(mode="after")
    def _mark_needs_a_column(self) -> BounceSettings:
        if self.action == "mark" and not self.column:
            raise ValueError('action = "mark" needs column and value')
        return self


class TargetSettings(Section):
    """One table of the ERP that holds addresses."""

    name: Name = Field(description="Name for receipts and mails.")
    table: Name = Field(description='Table, "schema.table" where needed.')
    key: list[Name] = Field(min_length=1, description="Primary key column(s).")
    email: list[Name] = Field(min_length=1, description="Column(s) with e-mail addresses.")
    where: str = Field("", description='Condition for living rows, as SQL of your database, such as "deleted = 0".')
    flag: FlagSettings
    bounce: BounceSettings = BounceSettings()
    also: dict[str, str] = Field(
        default={}, description="Extra assignments on every write; {today} {now} {reason} {source} are filled in."
    )
    fields: dict[str, str] = Field(default={}, description="Columns for the export: our name = column of this table.")


class ErpSettings(Section):
    """The database of the ERP."""

    url: str = Field("", description='SQLite file as "sqlite:///path"; for servers use odbc instead.')
    odbc: SecretStr = Field(SecretStr(""), description="ODBC connection string, ${NAME} is taken from the environment.")
    every_seconds: float = Field(300, gt=0, description="Look for new customers at least this often.")
    timeout_seconds: int = Field(30, gt=0, description="Give up a statement or a connection after so long.")
    max_rows_per_address: int = Field(20, gt=0, description="More rows with one address: hold and ask (placeholder).")
    targets: list[TargetSettings] = Field(min_length=1, description="Tables with addresses, in order of importance.")

    @model_validator(mode="after")
    def _one_way_in(self) -> ErpSettings:
        if bool(self.url) == bool(self.odbc.get_secret_value()):
            raise ValueError("give either url (SQLite) or odbc (a server), not both and not neither")
        names = [target.name for target in self.targets]
        if len(set(names)) != len(names):
            raise ValueError("every target needs a name of its own")
        return self


class GuardSettings(Section):
    """More than max(absolute, share of the customers) in one file: the file is held and you are asked."""

    optouts_absolute: int = Field(50, ge=0, description="Opt-outs and complaints: always allowed up to so many rows.")
    optouts_share: Share = Field(0.05, description="Opt-outs and complaints: allowed share of the customers.")
    bounces_absolute: int = Field(50, ge=0, description="Bounced addresses: always allowed up to so many rows.")
    bounces_share: Share = Field(0.05, description="Bounced addresses: allowed share of the customers.")


class ExportSettings(Section):
    """The file with new subscribers for the newsletter server."""

    folder: Path | None = Field(None, description="Folder the newsletter server reads; leave out for no export.")
    name: str = Field("new-subscribers-{number:06}.csv", description="File name; {number} counts up without gaps.")
    columns: dict[str, str] = Field(
        default={"email": "{email}"},
        description="Header = {email} or a name from the targets' fields, in file order.",
    )
    delimiter: Literal[",", ";", "\t", "|"] = Field(",", description="Separator.")
    encoding: Literal["utf-8", "utf-8-sig", "cp1252", "iso-8859-1", "utf-16"] = Field("utf-8", description="Encoding.")
    line_end: Literal["\n", "\r\n"] = Field("\r\n", description="Line end.")
    exclude: list[str] = Field(
        default=["*@marketplace.amazon.*", "noreply@*", "no-reply@*"],
        description="Addresses never exported (relays, placeholders); * stands for anything.",
    )

    @field_validator("name")
    @classmethod
    def _name_counts(cls, name: str) -> str:
        try:
            one, two = name.format(number=1), name.format(number=2)
        except (KeyError, IndexError, ValueError) as problem:
            raise ValueError("the only gap a file name may have is {number}") from problem
        if one == two or any(sign in one for sign in '/\\:*?"<>|\0') or one.startswith("."):
            raise ValueError("a plain file name with {number} in it is needed, without folders")
        return name


class MailSettings(Section):
    """The daily summary and urgent notices."""

    to: list[Name] = Field(default=[], description="Who gets the daily summary; empty: it is only filed.")
    sender: str = Field("abgleich@localhost", description="From address.")
    host: str = Field("", description="SMTP server; empty: mails are only filed in the state folder.")
    port: int = Field(587, gt=0, lt=65536, description="SMTP port.")
    security: Literal["starttls", "tls", "none"] = Field("starttls", description="none only inside a trusted network.")
    user: str = Field("", description="SMTP user, if the server wants one.")
    password: SecretStr = Field(SecretStr(""), description="SMTP password, best as ${ABGLEICH_SMTP_PASSWORD}.")
    ca_file: Path | None = Field(None, description="Certificate authority of the SMTP server, if it is your own.")
    timeout_seconds: float = Field(30, gt=0, description="Give up after so long; the mail waits and is sent later.")
    at: str = Field("07:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Local time of the daily summary.")


class Settings(Section):
    """The whole configuration."""

    language: Literal["de", "en"] = Field("en", description="Language of receipts and mails.")
    timezone: str = Field("Europe/Berlin", description="Time zone of the office; also of dates in files that name none.")
    state: Path = Field(description="Folder for the ledger, the spool and filed mails; local disk, not a share.")
    templates: Path | None = Field(None, description="Folder with your own versions of the templates.")
    dropzone: DropzoneSettings
    ledger: LedgerSettings = LedgerSettings()
    erp: ErpSettings
    policy: Policy = Field(default=Policy(), description="What opt-outs and bounces lead to.")
    guard: GuardSettings = GuardSettings()
    export: ExportSettings = ExportSettings()
    mail: MailSettings = MailSettings()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("no such time zone; Europe/Berlin is one")
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the office."""
        return ZoneInfo(self.timezone)
