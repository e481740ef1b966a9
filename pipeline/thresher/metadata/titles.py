"""Headlines out of titles: without the names of the site and of its sections."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from thresher.metadata import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

TITLE_CHARS = 500
"""Longest title."""

SEPARATOR = re.compile(
    rf"\s+(?:[{lexicon.DASHES}|:»«\u203a·•~/>]|::|\|\|)+\s+|\s*[|»\u203a•]\s*|\s+\u2013\s*|(?<=\w):\s+(?=[A-Z][\w.]{{2,24}}$)"
)
"""What parts a headline from the names of site and section."""


def key(text: str) -> str:
    """A title without case, punctuation and repeated white space: equal for spellings of one title."""
    letters = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


def pieces(title: str) -> list[tuple[int, int]]:
    """The spans of a title between its separators; one span when it has none."""
    spans, start = [], 0
    for match in SEPARATOR.finditer(title[:TITLE_CHARS]):
        if match.start() > start:
            spans.append((start, match.start()))
        start = match.end()
    if start < len(title):
        spans.append((start, len(title)))
    return spans


def names_site(text: str, sites: Iterable[str]) -> bool:
    """Whether a piece of a title names the site: equal to one of its names, or one with spaces left out."""
    own = key(text)
    if not own:
        return True
    tight = own.replace(" ", "")
    for site in sites:
        other = key(site)
        if not other:
            continue
        close = other.replace(" ", "")
        if tight == close or tight.removeprefix("the") == close.removeprefix("the"):
            return True
        longer, shorter = (tight, close) if len(tight) > len(close) else (close, tight)
        if len(shorter) > 3 and longer.startswith(shorter) and len(longer) <= 2 * len(shorter) + 6:  # noqa: PLR2004
            return True
    return False


def without_site(title: str, sites: Iterable[str]) -> str:
    """The title without leading and trailing pieces that name the site; never empty."""
    names = list(sites)
    spans = pieces(title)
    while len(spans) > 1 and names_site(title[slice(*spans[-1])], names):
        spans.pop()
    while len(spans) > 1 and names_site(title[slice(*spans[0])], names):
        spans.pop(0)
    return title[spans[0][0] : spans[-1][1]].strip() if spans else title


def openings(title: str) -> list[str]:
    """The title, and all its beginnings and ends at separators: what a shorter headline may be."""
    spans = pieces(title)[:6]
    if len(spans) < 2:  # noqa: PLR2004
        return [title]
    heads = [title[spans[0][0] : end].strip() for _, end in spans]
    tails = [title[start : spans[-1][1]].strip() for start, _ in spans[1:]]
    return [*reversed(heads), *tails]
