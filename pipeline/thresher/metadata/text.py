"""Votes on metadata from the text itself: headlines, bylines, datelines, copyright and syndication lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.metadata import biographies, captions, lexicon, nearby, places, provenance, spot
from thresher.metadata.ballot import Ballot
from thresher.metadata.bylines import Bylines
from thresher.metadata.html import cast_beside
from thresher.metadata.sheet import Sheet
from thresher.metadata.spaces import spaced
from thresher.nouns import BlockKind, CaptureKind

if TYPE_CHECKING:
    from thresher.nouns import Block, Page, Vote

NEAR = 14
"""How many blocks after the headline bylines and datelines are sought."""
TAIL = 25
"""How many blocks at the end are searched for copyright lines, syndication lines and late bylines."""
LINE_CHARS = 300
SHORT_CHARS = 140
BEFORE = 5
"""How many before it."""
MENUS = 8
"""How many blocks after the headline lines of menus are asked too, for renderers take bylines for them."""

MARKED, MARKED_GAIN = 0.7, 1.25
"""Least confidence in the headline, and its gain, where an engine chose the blocks by markup; swept on HTML sets."""
LEADS = 2
"""How many paragraphs may begin with the dateline: an editor's note may stand before."""
DECK_BLOCKS = 3
"""How far below the headline the deck stands, and how far below that the byline, in blocks."""
DECK_CHARS = range(40, 320)
DECK_ENDS = frozenset(".!?\u2026\u3002\uff01\uff1f")

_NO_DECK = re.compile(r"\b(?:affiliate|commission|cookies?|subscri|sign up|newsletter|disclosure)", re.IGNORECASE)
SYNDICATED = re.compile(r"\bThe post (?P<title>.{3,200}?) (?:first )?appeared first on (?P<site>.{2,80}?)\.?$")
COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|copyright)\W{{0,4}}(?:copyright\W{{0,3}})?(?:(?:19|20)\d\d(?:\s?[{lexicon.DASHES},]\s?(?:19|20)?\d\d)?)?"
    r"\W{0,3}(?:by\s)?(?P<site>[^\d\W][^.|,;©()]{1,60})",
    re.IGNORECASE,
)
RIGHTS = re.compile(rf"\b{lexicon.RIGHTS}\b.*$", re.IGNORECASE)
AGENCY = re.compile(
    rf"^[A-ZÀ-Þ][A-ZÀ-Þ .,'-]{{2,40}},\s(?P<date>[^{lexicon.DASHES}()]{{3,24}}?)\s?(?:\(|/|[{lexicon.DASHES}]|$)"
)


WIRED = re.compile(
    r"^[A-ZÀ-Þ][^()\n]{2,60}?\s?\((?P<agency>[A-Z][\w&.-]{1,20}(?: [A-Z][\w.]{1,20}){0,2})\)"
    rf"\s?[{lexicon.DASHES}]\s"
)
"""An agency after the place: "PORT ROE (XYZ) - The bridge …"."""


def copyright_in(text: str) -> re.Match[str] | None:
    """The copyright notice in a line; its group `site` is the holder."""
    return COPYRIGHT.search(text[:LINE_CHARS])


def votes(page: Page) -> tuple[Vote, ...]:
    """All votes that the blocks of a page cast, and for text captures those of what came beside the text."""
    ballot = Ballot()
    if page.capture.kind is CaptureKind.TEXT:
        cast_beside(page.capture, ballot)
    sheet = Sheet(page.blocks, spot.BLOCKS)
    found = spot.found(sheet, page.capture.url)
    at = None if found is None else found[0]
    if found is not None:
        headline = spot.trimmed(page.blocks[found[0]].text[:LINE_CHARS], sheet.lower)
        is_text = page.capture.kind is CaptureKind.TEXT
        ballot.cast(
            "title", headline, "text:title", found[1] if is_text else max(MARKED, min(1.0, MARKED_GAIN * found[1]))
        )
    Bylines(sheet, at, ballot, page.capture.url, is_text=page.capture.kind is CaptureKind.TEXT).cast()
    end = _cast_near(sheet, at, ballot)
    if page.capture.kind is CaptureKind.TEXT:
        _cast_deck(sheet, at, ballot)
        biographies.cast(sheet, ballot)
    provenance.cast(sheet, ballot)
    captions.cast(sheet, ballot)
    _cast_place(sheet, at, ballot)
    for number in range(max(0, len(page.blocks) - TAIL), len(page.blocks)):
        _cast_tail(page.blocks[number], ballot, is_late=number >= end)
    return tuple(ballot)


def _cast_near(sheet: Sheet, at: int | None, ballot: Ballot) -> int:
    """Votes of the lines near the headline; the position where they end."""
    first = 0 if at is None else at
    blocks = sheet.blocks
    after = [
        number
        for number in range(first, min(len(blocks), first + 2 * NEAR))
        if blocks[number].kind is not BlockKind.MENU or number <= first + MENUS
    ][:NEAR]
    for number in [*range(max(0, first - BEFORE), first), *after]:
        near = 1.0 if at is None or number > at else 0.7
        _cast_line(blocks[number], near, ballot)
    return after[-1] + 1 if after else 0


def _cast_line(block: Block, confidence: float, ballot: Ballot) -> None:
    """Votes of a line near the headline on dates and agencies."""
    short = len(block.text) <= SHORT_CHARS
    text = block.text[:LINE_CHARS].strip()
    if agency := AGENCY.match(text):
        ballot.cast("published", agency["date"], "text:dateline", 0.8 * confidence)
    if wired := WIRED.match(text):
        ballot.cast("authors", wired["agency"], "text:agency", confidence)
    if not (short or block.kind is BlockKind.DATELINE) or nearby.DIGIT.search(text) is None:
        return
    _cast_dates(spaced(text), confidence, ballot, sure=block.kind is BlockKind.DATELINE)


def _cast_dates(text: str, confidence: float, ballot: Ballot, *, sure: bool) -> None:
    """Votes of a short line that gives the date of publication, of the last change, or both."""
    updated, published = nearby.UPDATED.search(text), nearby.PUBLISHED.search(text)
    if updated and published:
        early, late = sorted((updated.start(), published.start()))
        parts = [(text[early:late], early == updated.start()), (text[late:], late == updated.start())]
    else:
        parts = [(text, bool(updated))]
    for part, is_update in parts:
        if not (sure or updated or published or nearby.is_dateline(part)):
            continue
        ballot.cast("modified" if is_update else "published", part, "text:dateline", confidence)


def _cast_place(sheet: Sheet, at: int | None, ballot: Ballot) -> None:
    """The vote of the first paragraphs for the place of the dateline."""
    first = 0 if at is None else at
    for number in [number for number in sheet.prose if number > first or at is None][:LEADS]:
        if place := places.place(sheet.texts[number]):
            ballot.cast("dateline", place, "text:place")
            return


def _cast_deck(sheet: Sheet, at: int | None, ballot: Ballot) -> None:
    """The vote of a sentence between the headline and its byline or date, the deck."""
    if at is None:
        return
    for number in range(at + 1, min(at + 1 + DECK_BLOCKS, len(sheet.texts))):
        text = sheet.texts[number]
        if (
            _NO_DECK.search(text)
            or len(text) not in DECK_CHARS
            or text[-1] not in DECK_ENDS
            or sheet.is_labelled(number)
        ):
            continue
        below = range(number + 1, min(number + 1 + DECK_BLOCKS, len(sheet.texts)))
        if any(sheet.is_labelled(one) or _is_dated(sheet.texts[one]) for one in below):
            ballot.cast("description", text, "text:deck")
            ballot.cast("deck", text, "text:deck")
        return


def _is_dated(text: str) -> bool:
    return len(text) <= SHORT_CHARS and nearby.DIGIT.search(text) is not None and nearby.is_dated(text)


def _cast_tail(block: Block, ballot: Ballot, *, is_late: bool) -> None:
    """Votes of a line at the end of the page."""
    text = block.text[:LINE_CHARS].strip()
    if match := SYNDICATED.search(text):
        ballot.cast("title", match["title"], "text:syndication")
        ballot.cast("site_name", match["site"], "text:syndication")
    elif match := copyright_in(text):
        ballot.cast("site_name", RIGHTS.sub("", match["site"]).strip(" " + lexicon.DASHES), "text:copyright")
    elif is_late and len(block.text) <= SHORT_CHARS and (block.kind is BlockKind.BYLINE or nearby.BYLINE.match(text)):
        ballot.cast("authors", text, "text:byline", 0.5)
