"""The README: the commands it shows as runnable (blocks marked `sh run`) run, in order, in a copy of the house."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```sh run[ \t]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)


def blocks() -> list[str]:
    found = _BLOCK.findall(README.read_text(encoding="utf-8"))
    assert found, "no fenced block of README.md is marked `sh run`"
    return found


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of what git knows or would know, with this environment, so that nothing is downloaded twice."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tmp_path / name)
    if Path(sys.prefix) == ROOT / ".venv":
        (tmp_path / ".venv").symlink_to(sys.prefix)
        for name in ("pyproject.toml", "requirements.lock", "requirements-test.lock"):
            os.utime(tmp_path / name, (0, 0))  # else make would install this copy over the house that is tested
    return tmp_path


def test_the_commands_of_the_readme_run_as_written(house: Path) -> None:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PYTEST", "MFLAGS"))}
    for block in blocks():
        run = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=house,
            env=outside,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
            check=False,
        )
        assert run.returncode == 0, f"{block}\nended with {run.returncode}:\n{run.stdout[-4000:]}"
