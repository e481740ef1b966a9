# ruff: noqa: RUF001 - signs that stand between links
"""Finding the headline among the blocks of a page: by its address, its kind, its place and what stands round it.

Each line that may be the headline is scored: its traits, weighed. The weights were fitted (softmax
over the lines of a page) on half of the pages of wcxb, andythefactory, fundus and trafilatura as
text, and rounded.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from thresher.metadata import nearby
from thresher.metadata.sheet import Sheet
from thresher.metadata.traits import Traits, slug
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from thresher.nouns import Block

__all__ = ["found", "headline", "slug", "trimmed"]

BLOCKS = 3_000
"""Blocks that are searched for the headline."""
REACH = 30
"""How many blocks before the text a headline may stand."""
AFTER = 3
"""How many after its start."""
HEADLINE_CHARS = 220
LONG_WORDS = 30
LEAST = 1.2
"""What a headline must score: of lines that score less, five in six are none."""
SURE = 9.0
"""The score from which on nine in ten are; how sure it is grows with the score up to there."""
CRUMB_WORDS = 3
"""Fewest words of the last part of a path that is taken for the headline alone."""
LITERAL_CHARS = 4
"""Shortest word of an address that is sought in the text."""

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "tail": 3.9,
        "alike": 2.1,
        "recall": 2.1,
        "title": 1.9,
        "echo": 1.7,
        "imprint": 1.2,
        "heading": 1.0,  # by hand: the sets have none
        "length": 1.0,
        "before": 0.6,
        "top": 0.5,
        "paragraph": 0.4,
        "whole": 0.4,
        "near": 0.3,
        "again near": 0.2,
        "long after": -0.4,
        "lower": -0.5,
        "menu": -0.7,
        "signs": -0.7,
        "after": -0.7,
        "chaff": -0.8,
        "elsewhere": -1.1,
        "wordy": -1.2,
        "after prose": -1.5,
        "sentence": -1.6,
        "item": -1.6,
        "caption": -1.9,
    }
)

_LABEL = re.compile(
    r"^(?:(?:share )?all sharing options for|share(?: or comment on)? this article|title|thread|topic|thema|sujet|tema)"
    r"\s?:\s+|^share (?=\w+ \w+ \w+ \w)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,2}\. (?=\S)")
_CRUMBS = re.compile(r"\s[/›»>]\s")
_KINDS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.MENU})


def headline(blocks: Sequence[Block], address: str) -> tuple[int, float] | None:
    """The position of the headline and how sure that is, 0 to 1; None where nothing looks like one."""
    return found(Sheet(blocks, BLOCKS), address)


def found(sheet: Sheet, address: str) -> tuple[int, float] | None:
    """The same for a page that is laid out already."""
    best, best_at = LEAST, -1
    for at, traits in candidates(sheet, address):
        score = sum(WEIGHTS.get(name, 0.0) * value for name, value in traits.items())
        if score > best:
            best, best_at = score, at
    return None if best_at < 0 else (best_at, min(1.0, best / SURE))


def trimmed(text: str, lower: str) -> str:
    """A headline without what renderers set before it: the number of an item, the path to the page, a word for "title".

    A number goes where the rest stands on the page again; a path where its last part does. `lower` is the page.
    """
    text = _LABEL.sub("", text)
    if (match := _NUMBER.match(text)) and lower.count(text[match.end() :].lower()) > 1:
        return text[match.end() :]
    if (last := _CRUMBS.split(text)[-1]) != text and len(last.split()) >= CRUMB_WORDS and lower.count(last.lower()) > 1:
        return last
    return text.rstrip("¶ ")


def candidates(sheet: Sheet, address: str) -> Iterator[tuple[int, dict[str, float]]]:
    """The lines that may be the headline, each with its traits."""
    traits = Traits(sheet, address)
    for at in sorted(_places(sheet, traits)):
        if _may_be(sheet.blocks[at]):
            yield at, traits.of(at)


def _places(sheet: Sheet, traits: Traits) -> set[int]:
    """Where headlines stand: before the text, before the first prose, and wherever the words of the address are."""
    ends = {min(len(sheet.blocks), REACH)} if sheet.body is None else {sheet.body + AFTER + 1, sheet.prose[0] + 1}
    places = {at for end in ends for at in range(max(0, end - REACH - AFTER - 1), min(end, len(sheet.blocks)))}
    places.update(at for at, block in enumerate(sheet.blocks) if block.kind is BlockKind.TITLE)
    words = [word for word in traits.named | traits.tail if len(word) >= LITERAL_CHARS and not word.isdigit()]
    hits: dict[int, int] = {}
    for word in words:
        for at in sheet.holding(word):
            hits[at] = hits.get(at, 0) + 1
    places.update(at for at, count in hits.items() if count >= min(2, len(words)) and 3 * count >= len(words))
    return places


def _may_be(block: Block) -> bool:
    text = block.text
    return (
        block.kind in _KINDS
        and 2 < len(text) <= HEADLINE_CHARS  # noqa: PLR2004
        and text.count(" ") < LONG_WORDS
        and any(map(str.isalpha, text))
        and nearby.BYLINE.match(text) is None
        and not (nearby.DIGIT.search(text) and nearby.is_dateline(text))
    )
