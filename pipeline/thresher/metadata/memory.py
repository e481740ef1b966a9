"""Site memory: what the other pages of a site say of a page's metadata.

An image or a description that stands on nearly all pages of a site is the site's logo or motto, and tells nothing of
one page: its votes are not heard. Other fields have no memory, because none helped: a name or a day that recurs over
the few pages of a site that a batch holds is more often right than the site's, and what recurs at the ends of titles
the site's own name tells already (swept over the pages of wcxb, andythefactory, fundus and trafilatura that share a
host: authors' F1 fell from .852 to .851 where recurring names counted a third, to .817 where they were not heard;
right days fell from .897 to .894; right titles stayed at .813).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.recurrence import Recurrence, hashed, host_of, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thresher.nouns import Page, Vote

FIELDS = frozenset({"image", "description"})
"""What is remembered of pages."""
LEAST_PAGES = 3
"""Fewest differently titled pages of a host that show a value of the site; the ten such values on the pages above,
read one by one, were all logos, pictures of a shop's window, or mottos."""
LEAST_SHARE = 0.8
"""Smallest share of a host's pages that show it."""
VALUES = 20
"""Most values of one page that are counted: real pages have five."""


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """For each host, the keys of the values that are the site's and the share of its pages that show them."""

    hosts: dict[str, dict[str, float]]

    def heard(self, votes: Iterable[Vote], url: str) -> tuple[Vote, ...]:
        """The votes on a page without those for values of its site."""
        known = self.hosts.get(host_of(url))
        if not known:
            return tuple(votes)
        return tuple(vote for vote in votes if vote.field not in FIELDS or named(_key(url, vote)) not in known)


class Learner:
    """Learns the values of sites from pages given one by one."""

    def __init__(self) -> None:
        self._recurrence = Recurrence()

    def see(self, page: Page) -> None:
        """Count the values of a page."""
        if self._recurrence.is_new(page):
            told = [vote for vote in page.votes if vote.field in FIELDS][:VALUES]
            self._recurrence.count(page, (_key(page.capture.url, vote) for vote in told))

    def seen(self, pages: Iterable[Page]) -> Iterator[Page]:
        """The pages, each counted as it passes."""
        for page in pages:
            self.see(page)
            yield page

    def learned(self) -> SiteMemory:
        """What stands on nearly all pages of a host."""
        return SiteMemory(self._recurrence.found(LEAST_PAGES, LEAST_SHARE))


def _key(url: str, vote: Vote) -> int:
    return hashed(host_of(url), vote.field, " ".join(vote.value.casefold().split()))
