"""Which customers have another address than at the last look; two numbers for each address keep the memory small."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from processor.domain.batch import only

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Numbers = np.ndarray[Any, np.dtype[np.int64]]

_SPREAD = 0x9E3779B97F4A7C15 - (1 << 64)  # odd, so that row and address together give a number of their own


def digests(texts: Iterable[str]) -> Numbers:
    """Return for each text 64 bits of its BLAKE2b (RFC 7693): the same in every program and version, unlike hash().

    Of ten million addresses two share theirs with a probability of one in four hundred thousand.
    """
    import numpy as np

    joined = b"".join([blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest() for text in texts])
    return np.frombuffer(joined, dtype="<i8").astype(np.int64)


@dataclass(frozen=True)
class Moved:
    """What a look found: addresses that rows no longer have, and what is to be remembered from now on.

    `left` and `fresh` have two columns each, digests of row and address, and may have no rows. `rows` are the ERP rows
    (columns of the gateway's CUSTOMERS) that have an address they did not have, and had another one before.
    """

    left: Numbers
    fresh: Numbers
    rows: pd.DataFrame | None


class Moves:
    """Collects over the chunks of all customers, beside what was remembered of them (digests of row and address).

    Sixteen bytes for each address are remembered, and as many again are needed to look through them. A row that is not
    there any more is left as it is remembered: it may come back, and its objection with it.
    """

    def __init__(self, remembered: Numbers) -> None:
        import numpy as np

        self._rows = np.unique(remembered[:, 0])
        pairs = _pairs(remembered[:, 0], remembered[:, 1])
        order = np.argsort(pairs)
        self._remembered, self._pairs = remembered[order], pairs[order]
        self._row_seen = np.zeros(len(self._rows), dtype=bool)
        self._pair_seen = np.zeros(len(pairs), dtype=bool)
        self._fresh: list[Numbers] = []
        self._suspects: list[pd.DataFrame] = []

    def add(self, chunk: pd.DataFrame) -> None:
        """Look through one chunk of the gateway's customers."""
        import numpy as np

        chunk = chunk[chunk["canonical"] != ""]
        rows = row_digests(chunk)
        addresses = digests(chunk["canonical"].tolist())
        places, known_rows = _find(self._rows, rows)
        self._row_seen[places[known_rows]] = True
        places, known_pairs = _find(self._pairs, _pairs(rows, addresses))
        self._pair_seen[places[known_pairs]] = True
        if not known_pairs.all():
            self._fresh.append(np.stack([rows[~known_pairs], addresses[~known_pairs]], axis=1))
            self._suspects.append(only(chunk, known_rows & ~known_pairs))

    def result(self) -> Moved:
        """Return what was found, once all chunks were added."""
        import numpy as np
        import pandas as pd

        places, _ = _find(self._rows, self._remembered[:, 0])
        here = self._row_seen[places] if len(places) else np.zeros(0, dtype=bool)
        left = self._remembered[here & ~self._pair_seen]
        fresh = np.unique(np.concatenate(self._fresh), axis=0) if self._fresh else nothing()
        if not len(left) or not self._suspects:
            return Moved(left, fresh, None)
        suspects = pd.concat(self._suspects, ignore_index=True)
        _, moved = _find(np.unique(left[:, 0]), row_digests(suspects))
        rows = only(suspects, moved)
        return Moved(left, fresh, rows if len(rows) else None)


def row_digests(customers: pd.DataFrame) -> Numbers:
    """Return the digest of the row each customer stands in."""
    rows = zip(customers["target"].tolist(), customers["key"].tolist(), strict=True)
    return digests(f"{target}\0{key}" for target, key in rows)


def nothing() -> Numbers:
    """Return an empty memory."""
    import numpy as np

    return np.zeros((0, 2), dtype=np.int64)


def _pairs(rows: Numbers, addresses: Numbers) -> Numbers:
    """One number for a row with an address."""
    import numpy as np

    return rows * np.int64(_SPREAD) + addresses


def _find(sorted_values: Numbers, wanted: Numbers) -> tuple[Numbers, Any]:
    """Return where each wanted value stands, and whether it stands there at all."""
    import numpy as np

    if not len(sorted_values):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    places = np.minimum(np.searchsorted(sorted_values, wanted), len(sorted_values) - 1)
    return places, sorted_values[places] == wanted
