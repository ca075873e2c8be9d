"""Pauses the garbage collector while millions of small values are made that cannot form a cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the collector within this block, for lists of strings and the like.

    It would walk through all of them again and again and find nothing: that takes more time than making them.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
