"""WACZ: a zip whose members under `archive/` are WARC files; nothing is extracted, and names are only names."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast

from thresher.archive.stored import Stored, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARCHIVE = re.compile(r"(?:^|/)archive/[^/]+$|\.w?arc(?:\.gz|\.zst|\.lz4)?$", re.IGNORECASE)
_LOCAL_MAGIC = re.compile(rb"PK\x03\x04")
_NEXT_MAGIC = re.compile(rb"PK(?:\x03\x04|\x01\x02|\x05\x06)")
_LOCAL_HEADER = 30  # bytes, without name and extra field
_MOST_MEMBERS = 100_000
_LONGEST_NAME = 4096
_ENCRYPTED, _UTF_8 = 0x1, 0x800
_LATER = 0x8  # the sizes come after the data
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, KeyError)


class BadZip(Exception):  # noqa: N818 - a state of the archive
    """The zip, or a member of it, cannot be read; the message says why."""


def archives(stream: BinaryIO) -> list[zipfile.ZipInfo]:
    """The members of a zip that should be archives, in the order in which they lie in the file; raises BadZip."""
    try:
        with zipfile.ZipFile(stream) as files:
            members = files.infolist()
    except (*_ZIP_ERRORS, OSError, UnicodeDecodeError) as error:
        raise BadZip(f"broken zip: {error}") from None
    named = (info for info in members if _ARCHIVE.search(info.filename) and not info.is_dir())
    return sorted(named, key=lambda info: info.header_offset)[:_MOST_MEMBERS]


def salvaged(stored: Stored) -> list[zipfile.ZipInfo]:
    """The same without the zip's directory, which is broken: by the headers before the members themselves."""
    found: list[zipfile.ZipInfo] = []
    for at in stored.finds(_LOCAL_MAGIC, 0):
        inside = found and at < found[-1].header_offset + found[-1].compress_size
        info = None if inside else _local(stored, at)
        if info is not None:
            found.append(info)
        if len(found) >= _MOST_MEMBERS:
            break
    return found


def _local(stored: Stored, at: int) -> zipfile.ZipInfo | None:
    """What the header at `at` says of an archive; None of other members and of what is none (APPNOTE 4.3.7)."""
    header = stored.at(at, _LOCAL_HEADER)
    size = int.from_bytes(header[26:28], "little")
    if len(header) < _LOCAL_HEADER or not 0 < size <= _LONGEST_NAME:
        return None
    flags = int.from_bytes(header[6:8], "little")
    name = stored.at(at + _LOCAL_HEADER, size).decode("utf-8" if flags & _UTF_8 else "cp437", "replace")
    if not _ARCHIVE.search(name):
        return None
    info = zipfile.ZipInfo(name)
    info.header_offset, info.flag_bits = at, flags
    info.compress_type = int.from_bytes(header[8:10], "little")
    begin = at + _LOCAL_HEADER + size + int.from_bytes(header[28:30], "little")
    said, whole = (int.from_bytes(header[place : place + 4], "little") for place in (18, 22))
    known = not flags & _LATER and begin + said <= stored.size
    info.compress_size = said if known else _until_next(stored, begin) - begin
    info.file_size = whole if known else 2**62  # where the data ends, so does the member
    info.CRC = int.from_bytes(header[14:18], "little") if known else None  # type: ignore[assignment]
    return info


def _until_next(stored: Stored, begin: int) -> int:
    return next(stored.finds(_NEXT_MAGIC, begin), stored.size)


def apart(members: list[zipfile.ZipInfo]) -> Iterator[tuple[zipfile.ZipInfo, bool]]:
    """Members in their order, and whether each lies apart from those before: else one would be read many times."""
    end = 0
    for info in members:
        yield info, info.header_offset >= end
        end = max(end, info.header_offset + info.compress_size)


def stored_member(info: zipfile.ZipInfo, stream: BinaryIO, archive: str) -> Stored:
    """The bytes of one member; raises BadZip.

    A member that is stored, as WACZ wants it, is read where it lies; a deflated one is inflated
    as it is read.
    """
    if info.flag_bits & _ENCRYPTED:
        raise BadZip("an encrypted member")
    begin = _data_offset(stream, info)
    if info.compress_type == zipfile.ZIP_STORED:
        return Stored(stream, archive, begin, info.compress_size)
    try:
        packed = Stretch(Stored(stream, archive), begin, begin + info.compress_size)
        inflating = zipfile.ZipExtFile(packed, "r", info)
        return Stored(cast("BinaryIO", inflating), archive, 0, info.file_size)
    except (*_ZIP_ERRORS, OSError) as error:
        raise BadZip(f"broken zip member: {error}") from None


def _data_offset(stream: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Where a member's bytes begin (APPNOTE 4.3.7)."""
    try:
        stream.seek(info.header_offset)
        header = stream.read(_LOCAL_HEADER)
    except (OSError, ValueError) as error:
        raise BadZip(f"no local header: {error}") from None
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise BadZip("no local header")
    sizes = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    return info.header_offset + _LOCAL_HEADER + sum(sizes)
