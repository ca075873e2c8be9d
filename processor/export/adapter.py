"""What one newsletter server wants to read: the values an import file is made by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

EMAIL = "{email}"
MAILBOX = "{mailbox}"
REST = "{rest}"

FIELDS = (
    "first_name",
    "last_name",
    "name",  # made of first and last name where the ERP has no such column
    "salutation",
    "gender",  # read off the salutation where the ERP has no such column
    "language",
    "company",
    "customer_number",
    "country",
    "postcode",
    "city",
    "phone",
    "birthday",
    "list",  # several separated by ; or a line break
    "tags",  # the same
    "optin_at",
)
"""Names under [erp.targets.fields] that the adapters understand; further ones are written where `columns` says so."""


@dataclass(frozen=True)
class Column:
    """One column of an import file, in the server's words.

    `field` is a name of FIELDS or of the operator's own; EMAIL the address; MAILBOX `Anna Muster <anna@example.com>`;
    REST all other known fields as one JSON object; "" stands for the same `word` in every row. `words` translates
    the values of a field ("m", "f", "" of the gender). A column is left out where the ERP does not have its field,
    unless it is `needed`.
    """

    heading: str
    field: str = ""
    word: str = ""
    words: Mapping[str, str] | None = None
    needed: bool = False


@dataclass(frozen=True)
class Removal:
    """How a file looks by which the server takes people off: their addresses, and `marks` beside them that say so.

    `headed`: False where it wants no headings though its import file has some. `everywhere`: it takes people off
    everything, so that it cannot take them off one list.
    """

    marks: tuple[Column, ...] = ()
    headed: bool = True
    everywhere: bool = False


@dataclass(frozen=True)
class Adapter:
    """How an import file looks. Of several containers, delimiters and encodings the first one is written."""

    name: str
    columns: tuple[Column, ...]
    own: str = r"[^\r\n]+"  # expression of headings the operator may add; "" where a surplus column does harm
    headed: bool = True  # False: columns are told by their place
    containers: tuple[Literal["csv", "xlsx"], ...] = ("csv",)
    ending: str = ".csv"
    delimiters: tuple[str, ...] = (",",)
    encodings: tuple[str, ...] = ("utf-8",)
    bom: bool = False
    line_end: str = "\r\n"
    quoting: Literal["minimal", "all", "never"] = "minimal"
    blanked: str = ""  # signs that its reader stumbles over even inside quotes; they become blanks
    emoji: bool = True  # False: only the signs of the first plane of Unicode
    guarded: bool = False  # True: cells that a spreadsheet would run are left empty (OWASP, CSV injection)
    dates: str = ""  # as strftime wants it; "" = as the ERP gives them, 2024-08-09 07:30:00
    booleans: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # field -> words for true and false
    between: str = ""  # stands between several lists or tags in one cell
    domains: Literal["ascii", "written"] = "ascii"  # A-labels (RFC 5890), or as the ERP writes them
    ascii_only: bool = False  # no address with other signs before the @
    comment: str = ""  # a line that begins with one of these is not read
    refused: frozenset[str] = frozenset()  # parts before the @ of addresses it does not take
    address_limit: int = 254  # characters (RFC 5321 4.5.3.1.3, without the angle brackets)
    cell_limit: int = 0  # octets of a cell; longer ones are cut, as the server would
    rows: int = 0  # people in one file; 0 = any number
    size: int = 0  # octets of one file; 0 = any
    removal: Removal = Removal()
    reads: tuple[str, ...] = ()  # fields wanted from the ERP; filled by `fitted`

    @property
    def container(self) -> Literal["csv", "xlsx"]:
        """The container that is written."""
        return self.containers[0]

    @property
    def delimiter(self) -> str:
        """The delimiter that is written; "" where a row is one cell."""
        return self.delimiters[0]

    @property
    def encoding(self) -> str:
        """The encoding that is written, for Python."""
        return "utf-8-sig" if self.bom and self.encodings[0] == "utf-8" else self.encodings[0]

    @property
    def suffix(self) -> str:
        """The ending of its file names."""
        return ".xlsx" if self.container == "xlsx" else self.ending


def holds(text: str, encoding: str) -> bool:
    """Return whether an encoding has all signs of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
