"""What form a file has, by its content."""

from __future__ import annotations

import re
from enum import Enum
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from thresher.archive import media
from thresher.archive.arc import ArcGrammar
from thresher.archive.frames import SKIPPABLE, Lz4, Zstd
from thresher.archive.jsonl import is_jsonl
from thresher.archive.members import Gzip, Plain, head, probe
from thresher.archive.warc import WarcGrammar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresher.archive.grammar import Grammar
    from thresher.archive.members import Codec
    from thresher.archive.stored import Stored

HEAD = 2**16
_LEADING_GARBAGE = 2**24  # bytes in which the first sound member of a damaged archive is looked for
_MOST_GUESSES = 10_000
_PROVED = 2**22  # bytes in which records of a plain archive with a damaged beginning are counted
_MOST_PROOFS = 100  # records in a text that are looked at, to see whether it is an archive
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*(?:\"[^\"\r\n]{0,200}\"\s*:|\})")
_VERSION_BEGINS = re.compile(rb"\nWARC/[01]\.")
_RECORD_FIELD = re.compile(rb"^WARC-(?:Type|Record-ID|Date|Target-URI):[ \t]*\S", re.IGNORECASE | re.MULTILINE)
_MIME_MESSAGE = re.compile(rb"^Content-Type:\s*multipart/", re.IGNORECASE | re.MULTILINE)  # MHTML
_WARC, _ARC = WarcGrammar(), ArcGrammar()

Recognised = tuple["Codec", "Form", str]


class Form(Enum):
    """How a file holds its captures."""

    EMPTY = "empty"
    WARC = "warc"
    ARC = "arc"
    WACZ = "wacz"
    JSONL = "jsonl"
    HTML = "html"
    TEXT = "text"
    OTHER = "other"


_GRAMMARS: dict[Form, Grammar] = {Form.WARC: _WARC, Form.ARC: _ARC}


def codec_of(stored: Stored) -> Codec:
    """How a file is compressed, by its first bytes."""
    lead = stored.at(0, 8)
    if Gzip.magic.match(lead):
        return Gzip()
    if Zstd.magic.match(lead) and not _is_lz4_after_skippable(stored, lead):
        return Zstd.of(stored)
    return Lz4() if Lz4.magic.match(lead) else Plain()


def _is_lz4_after_skippable(stored: Stored, lead: bytes) -> bool:
    """Zstandard and LZ4 share their skippable frames; the frame after one tells them apart."""
    if not SKIPPABLE.match(lead):
        return False
    following = 8 + int.from_bytes(lead[4:8], "little")
    return stored.at(following, 4) == b"\x04\x22\x4d\x18"


def recognised(stored: Stored) -> Recognised:
    """How a file is compressed, its form, and for others than archives the media type that its first bytes show."""
    codec = codec_of(stored)
    form, shown = form_of(stored, codec)
    if form is Form.OTHER or (form in _GRAMMARS and not _opens_soundly(stored, codec, _GRAMMARS[form])):
        codec, form, shown = _with_most_records(stored, (codec, form, shown))
    is_torn = form in (Form.TEXT, Form.HTML) and _RECORD_FIELD.search(stored.at(0, HEAD)) is not None
    if (form is Form.OTHER or (is_torn and isinstance(codec, Plain))) and _record_after_garbage(stored):
        return Plain(), Form.WARC, ""
    return codec, form, shown


def form_of(stored: Stored, codec: Codec) -> tuple[Form, str]:
    """The form of a file, and for forms other than archives the media type that its first bytes show."""
    if not stored.size:
        return Form.EMPTY, ""
    if stored.at(0, 4) in _ZIP_MAGIC:
        return Form.WACZ, "application/zip"
    lead = first_bytes(stored, codec)
    form = _archive(lead)
    if form is None and not isinstance(codec, Plain):
        form = _archive_after_damage(stored, codec)
        if form is None and not lead:
            return Form.OTHER, f"application/{codec.name}"
    return (form, "") if form else _single(lead)


def _single(lead: bytes) -> tuple[Form, str]:
    """The form of a file that is no archive, or one that begins with garbage."""
    if not lead.strip(b"\0 \t\r\n"):
        return (Form.OTHER, "application/octet-stream") if b"\0" in lead else (Form.EMPTY, "")
    if is_jsonl(lead, whole=len(lead) < HEAD):
        return Form.JSONL, "application/jsonl"
    found = media.sniffed(lead)
    if found in ("text/html", "application/xhtml+xml"):
        return Form.HTML, found
    prose = found == "text/plain"
    if held := _held(lead, prose=prose):
        return held, ""
    if prose and (structured := _structured(lead)):
        return Form.OTHER, structured
    return (Form.TEXT if prose else Form.OTHER), found


def _structured(lead: bytes) -> str | None:
    """The media type of text that is data."""
    if _JSON.match(lead):
        return "application/json"
    return "multipart/related" if _MIME_MESSAGE.search(lead[:4096]) else None


def first_bytes(stored: Stored, codec: Codec) -> bytes:
    """The first decoded bytes of a file; frames that hold none (a dictionary) are passed over."""
    offset = 0
    if isinstance(codec, Zstd | Lz4):
        while SKIPPABLE.match(lead := stored.at(offset, 8)):
            offset += 8 + int.from_bytes(lead[4:], "little")
    return head(stored, codec, offset, HEAD)


def is_archive_head(lead: bytes) -> bool:
    """Whether decoded bytes begin with a WARC or ARC record."""
    return _archive(lead) is not None


def _begin(lead: bytes) -> int:
    """Where the first record begins: behind a byte order mark and empty lines."""
    return len(lead) - len(lead.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))


def _archive(lead: bytes) -> Form | None:
    begin = _begin(lead)
    if _WARC.starts(lead, begin):
        return Form.WARC
    return Form.ARC if _ARC.starts(lead, begin) or lead.startswith(b"filedesc://", begin) else None


def _archive_after_damage(stored: Stored, codec: Codec) -> Form | None:
    """The form of an archive whose first member is broken."""
    for at in islice(stored.finds(codec.magic, 1), _MOST_GUESSES):
        if at > _LEADING_GARBAGE:
            break
        if form := _archive(probe(stored, codec, at)):
            return form
    return None


def _opens_soundly(stored: Stored, codec: Codec, grammar: Grammar) -> bool:
    """Whether an archive begins with a record beyond doubt, so that nothing else needs to be thought of."""
    if not isinstance(codec, Plain):
        return codec.magic.match(stored.at(0, 8)) is not None and _archive(first_bytes(stored, codec)) is not None
    lead = stored.at(0, HEAD)
    begin = _begin(lead)
    return grammar.starts(lead, begin) and _is_record(grammar, lead, begin)


def _with_most_records(stored: Stored, first: Recognised) -> Recognised:
    """The form in which most records are found, where the first bytes are damaged and may look like another form.

    The form that was thought of first stays where it has any: an archive may hold another one.
    """
    lead = stored.at(0, _PROVED)
    plain = {
        form: sum(_is_record(grammar, lead, at) for at in _found(grammar, lead)) for form, grammar in _GRAMMARS.items()
    }
    if plain.get(first[1]) if isinstance(first[0], Plain) else _heads(stored, first[0]):
        return first
    best, most = first, 0
    for codec in (Gzip(), Zstd.after_damage(stored), Lz4()):
        heads = _heads(stored, codec)
        if len(heads) > most:
            best, most = (codec, heads[0], ""), len(heads)
    for form, count in plain.items():
        if count > most:
            best, most = (Plain(), form, ""), count
    return best


def _heads(stored: Stored, codec: Codec) -> list[Form]:
    """The forms of the first members that begin with a record, wherever they are."""
    guesses = islice(stored.finds(codec.magic, 0), _MOST_GUESSES)
    near = takewhile(lambda at: at <= _LEADING_GARBAGE, guesses)
    return list(islice(filter(None, (_archive(probe(stored, codec, at)) for at in near)), _MOST_PROOFS))


def _record_after_garbage(stored: Stored) -> bool:
    """Whether a WARC record lies behind a longer stretch of garbage than is looked at first."""
    for at in islice(stored.finds(_VERSION_BEGINS, HEAD // 2), _MOST_GUESSES):
        if at > _LEADING_GARBAGE:
            break
        ahead = stored.at(at + 1, _WARC.lookahead)
        if _WARC.find(ahead, 0, 1, within=False) == 0:
            return True
    return False


def _held(lead: bytes, *, prose: bool) -> Form | None:
    """The form of an archive whose first record is damaged; prose that quotes a record is none."""
    if not prose and _WARC.find(lead, 0, len(lead), within=False) >= 0:
        return Form.WARC
    if any(_is_record(_WARC, lead, at) for at in _found(_WARC, lead)):
        return Form.WARC
    return Form.ARC if any(_is_record(_ARC, lead, at) for at in _found(_ARC, lead)) else None


def _found(grammar: Grammar, lead: bytes) -> Iterator[int]:
    """Where in the first bytes of a file records seem to begin, the first few of them."""
    at = -1
    for _ in range(_MOST_PROOFS):
        at = grammar.find(lead, at + 1, len(lead), within=True)
        if at < 0:
            return
        yield at


def _is_record(grammar: Grammar, lead: bytes, at: int) -> bool:
    """Whether a record stands in a text, beyond doubt: by what follows it, or by all that a WARC record must say."""
    end = grammar.head_end(lead, at, len(lead))
    head_found = grammar.head(lead[at:end]) if end > 0 else None
    if head_found is None or head_found.length is None:
        return False
    if grammar is _WARC and "warc-type" not in head_found.fields:
        return False
    stop = end + head_found.length
    following = lead[stop : stop + grammar.lookahead + 64].lstrip(b"\r\n")
    if following:
        return grammar.starts(following, 0)
    fits = stop <= len(lead)
    return fits or (len(lead) >= HEAD and {"warc-record-id", "warc-date"} <= head_found.fields.keys())
