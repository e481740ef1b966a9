"""All training examples of the sets that may be trained on, made by all cores, in a fixed order."""

from __future__ import annotations

import hashlib
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from thresher.kit import Kit
from thresher.lab.text import examples
from thresher.lab.text.renderers import TRAINED
from thresher.settings import Settings, Strip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thresher.lab.sets import BenchSet
    from thresher.lab.text.examples import Example, Source

FOLDS = 5
_STRANGE_WORDS = 0.1  # share of gold up to which a block is chaff
_RUN = (4, 8)  # shortest and longest run of chaff that is lent to other pages
_TAIL = 24
_LONGEST = 1_500


@cache
def fold(domain: str) -> int:
    """The fold of a registrable domain, 0 to 4: all pages of a site are in one."""
    return hashlib.sha256(domain.encode()).digest()[0] % FOLDS


def training_examples(
    sets: Sequence[BenchSet], say: Callable[[str], None], workers: int | None = None
) -> list[Example]:
    """Whole and half-cleaned examples of every page of the sets; sets that may not be trained on are refused."""
    for one in sets:
        if not one.may_train:
            raise ValueError(f"{one.name} may not be trained on")
    found: list[Example] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin) as pool:
        pages = [page for one in sets for page in examples.sources(one)]
        say(f"{len(pages)} pages of {', '.join(one.name for one in sets)}")
        for batch in pool.map(_whole, pages, chunksize=4):
            found += map(_interned, batch)
        lent = chaff_runs(found)
        bases = {one.url: one for one in found}  # the last rendering of each page
        sources = [page for page in pages if page.url in bases]
        jobs = [(page, bases[page.url], others(lent, page.domain)) for page in sources]
        found += [_interned(half) for half in pool.map(_half, jobs, chunksize=16) if half is not None]
    found = [replace(one, texts=()) for one in found]  # the numbers say all that is learnt
    say(f"{len(found)} examples")
    return found


def _interned(one: Example) -> Example:
    """The example with one copy in memory of each token."""
    return replace(one, tokens=tuple(map(sys.intern, one.tokens)))


def chaff_runs(found: Sequence[Example], forms: Sequence[str] = TRAINED[:1]) -> list[tuple[str, tuple[str, ...]]]:
    """Runs of chaff from behind articles, with the domains that they come from."""
    runs: list[tuple[str, tuple[str, ...]]] = []
    for one in found:
        gold = [at for at, label in enumerate(one.labels) if label > 0.5]  # noqa: PLR2004
        if not gold or one.form not in forms:
            continue
        tail = range(gold[-1] + 1, min(len(one.texts), gold[-1] + 1 + _TAIL))
        lines = [one.texts[at] for at in tail if one.labels[at] <= _STRANGE_WORDS and len(one.texts[at]) <= _LONGEST]
        parts = [tuple(lines[start : start + _RUN[1]]) for start in range(0, len(lines), _RUN[1])]
        runs += [(one.domain, part) for part in parts if len(part) >= _RUN[0]]
    return runs


def others(runs: Sequence[tuple[str, tuple[str, ...]]], domain: str) -> tuple[tuple[str, ...], ...]:
    """A few runs of other domains *of the same fold*, so that nothing of a held-out site is learnt from."""
    same = [(owner, run) for owner, run in runs if owner != domain and fold(owner) == fold(domain)]
    if not same:
        return ()
    start = int.from_bytes(hashlib.sha256(domain.encode()).digest()[:4]) % len(same)
    return tuple(run for _, run in (same[start:] + same[:start])[:6])


class _Bench:
    """The kit of a worker process."""

    kit: Kit


def rules_alone() -> Kit:
    """The rules without the model, for their word is what it learns from."""
    return Kit.load(Settings(strip=Strip(model=False)))


def _begin() -> None:
    _Bench.kit = rules_alone()


def _whole(page: Source) -> list[Example]:
    return examples.whole(page, _Bench.kit, TRAINED)


def _half(job: tuple[Source, Example, tuple[tuple[str, ...], ...]]) -> Example | None:
    page, base, strange = job
    return examples.half(page, base, strange, _Bench.kit)
