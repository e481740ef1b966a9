# ruff: noqa: RUF001 - digits in their own scripts
"""Years, months and digits of other calendars and scripts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.metadata import calendars, dates
from thresher.metadata.moments import Bounds


@pytest.mark.parametrize(
    ("year", "first"),
    [
        (1370, date(1991, 3, 21)),
        (1375, date(1996, 3, 20)),
        (1379, date(2000, 3, 20)),
        (1387, date(2008, 3, 20)),
        (1392, date(2013, 3, 21)),
        (1400, date(2021, 3, 21)),
        (1403, date(2024, 3, 20)),
        (1404, date(2025, 3, 21)),
    ],
)
def test_persian_years_begin_on_the_days_on_which_they_began(year, first):
    assert calendars.jalali(year, 1, 1) == first
    assert calendars.jalali(year, 12, 29) < first + timedelta(days=366)


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)))
def test_every_day_has_one_persian_date(day):
    year = day.year - 621 - (day < calendars.jalali(day.year - 621, 1, 1))
    named = []
    for month in range(1, 13):
        for number in range(1, 32):
            try:
                named.append(calendars.jalali(year, month, number))
            except ValueError:
                continue
    assert named.count(day) == 1
    assert len(named) == len(set(named)) in {365, 366}


@pytest.mark.parametrize(
    "wrong", [(9378, 12, 1), (0, 1, 1), (1400, 13, 1), (1400, 0, 1), (1400, 7, 31), (1400, 12, 30), (1400, 1, 0)]
)
def test_days_that_the_persian_calendar_lacks_are_refused(wrong):
    with pytest.raises(ValueError, match="Persian"):
        calendars.jalali(*wrong)


@pytest.mark.parametrize(
    ("raw", "language", "iso"),
    [
        ("15 มกราคม พ.ศ. 2565", "th", "2022-01-15"),
        ("15 ม.ค. 2565 14:05", "th", "2022-01-15T14:05:00"),
        ("๑๕ มกราคม ๒๕๖๕", None, "2022-01-15"),
        ("15/01/2565", "th", "2022-01-15"),
        ("2565-01-15T10:00:00+07:00", "th", "2022-01-15T10:00:00+07:00"),
        ("۱۵ اسفند ۱۳۹۹", "fa", "2021-03-05"),
        ("۱۵ حوت ۱۳۹۹", "ps", "2021-03-05"),
        ("1399/12/15 - 10:20", "fa", "2021-03-05T10:20:00"),
        ("令和3年3月5日 16時5分", "ja", "2021-03-05T16:05:00"),
        ("令和元年五月一日", "ja", "2019-05-01"),
        ("平成31年4月30日", "ja", "2019-04-30"),
        ("中華民國110年3月5日", "zh", "2021-03-05"),
        ("二〇二一年三月十五日", "zh", "2021-03-15"),
        ("٥ آذار ٢٠٢١", "ar", "2021-03-05"),
        ("5 كانون الثاني/يناير 2021", "ar", "2021-01-05"),
        ("५ मार्च २०२१", "hi", "2021-03-05"),
    ],
)
def test_dates_of_other_calendars_and_digits_are_read(raw, language, iso):
    moment = dates.parse(raw, Bounds(None, None, language))
    assert moment is not None
    assert moment.iso == iso


def test_persian_years_are_read_as_such_only_where_the_language_counts_in_them():
    assert dates.parse("1399/12/15", Bounds(None, None, "ar")) is None


def test_an_era_that_ended_before_the_web_gives_no_date():
    assert dates.parse("昭和60年4月1日", Bounds()) is None
    assert dates.outside("昭和60年4月1日", Bounds()) is not None
