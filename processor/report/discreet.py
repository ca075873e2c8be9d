"""A mailbox is no place for opt-out lists: every address in a text that leaves by post is masked."""

from __future__ import annotations

import re

from processor.domain.address import masked

_ADDRESS = re.compile(r"""(?:"[^"\n]*"|[^\s@<>()\[\]{}",;:|/\\]+)@[^\s@<>()\[\]{}",;:|/\\]+""")


def discreet(text: str) -> str:
    """Given any text, return it with everything that looks like an e-mail address masked: "m…r@firma.de".

    Wider than what is a valid address on purpose: a masked word too many harms nobody.
    """
    return _ADDRESS.sub(lambda found: masked(found.group()), text) if "@" in text else text
