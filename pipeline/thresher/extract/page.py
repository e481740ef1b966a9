"""A capture as a page: decoded, its main text found, nothing removed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from thresher.errors import RecordError
from thresher.extract import charset, depth, disguise, dom, embedded, engine, page_type, script, shape, text
from thresher.extract.declaration import declaration
from thresher.extract.prose import words_of
from thresher.nouns import CaptureKind, Page, Reason
from thresher.words import word_count

if TYPE_CHECKING:
    from thresher.nouns import Block, Capture
    from thresher.settings import Settings

_SAMPLE = 65_536  # bytes or characters that show whether a body is text
_CONTROLS = bytes([*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_BINARY = 0.05  # share of control characters from which a body is no text
_LOST = 0.2  # the same for characters that do not decode


def decoded(capture: Capture) -> tuple[str, str]:
    """The body of a capture as text, and the name of its encoding; never raises."""
    return charset.decode(capture.body, capture.charset, markup=capture.kind is CaptureKind.HTML)


def page(capture: Capture, settings: Settings, markup: tuple[str, str] | None = None) -> Page:
    """The page of a capture; `markup` is what `decoded` gave, when the caller has it already.

    Raises RecordError when there is no main text: empty, undecodable, soft_404, consent_wall,
    empty_shell, parked_domain or no_article.
    """
    body, encoding = markup or decoded(capture)
    _check(body, encoding, capture)
    found = _of_text if capture.kind is CaptureKind.TEXT else _of_markup
    blocks, name, kind = found(body, capture, settings)
    return Page(
        capture=replace(capture, body=b""),
        blocks=blocks[: settings.limits.blocks],
        engine=name,
        page_type=kind,
        charset=encoding,
    )


def _check(body: str, encoding: str, capture: Capture) -> None:
    """Refuse a body that is no text at all."""
    if not body.strip():
        raise RecordError("the body is empty", Reason.EMPTY, capture.origin)
    sample = b"" if encoding.startswith(("utf-16", "utf-32")) else capture.body[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    lost = body.count("\ufffd", 0, _SAMPLE)
    if controls > _BINARY * len(sample) or lost > _LOST * min(len(body), _SAMPLE):
        raise RecordError("the body does not decode to text", Reason.UNDECODABLE, capture.origin)


def _of_text(body: str, capture: Capture, settings: Settings) -> tuple[tuple[Block, ...], str, None]:
    blocks = text.blocks(body, settings.limits)
    if not any(word_count(block.text) for block in blocks):
        raise RecordError("the body holds no words", Reason.EMPTY, capture.origin)
    return blocks, "text", None


def _of_markup(body: str, capture: Capture, settings: Settings) -> tuple[tuple[Block, ...], str, str | None]:
    captured, body = body, depth.limited(embedded.opened(script.without(body)))
    tree = LexborHTMLParser(body)
    whole = dom.blocks(tree, settings.limits.blocks)
    said = declaration(tree)
    min_words = max(1, settings.extract.min_words)
    hidden, troubles = None, ""
    is_scripted = "<script" in captured.lower()
    if error := None if said.bodies else disguise.recognised(tree, whole, is_scripted=is_scripted):
        hidden = embedded.better(tree, captured, whole, said)
        if hidden is None:
            raise RecordError(f"the page says: {error[1]}", error[0], capture.origin)
    blocks, name = hidden or ((), "")
    if hidden is None:
        blocks, name, troubles = engine.found(body, capture, settings.extract.engines, min_words)
        blocks, name = embedded.better(tree, captured, blocks, said) or (blocks, name)
    if words_of(blocks, min_words) < min_words:
        if not any(word_count(block.text) for block in whole):
            raise RecordError("the page shows no text", Reason.EMPTY, capture.origin)
        detail = f"no engine found text: {troubles}" if troubles else "no engine found text"
        raise RecordError(detail, Reason.NO_ARTICLE, capture.origin)
    blocks = shape.restored(blocks, whole)
    return blocks, name, page_type.guess(tree, blocks, whole, said)
