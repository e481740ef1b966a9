"""A capture as a page: decoded, its main text found, nothing removed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thresher.errors import RecordError
from thresher.extract import charset, engine, text
from thresher.nouns import CaptureKind, Page, Reason
from thresher.words import word_count

if TYPE_CHECKING:
    from thresher.nouns import Block, Capture
    from thresher.settings import Settings


def decoded(capture: Capture) -> tuple[str, str]:
    """The body of a capture as text, and the name of its encoding; never raises."""
    return charset.decode(capture.body, capture.charset, markup=capture.kind is CaptureKind.HTML)


def page(capture: Capture, settings: Settings, markup: tuple[str, str] | None = None) -> Page:
    """The page of a capture; `markup` is what `decoded` gave, when the caller has it already.

    Raises RecordError with the reason when the capture holds no main text.
    """
    body, encoding = markup or decoded(capture)
    if not body.strip():
        raise RecordError("the body is empty", Reason.EMPTY, capture.origin)
    if capture.kind is CaptureKind.TEXT:
        blocks, name = text.blocks(body, settings.limits), "text"
    else:
        blocks, name = _main_text(body, capture, settings)
    return Page(capture=replace(capture, body=b""), blocks=blocks, engine=name, charset=encoding)


def _main_text(body: str, capture: Capture, settings: Settings) -> tuple[tuple[Block, ...], str]:
    blocks, name, troubles = engine.found(body, capture, settings.extract.engines, settings.extract.min_words)
    if sum(word_count(block.text) for block in blocks) < max(1, settings.extract.min_words):
        detail = f"no engine found text: {troubles}" if troubles else "no engine found text"
        raise RecordError(detail, Reason.NO_ARTICLE, capture.origin)
    return blocks[: settings.limits.blocks], name
