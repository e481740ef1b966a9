"""What the characters of each block are: counts by class, for all blocks of a page in one pass."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

CLASSES = (
    *("lower", "upper", "other_letter", "unspaced", "digit", "space", "stop", "question", "comma", "quote"),
    *("bracket", "bar", "arrow", "currency", "mark", "colon", "dash", "slash", "symbol", "punctuation"),
)
"""Classes of characters. `unspaced` are letters of scripts without spaces between words, `other_letter` those
of other scripts without case, `bar` the signs between links, `arrow` those that point, `mark` ©, ® and ™."""

_PLACE = {name: place for place, name in enumerate(CLASSES)}
_OF_CHARACTER = {
    "stop": ".!\u2026\u3002\uff01\u0964\u06d4\u1362",
    "question": "?\uff1f\u061f\u037e",
    "comma": ",\uff0c\u3001\u060c",
    "quote": "\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u300e\u300f",
    "bracket": "()[]{}\uff08\uff09\u3010\u3011",
    "bar": "|\u00b7\u2022\u25cf\u25aa\u2219",
    "arrow": "\u203a\u2039\u2192\u2190\u25ba\u25b6\u25bc\u25b2\u2193\u2191<>\u276f\u00d7+",
    "currency": "$\u00a3\u20ac\u00a5\u20b9",
    "mark": "\u00a9\u00ae\u2122",
    "colon": ":\uff1a",
    "dash": "-\u2013\u2014\u2015",
    "slash": "/\\",
}
_OF_CATEGORY = {
    "Ll": "lower",
    "Lu": "upper",
    "Lt": "upper",
    "Lo": "other_letter",
    "Lm": "other_letter",
    "Mn": "other_letter",
    "Mc": "other_letter",
    "Nd": "digit",
    "No": "digit",
    "Nl": "digit",
    "Zs": "space",
    "Cc": "space",
    "Po": "punctuation",
    "Pd": "dash",
    "Ps": "bracket",
    "Pe": "bracket",
    "Pi": "quote",
    "Pf": "quote",
    "Sc": "currency",
}
_PLANE = 0x10000
_WIDE = 0x3000  # full stops from here on need no space after them
_UNSPACED = ((0x0E01, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3041, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x9FFF))


@cache
def _table() -> NDArray[np.uint8]:
    """The class of every character of the basic plane, and last that of all others (Han, mostly)."""
    place_of = defaultdict(
        lambda: _PLACE["symbol"], {category: _PLACE[name] for category, name in _OF_CATEGORY.items()}
    )
    categories = map(unicodedata.category, map(chr, range(_PLANE + 1)))
    table = np.fromiter(map(place_of.__getitem__, categories), np.uint8, _PLANE + 1)
    for low, high in _UNSPACED:
        letters = table[low : high + 1]
        letters[letters == _PLACE["other_letter"]] = _PLACE["unspaced"]
    for name, characters in _OF_CHARACTER.items():
        table[[ord(character) for character in characters]] = _PLACE[name]
    table[_PLANE] = _PLACE["unspaced"]
    return table


class Signs:
    """The classes of the characters of texts, one row of counts a text.

    `counts[i, c]` says how many characters of class `CLASSES[c]` text `i` has; `first` and `last` are the
    classes of its first and last character, those of an empty text `space`; `words` is how many words it has
    (two characters of an unspaced script count as one), `capitalised` how many of them begin with a
    capital letter, `sentences` how many ends of sentences it has, `lengths` how many characters.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        size = len(texts)
        joined = "\n".join([*texts, ""])
        if joined.isascii():
            codes = np.frombuffer(joined.encode("ascii"), np.uint8)
            classes = _table()[:128][codes]
        else:
            codes = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)
            classes = _table()[np.minimum(codes, _PLANE)]
        self.lengths: Ints = np.array(list(map(len, texts)), np.int64)
        ends = np.cumsum(self.lengths + 1) - 1  # of the line break behind each text
        starts = ends - self.lengths
        owners = np.repeat(np.arange(size), self.lengths + 1)
        found = np.bincount(owners * len(CLASSES) + classes, minlength=size * len(CLASSES))
        self.counts: Ints = found.reshape(size, len(CLASSES))
        self.counts[:, _PLACE["space"]] -= 1  # the line break
        self.first = classes[starts]
        self.last = classes[np.maximum(ends - 1, starts)]
        is_letter = (classes <= _PLACE["other_letter"]) | (classes == _PLACE["digit"])
        begins = is_letter.copy()
        begins[1:] &= ~is_letter[:-1]
        at = np.flatnonzero(begins)
        self.words: Ints = np.bincount(owners[at], minlength=size) + (self.counts[:, _PLACE["unspaced"]] + 1) // 2
        self.capitalised: Ints = np.bincount(owners[at[classes[at] == _PLACE["upper"]]], minlength=size)
        stops = np.flatnonzero((classes == _PLACE["stop"]) | (classes == _PLACE["question"]))
        stops = stops[(classes[stops + 1] == _PLACE["space"]) | (codes[stops] >= _WIDE)]
        self.sentences: Ints = np.bincount(owners[stops], minlength=size)

    def of(self, name: str) -> Ints:
        """How many characters of a class each text has."""
        return self.counts[:, _PLACE[name]]
