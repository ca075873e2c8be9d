"""The memory that a large file took goes back to the system when the file is done: a service runs for years."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import MutableMapping
from contextlib import suppress


def one_heap(environment: MutableMapping[str, str]) -> None:
    """Have Arrow take its memory where all else does; to be called before pandas and pyarrow are loaded.

    Its own pool keeps what was freed for later, and nothing makes it give that back.
    """
    environment.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")


def give_back() -> None:
    """Give what is free back to the system: malloc_trim(3) of glibc, a few milliseconds; elsewhere nothing.

    Left to themselves both heaps kept it: a service held 570 MB after a list of a million, not 260. To take large
    blocks from the system one by one (M_MMAP_THRESHOLD) does the same, and makes work on columns half as slow again.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # musl has no malloc_trim, and needs none
            ctypes.CDLL(None).malloc_trim(0)
