"""What abgleich itself wrote is no news."""

from __future__ import annotations

from datetime import UTC

import pytest

from processor.domain.table import Table
from processor.errors import Refused
from processor.recognise import recognise


@pytest.mark.parametrize("name", ["x.K3F9A2ZZ.rows.csv", "x.K3F9A2ZZ.receipt.txt", "X.WHY.TXT"])
@pytest.mark.parametrize("folder", ["", "optouts", "bounces"])
def test_a_receipt_dropped_back_is_refused_wherever_it_lies(name: str, folder: str) -> None:
    columns = (("anna@example.com",), ("opt-out",))
    table = Table(container="csv", header=("Address", "Event"), columns=columns, lines=(2,))
    with pytest.raises(Refused, match="own_receipt"):
        recognise([table], name, folder, UTC)
