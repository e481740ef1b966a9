"""Another engine's choice, taken where it is a stricter choice of what is kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tree_pages import judged, outline

from thresher.extract.tree import opinion

TEXTS = ["Home", "The ferry between the two harbours stopped on Monday.", "Nobody was hurt."]
PAGE = ["Three words long", "Six words are in this one", "But here are seven words in all", "One"]


def heard(page, keep, texts):
    """The places that are kept at last, of paragraphs of which some are kept already; None for an answer refused."""
    one = judged(outline("".join(f"<p>{text}</p>" for text in page)), [0.5] * len(page))
    found = opinion.heard(one, np.isin(np.arange(len(page)), list(keep)), texts)
    return None if found is None else np.flatnonzero(found).tolist()


PLACES = st.sets(st.sampled_from(range(len(PAGE))))


@settings(deadline=None)
@given(PLACES, PLACES)
def test_a_choice_that_lies_within_what_is_kept_is_taken(keep, theirs):
    assert heard(PAGE, keep | theirs, [PAGE[at] for at in theirs]) == (sorted(theirs) or None)


@settings(deadline=None)
@given(PLACES, PLACES)
def test_a_choice_of_which_nothing_is_kept_is_not_taken(keep, theirs):
    assert heard(PAGE, keep - theirs, [PAGE[at] for at in theirs]) is None


def test_a_choice_that_is_empty_is_not_taken():
    assert heard(TEXTS, {0, 1}, []) is None


def test_a_choice_of_texts_that_are_not_on_the_page_is_not_taken():
    assert heard(TEXTS, {0, 1, 2}, ["The dam road is closed at night, until the end of May."]) is None


@pytest.mark.parametrize(("keep", "theirs", "is_taken"), [({2}, [0, 2], True), ({1}, [0, 1, 3], False)])
def test_seven_words_in_ten_must_be_kept_already_and_the_others_come_with_them(keep, theirs, is_taken):
    assert heard(PAGE, keep, [PAGE[at] for at in theirs]) == (theirs if is_taken else None)


def test_the_choice_that_was_made_is_left_as_it_was():
    one = judged(outline("<p>One<p>Two"), [0.5, 0.5])
    keep = np.array([True, True])
    assert opinion.heard(one, keep, ["One"]).tolist() == [True, False]
    assert keep.all()


def test_a_short_text_is_chosen_only_where_it_stands_alone_and_a_long_one_anywhere():
    assert opinion.chosen(TEXTS, [f"Home again: {TEXTS[1]} Nobody was hurt."]).tolist() == [False, True, False]
    assert opinion.chosen(TEXTS, ["Home", "Nobody was hurt."]).tolist() == [True, False, True]


def test_a_block_is_not_chosen_because_it_spans_two_texts_of_the_other():
    assert opinion.chosen([f"{TEXTS[1]} {TEXTS[2]}"], TEXTS).tolist() == [False]
