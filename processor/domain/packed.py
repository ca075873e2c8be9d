"""Rows put away in little memory until all customers were seen, and given out again in portions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from processor.domain.batch import among
from processor.domain.digest import find, repeated, together

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.digest import Numbers

PORTION = 100_000
"""People of one portion: as Python's own values they take half a kilobyte each while an export is made of them."""


class Packed:
    """Frames in the order in which they came, compressed column by column: addresses take a third of their length."""

    def __init__(self) -> None:
        self._buffers: list[bytes] = []

    def add(self, rows: pd.DataFrame) -> None:
        """Put a frame away; its index is forgotten."""
        import pyarrow as pa

        table = pa.Table.from_pandas(rows, preserve_index=False)
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as out:
            out.write_table(table)
        self._buffers.append(sink.getvalue().to_pybytes())  # the sink has got twice the room it needs, perhaps

    def __getitem__(self, place: int) -> pd.DataFrame:
        """Return the frame that came at this place."""
        import pyarrow as pa

        with pa.ipc.open_stream(self._buffers[place]) as stored:
            rows: pd.DataFrame = stored.read_all().to_pandas()
        return rows

    def __len__(self) -> int:
        """Return how many frames there are."""
        return len(self._buffers)


class Gathered:
    """Rows of people, packed, with the digests of their addresses."""

    def __init__(self) -> None:
        self._packed = Packed()
        self._numbers: list[Numbers] = []

    def add(self, rows: pd.DataFrame, numbers: Numbers) -> None:
        """Put rows away whose addresses have these digests."""
        if len(rows):
            self._packed.add(rows)
            self._numbers.append(numbers)

    def __iter__(self) -> Iterator[pd.DataFrame]:
        return (self._packed[place] for place in range(len(self._packed)))

    def numbers(self) -> Numbers:
        """Return all digests, ascending."""
        return together(self._numbers)

    def addresses_like(self, numbers: Numbers) -> set[str]:
        """Return the addresses whose digests are among these, which are ascending."""
        found: set[str] = set()
        for place, mine in enumerate(self._numbers):
            like = find(numbers, mine)[1]
            if like.any():
                found.update(self._packed[place].loc[like, "canonical"].tolist())
        return found

    def each_once(self, but: Collection[str] = ()) -> Iterator[pd.DataFrame]:
        """Yield the first row of each address, in their order, without those in `but`."""
        import numpy as np

        several, met = repeated(self._numbers), set[str]()
        for place, numbers in enumerate(self._numbers):
            rows = self._packed[place]
            first = ~among(rows["canonical"], but).to_numpy(dtype=bool)
            addresses = rows["canonical"].tolist() if len(several) else []
            for row in np.flatnonzero(first & find(several, numbers)[1]).tolist():
                address = addresses[row]
                first[row] = address not in met
                met.add(address)
            yield rows[first]


@dataclass(frozen=True)
class Portions:
    """Frames that are made anew whenever somebody goes through them, so that they are never in memory together."""

    made: Callable[[], Iterator[pd.DataFrame]]

    def __iter__(self) -> Iterator[pd.DataFrame]:
        return self.made()

    def __bool__(self) -> bool:
        return next(self.made(), None) is not None

    def addresses(self) -> list[str]:
        """Return the canonical addresses of all."""
        return [one for part in self for one in part["canonical"].tolist()]

    def whole(self) -> pd.DataFrame:
        """Return all of them as one frame, without any column but `canonical` where there are none."""
        import pandas as pd

        parts = list(self)
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"canonical": pd.Series((), dtype="str")})


NOBODY = Portions(lambda: iter(()))
"""No people at all."""


def in_portions(frames: Iterable[pd.DataFrame], size: int = 0) -> Iterator[pd.DataFrame]:
    """Yield the rows of the frames, in their order, in frames of `size` rows; the last one may have fewer, never none.

    The index of each counts from 0. Without a `size` it is PORTION.
    """
    import pandas as pd

    size = size or PORTION
    waiting: list[pd.DataFrame] = []
    for frame in filter(len, frames):
        waiting.append(frame)
        while sum(map(len, waiting)) >= size:
            joined = pd.concat(waiting, ignore_index=True)
            yield joined.iloc[:size]
            waiting = [joined.iloc[size:]]
    if any(map(len, waiting)):
        yield pd.concat(waiting, ignore_index=True)
