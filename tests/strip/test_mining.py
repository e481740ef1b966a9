"""What rules tell the election: the words of the page, unread."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from thresher.strip import mining


@dataclass(frozen=True)
class Rule:
    """As much of a rule as is mined."""

    id: str = "bylines"
    confidence: float = 0.9


def test_groups_become_votes_in_the_words_of_the_page():
    votes = list(mining.votes(Rule(), {"authors": "Harriet Quill and Otto Brandt", "published": "03/04/2024"}))
    assert [(vote.field, vote.value) for vote in votes] == [
        ("authors", "Harriet Quill and Otto Brandt"),
        ("published", "03/04/2024"),
    ]
    assert {(vote.source, vote.confidence) for vote in votes} == {("rule:bylines", 0.9)}


def test_ornaments_round_a_group_are_left_out():
    assert [vote.value for vote in mining.votes(Rule(), {"site_name": " \u2013 “Sallow Echo”. "})] == ["Sallow Echo"]


@given(st.dictionaries(st.sampled_from(["title", "published", "authors"]), st.text(max_size=40)))
def test_no_vote_is_empty(groups):
    assert all(vote.value.strip() for vote in mining.votes(Rule(), groups))
