"""One picture of the gallery: a file, where it is dropped, and the verdict it must get."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from processor.domain.batch import Batch


class Case(NamedTuple):
    """`verdict`: the code of the refusal, or what each line means, in order (see `told`)."""

    data: bytes | Callable[[], bytes]
    verdict: str | Sequence[str]
    name: str = "liste.csv"
    folder: str = ""

    @property
    def bytes(self) -> bytes:
        return self.data() if callable(self.data) else self.data


def told(batch: Batch) -> list[str]:
    """What each line means: event, with a colon its class or reason code, and the address, or what stood there."""
    names = ("event", "bounce_class", "code", "canonical", "address")
    columns = (batch.rows[name].tolist() for name in names)
    return [
        f"{event}{':' if said or code else ''}{said or code} {canonical or address}".strip()
        for event, said, code, canonical, address in zip(*columns, strict=True)
    ]
