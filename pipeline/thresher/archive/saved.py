"""One capture a file: saved pages and plain texts, and what they say of where they come from."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from thresher.archive.dates import written_moment
from thresher.archive.members import Gap
from thresher.archive.text import header_of
from thresher.nouns import Capture, CaptureKind, Reason, Rejection, Stage

if TYPE_CHECKING:
    from datetime import datetime

    from thresher.archive.tape import Tape
    from thresher.nouns import Origin, Record
    from thresher.settings import Limits

_SEARCHED = 2**16  # bytes at the head of a saved page
_URL = rb"([a-zA-Z][a-zA-Z0-9+.-]*:(?://)?[^\s<>\"]{1,4000})"
# Internet Explorer and Chrome; SingleFile; Save Page WE; WebScrapBook.
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=(?:\(\d+\))?\s*" + _URL, re.IGNORECASE)
_SINGLE_FILE = re.compile(
    rb"<!--\s*Page saved with SingleFile\s+url:\s*" + _URL + rb"(?:\s+saved date:\s*([^\r\n]{1,100}))?"
)
_SAVE_PAGE = re.compile(rb"<meta\s+name=[\"']?savepage-url[\"']?\s+content=[\"']?" + _URL, re.IGNORECASE)
_SAVE_PAGE_DATE = re.compile(rb"<meta\s+name=[\"']?savepage-date[\"']?\s+content=[\"']([^\"'<>]{1,100})", re.IGNORECASE)
_SCRAP_BOOK = re.compile(rb"<html\b[^>]{0,2000}\sdata-scrapbook-source=[\"']" + _URL, re.IGNORECASE)
_SCRAP_BOOK_DATE = re.compile(rb"<html\b[^>]{0,2000}\sdata-scrapbook-create=[\"'](\d{14})", re.IGNORECASE)
_MIRRORED = re.compile(  # HTTrack, whose URLs have no scheme
    rb"<!--\s*Mirrored from\s+(?:https?://)?([^\s<>\"]{1,4000})\s+by HTTrack[^,>]{0,200},?\s*([^<>]{0,100}?)\s*-->",
    re.IGNORECASE,
)


def file_url(path: str) -> str:
    """The URL of a capture that does not say where it comes from: the path as the user gave it."""
    return "file:" + quote(os.fsencode(path), safe="/:@!$&'()*+,;=~-._")


def read_saved(tape: Tape, origin: Origin, limits: Limits, *, is_html: bool, media_type: str) -> Record:
    """The one capture of a file."""
    body, truncated = _contents(tape, limits.body_bytes)
    if not body.strip(b"\0 \t\r\n"):
        return Rejection(origin, Reason.EMPTY, Stage.READ, detail="an empty file")
    if is_html:
        url, date = _saved_from(body[:_SEARCHED])
        return Capture(
            origin, url or file_url(origin.archive), date, CaptureKind.HTML, body, media_type, truncated=truncated
        )
    header = header_of(body)
    text = body[header.size :]
    url = header.url or file_url(origin.archive)
    if not text.strip():
        return Rejection(origin, Reason.EMPTY, Stage.READ, url, header.captured_at, "a header without text")
    return Capture(
        origin,
        url,
        header.captured_at,
        CaptureKind.TEXT,
        text,
        "text/plain",
        charset=header.charset,
        truncated=truncated,
        hints=header.hints,
    )


def _contents(tape: Tape, most: int) -> tuple[bytes, str | None]:
    """All decoded bytes up to a limit, and why they are not whole."""
    parts: list[bytes] = []
    size = 0
    while size <= most:
        at_hand = tape.fill(2**20)
        if at_hand:
            parts.append(tape.take(at_hand))
            size += at_hand
        elif tape.mark is None:
            return b"".join(parts), None
        elif isinstance(gap := tape.join(), Gap):
            # Garbage after a sound member takes nothing from it.
            return b"".join(parts), "unspecified" if gap.offset == tape.member else None
    return b"".join(parts)[:most], "length"


def _saved_from(head: bytes) -> tuple[str | None, datetime | None]:
    """The URL and the moment that the program which saved a page wrote into it."""
    if match := _SINGLE_FILE.search(head):
        return _text(match[1]), _date(match[2])
    if match := _SAVED_FROM.search(head):
        return _text(match[1]), None
    if match := _MIRRORED.search(head):
        return "http://" + _text(match[1]), _date(match[2])
    for source, date in ((_SAVE_PAGE, _SAVE_PAGE_DATE), (_SCRAP_BOOK, _SCRAP_BOOK_DATE)):
        if match := source.search(head):
            when = date.search(head)
            return _text(match[1]), _date(when[1]) if when else None
    return None, None


def _text(raw: bytes) -> str:
    # A comment may not hold `--`, so browsers write such a URL with %2D%2D; it is left to the letter.
    return raw.decode("utf-8", "replace").removesuffix("-->").rstrip("-")


def _date(raw: bytes | None) -> datetime | None:
    return written_moment(raw.decode("ascii", "replace")) if raw else None
