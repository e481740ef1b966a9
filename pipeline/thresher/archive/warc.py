"""WARC: how its records begin, and what each of them is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.archive import http
from thresher.archive.dates import moment
from thresher.archive.grammar import Head
from thresher.archive.payload import Exchange, record_of
from thresher.nouns import Origin, Reason, Rejection, Revisit, Stage

if TYPE_CHECKING:
    from thresher.archive.grammar import Raw
    from thresher.nouns import Record
    from thresher.settings import Limits

_VERSION = re.compile(rb"WARC/\d{1,3}\.\d{1,3}[ \t]*\r?\n", re.IGNORECASE)
_START = re.compile(rb"WARC/\d{1,3}\.\d{1,3}[ \t]*\r?\n(?:\r?\n)?[A-Za-z][A-Za-z0-9-]{1,40}[ \t]*:", re.IGNORECASE)
_SURE_START = re.compile(  # of a record whose line ends before it are lost: a field that every record has follows
    rb"WARC/[01]\.\d{1,3}[ \t]*\r?\n(?:WARC-(?:Type|Record-ID|Date|Target-URI)|Content-(?:Type|Length))[ \t]*:",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(rb"\n[ \t]*\r?\n")
_CAPTURES = frozenset({"response", "resource", "conversion"})
_TRUNCATIONS = frozenset({"length", "time", "disconnect"})
_LENGTH_DIGITS = 18


class WarcGrammar:
    """WARC 0.17 to 1.1: a version line, fields, an empty line, the body, two line ends."""

    lookahead = 128
    separator = 2
    anywhere = True

    def starts(self, data: bytes | bytearray, at: int) -> bool:
        """Whether a version line stands at `at`."""
        return _VERSION.match(data, at) is not None

    def find(self, data: bytes | bytearray, begin: int, end: int, *, within: bool) -> int:
        """The next version line followed by a field, or -1; within a body at a line or before a sure field."""
        while (begin := data.find(b"WARC/", begin, end + 4)) >= 0:
            at_line = not within or begin == 0 or data[begin - 1] in b"\r\n"
            if (_START if at_line else _SURE_START).match(data, begin):
                return begin
            begin += 5
        return -1

    def head_end(self, data: bytes | bytearray, begin: int, end: int) -> int:
        """The end of the first empty line after the fields, or -1."""
        first = _VERSION.match(data, begin, end)
        # An empty line between the version and the fields is a quirk of old crawls (ClueWeb09).
        after = first.end() if first else begin
        while data[after : after + 1] in (b"\r", b"\n") and after < end:
            after += 1
        match = _BLANK_LINE.search(data, max(begin, after - 1), end)
        return match.end() if match else -1

    def head(self, block: bytes) -> Head | None:
        """The fields of a record; None without a single one."""
        version, _, rest = block.partition(b"\n")
        fields: dict[str, str] = {}
        for name, value in http.fields(version + b"\n" + rest.lstrip(b"\r\n")):
            fields.setdefault(name, value)
        if not fields:
            return None
        length = fields.get("content-length", "")
        usable = length.isascii() and length.isdigit() and len(length) <= _LENGTH_DIGITS
        return Head(fields, int(length) if usable else None)


def read_warc(raw: Raw, archive: str, member: str | None, limits: Limits) -> Record | None:
    """What a WARC record is; None if it is no capture (a request, metadata, warcinfo …)."""
    fields = raw.head.fields
    origin = Origin(archive, raw.offset, fields.get("warc-record-id"), member)
    url = _target(fields.get("warc-target-uri", ""))
    date = moment(fields.get("warc-date"))
    kind = fields.get("warc-type", "").lower()
    if raw.broken:
        return Rejection(origin, Reason.UNREADABLE, Stage.READ, url or None, date, raw.broken)
    if kind not in _CAPTURES:
        return _uncaptured(raw, kind, origin, url, limits)
    if _segment(fields.get("warc-segment-number")) > 1:
        return Rejection(origin, Reason.SEGMENTED, Stage.READ, url or None, date, "not the first segment")
    exchange = Exchange(
        origin=origin,
        url=url or fields.get("warc-record-id", "").strip("<>") or f"file:{archive}",
        captured_at=date,
        block=raw.body,
        media_type=fields.get("content-type"),
        is_http=kind == "response",
        is_conversion=kind == "conversion",
        identified=fields.get("warc-identified-payload-type"),
        cut=raw.cut,
        truncated=_truncated(raw),
        payload_digest=fields.get("warc-payload-digest"),
    )
    return record_of(exchange, limits)


def _uncaptured(raw: Raw, kind: str, origin: Origin, url: str, limits: Limits) -> Record | None:
    fields = raw.head.fields
    date = moment(fields.get("warc-date"))
    if kind == "revisit":
        found = http.message(raw.body, limits.header_bytes)
        return Revisit(
            origin=origin,
            url=url,
            captured_at=date,
            payload_digest=fields.get("warc-payload-digest"),
            refers_to_url=_target(fields.get("warc-refers-to-target-uri", "")) or None,
            refers_to_date=moment(fields.get("warc-refers-to-date")),
            http_status=found.status if found else None,
            headers=found.headers if found else (),
        )
    if kind == "continuation":
        return Rejection(origin, Reason.SEGMENTED, Stage.READ, url or None, date, "a continuation record")
    if not kind:
        return Rejection(origin, Reason.UNREADABLE, Stage.READ, url or None, date, "a record without WARC-Type")
    if raw.cut == "end":
        return Rejection(
            origin, Reason.TRUNCATED, Stage.READ, url or None, date, f"the archive ends inside a {kind} record"
        )
    return None


def _target(uri: str) -> str:
    """The target URI without the angle brackets that WARC/1.0 printed and some writers believed."""
    return uri[1:-1] if uri.startswith("<") and uri.endswith(">") else uri


def _segment(number: str | None) -> int:
    return int(number) if number and number.isascii() and number.isdigit() and len(number) <= _LENGTH_DIGITS else 0


def _truncated(raw: Raw) -> str | None:
    """Why the body is incomplete, by the record's own word or by what was read."""
    if word := raw.head.fields.get("warc-truncated"):
        return word.lower() if word.lower() in _TRUNCATIONS else "unspecified"
    if raw.cut == "length":
        return "length"
    return "unspecified" if raw.cut or _segment(raw.head.fields.get("warc-segment-number")) else None
