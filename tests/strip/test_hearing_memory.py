"""What is remembered of short lines changes nothing of what the rules find on a page."""

from __future__ import annotations

from datetime import UTC, date, datetime

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page
from thresher.strip import policy
from thresher.strip.judge import Judge
from thresher.strip.rules import Rule

RULES = (
    Rule(id="share", topic="share", pattern="^share this", unit="block", near=("share",), confidence=0.9),
    Rule(id="more", topic="share", pattern="more", unit="block", kinds=(BlockKind.ITEM,), confidence=0.8),
    Rule(id="late", topic="share", pattern="ferry", unit="block", near=("ferry",), since=date(2024, 1, 1)),
)


def page(*blocks: Block, year: int = 2025) -> Page:
    moment = datetime(year, 5, 1, tzinfo=UTC)
    return Page(Capture(Origin("a"), "https://example.org/", moment, CaptureKind.TEXT), blocks)


PAGES = [
    page(*(Block(kind, text) for text in ("Share this", "Read more", "The ferry", "")), year=year)
    for kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.CODE, BlockKind.PARAGRAPH)
    for year in (2023, 2025)
]


def test_a_line_met_before_is_judged_by_its_kind_and_day_as_if_it_were_new():
    judge = Judge(RULES)
    heard = [judge.judge(one) for one in PAGES]
    assert heard == [Judge(RULES).judge(one) for one in PAGES]
    assert [judge.judge(one) for one in PAGES] == heard
    assert len({verdict.topics for verdict in heard}) > 2


def test_no_more_lines_are_remembered_than_the_bound(monkeypatch):
    monkeypatch.setattr(policy, "MET_LINES", 10)
    judge = Judge(RULES)
    for number in range(40):
        judge.judge(page(Block(BlockKind.PARAGRAPH, f"Share this {number}")))
        assert len(judge._policy.met) <= 10
    assert len(judge._policy.met) > 0
