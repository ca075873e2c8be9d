"""Every word newsletter systems have for a bounce, and the class each of them is: the trade's table, row by row."""

from __future__ import annotations

import pytest

from processor.domain.bounce import classify
from processor.layouts import LAYOUTS
from processor.layouts.bounce_words import BOUNCE_WORDS
from processor.layouts.layout import Means
from processor.layouts.vocabulary import WORDS
from processor.layouts.words import fold

GENERAL = {"bounce type": BOUNCE_WORDS, "status": WORDS}

WORD_BY_WORD = """
ses-events bounceType: Permanent=mailbox_unknown? Transient=unknown? Undetermined=unknown?
ses-events bounceSubType: NoEmail=mailbox_unknown MailboxFull=mailbox_full MessageTooLarge=content
ses-events bounceSubType: ContentRejected=content AttachmentRejected=content Suppressed=vendor_suppressed
ses-events bounceSubType: OnAccountSuppressionList=vendor_suppressed
sendgrid-events bounce_classification: Invalid_Address=mailbox_unknown Mailbox_Unavailable=mailbox_full
sendgrid-events bounce_classification: Reputation=blocked Frequency/Volume=blocked Content=content Technical=temporary
sendgrid-events event: block=blocked spamreport=complaint dropped=vendor_suppressed bounce=unknown?
postmark-bounces Type: HardBounce=mailbox_unknown BadEmailAddress=address_invalid Transient=temporary
postmark-bounces Type: SoftBounce=temporary DnsError=temporary? SpamNotification=blocked Blocked=blocked
postmark-bounces Type: DMARCPolicy=sender_fault SpamComplaint=complaint Unsubscribe=optout AutoResponder=auto_reply
postmark-bounces Type: ChallengeVerification=auto_reply AddressChange=address_change_hint
postmark-bounces Type: ManuallyDeactivated=vendor_suppressed
sparkpost-events bounce_class: 10=mailbox_unknown 30=mailbox_unknown? 20=temporary 21=temporary? 24=temporary
sparkpost-events bounce_class: 40=temporary 70=temporary 22=mailbox_full 23=content 25=vendor_suppressed
sparkpost-events bounce_class: 26=vendor_suppressed 50=blocked 51=blocked 52=content 53=content 54=sender_fault
sparkpost-events bounce_class: 60=auto_reply 100=auto_reply 90=optout 1=unknown?
brevo-events event: hard_bounce=mailbox_unknown soft_bounce=temporary blocked=vendor_suppressed spam=complaint
brevo-events event: unsubscribed=optout invalid_email=address_invalid deferred=delayed
civicrm-bounces Bounce_Type: Invalid=mailbox_unknown Inactive=mailbox_disabled Dns=domain_dead Quota=mailbox_full
civicrm-bounces Bounce_Type: Spam=blocked Away=auto_reply Relay=sender_fault Loop=temporary Syntax=sender_fault
sisimai reason: userunknown=mailbox_unknown hostunknown=domain_dead hasmoved=moved suspend=mailbox_disabled
sisimai reason: mailboxfull=mailbox_full filtered=unknown? expired=temporary networkerror=temporary
sisimai reason: systemerror=temporary systemfull=temporary blocked=blocked badreputation=blocked speeding=blocked
sisimai reason: toomanyconn=blocked spamdetected=content virusdetected=content contenterror=content mesgtoobig=content
sisimai reason: authfailure=sender_fault requireptr=sender_fault norelaying=sender_fault rejected=sender_fault
sisimai reason: feedback=complaint vacation=auto_reply onhold=unknown? undefined=unknown?
listmonk-bounces type: hard=mailbox_unknown? soft=temporary? complaint=complaint
bounce_type: hard=mailbox_unknown? soft=temporary? syntax=address_invalid cleaned=mailbox_unknown?
bounce_type: Hardbounce=mailbox_unknown? Softbounce=temporary? permanent=mailbox_unknown? temporary=temporary?
bounce_type: Spambounce=blocked Spam=blocked Autoresponder=auto_reply Autoresponderbounce=auto_reply
bounce_type: Unbekannt=unknown? Antwort=delivered_or_other
bounce_type: mailbox-unknown=mailbox_unknown domain-unknown=domain_dead mailbox-disabled=mailbox_disabled
bounce_type: mailbox-full=mailbox_full blacklisted=blocked sender-denied=sender_fault spf-failure=sender_fault
bounce_type: relay-denied=sender_fault personal-blacklist=personal_block content-related=content message-size=content
bounce_type: bad-mailbox=mailbox_unknown inactive-mailbox=mailbox_disabled bad-domain=domain_dead
bounce_type: quota-issues=mailbox_full no-answer-from-host=temporary spam-related=blocked policy-related=blocked
bounce_type: virus-related=content
bounce_type: user_reject=mailbox_unknown? inactive=mailbox_disabled dns_unknown=domain_dead full=mailbox_full
bounce_type: oversize=content antispam=blocked autoreply=auto_reply outofoffice=auto_reply delayed=delayed
bounce_type: warning=delayed unrecognized=unknown?
bounce_type: unzustellbar=mailbox_unknown? Rückläufer=mailbox_unknown? vorübergehend=temporary? Beschwerde=complaint
bounce_type: Abwesenheit=auto_reply
status: abgemeldet=optout Abmeldung=optout Austragung=optout Widerspruch=optout Sperrliste=optout
status: unzustellbar=mailbox_unknown? Rückläufer=mailbox_unknown? vorübergehend=temporary? Beschwerde=complaint
status: Abwesenheit=auto_reply Blacklist=optout
"""
"""Layout and column (or a general heading): words, each with what it means; ? where that is not sure by itself."""


def rows() -> list[tuple[str, str, str]]:
    found = []
    for line in WORD_BY_WORD.strip().splitlines():
        place, _, words = line.partition(": ")
        found += [(place, *pair.rsplit("=", 1)) for pair in words.split()]
    return found


def meaning(place: str, word: str) -> Means:
    layout_name, _, header = place.partition(" ")
    if not header:
        return GENERAL[place.replace("_", " ")][fold(word)]
    layout = next(layout for layout in LAYOUTS if layout.name == layout_name)
    headed = [state for state in layout.states if fold(header) in map(fold, state.headers)]
    return next(state.words[fold(word)] for state in headed if fold(word) in state.words)


@pytest.mark.parametrize(("place", "word", "expected"), rows())
def test_a_vendors_word_is_its_class(place: str, word: str, expected: str) -> None:
    means = meaning(place, word)
    if means.event != "bounce":
        assert expected in (means.event, means.bounce)
        return
    found = classify(word=means.bounce)
    assert (found.bounce_class, found.confident) == (expected.rstrip("?"), not expected.endswith("?"))
    assert found.rule == (f"word:{means.bounce}" if means.bounce else "none")


def test_a_bare_number_is_no_word_anywhere_in_general_lists() -> None:
    assert not {word for words in GENERAL.values() for word in words if word.isdigit()}


def test_every_word_a_layout_has_for_a_bounce_is_one_the_classifier_knows() -> None:
    tables = [state.words for layout in LAYOUTS for state in layout.states] + [WORDS, BOUNCE_WORDS]
    said = {means.bounce for words in tables for means in words.values() if means.event == "bounce" and means.bounce}
    assert {word for word in said if classify(word=word).rule == "none"} == set()
