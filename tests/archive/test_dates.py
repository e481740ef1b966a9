from datetime import UTC, datetime

import pytest

from thresher.archive.dates import moment, written_moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-04T05:06:07Z", datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)),
        ("2026-03-04T05:06:07.123456789Z", datetime(2026, 3, 4, 5, 6, 7, 123456, UTC)),
        ("2026-03-04T05:06:07.5Z", datetime(2026, 3, 4, 5, 6, 7, 500000, UTC)),
        ("2026-03-04T05:06:07+02:00", datetime(2026, 3, 4, 3, 6, 7, tzinfo=UTC)),
        ("2026-03-04 05:06:07", datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)),
        ("2026-03-04T05:06Z", datetime(2026, 3, 4, 5, 6, tzinfo=UTC)),
        ("2026-03-04", datetime(2026, 3, 4, tzinfo=UTC)),
        ("2026-03", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("20260304050607", datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)),
        ("202603040506", datetime(2026, 3, 4, 5, 6, tzinfo=UTC)),
        ("20260304050607123", datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)),
        ("2008-10-294T05:21:46-0700", datetime(2008, 10, 20, 12, 21, 46, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_dates_of_archives_are_read(text, expected):
    assert moment(text) == expected


@pytest.mark.parametrize(
    "text", [None, "", "yesterday", "2026-13-01", "0000", "20269999", "9" * 400, "2026-02-30T00:00:00Z", "-"]
)
def test_what_is_no_date_is_none(text):
    assert moment(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 03 Mar 2026 10:00:00 GMT",
        "Tue Mar 03 2026 11:00:00 GMT+0100 (CET)",
        "3 Mar 2026 10:00:00 +0000",
        "2026-03-03T10:00Z",
    ],
)
def test_written_dates_are_read(text):
    assert written_moment(text) == datetime(2026, 3, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "Tue, 99 Mar 2026", "x" * 500, "\x00"])
def test_words_that_are_no_date_are_none(text):
    assert written_moment(text) is None
