"""What the engines are compared on: archives of invented sites whose lines, logos and stories recur over the parts."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from thresher.lab.sites import making
from thresher.nouns import CaptureKind

if TYPE_CHECKING:
    from pathlib import Path

PARTS = 12
"""Archives, and parts of a run over them."""


@pytest.fixture(scope="session")
def crawl(tmp_path_factory) -> Path:
    """A folder of archives; the pages of every site lie in all of them, and the last holds revisits of the first."""
    folder = tmp_path_factory.mktemp("crawl")
    captures = [one.capture for one in making.pages(PARTS)]
    for number in range(PARTS):
        with (folder / f"crawl-{number:02}.warc.gz").open("wb") as stream:
            writer = WARCWriter(stream, gzip=True)
            records = [_response(writer, capture) for capture in captures[number::PARTS]]
            if number == PARTS - 1:
                records += [_revisit(writer, capture) for capture in captures[:: PARTS * 2]]
            for record in records:
                writer.write_record(record)
                record.raw_stream.close()
    return folder


def _response(writer: WARCWriter, capture):
    logo = f'<meta property="og:image" content="{capture.url[:20]}/logo.png"></head>'.encode()
    body = capture.body.replace(b"</head>", logo)
    kind = "text/html" if capture.kind is CaptureKind.HTML else "text/plain"
    http = StatusAndHeaders("200 OK", [("Content-Type", f"{kind}; charset=utf-8")], protocol="HTTP/1.1")
    headers = {"WARC-Date": f"{capture.captured_at:%Y-%m-%dT%H:%M:%SZ}", "WARC-Record-ID": _id(capture.url)}
    return writer.create_warc_record(
        capture.url, "response", payload=BytesIO(body), http_headers=http, warc_headers_dict=headers
    )


def _revisit(writer: WARCWriter, capture):
    record = writer.create_revisit_record(
        f"{capture.url}?again", "sha1:" + "A" * 32, capture.url, f"{capture.captured_at:%Y-%m-%dT%H:%M:%SZ}"
    )
    record.rec_headers.replace_header("WARC-Record-ID", _id(record.rec_headers.get_header("WARC-Target-URI")))
    record.rec_headers.replace_header("WARC-Date", "2026-09-01T00:00:00Z")
    return record


def _id(url: str) -> str:
    from uuid import NAMESPACE_URL, uuid5

    return f"<urn:uuid:{uuid5(NAMESPACE_URL, url)}>"
