"""Rules and line model as one judge of a text capture, by a stated policy.

1. What a rule takes goes, unless the rule is not `certain` and the model is nearly sure that the block is a
   paragraph of the article.
2. Any other block goes when the model gives it less than the cut: the probability down to which keeping
   blocks gives the page the highest expected F1, held between `LOWEST` and `HIGHEST`. The more of a page is
   article, the lower the cut: of a half-cleaned capture little is left to win and much to lose.
3. Of a text in which the rules find next to nothing, there was next to nothing to clean: the model takes
   only what it is all but certain of.
4. A paragraph amid paragraphs that stay goes only below `AMID`, and one just behind such a paragraph only
   below `BEHIND`: a hole in an article, or its end lost, is worse than a line of chaff.
5. What a rule of the topic `editorial` hits stays: editor's notes and corrections. The headline is spared
   later, when the election has told which line it is.

Each removal says who took it, and how sure rule and model are together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thresher.model.columns import PROSE_WORDS, Word, rows
from thresher.model.cut import threshold
from thresher.nouns import Removal
from thresher.strip.apply import PLACE
from thresher.strip.spans import whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thresher.model.network import Network
    from thresher.nouns import Page
    from thresher.strip.judge import Verdict


JUDGE = "model:text"
REASON = "boilerplate"
"""The reason of what the model alone takes: it knows that a block is no part of the article, not what it is."""

EDITORIAL = "editorial"
"""The topic of rules that take nothing: what they hit, the model must leave."""

# Swept on one fold of wcxb and andythefactory: whole captures, half-cleaned ones, gold texts.
LOWEST, HIGHEST = 0.05, 0.6
SLOPE = 0.8
"""How far the cut of a page that is all article lies below that of a page that is half article."""
AMID = 0.08
REACH = 4
"""Blocks on either side among which a paragraph that stays must stand, for the one between them to be amid."""
BEHIND, STEP = 0.05, 2
"""The same for one that has such a paragraph only before it, among `STEP` blocks: the last one, often."""
OVERRULES = 0.98
QUIET, CERTAIN = 0.03, 0.005
"""Share of blocks that rules take below which a text is taken for clean, and the cut there. Nine in ten of 300
gold texts lie below, and one in a hundred of 540 whole captures; it brought the gold's loss from 3.0 % to .2 %."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What rules and model together say of a page: removals, the probability of each block, and the cut."""

    removals: tuple[Removal, ...]
    chances: tuple[float, ...] = ()
    cut: float = 0.0


def word(page: Page, verdict: Verdict, topics: tuple[str, ...]) -> Word:
    """The rules' word on a page, as the model reads it; of a rejected page they have none."""
    gone = [0.0] * len(page.blocks)
    for one in verdict.removals:
        gone[one.block] += (one.end - one.start) / len(page.blocks[one.block].text)
    return Word(topics, verdict.topics or ((0, 0),) * len(page.blocks), gone)


def weigh(page: Page, verdict: Verdict, topics: tuple[str, ...], certain: frozenset[str], model: Network) -> Weighed:
    """What goes from a page by the word of its rules and of the model.

    `topics` are those of the rules' judge, `certain` the judges whose word the model cannot overrule.
    """
    blocks = page.blocks
    found = rows(blocks, page.capture.url, word(page, verdict, topics), model.topics)
    # Rounded, so that no digit that depends on the machine's arithmetic decides.
    chances = np.round(model.chances(found.numbers, model.vocabulary.find([one.text for one in blocks])), 4)
    quiet = bool(topics) and len({one.block for one in verdict.removals}) < QUIET * len(blocks)
    cut = CERTAIN if quiet else _cut(chances, found.words)
    editorial = _editorial(verdict, topics)
    sure = (chances >= OVERRULES) & (found.words >= PROSE_WORDS)
    told, are_sure = chances.tolist(), sure.tolist()  # one by one, numpy hands them out ten times as slowly
    removals = [
        _together(one, told[one.block])
        for one in verdict.removals
        if one.judge in certain or not (are_sure[one.block] or one.block in editorial)
    ]
    judged = {one.block for one in verdict.removals} | editorial
    amid, behind = _neighbourly(chances >= cut, found.words)
    doomed = (chances < cut) & ~(amid & (chances >= AMID)) & ~(behind & (chances >= BEHIND))
    removals += [
        whole(at, blocks[at], REASON, JUDGE, round(1 - told[at], 4))
        for at in np.flatnonzero(doomed).tolist()
        if at not in judged and blocks[at].text
    ]
    removals.sort(key=PLACE)
    return Weighed(tuple(removals), tuple(told), round(cut, 4))


def _editorial(verdict: Verdict, topics: tuple[str, ...]) -> set[int]:
    """The blocks in which the editors speak of the text."""
    if EDITORIAL not in topics:
        return set()
    bit = topics.index(EDITORIAL)
    return {at for at, (met, _) in enumerate(verdict.topics) if met >> bit & 1}


def _cut(chances: NDArray[np.float64], words: NDArray[np.int64]) -> float:
    share = float((chances * words).sum() / max(1, words.sum()))
    cut = threshold(chances, words) * (1 - SLOPE * max(0.0, 2 * share - 1))
    return min(max(cut, LOWEST), HIGHEST)


def _neighbourly(kept: NDArray[np.bool_], words: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The paragraphs amid paragraphs that stay, and those just behind one."""
    prose = words >= PROSE_WORDS
    counts = np.concatenate([[0], np.cumsum(kept & prose)])
    at = np.arange(len(words))
    before = counts[at] > counts[np.maximum(at - REACH, 0)]
    after = counts[np.minimum(at + REACH + 1, len(at))] > counts[at + 1]
    return prose & before & after, prose & (counts[at] > counts[np.maximum(at - STEP, 0)])


def _together(one: Removal, chance: float) -> Removal:
    """The removal of a rule, as sure as rule and model are when each is heard as a witness of its own."""
    guilty = one.confidence * (1 - chance)
    innocent = (1 - one.confidence) * chance
    sure = guilty / (guilty + innocent) if guilty + innocent else one.confidence
    return Removal(one.block, one.start, one.end, one.reason, one.judge, round(sure, 4), one.text, one.evidence)
