"""Errors sorted by whose fault they are; each carries a code and facts, the words are in templates/words/."""

from __future__ import annotations


class AbgleichError(Exception):
    """Expected trouble: `code` names the sentence in templates/words/, `facts` fill its gaps."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({facts})" if facts else self.code


class Refused(AbgleichError):
    """The file's fault: it goes to refused/ with a reason in plain words and is not tried again (words: refused)."""


class Unavailable(AbgleichError):
    """The world's fault (share, ERP, SMTP, disk): the work stays claimed and is tried again (words: unavailable)."""


class Misconfigured(AbgleichError):
    """The operator's fault: the program does not start and says which key to mend (words: misconfigured)."""
