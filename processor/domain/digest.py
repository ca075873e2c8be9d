"""Addresses and rows told by eight bytes: millions of them fit into memory, and they only ever narrow down."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Numbers = np.ndarray[Any, np.dtype[np.int64]]
    Mask = np.ndarray[Any, np.dtype[np.bool_]]

DIGEST = "digest"
"""Column of customers with the digest of the canonical address."""

ROW_DIGEST = "row_digest"
"""Column of customers with the digest of the table row they stand in."""


def digests(texts: Iterable[str], start: str = "") -> Numbers:
    """Return for each text 64 bits of its BLAKE2b (RFC 7693): the same in every program and version, unlike hash().

    `start` stands before each of them. Of ten million addresses two share theirs with a probability of one in four
    hundred thousand.
    """
    import numpy as np

    begun = blake2b(start.encode(errors="surrogatepass"), digest_size=8).copy  # quicker than to begin anew each time
    found = []
    for text in texts:
        whole = begun()
        whole.update(text.encode(errors="surrogatepass"))
        found.append(whole.digest())
    return np.frombuffer(b"".join(found), dtype="<i8").astype(np.int64)


def with_digests(customers: pd.DataFrame) -> pd.DataFrame:
    """Return a chunk of the gateway's customers with DIGEST and ROW_DIGEST, made once for all who look through it."""
    import numpy as np

    rows = np.zeros(len(customers), dtype=np.int64)
    targets, keys = customers["target"], customers["key"]
    for target in targets.unique():
        mine = (targets == target).to_numpy(dtype=bool)
        rows[mine] = digests(keys[mine].tolist(), f"{target}\0")
    return customers.assign(**{DIGEST: digests(customers["canonical"].tolist()), ROW_DIGEST: rows})


def find(ascending: Numbers, wanted: Numbers) -> tuple[Numbers, Mask]:
    """Return where each wanted number stands in an ascending array, first of all its like, and whether it is there.

    Sorted questions walk through the array once, where others jump about in it and wait for the memory each time.
    """
    import numpy as np

    if not len(ascending):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    order = np.argsort(wanted)
    places = np.empty(len(wanted), dtype=np.int64)
    places[order] = np.searchsorted(ascending, wanted[order])
    np.minimum(places, len(ascending) - 1, out=places)
    return places, ascending[places] == wanted


def common(ascending: Numbers, other: Numbers) -> Numbers:
    """Return the numbers that are in both ascending arrays."""
    return ascending[find(other, ascending)[1]]


def apart(ascending: Numbers, *others: Numbers) -> Numbers:
    """Return the numbers of an ascending array that none of the others has."""
    for other in others:
        ascending = ascending[~find(other, ascending)[1]]
    return ascending


def repeated(parts: Iterable[Numbers]) -> Numbers:
    """Return the numbers that come more than once in the parts, ascending."""
    import numpy as np

    joined = np.concatenate([np.zeros(0, dtype=np.int64), *parts])
    joined.sort()
    return together([joined[1:][joined[1:] == joined[:-1]]])


def together(parts: Iterable[Numbers]) -> Numbers:
    """Return all numbers of the parts in one array, ascending and each there once."""
    import numpy as np

    joined = np.concatenate([np.zeros(0, dtype=np.int64), *parts])
    joined.sort()  # in place: np.unique would hold them twice
    return joined[np.concatenate([[True], joined[1:] != joined[:-1]])] if len(joined) else joined
