"""Passages that are common: of many pages of one host, or of unrelated texts. They make nobody a copy."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from thresher.dedup.library import runs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from thresher.dedup.library import Postings, Texts

TITLES = 3
"""Fewest differently titled pages of one host that make a passage common there."""
GROUPS = 4
"""Fewest unrelated groups of texts that make a passage common everywhere."""
TITLES_SEEN = 12
"""Addresses of a host that hold a passage, the first ones, whose titles are looked at; more change little."""
_SAME_TITLE = 0.5  # share of words from which two titles are those of one story


def mark_host_passages(library: Texts, most_tokens: int) -> None:
    """Mark the passages that stand on several differently titled pages of one host."""
    parts = library.parts(most_tokens)
    known: dict[bytes, bool] = {}
    for part in range(parts):
        found = _repeated(library.postings(part, parts), TITLES)
        hosts = library.hosts[found.texts]
        order = np.lexsort((found.texts, hosts, found.prints))
        keys = found.prints[order] * np.uint64(0x9E3779B97F4A7C15) + hosts[order].astype(np.uint64)
        starts, counts = runs(keys)
        many = counts >= TITLES
        texts = found.texts[order]
        common = np.zeros(len(order), np.bool_)
        for start, end in zip(starts[many].tolist(), (starts + counts)[many].tolist(), strict=True):
            told = blake2b(texts[start:end].tobytes(), digest_size=16).digest()
            if told not in known:
                known[told] = _differently_titled(library, texts[start:end])
            common[start:end] = known[told]
        library.mark(found.chosen(order[common]))
    library.turn()


def _repeated(found: Postings, times: int) -> Postings:
    """The entries of fingerprints that come so many times or more."""
    _, counts = runs(found.prints)
    return found.chosen(np.repeat(counts >= times, counts))


def _differently_titled(library: Texts, texts: NDArray[np.int64]) -> bool:
    """Whether pages of different addresses have titles enough that tell of different stories."""
    seen: dict[int, int] = {}
    for text in texts.tolist():
        seen.setdefault(int(library.addresses[text]), text)
        if len(seen) == TITLES_SEEN:
            break
    return tell_of_several(map(library.title, seen.values()))


def tell_of_several(titles: Iterable[frozenset[int]]) -> bool:
    """Whether there are titles of different stories enough for what stands under them to be common."""
    stories: list[frozenset[int]] = []
    for title in titles:
        if not any(is_same_title(title, other) for other in stories):
            stories.append(title)
    return len(stories) >= TITLES


def is_same_title(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two titles have most words in common, as a headline and its later form have."""
    shared = len(one & other)
    return shared > 0 and shared >= _SAME_TITLE * (len(one) + len(other) - shared)


def mark_common_passages(library: Texts, groups: NDArray[np.int64], most_tokens: int) -> NDArray[np.bool_]:
    """Mark the passages that unrelated groups of texts hold, unless they are quotations; says which texts have any."""
    parts = library.parts(most_tokens)
    touched = np.zeros(len(library), np.bool_)
    for part in range(parts):
        found = _repeated(library.postings(part, parts), GROUPS)
        common = found.chosen(held_by_strangers(found, groups[found.texts]))
        library.mark(common)
        touched[common.texts] = True
    library.turn()
    return touched


def held_by_strangers(found: Postings, group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which entries are fingerprints that unrelated groups hold, mostly outside quotation marks.

    `group` is that of the text of each entry.
    """
    order = np.lexsort((group, found.prints))
    prints, group = found.prints[order], group[order]
    starts, counts = runs(prints)
    if not len(starts):
        return order
    first = np.concatenate(([True], (prints[1:] != prints[:-1]) | (group[1:] != group[:-1])))
    many = np.add.reduceat(first.astype(np.int64), starts) >= GROUPS
    many &= 2 * np.add.reduceat(found.quoted[order].astype(np.int64), starts) < counts
    return np.asarray(order[np.repeat(many, counts)])
