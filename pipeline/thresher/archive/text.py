"""The small header that some text captures carry: where the text comes from, and when.

Header lines are `Key: value` as in mail, under keys that are known; or the first line is a URL;
or the lines stand between two lines of `---`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.archive.dates import moment, written_moment

if TYPE_CHECKING:
    from datetime import datetime

_LOOKED_AT = 16_384  # bytes
_MOST_LINES = 40
_URL_KEYS = frozenset(
    {"url", "uri", "link", "source url", "page url", "original url", "canonical url", "permalink", "address"}
)
_CAPTURED_KEYS = frozenset(
    {"captured", "captured at", "capture date", "retrieved", "fetched", "crawled", "accessed", "archived", "saved"}
    | {"downloaded", "warc date", "timestamp"}
)
_DATE_KEYS = frozenset({"date", "published", "publication date", "pubdate", "published at", "updated", "modified"})
_TITLE_KEYS = frozenset({"title", "headline", "subject"})
_SOURCE_KEYS = frozenset({"source", "site", "site name", "publisher", "publication", "website", "newspaper", "host"})
_OTHER_KEYS = frozenset(
    {"author", "authors", "by", "byline", "language", "lang", "section", "category", "tags", "keywords", "description"}
    | {"id", "content type", "charset", "encoding"}
)
_STRONG_KEYS = _TITLE_KEYS | _SOURCE_KEYS | {"date"}
_KEYS = _URL_KEYS | _CAPTURED_KEYS | _STRONG_KEYS | _DATE_KEYS | _OTHER_KEYS
_FIELD = re.compile(r"[#*>\s]{0,3}([A-Za-z][A-Za-z _-]{1,24}?)[*]{0,2}\s*:[*]{0,2}[ \t]*(.*)")
_ABSOLUTE_URL = re.compile(r"<?([a-z][a-z0-9+.-]{1,20}://[^\s<>\"]+)>?", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_RULE = re.compile(r"\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|\+{3,})\s*")


@dataclass(frozen=True, slots=True)
class Header:
    """What a text capture says of itself; `size` is how many bytes of the body that takes."""

    size: int = 0
    url: str | None = None
    captured_at: datetime | None = None
    charset: str | None = None
    hints: tuple[tuple[str, str], ...] = ()


def header_of(body: bytes) -> Header:
    """The header at the head of a text capture; of no size if there is none."""
    encoding, mark = _encoding(body)
    text = body[mark:_LOOKED_AT].decode(encoding, "replace")
    lines = text.splitlines(keepends=True)
    found = _fenced(lines) or _fields(lines) or _first_line(lines)
    if found is None:
        return Header()
    taken, fields = found
    size = mark + len("".join(lines[:taken]).encode(encoding, "replace"))
    wide = encoding.removesuffix("-le") if encoding.endswith("-le") else encoding
    charset = encoding if wide.startswith("utf-16") else None  # its byte order mark goes with the header
    return _header(size, fields, charset)


def _encoding(body: bytes) -> tuple[str, int]:
    """An encoding in which ASCII header lines can be read and measured, and the length of the byte order mark."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return name, len(mark)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body[:_LOOKED_AT])
    except UnicodeDecodeError:
        return "latin-1", 0
    return "utf-8", 0


def _header(size: int, fields: list[tuple[str, str]], charset: str | None) -> Header:
    urls = [match[1] for key, value in fields if key in _URL_KEYS and (match := _ABSOLUTE_URL.match(value))]
    if not urls:  # `Source:` names a site, or gives the URL itself
        urls = [match[1] for key, value in fields if key in _SOURCE_KEYS and (match := _ABSOLUTE_URL.fullmatch(value))]
    captured = [written_moment(value) for key, value in fields if key in _CAPTURED_KEYS]
    dated = [written_moment(value) for key, value in fields if key == "date"]
    moments = [found for found in (*captured, *dated) if found]
    hints = tuple((key, value) for key, value in fields if value and key not in _URL_KEYS)
    return Header(size, urls[0] if urls else None, moments[0] if moments else None, charset, hints)


def _field(line: str) -> tuple[str, str] | None:
    match = _FIELD.match(line.strip())
    if match is None:
        return None
    key = re.sub(r"[\s_-]+", " ", match[1]).strip().lower()
    return key, match[2].strip().strip('"')


def _fields(lines: list[str]) -> tuple[int, list[tuple[str, str]]] | None:
    """`Key: value` lines at the head, up to an empty line or a rule; how many lines, and the fields.

    With a URL among them and an empty line after them they may have any keys. Without an empty
    line only known keys count; without a URL it takes a title, a source or a date: an author and
    a publication date alone are the byline of the text itself.
    """
    at, fields = _block(lines, None)
    if _has_url(fields) and _ends(lines, at):
        return _after_separator(lines, at), fields
    at, fields = _block(lines, _KEYS)
    if _has_url(fields) or (_is_strong(fields) and _ends(lines, at)):
        return _after_separator(lines, at), fields
    return None


def _block(lines: list[str], keys: frozenset[str] | None) -> tuple[int, list[tuple[str, str]]]:
    """The first line that is no field under one of `keys`, and the fields before it."""
    at = _first_filled(lines)
    fields: list[tuple[str, str]] = []
    while at < min(len(lines), _MOST_LINES):
        line = lines[at]
        found = _field(line)
        if fields and line[:1] in " \t" and line.strip():
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}".strip())
        elif found and (keys is None or found[0] in keys):
            fields.append(found)
        else:
            break
        at += 1
    return at, fields


def _has_url(fields: list[tuple[str, str]]) -> bool:
    return any(key in _URL_KEYS and _ABSOLUTE_URL.match(value) for key, value in fields)


def _is_strong(fields: list[tuple[str, str]]) -> bool:
    """Whether fields without a URL still make a header."""
    named = any(key in _STRONG_KEYS and value for key, value in fields)
    return named or any(key in _CAPTURED_KEYS and written_moment(value) for key, value in fields)


def _ends(lines: list[str], at: int) -> bool:
    """Whether an empty line, a rule or the end follows."""
    return at >= len(lines) or not lines[at].strip() or _RULE.fullmatch(lines[at]) is not None


def _fenced(lines: list[str]) -> tuple[int, list[tuple[str, str]]] | None:
    """A header between two lines of `---`, in which any key may stand."""
    begin = _first_filled(lines)
    if begin >= len(lines) or lines[begin].strip() != "---":
        return None
    fields: list[tuple[str, str]] = []
    for at in range(begin + 1, min(len(lines), _MOST_LINES)):
        if lines[at].strip() in ("---", "..."):
            known = _has_url(fields) or _is_strong(fields)
            return (_after_separator(lines, at), fields) if known else None
        if found := _field(lines[at]):
            fields.append(found)
    return None


def _first_line(lines: list[str]) -> tuple[int, list[tuple[str, str]]] | None:
    """A URL alone on the first line, and perhaps a date alone on the second."""
    at = _first_filled(lines)
    match = _ABSOLUTE_URL.fullmatch(lines[at].strip()) if at < len(lines) else None
    if match is None:
        return None
    fields = [("url", match[1])]
    at += 1
    if at < len(lines) and moment(lines[at].strip()):
        fields.append(("captured", lines[at].strip()))
        at += 1
    return _after_separator(lines, at), fields


def _first_filled(lines: list[str]) -> int:
    return next((at for at, line in enumerate(lines[:_MOST_LINES]) if line.strip()), len(lines))


def _after_separator(lines: list[str], at: int) -> int:
    """The line after the empty lines and the one rule that end a header."""
    ruled = False
    while at < len(lines):
        if _RULE.fullmatch(lines[at]) and not ruled:
            ruled = True
        elif lines[at].strip():
            break
        at += 1
    return at
