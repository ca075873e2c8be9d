"""The settings of the file with new subscribers for the newsletter server."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from processor.domain.toml import literal
from processor.export import Adapter, fitted
from processor.export.fitted import unreadable
from processor.export.servers import SERVERS
from processor.settings.lists import ListSettings, counting, in_a_column, one_of_each
from processor.settings.remote import SftpSettings
from processor.settings.section import Name, Place, Section, twice_in, wrong
from processor.settings.servers import Server
from processor.settings.target import OURS

_SHAPE = ("columns", "container", "delimiter", "encoding", "bom", "line_end", "quoting", "dates", "booleans", "between")


class ExportSettings(Section):
    """The file with new subscribers for the newsletter server."""

    folder: Place | None = Field(
        default=None,
        description="Folder the newsletter server reads; leave out for no export.",
        examples=["/srv/newsletter/export"],
    )
    done_marker: str = Field(
        default="",
        pattern=r"^(\.[A-Za-z0-9_-]{1,20})?$",
        description="Ending of a second file that appears when the first is complete, if the server waits for one.",
        examples=[".done"],
    )
    fetched_within_hours: float = Field(
        default=0,
        ge=0,
        description="Report a file that still lies there after so long; 0 = the server leaves files where they are.",
        examples=[24],
    )
    untaken: Literal["next", "merge", "left"] = Field(
        default="next",
        description=(
            "A file not fetched yet: stays, and who is new goes into the next; or is merged with it, where the server "
            "takes away what it has read. In both, one with somebody who said no is taken back. left = nothing is."
        ),
    )
    name: str = Field(
        default="new-subscribers-{number:06}.csv", description="File name; {number} counts up without gaps."
    )
    server: Server = Field(
        default="free",
        description="The newsletter server; its import format is kept exactly, and what follows need not be given.",
    )
    columns: dict[Name, Name] = Field(
        default={"email": "{email}"},
        min_length=1,
        description="Header = {email} or a name from the targets' fields, in file order.",
        examples=[{"EMAIL": "{email}", "FIRSTNAME": "first_name", "LASTNAME": "last_name"}],
    )
    container: Literal["csv", "xlsx"] = Field(default="csv", description="Text file or Excel workbook.")
    delimiter: Literal[",", ";", "\t", "|"] = Field(default=",", description="Separator.")
    encoding: Literal["utf-8", "utf-8-sig", "cp1252", "iso-8859-1", "utf-16"] = Field(
        default="utf-8", description="Encoding."
    )
    bom: bool = Field(default=False, description="Put a byte order mark before utf-8; most servers stumble over it.")
    line_end: Literal["\n", "\r\n"] = Field(default="\r\n", description="Line end.")
    quoting: Literal["minimal", "all", "never"] = Field(
        default="minimal", description="Which cells stand in quotes; never = a separator inside a cell becomes a blank."
    )
    dates: str = Field(
        default="",
        description="How dates are written, as strftime knows it; empty: as the ERP has them, 2024-08-09.",
        examples=["%d.%m.%Y"],
    )
    booleans: dict[Name, tuple[str, str]] = Field(
        default={},
        description="Words for true and false, for each of the fields that are one of both.",
        examples=[{"wants_html": ["yes", "no"]}],
    )
    between: str = Field(
        default="",
        max_length=3,
        description="What stands between several lists or tags in one cell; empty: a row for each list.",
        examples=[","],
    )
    exclude: list[str] = Field(
        default=["*@marketplace.amazon.*", "noreply@*", "no-reply@*", "*.invalid"],
        description="Addresses never exported: relays, placeholders, your own domain (*@example.com); * is anything.",
    )
    start: Literal["report", "at once"] = Field(
        default="report",
        description="The very first export only reports who it would be and waits for: abgleich release export.",
    )
    removals: bool = Field(
        default=False,
        description="Hand over addresses that customers gave up, to be removed, in a file ending in -remove.",
    )
    sidecar: Place | None = Field(
        default=None,
        description="Folder for the note about each export: is it safe to send? Left out: exports in the state folder.",
        examples=["/srv/newsletter/notes"],
    )

    rest: str = Field(
        default="",
        description="The list of those who are on no other one; empty: they are not exported, and told in the mail.",
    )
    lists: list[ListSettings] = Field(default=[])
    sftp: SftpSettings | None = Field(default=None, description="An SFTP server to bring the files to, not a folder.")

    @field_validator("name")
    @classmethod
    def _name_counts(cls, name: str) -> str:
        return counting(name)

    @field_validator("columns")
    @classmethod
    def _no_column_asks_for_a_name_of_ours(cls, columns: dict[str, str]) -> dict[str, str]:
        if taken := sorted({*columns.values()} & OURS):
            raise wrong("field_taken", names=taken)
        return columns

    @model_validator(mode="after")
    def _the_server_reads_it(self) -> ExportSettings:
        if "{email}" in self.columns.values() or "columns" not in self.model_fields_set:
            for name, value, allowed in unreadable(SERVERS[self.server], **self.given):
                reads = [literal(one) for one in allowed]
                raise wrong("server_reads_not", name=name, value=literal(value), server=self.server, allowed=reads)
        if self.given.get("container") == "xlsx" and not self.file_name.endswith(".xlsx"):
            raise wrong("name_no_workbook")
        return self

    @model_validator(mode="after")
    def _each_list_is_one(self) -> ExportSettings:
        one_of_each(self.lists, self.rest)
        return self

    @model_validator(mode="after")
    def _each_list_has_its_place(self) -> ExportSettings:
        files = [*(one.file for one in self.lists if one.file), *([self.file_name] if self._in_a_column else [])]
        if twice := twice_in(files):
            raise wrong("list_file_twice", names=twice)
        if self.given.get("container") == "xlsx" and any(not name.endswith(".xlsx") for name in files):
            raise wrong("name_no_workbook")
        in_a_column(self.lists, self.server, self.adapter({"list"}))
        return self

    @model_validator(mode="after")
    def _goes_one_way(self) -> ExportSettings:
        if self.folder is not None and self.sftp is not None:
            raise wrong("export_two_ways")
        return self

    @property
    def wanted(self) -> bool:
        """Whether anything is exported at all."""
        return self.folder is not None or self.sftp is not None

    @property
    def given(self) -> dict[str, Any]:
        """The keys about the shape of the file that the operator gave; the others are as the server wants them."""
        return {name: getattr(self, name) for name in _SHAPE if name in self.model_fields_set}

    def adapter(self, fields: set[str]) -> Adapter:
        """How the file looks where the ERP has these fields: the server's adapter, as the keys given say."""
        return fitted(SERVERS[self.server], fields | ({"list"} if self._in_a_column else set()), **self.given)

    @property
    def _in_a_column(self) -> bool:
        return any(not one.file for one in self.lists)

    @property
    def file_name(self) -> str:
        """The name of the files, with {number}; unless the operator chose one it ends as the server wants it."""
        if "name" in self.model_fields_set:
            return self.name
        suffix = ".xlsx" if self.given.get("container") == "xlsx" else SERVERS[self.server].suffix
        return self.name.removesuffix(".csv") + suffix
