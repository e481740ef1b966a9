"""Fits the shipped network and those of the folds, several at a time."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from thresher.lab.text.corpus import FOLDS, fold, rules_alone
from thresher.lab.text.training import Recipe, fit, frozen
from thresher.lab.text.validation import fold_file
from thresher.model.columns import names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from thresher.lab.text.examples import Example


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
    fitted = fit(chosen, Recipe(), lines.append)
    topics = rules_alone().judge.topics
    path.write_bytes(frozen(fitted, names(topics), topics).saved())
    return f"{path.name}: {lines[0]}; {lines[-1]}"
