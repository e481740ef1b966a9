"""The comparison of two texts: what each holds of the other, in whole passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thresher.dedup.library import COMMON
from thresher.dedup.prints import SHINGLE, shingles
from thresher.dedup.tokens import FACT, QUOTED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thresher.dedup.library import Library
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
_KNOWN = 2048  # texts whose shingles are held: pairs come sorted by their first text


class Comparer:
    """Compares texts of a library; holds one table that all comparisons use."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._table = np.zeros(_TABLE, np.bool_)
        self._known: dict[int, NDArray[np.int64]] = {}

    def all(self, ones: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.void]:
        """The measures of many pairs, in their order."""
        found = np.zeros(len(ones), MEASURES)
        for start in range(0, len(ones), _BLOCK):
            block = slice(start, start + _BLOCK)
            pairs = list(zip(ones[block].tolist(), others[block].tolist(), strict=True))
            sides = [self.shared(*pair) for pair in pairs]
            for number, name in enumerate(("one", "other")):
                marks = [self._library.marked(pair[number]) for pair in pairs]
                found[name][block] = _measured([side[number] for side in sides], marks)
        return found

    def shared(self, one: int, other: int) -> tuple[Bools, Bools]:
        """Which tokens of each text lie in passages that the other holds too."""
        first, second = self._places(one), self._places(other)
        table = self._table
        table[first] = True
        in_second = table[second]
        table[first] = False
        common = second[in_second]
        table[common] = True
        in_first = table[first]
        table[common] = False
        return _widened(in_first, len(self._library.tokens(one))), _widened(in_second, len(self._library.tokens(other)))

    def _places(self, text: int) -> NDArray[np.int64]:
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            found = (shingles(self._library.tokens(text)) & np.uint64(_TABLE - 1)).astype(np.int64)
            self._known[text] = found
        return found


def _widened(starts: Bools, length: int) -> Bools:
    """Tokens of shingles, from where the shingles begin."""
    wide = np.zeros(length, np.bool_)
    if not starts.any():
        return wide
    wide[: len(starts)] = starts
    reach = 1
    while reach < SHINGLE:  # what is marked is marked again further on, twice as far each time
        step = min(reach, SHINGLE - reach)
        wide[step:] |= wide[:-step].copy()
        reach += step
    return wide


def _measured(shared: list[Bools], marked: list[Marks]) -> NDArray[np.void]:
    """The measures of one side of some pairs, all texts laid end to end."""
    found = np.zeros(len(shared), _SIDE)
    marks, alike = np.concatenate(marked), np.concatenate(shared)
    bounds = np.concatenate(([0], np.cumsum([len(one) for one in shared])))
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
