"""How near-duplicates are found elsewhere: MinHash over whole documents in 14 bands of 8, by word 5-grams."""

from __future__ import annotations

import importlib
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from thresher.dedup.groups import components
from thresher.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Signatures = Callable[[list[list[str]]], list[list[int]]]

BANDS, ROWS, GRAM = 14, 8, 5


def by_datasketch(library: Any, documents: list[list[str]]) -> list[list[int]]:
    """Signatures by datasketch."""
    found = library.MinHash.bulk([[one.encode() for one in grams] for grams in documents], num_perm=BANDS * ROWS)
    return [one.hashvalues.tolist() for one in found]


def by_rensa(library: Any, documents: list[list[str]]) -> list[list[int]]:
    """Signatures by rensa."""
    found = []
    for grams in documents:
        one = library.RMinHash(num_perm=BANDS * ROWS, seed=1)
        one.update(grams)
        found.append(one.digest())
    return found


PEERS: dict[str, Callable[[Any, list[list[str]]], list[list[int]]]] = {"datasketch": by_datasketch, "rensa": by_rensa}


def clustered(name: str, texts: Sequence[str]) -> tuple[list[int], float] | None:
    """The cluster of each text by a peer, and the processor seconds it took; None where the peer is not installed."""
    try:
        library = importlib.import_module(name)
    except ImportError:
        return None
    start = time.process_time()
    signatures = PEERS[name](library, [list(_grams(text)) for text in texts])
    pairs: list[tuple[int, int]] = []
    for band in range(BANDS):
        buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for number, one in enumerate(signatures):
            buckets[tuple(one[band * ROWS : band * ROWS + ROWS])].append(number)
        pairs += [(same[0], other) for same in buckets.values() for other in same[1:]]
    return components(len(texts), pairs).tolist(), time.process_time() - start


def _grams(text: str) -> Iterable[str]:
    told = words(text)
    return {" ".join(told[at : at + GRAM]) for at in range(max(1, len(told) - GRAM + 1))}
