"""Plain-text captures as blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.extract import wording
from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from thresher.settings import Limits


def blocks(text: str, limits: Limits) -> tuple[Block, ...]:
    """One block for each line that is not blank, for now."""
    found: list[Block] = []
    for number, line in enumerate(text.split("\n")):
        words = wording.line(line[: limits.line_chars])
        if words:
            found.append(Block(BlockKind.PARAGRAPH, words, line=number))
        if len(found) >= limits.blocks:
            break
    return tuple(found)
