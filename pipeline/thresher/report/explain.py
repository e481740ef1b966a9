"""Why a capture became what it became: what was kept, what went, and by which rule."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thresher.archive import read_capture_at, read_captures
from thresher.cleaner import Cleaner
from thresher.emit.fields import moment
from thresher.emit.rows import article_row, rejection_row
from thresher.flow import guarded, to_article, to_page
from thresher.nouns import Article, Capture, Page, Rejection, Revisit, Stage
from thresher.report.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from thresher.nouns import Block, Record, Removal
    from thresher.settings import Settings


@dataclass(frozen=True, slots=True)
class Explanation:
    """One record with its page and its outcome; the page is missing where none could be made."""

    record: Record
    page: Page | None
    outcome: Article | Rejection | None
    made_by: str

    def row(self) -> dict[str, Any]:
        """The explanation as plain data."""
        if self.outcome is None:
            return {"revisit": self.record.url, "origin": str(self.record.origin)}
        if isinstance(self.outcome, Rejection):
            return {"rejection": rejection_row(self.outcome), "blocks": self._blocks(())}
        return {"article": article_row(self.made_by)(self.outcome), "blocks": self._blocks(self.outcome.removals)}

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
        from rich.console import Console

        console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        _head(console, self)
        if self.page:
            removals = self.outcome.removals if isinstance(self.outcome, Article) else ()
            for number, block in enumerate(self.page.blocks):
                _show_block(console, block, [cut for cut in removals if cut.block == number])


def explanations(target: str, settings: Settings) -> Iterator[Explanation]:
    """The explanations of the captures that `target` names: a file, `ARCHIVE#OFFSET` or `ARCHIVE#URL`."""
    kit = Cleaner(settings).kit
    for record in _records(target, settings):
        page: Page | Rejection | None = None
        outcome: Article | Rejection | None = None
        if isinstance(record, Rejection):
            outcome = record
        elif isinstance(record, Capture):
            page = guarded(lambda one=record: to_page(one, kit), record, Stage.EXTRACT, strict=False)  # type: ignore[misc]
            outcome = page if isinstance(page, Rejection) else None
            if isinstance(page, Page):
                outcome = guarded(lambda one=page: to_article(one, kit), record, Stage.JUDGE, strict=False)  # type: ignore[misc]
        yield Explanation(record, page if isinstance(page, Page) else None, outcome, kit.digest)


def _records(target: str, settings: Settings) -> Iterator[Record]:
    archive, _, place = target.partition("#")
    if place.isdecimal():
        yield read_capture_at(archive, int(place), limits=settings.limits)
        return
    for record in read_captures(archive, limits=settings.limits):
        if not place or record.url == place:
            yield record


def _head(console: Console, one: Explanation) -> None:
    record, outcome = one.record, one.outcome
    console.rule(safe(record.url or str(record.origin)), align="left")
    console.print(f"  captured  {moment(record.captured_at) or 'unknown'}  ({safe(str(record.origin))})", style="dim")
    if isinstance(record, Revisit):
        console.print("  a revisit: look for its original", style="yellow")
    if isinstance(outcome, Rejection):
        console.print(f"  rejected  {outcome.reason}: {outcome.reason.description}", style="bold red")
        console.print(f"            {safe(outcome.detail)} (stage: {outcome.stage})", style="red")
    if isinstance(outcome, Article):
        _facts(console, outcome)
    console.print()


def _facts(console: Console, article: Article) -> None:
    for name, evidence in article.evidence.items():
        value = "; ".join(evidence.value) if isinstance(evidence.value, list) else evidence.value
        console.print(f"  {name:<13} {safe(value)}", end="")
        console.print(f"   [{evidence.source}, {evidence.confidence:.2f}]", style="dim")
    language = f"{article.language or 'unsure'} ({article.language_confidence or 0:.2f})"
    console.print(f"  {'language':<13} {language}")
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
