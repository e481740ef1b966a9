"""Records on which the processing failed, as a WARC of their own: to be looked at, replayed, and sent along.

Each is there with the bytes that its page had, without transfer and content encodings, and says why it is there.
"""

from __future__ import annotations

import re
import uuid
from io import BytesIO
from typing import TYPE_CHECKING, Any

from thresher.nouns import CaptureKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from thresher.nouns import Capture, Rejection

_ENCODINGS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_UNPRINTABLE = re.compile(r"[^\x20-\x7e]+")
_UNDATED = "1970-01-01T00:00:00Z"  # WARC/1.1 demands a date of every record, and saved pages have none


def write(path: Path, failed: Iterable[tuple[Capture, Rejection]]) -> None:
    """Write captures and the rejections that they ended as; the same ones make the same bytes."""
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True, warc_version="1.1")
        for capture, rejection in failed:
            record = _record(writer, capture, rejection)
            writer.write_record(record)
            record.raw_stream.close()  # the builder has buffered the body in a temporary file


def _record(writer: Any, capture: Capture, rejection: Rejection) -> Any:
    from warcio.statusandheaders import StatusAndHeaders

    moment = capture.captured_at
    headers = {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, str(capture.origin))}>",
        "WARC-Date": moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else _UNDATED,
        "Thresher-Origin": _plain(str(capture.origin)),
        "Thresher-Reason": str(rejection.reason),
        "Thresher-Detail": _plain(rejection.detail),
    }
    http = None
    kind = "conversion" if capture.kind is CaptureKind.TEXT else "resource"
    if capture.http_status is not None:
        kind = "response"
        kept = [(name, _plain(value)) for name, value in capture.headers if name not in _ENCODINGS]
        kept.append(("content-length", str(len(capture.body))))
        http = StatusAndHeaders(f"{capture.http_status} Archived", kept, protocol="HTTP/1.1")
    label = f"; charset={_plain(capture.charset)}" if capture.charset else ""
    return writer.create_warc_record(
        _plain(capture.url),
        kind,
        payload=BytesIO(capture.body),
        length=len(capture.body),
        warc_content_type="" if http else f"{_plain(capture.media_type)}{label}",
        warc_headers_dict=headers,
        http_headers=http,
    )


def _plain(value: str) -> str:
    """A value that is one header: captured ones may hold line breaks."""
    return _UNPRINTABLE.sub(" ", value)
