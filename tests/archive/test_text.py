from datetime import UTC, datetime

import pytest

from thresher.archive.text import header_of

BODY = "The harbour reopened on Monday.\n\nShips came in.\n"


def read(text, encoding="utf-8"):
    data = text.encode(encoding)
    header = header_of(data)
    return header, data[header.size :]


def test_a_header_goes_to_its_places_and_out_of_the_body():
    header, body = read("URL: https://a.example/x\nDate: 2026-03-04\nTitle: The harbour\nSource: The Paper\n\n" + BODY)
    assert header.url == "https://a.example/x"
    assert header.captured_at == datetime(2026, 3, 4, tzinfo=UTC)
    assert header.hints == (("date", "2026-03-04"), ("title", "The harbour"), ("source", "The Paper"))
    assert body.decode() == BODY


@pytest.mark.parametrize(
    "lines",
    [
        "https://a.example/x\n\n",
        "<https://a.example/x>\n\n",
        "url: https://a.example/x\n",
        "URL : <https://a.example/x>\n---\n",
        "Source URL: https://a.example/x\n====\n\n",
        "Source: https://a.example/x\n\n",
        "\n\nURL: https://a.example/x\n\n\n",
        "---\ntitle: T\nurl: https://a.example/x\nlayout: post\n---\n",
        "\ufeffURL: https://a.example/x\r\n\r\n",
        "**URL:** https://a.example/x\n\n",
        "# URL: https://a.example/x\n\n",
    ],
)
def test_urls_are_found_in_headers_of_all_shapes(lines):
    header, body = read(lines + BODY)
    assert header.url == "https://a.example/x"
    assert body.decode() == BODY


def test_a_date_may_follow_a_url_on_the_first_line():
    header, body = read("https://a.example/x\n2026-03-04T05:06:07Z\n" + BODY)
    assert header.captured_at == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert body.decode() == BODY


def test_the_moment_of_capture_is_taken_before_a_date():
    header, _ = read("URL: https://a.example/x\nDate: 2026-01-01\nRetrieved: Tue, 03 Mar 2026 10:00:00 GMT\n\n" + BODY)
    assert header.captured_at == datetime(2026, 3, 3, 10, tzinfo=UTC)


def test_a_date_in_words_is_a_hint_only():
    header, _ = read("URL: https://a.example/x\nDate: some day in March\n\n" + BODY)
    assert (header.captured_at, header.hints) == (None, (("date", "some day in March"),))


def test_folded_values_are_unfolded():
    header, body = read("Title: The harbour\n  reopened\nURL: https://a.example/x\n\n" + BODY)
    assert header.hints == (("title", "The harbour reopened"),)
    assert body.decode() == BODY


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "The harbour: a history\n\n" + BODY,
        "Published: 4 March 2026\nBy: Jane Roe\n\n" + BODY,
        "By: Jane Roe\n\n" + BODY,
        "Address: 12 Quay Street\n\n" + BODY,
        "Link: skip to content\n\n" + BODY,
        "Note: one\nRemark: two\n\n" + BODY,
        "Title: not a header because the text goes on\nin the next line.\n",
        "Note: this is prose.\n\n" + BODY,
        "https://a.example/x is where it began.\n",
        "Menu\nURL: https://a.example/x\n",
        "---\nA rule.\n---\n",
        "",
    ],
)
def test_text_without_a_header_is_left_whole(text):
    header, body = read(text)
    assert header.size == 0
    assert header.url is None
    assert body.decode() == text


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_headers_in_other_encodings_are_measured_in_their_own_bytes(encoding):
    header, body = read("URL: https://a.example/x\nTitle: H\u00e4fen\n\n" + BODY, encoding)
    assert header.hints == (("title", "H\u00e4fen"),)
    assert body.decode(header.charset or encoding) == BODY


def test_other_fields_beside_a_url_are_hints():
    header, body = read("URL: https://a.example/x\nX-Crawler: t/1\nTitle: T\n\n" + BODY)
    assert header.hints == (("x crawler", "t/1"), ("title", "T"))
    assert body.decode() == BODY


def test_a_field_in_the_text_itself_is_left_there():
    header, body = read("URL: https://a.example/x\nThe mayor said: it is open.\n" + BODY)
    assert header.url == "https://a.example/x"
    assert body.decode() == "The mayor said: it is open.\n" + BODY
