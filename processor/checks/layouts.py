"""The operator's own layouts and words: each file is read as the service reads it."""

from __future__ import annotations

from collections.abc import Iterator

from processor.checks.finding import Finding
from processor.layouts.taught import taught
from processor.settings import Settings


def findings(settings: Settings) -> Iterator[Finding]:
    """Yield each file of the folder that cannot be used, then what the others teach."""
    folder = settings.taught
    known = taught(folder, named=settings.layouts is not None)
    for problem in known.broken:
        yield Finding("error", problem.code, dict(problem.facts))
    if known.own or known.words:
        facts = {"folder": str(folder), "layouts": list(known.own) or ["–"], "count": len(known.words)}
        yield Finding("ok", "layouts_own", facts)
    elif not known.broken:
        yield Finding("ok", "layouts", {"folder": str(folder)})
