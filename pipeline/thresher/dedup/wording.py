"""The words of texts that lie in tables, copied into one file where they are wanted: from there any is read at once.

The tables are compressed in groups, so that a text by itself would cost a whole group each time. They are read in
order, each group once; what is compared takes 5 bytes of disk a word while a batch is decided, and no memory.
"""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

import numpy as np

from thresher.dedup.tables import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from thresher.dedup.tokens import Hashes, Marks

    Numbers = NDArray[np.int64]

_TOKEN_BYTES = 4


class Wording:
    """Tokens and marks of some of `size` texts, in a file of their own until it is closed."""

    def __init__(self, size: int, scratch: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=scratch, buffering=1 << 20)  # noqa: SIM115 - closed by `close`
        self._at = np.full(size, -1, np.int64)
        self._end = 0
        self._is_written = True

    def close(self) -> None:
        """Let go of all."""
        self._file.close()

    def missing(self, texts: Numbers) -> Numbers:
        """Those of the texts that are not here yet."""
        return np.asarray(texts[self._at[texts] < 0])

    def add(self, text: int, tokens: memoryview, marks: memoryview) -> None:
        """Have the words of a text here."""
        self._file.write(tokens)
        self._file.write(marks)
        self._at[text], self._end = self._end, self._end + len(tokens) + len(marks)
        self._is_written = False

    def read(self, text: int, words: int) -> tuple[Hashes, Marks]:
        """Tokens and marks of a text that is here, and of so many words."""
        if not self._is_written:
            self._file.flush()
            self._is_written = True
        found = os.pread(self._file.fileno(), (_TOKEN_BYTES + 1) * words, int(self._at[text]))
        return np.frombuffer(found, "<u4", words), np.frombuffer(found, np.uint8, words, _TOKEN_BYTES * words)


def read_words(folder: Path, articles: Numbers) -> Iterator[tuple[memoryview, memoryview]]:
    """Tokens and marks of some articles of a folder's table, given in its order; each group is read once."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / f"{WORDS}.parquet") as file:
        metadata = file.metadata
        starts = np.cumsum([0, *(metadata.row_group(group).num_rows for group in range(metadata.num_row_groups))])
        groups = np.searchsorted(starts, articles, side="right") - 1
        edges = np.flatnonzero(np.diff(groups, prepend=-1, append=metadata.num_row_groups))
        for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            group = int(groups[first])
            table = file.read_row_group(group)
            columns = [_Binary(table.column(name).combine_chunks()) for name in ("tokens", "marks")]
            for row in (articles[first:last] - starts[group]).tolist():
                yield columns[0].row(row), columns[1].row(row)


class _Binary:
    """A column of bytes, without a copy of any."""

    def __init__(self, column: object) -> None:
        _, offsets, data = column.buffers()  # type: ignore[attr-defined]  # Arrow has no types
        self._offsets = np.frombuffer(offsets, "<i4").tolist()
        self._data = memoryview(data or b"")

    def row(self, number: int) -> memoryview:
        return self._data[self._offsets[number] : self._offsets[number + 1]]
