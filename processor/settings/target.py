"""The settings of one table of the ERP that holds addresses."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from processor.settings.bounce import BounceSettings
from processor.settings.consent import (
    BlacklistSettings,
    FlagSettings,
    MatchSettings,
    StatementSettings,
)
from processor.settings.gaps import COMPANY, Assigned
from processor.settings.section import Name, Section, twice_in, wrong

OURS = frozenset(
    (
        "target",
        "key",
        "column",
        "email",
        "canonical",
        "alone",
        "flag",
        "flag_at",
        "flag_value",
        "faulty",
        "bounce_value",
    )
)
"""Names the columns of customers have already; a field for the export needs another one."""


class TargetSettings(Section):
    """One table of the ERP that holds addresses."""

    name: Name = Field(description="Name for receipts and mails.", examples=["customers"])
    table: Name = Field(description='Table, "schema.table" where needed.', examples=["customers"])
    key: list[Name] = Field(min_length=1, description="Primary key column(s).", examples=[["id"]])
    email: list[Name] = Field(min_length=1, description="Column(s) with e-mail addresses.", examples=[["email"]])
    where: str = Field(
        default="", description="Condition for living rows, as SQL of your database.", examples=["deleted = 0"]
    )
    companies: list[Name] = Field(
        default=[],
        description="Companies with tables of their own; {company} stands for each in any text here.",
        examples=[["CRONUS AG", "CRONUS GmbH"]],
    )
    split: bool = Field(
        default=False, description="A cell may hold several addresses, and a faulty one may be taken out of it."
    )
    write: Literal["sql", "file"] = Field(
        default="sql",
        description="file = nothing is written to this table; a work list for the ERP's own import is made instead.",
    )
    changed: str = Field(
        default="",
        description="Column with the time of the last change or a rowversion; lets new customers be found sooner.",
        examples=["changed_at"],
    )
    flag: FlagSettings | None = Field(
        default=None, description="The column that says whether the customer may get the newsletter."
    )
    blacklist: BlacklistSettings | None = Field(
        default=None,
        description="A table of addresses that may not be mailed, instead of the flag or beside it; either NO counts.",
    )
    optout: StatementSettings | None = Field(
        default=None, description="A statement of your own that sets the flag to NO, once for each row."
    )
    match: MatchSettings | None = Field(default=None, description="A column that the ERP itself searches addresses by.")
    bounce: BounceSettings = BounceSettings()
    also: dict[str, Assigned] = Field(
        default={},
        description="Extra assignments on every write; {today} {now} (by the office's clock) {now_utc} {reason} "
        "{source} are filled in.",
        examples=[{"newsletter_reason": "{reason}", "changed_on": "{today}"}],
    )
    fields: dict[str, str] = Field(
        default={},
        description="Columns for the export: our name = column of this table.",
        examples=[
            {"first_name": "first_name", "country": "country", "language": "language", "group": "customer_group"}
        ],
    )

    @model_validator(mode="after")
    def _says_who_may_get_mail(self) -> TargetSettings:
        if self.flag is None and self.blacklist is None:
            raise wrong("no_consent")
        strangers = [name for name in (self.flag.columns if self.flag else ()) if name not in self.email]
        if strangers or (self.flag and self.flag.columns and len(self.flag.columns) < len(self.email)):
            raise wrong("flag_columns", columns=strangers or list(self.email))
        return self

    @field_validator("fields")
    @classmethod
    def _no_field_has_a_name_of_ours(cls, fields: dict[str, str]) -> dict[str, str]:
        if taken := sorted({*fields} & OURS):
            raise wrong("field_taken", names=taken)
        return fields

    @model_validator(mode="after")
    def _each_column_has_one_task(self) -> TargetSettings:
        flag = self.flag
        flags = [] if flag is None or flag.table else [*filter(None, [flag.column]), *flag.columns.values()]
        written = [*flags, *self.also, *self.bounce.also]
        written += [name for name in (self.bounce.column, self.bounce.keep_in) if name]
        twice = twice_in([*written, *{*self.key, *self.email}])  # an address may be a key
        if twice := sorted({*twice, *twice_in(self.key), *twice_in(self.email)}):
            raise wrong("column_twice", columns=twice)
        if "clear" in (self.bounce.action, self.bounce.then) and {*self.key} & {*self.email}:
            raise wrong("clear_of_key")
        return self

    @model_validator(mode="after")
    def _no_row_goes_with_another_address(self) -> TargetSettings:
        member = self.flag is not None and self.flag.row == "yes" and not self.flag.table
        if (self.bounce.then == "delete_row" or member) and (len(self.email) > 1 or self.split):
            raise wrong("delete_row_of_several")  # the row's other address may be a living one
        return self

    @model_validator(mode="after")
    def _a_work_list_runs_no_statement(self) -> TargetSettings:
        named = {"optout": self.optout, "bounce.statement": self.bounce.statement}
        if self.write == "file" and (idle := [name for name, statement in named.items() if statement]):
            raise wrong("idle_beside", names=idle, beside='write = "file"')
        return self

    @model_validator(mode="after")
    def _each_company_has_its_table(self) -> TargetSettings:
        if self.companies and COMPANY not in self.table:
            raise wrong("company_unused", company=COMPANY)
        if not self.companies and COMPANY in str(self.model_dump()):
            raise wrong("company_unknown", company=COMPANY)
        return self

    def each(self) -> list[TargetSettings]:
        """Return one target for each company, or this one."""
        if not self.companies:
            return [self]
        given = self.model_dump(exclude={"companies"}, exclude_unset=True)
        given["name"] = self.name if COMPANY in self.name else f"{self.name} {COMPANY}"
        return [TargetSettings.model_validate(_named(given, company)) for company in self.companies]


def _named(value: Any, company: str) -> Any:
    """Return a value of the settings with the company's name in all its texts, those of columns too."""
    if isinstance(value, dict):
        return {_named(name, company): _named(inner, company) for name, inner in value.items()}
    if isinstance(value, list):
        return [_named(inner, company) for inner in value]
    return value.replace(COMPANY, company) if isinstance(value, str) else value
