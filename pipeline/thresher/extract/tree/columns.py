"""A page of markup as numbers: one row a block, one column a fact, all in numpy over the whole page at once.

Nothing here knows a language: the columns tell places in the tree, sizes, neighbours, repetition, signs, and what
the page's own names say (`cues`). Columns have names, so that a network fitted to other columns is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from thresher.extract.tree import sayings
from thresher.extract.tree.cues import CUES, masks
from thresher.extract.tree.walk import Outline
from thresher.model.signs import CLASSES, Signs
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Named = tuple[str, "Floats | Ints | Flags | float"]

TAGS = (
    *("nav", "header", "footer", "aside", "main", "article", "section", "form", "figure", "figcaption", "table"),
    *("ul", "ol", "li", "dl", "dd", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "p", "td", "th"),
    *("button", "details", "summary", "dialog", "address", "center", "fieldset", "div", "tr"),
)
"""Elements whose presence around a block is a column each."""
DECLARED = ("article", "forum", "product", "collection", "documentation")
"""What a page may declare itself to be: a column each, the same for all blocks."""

_TAG_BITS = {tag: 1 << bit for bit, tag in enumerate(TAGS)}
_KINDS = (
    *(BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.CAPTION, BlockKind.CODE),
)
_NEAR = 3  # elements up from a block whose names are near it
_UP = 4  # containers above a block that are measured
_PROSE_WORDS = 20
_SOME_WORDS = 10
_HALF_LINKED = 0.5
_FAR = 60.0
_SOON = 12
_ANNOUNCING = frozenset({"comments", "related"})
_WINDOWS = (2, 6)
_MAJORITIES = (0.5, 0.8)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says beside its blocks: its title, the types that it declares (a mask over `DECLARED`), its text.

    `bodies` are the texts that it declares to be its article, with single spaces.
    """

    title: str = ""
    declared: int = 0
    bodies: str = ""
    path_depth: int = 0
    digits: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a page: `numbers[i, c]` is the column named `names()[c]` of block `i`; `words` are counts."""

    numbers: Numbers
    words: Ints
    prose: Flags
    near: Ints
    around: Ints
    tags: Ints


def rows(page: Outline, facts: Facts) -> Rows:
    """The rows of a page that has at least one block."""
    found = _Page(page)
    columns = [values for _, values in _columns(found, facts)]
    numbers = np.empty((len(columns), found.size), np.float32)
    for place, values in enumerate(columns):
        numbers[place] = values
    return Rows(numbers.T, found.words, found.prose, found.near, found.around, found.tags_around)


@cache
def names() -> tuple[str, ...]:
    """The names of the columns, in order."""
    page = Outline(["A."], [BlockKind.PARAGRAPH], [0], [0], [0], [0], [0], [-1], ["p"], [0], [False], [0], [1], [""])
    return tuple(name for name, _ in _columns(_Page(page), Facts()))


class _Page:
    """What several columns are made of."""

    def __init__(self, page: Outline) -> None:
        self.page = page
        self.size = len(page.texts)
        self.signs = Signs(page.texts)
        self.words = self.signs.words
        self.link_chars = np.array(page.link_chars)
        self.lengths = np.maximum(self.signs.lengths, 1)
        self.linked = self.link_chars / self.lengths
        is_plain = self.linked < _HALF_LINKED
        self.prose: Flags = is_plain & (
            ((self.words >= _PROSE_WORDS) & (self.signs.sentences > 0)) | (self.words >= 3 * _PROSE_WORDS)
        )
        self.weight = np.where(self.prose, self.words, 0)
        self.owners = np.maximum(np.array(page.owners), -1) + 1  # element 0 is the page itself
        self.parents = np.array([0, *(parent + 1 for parent in page.parents)])
        self.firsts = np.array([0, *page.firsts])
        self.ends = np.array([self.size, *page.ends])
        self.sums = {name: _sums(values) for name, values in self._measured()}
        own = masks(page.spoken)
        cues = [0, *(own[name] for name in page.names)]
        tags = [0, *(_TAG_BITS.get(tag, 0) for tag in page.tags)]
        hides = [False, *page.hides]
        around, tags_around, hidden = cues[:], tags[:], hides[:]
        depths = [0] * len(cues)
        for at in range(1, len(cues)):
            up = page.parents[at - 1] + 1
            if page.tags[at - 1] in ("html", "body"):
                cues[at] = around[at] = 0
            around[at] |= around[up]
            tags_around[at] |= tags_around[up]
            hidden[at] |= hidden[up]
            depths[at] = depths[up] + 1
        self.own_cues, self.own_tags = np.array(cues), np.array(tags)
        chain = [self.owners]
        for _ in range(_UP):
            chain.append(self.parents[chain[-1]])
        self.chain = chain
        self.around = np.array(around)[self.owners]
        self.tags_around = np.array(tags_around)[self.owners]
        self.near, self.tags_near = self.own_cues[chain[0]], self.own_tags[chain[0]]
        for up in chain[1:_NEAR]:
            self.near = self.near | self.own_cues[up]
            self.tags_near = self.tags_near | self.own_tags[up]
        self.hidden = np.array(hidden)[self.owners]
        self.depths = np.array(depths)
        signatures: dict[tuple[str, int], int] = {}
        keys = [signatures.setdefault(key, len(signatures) + 1) for key in zip(page.tags, page.names, strict=True)]
        self.signatures = np.array([0, *keys])

    def _measured(self) -> Iterator[tuple[str, Ints]]:
        yield "words", self.words
        yield "prose", self.weight
        yield "chars", self.lengths
        yield "linked", self.link_chars
        yield "texts", self.prose.astype(np.int64)
        yield "links", np.array(self.page.links)

    def total(self, name: str, elements: Ints) -> Ints:
        """The sum of a measure over the blocks of elements."""
        sums = self.sums[name]
        inside: Ints = sums[self.ends[elements]] - sums[self.firsts[elements]]
        return inside


def _sums(values: Ints) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(values)])


def _columns(page: _Page, facts: Facts) -> Iterator[Named]:
    yield from _of_signs(page)
    yield from _of_kind(page)
    yield from _of_masks(page)
    yield from _of_containers(page)
    yield from _of_majorities(page)
    yield from _of_signatures(page)
    yield from _of_places(page)
    yield from _of_repeats(page)
    yield from _of_headline(page, facts)
    yield from _of_bodies(page, facts)
    yield from _of_sayings(page)
    yield from _of_page(page, facts)


def _of_signs(page: _Page) -> Iterator[Named]:
    signs, words = page.signs, page.words
    some = np.maximum(words, 1)
    yield "words", np.log1p(words)
    yield "is word", words == 1
    yield "few words", np.minimum(words / 6, 1)
    yield "line words", np.minimum(words / 15, 1)
    yield "many words", np.minimum(words / 60, 1)
    yield "sentences", np.log1p(signs.sentences)
    yield "words a sentence", np.minimum(words / np.maximum(signs.sentences, 1) / 30, 2)
    yield "capitalised", signs.capitalised / some
    shares = (signs.counts / page.lengths[:, None]).T
    for place, name in enumerate(CLASSES):
        yield f"share of {name}", shares[place]
    for name in ("stop", "comma", "quote", "digit", "question", "currency", "mark", "bar", "arrow"):
        yield f"number of {name}", np.minimum(np.log1p(signs.of(name)), 3)
    for name in ("stop", "question", "colon", "lower", "digit", "quote", "unspaced"):
        yield f"ends with {name}", signs.last == CLASSES.index(name)
    for name in ("lower", "digit", "quote", "mark", "arrow", "dash", "unspaced"):
        yield f"begins with {name}", signs.first == CLASSES.index(name)


def _of_kind(page: _Page) -> Iterator[Named]:
    kinds = np.array([_KINDS.index(kind) if kind in _KINDS else len(_KINDS) for kind in page.page.kinds])
    for place, kind in enumerate(_KINDS):
        yield f"is {kind}", kinds == place
    levels = np.array(page.page.levels)
    yield "level", np.minimum(levels, 6) / 3
    yield "linked", page.linked
    yield "is link", page.linked > 0.9  # noqa: PLR2004 - all but a mark or two
    yield "links", np.minimum(np.log1p(np.array(page.page.links)), 3)
    yield "bold", np.array(page.page.bold) / page.lengths
    yield "is prose", page.prose
    yield "is hidden", page.hidden
    yield "depth", page.depths[page.owners] / 15


def _of_masks(page: _Page) -> Iterator[Named]:
    for where, mask in (("near", page.near), ("around", page.around)):
        bits = (mask[None, :] >> np.arange(len(CUES))[:, None]) & 1
        for place, name in enumerate(CUES):
            yield f"{name} {where}", bits[place]
    for where, mask in (("near", page.tags_near), ("around", page.tags_around)):
        bits = (mask[None, :] >> np.arange(len(TAGS))[:, None]) & 1
        for place, name in enumerate(TAGS):
            yield f"<{name}> {where}", bits[place]


def _of_containers(page: _Page) -> Iterator[Named]:
    """How much text, prose and link each of the containers above a block holds."""
    words, prose = max(int(page.words.sum()), 1), max(int(page.weight.sum()), 1)
    for up, elements in enumerate(page.chain):
        inside = page.total("words", elements)
        blocks = page.ends[elements] - page.firsts[elements]
        share = page.total("prose", elements) / prose
        yield f"words {up}", np.log1p(inside) / 6
        yield f"share of words {up}", inside / words
        yield f"share of prose {up}", share
        yield f"prose of words {up}", page.total("prose", elements) / np.maximum(inside, 1)
        yield f"linked {up}", page.total("linked", elements) / np.maximum(page.total("chars", elements), 1)
        yield f"links a block {up}", np.minimum(page.total("links", elements) / np.maximum(blocks, 1), 4) / 2
        yield f"blocks {up}", np.log1p(blocks) / 4
        yield f"words a block {up}", np.log1p(inside / np.maximum(blocks, 1)) / 4
        yield f"prose blocks {up}", np.log1p(page.total("texts", elements)) / 3
        place = (np.arange(page.size) - page.firsts[elements]) / np.maximum(blocks - 1, 1)
        yield f"place {up}", place


def _of_majorities(page: _Page) -> Iterator[Named]:
    """Whether a block is in the deepest element that holds most of the prose, or how far from it."""
    at = np.arange(page.size)
    everything = np.arange(len(page.parents))
    prose = page.total("prose", everything)
    total = max(int(page.weight.sum()), 1)
    for share in _MAJORITIES:
        holders = np.flatnonzero(prose >= share * total) if total > 1 else np.zeros(1, np.int64)
        deepest = int(holders[np.argmax(page.depths[holders])]) if len(holders) else 0
        first, end = int(page.firsts[deepest]), int(page.ends[deepest])
        inside = (at >= first) & (at < end)
        yield f"in majority {share}", inside
        yield f"before majority {share}", at < first
        yield f"after majority {share}", at >= end
        yield f"away from majority {share}", np.log1p(np.maximum(np.maximum(first - at, at - end + 1), 0)) / 5
        yield (
            f"below majority {share}",
            np.where(inside, np.minimum(page.depths[page.owners] - page.depths[deepest], 8) / 4, 0),
        )
        yield f"share of majority {share}", np.full(page.size, prose[deepest] / total)
        # the child of the majority in which a block lies: the paragraphs of an article are its children
        levels = page.depths[page.owners] - page.depths[deepest]
        yield f"child of majority {share}", inside & (levels <= 1)


def _of_signatures(page: _Page) -> Iterator[Named]:
    """How many blocks and how much text lie in elements of the same name and class."""
    words, prose = max(int(page.words.sum()), 1), max(int(page.weight.sum()), 1)
    for up in (0, 1, 2):
        kinds = page.signatures[page.chain[up]]
        size = int(page.signatures.max()) + 1
        count = np.bincount(kinds, minlength=size)
        in_words = np.bincount(kinds, weights=page.words, minlength=size)
        in_prose = np.bincount(kinds, weights=page.weight, minlength=size)
        linked = np.bincount(kinds, weights=page.link_chars, minlength=size)
        chars = np.bincount(kinds, weights=page.lengths, minlength=size)
        yield f"alike {up}", np.log1p(count[kinds]) / 4
        yield f"words alike {up}", in_words[kinds] / words
        yield f"prose alike {up}", in_prose[kinds] / prose
        yield f"words a block alike {up}", np.log1p(in_words[kinds] / count[kinds]) / 4
        yield f"linked alike {up}", linked[kinds] / np.maximum(chars[kinds], 1)
    # elements beside an element that look like it: cards, comments, posts of a thread
    keys = page.parents.astype(np.int64) * (int(page.signatures.max()) + 1) + page.signatures
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    siblings = counts[inverse]
    inside = page.total("words", np.arange(len(page.parents)))
    for up in (0, 1, 2, 3):
        elements = page.chain[up]
        yield f"siblings {up}", np.log1p(siblings[elements]) / 3
        yield (
            f"of siblings {up}",
            np.log1p(inside[elements]) / np.log1p(np.bincount(inverse, weights=inside)[inverse[elements]]).clip(1),
        )


def _of_places(page: _Page) -> Iterator[Named]:
    size, words, weight = page.size, page.words, page.weight
    at = np.arange(size)
    total, all_prose = max(int(words.sum()), 1), max(int(weight.sum()), 1)
    before, prose_before = np.cumsum(words) - words, np.cumsum(weight) - weight
    yield "place", at / max(size - 1, 1)
    yield "from start", np.log1p(at) / 5
    yield "from end", np.log1p(at[::-1]) / 5
    yield "words before", before / total
    yield "words ahead", np.log1p(before) / 8
    yield "words behind", np.log1p(total - before - words) / 8
    yield "prose before", prose_before / all_prose
    yield "prose after", (all_prose - prose_before - weight) / all_prose
    for name, flags in (("prose", page.prose), ("text", (words >= _SOME_WORDS) & (page.linked < _HALF_LINKED))):
        for side, away in (("before", _since(flags)), ("after", _since(flags[::-1])[::-1])):
            yield f"blocks to {name} {side}", np.log1p(away) / 4
            yield f"{name} just {side}", away <= 1
    places = np.flatnonzero(page.prose)
    first, last = (places[0], places[-1]) if len(places) else (size, -1)
    yield "between prose", (at >= first) & (at <= last)
    for reach in _WINDOWS:
        low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, size)
        for name in ("words", "prose", "linked"):
            near = page.sums[name][high] - page.sums[name][low]
            yield f"{name} within {reach}", np.log1p(near) / 7
        chars = page.sums["chars"][high] - page.sums["chars"][low]
        near = page.sums["linked"][high] - page.sums["linked"][low]
        yield f"share linked within {reach}", near / np.maximum(chars, 1)
    for step in (1, 2):
        for name, values in (("words", np.log1p(words) / 5), ("linked", page.linked)):
            shifted = np.zeros((2, size))
            if step < size:
                shifted[0, step:], shifted[1, :-step] = values[:-step], values[step:]
            yield f"{name} of {step} before", shifted[0]
            yield f"{name} of {step} after", shifted[1]
    # how far up the tree the blocks beside it meet a block: paragraphs of a text are siblings
    for name, other in (("before", np.maximum(at - 1, 0)), ("after", np.minimum(at + 1, size - 1))):
        same = page.parents[page.owners] == page.parents[page.owners[other]]
        yield f"beside the one {name}", same
        yield f"alike the one {name}", page.signatures[page.owners] == page.signatures[page.owners[other]]


def _since(flags: Flags) -> Floats:
    """How many blocks lie between each and the last flagged one before it, `_FAR` at most."""
    at = np.arange(len(flags))
    earlier = np.empty(len(flags))
    earlier[:1] = -_FAR
    np.maximum.accumulate(np.where(flags, at, -_FAR)[:-1], out=earlier[1:])
    return np.minimum(at - earlier, _FAR)


def _of_repeats(page: _Page) -> Iterator[Named]:
    seen: dict[str, int] = {}
    ids = np.array([seen.setdefault(text, len(seen)) for text in page.page.texts])
    again = np.bincount(ids)[ids] - 1
    first = np.full(len(seen), page.size)
    first[ids[::-1]] = np.arange(page.size)[::-1]
    is_later = first[ids] < np.arange(page.size)
    yield "stands again", np.minimum(again, 4) / 2
    yield "stood before", is_later
    yield "stood before, long", is_later & (page.words >= _SOME_WORDS)
    yield "page repeats", np.full(page.size, float((is_later * page.words).sum() / max(page.words.sum(), 1)))


def _of_headline(page: _Page, facts: Facts) -> Iterator[Named]:
    """Where a block stands from the headline: the first h1, or the heading that says what the title says."""
    wanted = _content(facts.title)
    size = page.size
    echoes = np.zeros(size)
    best, place, first_h1 = 0.0, -1, -1
    for at, (text, kind, level) in enumerate(zip(page.page.texts, page.page.kinds, page.page.levels, strict=True)):
        if kind is BlockKind.HEADING and len(text) <= 300:  # noqa: PLR2004 - longer ones are no headings
            own = _content(text)
            both = len(own & wanted)
            score = 2 * both / ((len(own) + len(wanted)) or 1)
            echoes[at] = both / (len(own) or 1)
            if first_h1 < 0 and level == 1:
                first_h1 = at
            if score + (0.1 if level == 1 else 0) > best:
                best, place = score + (0.1 if level == 1 else 0), at
    for name, spot in (("headline", place), ("h1", first_h1)):
        away = np.arange(size) - spot if spot >= 0 else np.zeros(size)
        yield f"has {name}", np.full(size, float(spot >= 0))
        yield f"is {name}", (away == 0) & (spot >= 0)
        yield f"below {name}", away > 0
        yield f"from {name}", np.sign(away) * np.log1p(np.abs(away)) / 5
    yield "of title", echoes
    words_after = np.zeros(size)
    if place >= 0:
        words_after = np.maximum(page.sums["words"][:-1] - page.sums["words"][place], 0)
    yield "words since headline", np.log1p(words_after) / 8


def _of_sayings(page: _Page) -> Iterator[Named]:
    """What a block announces, and how far behind an announcement it stands."""
    said = np.array(sayings.masks(page.page.texts))
    at = np.arange(page.size)
    for bit, name in enumerate(sayings.SAYINGS):
        says = (said >> bit & 1).astype(bool)
        yield f"says {name}", says
        if name in _ANNOUNCING:
            places = np.where(says, at, -1)
            last = np.maximum.accumulate(places)
            away = np.where(last >= 0, at - last, _FAR).clip(0, _FAR)
            yield f"since {name}", np.log1p(away) / 4
            near = (last >= 0) & (away <= _SOON)
            yield f"soon after {name}", near
            # whether the announcement stands in the same container: a list below its heading
            same = page.parents[page.owners[np.maximum(last, 0)]]
            for up in (1, 2, 3):
                yield f"under {name} {up}", near & (page.chain[up] == same)
            # blocks of the text that no such line stands before
            yield f"never {name}", last < 0


def _of_bodies(page: _Page, facts: Facts) -> Iterator[Named]:
    """Whether a block stands in the text that the page declares to be its article."""
    inside = np.zeros(page.size)
    if facts.bodies:
        inside = np.array([text in facts.bodies for text in page.page.texts], np.float64)
    held = float((inside * page.weight).sum() / max(page.weight.sum(), 1))
    yield "has body", np.full(page.size, float(bool(facts.bodies)))
    yield "in body", inside
    yield "in body, long", inside * (page.words >= _SOME_WORDS)
    yield "page in body", np.full(page.size, held)
    words = min(len(facts.bodies) / 6, 5000)
    yield "page declared body", np.full(page.size, np.log1p(words) / 8)
    yield (
        "page longer than body",
        np.full(page.size, float(np.log((page.weight.sum() + 20) / (words + 20))) if facts.bodies else 0.0),
    )


def _content(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


def _of_page(page: _Page, facts: Facts) -> Iterator[Named]:
    size, words = page.size, page.words
    total, all_prose = max(int(words.sum()), 1), int(page.weight.sum())
    prose_blocks = max(int(page.prose.sum()), 1)
    longest = max(int(words.max(initial=1)), 1)
    full = np.ones(size)
    yield "page blocks", full * np.log1p(size) / 6
    yield "page words", full * np.log1p(total) / 8
    yield "page prose", full * np.log1p(all_prose) / 8
    yield "page share of prose", full * all_prose / total
    yield "page longest", full * np.log1p(longest) / 6
    yield "page prose blocks", full * np.log1p(prose_blocks) / 5
    yield "page linked", full * float(page.link_chars.sum() / max(page.lengths.sum(), 1))
    yield "page elements a block", full * np.log1p(len(page.parents) / size) / 2
    sums = page.signs.counts.sum(axis=0)
    chars = max(int(sums.sum()), 1)
    for name in ("unspaced", "other_letter", "digit", "currency", "question"):
        yield f"page {name}", full * min(10 * float(sums[CLASSES.index(name)]) / chars, 5)
    for kind in (BlockKind.HEADING, BlockKind.ITEM, BlockKind.CODE):
        yield f"page {kind}", full * (sum(one is kind for one in page.page.kinds) / size)
    tags = page.own_tags
    for tag in ("main", "article", "section", "table", "form", "p"):
        yield f"page <{tag}>", full * np.log1p(int(((tags & _TAG_BITS[tag]) > 0).sum())) / 4
    weights = page.weight / max(all_prose, 1)
    for name in ("comment", "related", "forum", "product", "documentation", "review", "teaser", "article", "body"):
        bit = 1 << list(CUES).index(name)
        yield f"page {name}", full * float((((page.around & bit) > 0) * words).sum() / total)
        yield f"prose {name}", full * float((((page.around & bit) > 0) * weights).sum())
    for place, name in enumerate(DECLARED):
        yield f"declared {name}", full * float(facts.declared >> place & 1)
    yield "path depth", full * min(facts.path_depth, 6) / 3
    yield "path digits", full * float(facts.digits)
    yield "share of longest", words / longest
    yield "against prose", np.log((words + 1) / (all_prose / prose_blocks + 1)) / 3
