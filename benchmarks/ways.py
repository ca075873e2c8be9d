"""The ways from a dropped list to the ERP: the floor, two scripts a user would write, and abgleich.

Each is a generator: what it does before it first yields is made ready, then each yield ends a part that is measured and
says something about it. A part that was stopped yields which `share` of the rows it did, or how many seconds the `rest`
would take, and how many rows were `done`.
"""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grounds import Ground

NAMES = ("floor", "row by row", "pandas", "service", "once")


def floor(erp: Ground, folder: Path, _patience: float) -> Iterator[dict[str, Any]]:
    yield {}
    text = (folder / "optouts.csv").read_bytes().decode("utf-8")
    addresses = [line.split(";", 1)[0] for line in text.splitlines()[1:]]
    connection = erp.connect()
    cursor = connection.cursor()
    erp.load(cursor, addresses)
    if erp.kind == "mariadb":
        cursor.execute("UPDATE customer JOIN said_no ON customer.email = said_no.email SET newsletter = 'N'")
    else:
        cursor.execute("UPDATE customer SET newsletter = 'N' WHERE lower(email) IN (SELECT email FROM said_no)")
    connection.commit()
    yield {}


def row_by_row(erp: Ground, folder: Path, patience: float) -> Iterator[dict[str, Any]]:
    import csv

    yield {}
    with (folder / "optouts.csv").open(encoding="utf-8", newline="") as file:
        addresses = [row["E-Mail"].lower() for row in csv.DictReader(file, delimiter=";")]
    connection = erp.connect()
    cursor, end = connection.cursor(), time.perf_counter() + patience
    for done, address in enumerate(addresses, 1):
        cursor.execute(f"UPDATE customer SET newsletter = 'N' WHERE {erp.by_address} = ?", (address,))
        if time.perf_counter() > end and done < len(addresses):
            connection.rollback()
            yield {"share": done / len(addresses), "done": done}
            return
    connection.commit()
    yield {}


def pandas_script(erp: Ground, folder: Path, patience: float) -> Iterator[dict[str, Any]]:
    import warnings

    import pandas as pd

    warnings.simplefilter("ignore")  # pandas knows no pyodbc connection by name, but takes it
    yield {}
    connection = erp.connect()
    begun = time.perf_counter()
    said_no = pd.read_csv(folder / "optouts.csv", sep=";")
    customers = pd.read_sql("SELECT id, email, newsletter FROM customer", connection)
    customers["address"] = customers["email"].str.lower()
    hit = customers.merge(said_no, left_on="address", right_on="E-Mail")
    values = [(int(n),) for n in hit["id"]]
    cursor, before = connection.cursor(), time.perf_counter()
    for start in range(0, len(values), 2000):
        cursor.executemany("UPDATE customer SET newsletter = 'N' WHERE id = ?", values[start : start + 2000])
        done = start + 2000
        if time.perf_counter() - begun > patience and done < len(values):
            rest = (time.perf_counter() - before) * (len(values) - done) / done
            connection.rollback()
            yield {"rest": rest, "done": done}
            return
    connection.commit()
    yield {}


def abgleich(erp: Ground, folder: Path, *, once: bool) -> Iterator[dict[str, Any]]:
    import os
    import shutil

    from processor.memory import one_heap

    one_heap(os.environ)  # as the command does

    import pandas  # noqa: F401  (needed sooner or later: shown with the imports)
    import pyarrow.csv  # noqa: F401

    from processor import journey, service, wiring
    from processor.settings import Settings

    target = {"name": "customer", "table": "customer", "key": ["id"], "email": ["email"]}
    target |= {"flag": {"column": "newsletter", "yes": ["Y"], "no": "N"}, "also": {"changed": "{today}"}}
    state, drop = (Path(tempfile.mkdtemp(dir=folder)) for _ in range(2))
    settings = Settings.model_validate(
        {
            "state": state,
            "dropzone": {"folder": drop, "quiet_seconds": 0.1},
            "erp": {**erp.erp, "timeout_seconds": 1800, "targets": [target]},
            "guard": {"optouts_share": 1.0},
            "mail": {"at": "23:59"},
        }
    )
    with wiring.opened(settings) as parts:
        if once:
            shutil.copy(folder / "optouts.csv", drop)
            yield {}
            done = service.run_once(parts).entries
            yield {}
        else:
            service.run_once(parts)
            peak = highest()
            shutil.copy(folder / "optouts.csv", drop)
            service.wait_until_settled(parts)
            yield {}
            done = [journey.journey(claimed, parts) for claimed in parts.dropzone.take()]
            yield {"before": peak}
            service.run_once(parts, settle=False)
            yield {"then": "survey after"}
    assert [entry.state for entry in done] == ["applied"], done
    assert list((drop / "done").rglob("*.receipt.txt")), "no receipt"


def highest() -> float:
    """Return the most memory this process ever had, in MB; nan where the system does not tell."""
    status = Path("/proc/self/status")
    return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024 if status.exists() else float("nan")  # type: ignore[index]


def alone(way: str, erp: Ground, folder: Path, patience: float) -> None:
    """Go one way in this process and print its figures, a line for each part: a step is what lies between yields."""
    begun = time.perf_counter()
    steps = {
        "floor": lambda: floor(erp, folder, patience),
        "row by row": lambda: row_by_row(erp, folder, patience),
        "pandas": lambda: pandas_script(erp, folder, patience),
        "service": lambda: abgleich(erp, folder, once=False),
        "once": lambda: abgleich(erp, folder, once=True),
    }[way]()
    next(steps)
    told = {"way": way, "ready": time.perf_counter() - begun}
    at, worked = time.perf_counter(), time.process_time()
    for facts in steps:
        seconds, cpu = time.perf_counter() - at, time.process_time() - worked
        seconds = seconds / facts.get("share", 1) + facts.get("rest", 0)
        print(json.dumps({**told, "seconds": seconds, "cpu": cpu, "peak": highest(), **facts}))
        at, worked, told = time.perf_counter(), time.process_time(), {"way": facts.get("then", ""), "ready": 0.0}
