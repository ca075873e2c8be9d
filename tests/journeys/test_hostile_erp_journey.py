"""What a hostile ERP does to a world: contacts that belong to nobody, flags that two share, one locked record."""

from __future__ import annotations

from typing import Any

from tests.journeys.world import LayOut, optouts, targets


def on_customer(**flag: Any) -> dict[str, Any]:
    """Contacts whose flag stands with the customer named in `status`."""
    kontakte = targets()[1]
    usual = {"table": "kunden", "via": {"id": "status"}, "column": "news", "yes": ["Y"], "no": "N"}
    return {**kontakte, "flag": {**usual, **flag}, "bounce": {"action": "none"}}


def test_a_contact_without_a_customer_is_no_promise_broken_every_round(lay_out: LayOut) -> None:
    """There is nowhere to write his no; he is kept out of exports, and nobody is told that he was set to YES."""
    world = lay_out({1: ("x@example.com", "N")}, {7: ("anna@example.com", 0)}, {"A.csv": optouts("anna@example.com")})
    world.configure(erp={"targets": [targets()[0], on_customer(null="yes")]})
    world.round()
    with world.opened() as parts:
        assert parts.ledger.watchbook.last().repaired == 0
    world.clock.go(days=1)
    world.round()
    assert world.exported() == []
    assert "set to YES" not in world.mails("summary")[-1].get_body(("plain",)).get_content()


def test_undoing_one_contacts_opt_out_leaves_the_no_of_his_colleague(lay_out: LayOut) -> None:
    world = lay_out(
        {1: ("firma@example.com", "Y")},
        {7: ("anna@example.com", 0), 8: ("bernd@example.de", 0)},
        {"A.csv": optouts("anna@example.com")},
    )
    world.ground.run("UPDATE kontakte SET status = 1")
    world.configure(erp={"targets": [on_customer()]})
    world.round()
    world.drop({"B.csv": optouts("bernd@example.de", day="03.03.2026")})
    world.round()
    assert world.command("undo", world.id_of("A.csv")).returncode == 0
    assert world.customers("news") == {1: "N"}


def test_a_record_that_refuses_is_named_in_the_mail(lay_out: LayOut) -> None:
    world = lay_out(
        {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y")},
        {},
        {"A.csv": optouts("anna@example.com", "bernd@example.de")},
    )
    world.ground.run(
        "CREATE TRIGGER g BEFORE UPDATE ON kunden WHEN NEW.id = 1 BEGIN SELECT RAISE(ABORT, 'gesperrt'); END"
    )
    assert world.round().away == {"row": ("erp_refuses", {"why": "kunden [1]: gesperrt", "row": "kunden [1]"})}
    assert world.subjects("fault") == ["[newsletter] FAULT – ERP refuses a record since 10:00"]
    assert "kunden [1]: gesperrt" in world.mails("fault")[0].get_body(("plain",)).get_content()
    assert world.exported() == []
    world.ground.run("DROP TRIGGER g")
    assert world.round().away == {}
    assert world.subjects("fault")[1] == "[newsletter] OVER – ERP accepts the record again"
    assert world.customers("news") == {1: "N", 2: "N"}


def test_the_daily_subject_says_that_a_record_is_refused_and_not_that_the_erp_is_away(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")}, {}, {"A.csv": optouts("anna@example.com")})
    world.ground.run("CREATE TRIGGER g AFTER UPDATE ON kunden BEGIN UPDATE kunden SET news = 'Y'; END")
    world.round()
    world.clock.go(days=1)
    world.round()
    assert world.subjects("summary")[-1].startswith("[newsletter] FAULT – ERP reverts what is written since")


def test_of_two_keys_that_the_server_takes_for_the_same_neither_row_is_written_and_all_others_are(
    lay_out: LayOut,
) -> None:
    """`check` says so beforehand; whoever runs it all the same is told, and who said no gets nothing."""
    personen = {**targets()[0], "table": "personen", "key": ["nr"], "bounce": {"action": "none"}, "also": {}}
    world = lay_out(erp={"targets": [{**personen, "fields": {}}]})
    world.ground.table(
        "nr varchar(9) collate nocase, mail varchar(80), news varchar(1)",
        [("a1", "anna@example.com", "Y"), ("A1", "carla@example.net", "Y"), ("b2", "bernd@example.de", "Y")],
        name="personen",
    )
    world.drop({"A.csv": optouts("anna@example.com", "bernd@example.de")})
    assert world.round().away["row"][0] == "erp_key_not_unique"
    world.clock.go(minutes=11)
    world.round(2)
    assert sorted(world.ground.rows("nr, news", name="personen")) == [("A1", "Y"), ("a1", "Y"), ("b2", "N")]
    assert world.exported() == ["carla@example.net"]
