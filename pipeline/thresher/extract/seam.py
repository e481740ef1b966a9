"""Sentences that a renderer broke at the edges of links and other inline elements, made whole.

Some programs put a line break at the edge of every element. Where the text shows that habit, a
line goes on with the one before when nothing else can be meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.extract.line import PLAIN
from thresher.extract.wrap import joined
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.extract.line import Lines

Piece = tuple[BlockKind, str, int, int]  # kind, text, level, number of the first line

_CLOSING = frozenset(",.;:!?)]\u201d\u2019\u00bb\u2026\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff09\u300d\u300f")
_STOPS = frozenset(".!?:;\u2026\u3002\uff01\uff1f\u0964\u061f\u06d4|\u00b7\u2022>\u00bb/")
_QUOTES = "'\"\u2019\u201d)] "
_HABIT = 2  # lines that begin with a sign that closes
_LOWER_HABIT = 4  # lines that go on in lower case
_PROSE_CHARS = 40  # a line so long is more than a label
_LONG_CHARS = 60
_GAP = 2  # lines from one part of a sentence to the next, a blank one between
_SHORT_WORD = re.compile(r"(?:^|\s)[^\W\d_]{1,3}$")  # most words that cannot end a sentence are short


def is_habit(lines: Lines) -> bool:
    """Whether the text was broken at the edges of elements: sentences go on after line breaks."""
    closed = lowered = 0
    before = ""
    for text, kind in zip(lines.texts, lines.kinds, strict=True):
        if not text:
            continue
        if kind == PLAIN and before:
            if text[0] in _CLOSING:
                closed += text[1:2] in ("", " ") and before[-1].isalnum()
            elif text[0].islower() and len(before) >= _PROSE_CHARS and before[-1] not in _STOPS:
                lowered += 1
        before = text
    return closed >= _HABIT or lowered >= _LOWER_HABIT


def mended(pieces: Sequence[Piece], lines: Lines) -> list[Piece]:
    """The pieces of a text of that habit, with the parts of a sentence joined."""
    whole: list[Piece] = []
    last = -_GAP
    for place, piece in enumerate(pieces):
        kind, text, _, number = piece
        if whole and number - last <= _GAP and kind is BlockKind.PARAGRAPH and lines.kinds[number] == PLAIN:
            before = whole[-1]
            further = pieces[place + 1] if place + 1 < len(pieces) else None
            if _goes_on(before, text, lines.raws[last]) or (further and _is_inline(before, piece, further)):
                glue = [before[1] + text] if _is_tight(text) else [before[1], text]
                whole[-1] = (before[0], joined(glue), before[2], before[3])
                last = number
                continue
        whole.append(piece)
        last = number
    return whole


def _goes_on(before: Piece, text: str, raw: str) -> bool:
    """Whether a text can only be the rest of the sentence before it."""
    if before[0] not in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE):
        return False
    if text[0] in _CLOSING and (text[1:2] in ("", " ") or not text[1].isalnum()):
        return len(text) > 1 or len(before[1]) >= _PROSE_CHARS
    if _ends(before[1]):
        return False
    if len(before[1]) < _PROSE_CHARS and len(text) < _PROSE_CHARS:
        return False
    return text[0].islower() or (_hangs(before[1]) and len(before[1]) >= _PROSE_CHARS and raw.endswith(" "))


def _is_inline(before: Piece, piece: Piece, further: Piece) -> bool:
    """Whether a short text in capitals stands within a sentence: one hangs before it, it goes on after."""
    if before[0] not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or further[0] is not BlockKind.PARAGRAPH:
        return False
    if further[3] - piece[3] > _GAP or _ends(before[1]) or _ends(piece[1]):
        return False
    goes_on = further[1][0].islower() or further[1][0] in _CLOSING
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


def _is_tight(text: str) -> bool:
    """Whether no space stands before a text."""
    return text[0] in _CLOSING
