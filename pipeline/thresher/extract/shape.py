"""The shape that a page's own markup gives to the text an engine found.

An engine decides which words belong; the page knows where its blocks begin and end, what kind
they are and how much of them are links. No word is added, removed or moved.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RUN_CHARS = 300  # a shorter block is left in one piece
_AHEAD = 20_000  # characters ahead in which the next block of the page is looked for
_SHORT = 4  # characters; a shorter block of the page may be found anywhere and cuts nothing


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
            shaped.append(replace(block, link_chars=own.link_chars))
        elif block.kind is BlockKind.PARAGRAPH and len(block.text) > _RUN_CHARS:
            shaped.extend(_cut(block, page))
        else:
            shaped.append(block)
    return tuple(_titled(shaped))


def _cut(block: Block, page: Sequence[Block]) -> list[Block]:
    """A block as the page's blocks that it is a run of; itself when it is none."""
    text = block.text
    pieces: list[Block] = []
    position = loose = 0
    for own in page:
        if len(own.text) < _SHORT or own.kind in (BlockKind.TABLE, BlockKind.CODE):
            continue
        start = text.find(own.text, position, position + _AHEAD + len(own.text))
        if start < 0 or not _stands_alone(text, start, start + len(own.text)):
            continue
        if between := text[position:start].strip():
            loose += len(between)
            pieces.append(Block(block.kind, between))
        pieces.append(replace(own, text=own.text))
        position = start + len(own.text)
    if rest := text[position:].strip():
        loose += len(rest)
        pieces.append(Block(block.kind, rest))
    return pieces if len(pieces) > 1 and loose * 4 <= len(text) else [block]


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
