from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.bounce import classify
from processor.domain.bounce_class import CLASSES
from processor.domain.policy import DEFAULTS

FAULTS_OF_THE_ADDRESS = {"mailbox_unknown", "domain_dead", "address_invalid", "moved", "mailbox_disabled"}

SAID = {
    # The address.
    "550 5.1.1 <anna@example.com>: Recipient address rejected: User unknown in table": "mailbox_unknown",
    "smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the "
    "recipient's email address for typos": "mailbox_unknown",
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient <a@b.de> not found by lookup": "mailbox_unknown",
    "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)": "mailbox_unknown",
    "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)": "mailbox_unknown",
    "550 Requested action not taken: mailbox unavailable": "mailbox_unknown",
    "554 delivery error: dd This user doesn't have a example.com account (anna@example.com) [0]": "mailbox_unknown",
    "550 #5.1.0 Address rejected.": "mailbox_unknown",
    "550 No such user here": "mailbox_unknown",
    "550 Empfänger unbekannt": "mailbox_unknown",
    "Das Postfach anna@example.com existiert nicht": "mailbox_unknown",
    "550 Empfaenger unbekannt": "mailbox_unknown",
    "Unbekannter Empfänger": "mailbox_unknown",
    "Die E-Mail-Adresse wurde nicht gefunden": "mailbox_unknown",
    "552 Mail delivery failed, remote said 550 No such user (#5.1.1)": "mailbox_unknown",
    "550 5.7.1 Delivery not authorized: unknown user": "mailbox_unknown",
    "550 5.1.2 bad destination system": "domain_dead",
    "Host or domain name not found. Name service error for name=example.con type=A: Host not found": "domain_dead",
    "556 5.1.10 Domain does not accept mail (nullMX)": "domain_dead",
    "Die Domain existiert nicht": "domain_dead",
    "553 5.1.3 Invalid address format": "address_invalid",
    "501 5.1.3 Bad recipient address syntax": "address_invalid",
    "551 5.1.6 recipient has moved": "moved",
    # The mailbox.
    "550-5.2.1 The email account that you tried to reach is disabled.": "mailbox_disabled",
    "554 Your message to anna@example.com cannot be delivered. This mailbox is disabled (554.30).": "mailbox_disabled",
    "550 5.2.0 mailbox unavailable": "mailbox_disabled",
    "550 Das Postfach ist deaktiviert": "mailbox_disabled",
    "552 5.2.2 The email account that you tried to reach is over quota": "mailbox_full",
    "452 4.2.2 The email account that you tried to reach is over quota": "mailbox_full",
    "552 Requested mail action aborted: exceeded storage allocation": "mailbox_full",
    "550 mailbox size limit exceeded": "mailbox_full",
    "Postfach ist voll": "mailbox_full",
    "5.2.2": "mailbox_full",
    # The way.
    "450 4.2.0 <anna@example.com>: Recipient address rejected: Greylisted, see http://help.example.com": "temporary",
    "451 4.7.1 Greylisting in action, please come back later": "temporary",
    "4.1.1": "temporary",
    "450 4.1.1 <anna@example.com>: Recipient address rejected: User unknown in local recipient table": "temporary",
    "450 mailbox unavailable": "temporary",
    "connect to mx.example.com[192.0.2.1]:25: Connection timed out": "temporary",
    "550 5.4.316 Message expired, connection refused(Socket error code 10061)": "temporary",
    "4.4.7 queue expired": "temporary",
    "Vorübergehend nicht zustellbar, bitte später erneut versuchen": "temporary",
    # The sender.
    "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org": "blocked",
    "550 5.1.1 rejected: your IP is on our blacklist": "blocked",
    "421 4.7.0 [192.0.2.1] Our system has detected an unusual rate of unsolicited mail": "blocked",
    "550 SC-001 (COL004) Unfortunately, messages from 192.0.2.1 weren't sent. banned sending IP": "blocked",
    "450-4.2.1 The user you are trying to contact is receiving mail too quickly.": "blocked",
    "550 Abgelehnt wegen schlechter Reputation": "blocked",
    "5.7.1": "blocked",
    "550 Access denied": "blocked",
    "550 Our filter found your mail suspicious": "blocked",
    "550 High probability of spam": "content",
    "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)": "sender_fault",
    "554 5.7.1 This message has been identified as spam": "content",
    "554 5.7.0 message contains a virus": "content",
    "552 5.3.4 Message size exceeds fixed limit": "content",
    "Die Nachricht ist zu groß": "content",
    "550 5.7.26 This mail is unauthenticated, which poses a security risk. DMARC": "sender_fault",
    "550 5.1.1 refused by DMARC policy of example.com": "sender_fault",
    "5.7.27": "sender_fault",
    "553 5.1.8 <news@example.org>: Sender address rejected: Domain not found": "sender_fault",
    "554 5.7.1 <anna@example.com>: Relay access denied": "sender_fault",
    # Between reader and sender, or nothing of it.
    "550 5.7.1 Message was blocked by the recipient": "personal_block",
    "550 Vom Empfänger gesperrt": "personal_block",
    "Message not sent: recipient is on the account suppression list": "vendor_suppressed",
    "605 Not delivering to previously bounced address": "vendor_suppressed",
    "Out of Office: back on Monday": "auto_reply",
    "Automatische Antwort: Ich bin im Urlaub": "auto_reply",
    "Abwesenheitsnotiz": "auto_reply",
    "I have left the company, please write to info@example.com": "address_change_hint",
    "This is a warning message only. You do not need to resend": "delayed",
    "Die Zustellung wurde verzögert": "delayed",
    "250 2.0.0 OK": "delivered_or_other",
    "550 5.0.0": "mailbox_unknown",
    "5.0.0": "unknown",
    "554 rejected": "unknown",
    "delivered by Exim 4.94.2, spam-checked": "delivered_or_other",
    "Etwas ist passiert": "unknown",
}


@pytest.mark.parametrize(("text", "expected"), SAID.items(), ids=lambda value: value[:50])
def test_what_a_server_says_has_one_meaning(text: str, expected: str) -> None:
    assert classify(text=text).bounce_class == expected


def test_every_class_has_a_policy_or_is_a_wish_of_the_reader() -> None:
    assert set(CLASSES) == set(DEFAULTS) | {"unsubscribed", "complaint"}


@pytest.mark.parametrize(
    ("enhanced", "smtp", "expected", "rule"),
    [
        ("5.1.1", "550", "mailbox_unknown", "code:5.1.1"),
        ("", "550", "mailbox_unknown", "smtp:550"),
        ("", "550.0", "mailbox_unknown", "smtp:550"),
        ("", "552", "mailbox_full", "smtp:552"),
        ("", "421", "temporary", "smtp:421"),
        ("5.0.0", "554", "unknown", "none"),
        ("", "5.1.1", "mailbox_unknown", "code:5.1.1"),
        ("5.7.23", "", "sender_fault", "code:5.7.23"),
        ("5.7.25", "", "blocked", "code:5.7.25"),
        ("4.7.1", "", "blocked", "code:4.7.1"),
        ("2.0.0", "250", "delivered_or_other", "code:2.x.x"),
        ("5.7.18", "", "moved", "code:5.7.18"),
    ],
)
def test_a_code_alone_is_read_by_its_table(enhanced: str, smtp: str, expected: str, rule: str) -> None:
    found = classify(enhanced=enhanced, smtp=smtp)

    assert (found.bounce_class, found.rule, found.conflict) == (expected, rule, False)


@pytest.mark.parametrize(
    ("word", "event"),
    [
        ("unsubscribed", "optout"),
        ("complaint", "complaint"),
        ("auto_reply", "ignored"),
        ("delayed", "ignored"),
        ("delivered_or_other", "ignored"),
        ("address_change_hint", "ignored"),
        ("subscribed", "subscribed"),
        ("mailbox_full", "bounce"),
        ("vendor_suppressed", "bounce"),
        ("unknown", "bounce"),
    ],
)
def test_the_class_decides_what_kind_of_event_it_is(word: str, event: str) -> None:
    assert classify(word=word).event == event


def test_an_optout_in_a_bounce_list_stays_an_optout_whatever_the_code() -> None:
    assert classify(word="unsubscribed", enhanced="5.1.1", text="User unknown").event == "optout"


def test_the_word_unsubscribe_in_a_text_is_no_optout() -> None:
    assert classify(text="To unsubscribe click here. 550 5.1.1 user unknown").event == "bounce"


def test_a_feedback_report_that_says_not_spam_is_no_complaint() -> None:
    assert classify(word="complaint", text="Feedback-Type: not-spam").event == "ignored"


def test_a_bare_hard_label_stops_the_address_but_is_not_sure() -> None:
    assert classify(word="hard") == ("bounce", "mailbox_unknown", "word:hard", False, False)


def test_a_bare_soft_label_is_temporary() -> None:
    assert classify(word="soft") == ("bounce", "temporary", "word:soft", False, False)


def test_a_vendors_own_class_is_sure() -> None:
    assert classify(word="mailbox_unknown") == ("bounce", "mailbox_unknown", "word:mailbox_unknown", True, False)


def test_a_hard_label_and_a_code_that_agree_are_sure() -> None:
    assert classify(word="hard", smtp="550").confident


@pytest.mark.parametrize(
    ("word", "said", "expected"),
    [
        ("hard", {"enhanced": "5.7.1"}, "blocked"),
        ("hard", {"enhanced": "5.2.2"}, "mailbox_full"),
        ("hard", {"enhanced": "4.4.1"}, "temporary"),
        ("hard", {"text": "Out of office"}, "auto_reply"),
        ("soft", {"enhanced": "5.1.1"}, "temporary"),
        ("soft", {"text": "user unknown"}, "temporary"),
        ("mailbox_unknown", {"text": "blocked using spamhaus"}, "blocked"),
        ("blocked", {"text": "user unknown"}, "blocked"),
        ("temporary", {"smtp": "550"}, "temporary"),
        ("domain_dead", {"smtp": "450"}, "temporary"),
        ("mailbox_unknown", {"enhanced": "2.0.0"}, "delivered_or_other"),
        ("", {"smtp": "450", "text": "user unknown"}, "temporary"),
    ],
)
def test_where_sources_disagree_the_milder_class_wins_and_the_conflict_is_told(
    word: str, said: dict[str, str], expected: str
) -> None:
    found = classify(word=word, **said)

    assert (found.bounce_class, found.conflict, found.confident) == (expected, True, False)
    assert "against" in found.rule


@pytest.mark.parametrize(
    ("word", "said", "expected"),
    [
        ("hard", {"enhanced": "5.1.2"}, "domain_dead"),
        ("hard", {"enhanced": "5.2.1"}, "mailbox_disabled"),
        ("soft", {"enhanced": "5.2.2"}, "mailbox_full"),
        ("temporary", {"text": "mailbox full"}, "mailbox_full"),
        ("mailbox_full", {"smtp": "452"}, "mailbox_full"),
        ("blocked", {"smtp": "550"}, "blocked"),
        ("blocked", {"enhanced": "5.7.26"}, "sender_fault"),
        ("moved", {"smtp": "551"}, "moved"),
        ("unknown", {"enhanced": "5.1.1"}, "mailbox_unknown"),
    ],
)
def test_an_answer_that_only_says_it_more_exactly_is_no_conflict(
    word: str, said: dict[str, str], expected: str
) -> None:
    found = classify(word=word, **said)

    assert (found.bounce_class, found.conflict) == (expected, False)


def test_the_words_of_an_address_are_not_the_words_of_the_server() -> None:
    assert classify(text="550 5.1.1 <spam-blacklist@unknown-user.example.com>: no").bounce_class == "mailbox_unknown"


def test_the_innermost_reply_is_believed() -> None:
    text = "554 5.7.1 blocked: host mx.example.com said: 550 5.1.1 User unknown (in reply to RCPT TO command)"

    assert classify(text=text).rule == "text:user-unknown"


def test_a_status_field_is_believed_before_three_digits_in_the_text() -> None:
    assert classify(enhanced="5.2.2", text="550 requested action aborted").bounce_class == "mailbox_full"


def test_an_address_of_a_host_is_no_code() -> None:
    assert classify(text="host 5.1.1.7 refused").bounce_class == "unknown"


words = st.sampled_from(["", "hard", "soft", "subscribed", "nonsense", *CLASSES])
pieces = st.sampled_from([*SAID, "said:", "smtp;", "450", "5.1.1", "<", "@", '"'])


@settings(max_examples=300, deadline=None)
@given(
    word=words,
    enhanced=st.text(max_size=8) | st.from_regex(r"[245]\.[0-9]\.[0-9]{1,3}", fullmatch=True),
    smtp=st.text(max_size=6) | st.from_regex(r"[245][0-9]{2}", fullmatch=True),
    text=st.text() | st.lists(pieces | st.text(max_size=20), max_size=5).map(" ".join),
)
def test_every_text_has_a_known_class_and_never_raises(word: str, enhanced: str, smtp: str, text: str) -> None:
    found = classify(word=word, enhanced=enhanced, smtp=smtp, text=text)

    assert found.bounce_class in CLASSES
    assert found.event in {"bounce", "optout", "complaint", "ignored", "subscribed"}
    assert not (found.conflict and found.confident)


@settings(max_examples=200, deadline=None)
@given(
    enhanced=st.just("") | st.from_regex(r"4\.[0-7]\.[0-9]{1,3}", fullmatch=True),
    smtp=st.from_regex(r"4[0-7][0-9]", fullmatch=True),
    word=st.sampled_from(["", "hard", "soft", "mailbox_unknown", "moved", "domain_dead"]),
)
def test_a_temporary_code_is_never_held_against_the_address(enhanced: str, smtp: str, word: str) -> None:
    assert classify(word=word, enhanced=enhanced, smtp=smtp).bounce_class not in FAULTS_OF_THE_ADDRESS
    assert classify(word=word, text=f"{smtp} {enhanced}").bounce_class not in FAULTS_OF_THE_ADDRESS


@settings(max_examples=200, deadline=None)
@given(
    text=st.sampled_from(list(SAID)),
    case=st.sampled_from([str.upper, str.lower, str.title]),
    gap=st.sampled_from([" ", "\n", "\t  "]),
)
def test_case_and_line_breaks_of_a_text_do_not_matter(text: str, case: object, gap: str) -> None:
    assert callable(case)
    assert classify(text=gap.join(case(text).split(" "))).bounce_class == SAID[text]
