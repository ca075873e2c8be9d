"""The sample files and what is in them: their addresses and drop folders, from the expected results beside them."""

from __future__ import annotations

import json
from pathlib import Path

_SUFFIX = ".expected.json"


def addresses(layouts: Path) -> list[str]:
    """Return every address that a sample file below this folder says something about, once each, in a stable order."""
    found: dict[str, None] = {}
    for golden in sorted(layouts.rglob(f"*{_SUFFIX}")):
        for row in json.loads(golden.read_text(encoding="utf-8")).get("rows", []):
            if "@" in row["address"] and row["event"] != "rejected":  # a line such as "Total: 13" has none
                found[row["address"]] = None
    return list(found)


def samples(layouts: Path) -> list[tuple[Path, str]]:
    """Return the sample files below this folder, each with the subfolder of the drop folder it belongs into.

    That is the one it lies in here: "", "optouts" or "bounces". A file without an expected result is no sample.
    """
    goldens = {golden.with_name(golden.name.removesuffix(_SUFFIX)) for golden in layouts.rglob(f"*{_SUFFIX}")}
    files = sorted(path for path in layouts.rglob("*") if path.is_file() and path.with_suffix("") in goldens)
    folders = [path.parent.relative_to(layouts).as_posix() for path in files]
    return [(path, "" if folder == "." else folder) for path, folder in zip(files, folders, strict=True)]
