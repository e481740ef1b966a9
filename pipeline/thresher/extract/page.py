"""A capture as a page: decoded, its main text found, nothing removed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from thresher.errors import RecordError
from thresher.extract import charset, disguise, embedded, engine, links, page_type, text
from thresher.extract.declaration import declaration
from thresher.extract.engine import Found
from thresher.extract.prose import words_of
from thresher.extract.sites import reading
from thresher.extract.sites.knowledge import NO_SITES
from thresher.extract.tree import judge, walk
from thresher.extract.tree.comments import reader_comments
from thresher.extract.tree.facts import facts
from thresher.nouns import CaptureKind, Page, Reason
from thresher.words import word_count

if TYPE_CHECKING:
    from thresher.extract.sites.knowledge import Sites
    from thresher.extract.sites.reading import Known
    from thresher.extract.tree.walk import Outline
    from thresher.model.network import Network
    from thresher.nouns import Capture
    from thresher.settings import Settings

_SAMPLE = 65_536  # bytes or characters that show whether a body is text
_CONTROLS = bytes([*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_BINARY = 0.05  # share of control characters from which a body is no text
_LOST = 0.2  # the same for characters that do not decode


@dataclass(frozen=True)
class Opened:
    """A body decoded, and parsed once for all who read it, none of whom may change the tree."""

    text: str
    encoding: str = ""

    @cached_property
    def markup(self) -> str:
        """The text as it is parsed."""
        return embedded.readable(self.text)

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The markup parsed."""
        return LexborHTMLParser(self.markup)


def opened(capture: Capture) -> Opened:
    """The body of a capture as text, with the name of its encoding; never raises."""
    return Opened(*charset.decode(capture.body, capture.charset, markup=capture.kind is CaptureKind.HTML))


def page(
    capture: Capture,
    settings: Settings,
    body: Opened | None = None,
    model: Network | None = None,
    sites: Sites = NO_SITES,
) -> Page:
    """The page of a capture; `body` is what `opened` gave, when the caller has it already.

    `model` finds the article in markup, the shipped one when none is given; `sites` are those that are known.

    Raises RecordError when there is no main text: empty, undecodable, soft_404, consent_wall,
    empty_shell, parked_domain or no_article.
    """
    body = body or opened(capture)
    _check(body, capture)
    if capture.kind is CaptureKind.TEXT:
        found = _of_text(body.text, capture, settings)
    else:
        found = _of_markup(body, capture, settings, model or judge.shipped(), sites)
    return replace(found, charset=body.encoding)


def _check(body: Opened, capture: Capture) -> None:
    """Refuse a body that is no text at all."""
    if not body.text.strip():
        raise RecordError("the body is empty", Reason.EMPTY, capture.origin)
    sample = b"" if body.encoding.startswith(("utf-16", "utf-32")) else capture.body[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    lost = body.text.count("\ufffd", 0, _SAMPLE)
    if controls > _BINARY * len(sample) or lost > _LOST * min(len(body.text), _SAMPLE):
        raise RecordError("the body does not decode to text", Reason.UNDECODABLE, capture.origin)


def _of_text(body: str, capture: Capture, settings: Settings) -> Page:
    blocks = text.blocks(body, settings.limits)
    if not any(word_count(block.text) for block in blocks):
        raise RecordError("the body holds no words", Reason.EMPTY, capture.origin)
    return Page(replace(capture, body=b""), blocks[: settings.limits.blocks], engine="text")


@dataclass(frozen=True, slots=True)
class Reading:
    """Markup as it was read: the outline of what it shows, its text, and what is known of its site.

    `markup` is what the outline counts its characters in. `refusal` is why the page says that it is no article, if it
    does.
    """

    markup: str
    outline: Outline
    found: Found
    known: Known
    refusal: tuple[Reason, str] | None = None


def read(given: Opened, capture: Capture, settings: Settings, model: Network, sites: Sites = NO_SITES) -> Reading:
    """Read the markup of a capture; whether what was found is an article is for `page` to say."""
    limits, extract = settings.limits, settings.extract
    site = sites.find(capture.url, capture.captured_at)
    captured, body = given.text, given.markup
    tree = LexborHTMLParser(body) if site else given.tree  # knowledge of a site changes its tree
    known = reading.read(tree, site, settings)
    body = known.markup or body
    markup = tree.html or ""
    outline = walk.read(markup, limits.blocks, with_links=extract.links)
    said = declaration(tree)
    found = Found(known.blocks, reading.ENGINE)
    refusal = None if said.bodies else disguise.recognised(tree, outline, captured)
    if refusal:
        hidden = embedded.better(tree, captured, outline.blocks(), said)
        found, refusal = (found, refusal) if hidden is None else (Found(*hidden), None)
    elif not known.blocks:
        parsed = engine.Parsed(body, capture, outline, facts(tree, said, capture.url))
        found = engine.found(parsed, extract, model, lambda blocks: embedded.better(tree, captured, blocks, said))
    return Reading(markup, outline, found, known, refusal)


def _of_markup(given: Opened, capture: Capture, settings: Settings, model: Network, sites: Sites) -> Page:
    limits, extract = settings.limits, settings.extract
    one = read(given, capture, settings, model, sites)
    found, known = one.found, one.known
    if one.refusal:
        raise RecordError(f"the page says: {one.refusal[1]}", one.refusal[0], capture.origin)
    fewest = max(1, extract.min_words)
    if words_of(found.blocks, fewest) < fewest:
        if not words_of(one.outline.blocks(), 1):
            raise RecordError(f"the page shows no text{known.told}", Reason.EMPTY, capture.origin)
        detail = "; ".join(("no engine found text", *found.troubles))
        raise RecordError(detail + known.told, Reason.NO_ARTICLE, capture.origin)
    if extract.links:
        origin = links.base(known.markup or given.markup, capture.url)
        found = replace(found, blocks=tuple(links.resolved(found.blocks, origin, limits.links)))
    return _page(capture, settings, found, known, None if known.blocks else one.outline)


def _page(capture: Capture, settings: Settings, found: Found, known: Known, outline: Outline | None) -> Page:
    types = found.judged.types if found.judged else {}
    kind = max(types, key=lambda one: types[one]) if types else None
    comments = known.comments or (reader_comments(found.judged, found.places) if found.judged else ())
    return Page(
        capture=replace(capture, body=b""),
        blocks=found.blocks[: settings.limits.blocks],
        engine=found.engine,
        page_type=kind,
        page_type_confidence=types[kind] if kind else None,
        is_surely_no_article=page_type.is_surely_no_article(types, outline),
        comments=comments if settings.extract.comments == "field" else (),
        site=known.account,
    )
