"""What a page says twice, and the captions and nameplates that a text capture cannot mark as such.

None of this is a matter of phrases, so no rule can say it: it depends on the other blocks of the
page, or on the name that the site has been found to bear. HTML pages keep what their engine took
for text, save a block said twice in a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.nouns import BlockKind, CaptureKind
from thresher.strip.captions import bare, is_caption
from thresher.strip.copies import copies
from thresher.strip.judge import disjoint
from thresher.strip.shape import prose_bounds, rough_words
from thresher.strip.spans import whole
from thresher.strip.starts import LEAST_WORDS
from thresher.words import normalised

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from thresher.nouns import Block, Page, Removal

_TEXTUAL = frozenset({BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.ITEM})


def repeats(page: Page, site_name: str | None, removals: Collection[Removal] = ()) -> tuple[Removal, ...]:
    """Removals of captions, copies and the site's name; each block once, in order.

    Reasons: `duplicate-line` for what stands a second time, `caption` for the caption of a picture
    that did not come along, `navigation` for the name of the site above the story. `removals` is
    what other judges take from the page: a copy stays where they take the other one.
    """
    if page.capture.kind is not CaptureKind.TEXT:
        return tuple(_said_again(page))
    found = tuple(_marked(page, normalised(site_name or "")))
    return disjoint(found, copies(page, disjoint(removals, found)))


def _said_again(page: Page) -> Iterator[Removal]:
    """What stands twice in a row, and what stands in a caption already."""
    before, captions = "", set()
    for number, block in enumerate(page.blocks):
        words = bare(block.text) if _may_repeat(block) else ""
        if words and (words == before or words in captions):
            yield whole(number, block, "duplicate-line", "copies:line", 0.95)
        if words and (block.kind is BlockKind.CAPTION or is_caption(block)):
            captions.add(words)
        before = words or before


def _marked(page: Page, plate: str) -> Iterator[Removal]:
    """The captions of a text capture, and the name of the site above its story."""
    first = prose_bounds(page.blocks)[0] if plate else 0
    for number, block in enumerate(page.blocks):
        if is_caption(block):
            yield whole(number, block, "caption", "repeats:caption", 0.85)
        elif number < first and _is_plate(block, plate):
            yield whole(number, block, "navigation", "repeats:plate", 0.85)


def _may_repeat(block: Block) -> bool:
    return block.kind in _TEXTUAL and rough_words(block.text) >= LEAST_WORDS


def _is_plate(block: Block, plate: str) -> bool:
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.MENU, BlockKind.HEADING) and normalised(block.text) == plate
