"""Dates with the name of a month, in the languages that we claim to read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import locales
import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from thresher.metadata import dates, months
from thresher.metadata.moments import Bounds

CAPTURED = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)

LOCALES = locales.MONTHS
"""Those whose dates are read in all of the three usual lengths."""


@given(
    st.sampled_from(LOCALES), st.sampled_from(["full", "long", "medium"]), st.dates(date(1990, 1, 1), CAPTURED.date())
)
def test_a_date_in_words_is_read_back_in_every_language(locale, length, day):
    written = format_date(day, length, locale)
    found = dates.readings(written, Bounds(CAPTURED, None, locale.partition("_")[0]))
    assert [moment.day for moment in found] == [day], written


@given(st.sampled_from(["ar_EG", "ar_LB", "ar_MA"]), st.dates(date(1990, 1, 1), CAPTURED.date()))
def test_arabic_months_are_read_by_their_names_of_east_and_west(locale, day):
    found = dates.parse(format_date(day, "long", locale), Bounds(CAPTURED, None, "ar"))
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    ("raw", "language", "month"),
    [("5. listopada 2021.", "hr", 10), ("5 listopada 2021", "pl", 11), ("5 lis 2021", "pl", 11)],
)
def test_a_name_that_means_two_months_is_read_by_the_language(raw, language, month):
    found = dates.parse(raw, Bounds(None, None, language))
    assert found is not None
    assert found.day == date(2021, month, 5)


def test_a_name_that_means_two_months_is_not_guessed():
    assert dates.parse("5 listopada 2021", Bounds()) is None


def test_no_name_of_the_table_stands_for_two_months():
    names = [name for line in months.folded(months.NAMES).split("\n") for name in set(line.split()[1:])]
    lines = {line.split()[0]: set() for line in months.NAMES.split("\n") if line}
    for line in months.folded(months.NAMES).split("\n"):
        if line:
            lines[line.split()[0]].update(line.split()[1:])
    assert sum(map(len, lines.values())) == len(set().union(*lines.values()))
    assert not set(names) & {name for table in months.APART.values() for name in table}


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("Fri Mar 05 04:05:06 +0000 2021", "2021-03-05T04:05:06+00:00"),
        ("5-Mar-21", "2021-03-05"),
        ("5 Mar '21", "2021-03-05"),
        ("in chapter 2, March 5, 2021", "2021-03-05"),
        ("2021. március 5. 14:05", "2021-03-05T14:05:00"),
        ("2021 m. kovo 5 d.", "2021-03-05"),
        ("2021. gada 5. marts", "2021-03-05"),
        ("ngày 5 tháng 3 năm 2021", "2021-03-05"),
    ],
)
def test_the_parts_of_a_date_are_found_in_any_order(raw, iso):
    found = dates.parse(raw, Bounds(CAPTURED))
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize(
    "raw",
    [
        "5 Mar 10:30",
        "12 | March 2021",
        "2 of them may 2021",
        "1 April",
        "March 2021",
        "5 people march 20 miles",
        "5 thang 99999999999999999999 2021",
    ],
)
def test_numbers_near_a_months_name_are_no_date_by_themselves(raw):
    assert dates.parse(raw, Bounds(CAPTURED)) is None
