"""The election: who wins, by how much, and what is refused."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from metadata_pages import elected

from thresher.metadata import dates
from thresher.metadata.moments import Bounds
from thresher.metadata.sources import DEFAULT_WEIGHT, FAMILIES, SOURCES, weight
from thresher.nouns import Vote

FIELDS = (
    "title", "authors", "published", "modified", "site_name", "canonical_url",
    "section", "tags", "description", "deck", "image", "language", "publisher", "dateline", "captions",
    "image_alt", "access", "license",
)  # fmt: skip


def vote(field: str, value: str, source: str = "opengraph", confidence: float = 1.0) -> Vote:
    return Vote(field, value, source, confidence)


def test_votes_that_agree_outweigh_a_single_heavier_one():
    found = elected(
        [
            vote("published", "2024-03-01", "json-ld", 0.7),
            vote("published", "2024-03-05", "time"),
            vote("published", "5 March 2024", "meta"),
        ]
    )
    assert found.published == "2024-03-05"
    assert found.evidence["published"].source == "meta+time"


def test_more_witnesses_make_a_value_surer():
    alone = elected([vote("published", "2024-03-05")])
    joined = elected([vote("published", "2024-03-05"), vote("published", "2024-03-05", "url")])
    assert joined.evidence["published"].confidence > alone.evidence["published"].confidence


def test_sources_that_copy_each_other_speak_with_one_voice():
    alone = elected([vote("title", "Bridge open now")])
    copied = elected([vote("title", "Bridge open now"), vote("title", "Bridge open now", "twitter")])
    assert copied.evidence["title"].confidence == alone.evidence["title"].confidence


def test_losing_candidates_are_kept():
    found = elected([vote("title", "Bridge open now", "h1"), vote("title", "You will not believe this bridge")])
    assert found.title == "Bridge open now"
    assert [loser.value for loser in found.losers if loser.field == "title"] == ["You will not believe this bridge"]


@pytest.mark.parametrize(
    "title",
    [
        "Bridge open now | Harbour Post",
        "Bridge open now - harbourpost.example",
        "Harbour Post: Bridge open now",
        "Harbour Post » Bridge open now",
    ],
)
def test_the_title_loses_the_sites_name(title):
    found = elected(
        [vote("title", title, "title"), vote("title", "Bridge open now", "h1"), vote("site_name", "Harbour Post")]
    )
    assert found.title == "Bridge open now"


def test_a_dash_within_the_headline_stays():
    assert elected([vote("title", "Bridge - a dream - opens")]).title == "Bridge - a dream - opens"


def test_entities_and_sections_leave_the_title():
    found = elected([vote("title", "Bridge open now | City", "title"), vote("section", "City")])
    assert found.title == "Bridge open now"


def test_the_sites_name_is_no_author_but_a_person_whose_site_it_is_is_one():
    named = [vote("authors", "Harbour Post", "meta"), vote("site_name", "Harbour Post")]
    assert elected(named).authors == ()
    own = elected([vote("authors", "Jane Roe", "json-ld")], url="https://janeroe.example/x")
    assert own.authors == ("Jane Roe",)


def test_people_go_before_organisations():
    votes = [vote("authors", "Associated Press", "json-ld"), vote("authors", "By Jane Roe", "byline")]
    assert elected(votes).authors == ("Jane Roe",)
    assert elected(votes[:1]).authors == ("Associated Press",)


def test_raw_values_of_rules_are_normalised_too():
    found = elected(
        [
            vote("authors", "By Jane Roe and John Doe", "rule:byline"),
            vote("published", "March 5, 2024, 4:05 pm", "rule:date"),
        ]
    )
    assert found.authors == ("Jane Roe", "John Doe")
    assert found.published == "2024-03-05T16:05:00"
    assert found.evidence["published"].source == "rule:date"


def test_published_is_never_after_modified():
    later = elected([vote("published", "2024-03-05", "json-ld"), vote("modified", "2024-03-01", "time")])
    assert later.published == "2024-03-05"
    assert later.modified is None
    trusted = elected(
        [
            vote("published", "2024-03-09", "time", 0.3),
            vote("published", "2024-03-01", "url", 0.3),
            vote("modified", "2024-03-05"),
        ]
    )
    assert (trusted.published, trusted.modified) == ("2024-03-01", "2024-03-05")


def test_a_modified_date_stands_in_for_publication_with_less_confidence():
    found, told = (elected([vote(field, "2024-03-05", "json-ld")]) for field in ("modified", "published"))
    assert found.published == told.published == "2024-03-05"
    assert found.evidence["published"].confidence < told.evidence["published"].confidence - 0.1


def test_dates_after_the_capture_are_discarded():
    assert elected([vote("published", "2030-01-01"), vote("published", "2024-03-05", "url")]).published == "2024-03-05"
    assert elected([vote("published", "2030-01-01")]).published is None


def test_an_ambiguous_date_is_read_as_the_rest_of_the_page_says():
    votes = [vote("published", "03/04/2024", "dated"), vote("published", "2024-04-03", "url", 0.5)]
    assert elected(votes).published == "2024-04-03"
    assert elected([*votes[:1], vote("language", "en-US")]).published == "2024-03-04"
    assert elected(votes[:1]).published is None


def test_the_canonical_address_is_the_normalised_capture_unless_a_claim_is_plausible():
    assert elected([], url="https://harbour.example/x?utm_source=a").canonical_url == "https://harbour.example/x"
    claim = vote("canonical_url", "https://harbour.example/story", "link")
    assert elected([claim], url="https://amp.harbour.example/x").canonical_url == "https://harbour.example/story"
    elsewhere = vote("canonical_url", "https://elsewhere.test/story", "link")
    assert elected([elsewhere], url="https://harbour.example/x").canonical_url == "https://harbour.example/x"


@given(
    st.lists(
        st.builds(
            Vote,
            st.sampled_from(FIELDS),
            st.text(max_size=60),
            st.sampled_from([s.name for s in SOURCES]),
            st.floats(0, 1),
        ),
        max_size=12,
    )
)
def test_no_votes_break_the_election_and_all_evidence_is_in_range(votes):
    found = elected(votes)
    assert all(0 <= entry.confidence <= 1 for entry in found.evidence.values())
    assert set(found.evidence) <= set(FIELDS)
    assert pickle.loads(pickle.dumps(found)) == found
    if found.published and found.modified:
        first, last = (dates.parse(value, Bounds()) for value in (found.published, found.modified))
        assert min(first.days) <= min(last.days)


def test_every_source_states_its_reason_and_weights_between_0_and_1():
    assert len({source.name for source in SOURCES}) == len(SOURCES)
    for source in SOURCES:
        assert source.reason
        assert set(source.weights) <= set(FIELDS)
        assert all(0 < value <= 1 for value in source.weights.values())


def test_families_name_declared_sources_only():
    declared = {source.name for source in SOURCES}
    assert all(set(families) <= declared for families in FAMILIES.values())


def test_a_rules_id_is_looked_up_as_rule_and_unknown_sources_weigh_little():
    assert weight("rule:byline-by", "authors") == weight("rule", "authors")
    assert weight("nobody", "title") == DEFAULT_WEIGHT


@pytest.mark.parametrize("title", ["The clerk said: « We count the dots »", "»We count the dots«, said the clerk"])
def test_guillemets_that_quote_part_no_title(title):
    assert elected([vote("title", title, "h1")]).title == title


@pytest.mark.parametrize(
    ("published", "modified", "kept"),
    [
        ("2024-03-05T09:00:00+01:00", "2024-03-05T08:00:00+00:00", None),
        ("2024-03-05T09:00:00+01:00", "2024-03-05", None),
        ("2024-03-05", "2024-03-05", None),
        ("2024-03-05T09:00:00+01:00", "2024-03-05T17:40:00+01:00", "2024-03-05T17:40:00+01:00"),
        ("2024-03-05", "2024-03-06", "2024-03-06"),
    ],
)
def test_a_change_at_the_moment_of_publication_is_none(published, modified, kept):
    found = elected([vote("published", published), vote("modified", modified)])
    assert (found.published, found.modified) == (published, kept)


@pytest.mark.parametrize(("language", "day"), [("de", "2024-04-03"), ("en-US", "2024-03-04"), ("en-GB", "2024-04-03")])
def test_the_language_settles_the_order_of_day_and_month(language, day):
    assert elected([vote("published", "03/04/2024"), vote("language", language, "text")]).published == day


def test_the_language_found_outvotes_the_declared_one_and_keeps_its_region():
    found = elected([vote("language", "en-US", "html"), vote("language", "de", "text")])
    assert found.language == "de"
    agreed = elected([vote("language", "en-GB", "html"), vote("language", "en", "text")])
    assert agreed.language == "en-GB"


def test_a_relative_date_of_a_teaser_moves_no_instant_to_another_day():
    found = elected([vote("published", "2024-05-30T12:00:00+00:00"), vote("published", "1 day ago", "time", 0.3)])
    assert found.published == "2024-05-30T12:00:00+00:00"


def test_the_words_before_a_colon_go_where_the_page_shows_the_headline_without():
    window = vote("title", "Our Valley: The mill grinds again", "title")
    assert elected([window, vote("title", "The mill grinds again", "text:title", 0.5)]).title == "The mill grinds again"
    assert elected([window]).title == "Our Valley: The mill grinds again"


def test_a_rule_names_the_authors_at_its_first_hit():
    found = elected([vote("authors", "Jane Roe", "rule:bylines"), vote("authors", "Ann Other", "rule:bylines")])
    assert found.authors == ("Jane Roe",)
