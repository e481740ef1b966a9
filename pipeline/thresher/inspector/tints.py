"""What became of every word that a captured page shows: article, removed by a judge, or not chosen by the engine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from thresher.extract.tree.shape import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from thresher.extract.page import Reading
    from thresher.nouns import Block

_TRIES = 2_000  # texts of a page that are sought inside blocks, where an engine gives no places
_TELLING = 24  # characters from which a text is sought inside others: shorter ones stand there by chance


class State(StrEnum):
    """What became of characters of a page."""

    KEPT = "kept"
    CUT = "cut"
    UNCHOSEN = "unchosen"


@dataclass(frozen=True, slots=True)
class Tint:
    """What became of the characters of a text from `start` up to `end`; `cut` is the number of the removal, or -1."""

    start: int
    end: int
    state: State
    cut: int = -1


@dataclass(frozen=True, slots=True)
class Placed:
    """A removal by its number: the characters of a block that it takes."""

    number: int
    block: int
    start: int
    end: int


Tints = tuple[Tint, ...]


def of_block(text: str, cuts: Sequence[Placed]) -> Tints:
    """What became of the text of a block: what is not cut is kept. The cuts are in order and do not overlap."""
    found: list[Tint] = []
    place = 0
    for cut in cuts:
        if cut.start > place:
            found.append(Tint(place, cut.start, State.KEPT))
        found.append(Tint(cut.start, cut.end, State.CUT, cut.number))
        place = cut.end
    if place < len(text):
        found.append(Tint(place, len(text), State.KEPT))
    return tuple(found)


def by_block(cuts: Sequence[Placed]) -> Mapping[int, list[Placed]]:
    """The cuts of each block, in order."""
    found: dict[int, list[Placed]] = {}
    for cut in sorted(cuts, key=lambda one: (one.block, one.start)):
        found.setdefault(cut.block, []).append(cut)
    return found


def of_outline(reading: Reading, blocks: Sequence[Block], cuts: Sequence[Placed]) -> list[Tints]:
    """What became of each block of an outline; `blocks` are those of the page that was made of it.

    Where the engine chose blocks of the outline, their places tell. Other engines give texts of their own: these are
    found by their wording, and what is not found counts as not chosen.
    """
    texts = reading.outline.texts
    found: list[Tints] = [(Tint(0, len(text), State.UNCHOSEN),) for text in texts]
    taken = by_block(cuts)
    for number, at, offset in _places(reading, blocks):
        whole = of_block(blocks[number].text, taken.get(number, ()))
        found[at] = _within(whole, offset, len(texts[at]))
    return found


def _within(tints: Tints, offset: int, length: int) -> Tints:
    """The part of tints that lies in a text that begins at `offset` of theirs."""
    inside = (
        Tint(max(one.start - offset, 0), min(one.end - offset, length), one.state, one.cut)
        for one in tints
        if one.start < offset + length and one.end > offset
    )
    return tuple(inside)


def _places(reading: Reading, blocks: Sequence[Block]) -> Iterator[tuple[int, int, int]]:
    """Number of a block, place of a text of the outline, and where the text begins in the block."""
    outline = reading.outline
    if not reading.found.places:
        yield from _by_wording(outline.texts, blocks)
        return
    for number, group in enumerate(grouped(outline, reading.found.places)[: len(blocks)]):
        offset = 0
        for at in group:
            begins = (
                max(blocks[number].text.find(" ".join(outline.texts[at].split()), offset), 0) if len(group) > 1 else 0
            )
            yield number, at, begins
            offset = begins + len(outline.texts[at])


def _by_wording(texts: Sequence[str], blocks: Sequence[Block]) -> Iterator[tuple[int, int, int]]:
    """The same for blocks that are known by their words alone: whole ones in order, then those inside others."""
    waiting: dict[str, list[int]] = {}
    for at in range(len(texts) - 1, -1, -1):
        waiting.setdefault(" ".join(texts[at].split()), []).append(at)
    left: list[int] = []
    for number, block in enumerate(blocks):
        same = waiting.get(" ".join(block.text.split()))
        if same:
            yield number, same.pop(), 0
        else:
            left.append(number)
    joined, starts = [], []
    length = 0
    for number in left:
        starts.append(length)
        joined.append(blocks[number].text)
        length += len(blocks[number].text) + 1
    whole = "\n".join(joined)
    rest = [(text, at) for text, places in waiting.items() if len(text) >= _TELLING for at in places]
    for text, at in rest[:_TRIES]:
        if (place := whole.find(text)) >= 0:
            inside = max(i for i, start in enumerate(starts) if start <= place)
            yield left[inside], at, place - starts[inside]
