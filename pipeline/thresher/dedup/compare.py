"""The comparison of two texts: what each holds of the other, in whole passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thresher.dedup.library import COMMON
from thresher.dedup.prints import SHINGLE, shingles
from thresher.dedup.tokens import FACT, QUOTED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thresher.dedup.library import Texts
    from thresher.dedup.tokens import Marks

    Bools = NDArray[np.bool_]

QUOTATION = 8
"""Fewest tokens of a quotation that two texts share: fewer may be a saying."""

_TABLE = 1 << 22  # places of shingles: one in 4 million is taken for another
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

_BLOCK = 256  # pairs that are measured at once
_CHUNK = 32 * _BLOCK  # pairs whose texts are at hand at once; they come sorted by their first text


class Comparer:
    """Compares texts of a library; holds one table that all comparisons use."""

    def __init__(self, library: Texts) -> None:
        self._library = library
        self._table = np.zeros(_TABLE, np.bool_)
        self._known: dict[int, NDArray[np.int32]] = {}

    def all(self, ones: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.void]:
        """The measures of many pairs, in their order."""
        found = np.zeros(len(ones), MEASURES)
        for start in range(0, len(ones), _CHUNK):
            self._bring(np.unique(np.concatenate((ones[start : start + _CHUNK], others[start : start + _CHUNK]))))
            for first in range(start, min(start + _CHUNK, len(ones)), _BLOCK):
                block = slice(first, min(first + _BLOCK, start + _CHUNK))
                found[block] = self._block(ones[block].tolist(), others[block].tolist())
        self._known.clear()
        return found

    def shared(self, one: int, other: int) -> tuple[Bools, Bools]:
        """Which tokens of each text lie in passages that the other holds too."""
        for text in (one, other):
            if text not in self._known:
                self._bring(np.array([text]))
        sides = []
        for text, starts in zip((one, other), self._starts(one, other), strict=True):
            wide = np.zeros(len(self._library.tokens(text)), np.bool_)
            wide[: len(starts)] = starts
            sides.append(_widened(wide))
        if len(self._known) > _BLOCK:
            self._known.clear()
        return sides[0], sides[1]

    def _bring(self, texts: NDArray[np.int64]) -> None:
        """Have the places of all shingles of some texts at hand, made in one go."""
        self._library.bring(texts)
        numbers = [text for text in texts.tolist() if text not in self._known]
        laid = [self._library.tokens(text) for text in numbers]
        if not laid:
            return
        places = (shingles(np.concatenate(laid)) & np.uint64(_TABLE - 1)).astype(np.int32)
        start = 0
        for text, words in zip(numbers, laid, strict=True):
            self._known[text] = places[start : start + max(0, len(words) - SHINGLE + 1)]
            start += len(words)

    def _starts(self, one: int, other: int) -> tuple[Bools, Bools]:
        """Which shingles of each text the other holds too."""
        first, second, table = self._known[one], self._known[other], self._table
        table[first] = True
        in_second = table[second]
        table[first] = False
        common = second[in_second]
        table[common] = True
        in_first = table[first]
        table[common] = False
        return in_first, in_second

    def _block(self, ones: list[int], others: list[int]) -> NDArray[np.void]:
        """The measures of a block of pairs, each side laid end to end."""
        found = np.zeros(len(ones), MEASURES)
        marks = [[self._library.marked(text) for text in texts] for texts in (ones, others)]
        bounds = [np.concatenate(([0], np.cumsum([len(one) for one in side]))) for side in marks]
        laid = [np.zeros(edges[-1], np.bool_) for edges in bounds]
        for number, pair in enumerate(zip(ones, others, strict=True)):
            for side, starts in enumerate(self._starts(*pair)):
                at = bounds[side][number]
                laid[side][at : at + len(starts)] = starts
        for side, name in enumerate(("one", "other")):
            found[name] = _measured(_widened(laid[side]), np.concatenate(marks[side]), bounds[side])
        return found


def _widened(starts: Bools) -> Bools:
    """Tokens of shingles, from where the shingles begin; none begins so late that it would reach into another text."""
    wide = starts
    reach = 1
    while reach < SHINGLE:  # what is marked is marked again further on, twice as far each time
        step = min(reach, SHINGLE - reach)
        wide[step:] |= wide[:-step].copy()
        reach += step
    return wide


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
