"""On sound archives our reader agrees with warcio and FastWARC."""

import io
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

from thresher.archive import read_captures

FIXTURES = Path(__file__).parents[2] / "fixtures" / "archives"


def by_warcio(data):
    return [
        (record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(data), arc2warc=True)
        if record.rec_type == "response"
    ]


def by_fastwarc(data):
    return [
        (record.headers["WARC-Target-URI"], record.reader.read())
        for record in FastIterator(io.BytesIO(data), record_types=WarcRecordType.response)
    ]


def by_us(data):
    return [(each.url, each.body) for each in read_captures(io.BytesIO(data))]


@pytest.mark.parametrize("name", ["sound.warc.gz", "sound.arc"])
def test_warcio_reads_the_same(name):
    data = (FIXTURES / name).read_bytes()
    assert by_us(data) == by_warcio(data)


@pytest.mark.parametrize("name", ["sound.warc.gz", "whole-file.warc.gz", "dictionary.warc.zst", "frames.warc.lz4"])
def test_fastwarc_reads_the_same(name):
    data = (FIXTURES / name).read_bytes()
    assert by_us(data) == by_fastwarc(data)
