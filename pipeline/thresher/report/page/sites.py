"""The sites of a run: what came of their captures, how much of them was chaff, and what recurs on their pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.nouns import Reason
from thresher.report.page.listed import Listed, listed, share

if TYPE_CHECKING:
    from thresher.report.page.ledgers import Ledgers

SITES = 60  # listed


@dataclass(frozen=True, slots=True)
class Site:
    """A site; `chaff` is the share of its words that was removed, `standing` that which went as a template."""

    host: str
    captures: int
    articles: int
    duplicates: int
    failures: int
    words: int
    removed: int
    template_words: int
    templates: int
    evidence: str

    @property
    def chaff(self) -> float:
        """Which share of its words was removed."""
        return share(self.removed, self.words + self.removed)

    @property
    def standing(self) -> float:
        """Which share of its words went as templates."""
        return share(self.template_words, self.words + self.removed)

    @property
    def others(self) -> int:
        """Captures that became no article for other reasons."""
        return self.captures - self.articles - self.duplicates - self.failures


def sites(tables: Ledgers) -> Listed[Site]:
    """The sites with the most captures; `evidence` is what their strongest template rests on."""
    failures = ", ".join(f"'{reason}'" for reason in Reason if reason.is_failure)
    rows = tables.rows(
        f"""
        WITH a AS (SELECT host, count(*) n, sum(words)::BIGINT words FROM articles GROUP BY host),
        r AS (
            SELECT host, count(*) n, count(*) FILTER (reason = 'duplicate') copies,
                count(*) FILTER (reason IN ({failures})) failures
            FROM rejections GROUP BY host
        ),
        c AS (
            SELECT host, sum(words)::BIGINT words,
                coalesce(sum(words) FILTER (family = 'template'), 0)::BIGINT standing,
                count(DISTINCT line) FILTER (family = 'template') templates,
                mode(evidence ORDER BY evidence) FILTER (family = 'template') evidence
            FROM removals GROUP BY host
        )
        SELECT host, coalesce(a.n, 0) + coalesce(r.n, 0) captures, coalesce(a.n, 0), coalesce(copies, 0),
            coalesce(failures, 0), coalesce(a.words, 0), coalesce(c.words, 0), coalesce(standing, 0),
            coalesce(templates, 0), coalesce(evidence, ''), count(*) OVER ()
        FROM a FULL JOIN r USING (host) LEFT JOIN c USING (host) ORDER BY captures DESC, host LIMIT ?
        """,
        SITES,
    )
    return listed([Site(*row[:-1]) for row in rows], SITES, rows[0][-1] if rows else 0)
