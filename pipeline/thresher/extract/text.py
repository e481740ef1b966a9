"""Plain-text captures as blocks: blank lines, indentation, markers and the shape of lines.

It undoes what renderers do (hard wraps, bullets, underlines, columns, lynx's link numbers) and
removes no words of the page. Kinds are hints.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from thresher.extract import headline, tabular, wording
from thresher.extract.line import Line, line
from thresher.extract.wrap import Wrapping, wrapping
from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thresher.settings import Limits

_BOM = "\ufeff"
_LINE_END = re.compile("\r\n?|\f|\x0b|\u2028|\u2029|\x85")
_REFERENCE = re.compile(r"\s*(\d{1,4})\.\s+(?:https?|ftp|file|mailto|javascript):\S*\s*$")
_REFERENCES = re.compile(r"\s*(?:References|Visible links|Hidden links:?)\s*$")
_LINK_NUMBER = re.compile(r"\[(\d{1,4})\]")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_CODE_LINE = re.compile(
    r"[{};]\s*$|^\s*(?:def|class|import|from|return|if|for|while|var|let|const|function|#include|//|\$)\b|\w\(.*\)|[=!<>]=|=>|->"
)
_INDENT = 4  # columns deeper than the text from which a group may be code
_HEADING_CHARS = 120
_DEPTH_COLUMNS = 2  # an item this much further in is one level deeper


def blocks(text: str, limits: Limits) -> tuple[Block, ...]:
    """The blocks of a plain text; `line` is the number of the first line of each, from 0."""
    raw = _LINE_END.sub("\n", text.removeprefix(_BOM)).split("\n")
    raw = _without_link_numbers([one[: limits.line_chars] for one in raw])
    lines = [line(one, number) for number, one in enumerate(raw)]
    how = wrapping(lines)
    found: list[Block] = []
    for group in _groups(lines):
        found.extend(_of_group(group, how, lines))
        if len(found) >= limits.blocks:
            break
    return headline.named(_deepened(found[: limits.blocks], lines))


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The runs of lines between blank ones; a fenced listing is one group with all its lines."""
    group: list[Line] = []
    fenced = False
    for one in lines:
        if _FENCE.match(one.raw):
            if group and not fenced:
                yield group
                group = []
            fenced = not fenced
            group.append(one)
            if not fenced:
                yield group
                group = []
        elif one.is_blank and not fenced:
            if group:
                yield group
            group = []
        else:
            group.append(one)
    if group:
        yield group


def _of_group(group: list[Line], how: Wrapping, lines: Sequence[Line]) -> Iterator[Block]:
    if _FENCE.match(group[0].raw):
        inner = [one for one in group if not _FENCE.match(one.raw)]
        yield from _listing(inner)
    elif rows := tabular.rows(group):
        yield Block(BlockKind.TABLE, "\n".join(rows), line=group[0].number)
    elif _is_code(group, lines):
        yield from _listing(group)
    else:
        yield from _of_lines(group, how)


def _of_lines(group: list[Line], how: Wrapping) -> Iterator[Block]:
    """The blocks of a group: its lines, joined where they were wrapped."""
    position = 0
    while position < len(group):
        first = group[position]
        end = position + 1
        if end < len(group) and _underlines(group[end], first, is_start=position == 0):
            yield Block(BlockKind.HEADING, first.text, 1 if "=" in group[end].raw else 2, line=first.number)
            position = end + 1
            continue
        if first.is_rule:
            position = end
            continue
        while end < len(group) and _continues(group, position, end, how):
            end += 1
        yield from _block(group[position:end], how)
        position = end


def _continues(group: list[Line], start: int, end: int, how: Wrapping) -> bool:
    """Whether the line at `end` goes on with the paragraph that starts at `start`."""
    first, before, after = group[start], group[end - 1], group[end]
    if after.is_marked or after.is_rule or first.heading or before.quoted != after.quoted:
        return False
    if end - start > 1 and after.indent > before.indent and not first.bullet:
        return False  # the first line of the next paragraph is indented
    if end - start == 1 and after.indent > before.indent and not (first.bullet or first.ordinal):
        return False
    return how.joins(before, after)


def _block(run: list[Line], how: Wrapping) -> Iterator[Block]:
    first = run[0]
    text = wording.line(how.joined(one.text for one in run if one.text))
    if not text:
        return
    if first.heading:
        yield Block(BlockKind.HEADING, text, first.heading, line=first.number)
    elif first.bullet:
        yield Block(BlockKind.ITEM, text, 1, line=first.number)
    else:
        kind = BlockKind.QUOTE if first.quoted else BlockKind.PARAGRAPH
        yield Block(kind, text, line=first.number)


def _deepened(found: list[Block], lines: Sequence[Line]) -> list[Block]:
    """The blocks, items with their depth in the list that they stand in."""
    indents: list[int] = []
    deepened: list[Block] = []
    for block in found:
        if block.kind is not BlockKind.ITEM or block.line is None:
            if block.kind is not BlockKind.PARAGRAPH:
                indents.clear()
            deepened.append(block)
            continue
        indent = lines[block.line].indent
        while indents and indents[-1] > indent:
            indents.pop()
        if not indents or indent >= indents[-1] + _DEPTH_COLUMNS:
            indents.append(indent)
        deepened.append(replace(block, level=len(indents)))
    return deepened


def _underlines(rule: Line, heading: Line, *, is_start: bool) -> bool:
    """Whether a line of = or - underlines the line above, which stands at the start of its group."""
    drawn = rule.raw.strip()
    if not is_start or heading.is_marked or heading.is_rule or not drawn or set(drawn) - set("=-"):
        return False
    return (
        len(set(drawn)) == 1
        and heading.columns <= _HEADING_CHARS
        and heading.columns / 2 <= len(drawn) <= heading.columns * 2
    )


def _is_code(group: list[Line], lines: Sequence[Line]) -> bool:
    """Whether a group lies deep and reads like a program: more than one line, most with its signs."""
    margin = min((one.indent for one in lines if not one.is_blank), default=0)
    if len(group) < 2 or min(one.indent for one in group) < margin + _INDENT:  # noqa: PLR2004 - one line may be anything
        return False
    return sum(bool(_CODE_LINE.search(one.raw[:500])) for one in group) * 2 > len(group)


def _listing(group: list[Line]) -> Iterator[Block]:
    if not group:
        return
    margin = min((one.indent for one in group if one.raw.strip()), default=0)
    text = wording.lines("\n".join(one.raw.expandtabs(8)[margin:] for one in group))
    if text:
        yield Block(BlockKind.CODE, text, line=group[0].number)


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
