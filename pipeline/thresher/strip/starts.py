"""Which lines of a page begin alike, or begin as a sentence of another does: found in one pass, by digest."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from thresher.nouns import BlockKind
from thresher.strip.shape import rough_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from thresher.nouns import Block

LEAST_WORDS = 6
"""Words below which two lines alike prove nothing: "Yes." is said twice in many a dialogue."""

# What a reply quotes (`>`) is part of the reply; tables and listings say many a thing twice.
COMPARED = frozenset({BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.ITEM})

_HEAD_CHARS = 8  # of the first words as they stand: what begins with others need not be looked at again
_KEY_CHARS = 24  # letters that two places have in common before they are compared: about four words
_LOOKED_AT = 2 * _KEY_CHARS
_SENTENCES_CHARS = 60  # shorter lines are not searched for sentences
_MARKS, _WIDE_MARKS = '!?:"', "\u2026\u201c\u201d\u201e\u00ab\u00bb\u3002\uff01\uff1f\uff1a\u300c"
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile("[.!?\u2026\u3002\uff01\uff1f\u061f\u0964]['\"\u201c\u201d\u2019\u00bb\u00ab)\\]]*\\s*$")


class Line(NamedTuple):
    """A block that may be a copy, or have one: its number, and how its first word begins."""

    number: int
    block: Block
    head: str

    @property
    def text(self) -> str:
        """Its text."""
        return self.block.text

    @property
    def words(self) -> int:
        """About how many words it has."""
        return rough_words(self.block.text)


class Place(NamedTuple):
    """Where in a line a sentence begins, in characters; 0 is the line itself."""

    line: Line
    at: int


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    """The lines of a page that are long enough to be compared."""
    lines = []
    for number, block in enumerate(blocks):
        text = block.text
        if len(text) < _KEY_CHARS or block.kind not in COMPARED:
            continue
        if text.count(" ") >= LEAST_WORDS - 1 or (not text.isascii() and rough_words(text) >= LEAST_WORDS):
            lines.append(Line(number, block, head_of(text)))
    return lines


def head_of(text: str) -> str:
    """The first characters of a text, from its first letter on."""
    at = 0
    if not text[:1].isalnum():
        first = _WORD.search(text)
        at = first.start() if first else 0
    return text[at : at + _HEAD_CHARS].casefold()


def shared_starts(lines: Sequence[Line]) -> list[list[Place]]:
    """The places that begin alike, two or more a group, one of them at the beginning of its line."""
    heads: dict[str, list[Place]] = {}
    for line in lines:
        heads.setdefault(line.head, []).append(Place(line, 0))
    for head, place in list(_sentences([line for line in lines if len(line.block.text) >= _SENTENCES_CHARS], heads)):
        heads[head].append(place)
    places: dict[str, list[Place]] = {}
    for group in heads.values():
        for place in group if len(group) > 1 else ():
            places.setdefault(_key(place.line.block.text, place.at), []).append(place)
    places.pop("", None)
    return [group for group in places.values() if len(group) > 1 and any(place.at == 0 for place in group)]


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, quotation marks and brackets behind it left out."""
    return _SENTENCE_END.search(text, max(0, len(text) - 8)) is not None


def _sentences(lines: Sequence[Line], heads: Collection[str]) -> Iterator[tuple[str, Place]]:
    """Where sentences and speeches after the first of a line begin, of those that begin with one of the heads."""
    text = "\n".join([line.block.text for line in lines])  # one search for all lines is quicker than one for each
    parted = text
    for mark in _MARKS if text.isascii() else _MARKS + _WIDE_MARKS:
        parted = parted.replace(mark, ".")
    ends = list(accumulate(len(line.block.text) + 1 for line in lines))
    at = 0
    for piece in parted.split("."):
        first = at + len(piece) - len(piece.lstrip())
        at += len(piece) + 1
        if (head := text[first : first + _HEAD_CHARS].casefold()) in heads and text[first - 1 : first] not in (
            "",
            "\n",
        ):
            number = bisect_right(ends, first)
            line = lines[number]
            yield head, Place(line, first - ends[number] + len(line.block.text) + 1)


def _key(text: str, at: int) -> str:
    """The first letters from a place on, letter case and marks left out; "" where there are too few."""
    key = "".join(_WORD.findall(text[at : at + _LOOKED_AT].casefold()))[:_KEY_CHARS]
    return key if len(key) == _KEY_CHARS else ""
