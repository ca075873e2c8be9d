"""The ways in which ERPs say who may get mail, each as tables, targets, and what somebody else does to them.

Every world has anna, bert and carla, who may get the newsletter, and dora, who may not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from processor.erp.targets import Blacklist, Flag, Match, Statement, Target
from tests.parts.ground import Ground, target

PEOPLE = ("anna", "bert", "carla", "dora")
MAIL = {name: f"{name}@example.com" for name in PEOPLE}
LIST = Blacklist(table="sperren", email="adresse")
PARENT = {"table": "firmen", "via": {"nr": "firma"}}


@dataclass(frozen=True)
class Shape:
    """`tables`: name -> (columns, rows); {moment} stands for the server's type. The rest is SQL of everybody."""

    tables: Mapping[str, tuple[str, Sequence[Sequence[object]]]]
    targets: Sequence[Target]
    done: str  # bert is opted out by hand
    again: str  # anna is opted in again by somebody who has no idea
    edited: str = "UPDATE kunden SET mail = 'new@example.com' WHERE id = 2"  # bert's row has another address now

    def lay(self, ground: Ground) -> None:
        """Make the tables."""
        moment = "timestamp" if ground.kind == "postgresql" else "datetime"
        for name, (columns, rows) in self.tables.items():
            ground.table(columns.replace("{moment}", moment), rows, name=name)


def _kunden(*cells: Sequence[object], columns: str = "") -> tuple[str, list[tuple[object, ...]]]:
    rows = [(number, MAIL[name]) for number, name in enumerate(PEOPLE, start=1)]
    more = [tuple(column) for column in zip(*cells, strict=True)] if cells else [()] * 4
    return f"id int primary key, mail varchar(80){columns}", [row + cell for row, cell in zip(rows, more, strict=True)]


def _flagged(kind: str, values: Sequence[object], **flag: Any) -> Shape:
    """A flag in the row itself, spelled like this."""
    yes, no = ("NULL" if value is None else repr(value) for value in (values[0], values[3]))
    return Shape(
        {"kunden": _kunden(values, columns=f", news {kind}")},
        [target(flag=Flag(column="news", **flag))],
        done=f"UPDATE kunden SET news = {no} WHERE id = 2",
        again=f"UPDATE kunden SET news = {yes} WHERE id = 1",
    )


def _parents(flag: Flag, values: Sequence[object], kind: str = "varchar(1)") -> Shape:
    """A flag on the customer of a contact."""
    yes, no = ("NULL" if value is None else repr(value) for value in (values[0], values[3]))
    firms = [(number * 10, value) for number, value in enumerate(values, start=1)]
    return Shape(
        {
            "firmen": (f"nr int primary key, news {kind}", firms),
            "kunden": _kunden((10, 20, 30, 40), columns=", firma int"),
        },
        [target(flag=flag)],
        done=f"UPDATE firmen SET news = {no} WHERE nr = 20",
        again=f"UPDATE firmen SET news = {yes} WHERE nr = 10",
    )


def _in_lists(row: str, members: Sequence[int], done: str, again: str) -> Shape:
    """A row in a table of several lists says it; list 3 is ours."""
    rows = [*((number, 3) for number in members), (1, 4), (4, 4), (2, 5)]
    flag = Flag(row=row, table="listen", via={"person": "id"}, where="liste = 3", insert={"liste": 3})  # type: ignore[arg-type]
    columns = "person int, liste int, primary key (person, liste)"
    return Shape({"kunden": _kunden(), "listen": (columns, rows)}, [target(flag=flag)], done=done, again=again)


MOMENT = "2026-01-05 10:00:00"
_LISTED = ("id int primary key, mail varchar(80)", _kunden()[1])

SHAPES: Mapping[str, Shape] = {
    "a flag in the row": _flagged("varchar(3)", "YYYN", yes=["Y"], no="N"),
    "an inverted flag": _flagged("varchar(64)", ["", "0", "", "1"], yes=["", "0"], no="1", null="yes"),
    "a flag of -1 and 0": _flagged("smallint", [-1, -1, -1, 0], yes=[-1], no=0),
    "a padded flag": _flagged("char(5)", ["J", "Y", "J", "N"], yes=["J", "Y"], no="N"),
    "the date of the opt-out": _flagged("{moment}", [None, None, None, MOMENT], no="{now}", null="yes", other="no"),
    "the date of the consent": _flagged("{moment}", [MOMENT] * 3 + [None], no="{null}", null="no", other="yes"),
    "several tables": Shape(
        {
            "kunden": _kunden("YYYN", columns=", news varchar(1)"),
            "personen": _kunden("0001", columns=", sperre varchar(1)"),
        },
        [target(), target(name="person", table="personen", flag=Flag(column="sperre", yes=["0"], no="1"))],
        done="UPDATE kunden SET news = 'N' WHERE id = 2",
        again="UPDATE kunden SET news = 'Y' WHERE id = 1",
    ),
    "several addresses with one flag": Shape(
        {
            "kunden": (
                "id int primary key, mail varchar(80), mail2 varchar(80), news varchar(1)",
                [
                    (1, MAIL["anna"], "", "Y"),
                    (2, None, MAIL["bert"], "Y"),
                    (3, "", MAIL["carla"], "Y"),
                    (4, MAIL["dora"], "", "N"),
                ],
            )
        },
        [target(email=["mail", "mail2"])],
        done="UPDATE kunden SET news = 'N' WHERE id = 2",
        again="UPDATE kunden SET news = 'Y' WHERE id = 1",
        edited="UPDATE kunden SET mail2 = 'new@example.com' WHERE id = 2",
    ),
    "several addresses with a flag each": Shape(
        {
            "kunden": (
                "id int primary key, mail varchar(80), mail2 varchar(80), news varchar(1), news2 varchar(1)",
                [(1, MAIL["anna"], MAIL["dora"], "Y", "N"), (2, MAIL["bert"], MAIL["carla"], "Y", "Y")],
            )
        },
        [target(email=["mail", "mail2"], flag=Flag(columns={"mail": "news", "mail2": "news2"}, yes=["Y"], no="N"))],
        done="UPDATE kunden SET news = 'N' WHERE id = 2",
        again="UPDATE kunden SET news = 'Y' WHERE id = 1",
    ),
    "a flag on the parent": _parents(Flag(column="news", yes=["Y"], no="N", **PARENT), "YYYN"),  # type: ignore[arg-type]
    "a date on the parent": _parents(
        Flag(column="news", no="{now}", null="yes", other="no", **PARENT),  # type: ignore[arg-type]
        [None, None, None, MOMENT],
        "{moment}",
    ),
    "a status in the table of a list": Shape(
        {
            "kunden": _kunden(),
            "abos": (
                "person int, liste int, stand int",
                [*((n, 3, 1) for n in (1, 2, 3)), (4, 3, 2), (1, 4, 1), (4, 4, 1)],
            ),
        },
        [
            target(
                flag=Flag(
                    column="stand", yes=[1], no=2, also_no=[0], table="abos", via={"person": "id"}, where="liste = 3"
                )
            )
        ],
        done="UPDATE abos SET stand = 2 WHERE person = 2 AND liste = 3",
        again="UPDATE abos SET stand = 1 WHERE person = 1 AND liste = 3",
    ),
    "a member of a list": _in_lists(
        "yes",
        (1, 2, 3),
        done="DELETE FROM listen WHERE person = 2 AND liste = 3",
        again="INSERT INTO listen VALUES (1, 3)",
    ),
    "an entry against": _in_lists(
        "no",
        (4,),
        done="INSERT INTO listen VALUES (2, 3)",
        again="DELETE FROM listen WHERE person = 1 AND liste = 3",
    ),
    "a blacklist": Shape(
        {"kunden": _LISTED, "sperren": ("adresse varchar(80) primary key", [(MAIL["dora"],)])},
        [target(flag=Flag(), blacklist=LIST)],
        done="INSERT INTO sperren VALUES ('bert@example.com')",
        again="DELETE FROM sperren WHERE adresse = 'anna@example.com'",
    ),
    "a blacklist with switched-off entries": Shape(
        {
            "kunden": _LISTED,
            "sperren": (
                "adresse varchar(80) primary key, aktiv int, seit {moment}",
                [(MAIL["dora"], 1, None), (MAIL["anna"], 0, None)],
            ),
        },
        [
            target(
                flag=Flag(),
                blacklist=Blacklist("sperren", "adresse", values={"seit": "{now}"}, active="aktiv", active_value=1),
            )
        ],
        done="INSERT INTO sperren VALUES ('bert@example.com', 1, NULL)",
        again="UPDATE sperren SET aktiv = 0 WHERE adresse = 'anna@example.com'",
    ),
    "a flag and a blacklist": Shape(
        {
            "kunden": _kunden("YYYN", columns=", news varchar(1)"),
            "sperren": ("adresse varchar(80) primary key", [(MAIL["dora"],)]),
        },
        [target(blacklist=LIST)],
        done="UPDATE kunden SET news = 'N' WHERE id = 2",
        again="UPDATE kunden SET news = 'Y' WHERE id = 1",
    ),
    "two tables with one blacklist": Shape(
        {"kunden": _LISTED, "personen": _LISTED, "sperren": ("adresse varchar(80) primary key", [(MAIL["dora"],)])},
        [target(flag=Flag(), blacklist=LIST), target(name="person", table="personen", flag=Flag(), blacklist=LIST)],
        done="INSERT INTO sperren VALUES ('bert@example.com')",
        again="DELETE FROM sperren WHERE adresse = 'anna@example.com'",
    ),
    "a statement of the operator's": Shape(
        {"kunden": _kunden("YYYN", columns=", news varchar(1)")},
        [
            target(
                optout=Statement(
                    "UPDATE kunden SET news = ? WHERE id = ? AND lower(mail) = ?", ["{reason}", "id", "{email}"]
                ),
                flag=Flag(column="news", yes=["Y"], no="N", also_no=["o"]),
            )
        ],
        done="UPDATE kunden SET news = 'N' WHERE id = 2",
        again="UPDATE kunden SET news = 'Y' WHERE id = 1",
    ),
    "a column to search by": Shape(
        {
            "kunden": _kunden(
                "YYYN", [MAIL[name].upper() for name in PEOPLE], columns=", news varchar(1), suche varchar(80)"
            )
        },
        [target(match=Match("suche", "upper"))],
        done="UPDATE kunden SET news = 'N' WHERE id = 2",
        again="UPDATE kunden SET news = 'Y' WHERE id = 1",
    ),
}
