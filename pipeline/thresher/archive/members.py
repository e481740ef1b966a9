"""Compressed archives as a sequence of members: gzip members, or the whole of a plain file.

Knows where members begin and end as stored, notices damage, and finds the next sound member
after it; knows nothing of what the members hold.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from thresher.archive.stored import Stored
    from thresher.settings import Limits

PIECE = 2**20  # most decoded bytes at a time
_STEP = 256
_PROBED = 2048  # decoded bytes: the line of an ARC record must fit
_BLOCK_BYTES = 2**22  # the most that a block has in any of the forms
_OFTEN = 16  # times that broken stretches are read again, in file sizes


@dataclass(frozen=True, slots=True)
class Start:
    """A member begins at a stored offset."""

    offset: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Stored bytes from `offset` to `end` that could not be decoded.

    `truncated` says that they are the end of the archive, cut off inside a member.
    """

    offset: int
    end: int
    detail: str
    truncated: bool = False


Event = Start | Gap | bytes


class BrokenMember(Exception):  # noqa: N818 - a state of the archive, not a fault of the program
    """A member that cannot be decoded to its end; `at` is how far it was read as stored.

    `ended` says that the archive ended first.
    """

    def __init__(self, detail: str, at: int, *, ended: bool = False) -> None:
        self.detail = detail
        self.at = at
        self.ended = ended
        super().__init__(detail)


class Bomb(Exception):  # noqa: N818 - the same
    """More bytes than the stored ones can mean in earnest."""


class Codec(Protocol):
    """A way of compressing members."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def magic(self) -> re.Pattern[bytes]:
        """What members begin with."""

    def pieces(self, stored: Stored, start: int) -> Generator[bytes, None, int]:
        """Decode the member at `start` piece by piece; returns the offset after it."""


class Plain:
    """No compression: the file is one member."""

    name: ClassVar[str] = "plain"
    magic: ClassVar[re.Pattern[bytes]] = re.compile(rb"(?s:.)")

    def pieces(self, stored: Stored, start: int) -> Generator[bytes, None, int]:
        """The stored bytes."""
        while data := stored.block(start):
            yield data
            start += len(data)
        return start


class Gzip:
    """Gzip members (RFC 1952)."""

    name: ClassVar[str] = "gzip"
    magic: ClassVar[re.Pattern[bytes]] = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")

    def pieces(self, stored: Stored, start: int) -> Generator[bytes, None, int]:
        """The inflated bytes of one member; its checksum and length are verified by zlib."""
        inflater = zlib.decompressobj(31)
        offset = start
        while data := stored.block(offset):
            offset += len(data)
            while data:
                saved = inflater.copy() if offset - start > len(data) else zlib.decompressobj(31)
                try:
                    piece = inflater.decompress(data, PIECE)
                except zlib.error as error:
                    yield from _salvaged(saved, data)
                    raise BrokenMember(f"broken gzip member: {error}", offset) from None
                if piece:
                    yield piece
                if inflater.eof:
                    return offset - len(inflater.unused_data)
                data = inflater.unconsumed_tail
        yield from _flushed(inflater)
        raise BrokenMember("the gzip member has no end", offset, ended=True)


def _flushed(inflater: zlib._Decompress) -> Iterator[bytes]:
    try:
        if piece := inflater.decompress(b"", PIECE):
            yield piece
    except zlib.error:
        return


def _salvaged(inflater: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    """What inflates of `data` before the error in it, which zlib throws away with the error."""
    for begin in range(0, len(data), _STEP):
        step = data[begin : begin + _STEP]
        saved = inflater.copy()
        try:
            piece = inflater.decompress(step)
        except zlib.error:
            yield from _salvaged_bytes(saved, step)
            return
        if piece:
            yield piece


def _salvaged_bytes(inflater: zlib._Decompress, step: bytes) -> Iterator[bytes]:
    try:
        for index in range(len(step)):
            if piece := inflater.decompress(step[index : index + 1]):
                yield piece
    except zlib.error:
        return


def events(
    stored: Stored, codec: Codec, is_head: Callable[[bytes], bool], limits: Limits, start: int = 0
) -> Iterator[Event]:
    """The members from `start` on, each a Start followed by its bytes; gaps where there is damage.

    After damage the next member is one whose first bytes `is_head` accepts. A file that swells
    beyond `limits.inflate_ratio` times its size, and beyond what one capture may hold, is a bomb, and read no further.
    """
    counted = _Counted(max(limits.inflate_ratio * stored.size, limits.body_bytes + limits.header_bytes))
    offset = latest = start
    seen = again = 0
    while offset < stored.size:
        if not codec.magic.match(stored.at(offset, 8)):
            try:
                swallowed = _swallowed(stored, codec, is_head, counted, range(latest, offset))
            except Bomb as bomb:
                yield Gap(offset, stored.size, str(bomb))
                return
            if swallowed is not None:
                offset = swallowed
                continue
            following = _next_member(stored, codec, is_head, offset + 1)
            padding = not stored.at(offset, 2**16).strip(b"\0\r\n ") and following == stored.size
            if not padding:
                yield Gap(offset, following, f"no {codec.name} member")
            offset = following
            continue
        yield Start(offset)
        latest = offset
        try:
            offset = yield from counted.pieces(codec.pieces(stored, offset))
        except Bomb as bomb:
            yield Gap(offset, stored.size, str(bomb))
            return
        except BrokenMember as broken:
            # A broken member may have run on into the next, so the search starts inside it; members
            # made to overlap, each as long as the file, must not have it read over and over.
            again += max(0, min(seen, broken.at) - offset)
            seen = max(seen, broken.at)
            following = _next_member(stored, codec, is_head, seen if again > _OFTEN * stored.size else offset + 1)
            yield Gap(offset, following, broken.detail, truncated=broken.ended and following == stored.size)
            offset = following


class _Counted:
    """The pieces of members, none of them beyond a number of bytes that is shared by all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._left = most

    def pieces(self, pieces: Generator[bytes, None, int]) -> Generator[bytes, None, int]:
        """The pieces and what they return; raises Bomb where they are too many."""
        while True:
            try:
                piece = next(pieces)
            except StopIteration as end:
                offset: int = end.value
                return offset
            self._left -= len(piece)
            if self._left < 0:
                raise Bomb(f"the file swells beyond {self._most} bytes")
            yield piece

    def end(self, pieces: Generator[bytes, None, int]) -> int:
        """Where a member ends, 0 if it is broken; its bytes count like all others."""
        rest = self.pieces(pieces)
        try:
            while True:
                next(rest)
        except StopIteration as end:
            offset: int = end.value
            return offset
        except BrokenMember:
            return 0


def _swallowed(
    stored: Stored, codec: Codec, is_head: Callable[[bytes], bool], counted: _Counted, latest: range
) -> int | None:
    """The member that begins inside the `latest` one, which only seems to end where it does, and goes on beyond it.

    Forms without a checksum let a member that lacks its last bytes take them from the next, head and all. Raises Bomb.
    """
    for at in stored.finds(codec.magic, max(latest.start + 1, latest.stop - _BLOCK_BYTES)):
        if at >= latest.stop:
            break
        if is_head(probe(stored, codec, at)) and counted.end(codec.pieces(stored, at)) > latest.stop:
            return at
    return None


def _next_member(stored: Stored, codec: Codec, is_head: Callable[[bytes], bool], start: int) -> int:
    """The offset of the next member that begins as it should, or the end of the archive."""
    return next((at for at in stored.finds(codec.magic, start) if is_head(probe(stored, codec, at))), stored.size)


def probe(stored: Stored, codec: Codec, start: int) -> bytes:
    """A few first decoded bytes of what may be a member, cheaply; none of one that breaks so soon."""
    if not isinstance(codec, Gzip):
        return head(stored, codec, start, _PROBED)
    try:
        return zlib.decompressobj(31).decompress(stored.at(start, 2 * _PROBED), _PROBED)
    except zlib.error:
        return b""


def head(stored: Stored, codec: Codec, start: int, count: int) -> bytes:
    """Up to `count` first decoded bytes of the member at `start`, also of a broken one."""
    data = b""
    try:
        for piece in codec.pieces(stored, start):
            data += piece
            if len(data) >= count:
                break
    except BrokenMember:
        pass
    return data[:count]
