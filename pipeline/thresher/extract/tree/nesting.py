"""The tags of a page as a tree, in numpy: which of them count, how deep they stand, and in which elements.

Names are sorted into few kinds: what parts blocks, what stands in a line, what is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thresher.extract.tree.tags import NAMES, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from thresher.extract.tree.tags import Tags

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"),
        *("font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small"),
        *("span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "amp-img"),
        *("picture", "source"),
    }
)
UNREAD = frozenset(
    {
        *("head", "title", "script", "style", "noscript", "template", "svg", "math", "iframe", "frame"),
        *("object", "embed", "applet", "canvas", "audio", "video", "select", "datalist", "textarea"),
        *("input", "map", "noframes", "noembed"),
    }
)
VOID = frozenset(
    {
        *("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen"),
        *("link", "meta", "param", "source", "track", "wbr"),
    }
)


def those(names: Iterable[str]) -> Flags:
    """Which numbers of elements are those of names."""
    return np.isin(np.arange(len(NAMES)), [NUMBERS[name] for name in names])


_IS_UNREAD = those(UNREAD - VOID)
_PARTS = ~those(INLINE | UNREAD | {"br"})
_HOLDS = ~those(INLINE | UNREAD | VOID)


class Tree:
    """The tags of a page, and arrays that run beside them.

    `unread` says whether what follows a tag is no text of the page, `live` whether a tag is of an element and stands
    in none that is not read, `parts` whether it ends the block before it, `depth` in how many elements what follows
    it lies. Elements are those that part blocks, numbered in their order. `opens` are their tags, `parents` the element
    around each (-1 for none), `closes` their end tags (the number of all tags where they have none).
    """

    def __init__(self, tags: Tags) -> None:
        self.tags = tags
        numbers, is_end = tags.numbers, tags.is_end
        self.unread = nested(tags.is_element & _IS_UNREAD[numbers], is_end) > 0
        self.live = tags.is_element.copy()
        self.live[1:] &= ~self.unread[:-1]
        self.parts = self.live & _PARTS[numbers]
        holds = self.live & _HOLDS[numbers]
        self.depth = nested(holds, is_end)
        self.opens = np.flatnonzero(holds & ~is_end)
        # The element around a place is the last one before it that opened at its depth.
        self._width = len(numbers) + 1
        depths = self.depth[self.opens]
        self._order = np.argsort(depths, kind="stable")
        self._keys = depths[self._order] * self._width + self.opens[self._order]
        self.parents = self._at(depths - 1, self.opens)
        self.closes = np.full(len(self.opens), len(numbers))
        ends = np.flatnonzero(holds & is_end)
        ends = ends[self.depth[ends] < self.depth[ends - 1]]
        self.closes[self._at(self.depth[ends] + 1, ends)] = ends

    def around(self, places: Ints) -> Ints:
        """The element around what follows tags, -1 for none."""
        return self._at(self.depth[places], places)

    def _at(self, depths: Ints, places: Ints) -> Ints:
        last = np.searchsorted(self._keys, depths * self._width + places, "right") - 1
        return np.where(depths > 0, self._order[np.maximum(last, 0)], -1) if len(self._order) else depths * 0 - 1


def nested(are: Flags, is_end: Flags) -> Ints:
    """In how many elements of a kind what follows each tag lies; an end without a beginning ends nothing."""
    steps = np.zeros(len(are), np.int64)
    steps[are] = 1
    steps[are & is_end] = -1
    depth = np.cumsum(steps)
    lowest = int(depth.min(initial=0))
    if lowest < 0:
        depth -= np.minimum(np.minimum.accumulate(depth), 0)
    return depth
