"""The texts of articles that two runs made differently: the lines that went, and those that came."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from thresher.report.page.lines import TextLine, read_lines
from thresher.words import normalised

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

LINES = 6  # shown of each, an article
_MOST_LINES = 1_000  # compared of a text: a person reads a few
_LINE_CHARS = 1_000


@dataclass(frozen=True, slots=True)
class Edit:
    """The first lines that only the text before, or only the text after has, and how many more there are of both."""

    minus: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()
    more: int = 0


def edits(out: Path, old: Path, ids: Mapping[str, str]) -> dict[str, Edit]:
    """The edits of articles: by the id in `out`, whose value is the id in `old`."""
    if not ids:
        return {}
    after, before = _texts(out, ids.keys()), _texts(old, ids.values())
    return {one: edit(before.get(other, ""), after.get(one, "")) for one, other in ids.items()}


def edit(before: str, after: str) -> Edit:
    """What became of the lines of a text."""
    left, right = _lines(before), _lines(after)
    matcher = SequenceMatcher(None, [normalised(line) for line in left], [normalised(line) for line in right], False)
    minus: list[str] = []
    plus: list[str] = []
    for name, start, end, from_, to in matcher.get_opcodes():
        if name != "equal":
            minus += left[start:end]
            plus += right[from_:to]
    more = max(0, len(minus) - LINES) + max(0, len(plus) - LINES)
    return Edit(tuple(minus[:LINES]), tuple(plus[:LINES]), more)


def _lines(text: str) -> list[str]:
    return [line[:_LINE_CHARS] for line in text.split("\n")[: 2 * _MOST_LINES] if line.strip()][:_MOST_LINES]


def _texts(out: Path, ids: Collection[str]) -> dict[str, str]:
    """The texts of a few articles, by id."""
    wanted, found = set(ids), dict[str, str]()
    for line in read_lines(out / "articles", TextLine):
        if line.id in wanted:
            found[line.id] = line.text
            if len(found) == len(wanted):
                break
    return found
