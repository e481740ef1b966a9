"""What short blocks announce, found in one pass over a page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thresher.extract.tree.sayings import SAYINGS, masks

NEEDLES = sorted({needle for needles in SAYINGS.values() for needle in needles})
TEXTS = st.lists(
    st.one_of(
        st.lists(st.sampled_from([*NEEDLES, "ferry", "\n"]), max_size=4).map(" ".join),
        st.lists(st.sampled_from([*NEEDLES, " ", "\n", "x"]), max_size=5).map("".join),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        st.just("Comment " * 15),
        st.just("İİİ İ comment"),
    ),
    max_size=6,
)


def naively(text):
    lowered = f"{text} ".lower()
    return sum(1 << bit for bit, needles in enumerate(SAYINGS.values()) if any(needle in lowered for needle in needles))


@settings(deadline=None)
@given(TEXTS)
def test_the_masks_are_those_of_a_search_for_each_needle(texts):
    assert masks(texts) == [naively(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "saying"),
    [
        ("12 Comments", "comments"),
        ("Read also", "related"),
        ("ЧИТАЙТЕ ТАКЖЕ", "related"),
        ("Share on Facebook", "share"),
        ("Sign up for our newsletter", "subscription"),
        ("© 2019 Bay Courier. All rights reserved.", "rights"),
        ("By Ida Quist", "byline"),
    ],
)
def test_a_line_says_what_stands_below_it(text, saying):
    assert masks([text])[0] >> list(SAYINGS).index(saying) & 1


def test_needles_are_written_as_texts_are_folded():
    assert all(needle == needle.lower() for needle in NEEDLES)
