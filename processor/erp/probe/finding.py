"""One thing that `check` found out about the ERP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """One thing `check` found. The words of `code` are in templates/words/check.toml and its neighbours."""

    level: Literal["ok", "warn", "error"]
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
