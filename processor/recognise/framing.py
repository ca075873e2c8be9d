"""Readings → the frame of a batch, without keeping a large file in memory twice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from processor.domain.batch import COLUMNS, frame
from processor.recognise.rows import Reading

if TYPE_CHECKING:
    import pandas as pd


def framed(readings: Sequence[Reading]) -> pd.DataFrame:
    """Given readings in file order, return them as one frame with batch.COLUMNS, which are taken out of them."""
    import numpy as np
    import pandas as pd

    joined: dict[str, pd.Series[Any]] = {}
    for name, dtype in COLUMNS.items():
        values = _taken(readings, name)
        if name == "at":
            moments = np.array(values, dtype="int64").view("datetime64[us]")
            joined[name] = pd.Series(moments).dt.tz_localize("UTC")
        else:
            joined[name] = _strings(values) if dtype == "str" else pd.Series(values, dtype=dtype)
    return frame(joined)


def _taken(readings: Sequence[Reading], name: str) -> Sequence[Any]:
    """Take a column out of the readings: kept there and in the frame, a large file would need its memory twice."""
    first, *others = (reading.values.pop(name) for reading in readings)
    return [*first, *chain.from_iterable(others)] if others else first


def _strings(values: Sequence[str]) -> pd.Series[str]:
    """Return strings as pandas keeps them: one text and where in it each begins, no more memory than that takes."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    text = "".join(values)
    sizes = map(len, values) if text.isascii() else (len(value.encode()) for value in values)
    begins = np.zeros(len(values) + 1, dtype="int64")
    np.cumsum(np.fromiter(sizes, dtype="int64", count=len(values)), out=begins[1:])
    array = pa.LargeStringArray.from_buffers(len(values), pa.py_buffer(begins), pa.py_buffer(text.encode()))
    return pd.Series(pd.array(array, dtype="str"))
