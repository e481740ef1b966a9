"""Spark as one who answers questions about tables: the same SQL as DuckDB's, over the same Parquet."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thresher.state.tables import Table

_TOP = 1 << 63  # Spark has no unsigned numbers: of 64 bits they are known there by this much less, in the same order
_SHIFTED = "key"  # the one column of answers that has them
_GLOB = str.maketrans({one: f"\\{one}" for one in "\\*?[]{}"})
_BATCH_ROWS = 131_072


@dataclass(frozen=True, slots=True)
class Spark:
    """A Spark session as one who answers; `scratch`, a folder that all machines share, holds answers for a moment."""

    session: Any
    scratch: Path

    @classmethod
    def of(cls, context: Any, scratch: Path) -> Spark:
        """One for a SparkContext."""
        from pyspark.sql import SparkSession

        return cls(SparkSession(context), scratch)

    def attach(self, tables: Mapping[str, Table]) -> None:
        """Have tables known by their names, under which there may have been others."""
        for name, table in tables.items():
            if table.files:
                stored = self.session.read.parquet(*map(address, table.files))
            else:
                stored = self.session.createDataFrame([], _declared(table.schema))
            columns = [_column(one.name, str(one.type)) for one in table.schema]
            stored.selectExpr(*columns).createOrReplaceTempView(name)

    def batches(self, question: str) -> Iterator[Any]:
        """The answer in record batches; Spark writes it sorted, file after file, so that no machine holds it whole."""
        import pyarrow.parquet as pq

        with tempfile.TemporaryDirectory(dir=self.scratch, prefix="answer-") as folder:
            target = Path(folder, "answer")
            self.session.sql(question).write.parquet(written_to(target))
            for path in sorted(target.glob("part-*.parquet")):
                with pq.ParquetFile(path) as file:
                    for batch in file.iter_batches(_BATCH_ROWS):
                        yield _unshifted(batch)


def address(path: Path) -> str:
    """A file on a disk, even where Spark looks for bare names elsewhere, and none of its letters a wildcard."""
    return written_to(path).translate(_GLOB)


def written_to(path: Path) -> str:
    """The same where it is written, for there no letter is a wildcard."""
    return f"file://{path.absolute()}"


def _column(name: str, kind: str) -> str:
    return f"CAST({name} - {_TOP} AS BIGINT) AS {name}" if kind == "uint64" else name


def _declared(schema: Any) -> str:
    kinds = {"string": "STRING", "uint64": "DECIMAL(20,0)"}
    return ", ".join(f"{one.name} {kinds.get(str(one.type), 'BIGINT')}" for one in schema)


def _unshifted(batch: Any) -> Any:
    """A batch with its keys as they are."""
    import numpy as np
    import pyarrow as pa

    place = batch.schema.get_field_index(_SHIFTED)
    if place < 0:
        return batch
    keys = batch.column(place).to_numpy(zero_copy_only=False).view(np.uint64) ^ np.uint64(_TOP)
    return batch.set_column(place, pa.field(_SHIFTED, pa.uint64()), pa.array(keys))
