"""The shape that a page's own markup gives to the text an engine found.

An engine decides which words belong; the page knows where its blocks begin and end, what kind
they are and how much of them are links. No word is added, removed or moved.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_RUN_CHARS = 300  # a shorter block is left in one piece
_AHEAD = 20_000  # characters ahead in which the next block of the page is looked for
_ANCHOR_CHARS = 40  # a longer block of the page is found in a run where it belongs
_KNOWN = 0.6  # share of a run that blocks of the page must explain


def restored(blocks: Iterable[Block], page: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, run-together ones cut where the page's blocks end, with their link characters."""
    known: dict[str, Block] = {}
    for one in page:
        known.setdefault(one.text, one)
    shaped: list[Block] = []
    for block in blocks:
        own = known.get(block.text)
        if own is not None and block.kind is BlockKind.PARAGRAPH:
            shaped.append(own)
        elif own is not None:
            shaped.append(replace(block, link_chars=own.link_chars, language=own.language, links=own.links))
        elif block.kind is BlockKind.PARAGRAPH and len(block.text) > _RUN_CHARS:
            shaped.extend(_cut(block, page))
        else:
            shaped.append(block)
    return tuple(_titled(shaped))


def _cut(block: Block, page: Sequence[Block]) -> list[Block]:
    """A block as the page's blocks that it is a run of; itself when it is none.

    Long blocks of the page are found first, for they lie where they lie; short ones, which may
    occur by chance, only between them.
    """
    anchors = list(_found(block.text, 0, page, range(len(page)), _ANCHOR_CHARS))
    if sum(len(page[number].text) for number, _ in anchors) < _KNOWN * len(block.text):
        return [block]
    pieces: list[Block] = []
    position = after = 0
    for number, start in (*anchors, (len(page), len(block.text))):
        if gap := block.text[position:start].strip():
            pieces.extend(_filled(gap, page, range(after, number)))
        if number < len(page):
            pieces.append(page[number])
            position, after = start + len(page[number].text), number + 1
    return pieces


def _filled(gap: str, page: Sequence[Block], between: range) -> list[Block]:
    """The text between two long blocks as the short ones there, when they explain most of it."""
    pieces: list[Block] = []
    position = known = 0
    for number, start in _found(gap, 0, page, between, 1):
        if rest := gap[position:start].strip():
            pieces.append(Block(BlockKind.PARAGRAPH, rest))
        pieces.append(page[number])
        position = start + len(page[number].text)
        known += len(page[number].text)
    if rest := gap[position:].strip():
        pieces.append(Block(BlockKind.PARAGRAPH, rest))
    return pieces if known >= _KNOWN * len(gap) else [Block(BlockKind.PARAGRAPH, gap)]


def _found(text: str, position: int, page: Sequence[Block], among: range, chars: int) -> Iterator[tuple[int, int]]:
    """Which of the page's blocks lie in the text, and where; in order, whole words, none over another."""
    for number in among:
        own = page[number]
        if len(own.text) < chars or own.kind in (BlockKind.TABLE, BlockKind.CODE):
            continue
        start = text.find(own.text, position, position + _AHEAD + len(own.text))
        if start >= 0 and _stands_alone(text, start, start + len(own.text)):
            yield number, start
            position = start + len(own.text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    return (start == 0 or text[start - 1] == " ") and (end == len(text) or text[end] == " ")


def _titled(blocks: list[Block]) -> list[Block]:
    """The blocks with the headline named: the first heading, of the first level, before any prose."""
    for number, block in enumerate(blocks[:8]):
        if block.kind is BlockKind.HEADING:
            if block.level == 1:
                blocks[number] = replace(block, kind=BlockKind.TITLE)
            break
    return blocks
