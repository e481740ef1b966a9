"""Fits the shipped network of blocks and those of the folds, several at a time."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from thresher.extract.tree.columns import names
from thresher.lab.html.groups import groups
from thresher.lab.text.corpus import FOLDS, fold
from thresher.lab.text.training import Recipe, fit, frozen
from thresher.lab.text.validation import fold_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from thresher.lab.text.examples import Example


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
