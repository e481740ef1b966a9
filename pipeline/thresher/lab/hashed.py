"""How near-duplicates are found elsewhere: MinHash over whole documents in 14 bands of 8, by word 5-grams."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from thresher.dedup.groups import components
from thresher.lab.bench.contest import metered, missing
from thresher.lab.bench.contestants import minhash
from thresher.lab.records import write_rows
from thresher.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Signatures = Callable[[Any, list[list[str]]], tuple[list[list[int]], int]]

BANDS, ROWS, GRAM = 14, 8, 5
_HASH_BYTES = 4  # of one permutation of rensa, which hands them out as numbers


class Clustered(NamedTuple):
    """The cluster of each text, the processor seconds that it took, and the bytes of a text's signature."""

    clusters: list[int]
    seconds: float
    state: float


def by_datasketch(library: Any, documents: list[list[str]]) -> tuple[list[list[int]], int]:
    """Signatures by datasketch, and the bytes of one."""
    found = library.MinHash.bulk([[one.encode() for one in grams] for grams in documents], num_perm=BANDS * ROWS)
    return [one.hashvalues.tolist() for one in found], found[0].hashvalues.nbytes


def by_rensa(library: Any, documents: list[list[str]]) -> tuple[list[list[int]], int]:
    """Signatures by rensa, and the bytes of one."""
    found = []
    for grams in documents:
        one = library.RMinHash(num_perm=BANDS * ROWS, seed=1)
        one.update(grams)
        found.append(one.digest())
    return found, _HASH_BYTES * BANDS * ROWS


LIBRARIES: dict[str, Signatures] = {"datasketch": by_datasketch, "rensa": by_rensa}
PEERS = (*LIBRARIES, "datatrove")


def clustered(name: str, texts: Sequence[str], datatrove: str = sys.executable) -> Clustered | str:
    """The texts by a peer, or why not; `datatrove` is the interpreter that has that installed."""
    if name not in LIBRARIES:
        return _by_datatrove(texts, datatrove)
    try:
        library = importlib.import_module(name)
    except ImportError:
        return "not installed"
    start = time.process_time()
    signatures, size = LIBRARIES[name](library, [list(_grams(text)) for text in texts])
    pairs: list[tuple[int, int]] = []
    for band in range(BANDS):
        buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for number, one in enumerate(signatures):
            buckets[tuple(one[band * ROWS : band * ROWS + ROWS])].append(number)
        pairs += [(same[0], other) for same in buckets.values() for other in same[1:]]
    return Clustered(components(len(texts), pairs).tolist(), time.process_time() - start, size)


def _by_datatrove(texts: Sequence[str], interpreter: str) -> Clustered | str:
    one = minhash(interpreter)
    if why := missing(one):
        return why
    with tempfile.TemporaryDirectory(prefix="thresher-") as folder:
        lines, out = Path(folder) / "texts.jsonl", Path(folder) / "out"
        out.mkdir()
        write_rows(lines, ({"id": str(number), "text": text} for number, text in enumerate(texts)))
        try:
            metered(one, lines, out)
        except subprocess.SubprocessError as error:
            return f"failed: {error}"
        told = json.loads((out / "clusters.json").read_bytes())
    clusters = list(range(len(texts)))  # what has no duplicate is in none of its clusters
    for text, cluster in told["clusters"]:
        clusters[text] = len(texts) + cluster
    return Clustered(clusters, told["seconds"], told["bytes"] / len(texts))


def _grams(text: str) -> Iterable[str]:
    told = words(text)
    return {" ".join(told[at : at + GRAM]) for at in range(max(1, len(told) - GRAM + 1))}
