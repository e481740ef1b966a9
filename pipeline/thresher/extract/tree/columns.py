"""A page of markup as numbers: one row a block, one column a fact, all in numpy over the whole page at once.

They tell places in the tree, sizes, neighbours, repetition, signs, what the page's own names say (`cues`), and what
short lines announce (`sayings`, which alone know languages). Columns have names, so that a network fitted to other
columns is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from thresher.extract.tree import sayings
from thresher.extract.tree.around import of_surroundings
from thresher.extract.tree.cues import CUES
from thresher.extract.tree.layout import SOME_WORDS, TAG_BITS, TAGS, Layout
from thresher.extract.tree.walk import read
from thresher.model.columns import FAR
from thresher.model.signs import CLASSES
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from thresher.extract.tree.layout import Ints, Named
    from thresher.extract.tree.walk import Outline

    Numbers = NDArray[np.float32]

DECLARED = ("article", "forum", "product", "collection", "documentation")
"""What a page may declare itself to be: a column each, the same for all blocks."""

_KINDS = (
    *(BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.CAPTION, BlockKind.CODE),
)
_DEEPEST = 45  # elements around a block: 5.6 deviations above the mean of the training pages
_SOON = 12
_ANNOUNCING = frozenset({"comments", "related"})
_HEADING_CHARS = 300  # longer ones are no headings
_FIRST_LEVEL = 0.1  # what a heading of the first level is more likely to be the headline

_CUE_NAMES = {where: tuple(f"{name} {where}" for name in CUES) for where in ("near", "around")}
_TAG_NAMES = {where: tuple(f"<{name}> {where}" for name in TAGS) for where in ("near", "around")}
_PLACES = {kind: place for place, kind in enumerate(_KINDS)}
_COUNTED_TAGS = ("main", "article", "section", "table", "form", "p")
_PAGE_TAGS = np.array([TAG_BITS[tag] for tag in _COUNTED_TAGS])
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
    found = Layout(page)
    numbers = np.empty((len(names()), found.size), np.float32)
    place = 0
    for columns, values in _columns(found, facts):
        numbers[place : place + len(columns)] = values if values.ndim == 2 else values[:, None]  # noqa: PLR2004
        place += len(columns)
    return Rows(numbers.T, found.words)


@cache
def names() -> tuple[str, ...]:
    """The names of the columns, in order."""
    page = read("<p>A.</p>")
    return tuple(name for columns, _ in _columns(Layout(page), Facts()) for name in columns)


def _columns(page: Layout, facts: Facts) -> Iterator[Named]:
    yield from _of_signs(page)
    yield from _of_kind(page)
    yield from _of_masks(page)
    yield from of_surroundings(page)
    yield from _of_repeats(page)
    yield from _of_headline(page, facts)
    yield from _of_bodies(page, facts)
    yield from _of_sayings(page)
    yield from _of_page(page, facts)


def _of_signs(page: Layout) -> Iterator[Named]:
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


def _of_kind(page: Layout) -> Iterator[Named]:
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
                outline.bold / page.lengths,
                page.prose,
                page.hidden,
                page.depths[page.owners].clip(max=_DEEPEST) / 15,
            ]
        ),
    )


def _of_masks(page: Layout) -> Iterator[Named]:
    """What the names and elements near a block, and all around it, say."""
    for where, flags in (("near", page.near), ("around", page.around)):
        yield _CUE_NAMES[where], flags
    for where, flags in (("near", page.tags_near), ("around", page.tags_around)):
        yield _TAG_NAMES[where], flags


def _of_repeats(page: Layout) -> Iterator[Named]:
    seen: dict[str, int] = {}
    at = np.arange(page.size)
    first = np.array([seen.setdefault(text, place) for place, text in enumerate(page.page.texts)])
    again = np.bincount(first, minlength=page.size)[first] - 1
    is_later = first < at
    yield (
        ("stands again", "stood before", "stood before, long"),
        np.array([np.minimum(again, 4) / 2, is_later, is_later & (page.words >= SOME_WORDS)]),
    )
    yield ("page repeats",), np.array([(is_later * page.words).sum() / max(page.words.sum(), 1)])


def _of_headline(page: Layout, facts: Facts) -> Iterator[Named]:
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


def _of_sayings(page: Layout) -> Iterator[Named]:
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


def _of_bodies(page: Layout, facts: Facts) -> Iterator[Named]:
    """Whether a block stands in the text that the page declares to be its article."""
    inside = np.zeros(page.size)
    if facts.bodies:
        inside = np.array([text in facts.bodies for text in page.page.texts], np.float64)
    prose = int(page.weight.sum())
    words = min(len(facts.bodies) / 6, 5000)
    yield ("in body", "in body, long"), np.array([inside, inside * (page.words >= SOME_WORDS)])
    longer = float(np.log((prose + 20) / (words + 20))) if facts.bodies else 0.0
    held = float((inside * page.weight).sum() / max(prose, 1))
    yield (
        ("has body", "page in body", "page declared body", "page longer than body"),
        np.array([float(bool(facts.bodies)), held, float(np.log1p(words)) / 8, longer]),
    )


def _of_page(page: Layout, facts: Facts) -> Iterator[Named]:
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
