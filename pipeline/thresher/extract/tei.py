"""trafilatura's tree (a small dialect of TEI) as blocks.

Elements: p, head, list/item, quote, table/row/cell, code, lb (a line break), and inline hi, del,
ref; after a fallback also ab and div. The tree is walked with a stack, for a page decides how
deep it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml.etree import iterwalk

from thresher.extract import lists, wording
from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

_INLINE = frozenset({"hi", "del", "ref", "a", "b", "i", "em", "strong", "span", "code", "graphic", "sup", "sub", "u"})
_CELL_CHARS = 400  # a longer cell is a column of a page laid out with a table, not a datum


@dataclass(frozen=True, slots=True)
class _Place:
    """What text at a place in the tree belongs to."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    depth: int = 0  # of lists
    number: int = 0
    numbers: lists.Numbers | None = None  # of the ordered list that is open


@dataclass(slots=True)
class _Walk:
    """The blocks so far, and the text of the one being collected."""

    blocks: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def flush(self, place: _Place) -> None:
        text = wording.line(wording.unescaped("".join(self.text)))
        self.text.clear()
        if text:
            self.blocks.append(Block(place.kind, text, place.level, number=place.number))

    def add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        if text:
            self.blocks.append(Block(kind, text, level))


def blocks(body: _Element) -> tuple[Block, ...]:
    """The blocks of a tree, in its order; each text node goes into exactly one."""
    walk = _Walk()
    stack: list[tuple[_Element, _Place, _Place, bool]] = [(body, _Place(), _Place(), False)]
    while stack:
        element, outer, place, is_left = stack.pop()
        if is_left:
            if element.tag not in _INLINE:
                walk.flush(place)
            walk.text.append(element.tail or "")
            continue
        if _whole(walk, element, outer):
            walk.text.append(element.tail or "")
            continue
        place = _enter(walk, element, outer)
        stack.append((element, outer, place, True))
        walk.text.append(element.text or "")
        stack.extend((child, place, place, False) for child in reversed(element))
    walk.flush(_Place())
    return tuple(walk.blocks)


def _whole(walk: _Walk, element: _Element, outer: _Place) -> bool:
    """Take an element that is a block, or nothing, as a whole."""
    if not isinstance(element.tag, str):  # a comment or processing instruction
        return True
    if element.tag == "lb":
        if outer.kind is BlockKind.ITEM:
            walk.text.append(" ")
        else:
            walk.flush(outer)
        return True
    if element.tag == "table" and _is_data(element):
        walk.flush(outer)
        rows = (_row(row) for row in element.iter("row"))
        walk.add(BlockKind.TABLE, "\n".join(row for row in rows if row), int(_is_headed(element)))
        return True
    if element.tag == "code" and _is_listing(element):
        walk.flush(outer)
        walk.add(BlockKind.CODE, wording.lines(_broken(element)))
        return True
    return False


def _enter(walk: _Walk, element: _Element, outer: _Place) -> _Place:
    if element.tag in _INLINE:
        return outer
    walk.flush(outer)
    if element.tag == "head":
        return _Place(BlockKind.HEADING, _heading_level(element), outer.depth)
    if element.tag == "list":
        numbers = lists.Numbers() if element.get("rend") == "ol" else None
        return _Place(outer.kind, outer.level, outer.depth + 1, 0, numbers)
    if element.tag == "item":
        depth = max(1, outer.depth)
        return _Place(BlockKind.ITEM, depth, depth, outer.numbers.next({}) if outer.numbers else 0)
    if element.tag == "quote" and outer.kind is not BlockKind.ITEM:
        return _Place(BlockKind.QUOTE, 0, outer.depth)
    return outer


def _heading_level(element: _Element) -> int:
    mark = element.get("rend") or ""
    return int(mark[1]) if mark[:1] == "h" and mark[1:2] in tuple("123456") else 2


def _is_data(table: _Element) -> bool:
    """Whether the table tabulates: rows of several short cells, no table inside."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [row.findall("cell") for row in table.iter("row")]
    if max((len(row) for row in rows), default=0) < 2:  # noqa: PLR2004 - one column is a list of paragraphs
        return False
    return all(len(_joined(cell)) <= _CELL_CHARS for row in rows for cell in row)


def _is_headed(table: _Element) -> bool:
    """Whether the first row with text names the columns."""
    first = next((row for row in table.iter("row") if _row(row)), None)
    return first is not None and all(cell.get("role") == "head" for cell in first.iter("cell"))


def _row(row: _Element) -> str:
    cells = [wording.line(wording.unescaped(_joined(cell))) for cell in row]
    while cells and not cells[-1]:
        del cells[-1]
    return "\t".join(cells)


def _joined(element: _Element) -> str:
    """All text inside, block elements parted by a space."""
    return _flat(element, lambda inner: "" if inner.tag in _INLINE else " ")


def _is_listing(code: _Element) -> bool:
    """Whether code stands on lines of its own, rather than in a sentence."""
    text = _broken(code)
    if "\n" in text.strip():
        return True
    parent = code.getparent()
    return parent is not None and parent.tag in ("body", "div") and not (code.tail or "").strip()


def _broken(element: _Element) -> str:
    """All text inside, with line breaks for lb."""
    return _flat(element, lambda inner: "\n" if inner.tag == "lb" else "")


def _flat(element: _Element, separator: Callable[[_Element], str]) -> str:
    """All text inside an element, without its tail, each element between its separators."""
    parts: list[str] = []
    for event, inner in iterwalk(element, events=("start", "end")):
        if event == "start":
            parts += separator(inner), inner.text or ""
        elif inner is not element:
            parts += separator(inner) if inner.tag != "lb" else "", inner.tail or ""
    return "".join(parts)
