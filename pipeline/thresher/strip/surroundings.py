"""How much prose stands in and around a place of a page: what tells the text from what stands aside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.strip.shape import rough_words
from thresher.strip.starts import COMPARED, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from thresher.nouns import Block

_SENTENCE_WORDS = 12  # of a line that ends as a sentence does: fewer may be a label or a headline


class Surroundings:
    """The words of prose in each block of a page, counted when they are asked for."""

    def __init__(self, blocks: Sequence[Block], gone: Container[int]) -> None:
        self._blocks, self._gone = blocks, gone
        self._words: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._blocks)

    def __getitem__(self, number: int) -> int:
        """The words of one block; 0 where it has gone or is no prose."""
        if number not in self._words:
            self._words[number] = 0 if number in self._gone else _prose_words(self._blocks[number])
        return self._words[number]

    def among(self, first: int, end: int) -> int:
        """The words of the blocks from the first on, up to the end, as far as the page goes."""
        return sum(self[number] for number in range(max(0, first), min(end, len(self))))


def _prose_words(block: Block) -> int:
    if block.kind not in COMPARED or not ends_sentence(block.text):
        return 0
    words = rough_words(block.text)
    return words if words >= _SENTENCE_WORDS else 0
