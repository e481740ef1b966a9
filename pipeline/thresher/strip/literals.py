"""Where the literals of rules stand on a page: one pass over all its texts, whatever the number of literals.

What a literal hits is what RE2 hits with `pattern.literal` of it, letter case ignored; a property test holds
the two together. An RE2 set of the same literals costs ten times as much: it is asked block by block, and a
page as a whole makes it build new states all the time (200 captures of 10 to 20 KB, 170 rules).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from thresher.strip.pattern import KIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_CASED = 0x20000  # beyond this code point no letter has a case
_ALL = 0x110000
# Letters that lower case leaves apart from their kin, in pairs; the first is folded to the second.
_ODD = (
    "\u017fs\u00b5\u03bc\u0345\u03b9\u03c2\u03c3\u03d0\u03b2\u03d1\u03b8\u03d5\u03c6\u03d6\u03c0\u03f0\u03ba"
    "\u03f1\u03c1\u03f5\u03b5\u1c80\u0432\u1c81\u0434\u1c82\u043e\u1c83\u0441\u1c84\u0442\u1c85\u0442\u1c86\u044a"
    "\u1c87\u0463\u1c88\ua64b\u1e9b\u1e61\u1fbe\u03b9\u1fd3\u0390\u1fe3\u03b0\ufb05\ufb06"
)
_FORMS = {ord(form): ord(plain) for plain, forms in KIN.items() for form in forms}
_SPOTTED = frozenset(map(chr, _FORMS)) - KIN.keys()
"""The typographic forms, of which each stands for itself alone."""


class Literals:
    """Literals, each with a bit mask: what is asked of a text is the masks of all literals in it."""

    def __init__(self, masks: Mapping[str, int]) -> None:
        import ahocorasick_rs

        joined = _points("".join(masks))
        is_letter = np.zeros(_ALL, bool)
        is_letter[_folded(joined)] = True
        letters: list[int] = np.flatnonzero(is_letter).tolist()
        self._edge = next(chr(code) for code in range(32) if code not in letters)
        self._codes = _coded(letters)
        coded, start = self._codes[joined].tobytes(), 0
        keys: dict[bytes, tuple[int, list[tuple[tuple[tuple[int, str], ...], int]]]] = {}
        for text, mask in masks.items():
            key = coded[start : (start := start + 2 * len(text))]
            sure, unsure = keys.get(key, (0, []))
            spots = () if _SPOTTED.isdisjoint(text) else tuple(_spots(text))
            keys[key] = (sure, [*unsure, (spots, mask)]) if spots else (sure | mask, unsure)
        self._masks = [sure for sure, _ in keys.values()]
        self._unsure = {place: unsure for place, (_, unsure) in enumerate(keys.values()) if unsure}
        self._automaton: Any = ahocorasick_rs.BytesAhoCorasick(list(keys))

    def masks(self, texts: Sequence[str]) -> list[int]:
        """For each text the masks of the literals that it holds, as one."""
        found = [0] * len(texts)
        if not texts:
            return found
        joined = self._edge.join(texts)
        masks, unsure = self._masks, self._unsure
        at, end = 0, len(texts[0])
        for key, byte, _ in self._automaton.find_matches_as_indexes(self._code(joined), overlapping=True):
            if byte & 1:
                continue  # the second byte of one code and the first of the next
            start = byte >> 1
            while start >= end:  # hits come in order of their ends, and none lies in two texts
                at += 1
                end += 1 + len(texts[at])
            found[at] |= masks[key]
            if key in unsure:
                for spots, mask in unsure[key]:
                    if all(joined[start + offset] == letter for offset, letter in spots):
                        found[at] |= mask
        return found

    def _code(self, text: str) -> bytes:
        coded: bytes = self._codes[_points(text)].tobytes()
        return coded


def _points(text: str) -> Any:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def _coded(letters: Sequence[int]) -> Any:
    """The table from code point to the code of its folded form, two bytes each; 0 for what is in no literal."""
    code_of = np.zeros(_ALL, "<u2")
    code_of[letters] = np.arange(1, len(letters) + 1)
    code_of[:_CASED] = code_of[_folds()]
    return code_of


def _spots(text: str) -> Iterator[tuple[int, str]]:
    """Where a hit of the code says too little: the place in the literal, and what must stand there in the text."""
    for place, letter in enumerate(text):
        if letter in _SPOTTED:
            yield place, letter


def _folded(points: Any) -> Any:
    """Code points, letter case and typography folded: as many as there are."""
    return np.where(points < _CASED, _folds()[np.minimum(points, _CASED - 1)], points)


@cache
def _folds() -> Any:
    """The table from code point to folded code point; half surrogates become the question marks of UTF-8."""
    every = np.arange(_CASED, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    letters = every.replace("\u0130", "I")  # its lower case is two
    table = np.frombuffer(letters.lower().encode("utf-32-le", "surrogatepass"), "<u4").copy()
    table[ord("\u0130")] = ord("\u0130")
    table[ord("\u03a3")] = ord("\u03c3")  # lower case makes it final where a word ends
    for odd, plain in zip(_ODD[::2], _ODD[1::2], strict=True):
        table[ord(odd)] = ord(plain)
    for code, plain_code in _FORMS.items():
        table[code] = plain_code
    table[0xD800:0xE000] = ord("?")
    return table
