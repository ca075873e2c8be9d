"""Cells and numbers that are hard to bear."""

from __future__ import annotations

WORDS = (
    *(
        "",
        " ",
        "\t",
        "\0",
        '"',
        '""',
        "'",
        ";",
        ",",
        "|",
        "^",
        "\\",
        "\\N",
        "NULL",
        "=1+1",
        "@",
        "a@b",
        "#",
        "# E-Mail",
    ),
    *("anna@example.com", "ANNA@EXAMPLE.COM", "a@b.example; c@d.example", "Anna <anna@example.com>"),
    *('"A, B" <a@b.example>', "*@example.com", "example.com", "+49 170 1234567", "d41d8cd98f00b204e9800998ecf8427e"),
    *("x@" + "y" * 300, "ä@ö.example", "a@xn--.example", "a@xn--zzzzzzz.example", "\u202ea@b.example"),
    *(
        "a@b.example\u0301",
        "\U0001f600@example.com",
        "\ud7ff@x.de",
        "subscribed",
        "unsubscribed",
        "Aktiv",
        "abgemeldet",
    ),
    *("hard bounce", "5.1.1", "550", "yes", "no", "0", "1", "-1", "1e308", "NaN", "inf", "2024-08-09", "31.02.2024"),
    *("99999999999999999999", "0000-00-00 00:00:00", "1790400000", "45514.3125", "2024-08-09T07:30:00+99:99"),
    *(
        "9999-12-31 23:59:59",
        "0001-01-01",
        "12/13/2024",
        "August 9th, 2010 7:30 AM",
        "1e99",
        "E-Mail",
        "Email",
        "Status",
    ),
    *("Grund", "Datum", "Unsubscribed", "Subscribed", "Name", "address", "recipient", "sep=;", "Summe"),
    *("(0) Records Found!", "Error: query failed", "&#039;", "&#1114112;", "&amp;amp;", "<del>x</del>", "[" * 50),
    *("a@b.example " * 40, "(" * 500, "<" * 500, '"' * 501, "a," * 300, '\\"' * 100),
)
NUMBERS = (
    *(b"0", b"-1", b"1", b"1048577", b"4294967296", b"99999999999999999999", b"1e9", b"NaN", b"", b"A1:XFD9", b"16384"),
)
