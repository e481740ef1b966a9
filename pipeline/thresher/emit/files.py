"""Rows -> files: JSON lines, plain or compressed, and Parquet; the same rows make the same bytes."""

from __future__ import annotations

import gzip
import io
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, cast

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from thresher.emit.fields import Json
    from thresher.emit.rows import Row
    from thresher.settings import Output

    Write = Callable[[Row], None]

PARQUET_ROWS = 1000  # rows of a row group: bounds the memory of a reader and a writer
_BUFFER = 65_536  # bytes
_SUFFIXES = {"gzip": ".jsonl.gz", "zstd": ".jsonl.zst", "none": ".jsonl"}


@contextmanager
def _compressed(path: Path, compress: str) -> Iterator[IO[bytes]]:
    """A binary stream into a file; neither name nor time goes into the compressed form."""
    with path.open("wb") as raw:
        if compress == "gzip":
            packed = cast("io.RawIOBase", gzip.GzipFile("", "wb", 6, raw, mtime=0))
            with io.BufferedWriter(packed, _BUFFER) as stream:  # rows are small, and each write has its price
                yield stream
        elif compress == "zstd":
            import zstandard

            with zstandard.ZstdCompressor(level=9).stream_writer(raw, closefd=False) as stream:
                yield stream
        else:
            yield raw


@contextmanager
def writing(folder: Path, stem: str, properties: Json, output: Output) -> Iterator[Write]:
    """Open `folder/stem.*` in the form that the settings ask for; yields the function that takes rows.

    `properties` is the JSON Schema of each column, in order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if output.format == "parquet":
        with _parquet(folder / f"{stem}.parquet", properties, output.compress) as write:
            yield write
        return
    encode = msgspec.json.Encoder().encode
    with _compressed(folder / f"{stem}{_SUFFIXES[output.compress]}", output.compress) as stream:

        def write(row: Row) -> None:
            stream.write(encode(row) + b"\n")

        yield write


@contextmanager
def _parquet(path: Path, properties: Json, compress: str) -> Iterator[Write]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, arrow_type(shape)) for name, shape in properties.items()])
    rows: list[Row] = []
    with pq.ParquetWriter(path, schema, compression=compress if compress != "none" else "NONE") as writer:

        def flush() -> None:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            rows.clear()

        def write(row: Row) -> None:
            rows.append({name: _arrow_value(row[name], shape) for name, shape in properties.items()})
            if len(rows) >= PARQUET_ROWS:
                flush()

        yield write
        flush()


def arrow_type(shape: Json) -> pa.DataType:
    """The Arrow type of a JSON Schema: objects become structs or maps, one-or-many becomes a list."""
    import pyarrow as pa

    kinds = [shape["type"]] if isinstance(shape["type"], str) else shape["type"]
    if "array" in kinds:
        return pa.list_(arrow_type(shape["items"]))
    if "object" in kinds:
        if "properties" in shape:
            return pa.struct([(name, arrow_type(inner)) for name, inner in shape["properties"].items()])
        return pa.map_(pa.string(), arrow_type(shape["additionalProperties"]))
    return {"string": pa.string(), "integer": pa.int64(), "number": pa.float64()}[kinds[0]]


def _arrow_value(value: Any, shape: Json) -> Any:
    """A JSON value as Arrow takes it: maps as pairs, one-or-many as a list."""
    if isinstance(value, dict):
        if "properties" in shape:
            return {name: _arrow_value(value[name], inner) for name, inner in shape["properties"].items()}
        return [(key, _arrow_value(inner, shape["additionalProperties"])) for key, inner in value.items()]
    if "array" in shape["type"] and value is not None:
        return [_arrow_value(inner, shape["items"]) for inner in (value if isinstance(value, list) else [value])]
    return value
