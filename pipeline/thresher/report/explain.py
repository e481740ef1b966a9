"""Why a capture became what it became: what was kept, what went, and by which rule."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thresher.archive import read_capture_at, read_captures
from thresher.emit.fields import moment
from thresher.emit.rows import article_row, rejection_row
from thresher.errors import RecordError
from thresher.flow import guarded, to_article, to_page
from thresher.kit import Kit
from thresher.nouns import Article, Capture, Page, Rejection, Revisit, Stage
from thresher.report.console import Output
from thresher.report.terminal import safe
from thresher.revisit import Originals, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from thresher.nouns import Block, Origin, Record, Removal
    from thresher.settings import Settings


@dataclass(frozen=True, slots=True)
class Explanation:
    """One record with its page and its outcome; the page is missing where none could be made."""

    record: Record
    page: Page | None
    outcome: Article | Rejection
    made_by: str
    original: Capture | None = None  # what a revisit repeats; its body is left out

    def row(self) -> dict[str, Any]:
        """The explanation as plain data."""
        revisit: dict[str, Any] = {}
        if self.original:
            origin = self.original.origin
            place = {"archive": origin.archive, "member": origin.member, "offset": origin.offset}
            revisit = {
                "revisit_of": {"url": self.original.url, "captured_at": moment(self.original.captured_at)} | place
            }
        if isinstance(self.outcome, Rejection):
            return {"rejection": rejection_row(self.outcome), **revisit, "blocks": self._blocks(())}
        article = article_row(self.made_by)(self.outcome)
        return {"article": article, **revisit, "blocks": self._blocks(self.outcome.removals)}

    def _blocks(self, removals: tuple[Removal, ...]) -> list[dict[str, Any]]:
        gone: dict[int, list[dict[str, Any]]] = {}
        for cut in removals:
            facts = {"start": cut.start, "end": cut.end, "reason": cut.reason, "judge": cut.judge}
            gone.setdefault(cut.block, []).append(facts | {"confidence": cut.confidence})
        blocks = self.page.blocks if self.page else ()
        return [{"kind": str(b.kind), "text": b.text, "removed": gone.get(i, [])} for i, b in enumerate(blocks)]

    def show(self, *, as_json: bool) -> None:
        """Print it."""
        if as_json:
            print(json.dumps(self.row(), ensure_ascii=False))  # noqa: T201 - this is the output
            return
        console = Output()
        _head(console, self)
        if self.page:
            removals = self.outcome.removals if isinstance(self.outcome, Article) else ()
            for number, block in enumerate(self.page.blocks):
                _show_block(console, block, [cut for cut in removals if cut.block == number])


def explanations(target: str, settings: Settings) -> Iterator[Explanation]:
    """The explanations of the captures that `target` names.

    A target is a file, `ARCHIVE#OFFSET`, `WACZ!MEMBER#OFFSET` or `ARCHIVE#URL`.
    """
    kit = Kit.load(settings)
    archive, member, place = divided(target)
    for record in _records(archive, member, place, settings):
        if isinstance(record, Revisit):
            original = _original(record, archive, settings)
            found = _page(original, kit) if original else None
            page = resolve(record, found)
            repeated = replace(original, body=b"") if original else None
            yield Explanation(record, _whole(page), _outcome(page, kit), kit.digest, repeated)
        else:
            page = record if isinstance(record, Rejection) else _page(record, kit)
            yield Explanation(record, _whole(page), _outcome(page, kit), kit.digest)


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


def _original(revisit: Revisit, archive: str, settings: Settings) -> Capture | None:
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


def _page(capture: Capture, kit: Kit) -> Page | Rejection:
    return guarded(lambda: to_page(capture, kit), capture, Stage.EXTRACT, strict=False)


def _outcome(page: Page | Rejection, kit: Kit) -> Article | Rejection:
    if isinstance(page, Rejection):
        return page
    return guarded(lambda: to_article(page, kit), page.capture, Stage.JUDGE, strict=False)


def _whole(page: Page | Rejection) -> Page | None:
    return page if isinstance(page, Page) else None


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
        _facts(console, outcome)
    console.print()


def _of(original: Capture | None) -> str:
    if original is None:
        return "whose original is not in this archive"
    return f"of {original.url}, captured {moment(original.captured_at) or 'unknown'} ({original.origin})"


def _facts(console: Console, article: Article) -> None:
    for name, evidence in article.evidence.items():
        value = "; ".join(evidence.value) if isinstance(evidence.value, list) else evidence.value
        console.print(f"  {name:<13} {safe(value)}", end="")
        console.print(f"   [{evidence.source}, {evidence.confidence:.2f}]", style="dim")
    if article.language is None:
        console.print(f"  {'language':<13} unsure")
    console.print(f"  {'text':<13} {article.word_count:,} words; {len(article.removals)} removals", style="bold")


def _show_block(console: Console, block: Block, removals: list[Removal]) -> None:
    """A block with its cuts marked in place, and by whom."""
    from rich.text import Text

    line = Text(f"{block.kind:>9} │ ", style="dim")
    position = 0
    for cut in removals:
        line.append(safe(block.text[position : cut.start]), style="default not dim")
        line.append(f"[-{safe(cut.text)}-]", style="red strike not dim")
        line.append(f" ← {cut.reason} ({cut.judge}, {cut.confidence:.2f})", style="yellow not dim")
        position = cut.end
    line.append(safe(block.text[position:]), style="default not dim")
    console.print(line)
