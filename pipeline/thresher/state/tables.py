"""Tables of the state: Parquet whose bytes depend on the rows alone, and SQL over many of them.

A stage hands in named tables of Arrow data (`write_table`), and asks about the same tables of all
earlier batches in SQL. Here DuckDB answers (`asking`): nothing is loaded that a question does not
need, and what does not fit into the memory given is spilled to a scratch folder. On a cluster Spark
answers the same questions (`engine.spark_sql`).
"""

from __future__ import annotations

import resource
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

GROUP_ROWS = 131_072
OFFLINE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
"""Settings of any DuckDB of ours: what a question needs and is not there is an error, and nothing is fetched."""
_THREADS = 2  # each needs memory of its own; every answer that is written is ordered, so the number changes no byte
_OPEN_FILES = 65_536  # at once: a question may be about a table of each of a thousand parts
_GLOB = str.maketrans({"[": "[[]", "*": "[*]", "?": "[?]"})


@dataclass(frozen=True, slots=True)
class Table:
    """A table in some files of one schema (a `pyarrow.Schema`); it may have none yet."""

    schema: Any
    files: Sequence[Path] = ()


class Asker(Protocol):
    """Answers questions in the SQL that DuckDB and Spark have in common."""

    def attach(self, tables: Mapping[str, Table]) -> None:
        """Have tables known by their names."""

    def batches(self, question: str) -> Iterator[Any]:
        """The answer in record batches, its rows in the order that the question asks for."""


def rows(asker: Asker, question: str) -> Iterator[tuple[Any, ...]]:
    """The answer to a question, row by row."""
    for batch in asker.batches(question):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def write_table(path: Path, schema: Any, batches: Iterable[Any]) -> None:
    """Write record batches as one Parquet file."""
    with writing_table(path, schema) as write:
        for batch in batches:
            write(batch)


@contextmanager
def writing_table(path: Path, schema: Any, group: int = GROUP_ROWS) -> Iterator[Callable[[Any], None]]:
    """Write record batches as one Parquet file, in row groups of one size however the batches are cut."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    waiting: list[Any] = []
    rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:

        def write(batch: Any) -> None:
            nonlocal waiting, rows
            waiting.append(batch.cast(schema))
            rows += batch.num_rows
            if rows >= group:
                table = pa.Table.from_batches(waiting, schema).combine_chunks()
                full = rows - rows % group
                writer.write_table(table.slice(0, full), row_group_size=group)
                waiting, rows = table.slice(full).to_batches(), rows - full

        yield write
        # Joined, because where chunks end may show in the pages of a column.
        writer.write_table(pa.Table.from_batches(waiting, schema).combine_chunks(), row_group_size=group)


def write_answer(path: Path, schema: Any, asker: Asker, question: str) -> None:
    """Write the answer to a question, which must order its rows fully, as a table."""
    write_table(path, schema, asker.batches(question))


@dataclass(frozen=True, slots=True)
class Duck:
    """DuckDB as one who answers."""

    connection: Any

    def attach(self, tables: Mapping[str, Table]) -> None:
        """Have tables known by their names."""
        attach(self.connection, tables)

    def batches(self, question: str) -> Iterator[Any]:
        """The answer in record batches."""
        yield from self.connection.sql(question).to_arrow_reader(GROUP_ROWS)


@contextmanager
def asking(tables: Mapping[str, Table], memory_mb: int, scratch: Path | None = None) -> Iterator[Duck]:
    """A DuckDB with a view for each table; it uses `memory_mb` MB, and `scratch` beyond that."""
    import duckdb

    _open_many()
    with tempfile.TemporaryDirectory(dir=scratch, prefix="duckdb-") as spilled:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{memory_mb}MB",
            "threads": _THREADS,
            "temp_directory": spilled,
            "preserve_insertion_order": False,  # where the order matters, the question says it
            **OFFLINE,
        }
        with duckdb.connect(":memory:", config=settings) as connection:
            duck = Duck(connection)
            duck.attach(tables)
            yield duck


def _open_many() -> None:
    """Let this process have more files open than the 1,024 that most systems begin with, as far as they allow it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _OPEN_FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def attach(connection: Any, tables: Mapping[str, Table]) -> None:
    """Give a connection a view for each table."""
    for name, table in tables.items():
        if table.files:
            connection.read_parquet([str(path).translate(_GLOB) for path in table.files]).create_view(name)
        else:
            connection.register(name, table.schema.empty_table())


def listed(files: Sequence[Path]) -> str:
    """Files as a question names them."""
    names = [str(path).translate(_GLOB).replace("'", "''") for path in files]
    return "['" + "', '".join(names) + "']"
