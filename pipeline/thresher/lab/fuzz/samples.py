"""Fixture archives as mutations see them: where each record lies as stored, and what is read of it while whole."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from thresher.archive import read_captures
from thresher.archive.arc import ArcGrammar
from thresher.archive.frames import SKIPPABLE
from thresher.archive.grammar import Raw
from thresher.archive.members import Plain, Start, events
from thresher.archive.recognise import Form, is_archive_head, recognised
from thresher.archive.records import Records
from thresher.archive.stored import Stored
from thresher.archive.tape import Tape
from thresher.archive.warc import WarcGrammar
from thresher.nouns import Capture, Revisit
from thresher.settings import Limits

if TYPE_CHECKING:
    from thresher.nouns import Record

Content = tuple[str, str]
"""What is recovered of a record: its URL and the digest of its body."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A record as it lies in a file, the line ends after it included; `content` is None where it is no capture."""

    begin: int
    end: int
    content: Content | None


def content(record: Record) -> Content | None:
    """What a record gives; None of a rejection."""
    if isinstance(record, Capture):
        return record.url, hashlib.sha256(record.body).hexdigest()
    return (record.url, "revisit") if isinstance(record, Revisit) else None


def read(data: bytes, limits: Limits | None = None) -> list[Record]:
    """All records of an archive in memory."""
    return list(read_captures(io.BytesIO(data), name="a", limits=limits or Limits()))


@lru_cache(maxsize=64)
def extents(data: bytes) -> tuple[Extent, ...]:
    """Where the records of a sound archive lie whose members are records, or that has no members."""
    found = {record.origin.offset: content(record) for record in read(data)}
    begins = _begins(data)
    ends = [*begins[1:], len(data)]
    return tuple(Extent(begin, end, found.get(begin)) for begin, end in zip(begins, ends, strict=True))


def preamble(data: bytes) -> int:
    """How many bytes before the first record all records depend on: a dictionary."""
    return _begins(data)[0]


def _begins(data: bytes) -> list[int]:
    stored = Stored(io.BytesIO(data), "a")
    codec, form, _ = recognised(stored)
    if form not in (Form.WARC, Form.ARC):
        raise ValueError("no WARC and no ARC")
    members = events(stored, codec, is_archive_head, Limits())
    if not isinstance(codec, Plain):
        starts = [event.offset for event in members if isinstance(event, Start)]
        return [at for at in starts if not SKIPPABLE.match(stored.at(at, 8))]
    grammar = WarcGrammar() if form is Form.WARC else ArcGrammar()
    tape = Tape(members, stored)
    return [raw.offset for raw in Records(tape, grammar, Limits()) if isinstance(raw, Raw)]
