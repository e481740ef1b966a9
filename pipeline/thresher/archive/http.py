"""HTTP messages as crawlers stored them: status line, headers and body, however malformed."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warcio.statusandheaders import StatusAndHeadersParser

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATUS_LINE = re.compile(rb"(?:HTTP|ICY|SHOUTCAST)(?:/\d+(?:\.\d+)?)?[ \t]*(\d{3})?(?!\d)[^\r\n]*", re.IGNORECASE)
_KNOWN_FIELD = re.compile(  # a message without its status line
    rb"(?:content-|server|date|set-cookie|cache-control|last-modified|connection|etag|expires|transfer-|vary|via|x-)"
    rb"[!-9;-~]*[ \t]*:",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*(?:\r?\n|$)")
_FOLD = re.compile(rb"\r?\n[ \t]+(?=[^ \t\r\n])")
_LINE_ENDS = {0x0A: " ", 0x0D: " ", 0: None}  # a bare one is no line end here, and must become none elsewhere
_MOST_HEADS = 5  # of one message: 1xx answers and a proxy's words come before the answer
_CODING_NAMES = re.compile(r"[\s,;]+")
_parser = StatusAndHeadersParser([], verify=False)


@dataclass(frozen=True, slots=True)
class Message:
    """An HTTP answer: its status where it has one, its headers with lower-case names, and its body."""

    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of a name."""
        return next((value for key, value in self.headers if key == name), None)

    def codings(self, name: str) -> list[str]:
        """The codings that all headers of a name list, in the order in which they were applied."""
        values = " ".join(value for key, value in self.headers if key == name)
        return [coding for coding in _CODING_NAMES.split(values.lower().strip()) if coding]


def is_bare_head(data: bytearray, begin: int, end: int) -> bool:
    """Whether a stretch is the head of a message, so that an empty line after it ends no more than that."""
    is_http = data.startswith(b"HTTP/", begin)
    return is_http and data.find(b"\n\r\n", begin, end) < 0 and data.find(b"\n\n", begin, end) < 0


def message(data: bytes, header_bytes: int) -> Message | None:
    """The HTTP answer that `data` is; None if it begins with neither a status line nor headers."""
    found = None
    for _ in range(_MOST_HEADS):
        line = _STATUS_LINE.match(data)
        if line is None and (found is not None or not _KNOWN_FIELD.match(data)):
            return found
        end, body = _head_end(data[:header_bytes])
        status = int(line[1]) if line and line[1] else None
        found = Message(status, _headers(data[:end], with_status=line is not None), data[body:])
        data = found.body
        if not _interim(found):
            break
    return found


def _interim(found: Message) -> bool:
    """Whether another answer follows: after 1xx, or after a proxy's `200 Connection established`."""
    return bool(_STATUS_LINE.match(found.body[:64])) and (
        (found.status or 200) < 200 or not found.headers  # noqa: PLR2004 - the class of 1xx
    )


def _head_end(data: bytes) -> tuple[int, int]:
    """Where the headers end and where the body begins."""
    blank = _BLANK_LINE.search(data)
    end, body = (blank.start(), blank.end()) if blank else (len(data), len(data))
    markup = data.find(b"\n<", 0, end)
    if markup >= 0:  # the empty line is missing
        return markup, markup + 1
    return end, body


def _headers(block: bytes, *, with_status: bool) -> tuple[tuple[str, str], ...]:
    if b"\n" not in block:
        block = block.replace(b"\r", b"\n")
    if not with_status:
        block = b"HTTP/1.0 200\r\n" + block
    return tuple(fields(block))


def fields(block: bytes) -> Iterator[tuple[str, str]]:
    """The fields below the first line of a head, names in lower case: of HTTP, and of WARC, which borrowed them."""
    unfolded = _FOLD.sub(b" ", block)  # here, because the parser takes quadratic time for it
    parsed = _parser.parse(io.BytesIO(unfolded + b"\r\n\r\n"))
    return ((name.strip().lower(), value.translate(_LINE_ENDS).strip()) for name, value in parsed.headers)
