"""Dates of every tool we met, read column by column; what can be two days is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.recognise.dates import NOT_A_TIME, read_dates

BERLIN = ZoneInfo("Europe/Berlin")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def one(cell: str, day_first: bool | None = None) -> str:
    value = read_dates([cell], BERLIN, day_first=day_first).at[cell]
    return "" if value == NOT_A_TIME else (EPOCH + timedelta(microseconds=value)).isoformat()


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2024-08-09 07:30:00", "2024-08-09T05:30:00+00:00"),
        ("2024-08-09 07:30", "2024-08-09T05:30:00+00:00"),
        ("2024-01-09", "2024-01-08T23:00:00+00:00"),
        ("2024-08-09T07:30:00Z", "2024-08-09T07:30:00+00:00"),
        ("2024-08-09T07:30:00.123Z", "2024-08-09T07:30:00.123000+00:00"),
        ("2019-11-05T16:33:54.9070259Z", "2019-11-05T16:33:54.907025+00:00"),
        ("2024-08-09 07:30:00.9567", "2024-08-09T05:30:00.956700+00:00"),
        ("2024-08-09T07:30:00+0200", "2024-08-09T05:30:00+00:00"),
        ("2024-08-09 07:30:00 +02:00", "2024-08-09T05:30:00+00:00"),
        ("2024-08-09 07:30:00 CEST", "2024-08-09T05:30:00+00:00"),
        ("2024-08-09 07:30:00 CET", "2024-08-09T06:30:00+00:00"),
        ("09.08.2024 07:30 MESZ", "2024-08-09T05:30:00+00:00"),
        ("09.01.2024 07:30 Uhr MEZ", "2024-01-09T06:30:00+00:00"),
        ("8/31/2024 7:30 AM EST", "2024-08-31T12:30:00+00:00"),
        ("Mon, 09 Aug 2010 07:30:00 PDT", "2010-08-09T14:30:00+00:00"),
        ("August 9, 2010 7:30 am EET", "2010-08-09T05:30:00+00:00"),
        ("2024-08-09 07:30:00 WET", "2024-08-09T07:30:00+00:00"),
        ("2024-08-09 07:30:00 -0500 (EST)", "2024-08-09T12:30:00+00:00"),
        ("2024-08-09 07:30:00 IST", ""),
        ("2024-08-09 07:30:00 A", ""),
        ("9 Aug 2010 07:30 BST", ""),
        ("2024-08-09 07:30:00 UTC", "2024-08-09T07:30:00+00:00"),
        ("2024-08-20 23:54:22.851858 +0000 UTC", "2024-08-20T23:54:22.851858+00:00"),
        ("2024-08-20 23:54:22.123456789 +0200 CEST", "2024-08-20T21:54:22.123456+00:00"),
        ("20210122T111244", "2021-01-22T10:12:44+00:00"),
        ("20210122", "2021-01-21T23:00:00+00:00"),
        ("20210122111244", "2021-01-22T10:12:44+00:00"),
        ("2024/08/09 07:30", "2024-08-09T05:30:00+00:00"),
        ("21-01-2026 10:22:05", "2026-01-21T09:22:05+00:00"),
        ("12-04-2022 09:30", "2022-04-12T07:30:00+00:00"),
        ("21-1-2026", "2026-01-20T23:00:00+00:00"),
        ("09.08.2010 07:30", "2010-08-09T05:30:00+00:00"),
        ("9.8.10, 07:30 Uhr", "2010-08-09T05:30:00+00:00"),
        ("09.08.2010", "2010-08-08T22:00:00+00:00"),
        ("31/08/2024 07:30", "2024-08-31T05:30:00+00:00"),
        ("8/31/2024 7:30:00 AM", "2024-08-31T05:30:00+00:00"),
        ("8/31/2024 12:05 am", "2024-08-30T22:05:00+00:00"),
        ("8/8/2024 12:05 PM", "2024-08-08T10:05:00+00:00"),
        ("August 9, 2010 7:30 am", "2010-08-09T05:30:00+00:00"),
        ("9. August 2010", "2010-08-08T22:00:00+00:00"),
        ("3 mars 2024 08:00", "2024-03-03T07:00:00+00:00"),
        ("9 Aug 2010 07:30", "2010-08-09T05:30:00+00:00"),
        ("Mon, 09 Aug 2010 07:30:00 GMT", "2010-08-09T07:30:00+00:00"),
        ("Mon, 09 Aug 2010 07:30:00 +0200", "2010-08-09T05:30:00+00:00"),
        ("1790083507", "2026-09-22T13:25:07+00:00"),
        ("1790083507123", "2026-09-22T13:25:07.123000+00:00"),
        ("45414.5", "2024-05-02T10:00:00+00:00"),
        ("", ""),
        ("0", ""),
        ("NA", ""),
        ("0000-00-00 00:00:00", ""),
        ("31.02.2024", ""),
        ("2024-13-01", ""),
        ("12.05.2024 25:00", ""),
        ("bald", ""),
        ("4711", ""),
        ("99999999999999999999", ""),
        ("2024-W01-1", ""),
    ],
)
def test_a_date_is_read_as_its_tool_meant_it(cell, moment):
    assert one(cell) == moment


def test_what_stands_for_nothing_is_not_called_unreadable():
    dates = read_dates(["", " ", "0", "NA", "-", "NULL", "0000-00-00 00:00:00"], BERLIN)
    assert not dates.unreadable
    assert set(dates.at.values()) == {NOT_A_TIME}


def test_a_time_in_a_zone_nobody_knows_is_unreadable_and_never_taken_for_the_offices():
    assert read_dates(["2024-08-09 07:30:00 IST", "2024-08-09 07:30:00 CET"], BERLIN).unreadable == {
        "2024-08-09 07:30:00 IST"
    }


def test_a_part_above_twelve_decides_for_the_whole_column():
    american = read_dates(["8/9/2024", "8/31/2024"], UTC).at
    european = read_dates(["8/9/2024", "31/8/2024"], UTC).at
    assert american["8/9/2024"] == (datetime(2024, 8, 9, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
    assert european["8/9/2024"] == (datetime(2024, 9, 8, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


def test_a_column_that_could_be_either_is_not_guessed():
    dates = read_dates(["8/9/2024", "1/2/2024"], UTC)
    assert dates.ambiguous == {"8/9/2024", "1/2/2024"}
    assert set(dates.at.values()) == {NOT_A_TIME}


def test_a_column_with_both_orders_is_read_only_where_a_cell_is_clear():
    dates = read_dates(["8/9/2024", "8/31/2024", "31/8/2024"], UTC)
    assert dates.ambiguous == {"8/9/2024"}
    assert dates.at["8/31/2024"] == dates.at["31/8/2024"] != NOT_A_TIME


def test_a_system_that_says_day_first_is_believed():
    assert one("8/9/2024", day_first=True) == "2024-09-07T22:00:00+00:00"


@settings(max_examples=200, deadline=None)
@given(st.datetimes(datetime(1981, 1, 1), datetime(2098, 1, 1)).map(lambda moment: moment.replace(microsecond=0)))  # noqa: DTZ001
def test_whatever_way_a_moment_is_written_it_is_the_same(moment):
    ways = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%Y%m%dT%H%M%S"]
    ways += ["%B %d, %Y %I:%M:%S %p", "%d %b %Y %H:%M:%S"]
    read = {read_dates([cell], BERLIN).at[cell] for cell in map(moment.strftime, ways)}
    assert read == {(moment.replace(tzinfo=BERLIN) - EPOCH) // timedelta(microseconds=1)}


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.from_regex(r"[0-9./: T+-]{1,25}", fullmatch=True))
def test_no_text_ever_breaks_the_reading(cell):
    assert set(read_dates([cell], BERLIN).at) == {cell}
