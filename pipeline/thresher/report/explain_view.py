"""An explanation for the terminal: every block with what was decided, then the metadata, then the words.

Captured text passes through `safe`: no control code of a page reaches the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from thresher.report.account import KEPT, PARTLY, REJECTED, REMOVED
from thresher.report.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from thresher.nouns import SiteReading
    from thresher.report.account import BlockAccount, Cut, Mined, WordBooks

_SHOWN = 300  # characters of what a selector dropped
_STYLES = {KEPT: "green", PARTLY: "yellow", REMOVED: "red", REJECTED: "dim"}


def show_blocks(console: Console, blocks: Sequence[BlockAccount], cut: float = 0.0) -> None:
    """Print the blocks: number, line of the capture, kind, decision, probability where given, text and reasons."""
    noted = any(block.note for block in blocks)
    if noted:
        console.print(Text(f"the model of lines takes what it gives less than {cut:.2f}, less amid the article", "dim"))
    table = Table.grid(padding=(0, 1))
    for name in ("block", "line", "kind", "decision", *(["article?"] if noted else [])):
        table.add_column(name, justify="right" if name in ("block", "line", "article?") else "left", no_wrap=True)
    table.add_column("text", overflow="fold", ratio=1)
    table.add_row(*(Text(str(column.header), style="dim") for column in table.columns))
    for block in blocks:
        line = "" if block.line is None else str(block.line)
        facts = [Text(str(block.number), "dim"), Text(line, "dim"), Text(block.kind, "dim")]
        facts.append(Text(block.decision, _STYLES.get(block.decision, "")))
        if noted:
            facts.append(Text(f"{block.note.probability:.2f}" if block.note else "", "dim"))
        table.add_row(*facts, _words(block))
    console.print(table, soft_wrap=False)


def show_site(console: Console, read: SiteReading) -> None:
    """Print what the knowledge of the site did before there were blocks: what was kept, what each selector dropped."""
    era = f", captures from {read.since}" if read.since else ""
    kept = f"{read.kept} elements kept" if read.kept else "an engine was asked"
    console.print(Text(safe(f"site knowledge of {read.site}{era}: {read.trouble or kept}"), "bold"))
    table = _table(("words", "right"), ("elements", "right"), ("", "left"), ("text", "left"))
    for cut in read.cuts:
        shown = cut.text if len(cut.text) <= _SHOWN else f"{cut.text[:_SHOWN]}…"
        name = Text(safe(f"{cut.key} {cut.selector}"), "yellow")
        table.add_row(Text(f"{cut.words:,}", "red"), Text(f"{cut.elements:,}", "dim"), name, Text(safe(shown), "red"))
    if read.cuts:
        console.print(Text("words dropped by its selectors, which are on no block below", "dim"))
        console.print(table, soft_wrap=False)
    console.print()


def show_mined(console: Console, found: Iterable[Mined]) -> None:
    """Print what was mined for the metadata: field, value, source, confidence."""
    rows = [
        (one.field, "; ".join(one.value) if isinstance(one.value, list) else one.value, one.source, one.confidence)
        for one in found
    ]
    table = _table(("field", "left"), ("value", "left"), ("source", "left"), ("sure", "right"))
    for field, value, source, sure in rows:
        table.add_row(
            Text(field), Text(safe(value)), Text(source.replace("+", " + "), "dim"), Text(f"{sure:.2f}", "dim")
        )
    _titled(console, "mined for the metadata", table)


def show_words(console: Console, books: WordBooks) -> None:
    """Print the books of the words: in, kept, removed by reason."""
    table = _table(("words", "right"), ("share", "right"), ("", "left"))
    rows = [("on the page", books.page, "bold"), ("kept", books.kept, "green")]
    rows += [(f"removed as {reason}", words, "red") for reason, words in books.removed.items()]
    for name, words, style in rows:
        share = f"{100 * words / books.page:.1f} %" if books.page else ""
        table.add_row(Text(f"{words:,}"), Text(share, "dim"), Text(name, style))
    _titled(console, "words", table)


def _words(block: BlockAccount) -> Text:
    """The text of a block with its cuts marked in place, and below it who wants them and why."""
    text, place = Text(), 0
    for cut in block.removed:
        text.append(safe(block.text[place : cut.start]))
        text.append(f"[-{safe(block.text[cut.start : cut.end])}-]", style="red strike")
        place = cut.end
    text.append(safe(block.text[place:]))
    for cut in block.removed:
        text.append(f"\n← {cut.reason} ({cut.judge}, {cut.confidence:.2f})", style="yellow")
        text.append("".join(f"; {clause}" for clause in _clauses(block, cut)), style="dim")
    return text


def _clauses(block: BlockAccount, cut: Cut) -> Iterator[str]:
    if cut.copy_of is not None:
        yield f"copy of block {cut.copy_of}"
    if cut.beside is not None:
        yield f"beside block {cut.beside}, which goes"
    if hits := [hit for hit in cut.hits if hit != " ".join(block.text.split())]:
        yield safe(f"for the words “{'”, “'.join(hits)}”")
    if cut.why:
        yield safe(cut.why)


def _table(*columns: tuple[str, str]) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, side in columns:
        table.add_column(name, justify="right" if side == "right" else "left", overflow="fold")
    return table


def _titled(console: Console, title: str, table: Table) -> None:
    if table.row_count:
        console.print()
        console.print(Text(title, "bold"))
        console.print(table, soft_wrap=False)
