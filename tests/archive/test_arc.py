import gzip
from datetime import UTC, datetime

import pytest

from thresher.nouns import Capture, CaptureKind

VERSION_1 = b"1 0 Thresher\nURL IP-address Archive-date Content-type Archive-length\n"
VERSION_2 = (
    b"2 0 Thresher\n"
    b"URL IP-address Archive-date Content-type Result-code Checksum Location Offset Filename Archive-length\n"
)
HTTP = b"HTTP/1.0 200 OK\r\nContent-type: text/html\r\n\r\n"


def file_head(version=VERSION_1):
    return b"filedesc://a.arc 0.0.0.0 20260102030405 text/plain %d\n%s\n" % (len(version), version)


def url_record(url, body, *, words=b"192.0.2.7 20260102030405 text/html", length=None):
    block = HTTP + body
    return b"%s %s %d\n%s\n" % (url, words, len(block) if length is None else length, block)


def pages(count=5):
    return [url_record(b"http://a.example/%d" % n, b"<p>Page %d</p>" % n) for n in range(count)]


def names(records):
    return [each.url for each in records if isinstance(each, Capture)]


EXPECTED = [f"http://a.example/{n}" for n in range(5)]


def test_url_records_become_captures(read):
    capture = read(file_head() + pages()[0])[0]
    assert isinstance(capture, Capture)
    assert (capture.url, capture.body) == ("http://a.example/0", b"<p>Page 0</p>")
    assert capture.captured_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (capture.kind, capture.http_status, capture.origin.record_id) == (CaptureKind.HTML, 200, None)
    assert capture.origin.offset == len(file_head())


def test_the_version_block_is_no_capture(read):
    assert read(file_head()) == []


def test_version_2_lines_are_read(read_one):
    line = b"http://a.example/x 192.0.2.7 20260102030405 text/html 200 checksum - 0 a.arc"
    block = HTTP + b"<p>x</p>"
    assert read_one(file_head(VERSION_2) + b"%s %d\n%s\n" % (line, len(block), block)).body == b"<p>x</p>"


def test_an_archive_may_begin_without_its_version_block(read):
    assert names(read(b"".join(pages()))) == EXPECTED


def test_members_are_read_one_by_one(read):
    members = [gzip.compress(each) for each in (file_head(), *pages())]
    records = read(b"".join(members))
    assert names(records) == EXPECTED
    assert records[1].origin.offset == sum(map(len, members[:2]))


def test_whole_file_gzip_is_read(read):
    assert names(read(gzip.compress(file_head() + b"".join(pages())))) == EXPECTED


def test_urls_may_hold_spaces_and_types_too(read):
    odd = url_record(b"http://a.example/a b c", b"<p>x</p>", words=b"192.0.2.7 20260102030405 text/html; charset=x")
    assert names(read(file_head() + odd + pages()[0])) == ["http://a.example/a b c", "http://a.example/0"]


@pytest.mark.parametrize("address", [b"-", b"0.0.0.0", b"2001:db8::1"])
def test_addresses_of_all_kinds_are_known(read, address):
    assert (
        len(read(file_head() + url_record(b"http://a.example/", b"<p>x", words=address + b" 20260102030405 text/html")))
        == 1
    )


@pytest.mark.parametrize("wrong", [-7, 3, 100, 10**12])
def test_a_wrong_length_costs_nothing(read, wrong):
    body = b"<p>Another page</p>"
    odd = url_record(b"http://a.example/odd", body, length=len(HTTP + body) + wrong)
    records = read(file_head() + b"".join(pages()[:2]) + odd + b"".join(pages()[2:]))
    assert names(records) == [*EXPECTED[:2], "http://a.example/odd", *EXPECTED[2:]]
    assert [each.body.strip() for each in records][2] == body


@pytest.mark.parametrize("length", [b"-1", b"abc", b"-"])
def test_a_senseless_length_costs_nothing(read, length):
    odd = b"http://a.example/odd 192.0.2.7 20260102030405 text/html %s\n%s<p>x</p>\n" % (length, HTTP)
    assert len(names(read(file_head() + odd + b"".join(pages())))) == 6


def test_one_bad_member_costs_one_record(read):
    members = [gzip.compress(each) for each in (file_head(), *pages())]
    members[3] = members[3][:30] + bytes(4) + members[3][34:]
    records = read(b"".join(members))
    assert names(records) == EXPECTED[:2] + EXPECTED[3:]
    assert records[2].reason == "unreadable"


def test_garbage_between_records_is_one_rejection(read, reasons):
    records = read(file_head() + b"".join(pages()[:2]) + b"\0garbage\xff\n\n" + b"".join(pages()[2:]))
    assert names(records) == EXPECTED
    assert reasons(records) == ["unreadable"]


def test_a_truncated_last_record_is_noticed(read):
    records = read((file_head() + b"".join(pages()))[:-8])
    assert records[-1].truncated == "unspecified"


def test_dns_records_are_rejected_by_media_type(read_one):
    data = file_head() + b"dns:a.example 192.0.2.7 20260102030405 text/dns 20\n20260102030405\n1.2.3\n"
    assert (read_one(data).reason, read_one(data).detail) == ("media_type", "text/dns")


def test_records_without_http_headers_go_by_the_type_of_the_line(read_one):
    data = file_head() + b"http://a.example/ 192.0.2.7 19970102030405 html 9\n<p>Old</p>\n"
    assert (read_one(data).kind, read_one(data).http_status) == (CaptureKind.HTML, None)
