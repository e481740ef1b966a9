"""Texts that lie in tables, those of earlier batches with those of this one: read as far as they are asked for.

A number in memory for each article, some 60 bytes for each text; fingerprints are read in parts, and words are copied
to a file of their own when they are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from thresher.dedup.library import COMMON, Laid, Postings
from thresher.dedup.prints import SHINGLE
from thresher.dedup.tables import ARTICLES, PRINTS, sheet_of
from thresher.dedup.tokens import mixed
from thresher.dedup.wording import Wording, read_words
from thresher.state.tables import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from thresher.dedup.sheet import Sheet
    from thresher.dedup.tokens import Hashes, Marks, Places

    Numbers = NDArray[np.int64]
    Words = NDArray[np.uint64]

_ORDER = 'url, digest, published, captured, title, id, archive, "offset", member, record_id, shelf, article'
_ROWS = """
    SELECT {shelf}::INT AS shelf, file_row_number::INT AS article, url, digest, coalesce(published, '') AS published,
    captured, title, id, archive, "offset", coalesce(member, '') AS member, coalesce(record_id, '') AS record_id, words,
    named, host, addressed FROM read_parquet({file}, file_row_number = true)"""
_FOUND = """
    SELECT shelf, article, words, digest, named, host, addressed, title,
    row_number() OVER (PARTITION BY shelf, digest, named ORDER BY article) = 1 AS provides
    FROM ({rows}) ORDER BY {order}"""
_COLUMNS = ("shelf", "article", "words", "digest", "named", "host", "addressed")
_PRINTS = "SELECT {shelf}::INT AS shelf, * FROM read_parquet({file}) WHERE print BETWEEN {low} AND {high}"
_PICKED = """
    SELECT * FROM read_parquet({file}, file_row_number = true) WHERE file_row_number IN (SELECT article FROM wanted)"""
_PLACE_BITS = 25  # of a place in a text: of 2**20 characters, each of which may be 18 in its normal form
_STEP = 4_096  # articles that are made at once
# Rows of a table take more memory than texts at hand, and only the rows of a part are read: 4.6 million words in one
# part took 297 MiB, in five 196 MiB (10,000 invented articles); processor time was 5 to 8.5 s in either case (loaded).
_ASIDE = 8


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder with the tables of some articles, of an earlier batch if that has a name."""

    folder: Path
    batch: str | None = None

    def file(self, table: str) -> Path:
        """The file of a table."""
        return self.folder / f"{table}.parquet"


class StoredTexts:
    """The texts of all articles on some shelves: those of one wording are one text."""

    def __init__(self, shelves: Sequence[Shelf], connection: Any, short: int, scratch: Path) -> None:
        self.shelves, self._connection = shelves, connection
        rows = " UNION ALL ".join(
            _ROWS.format(shelf=number, file=listed([shelf.file(ARTICLES)])) for number, shelf in enumerate(shelves)
        )
        found = connection.sql(_FOUND.format(rows=rows, order=_ORDER)).to_arrow_table()
        self._number(found, short)
        self._wording = Wording(len(self), scratch)
        self._sheets: dict[int, Sheet] = {}
        self._articles: tuple[Numbers, Numbers] | None = None
        self._places: dict[tuple[int, int], int] = {}

    def _number(self, found: Any, short: int) -> None:
        """Give texts their numbers, in the order of the first article of each."""
        shelf, at, words, digest, named, host, addressed = (found.column(name).to_numpy() for name in _COLUMNS)
        provides = found.column("provides").to_numpy()
        keys = text_keys(words, digest, named, short)
        _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        order = np.argsort(first, kind="stable")
        rank = np.empty(len(first), np.int64)
        rank[order] = np.arange(len(first))
        lead = first[order]
        sizes = np.bincount(shelf, minlength=len(self.shelves))
        self.base = np.concatenate(([0], np.cumsum(sizes)))
        index = self.base[shelf] + at
        self.text_of = np.empty(len(index), np.int64)
        """The text of each article, by the article's index: shelf by shelf, in the order of their tables."""
        self.text_of[index] = rank[inverse]
        self.leads = index[lead]
        """The article that stands for each text."""
        self.lengths, self.digests = words[lead].astype(np.int64), digest[lead]
        self.hosts, self.addresses = host[lead].view(np.int64), addressed[lead].view(np.int64)
        # The fingerprints of a text come from one article only, the first that has any.
        provided = np.full(len(lead), len(index), np.int64)
        np.minimum.at(provided, self.text_of[index[provides]], index[provides])
        self._provider = np.full(len(index), -1, np.int64)
        self._provider[provided] = np.arange(len(lead))
        self._titles = _Titles(found.column("title").combine_chunks(), lead)
        self._lay(np.repeat([one.batch is None for one in self.shelves], sizes))

    def _lay(self, own: NDArray[np.bool_]) -> None:
        """Lay out the marks of common passages, a bit for each token; and tell this batch's articles from others."""
        self._bits = np.concatenate(([0], np.cumsum((self.lengths + 7) // 8)))
        self._common = np.zeros(self._bits[-1], np.uint8)
        self._pending = np.zeros(self._bits[-1], np.uint8)
        self._has_common = np.zeros(len(self), np.bool_)
        self._contexts: Words | None = None
        self.own = own
        """Whether each article is one of this batch."""
        self.is_own = np.bincount(self.text_of[own], minlength=len(self)) > 0
        """Whether a text is that of an article of this batch."""
        self.is_known = np.bincount(self.text_of[~own], minlength=len(self)) > 0
        """Whether a text is that of an article of an earlier batch."""

    def __len__(self) -> int:
        return len(self.lengths)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._wording.close()

    def title(self, text: int) -> frozenset[int]:
        """The words of the title of a text."""
        return self._titles.words(text)

    def contexts(self) -> Words:
        """A digest for each text of all beside its wording that a verdict depends on, as it is now."""
        if self._contexts is None:
            self._contexts = self._digested()
        return self._contexts

    def _digested(self) -> Words:
        marked = np.flatnonzero(self._common)
        texts = np.searchsorted(self._bits, marked, side="right") - 1
        places = (marked - self._bits[texts]).astype(np.uint64)
        told = mixed((places << np.uint64(8)) | self._common[marked])
        sums = np.zeros(len(self), np.uint64)
        np.add.at(sums, texts, told)
        return mixed(sums ^ self._titles.digests()) + mixed(self.addresses.view(np.uint64))

    def parts(self, most_tokens: int) -> int:
        """Into how many parts fingerprints must be divided for no more tokens than these to be worked on at once."""
        return -(-int(self.lengths.sum()) * _ASIDE // most_tokens) or 1

    def postings(self, part: int, parts: int) -> Postings:
        """The fingerprints of all texts that fall into one of `parts`, without those in common passages."""
        low, high = (part << 64) // parts, ((part + 1 << 64) // parts) - 1
        question = " UNION ALL ".join(
            _PRINTS.format(shelf=number, file=listed([shelf.file(PRINTS)]), low=low, high=high)
            for number, shelf in enumerate(self.shelves)
        )
        found = self._connection.sql(question).to_arrow_table()
        shelf, at, prints, places, quoted, around = (
            found.column(name).to_numpy() for name in ("shelf", "article", "print", "place", "quoted", "around")
        )
        texts = self._provider[self.base[shelf] + at]
        places = places.astype(np.int64)
        wanted = texts >= 0
        wanted[wanted] = ~self._is_common(texts[wanted], places[wanted])
        chosen = np.flatnonzero(wanted)
        chosen = chosen[np.argsort(texts[chosen] << _PLACE_BITS | places[chosen])]
        chosen = chosen[np.argsort(prints[chosen], kind="stable")]
        return Postings(prints[chosen], texts[chosen], places[chosen], quoted[chosen], around[chosen])

    def _is_common(self, texts: Numbers, places: Places) -> NDArray[np.bool_]:
        return np.asarray(self._common[self._bits[texts] + (places >> 3)] >> (places & 7).astype(np.uint8) & 1 != 0)

    def mark(self, found: Postings) -> None:
        """Have the tokens of some fingerprints marked as common by the next `turn`."""
        for step in range(SHINGLE):
            places = found.places + step
            bits = np.left_shift(np.uint8(1), (places & 7).astype(np.uint8))
            np.bitwise_or.at(self._pending, self._bits[found.texts] + (places >> 3), bits)

    def turn(self) -> None:
        """Mark as common what was found to be."""
        self._common |= self._pending
        texts = np.searchsorted(self._bits, np.flatnonzero(self._common), side="right") - 1
        self._has_common[texts] = True
        self._contexts = None

    def bring(self, texts: Numbers) -> None:
        """Copy the words of some texts from the tables, each group of which is read once."""
        missing = self._wording.missing(texts)
        missing = missing[np.argsort(self.leads[missing])]
        for number, at in self._by_shelf(self.leads[missing]):
            here, missing = missing[: len(at)], missing[len(at) :]
            for text, words in zip(here.tolist(), read_words(self.shelves[number].folder, at), strict=True):
                self._wording.add(text, *words)

    def tokens(self, text: int) -> Hashes:
        """The tokens of one text."""
        return self._words(text)[0]

    def marked(self, text: int) -> Marks:
        """The marks of its tokens."""
        return self._words(text)[1]

    def laid(self, texts: Numbers) -> Laid:
        """One text or more, end to end."""
        self.bring(texts)
        return Laid.of([self._words(text) for text in texts.tolist()])

    def _words(self, text: int) -> tuple[Hashes, Marks]:
        tokens, marks = self._wording.read(text, int(self.lengths[text]))
        if self._has_common[text]:
            bits = self._common[self._bits[text] : self._bits[text + 1]]
            marks = marks | np.unpackbits(bits, count=len(marks), bitorder="little") * np.uint8(COMMON)
        return tokens, marks

    def articles(self, text: int) -> Numbers:
        """The indexes of the articles of a text."""
        if self._articles is None:
            order = np.argsort(self.text_of, kind="stable")
            self._articles = order, np.searchsorted(self.text_of[order], np.arange(len(self) + 1))
        order, bounds = self._articles
        return np.asarray(order[bounds[text] : bounds[text + 1]])

    def _by_shelf(self, articles: Numbers) -> Iterable[tuple[int, Numbers]]:
        ordered = np.sort(articles)
        shelves = np.searchsorted(self.base, ordered, side="right") - 1
        for number in np.unique(shelves).tolist():
            yield number, ordered[shelves == number] - self.base[number]

    def sheets(self, articles: Numbers) -> dict[int, Sheet]:
        """The sheets of some articles by their indexes, without their words."""
        import pyarrow as pa

        missing = np.array([one for one in np.unique(articles).tolist() if one not in self._sheets], np.int64)
        for number, at in self._by_shelf(missing):
            shelf, base = self.shelves[number], int(self.base[number])
            self._connection.register("wanted", pa.table({"article": at}))
            found = self._connection.sql(_PICKED.format(file=listed([shelf.file(ARTICLES)]))).to_arrow_reader(_STEP)
            for batch in found:
                for row in batch.to_pylist():
                    index = base + row["file_row_number"]
                    place = (row["part"], row["row"]) if shelf.batch is None else (-1, index)
                    self._sheets[index] = sheet_of(row, shelf.batch, place)
                    self._places[place] = index
            self._connection.unregister("wanted")
        return {one: self._sheets[one] for one in articles.tolist()}

    def index(self, sheet: Sheet) -> int:
        """The index of an article whose sheet was asked for."""
        return self._places[sheet.place]


def text_keys(words: Numbers, digest: Words, named: Words, short: int) -> Words:
    """What articles of one text share: their wording, short ones also their title or address."""
    return np.where(words < short, mixed(digest ^ mixed(named)), mixed(digest))


class _Titles:
    """The titles of texts as words laid end to end."""

    def __init__(self, column: Any, lead: Numbers) -> None:
        column = column.take(lead) if len(lead) else column
        data = column.buffers()[2]
        self._words = np.frombuffer(data, "<u4", len(data) // 4) if data else np.zeros(0, np.uint32)
        self._bounds = np.frombuffer(column.buffers()[1], "<i4", len(column) + 1) // 4
        self.words = lru_cache(maxsize=1 << 16)(self._of)

    def _of(self, text: int) -> frozenset[int]:
        return frozenset(self._words[self._bounds[text] : self._bounds[text + 1]].tolist())

    def digests(self) -> Words:
        """A digest of each title."""
        lengths = np.diff(self._bounds)
        texts = np.repeat(np.arange(len(lengths)), lengths)
        places = np.arange(len(texts)) - self._bounds[texts]
        sums = np.zeros(len(lengths), np.uint64)
        np.add.at(
            sums, texts, mixed(self._words[: len(texts)].astype(np.uint64) << np.uint64(16) | places.astype(np.uint64))
        )
        return sums
