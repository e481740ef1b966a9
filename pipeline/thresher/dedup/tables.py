"""What is kept of the articles of a batch to compare later ones with them: three tables.

`articles` has a row for each article, `article-words` its tokens in the same order, `article-prints` the fingerprints
of each different text, by which candidates are found without reading any text.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

import msgspec
import numpy as np

from thresher.dedup.prints import surroundings, winnowed
from thresher.dedup.sheet import Fact, Sheet, captured_microseconds, digested, title_bytes
from thresher.dedup.tokens import QUOTED
from thresher.nouns import Origin
from thresher.state.tables import Table, asking, write_answer, writing_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

ARTICLES, WORDS, PRINTS = "articles", "article-words", "article-prints"
TABLES = (ARTICLES, WORDS, PRINTS)
"""The tables that a batch keeps of its articles."""

WORD_ROWS = 64
"""Rows of a group of `article-words`: the least that is read to have the tokens of one article."""
_STEP = 2_048  # articles whose fingerprints are made at once
_STEP_WORDS = 1 << 18  # the same in words, for some 40 MB
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
    with writing_sheets(folder, memory_mb) as keep:
        for one in sheets:
            keep(one)


@contextmanager
def writing_sheets(folder: Path, memory_mb: int) -> Iterator[Callable[[Sheet], None]]:
    """Write the tables of articles as they come, some thousand tokens at once."""
    shapes = schemas()
    raw = folder / f"{PRINTS}-raw.parquet"
    with writing_table(raw, shapes[PRINTS]) as write_prints, _Steps(shapes, folder, write_prints) as steps:
        yield steps.keep
    with asking({"raw": Table(shapes[PRINTS], [raw])}, memory_mb, folder) as duck:
        question = "SELECT * FROM raw ORDER BY print, article, place"
        write_answer(folder / f"{PRINTS}.parquet", shapes[PRINTS], duck, question)
    raw.unlink()


class _Steps:
    """Writes articles and their words step by step, and hands on the fingerprints of each text where it comes first."""

    def __init__(self, shapes: dict[str, Any], folder: Path, write_prints: Callable[[Any], None]) -> None:
        import pyarrow.parquet as pq

        self._shapes = shapes
        self._write_prints = write_prints
        self._articles_out, self._words_out = (
            pq.ParquetWriter(folder / f"{name}.parquet", shapes[name], compression="zstd") for name in (ARTICLES, WORDS)
        )
        self._seen: set[tuple[int, int]] = set()
        self._count = 0
        self._waiting: list[Sheet] = []
        self._words = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self._waiting:
            self._step()
        self._articles_out.close()
        self._words_out.close()

    def keep(self, one: Sheet) -> None:
        """Write an article, with others when they are enough."""
        self._waiting.append(one)
        self._words += one.words
        if len(self._waiting) >= _STEP or self._words >= _STEP_WORDS:
            self._step()

    def _step(self) -> None:
        some = self._waiting
        self._articles_out.write_batch(self._articles(some))
        columns = {"tokens": [one.tokens for one in some], "marks": [one.marks for one in some]}
        self._words_out.write_batch(self._batch(WORDS, columns), row_group_size=WORD_ROWS)
        self._write_prints(self._prints(some))
        self._count += len(some)
        self._waiting, self._words = [], 0

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
