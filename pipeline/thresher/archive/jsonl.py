"""Captures as lines of JSON, as other pipelines write them: `url` with `html` or `text`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from thresher.archive.dates import written_moment
from thresher.archive.members import Gap
from thresher.nouns import Capture, CaptureKind, Origin, Reason, Rejection, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresher.archive.tape import Tape
    from thresher.nouns import Record
    from thresher.settings import Limits

_HTML_KEYS = ("html", "raw_html", "page_html")
_TEXT_KEYS = ("text", "content", "raw_content", "raw_text", "body")
_URL_KEYS = ("url", "uri", "source_url", "link", "warc-target-uri")
_CAPTURED_KEYS = ("captured_at", "crawl_date", "date_download", "fetch_time", "timestamp", "warc_date", "warc-date")
_NESTED = frozenset({"meta", "metadata"})
_DEPTH_OF_LISTS = 50  # values of a list that become hints
_HINT_CHARS = 4096
_FEWEST_LINES = 2  # of a file whose first line is torn
_BOM = b"\xef\xbb\xbf"


def is_jsonl(lead: bytes, *, whole: bool) -> bool:
    """Whether the first bytes of a file are lines of JSON objects, at least one of which is a capture.

    `whole` says that they are all of the file. A first line longer than `lead` is judged by its
    beginning.
    """
    lead = lead.removeprefix(_BOM).lstrip()
    lines = lead.split(b"\n")
    complete = [line for line in (lines if whole else lines[:-1]) if line.strip()]
    if not lead.startswith(b"{"):  # a first line that lost its beginning, or a text that quotes such lines
        complete = complete if 2 * sum(line.startswith(b"{") for line in complete) >= len(complete) else []
        if len(complete) < _FEWEST_LINES:
            return False
    rows = [row for line in complete if (row := _row(line)) is not None]
    if any(_content(row) is not None for row in rows):
        return True
    return not complete and any(b'"%s"' % key.encode() in lead for key in (*_HTML_KEYS, *_TEXT_KEYS, *_URL_KEYS))


def is_json(lead: bytes) -> bool:
    """Whether bytes may be the beginning of a line."""
    return lead.lstrip().startswith(b"{")


def read_jsonl(tape: Tape, archive: str, limits: Limits) -> Iterator[Record]:
    """The capture of each line that is not empty; its origin's offset is the number of the line."""
    for number, line in enumerate(_lines(tape, limits.body_bytes + limits.header_bytes)):
        origin = Origin(archive, number)
        if isinstance(line, str):
            yield Rejection(origin, Reason.UNREADABLE, Stage.READ, detail=line)
        elif line.strip():
            yield read_line(line, origin, limits)


def read_line(line: bytes, origin: Origin, limits: Limits) -> Record:
    """The capture in one line of JSON."""
    row = _row(line)
    if row is None:
        return Rejection(origin, Reason.UNREADABLE, Stage.READ, detail="a line that is no JSON object")
    captured_at = next((found for key in _CAPTURED_KEYS if (found := _moment(row.get(key)))), None)
    url = next((value for key in _URL_KEYS if isinstance(value := row.get(key), str) and value), None)
    content = _content(row)
    if content is None:
        return Rejection(origin, Reason.UNREADABLE, Stage.READ, url, captured_at, "neither html nor text in the line")
    if url is None:
        return Rejection(origin, Reason.UNREADABLE, Stage.READ, None, captured_at, "no url in the line")
    key, kind, text = content
    body = text.encode("utf-8", "replace")
    if not body.strip():
        return Rejection(origin, Reason.EMPTY, Stage.READ, url, captured_at, f"`{key}` is empty")
    return Capture(
        origin=origin,
        url=url,
        captured_at=captured_at,
        kind=kind,
        body=body[: limits.body_bytes],
        media_type="text/html" if kind is CaptureKind.HTML else "text/plain",
        charset="utf-8",
        truncated="length" if len(body) > limits.body_bytes else None,
        hints=tuple(_hints(row, {key, *_URL_KEYS})),
    )


def _row(line: bytes) -> dict[str, Any] | None:
    line = line.removeprefix(_BOM)
    try:
        row = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        try:
            row = json.loads(line)  # slower, but takes the lone surrogates and NaN that Python writes
        except (ValueError, RecursionError):
            return None
    return row if isinstance(row, dict) else None


def _content(row: dict[str, Any]) -> tuple[str, CaptureKind, str] | None:
    """The key, kind and value of what a row holds: markup before text, a filled value before an empty one."""
    kinds = [(key, CaptureKind.HTML) for key in _HTML_KEYS] + [(key, CaptureKind.TEXT) for key in _TEXT_KEYS]
    held = [(key, kind, value) for key, kind in kinds if isinstance(value := row.get(key), str)]
    return next((each for each in held if each[2].strip()), held[0] if held else None)


def _moment(value: object) -> Any:
    return written_moment(value) if isinstance(value, str) else None


def _hints(row: dict[str, Any], used: set[str]) -> Iterator[tuple[str, str]]:
    """What else a row says, in its order: words, numbers, lists of them, and one level of `metadata`."""
    for key, value in row.items():
        if key in used:
            continue
        if isinstance(value, dict) and key in _NESTED:
            yield from _hints(value, used)
        elif isinstance(value, list):
            yield from ((key, text) for item in value[:_DEPTH_OF_LISTS] if (text := _text(item)))
        elif text := _text(value):
            yield key, text


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value)[:_HINT_CHARS]


def _lines(tape: Tape, longest: int) -> Iterator[bytes | str]:
    """Lines without their ends; what is wrong in place of one that is damaged or longer than `longest`."""
    parts: list[bytes] = []
    size = 0
    while True:
        at_hand = tape.fill(2**16)
        if at_hand:
            end = tape.data.find(b"\n", tape.cursor, tape.cursor + at_hand)
            part = tape.take(end + 1 - tape.cursor if end >= 0 else at_hand)
            size += len(part)
            if size <= longest:
                parts.append(part)
            if end < 0:
                continue
        elif tape.mark is None:
            break
        elif isinstance(gap := tape.join(), Gap):
            parts, size = [], 0
            yield f"{gap.detail} (stored bytes {gap.offset} to {gap.end})"
            continue
        else:
            continue
        yield b"".join(parts) if size <= longest else "a line longer than the limit"
        parts, size = [], 0
    if size:
        yield b"".join(parts) if size <= longest else "a line longer than the limit"
