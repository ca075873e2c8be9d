"""Taking up anew: files that rest in done/ are claimed once more, because nobody knows any more that they were."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress

from dropzone import durable
from dropzone.folder import Folder
from dropzone.names import Claimed, halves, resting_id
from dropzone.places import days, opened

Chosen = Callable[[str, Collection[str]], Collection[str]]
"""Given a day ("2026-11-23") and ids that rest under it, which of them are meant."""


def taken_up(root: Folder, since: str, unless: str, chosen: Chosen) -> list[str]:
    """Move files from done/ back to working/, and return their ids. See Dropzone.take_up.

    Their companions stay where they are: they say what was done the first time.
    """
    meant = (place for place in days(root) if place >= f"done/{since}")
    return [drop_id for place in meant for drop_id in _of_a_day(root, place, unless, chosen)]


def _of_a_day(root: Folder, place: str, unless: str, chosen: Chosen) -> Iterator[str]:
    with opened(root, place) as folder, root.sub("working") as working:
        names = set(folder.names())
        resting = {drop_id: name for name in sorted(names) if (drop_id := resting_id(name))}
        those = [one for one, name in resting.items() if halves(name)[0] + unless not in names]
        for drop_id in chosen(place.removeprefix("done/"), those):
            with suppress(FileNotFoundError):  # another machine was quicker
                durable.move(folder, resting[drop_id], working, Claimed.anew(resting[drop_id]).text)
                yield drop_id
