"""The settings of what a bounce does in one table of the ERP."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from processor.settings.consent import StatementSettings
from processor.settings.gaps import Assigned, Kept, Mark
from processor.settings.section import Section, wrong


class BounceSettings(Section):
    """What happens in this table to an address that bounced for good."""

    action: Literal["mark", "count", "clear", "set_no", "none"] = Field(
        default="none",
        description="mark = write value into column; count = add one to column; clear = take the address out; "
        "set_no = like an opt-out; none.",
        examples=["mark"],
    )
    column: str = Field(default="", description='Column for "mark" and "count".', examples=["email_faulty"])
    value: Mark = Field(
        default="",
        description='Value for "mark", or a text such as "bounce {today}: {reason}"; for "count" the number from which '
        "on the address is faulty.",
        examples=[1],
    )
    also: dict[str, Assigned] = Field(
        default={}, description="Extra assignments with the mark only.", examples=[{"hold_date": "{now}"}]
    )
    keep_in: str = Field(
        default="", description="Column where an address that is taken out is kept aside.", examples=["remarks"]
    )
    keep: Kept = Field(default="{email}", description="The text kept there.", examples=["bounced {today}: {email}"])
    then: Literal["nothing", "clear", "delete_row"] = Field(
        default="nothing",
        description="After confirmation by a second, later bounce: also take the address out or delete the row.",
    )
    statement: StatementSettings | None = Field(
        default=None, description="A statement of your own that does it, once for each row."
    )

    @model_validator(mode="after")
    def _mark_needs_a_column(self) -> BounceSettings:
        if self.action in ("mark", "count") and not (self.column and "value" in self.model_fields_set):
            raise wrong("mark_needs_column")
        if self.action == "count" and not (str(self.value).isdigit() and int(self.value) > 0):
            raise wrong("count_needs_number")
        return self

    @model_validator(mode="after")
    def _nothing_is_named_in_vain(self) -> BounceSettings:
        given, marks = self.model_fields_set, self.action in ("mark", "count")
        if not marks and (idle := [name for name in ("column", "value", "also") if name in given]):
            raise wrong("idle_without", names=idle, wants='action = "mark"')
        if self.statement and self.action not in ("mark", "count", "clear"):
            raise wrong("idle_without", names=["statement"], wants='action = "mark"')
        kept = [name for name in ("keep_in", "keep") if name in given]
        if kept and "clear" not in (self.action, self.then):
            raise wrong("idle_without", names=kept, wants='action = "clear"')
        if "keep" in given and not self.keep_in:
            raise wrong("idle_without", names=["keep"], wants="keep_in")
        return self
