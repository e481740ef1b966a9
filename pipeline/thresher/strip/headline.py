"""What the headline tells of the lines around the story: one copy of it stays, the others go.

The first copy of the title stays: whether a headline belongs to the text is a convention on which
annotated sets differ. Taking it off gains .002 to .003 word F1 on andythefactory and fundus, and
loses .003 to .004 on dragnet and daniel.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.nouns import BlockKind, CaptureKind
from thresher.strip.judge import disjoint
from thresher.strip.shape import prose_bounds, rough_words
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


def headlined(
    page: Page, title: str | None, site_name: str | None, removals: tuple[Removal, ...]
) -> tuple[Removal, ...]:
    """The removals of other judges and of the copies of the elected title; one copy stays, whoever would take it.

    In an HTML page the first one above the story stays, and those above the story go, word for word. In a
    text capture the one next to the story stays, and also those below it go, those with the site's name
    behind or before them, and those cut off with an ellipsis. There the story begins with the first
    paragraph that no judge takes.
    """
    if not title:
        return removals
    is_text = page.capture.kind is CaptureKind.TEXT
    gone = frozenset(one.block for one in removals) if is_text else frozenset[int]()
    head = [number for number, _ in _above_the_story(page, gone)]
    copies = [number for number in head if _is_title(page.blocks[number], title)]
    stays = copies.pop(-1 if is_text else 0) if copies else None
    found = _removals(page, copies, 1.0)
    if is_text and rough_words(title) >= _TITLE_WORDS:
        like = [at for at in head if at not in {stays, *copies} and _is_like(page.blocks[at], title, site_name)]
        like.sort(key=lambda number: bool(_CUT_OFF.search(page.blocks[number].text)))
        if stays is None and like:
            stays = like.pop(0)
        if stays is not None:
            found += _removals(page, [*like, *_below_the_story(page, head, title, site_name)], 0.9)
    found = tuple(sorted(found, key=lambda removal: removal.block))
    return disjoint(found, [one for one in removals if not is_text or one.block != stays])


def _removals(page: Page, numbers: list[int], sure: float) -> tuple[Removal, ...]:
    return tuple(whole(number, page.blocks[number], "duplicate-line", "copies:headline", sure) for number in numbers)


def _above_the_story(page: Page, gone: frozenset[int] = frozenset()) -> Iterator[tuple[int, Block]]:
    """The blocks down to the first long one that stays, that one included."""
    for number, block in enumerate(page.blocks):
        yield number, block
        if number not in gone and block.kind is not BlockKind.MENU and word_count(block.text) >= _PROSE_WORDS:
            return


def _below_the_story(page: Page, head: list[int], title: str, site_name: str | None) -> list[int]:
    """The copies of the title behind the last block of prose."""
    start = len(title) // 2
    last = prose_bounds(page.blocks)[1]
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
