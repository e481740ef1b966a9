"""Scripts: which letters a text is written in, as ISO 15924 names them, and which way they run."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LETTERS = 200
"""About how many letters are read."""

VARIANT_CHARS = 500
"""How many characters are asked which variant they belong to."""
TELLING = 3
"""Fewest letters of one variant only that tell it."""
PURE = 0.9
"""Share of one variant among the telling letters from which a text is written in it."""
KANA = 0.05
"""Share of kana from which a text of Han and kana is Japanese; Chinese has at most a name or two."""

CODES: Mapping[str, str] = MappingProxyType(
    {
        # first word of a letter's Unicode name: ISO 15924; the letters of Japanese are counted apart
        "LATIN": "Latn",
        "FULLWIDTH": "Latn",
        "CYRILLIC": "Cyrl",
        "GREEK": "Grek",
        "ARABIC": "Arab",
        "HEBREW": "Hebr",
        "SYRIAC": "Syrc",
        "THAANA": "Thaa",
        "NKO": "Nkoo",
        "ADLAM": "Adlm",
        "ARMENIAN": "Armn",
        "GEORGIAN": "Geor",
        "ETHIOPIC": "Ethi",
        "CHEROKEE": "Cher",
        "CANADIAN": "Cans",
        "TIFINAGH": "Tfng",
        "VAI": "Vaii",
        "DEVANAGARI": "Deva",
        "BENGALI": "Beng",
        "GURMUKHI": "Guru",
        "GUJARATI": "Gujr",
        "ORIYA": "Orya",
        "TAMIL": "Taml",
        "TELUGU": "Telu",
        "KANNADA": "Knda",
        "MALAYALAM": "Mlym",
        "SINHALA": "Sinh",
        "THAI": "Thai",
        "LAO": "Laoo",
        "KHMER": "Khmr",
        "MYANMAR": "Mymr",
        "TIBETAN": "Tibt",
        "MONGOLIAN": "Mong",
        "JAVANESE": "Java",
        "YI": "Yiii",
        "HANGUL": "Hang",
        "HIRAGANA": "Kana",
        "KATAKANA": "Kana",
        "HALFWIDTH": "Kana",
        "BOPOMOFO": "Bopo",
        "CJK": "Hani",
    }
)
DENSE = frozenset({"Hani", "Kana", "Hang"})
"""Scripts whose letters are words or syllables."""
WORTH = 2
"""How many letters of an alphabet such a letter is worth."""
LEFTWARD = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"})
"""Scripts that run from right to left."""


def letters(sample: str) -> dict[str, int]:
    """About how many letters of each script a sample has, read off evenly spaced ones; dense ones count double."""
    step = max(1, len(sample) // LETTERS)
    counts: dict[str, int] = {}
    for letter, count in Counter(sample[::step]).items():
        if letter.isalpha() and (code := "Latn" if letter < "\u02b0" else _code(letter)):
            counts[code] = counts.get(code, 0) + step * count * (WORTH if code in DENSE else 1)
    return counts


@lru_cache(1 << 14)
def _code(letter: str) -> str | None:
    return CODES.get(unicodedata.name(letter, "").partition(" ")[0].partition("-")[0])


def script(counts: Mapping[str, int], sample: str) -> str | None:
    """The script of most letters; Japanese, Korean and both ways to write Chinese are told as ISO 15924 has them."""
    if not counts:
        return None
    kana, han, hangul = (counts.get(code, 0) for code in ("Kana", "Hani", "Hang"))
    others = {code: count for code, count in counts.items() if code not in DENSE}
    if max(others.values(), default=0) > kana + han + hangul:
        return max(others, key=lambda code: others[code])
    if hangul > kana + han:
        return "Kore"
    if kana > KANA * (kana + han):
        return "Jpan"
    return han_variant(sample)


def direction(code: str | None) -> str | None:
    """Which way a script runs, `ltr` or `rtl`; None where there is none."""
    return None if code is None else "rtl" if code in LEFTWARD else "ltr"


def han_variant(text: str) -> str:
    """Whether Chinese is simplified or traditional, `Hans` or `Hant`; `Hani` where its letters do not tell, or mix."""
    simplified = traditional = 0
    for letter, count in Counter(text[:VARIANT_CHARS]).items():
        if "\u4e00" <= letter <= "\u9fff":
            only = _only(letter)
            simplified += count * (only < 0)
            traditional += count * (only > 0)
    if max(simplified, traditional) < max(TELLING, PURE * (simplified + traditional)):
        return "Hani"
    return "Hans" if simplified > traditional else "Hant"


@lru_cache(1 << 13)
def _only(letter: str) -> int:
    """-1 for a letter that only simplified writing has, 1 for traditional only, 0 for both.

    The two national character sets say it: GB 2312 was made for the one, Big5 for the other.
    """
    return _is_in(letter, "big5") - _is_in(letter, "gb2312")


def _is_in(letter: str, charset: str) -> bool:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
