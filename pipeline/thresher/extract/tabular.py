"""Tables in plain text: cells parted by tabs, bars or columns of spaces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.extract import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.extract.line import Line

_GAP = re.compile(r" {2,}")
_BAR_RULE = re.compile(r"[\s|:+=-]+$")
_ROWS = 3  # fewer lines of columns are chance
_CELL_CHARS = 60  # a longer cell is a paragraph


def rows(group: Sequence[Line]) -> list[str]:
    """The rows of a group of lines, cells parted by tabs; empty when it is no table."""
    raw = [one.raw.strip() for one in group]
    for cells in (_by_tabs(raw), _by_bars(raw), _by_columns(group)):
        if cells:
            tidy = [[wording.line(cell) for cell in row] for row in cells]
            return ["\t".join(row) for row in tidy if any(row)]
    return []


def _by_tabs(raw: Sequence[str]) -> list[list[str]]:
    cells = [one.split("\t") for one in raw]
    return cells if len(raw) > 1 and len({len(row) for row in cells}) == 1 and len(cells[0]) > 1 else []


def _by_bars(raw: Sequence[str]) -> list[list[str]]:
    if len(raw) <= 1 or not all(one.startswith("|") and one.endswith("|") and len(one) > 1 for one in raw):
        return []
    return [one.strip("|").split("|") for one in raw if not _BAR_RULE.fullmatch(one)]


def _by_columns(group: Sequence[Line]) -> list[list[str]]:
    """Cells that begin in the same columns on every line, two spaces or more before each."""
    if len(group) < _ROWS or any(one.is_marked for one in group):
        return []
    starts: list[list[int]] = []
    cells: list[list[str]] = []
    for one in group:
        content = one.raw.replace("\u00a0", " ").expandtabs(8).strip()
        starts.append([one.indent + match.end() for match in _GAP.finditer(content)])
        cells.append(_GAP.split(content))
    if not starts[0] or any(start != starts[0] for start in starts):
        return []
    return cells if all(len(cell) <= _CELL_CHARS for row in cells for cell in row) else []
