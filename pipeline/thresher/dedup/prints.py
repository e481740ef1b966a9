"""Fingerprints: the shingles of a text that winnowing selects, the same in every text that holds the same passage.

A run of `SHINGLE + WINDOW - 1` equal tokens always shares a fingerprint (Schleimer, Wilkerson, Aiken 2003).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from thresher.dedup.tokens import mixed

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from thresher.dedup.tokens import Hashes, Places

SHINGLE = 5
"""Tokens of a shingle."""
WINDOW = 4
"""Neighbouring shingles of which one at least is a fingerprint: no shared run of 8 tokens is missed."""

REACH = 3
"""Tokens on either side of a fingerprint that its surroundings tell of."""

_NONE = np.uint64(2**64 - 1)  # stands where no shingle begins
_BITS = 5  # of a neighbour that are remembered: one in 31 strangers is taken for the same
_SIDE = np.uint32((1 << _BITS * REACH) - 1)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def shingles(hashes: Hashes) -> NDArray[np.uint64]:
    """The hash of each run of `SHINGLE` tokens."""
    wide = hashes.astype(np.uint64)
    count = max(0, len(wide) - SHINGLE + 1)
    total = wide[:count].copy()
    for step in range(1, SHINGLE):
        total *= _FACTOR
        total += wide[step : step + count]
    return mixed(total)


def winnowed(hashes: Hashes, bounds: Places) -> tuple[NDArray[np.uint64], Places]:
    """The fingerprints of texts laid end to end, and the token at which each begins.

    Text `i` is `hashes[bounds[i]:bounds[i + 1]]`.
    """
    found = shingles(hashes)
    if not len(found):
        return found, np.zeros(0, np.int64)
    for step in range(1, SHINGLE):  # a shingle across the end of a text is none
        last = bounds[1:-1] - step
        found[last[(last >= 0) & (last < len(found))]] = _NONE
    lowest = np.concatenate((np.full(WINDOW - 1, _NONE), found, np.full(WINDOW - 1, _NONE)))
    windows = lowest[: len(lowest) - WINDOW + 1].copy()
    for step in range(1, WINDOW):
        np.minimum(windows, lowest[step : step + len(windows)], out=windows)
    selected = np.zeros(len(found), np.bool_)
    for step in range(WINDOW):
        selected |= windows[step : step + len(found)] == found
    places = np.flatnonzero(selected & (found != _NONE))
    return found[places], places


def surroundings(hashes: Hashes, bounds: Places, texts: Places, places: Places) -> NDArray[np.uint32]:
    """What stands around fingerprints that begin at `places` of texts laid end to end: some bits of each neighbour.

    The nearest comes lowest, the three before in the lower half; 0 where the text has ended.
    """
    first, behind = bounds[texts], bounds[texts + 1]
    found = np.zeros(len(places), np.uint32)
    steps = [-step for step in range(1, REACH + 1)] + [SHINGLE + step for step in range(REACH)]
    for number, step in enumerate(steps):
        at = places + step
        told = hashes.take(at, mode="clip") % np.uint32((1 << _BITS) - 1) + np.uint32(1)
        found |= np.where((at >= first) & (at < behind), told, np.uint32(0)) << np.uint32(_BITS * number)
    return found


def run_lengths(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> NDArray[np.int64]:
    """How long the equal runs around equal fingerprints are, as far as their surroundings tell."""
    apart, short = one ^ other, np.uint32(_BITS * REACH)
    length = np.full(len(one), SHINGLE)
    for differing, side in ((apart & _SIDE, one & _SIDE), (apart >> short, one >> short)):
        length += np.minimum(_zeros()[differing], _ones()[side])
    return length


@cache
def _zeros() -> NDArray[np.int64]:
    """Of each half of surroundings how many neighbours are 0, from the nearest on."""
    return _leading(lambda neighbour: neighbour == 0)


@cache
def _ones() -> NDArray[np.int64]:
    """Of each half of surroundings how many neighbours are there, from the nearest on."""
    return _leading(lambda neighbour: neighbour != 0)


def _leading(holds: Callable[[NDArray[np.int64]], NDArray[np.bool_]]) -> NDArray[np.int64]:
    halves = np.arange(1 << _BITS * REACH)
    count, goes_on = np.zeros(len(halves), np.int64), np.ones(len(halves), np.bool_)
    for number in range(REACH):
        goes_on &= holds(halves >> _BITS * number & (1 << _BITS) - 1)
        count += goes_on
    return count
