"""One case for each mapping shape on SQL Server: what the rows are before and after, and what is done to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd

from processor.erp.gateway import Erp
from processor.erp.targets import Blacklist, Bounce, Flag, Match, Statement, Target
from tests.parts.ground import NOW, changes, customers, target
from tests.parts.recorder import Row

Act = Callable[[Erp], object]


def optout(erp: Erp) -> None:
    """Everybody says no."""
    erp.apply(changes(customers(erp), "set_no"), now=NOW, source="optouts.csv")


def bounce(action: str) -> Act:
    """Everybody bounces."""
    return lambda erp: erp.apply(changes(customers(erp), action, "mailbox_unknown"), now=NOW, source="bounces.csv")


def look_up(erp: Erp) -> None:
    """One address is looked up after all were read."""
    pd.concat([*erp.customers()])
    erp.holders({"a@example.com"})


def undo(erp: Erp) -> None:
    """What an opt-out wrote is taken back: the rows are as we left them from the start."""
    frame = changes(customers(erp), "set_no")
    frame["before"] = '"Y"'
    erp.restore(frame, now=NOW, source="undo")


@dataclass(frozen=True)
class Case:
    """`name` is that of the golden file; `after` are the rows once something was written."""

    name: str
    targets: Sequence[Target]
    before: Sequence[Row]
    act: Act
    after: Sequence[Row] = ()
    blind: bool = True
    calls: Sequence[str] = field(default=())


def one(**more: Any) -> dict[str, Any]:
    return {"id": 1, "mail": "a@example.com", "news": "Y", **more}


PARENT = Flag("cNewsletter", yes=["Y"], no="N", table="eazybusiness.dbo.tkunde", via={"kKunde": "kKunde"},
              where="nSperre = 0", also={"dGeaendert": "{now}"})  # fmt: skip
ADDRESS = {"kAdresse": 7, "cMail": "a@example.com", "kKunde": 3}
MEMBER = Flag(row="yes", table="dbo.Member", via={"ContactNo": "id"}, where="ListNo = 3")
NEVER = Flag(row="no", table="dbo.NoMail", via={"ContactNo": "id"}, insert={"Reason": "{reason}", "On": "{today}"})
LIST = Blacklist("dbo.Blacklist", "EMail", values={"Created": "{now}", "Id": "{digest}"}, active="Active")
STAMP = datetime(2026, 1, 2, 3, 4, 5, 123456)  # noqa: DTZ001  # as drivers give it
NAV = "[CRONUS AG$Contact]"

CASES = [
    Case("flag", [target()], [one()], optout, [one(news="N")]),
    Case("flag_unicode", [target(flag=Flag("news", yes=["Ja"], no="Größe"))], [one(news="Ja")], optout,
         [one(news="Größe")]),
    Case("flag_bit_and_date", [target(flag=Flag("news", yes=[True], no=False), also={"d": "{today}", "t": "{now}",
                                                                                   "why": "{reason}: {source}"})],
         [one(news=True)], optout, [one(news=False)]),
    Case("flag_null_is_yes", [target(flag=Flag("news", yes=["Y"], no="N", null="yes"))], [one(news=None)], optout,
         [one(news="N")]),
    Case("flag_date", [target(flag=Flag("gone", no="{now}", null="yes", other="no"))], [one(gone=None)], optout,
         [one(gone=STAMP)]),
    Case("key_composite_char", [target(table="KHKAdressen", key=["Mandant", "Adresse"])],
         [one(Mandant=1, Adresse="D10000    ")], optout, [one(Mandant=1, Adresse="D10000    ", news="N")]),
    Case("key_text", [target(key=["No_"], table=NAV)], [one(No_="K-1"), one(No_="K-2", mail="b@example.com")], optout,
         [one(No_="K-1", news="N"), one(No_="K-2", mail="b@example.com", news="N")]),
    Case("key_rowversion", [target(key=["ts"])], [one(ts=b"\x00\x00\x00\x00\x00\x00\x07\xd1")], optout,
         [one(ts=b"\x00\x00\x00\x00\x00\x00\x07\xd1", news="N")]),
    Case("key_datetime2", [target(key=["at"])], [one(at=STAMP)], optout, [one(at=STAMP, news="N")]),
    Case("key_decimal", [target(key=["nr"])], [one(nr=Decimal("1.5"))], optout, [one(nr=Decimal("1.5"), news="N")]),
    Case("flag_other_table",
         [target(table="eazybusiness.dbo.tAdresse", key=["kAdresse"], email=["cMail"], where="nStandard = 1",
                 flag=PARENT)],
         [{**ADDRESS, "flag_row": 1, "cNewsletter": "Y"}], optout, [{**ADDRESS, "flag_row": 1, "cNewsletter": "N"}]),
    Case("flag_other_table_inserts",
         [target(flag=Flag("news", yes=["Y"], no="N", null="yes", table="Extra", via={"cid": "id"},
                           insert={"source": "{source}"}))],
         [{"id": 1, "mail": "a@example.com", "flag_row": 0, "news": None}], optout,
         [{"id": 1, "mail": "a@example.com", "flag_row": 1, "news": "N"}]),
    Case("flag_columns",
         [target(email=["mail", "mail2"], flag=Flag(columns={"mail": "news", "mail2": "news2"}, yes=[1], no=0))],
         [one(news=1, mail2="b@example.com", news2=1)], optout, [one(news=0, mail2="b@example.com", news2=0)]),
    Case("row_yes_own", [target(flag=Flag(row="yes"))], [one()], optout, []),
    Case("row_yes_other", [target(flag=MEMBER)], [one(flag_row=1)], optout, [one(flag_row=0)]),
    Case("row_no", [target(flag=NEVER)], [one(flag_row=0)], optout, [one(flag_row=1)]),
    Case("blacklist", [target(flag=Flag(), blacklist=LIST)], [one()], optout,
         [one(EMail="a@example.com", Active=True)]),
    Case("blacklist_again", [target(flag=Flag(), blacklist=LIST)], [one(EMail="a@example.com", Active=False)], optout,
         [one(EMail="a@example.com", Active=True)]),
    Case("statement_exec", [target(optout=Statement("exec dbo.spNewsletterOff ?, ?, ?", ["id", "{email}", "{now}"]))],
         [one()], optout, [one(news="N")]),
    Case("statement_call", [target(optout=Statement("{call dbo.spOff(?, ?)}", ["id", "{reason}"]))], [one()], optout,
         [one(news="N")]),
    Case("mark", [target(bounce=Bounce("mark", "bad", "bounce {today}: {reason}", also={"since": "{now}"}))],
         [one(bad=None)], bounce("mark"), [one(bad="bounce 2026-04-12: mailbox_unknown")]),
    Case("count", [target(bounce=Bounce("count", "bad", 3))], [one(bad=1)], bounce("count"), [one(bad=2)]),
    Case("clear", [target(bounce=Bounce("clear"))], [one()], bounce("clear"), [one(mail=None)]),
    Case("clear_of_several", [target(split=True, bounce=Bounce("clear", keep_in="note", keep="war {email}"))],
         [one(mail="a@example.com; Ö <b@example.com>", note="alt")], bounce("clear"),
         [one(mail=None, note="alt; war a@example.com; war b@example.com")]),
    Case("delete_row", [target(bounce=Bounce("mark", "bad", 1, then="delete_row"))], [one(bad=1)],
         bounce("delete_row"), []),
    Case("look_up", [target(fields={"first": "vorname"})],
         [one(id=number, mail=f"{letter}@example.com", vorname="A") for number, letter in enumerate("abcdefgh")],
         look_up),
    Case("look_up_case_counts", [target()],
         [one(id=number, mail=f"{letter}@example.com") for number, letter in enumerate("abcdefgh")], look_up,
         blind=False),
    Case("look_up_match", [target(match=Match("SearchMail", "upper"))],
         [one(id=number, mail=f"{letter}@example.com", SearchMail=f"{letter}@example.com".upper())
          for number, letter in enumerate("abcdefgh")], look_up),
    Case("changed_rowversion", [target(changed="ts")], [one(ts=b"\x00\x00\x00\x00\x00\x01\x07\xd1")],
         lambda erp: erp.changed_customers(erp.changed_customers("", now=NOW)[1], now=NOW)),
    Case("changed_datetime2", [target(changed="at")], [one(at=STAMP)],
         lambda erp: erp.changed_customers(erp.changed_customers("", now=NOW)[1], now=NOW + timedelta(days=1))),
    Case("counted_at", [target()], [], lambda erp: erp.counted_at(["example.com", "exa_mple.de"])),
    Case("undo", [target()], [one(news="N")], undo, [one(news="Y")]),
]  # fmt: skip
