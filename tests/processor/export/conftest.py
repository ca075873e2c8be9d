"""The option that writes the golden import files anew."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-exports", action="store_true", help="write samples/exports anew")
