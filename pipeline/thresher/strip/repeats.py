"""What a text says twice, and the captions and nameplates that a text capture cannot mark as such.

None of this is a matter of phrases, so no rule can say it: it depends on the other blocks of the
page, or on the name that the site has been found to bear. HTML pages keep what their engine took
for text, save a block said twice in a row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.nouns import BlockKind, CaptureKind
from thresher.strip.shape import bounds, is_prose, rough_words
from thresher.strip.spans import whole
from thresher.words import normalised

if TYPE_CHECKING:
    from thresher.nouns import Block, Page, Removal

CAPTION_WORDS = 45
"""Words that a caption has at most."""
LEAST_WORDS = 6
"""Words below which two lines alike prove nothing: "Yes." is said twice in many a dialogue."""

_MARK = "(?:photos?|images?|pictures?|fotos?|bild(?:er)?|imagen|fotografía|illustration|grafik|credit|crédits?)"
_MAKERS = "[^()\\[\\]!?]{2,80}"
_CREDITED = re.compile(  # (Photo: Name/Agency), or "Photo: Name" behind the last sentence
    rf"(?:[\[(][ ]?{_MARK}(?:[ ]?[:/|©]|[ ](?:by|von|par|de|courtesy of))[ ]?{_MAKERS}[\])]"
    rf"|[.!?”»]\s+{_MARK}[ ]?[:/|©]\s?{_MAKERS})[ ]?\.?$",
    re.IGNORECASE,
)
_LABELLED = re.compile(rf"^[\[(]?{_MARK}[ ]?:\s", re.IGNORECASE)
_TEXTUAL = frozenset({BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.ITEM})


def repeats(page: Page, site_name: str | None) -> tuple[Removal, ...]:
    """Removals of captions, doubled lines and the site's name; each block once, in order.

    Reasons: `duplicate-line` for what stands a second time, `caption` for the caption of a picture
    that did not come along, `navigation` for the name of the site above the story.
    """
    is_text = page.capture.kind is CaptureKind.TEXT
    first = bounds([is_prose(block, rough_words(block.text)) for block in page.blocks])[0]
    plate = normalised(site_name or "")
    found: list[Removal] = []
    before, captions = "", set()
    for number, block in enumerate(page.blocks):
        bare = normalised(_LABELLED.sub("", _CREDITED.sub("", block.text))) if _may_repeat(block) else ""
        if bare and (bare == before or bare in captions):
            found.append(whole(number, block, "duplicate-line", "repeats:line", 0.95))
        elif is_text and _is_caption(block):
            found.append(whole(number, block, "caption", "repeats:caption", 0.85))
        elif is_text and number < first and plate and _is_plate(block, plate):
            found.append(whole(number, block, "navigation", "repeats:plate", 0.85))
        if bare and (block.kind is BlockKind.CAPTION or _is_caption(block)):
            captions.add(bare)
        before = bare or before
    return tuple(found)


def _may_repeat(block: Block) -> bool:
    return block.kind in _TEXTUAL and rough_words(block.text) >= LEAST_WORDS


def _is_caption(block: Block) -> bool:
    """Whether a line of text is the words below a picture: it ends with a credit or begins as one."""
    if block.kind is not BlockKind.PARAGRAPH or rough_words(block.text) > CAPTION_WORDS:
        return False
    return bool(_LABELLED.match(block.text) or _CREDITED.search(block.text))


def _is_plate(block: Block, plate: str) -> bool:
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.MENU, BlockKind.HEADING) and normalised(block.text) == plate
