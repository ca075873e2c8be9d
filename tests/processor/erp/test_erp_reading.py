"""Who is in the ERP: the same laws on SQLite, PostgreSQL and MariaDB."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from processor.erp.gateway import CUSTOMERS
from processor.erp.targets import Bounce, Flag
from processor.errors import Misconfigured, Unavailable
from tests.parts.ground import NOW, Ground, changes, customers, target

VOCABULARIES: dict[str, tuple[str, dict[str, Any], dict[Any, str], Any]] = {
    "Y/N": ("varchar(5)", {"yes": ["Y"], "no": "N"}, {"Y": "yes", "N": "no", "y": "unknown", "": "unknown"}, "N"),
    "CHAR": ("char(5)", {"yes": ["Y", "J"], "no": "N"}, {"Y": "yes", "J": "yes", "N": "no", "?": "unknown"}, "N"),
    "1/0": ("int", {"yes": [1], "no": 0}, {1: "yes", 0: "no", 2: "unknown"}, 0),
    "-1/0": ("smallint", {"yes": [-1], "no": 0}, {-1: "yes", 0: "no", 1: "unknown"}, 0),
    "numeric": ("numeric(5,0)", {"yes": [1], "no": 2, "also_no": [3]}, {1: "yes", 2: "no", 3: "no"}, 2),
    "boolean": ("boolean", {"yes": [True], "no": False}, {True: "yes", False: "no"}, False),
    "inverted": ("varchar(64)", {"yes": ["", "0"], "no": "1", "null": "yes"}, {"": "yes", "0": "yes", "1": "no"}, "1"),
}


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_vocabulary_is_understood_and_written_in_its_own_type(ground: Ground, vocabulary: str) -> None:
    kind, words, meanings, no = VOCABULARIES[vocabulary]
    rows = [(number, f"k{number}@example.com", value) for number, value in enumerate([*meanings, None], start=1)]
    ground.table(f"id int primary key, mail varchar(80), news {kind}", rows)
    erp = ground.erp(target(flag=Flag("news", **words)))
    found = customers(erp)
    assert found["flag"].tolist() == [*meanings.values(), words.get("null", "unknown")]
    assert erp.apply(changes(found, "set_no"), now=NOW, source="x") == sum(found["flag"] != "no")
    for (_, value), (_, before), meant in zip(
        ground.rows("id, news"), [row[::2] for row in rows], found["flag"], strict=True
    ):
        assert value == (before if meant == "no" else no)


@pytest.mark.parametrize("meaning", ["yes", "no", "unknown"])
def test_null_means_what_the_operator_says(ground: Ground, meaning: Any) -> None:
    ground.table("id int primary key, mail varchar(80), news varchar(1)", [(1, "a@example.com", None)])
    found = customers(ground.erp(target(flag=Flag("news", yes=["Y"], no="N", null=meaning))))
    assert found[["flag", "flag_value"]].values.tolist() == [[meaning, "null"]]


def test_customers_have_the_documented_columns_even_when_empty_cells_abound(ground: Ground) -> None:
    ground.table(
        "id int primary key, mail varchar(80), news varchar(1)",
        [(1, None, "Y"), (2, "", "Y"), (3, "   ", "Y"), (4, "n/a", "Y"), (5, "KA", "Y"), (6, "a@example.com", "Y")],
    )
    found = customers(ground.erp(target()))
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == dict(CUSTOMERS)
    assert found[["key", "email", "canonical"]].values.tolist() == [
        ["[5]", "KA", ""],
        ["[6]", "a@example.com", "a@example.com"],
    ]


def test_several_email_columns_and_several_addresses_in_a_cell_give_a_row_each(ground: Ground) -> None:
    ground.table(
        "id int primary key, mail varchar(80), mail2 varchar(80), news varchar(1)",
        [(1, "a@example.com", "Bea <b@example.com>", "Y"), (2, None, "c@example.com; d@example.com", "N")],
    )
    found = customers(ground.erp(target(email=["mail", "mail2"])))
    assert sorted(found[["key", "column", "canonical", "alone", "flag"]].values.tolist()) == [
        ["[1]", "mail", "a@example.com", True, "yes"],
        ["[1]", "mail2", "b@example.com", True, "yes"],
        ["[2]", "mail2", "c@example.com", False, "no"],
        ["[2]", "mail2", "d@example.com", False, "no"],
    ]


def test_case_is_folded_but_accents_umlauts_and_plus_tags_are_not(ground: Ground) -> None:
    """SQLite's lower() knows ASCII only, MariaDB's collation says café = cafe: neither is asked."""
    cells = ["Café@example.com", "cafe@example.com", "CAFÉ@EXAMPLE.COM  ", "BÜRO@bücher.example", "a+b@example.com"]
    rows = [(number, cell, "Y") for number, cell in enumerate(cells)]
    ground.table("id int primary key, mail varchar(80), news varchar(1)", rows)
    found = customers(ground.erp(target())).sort_values("key")
    forms = found["canonical"].tolist()
    assert len(set(forms[:2])) == 2
    assert forms[1] == "cafe@example.com"
    assert forms[4] == "a+b@example.com"
    assert forms[3].endswith("@xn--bcher-kva.example")
    assert "" not in forms
    assert [text.rstrip() for text in found["email"]] == [cell.rstrip() for cell in cells]


def test_only_living_rows_are_customers_and_the_condition_is_taken_as_written(ground: Ground) -> None:
    rows = [(1, "a@example.com", "Y", 0, "x"), (2, "b@example.com", "Y", 1, "x"), (3, "c@example.com", "Y", 0, ":y?%s")]
    ground.table("id int primary key, mail varchar(80), news varchar(1), tot int, art varchar(9)", rows)
    erp = ground.erp(target(where="tot = 1 OR art = ':y?%s'"))
    assert customers(erp)["key"].tolist() == ["[2]", "[3]"]


def test_export_fields_come_as_text_under_our_names(ground: Ground) -> None:
    ground.table(
        "id int primary key, mail varchar(80), news varchar(1), vorname char(9), ort varchar(9), seit date",
        [(1, "a@example.com", "Y", "Ömer", None, "2026-04-01")],
    )
    erp = ground.erp(target(fields={"first_name": "vorname", "city": "ort", "since": "seit", "id": "id"}))
    found = customers(erp, fields=["first_name", "city", "since", "id", "elsewhere"])
    assert found.iloc[0, len(CUSTOMERS) :].to_dict() == {
        "first_name": "Ömer",
        "city": "",
        "since": "2026-04-01",
        "id": "1",
        "elsewhere": "",
    }


def test_a_field_may_not_take_the_name_of_one_of_our_columns(file_ground: Ground) -> None:
    with pytest.raises(Misconfigured, match="erp_field_name_taken"):
        file_ground.erp(target(fields={"email": "mail"}))


def test_keys_are_canonical_whatever_their_type(ground: Ground) -> None:
    ground.table(
        "mandant char(4), nr numeric(9,0), lauf varchar(9), mail varchar(80), news varchar(1), "
        "primary key (mandant, nr, lauf)",
        [("01", 7, "ä-1", "a@example.com", "Y"), ("01", 8, 'b"2', "b@example.com", "Y")],
    )
    found = customers(ground.erp(target(key=["mandant", "nr", "lauf"])))
    assert sorted(found["key"]) == ['["01", 7, "ä-1"]', '["01", 8, "b\\"2"]']


def test_the_bounce_mark_and_its_before_image_are_read(ground: Ground) -> None:
    ground.table(
        "id int primary key, mail varchar(80), news varchar(1), hold int",
        [(1, "a@example.com", "Y", 1), (2, "b@example.com", "Y", 0), (3, "c@example.com", "Y", None)],
    )
    mark = Bounce(action="mark", column="hold", value="1")
    found = customers(ground.erp(target(bounce=mark))).sort_values("key")
    assert found["faulty"].tolist() == [True, False, False]
    assert found["bounce_value"].tolist() == ["1", "0", "null"]
    found = customers(ground.erp(target(bounce=Bounce(action="clear"))))
    assert not found["faulty"].any()
    assert set(found["bounce_value"]) == {"null"}


def test_every_target_is_read_in_the_order_of_the_configuration(ground: Ground) -> None:
    ground.table("id int primary key, mail varchar(80), news varchar(1)", [(1, "a@example.com", "Y")])
    ground.table("nr int primary key, email varchar(80), sperre int", [(1, "b@example.com", 0)], name="ansprechpartner")
    person = target(
        name="person", table="ansprechpartner", key=["nr"], email=["email"], flag=Flag("sperre", yes=[0], no=1)
    )
    found = customers(ground.erp(target(), person))
    assert found[["target", "key", "flag"]].values.tolist() == [["crm", "[1]", "yes"], ["person", "[1]", "yes"]]


def test_customers_stream_in_bounded_memory(file_ground: Ground) -> None:
    rows = [(number, f"kunde.nummer{number}@example.com", "Y") for number in range(200_000)]
    file_ground.table("id int primary key, mail varchar(80), news varchar(1)", rows)
    del rows
    tracemalloc.start()
    try:
        sizes = [len(frame) for frame in file_ground.erp(target()).customers(chunk=10_000)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sizes == [10_000] * 20
    assert peak < 40_000_000


def test_servers_are_streamed_too(server_ground: Ground) -> None:
    rows = [(number, f"k{number}@example.com", "Y") for number in range(2_500)]
    server_ground.table("id int primary key, mail varchar(80), news varchar(1)", rows)
    frames = list(server_ground.erp(target()).customers(chunk=1_000))
    assert [len(frame) for frame in frames] == [1_000, 1_000, 500]
    assert sum(frame["key"].nunique() for frame in frames) == 2_500


PAGED = {
    "numbers": ("id int primary key", [3, 1, 2, 7, 5, 4, 9, 8]),
    "one key on many rows": ("id int", [1, 2, 2, 2, 2, 2, 3, 3, 4]),
    "no key at all": ("id int", [None, None, None, None, 1, 2, 2]),
    "nothing": ("id int", []),
    "texts that are equal to the server": ("id varchar(9)", ["a", "A", "ä", "Ä", "b", "B", "c"]),
    "numbers with places": ("id numeric(9,2)", [1, 2, 3, 4, 5, 6, 7]),
}


@pytest.mark.parametrize("chunk", [1, 2, 100])
@pytest.mark.parametrize("shape", PAGED)
def test_page_by_page_every_row_is_read(
    ground: Ground, shape: str, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processor.erp.paging.PAGE", 3)
    column, keys = PAGED[shape]
    rows = [(key, f"k{number}@example.com", "Y", "x") for number, key in enumerate(keys)]
    ground.table(f"{column}, mail varchar(80), news varchar(1), ort varchar(9)", rows)
    frames = list(ground.erp(target(fields={"city": "ort"}, where="ort = 'x'")).customers(["city"], chunk=chunk))
    found = [address for frame in frames for address in frame["canonical"]]
    assert sorted(set(found)) == sorted(address for _, address, _, _ in rows)
    assert len(found) == len(rows) or shape in ("one key on many rows", "no key at all")
    assert all(len(frame) <= chunk for frame in frames)


def test_the_flag_of_another_table_is_read_page_by_page_too(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("processor.erp.paging.PAGE", 2)
    ground.table("id int primary key, mail varchar(80)", [(number, f"k{number}@example.com") for number in range(7)])
    ground.table("kunde int, news varchar(1)", [(number, "YN"[number % 2]) for number in range(6)], name="erlaubnis")
    flag = Flag(column="news", yes=["Y"], no="N", table="erlaubnis", via={"kunde": "id"}, null="unknown")
    found = customers(ground.erp(target(flag=flag))).sort_values("key")
    assert found["flag"].tolist() == ["yes", "no", "yes", "no", "yes", "no", "unknown"]


def test_a_cell_that_is_no_text_is_no_address_and_keeps_nobody_else_from_being_worked(file_ground: Ground) -> None:
    """SQLite takes whatever bytes another program calls a text; in one cell only the name beside the address is."""
    file_ground.table("id int, mail varchar(80), news varchar(1), ort varchar(9)", [(1, "anna@example.com", "Y", "")])
    for number, mail in ((2, "m\xfcller@example.com"), (3, "M\xfcller <bert@example.com>")):
        spoilt = mail.encode("latin-1").hex()
        file_ground.run(f"INSERT INTO kunden VALUES ({number}, CAST(X'{spoilt}' AS TEXT), 'Y', CAST(X'fc' AS TEXT))")
    erp = file_ground.erp(target(fields={"city": "ort"}))
    found = customers(erp, fields=["city"])
    assert found["canonical"].tolist() == ["anna@example.com", "", "bert@example.com"]
    usable = found[found["canonical"] != ""]
    assert erp.apply(changes(usable, "set_no"), now=NOW, source="x") == 2
    assert file_ground.rows("id, news") == [(1, "N"), (2, "Y"), (3, "N")]
    told = {one.code: one.facts for one in erp.probe(lambda: NOW)}
    assert told["erp_rows"] == {"target": "crm", "living": 3, "addressed": 3, "unusable": 1}


def test_an_abandoned_reading_gives_its_lock_back(file_ground: Ground) -> None:
    rows = [(number, f"k{number}@example.com", "Y") for number in range(3_000)]
    file_ground.table("id int primary key, mail varchar(80), news varchar(1)", rows)
    reading = file_ground.erp(target()).customers(chunk=10)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    file_ground.run("UPDATE kunden SET news = 'N'")
    assert set(file_ground.rows("news")) == {("N",)}


def test_what_the_server_refuses_is_told_in_its_words(ground: Ground) -> None:
    ground.table("id int primary key, mail varchar(80), news varchar(1)")
    with pytest.raises(Unavailable, match="erp_refuses") as caught:
        customers(ground.erp(target(table="gibtsnicht")))
    assert "gibtsnicht" in str(caught.value.facts["why"])
