"""ARC: how its records begin, and what each of them is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.archive.dates import moment
from thresher.archive.grammar import Head
from thresher.archive.payload import Exchange, record_of
from thresher.nouns import Origin, Reason, Rejection, Stage

if TYPE_CHECKING:
    from thresher.archive.grammar import Raw
    from thresher.nouns import Record
    from thresher.settings import Limits

_LONGEST = 16_384  # bytes of a record's line: a URL and a few words
_URL = re.compile(rb"[a-zA-Z][a-zA-Z0-9+.-]{1,30}:[^\r\n]")
_ADDRESS = re.compile(rb"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]{1,45}|-|)")
_DATE = re.compile(rb"\d{4,20}")
_HINT = re.compile(rb" (?:[0-9a-fA-F:.]{2,50}|-)? \d{4,20} \S")
_SURE_REST = re.compile(
    rb" (?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]{2,45}) \d{14} [^ \r\n]{1,127} (?:[^\r\n]{1,4096} )?\d{1,18}\r?\n"
)
_WEB_URL = re.compile(rb"https?://[^\s/]")
_VERSION_2_WORDS = 7  # after the date: type, result code, checksum, location, offset, file name, length
_LENGTH_DIGITS = 18
_OLD_MEDIA_TYPES = {"html": "text/html", "no-type": "", "-": "", "unk": ""}


class ArcGrammar:
    """ARC 1 and 2: a line of URL, address, date, type … length; the body; a line end.

    https://archive.org/web/researcher/ArcFileFormat.php
    """

    lookahead = _LONGEST
    separator = 1
    anywhere = False

    def starts(self, data: bytes | bytearray, at: int) -> bool:
        """Whether a record's line stands at `at`."""
        return _URL.match(data, at) is not None and self._line(data, at, len(data)) is not None

    def find(self, data: bytes | bytearray, begin: int, end: int, *, within: bool) -> int:  # noqa: ARG002 - a line is a line
        """The next line that names a URL, an address and a date, or -1; what stands before the URL may be damage."""
        at = begin
        while hint := _HINT.search(data, at, end + _LONGEST):
            line = data.rfind(b"\n", 0, hint.start()) + 1
            if line >= end:
                break
            if line >= begin and self.starts(data, line):
                return line
            inside = _sure_start(data, max(line, begin), hint)
            if begin <= inside < end and self.starts(data, inside):
                return inside
            at = data.find(b"\n", hint.start())
            if at < 0:
                break
        return -1

    def head_end(self, data: bytes | bytearray, begin: int, end: int) -> int:
        """The end of the line, or -1."""
        return data.find(b"\n", begin, min(end, begin + _LONGEST)) + 1 or -1

    def head(self, block: bytes) -> Head | None:
        """The words of the line as fields."""
        words = _words(block.rstrip(b"\r\n"))
        if words is None:
            return None
        url, date, rest = words
        fields = {"url": _decoded(url), "date": _decoded(date)}
        if rest:
            fields["type"] = _decoded(rest[0])
        if len(rest) >= _VERSION_2_WORDS:
            fields["status"] = _decoded(rest[1])
        length = rest[-1] if len(rest) > 1 else b""
        usable = length.isdigit() and len(length) <= _LENGTH_DIGITS
        return Head(fields, int(length) if usable else None)

    @staticmethod
    def _line(data: bytes | bytearray, at: int, end: int) -> object | None:
        stop = data.find(b"\n", at, min(end, at + _LONGEST))
        return None if stop < 0 else _words(bytes(data[at:stop]).rstrip(b"\r"))


def _sure_start(data: bytes | bytearray, line: int, hint: re.Match[bytes]) -> int:
    """Where in a line that begins with damage a record's own begins, or -1: a URL before a whole address and date."""
    rest = _SURE_REST.match(data, hint.start())
    word = max(data.rfind(b" ", max(line, hint.start() - _LONGEST), hint.start()) + 1, line)
    url = _WEB_URL.search(data, word, hint.start()) if rest else None
    return url.start() if url else -1


def _words(line: bytes) -> tuple[bytes, bytes, list[bytes]] | None:
    """URL, date, and the words after them; None if the line has no address and date. URLs may hold spaces."""
    words = line.split(b" ")
    for index in range(len(words) - 3, 1, -1):
        date = words[index]
        dated = _DATE.fullmatch(date) or (date == b"-" and line.startswith(b"filedesc:"))
        if dated and _ADDRESS.fullmatch(words[index - 1]) and _URL.match(line):
            return b" ".join(words[: index - 1]), date, words[index + 1 :]
    return None


def _decoded(word: bytes) -> str:
    try:
        return word.decode("utf-8")
    except UnicodeDecodeError:
        return word.decode("latin-1")


def read_arc(raw: Raw, archive: str, member: str | None, limits: Limits) -> Record | None:
    """What an ARC record is; None for the version block that opens a file."""
    fields = raw.head.fields
    origin = Origin(archive, raw.offset, None, member)
    url, date = fields["url"], moment(fields["date"])
    if raw.broken:
        return Rejection(origin, Reason.UNREADABLE, Stage.READ, url, date, raw.broken)
    if url.startswith("filedesc:"):
        return None
    status = fields.get("status", "")
    media_type = fields.get("type", "").lower()
    exchange = Exchange(
        origin=origin,
        url=url,
        captured_at=date,
        block=raw.body,
        media_type=_OLD_MEDIA_TYPES.get(media_type, media_type),
        is_http=url[:4].lower() == "http" or raw.body.startswith(b"HTTP/"),
        cut=raw.cut,
        truncated="length" if raw.cut == "length" else "unspecified" if raw.cut else None,
        status=int(status) if status.isascii() and status.isdigit() and len(status) == 3 else None,  # noqa: PLR2004 - HTTP
    )
    return record_of(exchange, limits)
