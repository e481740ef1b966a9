"""The library's front door: captures in, articles and rejections out, in one process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from thresher.flow import guarded, to_article, to_page
from thresher.kit import Kit
from thresher.nouns import Article, Capture, CaptureKind, Origin, Page, Rejection, Revisit, Stage
from thresher.revisit import Originals, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from thresher.lessons import Lessons
    from thresher.nouns import Outcome, Record
    from thresher.settings import Dedup, Settings


class Cleaner:
    """Cleans captures by fixed settings; picklable, and nothing is read from disk after its making.

    `strict` raises unexpected errors instead of making rejections of them. `state` is a state folder: the
    templates that its batches know are applied. Nothing is added to it.
    """

    def __init__(self, settings: Settings | None = None, *, strict: bool = False, state: Path | None = None) -> None:
        self._kit = Kit.load(settings)
        self._strict = strict
        self._lessons = None if state is None else _learned(state, self._kit.settings)

    @property
    def kit(self) -> Kit:
        """The settings and rules in use."""
        return self._kit

    def clean_one(self, capture: Capture) -> Outcome:
        """The article of one capture, or the reason why there is none."""
        return self._outcome(self._page(capture))

    def clean(self, captures: Iterable[Record]) -> Iterator[Outcome]:
        """Exactly one outcome for each capture, in their order, those of revisits last.

        With duplicates dropped (`settings.dedup.enabled`) all articles are held in memory until
        the last capture is read; without, outcomes are yielded as they are ready. Pages that a
        revisit may refer to are held in memory either way: clean large archives with the command
        line, which keeps them on disk.
        """
        outcomes = self._outcomes(captures)
        if not self._kit.settings.dedup.enabled:
            return outcomes
        return iter(compared(list(outcomes), self._kit.settings.dedup))

    def _outcomes(self, captures: Iterable[Record]) -> Iterator[Outcome]:
        originals: Originals[Page | Rejection] = Originals()
        revisits: list[Revisit] = []
        for record in captures:
            if isinstance(record, Revisit):
                revisits.append(record)
            elif isinstance(record, Rejection):
                if record.url:
                    originals.add(record.url, record.captured_at, None, record)
                yield record
            else:
                page = self._page(record)
                if record.payload_digest:
                    originals.add(record.url, record.captured_at, record.payload_digest, page)
                yield self._outcome(page)
        for revisit in revisits:
            yield self._outcome(resolve(revisit, originals.find(revisit)))

    def _page(self, capture: Capture) -> Page | Rejection:
        return guarded(lambda: to_page(capture, self._kit), capture, Stage.EXTRACT, strict=self._strict)

    def _outcome(self, page: Page | Rejection) -> Outcome:
        if isinstance(page, Rejection):
            return page
        return guarded(
            lambda: to_article(page, self._kit, self._lessons), page.capture, Stage.JUDGE, strict=self._strict
        )


def compared(outcomes: list[Outcome], settings: Dedup) -> list[Outcome]:
    """The same outcomes, the articles compared with each other: copies are dropped or annotated."""
    from thresher.dedup.decide import decide
    from thresher.dedup.settle import decisions, settled
    from thresher.dedup.sheet import sheet

    articles = ((row, one) for row, one in enumerate(outcomes) if isinstance(one, Article))
    made = decisions(decide((sheet(one, (0, row)) for row, one in articles), settings))
    return [settled(one, made.get((0, row)), drop=settings.mode == "drop") for row, one in enumerate(outcomes)]


def _learned(state: Path, settings: Settings) -> Lessons:
    """What the batches of a state folder know of their sites' templates."""
    from thresher.lessons import Lessons
    from thresher.state.memory import site_templates

    return Lessons(site_templates(state, settings))


@cache
def _default() -> Cleaner:
    return Cleaner()


def clean_html(
    html: str | bytes, url: str = "about:blank", *, captured_at: datetime | None = None, cleaner: Cleaner | None = None
) -> Outcome:
    """Clean one HTML page: its Article, or the Rejection that says why there is none.

    `url` gives host and canonical URL; `captured_at` bounds the dates. Bytes are decoded as a
    browser would. Without a `cleaner` the default settings apply.
    """
    body, charset = (html, None) if isinstance(html, bytes) else (html.encode("utf-8", "replace"), "utf-8")
    capture = Capture(Origin("memory"), url, captured_at, CaptureKind.HTML, body, charset=charset)
    return (cleaner or _default()).clean_one(capture)


def clean_text(
    text: str, url: str = "about:blank", *, captured_at: datetime | None = None, cleaner: Cleaner | None = None
) -> Outcome:
    """Clean one plain-text capture: its Article, or the Rejection that says why there is none."""
    body = text.encode("utf-8", "replace")
    capture = Capture(Origin("memory"), url, captured_at, CaptureKind.TEXT, body, "text/plain", "utf-8")
    return (cleaner or _default()).clean_one(capture)
