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
    Facts = NDArray[np.uint8]
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

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
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
_KIND = 3  # the bits of a character's facts that tell its kind
_CAPITAL, _DIGIT, _STOP, _BREAK = 1 << 2, 1 << 3, 1 << 4, 1 << 5
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
    for char in _INVISIBLE:
        text = text.replace(char, "")
    return unicodedata.normalize("NFKC", text)


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
    facts, folded = _read(text)
    starts, ends = _bounds(facts)
    marks = np.zeros(len(starts), np.uint8)
    if not len(starts):
        return Tokens(text, np.zeros(0, np.uint32), marks, starts, ends)
    # Digits stand in tokens, stops and line breaks between them.
    marks[starts.searchsorted(_having(facts, _DIGIT), side="right") - 1] = NUMBER
    is_name = facts[starts] & _CAPITAL != 0
    begins = starts.searchsorted(_having(facts, _STOP))
    is_name[begins[begins < len(starts)]] = False
    is_name[0] = False
    marks[is_name] |= NAME
    _mark_quoted(marks, text, starts)
    breaks = starts.searchsorted(_having(facts, _BREAK))
    marks[breaks[breaks > 0] - 1] |= LAST
    return Tokens(text, _hashed(folded, starts, ends), marks, starts, ends)


def _having(facts: Facts, one: int) -> Places:
    """The characters of which a fact is true."""
    return np.asarray((facts & np.uint8(one) != 0).nonzero()[0])


def token_hashes(text: str) -> Hashes:
    """The tokens of a text without places and marks."""
    facts, folded = _read(plain(text))
    starts, ends = _bounds(facts)
    return _hashed(folded, starts, ends) if len(starts) else np.zeros(0, np.uint32)


def _read(text: str) -> tuple[Facts, NDArray[np.uint64]]:
    """What is known of each character of a normalised text, and its lower case plus 1."""
    facts, folded = _table()
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4").astype(np.intp)
    lower = folded.take(codes, mode="clip")
    if len(codes) and codes.max() >= _TABLE_CHARS:
        lower = np.where(codes < _TABLE_CHARS, lower, codes.astype(np.uint64) + np.uint64(1))
    return facts.take(codes, mode="clip"), lower


@cache
def _table() -> tuple[Facts, NDArray[np.uint64]]:
    """Of each character its kind, whether it is a capital, a digit, a stop or a break, and its lower case plus 1."""
    every = "".join(map(chr, range(_TABLE_CHARS)))
    categories = np.frombuffer("".join(map(unicodedata.category, every)).encode(), "S2")
    letters, capitals, digits = (
        np.fromiter(map(told, every), bool, _TABLE_CHARS) for told in (str.isalnum, str.isupper, str.isdigit)
    )
    letters[ord("_")] = True
    capitals = letters & (capitals | (categories == b"Lt"))
    facts = np.zeros(_TABLE_CHARS + 1, np.uint8)
    inner = facts[:-1]
    inner[letters] = _LETTER
    for found in re.compile(f"[{UNSPACED}]+").finditer(every, _LAST_SPACED + 1):
        facts[slice(*found.span())] = _ALONE
    inner[capitals] |= _CAPITAL
    inner[letters & digits] |= _DIGIT
    inner[(categories == b"Mn") | (categories == b"Mc")] = _ATTACHED
    between = ((char, _STOP) for char in _STOPS if not facts[ord(char)])
    for char, fact in (*between, ("\n", _BREAK)):
        facts[ord(char)] = fact
    facts[-1] = _ALONE
    folded = np.arange(1, _TABLE_CHARS + 2, dtype=np.uint64)
    for code in np.flatnonzero(capitals).tolist():
        folded[code] = ord(chr(code).lower()[0]) + 1
    return facts, folded


def _bounds(facts: Facts) -> tuple[Places, Places]:
    """Where tokens start and end, in characters."""
    kinds = facts & np.uint8(_KIND)
    if (kinds <= _LETTER).all():
        inside = np.zeros(len(kinds) + 2, np.uint8)
        inside[1:-1] = kinds
        (edges,) = (inside[1:] != inside[:-1]).nonzero()
        return edges[::2].copy(), edges[1::2].copy()
    attached = kinds == _ATTACHED
    if attached.any():
        # A combining mark belongs to the letter before it.
        last = np.maximum.accumulate(np.where(attached, 0, np.arange(len(kinds))))
        kinds = kinds[last]
        kinds = np.where(attached & (kinds == _ATTACHED), _SEPARATOR, kinds)
    before = np.concatenate(([_SEPARATOR], kinds[:-1]))
    behind = np.concatenate((kinds[1:], [_SEPARATOR]))
    goes_on = np.concatenate((attached[1:], [False]))
    starts = ((kinds == _LETTER) & (before != _LETTER)) | ((kinds == _ALONE) & ~attached)
    ends = ((kinds == _LETTER) & (behind != _LETTER)) | ((kinds == _ALONE) & ~goes_on)
    return np.flatnonzero(starts), np.flatnonzero(ends) + 1


def _mark_quoted(marks: Marks, text: str, starts: Places) -> None:
    for opening, quotation in _QUOTATIONS.items():
        first = text.find(opening)
        if first >= 0 and not 0 <= text.find(_TURNED.get(opening, opening)) < first:
            spans = [found.span() for found in quotation.finditer(text, first)]
            for begin, end in starts.searchsorted(spans).tolist():
                marks[begin:end] |= QUOTED


@cache
def _powers(length: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Powers of the base and of its inverse modulo 2**64."""
    inverse = np.uint64(pow(int(_BASE), -1, 1 << 64))
    ones = np.ones(length, np.uint64)
    ones[0] = 1
    up, down = ones.copy(), ones.copy()
    up[1:], down[1:] = _BASE, inverse
    return np.multiply.accumulate(up), np.multiply.accumulate(down)


def _hashed(folded: NDArray[np.uint64], starts: Places, ends: Places) -> Hashes:
    """A hash of each token: a polynomial over its characters, from sums that all tokens share, then mixed."""
    up, down = _powers(1 << max(12, (len(folded) - 1).bit_length()))
    sums = np.zeros(len(folded) + 1, np.uint64)
    np.add.accumulate(folded * up[: len(folded)], out=sums[1:])
    return (mixed((sums[ends] - sums[starts]) * down[starts]) >> np.uint64(32)).astype(np.uint32)


def mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The values spread over all 64 bits (the finaliser of MurmurHash3)."""
    found = values >> np.uint64(33)
    found ^= values
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        found *= np.uint64(factor)
        found ^= found >> np.uint64(33)
    return found
