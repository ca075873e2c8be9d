"""Relative paths of the configuration are relative to its own folder, wherever abgleich was started."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from processor.configuration.schema import Key, schema

_SQLITE = ("sqlite:///", "sqlite+pysqlite:///")


def anchored(document: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the document with every path, and the path in every SQLite URL, made whole from `folder`."""
    return _anchored(document, schema(), folder)


def _anchored(table: dict[str, Any], key: Key, folder: Path) -> dict[str, Any]:
    whole = dict(table)
    for name, value in table.items():
        inner = key.inside.get(name)
        if inner is None:
            continue
        if inner.inside and isinstance(value, dict):
            whole[name] = _anchored(value, inner, folder)
        elif isinstance(value, str) and value:
            whole[name] = str(folder / value) if inner.place else _url(value, folder) if name == "url" else value
    return whole


def _url(url: str, folder: Path) -> str:
    for start in _SQLITE:
        path, query, rest = url[len(start) :].partition("?")
        if url.startswith(start) and path not in ("", ":memory:") and not path.startswith("file:"):
            return f"{start}{(folder / path).as_posix()}{query}{rest}"
    return url
