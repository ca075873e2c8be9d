"""One dropped list on SQLite, PostgreSQL and MariaDB: abgleich beside the floor and two scripts a user would write.

Run: python benchmarks/any_erp.py [--all] [--kinds sqlite postgresql mariadb] [--optouts 100 10000]
     [--customers 100000] [--index with without] [--patience 20] [--ways floor service]

Every way works on the same customers and the same file, in a process of its own, and must leave the same rows at NO.
The floor reads and decodes the file, loads the prepared list, sends one bare UPDATE and commits. "service": from the
file that came to rest to its receipt in the archive, all customers having been surveyed before, as in a running
service; the survey that follows is a line of its own. "once": a new installation's first round, survey included.
Seconds are without the imports, which are shown beside them. A way that would take longer than `--patience` seconds is
stopped, undone and reckoned up from what it did; the table says so. The private servers do not wait for their disk.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ways
from grounds import Ground, ground, write_list


def measured(way: str, erp: Ground, folder: Path, patience: float) -> list[dict[str, Any]]:
    command = [sys.executable, __file__, "--way", way, erp.kind, erp.where, str(folder), str(patience)]
    out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def compare(
    erp: Ground, folder: Path, size: tuple[int, int], index: bool, patience: float, chosen: Sequence[str]
) -> None:
    """Go the chosen ways on the same data and print the table; ratios are to the first of them."""
    optouts, customers = size
    expected = write_list(folder / "optouts.csv", customers, optouts)
    print(f"\n{optouts:,} opt-outs, {customers:,} customers, {erp.kind}, {'with' if index else 'without'} the index")
    print(f"{'':14}{'seconds':>10}{'own cpu':>9}{'peak MB':>9}{'x floor':>9}{'imports':>9}")
    base = 0.0
    for way in chosen:
        erp.fill(customers, index=index)
        figures = measured(way, erp, folder, patience)
        sampled = "done" in figures[0]
        assert sampled or erp.result() == expected, (way, erp.result(), expected)
        base = base or figures[0]["seconds"]
        for one in figures:
            name = one.get("then", one["way"])
            note = f"   reckoned up from {one['done']:,} rows" if sampled else ""
            note += f"   (before it, after its first survey: {one['before']:.0f} MB)" if "before" in one else ""
            print(
                f"{name:14}{one['seconds']:10.2f}{one['cpu']:9.2f}{one['peak']:9.0f}{one['seconds'] / base:9.1f}"
                f"{one['ready']:9.2f}{note}",
                flush=True,
            )


def main(words: Sequence[str]) -> None:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    if words[:1] == ["--way"]:
        way, kind, where, folder, patience = words[1:]
        ways.alone(way, Ground(kind, where), Path(folder), float(patience))
        return
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--all", action="store_true", help="100, 10,000, 1,000,000 opt-outs x 1 and 5 million customers")
    asked.add_argument("--kinds", nargs="+", default=["sqlite", "postgresql", "mariadb"])
    asked.add_argument("--optouts", nargs="+", type=int, default=[100, 10_000])
    asked.add_argument("--customers", nargs="+", type=int, default=[100_000])
    asked.add_argument("--index", nargs="+", choices=("with", "without"), default=["with", "without"])
    asked.add_argument("--patience", type=float, default=20)
    asked.add_argument("--ways", nargs="+", choices=ways.NAMES, default=ways.NAMES)
    chosen = asked.parse_args(words)
    if chosen.all:
        chosen.optouts, chosen.customers = [100, 10_000, 1_000_000], [1_000_000, 5_000_000]
    for kind in chosen.kinds:
        with tempfile.TemporaryDirectory() as folder, ground(kind, Path(folder)) as erp:
            for size in ((optouts, customers) for customers in chosen.customers for optouts in chosen.optouts):
                for index in chosen.index:
                    compare(erp, Path(folder), size, index == "with", chosen.patience, chosen.ways)


if __name__ == "__main__":
    main(sys.argv[1:])
