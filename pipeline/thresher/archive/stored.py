"""Random access to the stored bytes of an archive, a block at a time."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from thresher.errors import PartError

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

BLOCK = 2**17


class Stored:
    """The bytes of an archive file, or of a stretch of one; offsets count from its start.

    Holds two blocks, so that scanning back after damage does not read the file again. Raises
    PartError when the file itself cannot be read.
    """

    def __init__(self, stream: BinaryIO, archive: str, first: int = 0, size: int | None = None) -> None:
        self.archive = archive
        self._stream = stream
        self._first = first
        self._blocks: dict[int, bytes] = {}
        self.size = self._end() - first if size is None else size

    def _end(self) -> int:
        try:
            return self._stream.seek(0, io.SEEK_END)
        except (OSError, ValueError) as error:
            raise PartError(f"cannot read: {error} ({self.archive})") from error

    def block(self, offset: int) -> bytes:
        """Some of the bytes from `offset` on: at least one, unless the archive ends there."""
        if offset >= self.size:
            return b""
        number = offset // BLOCK
        return self._block(number)[offset - number * BLOCK :]

    def at(self, offset: int, count: int) -> bytes:
        """The `count` bytes at `offset`; fewer only where the archive ends."""
        if offset >= self.size:
            return b""
        number = offset // BLOCK
        begin = offset - number * BLOCK
        data = self._block(number)[begin : begin + count]
        while len(data) < count and (more := self.block(offset + len(data))):
            data += more[: count - len(data)]
        return data

    def finds(self, pattern: re.Pattern[bytes], start: int) -> Iterator[int]:
        """The offsets from `start` on at which `pattern` matches, which may match at most 8 bytes."""
        overlap = 8
        while data := self.at(start, BLOCK + overlap):
            yield from (start + match.start() for match in pattern.finditer(data) if match.start() < BLOCK)
            start += BLOCK

    def _block(self, number: int) -> bytes:
        data = self._blocks.get(number)
        return self._load(number) if data is None else data

    def _load(self, number: int) -> bytes:
        begin = number * BLOCK
        wanted = min(BLOCK, self.size - begin)
        try:
            self._stream.seek(self._first + begin)
            data = self._stream.read(wanted)
            while data and len(data) < wanted and (more := self._stream.read(wanted - len(data))):
                data += more
        except (zlib.error, zipfile.BadZipFile, EOFError):
            data = b""  # a broken member of a zip ends here
        except (OSError, ValueError) as error:
            raise PartError(f"cannot read: {error} ({self.archive}:{begin})") from error
        if len(data) < wanted:
            self.size = begin + len(data)  # the file is shorter than it was when it was opened
        if len(self._blocks) > 1:
            del self._blocks[next(iter(self._blocks))]
        self._blocks[number] = data
        return data


class Stretch(io.RawIOBase):
    """A file object over a stretch of stored bytes, for decoders that want one."""

    def __init__(self, stored: Stored, start: int, end: int) -> None:
        super().__init__()
        self._stored = stored
        self._start = start
        self._offset = start
        self._stop = end

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to an offset within the stretch."""
        begin = {io.SEEK_SET: self._start, io.SEEK_CUR: self._offset, io.SEEK_END: self._stop}[whence]
        self._offset = max(begin + offset, self._start)
        return self._offset - self._start

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, none at the end."""
        left = self._stop - self._offset
        data = self._stored.block(self._offset)[: left if size < 0 else min(size, left)] if left > 0 else b""
        self._offset += len(data)
        return data
