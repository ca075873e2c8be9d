"""Values as they are written in TOML (https://toml.io/en/v1.0.0): for the sample and for naming what was found."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePath

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def literal(value: object) -> str:
    """Return a text, number, truth, list or table as TOML on one line. A JSON string is a TOML basic string as well."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str | PurePath):
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        pairs = [f"{name_of(str(name))} = {literal(inner)}" for name, inner in value.items()]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(literal(inner) for inner in value)}]"
    raise TypeError(f"no TOML for {type(value).__name__}")


def name_of(key: str) -> str:
    """Return a key as TOML writes it, in quotes where it needs them."""
    return key if _BARE.fullmatch(key) else literal(key)


def shape_of(value: object) -> str:
    """Return a list, a table or anything else as its outline, without its content."""
    return "[…]" if isinstance(value, list) else "{…}" if isinstance(value, Mapping) else type(value).__name__
