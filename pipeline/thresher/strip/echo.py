"""The title printed more than once above the story, as menus, image texts and copies for phones do.

The first copy stays: whether a headline belongs to the text is a convention on which annotated sets
differ. Taking it off gains .002 to .003 word F1 on andythefactory and fundus, and loses .003 to .004 on
dragnet and daniel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.nouns import Block, BlockKind, Page, Removal
from thresher.words import normalised, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

REASON = "title"
JUDGE = "title:echo"

_PROSE_WORDS = 25  # from the first block as long as this on, the same words are part of the story
_KINDS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.MENU})


def echoes(page: Page, title: str | None) -> tuple[Removal, ...]:
    """Removals of the blocks above the story that say the elected title again, word for word."""
    wanted = normalised(title or "")
    if not wanted:
        return ()
    found = (
        Removal(number, 0, len(block.text), REASON, JUDGE, 1.0, block.text)
        for number, block in _above_the_story(page)
        if block.kind in _KINDS and normalised(block.text) == wanted
    )
    return tuple(found)[1:]


def _above_the_story(page: Page) -> Iterator[tuple[int, Block]]:
    for number, block in enumerate(page.blocks):
        yield number, block
        if block.kind is BlockKind.PARAGRAPH and word_count(block.text) >= _PROSE_WORDS:
            return
