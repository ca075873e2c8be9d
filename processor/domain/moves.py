"""Which customers have another address than at the last look; two numbers for each address keep the memory small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from processor.domain.digest import DIGEST, ROW_DIGEST, find

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.digest import Mask, Numbers


@dataclass(frozen=True)
class Moved:
    """What a look found: addresses that rows no longer have, and what is to be remembered from now on.

    `left` and `fresh` are `in_order`: two columns each, digests of row and address, and perhaps no rows. `rows` are
    the ERP rows that have an address they did not have, and had another one before: target, key, canonical and digests.
    """

    left: Numbers
    fresh: Numbers
    rows: pd.DataFrame | None


class Moves:
    """Collects over the chunks of all customers, beside what was remembered of them: digests `in_order`.

    Sixteen bytes for each address are remembered, and two more tell whom the look met. A row that is not there any more
    is left as it is remembered: it may come back, and its objection with it.
    """

    def __init__(self, remembered: Numbers) -> None:
        import numpy as np

        self._remembered = remembered
        self._row_seen = np.zeros(len(remembered), dtype=bool)  # where the row stands first
        self._pair_seen = np.zeros(len(remembered), dtype=bool)
        self._fresh: list[Numbers] = []
        self._suspects: list[pd.DataFrame] = []

    def add(self, chunk: pd.DataFrame) -> None:
        """Look through one chunk of the gateway's customers, which has digests."""
        import numpy as np

        chunk = chunk[chunk["canonical"] != ""]
        rows, addresses = chunk[ROW_DIGEST].to_numpy(), chunk[DIGEST].to_numpy()
        first, known_rows, places = _places(self._remembered, rows, addresses)
        self._row_seen[first[known_rows]] = True
        fresh = places < 0
        self._pair_seen[places[~fresh]] = True
        if fresh.any():
            self._fresh.append(np.stack([rows[fresh], addresses[fresh]], axis=1))
            suspects = chunk.loc[known_rows & fresh, ["target", "key", "canonical", DIGEST, ROW_DIGEST]]
            self._suspects += [suspects] if len(suspects) else []

    def result(self) -> Moved:
        """Return what was found, once all chunks were added."""
        import pandas as pd

        missed = self._remembered[~self._pair_seen]
        places, _ = find(self._remembered[:, 0], missed[:, 0])
        left = in_order([missed[self._row_seen[places]]])
        fresh = in_order(self._fresh)
        if not len(left) or not self._suspects:
            return Moved(left, fresh, None)
        suspects = pd.concat(self._suspects, ignore_index=True)
        _, moved = find(left[:, 0], suspects[ROW_DIGEST].to_numpy())
        rows = suspects[moved]
        return Moved(left, fresh, rows if len(rows) else None)


def in_order(parts: list[Numbers]) -> Numbers:
    """Return pairs of digests in one array, ascending by row and then by address, each there once.

    Each column lies in one piece of memory, so that the rows can be searched through. The parts are let go of.
    """
    import numpy as np

    count = sum(map(len, parts))
    joined = np.empty((count, 2), dtype=np.int64, order="F")
    filled = 0
    for part in parts:
        joined[filled : filled + len(part)] = part
        filled += len(part)
    parts.clear()
    rows, addresses = joined[:, 0], joined[:, 1]
    order = np.argsort(rows, kind="stable")  # quick where sorted parts are put together
    for column in (rows, addresses):
        column[:] = column[order]
    same = rows[1:] == rows[:-1]
    tied = np.flatnonzero(np.concatenate([[False], same]) | np.concatenate([same, [False]])) if count else order
    addresses[tied] = addresses[tied[np.lexsort((addresses[tied], rows[tied]))]]
    if count:
        differs = (joined[1:] != joined[:-1]).any(axis=1)
        if not differs.all():
            joined = np.asfortranarray(joined[np.concatenate([[True], differs])])
    return joined


def without(pairs: Numbers, gone: Numbers) -> Numbers:
    """Return pairs, which are `in_order`, without those that are gone."""
    import numpy as np

    _, _, places = _places(pairs, gone[:, 0], gone[:, 1])
    stay = np.ones(len(pairs), dtype=bool)
    stay[places[places >= 0]] = False
    return pairs[stay]


def nothing() -> Numbers:
    """Return an empty memory."""
    return in_order([])


def _places(pairs: Numbers, rows: Numbers, addresses: Numbers) -> tuple[Numbers, Mask, Numbers]:
    """Return where each row stands first among pairs `in_order`, whether it does, and where it does with its address.

    The last is -1 where it does not. Most rows have one address, so that the second step is for few of them.
    """
    import numpy as np

    first, known_rows = find(pairs[:, 0], rows)
    places = np.full(len(rows), -1, dtype=np.int64)
    looking = np.flatnonzero(known_rows)
    at = first[looking]
    while len(looking):
        here = pairs[at, 1] == addresses[looking]
        places[looking[here]] = at[here]
        looking, at = looking[~here], at[~here] + 1
        within = at < len(pairs)
        looking, at = looking[within], at[within]
        same_row = pairs[at, 0] == rows[looking]
        looking, at = looking[same_row], at[same_row]
    return first, known_rows, places
