"""The independent judge of what lies about after the deaths: reads ERP, folders, mails and exports; knows no code."""

from __future__ import annotations

import csv
import hashlib
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path

_ID = re.compile(r"(.+?)\.([0-9A-HJKMNP-TV-Z]{8})\.")
_TEMPORARY = re.compile(r"\.part$|\.tmp$|-journal$|^\.abgleich", re.IGNORECASE)
_TOKEN = re.compile(r"\.[0-9a-f]{16}@")


@dataclass(frozen=True)
class Expected:
    """The world as it must be in the end, written out by hand."""

    files: Sequence[tuple[bytes, str]]  # bytes dropped, folder where they must lie
    kunde: Mapping[int, tuple[str | None, int]]  # only who is not as at the beginning: flag, faulty
    kontakt: Mapping[int, int]
    updates: Sequence[tuple[str, str, str]]  # each row written to, once
    exports: Mapping[str, Sequence[str]]  # file: addresses
    mails: Mapping[str, str]  # masked Message-ID: subject


@dataclass
class Seen:
    """What the judge found: `complaints`, and the papers and mails to compare with those of a life without a death."""

    complaints: list[str] = field(default_factory=list)
    papers: dict[str, bytes] = field(default_factory=dict)
    mails: dict[str, str] = field(default_factory=dict)  # masked Message-ID: subject
    repeats: int = 0  # copies of mails beyond the first, the same to the byte


def look(
    world: Path, expected: Expected, beginning: Mapping[str, Mapping[int, tuple[str, object]]], troubled: bool = False
) -> Seen:
    """Judge the world; `beginning` are the ERP's rows before, by table. `troubled`: faults were to be told as well."""
    seen = Seen()
    names = ids_in(world / "drop")
    _files(world / "drop", expected, seen)
    _papers(world / "drop", names, seen)
    _no_leftovers(world, names, seen)
    _erp(world / "erp.sqlite", expected, beginning, seen)
    _exports(world / "export", expected, seen)
    _mails(world, names, seen)
    _told(expected, seen, troubled)
    return seen


def ids_in(drop: Path) -> dict[str, str]:
    """Return by our number the name of the file that carries it."""
    found = (_ID.match(path.name) for path in (*drop.glob("done/*/*"), *drop.glob("held/*"), *drop.glob("refused/*")))
    return {match[2]: f"<{match[1]}>" for match in found if match}


def masked(text: str, names: Mapping[str, str]) -> str:
    """Return the text with our random numbers replaced by what they stand for."""
    for number, name in names.items():
        text = text.replace(number, name)
    return text


def _files(drop: Path, expected: Expected, seen: Seen) -> None:
    """Every dropped file lies in exactly one folder, to the byte; none is left where it was dropped."""
    wanted = Counter((hashlib.sha256(data).hexdigest(), place) for data, place in expected.files)
    digests = {digest for digest, _ in wanted}
    lying: Counter[tuple[str, str]] = Counter()
    for path in drop.rglob("*"):
        if path.is_file() and (digest := hashlib.sha256(path.read_bytes()).hexdigest()) in digests:
            lying[digest, path.parent.relative_to(drop).as_posix()] += 1
    if lying != wanted:
        seen.complaints.append(f"files: too many {dict(lying - wanted)}, missing {dict(wanted - lying)}")


def _papers(drop: Path, names: Mapping[str, str], seen: Seen) -> None:
    """Take every file beside the originals, receipts above all, with its numbers masked."""
    for path in sorted(path for path in drop.rglob("*") if path.is_file()):
        name = masked(path.relative_to(drop).as_posix(), names)
        if name in seen.papers:
            seen.complaints.append(f"twice: {name}")
        seen.papers[name] = masked(path.read_bytes().decode("utf-8", "surrogateescape"), names).encode(
            "utf-8", "surrogateescape"
        )
    for number, name in names.items():
        there = [path.name for path in drop.rglob(f"*.{number}.*")]
        if not any(one.endswith((".receipt.txt", ".why.txt")) for one in there):
            seen.complaints.append(f"no receipt beside {name}: {there}")


def _no_leftovers(world: Path, names: Mapping[str, str], seen: Seen) -> None:
    """Nothing unfinished lies anywhere; copies only of files that are held."""
    drop = world / "drop"
    for path in (*drop.glob("*"), *drop.glob("optouts/*"), *drop.glob("bounces/*"), *drop.glob("working/*")):
        if path.is_file():
            seen.complaints.append(f"left: {path.relative_to(world)}")
    for path in world.rglob("*"):
        if _TEMPORARY.search(path.name):
            seen.complaints.append(f"unfinished: {path.relative_to(world)}")
    held = {number for number in names if list(drop.glob(f"held/*.{number}.*"))}
    allowed = {"root.json", *(f"{number}{end}" for number in held for end in (".copy", ".note"))}
    if strange := {path.name for path in (world / "state" / "spool").iterdir()} - allowed:
        seen.complaints.append(f"left in the spool: {sorted(strange)}")


def _erp(file: Path, expected: Expected, beginning: Mapping[str, Mapping[int, tuple[str, object]]], seen: Seen) -> None:
    """Every row is as it must be, and was written to exactly as often as it had to change."""
    with closing(sqlite3.connect(file)) as erp:
        kunde = {row[0]: row[1:] for row in erp.execute("SELECT nr, email, newsletter, fehlerhaft FROM kunde")}
        kontakt = {row[0]: row[1:] for row in erp.execute("SELECT id, email, kein_newsletter FROM kontakt")}
        updates = erp.execute("SELECT * FROM updates").fetchall()
    people = {
        number: (email, *expected.kunde.get(number, (flag, 0))) for number, (email, flag) in beginning["kunde"].items()
    }
    contacts = {
        number: (email, expected.kontakt.get(number, flag)) for number, (email, flag) in beginning["kontakt"].items()
    }
    for wanted, found in ((people, kunde), (contacts, kontakt)):
        wrong = {key: (row, found.get(key)) for key, row in wanted.items() if found.get(key) != row}
        if wrong or len(wanted) != len(found):
            seen.complaints.append(f"ERP, wanted and found: {wrong}")
    if Counter(updates) != Counter(expected.updates):
        seen.complaints.append(f"updates of the ERP: {updates}")


def _exports(folder: Path, expected: Expected, seen: Seen) -> None:
    """The files are those wanted and whole, so that nobody is in two of them and nobody unwanted in any."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.iterdir()):
        data = path.read_bytes().decode()
        if not data.endswith("\r\n"):
            seen.complaints.append(f"torn: {path.name}")
        found[path.name] = [row["EMAIL"] for row in csv.DictReader(data.splitlines())]
    # In whatever order: who is known already when his list is drawn stands behind those who are new.
    if {name: sorted(people) for name, people in found.items()} != {
        name: sorted(people) for name, people in expected.exports.items()
    }:
        seen.complaints.append(f"exports: {found}")


def _mails(world: Path, names: Mapping[str, str], seen: Seen) -> None:
    """What came again is the same to the byte, and every mail is filed."""
    came: dict[str, list[bytes]] = {}
    for path in sorted((world / "post").iterdir()):
        data = path.read_bytes()
        mail = message_from_bytes(data, policy=policy.default)
        name = _name(mail, names)
        came.setdefault(name, []).append(data)
        seen.mails[name] = masked(str(mail["Subject"]), names)
    for name, copies in came.items():
        seen.repeats += len(copies) - 1
        if len(set(copies)) > 1:
            seen.complaints.append(f"two versions of the mail {name}")
    filed = {
        _name(message_from_bytes(path.read_bytes(), policy=policy.default), names)
        for path in (world / "state" / "mails").glob("*.eml")
    }
    if not filed >= set(came):
        seen.complaints.append(f"filed mails: {sorted(filed)}")


def _name(mail: Message, names: Mapping[str, str]) -> str:
    """Return a mail's Message-ID without what is random in it."""
    return masked(_TOKEN.sub("@", str(mail["Message-ID"]).strip()), names)


def _told(expected: Expected, seen: Seen, troubled: bool) -> None:
    """Every mail came and no other; with trouble, each fault that began is told to be over, and verdicts may differ."""
    if not troubled:
        if seen.mails != dict(expected.mails):
            seen.complaints.append(f"mails: {seen.mails}")
        return
    faults = {name for name in seen.mails if name.startswith("<fault.")}
    if set(seen.mails) - faults != {name for name in expected.mails if not name.startswith("<fault.")}:
        seen.complaints.append(f"mails: {seen.mails}")
    for name in faults:
        if name.replace(".begun@", ".over@") not in faults:
            seen.complaints.append(f"never told to be over: {name}")
