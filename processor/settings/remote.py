"""The settings of SFTP servers: one that files are fetched from, and one that exports are brought to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr, model_validator

from processor.settings.section import Place, Section, wrong


class SftpSettings(Section):
    """An SFTP server and a folder on it. Its host keys are pinned; abgleich check shows the lines for that."""

    host: str = Field(min_length=1, description="Name or address of the server.", examples=["sftp.example.com"])
    port: int = Field(default=22, gt=0, lt=65536, description="Its port.")
    user: str = Field(min_length=1, description="Who we are there.", examples=["abgleich"])
    password: SecretStr = Field(
        default=SecretStr(""),
        description="Password, best from the environment; not needed with a key.",
        examples=["${ABGLEICH_SFTP_PASSWORD}"],
    )
    key_file: Place | None = Field(
        default=None, description="File with our private key.", examples=["/etc/abgleich/id_ed25519"]
    )
    passphrase: SecretStr = Field(
        default=SecretStr(""),
        description="Passphrase of that file, if it has one.",
        examples=["${ABGLEICH_SFTP_PASSPHRASE}"],
    )
    host_keys: list[str] = Field(
        default=[],
        description="The server's host keys; abgleich check shows them. Ask its owner whether they are his.",
        examples=[["ssh-ed25519 SHA256:AbC…", "ssh-rsa SHA256:dEf…"]],
    )
    known_hosts: Place | None = Field(
        default=None,
        description="File with host keys in the form of OpenSSH, beside or instead of host_keys; never written to.",
        examples=["/etc/ssh/ssh_known_hosts"],
    )
    agent: bool = Field(default=False, description="Try the keys of a running SSH agent too.")
    find_keys: bool = Field(default=False, description="Try the keys in ~/.ssh too.")
    folder: str = Field(
        default="",
        description="Folder on the server; empty: where one is after logging in.",
        examples=["/newsletter/files"],
    )
    connect_seconds: float = Field(default=20, gt=0, description="Longest wait for connection, greeting, keys, login.")
    answer_seconds: float = Field(default=30, gt=0, description="Longest wait for one answer of the server.")
    session_seconds: float = Field(
        default=120,
        gt=0,
        description="Longest time for one visit with its transfers; less than half of the service's watchdog.",
    )

    @model_validator(mode="after")
    def _can_log_in(self) -> SftpSettings:
        if not (self.password.get_secret_value() or self.key_file or self.agent or self.find_keys):
            raise wrong("sftp_no_login")
        if any(ord(sign) < 32 for sign in self.folder):
            raise wrong("sftp_folder")
        return self


class InletSettings(SftpSettings):
    """An SFTP server whose files are fetched as if they had been dropped here."""

    after: Literal["done", "delete", "leave"] = Field(
        default="done",
        description="What becomes of a file there once it is safe here: moved into done/, deleted, or left.",
    )
    receipts: bool = Field(
        default=True, description="Put the receipt of each file beside it in done/ there; it holds addresses."
    )
    every_seconds: float = Field(default=60, gt=0, description="Look for new files this often.")
    max_megabytes: int = Field(default=1024, gt=0, description="Bigger files are not fetched, but reported.")
