"""Exact duplicates: what is joined, what is not, and which copy is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.dedup.exact import Key, decide, key, settled, similarity, sketch
from thresher.nouns import Article, Capture, CaptureKind, Origin, Reason, Rejection
from thresher.words import text_digest, word_count

LONG = " ".join(f"The harbour board met on day {n} and heard the reports of its {n} members." for n in range(12))
OTHER = " ".join(f"Rain fell over valley number {n} while the {n} mills stood idle and waited." for n in range(12))


def made(row: int, text: str = LONG, url: str = "https://a.example/1", **changes: object) -> Key:
    key = Key(
        place=(0, row),
        id=f"id{row}",
        url=url,
        canonical_url=url,
        text_digest=text_digest(text),
        title="board meets",
        sketch=sketch(text),
        words=word_count(text),
        facts=3,
        truncated=False,
        syndicated=False,
        captured_at=datetime(2025, 1, 1 + row, tzinfo=UTC),
        origin=Origin("a.warc", row),
    )
    return replace(key, **changes)


def dropped(decisions: dict) -> set[str]:
    return {f"id{place[1]}" for place, decision in decisions.items() if not decision.duplicates}


def test_the_same_text_under_two_urls_is_a_duplicate():
    decisions = decide([made(0), made(1, url="https://b.example/2")])
    assert dropped(decisions) == {"id1"}
    assert decisions[0, 0].duplicates[0].kind == "exact"


def test_case_punctuation_and_spacing_make_no_other_text():
    decisions = decide([made(0), made(1, LONG.upper().replace(".", " !"), "https://b.example/2")])
    assert dropped(decisions) == {"id1"}


def test_another_number_makes_another_text():
    assert not decide([made(0), made(1, LONG.replace("day 3", "day 4"), "https://b.example/2")])


def test_two_versions_of_one_url_are_duplicates_and_the_longer_is_kept():
    decisions = decide([made(0), made(1, LONG + " The vote was closer than expected.")])
    assert dropped(decisions) == {"id0"}
    assert decisions[0, 1].duplicates[0].kind == "url"
    assert decisions[0, 1].duplicates[0].similarity > 0.5


def test_one_url_with_two_stories_is_no_duplicate():
    assert not decide([made(0), made(1, OTHER)])


def test_short_texts_are_duplicates_only_under_the_same_title():
    short = "This page has moved to a new address."
    assert not decide([made(0, short), made(1, short, "https://b.example/", title="another title")])
    assert decide([made(0, short), made(1, short, "https://b.example/")])


@pytest.mark.parametrize(
    "worse",
    [
        {"truncated": True},
        {"syndicated": True},
        {"facts": 1},
        {"captured_at": None},
        {"canonical_url": "https://c.example/"},
    ],
)
def test_the_better_copy_is_kept_whatever_the_order(worse):
    good, bad = made(5), made(1, url="https://b.example/2", **worse)
    if "canonical_url" not in worse:
        bad = replace(bad, canonical_url=bad.url)
    assert dropped(decide([good, bad])) == dropped(decide([bad, good])) == {"id1"}


texts = st.sampled_from([LONG, OTHER, LONG + " And more.", "Short text here.", OTHER[:300]])
keys = st.lists(
    st.tuples(texts, st.sampled_from(["https://a.example/1", "https://a.example/2"]), st.booleans()), max_size=9
)


@given(keys, st.randoms(use_true_random=False))
def test_decisions_do_not_depend_on_the_order_of_the_keys(drawn, random):
    made_keys = [made(row, text, url, truncated=cut) for row, (text, url, cut) in enumerate(drawn)]
    shuffled = made_keys[:]
    random.shuffle(shuffled)
    assert decide(made_keys) == decide(shuffled)


@given(keys)
def test_each_dropped_article_is_listed_once_by_one_that_is_kept(drawn):
    decisions = decide([made(row, text, url, truncated=cut) for row, (text, url, cut) in enumerate(drawn)])
    listed = [d.offset for decision in decisions.values() for d in decision.duplicates]
    assert sorted(listed) == sorted(place[1] for place, decision in decisions.items() if not decision.duplicates)
    kept = {decision.kept for decision in decisions.values() if decision.duplicates}
    assert {decision.kept for decision in decisions.values()} == kept


def test_similarity_of_equal_sketches_is_one_and_of_strangers_zero():
    assert similarity(sketch(LONG), sketch(LONG)) == 1.0
    assert similarity(sketch(LONG), sketch(OTHER)) == 0.0


def test_a_dropped_article_becomes_a_rejection_that_names_the_kept_one():
    capture = Capture(Origin("a.warc", 1), "https://b.example/2", None, CaptureKind.HTML)
    article = Article("id1", capture.url, capture.url, LONG, capture)
    decisions = decide([made(0), made(1, url="https://b.example/2")])
    outcome = settled(article, decisions[0, 1])
    assert isinstance(outcome, Rejection)
    assert (outcome.reason, outcome.duplicate_of) == (Reason.DUPLICATE, "id0")


def test_a_copy_with_the_dateline_of_its_agency_is_the_same_text():
    def digest(text):
        capture = Capture(Origin("a.warc"), "https://a.example/", None, CaptureKind.TEXT)
        return key(Article("id", "u", "u", text, capture, text_digest=text_digest(text)), (0, 0)).text_digest

    assert digest(f"Board meets\n\nSKERROW (Norpress) \u2014 {LONG}") == digest(f"Board meets\n\n{LONG}")
    assert digest(f"NASA (the agency) is here. {LONG}") != digest(f"is here. {LONG}")
