"""Which blocks of a rendered page its gold text holds: labels for training, and the best that a choice can score.

The words of page and gold are aligned by their longest common subsequence; a run of aligned words
counts when it is long enough not to be chance, or fills its block. What the gold has in another
order than the page is found again by runs of words that are still missing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from thresher.lab.measures import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RUN = 4
"""Shortest run of words in a row, in page and gold, that is no chance; shorter blocks must fit whole."""
_MOVED_SHARE = 0.8
_MOVED_WORDS = 8


def shares(texts: Sequence[str], gold: str) -> list[float]:
    """For each text of a page, in order, the share of its words that the gold holds, 0 to 1."""
    from rapidfuzz.distance import LCSseq

    page, owners = _words(texts)
    wanted = words(gold)
    matched = [0] * len(texts)
    counts = Counter(owners)
    missing = Counter(wanted)
    ids: dict[str, int] = {}
    page_ids = [ids.setdefault(word, len(ids)) for word in page]
    gold_ids = [ids.setdefault(word, len(ids)) for word in wanted]
    is_gold = bytearray(len(page))
    for code in LCSseq.opcodes(page_ids, gold_ids):
        if code.tag == "equal":
            start, end = _grown(page_ids, gold_ids, code.src_start, code.src_end, code.dest_start)
            runs = Counter(owners[start:end])
            for at in range(start, end):
                if end - start >= RUN or runs[owners[at]] == counts[owners[at]]:
                    is_gold[at] = 1
            missing.subtract(wanted[code.dest_start : code.dest_end])
    for at, owner in enumerate(owners):
        matched[owner] += is_gold[at]
    found = [hit / counts[at] if counts[at] else 0.0 for at, hit in enumerate(matched)]
    _find_moved(texts, found, missing)
    return found


def _grown(page: Sequence[int], gold: Sequence[int], start: int, end: int, at: int) -> tuple[int, int]:
    """A run of equal words with those at its ends that are equal too, but aligned with others of the same spelling."""
    stop = at + end - start
    while start and at and page[start - 1] == gold[at - 1]:
        start, at = start - 1, at - 1
    while end < len(page) and stop < len(gold) and page[end] == gold[stop]:
        end, stop = end + 1, stop + 1
    return start, end


def _words(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    page: list[str] = []
    owners: list[int] = []
    for number, text in enumerate(texts):
        found = words(text)
        page += found
        owners += [number] * len(found)
    return page, owners


def _find_moved(texts: Sequence[str], found: list[float], missing: Counter[str]) -> None:
    """Mark longer blocks whose words the gold still lacks: it has them elsewhere."""
    for number, text in enumerate(texts):
        if found[number] > 0:
            continue
        own = Counter(words(text))
        total = own.total()
        if total < _MOVED_WORDS:
            continue
        share = sum(min(count, max(0, missing[word])) for word, count in own.items()) / total
        if share >= _MOVED_SHARE:
            found[number] = share
            missing.subtract(own)


def kept(texts: Sequence[str], labels: Sequence[float]) -> Iterator[str]:
    """The texts of which the gold holds more than half."""
    return (text for text, label in zip(texts, labels, strict=True) if label > 0.5)  # noqa: PLR2004
