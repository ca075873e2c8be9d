"""The settings of the mails."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

from processor.settings.section import Place, Section, wrong


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
