"""Distribution lists in the configuration: what is written there is what holds, and each mistake has its sentence."""

from __future__ import annotations

import pytest

from processor.configuration import load
from processor.wiring import adapter_of, outgoing_of

FIELDS = 'fields = { country = "land", group = "gruppe" }'
EXPORT = "[export]\nfolder = 'out'\n"
LIST = "[[export.lists]]\nname = '{0}'\n{1}\n"


def lists(*given: tuple[str, str], export: str = "") -> dict[str, str]:
    return {"target": FIELDS, "mail": EXPORT + export + "".join(LIST.format(*one) for one in given)}


GALLERY = [
    (lists(("DE", "file = 'a{number}.csv'\nwhen = { contry = ['DE'] }")), "export.lists[0].when", "country, group"),
    (lists(("DE", "file = 'a{number}.csv'\nunless = { x = 'DE' }")), "export.lists[0].unless", "country, group"),
    (lists(("DE", "file = 'a{number}.csv'"), ("de ", "")), "export.lists[1].name", "blanks at its ends"),
    (lists(("DE", "file = 'a{number}.csv'"), ("de", "file = 'b{number}.csv'")), "export", "same name"),
    (lists(("A; B", "file = 'a{number}.csv'")), "export.lists[0].name", "semicolon"),
    (lists(("DE", "")), "export", "no column for a list"),
    (lists(("DE", ""), export="server = 'brevo'\n"), "export", '"brevo"'),
    (lists(("Kunden-Nord", ""), export="server = 'acymailing'\n"), "export", '"-"'),
    (lists(("DE", "file = 'a.csv'")), "export.lists[0].file", "{number}"),
    (lists(("DE", "file = '../a{number}.csv'")), "export.lists[0].file", "without folders"),
    (lists(("DE", "file = 'a{number}.csv'"), ("AT", "file = 'a{number}.csv'")), "export", "several lists"),
    (lists(("DE", "file = 'a{number}.csv'"), export="container = 'xlsx'\n"), "export", ".xlsx"),
    (lists(("DE", "file = 'a{number}.csv'"), export="rest = 'Alle'\n"), "export", "Known are: DE"),
    (
        lists(("DE", "file = 'a{number}.csv'\nwhen = { country = 'DE' }"), export="rest = 'DE'\n"),
        "export",
        "cannot have when",
    ),
    (lists(("DE", "file = 'a{number}.csv'\nwhen = { country = [] }")), "export.lists[0].when.country", "empty"),
    (lists(("DE", "file = 'a{number}.csv'\nwhen = 'DE'")), "export.lists[0].when", "table"),
    (lists(("DE", "file = 'a{number}.csv'\nwhere = { country = 'DE' }")), "export.lists[0].where", '"when"'),
    (lists(*((f"L{n}", f"file = 'a{n}-{{number}}.csv'") for n in range(61))), "export", "60 at most"),
    (lists(("DE", ""), export="server = 'acymailing'\nbetween = ','\n"), "export", "between"),
]


@pytest.mark.parametrize(("changes", "key", "reason"), GALLERY)
def test_a_mistake_about_lists_is_named_with_the_reason(write, problems, changes, key, reason):
    path = write(**changes)
    sentences, german = problems(path), problems(path, {"LANG": "de_DE.UTF-8"})
    assert any(key in sentence and reason in sentence for sentence in sentences), sentences
    assert len(german) == len(sentences)
    assert not any(sentence in german or "misconfigured." in sentence for sentence in sentences)


def test_a_single_value_a_number_and_a_truth_are_values_too(write):
    when = "file = 'a{number}.csv'\nwhen = { country = 'DE', group = [3, true] }"
    settings = load(write(**lists(("DE", when), ("Rest", "file = 'r{number}.csv'"), export="rest = 'Rest'\n")), {})
    outgoing = outgoing_of(settings)
    assert outgoing.lists.names == ["DE", "Rest"]
    assert outgoing.lists.mask({"country": "de", "group": "1"}) == 1
    assert outgoing.lists.mask({"country": "de", "group": "2"}) == 2
    assert outgoing.files == {"DE": "a{number}.csv", "Rest": "r{number}.csv"}
    assert set(outgoing.reads) == {"country", "group"}


def test_the_list_column_is_written_only_where_a_list_stands_in_it(write):
    inside = load(write(**lists(("DE", ""), export="server = 'acymailing'\n")), {})
    assert [column.heading for column in adapter_of(inside).columns] == ["email", "listname"]
    apart = load(write(**lists(("DE", "file = 'a{number}.csv'"), export="server = 'acymailing'\n")), {})
    assert [column.heading for column in adapter_of(apart).columns] == ["email"]
    tags = "server = 'mailchimp'\ncolumns = { 'Email Address' = '{email}', Tags = 'list' }\n"
    assert adapter_of(load(write(**lists(("DE", ""), export=tags)), {})).columns[-1].field == "list"
