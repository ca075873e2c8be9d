"""Claiming: a rested file moves to working/, its bytes to the spool, and a Drop comes out."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dropzone import durable
from dropzone.drop import Drop
from dropzone.errors import ZoneError, ZoneUnavailable, world
from dropzone.folder import Folder
from dropzone.lease import lease
from dropzone.names import Claimed, fitting, resting, shown
from dropzone.places import find
from dropzone.scan import inside, writers
from dropzone.settle import Sign, Waiting, trouble_of
from dropzone.spool import Note, Spool


def claim(root: Folder, spool: Spool, waiting: Waiting, drop_id: str) -> Drop | None:
    """Return the file as a Drop under `drop_id`, None when it turns out to be still in motion (it stays or goes back).

    Raise ZoneUnavailable for trouble with the spool and OSError for trouble with the file or the drop folder.
    """
    with inside(root, waiting.folder) as origin, root.sub("working") as working:
        if Sign.of(origin.look(waiting.name)) != waiting.sign:
            return None
        if not waiting.trouble:
            verdict = writers(origin, waiting.name)
            if verdict == "open":
                return None
            if verdict == "blocked":  # better noticed here than after it has moved
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), waiting.name)
            with world(spool.path):
                spool.need(waiting.sign.size)
        claimed = Claimed(drop_id, 0, waiting.folder, fitting(waiting.name))
        durable.move(origin, waiting.name, working, claimed.text)
        note = spooled(working, claimed.text, spool, claimed, waiting)
        if note is None:
            put_back(working, claimed.text, origin, waiting.name, drop_id)
            return None
        return begun(working, claimed, note, spool)


def again(root: Folder, spool: Spool, claimed: Claimed) -> Drop | None:
    """Return a file that lies in working/ as a Drop once more, its attempt mark one higher; None as in `claim`.

    Its copy is verified, or made anew. Raise as `claim` does.
    """
    with root.sub("working") as working:
        facts = working.look(claimed.text)
        with world(spool.path):
            note = spool.verified(claimed.id)
            if note is None:
                spool.need(facts.st_size)
        note = note or spooled(working, claimed.text, spool, claimed, None)
        if note is None:
            with root.make(claimed.folder) if claimed.folder else inside(root, "") as origin:
                put_back(working, claimed.text, origin, claimed.original, claimed.id)
            return None
        return begun(working, claimed, note, spool)


def reopened(root: Folder, spool: Spool, drop_id: str) -> Drop:
    """Return a file in held/ or working/ as Drop, unmarked. See Dropzone.reopen."""
    with world(spool.path):
        note = spool.verified(drop_id)
    found = find(root, drop_id)
    if found and found.place not in ("working", "held"):
        raise ZoneError("not_held", id=drop_id)
    claimed = Claimed.parse(found.name) if found and found.place == "working" else None
    if found and note is None:
        claimed = claimed or Claimed.anew(found.name)
        with root.sub(found.place) as folder:
            note = spooled(folder, found.name, spool, claimed, None)
        if note is None:
            raise ZoneUnavailable("file_open", folder=str(root.path / found.place), problem=shown(found.name))
    if note is None:
        raise ZoneError("vanished", id=drop_id)
    return drop_of(drop_id, max(1, claimed.attempt) if claimed else 1, note, spool)


def spooled(folder: Folder, name: str, spool: Spool, claimed: Claimed, waiting: Waiting | None) -> Note | None:
    """Copy the file `name` into the spool and return its note; None when it changed meanwhile.

    `waiting` is what was known before the claim: what lies there now must be the same.
    """
    facts = folder.look(name)
    sign, trouble = Sign.of(facts), trouble_of(facts.st_mode, linked=facts.st_nlink > 1)
    if waiting and not (sign.same_content(waiting.sign) and trouble == waiting.trouble):
        return None
    digest = ""
    if not trouble:
        fd = folder.read(name)
        try:
            digest = _copied(fd, sign, folder.path, spool, claimed.id)
        finally:
            os.close(fd)
        if not digest:
            return None
    with world(spool.path):
        known = spool.note(claimed.id)
        number = known.number if known else spool.next_number()
        note = Note(number, claimed.original, claimed.folder, sign.size, sign.modified, digest, trouble)
        spool.write_note(claimed.id, note)
    return note


def _copied(fd: int, sign: Sign, folder: Path, spool: Spool, drop_id: str) -> str:
    """Copy the open file and return its SHA-256; "" when it is not at rest from the first to the last byte."""
    before = Sign.of(os.fstat(fd))
    with world(spool.path):
        digest, size = spool.take_in(drop_id, _reader(fd, folder))
    at_rest = before == Sign.of(os.fstat(fd)) and before.same_content(sign) and size == before.size
    return digest if at_rest and lease(fd) != "open" else ""


def _reader(fd: int, folder: Path) -> Callable[[int], bytes]:
    """Return a function that reads `fd` and names `folder`, not the spool, when that fails."""

    def read(size: int) -> bytes:
        with world(folder):
            return os.read(fd, size)

    return read


def put_back(source: Folder, name: str, origin: Folder, original: str, drop_id: str) -> None:
    """Move a file of ours back to where people dropped it, under its name or, when that is taken, one beside it."""
    try:
        durable.move(source, name, origin, original)
    except FileExistsError:
        durable.move(source, name, origin, "".join(resting(original, drop_id)))


def begun(working: Folder, claimed: Claimed, note: Note, spool: Spool) -> Drop:
    """Mark that work on the file begins once more and return it as a Drop."""
    marked = claimed.marked(claimed.attempt + 1)
    durable.mark(working, claimed.text, marked.text)
    return drop_of(claimed.id, marked.attempt, note, spool)


def drop_of(drop_id: str, attempt: int, note: Note, spool: Spool) -> Drop:
    """Return the Drop for what the spool's note says."""
    copy = spool.copy_path(drop_id)
    return Drop(drop_id, shown(note.name), note.folder, note.size, note.digest, attempt, copy, note.trouble)


def claims(root: Folder, spool: Spool) -> list[Claimed]:
    """Return what lies in working/, in the order it was claimed, after finishing claims that died half-way."""
    aged: list[tuple[float, int, str, Claimed]] = []
    with root.sub("working") as working:
        for claimed in filter(None, map(Claimed.parse, working.names())):
            with suppress(FileNotFoundError):
                without_twin(root, working, claimed)
                with world(spool.path):
                    note = spool.note(claimed.id)
                number = note.number if note else float("inf")  # no note yet: it was claimed last
                aged.append((number, working.look(claimed.text).st_mtime_ns, claimed.text, claimed))
    return [claimed for *_, claimed in sorted(aged, key=lambda one: one[:3])]


def without_twin(root: Folder, working: Folder, claimed: Claimed) -> None:
    """Finish a claim that died between its two steps: remove the file's old name where it was dropped."""
    facts = working.look(claimed.text)
    if facts.st_nlink < 2:
        return
    try:
        with inside(root, claimed.folder) as origin:
            for name in origin.names():
                if fitting(name) == claimed.original and durable.same_file(origin.look(name), facts):
                    working.sync()
                    origin.remove(name)
                    origin.sync()
    except (FileNotFoundError, NotADirectoryError):
        return


def orderly(root: Folder, drop_id: str) -> None:
    """Let the attempts of a file in working/ count from 0 again. See Dropzone.orderly."""
    with root.sub("working") as working:
        for claimed in filter(None, map(Claimed.parse, working.names())):
            if claimed.id == drop_id and claimed.attempt:
                durable.mark(working, claimed.text, claimed.marked(0).text)
