"""Metadata: how many articles have each field, how sure that is, and which sources gave it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.report.page.listed import Listed, listed, share

if TYPE_CHECKING:
    from thresher.report.page.ledgers import Ledgers

FIELDS, SOURCES, SITES = 30, 8, 10  # listed
UNSURE = 0.5
_WANTED = ("title", "published", "authors")  # whose absence is told by site


@dataclass(frozen=True, slots=True)
class Source:
    """A source, and how many values of a field it voted for."""

    name: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Covered:
    """A field: how many articles have it, on average how surely, and how many less surely than UNSURE."""

    name: str
    count: int
    share: float
    confidence: float
    unsure: int
    sources: Listed[Source]


@dataclass(frozen=True, slots=True)
class Gap:
    """A site many of whose articles lack a field."""

    field: str
    host: str
    missing: int
    articles: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Metadata of a run."""

    fields: Listed[Covered]
    gaps: Listed[Gap]


def coverage(tables: Ledgers) -> Coverage:
    """Metadata of a run."""
    total = tables.row("SELECT count(*) FROM articles")[0]
    rows = tables.rows(
        "SELECT field, count(*) n, avg(confidence), count(*) FILTER (confidence < ?) FROM evidence"
        " GROUP BY field ORDER BY n DESC, field",
        UNSURE,
    )
    sources = _sources(tables)
    fields = [
        Covered(name, count, share(count, total), sure, unsure, listed(sources[name], SOURCES))
        for name, count, sure, unsure in rows
    ]
    return Coverage(listed(fields, FIELDS), _gaps(tables))


def _sources(tables: Ledgers) -> dict[str, list[Source]]:
    """The sources of each field; several may vote for one value. Rules are one source."""
    rows = tables.rows(
        "SELECT field, name, count(*) n, of FROM (SELECT field, of, unnest(list_distinct(list_transform("
        "string_split(source, '+'), lambda s: CASE WHEN starts_with(s, 'rule:') THEN 'rules' ELSE s END))) name"
        " FROM (SELECT *, count(*) OVER (PARTITION BY field) of FROM evidence)) GROUP BY ALL"
        " ORDER BY field, n DESC, name"
    )
    found: dict[str, list[Source]] = {}
    for field, name, count, of in rows:
        found.setdefault(field, []).append(Source(name, count, share(count, of)))
    return found


def _gaps(tables: Ledgers) -> Listed[Gap]:
    """Sites of five articles and more that lack a field in most of them: there is something to be learnt about them."""
    rows = tables.rows(
        "SELECT field, host, n - coalesce(had, 0) missing, n, count(*) OVER () FROM"
        f" (SELECT unnest({list(_WANTED)}) field, host, n FROM"
        " (SELECT host, count(*) n FROM articles GROUP BY host)) LEFT JOIN"
        " (SELECT field, host, count(*) had FROM evidence GROUP BY ALL) USING (field, host)"
        " WHERE n >= 5 AND missing > n / 2 ORDER BY missing DESC, host, field LIMIT ?",
        SITES,
    )
    return listed([Gap(*row[:-1]) for row in rows], SITES, rows[0][-1] if rows else 0)
