"""Which lines of a page begin alike, or begin as a sentence of another does: found in one pass, by digest."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from thresher.nouns import BlockKind
from thresher.strip.shape import rough_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thresher.nouns import Block

LEAST_WORDS = 6
"""Words below which two lines alike prove nothing: "Yes." is said twice in many a dialogue."""

# What a reply quotes (`>`) is part of the reply; tables and listings say many a thing twice.
COMPARED = frozenset({BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.ITEM})
_KEY_CHARS = 24  # letters that two places have in common before they are compared: about four words
_LOOKED_AT = 2 * _KEY_CHARS
_HEAD_CHARS = 6  # of the first words as they stand: rules most sentences out before their key is made
_SENTENCE_END = re.compile("[.!?\u2026\u3002\uff01\uff1f\u061f\u0964]['\"\u201c\u201d\u2019\u00bb\u00ab)\\]]*\\s*$")
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[.!?\u2026:\u3002\uff01\uff1f\u061f\u0964\"\u201c\u201d\u201e\u2018\u00ab\u00bb](?:\W*)(?=\w)")


class Line(NamedTuple):
    """A block that may be a copy, or have one: its number, about how many words, and how it begins."""

    number: int
    block: Block
    words: int
    key: str

    @property
    def text(self) -> str:
        """Its text."""
        return self.block.text


class Place(NamedTuple):
    """Where in a line a sentence begins, in characters; 0 is the line itself."""

    line: Line
    at: int


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    """The lines of a page that are long enough to be compared."""
    lines = []
    for number, block in enumerate(blocks):
        text = block.text
        if block.kind not in COMPARED or (text.isascii() and text.count(" ") < LEAST_WORDS - 1):
            continue
        if (words := rough_words(text)) >= LEAST_WORDS and (key := key_of(text)):
            lines.append(Line(number, block, words, key))
    return lines


def key_of(text: str, at: int = 0) -> str:
    """The first letters from a place on, letter case and marks left out; "" where there are too few."""
    key = "".join(_WORD.findall(text[at : at + _LOOKED_AT].casefold()))[:_KEY_CHARS]
    return key if len(key) == _KEY_CHARS else ""


def shared_starts(lines: Iterable[Line]) -> list[list[Place]]:
    """The places that begin alike, two or more a group, one of them at the beginning of its line."""
    lines = list(lines)
    places: dict[str, list[Place]] = defaultdict(list)
    heads = set()
    for line in lines:
        places[line.key].append(Place(line, 0))
        heads.add(_head(line.text))
    for line in lines:
        text = line.text
        for match in _SENTENCE.finditer(text):
            at = match.end()
            if text[at : at + _HEAD_CHARS].casefold() in heads and (key := key_of(text, at)) in places:
                places[key].append(Place(line, at))
    return [group for group in places.values() if len(group) > 1]


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, quotation marks and brackets behind it left out."""
    return _SENTENCE_END.search(text, max(0, len(text) - 8)) is not None


def _head(text: str) -> str:
    first = _WORD.search(text)
    at = first.start() if first else 0
    return text[at : at + _HEAD_CHARS].casefold()
