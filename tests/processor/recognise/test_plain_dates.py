"""The short way to read dates gives the same moments as the long one, cell for cell."""

from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from processor.recognise.dates import NOT_A_TIME, read_dates
from processor.recognise.plain_dates import plain_moments

ZONES = st.sampled_from(
    [
        "Europe/Berlin",
        "UTC",
        "America/Sao_Paulo",
        "Asia/Beirut",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Casablanca",
    ]
).map(ZoneInfo)
DAY = st.dates().map(lambda day: day.isoformat()) | st.dates().map(lambda day: f"{day:%d.%m.}{day.year:04}")
CLOCK = st.sampled_from(
    ["", " 00:00:00", "T23:59:59", " 02:30", " 24:00", " 07:60:00", " 7:30", "T07:30:00Z", " ", "\n"]
)
NEAR = st.text("0123456789-.: TZ", max_size=20)
CELLS = st.lists(st.builds("{}{}".format, DAY, CLOCK) | NEAR | st.times().map(lambda at: f"2026-03-29 {at:%H:%M:%S}"))


@settings(max_examples=300, deadline=None)
@given(CELLS, ZONES)
def test_a_date_means_the_same_by_the_short_way_and_by_the_long_one(cells, zone):
    short = plain_moments(cells, zone)
    long = read_dates([f" {cell}" for cell in short], zone)  # a blank in front, which only the long way takes off
    assert {f" {cell}": moment for cell, moment in short.items()} == long.at
    assert not long.unreadable
    assert not long.ambiguous


@settings(max_examples=100, deadline=None)
@given(CELLS, ZONES)
def test_every_cell_has_a_moment_or_is_known_to_have_none(cells, zone):
    found = read_dates(cells, zone)
    assert set(found.at) >= set(cells)
    assert all(found.at[cell] == NOT_A_TIME for cell in found.unreadable | found.ambiguous)


def test_usual_dates_take_the_short_way():
    cells = ["2026-08-09 07:30:00", "2026-08-09T07:30:00", "2026-08-09", "09.08.2026 07:30", "09.08.2026"]
    assert set(plain_moments(cells, ZoneInfo("Europe/Berlin"))) == set(cells)
    assert plain_moments(["2026-03-29 12:00", "2026-10-25"], ZoneInfo("Europe/Berlin")) == {}
