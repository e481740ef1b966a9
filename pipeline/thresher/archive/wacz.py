"""WACZ: a zip whose members under `archive/` are WARC files; nothing is extracted."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import BinaryIO

from thresher.archive.stored import Stored

_ARCHIVE = re.compile(r"(?:^|/)archive/[^/]+$|\.w?arc(?:\.gz|\.zst|\.lz4)?$", re.IGNORECASE)
_LOCAL_HEADER = 30  # bytes, without name and extra field
_MOST_MEMBERS = 100_000
_ENCRYPTED = 0x1
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, KeyError)


class BadZip(Exception):  # noqa: N818 - a state of the archive
    """The zip, or a member of it, cannot be read; the message says why."""


def opened_zip(stream: BinaryIO) -> zipfile.ZipFile:
    """The zip in a stream; raises BadZip."""
    try:
        return zipfile.ZipFile(stream)
    except (*_ZIP_ERRORS, OSError, UnicodeDecodeError) as error:
        raise BadZip(f"broken zip: {error}") from None


def archives(files: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The members that should be archives, in the order in which they lie in the file."""
    members = [info for info in files.infolist() if _ARCHIVE.search(info.filename) and not info.is_dir()]
    return sorted(members, key=lambda info: info.header_offset)[:_MOST_MEMBERS]


def stored_member(files: zipfile.ZipFile, info: zipfile.ZipInfo, stream: BinaryIO, archive: str) -> Stored:
    """The bytes of one member; raises BadZip.

    A member that is stored, as WACZ wants it, is read where it lies; a deflated one is inflated
    as it is read.
    """
    if info.flag_bits & _ENCRYPTED:
        raise BadZip("an encrypted member")
    try:
        if info.compress_type == zipfile.ZIP_STORED:
            return Stored(stream, archive, _data_offset(stream, info), info.file_size)
        return Stored(files.open(info), archive, 0, info.file_size)  # type: ignore[arg-type]
    except (*_ZIP_ERRORS, OSError) as error:
        raise BadZip(f"broken zip member: {error}") from None


def _data_offset(stream: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Where a stored member's bytes begin (APPNOTE 4.3.7)."""
    stream.seek(info.header_offset)
    header = stream.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise BadZip("no local header")
    return (
        info.header_offset
        + _LOCAL_HEADER
        + int.from_bytes(header[26:28], "little")
        + int.from_bytes(header[28:30], "little")
    )
