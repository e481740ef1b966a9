"""Plain-text captures as blocks: blank lines, indentation, markers and the shape of lines.

It undoes what renderers do (wrong encodings, hard wraps, bullets, underlines, columns, breaks at
links, lynx's link numbers) and removes no words of the page. Kinds are hints.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.extract import code, headline, mojibake, seam, tabular, wrap
from thresher.extract.line import BLANK, BULLET, FENCE, HEADING, NUMBER, PLAIN, QUOTED, RULE, Lines, lines
from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from thresher.extract.seam import Piece
    from thresher.extract.wrap import Group
    from thresher.settings import Limits

_BOM = "\ufeff"
_LINE_ENDS = ("\r\n", "\r", "\f", "\x0b", "\u2028", "\u2029", "\x85")
_REFERENCE = re.compile(r"\s*(\d{1,4})\.\s+(?:https?|ftp|file|mailto|javascript):\S*\s*$")
_REFERENCES = re.compile(r"\s*(?:References|Visible links|Hidden links:?)\s*$")
_REFERENCE_WORDS = ("References", "Visible links", "Hidden links")
_LINK_NUMBER = re.compile(r"\[(\d{1,4})\]")
_HEADING_CHARS = 120
_DEPTH_COLUMNS = 2  # an item this much further in is one level deeper

_PARAGRAPH, _ITEM, _QUOTE, _TABLE, _CODE = (
    *(BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE),
    *(BlockKind.TABLE, BlockKind.CODE),
)


def blocks(text: str, limits: Limits) -> tuple[Block, ...]:
    """The blocks of a plain text; `line` is the number of the first line of each, from 0."""
    raw = split(text, limits)
    all_lines = lines(_without_link_numbers(raw) if any(word in text for word in _REFERENCE_WORDS) else raw)
    groups = _groups(all_lines)
    widths = wrap.widths(all_lines, [group for group in groups if group[1] - group[0] > 1])
    pieces = seam.mended(_pieces(all_lines, groups, widths, limits.blocks), all_lines, is_wrapped=bool(widths))
    return _blocks(_deepened(pieces, all_lines))


def split(text: str, limits: Limits) -> list[str]:
    """The lines of a plain text, those that the `line` of a block counts; wrong encodings undone."""
    text = mojibake.repaired(text.removeprefix(_BOM))
    for end in _LINE_ENDS:
        if end in text:
            text = text.replace(end, "\n")
    raw = text.split("\n")
    return [one[: limits.line_chars] for one in raw] if len(text) > limits.line_chars else raw


def _groups(lines: Lines) -> list[Group]:
    """The runs of lines between blank ones; a fenced listing is one group with all its lines."""
    found: list[Group] = []
    start, fenced = 0, False
    for number, kind in enumerate(lines.kinds):
        if kind == FENCE:
            if not fenced and start < number:
                found.append((start, number))
            if fenced:
                found.append((start, number + 1))
            start, fenced = number + fenced, not fenced
        elif kind == BLANK and not fenced:
            if start < number:
                found.append((start, number))
            start = number + 1
    if start < len(lines.kinds):
        found.append((start, len(lines.kinds)))
    return found


def _pieces(lines: Lines, groups: Sequence[Group], widths: Mapping[int, int], most: int) -> list[Piece]:
    """The blocks of the groups, without their names."""
    known = wrap.vocabulary(lines, wrapped=bool(widths))
    margin = min((indent for indent, text in zip(lines.indents, lines.texts, strict=True) if text), default=0)
    found: list[Piece] = []
    for group in groups:
        start, end = group
        if end - start == 1:
            found += _of_run(lines, start, end, known)
        elif lines.kinds[start] == FENCE:
            inner = [number for number in range(start, end) if lines.kinds[number] != FENCE]
            if text := code.listing(lines, inner):
                found.append((_CODE, text, 0, inner[0]))
        elif rows := tabular.rows(lines, group):
            found.append((_TABLE, "\n".join(rows), 0, start))
        elif code.is_code(lines, group, margin):
            found.append((_CODE, code.listing(lines, range(start, end)), 0, start))
        else:
            found.extend(_of_lines(lines, group, widths.get(start), known))
        if len(found) >= most:
            break
    return found[:most]


def _of_lines(lines: Lines, group: Group, width: int | None, known: frozenset[str]) -> Iterator[Piece]:
    """The blocks of a group: its lines, joined where they were wrapped."""
    start, stop = group
    if _underlines(lines, start + 1, start):
        drawn = lines.raws[start + 1]
        yield BlockKind.HEADING, lines.texts[start], 1 if "=" in drawn else 2, start
        start += 2
    while start < stop:
        end = start + 1
        if width is not None:
            while end < stop and _continues(lines, start, end, width):
                end += 1
        yield from _of_run(lines, start, end, known)
        start = end


def _continues(lines: Lines, start: int, end: int, width: int) -> bool:
    """Whether the line at `end` goes on with the paragraph that starts at `start`."""
    first, before = lines.kinds[start], end - 1
    if lines.kinds[end] != PLAIN or first in (HEADING, RULE) or (lines.flags[before] ^ lines.flags[end]) & QUOTED:
        return False
    if lines.indents[end] > lines.indents[before] and first != BULLET and (before > start or first != NUMBER):
        return False  # the first line of the next paragraph is indented
    return wrap.joins(lines, before, end, width)


def _of_run(lines: Lines, start: int, end: int, known: frozenset[str]) -> list[Piece]:
    """The block of the lines that belong together; several when a layout put columns beside each other."""
    kind = lines.kinds[start]
    if kind in (RULE, FENCE):
        return []
    if kind == HEADING:
        return [(BlockKind.HEADING, lines.texts[start], lines.level(start), start)]
    name = _ITEM if kind == BULLET else _QUOTE if lines.flags[start] & QUOTED else _PARAGRAPH
    level = 1 if kind == BULLET else 0
    if end - start > 1:
        return [(name, wrap.joined(lines.texts[start:end], known), level, start)]
    if lines.flags[start]:
        return [(name, text, level, start) for text in tabular.parts(lines, start)]
    return [(name, lines.texts[start], level, start)]


def _deepened(pieces: Sequence[Piece], lines: Lines) -> list[Piece]:
    """The blocks, items with their depth in the list that they stand in."""
    deepened = list(pieces)
    indents: list[int] = []
    for place, (kind, text, _, number) in enumerate(pieces):
        if kind is not _ITEM:
            if indents and kind is not _PARAGRAPH:
                indents.clear()
            continue
        indent = lines.indents[number]
        while indents and indents[-1] > indent:
            indents.pop()
        if not indents or indent >= indents[-1] + _DEPTH_COLUMNS:
            indents.append(indent)
        if len(indents) > 1:
            deepened[place] = (kind, text, len(indents), number)
    return deepened


def _blocks(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """The blocks with their headline as TITLE and runs of navigation at the edges as MENU."""
    if not pieces:
        return ()
    given, texts, levels, numbers = zip(*pieces, strict=True)
    kinds, depths = list(given), list(levels)
    title, menus = headline.named(kinds, texts, levels)
    if title is not None:
        kinds[title], depths[title] = BlockKind.TITLE, 1
    for place in menus:
        kinds[place], depths[place] = BlockKind.MENU, 0
    return tuple(
        Block(kind, text, depth, 0, number)
        for kind, text, depth, number in zip(kinds, texts, depths, numbers, strict=True)
    )


def _underlines(lines: Lines, rule: int, heading: int) -> bool:
    """Whether a line of = or - underlines the line above, which stands at the start of its group."""
    if rule >= len(lines.kinds) or lines.kinds[rule] != RULE or lines.kinds[heading] != PLAIN:
        return False
    drawn = lines.raws[rule].strip()
    columns = lines.ends[heading] - lines.indents[heading]
    return (
        drawn[0] in "=-"
        and set(drawn) == {drawn[0]}
        and columns <= _HEADING_CHARS
        and columns / 2 <= len(drawn) <= columns * 2
    )


def _without_link_numbers(raw: list[str]) -> list[str]:
    """The lines without lynx's `[12]` and the list of links they refer to, where that list proves them."""
    start = next((number for number in range(len(raw) - 1, -1, -1) if _REFERENCES.match(raw[number])), None)
    if start is None:
        return raw
    numbers = {match.group(1) for one in raw[start + 1 :] if (match := _REFERENCE.match(one))}
    rest = sum(
        1 for one in raw[start + 1 :] if one.strip() and not _REFERENCE.match(one) and not _REFERENCES.match(one)
    )
    if len(numbers) < 2 or rest:  # noqa: PLR2004 - one link may be a footnote
        return raw
    cut = [
        _LINK_NUMBER.sub(lambda match: "" if match.group(1) in numbers else match.group(), one) for one in raw[:start]
    ]
    return cut + [""] * (len(raw) - start)
