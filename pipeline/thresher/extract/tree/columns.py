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
from thresher.model.columns import FAR, since
from thresher.model.signs import CLASSES, Signs
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Values = Floats | Ints | Flags
    Named = tuple[Sequence[str], Values]
    """Names of columns, and their values: a row a column, or one value a column for all blocks of a page."""

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
_DEEPEST = 45  # elements around a block: 5.6 deviations above the mean of the training pages
_PROSE_WORDS = 20
_SOME_WORDS = 10
_HALF_LINKED = 0.5
_SOON = 12
_ANNOUNCING = frozenset({"comments", "related"})
_WINDOWS = (2, 6)
_MAJORITIES = (0.5, 0.8)
_HEADING_CHARS = 300  # longer ones are no headings
_FIRST_LEVEL = 0.1  # what a heading of the first level is more likely to be the headline

_MEASURES = ("words", "prose", "chars", "linked", "texts", "links")
_WHOLE = frozenset({"html", "body"})
_CUE_NAMES = {where: tuple(f"{name} {where}" for name in CUES) for where in ("near", "around")}
_TAG_NAMES = {where: tuple(f"<{name}> {where}" for name in TAGS) for where in ("near", "around")}
_PLACES = {kind: place for place, kind in enumerate(_KINDS)}
_CUE_BITS = 1 << np.arange(len(CUES), dtype=np.int64)
_TAG_MASKS = 1 << np.arange(len(TAGS), dtype=np.int64)
_COUNTED_TAGS = ("main", "article", "section", "table", "form", "p")
_PAGE_TAGS = np.array([_TAG_BITS[tag] for tag in _COUNTED_TAGS])
_COUNTED_CUES = ("comment", "related", "forum", "product", "documentation", "review", "teaser", "article", "body")
_PAGE_CUES = np.array([list(CUES).index(name) for name in _COUNTED_CUES])


def _classes(*of: str) -> Ints:
    """The places of classes of characters."""
    return np.array([CLASSES.index(name) for name in of])


_COUNTED_SIGNS = ("stop", "comma", "quote", "digit", "question", "currency", "mark", "bar", "arrow")
_LAST_SIGNS = ("stop", "question", "colon", "lower", "digit", "quote", "unspaced")
_FIRST_SIGNS = ("lower", "digit", "quote", "mark", "arrow", "dash", "unspaced")
_COUNTED, _ENDING, _BEGINNING = _classes(*_COUNTED_SIGNS), _classes(*_LAST_SIGNS), _classes(*_FIRST_SIGNS)
_SHARES = tuple(f"share of {name}" for name in CLASSES)
_NUMBERS = tuple(f"number of {name}" for name in _COUNTED_SIGNS)
_ENDS = tuple(f"ends with {name}" for name in _LAST_SIGNS)
_BEGINS = tuple(f"begins with {name}" for name in _FIRST_SIGNS)


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

    def column(self, name: str) -> Numbers:
        """One column."""
        found: Numbers = self.numbers[:, names().index(name)]
        return found


def rows(page: Outline, facts: Facts) -> Rows:
    """The rows of a page that has at least one block."""
    found = _Page(page)
    numbers = np.empty((len(names()), found.size), np.float32)
    place = 0
    for columns, values in _columns(found, facts):
        numbers[place : place + len(columns)] = values if values.ndim == 2 else values[:, None]  # noqa: PLR2004
        place += len(columns)
    return Rows(numbers.T, found.words)


@cache
def names() -> tuple[str, ...]:
    """The names of the columns, in order."""
    page = Outline(
        ["A."], [BlockKind.PARAGRAPH], [0], [0], [0], [0], [0], [-1], ["p"], [0], [1], [False], [0], [1], [""]
    )
    return tuple(name for columns, _ in _columns(_Page(page), Facts()) for name in columns)


class _Page:
    """What several columns are made of. Element 0 is the page itself, the others follow in the order of the outline."""

    def __init__(self, page: Outline) -> None:
        self.page = page
        self.size = len(page.texts)
        self.signs = Signs(page.texts)
        self.words = self.signs.words
        self.links = np.array(page.links)
        self.link_chars = np.array(page.link_chars)
        self.lengths = np.maximum(self.signs.lengths, 1)
        self.linked = self.link_chars / self.lengths
        is_sentence = (self.words >= _PROSE_WORDS) & (self.signs.sentences > 0)
        self.prose: Flags = (self.linked < _HALF_LINKED) & (is_sentence | (self.words >= 3 * _PROSE_WORDS))
        self.weight = np.where(self.prose, self.words, 0)
        self.owners = np.array(page.owners) + 1
        self.parents = np.array([-1, *page.parents]) + 1
        self.firsts = np.array([0, *page.firsts])
        self.ends = np.array([self.size, *page.ends])
        self.depths = np.array([0, *page.depths])
        measured = (self.words, self.weight, self.lengths, self.link_chars, self.prose, self.links)
        self.sums = np.zeros((len(measured), self.size + 1), np.int64)
        np.cumsum(measured, axis=1, out=self.sums[:, 1:])
        self._chain()
        self._names()

    def _chain(self) -> None:
        """The elements around each block: its owner, the one around that, and so on."""
        self.chain = np.empty((_UP + 1, self.size), np.int64)
        self.chain[0] = self.owners
        for up in range(_UP):
            self.chain[up + 1] = self.parents[self.chain[up]]

    def _names(self) -> None:
        """What elements are called, near a block and around it: `(cues or tags, blocks)`."""
        page = self.page
        names, tags = np.array([0, *page.names]), ["", *page.tags]
        cues = np.array(masks(page.spoken))[names]
        cues[[at for at, tag in enumerate(tags[:4]) if tag in _WHOLE]] = 0  # they speak of the page, not of a part
        self.own_tags = np.array([_TAG_BITS.get(tag, 0) for tag in tags])
        near_cues = np.bitwise_or.reduce(cues[self.chain[:_NEAR]], axis=0)
        near_tags = np.bitwise_or.reduce(self.own_tags[self.chain[:_NEAR]], axis=0)
        self.near = near_cues & _CUE_BITS[:, None] != 0
        self.tags_near = near_tags & _TAG_MASKS[:, None] != 0
        self.around = self._inside(cues & _CUE_BITS[:, None] != 0)
        self.tags_around = self._inside(self.own_tags & _TAG_MASKS[:, None] != 0)
        self.hidden = self._inside(np.array([[False, *page.hides]]))[0]
        number = {tag: place for place, tag in enumerate(frozenset(tags))}
        keys = np.array([number[tag] for tag in tags]) * (len(page.spoken) + 1) + names
        _, self.signatures = np.unique(keys, return_inverse=True)

    def _inside(self, flags: Flags) -> Flags:
        """For each kind of element, which blocks lie in one: from flags `(kinds, elements)` to `(kinds, blocks)`."""
        kinds, elements = np.nonzero(flags)
        width = self.size + 1
        size = len(flags) * width
        opened = np.bincount(kinds * width + self.firsts[elements], minlength=size)
        closed = np.bincount(kinds * width + self.ends[elements], minlength=size)
        depth = np.cumsum((opened - closed).reshape(len(flags), width), axis=1)
        found: Flags = depth[:, :-1] > 0
        return found

    def totals(self, elements: Ints) -> dict[str, Ints]:
        """The sum of each measure over the blocks of elements."""
        sums = self.sums[:, self.ends[elements]] - self.sums[:, self.firsts[elements]]
        return dict(zip(_MEASURES, sums, strict=True))


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
    yield (
        ("words", "is word", "few words", "line words", "many words", "sentences", "words a sentence", "capitalised"),
        np.array(
            [
                np.log1p(words),
                words == 1,
                np.minimum(words / 6, 1),
                np.minimum(words / 15, 1),
                np.minimum(words / 60, 1),
                np.log1p(signs.sentences),
                np.minimum(words / np.maximum(signs.sentences, 1) / 30, 2),
                signs.capitalised / np.maximum(words, 1),
            ]
        ),
    )
    yield _SHARES, (signs.counts / page.lengths[:, None]).T
    yield _NUMBERS, np.minimum(np.log1p(signs.counts[:, _COUNTED]), 3).T
    yield _ENDS, signs.last == _ENDING[:, None]
    yield _BEGINS, signs.first == _BEGINNING[:, None]


def _of_kind(page: _Page) -> Iterator[Named]:
    outline = page.page
    kinds = np.array([_PLACES.get(kind, -1) for kind in outline.kinds])
    yield tuple(f"is {kind}" for kind in _KINDS), kinds == np.arange(len(_KINDS))[:, None]
    yield (
        ("level", "linked", "is link", "links", "bold", "is prose", "is hidden", "depth"),
        np.array(
            [
                np.minimum(np.array(outline.levels), 6) / 3,
                page.linked,
                page.linked > 0.9,  # noqa: PLR2004 - all but a mark or two
                np.minimum(np.log1p(page.links), 3),
                np.array(outline.bold) / page.lengths,
                page.prose,
                page.hidden,
                page.depths[page.owners].clip(max=_DEEPEST) / 15,
            ]
        ),
    )


def _of_masks(page: _Page) -> Iterator[Named]:
    """What the names and elements near a block, and all around it, say."""
    for where, flags in (("near", page.near), ("around", page.around)):
        yield _CUE_NAMES[where], flags
    for where, flags in (("near", page.tags_near), ("around", page.tags_around)):
        yield _TAG_NAMES[where], flags


def _of_containers(page: _Page) -> Iterator[Named]:
    """How much text, prose and link each of the containers above a block holds."""
    chain = page.chain
    words, prose = max(int(page.words.sum()), 1), max(int(page.weight.sum()), 1)
    firsts = page.firsts[chain]
    blocks = np.maximum(page.ends[chain] - firsts, 1)
    totals = page.totals(chain)
    inside, in_prose = totals["words"], totals["prose"]
    values = {
        "words": np.log1p(inside) / 6,
        "share of words": inside / words,
        "share of prose": in_prose / prose,
        "prose of words": in_prose / np.maximum(inside, 1),
        "linked": totals["linked"] / np.maximum(totals["chars"], 1),
        "links a block": np.minimum(totals["links"] / blocks, 4) / 2,
        "blocks": np.log1p(blocks) / 4,
        "words a block": np.log1p(inside / blocks) / 4,
        "prose blocks": np.log1p(totals["texts"]) / 3,
        "place": (np.arange(page.size) - firsts) / np.maximum(blocks - 1, 1),
    }
    for name, found in values.items():
        yield tuple(f"{name} {up}" for up in range(_UP + 1)), found


def _of_majorities(page: _Page) -> Iterator[Named]:
    """Whether a block is in the deepest element that holds most of the prose, or how far from it."""
    at = np.arange(page.size)
    prose = page.sums[1, page.ends] - page.sums[1, page.firsts]
    total = max(int(page.weight.sum()), 1)
    depths = page.depths[page.owners]
    for share in _MAJORITIES:
        holders = np.flatnonzero(prose >= share * total) if total > 1 else np.zeros(1, np.int64)
        deepest = int(holders[np.argmax(page.depths[holders])]) if len(holders) else 0
        first, end = int(page.firsts[deepest]), int(page.ends[deepest])
        inside = (at >= first) & (at < end)
        levels = depths - page.depths[deepest]
        yield (
            tuple(f"{name} majority {share}" for name in ("in", "before", "after", "away from", "below", "child of")),
            np.array(
                [
                    inside,
                    at < first,
                    at >= end,
                    np.log1p(np.maximum(np.maximum(first - at, at - end + 1), 0)) / 5,
                    np.where(inside, np.minimum(levels, 8) / 4, 0),
                    inside & (levels <= 1),  # the paragraphs of an article are children of it
                ]
            ),
        )
        yield (f"share of majority {share}",), np.array([prose[deepest] / total])


def _of_signatures(page: _Page) -> Iterator[Named]:
    """How many blocks and how much text lie in elements of the same name and class."""
    words, prose = max(int(page.words.sum()), 1), max(int(page.weight.sum()), 1)
    size = int(page.signatures.max()) + 1
    for up in (0, 1, 2):
        kinds = page.signatures[page.chain[up]]
        count = np.bincount(kinds, minlength=size)[kinds]
        in_words = np.bincount(kinds, weights=page.words, minlength=size)[kinds]
        in_prose = np.bincount(kinds, weights=page.weight, minlength=size)[kinds]
        linked = np.bincount(kinds, weights=page.link_chars, minlength=size)[kinds]
        chars = np.bincount(kinds, weights=page.lengths, minlength=size)[kinds]
        yield (
            tuple(f"{name} alike {up}" for name in ("blocks", "words", "prose", "words a block", "linked")),
            np.array(
                [
                    np.log1p(count) / 4,
                    in_words / words,
                    in_prose / prose,
                    np.log1p(in_words / count) / 4,
                    linked / np.maximum(chars, 1),
                ]
            ),
        )
    # elements beside an element that look like it: cards, comments, posts of a thread
    _, inverse, counts = np.unique(page.parents * size + page.signatures, return_inverse=True, return_counts=True)
    inside = page.sums[0, page.ends] - page.sums[0, page.firsts]
    elements = page.chain[:4]
    yield tuple(f"siblings {up}" for up in range(4)), np.log1p(counts[inverse[elements]]) / 3
    beside = np.log1p(np.bincount(inverse, weights=inside))[inverse[elements]]
    yield tuple(f"of siblings {up}" for up in range(4)), np.log1p(inside[elements]) / np.maximum(beside, 1)


def _of_places(page: _Page) -> Iterator[Named]:
    size, words, weight = page.size, page.words, page.weight
    at = np.arange(size)
    total, all_prose = max(int(words.sum()), 1), max(int(weight.sum()), 1)
    before, prose_before = np.cumsum(words) - words, np.cumsum(weight) - weight
    places = np.flatnonzero(page.prose)
    first, last = (places[0], places[-1]) if len(places) else (size, -1)
    yield (
        (
            *("place", "from start", "from end", "words before", "words ahead", "words behind", "prose before"),
            *("prose after", "between prose"),
        ),
        np.array(
            [
                at / max(size - 1, 1),
                np.log1p(at) / 5,
                np.log1p(at[::-1]) / 5,
                before / total,
                np.log1p(before) / 8,
                np.log1p(total - before - words) / 8,
                prose_before / all_prose,
                (all_prose - prose_before - weight) / all_prose,
                (at >= first) & (at <= last),
            ]
        ),
    )
    for name, flags in (("prose", page.prose), ("text", (words >= _SOME_WORDS) & (page.linked < _HALF_LINKED))):
        away = np.array([since(flags), since(flags[::-1])[::-1]])
        yield (f"blocks to {name} before", f"blocks to {name} after"), np.log1p(away) / 4
        yield (f"{name} just before", f"{name} just after"), away <= 1
    yield from _of_windows(page, at)
    yield from _of_neighbours(page, at)


def _of_windows(page: _Page, at: Ints) -> Iterator[Named]:
    for reach in _WINDOWS:
        low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, page.size)
        near = dict(zip(_MEASURES, page.sums[:, high] - page.sums[:, low], strict=True))
        linked = near["linked"] / np.maximum(near["chars"], 1)
        columns = tuple(f"{name} within {reach}" for name in ("words", "prose", "linked"))
        yield columns, np.log1p(np.array([near["words"], near["prose"], near["linked"]])) / 7
        yield (f"share linked within {reach}",), linked[None, :]


def _of_neighbours(page: _Page, at: Ints) -> Iterator[Named]:
    """The blocks beside a block, and whether they lie in the same element, or in one of the same kind."""
    size = page.size
    own = np.array([np.log1p(page.words) / 5, page.linked])
    for step in (1, 2):
        shifted = np.zeros((4, size))
        if step < size:
            shifted[:2, step:], shifted[2:, :-step] = own[:, :-step], own[:, step:]
        sides = (
            f"words of {step} before",
            f"linked of {step} before",
            f"words of {step} after",
            f"linked of {step} after",
        )
        yield sides, shifted
    parents, signatures = page.chain[1], page.signatures[page.owners]
    other = np.array([np.maximum(at - 1, 0), np.minimum(at + 1, size - 1)])
    yield ("beside the one before", "beside the one after"), parents == parents[other]
    yield ("alike the one before", "alike the one after"), signatures == signatures[other]


def _of_repeats(page: _Page) -> Iterator[Named]:
    seen: dict[str, int] = {}
    at = np.arange(page.size)
    first = np.array([seen.setdefault(text, place) for place, text in enumerate(page.page.texts)])
    again = np.bincount(first, minlength=page.size)[first] - 1
    is_later = first < at
    yield (
        ("stands again", "stood before", "stood before, long"),
        np.array([np.minimum(again, 4) / 2, is_later, is_later & (page.words >= _SOME_WORDS)]),
    )
    yield ("page repeats",), np.array([(is_later * page.words).sum() / max(page.words.sum(), 1)])


def _of_headline(page: _Page, facts: Facts) -> Iterator[Named]:
    """Where a block stands from the headline: the first h1, or the heading that says what the title says."""
    wanted = _content(facts.title)
    size, outline = page.size, page.page
    echoes = np.zeros(size)
    best, place, first_h1 = 0.0, -1, -1
    for at, kind in enumerate(outline.kinds):
        if kind is not BlockKind.HEADING or len(outline.texts[at]) > _HEADING_CHARS:
            continue
        own, level = _content(outline.texts[at]), outline.levels[at]
        both = len(own & wanted)
        score = 2 * both / ((len(own) + len(wanted)) or 1) + (_FIRST_LEVEL if level == 1 else 0)
        echoes[at] = both / (len(own) or 1)
        first_h1 = at if first_h1 < 0 and level == 1 else first_h1
        if score > best:
            best, place = score, at
    for name, spot in (("headline", place), ("h1", first_h1)):
        away = np.arange(size) - spot if spot >= 0 else np.zeros(size)
        yield (f"has {name}",), np.array([float(spot >= 0)])
        yield (
            (f"is {name}", f"below {name}", f"from {name}"),
            np.array([(away == 0) & (spot >= 0), away > 0, np.sign(away) * np.log1p(np.abs(away)) / 5]),
        )
    sums = page.sums[0]
    since = np.maximum(sums[:-1] - sums[place], 0) if place >= 0 else np.zeros(size)
    yield ("of title", "words since headline"), np.array([echoes, np.log1p(since) / 8])


def _content(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


def _of_sayings(page: _Page) -> Iterator[Named]:
    """What a block announces, and how far behind an announcement it stands."""
    signs = page.signs
    short = np.flatnonzero((signs.lengths <= sayings.CHARS) & (signs.of("space") < sayings.WORDS))
    said = np.zeros(page.size, np.int64)
    said[short] = sayings.masks([page.page.texts[at] for at in short])
    at = np.arange(page.size)
    says = said >> np.arange(len(sayings.SAYINGS))[:, None] & 1
    yield tuple(f"says {name}" for name in sayings.SAYINGS), says
    for bit, name in enumerate(sayings.SAYINGS):
        if name in _ANNOUNCING:
            last = np.maximum.accumulate(np.where(says[bit], at, -1))
            away = np.where(last >= 0, np.minimum(at - last, FAR), FAR)
            near = (last >= 0) & (away <= _SOON)
            # whether the announcement stands in the same container: a list below its heading
            under = near & (page.chain[1:4] == page.chain[1][np.maximum(last, 0)])
            yield (
                (f"since {name}", f"soon after {name}", f"never {name}"),
                np.array([np.log1p(away) / 4, near, last < 0]),
            )
            yield tuple(f"under {name} {up}" for up in (1, 2, 3)), under


def _of_bodies(page: _Page, facts: Facts) -> Iterator[Named]:
    """Whether a block stands in the text that the page declares to be its article."""
    inside = np.zeros(page.size)
    if facts.bodies:
        inside = np.array([text in facts.bodies for text in page.page.texts], np.float64)
    prose = int(page.weight.sum())
    words = min(len(facts.bodies) / 6, 5000)
    yield ("in body", "in body, long"), np.array([inside, inside * (page.words >= _SOME_WORDS)])
    longer = float(np.log((prose + 20) / (words + 20))) if facts.bodies else 0.0
    held = float((inside * page.weight).sum() / max(prose, 1))
    yield (
        ("has body", "page in body", "page declared body", "page longer than body"),
        np.array([float(bool(facts.bodies)), held, float(np.log1p(words)) / 8, longer]),
    )


def _of_page(page: _Page, facts: Facts) -> Iterator[Named]:
    size, words, outline = page.size, page.words, page.page
    total, all_prose = max(int(words.sum()), 1), int(page.weight.sum())
    prose_blocks, longest = max(int(page.prose.sum()), 1), max(int(words.max(initial=1)), 1)
    sums = page.signs.counts.sum(axis=0)
    chars = max(int(sums.sum()), 1)
    found = {
        "page blocks": np.log1p(size) / 6,
        "page words": np.log1p(total) / 8,
        "page prose": np.log1p(all_prose) / 8,
        "page share of prose": all_prose / total,
        "page longest": np.log1p(longest) / 6,
        "page prose blocks": np.log1p(prose_blocks) / 5,
        "page linked": page.link_chars.sum() / max(int(page.lengths.sum()), 1),
        "page elements a block": np.log1p(len(page.parents) / size) / 2,
        "path depth": min(facts.path_depth, 6) / 3,
        "path digits": float(facts.digits),
    }
    for name in ("unspaced", "other_letter", "digit", "currency", "question"):
        found[f"page {name}"] = min(10 * float(sums[CLASSES.index(name)]) / chars, 5)
    for kind in (BlockKind.HEADING, BlockKind.ITEM, BlockKind.CODE):
        found[f"page {kind}"] = outline.kinds.count(kind) / size
    for place, name in enumerate(DECLARED):
        found[f"declared {name}"] = float(facts.declared >> place & 1)
    yield tuple(found), np.array(list(found.values()), np.float64)
    tags = (page.own_tags & _PAGE_TAGS[:, None] != 0).sum(axis=1)
    yield tuple(f"page <{tag}>" for tag in _COUNTED_TAGS), np.log1p(tags) / 4
    stands = page.around[_PAGE_CUES]
    yield tuple(f"page {name}" for name in _COUNTED_CUES), stands @ words / total
    yield tuple(f"prose {name}" for name in _COUNTED_CUES), stands @ page.weight / max(all_prose, 1)
    yield (
        ("share of longest", "against prose"),
        np.array([words / longest, np.log((words + 1) / (all_prose / prose_blocks + 1)) / 3]),
    )
