"""What lies between the stages: records in Parquet, one row each, and the lessons of the sites.

A row holds a few columns to search by, and the record itself as JSON.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from thresher.nouns import Article, Page, Rejection, Revisit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thresher.lessons import Lessons

    Item = Article | Page | Rejection | Revisit

ROW_GROUP = 256  # records: bounds the memory of a stage
_KINDS: dict[str, type[Item]] = {"article": Article, "page": Page, "rejection": Rejection, "revisit": Revisit}
_NAMES = {kind: name for name, kind in _KINDS.items()}


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_KINDS[kind])


def encoded(item: Any) -> bytes:
    """A noun as JSON."""
    return msgspec.json.encode(item)


def write_items(path: Path, items: Iterable[Any]) -> None:
    """Write records to a Parquet file, in order."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("kind", pa.string()), ("item", pa.binary())])
    rows: list[dict[str, Any]] = []
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for item in items:
            rows.append({"kind": _NAMES[type(item)], "item": encoded(item)})
            if len(rows) >= ROW_GROUP:
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows.clear()
        writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def read_items(path: Path, kinds: frozenset[str] = frozenset(_KINDS)) -> Iterator[tuple[int, Any]]:
    """The records of a Parquet file that are of the given kinds, each with its row number, in order."""
    import pyarrow.parquet as pq

    number = 0
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROW_GROUP):
            names, data = batch.column("kind").to_pylist(), batch.column("item").to_pylist()
            for kind, item in zip(names, data, strict=True):
                if kind in kinds:
                    yield number, _decoder(kind).decode(item)
                number += 1


def read_item(path: Path, row: int) -> Any:
    """One record by its row number; reads no more than its row group."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if row < rows:
                table = file.read_row_group(group).slice(row, 1)
                return _decoder(table["kind"][0].as_py()).decode(table["item"][0].as_py())
            row -= rows
    raise IndexError(f"no such row ({path})")


def read_lessons(path: str) -> Lessons:
    """What a run has learned of its sites."""
    from thresher.lessons import Lessons

    return msgspec.json.decode(Path(path).read_bytes(), type=Lessons)
