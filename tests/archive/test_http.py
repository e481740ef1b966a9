import pytest

from thresher.archive.http import message

LIMIT = 2**16


def answer(data):
    found = message(data, LIMIT)
    assert found is not None
    return found


def test_status_headers_and_body_are_parted():
    found = answer(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-A: 1\r\nx-a:2\r\n\r\nbody\r\n\r\nmore")
    assert found.status == 200
    assert found.headers == (("content-type", "text/html"), ("x-a", "1"), ("x-a", "2"))
    assert found.body == b"body\r\n\r\nmore"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"HTTP/1.1 200", 200),
        (b"HTTP/1.1  404  Gone", 404),
        (b"HTTP/2 200", 200),
        (b"http/1.0 200 ok", 200),
        (b"HTTP/1.1 OK", None),
        (b"HTTP/1.1", None),
        (b"HTTP/1.1 2000 OK", None),
        (b"HTTP/1.0 200 \xc4\xe4\xff", 200),
        (b"ICY 200 OK", 200),
    ],
)
def test_bad_status_lines_are_read_as_far_as_they_go(line, status):
    found = answer(line + b"\r\nA: b\r\n\r\nx")
    assert (found.status, found.headers, found.body) == (status, (("a", "b"),), b"x")


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_any_line_end_ends_a_header(end):
    found = answer(end.join([b"HTTP/1.1 200 OK", b"A: b", b"C: d", b"", b"x\ny"]))
    assert (found.headers, found.body) == ((("a", "b"), ("c", "d")), b"x\ny")


def test_mixed_line_ends_part_head_and_body():
    assert answer(b"HTTP/1.1 200 OK\r\nA: b\n\r\nx").body == b"x"
    assert answer(b"HTTP/1.1 200 OK\nA: b\r\n\nx").body == b"x"


def test_folded_headers_are_unfolded():
    assert answer(b"HTTP/1.1 200 OK\r\nA: b\r\n\t c\r\n\r\n").header("a").split() == ["b", "c"]


def test_bytes_in_headers_are_text():
    assert answer(b"HTTP/1.1 200 OK\r\nA: \xe9\r\nB: \xc3\xa9\r\n\r\n").headers == (("a", "\u00e9"), ("b", "\u00e9"))


def test_lines_that_are_no_headers_are_passed_over():
    assert answer(b"HTTP/1.1 200 OK\r\nnonsense\r\nA: b\r\n\r\nx").headers == (("a", "b"),)


def test_an_answer_without_the_empty_line_ends_its_head_where_markup_begins():
    found = answer(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n<!doctype html><p>x")
    assert (found.headers, found.body) == ((("content-type", "text/html"),), b"<!doctype html><p>x")


def test_an_answer_may_be_all_head():
    found = answer(b"HTTP/1.1 200 OK\r\nA: b")
    assert (found.headers, found.body) == ((("a", "b"),), b"")


def test_interim_answers_are_passed_over():
    found = answer(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nL: x\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\nx")
    assert (found.status, found.body) == (200, b"x")


def test_a_proxys_words_before_the_answer_are_passed_over():
    found = answer(b"HTTP/1.0 200 Connection established\r\n\r\nHTTP/1.1 404 No\r\nA: b\r\n\r\nx")
    assert (found.status, found.body) == (404, b"x")


def test_a_page_that_quotes_an_answer_is_not_taken_for_another():
    body = b"HTTP/1.1 500 Oops is what it said"
    assert answer(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n" + body).body == body


def test_headers_without_a_status_line_are_headers():
    found = answer(b"Content-Type: text/html\r\nA: b\r\n\r\nx")
    assert (found.status, found.headers) == (None, (("content-type", "text/html"), ("a", "b")))


@pytest.mark.parametrize("body", [b"<html>", b"Note: this is prose.\r\n\r\nx", b"", b"\0\1\2"])
def test_what_is_no_answer_is_none(body):
    assert message(body, LIMIT) is None


def test_codings_are_listed_in_the_order_of_their_application():
    found = answer(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Encoding: GZIP, deflate\r\n\r\n")
    assert found.codings("content-encoding") == ["br", "gzip", "deflate"]
