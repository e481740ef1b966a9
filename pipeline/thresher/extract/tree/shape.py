"""Chosen blocks of a page as the blocks of its text: cells put together to tables, the headline named."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thresher.extract.tree.walk import Outline

_CELL_CHARS = 400  # a longer cell is a column of a page laid out with a table, not a datum
_FIRST = 8  # blocks among which the headline is


def chosen(page: Outline, places: Sequence[int]) -> tuple[Block, ...]:
    """The blocks at places of a page, in order, a data table in one block."""
    tables = _Tables(page) if "table" in page.tags else None
    found = [
        _table(page, group, tables) if tables and table >= 0 else page.block(group[0])
        for table, group in _grouped(places, tables)
    ]
    return tuple(titled(found))


def grouped(page: Outline, places: Sequence[int]) -> list[list[int]]:
    """The places of each block that `chosen` makes: those of the cells of a data table together, all others alone."""
    return [group for _, group in _grouped(places, _Tables(page) if "table" in page.tags else None)]


def _grouped(places: Sequence[int], tables: _Tables | None) -> Iterator[tuple[int, list[int]]]:
    """The places of each block with the data table that it is, or -1."""
    if tables is None:
        yield from ((-1, [at]) for at in places)
        return
    for table, group in groupby(places, tables.around):
        together = list(group)
        yield from ([(table, together)] if table >= 0 else ((-1, [at]) for at in together))


def titled(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with the headline named: the first heading, of the first level, before any prose."""
    heading = next((at for at, block in enumerate(blocks[:_FIRST]) if block.kind is BlockKind.HEADING), -1)
    for at, block in enumerate(blocks):
        yield replace(block, kind=BlockKind.TITLE) if at == heading and block.level == 1 else block


def with_whole_tables(page: Outline, keep: Sequence[bool]) -> list[bool]:
    """The choice with each data table whole or not at all: whole where most of it is kept, or some amid the text."""
    whole = list(keep)
    if "table" not in page.tags:
        return whole
    tables = _Tables(page)
    inside: dict[int, list[int]] = {}
    for at in range(len(whole)):
        if (table := tables.around(at)) >= 0:
            inside.setdefault(table, []).append(at)
    for places in inside.values():
        words = [len(page.texts[at].split()) for at in places]
        kept = sum(count for at, count in zip(places, words, strict=True) if keep[at])
        is_amid = any(keep[: places[0]]) and any(keep[places[-1] + 1 :])
        is_whole = kept > 0 and (is_amid or 2 * kept >= sum(words))
        for at in places:
            whole[at] = is_whole
    return whole


class _Tables:
    """Which tables of a page tabulate: rows of several short cells, no table inside."""

    def __init__(self, page: Outline) -> None:
        self.page = page
        self.owners = page.owners.tolist()
        self.cells: dict[int, tuple[int, int, int]] = {}  # of an element in a table: the table, row and cell around it
        self.is_data: dict[int, bool] = {}
        self.rows: dict[int, list[int]] = {}  # of a row: its cells
        nested: set[int] = set()
        for element, (tag, parent) in enumerate(zip(page.tags, page.parents.tolist(), strict=True)):
            if parent not in self.cells and tag != "table":
                continue
            table, row, cell = self.cells.get(parent, (-1, -1, -1))
            if tag == "table":
                nested.add(table)
                table, row, cell = element, -1, -1
            elif tag == "tr":
                row, cell = element, -1
            elif tag in ("td", "th"):
                cell = element
                self.rows.setdefault(row, []).append(element)
            self.cells[element] = (table, row, cell)
        for cells in self.rows.values():
            table = self.cells[cells[0]][0]
            longest = max(sum(map(len, page.texts[page.firsts[one] : page.ends[one]])) for one in cells)
            self.is_data[table] = self.is_data.get(table, False) or len(cells) > 1
            if longest > _CELL_CHARS:
                nested.add(table)
        for table in nested:
            self.is_data[table] = False

    def around(self, at: int) -> int:
        """The data table around a block, or -1; captions stand for themselves."""
        table, _, cell = self.cells.get(self.owners[at], (-1, -1, -1))
        return table if cell >= 0 and self.is_data.get(table) else -1

    def is_headed(self, places: Sequence[int]) -> bool:
        """Whether the first row of some blocks names the columns."""
        row, _ = self.place(places[0])
        return all(self.page.tags[cell] == "th" for cell in self.rows[row])

    def place(self, at: int) -> tuple[int, int]:
        """The row and the cell of a block."""
        _, row, cell = self.cells[self.owners[at]]
        return row, cell


def _table(page: Outline, places: Sequence[int], tables: _Tables) -> Block:
    """The table block of blocks in one table: a line a row, tabs between cells."""
    texts: dict[int, dict[int, list[str]]] = {}
    for at in places:
        row, cell = tables.place(at)
        texts.setdefault(row, {}).setdefault(cell, []).append(" ".join(page.texts[at].split()))
    lines = ("\t".join(" ".join(cells.get(cell, ())) for cell in tables.rows[row]) for row, cells in texts.items())
    linked = sum(page.link_chars[at] for at in places)
    return Block(BlockKind.TABLE, "\n".join(line.rstrip("\t") for line in lines), int(tables.is_headed(places)), linked)
