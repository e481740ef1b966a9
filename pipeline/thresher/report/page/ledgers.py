"""The output of a run as narrow tables in DuckDB: what the report asks is SQL, in bounded memory.

A run of a million articles is read once, a batch at a time; what does not fit into the memory given is spilled.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from thresher.recurrence import host_of
from thresher.report.page.lines import ArticleLine, RejectionLine, RemovalLine, read_lines
from thresher.state.tables import asking
from thresher.words import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Row = tuple[Any, ...]

ROWS = 20_000  # of a table, put in at once
TEXT_CHARS = 240  # of a cut line, a title, a detail: what is shown is shorter
URL_CHARS = 1_000
MEMORY_MB = 512  # 10^5 articles with 2 * 10^6 removals take less; more is spilled

_TABLES = {
    "articles": "id, url, host, title, published, captured, language, page_type, digest, words:int, engine, form,"
    " truncated, archive, member, position:int, copies:int",
    "evidence": "host, field, source, confidence:float",
    "kin": "kind, sort, id, url, host, other, other_host, score:float, evidence",
    "rejections": "reason, stage, url, host, captured, detail, duplicate_of, archive, member, position:int",
    "removals": "id, host, topic, judge, family, words:int, confidence:float, line, evidence",
}


@dataclass(frozen=True, slots=True)
class Ledgers:
    """Open tables: ask them in SQL."""

    connection: Any

    def rows(self, question: str, *values: object) -> list[Row]:
        """The answer to a question, which must order its rows fully."""
        found: list[Row] = self.connection.execute(question, list(values)).fetchall()
        return found

    def row(self, question: str, *values: object) -> Row:
        """The only row of an answer."""
        return self.rows(question, *values)[0]


@contextmanager
def ledgers(*outs: Path) -> Iterator[Ledgers]:
    """The tables of the output of a run; of further runs, the tables are called `old_articles` and so on."""
    scratch = outs[0] if os.access(outs[0], os.W_OK) else None
    with asking({}, MEMORY_MB, scratch) as duck:
        for prefix, out in zip(("", "old_"), outs, strict=False):
            load(duck.connection, out, prefix)
        yield Ledgers(duck.connection)


def load(connection: Any, out: Path, prefix: str = "") -> None:
    """Read an output folder into tables."""
    filling = {name: _Filling(connection, f"{prefix}{name}", columns) for name, columns in _TABLES.items()}
    for article in read_lines(out / "articles", ArticleLine):
        host = _host(article.url)
        filling["articles"].add(_article(article, host))
        for field, one in article.evidence.items():
            filling["evidence"].add((host, field, one.source, one.confidence))
        for row in _kin(article, host):
            filling["kin"].add(row)
    for rejection in read_lines(out / "rejections", RejectionLine):
        filling["rejections"].add(_rejection(rejection))
    for removal in read_lines(out / "removals", RemovalLine):
        filling["removals"].add(_removal(removal))
    for table in filling.values():
        table.flush()


_host = lru_cache(maxsize=1024)(host_of)  # the removals of one article stand together


class _Filling:
    """A table that is filled a batch of rows at a time."""

    def __init__(self, connection: Any, name: str, columns: str) -> None:
        import pyarrow as pa

        types = {"": pa.string(), "int": pa.int64(), "float": pa.float64()}
        split = [column.strip().partition(":") for column in columns.split(",")]
        self._schema = pa.schema([(column, types[kind]) for column, _, kind in split])
        self._connection, self._name = connection, name
        self._rows: list[Row] = []
        connection.register("batch", self._schema.empty_table())
        connection.execute(f"CREATE TEMP TABLE {name} AS FROM batch")

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= ROWS:
            self.flush()

    def flush(self) -> None:
        import pyarrow as pa

        if not self._rows:
            return
        columns = [
            pa.array(values, kind)
            for values, kind in zip(zip(*self._rows, strict=True), self._schema.types, strict=True)
        ]
        self._connection.register("batch", pa.Table.from_arrays(columns, schema=self._schema))
        self._connection.execute(f"INSERT INTO {self._name} FROM batch")
        self._connection.unregister("batch")
        self._rows.clear()


def _article(one: ArticleLine, host: str) -> Row:
    place = one.source
    return (
        *(one.id, one.url[:URL_CHARS], host, (one.title or "")[:TEXT_CHARS], one.published, one.captured_at),
        *(one.language, one.page_type, one.text_digest, one.word_count, place.engine, place.media_type),
        *(place.truncated, place.archive, place.member, place.offset, len(one.duplicates)),
    )


def _kin(one: ArticleLine, host: str) -> Iterable[Row]:
    here = (one.id, one.url[:URL_CHARS], host)
    for copy in one.duplicates:
        there = (copy.url[:URL_CHARS], _host(copy.url))
        yield ("copy", copy.kind, *here, *there, copy.similarity, copy.evidence[:TEXT_CHARS])
    for other in one.relations:
        there = (other.url[:URL_CHARS], _host(other.url))
        yield ("relation", other.kind, *here, *there, other.score, other.evidence[:TEXT_CHARS])


def _rejection(one: RejectionLine) -> Row:
    url = one.url or ""
    return (
        *(one.reason, one.stage, url[:URL_CHARS], _host(url), one.captured_at, one.detail[:TEXT_CHARS]),
        *(one.duplicate_of, one.archive, one.member, one.offset),
    )


def _removal(one: RemovalLine) -> Row:
    family, _, _ = one.judge.partition(":")
    shown = " ".join(one.text[: 2 * TEXT_CHARS].split())[:TEXT_CHARS]
    words = word_count(one.text)
    return (
        *(one.id, _host(one.url), one.reason, one.judge, family, words, one.confidence, shown),
        one.evidence[:TEXT_CHARS],
    )
