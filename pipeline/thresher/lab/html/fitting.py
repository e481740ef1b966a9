"""Fits the shipped network of blocks and those of the folds, several at a time."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.extract.tree.columns import names
from thresher.lab.text.corpus import FOLDS, fold
from thresher.lab.text.training import Recipe, fit, frozen
from thresher.lab.text.validation import fold_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from thresher.lab.text.examples import Example


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that tell of one thing, and the chance that a page is learnt from without them."""

    name: str
    chance: float
    places: tuple[int, ...]


def recipe() -> Recipe:
    """What is chosen, not fitted: no words, page types of every set, and groups of columns that pages go without.

    Of these only the groups were tried out, with and without, on one fold of five.
    """
    return Recipe(
        epochs=12,
        words=0,
        pairs=0,
        dilations=(1, 2, 4, 8),
        type_loss=0.3,
        all_types=True,
        forgets=tuple((group.chance, group.places) for group in groups()),
    )


def groups() -> tuple[Group, ...]:
    """The columns that pages of other times and languages tell otherwise, or not at all."""
    columns = names()

    def of(*beginnings: str) -> tuple[int, ...]:
        return tuple(at for at, name in enumerate(columns) if name.startswith(beginnings))

    around = [at for at, name in enumerate(columns) if name.endswith((" near", " around"))]
    cues = tuple(at for at in around if not columns[at].startswith("<"))
    tags = tuple(at for at in around if columns[at].startswith("<"))
    shares = ("share of", "prose before", "words b")
    return (
        Group("facts of the page", 0.3, of("page ")),
        Group("declared type and address", 0.4, of("declared", "path")),
        Group("declared text", 0.3, of("has body", "in body", "page in body", "page declared body", "page longer")),
        Group("class, id and role", 0.15, cues),
        Group("elements around", 0.15, tags),
        Group("headline", 0.15, of("has h", "is h", "below h", "from h", "of title", "words since")),
        Group(
            "shares of the page",
            0.15,
            tuple(at for at, name in enumerate(columns) if shares[0] in name or name.startswith(shares[1:])),
        ),
        Group("announcements", 0.25, of("says ", "since ", "soon ", "under ", "never ")),
    )


class _Bench:
    """The examples of a worker process."""

    examples: Sequence[Example]


def fit_all(
    examples: Sequence[Example], out: Path, folds: Path | None, say: Callable[[str], None], workers: int | None
) -> None:
    """Write the network of all examples, and for each fold that of all others."""
    jobs: list[tuple[int | None, Path]] = [(None, out)]
    if folds is not None:
        folds.mkdir(parents=True, exist_ok=True)
        jobs += [(number, fold_file(folds, number)) for number in range(FOLDS)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(examples,)) as pool:
        for said in pool.map(_fit, jobs):
            say(said)


def _begin(examples: Sequence[Example]) -> None:
    _Bench.examples = examples


def _fit(job: tuple[int | None, Path]) -> str:
    number, path = job
    chosen = [one for one in _Bench.examples if number is None or fold(one.domain) != number]
    lines: list[str] = []
    fitted = fit(chosen, recipe(), lines.append)
    path.write_bytes(frozen(fitted, names()).saved())
    return f"{path.name}: {lines[0]}; {lines[-1]}"
