"""Pairs that wait until all parts of the fingerprints are read: by the range of their first text, on disk if many."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Columns = tuple[Numbers, Numbers, Numbers]

_ROW = np.dtype([("one", "<u4"), ("other", "<u4"), ("weight", "<u4")])
_MOST_WEIGHT = np.iinfo("<u4").max


class Waiting:
    """Weighed pairs of `size` texts, in ranges of the first text; where there is one range only, in memory."""

    def __init__(self, size: int, ranges: int) -> None:
        self._size, self._step = size, max(1, -(-size // ranges))
        self._held: list[Columns] = []
        self._stack = ExitStack()
        self._files: list[IO[bytes]] = []
        for _ in range(-(-size // self._step) if ranges > 1 else 0):
            self._files.append(self._stack.enter_context(tempfile.TemporaryFile()))  # noqa: SIM115 - the stack closes it

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def put(self, ones: Numbers, others: Numbers, weights: Numbers) -> None:
        """Have pairs wait; they come sorted by their first text."""
        if not self._files:
            self._held.append((ones, others, weights))
            return
        rows = np.empty(len(ones), _ROW)
        rows["one"], rows["other"], rows["weight"] = ones, others, np.minimum(weights, _MOST_WEIGHT)
        edges = np.searchsorted(ones, np.arange(0, len(self._files) + 1) * self._step)
        for number, file in enumerate(self._files):
            file.write(rows[edges[number] : edges[number + 1]].tobytes())

    def taken(self) -> Iterator[tuple[range, Columns]]:
        """The pairs of each range of first texts, in the order of the ranges."""
        if not self._files:
            ones, others, weights = (np.concatenate(column) for column in zip(*self._held, strict=True))
            yield range(self._size), (ones, others, weights)
        for number, file in enumerate(self._files):
            file.seek(0)
            rows = np.frombuffer(file.read(), _ROW)
            first = number * self._step
            columns = (rows["one"].astype(np.int64), rows["other"].astype(np.int64), rows["weight"].astype(np.int64))
            yield range(first, min(first + self._step, self._size)), columns
