"""Three readers of archives, each giving what it gets of a damaged file: ours, warcio and FastWARC."""

from __future__ import annotations

import contextlib
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.books import Books
from thresher.lab.fuzz.samples import content, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from thresher.lab.fuzz.samples import Content


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader got of one file, and the error with which it gave up, if it did."""

    found: frozenset[Content]
    error: str = ""


def by_thresher(data: bytes) -> Reading:
    """Our reader; an unbalanced account of a file is an error."""
    records = read(data)
    places = {(record.origin.member, record.origin.offset) for record in records}
    books = Books(captures=len(places), articles=sum(content(record) is not None for record in records))
    books.rejections.update(record.reason for record in records if hasattr(record, "reason"))
    books.check("a")
    return Reading(frozenset(got for record in records if (got := content(record))))


def by_warcio(data: bytes) -> Reading:
    """What warcio reads before it ends or raises."""
    return _gathered(_of_warcio(data))


def by_fastwarc(data: bytes) -> Reading:
    """What FastWARC reads before it ends or raises."""
    return _gathered(_of_fastwarc(data))


READERS: dict[str, Callable[[bytes], Reading]] = {
    "thresher": by_thresher,
    "warcio": by_warcio,
    "FastWARC": by_fastwarc,
}


def _gathered(contents: Iterator[Content]) -> Reading:
    found = []
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):  # they print bytes
            for each in contents:
                found.append(each)  # noqa: PERF402 - what came before an error counts
    except Exception as error:  # noqa: BLE001 - whatever a peer raises
        return Reading(frozenset(found), type(error).__name__)
    return Reading(frozenset(found))


def _of_warcio(data: bytes) -> Iterator[Content]:
    from warcio.archiveiterator import ArchiveIterator

    for record in ArchiveIterator(io.BytesIO(data), arc2warc=True):
        url = record.rec_headers.get_header("WARC-Target-URI")
        if url:
            yield url, hashlib.sha256(record.content_stream().read()).hexdigest()


def _of_fastwarc(data: bytes) -> Iterator[Content]:
    from fastwarc.warc import ArchiveIterator

    for record in ArchiveIterator(io.BytesIO(data)):
        url = record.headers.get("WARC-Target-URI")
        if url:
            yield url, hashlib.sha256(record.reader.read()).hexdigest()
