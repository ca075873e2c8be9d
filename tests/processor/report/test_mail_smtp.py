"""Mails over real sockets: encrypted or not at all, every trouble sorted, the password in no word."""

# ruff: noqa: N802  aiosmtpd finds its hooks by these names

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from processor.errors import Unavailable
from processor.report.mail import SmtpServer, probe, send
from processor.report.words import Words

PASSWORD = "kanarienvogel-Süß9"
ASCII_PASSWORD = "canary-Sweet9"


class Mailbox:
    """Takes mails; `answers` are what it says instead of 250 to a command."""

    def __init__(self, **answers: str) -> None:
        self.mails: list[Envelope] = []
        self.encrypted: list[bool] = []
        self.commands: list[str] = []
        self.answers = answers

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.commands.append("MAIL")
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.commands.append("RCPT")
        if answer := self.answers.get(address) or self.answers.get("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.commands.append("DATA")
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.mails.append(envelope)
        self.encrypted.append(session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None)
        return "250 taken"


class Pipe(Controller):
    """A controller whose server can be told anything."""

    def __init__(self, box: Mailbox, port: int, server: type[SMTP] = SMTP, **options: Any) -> None:
        self._server, self._options = server, options
        super().__init__(
            box, hostname="127.0.0.1", port=port, ssl_context=options.pop("implicit", None), ready_timeout=20
        )

    def factory(self) -> SMTP:
        return self._server(self.handler, **self._options)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def context_for(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def free_port() -> int:
    with socket.socket() as probe_socket:
        probe_socket.bind(("127.0.0.1", 0))
        return int(probe_socket.getsockname()[1])


@pytest.fixture
def serve(ca_file: Path) -> Iterator[Callable[..., SmtpServer]]:
    """Start a server on a free port; return how to reach it."""
    running: list[Pipe] = []

    def start(box: Mailbox, **options: Any) -> SmtpServer:
        pipe = Pipe(box, free_port(), **options)
        pipe.start()
        running.append(pipe)
        return SmtpServer("127.0.0.1", pipe.port, ca_file=ca_file, timeout=20)

    yield start
    for pipe in running:
        pipe.stop()


@pytest.fixture
def letter() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Prüfung"
    message["From"] = "abgleich <abgleich@example.com>"
    message["To"] = '"Chef, der" <chef@example.com>, it@example.com'
    message["Message-ID"] = "<1@example.com>"
    message.set_content("Grüße\n", cte="quoted-printable")
    return message


def accepting(user: str, password: str) -> Callable[..., AuthResult]:
    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
        right = data.login == user.encode() and data.password == password.encode()
        return AuthResult(success=right, handled=right)

    return check


def code_of(action: Callable[[], object]) -> str:
    """The code of the trouble; no word of it may hold the password, and it must have words."""
    with pytest.raises(Unavailable) as caught:
        action()
    trouble = caught.value
    assert trouble.__cause__ is None or trouble.code == "smtp_ca_file"
    for secret in (
        PASSWORD,
        ASCII_PASSWORD,
        *(base64.b64encode(p.encode()).decode() for p in (PASSWORD, ASCII_PASSWORD)),
    ):
        assert secret not in str(trouble) + repr(trouble)
    return trouble.code


def test_starttls_and_login_deliver_one_encrypted_mail(
    serve: Callable[..., SmtpServer], authority: trustme.CA, letter: EmailMessage
) -> None:
    box = Mailbox()
    server = serve(
        box, tls_context=context_for(authority, "127.0.0.1"), require_starttls=True, auth_required=True,
        authenticator=accepting("abgleich", ASCII_PASSWORD),
    )  # fmt: skip
    assert send(letter, replace(server, user="abgleich", password=ASCII_PASSWORD)) == []
    assert box.encrypted == [True]
    assert box.mails[0].rcpt_tos == ["chef@example.com", "it@example.com"]
    assert b"Message-ID: <1@example.com>" in box.mails[0].content


def test_a_password_with_umlauts_logs_in(
    serve: Callable[..., SmtpServer], authority: trustme.CA, letter: EmailMessage
) -> None:
    box = Mailbox()
    server = serve(box, tls_context=context_for(authority, "127.0.0.1"), authenticator=accepting("jörg", PASSWORD))
    assert send(letter, replace(server, user="jörg", password=PASSWORD)) == []
    assert len(box.mails) == 1


def test_implicit_tls_delivers(serve: Callable[..., SmtpServer], authority: trustme.CA, letter: EmailMessage) -> None:
    box = Mailbox()
    server = serve(box, implicit=context_for(authority, "127.0.0.1"))
    assert send(letter, replace(server, security="tls")) == []
    assert box.encrypted == [True]


def test_without_encryption_only_when_told(serve: Callable[..., SmtpServer], letter: EmailMessage) -> None:
    box = Mailbox()
    server = serve(box)
    assert send(letter, replace(server, security="none")) == []
    assert box.encrypted == [False]


def test_a_server_that_strips_starttls_gets_nothing(serve: Callable[..., SmtpServer], letter: EmailMessage) -> None:
    box = Mailbox()
    server = replace(serve(box), user="abgleich", password=ASCII_PASSWORD)
    assert code_of(lambda: send(letter, server)) == "smtp_no_tls"
    assert code_of(lambda: probe(server, "a@example.com", ["b@example.com"])) == "smtp_no_tls"
    assert box.commands == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("wrong", ["another authority", "another name"])
def test_a_wrong_certificate_gets_nothing(
    security: Any, wrong: str, serve: Callable[..., SmtpServer], authority: trustme.CA, letter: EmailMessage
) -> None:
    box = Mailbox()
    issuer, name = (trustme.CA(), "127.0.0.1") if wrong == "another authority" else (authority, "mail.example.com")
    context = context_for(issuer, name)
    server = serve(box, **({"implicit": context} if security == "tls" else {"tls_context": context}))
    assert code_of(lambda: send(letter, replace(server, security=security))) == "smtp_certificate"
    assert box.commands == []


def test_tls_spoken_to_a_plain_server_is_a_trouble_in_words(
    serve: Callable[..., SmtpServer], letter: EmailMessage
) -> None:
    box = Mailbox()
    assert code_of(lambda: send(letter, replace(serve(box), security="tls"))) == "smtp_away"
    assert box.commands == []


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_unusable_authority_file_is_named(content: str | None, tmp_path: Path, letter: EmailMessage) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    server = SmtpServer("127.0.0.1", free_port(), ca_file=path)
    assert code_of(lambda: send(letter, server)) == "smtp_ca_file"


@pytest.mark.parametrize(("user", "password"), [("abgleich", ASCII_PASSWORD), ("jörg", PASSWORD)])
def test_a_wrong_password_is_told_without_the_password(
    user: str, password: str, serve: Callable[..., SmtpServer], authority: trustme.CA, letter: EmailMessage
) -> None:
    box = Mailbox()
    server = serve(box, tls_context=context_for(authority, "127.0.0.1"), authenticator=accepting("x", "y"))
    assert code_of(lambda: send(letter, replace(server, user=user, password=password))) == "smtp_login"
    assert box.commands == []


@pytest.mark.parametrize(("user", "password"), [("abgleich", ASCII_PASSWORD), ("jörg", PASSWORD)])
def test_a_server_without_login_says_so(
    user: str, password: str, serve: Callable[..., SmtpServer], letter: EmailMessage
) -> None:
    server = replace(serve(Mailbox(), auth_exclude_mechanism=["PLAIN", "LOGIN"]), security="none")
    assert code_of(lambda: send(letter, replace(server, user=user, password=password))) == "smtp_no_login"


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(("answer", "code"), [("451 busy, later", "smtp_later"), ("550 not for you", "smtp_refused")])
def test_a_refusal_is_sorted_by_whether_it_may_pass(
    command: str, answer: str, code: str, serve: Callable[..., SmtpServer], letter: EmailMessage
) -> None:
    box = Mailbox(**{command: answer})
    server = replace(serve(box), security="none")
    assert code_of(lambda: send(letter, server)) == code
    assert box.mails == []


def test_one_temporary_recipient_makes_the_whole_refusal_temporary(
    serve: Callable[..., SmtpServer], letter: EmailMessage
) -> None:
    box = Mailbox(**{"chef@example.com": "550 no such user", "it@example.com": "451 greylisted"})
    assert code_of(lambda: send(letter, replace(serve(box), security="none"))) == "smtp_later"


def test_a_refused_recipient_among_others_is_reported_and_the_others_get_the_mail(
    serve: Callable[..., SmtpServer], letter: EmailMessage, words: Words
) -> None:
    box = Mailbox(**{"chef@example.com": "550 no such user"})
    (refused,) = send(letter, replace(serve(box), security="none"))
    assert refused[0] == "smtp_recipient"
    assert refused[1]["recipient"] == "chef@example.com"
    assert box.mails[0].rcpt_tos == ["it@example.com"]
    assert "550 no such user" in words.worded("unavailable", refused)
    assert words.missing == set()


def test_nobody_listening_is_away(letter: EmailMessage) -> None:
    assert code_of(lambda: send(letter, SmtpServer("127.0.0.1", free_port(), security="none"))) == "smtp_away"


def test_a_name_that_does_not_exist_is_away(letter: EmailMessage) -> None:
    assert code_of(lambda: send(letter, SmtpServer("mail.invalid", 25, security="none", timeout=5))) in (
        "smtp_away",
        "smtp_timeout",
    )


class Rude:
    """A bare socket that says `lines`, one for each line it hears, then hangs up, or says nothing at all."""

    def __init__(self, lines: list[bytes] | None) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.heard = b""
        self._lines = lines
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._socket.accept()
        with connection, contextlib.suppress(ConnectionError):
            if self._lines is None:
                self._done.wait(30)
                return
            for line in self._lines:
                connection.sendall(line)
                if not self._hears_a_line(connection):
                    return

    def _hears_a_line(self, connection: socket.socket) -> bool:
        received = b""
        while not received.endswith(b"\n"):
            more = connection.recv(65536)
            if not more:
                return False
            received += more
        self.heard += received
        return True

    def close(self) -> None:
        self._done.set()
        self._thread.join(30)
        self._socket.close()


@pytest.fixture
def rude() -> Iterator[Callable[[list[bytes] | None], Rude]]:
    servers: list[Rude] = []

    def start(lines: list[bytes] | None) -> Rude:
        servers.append(Rude(lines))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


HELLO = [b"220 x\r\n", b"250 x\r\n"]


@pytest.mark.parametrize("after", [0, 1, 2, 3, 4, 5])
def test_a_dropped_connection_is_away_wherever_it_drops(
    after: int, rude: Callable[[list[bytes] | None], Rude], letter: EmailMessage
) -> None:
    """Before the mail is taken: greeting, EHLO, MAIL, two RCPT, DATA."""
    lines = [*HELLO, b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"][:after]
    server = SmtpServer("127.0.0.1", rude(lines).port, security="none", timeout=20)
    assert code_of(lambda: send(letter, server)) == "smtp_away"


def test_a_server_that_hangs_up_after_taking_the_mail_has_it(
    rude: Callable[[list[bytes] | None], Rude], letter: EmailMessage
) -> None:
    lines = [*HELLO, b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"250 taken\r\n"]
    impolite = rude(lines)
    assert send(letter, SmtpServer("127.0.0.1", impolite.port, security="none", timeout=20)) == []


def test_a_silent_server_is_given_up(rude: Callable[[list[bytes] | None], Rude], letter: EmailMessage) -> None:
    server = SmtpServer("127.0.0.1", rude(None).port, security="none", timeout=0.2)
    assert code_of(lambda: send(letter, server)) == "smtp_timeout"


@pytest.mark.parametrize(
    "reply", [b"hello\r\n", b"\x00\xff\xfe\r\n", b"554 go away\r\n", b"220 " + b"x" * 100_000 + b"\r\n"]
)
def test_whatever_a_stranger_says_is_a_trouble_of_ours(
    reply: bytes, rude: Callable[[list[bytes] | None], Rude], letter: EmailMessage
) -> None:
    server = SmtpServer("127.0.0.1", rude([reply]).port, security="none", timeout=20)
    assert code_of(lambda: send(letter, server)) in ("smtp_away", "smtp_refused", "smtp_later")


def test_a_server_that_echoes_the_password_does_not_get_it_into_our_words(
    rude: Callable[[list[bytes] | None], Rude], letter: EmailMessage
) -> None:
    token = base64.b64encode(f"\0abgleich\0{ASCII_PASSWORD}".encode())
    said = b"535 no: " + ASCII_PASSWORD.encode() + b" " + token + b"\r\n"
    impolite = rude([b"220 x\r\n", b"250-x\r\n250 AUTH PLAIN\r\n", said])
    server = SmtpServer("127.0.0.1", impolite.port, "none", "abgleich", ASCII_PASSWORD, timeout=20)
    with pytest.raises(Unavailable) as caught:
        send(letter, server)
    assert token in impolite.heard
    assert ASCII_PASSWORD not in str(caught.value)
    assert token.decode() not in str(caught.value)


def test_the_password_is_not_in_the_servers_own_description() -> None:
    assert PASSWORD not in repr(SmtpServer("x", password=PASSWORD))


def test_a_probe_goes_all_the_way_and_sends_nothing(serve: Callable[..., SmtpServer], authority: trustme.CA) -> None:
    box = Mailbox(**{"nobody@example.com": "550 no such user"})
    server = serve(box, tls_context=context_for(authority, "127.0.0.1"), authenticator=accepting("u", ASCII_PASSWORD))
    server = replace(server, user="u", password=ASCII_PASSWORD)
    assert probe(server, "abgleich <abgleich@example.com>", ["it@example.com"]) == []
    (refused,) = probe(server, "abgleich@example.com", ["it@example.com", "nobody@example.com"])
    assert refused[1]["recipient"] == "nobody@example.com"
    assert "DATA" not in box.commands
    assert box.mails == []


def test_a_probe_tells_a_refused_sender(serve: Callable[..., SmtpServer]) -> None:
    server = replace(serve(Mailbox(MAIL="550 not you")), security="none")
    assert code_of(lambda: probe(server, "abgleich@example.com", ["it@example.com"])) == "smtp_refused"


def test_an_address_the_server_cannot_carry_is_a_refusal(
    serve: Callable[..., SmtpServer], letter: EmailMessage
) -> None:
    box = Mailbox()
    del letter["To"]
    letter["To"] = "jörg@example.com"
    server = replace(serve(box, enable_SMTPUTF8=False), security="none")
    assert code_of(lambda: send(letter, server)) == "smtp_refused"
    assert box.mails == []
