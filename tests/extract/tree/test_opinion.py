"""What another engine's choice changes in the chances of blocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tree_pages import judged, made, outline

from thresher.extract.tree import opinion

TEXTS = ["Home", "The ferry between the two harbours stopped on Monday.", "Nobody was hurt."]
PAGE = outline("".join(f"<p>{text}</p>" for text in TEXTS))


def weighing(**weights):
    """A network whose opinion has weights by the names of the facts."""
    return made(opinion=np.array([weights.get(name.replace(" ", "_"), 0) for name in opinion.FACTS], np.float32))


@given(st.lists(st.sampled_from(TEXTS)))
def test_without_weights_the_other_engine_changes_nothing(texts):
    one = judged(PAGE, [0.1, 0.9, 0.4])
    assert opinion.heard(one, texts, made()) is one


def test_an_engine_that_found_nothing_changes_nothing():
    one = judged(PAGE, [0.1, 0.9, 0.4])
    assert opinion.heard(one, [], weighing(one=5)) is one


@settings(deadline=None)
@given(
    st.lists(st.floats(0.01, 0.99), min_size=3, max_size=3),
    st.floats(0, 1),
    st.lists(st.sampled_from(TEXTS), min_size=1),
)
def test_with_weight_on_the_own_word_alone_the_chances_stay(chances, article, texts):
    heard = opinion.heard(judged(PAGE, chances, article=article), texts, weighing(logit=1))
    assert heard.chances.tolist() == pytest.approx(chances, abs=1e-6)


def test_a_block_that_the_other_engine_chose_is_likelier_and_one_that_it_left_less_likely():
    heard = opinion.heard(judged(PAGE, [0.5, 0.5, 0.5]), [TEXTS[1]], weighing(logit=1, chosen=1))
    assert heard.chances[1] > 0.7
    assert max(heard.chances[[0, 2]]) < 0.3


def test_the_likelier_an_article_the_more_the_other_engine_may_count():
    sure, unsure = (
        opinion.heard(judged(PAGE, [0.5] * 3, article=article), TEXTS[1:], weighing(chosen_article=2)).chances
        for article in (0.9, 0.6)
    )
    assert sure[1] > unsure[1] > 0.5 > unsure[0] > sure[0]


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=3, max_size=3))
def test_certainties_stay_chances(chances):
    heard = opinion.heard(judged(PAGE, chances), TEXTS, weighing(logit=3, chosen=1)).chances
    assert np.isfinite(heard).all()
    assert ((heard > 0) & (heard < 1)).all()


def test_a_short_text_is_chosen_only_where_it_stands_alone_and_a_long_one_anywhere():
    texts = [f"Home again: {TEXTS[1]} It was dark.", "Nobody was hurt."]
    assert opinion.chosen(TEXTS, texts).tolist() == [False, True, True]


def test_a_block_is_not_chosen_because_it_spans_two_texts_of_the_other():
    assert opinion.chosen([f"{TEXTS[1]} {TEXTS[2]}"], TEXTS).tolist() == [False]


def test_there_is_a_fact_for_each_name_and_block():
    assert opinion.facts(np.array([0.2, 0.8]), np.array([True, False]), 0.5).shape == (2, len(opinion.FACTS))
