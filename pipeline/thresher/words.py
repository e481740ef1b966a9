"""Words, counted alike for scripts with and without spaces between words.

The definition is that of the WCXB benchmark's word F1 (Foley 2026): a run of letters, digits and
underscores is a word; each letter of Thai, Lao, Burmese, Khmer, kana and Han is a word of its own.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

# Letters of the scripts that put no space between words.
UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e"  # Thai
    "\u0e81-\u0ec4"  # Lao
    "\u1000-\u103f"  # Burmese
    "\u1780-\u17d3"  # Khmer
    "\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana, also of half width
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_WORD = re.compile(f"[{UNSPACED}]|[^\\W{UNSPACED}]+")
_LETTERS = re.compile(f"[^\\W{UNSPACED}]*")
_ASCII = bytes(range(128))
_SPACED = bytes(code if code > 127 or re.fullmatch(rb"\w", bytes([code])) else ord(" ") for code in range(256))  # noqa: PLR2004
"""The table that leaves of ASCII nothing but words and spaces: to split them is quicker than to search."""
_REPEATED_CHARS = 500  # a block of a page is normalised up to four times; longer ones are too few to be kept
_COUNTED_CHARS = 2000  # and its words are counted some six times
_SIGNS = "\u2019\u2018\u201c\u201d\u2013\u2014\u2026\u00a0\u2022\u00ab\u00bb\u00b7"
"""Signs that part words as a space does, and often are all that keeps a text from being ASCII."""


def words(text: str) -> list[str]:
    """The words of a text, in order, case kept."""
    spaced = _spaced(text)
    return _WORD.findall(text) if spaced is None else spaced.decode().split()


def word_count(text: str) -> int:
    """How many words a text has."""
    return _counted(text) if len(text) > _COUNTED_CHARS else _counted_block(text)


def _counted(text: str) -> int:
    spaced = _spaced(text)
    return len(_WORD.findall(text) if spaced is None else spaced.split())


_counted_block = lru_cache(maxsize=1024)(_counted)


def _plainer(text: str) -> str:
    """A text with a space for each of the signs; quick where there is none."""
    if not text.isascii():
        for sign in _SIGNS:
            text = text.replace(sign, " ")
    return text


def _spaced(text: str) -> bytes | None:
    """A text in UTF-8 with spaces for all but its words; None where its letters beyond ASCII may be words each."""
    text = _plainer(text)
    data = text.encode("utf-8", "replace")
    if len(data) > len(text) and not _LETTERS.fullmatch(data.translate(None, _ASCII).decode()):
        return None
    return data.translate(_SPACED)


def normalised(text: str) -> str:
    """The words of a text in NFKC and folded case, joined by one space: equal for equal wording."""
    return _normalised(text) if len(text) > _REPEATED_CHARS else _normalised_block(text)


def _normalised(text: str) -> str:
    if text.isascii():
        return b" ".join(text.lower().encode().translate(_SPACED).split()).decode()
    return " ".join(words(unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold()))


_normalised_block = lru_cache(maxsize=1024)(_normalised)


def text_digest(text: str) -> str:
    """`sha256:` and the hexadecimal SHA-256 of the normalised text."""
    return f"sha256:{hashlib.sha256(normalised(text).encode()).hexdigest()}"
