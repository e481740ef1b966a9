"""What becomes of each article of a set: kept or a copy of which, and what it is related to.

The result depends on the set of sheets alone, not on their order. Counts of common passages need the whole set, so
nothing is decided before all sheets are there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thresher.dedup import relate
from thresher.dedup.choice import ranked
from thresher.dedup.groups import clusters
from thresher.dedup.library import Library
from thresher.dedup.pairs import ComparedPairs
from thresher.dedup.verdict import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from thresher.dedup.sheet import Sheet
    from thresher.settings import Dedup

    Numbers = NDArray[np.int64]

EXACT, REFORMATTED, REPRINT, UPDATED = "exact", "reformatted", "reprint", "updated"

_INSIDE = 3  # words that typesetting may change between the first shared word and the last
_INSIDE_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the article that its cluster keeps: of what kind, how much of it is alike, and what shows it."""

    sheet: Sheet
    kind: str
    similarity: float
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation of one article to another, with the shared passages in words of its text."""

    source: Sheet
    target: Sheet
    kind: str
    score: float
    spans: tuple[relate.Span, ...]
    has_speaker: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """All clusters of two or more articles, the kept one first, and all relations between articles of others."""

    clusters: tuple[tuple[Sheet, tuple[Copy, ...]], ...]
    ties: tuple[Tie, ...]


def decide(sheets: Iterable[Sheet], settings: Dedup) -> Findings:
    """What the articles of a set are to each other."""
    twins = _twins(sheets, settings)
    texts = [group[0] for group in twins]
    if not texts:
        return Findings((), ())
    pairs = ComparedPairs(Library.of(texts), settings)
    found = clusters(len(texts), pairs.copies(), pairs.are_copies)
    cluster_of = np.arange(len(texts))
    for group in found:
        cluster_of[group] = group[0]
    alone = set(range(len(texts))).difference(*found) if found else range(len(texts))
    groups = [*found, *([one] for one in alone)]
    kept: dict[int, Sheet] = {}
    settled: list[tuple[Sheet, tuple[Copy, ...]]] = []
    for group in groups:
        members = {one: number for number in group for one in twins[number]}
        best, *others = ranked(list(members), settings)
        kept[group[0]] = best
        if others:
            settled.append((best, tuple(_copy(pairs, best, members[best], one, members[one]) for one in others)))
    return Findings(
        tuple(sorted(settled, key=lambda entry: entry[0].place)), tuple(_ties(pairs, twins, cluster_of, kept))
    )


def _twins(sheets: Iterable[Sheet], settings: Dedup) -> list[list[Sheet]]:
    """Articles of one wording together; short ones only under one title or address: "Page moved" is no story."""
    ordered = sorted(sheets, key=lambda one: (one.url, one.id, one.place))
    groups: dict[tuple[object, ...], list[Sheet]] = defaultdict(list)
    for one in ordered:
        key: tuple[object, ...] = (one.tokens,)
        if one.words < settings.short:
            key = (one.tokens, one.title or one.address)
        groups[key].append(one)
    return list(groups.values())


def _copy(pairs: ComparedPairs, best: Sheet, number: int, one: Sheet, other: int) -> Copy:
    """What a copy is to the one that is kept."""
    signs = _signs(best, one)
    if best.tokens == one.tokens:
        return Copy(one, EXACT, 1.0, signs)
    found = pairs.measured(number, other)
    sides = found["one"], found["other"]
    alike = min(float(share(side["shared"], side["own"])) for side in sides)
    inside = max(int(side["own"] - side["shared"] - side["head"] - side["tail"]) for side in sides)
    changed = [bool(side["agreed"] < side["facts"]) for side in sides]
    outside = max(int(side["head"] + side["tail"]) for side in sides)
    if all(changed) or (inside > _INSIDE and (any(changed) or inside > _INSIDE_SHARE * one.words)):
        kind = UPDATED
    elif outside > _INSIDE:
        kind = REPRINT if best.host != one.host or one.syndicated else UPDATED
    else:
        kind = REFORMATTED
    return Copy(one, kind, round(alike, 4), signs)


def _signs(best: Sheet, one: Sheet) -> tuple[str, ...]:
    """What says that a copy was taken from elsewhere."""
    signs = []
    if one.address == best.address:
        signs.append("same address")
    elif one.canonical_url != one.url and one.address in (best.address, best.url):
        signs.append("canonical link")
    if one.syndicated:
        signs.append("syndication note")
    return tuple(signs)


def _ties(
    pairs: ComparedPairs, twins: Sequence[Sequence[Sheet]], cluster_of: Numbers, kept: dict[int, Sheet]
) -> list[Tie]:
    """The relations of every article, one for each kind and each article that is kept elsewhere."""
    texts = [group[0] for group in twins]
    found = relate.links(pairs, texts, cluster_of)
    strongest: dict[tuple[int, int, str], relate.Link] = {}
    for link in found:
        key = (link.source, int(cluster_of[link.target]), link.kind)
        if key not in strongest or strongest[key].score < link.score:
            strongest[key] = link
    return [
        Tie(source, kept[target], kind, link.score, link.spans, bool(link.speaker))
        for (text, target, kind), link in sorted(strongest.items())
        for source in twins[text]
    ]
