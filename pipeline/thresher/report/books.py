"""The books of a run as a table for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table

from thresher.nouns import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping


def books_table(books: Mapping[str, Any]) -> Table:
    """Captures, articles and rejections by reason, as `manifest.json` counts them."""
    captures = books["captures"]
    table = Table(title="Books", title_justify="left", show_footer=True)
    table.add_column("what became of the captures", footer="captures read")
    table.add_column("number", justify="right", footer=f"{captures:,}")
    table.add_column("share", justify="right", footer="100.0 %" if captures else "")
    table.add_column("meaning", style="dim")
    for name, count, meaning in _lines(books):
        table.add_row(name, f"{count:,}", f"{100 * count / captures:.1f} %" if captures else "", meaning)
    return table


def _lines(books: Mapping[str, Any]) -> list[tuple[str, int, str]]:
    rejections = sorted(books["rejections"].items(), key=lambda pair: (-pair[1], pair[0]))
    lines = [("article", books["articles"], "a line in articles/")]
    return lines + [(reason, count, Reason(reason).description) for reason, count in rejections]
