"""A real SMTP server for tests: STARTTLS and a login are demanded, mails are kept in order; it can be shut."""

from __future__ import annotations

import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.parts.private import free_port

USER, PASSWORD = "abgleich", "geheim-9"


class PostOffice:
    """`mails` are what it took, oldest first; `ca_file` is the authority its certificate is from."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.ca_file = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(self._context)
        self.port = free_port()
        self.mails: list[EmailMessage] = []
        self._running: _Counter | None = None

    def open(self) -> None:
        self._running = _Counter(self, self._context)
        self._running.start()

    def shut(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]

    def settings(self) -> dict[str, object]:
        return {
            "host": "127.0.0.1",
            "port": self.port,
            "user": USER,
            "password": PASSWORD,
            "ca_file": str(self.ca_file),
            "timeout_seconds": 10,
        }

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        self.mails.append(message_from_bytes(envelope.content or b"", policy=policy.default))  # type: ignore[arg-type]
        return "250 taken"


class _Counter(Controller):
    def __init__(self, office: PostOffice, context: ssl.SSLContext) -> None:
        self._tls = context
        super().__init__(office, hostname="127.0.0.1", port=office.port, ready_timeout=20)

    def factory(self) -> SMTP:
        return SMTP(
            self.handler,
            tls_context=self._tls,
            require_starttls=True,
            auth_required=True,
            auth_require_tls=True,
            authenticator=_judge,
        )


def _judge(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, said: object) -> AuthResult:
    right = isinstance(said, LoginPassword) and (said.login, said.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)
