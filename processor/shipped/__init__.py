"""Where the templates and samples that travel with the program lie: here in a wheel, at the top in a checkout."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """Given "templates" or "samples", return its folder; raise FileNotFoundError where an installation lacks it."""
    here = Path(__file__).resolve().parent
    for folder in (here / name, here.parent.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}/ did not travel with this installation of abgleich; install it again")
