"""A page's blocks laid out for searching: all texts as one, so that a literal is sought once and not in every block.

Most of what metadata looks for can be ruled out by a literal; `str.find` on the whole page costs
a hundredth of a pattern asked in each of its blocks.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from thresher.metadata.nearby import LABELLED
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thresher.nouns import Block

PROSE_CHARS = 200
"""A block of this length, not made of links, is prose."""
RUN_SHARE = 0.34
"""How long a run of prose must be, against the longest of the page, to be the text; the first such one is it."""
GAP = 6
"""How many other blocks may stand between two paragraphs of one text."""
LABELLED_CHARS = 140
"""Longest block that is a byline."""
FINDS = 60
"""Most places at which one literal is found."""
HITS = 400
"""Most places at which any of several literals is found: real pages have 2 on average."""


class Literals:
    """Literals in lower case that are sought on a page all at once, whatever their number."""

    def __init__(self, literals: Iterable[str]) -> None:
        import ahocorasick_rs

        self._automaton: Any = ahocorasick_rs.BytesAhoCorasick([literal.encode() for literal in literals])

    def within(self, sheet: Sheet) -> list[int]:
        """The numbers of the blocks that hold one of them, each once, in order."""
        found: dict[int, None] = {}
        for _, start, _ in self._automaton.find_matches_as_indexes(sheet.encoded, overlapping=True)[:HITS]:
            found[sheet.at(len(sheet.encoded[:start].decode("utf-8", "surrogatepass")))] = None
        return list(found)


class Sheet:
    """The blocks of a page and what is known of them at once; built once a page."""

    def __init__(self, blocks: Sequence[Block], most: int) -> None:
        self.blocks = blocks[:most]
        self.texts = [block.text for block in self.blocks]
        self.starts = list(accumulate((len(text) + 1 for text in self.texts), initial=0))
        self._labelled: dict[int, bool] = {}
        self.whole = "\n".join(self.texts)
        self.lower = lower = self.whole.lower()
        if len(lower) != max(
            0, self.starts[-1] - 1
        ):  # a letter that is two in lower case ("İ") would shift all after it
            self.lower = "\n".join(text if len(text.lower()) != len(text) else text.lower() for text in self.texts)

    @cached_property
    def encoded(self) -> bytes:
        """All texts in lower case as UTF-8."""
        return self.lower.encode("utf-8", "surrogatepass")

    def is_labelled(self, number: int) -> bool:
        """Whether a short block begins like a byline; asked once of each."""
        known = self._labelled.get(number)
        if known is None:
            text = self.texts[number]
            known = self._labelled[number] = len(text) <= LABELLED_CHARS and LABELLED.match(text) is not None
        return known

    def at(self, place: int) -> int:
        """The number of the block at a place of `lower`."""
        return bisect_right(self.starts, place) - 1

    def holding(self, literal: str) -> list[int]:
        """The numbers of the blocks that hold a literal (in lower case), each once, in order."""
        found: list[int] = []
        place = self.lower.find(literal)
        while place >= 0 and len(found) < FINDS:
            number = self.at(place)
            found.append(number)
            if number + 1 >= len(self.starts):
                break
            place = self.lower.find(literal, self.starts[number + 1])
        return found

    @cached_property
    def prose(self) -> list[int]:
        """The numbers of the blocks that are prose."""
        return [
            number
            for number, text in enumerate(self.texts)
            if len(text) >= PROSE_CHARS and _is_prose(self.blocks[number])
        ]

    def is_prose_between(self, first: int, last: int) -> bool:
        """Whether a block between two others is prose."""
        return any(first < number < last for number in self.prose)

    @cached_property
    def body(self) -> int | None:
        """The number of the block where the text begins: the first long run of prose, or None where there is none."""
        runs: list[tuple[int, int]] = []  # the first block of each run, and its characters
        previous = -GAP
        for number in self.prose:
            chars = len(self.texts[number])
            if runs and number - previous <= GAP:
                runs[-1] = (runs[-1][0], runs[-1][1] + chars)
            else:
                runs.append((number, chars))
            previous = number
        longest = max((chars for _, chars in runs), default=0)
        return next((first for first, chars in runs if chars >= RUN_SHARE * longest), None)


def _is_prose(block: Block) -> bool:
    return block.kind in {BlockKind.PARAGRAPH, BlockKind.QUOTE} and block.link_chars * 2 < len(block.text)
