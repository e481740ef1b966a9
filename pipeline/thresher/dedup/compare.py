"""The comparison of two texts: what each holds of the other, in whole passages."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from thresher.dedup.library import COMMON, Laid
from thresher.dedup.prints import SHINGLE, shingles
from thresher.dedup.tokens import FACT, QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from thresher.dedup.library import Texts
    from thresher.dedup.tokens import Hashes, Marks

    Bools = NDArray[np.bool_]
    Numbers = NDArray[np.int64]

QUOTATION = 8
"""Fewest tokens of a quotation that two texts share: fewer may be a saying."""

_TABLE = 1 << 22  # places of shingles: one in 4 million is taken for another
_FIRST, _BOTH = 1, 2  # what stands at the place of a shingle of the first text only, or of both
_SIDE = [
    ("own", "i4"),  # tokens outside common passages
    ("shared", "i4"),  # of them, those that the other text holds too
    ("facts", "i4"),  # numbers and names among its own tokens from the first shared one to the last
    ("agreed", "i4"),  # of them, those in shared passages
    ("gap", "i4"),  # its longest run of own tokens that the other does not hold
    ("head", "i4"),  # own tokens before the first shared one
    ("tail", "i4"),  # own tokens behind the last shared one
    ("run", "i4"),  # its longest shared run
    ("quoted", "i4"),  # shared tokens inside its quotation marks, in runs of `QUOTATION` at least
]
MEASURES = np.dtype([("one", _SIDE), ("other", _SIDE)])

_BLOCK = 1 << 17  # words of pairs that are measured at once
_CHUNK = 1 << 21  # words of pairs whose texts are at hand at once; they come sorted by their first text


class Side(NamedTuple):
    """One text of a pair: its tokens, their marks, and which lie in passages that the other text holds too."""

    tokens: Hashes
    marks: Marks
    shared: Bools


class _Block(NamedTuple):
    """One side of some pairs, all texts laid end to end."""

    texts: Laid
    shared: Bools

    def side(self, number: int) -> Side:
        """That of one pair."""
        here = slice(*self.texts.bounds[number : number + 2])
        return Side(self.texts.hashes[here], self.texts.marks[here], self.shared[here])


class Comparer:
    """Compares texts of a library; holds one table that all comparisons use."""

    def __init__(self, library: Texts) -> None:
        self._library = library
        self._table = np.zeros(_TABLE, np.uint8)

    def all(self, ones: Numbers, others: Numbers) -> NDArray[np.void]:
        """The measures of many pairs, in their order."""
        found = np.zeros(len(ones), MEASURES)
        for pairs, blocks in self._blocks(ones, others):
            for name, block in zip(("one", "other"), blocks, strict=True):
                found[name][pairs] = _measured(block.shared, block.texts.marks, block.texts.bounds)
        return found

    def sides(self, ones: Numbers, others: Numbers) -> Iterator[tuple[Side, Side]]:
        """Both sides of many pairs, in their order."""
        for pairs, (one, other) in self._blocks(ones, others):
            for number in range(pairs.stop - pairs.start):
                yield one.side(number), other.side(number)

    def _blocks(self, ones: Numbers, others: Numbers) -> Iterator[tuple[slice, tuple[_Block, _Block]]]:
        """The pairs in blocks of bounded size."""
        sizes = self._library.lengths[ones] + self._library.lengths[others]
        for chunk in _pieces(sizes, _CHUNK):
            texts, both = np.unique(np.stack((ones[chunk], others[chunk])), return_inverse=True)
            laid = self._library.laid(texts)
            shelved = _Shelved(laid)
            for piece in _pieces(sizes[chunk], _BLOCK):
                pairs = slice(chunk.start + piece.start, chunk.start + piece.stop)
                yield pairs, self._block(shelved, both[:, piece].tolist())

    def _block(self, texts: _Shelved, sides: list[list[int]]) -> tuple[_Block, _Block]:
        found = tuple(_Block(one, np.zeros(len(one.marks), np.bool_)) for one in map(texts.chosen, sides))
        edges = [one.texts.bounds.tolist() for one in found]
        places, table, last = texts.places, self._table, -1
        for number, (one, other) in enumerate(zip(*sides, strict=True)):
            first, second = places[one], places[other]
            if one != last:  # pairs come sorted by their first text
                if last >= 0:
                    table[places[last]] = 0
                table[first] = _FIRST
                last = one
            in_second = table[second]
            common = second[in_second.view(np.bool_)]
            table[common] = _BOTH
            in_first = table[first] == _BOTH
            table[common] = _FIRST
            for block, edge, starts in zip(found, edges, (in_first, in_second), strict=True):
                block.shared[edge[number] : edge[number] + len(starts)] = starts
        if last >= 0:
            table[places[last]] = 0
        for block in found:
            _widen(block.shared)
        return found[0], found[1]


class _Shelved:
    """Texts laid end to end, with the places of their shingles in a table."""

    def __init__(self, laid: Laid) -> None:
        self._laid = laid
        self._edges = edges = laid.bounds.tolist()
        places = (shingles(laid.hashes) & np.uint64(_TABLE - 1)).astype(np.int64)  # what numpy would make of them
        self.places = [places[start : max(start, end - SHINGLE + 1)] for start, end in pairwise(edges)]
        """Of each text."""

    def chosen(self, texts: list[int]) -> Laid:
        """Some of the texts, in this order, any of them as often as it is asked for."""
        hashes, marks, edges = self._laid.hashes, self._laid.marks, self._edges
        spans = [slice(edges[text], edges[text + 1]) for text in texts]
        return Laid.of([(hashes[span], marks[span]) for span in spans])


def _pieces(sizes: Numbers, most: int) -> Iterator[slice]:
    """Runs of which the sizes sum up to `most` at most, but for those of one."""
    sums, start = np.cumsum(sizes), 0
    while start < len(sums):
        before = sums[start] - sizes[start]
        end = max(start + 1, int(np.searchsorted(sums, before + most, side="right")))
        yield slice(start, end)
        start = end


def _widen(starts: Bools) -> None:
    """Mark tokens of shingles where their first is; none begins so late that it would reach into another text."""
    reach = 1
    while reach < SHINGLE:  # what is marked is marked again further on, twice as far each time
        step = min(reach, SHINGLE - reach)
        starts[step:] |= starts[:-step].copy()
        reach += step


def _measured(alike: Bools, marks: Marks, bounds: NDArray[np.int64]) -> NDArray[np.void]:
    """The measures of one side of some pairs, all texts laid end to end."""
    found = np.zeros(len(bounds) - 1, _SIDE)
    found["quoted"] = _in_long_runs(alike & (marks & QUOTED != 0), bounds)
    own = marks & COMMON == 0
    bounds = _sums(own)[bounds]
    marks, alike = marks[own], alike[own]
    sums = _sums(alike)
    found["own"] = np.diff(bounds)
    found["shared"] = np.diff(sums[bounds])
    places = np.append(np.flatnonzero(alike), len(alike))
    some = found["shared"] > 0
    first = np.where(some, places[sums[bounds[:-1]]], bounds[1:])
    behind = np.where(some, places[sums[bounds[1:]] - 1] + 1, bounds[1:])
    found["head"], found["tail"] = first - bounds[:-1], bounds[1:] - behind
    facts = marks & FACT != 0
    found["facts"] = np.where(some, np.diff(_sums(facts)[np.stack((first, behind))], axis=0)[0], 0)
    found["agreed"] = np.diff(_sums(facts & alike)[bounds])
    starts, lengths, texts = _runs(alike, bounds)
    for name, wanted in (("run", alike[starts]), ("gap", ~alike[starts])):
        np.maximum.at(found[name], texts[wanted], lengths[wanted].astype(np.int32))
    return found


def _sums(column: Bools) -> NDArray[np.int64]:
    """How many are true before each place."""
    return np.concatenate(([0], np.cumsum(column, dtype=np.int64)))


def _runs(column: Bools, bounds: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Runs of equal values within texts: where they start, how long they are, and in which text."""
    if not len(column):
        none = np.zeros(0, np.int64)
        return none, none, none
    starts = np.concatenate((np.flatnonzero(column[1:] != column[:-1]) + 1, bounds[:-1][np.diff(bounds) > 0]))
    starts = np.unique(starts)
    lengths = np.diff(np.append(starts, len(column)))
    return starts, lengths, np.searchsorted(bounds, starts, side="right") - 1


def _in_long_runs(column: Bools, bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many tokens of each text lie in runs that are long enough for a quotation."""
    starts, lengths, texts = _runs(column, bounds)
    if not len(starts):
        return np.zeros(len(bounds) - 1, np.int64)
    long = column[starts] & (lengths >= QUOTATION)
    return np.bincount(texts[long], lengths[long], len(bounds) - 1).astype(np.int64)
