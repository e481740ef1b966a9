"""What the engines are compared on: archives of invented sites whose lines, logos and stories recur over the parts."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from thresher.lab.sites import making
from thresher.lab.stories import Press
from thresher.nouns import Capture, CaptureKind, Origin

if TYPE_CHECKING:
    from pathlib import Path

PARTS = 12
"""Archives, and parts of a run over them."""
STORIES, COPIES, VARIANTS, STORY_PARTS = 300, 200, 60, 4
"""Stories of all kinds at least; exact copies of one more; copies of another in which a word differs; archives."""


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


@pytest.fixture(scope="session")
def stories(tmp_path_factory) -> Path:
    """A folder of archives of invented stories: copies of all kinds, other relations, and two giant clusters.

    Of one story there are many exact copies, of another many that differ in a word; they lie in all archives.
    """
    rows = [one.row() for one in Press(11).stories(STORIES)]
    one, other = sorted(rows, key=lambda row: -len(row["text"]))[:2]
    rows += [one | {"url": f"https://copies{number}.example/story"} for number in range(COPIES)]
    words = other["text"].split(" ")
    for number in range(VARIANTS):
        at = (7 * number) % len(words)
        text = " ".join([*words[:at], f"otherwise{number}", *words[at + 1 :]])
        rows.append(other | {"url": f"https://variants{number}.example/story", "text": text})
    folder = tmp_path_factory.mktemp("stories")
    for number in range(STORY_PARTS):
        with (folder / f"stories-{number}.warc.gz").open("wb") as stream:
            writer = WARCWriter(stream, gzip=True)
            for row in rows[number::STORY_PARTS]:
                record = _response(writer, _told(row))
                writer.write_record(record)
                record.raw_stream.close()
    return folder


def _told(row) -> Capture:
    """A story as a page."""
    paragraphs = "".join(f"<p>{html.escape(one)}</p>" for one in row["text"].split("\n\n"))
    title, day = html.escape(row["title"]), row["published"]
    body = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><time datetime={day}>{day}</time>"
    told = f"{body}{paragraphs}</article></body></html>".encode()
    url, at = row["url"], datetime(2026, 10, 1, tzinfo=UTC)
    return Capture(Origin("stories", 0), url, at, CaptureKind.HTML, told)


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
