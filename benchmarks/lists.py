"""Distribution lists over many customers: the look, the difference, what the ledger remembers.

Run: python benchmarks/lists.py [customers]     (default 1000000)

Figures are seconds and the peak memory of the process so far in MB; the first line is the customers themselves, which a
round has in chunks of 50 000 and never together.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from processor.domain.crowd import Crowd
from processor.domain.digest import DIGEST, digests
from processor.domain.listed import LISTS, Listed
from processor.domain.lists import Lists, Rule
from processor.domain.packed import Portions
from processor.ledger import Ledger
from processor.ledger.exports import Export

RULES = Lists(
    [
        Rule("DE", {"country": ["DE"], "language": ["de"]}),
        Rule("AT", {"country": ["AT"]}),
        Rule("Wein", {"interest": ["*wein*"]}, {"group": ["B2B*"]}),
        Rule("Rest"),
    ],
    rest="Rest",
)
CHOICES = {
    "country": ("DE", "AT", "CH", "FR"),
    "language": ("de", "fr"),
    "interest": ("Rotwein", "Käse", "Bier; Wein", ""),
    "group": ("B2B-Nord", "B2C"),
}


@contextmanager
def measured(what: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:42} {time.perf_counter() - begun:7.2f} s {peak:7.0f} MB")


def customers(first: int, number: int, chance: random.Random) -> pd.DataFrame:
    columns: dict[str, list[str]] = {"canonical": [f"person{n}@example.com" for n in range(first, first + number)]}
    columns |= {name: chance.choices(values, k=number) for name, values in CHOICES.items()}
    columns["flag"] = ["yes"] * number
    made = pd.DataFrame({name: pd.Series(values, dtype="str") for name, values in columns.items()})
    return made.assign(faulty=False, **{DIGEST: digests(columns["canonical"])})


def look(chunks: list[pd.DataFrame], ledger: Ledger, new: Sequence[pd.DataFrame]) -> dict[str, pd.DataFrame]:
    with measured("remembered and known from the ledger"):
        listed = Listed(RULES, ledger.listings.remembered(RULES.names), ledger.crowds.known())
    with measured("look through all"):
        for chunk in chunks:
            listed.add(chunk)
    with measured("difference"):
        found = listed.difference(Portions(lambda: iter(new)), kept_out=Crowd.of(()), exclude=["*@relay.example"])
        return {"joined": found.joined.whole(), "left": found.left.whole()}


def main(number: int) -> None:
    chance = random.Random(7)
    with measured("the customers"):
        chunks = [customers(first, 50_000, chance) for first in range(0, number, 50_000)]
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.in_folder(Path(folder))
        joined = look(chunks, ledger, chunks)["joined"]
        with measured("ledger: draw one export for each list"):
            for place, name in enumerate(RULES.names):
                mine = joined[(joined[LISTS].to_numpy() >> place & 1) == 1]["canonical"].tolist()
                export = Export(place + 1, name, "", len(mine), datetime.now(UTC), None, void=False)
                ledger.exports.draw(export, mine, [name] * len(mine))
        again = look(chunks, ledger, ())
        assert len(joined) == number
        assert not len(again["joined"]) + len(again["left"])
        with measured("remembered again"):
            ledger.listings.remembered(RULES.names)
        ledger.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
