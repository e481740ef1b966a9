"""The elections of the dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from metadata_pages import CAPTURED, capture, elected, of_text
from metadata_pages import block as text_block

from thresher.metadata import html, moments, when
from thresher.metadata.moments import Bounds
from thresher.nouns import Vote

SOURCES = ["json-ld", "opengraph", "meta", "time", "nearby", "url", "dated", "rule:published-lines", "script"]


def vote(field: str, value: str, source: str = "opengraph", confidence: float = 1.0) -> Vote:
    return Vote(field, value, source, confidence)


def test_a_date_after_the_capture_loses_with_a_mark():
    found = elected([vote("published", "2031-01-01")])
    assert found.published is None
    assert [(one.value, one.mark) for one in found.losers if one.field == "published"] == [
        ("2031-01-01", moments.AFTER_THE_CAPTURE)
    ]


def test_a_date_before_the_web_loses_with_a_mark_to_any_other():
    found = elected([vote("published", "1923-05-01", "json-ld"), vote("published", "2024-03-05", "time", 0.5)])
    assert found.published == "2024-03-05"
    assert [one.mark for one in found.losers if one.field == "published"] == [moments.BEFORE_THE_WEB]


def test_a_date_that_counts_next_to_nothing_is_not_elected():
    found = elected([vote("published", "2024-03-05", "dated", 0.12)])
    assert found.published is None
    assert [one.mark for one in found.losers if one.field == "published"] == [when.FAINT]


def test_a_head_that_writes_its_last_change_for_both_gives_way_to_an_older_date_that_readers_see():
    saved = [vote("published", "2024-05-20", "json-ld"), vote("modified", "2024-05-20", "json-ld")]
    assert elected([*saved, vote("published", "2023-02-01", "nearby")]).published == "2023-02-01"
    assert elected([*saved, vote("published", "2024-05-22", "nearby")]).published == "2024-05-20"


def test_an_instant_of_publication_filed_as_a_change_gives_it_its_zone():
    found = elected(
        [
            vote("published", "2024-03-05T00:46:23+00:00"),
            vote("modified", "2024-03-04T19:46:23-05:00", "time"),
        ]
    )
    assert found.published == "2024-03-04T19:46:23-05:00"


def test_the_date_that_readers_see_goes_before_that_of_the_address():
    found = elected([vote("published", "2024-03-04", "url"), vote("published", "5 March 2024", "nearby")])
    assert found.published == "2024-03-05"


def test_numeric_dates_are_read_in_the_order_that_another_on_the_page_shows():
    votes = [vote("language", "en-US", "html"), vote("published", "03/04/2024", "nearby")]
    assert elected(votes).published == "2024-03-04"
    assert elected([*votes, vote("published", "25/02/2024", "dated", 0.2)]).published == "2024-04-03"


def test_an_ambiguous_date_stays_silent_without_evidence_of_language_or_site():
    assert elected([vote("published", "03/04/2024", "nearby")]).published is None


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1995, 2023), st.sampled_from("/-"))
def test_no_ambiguous_date_is_guessed(first, second, year, mark):
    found = elected([vote("published", f"{first:02}{mark}{second:02}{mark}{year}", "nearby")]).published
    assert found == (f"{year}-{first:02}-{first:02}" if first == second else None)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["published", "modified"]),
            st.dates(date(1900, 1, 1), date(2100, 1, 1)),
            st.sampled_from(SOURCES),
            st.floats(0.01, 1),
        ),
        max_size=8,
    )
)
def test_no_elected_date_is_outside_the_bounds_and_none_goes_unmarked(cast):
    votes = [vote(field, day.isoformat(), source, share) for field, day, source, share in cast]
    found = elected(votes)
    for value in filter(None, (found.published, found.modified)):
        assert moments.FIRST <= date.fromisoformat(value[:10]) <= (CAPTURED + timedelta(days=1)).date()
    if found.published and found.modified:
        assert found.published <= found.modified
    for one in found.losers:
        against = Bounds(CAPTURED).against(moments.Moment(date.fromisoformat(one.value[:10])))
        assert not against or one.mark == against


def test_near_counts_of_different_days_are_a_dispute():
    votes = [vote("published", "2024-03-05", "nearby"), vote("published", "2024-03-08", "dated")]
    assert when.is_disputed(votes, Bounds(datetime(2024, 6, 1, tzinfo=UTC)))
    assert not when.is_disputed(votes[:1], Bounds())
    assert not when.is_disputed([*votes, vote("published", "2024-03-08", "json-ld")], Bounds())


@pytest.mark.parametrize(
    "line",
    [
        "Joined: 3 March 2024",
        "Member since March 3, 2024",
        "Last visited 3 March 2024",
        "#2 2024-03-03 10:00",
        "— Harbour News (@harbour) March 3, 2024",
        "Deadline: 3 March 2024",
    ],
)
def test_dates_of_members_replies_and_posts_elsewhere_are_not_the_pages(line):
    seen = html.votes(f"<html><body><h1>The bridge opens at last today</h1><p>{line}</p></body></html>", capture())
    assert not [one for one in seen if one.field == "published" and one.source == "nearby"]
    assert of_text(text_block("The bridge opens at last today"), text_block(line)).published is None


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe | Mar 3, 2024 | Bridges, Harbours and Everything Else That Floats",
        "3/15/2024 • Sunday Essays • Jane Roe",
        "By Jane Roe, Ann Poe and Ida Moe on March 3, 2024 | Comments",
    ],
)
def test_a_date_between_names_and_sections_is_found(line):
    found = of_text(text_block("The bridge opens at last today"), text_block(line), captured_at=CAPTURED)
    assert found.published is not None
    assert found.published.startswith("2024-03")


@pytest.mark.parametrize(
    "line", ["Backing up your data before 2 April 2024 is what the board of the harbour would like all of us to do."]
)
def test_a_word_of_a_sentence_is_no_label_of_its_date(line):
    assert of_text(text_block("The bridge opens at last today"), text_block(line)).published is None


def test_the_line_that_says_when_a_question_was_asked_dates_the_page_wherever_it_stands():
    lines = [
        text_block(f"A line of no weight, number {word}")
        for word in ["one", "two", "three", "four", "five", "six", "seven"]
    ]
    head, asked = (
        text_block("Why does the harbour bridge close at night?"),
        text_block("3 badges asked Mar 3, 2024 at 9:15"),
    )
    found = of_text(head, *lines * 8, asked, text_block("Modified Apr 4, 2024"), captured_at=CAPTURED)
    assert found.published == "2024-03-03T09:15:00"
