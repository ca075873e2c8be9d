"""Feeds broken files to the reader in a child with bounded memory and time: `python tests/fuzz/run.py --seconds 600`.

Nothing but a verdict may come out. What does not is written to --keep, with the number that makes it again.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import random
import resource
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

MEMORY = 3 << 30
"""Bytes of address space, of which the libraries take the half before a file is opened."""
CPU = 20
"""Seconds of processor time for one file; the usual one takes a hundredth."""


def child(seed: int, start: int, count: int) -> None:
    """Judge so many mutants, telling of each before it is tried and, if no verdict came out, what did."""
    from tests.fuzz.laws import verdict
    from tests.fuzz.mutations import mutant, seeds

    faulthandler.enable()
    pool = seeds()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number in range(start, start + count):
        made = mutant(random.Random(f"{seed}:{number}"), pool)
        spent = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + CPU, -1))
        say(number=number)
        try:
            said, trouble = verdict(made.data, made.name, made.folder), ""
        except Exception:  # this is what we look for
            said, trouble = "none", traceback.format_exc()
        say(number=number, verdict=said, trouble=trouble, seconds=round(time.process_time() - spent, 3))


def say(**facts: object) -> None:
    print(json.dumps(facts), flush=True)


def judged(seed: int, start: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield what a child says of each mutant; one that killed it has the verdict "none" as well."""
    command = [sys.executable, str(Path(__file__)), "--child", str(seed), str(start), str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    begun: int | None = start
    for line in done.stdout.splitlines():
        facts = json.loads(line)
        begun = facts["number"]
        if "verdict" in facts:
            yield facts
            begun = None
    if done.returncode:
        yield {
            "number": begun,
            "verdict": "none",
            "trouble": f"died with {done.returncode}\n{done.stderr[-3000:]}",
            "seconds": 0,
        }


def keep(folder: Path, seed: int, facts: dict[str, Any]) -> Path:
    """Write the file that got no verdict, and beside it what happened instead."""
    from tests.fuzz.mutations import mutant, seeds

    made = mutant(random.Random(f"{seed}:{facts['number']}"), seeds())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{seed}-{facts['number']}.bin"
    path.write_bytes(made.data)
    path.with_suffix(".txt").write_text(f"name {made.name!r} folder {made.folder!r}\n{facts['trouble']}", "utf-8")
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--batch", type=int, default=500, help="files for each child")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--child", nargs=3, type=int, metavar=("SEED", "START", "COUNT"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child(*asked.child)
        return 0
    end, start, tally, found, slowest = time.monotonic() + asked.seconds, 0, Counter[str](), Counter[str](), (0.0, 0)
    while time.monotonic() < end:
        last = start
        for facts in judged(asked.seed, start, asked.batch):
            last = facts["number"] if facts["number"] is not None else last
            tally["rows" if facts["verdict"].endswith(" rows") else facts["verdict"]] += 1
            slowest = max(slowest, (facts["seconds"], last))
            if facts["verdict"] == "none":
                lines = facts["trouble"].strip().splitlines() or [""]
                found[lines[-1][:200]] += 1
                if found[lines[-1][:200]] <= 3:
                    print(f"{keep(asked.keep, asked.seed, facts)}: {lines[-1][:300]}", flush=True)
        start = last + 1
    print(f"seed {asked.seed}: {start} files, slowest {slowest}\n{tally.most_common()}\n{found.most_common()}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
