"""Zstandard and LZ4 frames as members, walked block by block so that none can swell unseen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from thresher.archive.members import PIECE, BrokenMember
from thresher.archive.stored import Stretch

if TYPE_CHECKING:
    from collections.abc import Generator

    from thresher.archive.stored import Stored

ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18(?s:.{4})")  # the magic numbers of RFC 8878, 3.1.2, and a length
_DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"  # https://iipc.github.io/warc-specifications/specifications/warc-zstd/
_DICTIONARY = re.compile(re.escape(_DICTIONARY_MAGIC))
_DICTIONARY_BYTES = 2**26
_BLOCKS = 8  # a block holds at most 128 KiB, so these hold at most PIECE
_RLE, _RESERVED = 1, 3


class Zstd:
    """Zstandard frames (RFC 8878), with the dictionary that the archive's first frame may hold."""

    name: ClassVar[str] = "zstd"
    magic: ClassVar[re.Pattern[bytes]] = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")

    def __init__(self, dictionary: bytes | None = None) -> None:
        import zstandard

        self._zstandard: Any = zstandard
        held = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self._decompressor = zstandard.ZstdDecompressor(dict_data=held)

    @classmethod
    def of(cls, stored: Stored, start: int = 0) -> Zstd:
        """The codec of an archive, with the dictionary in its first frame, which begins at `start`."""
        frame = stored.at(start, 8)
        if not frame.startswith(_DICTIONARY_MAGIC):
            return cls()
        size = int.from_bytes(frame[4:8], "little")
        if size > _DICTIONARY_BYTES:
            return cls()
        held = stored.at(start + 8, size)
        codec = cls()
        if held.startswith(ZSTD_MAGIC):
            held = codec.decoded_dictionary(held)
        try:
            return cls(held) if held else codec
        except codec._zstandard.ZstdError:
            return codec

    @classmethod
    def after_damage(cls, stored: Stored) -> Zstd:
        """The codec of an archive that begins with garbage, with the dictionary that may follow it."""
        return cls.of(stored, next(stored.finds(_DICTIONARY, 0), 0))

    def decoded_dictionary(self, frame: bytes) -> bytes:
        """A dictionary that is itself compressed; empty if it does not decode."""
        try:
            decoder = self._decompressor.stream_reader(frame)
            data: bytes = decoder.read(_DICTIONARY_BYTES)
        except self._zstandard.ZstdError:
            return b""
        return data

    def pieces(self, stored: Stored, start: int) -> Generator[bytes, None, int]:
        """The decoded bytes of one frame; none of a skippable one."""
        lead = stored.at(start, 18)
        if not lead.startswith(ZSTD_MAGIC):
            return _skipped(stored, start)
        decoder = self._decompressor.decompressobj()
        begin = start
        try:
            for offset in _block_groups(stored, start, lead):
                if piece := decoder.decompress(stored.at(begin, offset - begin)):
                    yield piece
                begin = offset
        except self._zstandard.ZstdError as error:
            yield from self._salvaged(stored, start, begin)
            raise BrokenMember(f"broken zstd frame: {error}", begin) from None
        if begin > stored.size:
            raise BrokenMember("the zstd frame has no end", begin, ended=True)
        return begin

    def _salvaged(self, stored: Stored, start: int, begin: int) -> Generator[bytes, None, None]:
        """What decodes of the group of blocks at `begin`, one block at a time."""
        decoder = self._decompressor.decompressobj()
        offset = start + _header_size(stored.at(start, 18), start)
        seen = start
        try:
            last = False
            while not last:
                last, offset = _block_end(stored, offset)
                piece = decoder.decompress(stored.at(seen, offset - seen))
                if piece and seen >= begin:
                    yield piece
                seen = offset
        except (self._zstandard.ZstdError, BrokenMember):
            return


def _header_size(lead: bytes, start: int) -> int:
    """The length of a zstd frame's header (RFC 8878, 3.1.1.1)."""
    if len(lead) < 6:  # noqa: PLR2004 - magic, descriptor and one field more
        raise BrokenMember("the zstd frame has no end", start, ended=True)
    descriptor = lead[4]
    single = descriptor >> 5 & 1
    content = (single, 2, 4, 8)[descriptor >> 6]
    return 5 + (1 - single) + (0, 1, 2, 4)[descriptor & 3] + content


def _block_end(stored: Stored, offset: int) -> tuple[bool, int]:
    """Whether the zstd block at `offset` is the last of its frame, and where it ends."""
    raw = stored.at(offset, 3)
    if len(raw) < 3:  # noqa: PLR2004 - a block header
        raise BrokenMember("the zstd frame has no end", offset, ended=True)
    header = int.from_bytes(raw, "little")
    kind = header >> 1 & 3
    size = header >> 3
    if kind == _RESERVED or size > 2**17:
        raise BrokenMember("broken zstd frame: no such block", offset)
    return bool(header & 1), offset + 3 + (1 if kind == _RLE else size)


def _block_groups(stored: Stored, start: int, lead: bytes) -> Generator[int, None, None]:
    """Where each group of blocks of the zstd frame at `start` ends; raises after the last sound one."""
    offset = start + _header_size(lead, start)
    last = False
    while not last:
        for _ in range(_BLOCKS):
            try:
                last, offset = _block_end(stored, offset)
            except BrokenMember:
                yield min(offset, stored.size)
                raise
            if last:
                offset += 4 * (lead[4] >> 2 & 1)  # the checksum
                break
        yield offset


def _skipped(stored: Stored, start: int) -> int:
    end = start + 8 + int.from_bytes(stored.at(start + 4, 4), "little")
    if end > stored.size:
        raise BrokenMember("the skippable frame has no end", start, ended=True)
    return end


class Lz4:
    """LZ4 frames (the format of lz4 1.6), decoded by FastWARC."""

    name: ClassVar[str] = "lz4"
    magic: ClassVar[re.Pattern[bytes]] = re.compile(rb"\x04\x22\x4d\x18|[\x50-\x5f]\x2a\x4d\x18")

    def pieces(self, stored: Stored, start: int) -> Generator[bytes, None, int]:
        """The decoded bytes of one frame; none of a skippable one."""
        from fastwarc.stream_io import Lz4Reader

        if not stored.at(start, 4).startswith(b"\x04"):
            return _skipped(stored, start)
        end = _lz4_end(stored, start)
        reader = Lz4Reader(Stretch(stored, start, min(end, stored.size)), fsspec_args=False)
        try:
            while piece := reader.read(PIECE):
                yield piece
        except OSError as error:
            raise BrokenMember(f"broken lz4 frame: {error}", min(end, stored.size), ended=end > stored.size) from None
        if end > stored.size:
            raise BrokenMember("the lz4 frame has no end", stored.size, ended=True)
        return end


def _lz4_end(stored: Stored, start: int) -> int:
    """The offset after an LZ4 frame; beyond the archive if that ends first."""
    flags = stored.at(start + 4, 1)[:1] or b"\0"
    block_checksum, content_size, content_checksum, dictionary = (flags[0] >> bit & 1 for bit in (4, 3, 2, 0))
    offset = start + 7 + 8 * content_size + 4 * dictionary
    while len(raw := stored.at(offset, 4)) == 4:  # noqa: PLR2004 - a block's size field
        size = int.from_bytes(raw, "little") & 0x7FFFFFFF
        offset += 4
        if not size:
            return offset + 4 * content_checksum
        if size > 2**22:
            raise BrokenMember("broken lz4 frame: no such block", offset)
        offset += size + 4 * block_checksum
    return stored.size + 1
