"""The settings: one schema validates the configuration, writes the annotated sample and documents every key."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator, model_validator

from processor.domain.policy import Policy
from processor.settings.bounce import BounceSettings
from processor.settings.consent import BlacklistSettings, FlagSettings, MatchSettings, StatementSettings
from processor.settings.erp import ErpSettings
from processor.settings.export import ExportSettings
from processor.settings.lists import ListSettings
from processor.settings.post import MailSettings
from processor.settings.remote import InletSettings, SftpSettings
from processor.settings.section import Place, Section, Share, wrong
from processor.settings.target import TargetSettings

__all__ = [
    "BlacklistSettings",
    "BounceSettings",
    "DropzoneSettings",
    "ErpSettings",
    "ExportSettings",
    "FlagSettings",
    "GuardSettings",
    "InletSettings",
    "LedgerSettings",
    "ListSettings",
    "MailSettings",
    "MatchSettings",
    "Section",
    "Settings",
    "SftpSettings",
    "StatementSettings",
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
    sftp: InletSettings | None = None


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
    unknown_share: Share = Field(
        default=0.5,
        description="People that neither ERP nor ledger knows: allowed share of those in a file; 1 = never ask.",
    )
    repair: Literal["set", "report"] = Field(
        default="set",
        description="Somebody said no and is YES again: set to NO again, or only report. Exported is nobody of them.",
    )


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
    layouts: Place | None = Field(
        default=None,
        description="Folder with layouts and words you taught (abgleich learn); left out: layouts in the state folder.",
        examples=["/etc/abgleich/layouts"],
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

    @model_validator(mode="after")
    def _lists_ask_for_what_the_erp_has(self) -> Settings:
        known = {name for target in self.erp.each_target() for name in target.fields}
        for place, one in enumerate(self.export.lists):
            for kind, wanted in (("when", one.when), ("unless", one.unless)):
                if strangers := sorted({*wanted} - known):
                    key = f"export.lists[{place}].{kind}"
                    raise wrong("list_field", key=key, names=strangers, list=one.name, known=sorted(known) or ["–"])
        return self

    @property
    def taught(self) -> Path:
        """The folder with the operator's own layouts and words."""
        return self.layouts or self.state / "layouts"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the office."""
        return ZoneInfo(self.timezone)
