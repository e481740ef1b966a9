"""A record's block to a Capture, or to the Rejection that says why it is none: the same for WARC and ARC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.archive import http, media
from thresher.archive.coding import Coded, decoded
from thresher.nouns import Capture, CaptureKind, Reason, Rejection, Stage

if TYPE_CHECKING:
    from datetime import datetime

    from thresher.nouns import Origin
    from thresher.settings import Limits

_BESIDE_THE_WEB = re.compile(r"(?:dns|whois|ntp|metadata|urn|filedesc|warcinfo|screenshot|about|data):", re.IGNORECASE)
_HTTP_TYPES = frozenset({"application/http", "message/http"})
_OK = range(200, 300)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What an archive holds of one capture: the block of its record, and what the record says of it.

    `is_http` says that the block should be an HTTP message; `cut` is as in `records.Raw`.
    """

    origin: Origin
    url: str
    captured_at: datetime | None
    block: bytes
    media_type: str | None
    is_http: bool
    is_conversion: bool = False
    identified: str | None = None
    cut: str | None = None
    truncated: str | None = None
    payload_digest: str | None = None
    status: int | None = None


def record_of(exchange: Exchange, limits: Limits) -> Capture | Rejection:
    """The capture in a record's block, or why it is none.

    A decoded body longer than `limits.body_bytes` is cut there and flagged `truncated="length"`;
    one that swells by more than `limits.inflate_ratio` is a bomb, rejected as undecodable.
    """
    if _BESIDE_THE_WEB.match(exchange.url):
        detail = media.essence(exchange.media_type) or exchange.url.partition(":")[0] + ":"
        return _rejected(exchange, Reason.MEDIA_TYPE, detail)
    answer, content_type = _answer(exchange, limits)
    return _refused(exchange, answer, content_type) or _decoded(exchange, answer, content_type, limits)


def _refused(exchange: Exchange, answer: http.Message, content_type: str | None) -> Rejection | None:
    """Why an answer is no page, as far as its head tells."""
    if answer.status is not None and answer.status not in _OK:
        return _rejected(exchange, Reason.HTTP_STATUS, str(answer.status))
    if not answer.body:
        return _empty(exchange, answer)
    declared = media.essence(content_type)
    return None if media.may_be_page(declared) else _rejected(exchange, Reason.MEDIA_TYPE, declared)


def _decoded(exchange: Exchange, answer: http.Message, content_type: str | None, limits: Limits) -> Capture | Rejection:
    coded = decoded(answer, limits)
    if isinstance(coded, str):
        return _rejected(exchange, Reason.UNDECODABLE, coded)
    return _capture(exchange, answer, content_type, coded) if coded.body else _empty(exchange, answer)


def _answer(exchange: Exchange, limits: Limits) -> tuple[http.Message, str | None]:
    """The block as an HTTP message, and its Content-Type: where it is none, the record's own word."""
    declared = media.essence(exchange.media_type)
    if exchange.is_http or declared in _HTTP_TYPES:
        found = http.message(exchange.block, limits.header_bytes)
        if found is not None:
            status = exchange.status if found.status is None else found.status
            return http.Message(status, found.headers, found.body), found.header("content-type")
    stated = exchange.media_type if declared not in _HTTP_TYPES else exchange.identified
    return http.Message(exchange.status, (), exchange.block), stated


def _capture(exchange: Exchange, answer: http.Message, content_type: str | None, coded: Coded) -> Capture | Rejection:
    kind, media_type = media.kind(media.essence(content_type), coded.body)
    if exchange.is_conversion and media.essence(content_type) == "text/plain":
        kind, media_type = CaptureKind.TEXT, "text/plain"  # made of markup, so that it may well quote some
    if kind is None:
        return _rejected(exchange, Reason.MEDIA_TYPE, media_type)
    return Capture(
        origin=exchange.origin,
        url=exchange.url,
        captured_at=exchange.captured_at,
        kind=kind,
        body=coded.body,
        media_type=media_type,
        charset=media.charset(content_type),
        http_status=answer.status,
        headers=answer.headers,
        truncated=exchange.truncated or coded.truncated,
        payload_digest=exchange.payload_digest,
    )


def _empty(exchange: Exchange, answer: http.Message) -> Rejection:
    if exchange.cut == "end":
        return _rejected(exchange, Reason.TRUNCATED, "the archive ends before the body")
    return _rejected(
        exchange, Reason.EMPTY, f"an empty body, status {answer.status}" if answer.status else "an empty body"
    )


def _rejected(exchange: Exchange, reason: Reason, detail: str) -> Rejection:
    stage = Stage.READ if reason is Reason.TRUNCATED else Stage.DECODE
    return Rejection(exchange.origin, reason, stage, exchange.url, exchange.captured_at, detail)
