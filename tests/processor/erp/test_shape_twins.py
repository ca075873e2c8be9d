"""A blacklist whose server takes two addresses for one, and that takes each only once: café@ beside cafe@."""

from __future__ import annotations

import pandas as pd
import pytest

from processor.erp.gateway import Erp
from processor.erp.targets import Blacklist, Changed, Flag
from processor.errors import Unavailable
from tests.parts.ground import NOW, Ground, changes, customers, target

ANNA, PLAIN, ACCENTED = "anna@example.com", "cafe@example.com", "café@example.com"
PEOPLE = [(1, ANNA, "Y"), (2, PLAIN, "Y"), (3, ACCENTED, "Y")]
LIST = Blacklist("sperren", "adresse")
BLIND = "CREATE COLLATION IF NOT EXISTS blind (provider = icu, locale = 'und-u-ks-level1', deterministic = false)"


def lay(ground: Ground, *entries: str, more: str = "") -> None:
    collation = "collate utf8mb4_general_ci" if ground.kind == "mariadb" else 'collate "blind"'
    if ground.kind == "postgresql":
        ground.run(BLIND)
    ground.table("id int primary key, mail varchar(80), news varchar(1)", PEOPLE)
    ground.table(f"adresse varchar(80) {collation} unique{more}", [(entry,) for entry in entries], name="sperren")


def in_rounds(erp: Erp, wanted: pd.DataFrame) -> pd.DataFrame:
    """Write as the journey does: planned anew, once, where the ERP turned out to be another than the plan saw."""
    with pytest.raises(Changed):
        erp.apply(wanted, now=NOW, source="x")
    left, _ = erp.without_twins(wanted)
    erp.apply(left, now=NOW, source="x")
    return left


def listed(ground: Ground) -> list[str]:
    return [entry for (entry,) in ground.rows("adresse", name="sperren")]


def test_an_address_that_the_server_takes_for_an_entry_keeps_nobody_else_out(server_ground: Ground) -> None:
    lay(server_ground, PLAIN)
    erp = server_ground.erp(target(flag=Flag(), blacklist=LIST))
    wanted = changes(customers(erp), "set_no")
    left = in_rounds(erp, wanted)
    assert left["canonical"].tolist() == [ANNA, PLAIN]
    assert erp.without_twins(wanted)[1] == {ACCENTED}
    assert listed(server_ground) == [ANNA, PLAIN]
    said = dict(customers(erp)[["canonical", "flag"]].itertuples(index=False))
    assert said == {ANNA: "no", PLAIN: "no", ACCENTED: "yes"}


def test_of_two_such_addresses_in_one_file_one_is_entered(server_ground: Ground) -> None:
    lay(server_ground)
    erp = server_ground.erp(target(flag=Flag(), blacklist=LIST))
    wanted = changes(customers(erp), "set_no")
    left = in_rounds(erp, wanted)
    assert len(left) == 2
    assert ANNA in listed(server_ground)
    assert len(listed(server_ground)) == 2


def test_the_flag_beside_such_a_list_is_written_all_the_same(server_ground: Ground) -> None:
    lay(server_ground, PLAIN)
    erp = server_ground.erp(target(blacklist=LIST))
    left = in_rounds(erp, changes(customers(erp), "set_no"))
    assert left["canonical"].tolist() == [ANNA, PLAIN, ACCENTED]
    assert server_ground.rows("news") == [("N",), ("N",), ("N",)]
    assert listed(server_ground) == [ANNA, PLAIN]
    found = customers(erp)
    assert erp.with_place(changes(found[found["flag"] != "no"], "set_no")).empty


def test_the_guard_learns_by_trying_and_keeps_nothing_of_the_try(server_ground: Ground) -> None:
    lay(server_ground, PLAIN)
    erp = server_ground.erp(target(flag=Flag(), blacklist=LIST))
    wanted = changes(customers(erp), "set_no")
    assert erp.with_place(wanted)["canonical"].tolist() == [ANNA, PLAIN]
    assert listed(server_ground) == [PLAIN]


def test_once_the_other_entry_is_gone_the_address_is_entered(server_ground: Ground) -> None:
    lay(server_ground, PLAIN)
    erp = server_ground.erp(target(flag=Flag(), blacklist=LIST))
    wanted = changes(customers(erp), "set_no")
    in_rounds(erp, wanted)
    server_ground.run("DELETE FROM sperren")
    mine = wanted[wanted["canonical"] == ACCENTED]
    left, twins = erp.without_twins(mine)
    assert (left["canonical"].tolist(), twins) == ([ACCENTED], set())
    erp.apply(left, now=NOW, source="x")
    assert listed(server_ground) == [ACCENTED]


@pytest.mark.parametrize("more", [", liste int not null", ", nr int unique default 7"])
def test_any_other_refusal_is_told_as_one(server_ground: Ground, more: str) -> None:
    lay(server_ground, more=more)
    erp = server_ground.erp(target(flag=Flag(), blacklist=LIST))
    wanted = changes(customers(erp), "set_no")
    with pytest.raises(Unavailable, match="erp_refuses"):
        erp.apply(wanted, now=NOW, source="x")
    assert listed(server_ground) == []


def test_several_small_portions_name_all_such_addresses_at_once(
    server_ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is planned anew only so often."""
    lay(server_ground, PLAIN, "müller@example.com")
    server_ground.run("INSERT INTO kunden VALUES (4, 'muller@example.com', 'Y'), (5, 'zoe@example.com', 'Y')")
    monkeypatch.setattr("processor.erp.sql.in_portions", lambda items, size: ([one] for one in items))
    monkeypatch.setattr("processor.erp.server.Server.portions", lambda self, values, kind: ([one] for one in values))
    erp = server_ground.erp(target(flag=Flag(), blacklist=LIST))
    wanted = changes(customers(erp), "set_no")
    left = in_rounds(erp, wanted)
    assert sorted(left["canonical"]) == [ANNA, PLAIN, "zoe@example.com"]
