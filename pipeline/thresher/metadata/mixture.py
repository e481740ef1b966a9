"""Pages in several languages: how much of a page is in which, as its blocks tell."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from thresher.nouns import LanguageShare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BLOCKS = 60
"""Most blocks that are asked, the longest."""
PIECE_CHARS = 240
"""How much of a block is read."""
SHORT_CHARS = 40
"""Blocks that are shorter say nothing."""
LEAST = 0.1
"""The least share of a page that is a language of it; less is a quotation."""


def shares(texts: Sequence[str], identify: Callable[[str], str | None]) -> tuple[LanguageShare, ...]:
    """The languages of a page, the greatest share first; shares are of the characters of the blocks that tell.

    `identify` names the language of a piece, or nothing. Where one language is all but a quotation of the page, the
    page is in that alone, and the answer empty.
    """
    chars: defaultdict[str, int] = defaultdict(int)
    for text in sorted(texts, key=len, reverse=True)[:BLOCKS]:
        if len(text) < SHORT_CHARS:
            break
        if language := identify(text[:PIECE_CHARS]):
            chars[language] += len(text)
    whole = sum(chars.values())
    kept = {language: count for language, count in chars.items() if count >= LEAST * whole}
    if len(kept) < 2:  # noqa: PLR2004 - one language is no mixture
        return ()
    total = sum(kept.values())
    ranked = sorted(kept.items(), key=lambda item: (-item[1], item[0]))
    return tuple(LanguageShare(language, round(count / total, 3)) for language, count in ranked)
