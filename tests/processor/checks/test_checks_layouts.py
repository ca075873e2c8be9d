"""What check says about the operator's own layouts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Found = Callable[[dict[str, Any]], Any]


def test_without_any_the_built_in_ones_are_said(world: dict[str, Any], found: Found) -> None:
    findings = found(world)
    assert findings["layouts"].level == "ok"
    assert findings["layouts"].facts["folder"] == str(Path(world["state"]) / "layouts")


def test_those_that_work_are_named_and_counted(world: dict[str, Any], found: Found, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "acme.toml").write_text('required = ["A", "B"]\nkind = "optouts"\n')
    (tmp_path / "mine" / "words.toml").write_text('[words]\n"Weggefallen" = "optout"\n')
    finding = found(world | {"layouts": tmp_path / "mine"})["layouts_own"]
    assert (finding.level, finding.facts["layouts"], finding.facts["count"]) == ("ok", ["acme.toml"], 1)


def test_a_broken_one_is_an_error_that_names_file_and_key(world: dict[str, Any], found: Found, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "acme.toml").write_text('required = ["A", "B"]\nkind = "optouts"\nsytem = "Acme"\n')
    findings = found(world | {"layouts": tmp_path / "mine"})
    assert "trouble" in findings.errors
    assert findings["trouble"].facts["cause"] == "layout_unknown_key"
    assert "acme.toml" in str(findings["trouble"].facts["told"])
    assert "sytem" in str(findings["trouble"].facts["told"])


def test_a_folder_that_is_named_must_be_there(world: dict[str, Any], found: Found, tmp_path: Path) -> None:
    findings = found(world | {"layouts": tmp_path / "nowhere"})
    assert findings["trouble"].facts["cause"] == "layouts_missing"
