"""What a block looks like: how many words, whether prose, and where on the page it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.lazy import lazy
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.nouns import Block

PROSE_WORDS = 20
_PROSE_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM})
_SENTENCE_END = lazy(r"[.!?…\u3002\uff01\uff1f\u061f\u0964\u104b\u1362]")
# Scripts that write without spaces between words: Thai to Khmer, kana, Han, compatibility Han.
_UNSPACED = lazy("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_CHARS_A_WORD = 2
_LONG_TOKEN = 10


def rough_words(text: str) -> int:
    """About how many words a text has: quicker than `thresher.words` and enough to tell a line from a paragraph.

    Two characters of an unspaced script (Han, kana, Thai …) count as one word.
    """
    tokens = text.count(" ") + 1 if text else 0
    if text.isascii() or len(text) < _LONG_TOKEN * tokens:
        return tokens
    return max(tokens, len(_UNSPACED.findall(text)) // _CHARS_A_WORD)


def may_be_prose(block: Block) -> bool:
    """Whether a block can be prose at all, by its kind and length: what takes no counting of words."""
    return len(block.text) >= PROSE_WORDS and block.kind in _PROSE_KINDS


def is_prose(block: Block, words: int) -> bool:
    """Whether a block of so many words reads like a paragraph of a story."""
    return (
        words >= PROSE_WORDS
        and block.kind in _PROSE_KINDS
        and block.link_chars * 2 < len(block.text)
        and _SENTENCE_END.search(block.text) is not None
    )


def bounds(prose: Sequence[bool]) -> tuple[int, int]:
    """The indices of the first and the last prose block; without any, every block is head and tail."""
    places = [place for place, is_one in enumerate(prose) if is_one]
    return (places[0], places[-1]) if places else (len(prose), -1)


def prose_bounds(blocks: Sequence[Block]) -> tuple[int, int]:
    """The same for the blocks of a page; those between the first and the last are not looked at."""
    size = len(blocks)
    first = next((at for at in range(size) if _is_one(blocks[at])), size)
    return first, next((at for at in range(size - 1, first - 1, -1) if _is_one(blocks[at])), -1)


def _is_one(block: Block) -> bool:
    return may_be_prose(block) and is_prose(block, rough_words(block.text))


_OPENING = {"\u201c": "\u201d", "\u00ab": "\u00bb", "\u2018": "\u2019", "\u300c": "\u300d", "\u300e": "\u300f"}


def is_quoted(text: str, place: int) -> bool:
    """Whether the first letter from `place` on lies inside quotation marks that were opened before it."""
    while place < len(text) and not text[place].isalnum():
        place += 1
    closing: str | None = None
    for index, char in enumerate(text[:place]):
        if closing is not None:
            if char == closing and not _is_apostrophe(text, index):
                closing = None
        elif char in _OPENING:
            closing = _OPENING[char]
        elif char == "\u201e":
            closing = "\u201d" if "\u201d" in text[index:] and "\u201c" not in text[index:] else "\u201c"
        elif char == "\u00bb":
            closing = "\u00ab"
        elif char == '"' or (char == "'" and not text[max(index - 1, 0) : index].isalnum()):
            closing = char
    return closing is not None


def _is_apostrophe(text: str, index: int) -> bool:
    return text[index] in "'\u2019" and text[index + 1 : index + 2].isalnum() and text[index - 1 : index].isalnum()
