"""What two texts are to each other, by their measures. The thresholds are settings, each with its reason."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thresher.settings import Dedup

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


class Verdict(IntEnum):
    """What the pair is; a containment names the text that is held by the other."""

    NOTHING = 0
    COPIES = 1
    ONE_IN_OTHER = 2
    OTHER_IN_ONE = 3
    QUOTES = 4


class Ties(NamedTuple):
    """What is known of pairs beside their texts."""

    same_title: Bools
    same_address: Bools


def share(part: NDArray[np.int32], whole: NDArray[np.int32]) -> Floats:
    """A share; all of nothing is 1."""
    return np.where(whole > 0, part / np.maximum(whole, 1), 1.0)


def verdicts(
    measures: NDArray[np.void], lengths: tuple[NDArray[np.int64], NDArray[np.int64]], ties: Ties, bounds: Dedup
) -> NDArray[np.int8]:
    """The verdict on each pair."""
    one, other = measures["one"], measures["other"]
    found = np.full(len(measures), Verdict.NOTHING, np.int8)
    quoted = np.maximum(one["quoted"], other["quoted"]) >= bounds.quotation
    found[quoted] = Verdict.QUOTES
    held = _contained(one, other, bounds), _contained(other, one, bounds)
    shorter = one["own"] <= other["own"]
    found[held[0] & (shorter | ~held[1])] = Verdict.ONE_IN_OTHER
    found[held[1] & ~(held[0] & shorter)] = Verdict.OTHER_IN_ONE
    found[_copies(measures, np.minimum(*lengths), ties, bounds)] = Verdict.COPIES
    return found


def _contained(small: NDArray[np.void], large: NDArray[np.void], bounds: Dedup) -> Bools:
    """Whether the other text holds most of this one, its facts among it."""
    covered = share(small["shared"], small["own"])
    agreed = share(small["agreed"], small["facts"])
    enough = (small["shared"] >= _PASSAGE) & (small["run"] >= _PASSAGE // 2)
    return (
        enough & (covered >= bounds.contained) & (agreed >= bounds.contained) & (small["own"] <= large["own"] * _LARGER)
    )


_PASSAGE = 30  # fewest shared words of an excerpt: a paragraph; a sentence may be a saying or a notice
_LARGER = 1.1  # what holds the other is not shorter, but for its own chaff


def _copies(measures: NDArray[np.void], shortest: NDArray[np.int64], ties: Ties, bounds: Dedup) -> Bools:
    one, other = measures["one"], measures["other"]
    sides = (one, other)
    covered = np.minimum(*(share(side["shared"], side["own"]) for side in sides))
    agreed = [share(side["agreed"], side["facts"]) for side in sides]
    more, less = np.maximum(*agreed), np.minimum(*agreed)
    facts = np.minimum(one["facts"], other["facts"])
    needed = np.where(facts < bounds.few_facts, bounds.few_facts_covered, bounds.covered)
    needed = np.where(shortest < bounds.short, bounds.short_covered, needed)
    agreeing = (more >= bounds.agreed) & (less >= bounds.agreed_too)
    titled = ties.same_title | ties.same_address
    agreeing &= ((less >= bounds.short_covered) & titled) | (shortest >= bounds.short)
    gap = np.maximum(one["gap"], other["gap"])
    gap_shares = [side["gap"] / np.maximum(side["own"], 1) for side in sides]
    gap_share, replaced = np.maximum(*gap_shares), np.minimum(*gap_shares)
    whole = (gap <= bounds.apart) | ties.same_title
    whole &= (gap_share <= bounds.apart_share) | (gap < _PASSAGE)
    whole &= (replaced <= bounds.replaced) | (np.minimum(one["gap"], other["gap"]) < _SOMETHING)
    something = np.minimum(one["shared"], other["shared"]) >= _SOMETHING
    versions = ties.same_address & (covered >= bounds.version) & (more >= bounds.agreed)
    return np.asarray(something & ((covered >= needed) & agreeing & whole | versions))


_SOMETHING = 8  # fewest shared words that are the text's own: with fewer nothing but common passages is compared
