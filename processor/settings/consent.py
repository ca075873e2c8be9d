"""The settings of consent in one table of the ERP: a flag, a row that is there, a blacklist, or a statement."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, model_validator

from processor.settings.gaps import Assigned, Entry, Parameter, Plain, Refusal, Value
from processor.settings.section import Name, Section, Sql, twice_in, wrong

_GAPS = "{today} {now} {now_utc} {reason} {source} {null} are filled in"
_QUOTED = re.compile(r"'[^']*'")


class FlagSettings(Section):
    """The column that says whether the customer may get the newsletter."""

    column: str = Field(default="", description="Column of the flag.", examples=["newsletter"])
    columns: dict[str, Name] = Field(
        default={},
        description="Instead of column: a flag of its own for each e-mail column.",
        examples=[{"email": "email_flag", "email_2": "email_2_flag"}],
    )
    row: Literal["", "yes", "no"] = Field(
        default="",
        description="Instead of column: a row that is there says yes (member: an opt-out deletes it) or no (an opt-out "
        "inserts it).",
    )
    yes: list[Plain] = Field(default=[], description="Values that mean: may get the newsletter.", examples=[["Y"]])
    no: Refusal = Field(
        default="{null}",
        description="The one value to write when somebody opted out; {now}, {now_utc} (the same in UTC), {today} or "
        "{null} (emptied) may stand for it.",
        examples=["N"],
    )
    also_no: list[Plain] = Field(
        default=[], description="Further values that mean NO already.", examples=[["never", "blocked"]]
    )
    null: Literal["yes", "no", "unknown"] = Field(default="unknown", description="What an empty (NULL) flag means.")
    other: Literal["yes", "no", "unknown"] = Field(
        default="unknown", description="What all further values mean: with a date column, that there is one."
    )
    table: str = Field(
        default="",
        description="Table of the flag where it is another one: the customer of a contact, the entry in a list.",
        examples=["customers"],
    )
    via: dict[str, Name] = Field(
        default={},
        description="How to get there: its column = column of this target's table.",
        examples=[{"id": "customer_id"}],
    )
    where: str = Field(
        default="", description="Which rows of that table count, as SQL of your database.", examples=["list_id = 3"]
    )
    insert: dict[str, Assigned] = Field(
        default={},
        description='With row = "no", or where that table has no row yet: further columns of the row that is inserted; '
        f"{_GAPS}.",
        examples=[{"reason": "newsletter"}],
    )
    also: dict[str, Assigned] = Field(
        default={},
        description=f"Extra assignments when the flag in that other table is written; {_GAPS}.",
        examples=[{"changed_on": "{today}"}],
    )

    @model_validator(mode="after")
    def _one_place(self) -> FlagSettings:
        if sum(map(bool, (self.column, self.columns, self.row))) != 1:
            raise wrong("flag_one_place")
        if bool(self.table) != bool(self.via):
            raise wrong("flag_table_and_via")
        if self.row == "no" and not self.table:
            raise wrong("flag_row_no_table")
        if idle := [name for name in ("where", "also", "insert") if getattr(self, name) and not self.table]:
            raise wrong("idle_without", names=idle, wants="table")
        beside = ("yes", "no", "also_no", "null", "other", "also")
        if self.row == "yes" and self.insert:
            raise wrong("idle_beside", names=["insert"], beside='row = "yes"')
        if self.row and (idle := [name for name in beside if name in self.model_fields_set]):
            raise wrong("idle_beside", names=idle, beside=f'row = "{self.row}"')
        return self

    @model_validator(mode="after")
    def _each_column_has_one_task(self) -> FlagSettings:
        flags = [*filter(None, [self.column]), *self.columns.values()]
        if twice := [*twice_in([*flags, *self.also]), *twice_in([*flags, *self.via, *self.insert])]:
            raise wrong("column_twice", columns=twice)
        return self

    @model_validator(mode="after")
    def _each_value_means_one_thing(self) -> FlagSettings:
        if self.row:
            return self
        if "no" not in self.model_fields_set:
            raise wrong("flag_no_missing")
        noes = {_text(value) for value in (self.no, *self.also_no)}
        if both := [_text(value) for value in self.yes if _text(value) in noes]:
            raise wrong("flag_both", values=both)
        if not self.yes and "yes" not in (self.null, self.other):
            raise wrong("flag_never_yes")
        # What is written must be understood as NO when it is read again.
        if self.no == "{null}" and self.null != "no":
            raise wrong("flag_null_is_no")
        if isinstance(self.no, str) and "{" in self.no and self.no != "{null}" and self.other != "no":
            raise wrong("flag_date_is_no")
        return self


def _text(value: Value) -> str:
    """A value as the ERP compares it: 1, true and "1" are the same."""
    return str(int(value)) if isinstance(value, bool) else str(value).rstrip()


class BlacklistSettings(Section):
    """A table of the ERP whose rows are the addresses that may not be mailed; an opt-out becomes a row in it."""

    table: Name = Field(description="Table.", examples=["newsletter_blacklist"])
    email: Name = Field(description="Its column with the address.", examples=["email"])
    fold: Literal["lower", "upper", "none"] = Field(default="lower", description="How it writes addresses.")
    values: dict[str, Entry] = Field(
        default={},
        description=f"Further columns of a new row; {_GAPS}, and {{email}}, {{digest}} (a key of 32 letters and digits "
        "made from the address).",
        examples=[{"created": "{now}"}],
    )
    where: str = Field(default="", description="Which of its rows count, as SQL of your database.")
    active: str = Field(
        default="",
        description="Column that says whether a row counts; an opt-out makes an old row active again.",
        examples=["active"],
    )
    active_value: Plain = Field(default=True, description="The value that says it does.")

    @model_validator(mode="after")
    def _each_column_has_one_task(self) -> BlacklistSettings:
        if twice := twice_in([self.email, *filter(None, [self.active]), *self.values]):
            raise wrong("column_twice", columns=twice)
        if "active_value" in self.model_fields_set and not self.active:
            raise wrong("idle_without", names=["active_value"], wants="active")
        return self


class StatementSettings(Section):
    """A statement of your own for each row, where the ERP wants its procedures used."""

    sql: Sql = Field(
        description='The statement, with "?" for each parameter: a procedure, a function, or plain SQL.',
        examples=["exec dbo.spNewsletterOff ?, ?", "{call entity_delete_contact(?, ?)}"],
    )
    params: list[Parameter] = Field(
        default=[],
        description="What fills the question marks: a column of the row, or a gap such as {email} {reason} {now} "
        "{now_utc}.",
        examples=[["customer_id", "{reason}"]],
    )

    @model_validator(mode="after")
    def _as_many_as_marks(self) -> StatementSettings:
        marks = _QUOTED.sub("", self.sql).count("?")
        if marks != len(self.params):
            raise wrong("statement_params", marks=marks, params=len(self.params))
        if "" in self.params:
            raise wrong("empty")
        return self


class MatchSettings(Section):
    """A column that holds the address in one case only, kept by the ERP for its own search; makes look-ups quick."""

    column: Name = Field(description="Column.", examples=["email_upper"])
    fold: Literal["lower", "upper"] = Field(default="lower", description="Its case.")
