"""Columns of where a block stands: in its containers, among its likes, beside its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thresher.extract.tree.layout import HALF_LINKED, MEASURES, SOME_WORDS, UP
from thresher.model.columns import since

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresher.extract.tree.layout import Ints, Layout, Named

_WINDOWS = (2, 6)
_MAJORITIES = (0.5, 0.8)


def of_surroundings(page: Layout) -> Iterator[Named]:
    """All columns of where a block stands, in order."""
    yield from _of_containers(page)
    yield from _of_majorities(page)
    yield from _of_signatures(page)
    yield from _of_places(page)


def _of_containers(page: Layout) -> Iterator[Named]:
    """How much text, prose and link each of the containers above a block holds."""
    chain = page.chain
    words, prose = max(int(page.words.sum()), 1), max(int(page.weight.sum()), 1)
    firsts = page.firsts[chain]
    blocks = np.maximum(page.ends[chain] - firsts, 1)
    totals = page.totals(chain)
    inside, in_prose = totals["words"], totals["prose"]
    values = {
        "words": np.log1p(inside) / 6,
        "share of words": inside / words,
        "share of prose": in_prose / prose,
        "prose of words": in_prose / np.maximum(inside, 1),
        "linked": totals["linked"] / np.maximum(totals["chars"], 1),
        "links a block": np.minimum(totals["links"] / blocks, 4) / 2,
        "blocks": np.log1p(blocks) / 4,
        "words a block": np.log1p(inside / blocks) / 4,
        "prose blocks": np.log1p(totals["texts"]) / 3,
        "place": (np.arange(page.size) - firsts) / np.maximum(blocks - 1, 1),
    }
    for name, found in values.items():
        yield tuple(f"{name} {up}" for up in range(UP + 1)), found


def _of_majorities(page: Layout) -> Iterator[Named]:
    """Whether a block is in the deepest element that holds most of the prose, or how far from it."""
    at = np.arange(page.size)
    prose = page.sums[1, page.ends] - page.sums[1, page.firsts]
    total = max(int(page.weight.sum()), 1)
    depths = page.depths[page.owners]
    for share in _MAJORITIES:
        holders = np.flatnonzero(prose >= share * total) if total > 1 else np.zeros(1, np.int64)
        deepest = int(holders[np.argmax(page.depths[holders])]) if len(holders) else 0
        first, end = int(page.firsts[deepest]), int(page.ends[deepest])
        inside = (at >= first) & (at < end)
        levels = depths - page.depths[deepest]
        yield (
            tuple(f"{name} majority {share}" for name in ("in", "before", "after", "away from", "below", "child of")),
            np.array(
                [
                    inside,
                    at < first,
                    at >= end,
                    np.log1p(np.maximum(np.maximum(first - at, at - end + 1), 0)) / 5,
                    np.where(inside, np.minimum(levels, 8) / 4, 0),
                    inside & (levels <= 1),  # the paragraphs of an article are children of it
                ]
            ),
        )
        yield (f"share of majority {share}",), np.array([prose[deepest] / total])


def _of_signatures(page: Layout) -> Iterator[Named]:
    """How many blocks and how much text lie in elements of the same name and class."""
    words, prose = max(int(page.words.sum()), 1), max(int(page.weight.sum()), 1)
    size = int(page.signatures.max()) + 1
    for up in (0, 1, 2):
        kinds = page.signatures[page.chain[up]]
        count = np.bincount(kinds, minlength=size)[kinds]
        in_words = np.bincount(kinds, weights=page.words, minlength=size)[kinds]
        in_prose = np.bincount(kinds, weights=page.weight, minlength=size)[kinds]
        linked = np.bincount(kinds, weights=page.link_chars, minlength=size)[kinds]
        chars = np.bincount(kinds, weights=page.lengths, minlength=size)[kinds]
        yield (
            tuple(f"{name} alike {up}" for name in ("blocks", "words", "prose", "words a block", "linked")),
            np.array(
                [
                    np.log1p(count) / 4,
                    in_words / words,
                    in_prose / prose,
                    np.log1p(in_words / count) / 4,
                    linked / np.maximum(chars, 1),
                ]
            ),
        )
    # elements beside an element that look like it: cards, comments, posts of a thread
    _, inverse, counts = np.unique(page.parents * size + page.signatures, return_inverse=True, return_counts=True)
    inside = page.sums[0, page.ends] - page.sums[0, page.firsts]
    elements = page.chain[:4]
    yield tuple(f"siblings {up}" for up in range(4)), np.log1p(counts[inverse[elements]]) / 3
    beside = np.log1p(np.bincount(inverse, weights=inside))[inverse[elements]]
    yield tuple(f"of siblings {up}" for up in range(4)), np.log1p(inside[elements]) / np.maximum(beside, 1)


def _of_places(page: Layout) -> Iterator[Named]:
    size, words, weight = page.size, page.words, page.weight
    at = np.arange(size)
    total, all_prose = max(int(words.sum()), 1), max(int(weight.sum()), 1)
    before, prose_before = np.cumsum(words) - words, np.cumsum(weight) - weight
    places = np.flatnonzero(page.prose)
    first, last = (places[0], places[-1]) if len(places) else (size, -1)
    yield (
        (
            *("place", "from start", "from end", "words before", "words ahead", "words behind", "prose before"),
            *("prose after", "between prose"),
        ),
        np.array(
            [
                at / max(size - 1, 1),
                np.log1p(at) / 5,
                np.log1p(at[::-1]) / 5,
                before / total,
                np.log1p(before) / 8,
                np.log1p(total - before - words) / 8,
                prose_before / all_prose,
                (all_prose - prose_before - weight) / all_prose,
                (at >= first) & (at <= last),
            ]
        ),
    )
    for name, flags in (("prose", page.prose), ("text", (words >= SOME_WORDS) & (page.linked < HALF_LINKED))):
        away = np.array([since(flags), since(flags[::-1])[::-1]])
        yield (f"blocks to {name} before", f"blocks to {name} after"), np.log1p(away) / 4
        yield (f"{name} just before", f"{name} just after"), away <= 1
    yield from _of_windows(page, at)
    yield from _of_neighbours(page, at)


def _of_windows(page: Layout, at: Ints) -> Iterator[Named]:
    for reach in _WINDOWS:
        low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, page.size)
        near = dict(zip(MEASURES, page.sums[:, high] - page.sums[:, low], strict=True))
        linked = near["linked"] / np.maximum(near["chars"], 1)
        columns = tuple(f"{name} within {reach}" for name in ("words", "prose", "linked"))
        yield columns, np.log1p(np.array([near["words"], near["prose"], near["linked"]])) / 7
        yield (f"share linked within {reach}",), linked[None, :]


def _of_neighbours(page: Layout, at: Ints) -> Iterator[Named]:
    """The blocks beside a block, and whether they lie in the same element, or in one of the same kind."""
    size = page.size
    own = np.array([np.log1p(page.words) / 5, page.linked])
    for step in (1, 2):
        shifted = np.zeros((4, size))
        if step < size:
            shifted[:2, step:], shifted[2:, :-step] = own[:, :-step], own[:, step:]
        sides = (
            f"words of {step} before",
            f"linked of {step} before",
            f"words of {step} after",
            f"linked of {step} after",
        )
        yield sides, shifted
    parents, signatures = page.chain[1], page.signatures[page.owners]
    other = np.array([np.maximum(at - 1, 0), np.minimum(at + 1, size - 1)])
    yield ("beside the one before", "beside the one after"), parents == parents[other]
    yield ("alike the one before", "alike the one after"), signatures == signatures[other]
