"""A list that ends in the error of the program that wrote it is only a part: it is refused, and the line is named."""

import pytest

HEAD = b'"email","date"\n"a@example.com","2024-08-09 07:30:00"\n"b@example.com","2024-08-09 07:30:00"\n'
ERRORS = {
    "AcyMailing": b"Error: You have an error in your SQL syntax",
    "AcyMailing in German": b"Fehler: Verbindung verloren",
    "PHP": b"PHP Fatal error:  Uncaught Exception in /var/www/x.php:17\nStack trace:\n#0 {main}\n  thrown in x.php",
    "PHP in HTML": b"<br />\n<b>Fatal error</b>:  Allowed memory size of 134217728 bytes exhausted in <b>x.php</b>",
    "PHP warning": b"<br />\n<b>Warning</b>:  mysqli_query(): MySQL server has gone away in <b>x.php</b> on line 3",
    "PHP time limit": b"Fatal error: Maximum execution time of 30 seconds exceeded in /x.php on line 3",
    "MySQL": b"ERROR 2013 (HY000): Lost connection to MySQL server during query",
    "web server": b"<!DOCTYPE html>\n<html><head><title>504 Gateway Time-out</title></head>\n<body></body></html>",
    "proxy": b"502 Bad Gateway",
    "Python": b"Traceback (most recent call last):\n  File x",
}
LINES = {"PHP in HTML": 5, "PHP warning": 5}


@pytest.mark.parametrize("system", ERRORS)
@pytest.mark.parametrize("head", [HEAD, b"email\na@example.com\nb@example.com\n"])
def test_a_list_that_ends_in_an_error_is_refused_and_the_line_is_named(system, head, refusal):
    refused = refusal(head + ERRORS[system] + b"\n")
    assert refused.code == "incomplete_export"
    said = ERRORS[system].decode().splitlines()[LINES.get(system, 4) - 4]
    assert refused.facts["line"] == LINES.get(system, 4)
    assert said.startswith(str(refused.facts["text"]).removesuffix("…").strip()[:40])


def test_an_error_below_the_header_alone_is_an_incomplete_export_too(refusal):
    refused = refusal(b"email;date\nError: query was killed\n")
    assert (refused.code, refused.facts["line"]) == ("incomplete_export", 2)


@pytest.mark.parametrize(
    "row",
    [
        b"Error: mailbox unknown;z@example.com",
        b"Warning: user unknown in virtual table on line 3;z@example.com",
    ],
)
def test_a_reason_that_sounds_like_an_error_is_data(row, table):
    assert len(table(b"Grund;E-Mail\n550;y@example.com\n" + row + b"\n").lines) == 2


@pytest.mark.parametrize("end", [b"Totals;2", b"Summe;", b"(2 rows)", b"Errors;0", b"error@;", b"-- \nViele Gruesse"])
def test_what_people_and_reports_write_below_a_list_is_no_error(end, table):
    assert table(b"E-Mail;Anzahl\na@example.com;1\nb@example.com;1\n" + end + b"\n").lines[:2] == [2, 3]


def test_an_error_in_the_middle_proves_nothing_about_the_end(table):
    found = table(HEAD + b"<b>Warning</b>: x in <b>y.php</b> on line <b>3</b>\n" + b'"c@example.com","2024-08-09"\n')
    assert (found.lines, [line for line, _, _ in found.broken]) == ([2, 3, 5], [4])
