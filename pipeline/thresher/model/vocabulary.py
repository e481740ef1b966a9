"""The words that the model knows, and the places in its table of those that a text has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
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
UNKNOWN = 0
"""The place of every word that the model does not know."""


def tokens(texts: Sequence[str]) -> list[str]:
    """The tokens of texts in one list, a line break before those of each but the first.

    A token is a word in lower case with its digits as zeros, a letter of an unspaced script, or a sign.
    """
    joined = "\n".join([text.replace("\n", " ") for text in texts]).lower()
    joined = joined.encode("utf-8", "replace").translate(_ZEROS).decode()  # as text it would take ten times as long
    return (_LETTER_TOKEN if _HAS_UNSPACED.search(joined) else _TOKEN).findall(joined)


@dataclass(frozen=True, slots=True)
class Found:
    """Known tokens: their places, the texts that they stand in, in order, and which share of each text is known."""

    places: NDArray[np.int32]
    owners: NDArray[np.int64]
    shares: NDArray[np.float32]


@dataclass(frozen=True)
class Vocabulary:
    """Words, and pairs of words that follow each other, each with its place in the table of the model, from 1."""

    words: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...] = ()

    @cached_property
    def _places(self) -> dict[str, int]:
        places = {word: place for place, word in enumerate(self.words, 1)}
        places["\n"] = -1
        return places

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        """The pairs as sorted keys; their places follow those of the words in this order."""
        return np.array([first << 20 | second for first, second in self.pairs], np.int64)

    def __len__(self) -> int:
        return 1 + len(self.words) + len(self.pairs)

    def find(self, texts: Sequence[str]) -> Found:
        """The known words and pairs of texts."""
        return self.find_tokens(tokens(texts), len(texts))

    def find_tokens(self, found: Sequence[str], size: int) -> Found:
        """The known words and pairs among the tokens of `size` texts."""
        get = self._places.get
        ids = np.array([get(token, UNKNOWN) for token in found], np.int64)
        is_break = ids < 0
        owners: NDArray[np.int64] = np.cumsum(is_break, dtype=np.int64)
        keep = ~is_break
        ids, owners = ids[keep], owners[keep]
        counts = np.bincount(owners, minlength=size)
        known = np.bincount(owners[ids > 0], minlength=size)
        shares = (known / np.maximum(counts, 1)).astype(np.float32)
        if len(self._keys) and len(ids) > 1:
            keys = ids[:-1] << 20 | ids[1:]
            at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
            hit = (self._keys[at] == keys) & (owners[:-1] == owners[1:])
            ids = np.concatenate([ids, at[hit] + 1 + len(self.words)])
            owners = np.concatenate([owners, owners[:-1][hit]])
        held = np.flatnonzero(ids)
        held = held[np.argsort(owners[held], kind="stable")]
        return Found(ids[held].astype(np.int32), owners[held], shares)
