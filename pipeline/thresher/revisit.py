"""Revisits resolve to the page of the capture that they repeat, wherever in the input it lies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from thresher.nouns import Page, Reason, Rejection, Revisit, Stage

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from datetime import datetime

Where = TypeVar("Where")


def _keys_of_original(url: str, moment: datetime | None, digest: str | None) -> Iterator[Hashable]:
    if moment:
        yield (url, moment)
    if digest:
        yield (url, digest)
        yield digest


def _keys_of_revisit(revisit: Revisit) -> Iterator[Hashable]:
    """From the surest to the least sure: WARC-Refers-To, then the same payload of the same URL, then of any."""
    if revisit.refers_to_url and revisit.refers_to_date:
        yield (revisit.refers_to_url, revisit.refers_to_date)
    if revisit.payload_digest:
        yield (revisit.refers_to_url or revisit.url, revisit.payload_digest)
        yield (revisit.url, revisit.payload_digest)
        yield revisit.payload_digest


class Originals(Generic[Where]):
    """An index from what revisits refer to, to where those captures are; the first capture wins."""

    def __init__(self) -> None:
        self._where: dict[Hashable, Where] = {}

    def add(self, url: str, moment: datetime | None, digest: str | None, where: Where) -> None:
        """Enter a capture."""
        for key in _keys_of_original(url, moment, digest):
            self._where.setdefault(key, where)

    def find(self, revisit: Revisit) -> Where | None:
        """Where the original of a revisit is; None when it is not in the input."""
        return next((self._where[key] for key in _keys_of_revisit(revisit) if key in self._where), None)


def resolve(revisit: Revisit, original: Page | Rejection | None) -> Page | Rejection:
    """What a revisit comes to: its original's page under the revisit's own URL and moment, or a rejection."""
    if isinstance(original, Page):
        own = replace(original.capture, origin=revisit.origin, url=revisit.url, captured_at=revisit.captured_at)
        return replace(original, capture=own)
    if original is None:
        reason, stage, detail = Reason.REVISIT, Stage.READ, f"no original of {revisit.payload_digest or 'this URL'}"
    else:
        reason, stage, detail = original.reason, original.stage, f"revisit of {original.origin}: {original.detail}"
    return Rejection(revisit.origin, reason, stage, revisit.url, revisit.captured_at, detail)
