"""What is kept of the articles of a batch to compare later ones with them: three tables.

`articles` has a row for each article, `article-words` its tokens in the same order, `article-prints` the fingerprints
of each different text, by which candidates are found without reading any text.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from thresher.dedup.prints import surroundings, winnowed
from thresher.dedup.sheet import Fact, Sheet, captured_microseconds, digested, title_bytes
from thresher.dedup.tokens import QUOTED
from thresher.nouns import Origin
from thresher.state.tables import Table, asking, write_answer, write_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

ARTICLES, WORDS, PRINTS = "articles", "article-words", "article-prints"
TABLES = (ARTICLES, WORDS, PRINTS)
"""The tables that a batch keeps of its articles."""

WORD_ROWS = 64
"""Rows of a group of `article-words`: the least that is read to have the tokens of one article."""
_STEP = 2_048  # articles whose fingerprints are made at once
_FACTS = msgspec.msgpack.Decoder(tuple[Fact, ...])


def schemas() -> dict[str, Any]:
    """The columns of each table."""
    import pyarrow as pa

    def fields(kind: Any, *names: str) -> list[tuple[str, Any]]:
        return [(name, kind) for name in names]

    articles = [
        *fields(pa.int32(), "part", "row", "words", "cuts", "described"),
        *fields(pa.uint64(), "digest", "named", "host", "addressed"),
        *fields(pa.string(), "id", "url", "canonical_url", "address", "published"),
        *fields(pa.int64(), "captured", "offset"),
        *fields(pa.binary(), "title", "metadata"),
        *fields(pa.bool_(), "truncated", "syndicated"),
        *fields(pa.string(), "archive", "record_id", "member"),
    ]
    prints = [("print", pa.uint64()), ("article", pa.uint32()), ("place", pa.uint32()), ("quoted", pa.bool_())]
    return {
        ARTICLES: pa.schema(articles),
        WORDS: pa.schema(fields(pa.binary(), "tokens", "marks")),
        PRINTS: pa.schema([*prints, ("around", pa.uint32())]),
    }


def write_sheets(folder: Path, sheets: Iterable[Sheet], memory_mb: int) -> None:
    """Write the tables of some articles, in their order."""
    shapes = schemas()
    raw = folder / f"{PRINTS}-raw.parquet"
    steps = _Steps(shapes)
    write_table(raw, shapes[PRINTS], steps.prints(sheets, folder))
    with asking({"raw": Table(shapes[PRINTS], [raw])}, memory_mb, folder) as duck:
        question = "SELECT * FROM raw ORDER BY print, article, place"
        write_answer(folder / f"{PRINTS}.parquet", shapes[PRINTS], duck, question)
    raw.unlink()


class _Steps:
    """Writes articles and their words step by step, and hands on the fingerprints."""

    def __init__(self, shapes: dict[str, Any]) -> None:
        self._shapes = shapes
        self._seen: set[tuple[int, int]] = set()
        self._count = 0

    def prints(self, sheets: Iterable[Sheet], folder: Path) -> Iterator[Any]:
        """The fingerprints of each text where it comes first; articles and words are written by the way."""
        import pyarrow.parquet as pq

        names = (ARTICLES, WORDS)
        writers = [
            pq.ParquetWriter(folder / f"{name}.parquet", self._shapes[name], compression="zstd") for name in names
        ]
        with writers[0] as articles, writers[1] as words:
            for some in _stepped(sheets, _STEP):
                articles.write_batch(self._articles(some))
                columns = {"tokens": [one.tokens for one in some], "marks": [one.marks for one in some]}
                words.write_batch(self._batch(WORDS, columns), row_group_size=WORD_ROWS)
                yield self._prints(some)
                self._count += len(some)

    def _batch(self, name: str, columns: dict[str, Any]) -> Any:
        import pyarrow as pa

        return pa.record_batch([columns[field.name] for field in self._shapes[name]], schema=self._shapes[name])

    def _articles(self, sheets: Sequence[Sheet]) -> Any:
        rows = [article_row(one) for one in sheets]
        return self._batch(ARTICLES, {name: [row[name] for row in rows] for name in self._shapes[ARTICLES].names})

    def _prints(self, sheets: Sequence[Sheet]) -> Any:
        first = []
        for number, one in enumerate(sheets):
            key = (one.digest, digested(one.named))
            if key not in self._seen:
                self._seen.add(key)
                first.append(number)
        hashes = np.frombuffer(b"".join(sheets[number].tokens for number in first), "<u4")
        marks = np.frombuffer(b"".join(sheets[number].marks for number in first), np.uint8)
        bounds = np.concatenate(([0], np.cumsum([sheets[number].words for number in first], dtype=np.int64)))
        prints, places = winnowed(hashes, bounds)
        texts = np.searchsorted(bounds, places, side="right") - 1
        columns = {
            "print": prints,
            "article": (np.array(first, np.int64)[texts] + self._count).astype(np.uint32),
            "place": (places - bounds[texts]).astype(np.uint32),
            "quoted": marks[places] & QUOTED != 0,
            "around": surroundings(hashes, bounds, texts, places),
        }
        return self._batch(PRINTS, columns)


def _stepped(sheets: Iterable[Sheet], step: int) -> Iterator[list[Sheet]]:
    waiting: list[Sheet] = []
    for one in sheets:
        waiting.append(one)
        if len(waiting) == step:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def article_row(one: Sheet) -> dict[str, Any]:
    """An article as a row of its table."""
    origin = one.origin
    return {
        "part": one.place[0],
        "row": one.place[1],
        "words": one.words,
        "cuts": one.cuts,
        "described": one.described,
        "digest": one.digest,
        "named": digested(one.named),
        "host": digested((one.host or one.url).encode()),
        "addressed": digested(one.address.encode()),
        "id": one.id,
        "url": one.url,
        "canonical_url": one.canonical_url,
        "address": one.address,
        "published": one.published,
        "captured": captured_microseconds(one.captured_at),
        "offset": origin.offset,
        "title": title_bytes(one.title),
        "metadata": msgspec.msgpack.encode(one.metadata),
        "truncated": one.truncated,
        "syndicated": one.syndicated,
        "archive": origin.archive,
        "record_id": origin.record_id,
        "member": origin.member,
    }


def sheet_of(row: dict[str, Any], batch: str | None, place: tuple[int, int]) -> Sheet:
    """An article from its row, without its words."""
    from thresher.metadata.url import host

    captured = row["captured"]
    return Sheet(
        place=place,
        id=row["id"],
        url=row["url"],
        canonical_url=row["canonical_url"],
        address=row["address"],
        host=host(row["url"]) or "",
        title=tuple(np.frombuffer(row["title"], "<u4").tolist()),
        words=row["words"],
        digest=row["digest"],
        tokens=b"",
        marks=b"",
        metadata=_FACTS.decode(row["metadata"]),
        cuts=row["cuts"],
        truncated=row["truncated"],
        syndicated=row["syndicated"],
        published=row["published"],
        captured_at=None if captured < 0 else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=captured),
        origin=Origin(row["archive"], row["offset"], row["record_id"], row["member"]),
        described=row["described"],
        batch=batch,
    )
