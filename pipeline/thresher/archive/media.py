"""What a body is: by its declared media type where that can be believed, else by its first bytes.

A light form of the WHATWG MIME Sniffing Standard.
"""

from __future__ import annotations

import re

from thresher.nouns import CaptureKind

SNIFFED = 1445  # bytes that the standard looks at

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"})
_DOUBTED = frozenset(
    {
        "",
        "application/octet-stream",
        "application/x-octet-stream",
        "application/unknown",
        "application/x-unknown",
        "application/x-unknown-content-type",
        "application/x-download",
        "application/force-download",
        "application/download",
        "binary/octet-stream",
        "unknown/unknown",
        "content/unknown",
        "text/htm",
        "text/xhtml",
        "text/x-html",
        "application/html",
        "application/x-httpd-php",
        "text/x-php",
        "text",
        "html",
        "text/*",
        "*/*",
        "*",
    }
)
_XML_TYPES = frozenset({"text/xml", "application/xml"})
_MARKUP = re.compile(  # the tags by which the standard knows HTML, and the comment and head tags of saved pages
    rb"<(?:!doctype\s+html|!--|(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|meta|link|base"
    rb"|article|main|section|header|nav|noscript|center|span|ul|ol|form)[\s/>])",
    re.IGNORECASE,
)
_SURE_MARKUP = re.compile(
    rb"\s*(?:<!--.{0,1000}?-->\s*)?<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL
)
_XHTML = re.compile(
    rb"<(?:!doctype\s+html|html[\s>]|(?:[\w-]+:)?html\s[^>]{0,1000}http://www\.w3\.org/1999/xhtml)", re.IGNORECASE
)
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"%!PS-Adobe-", "application/postscript"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"RIFF", "application/riff"),
    (b"OggS\x00", "application/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"Rar!\x1a\x07", "application/x-rar-compressed"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
    (b"\x7fELF", "application/x-elf"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"PAR1", "application/vnd.apache.parquet"),
)
_TEXT_SIGNATURES = frozenset({b"BM", b"ID3", b"BZh", b"RIFF", b"PAR1"})  # letters that text may begin with, too
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_STRAY = 50  # a control character in fewer others than this is no accident
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ESSENCE = re.compile(r"\s*([^\s;,\"']{1,127})")  # some servers write `text/html charset=utf-8`
_OTHER_XML = re.compile(rb"<(?:rss|feed|rdf:rdf|urlset|sitemapindex|svg|opml|kml|xsl:stylesheet)[\s>]", re.IGNORECASE)


def essence(content_type: str | None) -> str:
    """The media type without its parameters, in lower case; empty if there is none."""
    match = _ESSENCE.match(content_type or "")
    return match[1].lower() if match else ""


def charset(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type, as it stands there."""
    match = re.search(r"charset\s*=\s*[\"']?\s*([^\s\"';,]{1,80})", content_type or "", re.IGNORECASE)
    return match[1] if match else None


def may_be_page(declared: str) -> bool:
    """Whether a body of this declared media type may be markup or text; decided before it is decoded."""
    return (
        declared in _HTML_TYPES
        or declared == "text/plain"
        or declared in _DOUBTED
        or declared in _XML_TYPES
        or ("/" not in declared)
    )


def kind(declared: str, body: bytes) -> tuple[CaptureKind | None, str]:
    """What a decoded body is and its media type; None where it is neither markup nor text."""
    found = sniffed(body)
    if declared in _HTML_TYPES:
        binary = not found.startswith(("text/", "application/xhtml", "application/xml", "application/octet"))
        return (None, found) if binary else (CaptureKind.HTML, declared)
    if declared in _XML_TYPES and found != "application/xhtml+xml":
        found = "text/html" if _is_html_in_xml(body) else declared
    if declared == "text/plain" and found == "text/html" and not _SURE_MARKUP.match(_shown(body)):
        found = declared  # prose may begin with a tag
    if found in _HTML_TYPES:
        return CaptureKind.HTML, found
    if found == "text/plain":
        return CaptureKind.TEXT, found
    return None, found


def sniffed(body: bytes) -> str:
    """The media type that the first bytes show."""
    lead = _lead(body)
    for signature, media_type in _SIGNATURES:
        if lead.startswith(signature) and (signature not in _TEXT_SIGNATURES or _BINARY.search(lead)):
            return media_type
    shown = _shown(body).lstrip()
    if shown[:5].lower() == b"<?xml":
        return "application/xhtml+xml" if _XHTML.search(shown) else "application/xml"
    if _MARKUP.match(shown):
        return "application/xml" if shown.startswith(b"<!--") and _OTHER_XML.search(shown) else "text/html"
    if _OTHER_XML.match(shown):
        return "application/xml"
    return "application/octet-stream" if is_binary(shown) else "text/plain"


def is_binary(data: bytes) -> bool:
    """Whether bytes are surely no text: a stray control character, which the standard minds, is forgiven."""
    return b"\0" in data or len(_BINARY.findall(data)) * _STRAY > len(data)


def _lead(body: bytes) -> bytes:
    return body[:SNIFFED]


def _shown(body: bytes) -> bytes:
    """The first bytes as ASCII can show them: without a byte order mark, UTF-16 taken apart."""
    lead = _lead(body)
    if lead.startswith(_BOMS[0]):
        return lead[3:]
    if lead.startswith(_BOMS[1:]):
        encoding = "utf-16-le" if lead.startswith(b"\xff\xfe") else "utf-16-be"
        return lead[2:].decode(encoding, "replace").encode("utf-8", "replace")
    if len(lead) > 3 and lead[:1] == b"<" and lead[1:2] == b"\0":  # noqa: PLR2004 - two characters of UTF-16
        return lead.decode("utf-16-le", "replace").encode("utf-8", "replace")
    return lead


def _is_html_in_xml(body: bytes) -> bool:
    """Whether a body sent as XML is a page after all."""
    return bool(_XHTML.search(_shown(body)))
