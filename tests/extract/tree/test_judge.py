"""Which blocks are kept by the chances that a network gives them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tree_pages import ANY_MARKUP, judged, made, outline

from thresher.errors import SettingsError
from thresher.extract.tree import columns, judge
from thresher.extract.tree.columns import Facts
from thresher.model import network
from thresher.model.network import PAGE_TYPES

LONG = "The ferry between the two harbours stopped on Monday, after its engine room had taken in water from the bay."
BLOCKS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 100)), min_size=1, max_size=12)


def page_of(texts):
    return outline("".join(f"<p>{text}</p>" for text in texts))


def kept(one, preset="balanced"):
    return [one.page.texts[at] for at in np.flatnonzero(judge.kept(one, preset))]


@settings(deadline=None, max_examples=60)
@given(BLOCKS, st.floats(0, 1))
def test_precision_keeps_part_of_what_is_kept_by_default_and_recall_keeps_more(blocks, article):
    page = page_of(f"{at} " + "word " * words for at, (words, _) in enumerate(blocks))
    one = judged(page, [chance / 100 for _, chance in blocks], article=article)
    precise, balanced, generous = (set(kept(one, preset)) for preset in ("precision", "balanced", "recall"))
    assert precise <= balanced <= generous


@settings(deadline=None, max_examples=60)
@given(BLOCKS, st.floats(0, 1), st.sampled_from(["precision", "balanced", "recall"]))
def test_what_is_kept_is_likelier_than_what_is_not(blocks, article, preset):
    page = page_of(f"{at} " + "word " * words for at, (words, _) in enumerate(blocks))
    one = judged(page, [chance / 100 for _, chance in blocks], article=article)
    keep = judge.kept(one, preset)
    assert max(one.chances[~keep], default=0) <= min(one.chances[keep], default=1)


@settings(deadline=None, max_examples=40)
@given(ANY_MARKUP, st.integers(0, 3))
def test_a_network_says_a_chance_for_each_block_and_shares_for_the_types(markup, seed):
    page = outline(markup)
    assume(page.texts)
    one = judge.judged(page, Facts(), made(seed))
    assert one.chances.shape == (len(page.texts),)
    assert ((one.chances >= 0) & (one.chances <= 1)).all()
    assert tuple(one.types) == PAGE_TYPES
    assert sum(one.types.values()) == pytest.approx(1)
    assert 0 <= judge.doubt(one) <= 1


def test_a_network_without_page_types_tells_none():
    assert judge.judged(page_of(["a"]), Facts(), made(types=False)).types == {}


def test_a_page_is_read_soberly_unless_it_is_surely_no_article():
    page = page_of(["a", "b"])
    assert judge.sober(judged(page, [0.5, 1.0], article=0.5)).tolist() == [0.25, 1.0]
    assert judge.sober(judged(page, [0.5, 1.0], article=0.01)).tolist() == [0.5, 1.0]


def test_many_half_likely_links_do_not_outweigh_an_article():
    page = page_of([f"{LONG} {LONG}", *(f"Another headline number {number}" for number in range(60))])
    assert len(kept(judged(page, [0.97, *[0.35] * 60], article=0.6))) == 1
    assert len(kept(judged(page, [0.97, *[0.35] * 60], article=0.0))) > 1


def test_the_copy_of_a_long_block_is_dropped_and_that_of_a_short_one_kept():
    assert kept(judged(page_of([LONG, "Sails", LONG, "Sails"]), [1] * 4)) == [LONG, "Sails", "Sails"]


def test_a_copy_stays_where_the_first_is_not_kept():
    page = page_of([LONG, LONG])
    assert judge.kept(judged(page, [0.01, 0.99])).tolist() == [False, True]


def test_dropping_copies_leaves_the_choice_that_it_was_given():
    one = judged(page_of([LONG, LONG]), [1, 1])
    keep = np.ones(2, bool)
    assert judge.without_copies(one, keep).tolist() == [True, False]
    assert keep.all()


@settings(deadline=None, max_examples=60)
@given(BLOCKS)
def test_doubt_is_a_share(blocks):
    page = page_of(f"{at} " + "word " * words for at, (words, _) in enumerate(blocks))
    assert -1e-9 <= judge.doubt(judged(page, [chance / 100 for _, chance in blocks])) <= 1


def test_a_page_of_which_all_is_sure_leaves_no_doubt_and_one_of_which_nothing_is_leaves_much():
    page = page_of([LONG, "Sails", LONG[::-1]])
    assert judge.doubt(judged(page, [1, 0, 1])) == pytest.approx(0)
    assert judge.doubt(judged(page, [0.4, 0.3, 0.5])) > 0.3


def test_nothing_likely_is_nothing_kept():
    assert kept(judged(page_of([LONG, "Sails"]), [0, 0])) == []


def test_a_network_of_other_columns_is_refused(tmp_path):
    (tmp_path / "net.npz").write_bytes(made().saved())
    assert network.load(tmp_path / "net.npz", columns.names()).columns == columns.names()
    with pytest.raises(SettingsError, match="other columns"):
        network.load(tmp_path / "net.npz", columns.names()[1:])
