"""Fits a network that is shipped and those of its folds, several at a time."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.lab.text.corpus import FOLDS, fold, rules_alone
from thresher.lab.text.training import Recipe, fit, frozen
from thresher.lab.text.validation import fold_file
from thresher.model.columns import names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from thresher.lab.text.examples import Example


@dataclass(frozen=True, slots=True)
class Plan:
    """What a network is fitted by, and to: its recipe, the names of its columns, the topics of rules that it hears."""

    recipe: Recipe
    columns: tuple[str, ...]
    topics: tuple[str, ...] = ()


def plan() -> Plan:
    """The plan of the network of text captures."""
    topics = tuple(rules_alone().judge.topics)
    return Plan(Recipe(), names(topics), topics)


class _Bench:
    """The examples of a worker process, and the plan of all networks."""

    examples: Sequence[Example]
    plan: Plan


def fit_all(
    examples: Sequence[Example],
    wanted: Plan,
    out: Path,
    folds: Path | None,
    say: Callable[[str], None],
    *,
    workers: int | None = None,
) -> None:
    """Write the network of all examples, and for each fold that of all others."""
    jobs: list[tuple[int | None, Path]] = [(None, out)]
    if folds is not None:
        folds.mkdir(parents=True, exist_ok=True)
        jobs += [(number, fold_file(folds, number)) for number in range(FOLDS)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(examples, wanted)) as pool:
        for said in pool.map(_fit, jobs):
            say(said)


def _begin(examples: Sequence[Example], wanted: Plan) -> None:
    _Bench.examples, _Bench.plan = examples, wanted


def _fit(job: tuple[int | None, Path]) -> str:
    number, path = job
    chosen = [one for one in _Bench.examples if number is None or fold(one.domain) != number]
    lines: list[str] = []
    wanted = _Bench.plan
    fitted = fit(chosen, wanted.recipe, lines.append)
    path.write_bytes(frozen(fitted, wanted.columns, wanted.topics).saved())
    return f"{path.name}: {lines[0]}; {lines[-1]}"
