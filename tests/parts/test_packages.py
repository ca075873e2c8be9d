"""The script that installs what the tests need: what it says when it cannot."""

from __future__ import annotations

import subprocess
from pathlib import Path

SCRIPT = Path(__file__).with_name("packages.sh")


def world(folder: Path, **programs: str) -> dict[str, str]:
    """Return an environment in which the named programs do as told."""
    for name, body in programs.items():
        program = folder / name.replace("_", "-")
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


def test_without_root_it_says_exactly_what_to_install_and_fails(tmp_path: Path) -> None:
    environment = world(tmp_path, dpkg_query="exit 1", id="echo 1000", sudo="exit 1", apt_get="exit 99")
    run = subprocess.run(["sh", str(SCRIPT)], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "apt-get install" in run.stderr
    servers = ("postgresql", "mariadb-server-core", "openssh-server")
    for package in (
        "libodbc2",
        "libltdl7",
        "libgssapi-krb5-2",
        "odbc-postgresql",
        "odbc-mariadb",
        "tdsodbc",
        *servers,
        "chromium-headless-shell",
    ):
        assert package in run.stderr


def test_with_everything_there_it_is_silent_and_touches_nothing(tmp_path: Path) -> None:
    environment = world(tmp_path, dpkg_query="printf installed", apt_get="exit 99", sudo="exit 99")
    run = subprocess.run(["sh", str(SCRIPT)], env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
