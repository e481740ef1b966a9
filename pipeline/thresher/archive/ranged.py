"""A remote object as a file: read by ranges, ever larger ones where it is read on, the next on its way meanwhile."""

from __future__ import annotations

import io
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

_FIRST = 2**14  # bytes of a read after a jump, where fewer are asked for: a request costs more than these


class Ranged(io.RawIOBase):
    """A file whose bytes come from `fetch(first, end)`, which retries and raises PartError.

    Holds two ranges of at most `most` bytes. A read elsewhere starts small again, so that single records cost little.
    Of a server that answers with the whole file whatever it was asked for, `whole` writes a temporary copy.
    """

    def __init__(
        self, fetch: Callable[[int, int], bytes], whole: Callable[[BinaryIO], None], size: int, most: int
    ) -> None:
        super().__init__()
        self._fetch = fetch
        self._copy_to = whole
        self._size = size
        self._most = most
        self._at = 0
        self._begin, self._held = 0, b""
        self._length = _FIRST
        self._ahead: tuple[int, Future[bytes]] | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._copy: BinaryIO | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """The offset of the next read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to an offset; nothing is read."""
        self._at = max(0, {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence] + offset)
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any buffer will do
        """Some of the next bytes: none only at the end."""
        view = memoryview(buffer)
        if self._at >= self._size or not view:
            return 0
        if not self._begin <= self._at < self._begin + len(self._held):
            self._load(len(view))
        begin = self._at - self._begin
        data = self._held[begin : begin + len(view)]
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        """Let go of what is on its way."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        if self._copy is not None:
            self._copy.close()
        super().close()

    def _load(self, wanted: int) -> None:
        follows = bool(self._held) and self._at == self._begin + len(self._held)
        ahead, self._ahead = self._ahead, None
        if follows and ahead is not None and ahead[0] == self._at:
            self._begin, self._held = self._at, ahead[1].result()
        else:
            if ahead is not None and not ahead[1].cancel():
                ahead[1].exception()  # waited for, so that two never read at once
            self._length = min(max(2 * self._length, _FIRST), self._most) if follows else min(_FIRST, self._most)
            end = min(self._at + max(self._length, min(wanted, self._most)), self._size)
            self._begin, self._held = self._at, self._got(self._at, end)
        if follows and self._copy is None:
            self._length = min(2 * self._length, self._most)
            self._look_ahead(self._begin + len(self._held))

    def _look_ahead(self, first: int) -> None:
        if first < self._size:
            self._pool = self._pool or ThreadPoolExecutor(1, "read-ahead")
            self._ahead = (first, self._pool.submit(self._got, first, min(first + self._length, self._size)))

    def _got(self, first: int, end: int) -> bytes:
        if self._copy is None:
            try:
                return self._fetch(first, end)
            except NoRangesError:
                copy = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - closed with this file
                self._copy_to(copy)
                self._copy = copy
        self._copy.seek(first)
        return self._copy.read(end - first)


class NoRangesError(Exception):
    """The server knows no ranges."""
