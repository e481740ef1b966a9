"""Blocks that stand word for word in a longer one: captions without credit, teasers, pull quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.nouns import BlockKind
from thresher.strip.captions import CAPTION_WORDS, uncredited
from thresher.strip.starts import ends_sentence
from thresher.words import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thresher.strip.starts import Line, Place
    from thresher.strip.surroundings import Surroundings

EXCERPT_WORDS = 8
"""Words that a teaser or a pull quote has at least."""
QUOTE_WORDS = 60
"""Words that a pull quote has at most."""

_MARGIN_WORDS = 4  # words that the longer block has more, at least
_AWAY = 12  # blocks between a pull quote and its paragraph, at most
_BREAK = 3  # so many blocks without prose, one after another, end the text that a pull quote is pulled from
_BETWEEN_WORDS = 60  # words of prose between a teaser and the paragraph that it is taken from, at most
_NEAR = 3  # blocks above a teaser that hold no prose
_COMPARED = 8  # longer blocks that one block is compared with, at most
_LOOKED_AT = 100  # characters of the longer block, besides twice as many as the shorter one has
_MOST = 3  # excerpts of one block; a block of which more are taken is itself a copy of them
_CUT_OFF = re.compile("\\s*[\\[(]?(?:\u2026|\\.\\.\\.)[\\])]?\\s*$")
_BEGINNING = re.compile(r"\W*(?:[^\W\d_a-z]|\d)")  # letters without case begin a sentence, too
_EXCERPTED = frozenset({BlockKind.PARAGRAPH, BlockKind.CAPTION})

Excerpt = tuple[str, float]


def excerpts(starts: Iterable[Sequence[Place]], prose: Surroundings) -> dict[int, Excerpt]:
    """The blocks that may go, each with the kind of copy and how sure that is."""
    found: dict[int, list[tuple[int, Excerpt]]] = {}
    for group in starts:
        longest = sorted(group, key=lambda place: -place.line.words)[:_COMPARED]
        for line in _once(place.line for place in group if place.at == 0):
            for place in longest:
                if place.line.words > line.words and (excerpt := _excerpt(line, place, prose)):
                    found.setdefault(place.line.number, []).append((line.number, excerpt))
                    break
    return {
        number: excerpt
        for taken in found.values()
        if len({number for number, _ in taken}) <= _MOST
        for number, excerpt in taken
    }


def _once(lines: Iterable[Line]) -> list[Line]:
    """The lines that may be excerpts; what stands there more than once is said in each place on purpose."""
    alike: dict[str, list[Line]] = {}
    for line in lines:
        if line.block.kind in _EXCERPTED:
            alike.setdefault(line.text, []).append(line)
    return [found[0] for found in alike.values() if len(found) == 1]


def _excerpt(line: Line, place: Place, prose: Surroundings) -> Excerpt | None:
    """What kind of copy a line is of the block that has its words from a place on, if any."""
    words = normalised(_CUT_OFF.sub("", line.text))
    here = place.line.text[place.at : place.at + 2 * len(line.text) + _LOOKED_AT]
    if not f"{normalised(here)} ".startswith(f"{words} "):
        return None
    if _is_credited(place.line, words) and abs(place.line.number - line.number) <= _AWAY:
        return "caption", 0.85
    if line.words < EXCERPT_WORDS or place.line.words < line.words + _MARGIN_WORDS or not prose[place.line.number]:
        return None
    if not ends_sentence(line.text):  # that it is cut off ends it, too
        return None
    if _is_teaser(line.number, place, prose):
        return "teaser", 0.85
    is_sentence = line.words <= QUOTE_WORDS and _BEGINNING.match(line.text)
    return ("quote", 0.8) if is_sentence and _is_beside(line.number, place.line.number, prose) else None


def _is_credited(line: Line, words: str) -> bool:
    """Whether a line is the words with the label or the credit of a caption."""
    if line.words > CAPTION_WORDS or uncredited(line.text) != words:
        return False
    return normalised(line.text) != words


def _is_teaser(number: int, place: Place, prose: Surroundings) -> bool:
    """Whether a block stands above the text whose first words it has."""
    whole = place.line.number
    if place.at or number > whole or prose.among(number + 1, whole) > _BETWEEN_WORDS:
        return False
    return not prose.among(number - _NEAR, number)


def _is_beside(number: int, whole: int, prose: Surroundings) -> bool:
    """Whether two blocks belong to one text: not far apart, and prose all the way."""
    low, high = sorted((number, whole))
    if high - low > _AWAY:
        return False
    idle = 0
    for between in range(low + 1, high):
        idle = 0 if prose[between] else idle + 1
        if idle == _BREAK:
            return False
    return True
