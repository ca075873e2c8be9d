"""From the dropped file to the archived receipt, against the floor and against two scripts a user would write instead.

Run: python benchmarks/straight_line.py [customers] [opt-outs]     (defaults 100000 20000)

Each way works on its own copy of the same SQLite ERP, in its own process; figures are seconds, peak memory in MB, and
the ratio to the floor (decode the file, load the addresses, one set update, commit).
"""

from __future__ import annotations

import csv
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEADER = ("E-Mail", "Grund", "Datum")


def make(folder: Path, customers: int, optouts: int) -> None:
    erp = sqlite3.connect(folder / "erp.sqlite")
    erp.execute("CREATE TABLE customer (id INTEGER PRIMARY KEY, email TEXT, newsletter TEXT, changed TEXT)")
    people = ((n, f"First.Last{n}@Mail{n % 97}.example", "Y", None) for n in range(customers))
    erp.executemany("INSERT INTO customer VALUES (?, ?, ?, ?)", people)
    erp.commit()
    step = max(1, customers // optouts)
    with (folder / "optouts.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(HEADER)
        for n in range(optouts):
            at = n * step
            lines.writerow((f"first.last{at}@mail{at % 97}.example", "abgemeldet", "09.08.2026 07:30"))


def floor(folder: Path) -> None:
    addresses = [line.split(";", 1)[0] for line in (folder / "optouts.csv").read_text("utf-8").splitlines()[1:]]
    erp = sqlite3.connect(folder / "erp.sqlite")
    erp.execute("CREATE TEMP TABLE said_no (email TEXT PRIMARY KEY) WITHOUT ROWID")
    erp.executemany("INSERT OR IGNORE INTO said_no VALUES (?)", ((address,) for address in addresses))
    erp.execute("UPDATE customer SET newsletter = 'N' WHERE lower(email) IN (SELECT email FROM said_no)")
    erp.commit()


def row_by_row(folder: Path) -> None:
    erp = sqlite3.connect(folder / "erp.sqlite")
    erp.execute("CREATE INDEX by_address ON customer (lower(email))")  # without it: hours
    with (folder / "optouts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            where = (row["E-Mail"].lower(),)
            erp.execute("UPDATE customer SET newsletter = 'N' WHERE lower(email) = ?", where)
    erp.commit()


def pandas_merge(folder: Path) -> None:
    import pandas as pd

    erp = sqlite3.connect(folder / "erp.sqlite")
    said_no = pd.read_csv(folder / "optouts.csv", sep=";")
    customers = pd.read_sql("SELECT id, email, newsletter FROM customer", erp)
    customers["address"] = customers["email"].str.lower()
    hit = customers.merge(said_no, left_on="address", right_on="E-Mail")
    erp.executemany("UPDATE customer SET newsletter = 'N' WHERE id = ?", [(int(n),) for n in hit["id"]])
    erp.commit()


def abgleich(folder: Path) -> None:
    from processor import service, wiring
    from processor.settings import Settings

    target = {"name": "customer", "table": "customer", "key": ["id"], "email": ["email"]}
    target |= {"flag": {"column": "newsletter", "yes": ["Y"], "no": "N"}, "also": {"changed": "{today}"}}
    drop = folder / "drop"
    drop.mkdir()
    shutil.copy(folder / "optouts.csv", drop)
    settings = Settings.model_validate(
        {
            "state": folder / "state",
            "dropzone": {"folder": drop, "quiet_seconds": 0.1},
            "erp": {"url": f"sqlite:///{folder / 'erp.sqlite'}", "targets": [target]},
            "guard": {"optouts_share": 1.0},
            "mail": {"at": "23:59"},
        }
    )
    with wiring.opened(settings) as parts:
        done = service.run_once(parts)
    assert [entry.state for entry in done.entries] == ["applied"], done
    assert list((drop / "done").rglob("*.receipt.txt")), "no receipt"


WAYS = {"floor": floor, "row by row, indexed": row_by_row, "pandas merge": pandas_merge, "abgleich": abgleich}


def measured(way: str, world: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as scratch:
        for file in world.iterdir():
            shutil.copy(file, scratch)
        out = subprocess.run([sys.executable, __file__, "--way", way, scratch], capture_output=True, check=True)
    return json.loads(out.stdout)


def main() -> None:
    if sys.argv[1:2] == ["--way"]:
        began = time.perf_counter()
        WAYS[sys.argv[2]](Path(sys.argv[3]))
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "peak": peak}))
        return
    customers, optouts = (int(word) for word in (sys.argv[1:] + ["100000", "20000"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), customers, optouts)
        figures = {way: measured(way, Path(folder)) for way in WAYS}
    base = figures["floor"]["seconds"]
    print(f"{optouts} opt-outs against {customers} customers, SQLite, imports included")
    for way, figure in figures.items():
        print(f"{way:22} {figure['seconds']:8.2f} s {figure['peak']:7.0f} MB {figure['seconds'] / base:7.1f} x")


if __name__ == "__main__":
    main()
