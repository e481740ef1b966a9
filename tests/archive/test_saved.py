import gzip
from datetime import UTC, datetime

import pytest

from thresher.archive import read_captures
from thresher.nouns import Capture, CaptureKind

PAGE = "<!DOCTYPE html>\n{}<html><head><title>T</title></head><body><p>Words.</p></body></html>"


@pytest.mark.parametrize(
    ("comment", "url", "date"),
    [
        ("<!-- saved from url=(0031)https://a.example/x?y=1&z=2#top -->", "https://a.example/x?y=1&z=2#top", None),
        ("<!-- saved from url=https://a.example/ -->", "https://a.example/", None),
        (
            (
                "<!--\n Page saved with SingleFile \n url: https://a.example/x \n"
                " saved date: Mon Mar 02 2026 10:00:00 GMT+0100 (CET)\n-->"
            ),
            "https://a.example/x",
            datetime(2026, 3, 2, 9, tzinfo=UTC),
        ),
        (
            (
                "<!-- Mirrored from a.example/x.html by HTTrack Website Copier/3.x [XR&CO'2014],"
                " Tue, 03 Mar 2026 10:00:00 GMT -->"
            ),
            "http://a.example/x.html",
            datetime(2026, 3, 3, 10, tzinfo=UTC),
        ),
        (
            '<meta name="savepage-url" content="https://a.example/y"><meta name="savepage-date" content="2026-03-04">',
            "https://a.example/y",
            datetime(2026, 3, 4, tzinfo=UTC),
        ),
    ],
)
def test_a_saved_page_knows_where_it_comes_from(read_one, comment, url, date):
    capture = read_one(PAGE.format(comment).encode())
    assert (capture.url, capture.captured_at, capture.kind) == (url, date, CaptureKind.HTML)
    assert b"Words" in capture.body


def test_a_page_without_such_a_word_is_named_by_its_path(tmp_path):
    path = tmp_path / "a b\u00e9.html"
    path.write_text(PAGE.format("<base href='https://elsewhere.example/'>"))
    (capture,) = read_captures(path)
    assert capture.url == "file:" + str(tmp_path) + "/a%20b%C3%A9.html"
    assert capture.captured_at is None
    assert capture.origin.archive == str(path)


def test_a_compressed_page_is_one_capture(read_one):
    assert read_one(gzip.compress(PAGE.format("").encode())).kind is CaptureKind.HTML


def test_a_truncated_compressed_page_keeps_what_came(read_one):
    page = PAGE.format("").encode() + b" ".join(b"%d" % (n * n) for n in range(9000))
    capture = read_one(gzip.compress(page)[:-2000])
    assert capture.truncated == "unspecified"
    assert page.startswith(capture.body)


def test_garbage_after_a_compressed_page_takes_nothing_from_it(read_one):
    assert read_one(gzip.compress(PAGE.format("").encode()) + b"garbage").truncated is None


def test_a_page_over_the_limit_is_cut(read_one):
    capture = read_one(PAGE.format("x" * 9000).encode(), body_bytes=1000)
    assert (len(capture.body), capture.truncated) == (1000, "length")


@pytest.mark.parametrize("data", [b"", b"\n\n", gzip.compress(b"", mtime=0)])
def test_an_empty_file_is_one_rejection(read_one, data):
    assert read_one(data).reason in {"empty", "media_type"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "media_type"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "media_type"),
        (b'<?xml version="1.0"?><rss version="2.0"></rss>', "media_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "media_type"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", "media_type"),
        (bytes(range(256)), "unreadable"),
        (bytes(5000), "unreadable"),
        (b"\x1f\x8b\x08\0" + b"\xff" * 50, "media_type"),
    ],
)
def test_a_file_that_is_no_capture_is_one_rejection(read_one, data, reason):
    rejection = read_one(data)
    assert not isinstance(rejection, Capture)
    assert (rejection.reason, rejection.stage) == (reason, "read")


def test_prose_that_quotes_a_warc_record_is_text(read_one):
    prose = b"A record looks like this:\n\nWARC/1.0\nWARC-Type: response\nContent-Length: 4000\n\nand so on.\n" * 3
    assert read_one(prose).kind is CaptureKind.TEXT


def test_the_name_stands_in_for_the_path(tmp_path):
    path = tmp_path / "x.txt"
    path.write_bytes(b"Words.")
    (capture,) = read_captures(path, name="inbox/x.txt")
    assert (capture.origin.archive, capture.url) == ("inbox/x.txt", "file:inbox/x.txt")
