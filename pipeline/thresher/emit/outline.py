"""What Markdown and HTML share: blocks as sections, lists as trees, tables as cells, text as runs.

All of it comes from captures, so that nothing here is deeper or wider than it may be, whatever a
page says of itself.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from thresher.extract.links import is_address
from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_DEPTH = 10
"""Deepest list within lists; the items of deeper ones stand there."""

Run = tuple[str, str | None]
"""Text, and the address that it leads to as a whole."""

Span = tuple[int, int]

_JOINED = frozenset({BlockKind.ITEM, BlockKind.QUOTE})
_BREAKS = [chr(code) for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc"]
_SPACES = str.maketrans(dict.fromkeys([*_BREAKS, "\u2028", "\u2029"], " "))
_LAID_OUT = {code: space for code, space in _SPACES.items() if chr(code) not in "\n\t"}


@dataclass(slots=True)
class Item:
    """An item of a list: its paragraphs, and the lists between and below them; a paragraph is first."""

    parts: list[Block | Listing] = field(default_factory=list)


@dataclass(slots=True)
class Listing:
    """A list; `number` is that of its last item, 0 in a list without order."""

    level: int
    number: int
    items: list[Item] = field(default_factory=list)


def sections(blocks: Iterable[Block]) -> Iterator[tuple[BlockKind, list[Block]]]:
    """Blocks with text: neighbouring items together, neighbouring quotations too, all others alone.

    Line breaks and other control characters are spaces from here on, but in tables and code.
    """
    readable = (block for block in map(_readable, blocks) if block.text.strip())
    for kind, group in groupby(readable, key=attrgetter("kind")):
        if kind in _JOINED:
            yield kind, list(group)
        else:
            yield from ((kind, [block]) for block in group)


def _readable(block: Block) -> Block:
    text = block.text.translate(_LAID_OUT if block.kind in (BlockKind.TABLE, BlockKind.CODE) else _SPACES)
    return block if text == block.text else replace(block, text=text)


def listings(items: Iterable[Block]) -> list[Listing]:
    """The lists that neighbouring items make, one inside another by their levels."""
    top: list[Listing] = []
    stack: list[Listing] = []
    for block in items:
        level = max(1, block.level)
        while len(stack) > 1 and stack[-1].level > level:
            stack.pop()
        if not stack or (level > stack[-1].level and len(stack) < MOST_DEPTH):
            stack.append(_begun(stack, top, level))
        elif _is_other(stack[-1], block):
            stack.pop()
            stack.append(_begun(stack, top, level))
        listing = stack[-1]
        listing.level = min(listing.level, level)
        if listing.items and block.number and block.number == listing.number:
            listing.items[-1].parts.append(block)
        else:
            listing.items.append(Item([block]))
        listing.number = block.number
    return top


def _begun(stack: list[Listing], top: list[Listing], level: int) -> Listing:
    """A new list in the last item of the innermost open one."""
    listing = Listing(level, 0)
    if stack:
        stack[-1].items[-1].parts.append(listing)
    else:
        top.append(listing)
    return listing


def _is_other(listing: Listing, block: Block) -> bool:
    """Whether an item cannot be the next of a list: the one counts and the other does not, or it starts again."""
    return bool(block.number) != bool(listing.number) or block.number < listing.number


def rows(table: Block) -> Iterator[tuple[list[Span], bool]]:
    """The rows of a table that hold text: where their cells are, and whether they are its head."""
    place = 0
    for number, line in enumerate(table.text.split("\n")):
        cells: list[Span] = []
        for cell in line.split("\t"):
            cells.append((place, place + len(cell)))
            place += len(cell) + 1
        if line.strip():
            yield cells, number < table.level


def runs(block: Block, span: Span | None = None) -> list[Run]:
    """The text of a block, or of a span of it, without white space at its ends, in runs that lead somewhere or not."""
    text = block.text
    start, end = span or (0, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    found: list[Run] = []
    place, links = start, block.links
    for number in range(bisect_right(links, start, key=attrgetter("end")), len(links)):
        link = links[number]
        if link.start >= end:
            break
        first, last = max(link.start, place), min(link.end, end)
        if text[first:last].strip() and is_address(link.href):
            found += [(text[place:first], None)] * (place < first)
            found.append((text[first:last], link.href))
            place = last
    return found + [(text[place:end], None)] * (place < end)


def listing_text(code: Block) -> str:
    """Preformatted text without blank lines at its ends."""
    return code.text.rstrip().lstrip("\n")
