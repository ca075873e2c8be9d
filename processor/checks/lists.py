"""Whether the rules of the distribution lists find anybody, and the names of the lists can be written."""

from __future__ import annotations

from collections.abc import Iterator

from processor import wiring
from processor.checks.finding import Finding
from processor.domain.lists import Lists
from processor.export.cells import unchanged
from processor.settings import Settings
from processor.settings.lists import by_rules


def findings(settings: Settings) -> Iterator[Finding]:
    """Yield what is wrong with the lists, or that all is well; nothing where there are none."""
    export = settings.export
    lists = by_rules(export.lists, export.rest)
    if lists is None or not export.wanted:
        return
    adapter, broken = wiring.adapter_of(settings), False
    for one in export.lists:
        if not one.file and not unchanged(one.name, adapter):
            broken = True
            yield Finding("error", "list_name_altered", {"list": one.name, "server": export.server})
    for name in lists.fields:
        without = [target.name for target in settings.erp.each_target() if name not in target.fields]
        if without:
            yield Finding("warn", "list_field_empty", {"field": name, "targets": without})
    for name in _without_people(lists, settings):
        broken = True
        yield Finding("warn", "list_empty", {"list": name})
    if not broken:
        yield Finding("ok", "lists", {"lists": lists.names})


def _without_people(lists: Lists, settings: Settings) -> list[str]:
    """Return the lists that no customer belongs on; that for the rest may well be empty."""
    open_still = {rule.name for rule in lists.rules} - {lists.rest}
    gateway = wiring.erp_of(settings)
    try:
        for chunk in gateway.customers(lists.fields):
            for mask in set(lists.masks(chunk).tolist()):
                open_still.difference_update(lists.named(mask))
            if not open_still:
                break
    finally:
        gateway.close()
    return [name for name in lists.names if name in open_still]
