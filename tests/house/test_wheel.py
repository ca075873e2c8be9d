"""The wheel: templates and samples travel, tests and other belongings of the workshop do not."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (path,) = folder.glob("abgleich-*.whl")
    return zipfile.ZipFile(path)


def files(top: str) -> set[str]:
    """Paths below a folder of the checkout, without what running the program leaves behind."""
    found = (path for path in (ROOT / top).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT / top).as_posix() for path in found}


@pytest.mark.parametrize("top", ["templates", "samples"])
def test_templates_and_samples_travel_whole(wheel: zipfile.ZipFile, top: str) -> None:
    inside = {name for name in wheel.namelist() if name.startswith(f"processor/shipped/{top}/")}
    assert files(top)
    assert inside == {f"processor/shipped/{top}/{name}" for name in files(top)}
    for name in files(top):
        assert wheel.read(f"processor/shipped/{top}/{name}") == (ROOT / top / name).read_bytes()


def test_nothing_but_the_two_packages_travels(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert {name.partition("/")[0] for name in names} - {"dropzone", "processor"} == {
        name.partition("/")[0] for name in names if ".dist-info/" in name
    }
    code = {name for name in names if name.endswith(".py") and not name.startswith("processor/shipped/samples/")}
    assert code == {f"{top}/{name}" for top in ("dropzone", "processor") for name in files(top) if name.endswith(".py")}
    assert not [name for name in names if "test" in name.rpartition("/")[2].partition(".")[0].split("_")]


def test_the_wheel_says_that_it_is_typed(wheel: zipfile.ZipFile) -> None:
    assert {"dropzone/py.typed", "processor/py.typed"} <= set(wheel.namelist())
