"""What the headline tells of the lines above the story: which are copies of it, which are no part of it.

The first copy of the title stays: whether a headline belongs to the text is a convention on which
annotated sets differ. Taking it off gains .002 to .003 word F1 on andythefactory and fundus, and
loses .003 to .004 on dragnet and daniel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.nouns import BlockKind, CaptureKind
from thresher.strip.spans import whole
from thresher.words import normalised, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresher.nouns import Block, Page, Removal

_PROSE_WORDS = 25  # from the first block as long as this on, the same words are part of the story
_KINDS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.MENU})


def echoes(page: Page, title: str | None) -> tuple[Removal, ...]:
    """Removals of the blocks above the story that say the elected title again, word for word."""
    found = [number for number, block in enumerate(_above_the_story(page)) if _is_title(block, title)]
    return tuple(whole(number, page.blocks[number], "title", "title:echo", 1.0) for number in found[1:])


def masthead(page: Page, title: str | None) -> tuple[Removal, ...]:
    """Removals of what stands above the last copy of the title in a text capture: menus, name of the site.

    Only short blocks stand there; where prose does, the copy is not the headline and nothing goes.
    HTML pages are left to their engine, which has seen the markup.
    """
    if page.capture.kind is not CaptureKind.TEXT:
        return ()
    found = [number for number, block in enumerate(_above_the_story(page)) if _is_title(block, title)]
    above = range(found[-1]) if found else ()
    return tuple(
        whole(at, page.blocks[at], "navigation", "title:above", 0.8)
        for at in above
        if not _is_title(page.blocks[at], title)
    )


def _above_the_story(page: Page) -> Iterator[Block]:
    for block in page.blocks:
        yield block
        if word_count(block.text) >= _PROSE_WORDS and block.kind is not BlockKind.MENU:
            return


def _is_title(block: Block, title: str | None) -> bool:
    wanted = normalised(title or "")
    return block.kind in _KINDS and bool(wanted) and normalised(block.text) == wanted
