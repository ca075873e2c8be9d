"""SQL Server, which cannot be had here: every statement as the driver gets it, golden, parsed, and held to the rules.

`--regenerate-tsql` writes the golden files anew; review them as a diff.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pyodbc
import pytest
from sqlglot import exp

from processor.erp.gateway import Erp
from processor.erp.targets import Blacklist, Bounce, Flag, Statement
from tests.parts.ground import NOW, changes, customers, target
from tests.parts.recorder import Recorder, Sent
from tests.processor.erp.tsql_cases import CASES, Case, one

GOLDEN = Path(__file__).parent / "golden" / "tsql"
ODBC = "Driver={ODBC Driver 18 for SQL Server};Server=erp;UID=abgleich;PWD=geheim"
OURS = re.compile(r"^(SELECT CAST\(|SELECT schema_name|SELECT name FROM sys\.system|SELECT 1 FROM fn_listext)")

Record = Callable[..., Recorder]


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Record:
    """Do what a case does on a server that only takes notes."""

    def recorded(case: Case, **more: object) -> Recorder:
        recorder = Recorder(case.before, case.after, blind=case.blind, **more)  # type: ignore[arg-type]
        monkeypatch.setattr(pyodbc, "connect", recorder.connect)
        case.act(Erp.open(odbc=ODBC, targets=case.targets))
        return recorder

    return recorded


def statements(recorder: Recorder) -> list[Sent]:
    """What we sent, without what each session begins with and without the probe of the first: session.sql has that."""
    sent = [sent for sent in recorder.sent if not OURS.match(sent.sql) and not sent.sql.startswith("SET LOCK_TIMEOUT")]
    probe = next((place for place, one in enumerate(sent) if "OPENJSON('[1]')" in one.sql), -1)
    return sent[probe + 1 :]


def shown(sent: Sent) -> str:
    lines = [" ".join(sent.sql.split())]
    for number, (kind, value) in enumerate(zip(sent.types, sent.parameters, strict=True), 1):
        lines.append(f"--  {number}  {kind}  {value!r}")
    return "\n".join(lines) + "\n"


CONTROL = re.compile(
    r"SET LOCK_TIMEOUT \d+|IF @@TRANCOUNT = 0 BEGIN TRANSACTION|(SAVE|ROLLBACK) TRANSACTION sa_savepoint_\d+|\{call .*"
)
"""What the parser has no tree for: transactions by name, and ODBC's escape for procedures."""


def parsed(sent: Sent) -> exp.Expression | None:
    """The statement as a tree, None for what is none of ours to prove."""
    return None if CONTROL.fullmatch(sent.sql) else sent.tree


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, Sequence[Sent]], None]:
    """Compare with a golden file; `--regenerate-tsql` writes it anew."""

    def golden(name: str, sent: Sequence[Sent]) -> None:
        text, file = "\n".join(map(shown, sent)), GOLDEN / f"{name}.sql"
        if request.config.getoption("--regenerate-tsql"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.read_text(encoding="utf-8") == text

    return golden


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_sql_server_gets_is_what_was_reviewed(
    case: Case, recorded: Record, golden: Callable[[str, Sequence[Sent]], None]
) -> None:
    golden(case.name, statements(recorded(case)))


def test_what_a_session_begins_with_is_what_was_reviewed(
    recorded: Record, golden: Callable[[str, Sequence[Sent]], None]
) -> None:
    sent = recorded(CASES[0]).sent
    golden("session", sent[: len(sent) - len(statements(recorded(CASES[0]))) - 2])


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.sql")} == {case.name for case in CASES} | {"session"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_statement_is_t_sql_of_one_statement_and_keeps_the_rules(case: Case, recorded: Record) -> None:
    for sent in recorded(case).sent:
        tree = parsed(sent)
        assert tree is None or not isinstance(tree, exp.Merge)
        assert not re.search(r"\bMERGE\b|@@ROWCOUNT|#\w|TRANSACTION ISOLATION|INFORMATION_SCHEMA|\bOUTPUT\b", sent.sql)
        assert not re.search(r"\bLIMIT\b|\bNULLS (FIRST|LAST)\b|\bFOR (UPDATE|SHARE)\b|\bILIKE\b|\bTRUE\b", sent.sql)
        assert len(sent.parameters) <= 2_100


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_names_stand_in_brackets(case: Case, recorded: Record) -> None:
    """Every table and column of the configuration; ours are lower-case words that no language of SQL uses."""
    free = {"flag_", "row_", "flag_row", "k", "j", "openjson", "objects", "sys", "nStandard", "nSperre", "ListNo"}
    free |= {"eazybusiness", "dbo"}  # parts before the table: SQLAlchemy brackets them where they need it
    for sent in statements(recorded(case)):
        tree = parsed(sent)
        if tree is None or isinstance(tree, exp.Set) or sent.sql.startswith("exec "):
            continue
        bare = {name.name for name in tree.find_all(exp.Identifier) if not name.quoted}
        bare = {name for name in bare if not re.fullmatch(r"anon_\d+|count_\d+|sum_\d+|sa_savepoint_\d+|bigint", name)}
        assert bare - free <= set(), sent.sql


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_plain_ascii_travels_as_varchar_and_only_other_text_as_nvarchar(case: Case, recorded: Record) -> None:
    for sent in recorded(case).sent:
        for kind, value in zip(sent.types, sent.parameters, strict=True):
            if isinstance(value, str):
                assert kind.startswith("varchar" if value.isascii() else "nvarchar"), sent.sql
        assert not re.search(r"\bN'", sent.sql)


def test_a_database_with_a_dot_in_its_name_stays_one_name(recorded: Record) -> None:
    case = Case("dots", [target(table="[my.db].dbo.kunden")], [one()], lambda erp: [*erp.customers()])
    assert any("FROM [my.db].dbo.[kunden]" in sent.sql for sent in recorded(case).sent)


def test_long_text_travels_as_max(recorded: Record) -> None:
    """What is longer than a page holds is no VARCHAR(n): the driver would refuse it."""
    note = "x" * 5_000
    case = Case(
        "long",
        [target(bounce=Bounce("clear", keep_in="note"))],
        [one(note=note)],
        lambda erp: erp.apply(changes(customers(erp), "clear"), now=NOW, source=""),
        [one(mail=None, note=f"{note}; a@example.com")],
    )
    kinds = {
        kind
        for sent in recorded(case).sent
        for kind, value in zip(sent.types, sent.parameters, strict=True)
        if isinstance(value, str) and len(value) > 4_000
    }
    assert kinds == {"varchar (max)"}


def test_a_large_batch_stays_below_the_limit_of_parameters(recorded: Record) -> None:
    keys = [f"K-{number}" for number in range(4_000)]
    listing = Blacklist("Blacklist", "EMail", values={"Created": "{now}"})
    rows = [one(No_=key, mail=f"{key.lower()}@example.com") for key in keys]
    after = [{**row, "news": "N", "EMail": row["mail"]} for row in rows]
    case = Case(
        "large",
        [target(key=["No_"], blacklist=listing)],
        rows,
        lambda erp: erp.apply(changes(customers(erp), "set_no"), now=NOW, source=""),
        after,
    )
    counts = [len(sent.parameters) for sent in recorded(case).sent]
    assert 1_000 < max(counts) <= 2_100
    assert len(counts) < 60


def test_a_large_batch_of_composite_keys_and_cells_stays_below_the_limit(recorded: Record) -> None:
    rows = [one(a=number, b=f"x{number}", mail=f"m{number}@example.com") for number in range(1_000)]
    case = Case(
        "large_clear",
        [target(key=["a", "b"], bounce=Bounce("clear"))],
        rows,
        lambda erp: erp.apply(changes(customers(erp), "clear"), now=NOW, source=""),
        [{**row, "mail": None} for row in rows],
    )
    assert max(len(sent.parameters) for sent in recorded(case).sent) <= 2_100


def test_an_old_server_without_openjson_gets_plain_lists(recorded: Record) -> None:
    """OPENJSON needs compatibility level 130 (SQL Server 2016): without it the probe fails, and nothing else does."""

    def breaks(sql: str) -> Exception | None:
        old = pyodbc.ProgrammingError("42S02", "[42S02] Invalid object name 'OPENJSON'. (208)")
        return old if "OPENJSON" in sql else None

    found = recorded(CASES[0], breaks=breaks)
    writes = [sent for sent in found.sent if sent.sql.startswith("UPDATE")]
    assert [sent.parameters for sent in writes] == [("N", 1, "Y")]


def test_a_savepoint_is_never_the_first_statement_of_a_transaction(recorded: Record) -> None:
    """ODBC's transactions open with a SELECT from a table, not with SAVE TRANSACTION (error 628)."""
    case = next(case for case in CASES if case.name == "clear")
    sent = [one.sql for one in recorded(case).sent]
    saves = [place for place, sql in enumerate(sent) if sql.startswith("SAVE TRANSACTION")]
    assert saves
    assert all(sent[place - 2] == "SELECT TOP (1) 1 FROM sys.objects" for place in saves)


def test_where_the_column_allows_no_null_the_cell_is_emptied_after_going_back_to_the_savepoint(
    recorded: Record,
) -> None:
    def breaks(sql: str) -> Exception | None:
        null = pyodbc.IntegrityError("23000", "[23000] Cannot insert the value NULL into column 'mail' (515)")
        return null if "SET [mail]=?" in sql and not nulls.append(sql) and len(nulls) == 1 else None

    nulls: list[str] = []
    case = Case(
        "not_null",
        [target(bounce=Bounce("clear"))],
        [one()],
        lambda erp: erp.apply(changes(customers(erp), "clear"), now=NOW, source=""),
        [one(mail="")],
    )
    found = recorded(case, breaks=breaks)
    writes = [sent.parameters[0] for sent in found.sent if sent.sql.startswith("UPDATE")]
    assert writes == [None, ""]
    assert any(sent.sql.startswith("ROLLBACK TRANSACTION sa_savepoint") for sent in found.sent)


@pytest.mark.parametrize(
    "sql", ["exec dbo.spNewsletterOff ?", "{call dbo.spNewsletterOff(?)}", "EXEC dbo.a @x = ?", "{ ? = call f(?) }"]
)
def test_a_statement_of_the_operators_own_passes_unchanged(recorded: Record, sql: str) -> None:
    case = Case(
        "own",
        [target(optout=Statement(sql, ["id"] * sql.count("?")))],
        [one()],
        lambda erp: erp.apply(changes(customers(erp), "set_no"), now=NOW, source=""),
        [one(news="N")],
    )
    found = recorded(case, breaks=lambda sent: None)
    assert [sent.sql for sent in found.sent if "dbo." in sent.sql or "call f" in sent.sql] == [sql]


def test_statements_around_the_transaction_are_the_first_and_the_last_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorder = Recorder([one()], [one(news="N")])
    monkeypatch.setattr(pyodbc, "connect", recorder.connect)
    before, after = "SET CONTEXT_INFO 0x4E4C", "SET CONTEXT_INFO 0x0"
    erp = Erp.open(odbc=ODBC, targets=[target()], before=[before], after=[after])
    erp.apply(changes(customers(erp), "set_no"), now=NOW, source="")
    sent = [sent.sql.split()[0] for sent in recorder.sent]
    start = [one.sql for one in recorder.sent].index(before)
    assert sent[start : start + 2] == ["SET", "UPDATE"]
    assert recorder.sent[-1].sql == after


def test_a_driver_without_mars_is_never_asked_a_second_question_meanwhile(recorded: Record) -> None:
    """FreeTDS knows no multiple active results: every result is read to its end, or closed, before the next."""
    rows = [one(id=number, mail=f"m{number}@example.com") for number in range(3)]
    case = Case("mars", [target(), target(name="two")], rows, lambda erp: [*erp.customers(chunk=1)])
    assert len(statements(recorded(case))) == 2


def test_a_char_column_filled_with_blanks_is_compared_and_written_as_itself(recorded: Record) -> None:
    padded = {"id": 1, "mail": "a@example.com" + " " * 27, "news": "Y  "}
    case = Case(
        "char",
        [target()],
        [padded],
        lambda erp: erp.apply(changes(customers(erp), "set_no"), now=NOW, source=""),
        [{**padded, "news": "N  "}],
    )
    write = next(sent for sent in recorded(case).sent if sent.sql.startswith("UPDATE"))
    assert write.parameters == ("N", "[1]", "Y  ", "Y")


@pytest.mark.parametrize("other", ["cafe@example.com", "CAFÉ2@example.com"])
def test_what_only_the_collation_takes_for_the_same_address_is_none(recorded: Record, other: str) -> None:
    """The server narrows by its collation, code decides: café is not cafe."""
    rows = [one(id=number, mail=f"x{number}@example.com") for number in range(8)] + [one(id=9, mail=other)]
    kept: list[int] = []

    def look(erp: Erp) -> None:
        [*erp.customers()]
        kept.append(len(erp.holders({"café@example.com"})[0]))

    recorded(Case("accents", [target()], rows, look))
    assert kept == [0]


@pytest.mark.parametrize("value", ["2026-01-02 03:04:05.1234567", "2026-01-02"])
def test_datetime2_as_text_from_an_old_protocol_is_a_key_like_any_other(recorded: Record, value: str) -> None:
    """FreeTDS below TDS 7.3 gives DATETIME2 and DATE as text; the text finds its row again as it came."""
    case = Case(
        "old",
        [target(key=["at"])],
        [one(at=value)],
        lambda erp: erp.apply(changes(customers(erp), "set_no"), now=NOW, source=""),
        [one(at=value, news="N")],
    )
    write = next(sent for sent in recorded(case).sent if sent.sql.startswith("UPDATE"))
    assert value in write.parameters


def test_a_deadlock_is_tried_again_as_a_whole(recorded: Record) -> None:
    said: list[str] = []

    def breaks(sql: str) -> Exception | None:
        if sql.startswith("UPDATE"):
            said.append(sql)
        locked = pyodbc.Error("40001", "[40001] Transaction was deadlocked on lock resources (1205)")
        return locked if sql.startswith("UPDATE") and len(said) == 1 else None

    found = recorded(CASES[0], breaks=breaks)
    assert len(said) == 2
    assert found.trail.count("commit") >= 1


def test_a_flag_column_of_another_collation_is_never_compared_with_a_column(recorded: Record) -> None:
    """Tables are joined by keys alone: no text of one table is compared with a text of another."""
    case = next(case for case in CASES if case.name == "flag_other_table")
    for sent in statements(recorded(case)):
        tree = parsed(sent)
        for equal in tree.find_all(exp.EQ) if tree else ():
            columns = [side for side in (equal.left, equal.right) if isinstance(side, exp.Column)]
            assert len(columns) < 2 or {column.name for column in columns} == {"kKunde"}


def test_check_asks_nothing_that_is_no_t_sql(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime

    recorder = Recorder([one(ts=b"1", EMail="x@example.com", Active=True)])
    monkeypatch.setattr(pyodbc, "connect", recorder.connect)
    listing = Blacklist("shop.dbo.Blacklist", "EMail", values={"At": "{now}"}, active="Active")
    called = Statement("exec dbo.spOff ?", ["id"])
    targets = [
        target(blacklist=listing, changed="ts", bounce=Bounce("clear", then="delete_row")),
        target(name="called", optout=called, flag=Flag("news", yes=["Y"], no="N")),
    ]
    found = {finding.code for finding in Erp.open(odbc=ODBC, targets=targets).probe(lambda: datetime.now(UTC))}
    assert {"erp_write", "erp_lookup", "erp_blacklist", "erp_rights"} <= found
    assert not {"erp_refuses", "erp_table_unreadable", "erp_away"} & found
    for sent in recorder.sent:
        assert CONTROL.fullmatch(sent.sql) or parsed(sent) is not None
        assert not re.search(r"\bN'|MERGE", sent.sql)
    asked = " ".join(sent.sql for sent in recorder.sent)
    for part in ("fn_my_permissions", "[shop].sys.columns", "HAS_PERMS_BY_NAME", "SYSUTCDATETIME", "@@LOCK_TIMEOUT"):
        assert part in asked
