"""Which columns a file has: those the ERP can fill, those the operator names, never one the server chokes on."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from processor.configuration.schema import schema
from processor.export import fitted, render
from processor.export.adapter import FIELDS as KNOWN
from processor.export.adapter import holds
from processor.export.fitted import unreadable
from processor.export.render import REASONS
from processor.export.servers import SERVERS
from processor.report.words import Words
from processor.settings.export import ExportSettings, Server
from processor.shipped import shipped
from tests.processor.export.invented import DAY, adapter_for, people


def headings(name: str, *fields: str, **more: Any) -> list[str]:
    return [column.heading for column in fitted(SERVERS[name], fields, **more).columns]


def lines(name: str, crowd: list[tuple[str, dict[str, str]]], *fields: str, **more: Any) -> list[str]:
    adapter = fitted(SERVERS[name], fields, **more)
    (part,) = render(people(crowd, fields), adapter).parts
    return part.content.decode(adapter.encoding).splitlines()


def test_the_configuration_offers_exactly_the_servers_that_are_registered() -> None:
    assert list(get_args(Server)) == list(SERVERS)
    assert list(schema().inside["export"].inside["server"].choices) == list(SERVERS)


@pytest.mark.parametrize("name", SERVERS)
def test_an_adapter_keeps_its_own_rules(name: str) -> None:
    adapter = SERVERS[name]
    assert not list(unreadable(adapter))
    assert all(column.field in (*KNOWN, "", "{email}", "{mailbox}", "{rest}") for column in adapter.columns)
    assert len({column.heading for column in adapter.columns}) == len(adapter.columns)
    assert not adapter.bom
    for column in adapter.columns:
        assert holds(column.heading, adapter.encoding)
    for local in adapter.refused:
        assert local == local.strip().lower()


def test_columns_the_erp_does_not_have_are_left_out_and_needed_ones_stay() -> None:
    assert headings("mailchimp") == ["Email Address"]
    assert headings("mailchimp", "last_name", "shoe_size") == ["Email Address", "Last Name"]
    assert headings("direct-mail") == ["email", "name"]
    assert headings("ghost") == ["email", "subscribed_to_emails"]
    assert headings("listmonk", "first_name") == ["email", "name", "attributes"]


def test_where_places_count_no_column_before_a_filled_one_is_left_out() -> None:
    crowd = [("anna@example.com", {"last_name": "Muster", "salutation": "Frau"})]
    assert lines("wp-newsletter", crowd) == ["anna@example.com"]
    assert lines("wp-newsletter", crowd, "last_name") == ["anna@example.com;;Muster"]
    assert lines("wp-newsletter", crowd, "salutation") == ["anna@example.com;;;f"]
    assert lines("sendy", crowd) == ["anna@example.com"]
    assert lines("sendy", crowd, "last_name") == ["Muster,anna@example.com"]


def test_the_operators_columns_go_out_in_his_order_and_fixed_words_are_not_forgotten() -> None:
    own = {"EXT_ID": "customer_number", "EMAIL": "{email}", "SCHUHE": "shoe_size"}
    assert headings("brevo", "customer_number", columns=own) == ["EXT_ID", "EMAIL", "SCHUHE"]
    assert fitted(SERVERS["brevo"], ("customer_number",), columns=own).reads == ("customer_number", "shoe_size")
    crowd = [("anna@example.com", {"gender": "Frau"})]
    assert (
        lines("openemm", crowd, "gender", columns={"email": "{email}", "gender": "gender"})[1] == "anna@example.com;1"
    )


@pytest.mark.parametrize(
    ("server", "given", "name"),
    [
        ("maropost", {"bom": True}, "bom"),
        ("maropost", {"columns": {"email": "{email}", "First Name": "first_name"}}, "columns"),
        ("listmonk", {"columns": {"email": "{email}", "company": "company"}}, "columns"),
        ("listmonk", {"columns": {"mail": "{email}"}}, "columns"),
        ("acymailing", {"columns": {"email": "{email}", "Vorname": "first_name"}}, "columns"),
        ("sendy", {"columns": {"Email": "{email}"}}, "columns"),
        ("mailchimp", {"delimiter": ";"}, "delimiter"),
        ("mailchimp", {"container": "xlsx"}, "container"),
        ("wp-newsletter", {"quoting": "all"}, "quoting"),
        ("brevo", {"encoding": "utf-16"}, "encoding"),
        ("mailman", {"delimiter": ","}, "delimiter"),
    ],
)
def test_what_a_server_does_not_read_is_a_mistake_in_the_configuration(
    server: str, given: dict[str, Any], name: str
) -> None:
    with pytest.raises(ValueError, match="server_reads_not") as wrong:
        ExportSettings(server=server, **given)
    assert wrong.value.errors()[0]["ctx"]["name"] == name


def test_what_a_server_reads_may_be_chosen() -> None:
    chosen = ExportSettings(
        server="brevo", delimiter="\t", encoding="cp1252", columns={"EMAIL": "{email}", "ORT": "city"}
    )
    assert fitted(SERVERS["brevo"], (), **chosen.given).delimiter == "\t"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "new-subscribers-{number:06}.csv"),
        ({"server": "sympa"}, "new-subscribers-{number:06}.txt"),
        ({"server": "brevo", "container": "xlsx"}, "new-subscribers-{number:06}.xlsx"),
        ({"server": "sympa", "name": "neu-{number}.dat"}, "neu-{number}.dat"),
    ],
)
def test_files_end_as_the_server_wants_it_unless_somebody_named_them(given: dict[str, Any], name: str) -> None:
    assert ExportSettings(**given).file_name == name


def test_a_workbook_is_named_like_one() -> None:
    with pytest.raises(ValueError, match="name_no_workbook"):
        ExportSettings(container="xlsx", name="neu-{number}.csv")


def test_the_free_shape_writes_what_it_is_told() -> None:
    crowd = [("anna@example.com", {"first_name": "A;B", "optin_at": DAY, "tags": "ja"}), ("b@example.com", {})]
    own = {"Mail": "{email}", "Name": "first_name", "Seit": "optin_at", "HTML": "tags"}
    free = SERVERS["free"]
    told = {"dates": "%d.%m.%Y", "booleans": {"tags": ("Y", "N")}, "columns": own, "delimiter": ";"}
    adapter = fitted(free, ("first_name", "optin_at", "tags"), **told, quoting="all", bom=True, line_end="\n")
    (part,) = render(people(crowd), adapter).parts
    assert part.content.startswith(b"\xef\xbb\xbf")
    assert part.content.decode("utf-8-sig").split("\n") == [
        '"Mail";"Name";"Seit";"HTML"',
        '"anna@example.com";"A;B";"09.08.2024";"Y"',
        '"b@example.com";"";"";"N"',
        "",
    ]
    bare = fitted(
        free, ("first_name",), columns={"Mail": "{email}", "Name": "first_name"}, delimiter=";", quoting="never"
    )
    assert render(people(crowd), bare).parts[0].content.splitlines()[1] == b"anna@example.com;A B"


def test_dates_and_long_texts_are_as_the_server_wants_them() -> None:
    crowd = [("anna@example.com", {"birthday": DAY, "first_name": "ü" * 200})]
    assert lines("emailit", crowd, "birthday")[1] == "anna@example.com,2024-08-09"
    assert lines("mailchimp", crowd, "first_name")[1] == f"anna@example.com,{'ü' * 127}"
    own = {"email": "{email}", "since": "birthday"}
    assert lines("maropost", crowd, "birthday", columns=own)[1] == "anna@example.com,09-08-2024"


@pytest.mark.parametrize(
    ("said", "meant"),
    [("Herr", "0"), ("Frau Dr.", "1"), ("Mrs.", "1"), ("Mr", "0"), ("Firma", "2"), ("", "2"), ("Herr und Frau", "2")],
)
def test_a_salutation_gives_the_gender_only_where_it_says_it(said: str, meant: str) -> None:
    crowd = [("anna@example.com", {"salutation": said})]
    assert lines("openemm", crowd, "salutation")[1] == f"anna@example.com;{meant}"


def test_a_sample_server_has_no_byte_order_mark_even_where_it_would_be_allowed() -> None:
    for name in SERVERS:
        assert not render(people(), adapter_for(name)).parts[0].content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_reason_to_leave_somebody_out_is_worded(language: str) -> None:
    words = Words.load(language, [shipped("templates")])
    for reason in REASONS:
        assert "a…z@example.com" in words.worded(
            "conflict", (f"left_out_{reason}", {"count": 2, "first": "a…z@example.com"})
        )
    assert words.missing == set()
