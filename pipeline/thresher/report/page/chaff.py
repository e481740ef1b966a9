"""What was removed from the articles: by kind of judge, topic, rule and line, in words and in spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.report.account import WHYS
from thresher.report.page.listed import Listed, listed, share

if TYPE_CHECKING:
    from thresher.report.page.ledgers import Ledgers, Row

TOPICS, JUDGES, LINES = 60, 40, 30  # listed

FAMILIES = {
    "rule": "Rules",
    "template": "Site templates",
    "model": "Line model",
    "copies": "Said twice on the page",
}
"""Kinds of judges, and what they are called; others go with the last."""

_FAMILY = "CASE WHEN family IN ('rule', 'template', 'model') THEN family ELSE 'copies' END"
_SUMS = "count(*), sum(words)::BIGINT words, count(DISTINCT id)"


@dataclass(frozen=True, slots=True)
class Amount:
    """So many spans with so many words, of so many articles; `share` is that of all words that were found."""

    name: str
    spans: int
    words: int
    articles: int
    share: float


@dataclass(frozen=True, slots=True)
class Topic:
    """What is called by one reason; `families` are the words that each kind of judge took, in the order of FAMILIES."""

    amount: Amount
    families: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class JudgeWork:
    """What one judge took: an example, how sure it is of it on average, and where it says why."""

    amount: Amount
    topics: str
    confidence: float
    example: str
    why: str


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A line that went from many articles."""

    text: str
    spans: int
    sites: int
    words: int
    judge: str
    topic: str


@dataclass(frozen=True, slots=True)
class Chaff:
    """What was removed; `kept` are the words left in the articles."""

    kept: int
    words: int
    spans: int
    families: tuple[Amount, ...]
    topics: Listed[Topic]
    judges: Listed[JudgeWork]
    lines: Listed[StandingLine]

    @property
    def share(self) -> float:
        """Which share of all words was removed."""
        return share(self.words, self.kept + self.words)


def chaff(tables: Ledgers) -> Chaff:
    """What was removed."""
    kept = tables.row("SELECT coalesce(sum(words), 0)::BIGINT FROM articles")[0]
    spans, words = tables.row("SELECT count(*), coalesce(sum(words), 0)::BIGINT FROM removals")
    everything = kept + words
    rows = {row[0]: row for row in tables.rows(f"SELECT {_FAMILY} f, {_SUMS} FROM removals GROUP BY f ORDER BY f")}
    families = tuple(_amount(rows.get(name, (name, 0, 0, 0)), everything) for name in FAMILIES)
    return Chaff(kept, words, spans, families, _topics(tables, everything), _judges(tables, everything), _lines(tables))


def _amount(row: Row, everything: int) -> Amount:
    name, spans, words, articles = row[:4]
    return Amount(name, spans, words, articles, share(words, everything))


def _topics(tables: Ledgers, everything: int) -> Listed[Topic]:
    columns = ", ".join(f"(coalesce(sum(words) FILTER ({_FAMILY} = '{name}'), 0))::BIGINT" for name in FAMILIES)
    rows = tables.rows(f"SELECT topic, {_SUMS}, {columns} FROM removals GROUP BY topic ORDER BY words DESC, topic")
    return listed([Topic(_amount(row, everything), tuple(row[4:])) for row in rows], TOPICS)


def _judges(tables: Ledgers, everything: int) -> Listed[JudgeWork]:
    """Templates are counted together here: the table of sites has them one by one."""
    judge = "CASE family WHEN 'template' THEN 'template' ELSE judge END"
    rows = tables.rows(
        f"SELECT {judge} j, {_SUMS}, string_agg(DISTINCT topic, ', ' ORDER BY topic), avg(confidence),"
        " mode(line ORDER BY line)"
        " FROM removals GROUP BY j ORDER BY words DESC, j"
    )
    found = [JudgeWork(_amount(row, everything), *(*row[4:], why(row[0]))) for row in rows[:JUDGES]]
    return listed(found, JUDGES, len(rows))


def why(judge: str) -> str:
    """Why a judge other than a rule takes something."""
    return WHYS.get(judge, WHYS.get(judge.partition(":")[0], ""))


def _lines(tables: Ledgers) -> Listed[StandingLine]:
    """The lines that went most often; a line that went once stands on no list."""
    rows = tables.rows(
        "SELECT line, count(*) n, count(DISTINCT host), max(words), mode(judge ORDER BY judge),"
        " mode(topic ORDER BY topic), count(*) OVER () FROM removals GROUP BY line HAVING n > 1"
        " ORDER BY n DESC, line LIMIT ?",
        LINES,
    )
    return listed([StandingLine(*row[:-1]) for row in rows], LINES, rows[0][-1] if rows else 0)
