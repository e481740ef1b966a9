"""Dates told by how long ago they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import locales
import pytest
from babel.dates import format_timedelta
from hypothesis import given
from hypothesis import strategies as st

from thresher.metadata import dates, relative
from thresher.metadata.moments import Bounds

CAPTURED = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
LOCALES = locales.AGO


@given(st.sampled_from(LOCALES), st.sampled_from(["minute", "hour", "day"]), st.integers(3, 90))
def test_a_distance_is_read_back_in_every_language(locale, unit, amount):
    distance = timedelta(**{f"{unit}s": amount})
    written = format_timedelta(-distance, granularity=unit, threshold=1e9, add_direction=True, locale=locale)
    found = dates.parse(written, Bounds(CAPTURED))
    assert found is not None, written
    assert found.day == (CAPTURED - distance).date(), written


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("an hour ago", "2024-06-01"),
        ("vor einem Tag", "2024-05-31"),
        ("Posted 2 days ago", "2024-05-30"),
        ("Yesterday at 5:30 pm", "2024-05-31T17:30:00"),
        ("gestern, 14:05 Uhr", "2024-05-31T14:05:00"),
        ("hier à 16h05", "2024-05-31T16:05:00"),
        ("昨日 14:05", "2024-05-31T14:05:00"),
        ("Updated: today, 9:15", "2024-06-01T09:15:00"),
    ],
)
def test_days_are_counted_from_the_capture(raw, iso):
    found = relative.parse(raw, CAPTURED)
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize(
    "raw", ["3 weeks ago", "2 months ago", "in 3 hours", "open 24 hours", "Harbour Today 9:15", "500 days ago", "ago"]
)
def test_what_names_no_day_is_left_alone(raw):
    assert relative.parse(raw, CAPTURED) is None


def test_nothing_is_counted_from_an_unknown_capture():
    assert relative.parse("3 hours ago", None) is None
