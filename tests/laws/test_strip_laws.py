"""Laws of stripping: what is cut comes back, and one rule more never saves text from another."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Link, Origin, Page, Removal
from thresher.strip.apply import apply, restore
from thresher.strip.judge import Judge
from thresher.strip.rules import load_rules

RULES = load_rules((Path(__file__).parents[2] / "config" / "rules").glob("*.toml"))
JUDGE = Judge(RULES)
PICKLED = pickle.loads(pickle.dumps(JUDGE))
CHAFF = [line for rule in RULES for line in rule.drops]
PROSE = [line for rule in RULES for line in rule.keeps]
KINDS = st.sampled_from([BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING, BlockKind.TITLE, BlockKind.MENU])
LINES = st.one_of(
    st.sampled_from(CHAFF),
    st.sampled_from(PROSE),
    st.builds(" ".join, st.lists(st.sampled_from([*CHAFF, *PROSE]), min_size=2, max_size=4)),
    st.text(max_size=60),
)


def page_of(blocks):
    capture = Capture(Origin("x"), "https://x.example/", None, CaptureKind.TEXT)
    return Page(capture, tuple(Block(kind, text) for kind, text in blocks))


PAGES = st.builds(page_of, st.lists(st.tuples(KINDS, LINES), max_size=12))


@st.composite
def cuts(draw):
    """A page, and removals from it that do not overlap."""
    page = draw(st.builds(page_of, st.lists(st.tuples(KINDS, st.text(max_size=40)), max_size=5)))
    return page, draw(removals_of(page))


@settings(deadline=None)
@given(cuts())
def test_restore_undoes_apply(cut):
    page, removals = cut
    cut_page = apply(page, removals)
    assert len(cut_page.blocks) == len(page.blocks)
    assert sum(len(block.text) for block in cut_page.blocks) == sum(len(b.text) for b in page.blocks) - sum(
        len(r.text) for r in removals
    )
    assert restore(cut_page, removals) == page


@st.composite
def linked_blocks(draw):
    """A block some of whose characters are links, each with a target of its own."""
    text = draw(st.text(max_size=30))
    marks = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [(start, end) for start, end in zip(marks[::2], marks[1::2], strict=False) if start < end]
    return Block(
        BlockKind.PARAGRAPH, text, links=tuple(Link(*span, f"https://law.example/{n}") for n, span in enumerate(spans))
    )


def targets(block):
    """Each character of a block with the target that it leads to."""
    labels = [""] * len(block.text)
    for link in block.links:
        assert link.start < link.end
        for place in range(link.start, link.end):
            assert not labels[place]
            labels[place] = link.href
    return list(zip(block.text, labels, strict=True))


@st.composite
def linked_cuts(draw):
    """A page of blocks with links, and two cuts one after the other, the second of what the first left."""
    page = page_of([])
    page = replace(page, blocks=tuple(draw(st.lists(linked_blocks(), min_size=1, max_size=3))))
    first = draw(removals_of(page))
    return page, first, draw(removals_of(apply(page, first)))


@st.composite
def removals_of(draw, page):
    removals = []
    for index, block in enumerate(page.blocks):
        marks = sorted(draw(st.sets(st.integers(0, len(block.text)), max_size=6)))
        for start, end in zip(marks[::2], marks[1::2], strict=False):
            removals.append(Removal(index, start, end, "law", "law", 1.0, block.text[start:end]))
    return draw(st.permutations(removals))


@settings(deadline=None)
@given(linked_cuts())
def test_links_are_cut_with_their_characters_and_come_back_with_them(cut):
    page, first, second = cut
    once = apply(page, first)
    twice = apply(once, second)
    for before, after, removals in ((page, once, first), (once, twice, second)):
        places = {(one.block, place) for one in removals for place in range(one.start, one.end)}
        for number, (whole, left) in enumerate(zip(before.blocks, after.blocks, strict=True)):
            kept = [one for place, one in enumerate(targets(whole)) if (number, place) not in places]
            assert targets(left) == kept
    assert restore(twice, second) == once
    assert restore(once, first) == page


def test_a_block_without_links_remembers_none():
    page = page_of([(BlockKind.PARAGRAPH, "abcd")])
    (block,) = apply(page, [Removal(0, 1, 2, "r", "j", 1.0, "b")]).blocks
    assert (block.links, block.uncut) == ((), ())


@settings(deadline=None)
@given(PAGES)
def test_what_the_judge_wants_gone_is_true_to_the_page_and_comes_back(page):
    removals = JUDGE.judge(page).removals
    assert restore(apply(page, removals), removals) == page


@settings(deadline=None)
@given(PAGES)
def test_judging_twice_and_after_pickling_says_the_same(page):
    assert JUDGE.judge(page) == JUDGE.judge(page) == PICKLED.judge(page)


@settings(max_examples=40, deadline=None)
@given(st.lists(PAGES, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_pages_and_rules_changes_nothing(pages, random):
    shuffled = random.sample(RULES, len(RULES))
    other = Judge(tuple(shuffled))
    verdicts = [other.judge(page) for page in reversed(pages)]
    for page, verdict in zip(reversed(pages), verdicts, strict=True):
        same = JUDGE.judge(page)
        assert verdict.removals == same.removals
        assert set(verdict.votes) == set(same.votes)
        assert (verdict.rejection, verdict.detail) == (same.rejection, same.detail)
        assert verdict.topics == same.topics


@settings(max_examples=40, deadline=None)
@given(PAGES, st.sets(st.sampled_from([rule.id for rule in RULES if rule.unit != "page"]), min_size=1))
def test_a_rule_more_never_adds_text(page, left_out):
    cutting = tuple(rule for rule in RULES if rule.unit != "page")
    fewer = Judge(tuple(rule for rule in cutting if rule.id not in left_out))
    assert gone(fewer.judge(page)) <= gone(Judge(cutting).judge(page))


def gone(verdict):
    return {(removal.block, place) for removal in verdict.removals for place in range(removal.start, removal.end)}


@pytest.mark.parametrize(
    "removals",
    [
        [Removal(0, 0, 2, "r", "j", 1.0, "ab"), Removal(0, 1, 3, "r", "j", 1.0, "bc")],
        [Removal(0, 0, 2, "r", "j", 1.0, "xx")],
        [Removal(0, 2, 9, "r", "j", 1.0, "cd")],
        [Removal(0, 2, 2, "r", "j", 1.0, "")],
        [Removal(1, 0, 1, "r", "j", 1.0, "a")],
    ],
)
def test_apply_refuses_removals_that_overlap_or_are_not_true(removals):
    with pytest.raises(ValueError, match="removal"):
        apply(page_of([(BlockKind.PARAGRAPH, "abcd")]), removals)
