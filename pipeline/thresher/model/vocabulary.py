"""The words that the model knows, and the places in its table of those that a text has."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from thresher.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_UNSPACED = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff"
_HAS_UNSPACED = lazy(f"[{_UNSPACED}]")
_TOKEN = lazy(r"\w+|[^\w ]")
_LETTER_TOKEN = lazy(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|[^\w ]")
_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_PLAIN = bytes(code for code in range(128) if chr(code).isalnum() or chr(code) in "_ ")
_MOST_SIGNS = 80  # different ones of a page: beyond, to part them one by one takes longer than a pattern
UNKNOWN = 0
"""The place of every word that the model does not know."""


def tokens(texts: Sequence[str]) -> list[str]:
    """The tokens of texts in one list, a line break before those of each but the first.

    A token is a word in lower case with its digits as zeros, a letter of an unspaced script, or a sign.
    """
    return [token.decode() for token in _parted(texts) if token]


def _parted(texts: Sequence[str]) -> list[bytes]:
    """The same in UTF-8, with empty ones among them."""
    joined = "\n".join([text.replace("\n", " ") for text in texts]).lower()
    data = joined.encode("utf-8", "replace").translate(_ZEROS)  # as text it would take ten times as long
    others = set(data.translate(None, _PLAIN).decode())
    if len(others) > _MOST_SIGNS:
        joined = data.decode()
        pattern = _LETTER_TOKEN if _HAS_UNSPACED.search(joined) else _TOKEN
        return " ".join(pattern.findall(joined)).encode().split(b" ")
    for sign in others:
        if not sign.isalnum() or _HAS_UNSPACED.match(sign):
            alone = sign.encode()
            data = data.replace(alone, b" %b " % alone)
    return data.split(b" ")


@dataclass(frozen=True, slots=True)
class Found:
    """Known tokens: their places, the texts that they stand in, in order, and which share of each text is known."""

    places: NDArray[np.int32]
    owners: NDArray[np.int64]
    shares: NDArray[np.float32]


def _coded(place: int) -> bytes:
    return place.to_bytes(8, sys.byteorder, signed=True)


_UNKNOWN = _coded(UNKNOWN)


@dataclass(frozen=True)
class Vocabulary:
    """Words, and pairs of words that follow each other, each with its place in the table of the model, from 1."""

    words: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...] = ()

    @cached_property
    def _places(self) -> dict[bytes, bytes]:
        """The place of each token in UTF-8, as the bytes of an int64; -1 for a line break, none for an empty one."""
        places = {word.encode(): _coded(place) for place, word in enumerate(self.words, 1)}
        return {**places, b"\n": _coded(-1), b"": b""}

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        """The pairs as sorted keys; their places follow those of the words in this order."""
        return np.array([first << 20 | second for first, second in self.pairs], np.int64)

    @cached_property
    def _in_pairs(self) -> NDArray[np.bool_]:
        """For each place of a word whether a pair begins with it, and whether one ends with it."""
        found = np.zeros((2, 1 + len(self.words)), np.bool_)
        for side, places in enumerate(zip(*self.pairs, strict=True)):
            found[side, list(places)] = True
        return found

    def __len__(self) -> int:
        return 1 + len(self.words) + len(self.pairs)

    def find(self, texts: Sequence[str]) -> Found:
        """The known words and pairs of texts."""
        return self._found(_parted(texts), len(texts))

    def find_tokens(self, found: Sequence[str], size: int) -> Found:
        """The known words and pairs among the tokens of `size` texts."""
        return self._found([token.encode() for token in found], size)

    def _found(self, parted: Sequence[bytes], size: int) -> Found:
        ids = np.frombuffer(b"".join(map(self._places.get, parted, repeat(_UNKNOWN))), np.int64)
        is_break = ids < 0
        owners: NDArray[np.int64] = np.cumsum(is_break, dtype=np.int64)
        keep = ~is_break
        ids, owners = ids[keep], owners[keep]
        counts = np.bincount(owners, minlength=size)
        known = np.bincount(owners[ids > 0], minlength=size)
        shares = (known / np.maximum(counts, 1)).astype(np.float32)
        if len(self._keys) and len(ids) > 1:
            begins, ends = self._in_pairs
            may = np.flatnonzero(begins[ids[:-1]] & ends[ids[1:]] & (owners[:-1] == owners[1:]))
            keys = ids[may] << 20 | ids[may + 1]
            at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
            hit = self._keys[at] == keys
            ids = np.concatenate([ids, at[hit] + 1 + len(self.words)])
            owners = np.concatenate([owners, owners[may[hit]]])
        held = np.flatnonzero(ids)
        held = held[np.argsort(owners[held], kind="stable")]
        return Found(ids[held].astype(np.int32), owners[held], shares)
