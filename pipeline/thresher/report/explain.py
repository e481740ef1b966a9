"""Why a capture became what it became: finds the captures that a target names, and what was decided about them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from thresher.archive import read_capture_at, read_captures
from thresher.emit.fields import moment
from thresher.emit.rows import article_row, rejection_row
from thresher.errors import RecordError
from thresher.extract import page as extract
from thresher.flow import guarded, to_article, to_page, weighed
from thresher.kit import Kit
from thresher.nouns import Article, Capture, CaptureKind, Page, Rejection, Revisit, Stage
from thresher.report.account import Note, accounts, mined, word_books
from thresher.report.console import Output
from thresher.report.explain_diff import lines_of, show_diff
from thresher.report.explain_view import show_blocks, show_mined, show_site, show_words
from thresher.report.terminal import safe, safe_json
from thresher.revisit import Originals, resolve
from thresher.strip import lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from thresher.extract.page import Reading
    from thresher.nouns import Origin, Record
    from thresher.report.account import BlockAccount
    from thresher.settings import Settings
    from thresher.strip.rules import Rule


@dataclass(frozen=True, slots=True)
class Explanation:
    """One record with its page and its outcome; the page is missing where none could be made.

    `notes` say of every block of a text capture how probably it is text of the article, `cut` below what
    probability the line model takes a block that does not stand amid the article.
    """

    record: Record
    page: Page | None
    outcome: Article | Rejection
    made_by: str
    original: Capture | None = None  # what a revisit repeats; its body is left out
    rules: tuple[Rule, ...] = ()
    notes: Sequence[Note | None] = ()
    cut: float = 0.0
    shown: Sequence[str] = ()  # all that the page shows, a block each, also what was not chosen

    def blocks(self) -> tuple[BlockAccount, ...]:
        """What was decided about each block."""
        if self.page is None:
            return ()
        if isinstance(self.outcome, Rejection):
            return accounts(self.page, (), notes=self.notes, is_rejected=True)
        return accounts(self.page, self.outcome.removals, self.rules, self.notes)

    def row(self) -> dict[str, Any]:
        """The explanation as plain data."""
        blocks = self.blocks()
        if isinstance(self.outcome, Rejection):
            row: dict[str, Any] = {"rejection": rejection_row(self.outcome)}
        else:
            row = {"article": article_row(self.made_by)(self.outcome)}
        if self.original:
            origin = self.original.origin
            place = {"archive": origin.archive, "member": origin.member, "offset": origin.offset}
            row["revisit_of"] = {"url": self.original.url, "captured_at": moment(self.original.captured_at)} | place
        if self.page and self.page.site:
            row["site"] = msgspec.to_builtins(self.page.site)
        row["blocks"] = [block.row() for block in blocks]
        if self.notes:
            row["cut"] = self.cut
        if isinstance(self.outcome, Article):
            row["mined"] = [asdict(one) for one in mined(self.outcome)]
            row["words"] = asdict(word_books(blocks))
        return row

    def show_diff(self) -> None:
        """Print what the page shows, and what is left of it, as a unified diff."""
        name = self.record.url or str(self.record.origin)
        left = self.outcome.text.split("\n\n") if isinstance(self.outcome, Article) else ()
        before = self.shown or [block.text for block in self.blocks()]
        show_diff(Output(), lines_of(before), lines_of(left), (f"{name} (captured)", f"{name} ({self._became})"))

    @property
    def _became(self) -> str:
        return f"rejected: {self.outcome.reason}" if isinstance(self.outcome, Rejection) else "article"

    def show(self, *, as_json: bool) -> None:
        """Print it."""
        if as_json:
            print(safe_json(self.row()))  # noqa: T201 - this is the output
            return
        console = Output()
        _head(console, self)
        if self.page and self.page.site:
            show_site(console, self.page.site)
        blocks = self.blocks()
        if blocks:
            show_blocks(console, blocks, self.cut)
        if isinstance(self.outcome, Article):
            show_mined(console, mined(self.outcome))
            show_words(console, word_books(blocks))
        console.print()


def explanations(target: str, settings: Settings) -> Iterator[Explanation]:
    """The explanations of the captures that `target` names.

    A target is a file, `ARCHIVE#OFFSET`, `WACZ!MEMBER#OFFSET` or `ARCHIVE#URL`.
    """
    kit = Kit.load(settings)
    archive, member, place = divided(target)
    for record in _records(archive, member, place, settings):
        if isinstance(record, Revisit):
            seen = original_of(record, archive, settings)
            found = page_of(seen, kit) if seen else None
            page = resolve(record, found)
            repeated = replace(seen, body=b"") if seen else None
        else:
            seen = record if isinstance(record, Capture) else None
            page = record if isinstance(record, Rejection) else page_of(record, kit)
            repeated = None
        whole = page if isinstance(page, Page) else None
        notes, cut = notes_of(whole, kit) if whole else ((), 0.0)
        outcome = outcome_of(page, kit)
        yield Explanation(record, whole, outcome, kit.digest, repeated, kit.rules, notes, cut, shown_by(seen, kit))


def shown_by(capture: Capture | None, kit: Kit) -> tuple[str, ...]:
    """All that a page of markup shows, a block each; nothing of text, whose blocks are all on its page."""
    if capture is None or capture.kind is CaptureKind.TEXT:
        return ()
    reading = reading_of(capture, kit)
    return tuple(reading.outline.texts) if reading else ()


def reading_of(capture: Capture, kit: Kit) -> Reading | None:
    """How markup was read; None where reading it fails, as it may on hostile markup."""
    try:
        return extract.read(extract.opened(capture), capture, kit.settings, kit.blocks, kit.sites)
    except (RecordError, MemoryError, RecursionError, ValueError):
        return None


def notes_of(page: Page, kit: Kit) -> tuple[tuple[Note, ...], float]:
    """How probably each block is text of the article, and what is too little; nothing where no model was asked."""
    found = weighed(page, kit.judge.judge(page), kit)
    return tuple(Note(lines.JUDGE, chance) for chance in found.chances), found.cut


def divided(target: str) -> tuple[str, str | None, str]:
    """Archive, member and place of a target; names of files may hold the signs that divide it."""
    if Path(target).is_file():
        return target, None, ""
    cuts = [at for at, char in enumerate(target) if char == "#"]
    for at in cuts:
        archive, bang, member = target[:at].partition("!")
        if Path(target[:at]).is_file():
            return target[:at], None, target[at + 1 :]
        if bang and Path(archive).is_file():
            return archive, member, target[at + 1 :]
    archive, _, place = target.partition("#")
    return archive, None, place


def _records(archive: str, member: str | None, place: str, settings: Settings) -> Iterator[Record]:
    if place.isdecimal():
        yield from _records_at(archive, member, int(place), settings)
        return
    for record in read_captures(archive, limits=settings.limits):
        if not place or record.url == place:
            yield record


def _records_at(archive: str, member: str | None, offset: int, settings: Settings) -> Iterator[Record]:
    """The record at an offset; without a member, of any member of a WACZ."""
    try:
        yield read_capture_at(archive, offset, member=member, limits=settings.limits)
    except RecordError:
        if member is None:
            yield from (one for one in read_captures(archive, limits=settings.limits) if one.origin.offset == offset)


def original_of(revisit: Revisit, archive: str, settings: Settings) -> Capture | None:
    """The capture in the same archive that a revisit repeats."""
    places: Originals[Origin] = Originals()
    for record in read_captures(archive, limits=settings.limits):
        if isinstance(record, Capture):
            places.add(record.url, record.captured_at, record.payload_digest, record.origin)
    origin = places.find(revisit)
    if origin is None:
        return None
    found = read_capture_at(archive, origin.offset, member=origin.member, limits=settings.limits)
    return found if isinstance(found, Capture) else None


def page_of(capture: Capture, kit: Kit) -> Page | Rejection:
    """The page of a capture, or why there is none."""
    return guarded(lambda: to_page(capture, kit), capture, Stage.EXTRACT, strict=False)


def outcome_of(page: Page | Rejection, kit: Kit) -> Article | Rejection:
    """What becomes of a page, but for the templates of its site."""
    if isinstance(page, Rejection):
        return page
    return guarded(lambda: to_article(page, kit), page.capture, Stage.JUDGE, strict=False)


def _head(console: Console, one: Explanation) -> None:
    record, outcome = one.record, one.outcome
    console.print(f"── {safe(record.url or str(record.origin))}", style="bold")
    console.print(f"  captured  {moment(record.captured_at) or 'unknown'}  ({safe(str(record.origin))})", style="dim")
    if isinstance(record, Revisit):
        console.print(f"  a revisit {safe(_of(one.original))}", style="yellow")
    if isinstance(outcome, Rejection):
        console.print(f"  rejected  {outcome.reason}: {outcome.reason.description}", style="bold red")
        console.print(f"            {safe(outcome.detail)} (stage: {outcome.stage})", style="red")
    if isinstance(outcome, Article):
        language = outcome.language or "language unsure"
        facts = f"{outcome.word_count:,} words; {language}; {len(outcome.removals)} removals"
        console.print(f"  article   {facts}", style="bold")
    console.print()


def _of(original: Capture | None) -> str:
    if original is None:
        return "whose original is not in this archive"
    return f"of {original.url}, captured {moment(original.captured_at) or 'unknown'} ({original.origin})"
