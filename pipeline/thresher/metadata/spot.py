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

from thresher.metadata import nearby, site_names
from thresher.metadata.sheet import Sheet
from thresher.metadata.traits import Traits, slug
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
LEAST = 0.6
"""What a headline must score: of lines that score less, five in six are none."""
SURE = 9.0
"""The score from which on nine in ten are; how sure it is grows with the score up to there."""
CRUMB_WORDS = 3
"""Fewest words of the last part of a path that is taken for the headline alone."""

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "tail": 3.9,
        "alike": 2.1,
        "recall": 2.1,
        "title": 1.9,
        "echo": 1.6,
        "imprint": 1.2,
        "length": 1.0,
        "heading": 1.0,  # by hand: the sets have none
        "before": 0.6,
        "whole": 0.4,
        "top": 0.5,
        "paragraph": 0.4,
        "near": 0.3,
        "again near": 0.2,
        "long after": -0.4,
        "lower": -0.4,
        "menu": -0.7,
        "signs": -0.7,
        "chaff": -0.7,
        "after": -0.7,
        "elsewhere": -1.1,
        "wordy": -1.2,
        "after prose": -1.5,
        "sentence": -1.6,
        "item": -1.6,
        "caption": -1.9,
    }
)

MOST = sum(
    WEIGHTS[name]
    for name in ("near", "length", "echo", "imprint", "before", "again near", "top")
    if WEIGHTS.get(name, 0) > 0
)
"""The most that the traits other than address and kind can add."""
_LABEL = re.compile(
    r"^(?:(?:share )?all sharing options for|share(?: or comment on)? this article|title|thread|topic|thema|sujet|tema)"
    r"\s?:\s+|^share (?=\w+ \w+ \w+ \w)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,2}\. (?=\S)")
_LETTER = re.compile(r"[^\W\d_]")
_NO_LETTER = re.compile(r"[\W_]+")
_CRUMBS = re.compile(r"\s[/›»>]\s")
_KINDS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.MENU})


def headline(blocks: Sequence[Block], address: str) -> tuple[int, float] | None:
    """The position of the headline and how sure that is, 0 to 1; None where nothing looks like one."""
    return found(Sheet(blocks, BLOCKS), address)


def found(sheet: Sheet, address: str) -> tuple[int, float] | None:
    """The same for a page that is laid out already.

    Lines are asked in the order of what their address and kind promise, until none can win any more.
    """
    traits = Traits(sheet, address)
    hits = _hits(sheet, traits)
    promised = [(_weighed(traits.of_address(at, is_hit=at in hits)), -at) for at in _places(sheet, traits, hits)]
    own = site_names.labels(address)
    best, best_at = LEAST, -1
    for promise, place in sorted(promised, reverse=True):
        if promise + MOST <= best:
            break
        at = -place
        if not _may_be(sheet, at) or _NO_LETTER.sub("", sheet.texts[at].lower()) in own:
            continue
        if (score := promise + _weighed(traits.of(at))) > best:
            best, best_at = score, at
    return None if best_at < 0 else (best_at, min(1.0, best / SURE))


def _weighed(traits: Mapping[str, float]) -> float:
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in traits.items())


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


def _hits(sheet: Sheet, traits: Traits) -> dict[int, int]:
    """The blocks that hold words of the address, and how many."""
    hits: dict[int, int] = {}
    for word in traits.literals:
        for at in sheet.holding(word):
            hits[at] = hits.get(at, 0) + 1
    return hits


def _places(sheet: Sheet, traits: Traits, hits: Mapping[int, int]) -> set[int]:
    """Where headlines stand: before the text, before the first prose, and wherever the words of the address are.

    Menus are passed over where an address names the story and they have none of its words.
    """
    ends = {min(len(sheet.blocks), REACH)} if sheet.body is None else {sheet.body + AFTER + 1, sheet.prose[0] + 1}
    near = {at for end in ends for at in range(max(0, end - REACH - AFTER - 1), min(end, len(sheet.blocks)))}
    places = {at for at in near if not traits.named or at in hits or sheet.blocks[at].kind is not BlockKind.MENU}
    places.update(at for at, block in enumerate(sheet.blocks) if block.kind is BlockKind.TITLE)
    words = len(traits.literals)
    places.update(at for at, count in hits.items() if count >= min(2, words) and 3 * count >= words)
    return places


def _may_be(sheet: Sheet, at: int) -> bool:
    block, text = sheet.blocks[at], sheet.texts[at]
    return (
        block.kind in _KINDS
        and 2 < len(text) <= HEADLINE_CHARS  # noqa: PLR2004
        and text.count(" ") < LONG_WORDS
        and _LETTER.search(text) is not None
        and not (sheet.is_labelled(at) and nearby.BYLINE.match(text))
        and not (nearby.DIGIT.search(text) and nearby.is_dateline(text))
    )
