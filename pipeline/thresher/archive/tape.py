"""The decoded bytes of an archive as one forward-moving tape, with marks where members begin and bytes are lost."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

from thresher.archive.members import Gap, Plain, Start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresher.archive.members import Event
    from thresher.archive.stored import Stored

_LINE_ENDS = re.compile(rb"[\r\n]*")


def leading_line_ends(data: bytes) -> int:
    """How many characters of line ends `data` begins with."""
    return len(data) - len(data.lstrip(b"\r\n"))


def without_separator(body: bytes) -> bytes:
    """A body without the empty lines that part records."""
    for separator in (b"\r\n\r\n", b"\n\n", b"\r\n", b"\n"):
        if body.endswith(separator):
            return body[: -len(separator)]
    return body


class Tape:
    """Decoded bytes from the cursor on, as many as were asked for.

    `data[cursor:]` are the bytes at hand. `fill` never looks past a mark; the reader joins the
    member behind a Start mark, or drops a Gap mark, explicitly. `seekable` is the stored file
    where decoded and stored offsets are the same.
    """

    def __init__(self, members: Iterator[Event], seekable: Stored | None = None, first: int = 0) -> None:
        self._members = members
        self.seekable = seekable
        self.data = bytearray()
        self.cursor = 0
        self._first = first  # the position of data[0]
        self._marks: deque[tuple[int, Start | Gap]] = deque()
        self.member = 0
        self.members = 0

    @property
    def position(self) -> int:
        """Decoded bytes before the cursor."""
        return self._first + self.cursor

    @property
    def mark(self) -> Start | Gap | None:
        """The nearest mark that has been seen."""
        return self._marks[0][1] if self._marks else None

    @property
    def mark_here(self) -> Start | Gap | None:
        """The mark at the cursor, once `fill(1)` has found no byte before it."""
        return self._marks[0][1] if self._marks and self._marks[0][0] == self.position else None

    @property
    def gap_follows(self) -> bool:
        """Whether nothing but damage lies behind the nearest mark, once `beyond` has looked there."""
        return len(self._marks) > 1 and self._marks[0][0] == self._marks[1][0] and isinstance(self._marks[1][1], Gap)

    def fill(self, wanted: int) -> int:
        """How many bytes are at hand before the next mark: at least `wanted`, unless a mark or the end is nearer."""
        while not self._marks and len(self.data) - self.cursor < wanted:
            if not self._pull():
                break
        if self._marks:
            return self._marks[0][0] - self.position
        return len(self.data) - self.cursor

    def beyond(self, count: int) -> bytes:
        """Up to `count` bytes behind the nearest mark."""
        begin = self._marks[0][0] - self._first
        while len(self._marks) == 1 and len(self.data) - begin < count:
            if not self._pull():
                break
        end = self._marks[1][0] - self._first if len(self._marks) > 1 else len(self.data)
        return bytes(self.data[begin : min(end, begin + count)])

    def join(self) -> Start | Gap:
        """Take the nearest mark away, so that the bytes behind it follow without a break."""
        _, mark = self._marks.popleft()
        if isinstance(mark, Start):
            self.member = mark.offset
            self.members += 1
        return mark

    def line_ends(self, begin: int, end: int) -> int:
        """How many characters of line ends lie at hand from `begin`, both counted from the cursor."""
        match = _LINE_ENDS.match(self.data, self.cursor + begin, self.cursor + end)
        return match.end() - match.start() if match else 0

    def skip(self, count: int) -> None:
        """Move the cursor past bytes at hand."""
        self.cursor += count
        if self.cursor > 2**18 or self.cursor == len(self.data):
            del self.data[: self.cursor]
            self._first += self.cursor
            self.cursor = 0

    def jump(self, position: int) -> None:
        """Move on to a position beyond the bytes at hand; only where the tape is `seekable`."""
        assert self.seekable is not None
        self.data.clear()
        self.cursor = 0
        self._first = position
        self._members = Plain().pieces(self.seekable, position)

    def take(self, count: int) -> bytes:
        """The next bytes at hand, moving past them."""
        taken = bytes(memoryview(self.data)[self.cursor : self.cursor + count])
        self.skip(count)
        return taken

    def _pull(self) -> bool:
        event = next(self._members, None)
        if event is None:
            return False
        if isinstance(event, bytes):
            self.data += event
        else:
            self._marks.append((self._first + len(self.data), event))
        return True
