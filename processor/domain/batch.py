"""What one dropped file says, line by line, in our words: the Batch."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

EVENTS = ("optout", "complaint", "bounce", "subscribed", "ignored", "rejected")
"""What a line can mean. `subscribed` is a sign of life; `ignored` means nothing to us; `rejected` cannot be read."""

COLUMNS: Mapping[str, str] = {
    "line": "int64",  # 1-based line of the file where the row starts (CSV), or row number of the sheet (XLSX)
    "sheet": "str",  # sheet name where the file has several tables, else ""
    "address": "str",  # as written, unwrapped; the raw cell (cut to 200) where it was rejected
    "canonical": "str",  # domain.address.canonical(); "" where there is no usable address
    "event": "str",  # one of EVENTS
    "bounce_class": "str",  # one of bounce_class.CLASSES, also where a line is ignored for its class
    "confident": "bool",  # False: a bare label without code or text; subscribed: True = confirmed opt-in time in `at`
    "at": "datetime64[us, UTC]",  # when it happened; NaT where the file does not say
    "list": "str",  # distribution list or segment, as written
    "mailing": "str",  # mailing or campaign id, as written; identifies one sending for the counting rules
    # id of the rule that decided, such as "layout:mailchimp-unsubscribed" or "code:5.1.1"; "suggests:<class>" where a
    # line was rejected for a word nobody knows and its codes or text name a class
    "rule": "str",
    "code": "str",  # reason code of an ignored or rejected line (words: line), else ""
    "reason": "str",  # what the file itself says about it (cut to 500), else ""
}
"""Columns of `Batch.rows` and their dtypes. Strings are never missing: absent is ""."""


class Unusable(NamedTuple):
    """What a rejected row would have meant, had its address been one: for people to mend and drop again."""

    row: int  # position in Batch.rows
    cell: str  # the address as written, or the whole cell
    event: str
    bounce_class: str
    confident: bool


@dataclass(frozen=True)
class Batch:
    """The canonical content of one drop.

    `rows` has COLUMNS, in file order, at least one row for each line with content; a line whose cell holds
    several addresses has one row for each of them. `layout` names who claimed the file; `evidence` are the reasons,
    each (code, facts) worded in templates/words/evidence.toml. `shape` says how it was read, for the receipt
    (keys: container, encoding, delimiter, sheets, header_line, columns: header -> role, dates: header -> a cell and
    the moment it was read as, in microseconds since 1970, UTC). `unusable` tells of rows rejected for their address.
    """

    layout: str
    evidence: Sequence[tuple[str, Mapping[str, object]]]
    shape: Mapping[str, Any]
    rows: pd.DataFrame
    unusable: Sequence[Unusable] = ()

    @property
    def meaning(self) -> str:
        """A digest of what the lines mean.

        The same bytes may mean something else in another folder, under another name or to a newer layout; only the
        same bytes with the same meaning are "already applied".
        """
        meant = hashlib.sha256()
        for name in ("canonical", "event", "bounce_class"):
            meant.update("\n".join(self.rows[name].tolist()).encode(errors="surrogatepass") + b"\0")
        return meant.hexdigest()


def distinct(values: pd.Series[str]) -> set[str]:
    """Return the different values; a set made of the series itself fetches them one by one, ten times slower."""
    return set(values.tolist())


def among(values: pd.Series[str], wanted: Collection[str]) -> pd.Series[bool]:
    """Return which values are wanted; one look into a set each, where isin would convert the whole set every time."""
    import pandas as pd

    found = wanted if isinstance(wanted, Set) else set(wanted)
    return pd.Series([value in found for value in values.tolist()], index=values.index, dtype=bool)


def also_in(values: pd.Series[str], others: pd.Series[str]) -> pd.Series[bool]:
    """Return which values are among the others; two columns are compared without a Python string for each."""
    return places_in(values, others) >= 0


def places_in(values: pd.Series[str], others: pd.Series[str]) -> pd.Series[int]:
    """Return for each value the first position among the others where it stands, -1 where it does not."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = pa.array(others.array, from_pandas=True)
    found = pc.index_in(pa.array(values.array, from_pandas=True), value_set=wanted).fill_null(-1)
    return pd.Series(found.to_numpy(), index=values.index)


def each_once(rows: pd.DataFrame, columns: Sequence[str], telling: str = "key") -> pd.DataFrame:
    """Return rows without those that are equal in `columns`; most often one `telling` column says that none is."""
    return rows.drop_duplicates(list(columns)) if rows[telling].duplicated().any() else rows


def those(rows: pd.DataFrame, which: pd.Series[bool]) -> pd.DataFrame:
    """Return the rows that `which` names: the very same frame where it names all, for a million of them weigh much."""
    return rows if bool(which.all()) else rows[which]


def together(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all parts, numbered anew; those of the only one that has some are not copied."""
    import pandas as pd

    some = [part for part in parts if len(part)] or parts[:1]
    return some[0].reset_index(drop=True) if len(some) == 1 else pd.concat(some, ignore_index=True)


def only(rows: pd.DataFrame, flags: Iterable[bool]) -> pd.DataFrame:
    """Return the rows whose flag is true; unlike a plain list in brackets it also holds for a frame without rows."""
    import pandas as pd

    return rows[pd.Series(list(flags), index=rows.index, dtype=bool)]


def frame(columns: Mapping[str, Any] | pd.DataFrame, dtypes: Mapping[str, str] = COLUMNS) -> pd.DataFrame:
    """Given column values by name, return a frame with exactly `dtypes`, in that order; raise KeyError if one lacks."""
    import pandas as pd

    return pd.DataFrame({name: series(columns[name], dtype) for name, dtype in dtypes.items()})


def series(values: Any, dtype: str) -> pd.Series[Any]:
    """Return values as a column; texts go the short way, which is several times quicker for a million of them."""
    import pandas as pd

    if dtype == "str" and isinstance(values, (list, tuple)):
        import pyarrow as pa

        try:
            return pd.Series(pd.array(pa.array(values, type=pa.large_string()), dtype="str"))
        except (pa.ArrowException, UnicodeEncodeError):  # other things than texts, or half a surrogate pair
            pass
    return pd.Series(values, dtype=dtype)
