"""Transfer and content codings of HTTP bodies, undone within bounds, whatever their labels say."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from thresher.archive.frames import ZSTD_MAGIC, Zstd
from thresher.archive.members import PIECE, BrokenMember, Gzip
from thresher.archive.stored import Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from thresher.archive.http import Message
    from thresher.settings import Limits

_GZIP_MAGIC = b"\x1f\x8b\x08"
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,16})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n")
_CHUNK_LINE = re.compile(rb"\r?\n([0-9a-fA-F]{1,8})[ \t]*\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_MOST_GUESSES = 10_000
_STRICT_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*\r\n")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CODINGS = 4
_SMALL = 2**20  # bytes: no bomb
_IDENTITY, _GZIP, _DEFLATE, _BROTLI, _ZSTD = "identity", "gzip", "deflate", "br", "zstd"
_NAMES = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _DEFLATE, "x-deflate": _DEFLATE, "br": _BROTLI, "zstd": _ZSTD}
_MAGIC = {_GZIP: _GZIP_MAGIC, _ZSTD: ZSTD_MAGIC}


@dataclass(frozen=True, slots=True)
class Coded:
    """A body as far as it could be decoded; `truncated` is why it is not whole."""

    body: bytes
    truncated: str | None = None


def decoded(answer: Message, limits: Limits) -> Coded | str:
    """The body of an answer without its codings, or what is wrong with it.

    Labels are claims: a coding is undone where the bytes bear it out, a body already decoded by
    the crawler is left alone, and gzip and zstd are recognised without a label. A body that
    breaks off keeps what came before; one over `limits.body_bytes` is cut there.
    """
    transfer = answer.codings("transfer-encoding")
    body = answer.body
    truncated = None
    if "chunked" in transfer:
        body, whole = _dechunked(body)
        truncated = None if whole else "unspecified"
    elif (strict := _strictly_dechunked(body)) is not None:
        body = strict
    claims = [name for coding in answer.codings("content-encoding") if (name := _NAMES.get(coding))]
    claims += [name for coding in transfer if (name := _NAMES.get(coding))]
    encoded = len(body)
    coded = Coded(body, truncated)
    for claim in [*reversed(claims[-_MOST_CODINGS:]), _IDENTITY, _IDENTITY]:
        found = _undone(claim, coded, limits.body_bytes)
        if found is None:
            return f"no {claim} body"
        coded = found
    if len(coded.body) > max(encoded * limits.inflate_ratio, _SMALL):
        return f"{encoded} bytes swell beyond {limits.inflate_ratio} times their size"
    if len(coded.body) > limits.body_bytes:
        return Coded(coded.body[: limits.body_bytes], "length")
    return coded


def _dechunked(body: bytes) -> tuple[bytes, bool]:
    """A chunked body put together, and whether it is whole; unchanged if it is not chunked at all."""
    parts: list[bytes] = []
    whole = True
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if not size:
            return b"".join(parts), whole
        end = min(match.end() + size, len(body) + 1)  # a length may be larger than an index can be
        if not _LINE_END.match(body, end):
            if not parts and end < len(body) and _next_chunk(body, match.end()) is None:
                return body, True  # text that begins like a chunk's length
            following = _next_chunk(body, match.end())
            end = len(body) if following is None else following
            whole = False
        parts.append(body[match.end() : end])
        line_end = _LINE_END.match(body, end)
        at = line_end.end() if line_end else end
    if not parts:
        return body, True
    return b"".join([*parts, body[at:]]), whole and at < len(body) and not body[at:].strip()


def _next_chunk(body: bytes, begin: int) -> int | None:
    """The end of a chunk whose length is wrong: where a chunk begins that is sound itself."""
    for match in islice(_CHUNK_LINE.finditer(body, begin), _MOST_GUESSES):
        size = int(match[1], 16)
        if not size or _LINE_END.match(body, match.end() + size):
            return match.start()
    return None


def _strictly_dechunked(body: bytes) -> bytes | None:
    """A body that is chunked to its very end although no header says so, put together."""
    parts: list[bytes] = []
    at = 0
    while match := _STRICT_CHUNK.match(body, at):
        size = int(match[1], 16)
        if not size:
            return b"".join(parts) if parts and len(body) - match.end() <= 4 else None  # noqa: PLR2004 - the last empty lines
        at = match.end() + size + 2
        if body[at - 2 : at] != b"\r\n":
            return None
        parts.append(body[match.end() : at - 2])
    return None


def _undone(claim: str, coded: Coded, most: int) -> Coded | None:
    """A body with one coding undone: the one claimed if the bytes bear it out, else the one they show.

    A decoder that comes to the end is believed; one that breaks off only if it goes by a magic
    number or by the claim, and never on what looks like text.
    """
    body = coded.body
    is_text = _BINARY.search(body[:1024]) is None
    broken: bytes = b""
    for name in _likely(claim, body, is_text=is_text):
        got, whole = _gathered(_DECODERS[name](body), most)
        if whole:
            return Coded(got, coded.truncated)
        if len(got) > most:
            return Coded(got, coded.truncated or "length")
        if not is_text and (name == claim or name in _MAGIC):
            broken = broken or got
    if broken:
        return Coded(broken, coded.truncated or "unspecified")
    return None if claim != _IDENTITY and not is_text else coded


def _likely(claim: str, body: bytes, *, is_text: bool) -> Iterator[str]:
    """The decoders to try, best first; the magic numbers speak before the label."""
    shown = next((name for name, magic in _MAGIC.items() if body.startswith(magic)), None)
    if shown:
        yield shown
    elif claim != _IDENTITY and not is_text:
        yield from sorted((_DEFLATE, _BROTLI), key=lambda name: name != claim)
    elif claim in (_BROTLI, _DEFLATE):
        yield claim  # short bodies may look like text


def _gathered(pieces: Iterator[bytes], most: int) -> tuple[bytes, bool]:
    """The pieces put together, up to the first beyond `most` bytes, and whether they came to an end."""
    parts: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            parts.append(piece)
            size += len(piece)
            if size > most:
                return b"".join(parts), False
    except BrokenMember:
        return b"".join(parts), False
    return b"".join(parts), True


def _gunzipped(body: bytes) -> Iterator[bytes]:
    """All gzip members; what follows them is no part of the body."""
    inflater = zlib.decompressobj(31)
    try:
        piece = inflater.decompress(body, PIECE)
    except zlib.error:
        piece = b""
    if piece and inflater.eof and not inflater.unused_data.startswith(_GZIP_MAGIC):
        yield piece
        return
    stored = Stored(io.BytesIO(body), "body")
    offset = 0
    while stored.at(offset, 3) == _GZIP_MAGIC:
        offset = yield from Gzip().pieces(stored, offset)


def _unzstd(body: bytes) -> Iterator[bytes]:
    stored = Stored(io.BytesIO(body), "body")
    codec = Zstd()
    offset = 0
    while stored.at(offset, 4) == ZSTD_MAGIC:
        offset = yield from codec.pieces(stored, offset)


def _inflated(body: bytes) -> Iterator[bytes]:
    """Deflate with or without its zlib wrapper (RFC 9110, 8.4.1.2, and its note)."""
    wrapped = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0  # noqa: PLR2004 - RFC 1950, 2.2
    inflater = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
    # In steps, because zlib throws away what it decoded in the call that fails.
    for begin in range(0, len(body), 512):
        step = body[begin : begin + 512]
        while step:
            try:
                piece = inflater.decompress(step, PIECE)
            except zlib.error as error:
                raise BrokenMember(f"broken deflate body: {error}", begin) from None
            if piece:
                yield piece
            if inflater.eof:
                return
            step = inflater.unconsumed_tail
    raise BrokenMember("the deflate body has no end", len(body), ended=True)


def _unbrotli(body: bytes) -> Iterator[bytes]:
    import brotli

    decoder = brotli.Decompressor()
    for begin in range(0, len(body), 512):
        try:
            piece = decoder.process(body[begin : begin + 512], output_buffer_limit=PIECE)
            while piece:
                yield piece
                piece = decoder.process(b"", output_buffer_limit=PIECE)
        except brotli.error as error:
            raise BrokenMember(f"broken brotli body: {error}", begin) from None
        if decoder.is_finished():
            return
    raise BrokenMember("the brotli body has no end", len(body), ended=True)


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    _GZIP: _gunzipped,
    _ZSTD: _unzstd,
    _DEFLATE: _inflated,
    _BROTLI: _unbrotli,
}
