"""CSS selectors that others write: whether they can be run, and how dear they can become on a page made to hurt.

lexbor runs them; soupsieve, which says what is wrong and where, reads them first. What only one of the two takes is
refused. lexbor tries again at each combinator that may skip elements, so its time grows with a power of the depth
and width of a page; that power is counted here.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from math import factorial
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from soupsieve.css_types import Selector, SelectorList, SelectorNull

CHARS = 400  # of one selector: far more than any that is written by hand
POWER = 4
"""Most places of one selector at which elements may be skipped: the power by which its time may grow."""

STEPS = 200_000_000
"""Comparisons that all selectors of an era may need on one page.

Measured with pages of 2,000 to 20,000 siblings, or 400 levels deep: lexbor makes 1.6 to 5 times 10^8 of them a second,
so about a second is the bound. A page of 5,000 elements, 40 levels deep, needs 5 times 10^7 at most for a selector
with three spaces.
"""


@dataclass(frozen=True, slots=True)
class Weight:
    """At how many places a selector may skip ancestors or descendants (`deep`), and siblings (`wide`)."""

    deep: int = 0
    wide: int = 0

    @property
    def is_dear(self) -> bool:
        """Whether its time can grow faster than a page's elements times their depth, which is bounded."""
        return self.deep > 1 or self.wide > 0

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.deep + other.deep, self.wide + other.wide)


@dataclass(frozen=True, slots=True)
class Extent:
    """How large a page is: its elements, the depth of the deepest, and the most children of one."""

    elements: int
    depth: int
    width: int

    def steps(self, weight: Weight) -> int:
        """Comparisons that a selector of that weight needs at most."""
        paths = self.depth**weight.deep / factorial(weight.deep)
        return int(self.elements * max(1.0, paths) * self.width**weight.wide)


def problem(selector: str) -> str | None:
    """What is wrong with a selector, in a sentence; None where nothing is."""
    if len(selector) > CHARS:
        return f"longer than {CHARS} characters"
    import soupsieve

    try:
        weight = weight_of(selector)
    except (soupsieve.SelectorSyntaxError, NotImplementedError) as error:
        return f"no CSS selector: {str(error).splitlines()[0].rstrip('.:')}"
    except (ValueError, RecursionError) as error:
        return f"no CSS selector: {type(error).__name__}"
    try:
        LexborHTMLParser("<p>").css(selector)
    except SelectolaxError:
        return "valid CSS, but lexbor does not know one of its pseudo-classes or forms"
    if weight.deep + weight.wide > POWER:
        return f"skips elements at more than {POWER} places (spaces, ~, :nth-…, :has): name the parent with > instead"
    return None


@lru_cache(maxsize=4096)
def weight_of(selector: str) -> Weight:
    """The weight of a selector; raises what soupsieve raises when it is none."""
    import soupsieve  # most runs meet none of the sites that are known, and its patterns take .3 s

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # names that are going out of use are refused by lexbor anyway
        return _heaviest(soupsieve.compile(selector).selectors)


def extent(tree: LexborHTMLParser) -> Extent:
    """The extent of a page: one walk."""
    depths: dict[int, int] = {}
    children: dict[int, int] = {}
    root = tree.root
    for node in root.traverse(include_text=True) if root is not None else ():
        parent = node.parent
        above = parent.mem_id if parent is not None else 0
        children[above] = children.get(above, 0) + 1
        if node.is_element_node:
            depths[node.mem_id] = depths.get(above, 0) + 1
    return Extent(len(depths), max(depths.values(), default=0), max(children.values(), default=0))


def overload(tree: LexborHTMLParser, selectors: Iterable[str]) -> str | None:
    """Why the selectors cannot be run on a page within bounded time; None where they can."""
    dear = [weight for weight in map(weight_of, selectors) if weight.is_dear]
    if not dear:
        return None
    page = extent(tree)
    if sum(map(page.steps, dear)) <= STEPS:
        return None
    size = f"{page.elements:,} elements, {page.depth} deep, up to {page.width:,} side by side"
    return f"the page is too large for the selectors: {size}"


def _heaviest(alternatives: SelectorList) -> Weight:
    weights = [_weight(one) for one in alternatives]
    return Weight(max((one.deep for one in weights), default=0), max((one.wide for one in weights), default=0))


def _weight(selector: Selector | SelectorNull) -> Weight:
    from soupsieve.css_types import SelectorNull

    if isinstance(selector, SelectorNull):  # matches nothing
        return Weight()
    total = Weight(wide=1) if selector.nth else Weight()
    relation = selector.rel_type or ""
    if relation.endswith(" "):
        total += Weight(deep=1)
    elif relation.endswith("~"):
        total += Weight(wide=1)
    for inner in (*selector.selectors, *(nth.selectors for nth in selector.nth), selector.relation):
        total += _heaviest(inner)
    return total
