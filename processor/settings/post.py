"""The settings of what leaves: the export file and the mails."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, field_validator

from processor.settings.section import Name, Place, Section, wrong


class ExportSettings(Section):
    """The file with new subscribers for the newsletter server."""

    folder: Place | None = Field(
        default=None,
        description="Folder the newsletter server reads; leave out for no export.",
        examples=["/srv/newsletter/export"],
    )
    name: str = Field(
        default="new-subscribers-{number:06}.csv", description="File name; {number} counts up without gaps."
    )
    columns: dict[Name, Name] = Field(
        default={"email": "{email}"},
        min_length=1,
        description="Header = {email} or a name from the targets' fields, in file order.",
        examples=[{"EMAIL": "{email}", "FIRSTNAME": "first_name", "LASTNAME": "last_name"}],
    )
    delimiter: Literal[",", ";", "\t", "|"] = Field(default=",", description="Separator.")
    encoding: Literal["utf-8", "utf-8-sig", "cp1252", "iso-8859-1", "utf-16"] = Field(
        default="utf-8", description="Encoding."
    )
    line_end: Literal["\n", "\r\n"] = Field(default="\r\n", description="Line end.")
    exclude: list[str] = Field(
        default=["*@marketplace.amazon.*", "noreply@*", "no-reply@*"],
        description="Addresses never exported (relays, placeholders); * stands for anything.",
    )

    @field_validator("name")
    @classmethod
    def _name_counts(cls, name: str) -> str:
        try:
            one, two = name.format(number=1), name.format(number=2)
        except (KeyError, IndexError, ValueError, AttributeError, TypeError) as problem:
            raise wrong("name_gap") from problem
        if one == two or any(sign in '/\\:*?"<>|' or ord(sign) < 32 for sign in one) or one.startswith("."):
            raise wrong("name_plain")
        return name


def _mail_address(text: str) -> str:
    """Keep out what is no address, and line ends, which would add a header (RFC 5322, 2.2)."""
    address = parseaddr(text)[1]
    if "@" not in address.strip("@") or " " in address or any(ord(sign) < 32 for sign in text):
        raise wrong("mail_address")
    return text


MailAddress = Annotated[str, Field(max_length=320), AfterValidator(_mail_address)]


class MailSettings(Section):
    """The daily summary and urgent notices."""

    to: list[MailAddress] = Field(
        default=[],
        description="Who gets the daily summary; empty: it is only filed.",
        examples=[["newsletter-admin@example.com"]],
    )
    sender: MailAddress = Field(default="abgleich@localhost", description="From address.")
    host: str = Field(
        default="",
        description="SMTP server; empty: mails are only filed in the state folder.",
        examples=["smtp.example.com"],
    )
    port: int = Field(default=587, gt=0, lt=65536, description="SMTP port.")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="none only inside a trusted network."
    )
    user: str = Field(default="", description="SMTP user, if the server wants one.", examples=["abgleich"])
    password: SecretStr = Field(
        default=SecretStr(""),
        description="SMTP password, best from the environment.",
        examples=["${ABGLEICH_SMTP_PASSWORD}"],
    )
    ca_file: Place | None = Field(
        default=None,
        description="Certificate authority of the SMTP server, if it is your own.",
        examples=["/etc/abgleich/ca.pem"],
    )
    timeout_seconds: float = Field(
        default=30, gt=0, description="Give up after so long; the mail waits and is sent later."
    )
    at: str = Field(
        default="07:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Local time of the daily summary, as HH:MM."
    )
