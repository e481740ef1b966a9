"""Rules and line model as one judge: the policy, with a model that says what the test wants."""

from __future__ import annotations

import numpy as np

from thresher.model.vocabulary import Vocabulary
from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page, Removal
from thresher.strip import lines
from thresher.strip.apply import apply, restore
from thresher.strip.judge import Verdict
from thresher.strip.lines import JUDGE, weigh

PROSE = (
    "The ferry across the Sallow sailed again on Monday after a silence of eleven years, "
    "with two passengers, a goat and a band."
)
TOPICS = ("donation",)


class Said:
    """A model whose word on each block is given."""

    topics = TOPICS
    vocabulary = Vocabulary(("ferry",))

    def __init__(self, *chances):
        self._chances = np.array([*chances, 0.5])  # and of the notice that every page ends with

    def chances(self, numbers, found):
        assert len(numbers) == len(found.shares)
        return self._chances


NOTICE = "All rights reserved"
"""Stands below every page and is taken by a rule, so that no page is taken for clean."""


def page(*texts):
    texts = (*texts, NOTICE)
    blocks = tuple(t if isinstance(t, Block) else Block(BlockKind.PARAGRAPH, t, line=at) for at, t in enumerate(texts))
    return Page(Capture(Origin("a"), "https://a.example/", None, CaptureKind.TEXT), blocks)


def cut(one, at, *, start=0, end=None, confidence=0.9, judge="rule:appeals"):
    text = one.blocks[at].text
    return Removal(at, start, len(text) if end is None else end, "donation", judge, confidence, text[start:end])


def verdict(one, *removals):
    last = cut(one, len(one.blocks) - 1, judge="rule:copyright")
    return Verdict((*removals, last), topics=((0, 0),) * len(one.blocks))


def left(one, chances, *removals, certain=frozenset()):
    found = weigh(one, verdict(one, *removals), TOPICS, certain, Said(*chances))
    kept = apply(one, found.removals)
    assert restore(kept, found.removals) == one
    assert kept.blocks[-1].text == ""
    return [block.text for block in kept.blocks[:-1]]


def test_the_model_takes_what_it_does_not_believe():
    one = page("Menu", PROSE, "Share this")
    assert left(one, [0.01, 0.99, 0.02]) == ["", PROSE, ""]


def test_what_the_model_takes_says_so_and_how_sure_it_is():
    one = page("Menu", PROSE)
    removal, _ = weigh(one, verdict(one), TOPICS, frozenset(), Said(0.03, 0.99)).removals
    assert (removal.block, removal.judge, removal.reason, removal.confidence) == (0, JUDGE, lines.REASON, 0.97)


def test_what_a_rule_takes_goes_though_the_model_would_keep_it():
    one = page(PROSE, "Please give.")
    assert left(one, [0.99, 0.9], cut(one, 1)) == [PROSE, ""]


def test_a_paragraph_of_which_the_model_is_nearly_sure_is_saved_from_a_rule():
    one = page(PROSE, PROSE + " Please give.")
    assert left(one, [0.99, 0.999], cut(one, 1)) == [PROSE, PROSE + " Please give."]


def test_a_certain_rule_is_not_overruled():
    one = page(PROSE, PROSE + " Please give.")
    assert left(one, [0.99, 0.999], cut(one, 1), certain=frozenset({"rule:appeals"})) == [PROSE, ""]


def test_a_saved_paragraph_loses_what_a_certain_rule_wants_from_it():
    one = page(PROSE, PROSE + " Please give.")
    whole, span = cut(one, 1), cut(one, 1, start=len(PROSE), judge="rule:sure")
    assert left(one, [0.99, 0.999], whole, span, certain=frozenset({"rule:sure"})) == [PROSE, PROSE]


def test_a_short_line_is_not_saved_from_a_rule():
    one = page(PROSE, "Give to us.")
    assert left(one, [0.99, 0.999], cut(one, 1)) == [PROSE, ""]


def test_a_span_goes_and_the_rest_of_its_block_is_not_judged_again():
    one = page(PROSE, f"{PROSE} Please give.", "x")
    start = len(PROSE)
    assert left(one, [0.99, 0.5, 0.0], cut(one, 1, start=start)) == [PROSE, PROSE, ""]


def test_rule_and_model_that_agree_are_surer_than_one_of_them():
    one = page(PROSE, "Please give.")
    agreed, doubted = (
        next(r for r in weigh(one, verdict(one, cut(one, 1)), TOPICS, frozenset(), Said(0.99, p)).removals)
        for p in (0.05, 0.7)
    )
    assert agreed.confidence > 0.9 > doubted.confidence
    assert agreed.judge == "rule:appeals"


def test_a_paragraph_amid_the_article_stays_where_at_an_edge_it_would_go():
    chances = [0.99, 0.99, 0.2, 0.99, 0.99]
    menu = ["Menu"] * 12
    amid = page(*menu, PROSE, PROSE, PROSE + " Amid.", PROSE, PROSE, *menu)
    assert PROSE + " Amid." in left(amid, [0.01] * 12 + chances + [0.01] * 12, cut(amid, 0), cut(amid, 1))
    behind = page(*menu, PROSE, PROSE, *menu, PROSE + " Amid.", *menu)
    chances = [0.01] * 12 + [0.99, 0.99] + [0.01] * 12 + [0.2] + [0.01] * 12
    assert PROSE + " Amid." not in left(behind, chances, cut(behind, 0), cut(behind, 1))


def test_the_more_of_a_page_is_article_the_lower_is_the_cut():
    def cut_of(prose):
        one = page(*["Menu entry here"] * 60, *[PROSE] * prose)
        menu = [cut(one, at) for at in range(9)]
        return weigh(one, verdict(one, *menu), TOPICS, frozenset(), Said(*[0.05] * 60, *[0.95] * prose)).cut

    assert lines.LOWEST <= cut_of(60) < cut_of(30) < cut_of(2) <= lines.HIGHEST


def test_from_a_text_in_which_rules_find_nothing_the_model_takes_only_what_it_is_all_but_certain_of():
    one = page("Menu", PROSE, "Share this")
    heard = Verdict((), topics=((0, 0),) * 4)
    found = weigh(one, heard, TOPICS, frozenset(), Said(0.001, 0.99, 0.02))
    assert [removal.block for removal in found.removals] == [0]


def test_without_rules_the_silence_of_rules_says_nothing():
    one = page("Menu", PROSE, "Share this")
    found = weigh(one, Verdict((), topics=()), (), frozenset(), Said(0.001, 0.99, 0.02))
    assert {0, 2} <= {removal.block for removal in found.removals}


def test_every_block_has_its_probability():
    one = page("Menu", PROSE)
    assert weigh(one, verdict(one), TOPICS, frozenset(), Said(0.03, 0.99)).chances == (0.03, 0.99, 0.5)


def test_an_editors_note_stays_whatever_the_model_and_uncertain_rules_say():
    one = page(PROSE, "Editor's note: the goat is twelve.")
    heard = Verdict((cut(one, 1),), topics=((0, 0), (0b10, 0b01), (0, 0)))
    found = weigh(one, heard, ("donation", "editorial"), frozenset(), Said(0.99, 0.01))
    assert found.removals == ()


def test_the_paragraph_just_behind_the_article_goes_only_where_the_model_is_surer():
    one = page("Menu", PROSE, "Newsletter", PROSE + " The end.", "Share")
    assert PROSE + " The end." in left(one, [0.0, 0.99, 0.0, 0.06, 0.0], cut(one, 2))
    assert PROSE + " The end." not in left(one, [0.0, 0.99, 0.0, 0.02, 0.0], cut(one, 2))
