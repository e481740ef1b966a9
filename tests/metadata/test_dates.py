"""Dates: what is read, in which order of day and month, and what is never believed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.metadata import dates, detectors, moments, spoken
from thresher.metadata.moments import Bounds

CAPTURED = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
BOUNDS = Bounds(CAPTURED, month_first=None)


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2021-03-05", "2021-03-05"),
        ("2021-03-05T04:05:06.789Z", "2021-03-05T04:05:06+00:00"),
        ("2021-03-05 04:05:06 +0200", "2021-03-05T04:05:06+02:00"),
        ("Fri, 05 Mar 2021 04:05:06 GMT", "2021-03-05T04:05:06+00:00"),
        ("March 5, 2021, 4:05 pm", "2021-03-05T16:05:00"),
        ("12 a.m. on Mar. 5th, 2021", "2021-03-05"),
        ("5. März 2021, 16:05 Uhr", "2021-03-05T16:05:00"),
        ("1er août 2019", "2019-08-01"),
        ("le 5 mars 2021 à 16h05", "2021-03-05T16:05:00"),
        ("viernes, 5 de marzo de 2021", "2021-03-05"),
        ("5 marca 2021", "2021-03-05"),
        ("5 марта 2021", "2021-03-05"),
        ("2021年3月5日", "2021-03-05"),
        ("2021년 3월 5일", "2021-03-05"),
        ("05.03.2021", "2021-03-05"),
        ("25/03/2021", "2021-03-25"),
        ("03/25/2021", "2021-03-25"),
        ("20210305", "2021-03-05"),
        ("2021 Mar 5", "2021-03-05"),
        ("1614744306000", "2021-03-03T04:05:06+00:00"),
        ("Published: 05-Mar-21", "2021-03-05"),
        ("3 hours ago", "2024-06-01"),
        ("vor 2 Tagen", "2024-05-30"),
    ],
)
def test_dates_are_read_in_the_forms_of_many_places(raw, iso):
    moment = dates.parse(raw, BOUNDS)
    assert moment is not None
    assert moment.iso == iso


@pytest.mark.parametrize("raw", ["", "tomorrow", "13/13/2021", "2021-02-30", "page 3 of 12", "0000-00-00", "Mar 1"])
def test_what_is_no_whole_date_is_not_read(raw):
    assert dates.parse(raw, BOUNDS) is None


def test_a_date_after_the_capture_is_not_believed_but_a_zone_of_slack_is():
    assert dates.parse("2024-06-02", BOUNDS) is not None
    assert dates.parse("2024-06-03", BOUNDS) is None


def test_a_date_before_the_web_is_not_believed():
    assert dates.parse("1989-12-31", BOUNDS) is None
    assert dates.parse("1990-01-01", BOUNDS) is not None


def test_day_and_month_that_could_be_swapped_are_not_guessed_without_a_reason():
    assert dates.parse("03/04/2021", BOUNDS) is None
    assert len(dates.readings("03/04/2021", BOUNDS)) == 2


@pytest.mark.parametrize(
    ("language", "host", "first"),
    [
        ("en-US", "a.example", True),
        ("en-GB", "a.example", False),
        ("en", "a.example", True),
        ("en", "a.co.uk", False),
        ("de", "a.com", False),
        ("fr-CA", "a.com", False),
        (None, "a.example", None),
        (None, "a.de", False),
    ],
)
def test_the_order_of_day_and_month_follows_language_then_host(language, host, first):
    assert moments.month_first(language, host) is first


def test_the_same_instant_in_utc_and_local_time_agrees_and_keeps_the_local_zone():
    utc = dates.parse("2023-11-09T05:30:59Z", BOUNDS)
    local = dates.parse("2023-11-08 23:30:59", BOUNDS)
    assert utc is not None
    assert local is not None
    assert moments.agree(utc, local)
    assert moments.merged([(utc, 0.9), (local, 0.5)]).iso == "2023-11-08T23:30:59-06:00"


def test_a_day_three_days_off_does_not_agree():
    one, other = dates.parse("2023-11-09T05:30:59Z", BOUNDS), dates.parse("2023-11-06", BOUNDS)
    assert one is not None
    assert other is not None
    assert not moments.agree(one, other)


def test_months_that_the_table_lacks_are_read_by_language():
    assert dates.parse("12 Meurzh 2021", BOUNDS) is None
    assert spoken.parse("12 Meurzh 2021", "br", BOUNDS) == moments.Moment(date(2021, 3, 12))
    assert spoken.parse("12 Meurzh 2021 " * 5, "br", BOUNDS) is None


def test_of_languages_of_our_own_tables_dateparser_is_not_asked(monkeypatch):
    asked = []
    monkeypatch.setattr(spoken, "_dateparser", lambda _text, language, _now: asked.append(language))
    for language in (*spoken.OURS, "br"):
        spoken.parse("12 Meurzh 2021", language, BOUNDS)
    assert asked == ["br"]


@pytest.mark.parametrize("tag", ["nb-NO", "nn", "fil-PH", "iw", "en-GB", "zh-Hant"])
def test_our_own_languages_are_named_as_the_tags_of_pages_are_read(tag):
    assert detectors.subtag(tag) in spoken.OURS


DATED = st.text("0123456789/.-: TZ年月日令和元十مهرMarch5thangago,|#", max_size=60)  # noqa: RUF001 - a month in its script


@given(st.text(max_size=300) | DATED)
def test_no_text_breaks_the_reading_and_none_escapes_the_bounds(raw):
    moment = dates.parse(raw, BOUNDS)
    if moment is not None:
        assert moments.FIRST <= moment.day <= (CAPTURED + timedelta(days=2)).date()


@given(st.dates(date(1990, 1, 1), date(2024, 6, 1)), st.sampled_from(["%Y-%m-%d", "%B %d, %Y", "%d %B %Y", "%d.%m.%Y"]))
def test_every_day_is_read_back_from_the_usual_forms(day, form):
    moment = dates.parse(day.strftime(form), BOUNDS)
    assert moment is not None
    assert moment.day == day


@given(st.datetimes(datetime(1990, 1, 2), datetime(2024, 6, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - zone given apart
def test_an_instant_keeps_its_time_and_zone(instant):
    moment = dates.parse(instant.isoformat(), BOUNDS)
    assert moment is not None
    assert datetime.fromisoformat(moment.iso) == instant.replace(microsecond=0)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Updated 9:05 p.m. ET, March 3, 2024", "2024-03-03T21:05:00-05:00"),
        ("Updated 9:05 p.m. ET, July 3, 2024", "2024-07-03T21:05:00-04:00"),
        ("March 10, 2024 1:59 AM ET", "2024-03-10T01:59:00-05:00"),
        ("March 10, 2024 3:00 AM ET", "2024-03-10T03:00:00-04:00"),
        ("November 3, 2024 3:00 AM PT", "2024-11-03T03:00:00-08:00"),
        ("5 March 2024 14.30 CET", "2024-03-05T14:30:00+01:00"),
        ("14:00, 28 April 2024", "2024-04-28T14:00:00"),
        ("5 March 2024 10:00 GMT+2", "2024-03-05T10:00:00+02:00"),
        ("5 March 2024 10:00 IST", "2024-03-05T10:00:00"),
        ("5 mars 2024 10:00 et plus tard", "2024-03-05T10:00:00"),
        ("12.03.2024", "2024-03-12"),
    ],
)
def test_a_zone_is_told_by_a_name_that_means_one_zone_only(text, moment):
    found = dates.parse(text, dates.Bounds(None, month_first=True))
    assert found is not None
    assert found.iso == moment
