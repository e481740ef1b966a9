"""A capture as a page: decoded, its main text found, nothing removed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from thresher.errors import RecordError
from thresher.extract import charset, depth, disguise, dom, engine, page_type, script, shape, text
from thresher.extract.declaration import declaration
from thresher.extract.prose import prose_words, words_of
from thresher.extract.sites import reading
from thresher.extract.sites.knowledge import NO_SITES
from thresher.nouns import Block, BlockKind, CaptureKind, Page, Reason
from thresher.words import word_count

if TYPE_CHECKING:
    from thresher.extract.sites.knowledge import Sites
    from thresher.nouns import Capture, SiteReading
    from thresher.settings import Settings

_NOSCRIPT = re.compile(r"</?noscript\b[^<>]*>", re.IGNORECASE)
_SHELL_WORDS = 40  # fewer words are no page
_SHELL_BLOCKS = 40
_SAMPLE = 65_536  # bytes or characters that show whether a body is text
_CONTROLS = bytes([*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_BINARY = 0.05  # share of control characters from which a body is no text
_LOST = 0.2  # the same for characters that do not decode


def decoded(capture: Capture) -> tuple[str, str]:
    """The body of a capture as text, and the name of its encoding; never raises."""
    return charset.decode(capture.body, capture.charset, markup=capture.kind is CaptureKind.HTML)


def page(capture: Capture, settings: Settings, markup: tuple[str, str] | None = None, sites: Sites = NO_SITES) -> Page:
    """The page of a capture; `markup` is what `decoded` gave, when the caller has it already.

    Raises RecordError when there is no main text: empty, undecodable, soft_404, consent_wall,
    empty_shell, parked_domain or no_article.
    """
    body, encoding = markup or decoded(capture)
    _check(body, encoding, capture)
    if capture.kind is CaptureKind.TEXT:
        blocks, name, kind, site = _of_text(body, capture, settings)
    else:
        blocks, name, kind, site = _of_markup(body, capture, settings, sites)
    return Page(
        capture=replace(capture, body=b""),
        blocks=blocks[: settings.limits.blocks],
        engine=name,
        page_type=kind,
        charset=encoding,
        site=site,
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


def _of_text(body: str, capture: Capture, settings: Settings) -> tuple[tuple[Block, ...], str, None, None]:
    blocks = text.blocks(body, settings.limits)
    if not any(word_count(block.text) for block in blocks):
        raise RecordError("the body holds no words", Reason.EMPTY, capture.origin)
    return blocks, "text", None, None


def _of_markup(
    body: str, capture: Capture, settings: Settings, sites: Sites
) -> tuple[tuple[Block, ...], str, str | None, SiteReading | None]:
    is_scripted = "<script" in body.lower()
    body, tree, whole = _parsed(depth.limited(script.without(body)), settings.limits.blocks)
    min_words = max(1, settings.extract.min_words)
    known = reading.read(tree, sites.find(capture.url, capture.captured_at), min_words, settings.limits.blocks)
    if known.markup is not None:
        body, whole = known.markup, dom.blocks(tree, settings.limits.blocks)
    said = declaration(tree)
    if error := None if said.bodies else disguise.recognised(tree, whole, is_scripted=is_scripted):
        raise RecordError(f"the page says: {error[1]}", error[0], capture.origin)

    blocks, name, troubles = known.blocks, reading.ENGINE, ""
    if not blocks:
        blocks, name, troubles = engine.found(body, capture, settings.extract.engines, min_words)
    if words_of(blocks, min_words) < min_words and words_of(embedded := _embedded(said.bodies), min_words) >= min_words:
        blocks, name = embedded, "json-ld"
    if words_of(blocks, min_words) < min_words:
        if not any(word_count(block.text) for block in whole):
            raise RecordError(f"the page shows no text{known.told}", Reason.EMPTY, capture.origin)
        detail = f"no engine found text: {troubles}" if troubles else "no engine found text"
        raise RecordError(detail + known.told, Reason.NO_ARTICLE, capture.origin)
    blocks = shape.restored(blocks, whole)
    return blocks, name, page_type.guess(tree, blocks, whole, said), known.account


def _parsed(body: str, limit: int) -> tuple[str, LexborHTMLParser, tuple[Block, ...]]:
    """The markup, its tree and the blocks of the whole page.

    A page that shows next to nothing while its `noscript` elements hold text, as some forums
    send to readers without scripts, is read with those elements opened.
    """
    tree = LexborHTMLParser(body)
    whole = dom.blocks(tree, limit)
    if len(whole) < _SHELL_BLOCKS and words_of(whole, _SHELL_WORDS) < _SHELL_WORDS and "<noscript" in body.lower():
        opened = _NOSCRIPT.sub(" ", body)
        other_tree = LexborHTMLParser(opened)
        other = dom.blocks(other_tree, limit)
        if prose_words(other, enough=_SHELL_WORDS) >= _SHELL_WORDS:
            return opened, other_tree, other
    return body, tree, whole


def _embedded(bodies: tuple[str, ...]) -> tuple[Block, ...]:
    """The blocks of the longest `articleBody`, which may be markup itself."""
    body = max(bodies, key=len, default="")
    if "<" in body and ">" in body:
        return dom.blocks(LexborHTMLParser(depth.limited(body)))
    lines = (" ".join(line.split()) for line in body.split("\n"))
    return tuple(Block(BlockKind.PARAGRAPH, line) for line in lines if line)
