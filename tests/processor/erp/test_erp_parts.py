"""The pieces of the gateway that need no database: names, values, targets, SQL Server's statements, words."""

from __future__ import annotations

import string
import tomllib
from datetime import UTC, date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects.mssql.pyodbc import dialect as sql_server

from processor.erp import sql
from processor.erp.dialects import session_limits, with_defaults
from processor.erp.naming import split_name
from processor.erp.server import Server
from processor.erp.targets import Bounce, Flag, Target, assignments, facts_of
from processor.erp.trouble import kind_of
from processor.erp.values import decode, encode, key_of, key_values, plain, same, text_of
from processor.errors import Misconfigured
from tests.parts.ground import NOW, target
from tests.parts.private import driver

RAW = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.binary(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
    st.floats(allow_nan=False, allow_infinity=False),
)


@given(RAW)
@settings(max_examples=200)
def test_every_raw_value_comes_back_from_its_json_as_the_same(raw: Any) -> None:
    assert decode(encode(raw)) == raw
    assert same(decode(encode(raw)), raw)


@given(st.lists(RAW, min_size=1, max_size=3))
@settings(max_examples=100)
def test_a_key_is_stable_once_canonical(values: list[Any]) -> None:
    for padded in (True, False):
        key = key_of(values, padded)
        assert key_of(key_values(key), padded) == key


def test_trailing_blanks_belong_to_a_key_only_where_nothing_is_padded() -> None:
    assert key_of(["A1  "], padded=True) == '["A1"]'
    assert key_of(["A1  "], padded=False) == '["A1  "]'


def test_one_value_in_different_types_is_the_same_but_null_is_only_null() -> None:
    assert {plain(raw) for raw in (1, "1", "1   ", True, Decimal("1"), 1.0, b"1", b"\x01")} == {"1"}
    assert not same(None, "")
    assert not same(Decimal("Infinity"), Decimal("NaN"))
    assert encode(Decimal("Infinity")) == '{"decimal": "Infinity"}'
    assert not same("Y", "y")
    assert same(None, None)


def test_cells_become_text_as_people_write_it() -> None:
    cells = [None, "x ", Decimal("3.50"), Decimal("3.00"), date(2026, 4, 1), NOW.replace(tzinfo=None), time(7, 5)]
    assert [text_of(cell) for cell in cells] == ["", "x ", "3.50", "3", "2026-04-01", "2026-04-12 07:05:09", "07:05:00"]
    assert text_of("é".encode()) == "é"


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("kunden", (None, "kunden")),
        ("dbo.tAdresse", ("dbo", "tAdresse")),
        ("eazybusiness.dbo.tkunde", ("eazybusiness.dbo", "tkunde")),
        ("[dbo].[CRONUS AG$Contact]", ("dbo", "CRONUS AG$Contact")),
        ('"a.b"."c""d"', ("a.b", 'c"d')),
        ("`a.b`", (None, "a.b")),
        ("Kunden Liste", (None, "Kunden Liste")),
        ("[a]]b.c]", (None, "a]b.c")),
    ],
)
def test_table_names_fall_into_schema_and_table(written: str, parts: tuple[str | None, str]) -> None:
    assert split_name(written) == parts


def test_targets_are_made_from_plain_mappings_as_settings_hold_them() -> None:
    made = Target(
        name="crm",
        table="t",
        key=["id"],
        email=["mail"],
        flag={"column": "f", "yes": [1], "no": 0, "also_no": [], "null": "yes"},  # type: ignore[arg-type]
        bounce={"action": "mark", "column": "b", "value": 1, "then": "clear"},  # type: ignore[arg-type]
    )
    assert made.flag == Flag("f", yes=[1], no=0, also_no=[], null="yes")
    assert made.bounce == Bounce("mark", "b", 1, then="clear")


@pytest.mark.parametrize("text", ["{tody}", "{", "{0}", "{now.nonsense}"])
def test_a_gap_that_cannot_be_filled_is_misconfigured(text: str) -> None:
    with pytest.raises(Misconfigured, match="erp_bad_also"):
        target(also={"am": text})


def test_moments_are_texts_except_for_sql_server() -> None:
    also, facts = {"a": "{today}", "b": "{now}", "c": "am {today}", "d": "{now_utc}"}, facts_of(NOW)
    texts = {"a": "2026-04-12", "b": "2026-04-12 07:05:09", "c": "am 2026-04-12", "d": "2026-04-12 05:05:09"}
    assert assignments(also, facts, moments=False) == texts
    moments = {"a": date(2026, 4, 12), "b": NOW.replace(tzinfo=None), "c": "am 2026-04-12"}
    moments["d"] = NOW.astimezone(UTC).replace(tzinfo=None)
    assert assignments(also, facts, moments=True) == moments


def _compiled(statement: sa.ClauseElement) -> Any:
    return statement.compile(dialect=sql_server(paramstyle="qmark"), compile_kwargs={"render_postcompile": True})


def test_sql_server_gets_bracketed_names_and_short_parameter_lists() -> None:
    flag = Flag("E-Mail ok", yes=["Y"], no="N")
    made, server = target(table="eazybusiness.dbo.[CRONUS AG$Contact]", key=["No_"], flag=flag), Server("mssql")
    table = sql.own_table(made)
    keys = [(f"{number}",) for number in range(sql.portion(1, server))]
    picked = sql.as_before(made.key, dict.fromkeys(keys, "Y"), "E-Mail ok", server)
    statement = _compiled(sa.update(table).where(picked).values({"E-Mail ok": server.bound("N")}))
    text = str(statement)
    assert text.startswith("UPDATE eazybusiness.dbo.[CRONUS AG$Contact] SET [E-Mail ok]=? WHERE [No_] IN (?, ?")
    assert text.endswith("?) AND [E-Mail ok] = ?")
    assert len(statement.params) < 2_100


def test_sql_server_compares_ascii_text_as_varchar_so_that_an_index_serves() -> None:
    server = Server("mssql")
    assert isinstance(server.type_of(["K-1", "K-2"]), sa.String)
    assert not isinstance(server.type_of(["K-1", "K-2"]), sa.Unicode)
    assert isinstance(server.type_of(["K-1", "Ä-2"]), sa.Unicode)
    assert server.type_of([1]) is None
    assert Server("postgresql").type_of(["K-1"]) is None


@pytest.mark.parametrize("keys", [1, 2, 3, 4])
def test_no_statement_outgrows_its_server(keys: int) -> None:
    for own in (False, True):
        for dialect, limit in (("sqlite", 999), ("mssql", 2_100), ("postgresql", 32_767), ("mysql", 65_535)):
            assert sql.portion(keys, Server(dialect), own) * (keys + 2 * own) + 9 + 3 <= limit


def test_a_session_never_waits_for_ever() -> None:
    assert session_limits("mssql", 30) == ["SET LOCK_TIMEOUT 10000"]
    assert session_limits("postgresql", 30) == ["SET lock_timeout = '10s'", "SET statement_timeout = '30s'"]
    assert all("= 1" in statement for statement in session_limits("mysql", 1) if "wait" in statement)


def test_what_the_operator_says_in_the_connection_string_stays() -> None:
    assert with_defaults("DSN=erp; boolsaschar=1;", "BoolsAsChar=0;Fetch=9") == "DSN=erp; boolsaschar=1;Fetch=9"


@pytest.mark.parametrize(
    ("state", "text", "kind"),
    [
        ("40001", "Transaction was deadlocked on lock resources and has been chosen as the victim (1205)", "locked"),
        ("HY000", "[HY000] [Microsoft] Lock request time out period exceeded. (1222)", "locked"),
        ("HYT00", "Query timeout expired", "locked"),
        ("40P01", "FEHLER: Verklemmung entdeckt", "locked"),
        ("08S01", "TCP Provider: Error code 0x68", "away"),
        ("HY000", "[HY000] [ma-3.1.15]Lost connection to server during query (2013)", "away"),
        ("57P01", "terminating connection due to administrator command", "away"),
        ("42501", "permission denied for table kunden", "refuses"),
        ("23000", "Duplicate entry '2013' for key", "refuses"),
    ],
)
def test_driver_errors_are_sorted_by_what_helps(state: str, text: str, kind: str) -> None:
    assert kind_of(Exception(state, text)) == kind


def test_a_missing_driver_fails_in_words_that_name_the_package() -> None:
    with pytest.raises(RuntimeError, match=r"odbc-nosuch.*packages\.sh"):
        driver("libnosuch.so", "odbc-nosuch")


@pytest.mark.parametrize("section", ["check", "unavailable", "misconfigured"])
def test_every_sentence_has_both_languages_with_the_same_gaps(section: str) -> None:
    words = tomllib.loads(Path(f"templates/words/{section}.erp.toml").read_text(encoding="utf-8"))
    assert words
    for code, sentences in words.items():
        gaps = [{name for _, name, _, _ in string.Formatter().parse(sentences[one]) if name} for one in ("en", "de")]
        assert gaps[0] == gaps[1], code
