"""Words, counted alike for scripts with and without spaces between words.

The definition is that of the WCXB benchmark's word F1 (Foley 2026): a run of letters, digits and
underscores is a word; each letter of Thai, Lao, Burmese, Khmer, kana and Han is a word of its own.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Letters of the scripts that put no space between words.
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e"  # Thai
    "\u0e81-\u0ec4"  # Lao
    "\u1000-\u103f"  # Burmese
    "\u1780-\u17d3"  # Khmer
    "\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana, also of half width
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")


def words(text: str) -> list[str]:
    """The words of a text, in order, case kept."""
    return _WORD.findall(text)


def word_count(text: str) -> int:
    """How many words a text has."""
    return sum(1 for _ in _WORD.finditer(text))


def normalised(text: str) -> str:
    """The words of a text in NFKC and folded case, joined by one space: equal for equal wording."""
    return " ".join(words(unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold()))


def text_digest(text: str) -> str:
    """`sha256:` and the hexadecimal SHA-256 of the normalised text."""
    return f"sha256:{hashlib.sha256(normalised(text).encode()).hexdigest()}"
