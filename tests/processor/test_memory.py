"""Memory of a large file goes back to the system."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import os, re
from pathlib import Path
from processor.memory import give_back, one_heap

if {told}:
    one_heap(os.environ)

import pandas as pd
import pyarrow as pa

def held():
    return int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

def column(n):
    return pd.Series(pa.array([f"first.last{{i}}@mail.example" for i in range(n)], pa.large_string()), dtype="str")

for _ in range(3):  # glibc's threshold grows with what is freed
    column(200_000)
before = held()
columns = [column(200_000) for _ in range(20)]
most = held()
kept = column(10)
del columns
if {told}:
    give_back()
print(most - before, held() - before, pa.default_memory_pool().backend_name)
"""


def measured(told: bool) -> tuple[int, int, str]:
    """Megabytes taken by twenty columns, megabytes left when they are gone, and Arrow's pool."""
    out = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(told=told)], stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    taken, left, pool = out.split()
    return int(taken), int(left), pool


def test_columns_that_are_gone_leave_nothing_behind() -> None:
    taken, left, pool = measured(told=True)
    assert pool == "system"
    assert taken > 60
    assert left < 20
