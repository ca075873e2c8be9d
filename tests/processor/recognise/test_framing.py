"""Whatever text a reading holds stands in the frame as it was."""

from hypothesis import given
from hypothesis import strategies as st

from processor.domain.batch import COLUMNS
from processor.recognise.framing import framed
from processor.recognise.rows import ignored_table

CELLS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(["", "a", "\0"]))


@given(st.lists(CELLS, min_size=1, max_size=3))
def test_strings_of_any_kind_come_out_as_they_went_in(tables: list[list[str]]) -> None:
    readings = [ignored_table(list(range(1, len(cells) + 1)), "Tabelle ü", cells) for cells in tables]
    rows = framed(readings)
    cells = [cell for table in tables for cell in table]
    assert rows["address"].tolist() == cells
    assert rows["sheet"].tolist() == ["Tabelle ü"] * len(cells)
    assert {name: str(kind) for name, kind in rows.dtypes.items()} == dict(COLUMNS)
    assert not rows.drop(columns="at").isna().to_numpy().any()
