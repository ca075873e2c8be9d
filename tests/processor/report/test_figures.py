"""Sizes and durations as people write them."""

from __future__ import annotations

import pytest

from processor.report import figures


@pytest.mark.parametrize(
    ("octets", "told"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (18_204, "18.2 kB"), (5_300_000, "5.3 MB"),
     (41_300_000_000, "41.3 GB"), (2_000_000_000_000_000, "2,000 TB")],
)  # fmt: skip
def test_a_size_has_the_unit_people_know(octets: int, told: str) -> None:
    assert figures.size(octets, "en") == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 s"), (0.44, "0,4 s"), (42.4, "42 s"), (252, "4 min"), (3600, "1 h"), (7500, "2 h 5 min"),
     (47 * 3600, "47 h"), (72 * 3600, "3 Tage")],
)  # fmt: skip
def test_a_duration_has_the_units_that_matter(seconds: float, told: str) -> None:
    assert figures.duration(seconds, "de") == told


def test_means_line_up() -> None:
    assert figures.mean(71, "de") == "71,0"
    assert figures.mean(1234.56, "en") == "1,234.6"
