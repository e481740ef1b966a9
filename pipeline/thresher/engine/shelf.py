"""What lies between the stages: records in Parquet, one row each, and the lessons of the sites.

A row holds a few columns to search by, and the record itself as JSON.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - msgspec reads what a field is
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from thresher.nouns import Article, Origin, Page, Rejection, Revisit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thresher.dedup.sheet import Sheet
    from thresher.lessons import Lessons
    from thresher.metadata.memory import Showing
    from thresher.strip.sightings import Sighted

    Item = Article | Page | Rejection | Revisit

ROW_GROUP = 256  # records: bounds the memory of a stage
_KINDS: dict[str, type[Item]] = {"article": Article, "page": Page, "rejection": Rejection, "revisit": Revisit}
_NAMES = {kind: name for name, kind in _KINDS.items()}


class Captured(msgspec.Struct, frozen=True):
    """What a record is known by to those who do not want its text."""

    origin: Origin
    url: str = ""
    captured_at: datetime | None = None


class _Head(msgspec.Struct):
    capture: Captured


class Shelved(NamedTuple):
    """A record as it lies on the shelf: between processes too, for its making and reading again cost a dozen copies."""

    kind: str
    item: bytes

    def record(self) -> Any:
        """The record itself."""
        return _decoder(self.kind).decode(self.item)

    def capture(self) -> Captured:
        """Where a page or an article comes from; the rest is passed over."""
        return _head().decode(self.item).capture


class Paged(NamedTuple):
    """A page as the stages after it want it, with what it shows of its site."""

    page: Shelved
    sighted: Sighted | None
    showing: Showing | None


class Judged(NamedTuple):
    """An article before its copies are known, and its sheet where copies are looked for, of no place yet."""

    article: Shelved
    sheet: Sheet | None


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_KINDS[kind])


@cache
def _head() -> msgspec.json.Decoder[_Head]:
    return msgspec.json.Decoder(_Head)


def shelved(item: Item) -> Shelved:
    """A record for the shelf."""
    return Shelved(_NAMES[type(item)], encoded(item))


def encoded(item: Any) -> bytes:
    """A noun as JSON."""
    return msgspec.json.encode(item)


def write_items(path: Path, items: Iterable[Shelved]) -> None:
    """Write records to a Parquet file, in order."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("kind", pa.string()), ("item", pa.binary())])
    rows: list[dict[str, Any]] = []
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for item in items:
            rows.append(item._asdict())
            if len(rows) >= ROW_GROUP:
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows.clear()
        writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def read_items(path: Path, kinds: frozenset[str] = frozenset(_KINDS)) -> Iterator[tuple[int, Any]]:
    """The records of a Parquet file that are of the given kinds, each with its row number, in order.

    Of a row group that has none of them no more is read than the names of the kinds.
    """
    return ((number, one.record()) for number, one in read_shelved(path, kinds))


def read_shelved(path: Path, kinds: frozenset[str] = frozenset(_KINDS)) -> Iterator[tuple[int, Shelved]]:
    """The same, as they lie there."""
    import pyarrow.parquet as pq

    first = 0
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            names = file.read_row_group(group, columns=["kind"]).column("kind").to_pylist()
            if not kinds.isdisjoint(names):
                data = file.read_row_group(group, columns=["item"]).column("item").to_pylist()
                for number, (kind, item) in enumerate(zip(names, data, strict=True), first):
                    if kind in kinds:
                        yield number, Shelved(kind, item)
            first += len(names)


def read_item(path: Path, row: int) -> Any:
    """One record by its row number; reads no more than its row group."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if row < rows:
                table = file.read_row_group(group).slice(row, 1)
                return Shelved(table["kind"][0].as_py(), table["item"][0].as_py()).record()
            row -= rows
    raise IndexError(f"no such row ({path})")


def read_lessons(path: str) -> Lessons:
    """What a run has learned of its sites."""
    from thresher.lessons import Lessons

    return msgspec.json.decode(Path(path).read_bytes(), type=Lessons)
