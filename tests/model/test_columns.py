"""A page as numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.model.columns import Word, names, rows
from thresher.nouns import Block, BlockKind

TOPICS = ("donation", "sharing")


def columns(*blocks, url="", masks=None, gone=None, topics=TOPICS, known=TOPICS):
    size = len(blocks)
    word = Word(known, masks or ((0, 0),) * size, gone or (0.0,) * size)
    found = rows(blocks, url, word, topics)
    return dict(zip(names(topics), found.numbers.T.tolist(), strict=True))


def block(text, kind=BlockKind.PARAGRAPH, line=0):
    return Block(kind, text, line=line)


def test_names_are_one_a_column_and_none_twice():
    assert len(set(names(TOPICS))) == len(names(TOPICS))


def test_a_block_says_how_much_of_headline_and_address_it_repeats():
    found = columns(
        block("The ferry sails again", BlockKind.TITLE),
        block("Ferry sails"),
        block("Menu"),
        url="https://a.example/ferry-timetable",
    )
    assert found["of the headline"] == [0.75, 1.0, 0.0]
    assert found["of the address"] == [0.25, 0.5, 0.0]
    assert found["below headline"] == [0, 1, 1]


def test_lines_that_stand_again_are_marked():
    found = columns(block("Share"), block("Story"), block("Share"))
    assert found["stands again"] == [0.5, 0, 0.5]
    assert found["stood before"] == [0, 0, 1]


def test_what_rules_say_is_read_by_the_name_of_the_topic():
    found = columns(block("Give"), block("Share"), masks=((0b01, 0b01), (0b10, 0)), gone=(1.0, 0.0))
    assert (found["met donation"], found["fired donation"]) == ([1, 0], [1, 0])
    assert (found["met sharing"], found["fired sharing"]) == ([0, 1], [0, 0])
    assert found["gone"] == [1, 0]


def test_a_topic_that_the_rules_do_not_have_is_silent():
    found = columns(block("Share"), masks=((1, 1),), topics=("donation", "sharing"), known=("sharing",))
    assert found["met donation"] == [0]
    assert found["met sharing"] == [1]


@pytest.mark.parametrize("url", ["", "https://[broken", "urn:x", "https://a.example/%ff"])
def test_any_address_will_do(url):
    assert columns(block("A line"), url=url)["of the address"] == [0]


@given(
    st.lists(
        st.builds(
            Block,
            kind=st.sampled_from(BlockKind),
            text=st.text(max_size=60),
            level=st.integers(0, 9),
            line=st.integers(0, 500),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_page_has_finite_numbers_of_a_reasonable_size(blocks):
    found = rows(blocks, "", Word(TOPICS, ((0, 0),) * len(blocks), (0.0,) * len(blocks)), TOPICS).numbers
    assert found.shape == (len(blocks), len(names(TOPICS)))
    assert np.isfinite(found).all()
    assert np.abs(found).max() <= 16
