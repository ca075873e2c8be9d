"""Columns of text become lines of CSV that a spreadsheet opens safely: a column at a time, odd cells one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from processor.domain.shown import safe_cell, shown

if TYPE_CHECKING:
    import pyarrow as pa

CELL_LIMIT = 1000
HARMLESS = r"[A-Za-z0-9À-ɏ][ !#-+\--:<-~À-ɏ]*|"
"""Cells that need no second look: printable Latin text that begins with a letter or digit and has neither a separator
nor a quotation mark, or nothing at all."""


def arrow(values: Any) -> pa.Array:
    """Return a column or list as an Arrow array of texts; half a surrogate pair is spelled out."""
    import pyarrow as pa

    try:
        texts = pa.array(values, from_pandas=True).cast(pa.large_string())
    except UnicodeEncodeError:
        spelled = [one.encode("utf-8", "backslashreplace").decode() for one in values]
        texts = pa.array(spelled, pa.large_string())
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def joined(columns: Sequence[pa.Array], separator: str) -> pa.Array:
    """Return the columns' texts side by side, the separator between them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(*columns, pa.scalar(separator, pa.large_string()))


def worded(values: pa.Array, word: Callable[[str], str]) -> pa.Array:
    """Return each value in words; every distinct one is worded once."""
    known = values.dictionary_encode()
    return arrow([word(value) for value in known.dictionary.to_pylist()]).take(known.indices)


def safe(values: pa.Array, separator: str) -> pa.Array:
    """Return cells on one printable line that no spreadsheet takes for a formula, quoted where CSV wants it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    odd = pc.invert(pc.match_substring_regex(values, f"^(?:{HARMLESS})$"))
    if not pc.any(odd).as_py():
        return values
    known = values.filter(odd).dictionary_encode()
    mended = pa.array([_harmless(cell, separator) for cell in known.dictionary.to_pylist()], pa.large_string())
    return pc.replace_with_mask(values, odd, mended.take(known.indices))


def _harmless(cell: str, separator: str) -> str:
    told = safe_cell(shown(cell, CELL_LIMIT))
    return '"' + told.replace('"', '""') + '"' if separator in told or '"' in told else told


def written(columns: Sequence[pa.Array], separator: str) -> bytes:
    r"""Return the lines in UTF-8, each ended by \r\n."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ends = pa.scalar("\r\n", pa.large_string())
    lines = pc.binary_join_element_wise(joined(columns, separator), ends, pa.scalar("", pa.large_string()))
    length = pc.sum(pc.binary_length(lines)).as_py() or 0
    return lines.buffers()[2].slice(0, length).to_pybytes() if length else b""
