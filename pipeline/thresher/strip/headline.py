"""What the headline tells of the lines above the story: which are copies of it, which are no part of it.

The first copy of the title stays: whether a headline belongs to the text is a convention on which
annotated sets differ. Taking it off gains .002 to .003 word F1 on andythefactory and fundus, and
loses .003 to .004 on dragnet and daniel.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.nouns import BlockKind, CaptureKind
from thresher.strip.shape import bounds, is_prose, rough_words
from thresher.strip.spans import whole
from thresher.words import normalised, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresher.nouns import Block, Page, Removal

_PROSE_WORDS = 25  # from the first block as long as this on, the same words are part of the story
_TITLE_WORDS = 4  # a shorter title may be said again below the story, or begin another line
_SPARE_CHARS = 60  # that a line has more than the title whose copy it is: the name of a site, and a bar
_KINDS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.MENU})
_BEHIND_THE_STORY = _KINDS | {BlockKind.ITEM}
_CUT_OFF = re.compile("\\s*(?:\u2026|\\.\\.\\.)\\s*$")
_BARRED = re.compile("\\s+[|\u00bb\u00b7\u2022]\\s+")  # never within a headline, unlike a dash


def echoes(page: Page, title: str | None, site_name: str | None = None) -> tuple[Removal, ...]:
    """Removals of the blocks around the story that say the elected title again; one copy stays.

    In an HTML page those above the story, word for word. In a text capture also those below it, with
    the site's name behind or before it, or cut off with an ellipsis.
    """
    head = [number for number, _ in enumerate(_above_the_story(page))]
    copies = [number for number in head if _is_title(page.blocks[number], title)]
    if page.capture.kind is not CaptureKind.TEXT or not title or rough_words(title) < _TITLE_WORDS:
        return _removals(page, copies[1:], 1.0)
    like = [number for number in head if number not in copies and _is_like(page.blocks[number], title, site_name)]
    like.sort(key=lambda number: bool(_CUT_OFF.search(page.blocks[number].text)))
    further = like if copies else like[1:]
    if copies or like:
        further += _below_the_story(page, head, title, site_name)
    removals = (*_removals(page, copies[1:], 1.0), *_removals(page, further, 0.9))
    return tuple(sorted(removals, key=lambda removal: removal.block))


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


def _removals(page: Page, numbers: list[int], sure: float) -> tuple[Removal, ...]:
    return tuple(whole(number, page.blocks[number], "duplicate-line", "copies:headline", sure) for number in numbers)


def _above_the_story(page: Page) -> Iterator[Block]:
    for block in page.blocks:
        yield block
        if word_count(block.text) >= _PROSE_WORDS and block.kind is not BlockKind.MENU:
            return


def _below_the_story(page: Page, head: list[int], title: str, site_name: str | None) -> list[int]:
    """The copies of the title behind the last block of prose."""
    start = len(title) // 2
    last = bounds([is_prose(block, rough_words(block.text)) for block in page.blocks])[1]
    return [
        number
        for number in range(max(last + 1, len(head)), len(page.blocks))
        if last >= 0
        and start < len((block := page.blocks[number]).text) <= len(title) + _SPARE_CHARS
        and block.kind in _BEHIND_THE_STORY
        and (normalised(block.text) == normalised(title) or _is_like(block, title, site_name))
    ]


def _is_title(block: Block, title: str | None) -> bool:
    wanted = normalised(title or "")
    return block.kind in _KINDS and bool(wanted) and normalised(block.text) == wanted


def _is_like(block: Block, title: str, site_name: str | None) -> bool:
    """Whether a block is the title with the name of the site, or its beginning with an ellipsis."""
    if block.kind not in _BEHIND_THE_STORY or not len(title) // 2 < len(block.text) <= len(title) + _SPARE_CHARS:
        return False
    wanted, words = normalised(title), normalised(block.text)
    if _CUT_OFF.search(block.text):
        return rough_words(block.text) >= _TITLE_WORDS and wanted.startswith(words)
    if site_name and words in (f"{wanted} {(plate := normalised(site_name))}", f"{plate} {wanted}"):
        return True
    return any(normalised(part) == wanted for part in _BARRED.split(block.text)[:1])
