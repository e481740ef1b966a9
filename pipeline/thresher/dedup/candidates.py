"""Pairs of texts that are worth a comparison, by the fingerprints that they share, and passages that are common.

Cost and memory are bounded whatever the input: a fingerprint of many texts makes few pairs a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thresher.dedup.library import COMMON, runs
from thresher.dedup.prints import SHINGLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from thresher.dedup.library import Library, Postings
    from thresher.dedup.tokens import Places

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
TITLES = 3
"""Fewest differently titled pages of one host that make a passage common there."""
GROUPS = 4
"""Fewest unrelated groups of texts that make a passage common everywhere."""
_LONGER = 3  # tokens that a shared run has beside its fingerprint: a run of 8 is a passage, one of 5 an idiom
_TITLES_SEEN = 12  # of the pages of a host that hold a passage; titles beyond them change little
_SAME_TITLE = 0.5  # share of words from which two titles are those of one story


def mark_host_passages(library: Library, most_tokens: int) -> None:
    """Mark the passages that stand on several differently titled pages of one host."""
    parts = library.parts(most_tokens)
    places: list[Places] = []
    for part in range(parts):
        found = library.postings(part, parts)
        hosts = library.hosts[found.texts]
        order = np.lexsort((found.texts, hosts, found.prints))
        keys = found.prints[order] * np.uint64(0x9E3779B97F4A7C15) + hosts[order].astype(np.uint64)
        starts, counts = runs(keys)
        known: dict[bytes, bool] = {}
        for start, count in zip(starts[counts >= TITLES].tolist(), counts[counts >= TITLES].tolist(), strict=True):
            chosen = order[start : start + count]
            texts = found.texts[chosen]
            told = texts.tobytes()
            if told not in known:
                known[told] = _differently_titled(library, texts)
            if known[told]:
                places.append(found.places[chosen])
    _mark(library, places)


def _differently_titled(library: Library, texts: NDArray[np.int64]) -> bool:
    """Whether pages of different addresses have titles enough that tell of different stories."""
    seen: dict[int, int] = {}
    for text in texts.tolist():
        seen.setdefault(int(library.addresses[text]), text)
        if len(seen) == _TITLES_SEEN:
            break
    stories: list[frozenset[int]] = []
    for text in seen.values():
        title = library.titles[text]
        if not any(is_same_title(title, other) for other in stories):
            stories.append(title)
    return len(stories) >= TITLES


def is_same_title(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two titles have most words in common, as a headline and its later form have."""
    return bool(one and other) and len(one & other) >= _SAME_TITLE * len(one | other)


def _mark(library: Library, places: list[Places]) -> None:
    """Mark shingles as common, all at once: what is marked is no fingerprint any more."""
    for some in places:
        for step in range(SHINGLE):
            library.marks[some + step] |= COMMON


def mark_common_passages(library: Library, groups: NDArray[np.int64], most_tokens: int) -> NDArray[np.bool_]:
    """Mark the passages that unrelated groups of texts hold, unless they are quotations; says which texts have any."""
    parts = library.parts(most_tokens)
    touched = np.zeros(len(library), np.bool_)
    places: list[Places] = []
    for part in range(parts):
        found = library.postings(part, parts)
        group = groups[found.texts]
        order = np.lexsort((group, found.prints))
        prints, group = found.prints[order], group[order]
        first = np.concatenate(([True], (prints[1:] != prints[:-1]) | (group[1:] != group[:-1])))
        starts, counts = runs(prints)
        if not len(starts):
            continue
        many = np.add.reduceat(first.astype(np.int64), starts) >= GROUPS
        many &= 2 * np.add.reduceat(found.quoted[order].astype(np.int64), starts) < counts
        chosen = order[np.repeat(many, counts)]
        places.append(found.places[chosen])
        touched[found.texts[chosen]] = True
    _mark(library, places)
    return touched


def candidates(library: Library, most_tokens: int) -> Pairs:
    """The pairs of texts that share passages enough, a quotation, or an address; each once, the lower number first."""
    parts = library.parts(most_tokens)
    prints = np.zeros(len(library), np.int64)
    pieces = []
    for part in range(parts):
        found = library.postings(part, parts)
        prints += np.bincount(found.texts, minlength=len(library))
        pieces.append(_counted(*_paired(library, found)))
    ones, others, weights = _counted(*(np.concatenate(column) for column in zip(*pieces, strict=True)))
    needed = np.maximum(SHARED, LEAST * np.minimum(prints[ones], prints[others]))
    enough = weights >= np.minimum(needed, QUOTED_WEIGHT)
    of_address = _of_one_address(library)
    ones, others = np.append(ones[enough], of_address[0]), np.append(others[enough], of_address[1])
    ones, others, _ = _counted(ones, others, np.ones(len(ones), np.int64))
    return ones, others


def _paired(library: Library, found: Postings) -> Pieces:
    """For each fingerprint the pairs of texts that hold it in a longer run, with its weight."""
    again = np.zeros(len(found.prints), np.bool_)
    again[1:] = (found.prints[1:] == found.prints[:-1]) & (found.texts[1:] == found.texts[:-1])
    found = found.chosen(~again)
    pieces = [_weighed(library, found, *both) for both in (*_all_pairs(found), *_neighbours(found))]
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


def _weighed(library: Library, found: Postings, ones: NDArray[np.int64], others: NDArray[np.int64]) -> Pieces:
    """Pairs of entries as pairs of texts with weights; without those whose run ends with their fingerprint."""
    first, second = found.places[ones], found.places[others]
    length = np.full(len(ones), SHINGLE)
    for steps in (range(-1, -_LONGER - 1, -1), range(SHINGLE, SHINGLE + _LONGER)):
        goes_on = np.ones(len(ones), np.bool_)
        for step in steps:
            goes_on &= library.hashes.take(first + step, mode="clip") == library.hashes.take(second + step, mode="clip")
            length += goes_on
    long = length >= SHINGLE + _LONGER
    ones, others = ones[long], others[long]
    weights = np.where(found.quoted[ones] | found.quoted[others], QUOTED_WEIGHT, 1)
    return found.texts[ones], found.texts[others], weights


def _counted(ones: NDArray[np.int64], others: NDArray[np.int64], weights: NDArray[np.int64]) -> Pieces:
    """Each pair once, with the sum of its weights."""
    if not len(ones):
        return ones, others, weights
    order = np.lexsort((others, ones))
    ones, others = ones[order], others[order]
    starts = np.flatnonzero(np.concatenate(([True], (ones[1:] != ones[:-1]) | (others[1:] != others[:-1]))))
    return ones[starts], others[starts], np.add.reduceat(weights[order], starts)


def _of_one_address(library: Library) -> Pairs:
    order = np.argsort(library.addresses, kind="stable")
    addresses = library.addresses[order]
    ones, others = [], []
    for step in range(1, NEIGHBOURS + 1):
        both = np.flatnonzero(addresses[step:] == addresses[:-step])
        ones.append(order[both])
        others.append(order[both + step])
    return np.concatenate(ones), np.concatenate(others)
