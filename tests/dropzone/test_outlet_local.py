"""A reader that never rests sees only whole export files."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from dropzone.outlet import LocalOutlet

READER = """
import hashlib, os, sys
folder, seen, wrong = sys.argv[1], set(), 0
print("ready", flush=True)
while True:
    last = os.path.exists(sys.argv[2])
    for name in os.listdir(folder):
        if name in seen or not name.endswith((".csv", ".csv.done")):
            continue
        with open(os.path.join(folder, name), "rb") as file:
            content = file.read()
        body, _, digest = content.rpartition(b"\\n")
        if name.endswith(".done"):
            whole = content.endswith(name.encode().removesuffix(b".done") + b"\\n")
            whole = whole and os.path.exists(os.path.join(folder, name.removesuffix(".done")))
        else:
            whole = digest.decode() == hashlib.sha256(body).hexdigest()
        wrong += not whole
        seen.add(name)
    if last:
        break
print(len(seen), wrong)
"""


def test_a_reader_polling_all_the_time_through_a_thousand_exports_never_sees_a_part(tmp_path: Path) -> None:
    folder, source, end = tmp_path / "export", tmp_path / "export-1", tmp_path / "end"
    folder.mkdir()
    outlet = LocalOutlet(folder)
    command = [sys.executable, "-c", READER, str(folder), str(end)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        for number in range(1000):
            body = b"person%d@example.com\r\n" % number * (1 + number * 37 % 3000)
            source.write_bytes(body + b"\n" + hashlib.sha256(body).hexdigest().encode())
            outlet.publish(f"new-{number:04}.csv", source, hashlib.sha256(source.read_bytes()).hexdigest())
        end.touch()
        told = reader.stdout.read()
    assert told == "1000 0\n"


def test_the_marker_comes_after_the_file_and_again_changes_nothing(tmp_path: Path) -> None:
    folder, source = tmp_path / "export", tmp_path / "export-1"
    folder.mkdir()
    source.write_bytes(b"a@example.com\r\n")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    outlet = LocalOutlet(folder, ".done")
    for _ in range(2):
        outlet.publish("new.csv", source, digest)
        assert outlet.names() == {"new.csv", "new.csv.done"}
        assert (folder / "new.csv.done").read_text() == f"{digest}  new.csv\n"
    assert sorted(tmp_path.iterdir()) == [folder, source]
