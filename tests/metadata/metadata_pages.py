"""Pages of our own invention for the tests of metadata."""

from __future__ import annotations

from datetime import UTC, datetime

from thresher.metadata import elect, html, text
from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page, Vote
from thresher.settings import Settings

CAPTURED = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
URL = "https://www.harbourpost.example/news/mayor-opens-harbour-bridge"


def capture(url: str = URL, kind: CaptureKind = CaptureKind.HTML, **changes: object) -> Capture:
    return Capture(Origin("test.warc", 0), url, changes.pop("captured_at", CAPTURED), kind, **changes)


def page(*blocks: Block, **changes: object) -> Page:
    return Page(capture(**changes), blocks)


def block(words: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind, words)


def elected(votes: list[Vote], **changes: object) -> elect.Metadata:
    return elect.elect(votes, page(**changes), Settings())


def of_markup(markup: str, **changes: object) -> elect.Metadata:
    one = capture(**changes)
    return elect.elect(html.votes(markup, one), Page(one, ()), Settings())


def of_text(*blocks: Block, **changes: object) -> elect.Metadata:
    one = page(*blocks, kind=CaptureKind.TEXT, **changes)
    return elect.elect(text.votes(one), one, Settings())


def ld(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'
