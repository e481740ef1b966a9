"""Tokens of a text for comparing it with others: hashed, with their places, and marks for facts and quotations.

A run of letters, digits and combining marks is a token; each letter of Thai, Lao, Burmese, Khmer, kana and Han is a
token of its own, as in `thresher.words`. Entities, soft hyphens, Unicode form, case and typography make no difference;
digits do.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from thresher.words import UNSPACED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint32]
    Marks = NDArray[np.uint8]
    Places = NDArray[np.int64]

NUMBER = 1
"""Mark of a token that holds a digit."""
NAME = 2
"""Mark of a token with a capital that does not begin a sentence."""
QUOTED = 4
"""Mark of a token inside quotation marks."""
LAST = 16
"""Mark of the last token of a line."""
FACT = NUMBER | NAME
"""What tells two bulletins of one template apart."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_QUOTED_CHARS = "{12,2000}"  # eight words are hardly less than 12 characters; without a bound a lost mark costs a text
# By the mark that opens. A straight mark may be of inches: the first must stand before a word, the last behind one.
_QUOTATIONS = {
    '"': re.compile(f'"(?<!\\w")(?=\\S)[^"]{_QUOTED_CHARS}(?<=\\S)"(?!\\w)'),
    "\u201c": re.compile(f"\u201c[^\u201c\u201d]{_QUOTED_CHARS}\u201d"),
    "\u201d": re.compile(f"\u201d[^\u201c\u201d]{_QUOTED_CHARS}\u201d"),
    "\u201e": re.compile(f"\u201e[^\u201e\u201c\u201d]{_QUOTED_CHARS}[\u201c\u201d]"),
    "\u00ab": re.compile(f"\u00ab[^\u00ab\u00bb]{_QUOTED_CHARS}\u00bb"),
    "\u00bb": re.compile(f"\u00bb[^\u00ab\u00bb]{_QUOTED_CHARS}\u00ab"),
    "\u300c": re.compile(f"\u300c[^\u300c\u300d]{_QUOTED_CHARS}\u300d"),
    "\u300e": re.compile(f"\u300e[^\u300e\u300f]{_QUOTED_CHARS}\u300f"),
}
# What opens in one language closes in another: the one that comes first in a text opens.
_TURNED = {"\u201d": "\u201c", "\u00bb": "\u00ab", "\u00ab": "\u00bb"}

_PIECE = re.compile(r"&#?\w{1,32};?|.[\u0300-\u036f\u3099\u309a]*", re.DOTALL)  # what is normalised as one

_SEPARATOR, _LETTER, _ALONE, _ATTACHED = range(4)  # kinds of characters
_FOLDED = (1 << 21) - 1  # the bits of a table's entry
_KIND = 21
_CAPITAL, _DIGIT, _STOP = 1 << 23, 1 << 24, 1 << 25
_STOPS = frozenset('.!?\u2026\u3002\uff01\uff1f\u061f\u0964:\u201c\u201e\u00ab"\u2022*')  # what a sentence begins after
_LAST_SPACED = 0x0E00  # no script below puts its words together
_TABLE_CHARS = 0x20000  # above lie Han, each alone, and nothing that counts
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that it has an inverse modulo 2**64
_LONGEST = 1 << 20  # characters of a text that are compared


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: hash, marks, and where each starts and ends in `text`, the normalised one."""

    text: str
    hashes: Hashes
    marks: Marks
    starts: Places
    ends: Places


def plain(text: str) -> str:
    """The text without what typesetting alone changes: entities decoded, NFKC, no soft hyphens."""
    text = text[:_LONGEST]
    if text.isascii() and "&" not in text:
        return text
    if "&" in text:
        text = html.unescape(text)
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))


def origins(text: str) -> list[int] | None:
    """Where each character of `plain(text)`, and its end, comes from in the text; None where that cannot be told."""
    normalised = plain(text)
    if normalised == text:
        return list(range(len(text) + 1))
    places: list[int] = []
    pieces: list[str] = []
    for found in _PIECE.finditer(text[:_LONGEST]):
        piece = plain(found[0])
        places += [found.start()] * len(piece)
        pieces.append(piece)
    return [*places, len(text)] if "".join(pieces) == normalised else None


def tokens(text: str) -> Tokens:
    """The tokens of a text."""
    text = plain(text)
    facts, hashes, starts, ends = _read(text)
    if not len(starts):
        return Tokens(text, hashes, hashes.astype(np.uint8), starts, ends)
    marks = np.where(_any(facts & _DIGIT != 0, starts, ends), NUMBER, 0)
    stops = np.concatenate(([0], np.cumsum(facts & _STOP != 0, dtype=np.int64)))
    begins = stops[starts] > stops[np.concatenate(([0], ends[:-1]))]
    begins[0] = True
    marks |= np.where((facts[starts] & _CAPITAL != 0) & ~begins, NAME, 0)
    marks |= _quoted(text, starts)
    breaks = np.searchsorted(starts, np.flatnonzero(facts == ord("\n")))
    marks[breaks[breaks > 0] - 1] |= LAST
    return Tokens(text, hashes, marks.astype(np.uint8), starts, ends)


def token_hashes(text: str) -> Hashes:
    """The tokens of a text without places and marks."""
    return _read(plain(text))[1]


def _read(text: str) -> tuple[NDArray[np.uint32], Hashes, Places, Places]:
    """What is known of each character of a normalised text, and its tokens."""
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4")
    facts = np.take(_table(), codes, mode="clip")
    starts, ends = _bounds((facts >> _KIND & 3).astype(np.uint8))
    if not len(starts):
        return facts, np.zeros(0, np.uint32), starts, ends
    folded = np.where(codes < _TABLE_CHARS, facts & _FOLDED, codes)
    return facts, _hashed(folded, starts, ends), starts, ends


@cache
def _table() -> NDArray[np.uint32]:
    """Of each character: its lower case, its kind, whether it is a capital, a digit, the end of a sentence."""
    alone = re.compile(f"[{UNSPACED}]")
    table = np.zeros(_TABLE_CHARS + 1, np.uint32)
    for code in range(_TABLE_CHARS):
        char = chr(code)
        if unicodedata.category(char) in ("Mn", "Mc"):
            table[code] = code | _ATTACHED << _KIND
        elif char.isalnum() or char == "_":
            kind = _ALONE if code > _LAST_SPACED and alone.match(char) else _LETTER
            table[code] = (
                ord(char.lower()[0])
                | kind << _KIND
                | (char.isupper() or char.istitle()) * _CAPITAL
                | char.isdigit() * _DIGIT
            )
        elif code > _LAST_SPACED and alone.match(char):
            table[code] = code | _ALONE << _KIND
        else:
            table[code] = code | (_STOP if char in _STOPS else 0)
    table[-1] = _ALONE << _KIND
    return table


def _bounds(kinds: NDArray[np.uint8]) -> tuple[Places, Places]:
    """Where tokens start and end, in characters."""
    if (kinds == _ATTACHED).any():
        # A combining mark belongs to the letter before it.
        last = np.maximum.accumulate(np.where(kinds == _ATTACHED, 0, np.arange(len(kinds))))
        attached, kinds = kinds == _ATTACHED, kinds[last]
        kinds = np.where(attached & (kinds == _ATTACHED), _SEPARATOR, kinds)
    else:
        attached = np.zeros(len(kinds), np.bool_)
    before = np.concatenate(([_SEPARATOR], kinds[:-1]))
    behind = np.concatenate((kinds[1:], [_SEPARATOR]))
    goes_on = np.concatenate((attached[1:], [False]))
    starts = ((kinds == _LETTER) & (before != _LETTER)) | ((kinds == _ALONE) & ~attached)
    ends = ((kinds == _LETTER) & (behind != _LETTER)) | ((kinds == _ALONE) & ~goes_on)
    return np.flatnonzero(starts), np.flatnonzero(ends) + 1


def _any(column: NDArray[np.bool_], starts: Places, ends: Places) -> NDArray[np.bool_]:
    """Whether a character between start and end has it."""
    sums = np.concatenate(([0], np.cumsum(column, dtype=np.int64)))
    return np.asarray(sums[ends] > sums[starts])


def _quoted(text: str, starts: Places) -> NDArray[np.int64]:
    marks = np.zeros(len(starts), np.int64)
    for opening, quotation in _QUOTATIONS.items():
        first = text.find(opening)
        if first >= 0 and not 0 <= text.find(_TURNED.get(opening, opening)) < first:
            for found in quotation.finditer(text):
                begin, end = np.searchsorted(starts, found.span())
                marks[begin:end] = QUOTED
    return marks


@cache
def _powers(length: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Powers of the base and of its inverse modulo 2**64."""
    inverse = np.uint64(pow(int(_BASE), -1, 1 << 64))
    ones = np.ones(length, np.uint64)
    ones[0] = 1
    up, down = ones.copy(), ones.copy()
    up[1:], down[1:] = _BASE, inverse
    return np.multiply.accumulate(up), np.multiply.accumulate(down)


def _hashed(folded: NDArray[np.uint32], starts: Places, ends: Places) -> Hashes:
    """A hash of each token: a polynomial over its characters, from sums that all tokens share, then mixed."""
    up, down = _powers(1 << max(12, (len(folded) - 1).bit_length()))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum((folded + np.uint64(1)) * up[: len(folded)])))
    return (mixed((sums[ends] - sums[starts]) * down[starts]) >> np.uint64(32)).astype(np.uint32)


def mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The values spread over all 64 bits (the finaliser of MurmurHash3)."""
    values = values ^ (values >> np.uint64(33))
    values = values * np.uint64(0xFF51AFD7ED558CCD)
    values = values ^ (values >> np.uint64(33))
    values = values * np.uint64(0xC4CEB9FE1A85EC53)
    return np.asarray(values ^ (values >> np.uint64(33)))
