"""A page of text as numbers: one row a block, one column a fact. Language comes in by the vocabulary only.

Columns have names, so that a network that was fitted to other columns is refused. All arithmetic is over
the whole page at once: a page costs some two hundred calls of numpy, however many blocks it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import numpy as np

from thresher.model.signs import CLASSES, Signs
from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Names = tuple[str, ...]
    Named = tuple[str | Names, "Numbers | Floats | Ints | Flags | float"]
    """A column and its name, or several at once, a row each."""

PROSE_WORDS = 20
"""Words from which a block that holds a sentence is taken for prose."""
_KINDS = tuple(BlockKind)
_KIND_COLUMNS = tuple(f"is {kind}" for kind in _KINDS)
_OF_CLASS = ("share of", "number of", "begins with", "ends with")
_CLASS_COLUMNS = tuple(f"{what} {name}" for name in CLASSES for what in _OF_CLASS)
_PLACE_OF_KIND = {kind: place for place, kind in enumerate(_KINDS)}
_ECHO_CHARS = 220  # longest block that may echo the headline or the address
FAR = 60.0
_GAP = 6.0
_WINDOWS = (2, 8)
_LONG = 400.0


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a page: `numbers[i, c]` is the column named `names(topics)[c]` of block `i`; `words` are counts."""

    numbers: Numbers
    words: Ints


@dataclass(frozen=True, slots=True)
class Word:
    """What the rules say of a page.

    `masks` are for each block the topics that it meets and those that fired, as bit masks over `topics`;
    `gone` is the share of its characters that rules take.
    """

    topics: tuple[str, ...]
    masks: Sequence[tuple[int, int]]
    gone: Sequence[float]


def rows(blocks: Sequence[Block], url: str, word: Word, topics: Sequence[str]) -> Rows:
    """The rows of the blocks of a page at an address, with what rules of these topics say of them."""
    signs = Signs([block.text for block in blocks])
    numbers = np.empty((_width(tuple(topics)), len(blocks)), np.float32)
    place = 0
    for name, values in _columns(blocks, signs, url, word, topics):
        if isinstance(name, str):
            numbers[place] = values
            place += 1
        else:
            numbers[place : place + len(name)] = values
            place += len(name)
    return Rows(numbers.T, signs.words)


@cache
def _width(topics: Names) -> int:
    return len(names(topics))


def names(topics: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns, in order, for rules of these topics."""
    block = Block(BlockKind.PARAGRAPH, "A.", line=0)
    word = Word(tuple(topics), ((0, 0),), (0.0,))
    found = (name for name, _ in _columns([block], Signs([block.text]), "", word, topics))
    return tuple(each for name in found for each in ((name,) if isinstance(name, str) else name))


def _columns(blocks: Sequence[Block], signs: Signs, url: str, word: Word, topics: Sequence[str]) -> Iterator[Named]:
    prose = (signs.words >= PROSE_WORDS) & (signs.sentences > 0)
    weight = np.where(prose, signs.words, 0)
    yield from _of_signs(signs)
    yield from _of_kinds(blocks)
    yield from _of_places(signs.words, prose, weight)
    yield from _of_page(signs, prose, weight)
    yield from _of_repeats(blocks, signs.words)
    yield from _of_echoes(blocks, url)
    yield from _of_rules(word, topics, signs.words)


def _of_signs(signs: Signs) -> Iterator[Named]:
    words = signs.words
    some = np.maximum(words, 1)
    yield "words", np.log1p(words)
    yield "is word", words == 1
    yield "few words", np.minimum(words / 6, 1)
    yield "line words", np.minimum(words / 15, 1)
    yield "many words", np.minimum(words / 60, 1)
    yield "sentences", np.log1p(signs.sentences)
    yield "words a sentence", np.minimum(words / np.maximum(signs.sentences, 1) / 30, 2)
    yield "letters a word", np.minimum(signs.counts[:, :4].sum(axis=1) / some / 8, 2)
    yield "capitalised", signs.capitalised / some
    each = np.empty((len(CLASSES), len(_OF_CLASS), len(words)), np.float32)
    places = np.arange(len(CLASSES))[:, None]
    each[:, 0] = (signs.counts / np.maximum(signs.lengths, 1)[:, None]).T
    each[:, 1] = np.minimum(np.log1p(signs.counts), 3).T
    each[:, 2] = signs.first == places
    each[:, 3] = signs.last == places
    yield _CLASS_COLUMNS, each.reshape(len(_CLASS_COLUMNS), len(words))
    shape = np.stack([np.minimum(words, 12) // 3, signs.last, signs.first, signs.sentences > 0])
    same = np.zeros(len(words) + 1)
    same[1:-1] = (shape[:, 1:] == shape[:, :-1]).mean(axis=0)
    yield "like before", same[:-1]
    yield "like after", same[1:]


def _of_kinds(blocks: Sequence[Block]) -> Iterator[Named]:
    size = len(blocks)
    kinds = np.array([_PLACE_OF_KIND[block.kind] for block in blocks])
    yield _KIND_COLUMNS, kinds == np.arange(len(_KINDS))[:, None]
    yield "level", np.array([block.level for block in blocks]).clip(0, 6) / 3
    gaps = np.full(size + 1, _GAP)
    gaps[1:-1] = np.diff(np.array([block.line or 0 for block in blocks])).clip(0, _GAP)
    for name, values in (("before", gaps[:-1]), ("after", gaps[1:])):
        yield f"lines {name}", values / 3
        yield f"line just {name}", values <= 1


def _of_places(words: Ints, prose: Flags, weight: Ints) -> Iterator[Named]:
    size = len(words)
    at = np.arange(size)
    before = np.cumsum(words) - words
    prose_before = np.cumsum(weight) - weight
    total, all_prose = max(int(words.sum()), 1), max(int(weight.sum()), 1)
    yield "place", at / max(size - 1, 1)
    yield "from start", np.log1p(at) / 5
    yield "from end", np.log1p(at[::-1]) / 5
    yield "words before", before / total
    yield "words ahead", np.log1p(before) / 8
    yield "words behind", np.log1p(total - before - words) / 8
    yield "prose before", prose_before / all_prose
    yield "prose after", (all_prose - prose_before - weight) / all_prose
    yield "is prose", prose
    for name, away in (("before", since(prose)), ("after", since(prose[::-1])[::-1])):
        yield f"blocks to prose {name}", np.log1p(away) / 4
        yield f"prose just {name}", away <= 1
    places = np.flatnonzero(prose)
    first, last = (places[0], places[-1]) if len(places) else (size, -1)
    yield "between prose", (at >= first) & (at <= last)
    for reach in _WINDOWS:
        low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, size)
        for name, values in (("words", words), ("prose", weight)):
            summed = np.zeros(size + 1)
            np.cumsum(values, out=summed[1:])
            near = summed[high] - summed[low]
            yield f"{name} within {reach}", np.log1p(near) / 7
            yield f"{name} a block within {reach}", np.log1p(near / (high - low)) / 5


def since(flags: Flags) -> Floats:
    """How many blocks lie between each and the last flagged one before it, `FAR` at most."""
    at = np.arange(len(flags))
    earlier = np.empty(len(flags))
    earlier[:1] = -FAR
    np.maximum.accumulate(np.where(flags, at, -FAR)[:-1], out=earlier[1:])
    return np.minimum(at - earlier, FAR)


def _of_page(signs: Signs, prose: Flags, weight: Ints) -> Iterator[Named]:
    words = signs.words
    size, total = len(words), max(int(words.sum()), 1)
    all_prose, prose_blocks = int(weight.sum()), max(int(prose.sum()), 1)
    longest = max(int(words.max(initial=1)), 1)
    sums = signs.counts.sum(axis=0)
    chars = max(int(sums.sum()), 1)
    yield "page blocks", np.log1p(size) / 6
    yield "page words", np.log1p(total) / 8
    yield "page prose", np.log1p(all_prose) / 8
    yield "page share of prose", all_prose / total
    yield "page longest", np.log1p(longest) / 6
    yield "page words a block", np.log1p(total / size) / 4
    yield "page prose blocks", np.log1p(prose_blocks) / 5
    yield "page prose words a block", np.log1p(all_prose / prose_blocks) / 5
    for name in ("unspaced", "other_letter", "digit", "quote", "currency", "question"):
        yield f"page {name}", min(10 * float(sums[CLASSES.index(name)]) / chars, 5)
    yield "share of longest", words / longest
    yield "against prose", np.log((words + 1) / (all_prose / prose_blocks + 1)) / 3


def _of_repeats(blocks: Sequence[Block], words: Ints) -> Iterator[Named]:
    seen: dict[str, int] = {}
    ids = np.array([seen.setdefault(block.text, len(seen)) for block in blocks])
    again = np.bincount(ids)[ids] - 1
    first = np.full(len(seen), len(blocks))
    first[ids[::-1]] = np.arange(len(blocks))[::-1]
    yield "stands again", np.minimum(again, 4) / 2
    yield "stood before", first[ids] < np.arange(len(blocks))
    yield "stands again long", (again > 0) & (words >= 8)  # noqa: PLR2004 - a line that is no label
    yield "page repeats", float((again > 0).mean())


def _of_echoes(blocks: Sequence[Block], url: str) -> Iterator[Named]:
    """How much of a block is in the headline and in the address, and where it stands from the headline."""
    size = len(blocks)
    title = next((place for place, block in enumerate(blocks) if block.kind is BlockKind.TITLE), None)
    headline = _content(blocks[title].text) if title is not None else frozenset()
    address = _content(_path(url))
    told = headline | address
    echoes = np.zeros((2, size))
    for place, block in enumerate(blocks if told else ()):
        if len(text := block.text) <= _ECHO_CHARS and (said := told.intersection(own := text.lower().split())):
            echoes[:, place] = len(headline & said) / len(own), len(address & said) / len(own)
    yield "of the headline", echoes[0]
    yield "of the address", echoes[1]
    away = np.zeros(size) if title is None else np.arange(size) - title
    yield "has headline", float(title is not None)
    yield "below headline", away > 0
    yield "from headline", np.sign(away) * np.log1p(np.minimum(np.abs(away), _LONG)) / 4


def _content(text: str) -> frozenset[str]:
    """The words of a text that say something: of four letters or more, or of another script."""
    return frozenset(word for word in text.lower().split() if len(word) > 3 or not word.isascii())  # noqa: PLR2004


def _path(url: str) -> str:
    try:
        path = unquote(urlsplit(url[:2000]).path)
    except ValueError:
        return ""
    return "".join(char if char.isalnum() else " " for char in path)


def _of_rules(word: Word, topics: Sequence[str], words: Ints) -> Iterator[Named]:
    gone = np.array(word.gone)
    masks = np.array(word.masks).reshape(-1, 2)
    is_gone = gone > 0.5  # noqa: PLR2004
    yield "gone", gone
    yield "met", masks[:, 0] > 0
    yield "page gone", float((gone * words).sum() / max(words.sum(), 1))
    for name, away in (("before", since(is_gone)), ("after", since(is_gone[::-1])[::-1])):
        yield f"blocks to gone {name}", np.log1p(away) / 4
    bits = np.array([word.topics.index(topic) if topic in word.topics else 62 for topic in topics])[:, None, None]
    yield _topic_columns(tuple(topics)), (masks.T >> bits & 1).reshape(2 * len(topics), len(words))


@cache
def _topic_columns(topics: Names) -> Names:
    return tuple(f"{what} {topic}" for topic in topics for what in ("met", "fired"))
