"""What the columns of a page are made of: its blocks measured, the elements around each, and what those are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thresher.extract.tree.cues import CUES, masks
from thresher.model.signs import Signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from thresher.extract.tree.walk import Outline

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Named = tuple[Sequence[str], Floats | Ints | Flags]
    """Names of columns, and their values: a row a column, or one value a column for all blocks of a page."""

TAGS = (
    *("nav", "header", "footer", "aside", "main", "article", "section", "form", "figure", "figcaption", "table"),
    *("ul", "ol", "li", "dl", "dd", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "p", "td", "th"),
    *("button", "details", "summary", "dialog", "address", "center", "fieldset", "div", "tr"),
)
"""Elements whose presence around a block is a column each."""
TAG_BITS = {tag: 1 << bit for bit, tag in enumerate(TAGS)}
"""The place of each in a mask."""
MEASURES = ("words", "prose", "chars", "linked", "texts", "links")
"""What is summed over the blocks of elements, in the order of `Layout.sums`."""
UP = 4
"""Containers above a block that are measured."""
SOME_WORDS = 10
"""Words from which a block is no label."""
HALF_LINKED = 0.5
"""Share of its characters in links from which a block is one."""

_NEAR = 3  # elements up from a block whose names are near it
_PROSE_WORDS = 20
_WHOLE = frozenset({"html", "body"})
_CUE_BITS = 1 << np.arange(len(CUES), dtype=np.int64)
_TAG_MASKS = 1 << np.arange(len(TAGS), dtype=np.int64)
_ANY = np.ones(1, np.int64)


class Layout:
    """What several columns are made of. Element 0 is the page itself, the others follow in the order of the outline."""

    def __init__(self, page: Outline) -> None:
        self.page = page
        self.size = len(page.texts)
        self.signs = Signs(page.texts)
        self.words = self.signs.words
        self.links = page.links
        self.link_chars = np.array(page.link_chars)
        self.lengths = np.maximum(self.signs.lengths, 1)
        self.linked = self.link_chars / self.lengths
        is_sentence = (self.words >= _PROSE_WORDS) & (self.signs.sentences > 0)
        self.prose: Flags = (self.linked < HALF_LINKED) & (is_sentence | (self.words >= 3 * _PROSE_WORDS))
        self.weight = np.where(self.prose, self.words, 0)
        self.owners = page.owners + 1
        self.parents = np.append(-1, page.parents) + 1
        self.firsts = np.append(0, page.firsts)
        self.ends = np.append(self.size, page.ends)
        self.depths = np.append(0, page.depths)
        measured = (self.words, self.weight, self.lengths, self.link_chars, self.prose, self.links)
        self.sums = np.zeros((len(measured), self.size + 1), np.int64)
        np.cumsum(measured, axis=1, out=self.sums[:, 1:])
        self._chain()
        self._names()

    def _chain(self) -> None:
        """The elements around each block: its owner, the one around that, and so on."""
        self.chain = np.empty((UP + 1, self.size), np.int64)
        self.chain[0] = self.owners
        for up in range(UP):
            self.chain[up + 1] = self.parents[self.chain[up]]

    def _names(self) -> None:
        """What elements are called, near a block and around it: `(cues or tags, blocks)`."""
        page = self.page
        names = np.array([0, *page.names])
        number = {tag: place for place, tag in enumerate(dict.fromkeys(["", *page.tags]))}
        kinds = np.array([0, *map(number.__getitem__, page.tags)])
        cues = np.array(masks(page.spoken))[names]
        cues[1:4][[tag in _WHOLE for tag in page.tags[:3]]] = 0  # they speak of the page, not of a part
        self.own_tags = np.array([TAG_BITS.get(tag, 0) for tag in number])[kinds]
        near_cues = np.bitwise_or.reduce(cues[self.chain[:_NEAR]], axis=0)
        near_tags = np.bitwise_or.reduce(self.own_tags[self.chain[:_NEAR]], axis=0)
        self.near = near_cues & _CUE_BITS[:, None] != 0
        self.tags_near = near_tags & _TAG_MASKS[:, None] != 0
        self.around = self._inside(cues, _CUE_BITS)
        self.tags_around = self._inside(self.own_tags, _TAG_MASKS)
        self.hidden = self._inside(np.array([False, *page.hides]), _ANY)[0]
        _, self.signatures = np.unique(kinds * (len(page.spoken) + 1) + names, return_inverse=True)

    def _inside(self, masks: Ints | Flags, bits: Ints) -> Flags:
        """For each bit, which blocks lie in an element with it in its mask: `(bits, blocks)`."""
        some = np.flatnonzero(masks)  # most elements have none
        kinds, places = np.nonzero(masks[some] & bits[:, None])
        elements = some[places]
        width = self.size + 1
        size = len(bits) * width
        opened = np.bincount(kinds * width + self.firsts[elements], minlength=size)
        closed = np.bincount(kinds * width + self.ends[elements], minlength=size)
        depth = np.cumsum((opened - closed).reshape(len(bits), width), axis=1)
        found: Flags = depth[:, :-1] > 0
        return found

    def totals(self, elements: Ints) -> dict[str, Ints]:
        """The sum of each measure over the blocks of elements."""
        sums = self.sums[:, self.ends[elements]] - self.sums[:, self.firsts[elements]]
        return dict(zip(MEASURES, sums, strict=True))
