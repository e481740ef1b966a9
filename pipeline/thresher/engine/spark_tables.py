"""Tables that Spark works on: ours as rows, answers kept on the shared disk, and functions over runs of sorted rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from thresher.engine.spark_sql import address, written_to
from thresher.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    Make = Callable[[Any, int, int], Any]
    Work = Callable[[Any], Any]

_NUMBERED = """
    SELECT /*+ BROADCAST(f) */ s.*, f.first + s.at AS number FROM {stored} s JOIN {files} f USING (file)"""
_READ_ROWS = 8_192
_SENT_ROWS = 2_048  # at once from Spark, and to it


@dataclass(frozen=True, slots=True)
class Bench:
    """A Spark session, and a folder that all machines share for what it works out on the way.

    What is kept there is read from there: a machine that is lost costs what it was at, and no question reaches back
    behind it.
    """

    context: Any
    session: Any
    scratch: Path
    _kept: dict[str, Path] = field(default_factory=dict)

    @classmethod
    def of(cls, context: Any, scratch: Path) -> Bench:
        """One for a SparkContext; raises SettingsError without pandas, which PySpark wants for tables of Arrow."""
        if find_spec("pandas") is None:
            raise SettingsError("duplicates on Spark need pandas beside PySpark: pip install 'thresher[spark]'")
        from pyspark.sql import SparkSession

        session = SparkSession(context)
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", _SENT_ROWS)  # some rows hold whole texts
        return cls(context, session, scratch)

    def tell(self, step: str) -> None:
        """Say what the next jobs are for."""
        self.context.setJobDescription(step)

    def ask(self, question: str, **frames: Any) -> Any:
        """The answer to a question that names frames in braces."""
        return self.session.sql(question, **frames)

    def read(self, files: Sequence[Path], declared: str, make: Make) -> Any:
        """Rows of files of ours, a task each: `make` of record batches, the number of the file, and of the first row.

        Not by Spark itself, which has no unsigned numbers and does not number rows.
        """
        units = [(str(path), number) for number, path in enumerate(files)]
        listed = self.session.createDataFrame(self.context.parallelize(units, len(units)), "path STRING, shelf INT")
        return listed.mapInArrow(partial(_rows_of, make), declared)

    def kept(self, name: str, frame: Any) -> Any:
        """A frame, worked out now and written to the shared disk under a name of its own."""
        return self._stored(self._written(name, frame))

    def numbered(self, name: str, frame: Any, column: str) -> Any:
        """A sorted frame, written, with the number of each row."""
        import pyarrow.parquet as pq

        first, bases = 0, []
        path = self._written(name, frame)
        for file in sorted(path.glob("part-*.parquet"), key=lambda one: int(one.name.split("-")[1])):
            bases.append((file.name, first))
            first += pq.read_metadata(file).num_rows
        files = self.session.createDataFrame(bases, "file STRING, first BIGINT")
        stored = self._stored(path).selectExpr("*", "_metadata.file_name AS file", "_metadata.row_index AS at")
        joined = self.ask(_NUMBERED, stored=stored, files=files)
        return joined.withColumnRenamed("number", column).drop("file", "at", "first")

    def rows(self, name: str) -> int:
        """How many rows are kept under a name."""
        import pyarrow.parquet as pq

        return sum(pq.read_metadata(file).num_rows for file in self._kept[name].glob("part-*.parquet"))

    def by(self, frame: Any, keys: Sequence[str], order: Sequence[str], work: Work, declared: str) -> Any:
        """What `work` makes of rows sorted by keys and order: it gets tables of whole runs of equal keys."""
        ordered = frame.repartition(*keys).sortWithinPartitions(*keys, *order)
        return ordered.mapInArrow(partial(_whole_runs, work, tuple(keys), 1 << 17), declared)

    def in_blocks(self, frame: Any, number: int, work: Work, declared: str) -> Any:
        """What `work` makes of the rows of each `block`; there are so many."""
        ordered = frame.repartition(number, "block").sortWithinPartitions("block")
        return ordered.mapInArrow(partial(_whole_runs, work, ("block",), 1), declared)

    def _written(self, name: str, frame: Any) -> Path:
        path = self.scratch / f"{len(self._kept):03}-{name}"
        frame.write.parquet(written_to(path))
        self._kept[name] = path
        return path

    def _stored(self, path: Path) -> Any:
        return self.session.read.parquet(address(path))


def _rows_of(make: Make, units: Iterable[Any]) -> Iterator[Any]:
    import pyarrow.parquet as pq

    for unit in units:
        for path, shelf in zip(unit.column("path").to_pylist(), unit.column("shelf").to_pylist(), strict=True):
            first = 0
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(_READ_ROWS):
                    yield make(batch, shelf, first)
                    first += batch.num_rows


def _whole_runs(work: Work, keys: tuple[str, ...], least: int, batches: Iterable[Any]) -> Iterator[Any]:
    import pyarrow as pa

    waiting: list[Any] = []
    rows, enough = 0, least
    for batch in batches:
        waiting.append(batch)
        rows += batch.num_rows
        if rows < enough:
            continue
        table = pa.Table.from_batches(waiting)
        whole = _last_run(table, keys)
        if whole:
            yield from work(table.slice(0, whole)).to_batches(_SENT_ROWS)
        waiting = table.slice(whole).to_batches()
        rows -= whole
        enough = max(least, 2 * rows)  # a run that does not end is not looked at with every batch
    if rows:
        yield from work(pa.Table.from_batches(waiting)).to_batches(_SENT_ROWS)


def _last_run(table: Any, keys: Iterable[str]) -> int:
    """Where the last run of equal keys begins."""
    import numpy as np

    begins = 0
    for name in keys:
        values = table.column(name).to_numpy()
        others = np.flatnonzero(values != values[-1])
        if len(others):
            begins = max(begins, int(others[-1]) + 1)
    return begins
