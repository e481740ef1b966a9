"""Captures out of files of every form, recognised by content: the room's front door."""

from __future__ import annotations

import os
import traceback
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from thresher.archive.arc import ArcGrammar, read_arc
from thresher.archive.grammar import Lost
from thresher.archive.jsonl import is_json, read_jsonl
from thresher.archive.members import Plain, events, probe
from thresher.archive.recognise import Form, is_archive_head, recognised
from thresher.archive.records import Records
from thresher.archive.saved import read_saved
from thresher.archive.sources import STDIN, opened
from thresher.archive.stored import Stored
from thresher.archive.tape import Tape
from thresher.archive.wacz import BadZip, apart, archives, salvaged, stored_member
from thresher.archive.warc import WarcGrammar, read_warc
from thresher.errors import RecordError
from thresher.nouns import Origin, Reason, Rejection, Stage
from thresher.settings import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from zipfile import ZipInfo

    from thresher.archive.grammar import Grammar, Raw
    from thresher.archive.members import Codec
    from thresher.nouns import Record

    Reader = Callable[[Raw, str, str | None, Limits], Record | None]

_DEFAULT = Limits()
_READERS: dict[Form, tuple[type[Grammar], Reader]] = {
    Form.WARC: (WarcGrammar, read_warc),
    Form.ARC: (ArcGrammar, read_arc),
}


def read_captures(
    source: str | os.PathLike[str] | BinaryIO, *, limits: Limits = _DEFAULT, name: str | None = None
) -> Iterator[Record]:
    """The captures of a file in the order in which they lie there, each as exactly one record.

    `source` is a path, a URL that fsspec opens, `-` for standard input, or a binary file
    object, read from its start. `name` takes the place of the path in every `Origin`. Content
    raises nothing: what cannot be read is a Rejection with its place. Raises SettingsError if
    there is no such file, PartError if the file itself cannot be read.
    """
    archive = _name(source) if name is None else name
    with opened(source) as stream:
        yield from _records(Stored(stream, archive), stream, limits)


def read_ranges(
    source: str | os.PathLike[str] | BinaryIO,
    ranges: Sequence[tuple[int, int]],
    *,
    limits: Limits = _DEFAULT,
    name: str | None = None,
) -> Iterator[Record]:
    """The captures of stretches of a file, each given by its first byte and its length; nothing else is looked at.

    Otherwise as `read_captures`; offsets count from the start of the file.
    """
    archive = _name(source) if name is None else name
    with opened(source) as stream:
        size = Stored(stream, archive).size
        for first, length in ranges:
            stretch = Stored(stream, archive, first, max(0, min(length, size - first)))
            for record in _records(stretch, stream, limits):
                yield replace(record, origin=replace(record.origin, offset=record.origin.offset + first))


def read_capture_at(
    source: str | os.PathLike[str] | BinaryIO,
    offset: int,
    *,
    member: str | None = None,
    within: tuple[int, int] | None = None,
    limits: Limits = _DEFAULT,
    name: str | None = None,
) -> Record:
    """The one record whose origin has this `offset` and `member`, read again; `within` the stretch it was read from.

    Goes straight to it in plain archives and in those whose records are compressed one by one;
    other files are read from their start. Raises RecordError if no record lies there.
    """
    archive = _name(source) if name is None else name
    with opened(source) as stream:
        if within is not None:
            records = read_ranges(stream, [within], limits=limits, name=archive)
        else:
            records = _records_from(Stored(stream, archive), stream, limits, member, offset)
        for record in records:
            if (record.origin.offset, record.origin.member) == (offset, member):
                return record
    raise RecordError("no capture lies there", Reason.UNREADABLE, Origin(archive, offset, None, member))


def _name(source: str | os.PathLike[str] | BinaryIO) -> str:
    if isinstance(source, str | os.PathLike):
        return os.fspath(source)
    name = getattr(source, "name", None)
    return name if isinstance(name, str) else STDIN


def _records_from(
    stored: Stored, stream: BinaryIO, limits: Limits, member: str | None, offset: int
) -> Iterator[Record]:
    """The record at an offset where that can be jumped to, then all from the start."""
    inner = stored if member is None else _member_named(stored, stream, member)
    if inner is not None:
        codec, form, _ = recognised(inner)
        if form in _READERS and (isinstance(codec, Plain) or is_archive_head(probe(inner, codec, offset))):
            tape = _tape(inner, codec, is_archive_head, limits, offset)
            yield from islice(_archived(tape, inner, form, limits, member), 1)
    yield from _records(stored, stream, limits)


def _member_named(stored: Stored, stream: BinaryIO, name: str) -> Stored | None:
    members, _ = _members(stored, stream)
    try:
        found = next((info for info, fits in apart(members) if fits and info.filename == name), None)
        return stored_member(found, stream, stored.archive) if found else None
    except BadZip:
        return None


def _records(stored: Stored, stream: BinaryIO, limits: Limits, member: str | None = None) -> Iterator[Record]:
    """All records of a file, or of a member of a WACZ."""
    codec, form, shown = recognised(stored)
    origin = Origin(stored.archive, 0, None, member)
    if form in _READERS:
        yield from _archived(_tape(stored, codec, is_archive_head, limits), stored, form, limits, member)
    elif form is Form.EMPTY:
        yield Rejection(origin, Reason.EMPTY, Stage.READ, detail="an empty file")
    elif member is not None:
        yield Rejection(origin, Reason.UNREADABLE, Stage.READ, detail="a member of a WACZ that is no archive")
    elif form is Form.WACZ:
        yield from _zipped(stored, stream, limits)
    elif form is Form.JSONL:
        yield from read_jsonl(_tape(stored, codec, is_json, limits), stored.archive, limits)
    elif form is Form.OTHER:
        reason = Reason.UNREADABLE if shown == "application/octet-stream" else Reason.MEDIA_TYPE
        yield Rejection(origin, reason, Stage.READ, detail=f"no capture: {shown}")
    else:
        tape = _tape(stored, codec, lambda _: False, limits)
        yield read_saved(tape, origin, limits, is_html=form is Form.HTML, media_type=shown)


def _tape(stored: Stored, codec: Codec, is_head: Callable[[bytes], bool], limits: Limits, start: int = 0) -> Tape:
    plain = isinstance(codec, Plain)
    return Tape(events(stored, codec, is_head, limits, start), stored if plain else None, start if plain else 0)


def _archived(tape: Tape, stored: Stored, form: Form, limits: Limits, member: str | None) -> Iterator[Record]:
    grammar, read = _READERS[form]
    for raw in Records(tape, grammar(), limits):
        if isinstance(raw, Lost):
            reason = Reason.TRUNCATED if raw.truncated else Reason.UNREADABLE
            yield Rejection(Origin(stored.archive, raw.offset, None, member), reason, Stage.READ, detail=raw.detail)
        elif (record := _understood(read, raw, stored.archive, member, limits)) is not None:
            yield record


def _understood(read: Reader, raw: Raw, archive: str, member: str | None, limits: Limits) -> Record | None:
    """What a record is; an error that nobody foresaw costs this record and no other."""
    try:
        return read(raw, archive, member, limits)
    except Exception as error:  # noqa: BLE001 - the boundary of a record, as in `flow.guarded`
        frame = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__}: {error} [{frame.name}:{frame.lineno}]"[:500]
        return Rejection(Origin(archive, raw.offset, None, member), Reason.FAILED, Stage.READ, detail=detail)


def _zipped(stored: Stored, stream: BinaryIO, limits: Limits) -> Iterator[Record]:
    """The records of all archives in a zip, also of one that lost its directory."""
    origin = Origin(stored.archive)
    members, trouble = _members(stored, stream)
    if trouble:
        yield Rejection(origin, Reason.UNREADABLE, Stage.READ, detail=trouble)
    elif not members:
        yield Rejection(origin, Reason.MEDIA_TYPE, Stage.READ, detail="no capture: application/zip without archives")
    names: set[str] = set()
    for info, is_apart in apart(members):
        place = info.header_offset if info.filename in names else 0
        try:
            trouble = _doubt(info, names, is_apart=is_apart)
            inner = None if trouble else stored_member(info, stream, stored.archive)
        except BadZip as bad:
            inner, trouble = None, str(bad)
        if inner is not None:
            yield from _records(inner, stream, limits, info.filename)
        else:
            inside = Origin(stored.archive, place, None, info.filename)
            yield Rejection(inside, Reason.UNREADABLE, Stage.READ, detail=trouble)
        names.add(info.filename)


def _doubt(info: ZipInfo, names: set[str], *, is_apart: bool) -> str:
    """Why a member is not read, whatever it holds."""
    if not is_apart:
        return "a member that lies over another"
    return "a second member of this name" if info.filename in names else ""


def _members(stored: Stored, stream: BinaryIO) -> tuple[list[ZipInfo], str]:
    """The archives in a zip, and what is wrong with its directory where they had to be looked for."""
    try:
        return archives(stream), ""
    except BadZip as bad:
        return salvaged(stored), str(bad)
