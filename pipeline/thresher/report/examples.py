"""The examples of README.md: real output on our own captures, shortened, made anew by `make docs`."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thresher.archive import read_captures
from thresher.archive.sources import expand
from thresher.books import Books
from thresher.cleaner import Cleaner
from thresher.emit.rows import article_row, removal_rows
from thresher.nouns import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

CAPTURES = "fixtures/captures"
STORY = "fixtures/captures/text/lantern-clinic.txt"

_SHORT = 88  # characters of a value that are shown
_LINES = 3  # entries of a list or object that are shown


def examples(root: Path) -> dict[str, str]:
    """The books of all captures, and one article with its removals, as Markdown."""
    cleaner = Cleaner()
    with _inside(root):
        (story,) = (one for one in cleaner.clean(read_captures(STORY)) if isinstance(one, Article))
        records = [record for path in expand([CAPTURES]) for record in read_captures(path)]
    books = Books(len(records))
    for outcome in cleaner.clean(records):
        books.enter(outcome)
    books.check("examples")
    row = article_row("")(story)
    del row["made_by"]  # its digest changes with every line of code
    cuts = [f"{cut['judge']:<38} {_shortened(cut['text'])}" for cut in removal_rows(story)]
    return {
        "example-books": _fenced("\n".join(_books(books))),
        "example-article": _fenced(json.dumps(_shortened(row), indent=2, ensure_ascii=False), "json"),
        "example-removals": _fenced("\n".join(cuts)),
    }


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """Work in a folder, so that archives are named from there."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _books(books: Books) -> Iterator[str]:
    yield f"{'article':<16}{books.articles:>5}"
    for reason, count in sorted(books.rejections.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{reason:<16}{count:>5}"
    yield f"{'captures read':<16}{books.captures:>5}"


def _shortened(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= _SHORT else f"{value[:_SHORT]}…"
    if isinstance(value, list):
        return [*map(_shortened, value[:_LINES]), *(["…"] if len(value) > _LINES else [])]
    if isinstance(value, dict):
        return {name: _shortened(inner) for name, inner in value.items()}
    return value


def _fenced(text: str, language: str = "") -> str:
    return f"```{language}\n{text}\n```"
