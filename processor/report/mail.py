"""Sends a mail by SMTP: encrypted unless told otherwise, the server's name verified, the password never in a word."""

from __future__ import annotations

import base64
import contextlib
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path
from typing import Literal

from processor.domain.receipt import Worded
from processor.errors import Unavailable


@dataclass(frozen=True)
class SmtpServer:
    """Where mails go. `security` "none" sends in the clear; the two others never do."""

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    timeout: float = 30


def send(message: EmailMessage, server: SmtpServer) -> list[Worded]:
    """Hand `message` to the server; return the recipients it refused while it took the mail for others.

    Each is (code, facts), worded in words/unavailable.toml. Raise Unavailable when nobody gets the mail, whether that
    may pass (away, busy) or not (login, certificate, refusal): the mail waits, and people are told by another way.
    A server that vanishes after taking the mail has it: no error.
    """
    recipients = [address for _, address in getaddresses(message.get_all("To", []))]
    with _session(server) as smtp:
        refused = smtp.send_message(message, to_addrs=recipients)
    return [_recipient(server, address, answer) for address, answer in refused.items()]


def probe(server: SmtpServer, sender: str, to: Sequence[str]) -> list[Worded]:
    """Try everything up to the mail itself: connect, TLS, login, sender, recipients; nothing is sent.

    Return the refused recipients, none if all is well; raise Unavailable as `send` does.
    """
    with _session(server) as smtp:
        smtp.ehlo_or_helo_if_needed()
        code, answer = smtp.mail(_bare(sender))
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, answer, sender)
        answers = {address: smtp.rcpt(_bare(address)) for address in to}
        smtp.rset()
    return [_recipient(server, address, answer) for address, answer in answers.items() if answer[0] not in (250, 251)]


@contextlib.contextmanager
def _session(server: SmtpServer) -> Iterator[smtplib.SMTP]:
    """Yield a session, encrypted and logged in; turn every trouble in it into Unavailable."""
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _connected(server)
        if server.user:
            _log_in(smtp, server)
        yield smtp
        with contextlib.suppress(smtplib.SMTPException, OSError):
            smtp.quit()  # whatever was sent is sent; a server that does not say goodbye changes nothing
    except (smtplib.SMTPException, OSError, ValueError) as problem:
        raise _unavailable(problem, server) from None  # the chain could carry the password
    finally:
        if smtp is not None:
            smtp.close()


def _connected(server: SmtpServer) -> smtplib.SMTP:
    """Return an open session, encrypted unless `security` is none."""
    if server.security == "none":
        return smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    context = _context(server)
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
    smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        smtp.ehlo()
        if not smtp.has_extn("starttls"):
            raise Unavailable("smtp_no_tls", host=server.host)
        code, _ = smtp.starttls(context=context)
        if code != 220:
            raise Unavailable("smtp_no_tls", host=server.host)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _context(server: SmtpServer) -> ssl.SSLContext:
    """Return the rules for TLS: certificate and host name are verified, against the given authority if there is one."""
    try:
        return ssl.create_default_context(cafile=server.ca_file)
    except (OSError, ValueError) as problem:
        raise Unavailable("smtp_ca_file", file=str(server.ca_file), why=_told(problem)) from problem


def _log_in(smtp: smtplib.SMTP, server: SmtpServer) -> None:
    """Log in; smtplib's own way knows ASCII only, so a password with umlauts goes as PLAIN in UTF-8 (RFC 4616)."""
    smtp.ehlo_or_helo_if_needed()
    if (server.user + server.password).isascii():
        smtp.login(server.user, server.password)
        return
    if "PLAIN" not in smtp.esmtp_features.get("auth", "").upper().split():
        raise Unavailable("smtp_no_login", host=server.host)
    token = base64.b64encode(f"\0{server.user}\0{server.password}".encode()).decode("ascii")
    code, answer = smtp.docmd("AUTH", f"PLAIN {token}")
    if code not in (235, 503):
        raise smtplib.SMTPAuthenticationError(code, answer)


def _unavailable(problem: Exception, server: SmtpServer) -> Unavailable:
    """Return the trouble as ours, with what the server said, without the password."""
    why = _without_password(_told(problem), server)
    if isinstance(problem, smtplib.SMTPAuthenticationError) and problem.smtp_code >= 500:
        return Unavailable("smtp_login", host=server.host, user=server.user, why=why)
    if isinstance(problem, smtplib.SMTPNotSupportedError) and "AUTH" in str(problem):
        return Unavailable("smtp_no_login", host=server.host)
    if isinstance(problem, ssl.SSLCertVerificationError):
        return Unavailable("smtp_certificate", host=server.host, why=problem.verify_message or why)
    if (code := _code(problem)) is not None:
        return Unavailable("smtp_refused" if code >= 500 else "smtp_later", host=server.host, why=why)
    if TimeoutError in (type(problem), type(problem.__context__)):  # smtplib calls it disconnected in mid-session
        return Unavailable("smtp_timeout", host=server.host, seconds=server.timeout)
    if isinstance(problem, UnicodeError | smtplib.SMTPNotSupportedError):
        return Unavailable("smtp_refused", host=server.host, why=why)
    return Unavailable("smtp_away", host=server.host, why=why)


def _code(problem: Exception) -> int | None:
    """Return the server's reply code; of several refused recipients a temporary one, for that may still pass."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return min(int(answer[0]) for answer in problem.recipients.values())
    return problem.smtp_code if isinstance(problem, smtplib.SMTPResponseException) else None


def _told(problem: BaseException) -> str:
    """Return what happened in one line: the server's own words where there are."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{address}: {_answer(answer)}" for address, answer in problem.recipients.items())
    if isinstance(problem, smtplib.SMTPResponseException):
        return _answer((problem.smtp_code, problem.smtp_error))
    strerror = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    return strerror or type(problem).__name__


def _answer(answer: tuple[int, bytes | str]) -> str:
    code, text = answer
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"


def _recipient(server: SmtpServer, address: str, answer: tuple[int, bytes]) -> Worded:
    why = _without_password(_answer(answer), server)
    return "smtp_recipient", {"host": server.host, "recipient": address, "why": why}


def _bare(address: str) -> str:
    return getaddresses([address])[0][1]


def _without_password(text: str, server: SmtpServer) -> str:
    """Return the text without the password, plain or in the base64 forms that travel on the wire."""
    if not server.password:
        return text
    forms = [f"\0{server.user}\0{server.password}", server.password]
    for secret in [*(base64.b64encode(form.encode()).decode("ascii") for form in forms), server.password]:
        text = text.replace(secret, "…")
    return text
