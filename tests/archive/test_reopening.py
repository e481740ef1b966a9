"""Every record can be opened again by its origin."""

import gzip
import io

import pytest
import zstandard

from thresher.archive import read_capture_at, read_captures
from thresher.errors import RecordError

ARC = b"".join(
    b"http://a.example/%d 192.0.2.7 20260102030405 text/html %d\n<p>Page %d</p>\n" % (n, 13, n) for n in range(5)
)
JSONL = b"".join(b'{"url": "http://a.example/%d", "text": "Words %d"}\n' % (n, n) for n in range(5))


def stored(archive, how):
    compress = zstandard.ZstdCompressor().compress
    request = archive.records[0].replace(b"WARC-Type: response", b"WARC-Type: request")
    two = gzip.compress(archive.records[0] + archive.records[1], mtime=0)
    return {
        "plain": archive.plain,
        "gz": archive.gz,
        "whole gz": archive.whole_gz,
        "gz after requests": b"".join(gzip.compress(request) + each for each in archive.members),
        "two records in a later member": archive.gz + two,
        "zst": b"".join(compress(each) for each in archive.records),
        "whole zst": compress(archive.plain),
        "blocks": b"".join(gzip.compress(archive.plain[at : at + 700]) for at in range(0, len(archive.plain), 700)),
        "damaged gz": archive.gz[:900] + bytes(20) + archive.gz[920:],
        "damaged plain": archive.plain[:900] + bytes(400) + archive.plain[1400:],
        "arc": ARC,
        "arc gz": gzip.compress(ARC),
        "jsonl": JSONL,
        "jsonl gz": gzip.compress(JSONL + b"broken\n" + JSONL),
        "html": b"<!doctype html><p>Words.",
        "text": b"URL: http://a.example/\n\nWords.",
    }[how]


@pytest.mark.parametrize(
    "how",
    [
        *(
            "plain",
            "gz",
            "whole gz",
            "gz after requests",
            "two records in a later member",
            "zst",
            "whole zst",
            "blocks",
        ),
        *("damaged gz", "damaged plain", "arc", "arc gz", "jsonl", "jsonl gz", "html", "text"),
    ],
)
def test_reading_again_gives_the_same_record(archive, how):
    data = stored(archive, how)
    records = list(read_captures(io.BytesIO(data), name="a"))
    assert records
    assert len({each.origin.offset for each in records}) == len(records)
    for record in records:
        assert read_capture_at(io.BytesIO(data), record.origin.offset, name="a") == record


@pytest.mark.parametrize("how", ["plain", "gz", "zst"])
def test_offsets_are_those_of_the_stored_records(archive, how):
    data = stored(archive, how)
    starts = {"plain": b"WARC/", "gz": b"\x1f\x8b\x08", "zst": b"\x28\xb5\x2f\xfd"}[how]
    for record in read_captures(io.BytesIO(data), name="a"):
        assert data[record.origin.offset :].startswith(starts)


@pytest.mark.parametrize("offset", [7, 10**9])
def test_an_offset_without_a_record_is_an_error(archive, offset):
    with pytest.raises(RecordError, match=f"a:{offset}"):
        read_capture_at(io.BytesIO(archive.gz), offset, name="a")


def test_a_record_is_found_without_reading_what_comes_before(archive):
    read_from = []

    class Watched(io.BytesIO):
        def read(self, size=-1):
            read_from.append(self.tell())
            return super().read(size)

    data = b"".join(gzip.compress(record, 0) for record in archive.records * 400)
    member = len(gzip.compress(archive.records[0], 0))
    last = len(data) - len(gzip.compress(archive.records[9], 0))
    stream = Watched(data)
    assert read_capture_at(stream, last).url == archive.urls[9]
    assert len(data) > 2_000_000 > member
    assert [at for at in read_from if 300_000 < at < len(data) - 300_000] == []
