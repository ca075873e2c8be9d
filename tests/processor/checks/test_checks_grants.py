"""The grant script as the command prints it: kind of server and account from the connection string, comments worded."""

from __future__ import annotations

import pytest

from processor.checks.grants import grant_script
from processor.errors import Misconfigured
from processor.settings import Settings

ODBC = "Driver={ODBC Driver 18 for SQL Server};Server=erp;Database=shop;UID=newsletter;PWD=kanarienvogel"


def settings(world, odbc, **erp):
    targets = world["erp"]["targets"]
    return Settings.model_validate({**world, "erp": {"odbc": odbc, "targets": targets, **erp}})


def test_server_account_and_database_are_told_by_the_connection_string(world):
    lines = list(grant_script(settings(world, ODBC)))
    assert "USE [shop];" in lines
    assert "GRANT UPDATE ([news], [bad]) ON [customers] TO [newsletter];" in lines
    assert "kanarienvogel" not in "\n".join(lines)


def test_every_line_is_a_statement_or_a_comment(world):
    for line in grant_script(settings(world, ODBC, before_sql=["SET CONTEXT_INFO 0x1"])):
        assert line.startswith("-- ") or line.endswith(";")
        assert "check." not in line


def test_what_is_said_on_the_command_line_goes_first(world):
    lines = list(grant_script(settings(world, ODBC), "postgresql", "other"))
    assert 'GRANT SELECT ("id", "email", "nonews"), UPDATE ("nonews") ON "contacts" TO "other";' in lines


def test_a_driver_nobody_knows_is_asked_about(world):
    with pytest.raises(Misconfigured) as problem:
        list(grant_script(settings(world, "DSN=erp;UID=x")))
    assert problem.value.code == "grants_server_unknown"


def test_a_file_is_told_to_know_no_accounts(world):
    lines = list(grant_script(Settings.model_validate(world)))
    assert len(lines) == 1
    assert lines[0].startswith("-- ")
