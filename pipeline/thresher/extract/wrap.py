"""Hard-wrapped text: was it wrapped, where, and what it was before.

A line that was wrapped ends where the next word would not have fitted. A text whose lines do so
at one width was wrapped at that width; any other line break was meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from thresher.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thresher.extract.line import Line

_NARROWEST, _WIDEST = 40, 100  # columns at which text is wrapped
_EVIDENCE = 3  # fewer wrapped lines are chance
_SHARE = 0.6  # of the line breaks inside groups, at least so many must be wraps
_OUTLIERS = 0.05  # share of the lines that may be longer: URLs, headers put in front
_FULL = 0.55  # a wrapped line is at least this part of the width
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60]")
_HYPHENED = re.compile(r"([^\W\d_]{2,})([-\u2010\u00ad])$")
_LOWER_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text is wrapped: at `width` columns from its `margin`. `width` is None for a text that is not."""

    width: int | None
    margin: int = 0
    vocabulary: frozenset[str] = frozenset()

    def joins(self, line: Line, after: Line) -> bool:
        """Whether the break between two lines that follow each other is a wrap."""
        end = line.indent + line.columns - self.margin
        if self.width is None or end < _FULL * self.width:
            return False
        return end + 1 + len(_first_word(after)) > self.width

    def joined(self, texts: Iterable[str]) -> str:
        """The texts of wrapped lines as one line, words that were divided made whole."""
        whole = ""
        for text in texts:
            if not whole:
                whole = text
            elif _UNSPACED.match(whole[-1]) and _UNSPACED.match(text[0]):
                whole += text
            else:
                whole = self._mended(whole, text)
        return whole

    def _mended(self, before: str, after: str) -> str:
        """Two lines joined; a hyphen goes only when the text elsewhere has the word without it."""
        head, tail = _HYPHENED.search(before), _LOWER_WORD.match(after)
        if head is None or tail is None or not tail.group().islower():
            return f"{before} {after}"
        if head.group(2) == "\u00ad" or (head.group(1) + tail.group()).casefold() in self.vocabulary:
            return before[:-1] + after
        if tail.group() in ("and", "or", "und", "oder", "et", "ou", "y", "o"):
            return f"{before} {after}"  # a suspended hyphen: "short- and long-term"
        return before + after


def wrapping(lines: Sequence[Line]) -> Wrapping:
    """How the lines of a text are wrapped."""
    margin = min((line.indent for line in lines if line.columns >= _NARROWEST), default=0)
    width = _width(lines, margin)
    if width is None:
        return Wrapping(None)
    found = Wrapping(width, margin)
    breaks = [(a, b) for a, b in pairwise(lines) if _is_break(a, b) and a.indent + a.columns - margin >= _FULL * width]
    wraps = sum(found.joins(a, b) for a, b in breaks)
    if wraps < _EVIDENCE or wraps < _SHARE * len(breaks):
        return Wrapping(None)
    return Wrapping(width, margin, frozenset(word.casefold() for line in lines for word in words(line.text)))


def _width(lines: Sequence[Line], margin: int) -> int | None:
    """The width that nearly all longer lines keep to."""
    lengths = sorted(line.indent + line.columns - margin for line in lines if line.columns >= _NARROWEST)
    if not lengths:
        return None
    width = lengths[min(len(lengths) - 1, int(len(lengths) * (1 - _OUTLIERS)))]
    return width if width <= _WIDEST else None


def _is_break(line: Line, after: Line) -> bool:
    return not (line.is_blank or after.is_blank or after.is_marked or line.quoted != after.quoted)


def _first_word(line: Line) -> str:
    if line.text and _UNSPACED.match(line.text[0]):
        return line.text[0]
    return line.text.partition(" ")[0]
