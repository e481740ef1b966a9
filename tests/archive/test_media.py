import pytest

from thresher.archive import media
from thresher.nouns import CaptureKind


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"<!DOCTYPE html><p>x", "text/html"),
        (b"\xef\xbb\xbf \n<HTML lang=en>", "text/html"),
        (b"<!-- saved --><p>", "text/html"),
        (b"<div class=x>", "text/html"),
        ("\ufeff<html><p>x".encode("utf-16-le"), "text/html"),
        ("\ufeff<html><p>x".encode("utf-16-be"), "text/html"),
        ("<html><p>x".encode("utf-16-le"), "text/html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">', "application/xhtml+xml"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "application/xhtml+xml"),
        (b'<?xml version="1.0"?><rss version="2.0">', "application/xml"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "application/xml"),
        (b"%PDF-1.4\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        (b"GIF89a\1\0", "image/gif"),
        (b"\0\1\2\3", "application/octet-stream"),
        (b"BMW sold fewer cars.", "text/plain"),
        (b"Just words, 3 < 4.", "text/plain"),
        (b"<3 this", "text/plain"),
        ("\ufeffWords".encode("utf-16-le"), "text/plain"),
        (b"caf\xe9\n", "text/plain"),
        (b"A stray \x07 bell in a long enough line of words that nobody typed on purpose.", "text/plain"),
        (b"\x01\x02\x03 words", "application/octet-stream"),
    ],
)
def test_the_first_bytes_show_the_media_type(body, found):
    assert media.sniffed(body) == found


@pytest.mark.parametrize("declared", ["text/html", "application/xhtml+xml"])
def test_declared_markup_is_markup_unless_it_is_surely_binary(declared):
    assert media.kind(declared, b"no tag at all") == (CaptureKind.HTML, declared)
    assert media.kind(declared, b"<?xml version='1.0'?><x/>") == (CaptureKind.HTML, declared)
    assert media.kind(declared, b"%PDF-1.4") == (None, "application/pdf")


def test_text_that_is_markup_is_markup():
    assert media.kind("text/plain", b"<!doctype html><p>") == (CaptureKind.HTML, "text/html")
    assert media.kind("text/plain", b"<!-- x --> <html><p>") == (CaptureKind.HTML, "text/html")
    assert media.kind("text/plain", b"plain") == (CaptureKind.TEXT, "text/plain")
    assert media.kind("text/plain", b"<b> is for bold, said she.") == (CaptureKind.TEXT, "text/plain")


@pytest.mark.parametrize("declared", ["", "application/octet-stream", "unknown/unknown", "html", "*/*"])
def test_a_type_that_says_nothing_is_sniffed(declared):
    assert media.may_be_page(declared)
    assert media.kind(declared, b"<html>") == (CaptureKind.HTML, "text/html")
    assert media.kind(declared, b"words") == (CaptureKind.TEXT, "text/plain")
    assert media.kind(declared, b"\x89PNG\r\n\x1a\n")[0] is None


def test_xml_is_a_page_only_if_it_is_xhtml():
    xhtml = b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'
    assert media.kind("application/xml", xhtml)[0] is CaptureKind.HTML
    assert media.kind("text/xml", b"<rss><channel/></rss>") == (None, "text/xml")
    assert media.kind("text/xml", b"<note>x</note>") == (None, "text/xml")


@pytest.mark.parametrize(
    "declared", ["image/png", "application/json", "text/css", "text/javascript", "application/pdf", "video/mp4"]
)
def test_other_types_are_no_pages(declared):
    assert not media.may_be_page(declared)


def test_the_essence_and_the_charset_are_taken_from_the_header():
    assert media.essence(" Text/HTML ; charset=x") == "text/html"
    assert media.essence("text/html charset=utf-8") == "text/html"
    assert media.essence(None) == media.essence("; charset=x") == ""
    assert media.charset('text/html; a=b; Charset = "UTF-8"') == "UTF-8"
    assert media.charset("text/html; charset=utf8mb4;x") == "utf8mb4"
    assert media.charset("text/html") is None
