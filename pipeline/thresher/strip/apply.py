"""Cut and undo. The only module that deletes text."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from thresher.nouns import Block, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from thresher.nouns import Page, Removal


PLACE = attrgetter("block", "start")
"""Where a removal stands: the order in which they are cut and told."""


def apply(page: Page, removals: Iterable[Removal]) -> Page:
    """The page without the removed spans.

    The count of blocks stays: a block that is removed whole has the text "". Links shrink with their
    text and go with it; `uncut` remembers what they were. Raises ValueError for
    removals that overlap or do not say what the page says.
    """
    blocks = list(page.blocks)
    for index, spans in _by_block(removals).items():
        if not 0 <= index < len(blocks):
            raise ValueError(f"removal in block {index} of a page with {len(blocks)} blocks")
        text, place = blocks[index].text, 0
        if len(spans) == 1 and spans[0].start == 0 and text and spans[0].end == len(text) and spans[0].text == text:
            blocks[index] = _cut(blocks[index], "", spans)  # as most are
            continue
        kept: list[str] = []
        for removal in spans:
            if not place <= removal.start < removal.end <= len(text):
                raise ValueError(f"removals overlap or leave the text: {removal}")
            if text[removal.start : removal.end] != removal.text:
                raise ValueError(f"removal is not true to the page: {removal}")
            kept.append(text[place : removal.start])
            place = removal.end
        kept.append(text[place:])
        blocks[index] = _cut(blocks[index], "".join(kept), spans)
    return replace(page, blocks=tuple(blocks))


def restore(page: Page, removals: Iterable[Removal]) -> Page:
    """The page as it was: `restore(apply(page, rs), rs) == page`; raises ValueError where `rs` does not fit."""
    blocks = list(page.blocks)
    for index, spans in _by_block(removals).items():
        if not 0 <= index < len(blocks):
            raise ValueError(f"removal in block {index} of a page with {len(blocks)} blocks")
        text, pieces, place, length = blocks[index].text, [], 0, 0
        for removal in spans:
            kept = text[place : place + removal.start - length]
            pieces += [kept, removal.text]
            place += len(kept)
            length += len(kept) + len(removal.text)
            if length != removal.end:
                raise ValueError(f"removal does not fit the page: {removal}")
        pieces.append(text[place:])
        blocks[index] = _whole(blocks[index], "".join(pieces))
    return replace(page, blocks=tuple(blocks))


def _by_block(removals: Iterable[Removal]) -> dict[int, list[Removal]]:
    spans: dict[int, list[Removal]] = {}
    for removal in sorted(removals, key=PLACE):
        if removal.block in spans:
            spans[removal.block].append(removal)
        else:
            spans[removal.block] = [removal]
    return spans


def _cut(block: Block, text: str, spans: Sequence[Removal]) -> Block:
    """The block with the text that is left of it; where it has links, it remembers them."""
    if not (block.links or block.uncut):
        return _changed(block, text, (), ())
    return _changed(block, text, tuple(_clipped(block.links, spans)), (*block.uncut, block.links))


def _whole(block: Block, text: str) -> Block:
    """The block with the text that it had, and the links that it remembers."""
    return _changed(block, text, block.uncut[-1] if block.uncut else block.links, block.uncut[:-1])


def _clipped(links: Iterable[Link], spans: Sequence[Removal]) -> Iterator[Link]:
    """What a cut leaves of the links of a text, at their new places; one walk over both."""
    number = gone = 0

    def moved(place: int) -> int:
        nonlocal number, gone
        while number < len(spans) and spans[number].end <= place:
            gone += spans[number].end - spans[number].start
            number += 1
        inside = max(0, place - spans[number].start) if number < len(spans) else 0
        return place - gone - inside

    for link in links:
        start, end = moved(link.start), moved(link.end)
        if start < end:
            yield Link(start, end, link.href)


def _changed(block: Block, text: str, links: tuple[Link, ...], uncut: tuple[tuple[Link, ...], ...]) -> Block:
    """The block with another text; `replace` takes four times as long, and a page loses a hundred lines."""
    return Block(
        block.kind,
        text,
        block.level,
        block.link_chars,
        block.line,
        block.number,
        block.language,
        links,
        uncut,
    )
