"""Which blocks are kept by the chances that a network gives them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tree_pages import ANY_MARKUP, cut, judged, made, outline

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
def test_the_cut_of_precision_takes_part_of_the_one_by_default_and_that_of_recall_takes_more(blocks, article):
    page = page_of(f"{at} " + "word " * words for at, (words, _) in enumerate(blocks))
    one = judged(page, [chance / 100 for _, chance in blocks], article=article)
    precise, balanced, generous = (cut(one, preset) for preset in ("precision", "balanced", "recall"))
    assert not (precise & ~balanced).any()
    assert not (balanced & ~generous).any()


@settings(deadline=None, max_examples=60)
@given(BLOCKS, st.floats(0, 1), st.sampled_from(["precision", "balanced", "recall"]))
def test_what_is_cut_off_is_less_likely_than_what_is_not_and_all_the_rest_is_kept(blocks, article, preset):
    page = page_of(f"{at} " + "word " * words for at, (words, _) in enumerate(blocks))
    one = judged(page, [chance / 100 for _, chance in blocks], article=article)
    taken = cut(one, preset)
    assert max(one.chances[~taken], default=0) <= min(one.chances[taken], default=1)
    assert not (taken & ~judge.kept(one, preset)).any()


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
    assert 0 <= judge.doubt(one, judge.kept(one)) <= 1


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


@pytest.mark.parametrize(("words", "copies"), [(19, 3), (20, 1)])
def test_later_copies_of_twenty_words_or_more_are_dropped_and_shorter_ones_kept(words, copies):
    text = "word " * (words - 1) + "ends."
    page = page_of([text, "Between", text, text])
    assert kept(judged(page, [1] * 4)).count(text) == copies


def test_a_copy_stays_where_the_first_is_not_kept():
    page = page_of([LONG, LONG])
    assert judge.kept(judged(page, [0.01, 0.99])).tolist() == [False, True]


def test_dropping_copies_leaves_the_choice_that_it_was_given():
    one = judged(page_of([LONG, LONG]), [1, 1])
    keep = np.ones(2, bool)
    assert judge.without_copies(one, keep).tolist() == [True, False]
    assert keep.all()


PROSE = [f"Part {number}. {LONG}" for number in range(5)]


def filled(markup, *kept):
    """What stays of a page of which only those texts were kept, with its holes filled."""
    page = outline(markup)
    one = judged(page, [0.5] * len(page.texts))
    keep = judge.without_holes(one, np.array([text in kept for text in page.texts]))
    return [text for text, is_kept in zip(page.texts, keep, strict=True) if is_kept]


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def test_prose_between_kept_blocks_of_the_same_parent_is_kept():
    markup = f"<article>{paragraphs(*PROSE)}</article>"
    assert filled(markup, PROSE[1], PROSE[3]) == PROSE[1:4]  # and none before the first or behind the last


def test_prose_of_another_parent_is_no_hole():
    aside = f"<aside>{paragraphs(PROSE[1])}</aside>"
    markup = f"<article>{paragraphs(PROSE[0])}{aside}{paragraphs(PROSE[2])}</article>"
    assert filled(markup, PROSE[0], PROSE[2]) == [PROSE[0], PROSE[2]]


def test_what_is_no_prose_is_no_hole():
    linked = f"<a href=/x>{PROSE[1]}</a>"
    assert filled(f"<article>{paragraphs(PROSE[0], 'Read also', linked, PROSE[2])}", PROSE[0], PROSE[2]) == [
        PROSE[0],
        PROSE[2],
    ]


def test_code_beside_the_text_and_in_it_is_kept():
    code = ["before()", "within()", "behind()"]
    markup = (
        f"<pre>{code[0]}</pre><p>{PROSE[0]}</p><div><pre>{code[1]}</pre></div><p>{PROSE[1]}</p><pre>{code[2]}</pre>"
    )
    assert filled(markup, *PROSE[:2]) == [code[0], PROSE[0], code[1], PROSE[1], code[2]]


def test_code_far_from_the_text_is_not_kept():
    lines = "".join(f"<pre>line{number}()</pre>" for number in range(8))
    before, behind = lines.replace("line", "before"), lines.replace("line", "behind")
    found = filled(f"{before}<p>{LONG}</p>{behind}", LONG)
    assert found == [*(f"before{number}()" for number in (6, 7)), LONG, *(f"behind{number}()" for number in range(5))]


def test_where_nothing_is_kept_nothing_is_filled_in():
    assert filled(f"<pre>sails()</pre><p>{LONG}</p>") == []


def test_what_is_kept_has_its_holes_filled():
    page = outline(f"<article>{paragraphs(*PROSE[:3])}</article>")
    assert kept(judged(page, [1, 0, 1])) == PROSE[:3]


HEADED = f"<h1>Bay Courier</h1><h2>Ferry stops</h2><p>{LONG}</p>"


def under(title, chances, *, markup=HEADED, article=1.0):
    """What is kept of a page of that title."""
    return kept(judged(outline(markup), chances, article=article, facts=Facts(title)))


def test_the_headline_stays_above_what_is_kept():
    assert under("Ferry stops | Bay News", [0, 0, 1]) == ["Ferry stops", LONG]


def test_the_headline_is_not_kept_without_any_text_below_it():
    assert under("Ferry stops | Bay News", [0, 0, 0]) == []
    assert under("Ferry stops", [1, 0], markup=f"<p>{LONG}</p><h1>Ferry stops</h1>") == [LONG]


def test_a_page_that_is_surely_no_article_has_no_headline_to_keep():
    assert under("Ferry stops | Bay News", [0, 0, 1], article=0.01) == [LONG]


def test_a_heading_is_the_headline_only_by_its_level_or_by_half_of_the_title():
    markup = f"<h2>Ferry stops today already</h2><p>{LONG}</p>"
    assert under("Ferry news", [0, 1], markup=markup) == [LONG]
    assert under("Ferry stops", [0, 1], markup=markup) == ["Ferry stops today already", LONG]
    assert under("", [0, 1], markup=markup.replace("h2", "h1")) == ["Ferry stops today already", LONG]


@pytest.mark.parametrize("change", [judge.headed, judge.without_holes])
def test_adding_to_a_choice_leaves_the_choice_that_it_was_given(change):
    one = judged(outline(f"<h1>Ferry stops</h1>{paragraphs(*PROSE[:3])}"), [0.5] * 4)
    keep = np.array([False, True, False, True])
    assert change(one, keep).sum() == 3
    assert keep.tolist() == [False, True, False, True]


@settings(deadline=None, max_examples=60)
@given(BLOCKS, st.data())
def test_doubt_is_a_share_whatever_is_chosen(blocks, data):
    page = page_of(f"{at} " + "word " * words for at, (words, _) in enumerate(blocks))
    one = judged(page, [chance / 100 for _, chance in blocks])
    keep = np.array(data.draw(st.lists(st.booleans(), min_size=len(blocks), max_size=len(blocks))))
    assert -1e-9 <= judge.doubt(one, keep) <= 1


def test_a_page_of_which_all_is_sure_leaves_no_doubt_and_one_of_which_nothing_is_leaves_much():
    page = page_of([LONG, "Sails", LONG[::-1]])
    keep = np.array([True, False, True])
    assert judge.doubt(judged(page, [1, 0, 1]), keep) == pytest.approx(0)
    assert judge.doubt(judged(page, [0.4, 0.3, 0.5]), keep) > 0.3


@pytest.mark.parametrize(
    ("keep", "doubt"),
    [([True, True], 1 - 2 * 15 / (20 + 15)), ([True, False], 1 - 2 * 10 / (10 + 15)), ([False, False], 1)],
)
def test_doubt_is_what_the_choice_may_expect_to_miss(keep, doubt):
    one = judged(page_of(["one " * 10, "two " * 10]), [1, 0.5], article=0.0)
    assert judge.doubt(one, np.array(keep)) == pytest.approx(doubt)


def test_nothing_likely_is_nothing_kept():
    assert kept(judged(page_of([LONG, "Sails"]), [0, 0])) == []


def test_a_network_of_other_columns_is_refused(tmp_path):
    (tmp_path / "net.npz").write_bytes(made().saved())
    assert network.load(tmp_path / "net.npz", columns.names()).columns == columns.names()
    with pytest.raises(SettingsError, match="other columns"):
        network.load(tmp_path / "net.npz", columns.names()[1:])
