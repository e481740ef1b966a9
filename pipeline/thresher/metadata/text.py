"""Votes on metadata from the text itself: headlines, bylines, datelines, copyright and syndication lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.metadata import dates, lexicon, months, names
from thresher.metadata.ballot import Ballot
from thresher.metadata.html import cast_beside
from thresher.nouns import BlockKind, CaptureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.nouns import Block, Page, Vote

BLOCKS = 400
"""Blocks that are searched for the headline and the lines round it; then the last `TAIL` are searched for the rest."""
NEAR = 14
"""How many blocks after the headline bylines and datelines are sought."""
TAIL = 25
LINE_CHARS = 300
SHORT_CHARS = 140

BYLINE = re.compile(rf"^\W{{0,3}}{lexicon.BY}(?:\s*[:\uff1a\uff0f/|]\s*|\s+)(?=[^\W\d_])", re.IGNORECASE)
PUBLISHED = re.compile(rf"\b{lexicon.PUBLISHED}\b", re.IGNORECASE)
UPDATED = re.compile(rf"\b{lexicon.UPDATED}\b", re.IGNORECASE)
SYNDICATED = re.compile(r"\bThe post (?P<title>.{3,200}?) (?:first )?appeared first on (?P<site>.{2,80}?)\.?$")
COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|copyright)\W{{0,4}}(?:copyright\W{{0,3}})?(?:(?:19|20)\d\d(?:\s?[{lexicon.DASHES},]\s?(?:19|20)?\d\d)?)?"
    r"\W{0,3}(?:by\s)?(?P<site>[^\d\W][^.|,;©()]{1,60})",
    re.IGNORECASE,
)
RIGHTS = re.compile(rf"\b{lexicon.RIGHTS}\b.*$", re.IGNORECASE)
AGENCY = re.compile(
    rf"^[A-ZÀ-Þ][A-ZÀ-Þ .,'-]{{2,40}},\s(?P<date>[^(){lexicon.DASHES}]{{3,24}}?)\s?(?:\(|/|[{lexicon.DASHES}]|$)"
)


def votes(page: Page) -> tuple[Vote, ...]:
    """All votes that the blocks of a page cast, and for text captures those of what came beside the text."""
    ballot = Ballot()
    if page.capture.kind is CaptureKind.TEXT:
        cast_beside(page.capture, ballot)
    at = _headline(page.blocks)
    if at is not None:
        block = page.blocks[at]
        surely = 1.0 if block.kind is BlockKind.TITLE else 0.7 if block.kind is BlockKind.HEADING else 0.5
        ballot.cast("title", block.text[:LINE_CHARS], "text:title", surely)
    start = 0 if at is None else max(0, at - 5)
    end = min(len(page.blocks), (0 if at is None else at) + NEAR)
    for number in range(start, end):
        block = page.blocks[number]
        _cast_line(block, 1.0 if at is None or number > at else 0.7, ballot)
    for block in page.blocks[max(end, len(page.blocks) - TAIL) :]:
        _cast_tail(block, ballot)
    return tuple(ballot)


def _headline(blocks: Sequence[Block]) -> int | None:
    """The position of the headline: a title block, else the first heading, else a short line before long ones."""
    first = blocks[:BLOCKS]
    for kind in (BlockKind.TITLE, BlockKind.HEADING):
        for at, block in enumerate(first):
            if block.kind is kind and block.text.strip():
                return at
    for at, block in enumerate(first):
        if block.kind is BlockKind.PARAGRAPH and _shaped(block.text) and _leads(first[at + 1 : at + 8]):
            return at
    return None


def _shaped(text: str) -> bool:
    """Whether a line has the shape of a headline: 3 to 30 words that end in no full stop."""
    words = text.split()
    return 3 <= len(words) <= 30 and len(text) <= 200 and text[-1] not in ".,;:" and not BYLINE.match(text)  # noqa: PLR2004


def _leads(blocks: Sequence[Block]) -> bool:
    """Whether text of some length follows."""
    return sum(len(block.text) > 200 and block.link_chars < len(block.text) / 2 for block in blocks) >= 1  # noqa: PLR2004


def _cast_line(block: Block, confidence: float, ballot: Ballot) -> None:
    """Votes of a line near the headline."""
    text = block.text[:LINE_CHARS].strip()
    if not text:
        return
    short = len(block.text) <= SHORT_CHARS
    if (block.kind is BlockKind.BYLINE or (short and BYLINE.match(text))) and names.split(text):
        ballot.cast("authors", text, "text:byline", confidence)
    if agency := AGENCY.match(text):
        ballot.cast("published", agency["date"], "text:dateline", 0.8 * confidence)
    if not (short or block.kind is BlockKind.DATELINE) or not any(letter.isdigit() for letter in text):
        return
    _cast_dates(text, confidence, ballot, sure=block.kind is BlockKind.DATELINE)


def _cast_dates(text: str, confidence: float, ballot: Ballot, *, sure: bool) -> None:
    """Votes of a short line that gives the date of publication, of the last change, or both."""
    updated, published = UPDATED.search(text), PUBLISHED.search(text)
    if updated and published:
        early, late = sorted((updated.start(), published.start()))
        parts = [(text[early:late], early == updated.start()), (text[late:], late == updated.start())]
    else:
        parts = [(text, bool(updated))]
    for part, is_update in parts:
        if not (sure or updated or published or _mostly_date(part)):
            continue
        ballot.cast("modified" if is_update else "published", part, "text:dateline", confidence)


def _mostly_date(text: str) -> bool:
    """Whether a line says hardly more than a date and perhaps a name."""
    words = months.folded(text).replace(",", " ").replace(".", " ").split()
    dated = sum(word in months.numbers() or any(c.isdigit() for c in word) for word in words)
    whole = dates.parse(text, dates.Bounds()) is not None
    return whole and len(words) <= 12 and dated * 3 >= len(words)  # noqa: PLR2004


def _cast_tail(block: Block, ballot: Ballot) -> None:
    """Votes of a line at the end of the page."""
    text = block.text[:LINE_CHARS].strip()
    if match := SYNDICATED.search(text):
        ballot.cast("title", match["title"], "text:syndication")
        ballot.cast("site_name", match["site"], "text:syndication")
    elif match := COPYRIGHT.search(text):
        ballot.cast("site_name", RIGHTS.sub("", match["site"]).strip(" " + lexicon.DASHES), "text:copyright")
    elif len(block.text) <= SHORT_CHARS and (block.kind is BlockKind.BYLINE or BYLINE.match(text)):
        ballot.cast("authors", text, "text:byline", 0.5)
