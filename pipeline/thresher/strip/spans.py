"""Spans of blocks: whole ones, and what several rules want from one block as removals without overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.nouns import Removal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.nouns import Block
    from thresher.strip.rules import Rule

Span = tuple[int, int, "Rule"]


def whole(number: int, block: Block, reason: str, judge: str, confidence: float, *, evidence: str = "") -> Removal:
    """The removal of all of a block; `number` is its place on the page."""
    return Removal(number, 0, len(block.text), reason, judge, confidence, block.text, evidence)


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the white space that would be left over beside it."""
    while end < len(text) and text[end].isspace() and (start == 0 or text[start - 1].isspace()):
        end += 1
    if end == len(text):
        while start > 0 and text[start - 1].isspace():
            start -= 1
    return start, end


def merged(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans without overlaps, in order of place; of two rules that want a piece, the first gets it.

    When nothing worth reading is left between them, the first span's rule takes the rest too.
    """
    taken: list[Span] = []
    for start, end, rule in spans:
        taken += [(low, high, rule) for low, high in gaps(_places(taken), start, end)]
        taken.sort(key=lambda span: span[0])
    left = gaps(_places(taken), 0, len(text))
    if taken and not any(char.isalnum() for low, high in left for char in text[low:high]):
        taken = sorted([*taken, *((low, high, taken[0][2]) for low, high in left)], key=lambda span: span[0])
    return _joined(taken)


def gaps(taken: Iterable[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """What is left of start to end beside the spans taken, which are in order."""
    left, place = [], start
    for low, high in taken:
        if high <= place or low >= end:
            continue
        if low > place:
            left.append((place, low))
        place = high
    if place < end:
        left.append((place, end))
    return left


def _places(spans: Iterable[Span]) -> list[tuple[int, int]]:
    return [(start, end) for start, end, _ in spans]


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end, rule in spans:
        if joined and joined[-1][1] == start and joined[-1][2].id == rule.id:
            joined[-1] = (joined[-1][0], end, rule)
        else:
            joined.append((start, end, rule))
    return joined
