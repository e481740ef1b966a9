"""Sentences that a renderer broke at the edges of links and other inline elements, made whole.

Some programs put a line break at the edge of every element. Where the text shows that habit, a
line goes on with the one before when nothing else can be meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.extract.line import BLANK, PLAIN
from thresher.extract.wrap import joined
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.extract.line import Lines

Piece = tuple[BlockKind, str, int, int]  # kind, text, level, number of the first line

_CLOSING = frozenset(",.;:!?)]\u201d\u2019\u00bb\u2026\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff09\u300d\u300f")
_STOPS = frozenset(".!?:;\u2026\u3002\uff01\uff1f\u0964\u061f\u06d4|\u00b7\u2022>\u00bb/")
_QUOTES = "'\"\u2019\u201d)] "
_OPEN_KINDS = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE)
_ADDRESS = re.compile(r"\S+@|\w+://|[\w.-]+\.[a-z]{2,}(?:[/:]|$|\s*$)")
_HABIT = 2  # lines that begin with a sign that closes
_LOWER_HABIT = 4  # lines that go on in lower case
_LOWER_SHARE = 0.3  # of the lines after an open sentence
_SPACED = 0.6  # share of seams with white space from which its lack means that nothing was broken
_PROSE_CHARS = 40  # a line so long is more than a label
_LONG_CHARS = 60
_GAP = 2  # lines from one part of a sentence to the next, a blank one between
_SHORT_WORD = re.compile(r"(?:^|\s)[^\W\d_]{1,3}$")  # most words that cannot end a sentence are short


def mended(pieces: Sequence[Piece], lines: Lines, *, is_wrapped: bool) -> Sequence[Piece]:
    """The pieces of a text with the parts of a sentence joined, if the text shows the habit.

    The lines of a wrapped text prove nothing by their small letters, only by signs that close.
    """
    seams = _seams(pieces, lines, is_wrapped=is_wrapped)
    if not seams:
        return pieces
    is_spaced = sum(_has_space(lines, number) for number in seams) >= _SPACED * len(seams)
    whole: list[Piece] = []
    last = -_GAP
    for place, piece in enumerate(pieces):
        kind, text, _, number = piece
        if whole and number - last <= _GAP and kind is BlockKind.PARAGRAPH and lines.kinds[number] == PLAIN:
            before = whole[-1]
            further = pieces[place + 1] if place + 1 < len(pieces) else None
            is_apart = is_spaced and not _has_space(lines, number)
            if _is_closed(before, text) or (not is_apart and _goes_on(before, piece, further)):
                text = before[1] + text if text[0] in _CLOSING else joined((before[1], text))
                whole[-1] = (before[0], text, before[2], before[3])
                last = number
                continue
        whole.append(piece)
        last = number
    return whole


def _seams(pieces: Sequence[Piece], lines: Lines, *, is_wrapped: bool) -> list[int]:
    """The lines that show the habit: they go on with the sentence of the line above; none when they are few."""
    closed = 0
    opened = 0
    seams: list[int] = []
    before = ""
    for kind, text, _, number in pieces:
        if before and kind is BlockKind.PARAGRAPH and lines.kinds[number - 1] != BLANK:
            if text[0] in _CLOSING:
                closed += text[1:2] in ("", " ") and before[-1].isalnum()
            elif len(before) >= _PROSE_CHARS and before[-1] not in _STOPS:
                opened += 1
                if text[0].islower() and not _ADDRESS.match(text[:_LONG_CHARS]):
                    seams.append(number)
        before = text if kind is BlockKind.PARAGRAPH else ""
    if closed >= _HABIT or (not is_wrapped and len(seams) >= max(_LOWER_HABIT, _LOWER_SHARE * opened)):
        return seams or [0]
    return []


def _has_space(lines: Lines, number: int) -> bool:
    """Whether white space stands at the break before a line, as it does between two words of a sentence."""
    return number > 0 and (lines.raws[number][:1].isspace() or lines.raws[number - 1][-1:].isspace())


def _is_closed(before: Piece, text: str) -> bool:
    """Whether a text begins with a sign that closes something: it can only be the rest of a sentence."""
    if text[0] not in _CLOSING or text[1:2].isalnum() or before[0] not in _OPEN_KINDS:
        return False
    return len(text) > 1 or len(before[1]) >= _PROSE_CHARS


def _goes_on(before: Piece, piece: Piece, further: Piece | None) -> bool:
    """Whether a text goes on with the sentence before it."""
    text = piece[1]
    if before[0] not in _OPEN_KINDS or _ends(before[1]):
        return False
    if text[0].islower():
        is_long = max(len(before[1]), len(text)) >= _PROSE_CHARS
        return (is_long or _hangs(before[1])) and not _ADDRESS.match(text[:_LONG_CHARS])
    if further is None or len(text) > _LONG_CHARS or further[0] is not BlockKind.PARAGRAPH or _ends(text):
        return False
    goes_on = further[3] - piece[3] <= _GAP and (further[1][0].islower() or further[1][0] in _CLOSING)
    return goes_on and (len(before[1]) >= _LONG_CHARS or _hangs(before[1]))


def _ends(text: str) -> bool:
    """Whether a text ends where a sentence or a label may."""
    return (text.rstrip(_QUOTES) or text)[-1] in _STOPS


def _hangs(text: str) -> bool:
    """Whether a text cannot end there: after a comma, an opening bracket or a short word in lower case."""
    if text[-1] in ",(\u201c\u201e\u00ab[\u2014\u2013":
        return True
    word = _SHORT_WORD.search(text[-5:])
    return word is not None and word.group().strip().islower()
