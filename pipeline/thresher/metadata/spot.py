"""Finding the headline among the blocks of a page: by its address, by its kind, by what follows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from thresher.metadata import nearby
from thresher.metadata.months import folded
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.nouns import Block

BLOCKS = 600
"""Blocks that are searched for the headline."""
PROSE_CHARS = 200
"""A block of this length, not made of links, is prose."""
BEFORE_PROSE = 12
"""How many blocks before the first prose a headline may stand."""
HEADLINE_CHARS = 220
SLUG_WORDS = 3
"""Fewest words that an address must share with a headline."""
ALIKE = 0.5
"""Least F1 of the words of a headline and of the address."""

TITLED = 0.2
"""What the reader's word that a line is the title adds to its likeness with the address."""
AFTER_PROSE = 0.2
"""What standing after the first prose takes away."""
UNLIKELY = 0.1
"""What the form of a sentence, a caption or a numbered item takes away."""
_UNLIKELY = re.compile(r"^\d{1,2}\. |[a-z]{3}\.$|\b(?:Illustration|Photo|Image|Credit|Getty)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}|\d+")
_EXTENSION = re.compile(r"\.[a-z]{2,5}\d?$|(?<!\d)\d{5,}(?!\d)", re.IGNORECASE)
"""What is no word of the story in an address: the file's extension, and the numbers of stories."""
_SHAPE_END = ".,;:|…"
_KINDS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM})


def headline(blocks: Sequence[Block], address: str) -> tuple[int, float] | None:
    """The position of the headline and how sure that is, 0 to 1; None where nothing looks like one."""
    first = blocks[:BLOCKS]
    prose = next((at for at in range(len(first)) if _is_prose(first[at])), None)
    return _by_address(first, address, prose) or _by_kind(first, prose) or _by_shape(first, prose)


def slug(address: str) -> frozenset[str]:
    """The words of the part of an address that names the story; empty where it has fewer than three."""
    try:
        path = unquote(urlsplit(address[:2000]).path)
    except ValueError:
        return frozenset()
    parts = [frozenset(_words(_EXTENSION.sub("", part))) for part in path.split("/")]
    best = max(parts, key=lambda words: sum(not word.isdigit() for word in words), default=frozenset())
    return best if sum(not word.isdigit() for word in best) >= SLUG_WORDS else frozenset()


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text).replace("'", "").replace("\u2019", ""))


def _is_prose(block: Block) -> bool:
    return (
        block.kind in {BlockKind.PARAGRAPH, BlockKind.QUOTE}
        and len(block.text) >= PROSE_CHARS
        and block.link_chars * 2 < len(block.text)
    )


def _by_address(blocks: Sequence[Block], address: str, prose: int | None) -> tuple[int, float] | None:
    named = slug(address)
    if not named:
        return None
    best, best_at = 0.0, -1
    for at, block in enumerate(blocks):
        if block.kind not in _KINDS or len(block.text) > HEADLINE_CHARS:
            continue
        words = frozenset(_words(block.text))
        shared = len(words & named)
        if shared < min(SLUG_WORDS, len(named)) or not words:
            continue
        alike = 2 * shared / (len(words) + len(named))
        alike += _likelihood(block, None if prose is None else prose - at)
        if alike > best:
            best, best_at = alike, at
    return (best_at, min(1.0, 0.4 + 0.6 * best)) if best >= ALIKE else None


def _likelihood(block: Block, ahead: int | None) -> float:
    """What speaks for a line beside its words, and what against it; `ahead` is how far before the prose it stands."""
    is_title = block.kind is BlockKind.TITLE
    # Of equal lines the one that prose follows is the headline; earlier ones are paths and window titles.
    near = 0.01 * (ahead is not None and 0 < ahead <= BEFORE_PROSE)
    after = -AFTER_PROSE * (ahead is not None and ahead < 0)
    return near + after + TITLED * is_title - UNLIKELY * bool(_UNLIKELY.search(block.text))


def _by_kind(blocks: Sequence[Block], prose: int | None) -> tuple[int, float] | None:
    for kind, confidence in ((BlockKind.TITLE, 0.7), (BlockKind.HEADING, 0.6)):
        for at, block in enumerate(blocks):
            if block.kind is kind and _is_headline(block.text) and (prose is None or prose - at <= 2 * BEFORE_PROSE):
                return at, confidence
    return None


def _is_headline(text: str) -> bool:
    return bool(text.strip()) and not nearby.is_dateline(text) and nearby.BYLINE.match(text) is None


def _by_shape(blocks: Sequence[Block], prose: int | None) -> tuple[int, float] | None:
    if prose is None:
        return None
    best, best_at = 0.0, -1
    for at in range(max(0, prose - BEFORE_PROSE), prose):
        if is_shaped(blocks[at]):
            score = min(len(blocks[at].text.split()), 12) - 0.5 * (prose - at)
            if score > best:
                best, best_at = score, at
    return (best_at, 0.5) if best_at >= 0 else None


def is_shaped(block: Block) -> bool:
    """Whether a block has the shape of a headline: 3 to 30 words that are no sentence, byline or dateline."""
    words = block.text.split()
    return (
        block.kind in _KINDS
        and 3 <= len(words) <= 30  # noqa: PLR2004
        and len(block.text) <= HEADLINE_CHARS
        and block.text[-1] not in _SHAPE_END
        and nearby.BYLINE.match(block.text) is None
        and not nearby.is_dateline(block.text)
    )
