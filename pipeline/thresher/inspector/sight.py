"""A record read again from its archive, and all that was decided about it on the way to an article."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from thresher.archive import read_capture_at
from thresher.errors import RecordError, ThresherError
from thresher.extract import page as extract
from thresher.extract.text import split
from thresher.flow import elected, guarded
from thresher.nouns import Article, Capture, CaptureKind, Page, Reason, Rejection, Revisit, Stage
from thresher.report.explain import notes_of, original_of, page_of, reading_of
from thresher.revisit import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.emit.reading import Row
    from thresher.extract.page import Reading
    from thresher.kit import Kit
    from thresher.metadata.elect import Metadata
    from thresher.nouns import Vote
    from thresher.report.account import Note

_UNTRIED = frozenset({Reason.TIMEOUT, Reason.MEMORY, Reason.CRASHED})


class LostError(ThresherError):
    """A record cannot be shown; the message says why."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A capture seen again: its body, the page and the outcome that are made of it now, and how it was read.

    `reading` is of markup, `lines` of text; `notes` are of the line model. `losers` are the candidates for metadata
    that were not elected.
    """

    capture: Capture
    page: Page | None
    outcome: Article | Rejection
    reading: Reading | None = None
    lines: Sequence[str] = ()
    notes: Sequence[Note | None] = ()
    losers: Sequence[Vote] = ()
    is_revisit: bool = False


def seen(row: Row, kit: Kit, archives: Path | None) -> Sight:
    """The record of a row of a ledger, read and cleaned again; raises LostError where that cannot be."""
    source = row.get("source") or row
    if row.get("reason") in _UNTRIED:
        raise LostError("Its processing failed, so it is not processed again here. thresher retry tries it again.")
    archive = _found(source["archive"], archives)
    limits = kit.settings.limits
    try:
        record = read_capture_at(archive, source["offset"], member=source["member"], limits=limits)
        is_revisit = isinstance(record, Revisit)
        capture = original_of(record, archive, kit.settings) if isinstance(record, Revisit) else record
    except (RecordError, ThresherError, OSError, ValueError) as error:
        raise LostError(f"Its record cannot be read: {error}") from error
    if not isinstance(capture, Capture):
        told = capture.detail if isinstance(capture, Rejection) else "it repeats a capture that is not in this archive"
        raise LostError(f"There is nothing to show of it: {told or capture}.")
    return _seen(record, capture, kit, is_revisit=is_revisit)


def _found(archive: str, archives: Path | None) -> str:
    """Where an archive lies now: where it lay, or in the folder that is given. Nothing is fetched."""
    if "://" in archive or archive == "-":
        raise LostError(f"Its archive is not a file on this machine, and nothing is fetched ({archive}).")
    folder = archives or Path()
    for path in (Path(archive), folder / archive.lstrip(os.sep), folder / Path(archive).name):
        if path.is_file():
            return str(path)
    raise LostError(f"Its archive is not there ({archive}). Say with --archives where it lies now.")


def _seen(record: Capture | Revisit | Rejection, capture: Capture, kit: Kit, *, is_revisit: bool) -> Sight:
    page = page_of(capture, kit)
    if isinstance(record, Revisit):
        page = resolve(record, page)
    facts: list[Metadata] = []
    outcome = (
        page
        if isinstance(page, Rejection)
        else guarded(_step(page, kit, facts), page.capture, Stage.JUDGE, strict=False)
    )
    whole = page if isinstance(page, Page) else None
    losers = facts[0].losers if facts else ()
    notes = notes_of(whole, kit)[0] if whole else ()
    if capture.kind is CaptureKind.TEXT:
        lines = split(extract.opened(capture).text, kit.settings.limits)
        return Sight(capture, whole, outcome, None, lines, notes, losers, is_revisit)
    reading = reading_of(capture, kit)
    return Sight(capture, whole, outcome, reading, (), notes, losers, is_revisit)


def _step(page: Page, kit: Kit, facts: list[Metadata]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    def step() -> Article:
        article, found = elected(page, kit)
        facts.append(found)
        return article

    return step
