"""Two texts side by side: the passages that they share, and those that only one of them has."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.table import Table
from rich.text import Text

from thresher.dedup.compare import Comparer
from thresher.dedup.library import Library
from thresher.dedup.records import article_sheet
from thresher.dedup.tokens import origins, tokens
from thresher.report.terminal import safe
from thresher.words import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from rich.console import Console

_MOST_PARAGRAPHS = 2_000  # of each text: what is set side by side is read by a person


@dataclass(frozen=True, slots=True)
class Beside:
    """A paragraph of each text, or of one; `shared` are the characters that the other text holds too."""

    one: str
    other: str
    one_shared: tuple[tuple[int, int], ...] = ()
    other_shared: tuple[tuple[int, int], ...] = ()

    def row(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def beside(one: str, other: str) -> list[Beside]:
    """Two texts, paragraph by paragraph, in the order of both."""
    left, right = _paragraphs(one, other)
    matcher = SequenceMatcher(
        None, [normalised(text) for text, _ in left], [normalised(text) for text, _ in right], False
    )
    rows: list[Beside] = []
    for _, start, end, from_, to in matcher.get_opcodes():
        for number in range(max(end - start, to - from_)):
            first = left[start + number] if start + number < end else ("", ())
            second = right[from_ + number] if from_ + number < to else ("", ())
            rows.append(Beside(first[0], second[0], first[1], second[1]))
    return rows


Paragraphs = list[tuple[str, tuple[tuple[int, int], ...]]]


def _paragraphs(one: str, other: str) -> tuple[Paragraphs, Paragraphs]:
    rows = ({"url": name, "text": text} for name, text in (("one", one), ("other", other)))
    library = Library.of([article_sheet(row, (0, number), row["url"]) for number, row in enumerate(rows)])
    left, right = next(Comparer(library).sides(np.array([0]), np.array([1])))
    return _divided(one, left.shared), _divided(other, right.shared)


def _divided(text: str, shared: NDArray[np.bool_]) -> Paragraphs:
    """The paragraphs of a text, each with the characters of it that lie in shared passages."""
    spans = list(_spans(text, shared))
    paragraphs: Paragraphs = []
    place = 0
    for paragraph in text.split("\n")[: 2 * _MOST_PARAGRAPHS]:
        end = place + len(paragraph)
        inside = (
            (max(start, place) - place, min(stop, end) - place) for start, stop in spans if start < end and stop > place
        )
        if paragraph.strip():
            paragraphs.append((paragraph, tuple(inside)))
        place = end + 1
    return paragraphs[:_MOST_PARAGRAPHS]


def _spans(text: str, shared: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    places, found = origins(text), tokens(text)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], shared.view(np.int8), [0]))))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if places is not None:
            yield places[found.starts[start]], places[found.ends[end - 1]]


def show_beside(console: Console, rows: list[Beside], names: tuple[str, str]) -> None:
    """Print two texts side by side; what only one of them has stands out."""
    table = Table(show_lines=False, box=None, padding=(0, 1), expand=True)
    for name in names:
        table.add_column(safe(name), ratio=1, overflow="fold")
    for row in rows:
        table.add_row(_marked(row.one, row.one_shared), _marked(row.other, row.other_shared))
    console.print(table, soft_wrap=False)


def _marked(text: str, shared: tuple[tuple[int, int], ...]) -> Text:
    shown, place = Text(), 0
    for start, end in shared:
        shown.append(safe(text[place:start]), "bold yellow")
        shown.append(safe(text[start:end]), "dim")
        place = end
    return shown.append(safe(text[place:]), "bold yellow")
