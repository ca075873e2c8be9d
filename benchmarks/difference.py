"""Every customer beside every known subscriber: who is new, who said no and is YES again, on three databases.

Run: python benchmarks/difference.py [--kinds sqlite postgresql mariadb] [--customers 100000] [--ways ...]
     (documented for --customers 1000000 5000000)

As many known subscribers as customers but for the newest hundredth; every tenth customer is suppressed, and every
ten-thousandth of those is YES again. The floor streams id and address of the YES rows and looks each up in a set of
texts; "pandas" is what a user would write. abgleich repairs, exports and remembers: "first" knows no row of the ERP
yet, "idle" is a new process that finds nothing new, "again" the next look of that same process, and "contact" is the
very first export, of everybody. Each way is a process of its own. Seconds are without the imports.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from grounds import DOMAINS, Ground, ground
from ways import highest

NAMES = ("floor", "pandas", "first", "idle", "contact")
AT_ONCE = 50_000
SUPPRESSED, RISEN, NEW = 10, 10_000, 100
"""Every so many of the customers."""


def address(n: int) -> str:
    return f"first.last{n}@mail{n % DOMAINS}.example"


def newcomers(customers: int) -> int:
    """How many of the newest are new and said nothing."""
    return sum(1 for n in range(customers - customers // NEW, customers) if n % SUPPRESSED)


def prepare(erp: Ground, folder: Path, customers: int) -> None:
    """Make the customers, two lists as a script would have them, and a ledger that knows the same."""
    erp.fill(customers, index=False)
    with closing(erp.connect()) as connection:
        which = f"id % {SUPPRESSED} = 0 AND id % {RISEN} <> 0"
        connection.execute(f"UPDATE customer SET newsletter = 'N' WHERE {which}").close()
        connection.commit()
    known = range(customers - customers // NEW)
    (folder / "known.csv").write_text("email\n" + "".join(f"{address(n)}\n" for n in known))
    suppressed = range(0, customers, SUPPRESSED)
    (folder / "said_no.csv").write_text("email\n" + "".join(f"{address(n)}\n" for n in suppressed))
    for way, people in (("first", known), ("contact", range(0))):
        fill_ledger(folder / way, people, suppressed)


def fill_ledger(state: Path, known: Sequence[int], suppressed: Sequence[int]) -> None:
    """Write straight into a new ledger's tables what files and exports would have left there."""
    import sqlite3

    from processor.ledger import Ledger

    shutil.rmtree(state, ignore_errors=True)
    state.mkdir()
    Ledger.in_folder(state).close()
    with closing(sqlite3.connect(state / "ledger.sqlite")) as ledger:
        ledger.executemany(
            "INSERT INTO known_subscribers (canonical, since, source) VALUES (?, '2026-01-01 00:00:00.000000', 'x')",
            ((address(n),) for n in known),
        )
        ledger.executemany(
            "INSERT INTO suppressions (canonical, reason, address, bounce_class, since, drop_id, line, rule, lifted_by)"
            " VALUES (?, 'optout', '', '', '2026-01-01 00:00:00.000000', 'x', 1, '', '')",
            ((address(n),) for n in suppressed),
        )
        ledger.commit()


def floor(erp: Ground, folder: Path) -> Iterator[int]:
    yield 0
    known = set((folder / "known.csv").read_text().split("\n"))
    known.update((folder / "said_no.csv").read_text().split("\n"))
    with closing(erp.connect()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("SELECT id, email FROM customer WHERE newsletter = 'Y'")
        new = []
        while rows := cursor.fetchmany(AT_ONCE):
            new += [email for _, email in rows if email.lower() not in known]
    (folder / "new.csv").write_text("\n".join(new))
    yield len(new)


def pandas_script(erp: Ground, folder: Path) -> Iterator[int]:
    import warnings

    import pandas as pd

    warnings.simplefilter("ignore")  # pandas knows no pyodbc connection by name, but takes it
    yield 0
    known, said_no = pd.read_csv(folder / "known.csv"), pd.read_csv(folder / "said_no.csv")
    with closing(erp.connect()) as connection:
        customers = pd.read_sql("SELECT id, email FROM customer WHERE newsletter = 'Y'", connection)
    customers["email"] = customers["email"].str.lower()
    customers = customers[~customers["email"].isin(said_no["email"])]
    beside = customers.merge(known, on="email", how="left", indicator=True)
    new = beside[beside["_merge"] == "left_only"]
    new[["email"]].to_csv(folder / "new.csv", index=False)
    yield len(new)


def abgleich(erp: Ground, folder: Path, way: str) -> Iterator[int]:
    import pandas  # noqa: F401  (needed sooner or later: shown with the imports)
    import pyarrow.compute  # noqa: F401

    from processor import wiring
    from processor.customers.settling import settle_customers
    from processor.settings import Settings

    target = {"name": "customer", "table": "customer", "key": ["id"], "email": ["email"]}
    target |= {"flag": {"column": "newsletter", "yes": ["Y"], "no": "N"}, "also": {"changed": "{today}"}}
    state, drop = folder / ("first" if way == "idle" else way), Path(tempfile.mkdtemp(dir=folder))
    settings = Settings.model_validate(
        {
            "state": state,
            "dropzone": {"folder": drop},
            "erp": {**erp.erp, "timeout_seconds": 1800, "targets": [target]},
            "export": {"folder": Path(tempfile.mkdtemp(dir=folder)), "start": "at once", "exclude": []},
            "mail": {"at": "23:59"},
        }
    )
    with wiring.opened(settings) as parts:
        yield 0
        for _ in range(2 if way == "idle" else 1):
            before = handed_over(state)
            settle_customers(parts, files=0, export=True)
            yield handed_over(state) - before


def handed_over(state: Path) -> int:
    """How many addresses exports held until now."""
    import sqlite3

    with closing(sqlite3.connect(state / "ledger.sqlite")) as ledger:
        return int(ledger.execute("SELECT coalesce(sum(addresses), 0) FROM exports").fetchone()[0])


def alone(way: str, erp: Ground, folder: Path) -> None:
    """Go one way in this process and print its figures, a line for each part."""
    begun = time.perf_counter()
    steps = {"floor": floor, "pandas": pandas_script}.get(way, lambda *given: abgleich(*given, way))(erp, folder)
    next(steps)
    ready = time.perf_counter() - begun
    at, worked = time.perf_counter(), time.process_time()
    for new in steps:
        figures = {"seconds": time.perf_counter() - at, "cpu": time.process_time() - worked, "peak": highest()}
        print(json.dumps({"way": way, "ready": ready, "new": new, **figures}), flush=True)
        at, worked, way, ready = time.perf_counter(), time.process_time(), "again", 0.0


def measured(way: str, erp: Ground, folder: Path) -> list[dict[str, Any]]:
    command = [sys.executable, __file__, "--way", way, erp.kind, erp.where, str(folder)]
    out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def compare(erp: Ground, folder: Path, customers: int, ways: Sequence[str]) -> None:
    """Go the ways on the same data and print the table."""
    prepare(erp, folder, customers)
    print(f"\n{customers:,} customers, {customers // SUPPRESSED:,} suppressed, {erp.kind}")
    print(f"{'':10}{'seconds':>10}{'own cpu':>9}{'peak MB':>9}{'x floor':>9}{'new':>10}{'imports':>9}")
    base, new = 0.0, newcomers(customers)
    everybody = customers - customers // SUPPRESSED
    expected = {"floor": new, "pandas": new, "first": new, "idle": 0, "again": 0, "contact": everybody}
    for way in ways:
        for one in measured(way, erp, folder):
            base = base or one["seconds"]
            assert one["new"] == expected[one["way"]], (one, expected)
            print(
                f"{one['way']:10}{one['seconds']:10.2f}{one['cpu']:9.2f}{one['peak']:9.0f}"
                f"{one['seconds'] / base:9.1f}{one['new']:10,}{one['ready']:9.2f}",
                flush=True,
            )
    if "first" in ways:
        assert erp.result()[1] == customers // SUPPRESSED, erp.result()


def main(words: Sequence[str]) -> None:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    if words[:1] == ["--way"]:
        way, kind, where, folder = words[1:]
        alone(way, Ground(kind, where), Path(folder))
        return
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kinds", nargs="+", default=["sqlite", "postgresql", "mariadb"])
    asked.add_argument("--customers", nargs="+", type=int, default=[100_000])
    asked.add_argument("--ways", nargs="+", choices=NAMES, default=NAMES)
    chosen = asked.parse_args(words)
    for kind in chosen.kinds:
        with tempfile.TemporaryDirectory() as folder, ground(kind, Path(folder)) as erp:
            for customers in chosen.customers:
                compare(erp, Path(folder), customers, chosen.ways)


if __name__ == "__main__":
    main(sys.argv[1:])
