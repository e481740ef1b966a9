"""Copies and relations: how many of which kind, the largest clusters, and which site has whose texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.report.page.listed import Listed, listed
from thresher.report.page.shown import command, is_web

if TYPE_CHECKING:
    from thresher.report.page.ledgers import Ledgers

KINDS, CLUSTERS, FLOWS, STORIES = 20, 12, 25, 15  # listed
_COPIED = ("copy_of", "republished_from", "excerpt_of", "update_of")
"""Relations that say where a text comes from: its own site first, the other's second."""


@dataclass(frozen=True, slots=True)
class KindOfKin:
    """How many copies or relations are of a kind, on how many articles, and how alike they are in the middle."""

    kind: str
    sort: str
    count: int
    articles: int
    likeness: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """An article with its copies; `command` shows them."""

    url: str
    title: str
    copies: int
    sites: int
    kinds: str
    command: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A site that has texts of another."""

    taker: str
    giver: str
    count: int
    kinds: str
    example: str


@dataclass(frozen=True, slots=True)
class Related:
    """An article that is related to another, but no copy."""

    url: str
    kind: str
    other: str
    score: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Families:
    """Copies and relations of a run; `sizes` say how many articles have how many copies."""

    kinds: Listed[KindOfKin]
    sizes: tuple[tuple[str, int], ...]
    clusters: Listed[Cluster]
    flows: Listed[Flow]
    related: Listed[Related]


def families(tables: Ledgers, out: str) -> Families:
    """Copies and relations."""
    kinds = tables.rows(
        "SELECT kind, sort, count(*) n, count(DISTINCT id), median(score) FROM kin GROUP BY ALL"
        " ORDER BY kind, n DESC, sort"
    )
    return Families(
        listed([KindOfKin(*row) for row in kinds], KINDS),
        _sizes(tables),
        _clusters(tables, out),
        _flows(tables),
        _related(tables),
    )


def _sizes(tables: Ledgers) -> tuple[tuple[str, int], ...]:
    rows = tables.rows(
        "SELECT CASE WHEN copies < 4 THEN copies WHEN copies < 10 THEN 4 ELSE 10 END v, count(*)"
        " FROM articles WHERE copies > 0 GROUP BY v ORDER BY v"
    )
    names = {1: "1 copy", 2: "2 copies", 3: "3 copies", 4: "4 to 9 copies", 10: "10 copies and more"}
    return tuple((names[size], count) for size, count in rows)


def _clusters(tables: Ledgers, out: str) -> Listed[Cluster]:
    rows = tables.rows(
        "SELECT url, title, copies, n, kinds, count(*) OVER () FROM articles JOIN (SELECT id,"
        " count(DISTINCT other_host) n, string_agg(DISTINCT sort, ', ' ORDER BY sort) kinds FROM kin"
        " WHERE kind = 'copy' GROUP BY id) USING (id) ORDER BY copies DESC, url, id LIMIT ?",
        CLUSTERS,
    )
    found = [Cluster(*(*row[:-1], _command(row[0], out))) for row in rows]
    return listed(found, CLUSTERS, rows[0][-1] if rows else 0)


def _command(url: str, out: str) -> str:
    return command("thresher", "explain", url, "--out", out) if is_web(url) else ""


def _flows(tables: Ledgers) -> Listed[Flow]:
    """Who has whose texts: the copies that were dropped came after the one that was kept."""
    rows = tables.rows(
        "SELECT taker, giver, count(*) n, string_agg(DISTINCT sort, ', ' ORDER BY sort), min(example),"
        " count(*) OVER () FROM ("
        "SELECT other_host taker, host giver, sort, other example FROM kin WHERE kind = 'copy'"
        f" UNION ALL SELECT host, other_host, sort, url FROM kin WHERE kind = 'relation' AND sort IN {_COPIED}"
        ") WHERE taker <> giver AND taker <> '' AND giver <> '' GROUP BY taker, giver"
        " ORDER BY n DESC, taker, giver LIMIT ?",
        FLOWS,
    )
    return listed([Flow(*row[:-1]) for row in rows], FLOWS, rows[0][-1] if rows else 0)


def _related(tables: Ledgers) -> Listed[Related]:
    rows = tables.rows(
        "SELECT url, sort, other, score, evidence, count(*) OVER () FROM kin WHERE kind = 'relation'"
        " ORDER BY score DESC, url, sort, other LIMIT ?",
        STORIES,
    )
    return listed([Related(*row[:-1]) for row in rows], STORIES, rows[0][-1] if rows else 0)
