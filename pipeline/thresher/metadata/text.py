"""Votes on metadata from the text itself: headlines, bylines, datelines, copyright and syndication lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.metadata import biographies, captions, dates, lexicon, licences, nearby, places, provenance, spot
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
SENTENCE_WORDS = 14
LABEL_AT = 3
"""Where a label stands at most, in characters, whose line may be a long one."""
SHORT_CHARS = 140
BEFORE = 8
"""How many before it."""
LEAD = 4
"""How many blocks before the text are asked too, however far the headline is."""
MENUS = 8
"""How many blocks after the headline lines of menus are asked too, for renderers take bylines for them."""

MARKED, MARKED_GAIN = 0.7, 1.25
"""Least confidence in the headline, and its gain, where an engine chose the blocks by markup; swept on HTML sets."""
LICENCES = 3
"""How many lines of each wording are asked for a licence, the last ones."""
LEADS = 2
"""How many paragraphs may begin with the dateline: an editor's note may stand before."""
POSTED = ("asked", "submitted", "started by", "start date", "post time", "date posted")
"""What stands in lines that say when a question was asked or a post sent, in lower case."""
POSTED_SHARE = 0.8
"""How far such a line counts that is not near the headline."""
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
    text = text[:LINE_CHARS]
    lower = text.lower()
    return COPYRIGHT.search(text) if "©" in lower or "(c)" in lower or "copyright" in lower else None


def votes(page: Page) -> tuple[Vote, ...]:
    """All votes that the blocks of a page cast, and for text captures those of what came beside the text.

    Of markup, whose elements have told most of it, the headline is sought only where its h1 is not the title that the
    head gives, and neither bylines nor dates: there they were as often wrong as right (swept on the sets with gold).
    """
    ballot = Ballot()
    is_text = page.capture.kind is CaptureKind.TEXT
    if is_text:
        cast_beside(page.capture, ballot)
    sheet = Sheet(page.blocks, spot.BLOCKS)
    at = _cast_headline(sheet, page, ballot) if is_text or not _is_headed(page) else None
    end = len(page.blocks)
    if is_text:
        Bylines(
            sheet,
            at,
            ballot,
            page.capture.url,
        ).cast()
        end = _cast_near(sheet, at, ballot)
        _cast_deck(sheet, at, ballot)
        biographies.cast(sheet, ballot)
    _cast_posted(sheet, ballot)
    provenance.cast(sheet, ballot)
    captions.cast(sheet, ballot)
    _cast_place(sheet, at, ballot)
    _cast_licence(sheet, ballot)
    for number in range(max(0, len(page.blocks) - TAIL), len(page.blocks)):
        _cast_tail(page.blocks[number], ballot, is_late=number >= end)
    return tuple(ballot)


def _is_headed(page: Page) -> bool:
    """Whether an h1 of a page repeats what its head says the title is."""
    return any(vote.source == "h1" and vote.confidence >= 1 for vote in page.votes)


def _cast_headline(sheet: Sheet, page: Page, ballot: Ballot) -> int | None:
    """The vote of the line that looks like the headline; its position, or None where none does."""
    found = spot.found(sheet, page.capture.url)
    if found is None:
        return None
    at, sure = found
    sure = sure if page.capture.kind is CaptureKind.TEXT else max(MARKED, min(1.0, MARKED_GAIN * sure))
    ballot.cast("title", spot.trimmed(page.blocks[at].text[:LINE_CHARS], sheet.lower), "text:title", sure)
    return at


def _cast_near(sheet: Sheet, at: int | None, ballot: Ballot) -> int:
    """Votes of the lines near the headline; the position where they end."""
    body = sheet.body or 0
    first = max(0, body - LEAD) if at is None else at
    blocks = sheet.blocks
    after = [
        number
        for number in range(first, min(len(blocks), first + 2 * NEAR))
        if blocks[number].kind is not BlockKind.MENU or number <= first + MENUS
    ][:NEAR]
    lead = [number for number in range(max(0, body - LEAD), body) if after and number > after[-1]]
    for number in [*range(max(0, first - BEFORE), first), *after, *lead]:
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
    if nearby.DIGIT.search(text) is None:
        return
    is_short = short or block.kind is BlockKind.DATELINE
    if (not is_short or _is_sentence(text)) and not _is_labelled(text):
        return
    _cast_dates(spaced(text), confidence, ballot, sure=block.kind is BlockKind.DATELINE)


def _is_labelled(text: str) -> bool:
    """Whether a line begins with what says that a date follows."""
    label = nearby.PUBLISHED.search(text) or nearby.UPDATED.search(text)
    return label is not None and label.start() <= LABEL_AT


def _is_sentence(text: str) -> bool:
    """Whether a line is prose, so that a word in it is no label of the date in it."""
    return text.count(" ") >= SENTENCE_WORDS and text[-1:] in DECK_ENDS


def _cast_dates(text: str, confidence: float, ballot: Ballot, *, sure: bool) -> None:
    """Votes of a short line that gives the date of publication, of the last change, or both."""
    if nearby.UPDATED.search(text) is None and nearby.PUBLISHED.search(text) is None and not sure:
        line = nearby.dateline(text)
        if line is not None:
            ballot.cast("published", line, "text:dateline", confidence)
        return
    for field, part in nearby.dated_parts(text, text):
        ballot.cast(field, part, "text:dateline", confidence)


def _cast_posted(sheet: Sheet, ballot: Ballot) -> None:
    """The vote of the first line that says when a question was asked or a post sent, where none near the headline does.

    On such pages a column of votes, a profile or a menu stands between.
    """
    if any(dates.readings(vote.value, dates.Bounds()) for vote in ballot.votes("published")):
        return
    numbers = sorted({number for literal in POSTED for number in sheet.holding(literal)})
    for number in numbers:
        text = sheet.texts[number]
        label = nearby.PUBLISHED.search(text) if len(text) <= SHORT_CHARS else None
        if label is not None and nearby.is_dateline(text[label.start() :]):
            ballot.cast("published", text[label.start() :], "text:dateline", POSTED_SHARE)
            return


def _cast_place(sheet: Sheet, at: int | None, ballot: Ballot) -> None:
    """The vote of the first paragraphs for the place of the dateline."""
    first = 0 if at is None else at
    for number in [number for number in sheet.prose if number > first or at is None][:LEADS]:
        if place := places.place(sheet.texts[number]):
            ballot.cast("dateline", place, "text:place")
            return


def _cast_licence(sheet: Sheet, ballot: Ballot) -> None:
    """The votes of lines near the end that name a licence."""
    for sign in ("creative commons", "cc by", "cc-by", "cc0", "cc 0"):
        for number in sheet.holding(sign)[-LICENCES:]:
            if number >= len(sheet.blocks) - TAIL and sheet.blocks[number].kind is not BlockKind.CAPTION:
                ballot.cast("license", licences.named(sheet.texts[number][:LINE_CHARS]), "text:license")


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
    if "The post " in text and (match := SYNDICATED.search(text)):
        ballot.cast("title", match["title"], "text:syndication")
        ballot.cast("site_name", match["site"], "text:syndication")
    elif match := copyright_in(text):
        ballot.cast("site_name", RIGHTS.sub("", match["site"]).strip(" " + lexicon.DASHES), "text:copyright")
    elif is_late and len(block.text) <= SHORT_CHARS and (block.kind is BlockKind.BYLINE or nearby.BYLINE.match(text)):
        ballot.cast("authors", text, "text:byline", 0.5)
