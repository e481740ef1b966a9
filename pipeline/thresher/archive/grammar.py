"""What a record format tells the reader: how records begin, and what their heads say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Head:
    """What a record says of itself: fields with lower-case names, and the length of its body."""

    fields: Mapping[str, str]
    length: int | None


@dataclass(frozen=True, slots=True)
class Raw:
    """A record as it lies in the archive.

    `cut` is `end` where the archive ends inside the record, `next` where another record begins
    inside its declared length, `length` where the body is longer than the limit. `broken` tells
    of damage that leaves the body unreliable.
    """

    offset: int
    head: Head
    body: bytes
    cut: str | None = None
    broken: str | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """Bytes that are no readable record; `truncated` where the archive ends inside one."""

    offset: int
    detail: str
    truncated: bool = False


class Grammar(Protocol):
    """How the records of a format begin."""

    lookahead: int
    """How many bytes are enough to see whether a record begins."""
    separator: int
    """How many line ends part two records."""
    anywhere: bool
    """Whether what begins a record is so unmistakable that it need not begin a line."""

    def starts(self, data: bytes | bytearray, at: int) -> bool:
        """Whether a record begins at `at`."""

    def find(self, data: bytes | bytearray, begin: int, end: int, *, within: bool) -> int:
        """Where the next record surely begins, or -1; on a new line if `within` a body."""

    def head_end(self, data: bytes | bytearray, begin: int, end: int) -> int:
        """Where the body of the record at `begin` starts, or -1."""

    def head(self, block: bytes) -> Head | None:
        """The head of a record, or None if it is none."""
