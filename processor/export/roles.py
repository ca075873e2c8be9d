"""Addresses of roles, as far as newsletter servers say which of them they refuse: the parts before the @."""

from __future__ import annotations

OFFICES = frozenset(
    """abuse admin compliance devnull dns ftp hostmaster info inoc ispfeedback ispsupport
    list list-request maildaemon no-reply noc noreply nospam null office phish phishing postmaster privacy registrar
    root security service spam support sysadmin undisclosed-recipients unsubscribe usenet uucp webmaster www""".split()  # noqa: SIM905
)
"""For servers that name only some of theirs: info@, office@, service@, admin@ and the technical ones (RFC 2142)."""

CLEVERREACH_ROLES = frozenset(
    """abuse admin admins alert alerts blackhole blacklist blockhole blocklist bulkmail devnull domain domains domrege
    domtech email ftp help hilfe hostmaster jobs mailer-daemon maps newsmaster noc nospam postmaster privacy rbl remarks
    root route security spam spamtrap support usenet user uucp webhosting webmaster webteam www""".split()  # noqa: SIM905
)
"""https://support.cleverreach.com/hc/de/articles/202372831"""

GETRESPONSE_ROLES = frozenset(
    """abuse admin anon anonymous bin bounce complaints devnull dns dnsadmin domainadmin domains feedback ftp games
    guest hostmaster info listserv listserver mailer-daemon mailerdaemon mailhost no-reply nobody noc noreply nospam
    notification notify office operations ops postmaster privacy root spam spamtrap subscribe support sys sysadmin
    unsubscribe usenet whois www""".split()  # noqa: SIM905
)
"""https://www.getresponse.com/help (role addresses): its list, and info@ and office@, which it names beside it."""

MAILERLITE_ROLES = frozenset({"admin", "billing", "support"})
"""https://support.mailerlite.com/en/articles/6931424; the ones it names, its list is longer."""
