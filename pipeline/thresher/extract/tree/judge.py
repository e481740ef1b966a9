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

_MAY_BE = 0.05  # chance of an article from which a page is read soberly
_SOBER = 2.0
_LONG_COPY = 20  # words of a block that stands twice: shorter ones may be meant


@dataclass(frozen=True, slots=True)
class Judged:
    """A page with the probability of each block that it is article, and of each page type."""

    page: Outline
    rows: Rows
    chances: Floats
    types: dict[str, float]


@cache
def shipped() -> Network:
    """The network of blocks that comes with the package."""
    return network.load(network.SHIPPED_BLOCKS, columns.names())


def judged(page: Outline, facts: Facts, model: Network) -> Judged:
    """What a network says of a page that has at least one block."""
    rows = columns.rows(page, facts)
    chances, types = model.judged(rows.numbers)
    shares = {} if types is None else dict(zip(PAGE_TYPES, map(float, types), strict=True))
    return Judged(page, rows, chances, shares)


def kept(one: Judged, preset: Preset = "balanced") -> Flags:
    """Which blocks to keep: those of the highest expected F-beta, without copies."""
    chances = sober(one)
    keep = chances >= threshold(chances, one.rows.words, BETAS[preset])
    return without_copies(one, keep)


def sober(one: Judged) -> Floats:
    """The chances of blocks, lower where the page may well be an article.

    On sites unlike all known ones the network halfheartedly takes lists of links for text, hundreds at once, and
    their chances add up.
    """
    may_be_article = one.types.get(PAGE_TYPES[0], 1.0) > _MAY_BE
    return one.chances**_SOBER if may_be_article else one.chances


def doubt(one: Judged, preset: Preset = "balanced") -> float:
    """How much of the word F1 the choice may expect to miss, 0 to 1.

    The expected F1 of a choice is about `2 * kept hits / (kept words + expected words of the article)`.
    """
    words, chances = one.rows.words, sober(one)
    keep = kept(one, preset)
    hits = float((chances * words)[keep].sum())
    return 1 - 2 * hits / max(float(words[keep].sum() + (chances * words).sum()), 1e-9)


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
