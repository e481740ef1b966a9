from datetime import UTC, datetime

import pytest

from thresher.nouns import Capture, CaptureKind, Rejection, Revisit

# The example of WARC 1.1, annex C.3, with another page.
RESPONSE = b"""\
WARC/1.1\r
WARC-Type: response\r
WARC-Target-URI: http://www.paper.example/story?id=1&b=%20x\r
WARC-Warcinfo-ID: <urn:uuid:35f02b38-eb19-4f0d-86e4-bfe95815069c>\r
WARC-Date: 2026-09-19T17:20:24.123456Z\r
WARC-Payload-Digest: sha1:CCHXETFVJD2MUZY6ND6SS7ZENMWF7KQ2\r
WARC-Record-ID: <urn:uuid:92283950-ef2f-4d72-b224-f54c6ec90bb0>\r
Content-Type: application/http;msgtype=response\r
Content-Length: 143\r
\r
HTTP/1.1 200 OK\r
Content-Type: text/html; charset=ISO-8859-15\r
X-Note: first\r
X-Note: second\r
\r
<html><body>The harbour reopened.</body></html>\r
\r
"""


def test_a_response_becomes_a_capture(read_one):
    capture = read_one(RESPONSE)
    assert isinstance(capture, Capture)
    assert str(capture.origin) == "a:0"
    assert capture.origin.record_id == "<urn:uuid:92283950-ef2f-4d72-b224-f54c6ec90bb0>"
    assert capture.url == "http://www.paper.example/story?id=1&b=%20x"
    assert capture.captured_at == datetime(2026, 9, 19, 17, 20, 24, 123456, UTC)
    assert capture.kind is CaptureKind.HTML
    assert capture.body == b"<html><body>The harbour reopened.</body></html>"
    assert (capture.media_type, capture.charset, capture.http_status) == ("text/html", "ISO-8859-15", 200)
    assert [value for name, value in capture.headers if name == "x-note"] == ["first", "second"]
    assert capture.payload_digest == "sha1:CCHXETFVJD2MUZY6ND6SS7ZENMWF7KQ2"
    assert capture.truncated is None


@pytest.mark.parametrize("version", [b"WARC/0.17", b"WARC/0.18", b"WARC/1.0", b"WARC/1.1"])
def test_every_version_is_read(read_one, version):
    assert isinstance(read_one(RESPONSE.replace(b"WARC/1.1", version)), Capture)


def test_line_feeds_alone_end_lines(read_one):
    data = RESPONSE.replace(b"\r\n", b"\n").replace(b"Content-Length: 143", b"Content-Length: 138")
    assert read_one(data).body == b"<html><body>The harbour reopened.</body></html>"


def test_an_empty_line_after_the_version_is_passed_over(read_one):
    assert isinstance(read_one(RESPONSE.replace(b"WARC/1.1\r\n", b"WARC/0.18\n\n")), Capture)


def test_field_names_have_no_case_and_lines_may_be_folded(read_one):
    data = RESPONSE.replace(b"WARC-Target-URI:", b"warc-target-uri:").replace(
        b"Content-Length: 143", b"content-LENGTH:\r\n 131"
    )
    assert read_one(data).url == "http://www.paper.example/story?id=1&b=%20x"


def test_requests_metadata_and_warcinfo_are_no_captures(make_record, read):
    data = b"".join(
        make_record("http://a.example/", warc_type=kind) for kind in ("warcinfo", "request", "metadata", "monkeys")
    )
    assert read(data) == []


def test_a_resource_is_read_by_its_own_content_type(make_record, read_one):
    data = make_record(
        "http://a.example/",
        b"<p>Hi</p>",
        warc_type="resource",
        http=None,
        headers=[b"Content-Type: text/html; charset=koi8-r"],
    )
    capture = read_one(data)
    assert (capture.kind, capture.charset, capture.http_status, capture.headers) == (
        CaptureKind.HTML,
        "koi8-r",
        None,
        (),
    )


def test_a_conversion_is_text(make_record, read_one):
    data = make_record(
        "http://a.example/", b"Plain words.\n", warc_type="conversion", http=None, headers=[b"Content-Type: text/plain"]
    )
    capture = read_one(data)
    assert (capture.kind, capture.media_type, capture.body) == (CaptureKind.TEXT, "text/plain", b"Plain words.\n")


def test_a_conversion_that_quotes_markup_is_text_all_the_same(make_record, read_one):
    headers = [b"Content-Type: text/plain"]
    data = make_record("http://a.example/", b"<html> is a tag.", warc_type="conversion", http=None, headers=headers)
    assert read_one(data).kind is CaptureKind.TEXT


def test_a_revisit_names_what_it_refers_to(make_record, read_one):
    data = make_record(
        "http://a.example/",
        b"",
        warc_type="revisit",
        headers=[
            b"WARC-Payload-Digest: sha1:ABC",
            b"WARC-Refers-To-Target-URI: <http://b.example/>",
            b"WARC-Refers-To-Date: 2026-01-02T03:04:05Z",
        ],
    )
    revisit = read_one(data)
    assert isinstance(revisit, Revisit)
    assert (revisit.url, revisit.payload_digest, revisit.refers_to_url) == (
        "http://a.example/",
        "sha1:ABC",
        "http://b.example/",
    )
    assert revisit.refers_to_date == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (revisit.http_status, revisit.headers) == (200, (("content-type", "text/html"),))


def test_angle_brackets_around_the_target_are_taken_off(make_record, read_one):
    assert read_one(make_record("<http://a.example/b>")).url == "http://a.example/b"


def test_a_target_with_spaces_is_kept_to_the_letter(make_record, read_one):
    assert read_one(make_record("http://a.example/b c?d= e")).url == "http://a.example/b c?d= e"


def test_a_target_in_utf_8_or_latin_1_is_decoded(make_record, read_one):
    data = make_record("http://a.example/x")
    assert read_one(data.replace(b"example/x", "example/\u00e9".encode())).url == "http://a.example/\u00e9"
    assert read_one(data.replace(b"example/x", b"example/\xe9")).url == "http://a.example/\u00e9"


def test_a_bad_date_is_no_date(make_record, read_one):
    data = make_record("http://a.example/").replace(b"2026-11-20T10:00:00Z", b"yesterday")
    assert read_one(data).captured_at is None


@pytest.mark.parametrize(
    "target", ["dns:a.example", "whois://whois.example/a", "metadata:x", "urn:pageinfo:http://a.example/"]
)
def test_records_that_are_no_pages_of_the_web_are_rejected_by_media_type(make_record, read_one, target):
    data = make_record(
        target, b"a.example. IN A 192.0.2.1", warc_type="resource", http=None, headers=[b"Content-Type: text/dns"]
    )
    rejection = read_one(data)
    assert (rejection.reason, rejection.detail, rejection.url) == ("media_type", "text/dns", target)


@pytest.mark.parametrize("status", [b"301 Moved", b"404 Not Found", b"503", b"304 Not Modified", b"100 Continue"])
def test_other_answers_than_success_are_rejected_with_their_status(make_record, read_one, status):
    data = make_record("http://a.example/", http=b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html\r\n")
    rejection = read_one(data)
    assert (rejection.reason, rejection.stage, rejection.detail) == ("http_status", "decode", status[:3].decode())


def test_an_empty_body_is_rejected_as_empty(make_record, read_one):
    assert read_one(make_record("http://a.example/", b"")).reason == "empty"
    assert read_one(make_record("http://a.example/", b"", http=b"HTTP/1.1 204 No Content\r\n")).reason == "empty"


def test_media_types_without_text_are_rejected_without_being_decoded(make_record, read_one):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: Image/PNG; q=1\r\nContent-Encoding: gzip\r\n"
    rejection = read_one(make_record("http://a.example/", b"\x1f\x8bnot gzip", http=http))
    assert (rejection.reason, rejection.detail) == ("media_type", "image/png")


def test_later_segments_and_continuations_are_rejected(make_record, read, reasons):
    data = make_record("http://a.example/", headers=[b"WARC-Segment-Number: 2"])
    data += make_record("http://a.example/", warc_type="continuation", headers=[b"WARC-Segment-Number: 3"], http=None)
    assert reasons(read(data)) == ["segmented", "segmented"]


def test_a_first_segment_is_an_incomplete_capture(make_record, read_one):
    assert read_one(make_record("http://a.example/", headers=[b"WARC-Segment-Number: 1"])).truncated == "unspecified"


def test_the_reason_for_truncation_is_kept(make_record, read_one):
    assert read_one(make_record("http://a.example/", headers=[b"WARC-Truncated: disconnect"])).truncated == "disconnect"


def test_a_record_without_a_type_is_unreadable(make_record, read_one):
    assert read_one(make_record("http://a.example/").replace(b"WARC-Type: response\r\n", b"")).reason == "unreadable"


def test_a_record_without_a_length_ends_where_the_next_begins(make_record, read, archive, urls):
    first = make_record("http://a.example/").split(b"Content-Length")
    data = first[0].rstrip(b"\r\n") + b"\r\n\r\n" + first[1].partition(b"\r\n\r\n")[2] + archive.plain
    records = read(data)
    assert urls(records) == ["http://a.example/", *archive.urls]
    assert records[0].body == b"<p>Hello</p>"


def test_a_body_over_the_limit_is_cut_and_flagged(make_record, read, urls, archive):
    long = make_record("http://a.example/", b"<p>" + b"x" * 50_000)
    for data in (long + archive.plain, archive.plain + long):
        records = read(data, body_bytes=4000, header_bytes=2000)
        assert sorted(urls(records)) == sorted(["http://a.example/", *archive.urls])
        cut = next(each for each in records if each.url == "http://a.example/")
        assert (len(cut.body), cut.truncated) == (4000, "length")


def test_a_wet_file_gives_one_text_capture_for_each_conversion(make_record, read):
    data = make_record("x", b"Software-Info: y\r\n", warc_type="warcinfo", http=None) + b"".join(
        make_record(
            f"http://a.example/{n}",
            b"Words %d" % n,
            warc_type="conversion",
            http=None,
            headers=[b"Content-Type: text/plain"],
        )
        for n in range(3)
    )
    assert [(each.kind, each.body) for each in read(data)] == [("text", b"Words %d" % n) for n in range(3)]


def test_rejections_carry_the_place_and_the_date(make_record, read):
    data = make_record("http://a.example/") + make_record("http://b.example/", http=b"HTTP/1.1 404 X\r\n")
    rejection = read(data)[1]
    assert isinstance(rejection, Rejection)
    assert rejection.origin.offset == len(make_record("http://a.example/"))
    assert rejection.captured_at == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_the_example_has_the_length_that_it_declares():
    head, _, rest = RESPONSE.partition(b"\r\n\r\n")
    assert int(head.rpartition(b" ")[2]) == len(rest.removesuffix(b"\r\n\r\n"))
