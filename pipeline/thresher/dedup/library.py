"""The texts that are compared, laid end to end, so that whole arrays are worked on at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from thresher.dedup.prints import SHINGLE, surroundings, winnowed
from thresher.dedup.tokens import QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from thresher.dedup.sheet import Sheet
    from thresher.dedup.tokens import Hashes, Marks, Places

COMMON = 8
"""Mark of a token in a passage that many unrelated pages hold."""

_CHUNK_TOKENS = 1 << 21  # of texts whose fingerprints are made in one go


class Postings(NamedTuple):
    """Fingerprints with the texts that hold them, sorted by both: one entry for each place, a word of its text."""

    prints: NDArray[np.uint64]
    texts: NDArray[np.int64]
    places: Places
    quoted: NDArray[np.bool_]
    around: NDArray[np.uint32]

    def chosen(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Postings:
        """Some of the entries."""
        prints, texts, places, quoted, around = self
        return Postings(prints[which], texts[which], places[which], quoted[which], around[which])


class Laid(NamedTuple):
    """Some texts laid end to end: text `i` has the tokens `hashes[bounds[i]:bounds[i + 1]]`."""

    hashes: Hashes
    marks: Marks
    bounds: Places

    @classmethod
    def of(cls, texts: Sequence[tuple[Hashes, Marks]]) -> Laid:
        """Tokens and marks of one text or more."""
        bounds = np.concatenate(([0], np.cumsum([len(marks) for _, marks in texts], dtype=np.int64)))
        hashes, marks = (np.concatenate(column) for column in zip(*texts, strict=True))
        return cls(hashes, marks, bounds)


class Texts(Protocol):
    """Texts by their number, wherever they lie."""

    @property
    def lengths(self) -> Places:
        """How many tokens each has."""

    @property
    def hosts(self) -> NDArray[np.int64]:
        """A number for each host."""

    @property
    def addresses(self) -> NDArray[np.int64]:
        """A number for each address."""

    def __len__(self) -> int:
        """How many there are."""

    def title(self, text: int) -> frozenset[int]:
        """The words of the title of a text."""

    def bring(self, texts: NDArray[np.int64]) -> None:
        """Have the tokens of some texts at hand, as is cheaper for many at once."""

    def tokens(self, text: int) -> Hashes:
        """The tokens of one text."""

    def marked(self, text: int) -> Marks:
        """The marks of its tokens."""

    def laid(self, texts: NDArray[np.int64]) -> Laid:
        """One text or more, end to end."""

    def parts(self, most_tokens: int) -> int:
        """Into how many parts fingerprints must be divided for no more tokens than these to be worked on at once."""

    def postings(self, part: int, parts: int) -> Postings:
        """The fingerprints of all texts that fall into one of `parts`, without those in common passages."""

    def mark(self, found: Postings) -> None:
        """Have the tokens of some fingerprints marked as common by the next `turn`."""

    def turn(self) -> None:
        """Mark as common what was found to be, all at once: what is marked is no fingerprint any more."""


@dataclass(frozen=True, slots=True)
class Library:
    """Texts in memory: text `i` has the tokens `hashes[bounds[i]:bounds[i + 1]]`."""

    hashes: Hashes
    marks: Marks
    bounds: Places
    hosts: NDArray[np.int64]
    addresses: NDArray[np.int64]
    titles: tuple[frozenset[int], ...]
    lengths: Places
    _pending: list[Places] = field(default_factory=list)
    _whole: list[Postings] = field(default_factory=list)  # of the only part, where there is one

    @classmethod
    def of(cls, sheets: Sequence[Sheet]) -> Library:
        """The texts of some articles, in their order."""
        lengths = np.array([len(one.marks) for one in sheets], np.int64)
        return cls(
            np.frombuffer(b"".join(one.tokens for one in sheets), "<u4"),
            np.frombuffer(bytearray(b"".join(one.marks for one in sheets)), np.uint8),
            np.concatenate(([0], np.cumsum(lengths))),
            _numbered([one.host or one.url for one in sheets]),
            _numbered([one.address for one in sheets]),
            tuple(frozenset(one.title) for one in sheets),
            lengths,
        )

    def __len__(self) -> int:
        return len(self.lengths)

    def title(self, text: int) -> frozenset[int]:
        """The words of the title of a text."""
        return self.titles[text]

    def bring(self, texts: NDArray[np.int64]) -> None:
        """All are at hand."""

    def tokens(self, text: int) -> Hashes:
        """The tokens of one text."""
        return self.hashes[self.bounds[text] : self.bounds[text + 1]]

    def marked(self, text: int) -> Marks:
        """The marks of its tokens."""
        return self.marks[self.bounds[text] : self.bounds[text + 1]]

    def laid(self, texts: NDArray[np.int64]) -> Laid:
        """One text or more, end to end."""
        return Laid.of([(self.tokens(text), self.marked(text)) for text in texts.tolist()])

    def parts(self, most_tokens: int) -> int:
        """Into how many parts fingerprints must be divided for no more tokens than these to be worked on at once."""
        return -(-len(self.hashes) // most_tokens) or 1

    def postings(self, part: int, parts: int) -> Postings:
        """The fingerprints of all texts that fall into one of `parts`, without those in common passages."""
        if parts > 1:
            return self._without_common(self._postings(part, parts))
        if not self._whole:
            self._whole.append(self._postings(0, 1))
        return self._without_common(self._whole[0])

    def mark(self, found: Postings) -> None:
        """Have the tokens of some fingerprints marked as common by the next `turn`."""
        self._pending.append(self.bounds[found.texts] + found.places)

    def turn(self) -> None:
        """Mark as common what was found to be."""
        for places in self._pending:
            for step in range(SHINGLE):
                self.marks[places + step] |= COMMON
        self._pending.clear()

    def _without_common(self, found: Postings) -> Postings:
        wanted = self.marks[self.bounds[found.texts] + found.places] & COMMON == 0
        return found if wanted.all() else found.chosen(wanted)

    def _postings(self, part: int, parts: int) -> Postings:
        found = [self._fingerprints(first, last, part, parts) for first, last in self._chunks()]
        prints, texts, places = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.argsort(prints, kind="stable")  # places are in order, so texts stay so
        prints, texts, places = prints[order], texts[order], places[order]
        around = surroundings(self.hashes, self.bounds, texts, places)
        return Postings(prints, texts, places - self.bounds[texts], self.marks[places] & QUOTED != 0, around)

    def _fingerprints(
        self, first: int, last: int, part: int, parts: int
    ) -> tuple[NDArray[np.uint64], NDArray[np.int64], Places]:
        start = self.bounds[first]
        bounds = self.bounds[first : last + 1] - start
        prints, places = winnowed(self.hashes[start : self.bounds[last]], bounds)
        if parts > 1:
            wanted = prints % np.uint64(parts) == part
            prints, places = prints[wanted], places[wanted]
        return prints, np.searchsorted(bounds, places, side="right") - 1 + first, places + start

    def _chunks(self) -> Iterator[tuple[int, int]]:
        first = 0
        while first < len(self):
            last = int(np.searchsorted(self.bounds, self.bounds[first] + _CHUNK_TOKENS, side="right")) - 1
            last = min(max(last, first + 1), len(self))
            yield first, last
            first = last


def _numbered(names: Sequence[str]) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.fromiter((numbers.setdefault(name, len(numbers)) for name in names), np.int64, len(names))


def runs(values: NDArray[np.uint64]) -> tuple[Places, Places]:
    """Where runs of equal values start in a sorted array, and how long they are."""
    if not len(values):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    return starts, np.diff(np.append(starts, len(values)))
