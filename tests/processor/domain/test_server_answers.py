"""What real mail servers answer, in the shape each of them writes, and the class every answer must get."""

from __future__ import annotations

import pytest

from processor.domain.bounce import classify
from processor.domain.bounce_class import CLASSES, HARM

ANSWERS = {
    # Exchange Online
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient anna@firma.example not found "
    "by SMTP address lookup": "mailbox_unknown",
    "550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found": "mailbox_unknown",
    "550 5.4.1 [anna@firma.example]: Recipient address rejected: Access denied. AS(201806281) "
    "[AM0EUR02FT012.eop-EUR02.prod.protection.outlook.com]": "mailbox_unknown",
    "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP": "blocked",
    "550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal from this list please visit "
    "the portal": "blocked",
    "550 5.7.509 Access denied, sending domain example.org does not pass DMARC verification and has a DMARC "
    "policy of reject": "sender_fault",
    "550 5.7.515 Access denied, sending domain example.org doesn't meet the required "
    "authentication level": "sender_fault",
    "550 5.2.2 STOREDRV.Deliver; mailbox full. The mailbox of the recipient is full": "mailbox_full",
    "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException": "mailbox_full",
    "452 4.3.1 Insufficient system resources": "temporary",
    "451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77714)": "temporary",
    "451 4.7.651 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation": "blocked",
    "550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy": "blocked",
    "550 5.7.124 RESOLVER.RST.SenderNotInAllowedSendersList; the sender isn't in the recipient's allowed senders "
    "list": "blocked",
    "550 5.4.310 DNS domain firma.example does not exist [Message=InfoDomainNonexistent] "
    "[LastAttemptedServerName=firma.example]": "domain_dead",
    "550 5.4.317 Message expired, cannot connect to remote server": "temporary",
    "550 5.4.14 Hop count exceeded - possible mail loop ATTR34": "temporary",
    # Gmail
    "550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking "
    "the recipient's email address for typos or unnecessary spaces. gsmtp": "mailbox_unknown",
    "550-5.2.1 The email account that you tried to reach is inactive. Learn more "
    "at support pages gsmtp": "mailbox_disabled",
    "452-4.2.2 The recipient's inbox is out of storage space. Please direct the recipient to "
    "the help pages gsmtp": "mailbox_full",
    "552-5.2.2 The recipient's inbox is out of storage space and inactive. gsmtp": "mailbox_full",
    "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address": "blocked",
    "550-5.7.1 [192.0.2.1] Gmail has detected that this message is likely unsolicited mail. To reduce the amount "
    "of spam sent to Gmail, this message has been blocked": "blocked",
    "550-5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to "
    "authenticate with either SPF or DKIM": "sender_fault",
    "550-5.7.25 [192.0.2.1] The IP address sending this message does not have a PTR record setup": "sender_fault",
    "552-5.7.0 This message was blocked because its content presents a potential security issue": "blocked",
    "421-4.7.0 Try again later, closing connection. gsmtp": "temporary",
    "552-5.2.3 Your message exceeded Google's message size limits": "content",
    # Yahoo / AOL
    "554 delivery error: dd Not a valid recipient - atlas": "mailbox_unknown",
    "554 delivery error: dd This user doesn't have a yahoo.example account "
    "(anna@yahoo.example) [-5]": "mailbox_unknown",
    "554 30 Sorry, your message to anna@yahoo.example cannot be delivered. This mailbox "
    "is disabled (554.30).": "mailbox_disabled",
    "552 1 Requested mail action aborted, mailbox not found": "mailbox_unknown",
    "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints "
    "- 4.16.55.1": "blocked",
    "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list": "blocked",
    "554 5.7.9 Message not accepted for policy reasons. See postmaster pages": "blocked",
    "452 Too many recipients": "temporary",
    # T-Online
    "550 5.1.1 unknown user": "mailbox_unknown",
    "550-5.7.0 Message considered as spam or virus, rejected": "content",
    "554 IP=192.0.2.1 - A problem occurred. (Ask your postmaster for help or to contact tosa@rx.t-online.example "
    "to clarify.)": "blocked",
    "552 5.2.2 Quota exceeded (mailbox for user is full)": "mailbox_full",
    "421 4.7.0 Dienst zeitweilig nicht verfügbar": "temporary",
    # GMX / web.de / IONOS
    "550 Requested action not taken: mailbox unavailable": "mailbox_unknown",
    "554-gmx.example (mxgmx117) Nemesis ESMTP Service not available 554-No SMTP service 554-IP address is block "
    "listed.": "blocked",
    "554 Transaction failed. Reject due to policy restrictions. For explanation visit the postmaster pages": "blocked",
    "450 Requested mail action not taken: mailbox unavailable. Mail greylisted": "temporary",
    "552 Requested mail action aborted: exceeded storage allocation. Quota exceeded": "mailbox_full",
    "554 Transaction failed. Mailbox not existing": "mailbox_unknown",
    # Postfix
    "550 5.1.1 <anna@firma.example>: Recipient address rejected: User unknown in "
    "virtual mailbox table": "mailbox_unknown",
    "554 5.7.1 <anna@firma.example>: Relay access denied": "sender_fault",
    "450 4.1.8 <news@example.org>: Sender address rejected: Domain not found": "sender_fault",
    "550 5.1.8 <news@example.org>: Sender address rejected: Domain not found": "sender_fault",
    "450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]": "blocked",
    "550 5.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.1]": "sender_fault",
    "552 5.3.4 Message size exceeds fixed limit": "content",
    "host mail.firma.example[198.51.100.7] said: 550 5.1.1 <anna@firma.example>: Recipient address rejected: "
    "undeliverable address: host backend said: 550 no such user here": "mailbox_unknown",
    "connect to mail.firma.example[198.51.100.7]:25: Connection refused": "temporary",
    "Host or domain name not found. Name service error for name=firma.example type=MX: Host "
    "not found, try again": "temporary",
    "mail for firma.example loops back to myself": "temporary",
    "delivery temporarily suspended: lost connection with mail.firma.example while receiving the initial server "
    "greeting": "temporary",
    "550 5.1.0 <anna@firma.example>: Recipient address rejected: User unknown": "mailbox_unknown",
    "452 4.2.2 <anna@firma.example>: Over quota": "mailbox_full",
    "550 5.7.1 <anna@firma.example>: Recipient address rejected: Message rejected due to: SPF fail - not "
    "authorized": "sender_fault",
    # Exim
    "550 Unrouteable address": "mailbox_unknown",
    "all relevant MX records point to non-existent hosts": "domain_dead",
    "550-Verification failed for <news@example.org> 550-No Such User Here 550 Sender verify failed": "sender_fault",
    "retry timeout exceeded": "temporary",
    "550 Administrative prohibition": "blocked",
    "R=dnslookup T=remote_smtp: SMTP error from remote mail server after RCPT TO:<anna@firma.example>: 550 5.1.1 "
    "User unknown": "mailbox_unknown",
    "SMTP error from remote mail server after end of data: 550 This message contains a virus (Eicar-Test)": "content",
    "550 mailbox is full: retry timeout exceeded": "mailbox_full",
    # sendmail
    "550 5.1.1 <anna@firma.example>... User unknown": "mailbox_unknown",
    "550 5.1.2 <anna@firma.example>... Host unknown (Name server: firma.example: host not found)": "domain_dead",
    "553 5.1.8 <news@example.org>... Domain of sender address news@example.org does not exist": "sender_fault",
    "550 5.7.1 <anna@firma.example>... Relaying denied": "sender_fault",
    "451 4.1.8 Domain of sender address news@example.org does not resolve": "sender_fault",
    "451 4.7.1 Greylisting in action, please come back in 00:05:00": "temporary",
    # qmail
    "Sorry, no mailbox here by that name. (#5.1.1)": "mailbox_unknown",
    "Sorry, I couldn't find any host named firma.example. (#5.1.2)": "domain_dead",
    "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)": "sender_fault",
    "I'm not going to try again; this message has been in the queue too long. (#4.4.1)": "temporary",
    "The user's email account is over quota (#5.2.2)": "mailbox_full",
    "511 sorry, no mailbox here by that name (#5.1.1 - chkuser)": "mailbox_unknown",
    "CNAME lookup failed temporarily. (#4.4.3)": "temporary",
    # Barracuda
    "550 permanent failure for one or more recipients (anna@firma.example:blocked)": "blocked",
    "550 permanent failure for one or more recipients (anna@firma.example:550 5.1.1 User unknown)": "mailbox_unknown",
    "554 Service unavailable; Client host [mail.example.org] blocked using Barracuda Reputation; see reputation "
    "pages": "blocked",
    "550 Rate limit exceeded, too many messages from your IP": "blocked",
    # Proofpoint
    "554 Blocked - see https://ipcheck.proofpoint.example/?ip=192.0.2.1": "blocked",
    "550 5.1.1 User Unknown (in reply to RCPT TO command) ppe-filter": "mailbox_unknown",
    "550 5.7.0 Local Policy Violation - 12345": "blocked",
    # Mimecast
    "550 Administrative prohibition - envelope blocked - see community pages": "blocked",
    "550 Rejected by header based Anti-Spoofing policy: news@example.org": "blocked",
    "550 Invalid Recipient - see community pages": "mailbox_unknown",
    "451 Internal resources are temporarily unavailable": "temporary",
    "554 Email rejected due to security policies - MCSpamSignature.4711": "blocked",
    "550 csi.mimecast.example Poor Reputation Sender": "blocked",
    # Cisco, others
    "550 5.7.27 Sender address has null MX": "sender_fault",
    "554 5.7.1 Your access to this mail system has been rejected due to the sending MTA's poor reputation": "blocked",
    "550 #5.1.0 Address rejected anna@firma.example": "mailbox_unknown",
    "550 5.1.1 sorry, this mailbox has been closed at the owner's request": "mailbox_disabled",
    "550 5.1.6 recipient no longer on server": "moved",
    "550 5.7.1 The recipient does not want mail from you": "personal_block",
    "550 DMARC Sender Invalid - envelope rejected": "sender_fault",
    "550 The recipient has blocked your address": "personal_block",
    "550-Callback setup failed while verifying <news@example.org>": "sender_fault",
    "550 Empfängeradresse abgelehnt: Zugriff verweigert": "blocked",
    "550 Benutzerkonto wurde geschlossen": "mailbox_disabled",
    "Le compte de messagerie n'existe pas": "mailbox_unknown",
    "La dirección de correo no existe": "mailbox_unknown",
    "La casella non esiste": "mailbox_unknown",
    "550 5.1.351 Remote server returned unknown recipient or mailbox unavailable": "mailbox_unknown",
    "450 4.1.1 unverified address: Address verification in progress": "temporary",
    "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain": "sender_fault",
}

UNHARMED = {"sender_fault", "blocked", "content", "temporary", "personal_block", "unknown"}
"""Classes that never mark an address at the first event."""


@pytest.mark.parametrize(("answer", "expected"), ANSWERS.items(), ids=lambda value: value[:60])
def test_an_answer_of_a_real_server_gets_its_class_and_the_rule_that_decided(answer: str, expected: str) -> None:
    found = classify(text=answer)

    assert found.bounce_class == expected
    assert found.rule.partition(":")[0] in {"text", "code", "smtp", "filter"}


@pytest.mark.parametrize("answer", [text for text, kind in ANSWERS.items() if kind in UNHARMED])
@pytest.mark.parametrize("label", ["hard", "mailbox_unknown"])
def test_a_label_never_turns_an_answer_that_spares_the_reader_into_a_dead_address(answer: str, label: str) -> None:
    found = classify(word=label, text=answer)

    assert HARM[found.bounce_class] < HARM["mailbox_disabled"]
    assert found.conflict
    assert not found.confident


@pytest.mark.parametrize("answer", [text for text, kind in ANSWERS.items() if kind == "mailbox_unknown"])
def test_a_soft_label_beside_an_unknown_mailbox_takes_the_milder_class_and_is_counted(answer: str) -> None:
    found = classify(word="soft", text=answer)

    assert (found.bounce_class, found.conflict) == ("temporary", True)


@pytest.mark.parametrize("code", ["5.1.7", "5.1.8", "5.7.20", "5.7.23", "5.7.26", "5.7.27", "5.7.29"])
@pytest.mark.parametrize("words", ["Domain not found", "Host unknown", "address does not exist", "null MX"])
def test_a_code_that_names_the_sender_beats_words_that_sound_like_the_reader(code: str, words: str) -> None:
    assert classify(text=f"550 {code} {words}").bounce_class == "sender_fault"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("", "temporary"),
        ("DNS failure: host not found, please retry", "temporary"),
        ("550 5.4.4 unable to route", "temporary"),
        ("NXDOMAIN", "domain_dead"),
        ("556 5.1.10 recipient domain has a null MX", "domain_dead"),
        ("connection timed out", "temporary"),
        ("552 5.2.2 mailbox full", "mailbox_full"),
    ],
)
def test_trouble_with_a_domain_is_a_dead_domain_only_where_the_words_prove_it(answer: str, expected: str) -> None:
    assert classify(word="no_answer", text=answer).bounce_class == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("", "unknown"), ("550 5.1.1 user unknown", "temporary"), ("552 5.2.2 mailbox full", "mailbox_full")],
)
def test_transient_may_be_an_out_of_office_notice_unless_an_answer_says_more(answer: str, expected: str) -> None:
    assert classify(word="transient", text=answer).bounce_class == expected


def test_the_answers_of_this_table_show_most_classes_a_server_can_say() -> None:
    said_by_systems = {"unsubscribed", "complaint", "vendor_suppressed", "delivered_or_other", "auto_reply", "delayed"}
    others = {"address_change_hint", "address_invalid", "unknown"}
    assert set(CLASSES) - said_by_systems - others == set(ANSWERS.values())


@pytest.mark.parametrize(
    ("answer", "event"),
    [
        ("605 Not delivering to previously bounced address", "bounce"),
        ("606 Not delivering to previously unsubscribed address", "optout"),
        ("Not delivering to a recipient who unsubscribed", "optout"),
        ("607 Not delivering to a user who marked your messages as spam", "complaint"),
        ("To unsubscribe see below. 550 5.1.1 user unknown", "bounce"),
        ("550 previous complaints, 5.7.1 blocked", "bounce"),
    ],
)
def test_the_echo_of_a_systems_own_list_is_an_opt_out_only_where_it_names_the_readers_wish(
    answer: str, event: str
) -> None:
    assert classify(text=answer).event == event
