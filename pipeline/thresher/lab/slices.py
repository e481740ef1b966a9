"""A small part of a set: the same pages on every machine, for checks that must be quick."""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

from thresher.lab.records import read_gold, write_rows
from thresher.lab.sets import BenchSet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def sampled(urls: Iterable[str], limit: int) -> list[str]:
    """The `limit` URLs of smallest hash, in their first order: a sample that does not depend on the order.

    A larger sample holds every smaller one.
    """
    given = list(dict.fromkeys(urls))
    chosen = set(sorted(given, key=lambda url: hashlib.sha256(url.encode()).digest())[:limit])
    return [url for url in given if url in chosen]


def write_slice(bench_set: BenchSet, limit: int, folder: Path) -> BenchSet:
    """Write a sample of a set's pages and their gold into a folder; the records' bytes are kept as they are."""
    gold = read_gold(bench_set.gold)
    urls = sampled(gold, limit)
    folder.mkdir(parents=True, exist_ok=True)
    part = BenchSet(bench_set.name, folder / bench_set.gold.name, folder / bench_set.captures.name)
    write_rows(part.gold, (gold[url] for url in urls))
    _copy_records(bench_set.captures, part.captures, frozenset(urls))
    return part


def slice_digest(data_digest: str, urls: Iterable[str]) -> str:
    """The digest of a slice: of its set's data and of which pages were taken."""
    return hashlib.sha256("\n".join([data_digest, *urls]).encode()).hexdigest()


def _copy_records(captures: Path, target: Path, urls: frozenset[str]) -> None:
    """Copy records as they are. A WARC writer would add digests, and one over the whole HTTP message is wrong."""
    from warcio.archiveiterator import ArchiveIterator

    with captures.open("rb") as source, target.open("wb") as sink:
        for record in ArchiveIterator(source, no_record_parse=True):
            if record.rec_headers.get_header("WARC-Target-URI") in urls:
                block = record.raw_stream.read()
                sink.write(gzip.compress(record.rec_headers.to_bytes(encoding="utf-8") + block + b"\r\n\r\n", mtime=0))
