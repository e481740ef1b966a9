"""Captures out of files of every kind, recognised by content."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO

from thresher.archive.sources import opened
from thresher.nouns import Capture, CaptureKind, Origin, Reason, Record, Rejection, Stage
from thresher.settings import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_captures(
    source: str | os.PathLike[str] | BinaryIO, *, limits: Limits = Limits(), name: str | None = None
) -> Iterator[Record]:
    """The captures of a file, in its order."""
    archive = name or (os.fspath(source) if isinstance(source, (str, os.PathLike)) else "")
    with opened(source) as stream:
        head = stream.read(2)
        stream.seek(0)
        start = gzip.open(stream).read(64) if head == b"\x1f\x8b" else stream.read(64)
        stream.seek(0)
        if start.startswith((b"WARC/", b"filedesc:")):
            yield from _warc(stream, archive, limits)
        elif start.lstrip().startswith(b"{"):
            yield from _jsonl(gzip.open(stream) if head == b"\x1f\x8b" else stream, archive)
        else:
            body = stream.read(limits.body_bytes)
            kind = CaptureKind.HTML if b"<html" in body[:4096].lower() or body.lstrip()[:1] == b"<" else CaptureKind.TEXT
            yield Capture(Origin(archive), f"file:{archive}", None, kind, body, f"text/{kind}".replace("text/text", "text/plain"))


def _warc(stream: BinaryIO, archive: str, limits: Limits) -> Iterator[Record]:
    from warcio.archiveiterator import ArchiveIterator

    records = ArchiveIterator(stream, arc2warc=True)
    for record in records:
        if record.rec_type not in {"response", "resource", "conversion"}:
            continue
        head = record.rec_headers
        origin = Origin(archive, records.get_record_offset(), head.get_header("WARC-Record-ID"))
        url = head.get_header("WARC-Target-URI") or ""
        date = datetime.fromisoformat(head.get_header("WARC-Date").replace("Z", "+00:00")).astimezone(UTC)
        http = record.http_headers
        media = (http or head).get_header("Content-Type") or ""
        essence = media.partition(";")[0].strip().lower()
        status = int(http.get_statuscode()) if http else None
        if status is not None and not 200 <= status < 300:
            yield Rejection(origin, Reason.HTTP_STATUS, Stage.DECODE, url, date, str(status))
        elif essence not in {"text/html", "application/xhtml+xml", "text/plain", ""}:
            yield Rejection(origin, Reason.MEDIA_TYPE, Stage.DECODE, url, date, essence)
        else:
            kind = CaptureKind.TEXT if essence == "text/plain" else CaptureKind.HTML
            body = record.content_stream().read(limits.body_bytes)
            yield Capture(origin, url, date, kind, body, essence or "text/html", http_status=status)


def _jsonl(stream: BinaryIO, archive: str) -> Iterator[Record]:
    import json

    for number, line in enumerate(stream):
        row = json.loads(line)
        html = row.get("html")
        kind = CaptureKind.HTML if html else CaptureKind.TEXT
        hints = tuple((k, str(v)) for k, v in row.items() if k not in {"url", "html", "text"})
        body = (html or row.get("text") or "").encode()
        yield Capture(Origin(archive, number), row["url"], None, kind, body, charset="utf-8", hints=hints)
