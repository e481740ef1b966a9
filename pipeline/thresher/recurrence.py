"""What recurs over the pages of one host, counted in bounded memory: the order of the pages makes no difference."""

from __future__ import annotations

from array import array
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from thresher.nouns import BlockKind
from thresher.words import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.nouns import Page

_HOST_CHARS = 253  # longest name that a host may have (RFC 1035)

Shares = dict[str, dict[str, float]]
"""For each host, what recurs there (see `named`) and on which share of its pages."""


class Recurrence:
    """Counts on how many pages of a host something stands.

    Pages of one title count once: the same story captured again is no second page. Memory: 12 bytes for each distinct
    thing of a page, and 8 for each title.
    """

    def __init__(self) -> None:
        self._hosts: dict[str, int] = {}
        self._pages_of: list[int] = []
        self._titles: set[int] = set()
        self._keys, self._owners = array("Q"), array("L")

    def is_new(self, page: Page) -> bool:
        """Whether a page has a host, and a title that was not seen there; it counts from now on."""
        host = host_of(page.capture.url)
        title = hashed(host, title_of(page))
        if not host or title in self._titles:
            return False
        self._titles.add(title)
        number = self._hosts.setdefault(host, len(self._hosts))
        if number == len(self._pages_of):
            self._pages_of.append(0)
        self._pages_of[number] += 1
        return True

    def count(self, page: Page, keys: Iterable[int]) -> None:
        """Count what stands on a new page, each key once."""
        distinct = sorted(set(keys))
        self._keys.extend(distinct)
        self._owners.extend([self._hosts[host_of(page.capture.url)]] * len(distinct))

    def found(self, least_pages: int, least_share: float) -> Shares:
        """What at least `least_pages` pages of a host show, and `least_share` of all of them."""
        import numpy as np

        found: Shares = {}
        names = list(self._hosts)
        unique, first, counts = np.unique(np.array(self._keys, dtype=np.uint64), return_index=True, return_counts=True)
        for place in np.flatnonzero(counts >= least_pages):
            number = self._owners[int(first[place])]
            share = int(counts[place]) / self._pages_of[number]
            if share >= least_share:
                found.setdefault(names[number], {})[named(int(unique[place]))] = round(share, 4)
        return {host: found[host] for host in sorted(found)}


def named(key: int) -> str:
    """A key as `Shares` has it."""
    return f"{key:016x}"


def hashed(*parts: str, size: int = 8) -> int:
    """A key of `size` bytes for parts of text; the host is one of them, so that hosts have no key in common."""
    return int.from_bytes(blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=size).digest())


def host_of(url: str) -> str:
    """The host of an address; empty where it has none."""
    try:
        return (urlsplit(url).hostname or "")[:_HOST_CHARS]
    except ValueError:  # such as an unclosed bracket
        return ""


def title_of(page: Page) -> str:
    """The title by which pages are told apart: the surest vote's, the title block's, or the URL."""
    votes = [vote for vote in page.votes if vote.field == "title"]
    if votes:
        return normalised(min(votes, key=lambda one: (-one.confidence, one.value)).value)
    named = next((block.text for block in page.blocks if block.kind is BlockKind.TITLE and block.text), None)
    return page.capture.url if named is None else normalised(named)
