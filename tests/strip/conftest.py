"""What the tests of stripping share: the shipped rules, a judge of them, and pages made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page
from thresher.strip.judge import Judge
from thresher.strip.rules import load_rules

RULES = Path(__file__).parents[2] / "config" / "rules"


@pytest.fixture(scope="session")
def rules():
    return load_rules(RULES.glob("*.toml"))


@pytest.fixture(scope="session")
def judge(rules):
    return Judge(rules)


@pytest.fixture(scope="session")
def page():
    """Make a page: texts become paragraphs, blocks stay as they are."""

    def made(*texts, title=None, captured_at=None, votes=()):
        capture = Capture(Origin("x"), "https://x.example/", captured_at, CaptureKind.TEXT)
        blocks = [text if isinstance(text, Block) else Block(BlockKind.PARAGRAPH, text) for text in texts]
        if title:
            blocks.insert(0, Block(BlockKind.TITLE, title))
        return Page(capture, tuple(blocks), votes=tuple(votes))

    return made
