"""A capture before and after, or two copies of an article, as a unified diff: a block of text a line."""

from __future__ import annotations

from difflib import unified_diff
from itertools import islice
from typing import TYPE_CHECKING

from rich.text import Text

from thresher.report.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

_MOST_LINES = 20_000  # of each text: what is compared is read by a person
_STYLES = {"+++": "bold", "---": "bold", "@@ ": "cyan"}
_SIGNS = {"+": "green", "-": "red"}


def lines_of(texts: Iterable[str]) -> list[str]:
    """The lines of texts that are not empty."""
    found = (line for text in texts for line in text.splitlines() if line.strip())
    return list(islice(found, _MOST_LINES))


def diff(before: Sequence[str], after: Sequence[str], names: tuple[str, str]) -> Iterator[str]:
    """The lines of a unified diff, without line ends; captured control codes are written out."""
    one, other = list(map(safe, before)), list(map(safe, after))
    made = unified_diff(one, other, safe(names[0]), safe(names[1]), n=1, lineterm="")
    yield from (line.replace("\n", " ") for line in made)


def show_diff(console: Console, before: Sequence[str], after: Sequence[str], names: tuple[str, str]) -> None:
    """Print a diff, coloured where the console has colours; says so where nothing differs."""
    lines = list(diff(before, after, names))
    for line in lines:
        console.print(Text(line, _STYLES.get(line[:3], "") or _SIGNS.get(line[:1], "")))
    if not lines:
        console.print(Text(f"no difference: {safe(names[0])}", "dim"))
