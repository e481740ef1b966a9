"""Which words and pairs of words a model may know: those of many domains, so that it learns no topics."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.lab.text.examples import Example

_HALF = 0.5
_WORD_CHARS = 40


def vocabulary(
    examples: Sequence[Example], most_words: int, most_pairs: int, least_domains: int
) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """The words that most domains have, and the pairs that tell most, each of at least `least_domains` domains.

    One rendering of each page is read.
    """
    first = list({one.url: one for one in reversed(examples)}.values())
    domains: dict[str, set[str]] = defaultdict(set)
    for one in first:
        for word in set(one.tokens):
            domains[word].add(one.domain)
    common = [word for word, seen in domains.items() if len(seen) >= least_domains and len(word) <= _WORD_CHARS]
    common = sorted(set(common) - {"\n"}, key=lambda word: (-len(domains[word]), word))
    words = tuple(sorted(common[:most_words]))
    return words, _pairs(first, words, most_pairs, least_domains)


def _pairs(
    examples: Sequence[Example], words: Sequence[str], most: int, least_domains: int
) -> tuple[tuple[int, int], ...]:
    """The pairs of words that are in gold, or out of it, more often than the others are."""
    places = {word: place for place, word in enumerate(words, 1)}
    domains: dict[tuple[int, int], set[str]] = defaultdict(set)
    gold: Counter[tuple[int, int]] = Counter()
    pages: Counter[tuple[int, int]] = Counter()
    for one in examples:
        found: dict[tuple[int, int], bool] = {}
        at, before = 0, 0
        for word in one.tokens:
            place = places.get(word, 0)
            if word == "\n":
                at += 1
            elif before and place:
                found[before, place] = found.get((before, place), False) or bool(one.labels[at] > _HALF)
            before = place
        for pair in found:
            domains[pair].add(one.domain)
        pages.update(found.keys())
        gold.update(pair for pair, is_gold in found.items() if is_gold)
    enough = [pair for pair, seen in domains.items() if len(seen) >= least_domains]
    usual = sum(gold[pair] for pair in enough) / max(1, sum(pages[pair] for pair in enough))
    telling = {pair: abs(gold[pair] / pages[pair] - usual) * math.sqrt(pages[pair]) for pair in enough}
    return tuple(sorted(sorted(enough, key=lambda pair: (-telling[pair], pair))[:most]))
