"""A small complete configuration that each test spoils in its own way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from processor.configuration import load
from processor.errors import Misconfigured
from processor.settings import Settings

GOOD = """
state = "state"
# top

[dropzone]
folder = "drop"
# dropzone

[erp]
url = "sqlite:///erp.sqlite"
# erp

[[erp.targets]]
name = "customers"
table = "customers"
key = ["id"]
email = ["email"]
flag = { column = "newsletter", yes = ["Y"], no = "N" }
# target

[mail]
# mail
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-sample", action="store_true", help="write the sample anew; review the diff")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write the good configuration with replacements, such as "# mail" → 'port = "x"', and return its path."""

    def write(**changes: str) -> Path:
        text = GOOD
        for place, line in changes.items():
            old = f"# {place}" if f"# {place}\n" in text else place
            assert old in text
            text = text.replace(old, line)
        path = tmp_path / "abgleich.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def problems() -> Callable[..., list[str]]:
    """Load a configuration that is wrong and return its problems as sentences."""

    def problems(path: Path, environment: Mapping[str, str] | None = None) -> list[str]:
        with pytest.raises(Misconfigured) as caught:
            load(path, environment or {})
        assert caught.value.code == "config_wrong"
        assert caught.value.facts["count"] == len(caught.value.facts["problems"])
        return caught.value.facts["problems"]

    return problems


@pytest.fixture
def loaded(write: Callable[..., Path]) -> Callable[..., Settings]:
    return lambda **changes: load(write(**changes), {})
