"""Small archives written inline, and readers over bytes."""

import gzip
import io

import pytest

from thresher.archive import read_captures
from thresher.nouns import Capture, Rejection
from thresher.settings import Limits


def record(
    url,
    body=b"<p>Hello</p>",
    *,
    warc_type="response",
    headers=(),
    http=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
    length=None,
):
    """One WARC record; `http` is the head of the message in it, or None."""
    block = body if http is None else http + b"\r\n" + body
    lines = [
        b"WARC/1.0",
        b"WARC-Type: " + warc_type.encode(),
        b"WARC-Record-ID: <urn:uuid:" + url.encode().hex().encode() + b">",
        b"WARC-Target-URI: " + url.encode(),
        b"WARC-Date: 2026-11-20T10:00:00Z",
        *([b"Content-Type: application/http; msgtype=response"] if http is not None else []),
        *headers,
        b"Content-Length: %d" % (len(block) if length is None else length),
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + block + b"\r\n\r\n"


def page(number, *, words=60):
    """A page whose text no other page has."""
    text = " ".join(f"word{number}x{index}" for index in range(words))
    return f"<html><head><title>Page {number}</title></head><body><p>{text}</p></body></html>".encode()


def url(number):
    return f"https://site.example/page/{number}"


class Archive:
    """Ten pages, and ways to store them."""

    def __init__(self, count=10, words=60):
        self.urls = [url(number) for number in range(count)]
        self.bodies = [page(number, words=words) for number in range(count)]
        self.records = [record(u, b) for u, b in zip(self.urls, self.bodies, strict=True)]

    @property
    def plain(self):
        return b"".join(self.records)

    @property
    def members(self):
        return [gzip.compress(each, mtime=0) for each in self.records]

    @property
    def gz(self):
        return b"".join(self.members)

    @property
    def whole_gz(self):
        return gzip.compress(self.plain, mtime=0)


@pytest.fixture
def archive():
    return Archive()


@pytest.fixture
def make_archive():
    return Archive


@pytest.fixture
def make_record():
    return record


@pytest.fixture
def read():
    """Read bytes as a file called `a`; keyword arguments are limits."""

    def reader(data, **limits):
        return list(read_captures(io.BytesIO(data), name="a", limits=Limits(**limits)))

    return reader


@pytest.fixture
def read_one(read):
    """Read bytes that hold exactly one record."""

    def reader(data, **limits):
        (only,) = read(data, **limits)
        return only

    return reader


@pytest.fixture
def urls():
    def captured(records):
        return [each.url for each in records if isinstance(each, Capture)]

    return captured


@pytest.fixture
def reasons():
    def rejected(records):
        return [str(each.reason) for each in records if isinstance(each, Rejection)]

    return rejected
