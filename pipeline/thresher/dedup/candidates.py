"""Pairs of texts that are worth a comparison, by the fingerprints that they share.

Cost and memory are bounded whatever the input: a fingerprint of many texts makes few pairs a text, fingerprints are
worked on in parts, and the pairs wait on disk where there are many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thresher.dedup.library import runs
from thresher.dedup.prints import run_lengths
from thresher.dedup.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from thresher.dedup.library import Postings, Texts

Pairs = tuple["NDArray[np.int64]", "NDArray[np.int64]"]
Pieces = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.int64]"]

ALL_PAIRS = 16
"""Most texts of a fingerprint that are all paired with each other."""
NEIGHBOURS = 4
"""With how many of its neighbours a text is paired where a fingerprint has more: copies stay linked through others."""
SHARED = 2
"""Fewest fingerprints that a pair must share; one is enough where it is quoted."""
LEAST = 0.1
"""Least share of the fingerprints of the shorter text: a copy or an excerpt shares more, a notice less."""
QUOTED_WEIGHT = 1 << 20
"""Of a fingerprint inside quotation marks: enough by itself."""
_RUN = 8  # fewest tokens of a shared run: a run of 8 is a passage, one of 5 an idiom


def candidates(library: Texts, most_tokens: int) -> Iterator[Pairs]:
    """The pairs of texts that share passages enough, a quotation, or an address; each once, the lower number first.

    They come sorted, in pieces of about the size of what `most_tokens` allows.
    """
    parts = library.parts(most_tokens)
    prints = np.zeros(len(library), np.int64)
    with Waiting(len(library), parts) as waiting:
        for part in range(parts):
            found = library.postings(part, parts)
            prints += np.bincount(found.texts, minlength=len(library))
            waiting.put(*counted(*paired(found)))
        of_address = of_one_address(library.addresses)
        for numbers, pieces in waiting.taken():
            ones, others, weights = counted(*pieces)
            enough = is_enough(weights, prints[ones], prints[others])
            here = slice(*np.searchsorted(of_address[0], (numbers.start, numbers.stop)))
            ones, others = np.append(ones[enough], of_address[0][here]), np.append(others[enough], of_address[1][here])
            yield counted(ones, others, np.ones(len(ones), np.int64))[:2]


def is_enough(
    weights: NDArray[np.int64], prints_of_ones: NDArray[np.int64], prints_of_others: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether pairs with such weights share enough of the fingerprints of their texts."""
    needed = np.maximum(SHARED, LEAST * np.minimum(prints_of_ones, prints_of_others))
    return np.asarray(weights >= np.minimum(needed, QUOTED_WEIGHT))


def paired(found: Postings) -> Pieces:
    """For each fingerprint the pairs of texts that hold it in a longer run, with its weight."""
    again = np.zeros(len(found.prints), np.bool_)
    again[1:] = (found.prints[1:] == found.prints[:-1]) & (found.texts[1:] == found.texts[:-1])
    found = found.chosen(~again)
    pieces = [_weighed(found, *both) for both in (*_all_pairs(found), *_neighbours(found))]
    if not pieces:
        none = np.zeros(0, np.int64)
        return none, none, none
    ones, others, sums = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return ones, others, sums


def _all_pairs(found: Postings) -> Iterator[Pairs]:
    starts, counts = runs(found.prints)
    for size in range(2, ALL_PAIRS + 1):
        rows = starts[counts == size][:, None]
        if len(rows):
            left, right = np.triu_indices(size, 1)
            yield (rows + left).ravel(), (rows + right).ravel()


def _neighbours(found: Postings) -> Iterator[Pairs]:
    _, counts = runs(found.prints)
    many = np.flatnonzero(np.repeat(counts > ALL_PAIRS, counts))
    prints = found.prints[many]
    for step in range(1, NEIGHBOURS + 1):
        both = np.flatnonzero(prints[step:] == prints[:-step])
        yield many[both], many[both + step]


def _weighed(found: Postings, ones: NDArray[np.int64], others: NDArray[np.int64]) -> Pieces:
    """Pairs of entries as pairs of texts with weights; without those whose run ends with their fingerprint."""
    long = run_lengths(found.around[ones], found.around[others]) >= _RUN
    ones, others = ones[long], others[long]
    weights = np.where(found.quoted[ones] | found.quoted[others], QUOTED_WEIGHT, 1)
    return found.texts[ones], found.texts[others], weights


def counted(ones: NDArray[np.int64], others: NDArray[np.int64], weights: NDArray[np.int64]) -> Pieces:
    """Each pair once, with the sum of its weights."""
    if not len(ones):
        return ones, others, weights
    order = np.lexsort((others, ones))
    ones, others = ones[order], others[order]
    starts = np.flatnonzero(np.concatenate(([True], (ones[1:] != ones[:-1]) | (others[1:] != others[:-1]))))
    return ones[starts], others[starts], np.add.reduceat(weights[order], starts)


def of_one_address(addresses: NDArray[np.int64]) -> Pairs:
    """Pairs of neighbours among the texts of one address, by the number that stands for the address of each."""
    order = np.argsort(addresses, kind="stable")
    addresses = addresses[order]
    ones, others = [], []
    for step in range(1, NEIGHBOURS + 1):
        both = np.flatnonzero(addresses[step:] == addresses[:-step])
        ones.append(order[both])
        others.append(order[both + step])
    return counted(np.concatenate(ones), np.concatenate(others), np.ones(sum(map(len, ones)), np.int64))[:2]
