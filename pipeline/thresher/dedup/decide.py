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
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from thresher.dedup.sheet import Place, Sheet
    from thresher.settings import Dedup

    Numbers = NDArray[np.int64]
    Articles = Mapping[int, Sequence[Sheet]] | Sequence[Sequence[Sheet]]

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
    """All clusters of two or more articles, the kept one first, and all relations between articles of others.

    `stood` are the places of the articles of earlier batches that were kept until now.
    """

    clusters: tuple[tuple[Sheet, tuple[Copy, ...]], ...]
    ties: tuple[Tie, ...]
    stood: frozenset[Place] = frozenset()


def decide(sheets: Iterable[Sheet], settings: Dedup) -> Findings:
    """What the articles of a set are to each other."""
    twins = _twins(sheets, settings)
    texts = [group[0] for group in twins]
    if not texts:
        return Findings((), ())
    pairs = ComparedPairs(Library.of(texts), settings)
    groups = grouped(pairs)
    settled = settle(pairs, groups, twins, settings)
    kept = {group[0]: best for group, (best, _) in zip(groups, settled, strict=True)}
    cluster_of = numbered(len(texts), groups)
    links = relate.links(pairs, texts, cluster_of)
    return Findings(
        tuple(sorted((entry for entry in settled if entry[1]), key=lambda entry: entry[0].place)),
        tuple(ties(strongest(links, cluster_of), twins, kept)),
    )


def grouped(pairs: ComparedPairs) -> list[list[int]]:
    """The clusters of all texts, those of one text among them; each with its centre first."""
    size = len(pairs.library)
    found = clusters(size, pairs.copies(), pairs.are_copies)
    inside = np.zeros(size, np.bool_)
    for group in found:
        inside[group] = True
    return [*found, *([one] for one in np.flatnonzero(~inside).tolist())]


def numbered(size: int, groups: Iterable[list[int]]) -> Numbers:
    """The cluster of each text: the number of its centre."""
    cluster_of = np.arange(size)
    for group in groups:
        cluster_of[group] = group[0]
    return cluster_of


def settle(
    pairs: ComparedPairs, groups: Iterable[list[int]], twins: Articles, settings: Dedup
) -> list[tuple[Sheet, tuple[Copy, ...]]]:
    """The article that each cluster keeps, and what the others of it are; `twins` are the articles of each text."""
    settled: list[tuple[Sheet, tuple[Copy, ...]]] = []
    for group in groups:
        members = {one: number for number in group for one in twins[number]}
        best, *others = ranked(list(members), settings)
        settled.append((best, tuple(_copy(pairs, best, members[best], one, members[one]) for one in others)))
    return settled


def _twins(sheets: Iterable[Sheet], settings: Dedup) -> list[list[Sheet]]:
    """Articles of one wording together; short ones only under one title or address: "Page moved" is no story."""
    ordered = sorted(sheets, key=lambda one: one.order)
    groups: dict[tuple[object, ...], list[Sheet]] = defaultdict(list)
    for one in ordered:
        key: tuple[object, ...] = (one.digest,)
        if one.words < settings.short:
            key = (one.digest, one.named)
        groups[key].append(one)
    return list(groups.values())


def _copy(pairs: ComparedPairs, best: Sheet, number: int, one: Sheet, other: int) -> Copy:
    """What a copy is to the one that is kept."""
    signs = _signs(best, one)
    if best.digest == one.digest:
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


def strongest(links: Iterable[relate.Link], cluster_of: Numbers | Mapping[int, int]) -> list[tuple[int, relate.Link]]:
    """The best link of each text, kind, and cluster of another text, with that cluster."""
    found: dict[tuple[int, int, str], relate.Link] = {}
    for link in links:
        key = (link.source, int(cluster_of[link.target]), link.kind)
        if key not in found or found[key].score < link.score:
            found[key] = link
    return [(cluster, link) for (_, cluster, _), link in sorted(found.items())]


def ties(links: Iterable[tuple[int, relate.Link]], twins: Articles, kept: Mapping[int, Sheet]) -> list[Tie]:
    """The relations of every article, one for each kind and each article that is kept elsewhere."""
    return [
        Tie(source, kept[cluster], link.kind, link.score, link.spans, bool(link.speaker))
        for cluster, link in links
        for source in twins[link.source]
        if source.batch is None
    ]
