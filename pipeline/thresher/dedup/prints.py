"""Fingerprints: the shingles of a text that winnowing selects, the same in every text that holds the same passage.

A run of `SHINGLE + WINDOW - 1` equal tokens always shares a fingerprint (Schleimer, Wilkerson, Aiken 2003).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thresher.dedup.tokens import mixed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thresher.dedup.tokens import Hashes, Places

SHINGLE = 5
"""Tokens of a shingle."""
WINDOW = 4
"""Neighbouring shingles of which one at least is a fingerprint: no shared run of 8 tokens is missed."""

_NONE = np.uint64(2**64 - 1)  # stands where no shingle begins
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
