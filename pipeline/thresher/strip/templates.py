"""Blocks that recur over the pages of one site: chaff that needs no rule and no language.

Learned from the pages of a run; judged like a rule, so that every removal says on how much of the
site its block was seen. Titles are never templates, and a page that would be left without a story
keeps everything.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from thresher.nouns import BlockKind
from thresher.strip.spans import whole
from thresher.words import normalised, word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thresher.nouns import Page, Removal

REASON = "template"

_STORY_WORDS = 40  # a page on which fewer words would be left is itself what recurs: nothing is cut
_DIGITS = re.compile(r"\d+(?: \d+)*")  # "12,408" and "1008" are one number each


@dataclass(frozen=True, slots=True)
class SiteTemplates:
    """For each host, the keys of its templates and the share of its pages that show them."""

    hosts: dict[str, dict[str, float]]

    def judge(self, page: Page) -> tuple[Removal, ...]:
        """Removals of the blocks of a page that are templates of its site."""
        known = self.hosts.get(_host(page.capture.url))
        if not known:
            return ()
        found: list[Removal] = []
        left = 0
        for number, block in enumerate(page.blocks):
            share = None if block.kind is BlockKind.TITLE else known.get(f"{_key(page.capture.url, block.text):016x}")
            if share is None:
                left += word_count(block.text)
            elif block.text:
                judge = f"{REASON}:{_host(page.capture.url)}"
                found.append(whole(number, block, REASON, judge, share))
        return tuple(found) if left >= _STORY_WORDS else ()


def learn(pages: Iterable[Page], least_pages: int, least_share: float) -> SiteTemplates:
    """The blocks that at least `least_pages` pages of a host show, and `least_share` of all of them.

    Pages of one title count once: the same story captured again does not make its text a template.
    Memory: 12 bytes for each distinct block of a page, and 8 for each title.
    """
    import numpy as np

    hosts: dict[str, int] = {}
    pages_of: list[int] = []
    titles: set[int] = set()
    keys, owners = array("Q"), array("L")
    for page in pages:
        host = _host(page.capture.url)
        title = _hashed(host, _title(page))
        if not host or title in titles:
            continue
        titles.add(title)
        number = hosts.setdefault(host, len(hosts))
        if number == len(pages_of):
            pages_of.append(0)
        pages_of[number] += 1
        distinct = {_key(page.capture.url, block.text) for block in page.blocks if block.text}
        keys.extend(sorted(distinct))
        owners.extend([number] * len(distinct))

    found: dict[str, dict[str, float]] = {}
    names = list(hosts)
    unique, first, counts = np.unique(np.array(keys, dtype=np.uint64), return_index=True, return_counts=True)
    for place in np.flatnonzero(counts >= least_pages):
        number = owners[int(first[place])]
        share = int(counts[place]) / pages_of[number]
        if share >= least_share:
            found.setdefault(names[number], {})[f"{int(unique[place]):016x}"] = round(share, 4)
    return SiteTemplates({host: found[host] for host in sorted(found)})


def _key(url: str, text: str) -> int:
    """What two copies of a template share: host and words, whatever their case, spacing and numbers."""
    return _hashed(_host(url), _DIGITS.sub("0", normalised(text)))


def _hashed(*parts: str) -> int:
    return int.from_bytes(blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).digest())


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # such as an unclosed bracket
        return ""


def _title(page: Page) -> str:
    return next(_titles(page), page.capture.url)


def _titles(page: Page) -> Iterator[str]:
    for vote in sorted(page.votes, key=lambda one: (-one.confidence, one.value)):
        if vote.field == "title":
            yield normalised(vote.value)
    for block in page.blocks:
        if block.kind is BlockKind.TITLE:
            yield normalised(block.text)
