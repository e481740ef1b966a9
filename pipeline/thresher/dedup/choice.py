"""Which copy is kept: an order of reasons, set in `dedup.prefer`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from thresher.dedup.address import plainness, steps
from thresher.metadata.url import host

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from thresher.dedup.sheet import Sheet
    from thresher.settings import Dedup

_COMPLETE = 0.6  # of the words of the longest copy: what one with more lacks may be the tail that the other's site adds
_MOST_VARIANTS = 50  # of one address that are compared with each other

Rank = tuple[object, ...]


def ranked(copies: Sequence[Sheet], settings: Dedup) -> list[Sheet]:
    """The copies, the best first; the order in which they are given does not matter."""
    if len(copies) == 1:
        return list(copies)
    longest = max(one.words for one in copies)
    forms = _forms(copies)
    reasons: Mapping[str, Callable[[Sheet], Rank]] = {
        "whole": lambda one: (one.truncated,),
        "complete": lambda one: (one.words < _COMPLETE * longest,),
        "longest": lambda one: (-one.words,),
        "original": lambda one: (_foreign(one), one.syndicated),
        "earliest": lambda one: one.moment,
        "canonical": lambda one: forms[one.url],
        "clean": lambda one: (one.cuts,),
        "described": lambda one: (-one.described,),
    }
    chosen = [reasons[name] for name in settings.prefer]

    def rank(one: Sheet) -> Rank:
        return (*(reason(one) for reason in chosen), one.order)

    return sorted(copies, key=rank)


def _foreign(one: Sheet) -> bool:
    """Whether the page names a page of another host as its origin."""
    return (host(one.canonical_url) or one.host) != one.host


def _forms(copies: Sequence[Sheet]) -> dict[str, Rank]:
    """How plain each address is beside its variants: the one that most others are a step away from comes first."""
    variants: dict[str, list[str]] = {}
    for one in copies:
        variants.setdefault(one.address, []).append(one.url)
    forms: dict[str, Rank] = {}
    for urls in variants.values():
        counts = Counter(urls)
        plain = {url: plainness(url) for url in counts}
        ordered = list(counts)
        if len(ordered) > 1:
            names = sorted(counts)[:_MOST_VARIANTS]
            away = {url: sum(steps(url, other) * counts[other] for other in names) for url in counts}
            ordered.sort(key=lambda url: (*plain[url], away[url], -counts[url], len(url), url))
        forms |= {url: (*plain[url], number) for number, url in enumerate(ordered)}
    return forms
