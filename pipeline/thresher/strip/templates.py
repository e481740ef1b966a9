"""Blocks that recur over the pages of one site: chaff that needs no rule and no language.

Learned from the pages of a run; judged like a rule, so that every removal says on how much of the
site its block was seen. Titles are never templates, and a page that would be left without a story
keeps everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.nouns import BlockKind
from thresher.recurrence import Recurrence, hashed, host_of, named
from thresher.strip.spans import whole
from thresher.words import normalised, word_count

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        known = self.hosts.get(host_of(page.capture.url))
        if not known:
            return ()
        found: list[Removal] = []
        left = 0
        for number, block in enumerate(page.blocks):
            share = None if block.kind is BlockKind.TITLE else known.get(named(_key(page.capture.url, block.text)))
            if share is None:
                left += word_count(block.text)
            elif block.text:
                judge = f"{REASON}:{host_of(page.capture.url)}"
                found.append(whole(number, block, REASON, judge, share))
        return tuple(found) if left >= _STORY_WORDS else ()


class Learner:
    """Learns the templates of sites from pages given one by one."""

    def __init__(self) -> None:
        self._recurrence = Recurrence()

    def see(self, page: Page) -> None:
        """Count the blocks of a page."""
        if self._recurrence.is_new(page):
            self._recurrence.count(page, (_key(page.capture.url, block.text) for block in page.blocks if block.text))

    def learned(self, least_pages: int, least_share: float) -> SiteTemplates:
        """The blocks that at least `least_pages` pages of a host show, and `least_share` of all of them."""
        return SiteTemplates(self._recurrence.found(least_pages, least_share))


def learn(pages: Iterable[Page], least_pages: int, least_share: float) -> SiteTemplates:
    """The templates of the sites of pages."""
    learner = Learner()
    for page in pages:
        learner.see(page)
    return learner.learned(least_pages, least_share)


def _key(url: str, text: str) -> int:
    """What two copies of a template share: host and words, whatever their case, spacing and numbers."""
    return hashed(host_of(url), _DIGITS.sub("0", normalised(text)))
