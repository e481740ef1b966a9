"""A text capture as HTML that does nothing: its lines as they were captured, tinted by what became of their words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from thresher.inspector.inert import MOST_CHARS, Aligner, tinted
from thresher.inspector.tints import State, Tint, by_block, of_block

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from thresher.inspector.tints import Placed, Tints
    from thresher.nouns import Block

_MOST_LINES = 60_000


def rendered(
    lines: Sequence[str], blocks: Sequence[Block], cuts: Sequence[Placed], notes: Mapping[int, str], *, is_kept: bool
) -> str:
    """The body of a text; `is_kept` says whether what no judge took became an article."""
    parts: list[str] = []
    shown: set[int] = set()
    size = 0
    number = 0
    for number, runs in enumerate(_tinted_lines(lines[:_MOST_LINES], blocks, cuts, is_kept=is_kept), 1):
        inner = "".join(tinted(text, tint, notes, shown) for text, tint in runs)
        line = (
            f'<div class="line" id="l{number}"><span class="no" aria-hidden="true">{number}</span>{inner or " "}</div>'
        )
        parts.append(line)
        size += len(line)
        if size > MOST_CHARS:
            break
    more = "" if number == len(lines) else '<p class="end">The text is longer than is shown here.</p>'
    return f'<div class="text">{"".join(parts)}</div>{more}'


def _tinted_lines(
    lines: Sequence[str], blocks: Sequence[Block], cuts: Sequence[Placed], *, is_kept: bool
) -> Iterator[list[tuple[str, Tint | None]]]:
    taken = by_block(cuts)
    placed = [(block.line or 0, number) for number, block in enumerate(blocks)]
    regions = [(line, [number for _, number in group]) for line, group in groupby(sorted(placed), lambda one: one[0])]
    for line in lines[: regions[0][0] if regions else len(lines)]:
        yield [(line, None)]
    for (line, numbers), end in zip(regions, [*(one[0] for one in regions[1:]), len(lines)], strict=True):
        text = "\n".join(blocks[number].text for number in numbers)
        tints: list[Tint] = []
        offset = 0
        for number in numbers:
            own = of_block(blocks[number].text, taken.get(number, ()))
            tints += [Tint(one.start + offset, one.end + offset, _state(one, is_kept=is_kept), one.cut) for one in own]
            offset += len(blocks[number].text) + 1
        aligner = Aligner(text)
        for raw in lines[line:end]:
            yield list(_runs(raw, aligner, tuple(tints)))


def _state(tint: Tint, *, is_kept: bool) -> State:
    return tint.state if is_kept or tint.state is State.CUT else State.UNCHOSEN


def _runs(raw: str, aligner: Aligner, tints: Tints) -> Iterator[tuple[str, Tint | None]]:
    """A line cut where its tint changes; what the blocks have not, such as bullets and rules, has none."""
    begin, current = 0, None
    place = 0
    for at, char in enumerate(raw):
        if char.isspace():
            continue
        index = aligner.next(char)
        if index is None:
            found = None
        else:
            while place + 1 < len(tints) and index >= tints[place].end:
                place += 1
            found = tints[place] if tints else None
        if found is not current:
            if at > begin:
                yield raw[begin:at], current
            begin, current = at, found
    if begin < len(raw):
        yield raw[begin:], current
