"""The corpus: what our fixtures hold, in the pieces that each target takes, and tokens that mean something there."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from itertools import islice
from typing import TYPE_CHECKING

import brotli
import zstandard

from thresher.archive import read_captures
from thresher.kit import config_folder
from thresher.nouns import Capture, CaptureKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HUGE = b"9223372036854775808"  # 2^63

ARCHIVES = (
    *("archives/sound.warc.gz", "archives/sound.arc", "archives/dictionary.warc.zst", "archives/frames.warc.lz4"),
    *("captures/old.arc.gz", "captures/crawl.warc.wet.gz", "captures/pages.warc.zst", "captures/pages.warc.lz4"),
)
"""Sound archives, each record in a member of its own, or in a file without members."""

_SMALL = 7_000  # bytes of an archive or page that is quick enough to be read a hundred thousand times
_GRAPH = (
    b'{"@context":"https://schema.org","@graph":[{"@type":["NewsArticle"],"@id":"#a","headline":"The lamp is lit",'
    b'"author":[{"@id":"#p"},"B. Reed"],"datePublished":"2026-01-02T03:04:05Z","isPartOf":{"@id":"#s"},'
    b'"image":{"@type":"ImageObject","url":["https://a.example/i.png"]},"keywords":"lamp, harbour",},'
    b'{"@type":"Person","@id":"#p","name":"A. Reed","sameAs":{"@id":"#p"}},'
    b'{"@type":"WebSite","@id":"#s","name":"The Quay","publisher":{"@id":"#a"}}]}'
)
_LINKED = re.compile(rb"<script[^>]*ld\+json[^>]*>(.*?)</script>", re.DOTALL)

ARCHIVE_TOKENS = (
    *(b"WARC/1.0\r\n", b"WARC/1.1\r\nWARC-Type: response\r\n", b"Content-Length: 0\r\n", b"\r\n\r\n"),
    b"Content-Length: " + HUGE + b"\r\n",
    *(b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"WARC-Truncated: length\r\n"),
    *(b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18", b"\x50\x2a\x4d\x18\xff\xff\xff\xff"),
    *(b"http://a.example/ 1.2.3.4 20100101000000 text/html 99999\n", b"\xff" * 8, b"\0" * 8),
)
ZIP_TOKENS = (*ARCHIVE_TOKENS, b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"../../", b"\xff" * 4)
HTTP_TOKENS = (
    *(b"Content-Encoding: gzip\r\n", b"Content-Encoding: br\r\n", b"Content-Encoding: gzip, gzip, br, zstd\r\n"),
    *(
        b"Transfer-Encoding: chunked\r\n",
        b"\r\n0\r\n\r\n",
        b"ffffffffffffffff\r\n",
        b"8000000000000000\r\n",
        b"5;x=y\r\n",
        b"\r\n\r\n",
    ),
    *(b"HTTP/1.1 100 Continue\r\n\r\n", b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd", b"\x78\x9c", b"\r\n " * 50),
)
CHARSET_TOKENS = (
    *(b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00", b"\x1b$B", b"\x1b(B", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"),
    *(b"<meta charset=utf-16>", b"<meta charset=shift_jis>", b"\x81", b"\xa4\xe5", b"\x8f\xa2", b"utf-7\n", b"~{"),
)
HTML_TOKENS = (
    *(b"<!--", b"-->", b"<script>", b"</script>", b"<template>", b"<svg><title>", b"<math>", b"<table><td>", b"<p>"),
    *(b"<plaintext>", b"<noscript>", b"<textarea>", b"<![CDATA[", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;"),
    *(b"&#xD800;", b"&#x202e;", b"</p></div>", b"<div " * 20, b"=\"'", b"<a href=javascript:x>", b"<iframe srcdoc="),
)
TEXT_TOKENS = (
    *(
        b"\n\n",
        b"\r\r\n",
        b"\x0c",
        b"\t" * 9,
        b"* * *\n",
        b"> > > ",
        b"1. ",
        b"\xe2\x80\xae",
        b"\xef\xbb\xbf",
        b"=\n" * 9,
    ),
    *(b"By A. B.\n", b"Published: 2026-01-02\n", b"[1] ", b"\xed\xb0\x80", b"\x1b[31m", b"\xe2\x80\xa8", b"---\n"),
)
RULE_TOKENS = (
    *(
        b"(?:",
        b"){1000}",
        b"(?=",
        b"\\1",
        b"[^\\x00-\\x{10FFFF}]",
        b".*",
        b"{{net}}",
        b"{{",
        b"'''",
        b'"""',
        b"(?P<authors>",
    ),
    *(
        b'unit = "span"\n',
        b'where = "tail"\n',
        b"near = []\n",
        b"max_words = -1\n",
        b"[[rule]]\n",
        b"\xff",
        b"\\pN",
        b"+*",
    ),
)
JSON_TOKENS = (
    *(
        b"{",
        b"}",
        b"[" * 50,
        b'"@graph":[',
        b'"author":{"author":',
        b"null",
        b"1e999",
        b"-0",
        b"\\ud800",
        b"\\u0000",
        b"NaN",
    ),
    *(
        b'"@id":"#a"',
        b'"@type":["Article","Person"]',
        b'"headline":[]',
        b'"datePublished":{}',
        b"true",
        b"//]]>",
        b"9" * 400,
    ),
    *(b'"url":5,', b'"html":null,', b'"text":["x"],', b'"metadata":{"metadata":{}},'),
)


def archives(fixtures: Path) -> list[bytes]:
    """The smaller sound archives, and one of them without compression."""
    found = [(fixtures / name).read_bytes() for name in ARCHIVES]
    return [data for data in found if len(data) < _SMALL] + [plain_of(found[0])]


def plain_of(data: bytes) -> bytes:
    """A gzip archive without its compression."""
    return gzip.decompress(data)


def zips(fixtures: Path) -> list[bytes]:
    """WACZ files: stored, deflated, and one without a directory."""
    sound = (fixtures / "archives/sound.wacz").read_bytes()
    return [sound, _deflated(sound), (fixtures / "archives/truncated.wacz").read_bytes()]


def _deflated(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as files, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in files.namelist():
            out.writestr(zipfile.ZipInfo(name), files.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def messages(fixtures: Path) -> list[bytes]:
    """HTTP messages in every coding, and in several at once."""
    page = (fixtures / "captures/saved/auetal-heimatforscher.html").read_bytes()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (page[:700], page[700:])) + b"0\r\n\r\n"
    coders: dict[bytes, Callable[[bytes], bytes]] = {
        b"gzip": lambda data: gzip.compress(data, mtime=0),
        b"deflate": zlib.compress,
        b"br": lambda data: brotli.compress(data, quality=4),
        b"zstd": zstandard.compress,
        b"br, gzip": lambda data: gzip.compress(brotli.compress(data, quality=4), mtime=0),
    }
    plain = [(b"", page), (b"Transfer-Encoding: chunked\r\n", chunks)]
    coded = [(b"Content-Encoding: " + name + b"\r\n", code(page)) for name, code in coders.items()]
    return [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + head + b"\r\n" + body for head, body in plain + coded]


def labelled(fixtures: Path) -> list[bytes]:
    """Pages in many encodings, each behind a line with its label."""
    story = (fixtures / "captures/text/quais-souffleuse.txt").read_bytes().decode()[:800]
    names = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "windows-1252", "iso-8859-15", "macroman")
    western = [name.encode() + b"\n" + story.encode(name, "replace") for name in names]
    kana = "\u6e2f\u306e\u706f\u53f0\u304c\u518d\u3073\u958b\u3044\u305f\u3002" * 20
    eastern = [name.encode() + b"\n" + kana.encode(name) for name in ("shift_jis", "euc-jp", "iso2022_jp", "gb18030")]
    return western + eastern


def pages(fixtures: Path) -> list[bytes]:
    """Saved pages, the shorter ones."""
    found = [path.read_bytes() for path in sorted((fixtures / "captures/saved").iterdir())]
    return [body for body in found if len(body) < _SMALL + 1000]


def texts(fixtures: Path) -> list[bytes]:
    """Text captures."""
    return [path.read_bytes() for path in sorted((fixtures / "captures/text").iterdir())]


def rules(_: Path) -> list[bytes]:
    """Rule files of one rule each, out of the shipped ones."""
    found = []
    for path in sorted((config_folder() / "rules").glob("*.toml")):
        head, *tables = path.read_bytes().split(b"[[rule]]")
        found += [head + b"[[rule]]" + table for table in islice(tables, 2)]
    return [data for data in found if len(data) < _SMALL]


def linked_data(fixtures: Path) -> list[bytes]:
    """The JSON-LD of our pages, and a graph whose nodes name each other."""
    bodies = [capture.body for capture in _captures(fixtures) if capture.kind is CaptureKind.HTML]
    return sorted({match for body in bodies for match in _LINKED.findall(body)} | {_GRAPH})


def json_lines(fixtures: Path) -> list[bytes]:
    """Lines of other pipelines, and short ones."""
    lines = (fixtures / "captures/export.jsonl").read_bytes().splitlines()
    short = (
        b'{"url": "https://a.example/", "text": "Words.", "metadata": {"title": "T", "n": 3}, "authors": ["A", "B"]}'
    )
    return [*(line for line in lines if len(line) < _SMALL), short, short.replace(b'"text"', b'"html"')]


def _captures(fixtures: Path) -> list[Capture]:
    paths = (fixtures / "captures/pages.warc", fixtures / "captures/news.warc.gz")
    return [one for path in paths for one in read_captures(path) if isinstance(one, Capture)]
