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

LEAST_INITIALS = 3
LEAST_PART = 4
"""Shortest initials and shortest part by which a site is recognised."""

SEPARATOR = re.compile(
    rf"\s+(?:[{lexicon.DASHES}|:»«\u203a·•~/>_]|::|\|\|)+\s+|\s*[|»\u203a•]\s*|\s+\u2013\s*|(?<=\w):\s+(?=[A-Z][\w.]{{2,24}}$)"
    rf"|(?<=[\u3000-\u9fff\uac00-\ud7ff\uff00-\uffef])\s*[_|{lexicon.DASHES}\uff0d]\s*(?=[\u3000-\u9fff\uac00-\ud7ffA-Z])"
)
"""What parts a headline from the names of site and section; dashes stand without spaces in East Asian titles."""


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
    """Whether a piece of a title names the site: is one of its names (without spaces, articles), or in its host."""
    own = key(text)
    tight = own.replace(" ", "").removeprefix("the")
    if not tight:
        return True
    initials = "".join(word[0] for word in own.split())
    for site in sites:
        close = key(site).replace(" ", "").removeprefix("the")
        if not close:
            continue
        if tight == close or (initials == close and len(initials) >= LEAST_INITIALS):
            return True
        longer, shorter = (tight, close) if len(tight) > len(close) else (close, tight)
        if len(shorter) < LEAST_PART:
            continue
        if longer.startswith(shorter) and len(longer) <= 2 * len(shorter) + 6:
            return True
        if "." in site and len(close) > len(tight) and tight in close.partition(" ")[0]:
            return True
    return False


def is_site(text: str, sites: Iterable[str]) -> bool:
    """Whether a text is nothing but a name of the site."""
    tight = key(text).replace(" ", "").removeprefix("the")
    return any(tight == key(site).replace(" ", "").removeprefix("the") for site in sites)


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
