"""What of a page is prose: sentences, rather than links, labels and lists of titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.nouns import BlockKind
from thresher.words import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.nouns import Block

_SENTENCE_WORDS = 10  # a block with fewer words is no prose
_PLAIN_WORDS = 40  # a block with more is, though it has no full stop: Thai and Lao write none
# Full stops of Latin, Devanagari, Arabic and CJK scripts; the last ones need no space after them.
_SENTENCE = re.compile("[.!?\u2026\u0964\u061f\u06d4]['\"\u201d\u2019\u00bb)\\]]*(?:\\s|$)|[\u3002\uff01\uff1f]")
_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM, BlockKind.CAPTION, BlockKind.TABLE})


def is_prose(block: Block) -> bool:
    """Whether a block holds at least one sentence and is not mostly links."""
    if block.kind not in _KINDS or block.link_chars * 2 > len(block.text):
        return False
    count = word_count(block.text)
    return count >= _PLAIN_WORDS or (count >= _SENTENCE_WORDS and _SENTENCE.search(block.text) is not None)


def prose_words(blocks: Iterable[Block], enough: int | None = None) -> int:
    """How many words of the blocks are prose; the count stops once it reaches `enough`."""
    count = 0
    for block in blocks:
        if is_prose(block):
            count += word_count(block.text)
            if enough is not None and count >= enough:
                break
    return count


def words_of(blocks: Iterable[Block], enough: int) -> int:
    """How many words the blocks have; the count stops once it reaches `enough`."""
    count = 0
    for block in blocks:
        count += word_count(block.text)
        if count >= enough:
            break
    return count
