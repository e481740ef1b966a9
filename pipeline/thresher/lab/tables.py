"""Tables that read well in a terminal and are Markdown at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def markdown(headings: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """A Markdown table with aligned columns; the first `left` columns lean left, the others right."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    rule = [("-" * width) if i < left else ("-" * max(width - 1, 1) + ":") for i, width in enumerate(widths)]
    return "\n".join(_line(cells, widths, left) for cells in (headings, rule, *rows))


def _line(cells: Sequence[str], widths: Sequence[int], left: int) -> str:
    padded = [c.ljust(w) if i < left else c.rjust(w) for i, (c, w) in enumerate(zip(cells, widths, strict=True))]
    return f"| {' | '.join(padded)} |"


def number(value: float | None, digits: int = 3) -> str:
    """A figure as tables show it; empty when there is none."""
    return "" if value is None else f"{value:.{digits}f}"


def change(value: float | None, digits: int = 3) -> str:
    """A difference with its sign; empty when there is none."""
    return "" if value is None else f"{value:+.{digits}f}"
