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
from typing import TYPE_CHECKING, Any, NamedTuple

from thresher.recurrence import hashed, host_of, named, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from thresher.nouns import Page, Vote
    from thresher.state.tables import Asker

FIELDS = frozenset({"image", "description"})
"""What is remembered of pages."""
LEAST_PAGES = 3
"""Fewest differently titled pages of a host that show a value of the site; the ten such values on the pages above,
read one by one, were all logos, pictures of a shop's window, or mottos."""
LEAST_SHARE = 0.8
"""Smallest share of a host's pages that show it."""
VALUES = 20
"""Most values of one page that are counted: real pages have five."""

_RECURRING = """
    WITH firsts AS (SELECT host, story, min(part) AS part FROM shown GROUP BY host, story),
    told AS (
        SELECT s.host, s.key FROM shown s JOIN firsts f ON s.host = f.host AND s.story = f.story AND s.part = f.part
    ),
    totals AS (SELECT host, count(*) AS total FROM told WHERE key IS NULL GROUP BY host)
    SELECT t.host, t.key, count(*) AS pages, max(o.total) AS total FROM told t JOIN totals o ON t.host = o.host
    WHERE t.key IS NOT NULL GROUP BY t.host, t.key HAVING count(*) >= {least} ORDER BY t.host, t.key"""


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


class Showing(NamedTuple):
    """The values that a page of a host shows; pages of one title are one story."""

    host: str
    story: int
    keys: tuple[int, ...]


def shown_schema() -> Any:
    """The columns of what pages show: of which story in which part of a run; a row of key None is the story itself."""
    import pyarrow as pa

    return pa.schema([("host", pa.string()), ("story", pa.uint64()), ("part", pa.int32()), ("key", pa.uint64())])


def showing(page: Page) -> Showing | None:
    """What a page shows of its site; None where it has none."""
    host = host_of(page.capture.url)
    return Showing(host, hashed(host, title_of(page)), tuple(sorted(set(_keys(page))))) if host else None


class Shown:
    """What the pages of one part of a run show, seen in their order: of those of one title the first."""

    def __init__(self, part: int) -> None:
        self._part = part
        self._stories: set[int] = set()
        self._rows: list[tuple[str, int, int, int | None]] = []

    def see(self, one: Showing) -> None:
        """Note what a page shows."""
        if one.story not in self._stories:
            self._stories.add(one.story)
            self._rows.extend((one.host, one.story, self._part, key) for key in (None, *one.keys))

    def write(self, path: Path) -> None:
        """Write it for `learned_from`."""
        import pyarrow as pa

        from thresher.state.tables import write_table

        schema = shown_schema()
        batches = [pa.record_batch(list(zip(*self._rows, strict=True)), schema=schema)] if self._rows else []
        write_table(path, schema, batches)


def learned_from(asker: Asker) -> SiteMemory:
    """What stands on nearly all pages of a host, of a table `shown`: of a title the first page of the first part."""
    from thresher.state.tables import rows

    hosts: dict[str, dict[str, float]] = {}
    for host, key, pages, total in rows(asker, _RECURRING.format(least=LEAST_PAGES)):
        if pages / total >= LEAST_SHARE:
            hosts.setdefault(host, {})[named(key)] = round(pages / total, 4)
    return SiteMemory(hosts)


def _keys(page: Page) -> Iterator[int]:
    told = [vote for vote in page.votes if vote.field in FIELDS][:VALUES]
    return (_key(page.capture.url, vote) for vote in told)


def _key(url: str, vote: Vote) -> int:
    return hashed(host_of(url), vote.field, " ".join(vote.value.casefold().split()))
