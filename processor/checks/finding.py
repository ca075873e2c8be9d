"""One thing that check found, and how it becomes a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from processor.domain.receipt import Worded
from processor.report.words import Words
from processor.settings import Settings

Level = Literal["ok", "warn", "error"]


@dataclass(frozen=True)
class Finding:
    """One thing that is proven (ok), should be known (warn), or keeps abgleich from working (error)."""

    level: Level
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def said(self) -> Worded:
        """Code and facts (words: check)."""
        return self.code, self.facts


def worded(finding: Finding, words: Words) -> Finding:
    """Return the finding so that the section check has its words: trouble from below carries its own section's."""
    if words.has(f"check.{finding.code}"):
        return finding
    for section in ("unavailable", "misconfigured"):
        if words.has(f"{section}.{finding.code}"):
            why = words.worded(section, finding.said)
            return Finding(finding.level, "trouble", {**finding.facts, "cause": finding.code, "told": why})
    return finding


def text_of(finding: Finding, words: Words) -> str:
    """Return the finding as a sentence."""
    return words.worded("check", finding.said)


def as_dict(finding: Finding, words: Words) -> dict[str, Any]:
    """Return the finding for machines: level, code, text and facts."""
    facts = {
        name: value if isinstance(value, str | int | list) else str(value) for name, value in finding.facts.items()
    }
    return {"level": finding.level, "code": finding.code, "text": text_of(finding, words), "facts": facts}


def unexpected(area: str, problem: Exception, settings: Settings) -> Finding:
    """Return a fault of our own as a finding; the others go on."""
    why = without_secrets(f"{type(problem).__name__}: {problem}", settings)
    return Finding("error", "check_failed", {"area": area, "why": why})


def without_secrets(text: str, settings: Settings) -> str:
    """Return the text without the secrets of the configuration."""
    servers = [one for one in (settings.dropzone.sftp, settings.export.sftp) if one is not None]
    remote = [secret for one in servers for secret in (one.password, one.passphrase)]
    for secret in (settings.erp.odbc, settings.mail.password, *remote):
        if value := secret.get_secret_value():
            text = text.replace(value, "***")
    return text
