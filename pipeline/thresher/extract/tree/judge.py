"""The network's word on a page, and which blocks to keep by it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from thresher.extract.tree import columns
from thresher.model import network
from thresher.model.cut import threshold
from thresher.model.network import PAGE_TYPES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thresher.extract.tree.columns import Facts, Rows
    from thresher.extract.tree.walk import Outline
    from thresher.model.network import Network

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

Preset = Literal["precision", "balanced", "recall"]
BETAS: dict[Preset, float] = {"precision": 0.5, "balanced": 1.0, "recall": 2.0}
"""How much recall counts against precision in the F-beta that each preset expects the most of."""

# Swept out of fold over .05 to .4 and 1 to 2: on the articles of wcxb, andythefactory and fundus all are within .001
# of each other, 2 among the best; on wcxb's other pages a lower chance costs up to .011, and this one .003.
_MAY_BE = 0.2  # chance of an article from which a page is read soberly
_SOBER = 2.0
_CODE_BEFORE, _CODE_BEHIND = 2, 5  # blocks from the text that code may stand
_ECHO = 0.5  # share of the words of a heading that the page's title has, too, where it is the headline
_TITLE_WORDS = 4  # a shorter line may be the name of a section
_LONG_COPY = 20  # words of a block that stands twice: shorter ones may be meant


@dataclass(frozen=True, slots=True)
class Judged:
    """A page with the probability of each block that it is article, and of each page type."""

    page: Outline
    rows: Rows
    chances: Floats
    types: dict[str, float]
    title: str = ""

    @property
    def may_be_article(self) -> bool:
        """Whether the page is not surely of another type."""
        return self.types.get(PAGE_TYPES[0], 1.0) > _MAY_BE


@cache
def shipped() -> Network:
    """The network of blocks that comes with the package."""
    return network.load(network.SHIPPED_BLOCKS, columns.names())


def judged(page: Outline, facts: Facts, model: Network) -> Judged:
    """What a network says of a page that has at least one block."""
    rows = columns.rows(page, facts)
    chances, types = model.judged(rows.numbers)
    shares = {} if types is None else dict(zip(PAGE_TYPES, map(float, types), strict=True))
    return Judged(page, rows, chances, shares, " ".join(facts.title.split()))


def kept(one: Judged, preset: Preset = "balanced") -> Flags:
    """Which blocks to keep: those of the highest expected F-beta, without holes and copies, below the headline."""
    chances = sober(one)
    keep = chances >= threshold(chances, one.rows.words, BETAS[preset])
    return without_copies(one, without_holes(one, headed(one, keep)))


def headed(one: Judged, keep: Flags) -> Flags:
    """The choice with the headline above it.

    Whether a headline belongs to the text is a convention on which annotated sets differ, and the network learns
    that of its own: keeping it gains .009 to .011 word F1 on dragnet and daniel, and loses .003 to .007 on wcxb,
    andythefactory and fundus. It is kept because Markdown and HTML need it.
    """
    is_sure = (one.rows.column("of title") >= _ECHO) | (one.rows.column("is h1") > 0)
    headline = np.flatnonzero((one.rows.column("is headline") > 0) & is_sure)
    above = int(np.argmax(keep))
    places = headline.tolist() or [at for at in range(above) if _is_of_title(one, at)][:1]
    if one.may_be_article and places and keep[places[0] + 1 :].any():
        keep = keep.copy()
        keep[places[0]] = True
    return keep


def _is_of_title(one: Judged, at: int) -> bool:
    """Whether a block that is no heading says what the page's title says: pages before headings had meaning."""
    return bool(one.rows.words[at] >= _TITLE_WORDS) and one.page.texts[at] in one.title


def sober(one: Judged) -> Floats:
    """The chances of blocks, lower where the page may be an article.

    On sites unlike all known ones the network halfheartedly takes lists of links for text, hundreds at once, and
    their chances add up.
    """
    return one.chances**_SOBER if one.may_be_article else one.chances


def doubt(one: Judged, keep: Flags) -> float:
    """How much of the word F1 a choice may expect to miss, 0 to 1.

    The expected F1 of a choice is about `2 * kept hits / (kept words + expected words of the article)`.
    """
    words, chances = one.rows.words, sober(one)
    hits = float((chances * words)[keep].sum())
    return 1 - 2 * hits / max(float(words[keep].sum() + (chances * words).sum()), 1e-9)


def without_holes(one: Judged, keep: Flags) -> Flags:
    """The choice with the prose and the code that stand among what is kept, in the same elements.

    Code just before and behind it belongs to it too: no chaff is written in code.
    """
    kept_at = np.flatnonzero(keep)
    if not len(kept_at):
        return keep
    at = np.arange(len(keep))
    first, last = kept_at[0], kept_at[-1]
    around = np.append(-1, one.page.parents)[one.page.owners + 1]
    is_beside = np.isin(around, np.unique(around[keep]))
    is_prose = one.rows.column("is prose") > 0
    is_code = one.rows.column("is code") > 0
    holes = is_prose & is_beside & (at > first) & (at < last)
    code = is_code & (at >= first - _CODE_BEFORE) & (at <= last + _CODE_BEHIND)
    filled: Flags = keep | holes | code
    return filled


def without_copies(one: Judged, keep: Flags) -> Flags:
    """The choice without later copies of long blocks: pages carry a second article for print, mobile or sharing."""
    seen: set[str] = set()
    keep = keep.copy()
    for at in np.flatnonzero(keep & (one.rows.words >= _LONG_COPY)):
        text = one.page.texts[at]
        if text in seen:
            keep[at] = False
        seen.add(text)
    return keep
