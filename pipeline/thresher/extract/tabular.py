"""Columns in plain text: tables, and layouts that put a menu beside an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.extract import wording
from thresher.extract.line import BULLET, GAPPED, HEADING, NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.extract.line import Lines
    from thresher.extract.wrap import Group

_GAP = re.compile(r" {2,}")
_WIDE_GAP = re.compile(r" {3,}|\t+")
_BAR_RULE = re.compile(r"[\s|:+=-]+$")
_ROWS = 3  # fewer lines of columns are chance
_CELL_CHARS = 60  # a longer cell is a paragraph
_MARKED = frozenset((BULLET, NUMBER, HEADING))


def rows(lines: Lines, group: Group) -> list[str]:
    """The rows of a group of lines, cells parted by tabs; empty when it is no table."""
    if not (lines.flags[group[0]] & lines.flags[group[1] - 1] & GAPPED):
        return []
    numbers = range(*group)
    raw = [lines.raws[number].strip() for number in numbers]
    for cells in (_by_tabs(raw), _by_bars(raw), _by_columns(lines, numbers)):
        if cells:
            tidy = [[wording.line(cell) for cell in row] for row in cells]
            return ["\t".join(row) for row in tidy if any(row)]
    return []


def parts(lines: Lines, number: int) -> list[str]:
    """The texts that a layout put beside each other on a line, when one of them may be prose."""
    text = lines.texts[number]
    if len(text) < _CELL_CHARS or not lines.flags[number] & GAPPED:
        return [text]
    cells = [wording.line(cell) for cell in _WIDE_GAP.split(lines.raws[number].strip())]
    cells = [cell for cell in cells if cell]
    if len(cells) < 2 or all(len(cell) < _CELL_CHARS for cell in cells) or " ".join(cells) != text:  # noqa: PLR2004
        return [text]
    return cells


def _by_tabs(raw: Sequence[str]) -> list[list[str]]:
    if "\t" not in raw[0]:
        return []
    cells = [one.split("\t") for one in raw]
    return cells if len(raw) > 1 and len({len(row) for row in cells}) == 1 and len(cells[0]) > 1 else []


def _by_bars(raw: Sequence[str]) -> list[list[str]]:
    if len(raw) <= 1 or not all(one.startswith("|") and one.endswith("|") and len(one) > 1 for one in raw):
        return []
    return [one.strip("|").split("|") for one in raw if not _BAR_RULE.fullmatch(one)]


def _by_columns(lines: Lines, numbers: range) -> list[list[str]]:
    """Cells that begin in the columns of the fullest line, two spaces or more before each."""
    if len(numbers) < _ROWS or any(lines.kinds[number] in _MARKED for number in numbers):
        return []
    found: list[dict[int, str]] = []
    for number in numbers:
        content = lines.raws[number].replace("\u00a0", " ").expandtabs(8).strip()
        starts = [0, *(match.end() for match in _GAP.finditer(content))]
        if len(starts) == 1:
            return []
        cells = _GAP.split(content)
        found.append({lines.indents[number] + start: cell for start, cell in zip(starts, cells, strict=True)})
    fullest = max(map(len, found))
    columns = sorted(next(row for row in found if len(row) == fullest))
    if not all(column in columns for row in found for column in row):
        return []
    if any(len(cell) > _CELL_CHARS for row in found for cell in row.values()):
        return []
    return [[row.get(column, "") for column in columns] for row in found]
