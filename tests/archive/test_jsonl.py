import gzip
import json
from datetime import UTC, datetime

import pytest
import zstandard

from thresher.nouns import Capture, CaptureKind


def lines(*rows):
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


ROWS = lines(
    {"url": "http://a.example/1", "html": "<p>\u00c5ngstr\u00f6m</p>", "title": "One", "crawl_date": "2026-01-02"},
    {"url": "http://a.example/2", "text": "Words.", "date": "2026-02-03", "authors": ["A. B.", "C. D."], "n": 3},
)


def test_each_line_is_a_capture(read):
    first, second = read(ROWS)
    assert (first.url, first.kind, first.body) == (
        "http://a.example/1",
        CaptureKind.HTML,
        "<p>\u00c5ngstr\u00f6m</p>".encode(),
    )
    assert (first.charset, first.media_type, first.captured_at) == (
        "utf-8",
        "text/html",
        datetime(2026, 1, 2, tzinfo=UTC),
    )
    assert (second.kind, second.body, second.media_type) == (CaptureKind.TEXT, b"Words.", "text/plain")
    assert [each.origin.offset for each in (first, second)] == [0, 1]


def test_other_keys_become_hints(read):
    assert read(ROWS)[1].hints == (("date", "2026-02-03"), ("authors", "A. B."), ("authors", "C. D."), ("n", "3"))


def test_hints_in_metadata_are_found(read_one):
    row = {"url": "http://a.example/1", "text": "x", "metadata": {"title": "T", "deep": {"no": 1}}}
    assert read_one(lines(row)).hints == (("title", "T"),)


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
def test_compressed_lines_are_read(read, compress):
    assert [each.url for each in read(compress(ROWS))] == ["http://a.example/1", "http://a.example/2"]


def test_bad_lines_are_rejections_and_offsets_count_lines(read):
    data = (
        lines({"url": "u", "html": "<p>x"})
        + b'{"url": \n\n'
        + lines({"url": "v"}, {"html": "<p>"}, {"url": "w", "text": "x"})
    )
    records = read(data)
    assert [each.origin.offset for each in records] == [0, 1, 3, 4, 5]
    assert [type(each) is Capture for each in records] == [True, False, False, False, True]
    assert [each.reason for each in records[1:4]] == ["unreadable"] * 3


def test_an_empty_text_is_rejected_as_empty(read):
    assert read(ROWS + lines({"url": "u", "text": " "}))[2].reason == "empty"


def test_markup_is_taken_before_text(read_one):
    assert read_one(lines({"url": "u", "text": "x", "html": "<p>y"})).body == b"<p>y"
    assert read_one(lines({"url": "u", "text": "x", "html": ""})).body == b"x"


def test_a_line_over_the_limit_is_a_rejection(read):
    data = lines({"url": "u", "text": "x"}, {"url": "v", "text": "y" * 9000}, {"url": "w", "text": "z"})
    records = read(data, body_bytes=4000, header_bytes=500)
    assert [isinstance(each, Capture) for each in records] == [True, False, True]


def test_a_first_line_longer_than_a_look_is_read(read):
    assert len(read(lines({"html": "<p>" + "x" * 200_000, "url": "u"}, {"url": "v", "text": "y"}))) == 2


def test_lone_surrogates_raise_nothing(read_one):
    capture = read_one(b'{"url": "u", "text": "a \\ud800 b"}\n')
    assert capture.body.decode().startswith("a ")


def test_json_that_holds_no_captures_is_one_rejection(read_one):
    assert read_one(b'{\n "a": 1,\n "b": [2]\n}\n').reason == "media_type"
    assert read_one(lines({"a": 1}, {"b": 2})).reason == "media_type"


def test_damage_in_compressed_lines_keeps_what_came_before(read):
    data = gzip.compress(lines(*({"url": f"http://a.example/{n}", "text": f"Words {n * n}"} for n in range(3000))))
    records = read(data[: len(data) // 2])
    assert len(records) > 500
    assert all(isinstance(each, Capture) for each in records[:-1])
    assert records[-1].reason == "unreadable"
