"""What one known export looks like and what its words mean: the Layout, a value of literals."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from processor.layouts.words import folded

Names = tuple[str | frozenset[str], ...]
"""Headers, best first: one as a system writes it, or a set of folded ones of which the leftmost column counts."""


@dataclass(frozen=True)
class Means:
    """What a foreign word means: one of batch.EVENTS; for bounces the word `classify` is asked with.

    `code` words an ignored or rejected line (words: line); `bounce` then is the class it is ignored for, if any.
    `denies`: all the cell says is that this did not happen ("optout", "bounce", …). It gives way to other cells of the
    line and, unless that is what they say, to folder and name. An empty `event` says nothing at all.
    """

    event: str
    bounce: str = ""
    code: str = ""
    denies: str = ""


OPTOUT = Means("optout")
COMPLAINT = Means("complaint")
SUBSCRIBED = Means("subscribed")
NOTHING = Means("")


def bounce(word: str) -> Means:
    """Return the meaning of a bounce of this class, or of a bare label (bounce_class.LABELS)."""
    return Means("bounce", word)


def ignored(code: str, bounce_class: str = "") -> Means:
    """Return the meaning of a line that changes nothing, for this reason."""
    return Means("ignored", bounce_class, code)


def vocabulary(*rows: tuple[Means, tuple[str, ...]]) -> Mapping[str, Means]:
    """Given meanings with their words as written, return them by folded word; raise ValueError on a word with two."""
    words: dict[str, Means] = {}
    for meaning, spellings in rows:
        for word in folded(*spellings):
            if words.setdefault(word, meaning) != meaning:
                raise ValueError(f"{word!r} has two meanings")
    return words


@dataclass(frozen=True)
class State:
    """A column that says what happened: the first of `headers` that is there; of a frozen set, each that is there.

    `words` gives the meaning of a folded word ("" for an empty cell, where emptiness says something); `dated` that of
    any date. `free`: the column may also hold somebody's own sentence, which leaves the meaning to folder and name.
    `perhaps`: people head other columns so too; it counts only if most of its cells are such words or dates. `because`
    words on the receipt how it was read (words: evidence). `other` is the meaning of any other word. With a `pattern`
    (regular expression on the whole folded heading) it is each column headed so, for systems that name columns after
    lists; its group, if any, is the list. `at` and `reason` then are headers of that list's columns, a star standing
    for it, used where this state decided; a later date in `renewed` takes a dated state back.
    """

    headers: Collection[str] = ()
    words: Mapping[str, Means] = field(default_factory=dict)
    dated: Means | None = None
    free: bool = False
    perhaps: bool = False
    because: str = ""
    other: Means | None = None
    pattern: str = ""
    at: str = ""
    reason: str = ""
    renewed: str = ""


@dataclass(frozen=True)
class Layout:
    """One known export. Headers and words are written as the system writes them and compared folded.

    A table is claimed if all `required` headers, one of `any_of` (if given) and none of `absent` are there, its file
    name contains `file_name` and not `other_name` (regular expressions on the lower-case name). `proof` (header,
    regular expression) is for headers anybody might use: of that column one cell must be filled, and each filled one
    be of that form, else the plain layouts read the file. `headerless`: it has no header row; `above`: a regular
    expression found in the folded header cells and rows above, one to a line. A claimed file whose name matches
    `contrary_name` contradicts itself and is refused; so is one that `says_nothing` about consent.
    `plain` layouts are asked only where no system's layout claims, and folder, file or sheet name may give the meaning.
    `own` ones the operator wrote: they are asked first, and give way to a system's that asks for more (choose.py).

    Columns are named by their possible headers, best first; the first that is there is used. `address` empty: whatever
    column is headed like one. `always` is what each line means where no `states` column says more. `only` keeps lines
    whose cell in that column has one of these folded words. `nulls` are cells that stand for nothing. `utc`: times
    without zone are UTC, else the office's. `until` is when an entry ends: a bounce that ended before the newest `at`
    of the file was over when the file was written. `touched` are headers of times that move with any change of an
    entry or tell when it was written: no bounce happened then. `confirmed` is the time of a confirmed opt-in, believed
    only where the `confirmed_by` column is filled too.
    """

    name: str
    system: str
    required: tuple[str, ...] = ()
    any_of: Collection[str] = ()
    absent: Collection[str] = ()
    file_name: str = ""
    other_name: str = ""
    contrary_name: str = ""
    proof: tuple[str, str] = ("", "")
    headerless: bool = False
    above: str = ""
    says_nothing: bool = False
    plain: bool = False
    own: bool = False
    address: Names = ()
    always: Means | None = None
    states: tuple[State, ...] = ()
    only: tuple[str, tuple[str, ...]] | None = None
    at: Names = ()
    touched: Names = ()
    until: Names = ()
    list: Names = ()
    mailing: Names = ()
    reason: Names = ()
    diagnosis: Names = ()
    enhanced: Names = ()
    smtp: Names = ()
    confirmed: Names = ()
    confirmed_by: Names = ()
    nulls: tuple[str, ...] = ()
    utc: bool = False
    day_first: bool | None = None
