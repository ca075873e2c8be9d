"""Whatever happens to a file on its way, nothing but a verdict comes out of the reader, in bounded memory and time."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.fuzz.run import judged

MUTANTS = 300


@pytest.mark.parametrize("seed", [1, 2])
def test_a_broken_file_gets_a_verdict_and_nothing_else(seed: int) -> None:
    said = list(judged(seed, 0, MUTANTS))
    assert [(facts["number"], facts["trouble"]) for facts in said if facts["verdict"] == "none"] == []
    assert len(said) == MUTANTS
    kinds = Counter("read" if facts["verdict"].endswith(" rows") else "refused" for facts in said)
    assert min(kinds["read"], kinds["refused"]) > MUTANTS // 20  # both doors were tried
