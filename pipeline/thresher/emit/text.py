"""Blocks -> the `text` of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.nouns import Block


def render(blocks: Iterable[Block]) -> str:
    """The text of blocks: a blank line between them, list items on lines of their own behind `- `.

    Spaces that a cut left at the ends of a block are not text.
    """
    parts: list[str] = []
    previous: BlockKind | None = None
    for block in blocks:
        text = block.text.strip()
        if not text:
            continue
        if block.kind is BlockKind.ITEM:
            text = f"- {text}"
        if parts:
            parts.append("\n" if block.kind is previous is BlockKind.ITEM else "\n\n")
        parts.append(text)
        previous = block.kind
    return "".join(parts)
