"""The texts of all articles on all machines, numbered as the local engine numbers them, and their fingerprints."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from thresher.dedup.stored import text_keys
from thresher.dedup.tables import ARTICLES, PRINTS, WORDS, schemas

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from thresher.engine.spark_tables import Bench
    from thresher.settings import Dedup

_KINDS = {"int32": "INT", "int64": "BIGINT", "string": "STRING", "binary": "BINARY", "bool": "BOOLEAN"}
_KINDS |= {"uint64": "BIGINT", "uint32": "INT"}  # with the same bits
_TOP = np.uint64(1 << 63)

# Texts in the order of the first article of each, which is `dedup.stored`'s; the fingerprints of a text are those of
# the article of it that comes first on its shelf.
_TEXTS = """
    SELECT key, min(struct(
        url, ranked, coalesce(published, '') AS published, captured, title, id, archive, `offset`,
        coalesce(member, '') AS member, coalesce(record_id, '') AS record_id, shelf, article, words, host, addressed
    )) AS lead, min(struct(shelf, article)) AS home, count(*) AS size FROM {articles} GROUP BY key"""
_SORTED = """
    SELECT key, size, home.shelf AS home_shelf, home.article AS home_article, lead.shelf, lead.article, lead.words,
    lead.host, lead.addressed, lead.title FROM {texts} ORDER BY lead"""
_POSTINGS = """
    SELECT p.print, t.text, p.place, p.quoted, p.around, t.host, t.addressed
    FROM {prints} p JOIN {texts} t ON p.shelf = t.home_shelf AND p.article = t.home_article"""


class Texts:
    """The tables of some shelves, as frames."""

    def __init__(self, bench: Bench, shelves: Sequence[Path], settings: Dedup) -> None:
        self._bench, self._shelves = bench, shelves
        self._short = settings.short
        bench.tell("duplicates: texts")
        self.articles = bench.kept("articles", self._articles())
        """All that is known of each article, with the key of its text."""
        frame = bench.ask(_SORTED, texts=bench.ask(_TEXTS, articles=self.articles))
        self.texts = bench.kept("texts", bench.numbered("sorted", frame, "text"))
        """One row for each text: its number, its key, how many articles it has, and what its first one says."""

    def _articles(self) -> Any:
        shape = schemas()[ARTICLES]
        declared = f"shelf INT, article INT, key BIGINT, ranked BIGINT, {_declared(shape)}"
        return self._read(ARTICLES, declared, partial(_articles, self._short))

    def words(self) -> Any:
        """Tokens and marks of each article."""
        return self._read(WORDS, f"shelf INT, article INT, {_declared(schemas()[WORDS])}", _words)

    def postings(self) -> Any:
        """The fingerprints of all texts: print, text, place, quoted, around; and host and address of the text."""
        shape = schemas()[PRINTS]
        prints = self._read(PRINTS, f"shelf INT, {_declared(shape)}", _prints)
        return self._bench.ask(_POSTINGS, prints=prints, texts=self.texts)

    def _read(self, table: str, declared: str, make: Any) -> Any:
        return self._bench.read([shelf / f"{table}.parquet" for shelf in self._shelves], declared, make)


def _declared(shape: Any) -> str:
    return ", ".join(f"{one.name} {_KINDS[str(one.type)]}" for one in shape)


def _signed(batch: Any) -> dict[str, Any]:
    """The columns of a batch, unsigned numbers with the same bits."""
    import pyarrow as pa

    views = {"uint64": pa.int64(), "uint32": pa.int32()}
    columns = zip(batch.schema, batch.columns, strict=True)
    return {one.name: column.view(views.get(str(one.type), one.type)) for one, column in columns}


def _shelved(batch: Any, shelf: int) -> dict[str, Any]:
    import pyarrow as pa

    return {"shelf": pa.array(np.full(batch.num_rows, shelf, np.int32))} | _signed(batch)


def _at(batch: Any, shelf: int, first: int) -> dict[str, Any]:
    import pyarrow as pa

    places = {"article": pa.array(np.arange(first, first + batch.num_rows, dtype=np.int32))}
    columns = _shelved(batch, shelf)
    return {"shelf": columns.pop("shelf")} | places | columns


def _articles(short: int, batch: Any, shelf: int, first: int) -> Any:
    import pyarrow as pa

    words, digest, named = (batch.column(name).to_numpy() for name in ("words", "digest", "named"))
    columns = _at(batch, shelf, first)
    keys = text_keys(words, digest, named, short).view(np.int64)
    told = {"key": pa.array(keys), "ranked": pa.array((digest ^ _TOP).view(np.int64))}
    names = ("shelf", "article")
    return pa.RecordBatch.from_pydict({name: columns.pop(name) for name in names} | told | columns)


def _words(batch: Any, shelf: int, first: int) -> Any:
    import pyarrow as pa

    return pa.RecordBatch.from_pydict(_at(batch, shelf, first))


def _prints(batch: Any, shelf: int, _: int) -> Any:
    import pyarrow as pa

    return pa.RecordBatch.from_pydict(_shelved(batch, shelf))
