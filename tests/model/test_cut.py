"""The cut of the highest expected F1."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from thresher.model.cut import threshold

BLOCKS = st.lists(st.tuples(st.integers(1, 99), st.integers(1, 40)), min_size=1, max_size=7)


def expected_f1(kept, chances, words):
    hits = sum(w * p for k, p, w in zip(kept, chances, words, strict=True) if k)
    total = sum(w for k, w in zip(kept, words, strict=True) if k)
    return 2 * hits / (total + sum(w * p for p, w in zip(chances, words, strict=True)))


@given(BLOCKS)
def test_no_choice_of_blocks_has_a_higher_expected_f1_than_those_above_the_cut(blocks):
    chances = np.array([p / 100 for p, _ in blocks])
    words = np.array([w for _, w in blocks])
    cut = threshold(chances, words)
    best = max(expected_f1(kept, chances, words) for kept in product([False, True], repeat=len(blocks)))
    assert expected_f1(chances >= cut, chances, words) >= best - 1e-9


def test_a_page_without_words_keeps_nothing():
    assert threshold(np.array([0.9]), np.array([0])) == 1.0
