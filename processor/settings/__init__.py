"""The settings: one schema validates the configuration, writes the annotated sample and documents every key."""

from __future__ import annotations

from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator

from processor.domain.policy import Policy
from processor.settings.erp import BounceSettings, ErpSettings, FlagSettings, TargetSettings
from processor.settings.post import ExportSettings, MailSettings
from processor.settings.section import Place, Section, Share, wrong

__all__ = [
    "BounceSettings",
    "DropzoneSettings",
    "ErpSettings",
    "ExportSettings",
    "FlagSettings",
    "GuardSettings",
    "LedgerSettings",
    "MailSettings",
    "Section",
    "Settings",
    "TargetSettings",
]


class DropzoneSettings(Section):
    """Where files arrive and how long they must rest."""

    folder: Place = Field(
        description="Drop folder. Marketing saves exports here, or into its optouts/ and bounces/.",
        examples=["/srv/newsletter/drop"],
    )
    quiet_seconds: float = Field(default=5, gt=0, description="A file is complete when it has not changed for so long.")
    scan_seconds: float = Field(
        default=30, gt=0, description="Look at the folder at least this often; events only come on top."
    )


class LedgerSettings(Section):
    """Where abgleich keeps what it knows and promised."""

    url: str = Field(
        default="", description='SQLAlchemy URL of another ledger database; "" = SQLite in the state folder.'
    )


class GuardSettings(Section):
    """More than max(absolute, share of the customers) in one file: the file is held and you are asked."""

    optouts_absolute: int = Field(
        default=50, ge=0, description="Opt-outs and complaints: always allowed up to so many rows."
    )
    optouts_share: Share = Field(default=0.05, description="Opt-outs and complaints: allowed share of the customers.")
    bounces_absolute: int = Field(default=50, ge=0, description="Bounced addresses: always allowed up to so many rows.")
    bounces_share: Share = Field(default=0.05, description="Bounced addresses: allowed share of the customers.")


class Settings(Section):
    """The whole configuration."""

    language: Literal["de", "en"] = Field(default="en", description="Language of receipts and mails.")
    timezone: str = Field(
        default="Europe/Berlin", description="Time zone of the office; also of dates in files that name none."
    )
    state: Place = Field(
        description="Folder for the ledger, the spool and filed mails; local disk, not a share.",
        examples=["/var/lib/abgleich"],
    )
    templates: Place | None = Field(
        default=None,
        description="Folder with your own versions of the templates.",
        examples=["/etc/abgleich/templates"],
    )
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
            raise wrong("timezone")
        return name

    @field_validator("policy")
    @classmethod
    def _no_negative_numbers(cls, policy: Policy) -> Policy:
        days = ("window_days", "forgive_days", "confirm_days", "quarantine_days")
        low = [name for name in days if getattr(policy, name) < 0]
        for name, rule in policy.bounces.items():
            low += [f"bounces.{name}.mailings"] if rule.mailings < 1 else []
            low += [f"bounces.{name}.days"] if rule.days < 0 else []
        if low:
            raise wrong("policy_low", keys=[f"policy.{name}" for name in low])
        return policy

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the office."""
        return ZoneInfo(self.timezone)
