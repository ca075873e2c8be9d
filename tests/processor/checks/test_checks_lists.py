"""Distribution lists: a rule that finds nobody, a field that a table lacks, a name the file cannot hold."""

from __future__ import annotations

ABOUT = ("lists", "list_empty", "list_field_empty", "list_name_altered")


def about(found):
    return {code: found[code].level for code in ABOUT if code in found}


def with_lists(world, *lists, **export):
    world["export"] |= {"lists": list(lists), **export}
    return world


def test_lists_that_find_customers_are_proven(world, found):
    world["erp"]["targets"][1]["fields"] = {"first_name": "email"}
    ann = {"name": "A", "when": {"first_name": ["ann"]}, "file": "a{number}.csv"}
    codes = found(with_lists(world, ann, {"name": "R", "file": "r{number}.csv"}, rest="R"))
    assert about(codes) == {"lists": "ok"}
    assert codes["lists"].facts["lists"] == ["A", "R"]


def test_without_lists_nothing_is_said_of_them(world, found):
    assert about(found(world)) == {}


def test_a_rule_that_finds_nobody_and_a_field_that_a_table_lacks_are_warned_of(world, found):
    lists = [
        {"name": "A", "when": {"first_name": ["ann"]}, "file": "a{number}.csv"},
        {"name": "B", "when": {"first_name": ["annn"]}, "file": "b{number}.csv"},
    ]
    codes = found(with_lists(world, *lists))
    assert about(codes) == {"list_empty": "warn", "list_field_empty": "warn"}
    assert codes["list_empty"].facts == {"list": "B"}
    assert codes["list_field_empty"].facts == {"field": "first_name", "targets": ["contacts"]}


def test_a_name_that_the_encoding_cannot_hold_is_an_error(world, found):
    columns = {"EMAIL": "{email}", "LIST": "list"}
    codes = found(with_lists(world, {"name": "Łódź"}, columns=columns, encoding="cp1252"))
    assert about(codes) == {"list_name_altered": "error"}
    assert "export_field_missing" not in codes
