"""Archives that swell: little is stored, and no more is decoded than the limits allow."""

import gzip
import tracemalloc

import pytest
import zstandard

from thresher.nouns import Capture

RLE_BLOCK = (2**17 << 3 | 1 << 1).to_bytes(3, "little") + b"\0"  # 128 KiB of zeros in four bytes
LIMITS = {"body_bytes": 2**20, "header_bytes": 2**16, "inflate_ratio": 50}


def frame_of_zeros(blocks):
    """A zstd frame of `blocks` times 128 KiB, in four bytes each."""
    last = ((2**17 << 3) | (1 << 1) | 1).to_bytes(3, "little") + b"\0"
    return b"\x28\xb5\x2f\xfd\x00\x58" + RLE_BLOCK * (blocks - 1) + last


@pytest.fixture
def pulled(monkeypatch):
    """How many bytes the decoders gave."""
    from thresher.archive import members

    counted = {"bytes": 0}
    fill = members._Counted.pieces

    def pieces(self, of):
        inner = fill(self, of)
        while True:
            try:
                piece = next(inner)
            except StopIteration as end:
                return end.value
            counted["bytes"] += len(piece)
            yield piece

    monkeypatch.setattr(members._Counted, "pieces", pieces)
    return counted


def test_a_frame_of_zeros_is_what_it_says():
    assert zstandard.ZstdDecompressor().decompressobj().decompress(frame_of_zeros(3)) == bytes(3 * 2**17)


def test_a_bomb_behind_sound_members_is_read_no_further_than_the_ratio(archive, read, urls, reasons, pulled):
    members = b"".join(zstandard.compress(each) for each in archive.records)
    bomb = frame_of_zeros(40_000)  # 5 GB
    data = members + bomb
    records = read(data, **LIMITS)
    assert urls(records) == archive.urls
    assert reasons(records) == ["unreadable"]
    assert "swells beyond" in records[-1].detail
    assert pulled["bytes"] <= 50 * len(data)


def test_many_small_bombs_swell_no_further_than_one(archive, read, urls, pulled):
    data = b"".join(zstandard.compress(each) for each in archive.records) + frame_of_zeros(40) * 1000
    assert urls(read(data, **LIMITS)) == archive.urls
    assert pulled["bytes"] <= 50 * len(data)


def test_a_record_that_claims_2_to_the_63_bytes_takes_no_memory_for_them(archive, make_record, read, urls):
    for claimed in (2**31, 2**63 - 1, 2**63, 2**64):
        long = make_record("http://a.example/long", archive.bodies[0], length=claimed)
        for store in (bytes, gzip.compress, zstandard.compress):
            tracemalloc.start()
            records = read(b"".join(map(store, [archive.records[0], long, *archive.records[1:]])))
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert urls(records) == [archive.urls[0], "http://a.example/long", *archive.urls[1:]]
            assert peak < 2**24


def test_an_arc_record_that_claims_2_to_the_63_bytes_costs_no_other(read, urls):
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Words of the harbour.</p>"
    line = b"http://a.example/%d 192.0.2.1 20260101000000 text/html %d\n%s\n"
    data = b"".join(line % (number, 2**63 if number == 1 else len(page), page) for number in range(4))
    assert urls(read(data)) == [f"http://a.example/{number}" for number in range(4)]


def test_a_chunk_that_claims_2_to_the_63_bytes_gives_what_is_there(make_record, read_one):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n"
    body = b"%x\r\n<p>Words of the harbour.</p>" % 2**63
    capture = read_one(make_record("http://a.example/", body, http=head))
    assert isinstance(capture, Capture)
    assert b"Words of the harbour" in capture.body


@pytest.mark.parametrize("depth", [2, 5, 40])
def test_codings_within_codings_are_undone_no_further_than_the_limits(make_record, read_one, depth):
    body = bytes(3_000_000)
    for _ in range(depth):
        body = gzip.compress(body, mtime=0)
    label = b", ".join([b"gzip"] * depth)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: " + label + b"\r\n"
    tracemalloc.start()
    record = read_one(make_record("http://a.example/", body, http=head), body_bytes=2**20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not isinstance(record, Capture)
    assert peak < 2**24
