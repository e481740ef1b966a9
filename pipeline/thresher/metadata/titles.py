"""Headlines out of titles: without the names of the site and of its sections."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from thresher.lazy import lazy
from thresher.metadata import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

TITLE_CHARS = 500
"""Longest title."""

LEAST_INITIALS = 3
LEAST_PART = 4
"""Shortest initials and shortest part by which a site is recognised."""

SEPARATOR = lazy(
    rf"\s+[{lexicon.DASHES}|:»«\u203a·•~/>_]+\s+|\s*[|»\u203a•]\s*|\s+\u2013\s*|(?<=\w):\s+(?=[A-Z][\w.]{{2,24}}$)"
    rf"|(?<=[\u3000-\u9fff\uac00-\ud7ff\uff00-\uffef])\s*[{lexicon.DASHES}_|\uff0d]\s*(?=[\u3000-\u9fff\uac00-\ud7ffA-Z])"
)
"""What parts a headline from the names of site and section; dashes stand without spaces in East Asian titles."""


_NO_WORD = lazy(r"[\W_]+")


@lru_cache(maxsize=1024)  # the candidates of a page are compared with one another, each many times
def key(text: str) -> str:
    """A title without case, punctuation and repeated white space: equal for spellings of one title."""
    letters = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return _NO_WORD.sub(" ", letters.casefold()).strip()


def _tight(text: str) -> str:
    return key(text).replace(" ", "").removeprefix("the")


@dataclass(frozen=True, slots=True)
class Sites:
    """What the page's site is called: names that votes give it, and its hosts."""

    names: tuple[str, ...]
    hosts: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str], hosts: Iterable[str]) -> Self:
        """From names and hosts as written; kept without case, spaces and articles."""
        tight_hosts = tuple(dict.fromkeys(filter(None, map(_tight, hosts))))
        return cls(tuple(dict.fromkeys([*filter(None, map(_tight, names)), *tight_hosts])), tight_hosts)

    def are(self, text: str) -> bool:
        """Whether a text is nothing but a name of the site."""
        return _tight(text) in self.names

    def end_in(self, word: str) -> bool:
        """Whether a word is all of a name of the site, or its end."""
        tight = _tight(word)
        return len(tight) >= LEAST_PART and any(name.endswith(tight) for name in self.names)

    def in_piece(self, text: str) -> bool:
        """Whether a piece of a title names the site: by a name, the start of one, initials, or a part of its host."""
        own = key(text)
        tight = own.replace(" ", "").removeprefix("the")
        if not tight or tight in self.names:
            return True
        initials = "".join(word[0] for word in own.split())
        if len(initials) >= LEAST_INITIALS and initials in self.names:
            return True
        for name in self.names:
            longer, shorter = (tight, name) if len(tight) > len(name) else (name, tight)
            if len(shorter) >= LEAST_PART and longer.startswith(shorter) and len(longer) <= 2 * len(shorter) + 6:
                return True
        return len(tight) >= LEAST_PART and any(tight in host for host in self.hosts)


@lru_cache(maxsize=256)
def pieces(title: str) -> tuple[tuple[int, int], ...]:
    """The spans of a title between its separators; one span when it has none."""
    spans, start = [], 0
    quoted = "«" in title and "»" in title
    for match in SEPARATOR.finditer(title[:TITLE_CHARS]):
        if quoted and ("«" in match[0] or "»" in match[0]):
            continue  # quotation marks
        if match.start() > start:
            spans.append((start, match.start()))
        start = match.end()
    if start < len(title):
        spans.append((start, len(title)))
    return tuple(spans)


def without_site(title: str, sites: Sites, sections: Iterable[str] = ()) -> str:
    """The title without leading and trailing pieces that name the site or a section; never empty."""
    own = frozenset(map(key, sections))
    spans = list(pieces(title))
    while len(spans) > 1 and _is_ornament(title[slice(*spans[-1])], sites, own):
        spans.pop()
    while len(spans) > 1 and _is_ornament(title[slice(*spans[0])], sites, own):
        spans.pop(0)
    return title[spans[0][0] : spans[-1][1]].strip() if spans else title


def _is_ornament(piece: str, sites: Sites, sections: frozenset[str]) -> bool:
    return sites.in_piece(piece) or key(piece) in sections


def openings(title: str) -> list[str]:
    """The title, and all its beginnings and ends at separators: what a shorter headline may be."""
    spans = pieces(title)[:6]
    if len(spans) < 2:  # noqa: PLR2004
        return [title]
    heads = [title[spans[0][0] : end].strip() for _, end in spans]
    tails = [title[start : spans[-1][1]].strip() for start, _ in spans[1:]]
    return [*reversed(heads), *tails]
