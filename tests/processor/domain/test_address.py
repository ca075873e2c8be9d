from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from processor.domain.address import FAULTS, addresses, addresses_of, canonical, domain_of, masked, matches
from processor.domain.address_syntax import PLAIN, PLAIN_LIMIT, judged

ONE = {
    "anna@example.com": "anna@example.com",
    "  Anna@EXAMPLE.com\t": "anna@example.com",
    "\ufeffanna@example.com\u00a0": "anna@example.com",
    "an\u00adna@exam\u200bple.com\u200e": "anna@example.com",
    "anna\u200c@example.com": "anna@example.com",
    "Anna Muster <anna@example.com>": "anna@example.com",
    '"Muster, Anna" <Anna@example.com>': "anna@example.com",
    "Muster, Anna <anna@example.com>": "anna@example.com",
    "'Muster, Anna' <anna@example.com>;": "anna@example.com",
    '"info@example.org" <anna@example.com>': "anna@example.com",
    "anna@example.com <ANNA@example.com>": "anna@example.com",
    "Anna Muster [mailto:anna@example.com]": "anna@example.com",
    "Anna (anna@example.com)": "anna@example.com",
    "anna@example.com (Anna Muster)": "anna@example.com",
    "<anna@example.com>": "anna@example.com",
    "<anna@example.com": "anna@example.com",
    "[anna@example.com]": "anna@example.com",
    '"anna@example.com"': "anna@example.com",
    '"anna@example.com': "anna@example.com",
    "'anna@example.com'": "anna@example.com",
    "„anna@example.com“": "anna@example.com",
    "mailto:anna@example.com": "anna@example.com",
    "MAILTO:anna%2Bnews@example.com?subject=Hi": "anna+news@example.com",
    "rfc822; anna@example.com": "anna@example.com",
    "SMTP:anna@example.com": "anna@example.com",
    "anna@example.com.": "anna@example.com",
    "anna@example.com,;": "anna@example.com",
    "' +plus@example.org": "+plus@example.org",
    "'=anna@example.org": "=anna@example.org",
    "'-anna@example.org": "-anna@example.org",
    "\tanna@example.org": "anna@example.org",
    '="anna@example.org"': "anna@example.org",
    "'anna@example.org": "'anna@example.org",
    "+anna@example.org": "+anna@example.org",
    "o&#039;neil@example.com": "o'neil@example.com",
    "tom&amp;amp;jerry@example.com": "tom&jerry@example.com",
    '<a href="mailto:anna@example.com">Anna</a>': "anna@example.com",
    "<b>anna@example.com</b>": "anna@example.com",
    "anna@straße.de": "anna@xn--strae-oqa.de",
    "anna@XN--STRAE-OQA.de": "anna@xn--strae-oqa.de",
    "anna@BÜCHER.example": "anna@xn--bcher-kva.example",
    "anna@ｅｘａｍｐｌｅ．ｃｏｍ": "anna@example.com",
    "anna@例え。jp": "anna@xn--r8jz45g.jp",
    "müller@example.com": "müller@example.com",
    "mu\u0308ller@example.com": "müller@example.com",
    "info/sales@example.com": "info/sales@example.com",
    '"anna muster"@example.com': '"anna muster"@example.com',
    '"a;b@c"@example.com': '"a;b@c"@example.com',
    '"anna"@example.com': "anna@example.com",
    "anna@firma.local": "anna@firma.local",
    "a@x.de, A@X.de": "a@x.de",
    "\\t+anna@example.org": "+anna@example.org",  # a guard whose tab came out as its escape
    "\\t=anna@example.org": "=anna@example.org",
    "mailto:<anna@example.com>": "anna@example.com",
    "mailto: anna@example.com": "anna@example.com",
    "&lt;anna@example.com&gt;": "anna@example.com",
    "anna&#64;example.com": "anna@example.com",
    "anna@example.com(priv.)": "anna@example.com",
    "(anna@example.com).": "anna@example.com",
    "anna@example.com:": "anna@example.com",
    "E-Mail: anna@example.com": "anna@example.com",
    "anna@example.com\u2028": "anna@example.com",
    "anna\u2060@example.com": "anna@example.com",
    "anna+tag.one@example.com": "anna+tag.one@example.com",
}

SEVERAL = {
    "a@x.de; b@y.de, c@z.de": ["a@x.de", "b@y.de", "c@z.de"],
    "a@x.de/b@y.de": ["a@x.de", "b@y.de"],
    "a@x.de | b@y.de": ["a@x.de", "b@y.de"],
    "a@x.de b@y.de": ["a@x.de", "b@y.de"],
    "a@x.de\r\nb@y.de": ["a@x.de", "b@y.de"],
    "a@x.de oder b@y.de": ["a@x.de", "b@y.de"],
    "a@x.de<br>b@y.de": ["a@x.de", "b@y.de"],
    "'a@x.de','b@y.de'": ["a@x.de", "b@y.de"],
    '"a@x.de;b@y.de"': ["a@x.de", "b@y.de"],
    "<a@x.de><b@y.de>": ["a@x.de", "b@y.de"],
    'Anna <a@x.de>; "B, C" <b@y.de>': ["a@x.de", "b@y.de"],
    "a@x.de; Vertrieb": ["a@x.de", ""],
    "mailto:a@x.de,b@y.de": ["a@x.de", "b@y.de"],
    "smtp:a@x.de;SMTP:b@y.de": ["a@x.de", "b@y.de"],
    "a@x.de\tb@y.de": ["a@x.de", "b@y.de"],
    "a@x.de;*@y.de": ["a@x.de", ""],
    "a@x.de; b@": ["a@x.de", ""],
}

FAULTY = {
    "": "empty",
    " \u00a0 ": "empty",
    "NULL": "empty",
    "n/a": "empty",
    "-": "empty",
    "Anna Muster": "no_at",
    "anna(at)example.com": "no_at",
    "4711": "no_at",
    "<del>Email address deleted</del>": "no_at",
    "anna [at] example.com": "no_at",
    "anna (at) example (dot) com": "no_at",
    "anna%40example.com": "no_at",
    "anna@": "syntax",
    "m\ufffdller@example.com": "syntax",  # what decoding leaves of bytes that are no text
    "anna@[IPv6:2001:db8::1]": "syntax",
    "anna(comment)@example.com": "syntax",  # RFC 5322 section 3.2.2 allows it, nobody has such a mailbox
    "\\tanna@example.com": "syntax",
    "anna@example": "syntax",
    "anna@localhost": "syntax",
    "anna..muster@example.com": "syntax",
    ".anna@example.com": "syntax",
    "anna@-example.com": "syntax",
    "anna@exa_mple.com": "syntax",
    "anna@[192.0.2.1]": "syntax",
    "anna@192.0.2.1": "syntax",
    "anna@ﬁrma.de": "syntax",
    "anna@xn--zzzzzzzz.de": "syntax",
    "anna\ud800@example.com": "syntax",
    "anna muster@example.com": "blank_inside",
    "anna@ example.com": "blank_inside",
    "a@b@example.com": "several_unclear",
    "a@x.de <b@y.de>": "several_unclear",
    "a@x.de siehe b@y.de": "several_unclear",
    "anna@" + "a." * 130 + "de": "too_long",
    "x" * 5000: "too_long",
    "info@*": "wildcard",
    "*.biz": "wildcard",
    "*@example.*": "wildcard",
    "a***@example.com": "wildcard",
    "%@example.com": "wildcard",
    "@example.com": "domain_only",
    "example.com": "domain_only",
    "straße.de": "domain_only",
    "d41d8cd98f00b204e9800998ecf8427e": "hash",
    "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709": "hash",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855": "hash",
    "SHA-256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855": "hash",
    "md5:d41d8cd98f00b204e9800998ecf8427e": "hash",
    "+49 171 1234567": "phone",
    "tel:+491711234567": "phone",
    "0171/1234567": "phone",
    "(030) 123456-0": "phone",
}


@pytest.mark.parametrize(("cell", "expected"), ONE.items())
def test_a_cell_with_one_address_gives_its_canonical_form(cell: str, expected: str) -> None:
    assert [(found.canonical, found.fault) for found in addresses(cell)] == [(expected, "")]


@pytest.mark.parametrize(("cell", "expected"), SEVERAL.items())
def test_several_addresses_in_one_cell_are_told_apart(cell: str, expected: list[str]) -> None:
    assert [found.canonical for found in addresses(cell)] == expected


@pytest.mark.parametrize(("cell", "fault"), FAULTY.items(), ids=lambda value: ascii(value[:40]))
def test_what_is_no_address_says_why(cell: str, fault: str) -> None:
    assert [(found.canonical, found.fault) for found in addresses(cell)] == [("", fault)]


def test_every_fault_is_seen_in_this_table() -> None:
    assert set(FAULTY.values()) == set(FAULTS)


def test_written_keeps_case_and_spelling() -> None:
    assert addresses("Anna <Anna.Müller@STRAßE.de>")[0].written == "Anna.Müller@STRAßE.de"


def test_a_faulty_cell_is_kept_as_written_but_cut() -> None:
    assert addresses("Kunde 4711")[0].written == "Kunde 4711"
    assert len(addresses("x" * 5000)[0].written) == 200


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna+news@example.com", "anna@example.com"),
        ("an.na@gmail.com", "anna@gmail.com"),
        ("anna@googlemail.com", "anna@gmail.com"),
        ("café@example.com", "cafe@example.com"),
        ("müller@example.com", "mueller@example.com"),
        ("anna@straße.de", "anna@strasse.de"),
        ("anna@müller.de", "anna@muller.de"),
        ("ÄNNE@example.com", "änne@example.com"),
        ("аnna@example.com", "anna@example.com"),
    ],
)
def test_what_may_be_two_mailboxes_stays_two(one: str, other: str) -> None:
    assert canonical(one)
    assert canonical(other)
    assert canonical(one) != canonical(other)


def test_a_long_hostile_cell_is_answered_without_depth() -> None:
    assert addresses("(" * 3_900 + "a@b.de")[0].canonical == "a@b.de"
    assert addresses('"' * 3_900 + "@")[0].fault
    assert addresses("<a@" * 1_300)[0].fault


def test_a_cell_with_several_addresses_has_no_single_canonical_form() -> None:
    assert canonical("a@x.de; b@y.de") == ""


def test_each_distinct_cell_is_answered_once() -> None:
    cells = ["a@x.de", " A@x.de ", "a@x.de", "nobody"]

    assert addresses_of(iter(cells)) == {cell: addresses(cell) for cell in set(cells)}


def test_a_mask_shows_the_domain_and_the_ends_of_the_local_part() -> None:
    assert masked("max.muster@firma.de") == "m…r@firma.de"
    assert masked("ab@firma.de") == "a…@firma.de"
    assert masked("a@firma.de") == "…@firma.de"
    assert masked("no address") == "…"


def test_the_domain_of_a_quoted_local_part_stands_behind_the_last_at() -> None:
    assert domain_of('"a@b"@example.com') == "example.com"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*@marketplace.amazon.*", True),
        ("*@MARKETPLACE.amazon.de", True),
        ("x1?@marketplace.amazon.de", False),
        ("x1.@marketplace.amazon.de", False),
        ("x[0-9]2@*", False),
        ("marketplace.amazon.de", False),
        ("**@**", True),
        ("", False),
    ],
)
def test_only_a_star_is_special_in_a_pattern(pattern: str, expected: bool) -> None:
    assert matches("x12@marketplace.amazon.de", ["nobody@*", pattern]) is expected


def test_no_pattern_matches_nothing() -> None:
    assert not matches("anna@example.com", [])


def test_a_pattern_may_name_a_domain_in_unicode() -> None:
    assert matches(canonical("anna@straße.de"), ["*@Straße.de"])


local_parts = st.from_regex(r"[A-Za-z0-9_äöüßéЖ+]{1,8}([.+-][A-Za-z0-9_ñ]{1,6}){0,2}", fullmatch=True)
domains = st.from_regex(r"[a-z0-9äöüßèж]{1,8}(-[a-zäö0-9]{1,4})?\.(de|com|example)", fullmatch=True)


@given(local_parts, domains)
def test_canonical_is_idempotent(local: str, domain: str) -> None:
    once = canonical(f"{local}@{domain}")

    assume(once)
    assert canonical(once) == once


@settings(max_examples=1_000, deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="ab@.;, <>()[]\"'\\=+*/-&#39;:\u200d\u00adäİΣ\u0338\u212a", max_size=24))
@example('"&amp\u037e"@x.de')
@example('"<a@b.de>"@x.de')
@example("'+a@x.de'")
@example("a\u212a@x.de")
def test_every_text_gives_addresses_that_are_usable_or_faulty_and_stay_what_they_are(cell: str) -> None:
    found = addresses(cell)

    assert found
    for address in found:
        assert bool(address.canonical) != bool(address.fault)
        assert address.fault in ("", *FAULTS)
        if address.canonical:
            assert [again.canonical for again in addresses(address.canonical)] == [address.canonical]
            assert canonical(address.written) == address.canonical


words = st.text("aZ9_+&'=?^!#$~-", min_size=1, max_size=4)
labels = st.lists(st.text("aXnZ9", min_size=1, max_size=3), min_size=1, max_size=3).map("-".join)


@given(st.lists(words, min_size=1, max_size=3), st.lists(labels, min_size=1, max_size=3), st.text("deXN", min_size=2))
def test_the_short_way_for_plain_addresses_agrees_with_the_long_way(
    local: list[str], domain: list[str], top: str
) -> None:
    cell = f"{'.'.join(local)}@{'.'.join(domain)}.{top}"

    assume(len(cell) <= PLAIN_LIMIT and re.fullmatch(PLAIN, cell))
    assert judged(cell) == (cell.lower(), "")


@given(local_parts.filter(str.isascii), domains, st.sampled_from(["", " ", "\t", "\u00a0", "\r\n", "\u200b"]))
def test_ascii_case_and_surrounding_blanks_do_not_matter(local: str, domain: str, blank: str) -> None:
    plain = canonical(f"{local}@{domain}")

    assume(plain)
    assert canonical(f"{blank}{local.upper()}@{''.join(map(_upper, domain))}{blank}") == plain


def _upper(sign: str) -> str:
    return sign if sign == "ß" else sign.upper()


@given(local_parts, st.from_regex(r"[a-z0-9]{1,6}", fullmatch=True), st.sampled_from(["gmail.com", "firma.de"]))
def test_tags_and_dots_always_matter(local: str, tag: str, domain: str) -> None:
    plain = canonical(f"{local}@{domain}")

    assume(plain)
    assert len({plain, canonical(f"{local}+{tag}@{domain}"), canonical(f"{local}.{tag}@{domain}")}) == 3


@given(local_parts, domains)
def test_a_domain_in_unicode_equals_the_same_in_punycode(local: str, domain: str) -> None:
    found = canonical(f"{local}@{domain}")

    assume(found)
    assert canonical(f"{local}@{domain_of(found)}") == found
    assert domain_of(found).isascii()
    assert re.fullmatch(r"[a-z0-9.-]+", domain_of(found))


@pytest.mark.parametrize("blank", [" ", "\n", "\t", "\u00a0"])
def test_a_cell_of_nothing_but_blanks_before_a_word_is_read_at_once(blank: str) -> None:
    # Tried in every way a name can begin and end, 8 000 blanks took minutes and 100 000 would take years.
    (found,) = addresses(blank * 100_000 + "x")
    assert (found.canonical, found.fault != "") == ("", True)
    (found,) = addresses(blank * 3_000 + "Anna <anna@example.com>")
    assert found.canonical == "anna@example.com"
