"""Deaths of the process at a step of its work."""

from __future__ import annotations

from typing import Any

import pytest

from processor import service
from processor.parts import Parts


class Death(BaseException):
    """The process dies here."""


def dies_at(
    monkeypatch: pytest.MonkeyPatch, kind: type, step: str, parts: Parts, *, after: bool = False, about: str = ""
) -> None:
    """Do a round that dies before or after a step, the first one whose first value has `about` in it."""
    real = getattr(kind, step)

    def deadly(self: Any, *given: Any) -> Any:
        if about and about not in given[0]:
            return real(self, *given)
        if after:
            real(self, *given)
        raise Death

    with monkeypatch.context() as patched:
        patched.setattr(kind, step, deadly)
        with pytest.raises(Death):
            service.run_once(parts)
