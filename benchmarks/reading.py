"""Reading and recognising a dropped list, against the floor and against what a user would write instead.

Run: python benchmarks/reading.py [CSV rows] [XLSX rows]     (defaults 1000000 200000)

Each way reads the same file in its own process; figures are seconds after the imports, processor seconds, peak memory
in MB, and the ratio to the floor (CSV: decode all bytes; XLSX: the bare parser going through all rows).
"""

from __future__ import annotations

import csv
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HEADER = ("E-Mail", "Name", "Datum", "Grund", "Status")
FIRST = ("Anna", "Otto", "Maria", "Jürgen", "Peter", "Ingrid", "Heinz", "Sofia", "Luca", "Zoë")
LAST = ("Muster", "Beispiel", "Müller", "Schmidt", "Weber", "Wagner", "Becker", "Hoffmann")
REASONS = ("", "", "", "zu viele Mails", "kein Interesse mehr", 'sagt "nein"', "Spam, Werbung")
ASCII = str.maketrans({"ü": "ue", "ë": "e"})  # umlauts stay in one address of a hundred
STATES = ("unsubscribed",) * 17 + ("bounced", "complained", "subscribed")


def people(number: int) -> Iterator[tuple[str, ...]]:
    chance = random.Random(7)
    for n in range(number):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        at = f"2026-{chance.randrange(1, 12):02}-{chance.randrange(1, 28):02} {chance.randrange(24):02}:{n % 60:02}:00"
        address = f"{first}.{last}{chance.randrange(number)}@mail{n % 997}.example".lower()
        yield (
            address if n % 100 == 0 else address.translate(ASCII),
            f"{first} {last}",
            at,
            chance.choice(REASONS),
            chance.choice(STATES),
        )


def make(folder: Path, csv_rows: int, xlsx_rows: int) -> None:
    from openpyxl import Workbook

    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(HEADER)
        lines.writerows(people(csv_rows))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Liste")
    sheet.append(HEADER)
    for row in people(xlsx_rows):
        sheet.append(row)
    book.save(folder / "list.xlsx")


def decode(file: Path) -> int:
    return file.read_bytes().decode("utf-8").count("\n") - 1


def arrow(file: Path) -> int:
    from pyarrow import csv as arrow_csv

    parse = arrow_csv.ParseOptions(delimiter=";", newlines_in_values=True)
    kinds = arrow_csv.ConvertOptions(column_types=dict.fromkeys(HEADER, "string"))
    return int(arrow_csv.read_csv(file, parse_options=parse, convert_options=kinds).num_rows)


def pandas_csv(file: Path) -> int:
    import pandas as pd

    return len(pd.read_csv(file, sep=";", dtype=str, keep_default_na=False))


def calamine(file: Path) -> int:
    from python_calamine import CalamineWorkbook

    return sum(1 for _ in CalamineWorkbook.from_path(file).get_sheet_by_index(0).iter_rows()) - 1


def pandas_xlsx(file: Path) -> int:
    import pandas as pd

    return len(pd.read_excel(file, dtype=str, keep_default_na=False, engine="openpyxl"))


def read_only(file: Path) -> int:
    from processor.read import read

    with file.open("rb") as stream:
        return sum(len(table.lines) for table in read(stream, file.name))


def recognised(file: Path) -> int:
    from zoneinfo import ZoneInfo

    from processor.read import read
    from processor.recognise import recognise

    with file.open("rb") as stream:
        return len(recognise(read(stream, file.name), file.name, "", ZoneInfo("Europe/Berlin")).rows)


WAYS = {
    "list.csv": {
        "floor: decode": decode,
        "pyarrow.csv alone": arrow,
        "pandas.read_csv, text": pandas_csv,
        "abgleich read": read_only,
        "abgleich read+recognise": recognised,
    },
    "list.xlsx": {
        "floor: calamine alone": calamine,
        "pandas.read_excel": pandas_xlsx,
        "abgleich read": read_only,
        "abgleich read+recognise": recognised,
    },
}


def measured(way: str, file: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--way", way, str(file)]
    figures: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return figures


def alone(way: str, file: Path) -> None:
    """Measure one way in this process and print its figures."""
    import openpyxl  # noqa: F401
    import pandas  # noqa: F401
    import pyarrow.csv  # noqa: F401
    import python_calamine  # noqa: F401

    import processor.read.delimited
    import processor.read.xlsx
    import processor.recognise  # noqa: F401

    began, worked = time.perf_counter(), time.process_time()
    rows = WAYS[file.name][way](file)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    status = Path("/proc/self/status")  # of this program alone; getrusage may count that of its parent
    peak = int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024 if status.exists() else float("nan")  # type: ignore[index]
    print(json.dumps({"seconds": seconds, "worked": worked, "peak": peak, "rows": rows}))


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    if sys.argv[1:2] == ["--way"]:
        alone(sys.argv[2], Path(sys.argv[3]))
        return
    csv_rows, xlsx_rows = (int(word) for word in (sys.argv[1:] + ["1000000", "200000"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), csv_rows, xlsx_rows)
        for name, rows in (("list.csv", csv_rows), ("list.xlsx", xlsx_rows)):
            file = Path(folder) / name
            print(f"{name}: {rows} rows, {file.stat().st_size / 1e6:.1f} MB, imports excluded from seconds")
            figures = {way: measured(way, file) for way in WAYS[name]}
            base = next(iter(figures.values()))["seconds"]
            for way, figure in figures.items():
                assert figure["rows"] == rows, (way, figure)
                print(
                    f"{way:26} {figure['seconds']:7.2f} s  {figure['worked']:7.2f} s cpu {figure['peak']:6.0f} MB"
                    f" {figure['seconds'] / base:7.1f} x"
                )


if __name__ == "__main__":
    main()
